//! What users have used of their budgets in the running period.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{ActionError, ActionResult};
use crate::model::{Budget, CostSum, User, UserId};
use crate::store::{DailyUsage, Store, StoreResult};

/// Returns the budget of an account, if one was set.
pub(super) fn of(user: &User) -> ActionResult<Option<Budget>> {
    let unreadable = |cause: &_| ActionError::BudgetUnreadable {
        who: user.email.clone(),
        cause: Clone::clone(cause),
    };
    user.budget.as_ref().copied().map_err(unreadable)
}

/// What was used of a budget in the period that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetUse {
    /// The budget.
    pub budget: Budget,
    /// The days of the period, up to the first of the next one; in the store's zone.
    pub days: Range<NaiveDate>,
    /// What the replies of the period cost, deleted ones included.
    pub used: CostSum,
    /// How many replies of the period have no known cost, and so are not in that.
    pub unknown: u64,
    /// What is reserved for replies that are awaited, or may have been paid for.
    pub reserved: CostSum,
}

impl BudgetUse {
    /// Begins with what is reserved at this time. That must be read before what was used: a reservation is given back when
    /// its reply is stored, so that a reply may be in both, and is in one at least.
    pub(super) fn begin(
        store: &dyn Store,
        user: &UserId,
        budget: Budget,
        zone: Tz,
        now: DateTime<Utc>,
    ) -> StoreResult<Self> {
        Ok(Self::unused(budget, store.reserved(user, now)?, zone, now))
    }

    /// Finds out what was used; so much is reserved.
    pub(super) fn read(
        store: &dyn Store,
        user: &UserId,
        budget: Budget,
        reserved: CostSum,
        now: DateTime<Utc>,
    ) -> StoreResult<Self> {
        let zone = store.settings()?.timezone;
        let mut sum = Self::unused(budget, reserved, zone, now);
        store.visit_daily_usage(Some(std::slice::from_ref(user)), zone, &mut |daily| {
            sum.add(daily);
        })?;
        Ok(sum)
    }

    /// Begins with nothing used, and so much reserved.
    pub(super) fn unused(budget: Budget, reserved: CostSum, zone: Tz, now: DateTime<Utc>) -> Self {
        Self {
            budget,
            days: budget.period.around(now.with_timezone(&zone).date_naive()),
            used: CostSum::default(),
            unknown: 0,
            reserved,
        }
    }

    /// Counts what was used on a day of its zone, if that is one of the period. What has no time is of none.
    pub(super) fn add(&mut self, daily: &DailyUsage<'_>) {
        if daily.day.is_some_and(|day| self.days.contains(&day)) {
            self.used += daily.totals.cost;
            self.unknown += daily.totals.unknown_costs;
        }
    }

    /// Returns what is left, never less than nothing.
    pub fn left(&self) -> CostSum {
        let left = self.limit() - self.used - self.reserved;
        left.max(CostSum::default())
    }

    /// Whether nothing is left.
    pub fn is_reached(&self) -> bool {
        self.left() == CostSum::default()
    }

    /// Whether 80 of 100 parts are gone, or more.
    pub fn is_nearly_reached(&self) -> bool {
        let times = |count, sum: CostSum| (0..count).fold(CostSum::default(), |all, _| all + sum);
        times(5, self.used + self.reserved) >= times(4, self.limit())
    }

    fn limit(&self) -> CostSum {
        self.budget.usd.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cost, Moment, RecordedCost, ReplyUsage, Totals};

    const ZONE: Tz = chrono_tz::Europe::Berlin;

    fn sum(usd: &str) -> CostSum {
        Cost::parse(usd).expect("an amount").into()
    }

    fn begun(budget: &str, reserved: &str, now: &str) -> BudgetUse {
        let budget = budget.parse().expect("a budget");
        let now = now.parse().expect("a time");
        BudgetUse::unused(budget, sum(reserved), ZONE, now)
    }

    fn reply(at: &str, cost: Option<&str>, tokens: u64) -> ReplyUsage {
        ReplyUsage {
            provider: String::new(),
            model: String::new(),
            at: Moment::parse(at),
            input_tokens: tokens,
            output_tokens: 0,
            total_tokens: tokens,
            cost: cost.map_or(RecordedCost::Missing, |cost| {
                RecordedCost::Known(Cost::parse(cost).expect("an amount"))
            }),
            is_error: false,
            is_interrupted: false,
        }
    }

    fn add(used: &mut BudgetUse, reply: &ReplyUsage) {
        let day = reply.at.map(|at| at.to_local(ZONE).date());
        let (user, totals) = (UserId::parse("u").expect("an id"), Totals::of(reply));
        used.add(&DailyUsage {
            user: &user,
            provider: &reply.provider,
            model: &reply.model,
            day,
            totals: &totals,
        });
    }

    #[test]
    fn only_replies_of_the_running_period_count_in_the_zone_of_the_store() {
        let mut used = begun("1USD/month", "0", "2026-11-30T23:30:00Z");
        assert_eq!(
            used.days.start.to_string(),
            "2026-12-01",
            "it is past midnight"
        );
        for (at, cost) in [
            ("2026-11-30T22:59:59Z", "1"),
            ("2026-11-30T23:00:00Z", "0.25"),
            ("2026-12-01T00:00:00.000000", "0.125"),
            ("2026-11-30T23:59:59.999999", "1"),
            ("2026-12-31T22:59:59Z", "0.0625"),
            ("2026-12-31T23:00:00Z", "1"),
            ("never", "1"),
        ] {
            add(&mut used, &reply(at, Some(cost), 10));
        }
        assert_eq!(used.used, sum("0.4375"));
    }

    #[test]
    fn replies_of_unknown_cost_are_counted_apart() {
        let mut used = begun("1USD/day", "0", "2026-11-23T12:00:00Z");
        let at = "2026-11-23T12:00:00Z";
        add(&mut used, &reply(at, None, 10));
        add(
            &mut used,
            &ReplyUsage {
                is_error: true,
                ..reply(at, None, 0)
            },
        );
        add(
            &mut used,
            &ReplyUsage {
                is_interrupted: true,
                ..reply(at, None, 0)
            },
        );
        add(
            &mut used,
            &ReplyUsage {
                cost: RecordedCost::Unreadable,
                ..reply(at, None, 0)
            },
        );
        assert_eq!((used.unknown, used.used), (3, CostSum::default()));
    }

    #[test]
    fn eighty_and_a_hundred_of_a_hundred_are_met_to_the_last_digit() {
        let at = "2026-11-23T12:00:00Z";
        for (cost, reserved, is_nearly, is_reached, left) in [
            (
                "0.7999999999999999999999999999",
                "0",
                false,
                false,
                "0.2000000000000000000000000001",
            ),
            ("0.8", "0", true, false, "0.2"),
            ("0.5", "0.3", true, false, "0.2"),
            (
                "0.5",
                "0.4999999999999999999999999999",
                true,
                false,
                "0.0000000000000000000000000001",
            ),
            ("0.5", "0.5", true, true, "0"),
            ("7", "0", true, true, "0"),
        ] {
            let mut used = begun("1USD/day", reserved, at);
            add(&mut used, &reply(at, Some(cost), 1));
            assert_eq!(used.is_nearly_reached(), is_nearly, "{cost} {reserved}");
            assert_eq!(used.is_reached(), is_reached, "{cost} {reserved}");
            assert_eq!(used.left(), sum(left), "{cost} {reserved}");
        }
        assert!(begun("0USD/day", "0", at).is_reached());
    }
}
