//! Usage and cost, shown.

use super::{Page, Record, Report, Table, Value, count, usd_column};
use crate::actions::stats::{GroupValue, StatsRow, UsageStats};
use crate::model::{CostSum, Totals};

/// Stands for what is not recorded.
const NOTHING: &str = "–";

impl Report for UsageStats {
    fn value(&self) -> Value {
        let by: Vec<&str> = self.by.iter().map(|dimension| dimension.as_str()).collect();
        Record::new()
            .with("by", by)
            .with("since", self.since.map(|day| day.to_string()))
            .with("until", self.until.map(|day| day.to_string()))
            .with("timezone", self.timezone.name())
            .with(
                "rows",
                self.records()
                    .into_iter()
                    .map(Value::from)
                    .collect::<Vec<_>>(),
            )
            .with("total", with_totals(Record::new(), &self.total))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        if self.rows.is_empty() {
            return "no replies\n".to_owned();
        }
        let columns = columns(&self.total);
        let mut titles: Vec<&'static str> = self.by.iter().map(|by| by.as_str()).collect();
        titles.extend(columns.iter().map(|column| column.title));
        let mut table = Table::new(&titles).dropping(&["input", "output", "replies", "tokens"]);
        let with_total = || self.rows.iter().map(|row| &row.totals).chain([&self.total]);
        let costs = usd_column(with_total().map(known_cost));
        let numbers = with_total().zip(costs).map(|(totals, cost)| {
            let cells = columns.iter().map(|column| match column.count {
                Some(number) => count(number(totals)),
                None => cost.clone(),
            });
            cells.collect::<Vec<_>>()
        });
        let total_name = (0..self.by.len()).map(|at| if at == 0 { "total" } else { "" }.to_owned());
        let names = self
            .rows
            .iter()
            .map(|row| row.group.iter().map(cell).collect::<Vec<_>>());
        for (names, numbers) in names.chain([total_name.collect()]).zip(numbers) {
            table.row([names, numbers].concat());
        }
        table.render(page)
    }

    fn records(&self) -> Vec<Record> {
        self.rows.iter().map(|row| self.record(row)).collect()
    }
}

impl UsageStats {
    fn record(&self, row: &StatsRow) -> Record {
        let mut record = Record::new();
        for (dimension, value) in self.by.iter().zip(&row.group) {
            record = match value {
                GroupValue::User { id, email } => {
                    record.with("user_id", id).with("email", email.as_deref())
                }
                GroupValue::Name(name) => record.with(dimension.as_str(), name.as_str()),
                GroupValue::Day(_) | GroupValue::Month(_) => {
                    record.with(dimension.as_str(), date(value))
                }
            };
        }
        with_totals(record, &row.totals)
    }
}

fn with_totals(record: Record, totals: &Totals) -> Record {
    record
        .with("replies", totals.replies)
        .with("input_tokens", totals.input_tokens)
        .with("output_tokens", totals.output_tokens)
        .with("total_tokens", totals.total_tokens)
        .with("cost_usd", known_cost(totals))
        .with("unknown_costs", totals.unknown_costs)
        .with("errors", totals.errors)
        .with("interrupted", totals.interrupted)
}

/// Returns the sum of the costs that are known; `None` if there were some, and none is.
fn known_cost(totals: &Totals) -> Option<CostSum> {
    let is_unknown = totals.unknown_costs > 0 && totals.cost == CostSum::default();
    (!is_unknown).then_some(totals.cost)
}

/// A column of numbers.
struct Column {
    title: &'static str,
    /// What is counted; `None` for the cost.
    count: Option<fn(&Totals) -> u64>,
}

/// Chooses the columns: those of what seldom happens are there only if it did.
fn columns(total: &Totals) -> Vec<Column> {
    let column = |title, count| Column { title, count };
    let mut columns = vec![
        column("#replies", Some(|totals| totals.replies)),
        column("#input", Some(|totals| totals.input_tokens)),
        column("#output", Some(|totals| totals.output_tokens)),
        column("#tokens", Some(|totals| totals.total_tokens)),
        column("#cost", None),
    ];
    let seldom = [
        column("#cost unknown", Some(|totals| totals.unknown_costs)),
        column("#errors", Some(|totals| totals.errors)),
        column("#cut off", Some(|totals| totals.interrupted)),
    ];
    let has_any = |column: &Column| column.count.is_some_and(|count| count(total) > 0);
    columns.extend(seldom.into_iter().filter(has_any));
    columns
}

fn cell(value: &GroupValue) -> String {
    let text = match value {
        GroupValue::User { id, email } => email.clone().or_else(|| Some(id.to_string())),
        GroupValue::Name(name) => Some(name.clone()).filter(|name| !name.is_empty()),
        GroupValue::Day(_) | GroupValue::Month(_) => date(value),
    };
    text.unwrap_or_else(|| NOTHING.to_owned())
}

fn date(value: &GroupValue) -> Option<String> {
    match value {
        GroupValue::Day(day) => day.map(|day| day.format("%Y-%m-%d").to_string()),
        GroupValue::Month(day) => day.map(|day| day.format("%Y-%m").to_string()),
        GroupValue::User { .. } | GroupValue::Name(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::stats::Dimension;
    use crate::model::{Cost, UserId};
    use crate::report::{Format, render};

    fn totals(cost: &str, unknown_costs: u64) -> Totals {
        Totals {
            replies: 1_500,
            input_tokens: 1_000,
            output_tokens: 234_567,
            total_tokens: 235_567,
            cost: Cost::parse(cost).expect("a number").into(),
            unknown_costs,
            ..Totals::default()
        }
    }

    fn stats() -> UsageStats {
        let user = |id, email: Option<&str>| GroupValue::User {
            id: UserId::parse(id).expect("an id"),
            email: email.map(str::to_owned),
        };
        let name = |name: &str| GroupValue::Name(name.to_owned());
        let row = |user, model, totals| StatsRow {
            group: vec![user, name(model)],
            totals,
        };
        UsageStats {
            by: vec![Dimension::User, Dimension::Model],
            since: None,
            until: None,
            timezone: chrono_tz::UTC,
            rows: vec![
                row(user("u1", Some("=a@x.org")), "gpt-4o", totals("1234.5", 0)),
                row(
                    user("u1", Some("=a@x.org")),
                    "mixed",
                    totals("0.0004675", 2),
                ),
                row(user("gone", None), "", totals("0", 3)),
            ],
            total: totals("1234.5004675", 5),
            undated: 0,
        }
    }

    #[test]
    fn numbers_stand_below_one_another_and_unknown_costs_apart() {
        let shown = render(&stats(), Format::Table, &Page::plain());
        snapbox::assert_data_eq!(
            shown,
            snapbox::str![[r#"
user      model   replies  input   output   tokens           cost  cost unknown
=a@x.org  gpt-4o    1,500  1,000  234,567  235,567  $1,234.500000             0
=a@x.org  mixed     1,500  1,000  234,567  235,567      $0.000468             2
gone      –         1,500  1,000  234,567  235,567        unknown             3
total               1,500  1,000  234,567  235,567  $1,234.500468             5

"#]]
        );
    }

    #[test]
    fn data_has_every_digit_and_null_for_what_is_not_known() {
        let csv = render(&stats(), Format::Csv, &Page::plain());
        snapbox::assert_data_eq!(
            csv,
            snapbox::str![[r#"
user_id,email,model,replies,input_tokens,output_tokens,total_tokens,cost_usd,unknown_costs,errors,interrupted
u1,'=a@x.org,gpt-4o,1500,1000,234567,235567,1234.5,0,0,0
u1,'=a@x.org,mixed,1500,1000,234567,235567,0.0004675,2,0,0
gone,,,1500,1000,234567,235567,,3,0,0

"#]]
        );
        let json = stats().value().to_json();
        assert!(json.starts_with(r#"{"by":["user","model"],"since":null,"until":null,"timezone":"UTC","rows":[{"user_id":"u1","#), "{json}");
        assert!(json.ends_with(r#""total":{"replies":1500,"input_tokens":1000,"output_tokens":234567,"total_tokens":235567,"cost_usd":1234.5004675,"unknown_costs":5,"errors":0,"interrupted":0}}"#), "{json}");
    }
}
