//! The cells of the table of usage and cost, as every view for people has them.

use crate::actions::stats::{Dimension, GroupValue, StatsRow, StatsRows, Sums, UsageStats};
use crate::model::{CostSum, Totals};
use crate::report::{count, usd_column};

/// Stands for what is not recorded.
const NOTHING: &str = "–";

/// A table of usage and cost: a title for each column, and rows with a cell for each.
pub(super) struct Grid {
    /// One that begins with `#` heads numbers.
    pub(super) titles: Vec<&'static str>,
    /// Those of the stats, one for others that were left out, and the total as the last.
    pub(super) rows: Vec<Vec<String>>,
}

impl Grid {
    /// Makes the cells of all rows.
    pub(super) fn of(stats: &UsageStats) -> Self {
        Self::with(stats, &stats.by, &stats.rows, stats.others.as_ref())
    }

    /// Makes the cells of some rows, with the total of all.
    pub(super) fn with(
        stats: &UsageStats,
        by: &[Dimension],
        rows: &StatsRows,
        others: Option<&(usize, Sums)>,
    ) -> Self {
        let columns = stats.columns();
        let mut titles: Vec<&'static str> = by.iter().map(|by| by.as_str()).collect();
        titles.extend(columns.iter().map(|column| column.title));
        let rows: Vec<StatsRow> = rows.iter().collect();
        let names = rows
            .iter()
            .map(|row| row.group.iter().map(cell).collect::<Vec<_>>());
        let others_name =
            others.map(|(rows, _)| in_first_column(by.len(), format!("{rows} others")));
        let total_name = in_first_column(by.len(), "total".to_owned());
        let names = names.chain(others_name).chain([total_name]);
        let sums: Vec<&Sums> = rows
            .iter()
            .map(|row| &row.sums)
            .chain(others.map(|(_, sums)| sums))
            .chain([&stats.total])
            .collect();
        let cells: Vec<Vec<String>> = columns.iter().map(|it| it.cells(&sums)).collect();
        let rows = names.enumerate().map(|(index, names)| {
            let numbers = cells.iter().map(|column| column[index].clone());
            names.into_iter().chain(numbers).collect()
        });
        let rows = rows.collect();
        Self { titles, rows }
    }
}

impl UsageStats {
    /// Chooses the columns: those of what seldom happens are there only if it did.
    fn columns(&self) -> Vec<Column> {
        let column = |title, content| Column { title, content };
        let counts = |title, count| column(title, Content::Count(count));
        let mut columns = vec![
            counts("#replies", |totals| totals.replies),
            counts("#input", |totals| totals.input_tokens),
            counts("#output", |totals| totals.output_tokens),
            counts("#tokens", |totals| totals.total_tokens),
            column("#cost", Content::Cost(|sums| known_cost(&sums.totals))),
        ];
        if self.previous.is_some() {
            columns.push(column(
                "#before",
                Content::Cost(|sums| known_cost(&sums.previous)),
            ));
            columns.push(column("#change", Content::Change));
            columns.push(column("#change %", Content::Share));
        }
        let seldom = [
            counts("#cost unknown", |totals| totals.unknown_costs),
            counts("#errors", |totals| totals.errors),
            counts("#cut off", |totals| totals.interrupted),
        ];
        let total = &self.total.totals;
        let seldom = seldom.into_iter().filter(|column| column.has_any(total));
        columns.extend(seldom);
        columns
    }
}

/// Returns the names of a row that has but one.
pub(super) fn in_first_column(columns: usize, name: String) -> Vec<String> {
    let mut names = vec![String::new(); columns];
    if let Some(first) = names.first_mut() {
        *first = name;
    }
    names
}

/// Returns the sum of the costs that are known; `None` if there were some, and none is.
pub(super) fn known_cost(totals: &Totals) -> Option<CostSum> {
    let is_unknown = totals.unknown_costs > 0 && totals.cost == CostSum::default();
    (!is_unknown).then_some(totals.cost)
}

/// A column of numbers.
struct Column {
    title: &'static str,
    content: Content,
}

/// What a column shows.
enum Content {
    Count(fn(&Totals) -> u64),
    Cost(fn(&Sums) -> Option<CostSum>),
    /// How much dearer it became.
    Change,
    /// That as a share of what it was.
    Share,
}

impl Column {
    /// Whether what it counts occurred at all.
    fn has_any(&self, total: &Totals) -> bool {
        matches!(self.content, Content::Count(count) if count(total) > 0)
    }

    fn cells(&self, sums: &[&Sums]) -> Vec<String> {
        match self.content {
            Content::Count(number) => {
                let counts = sums.iter().map(|sums| count(number(&sums.totals)));
                counts.collect()
            }
            Content::Cost(cost) => usd_column(sums.iter().map(|sums| cost(sums))),
            Content::Change => signed(sums),
            Content::Share => sums.iter().map(|sums| share(sums)).collect(),
        }
    }
}

/// Writes how much dearer each became.
fn signed(sums: &[&Sums]) -> Vec<String> {
    let changes = || {
        sums.iter()
            .map(|sums| sums.totals.cost - sums.previous.cost)
    };
    let amounts = usd_column(changes().map(Some));
    let signed = changes().zip(amounts).map(|(change, amount)| {
        let sign = if change > CostSum::default() { "+" } else { "" };
        format!("{sign}{amount}")
    });
    signed.collect()
}

/// Writes how much dearer it became as a share of what it was.
fn share(sums: &Sums) -> String {
    let (now, before) = (sums.totals.cost, sums.previous.cost);
    match percent(now - before, before) {
        Some(percent) => format!("{percent:+}"),
        None if now == before => String::new(),
        None => "new".to_owned(),
    }
}

/// Returns a share in whole percent, for which binary fractions do; `None` of nothing.
fn percent(part: CostSum, whole: CostSum) -> Option<i64> {
    let number = |sum: CostSum| sum.rounded(6).parse::<f64>().ok();
    let (part, whole) = (number(part)?, number(whole)?);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is no number of percent is cut to the largest"
    )]
    let percent = (part / whole * 100.0).round() as i64;
    (whole > 0.0).then_some(percent)
}

/// Writes what the replies of a row have in common.
pub(super) fn cell(value: &GroupValue) -> String {
    let text = match value {
        GroupValue::User { id, email } => {
            let shown = email.as_deref().unwrap_or(id.as_str());
            Some(shown.to_owned())
        }
        GroupValue::Name(name) => Some(name_cell(name)),
        GroupValue::Hour(hour) => hour.map(|hour| format!("{hour:02}")),
        GroupValue::Conversation(conversation) => {
            let short: String = conversation.id.as_str().chars().take(8).collect();
            let title = conversation.title.as_deref().unwrap_or("(deleted)");
            (!short.is_empty()).then(|| format!("{short} {title}"))
        }
        GroupValue::Day(_)
        | GroupValue::Week(_)
        | GroupValue::Month(_)
        | GroupValue::Weekday(_) => time_text(value),
    };
    text.unwrap_or_else(|| NOTHING.to_owned())
}

/// Writes a name that may be missing.
pub(super) fn name_cell(name: &str) -> String {
    if name.is_empty() { NOTHING } else { name }.to_owned()
}

/// Writes a part of the calendar; a week as ISO 8601 numbers it, whose year may be another than that of its Monday.
pub(super) fn time_text(value: &GroupValue) -> Option<String> {
    match value {
        GroupValue::Day(day) => day.map(|day| day.to_string()),
        GroupValue::Week(day) => day.map(|day| day.format("%G-W%V").to_string()),
        GroupValue::Month(day) => day.map(|day| {
            // The day without its last part: a pattern takes much longer.
            let mut month = day.to_string();
            month.truncate(month.len() - "-01".len());
            month
        }),
        GroupValue::Weekday(day) => day.map(|day| day.to_string()),
        _ => None,
    }
}
