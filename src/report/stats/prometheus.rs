//! Usage and cost as metrics for Prometheus, in its text exposition format, version 0.0.4.
//!
//! A HELP and a TYPE line, then a value for each row, whose labels are what its replies have in common. Titles of
//! conversations are no labels: whoever changes one would begin another series.

use super::grid::{known_cost, time_text};
use crate::actions::stats::{Dimension, GroupValue, StatsRow, Sums, UsageStats};
use crate::model::Totals;

const PREFIX: &str = "chatkeep_usage_";

/// A metric: what stands behind the prefix, what it means, and its value, if that is known.
type Metric = (&'static str, &'static str, fn(&Totals) -> Option<String>);

/// All metrics, in their order.
const METRICS: [Metric; 8] = [
    ("replies", "Replies.", |totals| counted(totals.replies)),
    ("input_tokens", "Tokens sent.", |totals| {
        counted(totals.input_tokens)
    }),
    ("output_tokens", "Tokens received.", |totals| {
        counted(totals.output_tokens)
    }),
    ("tokens", "Tokens sent and received.", |totals| {
        counted(totals.total_tokens)
    }),
    (
        "cost_usd",
        "What is known of the cost, in US dollars.",
        |totals| known_cost(totals).map(|cost| cost.to_string()),
    ),
    (
        "unknown_costs",
        "Replies whose cost is not known.",
        |totals| counted(totals.unknown_costs),
    ),
    ("errors", "Replies that are errors.", |totals| {
        counted(totals.errors)
    }),
    (
        "interrupted_replies",
        "Replies that were cut off.",
        |totals| counted(totals.interrupted),
    ),
];

#[expect(clippy::unnecessary_wraps, reason = "others may have no value")]
fn counted(count: u64) -> Option<String> {
    Some(count.to_string())
}

/// Which replies a family of metrics is about: what stands before its names, and behind what they mean.
struct Scope {
    prefix: &'static str,
    meaning: &'static str,
    side: fn(&Sums) -> &Totals,
}

/// Writes a gauge for each number of each row, and of all together. A cost that is not known has no line.
pub fn stats_metrics(stats: &UsageStats) -> String {
    let now = |prefix, meaning| Scope {
        prefix,
        meaning,
        side: |sums| &sums.totals,
    };
    let before = |prefix, meaning| Scope {
        prefix,
        meaning,
        side: |sums| &sums.previous,
    };
    let rows: Vec<(String, Sums)> = stats
        .rows
        .iter()
        .map(|row| (labels(stats, &row), row.sums))
        .chain(
            stats
                .others
                .iter()
                .map(|(_, sums)| (others_labels(), *sums)),
        )
        .collect();
    let all = [(String::new(), stats.total)];
    let mut text = family(&now("", ""), &rows) + &family(&now("all_", " In all."), &all);
    if stats.previous.is_some() {
        text += &family(&before("previous_", " In the period before."), &rows);
        text += &family(
            &before("previous_all_", " In all of the period before."),
            &all,
        );
    }
    text
}

fn family(scope: &Scope, rows: &[(String, Sums)]) -> String {
    let mut text = String::new();
    for (name, help, value) in METRICS {
        let name = format!("{PREFIX}{}{name}", scope.prefix);
        let values = rows.iter().filter_map(|(labels, sums)| {
            let value = value((scope.side)(sums))?;
            Some(format!("{name}{labels} {value}\n"))
        });
        let values: String = values.collect();
        if !values.is_empty() {
            text += &format!(
                "# HELP {name} {help}{}\n# TYPE {name} gauge\n{values}",
                scope.meaning
            );
        }
    }
    text
}

/// Writes the labels of a row. No two rows have the same.
fn labels(stats: &UsageStats, row: &StatsRow) -> String {
    let mut labels = Vec::new();
    for (dimension, value) in stats.by.iter().zip(&row.group) {
        let name = dimension.as_str();
        match value {
            GroupValue::User { id, email } => {
                labels.push((name, email.as_deref().unwrap_or(id.as_str()).to_owned()));
                labels.push(("user_id", id.to_string()));
            }
            GroupValue::Name(text) => labels.push((name, text.to_string())),
            GroupValue::Hour(hour) => labels.push((
                name,
                hour.map(|hour| format!("{hour:02}")).unwrap_or_default(),
            )),
            GroupValue::Conversation(conversation) => {
                labels.push((name, conversation.id.to_string()));
                if !stats.by.contains(&Dimension::User) {
                    labels.push(("user_id", conversation.owner.to_string()));
                }
            }
            GroupValue::Day(_)
            | GroupValue::Week(_)
            | GroupValue::Month(_)
            | GroupValue::Weekday(_) => labels.push((name, time_text(value).unwrap_or_default())),
        }
    }
    written(&labels)
}

/// Writes the labels of what `--top` left out: a label of its own, since any value of another may be a name.
fn others_labels() -> String {
    written(&[("others", "true".to_owned())])
}

fn written(labels: &[(&str, String)]) -> String {
    if labels.is_empty() {
        return String::new();
    }
    let labels = labels
        .iter()
        .map(|(name, value)| format!("{name}=\"{}\"", escaped(value)));
    format!("{{{}}}", labels.collect::<Vec<_>>().join(","))
}

/// Escapes the value of a label: these three are all that the format asks for.
fn escaped(value: &str) -> String {
    value
        .replace('\\', r"\\")
        .replace('"', "\\\"")
        .replace('\n', r"\n")
}

#[cfg(test)]
mod tests {
    use super::super::tests::stats;
    use super::*;

    #[test]
    fn each_row_has_a_gauge_with_every_digit_and_none_for_what_is_not_known() {
        let text = stats_metrics(&stats());
        let costs: Vec<_> = text
            .lines()
            .filter(|line| line.contains("cost_usd"))
            .collect();
        assert_eq!(
            costs,
            [
                "# HELP chatkeep_usage_cost_usd What is known of the cost, in US dollars.",
                "# TYPE chatkeep_usage_cost_usd gauge",
                r#"chatkeep_usage_cost_usd{user="=a@x.org",user_id="u1",model="gpt-4o"} 1234.5"#,
                r#"chatkeep_usage_cost_usd{user="=a@x.org",user_id="u1",model="mixed"} 0.0004675"#,
                "# HELP chatkeep_usage_all_cost_usd What is known of the cost, in US dollars. In all.",
                "# TYPE chatkeep_usage_all_cost_usd gauge",
                "chatkeep_usage_all_cost_usd 1234.5004675",
            ]
        );
        assert!(
            text.contains(r#"chatkeep_usage_unknown_costs{user="gone",user_id="gone",model=""} 3"#),
            "{text}"
        );
        assert!(!text.contains("previous"), "{text}");
    }

    #[test]
    fn the_period_before_and_what_was_left_out_have_series_of_their_own() {
        let mut stats = stats();
        stats.previous = Some(crate::actions::period::Period::default());
        stats.others = Some((2, Sums::default()));
        let text = stats_metrics(&stats);
        for line in [
            r#"chatkeep_usage_replies{others="true"} 0"#,
            r#"chatkeep_usage_previous_cost_usd{user="gone",user_id="gone",model=""} 0"#,
            "chatkeep_usage_previous_all_replies 0",
        ] {
            assert!(text.lines().any(|it| it == line), "{line}\n{text}");
        }
    }

    #[test]
    fn names_and_texts_keep_to_the_format() {
        for (name, help, _) in METRICS {
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
                "{name}"
            );
            assert!(
                help.ends_with('.') && !help.contains(['\n', '\\']),
                "{help}"
            );
        }
        assert_eq!(escaped("a\\b\"c\nd"), r#"a\\b\"c\nd"#);
    }
}
