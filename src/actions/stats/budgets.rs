//! What users have used of their budgets, and what they will have used when their periods end if they go on like that.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;

use crate::actions::budgets::{self, BudgetUse};
use crate::actions::period::start_of;
use crate::actions::{ActionError, ActionResult};
use crate::model::{Budget, Clock, CostSum, UserId};
use crate::store::Store;

/// All budgets, and what became of them.
#[derive(Debug)]
pub struct BudgetStats {
    /// When that was so.
    pub now: DateTime<Utc>,
    /// The store's zone, in which the periods are.
    pub timezone: Tz,
    /// In the order asked for.
    pub rows: Vec<BudgetRow>,
    /// How many users have none.
    pub without_budget: usize,
    /// The budgets that cannot be read.
    pub unreadable: Vec<ActionError>,
}

/// The budget of a user.
#[derive(Debug)]
pub struct BudgetRow {
    /// Whose it is.
    pub user: UserId,
    /// Their address.
    pub email: String,
    /// Whether they cannot ask anything.
    pub is_disabled: bool,
    /// What became of it.
    pub budget: BudgetUse,
    /// What will have been used when the period ends.
    pub forecast: Option<Forecast>,
}

/// What will have been used of a budget when its period ends, if its user goes on like that: as much again in as much time
/// again. What is reserved, and replies whose cost is not known, are not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// How much, rounded up in the 28th decimal.
    pub cost: CostSum,
    /// Whether that is more than the budget.
    pub is_over: bool,
}

impl Forecast {
    /// Reckons from what was used between the beginning of the period and now. `None` in the first second of it.
    fn of(budget: &BudgetUse, zone: Tz, now: DateTime<Utc>) -> Option<Self> {
        // A day on which clocks change is as long as it is.
        let begin = start_of(budget.days.start, zone);
        let seconds = |until: DateTime<Utc>| u64::try_from((until - begin).num_seconds()).ok();
        let (elapsed, whole) = (seconds(now)?, seconds(start_of(budget.days.end, zone))?);
        let cost = budget.used.scaled_up(whole, elapsed)?;
        Some(Self {
            cost,
            is_over: cost > budget.budget.usd.into(),
        })
    }
}

impl BudgetRow {
    /// Returns how many of 100 parts are used, what is reserved left out; `None` of a budget of nothing.
    pub fn used_percent(&self) -> Option<Decimal> {
        percent(self.budget.used, self.budget.budget)
    }

    /// Whether as many of 100 parts are used, or more. Nothing is no part, be the budget as small as it may.
    pub fn is_used_to(&self, percent: u32) -> bool {
        let used = self.budget.used;
        let limit = CostSum::from(self.budget.budget.usd);
        let parts = used
            .scaled_up(100, 1)
            .zip(limit.scaled_up(percent.into(), 1));
        // What is too large to be reckoned with is more than the budget.
        used > CostSum::default() && parts.is_none_or(|(used, limit)| used >= limit)
    }

    /// Whether it will be over when the period ends.
    pub fn is_going_over(&self) -> bool {
        self.forecast.is_some_and(|forecast| forecast.is_over)
    }
}

fn percent(part: CostSum, budget: Budget) -> Option<Decimal> {
    let part = Decimal::from_str_exact(&part.rounded(12)).ok()?;
    part.checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(budget.usd.usd())
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BudgetSort {
    /// The budget of which the greatest part is used.
    #[default]
    Used,
    /// The one of which least is left.
    Left,
    /// The one of which the greatest part will be used.
    Forecast,
    /// Users by their addresses.
    User,
}

/// Tells what became of the budgets: of all users, or of the one that `who` names.
pub fn budgets(
    store: &dyn Store,
    clock: &dyn Clock,
    who: Option<&str>,
    sort: BudgetSort,
) -> ActionResult<BudgetStats> {
    let (now, timezone) = (clock.now(), store.settings()?.timezone);
    let users = match who {
        Some(who) => vec![store.find_user(who)?],
        None => store.users()?,
    };
    let mut stats = BudgetStats {
        now,
        timezone,
        rows: Vec::new(),
        without_budget: 0,
        unreadable: Vec::new(),
    };
    for user in users {
        let budget = match budgets::of(&user) {
            Ok(Some(budget)) => budget,
            Ok(None) => {
                stats.without_budget += 1;
                continue;
            }
            Err(error) => {
                stats.unreadable.push(error);
                continue;
            }
        };
        let reserved = store.reserved(&user.id, now)?;
        stats.rows.push(BudgetRow {
            budget: BudgetUse::unused(budget, reserved, timezone, now),
            forecast: None,
            is_disabled: user.is_disabled,
            user: user.id,
            email: user.email,
        });
    }
    add_use(store, timezone, &mut stats.rows)?;
    for row in &mut stats.rows {
        row.forecast = Forecast::of(&row.budget, timezone, now);
    }
    order(&mut stats.rows, sort);
    Ok(stats)
}

/// Adds up what was used, in one pass.
fn add_use(store: &dyn Store, timezone: Tz, rows: &mut [BudgetRow]) -> ActionResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let users: Vec<UserId> = rows.iter().map(|row| row.user.clone()).collect();
    let budgets = rows.iter_mut().map(|row| &mut row.budget);
    let mut budgets: HashMap<&UserId, &mut BudgetUse> = users.iter().zip(budgets).collect();
    store.visit_daily_usage(Some(&users), timezone, &mut |daily| {
        if let Some(budget) = budgets.get_mut(daily.user) {
            budget.add(daily);
        }
    })?;
    Ok(())
}

fn order(rows: &mut [BudgetRow], sort: BudgetSort) {
    rows.sort_by_cached_key(|row| {
        let (part, left) = match sort {
            BudgetSort::Used => (Part::of(row.budget.used, row), CostSum::default()),
            BudgetSort::Forecast => {
                let cost = row.forecast.map(|forecast| forecast.cost);
                (Part::of(cost.unwrap_or_default(), row), CostSum::default())
            }
            BudgetSort::Left => (Part::default(), row.budget.left()),
            BudgetSort::User => (Part::default(), CostSum::default()),
        };
        (Reverse(part), left, row.email.clone(), row.user.clone())
    });
}

/// How great a part of a budget is; what is more than nothing of nothing is greater than any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Part {
    is_of_nothing: bool,
    percent: Decimal,
}

impl Part {
    fn of(cost: CostSum, row: &BudgetRow) -> Self {
        let percent = percent(cost, row.budget.budget);
        Self {
            is_of_nothing: percent.is_none() && cost > CostSum::default(),
            percent: percent.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Totals;
    use crate::store::DailyUsage;

    fn sum(usd: &str) -> CostSum {
        CostSum::parse(usd).expect("a sum")
    }

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    /// A budget in Berlin of which so much was used just now.
    fn row(budget: &str, used: &str, now: &str) -> BudgetRow {
        let (budget, zone) = (budget.parse().expect("a budget"), chrono_tz::Europe::Berlin);
        let mut budget = BudgetUse::unused(budget, CostSum::default(), zone, time(now));
        let (user, totals) = (
            UserId::parse("u1").expect("an id"),
            Totals {
                cost: sum(used),
                ..Totals::default()
            },
        );
        budget.add(&DailyUsage {
            user: &user,
            provider: "",
            model: "",
            day: Some(time(now).with_timezone(&zone).date_naive()),
            totals: &totals,
        });
        BudgetRow {
            user: UserId::parse("u1").expect("an id"),
            email: used.to_owned(),
            is_disabled: false,
            forecast: Forecast::of(&budget, zone, time(now)),
            budget,
        }
    }

    #[test]
    fn a_forecast_goes_on_as_it_went_until_the_period_ends() {
        for (budget, used, now, cost) in [
            // Months of 28, 29, 30 and 31 days, after a week of each.
            ("28USD/month", "7", "2026-02-07T23:00:00Z", "28"),
            ("28USD/month", "7", "2028-02-07T23:00:00Z", "29"),
            ("28USD/month", "7", "2026-06-07T22:00:00Z", "30"),
            ("28USD/month", "7", "2026-12-07T23:00:00Z", "31"),
            // Clocks are set forward on March 29th, 2026, and back on October 25th: after 12 hours of 23, and of 25.
            ("28USD/day", "12", "2026-03-29T11:00:00Z", "23"),
            ("28USD/day", "12", "2026-10-25T10:00:00Z", "25"),
            ("28USD/week", "1", "2026-11-23T23:00:00Z", "7"),
            ("28USD/year", "10", "2026-01-10T23:00:00Z", "365"),
            ("28USD/year", "10", "2028-01-10T23:00:00Z", "366"),
            // No digit is lost.
            (
                "28USD/day",
                "0.0000000000000000000000001",
                "2026-11-23T00:00:00Z",
                "0.0000000000000000000000024",
            ),
        ] {
            let forecast = row(budget, used, now).forecast.expect(now);
            assert_eq!(forecast.cost, sum(cost), "{budget} {now}");
            assert_eq!(forecast.is_over, sum(cost) > sum("28"), "{budget} {now}");
        }
    }

    #[test]
    fn a_period_that_has_just_begun_has_no_forecast() {
        assert_eq!(
            row("1USD/day", "5", "2026-11-22T23:00:00.999Z").forecast,
            None
        );
        let second = row("1USD/day", "1", "2026-11-22T23:00:01Z").forecast;
        assert_eq!(second.expect("begun").cost, sum("86400"));
        let end = row("1USD/day", "1", "2026-11-23T22:59:59Z")
            .forecast
            .expect("begun");
        assert_eq!(end.cost.rounded(6), "1.000012");
        assert!(end.is_over);
    }

    #[test]
    fn parts_of_a_budget_are_met_to_the_last_digit() {
        let now = "2026-11-23T12:00:00Z";
        let nearly = row("1USD/day", "0.7999999999999999999999999999", now);
        assert!(!nearly.is_used_to(80) && nearly.is_used_to(79));
        let just = row("1USD/day", "0.8", now);
        assert!(just.is_used_to(80) && !just.is_used_to(81));
        assert_eq!(just.used_percent(), Some(Decimal::from(80)));
    }

    #[test]
    fn a_budget_of_nothing_is_used_by_the_first_reply_that_costs_something() {
        let now = "2026-11-23T12:00:00Z";
        let unused = row("0USD/day", "0", now);
        assert!(!unused.is_used_to(1) && !unused.is_going_over());
        assert_eq!(unused.used_percent(), None);
        let used = row("0USD/day", "0.0000001", now);
        assert!(used.is_used_to(100) && used.is_going_over());
        let mut rows = [unused, row("1USD/day", "9", now), used];
        order(&mut rows, BudgetSort::Used);
        let order = rows.each_ref().map(|row| row.email.as_str());
        assert_eq!(order, ["0.0000001", "9", "0"]);
    }
}
