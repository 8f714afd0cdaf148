//! Usage and cost, shown.

use super::{Page, Record, Report, Table, Value, count, usd_column};
use crate::actions::period::{Boundary, Period};
use crate::actions::stats::{Dimension, GroupValue, StatsRow, Sums, UsageStats};
use crate::model::{CostSum, Moment, Totals, rfc3339};

/// Stands for what is not recorded.
const NOTHING: &str = "–";

impl Report for UsageStats {
    fn value(&self) -> Value {
        let by: Vec<&str> = self.by.iter().map(|dimension| dimension.as_str()).collect();
        let records = self.records().into_iter().map(Value::from);
        let others = self.others.as_ref().map(|(rows, sums)| {
            let record = Record::new().with("rows", *rows);
            self.with_sums(record, sums)
        });
        with_period(Record::new().with("by", by), &self.period)
            .with("timezone", self.timezone.name())
            .with(
                "previous",
                self.previous.map(|it| with_period(Record::new(), &it)),
            )
            .with("rows", records.collect::<Vec<_>>())
            .with("others", others)
            .with("total", self.with_sums(Record::new(), &self.total))
            .into()
    }

    fn text(&self, page: &Page) -> String {
        if self.rows.is_empty() {
            return "no replies\n".to_owned();
        }
        let columns = self.columns();
        let mut titles: Vec<&'static str> = self.by.iter().map(|by| by.as_str()).collect();
        titles.extend(columns.iter().map(|column| column.title));
        let mut table = Table::new(&titles)
            .dropping(&["input", "output", "replies", "tokens"])
            .cutting("conversation", 20);
        let names = self
            .rows
            .iter()
            .map(|row| row.group.iter().map(cell).collect::<Vec<_>>());
        let others = self.others.iter();
        let others_name = others.map(|(rows, _)| self.in_first_column(format!("{rows} others")));
        let total_name = self.in_first_column("total".to_owned());
        let names = names.chain(others_name).chain([total_name]);
        let sums: Vec<&Sums> = self
            .rows
            .iter()
            .map(|row| &row.sums)
            .chain(self.others.iter().map(|(_, sums)| sums))
            .chain([&self.total])
            .collect();
        let cells: Vec<Vec<String>> = columns.iter().map(|it| it.cells(&sums)).collect();
        for (index, names) in names.enumerate() {
            let numbers = cells.iter().map(|column| column[index].clone());
            table.row(names.into_iter().chain(numbers).collect());
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
            record = with_value(record, *dimension, value);
        }
        self.with_sums(record, &row.sums)
    }

    fn with_sums(&self, record: Record, sums: &Sums) -> Record {
        let record = with_totals(record, &sums.totals);
        if self.previous.is_none() {
            return record;
        }
        record
            .with("previous_replies", sums.previous.replies)
            .with("previous_total_tokens", sums.previous.total_tokens)
            .with("previous_cost_usd", known_cost(&sums.previous))
            .with("previous_unknown_costs", sums.previous.unknown_costs)
            .with("change_usd", sums.totals.cost - sums.previous.cost)
    }

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

    /// Returns the names of a row that has but one.
    fn in_first_column(&self, name: String) -> Vec<String> {
        let mut names = vec![String::new(); self.by.len()];
        if let Some(first) = names.first_mut() {
            *first = name;
        }
        names
    }
}

fn with_period(record: Record, period: &Period) -> Record {
    record
        .with("since", period.since.map(boundary_text))
        .with("until", period.until.map(boundary_text))
}

/// Writes a definite boundary: a day, or a time in UTC.
fn boundary_text(boundary: Boundary) -> String {
    match boundary {
        Boundary::Day(day) => day.to_string(),
        Boundary::Time(Moment::Utc(time)) => rfc3339(time),
        Boundary::Time(Moment::Naive(time)) => time.format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
        Boundary::Ago(_) | Boundary::Calendar(_) => unreachable!("the period is definite"),
    }
}

fn with_value(record: Record, dimension: Dimension, value: &GroupValue) -> Record {
    let name = dimension.as_str();
    match value {
        GroupValue::User { id, email } => {
            record.with("user_id", id).with("email", email.as_deref())
        }
        GroupValue::Name(text) => record.with(name, text.as_str()),
        GroupValue::Hour(hour) => record.with(name, hour.map(u64::from)),
        GroupValue::Conversation { id, title, .. } => record
            .with(name, id.as_str())
            .with("title", title.as_deref()),
        GroupValue::Day(_)
        | GroupValue::Week(_)
        | GroupValue::Month(_)
        | GroupValue::Weekday(_) => record.with(name, time_text(value)),
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

fn cell(value: &GroupValue) -> String {
    let text = match value {
        GroupValue::User { id, email } => email.clone().or_else(|| Some(id.to_string())),
        GroupValue::Name(name) => Some(name.clone()).filter(|name| !name.is_empty()),
        GroupValue::Hour(hour) => hour.map(|hour| format!("{hour:02}")),
        GroupValue::Conversation { id, title, .. } => {
            let short: String = id.as_str().chars().take(8).collect();
            let title = title.as_deref().unwrap_or("(deleted)");
            (!short.is_empty()).then(|| format!("{short} {title}"))
        }
        GroupValue::Day(_)
        | GroupValue::Week(_)
        | GroupValue::Month(_)
        | GroupValue::Weekday(_) => time_text(value),
    };
    text.unwrap_or_else(|| NOTHING.to_owned())
}

/// Writes a part of the calendar; a week as ISO 8601 numbers it, whose year may be another than that of its Monday.
fn time_text(value: &GroupValue) -> Option<String> {
    match value {
        GroupValue::Day(day) => day.map(|day| day.format("%Y-%m-%d").to_string()),
        GroupValue::Week(day) => day.map(|day| day.format("%G-W%V").to_string()),
        GroupValue::Month(day) => day.map(|day| day.format("%Y-%m").to_string()),
        GroupValue::Weekday(day) => day.map(|day| day.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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

    fn sums(totals: Totals) -> Sums {
        Sums {
            totals,
            previous: Totals::default(),
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
            sums: sums(totals),
        };
        UsageStats {
            by: vec![Dimension::User, Dimension::Model],
            period: Period::default(),
            previous: None,
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
            others: None,
            total: sums(totals("1234.5004675", 5)),
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
        assert!(json.starts_with(r#"{"by":["user","model"],"since":null,"until":null,"timezone":"UTC","previous":null,"rows":[{"user_id":"u1","#), "{json}");
        assert!(json.ends_with(r#""others":null,"total":{"replies":1500,"input_tokens":1000,"output_tokens":234567,"total_tokens":235567,"cost_usd":1234.5004675,"unknown_costs":5,"errors":0,"interrupted":0}}"#), "{json}");
    }

    #[test]
    fn what_became_dearer_stands_beside_what_it_was() {
        let mut stats = stats();
        stats.previous = Some(Period::default());
        stats.rows[1].sums.previous = totals("0.0003", 0);
        stats.rows[2].sums.previous = totals("2", 0);
        stats.others = Some((12, Sums::default()));
        stats.total.previous = totals("2.0003", 0);
        let shown = render(&stats, Format::Table, &Page::plain());
        snapbox::assert_data_eq!(
            shown,
            snapbox::str![[r#"
user       model   replies  input   output   tokens           cost   before          change  change %  cost unknown
=a@x.org   gpt-4o    1,500  1,000  234,567  235,567  $1,234.500000  $0.0000  +$1,234.500000       new             0
=a@x.org   mixed     1,500  1,000  234,567  235,567      $0.000468  $0.0003      +$0.000168       +56             2
gone       –         1,500  1,000  234,567  235,567        unknown  $2.0000      -$2.000000      -100             3
12 others                0      0        0        0      $0.000000  $0.0000       $0.000000                       0
total                1,500  1,000  234,567  235,567  $1,234.500468  $2.0003  +$1,232.500168    +61616             5

"#]]
        );
    }
}
