//! Usage and cost as one page of HTML, complete in itself: no network, and no script.
//!
//! `templates/stats.html` escapes whatever it is given but the style sheet, which is ours, and the charts, whose labels are
//! escaped where they are drawn. The page's policy lets a browser load nothing, run nothing, and apply that style sheet alone.

mod charts;
mod drawing;

use std::path::PathBuf;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use self::charts::{Chart, chart};
use super::grid::{Grid, known_cost};
use super::measure::Measure;
use super::{period_text, visible};
use crate::actions::stats::{Dimension, Sums, UsageStats};
use crate::report::{Page, Record, Report, Value, count, counted, safe_line, usd};

const STYLE: &str = include_str!("../../../../templates/report.css");

/// What a page is made of.
pub struct StatsPage<'a> {
    /// The usage, with its breakdowns.
    pub stats: &'a UsageStats,
    /// What it was narrowed to, each as a sentence's part.
    pub limits: Vec<String>,
    /// The command that makes such a page.
    pub command: String,
    /// When it is made.
    pub made_at: DateTime<Utc>,
}

/// A page that was written to a file.
#[derive(Debug)]
pub struct StatsPageWritten {
    /// The file.
    pub path: PathBuf,
    /// Rows in its last table.
    pub rows: usize,
    /// Replies that it sums up.
    pub replies: u64,
}

#[derive(Template)]
#[template(path = "stats.html")]
struct Document {
    style: &'static str,
    style_hash: String,
    version: &'static str,
    period: String,
    previous: Option<String>,
    timezone: &'static str,
    made_at: String,
    limits: Vec<String>,
    figures: Vec<Figure>,
    notes: Vec<String>,
    sections: Vec<Section>,
    command: String,
}

/// A number that stands out.
struct Figure {
    name: &'static str,
    value: String,
    is_alert: bool,
}

/// A table, with a chart where there is one.
struct Section {
    title: String,
    chart: Option<Chart>,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

struct Column {
    title: &'static str,
    /// What the style sheet goes by.
    class: &'static str,
}

impl StatsPage<'_> {
    /// Writes the page.
    pub fn html(&self) -> String {
        let stats = self.stats;
        let document = Document {
            style: STYLE,
            style_hash: format!("sha256-{}", STANDARD.encode(Sha256::digest(STYLE))),
            version: env!("CARGO_PKG_VERSION"),
            period: period_text(&stats.period),
            previous: stats.previous.as_ref().map(period_text),
            timezone: stats.timezone.name(),
            made_at: self
                .made_at
                .with_timezone(&stats.timezone)
                .format("%Y-%m-%d %H:%M")
                .to_string(),
            limits: self.limits.iter().map(|limit| visible(limit)).collect(),
            figures: figures(stats),
            notes: notes(stats),
            sections: sections(stats),
            command: visible(&self.command),
        };
        document.render().expect("writing to memory does not fail")
    }
}

fn figures(stats: &UsageStats) -> Vec<Figure> {
    let figure = |name, value| Figure {
        name,
        value,
        is_alert: false,
    };
    let Sums { totals, previous } = &stats.total;
    let cost = |totals| known_cost(totals).map_or_else(|| "unknown".to_owned(), usd);
    let mut figures = vec![figure("cost", cost(totals))];
    if stats.previous.is_some() {
        let change = totals.cost - previous.cost;
        let sign = if totals.cost > previous.cost { "+" } else { "" };
        figures.push(figure("cost before", cost(previous)));
        figures.push(figure("change", format!("{sign}{}", usd(change))));
    }
    figures.extend([
        figure("replies", count(totals.replies)),
        figure("tokens sent", count(totals.input_tokens)),
        figure("tokens received", count(totals.output_tokens)),
    ]);
    let alerts = [
        ("replies of unknown cost", totals.unknown_costs),
        ("errors", totals.errors),
        ("replies cut off", totals.interrupted),
    ];
    let alerts = alerts.into_iter().map(|(name, number)| Figure {
        name,
        value: count(number),
        is_alert: number > 0,
    });
    figures.extend(alerts);
    figures
}

/// Says what the numbers leave out, or count more than once.
fn notes(stats: &UsageStats) -> Vec<String> {
    let replies = |number| {
        counted(
            usize::try_from(number).unwrap_or(usize::MAX),
            "reply",
            "replies",
        )
    };
    let mut notes = Vec::new();
    if stats.rows.is_empty() {
        notes.push("There are no replies.".to_owned());
    }
    let unknown = stats.total.totals.unknown_costs;
    if unknown > 0 {
        notes.push(format!(
            "The cost of {} is not known, and not counted.",
            replies(unknown)
        ));
    }
    if stats.undated > 0 {
        notes.push(format!(
            "{} without a time left out.",
            replies(stats.undated)
        ));
    }
    if stats.by.contains(&Dimension::Tag) {
        notes.push(
            "A conversation with several tags counts for each of them, and in the totals once."
                .to_owned(),
        );
    }
    notes
}

/// Makes a section for each dimension, and one of all rows, if those are not the same.
fn sections(stats: &UsageStats) -> Vec<Section> {
    if stats.rows.is_empty() {
        return Vec::new();
    }
    let has_cost = Measure::Cost.number(&stats.total.totals) > 0.0;
    let measure = if has_cost {
        Measure::Cost
    } else {
        Measure::Tokens
    };
    let each = stats.each.iter().map(|breakdown| {
        let by = [breakdown.dimension];
        let grid = Grid::with(stats, &by, &breakdown.rows, breakdown.others.as_ref());
        let title = format!("By {}", breakdown.dimension.as_str());
        section(title, chart(breakdown, measure), grid)
    });
    let mut sections: Vec<Section> = each.collect();
    if stats.by.len() > 1 {
        let by: Vec<&str> = stats.by.iter().map(|by| by.as_str()).collect();
        let title = format!("By {}", by.join(", "));
        sections.push(section(title, None, Grid::of(stats)));
    }
    sections
}

fn section(title: String, chart: Option<Chart>, grid: Grid) -> Section {
    let column = |title: &&'static str| Column {
        title: title.trim_start_matches('#'),
        class: match *title {
            // A phone has no room for these, and their sum stands beside them.
            "#input" | "#output" => "number minor",
            title if title.starts_with('#') => "number",
            _ => "name",
        },
    };
    let cells = |row: &Vec<String>| row.iter().map(|cell| visible(cell)).collect();
    Section {
        title,
        chart,
        columns: grid.titles.iter().map(column).collect(),
        rows: grid.rows.iter().map(cells).collect(),
    }
}

impl Report for StatsPageWritten {
    fn value(&self) -> Value {
        Record::new()
            .with("file", self.path.display().to_string())
            .with("as", "html")
            .with("rows", self.rows)
            .with("replies", self.replies)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let path = self.path.display().to_string();
        let replies = usize::try_from(self.replies).unwrap_or(usize::MAX);
        format!(
            "wrote a report on {} to {}\n",
            counted(replies, "reply", "replies"),
            safe_line(&path, page)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{rows, stats, stats_of};
    use super::*;
    use crate::actions::stats::{Breakdown, GroupValue, StatsRows};

    fn page(stats: &UsageStats) -> String {
        let page = StatsPage {
            stats,
            limits: vec!["only of user <u>".to_owned()],
            command: "chatkeep stats --user '<u>'".to_owned(),
            made_at: DateTime::UNIX_EPOCH,
        };
        page.html()
    }

    #[test]
    fn nothing_in_a_name_is_markup_in_tables_or_charts() {
        let hostile = "</td><script>alert(1)</script>\x1b\u{202E}&\"'";
        let mut rows = rows();
        rows[0].group[1] = GroupValue::Name(hostile.into());
        let mut row = rows[0].clone();
        row.group.remove(0);
        let mut stats = stats_of(rows);
        stats.each = vec![Breakdown {
            dimension: Dimension::Model,
            rows: StatsRows::of(&[Dimension::Model], [row]),
            others: None,
        }];
        let html = page(&stats);
        assert!(
            html.matches("&lt;script&gt;").count() + html.matches("&#60;script&#62;").count() >= 2,
            "{html}"
        );
        for forbidden in [
            "<script",
            "\x1b",
            "\u{202E}",
            "<u>",
            "http://",
            "https://",
            "url(",
            "@import",
            "javascript:",
        ] {
            let html = html.replace("http://www.w3.org/2000/svg", "");
            assert!(!html.contains(forbidden), "{forbidden}:\n{html}");
        }
    }

    #[test]
    fn a_page_says_what_is_not_known_and_how_it_was_made() {
        let html = page(&stats());
        for text in [
            "The cost of 5 replies is not known, and not counted.",
            "<dt>replies of unknown cost</dt><dd>5</dd>",
            "<dd>$1,234.500468</dd>",
            "made 1970-01-01 00:00",
            "By user, model",
            "all time",
        ] {
            assert!(html.contains(text), "{text}:\n{html}");
        }
    }

    #[test]
    fn the_policy_lets_in_the_style_sheet_as_it_stands_in_the_page() {
        let html = page(&stats());
        let (_, rest) = html.split_once("<style>").expect("a style sheet");
        let (style, _) = rest.split_once("</style>").expect("its end");
        let hash = STANDARD.encode(Sha256::digest(style));
        assert!(
            html.contains(&format!("style-src 'sha256-{hash}'")),
            "{html}"
        );
        assert!(!html.contains("style=\""), "{html}");
    }
}
