//! What became of budgets, shown.

use crate::actions::stats::budgets::{BudgetRow, BudgetStats};
use crate::model::CostSum;
use crate::report::budgets::a_period;
use crate::report::{Page, Record, Report, Table, Value, count, usd_column};

impl Report for BudgetStats {
    fn value(&self) -> Value {
        let budgets = self.records().into_iter().map(Value::from);
        Record::new()
            .with("at", self.now)
            .with("timezone", self.timezone.name())
            .with("budgets", budgets.collect::<Vec<_>>())
            .with("users_without_budget", self.without_budget)
            .with("unreadable_budgets", self.unreadable.len())
            .into()
    }

    fn text(&self, page: &Page) -> String {
        if self.rows.is_empty() {
            return "no budgets\n".to_owned();
        }
        let columns = columns(&self.rows);
        let titles: Vec<_> = columns.iter().map(|(title, _)| *title).collect();
        let mut table = Table::new(&titles)
            .dropping(&["from", "to", "reserved", "budget", "cost unknown", "left"])
            .cutting("user", 16);
        for index in 0..self.rows.len() {
            let cells = columns.iter().map(|(_, cells)| cells[index].clone());
            table.row(cells.collect());
        }
        table.render(page)
    }

    fn records(&self) -> Vec<Record> {
        self.rows.iter().map(record).collect()
    }
}

fn record(row: &BudgetRow) -> Record {
    let budget = &row.budget;
    let percent = row.used_percent().map(|percent| percent.round_dp(2));
    let percent = percent.map(|percent| Value::Number(percent.normalize().to_string()));
    let forecast = row.forecast;
    Record::new()
        .with("user_id", &row.user)
        .with("email", row.email.as_str())
        .with("disabled", row.is_disabled)
        .with("budget_usd", budget.budget.usd)
        .with("budget_period", budget.budget.period.as_str())
        .with("budget_from", budget.days.start.to_string())
        .with("budget_until", budget.days.end.to_string())
        .with("used_usd", budget.used)
        .with("unknown_costs", budget.unknown)
        .with("reserved_usd", budget.reserved)
        .with("left_usd", budget.left())
        .with("used_percent", percent)
        // An estimate has no use for more digits.
        .with(
            "forecast_usd",
            forecast.and_then(|forecast| CostSum::parse(&forecast.cost.rounded(6))),
        )
        .with("forecast_over", forecast.map(|forecast| forecast.is_over))
}

/// A title, and a cell for each row.
type Column = (&'static str, Vec<String>);

/// Makes the columns: those of what seldom happens are there only if it did.
fn columns(rows: &[BudgetRow]) -> Vec<Column> {
    let column = |title, cell: fn(&BudgetRow) -> String| (title, rows.iter().map(cell).collect());
    let amounts = |title, amount: fn(&BudgetRow) -> CostSum| {
        (title, usd_column(rows.iter().map(|row| Some(amount(row)))))
    };
    let mut columns = vec![
        column("user", user),
        column("budget", |row| a_period(&row.budget.budget)),
        column("from", |row| row.budget.days.start.to_string()),
        column("to", last_day),
        amounts("#used", |row| row.budget.used),
        column("#used %", used_percent),
    ];
    if rows
        .iter()
        .any(|row| row.budget.reserved > CostSum::default())
    {
        columns.push(amounts("#reserved", |row| row.budget.reserved));
    }
    columns.push(amounts("#left", |row| row.budget.left()));
    columns.push(("#forecast", forecasts(rows)));
    if rows.iter().any(BudgetRow::is_going_over) {
        columns.push(column("goes over", |row| {
            let word = if row.is_going_over() { "yes" } else { "" };
            word.to_owned()
        }));
    }
    if rows.iter().any(|row| row.budget.unknown > 0) {
        columns.push(column("#cost unknown", |row| count(row.budget.unknown)));
    }
    columns
}

fn user(row: &BudgetRow) -> String {
    match row.is_disabled {
        true => format!("{} (disabled)", row.email),
        false => row.email.clone(),
    }
}

fn last_day(row: &BudgetRow) -> String {
    let next = row.budget.days.end;
    next.pred_opt().unwrap_or(next).to_string()
}

fn used_percent(row: &BudgetRow) -> String {
    let percent = row
        .used_percent()
        .map(|percent| percent.round().to_string());
    percent.unwrap_or_else(|| "–".to_owned())
}

/// Writes the forecasts; one that leaves something out says so.
fn forecasts(rows: &[BudgetRow]) -> Vec<String> {
    let costs = rows.iter().map(|row| row.forecast.map(|it| it.cost));
    // A forecast to the sixth decimal would promise more than it knows.
    let short = costs.map(|cost| cost.and_then(|cost| CostSum::parse(&cost.rounded(4))));
    let written = rows.iter().zip(usd_column(short));
    let written = written.map(|(row, cost)| match (row.forecast, row.budget.unknown) {
        (None, _) => "–".to_owned(),
        (Some(_), 0) => cost,
        (Some(_), _) => format!("≥{cost}"),
    });
    written.collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::time::Duration;

    use chrono::{DateTime, TimeDelta, Utc};

    use super::*;
    use crate::actions::stats::budgets::{BudgetSort, budgets};
    use crate::model::{Cost, FixedClock, UserId};
    use crate::report::{Format, render};
    use crate::store::{self, Location, OpenOptions};

    /// Users with a budget each, if any, and what they used in the middle of November.
    const USERS: [(&str, &str, &str); 5] = [
        (
            "ada",
            r#""budget": {"usd": 20, "period": "month"}"#,
            r#""cost": 15.5"#,
        ),
        (
            "bob",
            r#""budget": {"usd": 0, "period": "week"}"#,
            r#""cost": 0.0000001"#,
        ),
        (
            "cyd",
            r#""budget": {"usd": 3, "period": "year"}, "disabled_password_hash": null"#,
            r#""output_tokens": 5"#,
        ),
        ("dan", r#""name": "no budget""#, r#""cost": 9"#),
        (
            "eve",
            r#""budget": {"usd": 1, "period": "day"}"#,
            r#""cost": 0"#,
        ),
    ];

    fn write(store: &Path) {
        fs::create_dir(store.join("user_data")).expect("it is empty");
        let mut accounts = Vec::new();
        for (user, account, reply) in USERS {
            accounts.push(format!(
                r#""{user}": {{"email": "{user}@x.org", {account}}}"#
            ));
            let data = format!(
                r#"{{"conversations": {{"c1": {{"messages": [
                    {{"role": "assistant", "timestamp": "2026-11-15T22:59:59Z", {reply}}},
                    {{"role": "assistant", "timestamp": "2026-10-31T22:59:59Z", "cost": 100}}]}}}}}}"#
            );
            let data = match user {
                "cyd" => data.replace("\"cost\": 100", "\"cost\": 1"),
                _ => data,
            };
            fs::write(store.join(format!("user_data/{user}.json")), data).expect("it is ours");
        }
        let accounts = format!("{{{}}}", accounts.join(", "));
        fs::write(store.join("users.json"), accounts).expect("it is ours");
    }

    fn stats_at(now: &str) -> BudgetStats {
        let folder = tempfile::tempdir().expect("the temporary folder is writable");
        write(folder.path());
        let options = OpenOptions::new(Duration::from_secs(10), chrono_tz::Europe::Berlin);
        let location = Location::Folder(folder.path().to_owned());
        let store = store::open(&location, options).expect("it is a store");
        let now: DateTime<Utc> = now.parse().expect("a time");
        let (clock, until) = (FixedClock(now), now + TimeDelta::seconds(60));
        let eve = UserId::parse("eve").expect("an id");
        let mut judge = |_| Ok(Cost::parse("0.25"));
        let reserved = store.reserve(&eve, now, until, &mut judge);
        drop(reserved.expect("it can be written"));
        budgets(&*store, &clock, None, BudgetSort::Used).expect("sound")
    }

    #[test]
    fn budgets_stand_beside_what_became_of_them() {
        let stats = stats_at("2026-11-15T23:00:00Z");
        let shown = render(&stats, Format::Table, &Page::plain());
        snapbox::assert_data_eq!(
            shown,
            snapbox::str![[r#"
user                  budget          from        to            used  used %  reserved   left  forecast  goes over  cost unknown
ada@x.org             $20.00 a month  2026-11-01  2026-11-30  $15.50      78     $0.00  $4.50  $31.0000  yes                   0
cyd@x.org (disabled)  $3.00 a year    2026-01-01  2026-12-31   $1.00      33     $0.00  $2.00  ≥$1.1442                        1
bob@x.org             $0.00 a week    2026-11-16  2026-11-22   $0.00       –     $0.00  $0.00         –                        0
eve@x.org             $1.00 a day     2026-11-16  2026-11-16   $0.00       0     $0.25  $0.75         –                        0

"#]]
        );
        let csv = render(&stats, Format::Csv, &Page::plain());
        snapbox::assert_data_eq!(
            csv,
            snapbox::str![[r#"
"user_id","email","disabled","budget_usd","budget_period","budget_from","budget_until","used_usd","unknown_costs","reserved_usd","left_usd","used_percent","forecast_usd","forecast_over"
"ada","ada@x.org","false",20,"month","2026-11-01","2026-12-01",15.5,0,0,4.5,77.5,31,"true"
"cyd","cyd@x.org","true",3,"year","2026-01-01","2027-01-01",1,1,0,2,33.33,1.144201,"false"
"bob","bob@x.org","false",0,"week","2026-11-16","2026-11-23",0,0,0,0,,,
"eve","eve@x.org","false",1,"day","2026-11-16","2026-11-17",0,0,0.25,0.75,0,,

"#]]
        );
        let json = stats.value().to_json();
        assert!(
            json.starts_with(
                r#"{"at":"2026-11-15T23:00:00Z","timezone":"Europe/Berlin","budgets":[{"user_id":"#
            ),
            "{json}"
        );
        assert!(
            json.ends_with(r#"],"users_without_budget":1,"unreadable_budgets":0}"#),
            "{json}"
        );
    }

    #[test]
    fn a_narrow_terminal_loses_what_a_table_of_budgets_can_do_without() {
        let page = Page {
            width: Some(60),
            is_terminal: true,
            ..Page::plain()
        };
        let shown = stats_at("2026-11-15T23:00:00Z").text(&page);
        snapbox::assert_data_eq!(
            shown,
            snapbox::str![[r#"
user                used  used %   left  forecast  goes over
────────────────────────────────────────────────────────────
ada@x.org         $15.50      78  $4.50  $31.0000  yes
cyd@x.org (disa…   $1.00      33  $2.00  ≥$1.1442
bob@x.org          $0.00       –  $0.00         –
eve@x.org          $0.00       0  $0.75         –

"#]]
        );
    }

    #[test]
    fn a_period_that_begins_now_has_nothing_used_and_no_forecast() {
        let shown = render(
            &stats_at("2026-12-31T23:00:00Z"),
            Format::Csv,
            &Page::plain(),
        );
        snapbox::assert_data_eq!(
            shown,
            snapbox::str![[r#"
"user_id","email","disabled","budget_usd","budget_period","budget_from","budget_until","used_usd","unknown_costs","reserved_usd","left_usd","used_percent","forecast_usd","forecast_over"
"ada","ada@x.org","false",20,"month","2027-01-01","2027-02-01",0,0,0,20,0,,
"bob","bob@x.org","false",0,"week","2026-12-28","2027-01-04",0,0,0,0,,0,"false"
"cyd","cyd@x.org","true",3,"year","2027-01-01","2028-01-01",0,0,0,3,0,,
"eve","eve@x.org","false",1,"day","2027-01-01","2027-01-02",0,0,0.25,0.75,0,,

"#]]
        );
    }
}
