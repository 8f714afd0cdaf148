//! Usage and cost, shown.

mod budgets;
mod chart;
mod grid;
mod html;
mod markdown;
mod measure;
mod prometheus;
mod reprice;
mod timeline;

pub use self::chart::ChartedStats;
use self::grid::{Grid, known_cost, time_text};
pub use self::html::{StatsPage, StatsPageWritten};
pub use self::markdown::stats_markdown;
pub use self::measure::Measure;
pub use self::prometheus::stats_metrics;
pub use self::reprice::repriced_markdown;
use super::{Page, Record, Report, Table, Value, safe_line};
use crate::actions::period::{Boundary, Period};
use crate::actions::stats::{Dimension, GroupValue, StatsRow, Sums, UsageStats};
use crate::model::{Moment, Totals, rfc3339};

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
        let grid = Grid::of(self);
        let mut table = Table::new(&grid.titles)
            .dropping(&["input", "output", "replies", "tokens"])
            .cutting("conversation", 20);
        for cells in grid.rows {
            table.row(cells);
        }
        table.render(page)
    }

    fn records(&self) -> Vec<Record> {
        let records = self.rows.iter().map(|row| self.record(Record::new(), &row));
        records.collect()
    }

    fn visit_records(&self, visit: &mut dyn FnMut(&Record)) {
        let mut record = Record::new();
        for row in self.rows.iter() {
            record = self.record(record.emptied(), &row);
            visit(&record);
        }
    }
}

impl UsageStats {
    /// Adds the fields of a row.
    fn record(&self, mut record: Record, row: &StatsRow) -> Record {
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
}

fn with_period(record: Record, period: &Period) -> Record {
    record
        .with("since", period.since.map(boundary_text))
        .with("until", period.until.map(boundary_text))
}

/// Writes a definite boundary: a day, or a time in UTC.
pub fn boundary_text(boundary: Boundary) -> String {
    match boundary {
        Boundary::Day(day) => day.to_string(),
        Boundary::Time(Moment::Utc(time)) => rfc3339(time),
        Boundary::Time(Moment::Naive(time)) => time.format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
        Boundary::Ago(_) | Boundary::Calendar(_) => unreachable!("the period is definite"),
    }
}

/// Writes a definite period for people.
fn period_text(period: &Period) -> String {
    match (
        period.since.map(boundary_text),
        period.until.map(boundary_text),
    ) {
        (None, None) => "all time".to_owned(),
        (Some(since), None) => format!("since {since}"),
        (None, Some(until)) => format!("until {until}"),
        (Some(since), Some(until)) if since == until => since,
        (Some(since), Some(until)) => format!("{since} to {until}"),
    }
}

/// Returns a text as a document may have it, which ends up anywhere: what acts on a terminal is made visible.
fn visible(text: &str) -> String {
    let page = Page {
        is_terminal: true,
        ..Page::plain()
    };
    safe_line(text, &page).into_owned()
}

fn with_value(record: Record, dimension: Dimension, value: &GroupValue) -> Record {
    let name = dimension.as_str();
    match value {
        GroupValue::User { id, email } => record.with("user_id", id).with("email", email.as_ref()),
        GroupValue::Name(text) => record.with(name, text),
        GroupValue::Hour(hour) => record.with(name, hour.map(u64::from)),
        GroupValue::Conversation(conversation) => record
            .with(name, conversation.id.as_str())
            .with("title", conversation.title.as_deref()),
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::actions::stats::StatsRows;
    use crate::model::{Cost, UserId};
    use crate::report::{Format, render};

    pub(in crate::report) fn totals(cost: &str, unknown_costs: u64) -> Totals {
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

    pub(in crate::report) fn sums(totals: Totals) -> Sums {
        Sums {
            totals,
            previous: Totals::default(),
        }
    }

    pub(in crate::report) fn rows() -> Vec<StatsRow> {
        let user = |id, email: Option<&str>| GroupValue::User {
            id: UserId::parse(id).expect("an id"),
            email: email.map(Into::into),
        };
        let name = |name: &str| GroupValue::Name(name.into());
        let row = |user, model, totals| StatsRow {
            group: vec![user, name(model)],
            sums: sums(totals),
        };
        let ada = || user("u1", Some("=a@x.org"));
        vec![
            row(ada(), "gpt-4o", totals("1234.5", 0)),
            row(ada(), "mixed", totals("0.0004675", 2)),
            row(user("gone", None), "", totals("0", 3)),
        ]
    }

    pub(in crate::report) fn stats_of(rows: Vec<StatsRow>) -> UsageStats {
        let by = vec![Dimension::User, Dimension::Model];
        UsageStats {
            rows: StatsRows::of(&by, rows),
            by,
            period: Period::default(),
            previous: None,
            timezone: chrono_tz::UTC,
            others: None,
            each: Vec::new(),
            total: sums(totals("1234.5004675", 5)),
            undated: 0,
        }
    }

    pub(in crate::report) fn stats() -> UsageStats {
        stats_of(rows())
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
"user_id","email","model","replies","input_tokens","output_tokens","total_tokens","cost_usd","unknown_costs","errors","interrupted"
"u1","'=a@x.org","gpt-4o",1500,1000,234567,235567,1234.5,0,0,0
"u1","'=a@x.org","mixed",1500,1000,234567,235567,0.0004675,2,0,0
"gone",,,1500,1000,234567,235567,,3,0,0

"#]]
        );
        let json = stats().value().to_json();
        assert!(json.starts_with(r#"{"by":["user","model"],"since":null,"until":null,"timezone":"UTC","previous":null,"rows":[{"user_id":"u1","#), "{json}");
        assert!(json.ends_with(r#""others":null,"total":{"replies":1500,"input_tokens":1000,"output_tokens":234567,"total_tokens":235567,"cost_usd":1234.5004675,"unknown_costs":5,"errors":0,"interrupted":0}}"#), "{json}");
    }

    #[test]
    fn what_became_dearer_stands_beside_what_it_was() {
        let mut rows = rows();
        rows[1].sums.previous = totals("0.0003", 0);
        rows[2].sums.previous = totals("2", 0);
        let mut stats = stats_of(rows);
        stats.previous = Some(Period::default());
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
