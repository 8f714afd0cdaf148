//! What a reply can cost, and what a user's budget lets it cost: known before anything is sent.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{BudgetNote, Listener, Prepared};
use crate::actions::budgets::BudgetUse;
use crate::actions::{ActionError, ActionResult};
use crate::model::{Budget, Cost, CostSum};
use crate::pricing::CostBound;
use crate::store::{Reservation, Store};

/// The longest reply of a model of which it is not known how long they can be.
const LONGEST_UNKNOWN: u32 = 131_072;
/// A reply that is made shorter for want of money is still to be of use.
const SHORTEST_USEFUL: u32 = 256;
/// How long a reservation counts after its process is gone, unless a part of the reply may be awaited for longer.
const RESERVED_FOR: Duration = Duration::from_secs(600);

/// What a request takes at most, as far as that is known before it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// Tokens of input, rather more than fewer.
    pub input_tokens: u64,
    /// What they cost at most; `None` if the model has no price.
    pub input_cost: Option<Cost>,
    /// The most tokens that the reply can have; `None` if nobody limits it.
    pub max_output_tokens: Option<u32>,
    /// The most that request and reply can cost together; `None` if either is not known.
    pub max_cost: Option<Cost>,
}

/// What a budget lets a reply cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Allowance {
    /// The most that it can cost; nothing is known of a model without a price.
    cost: Option<Cost>,
    /// To how many tokens it must be limited for that; `None` for no fewer than it could have anyway.
    limit: Option<u32>,
}

/// How much a reply can cost, by its length.
#[derive(Debug, Clone, Copy)]
struct Demand {
    bound: CostBound,
    /// How long it can become.
    longest: u32,
    /// How much shorter than that it may be made.
    shortest: u32,
}

impl Demand {
    fn cost(&self, tokens: u32) -> Option<Cost> {
        self.bound.with_output(u64::from(tokens))
    }

    fn fits(&self, tokens: u32, left: CostSum) -> bool {
        self.cost(tokens)
            .is_some_and(|cost| CostSum::from(cost) <= left)
    }

    /// Returns the length of the longest reply that costs no more than this; 0 if none does.
    fn affordable(&self, left: CostSum) -> u32 {
        if self.fits(self.longest, left) {
            return self.longest;
        }
        // The former fits, or is 0; the latter does not fit.
        let (mut fitting, mut too_long) = (0, self.longest);
        while too_long - fitting > 1 {
            let between = fitting + (too_long - fitting) / 2;
            match self.fits(between, left) {
                true => fitting = between,
                false => too_long = between,
            }
        }
        fitting
    }

    /// Returns what is allowed if so much is left; an error is the length of the longest reply that would be.
    fn within(&self, left: CostSum) -> Result<Allowance, u32> {
        let tokens = self.affordable(left);
        if tokens < self.shortest {
            return Err(tokens);
        }
        Ok(Allowance {
            cost: self.cost(tokens),
            limit: (tokens < self.longest).then_some(tokens),
        })
    }
}

impl Prepared {
    /// Estimates what the request takes, as it is by now.
    pub(super) fn estimate(&self) -> Estimate {
        let input_tokens = self.request.estimated_input_tokens();
        let bound = self.bound(input_tokens);
        let max_output_tokens = self.request.max_tokens.or(self.usual_limit);
        Estimate {
            input_tokens,
            input_cost: bound.and_then(|bound| bound.of_input()),
            max_output_tokens,
            max_cost: bound
                .zip(max_output_tokens)
                .and_then(|(bound, tokens)| bound.with_output(u64::from(tokens))),
        }
    }

    fn bound(&self, input_tokens: u64) -> Option<CostBound> {
        let asked = &self.asked;
        self.prices
            .bound(&asked.provider, &asked.model, input_tokens, asked.at)
    }

    /// Reserves what the reply can cost, of a user with a budget, and limits it to what that pays for.
    pub(super) fn reserve(
        &mut self,
        store: &dyn Store,
        now: DateTime<Utc>,
        listener: &mut dyn Listener,
    ) -> ActionResult<Option<Box<dyn Reservation>>> {
        let Some(budget) = self.budget else {
            return Ok(None);
        };
        let user = &self.user.id;
        let counts_for = TimeDelta::from_std(self.patience.max(RESERVED_FOR));
        let until = counts_for
            .ok()
            .and_then(|time| now.checked_add_signed(time));
        let until = until.unwrap_or(DateTime::<Utc>::MAX_UTC);
        let mut judged = None;
        let reservation = store.reserve(user, now, until, &mut |reserved| {
            let used = BudgetUse::read(store, user, budget, reserved, now)?;
            let allowed = self.judge(&used);
            let cost = allowed.as_ref().ok().and_then(|allowed| allowed.cost);
            judged = Some((used, allowed));
            Ok(cost)
        })?;
        let (used, allowed) = judged.expect("a store has every reservation judged");
        self.keep_to(allowed?, &used, listener);
        Ok(reservation)
    }

    /// Limits the reply as [`reserve`](Self::reserve) does, and reserves nothing.
    pub(super) fn limit(
        &mut self,
        store: &dyn Store,
        budget: Budget,
        now: DateTime<Utc>,
        listener: &mut dyn Listener,
    ) -> ActionResult<()> {
        let user = &self.user.id;
        let reserved = store.reserved(user, now)?;
        let used = BudgetUse::read(store, user, budget, reserved, now)?;
        let allowed = self.judge(&used)?;
        self.keep_to(allowed, &used, listener);
        Ok(())
    }

    /// Finds out what is allowed to a user who has used so much.
    fn judge(&self, used: &BudgetUse) -> ActionResult<Allowance> {
        let who = self.user.email.clone();
        let budget = Box::new(used.clone());
        if used.is_reached() {
            return Err(ActionError::BudgetReached { who, budget });
        }
        let Some(demand) = self.demand() else {
            return match self.is_unpriced_allowed {
                true => Ok(Allowance {
                    cost: None,
                    limit: None,
                }),
                false => Err(ActionError::Unpriced {
                    who,
                    provider: self.asked.provider.clone(),
                    model: self.asked.model.clone(),
                }),
            };
        };
        demand.within(used.left()).map_err(|affordable| {
            let tokens = demand.shortest;
            ActionError::BudgetTooSmall {
                who,
                budget,
                tokens,
                affordable,
            }
        })
    }

    fn demand(&self) -> Option<Demand> {
        let bound = self.bound(self.request.estimated_input_tokens())?;
        let thinking = self.request.thinking_tokens.unwrap_or(0);
        let shortest = SHORTEST_USEFUL.saturating_add(thinking);
        let asked = self.request.max_tokens;
        let longest = asked.or(self.usual_limit).unwrap_or(LONGEST_UNKNOWN);
        Some(Demand {
            bound,
            longest,
            shortest: asked.unwrap_or(shortest.min(longest)),
        })
    }

    fn keep_to(&mut self, allowed: Allowance, used: &BudgetUse, listener: &mut dyn Listener) {
        if used.is_nearly_reached() {
            let who = &self.user.email;
            listener.budget(&BudgetNote::NearlyReached { who, used });
        }
        if let Some(tokens) = allowed.limit {
            self.request.max_tokens = Some(tokens);
            listener.budget(&BudgetNote::ReplyLimited { tokens });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pricing::PriceTable;

    /// A hundred tokens of input, with a model that takes $2.50 and $10 a million.
    fn demand(longest: u32, shortest: u32) -> Demand {
        let at = DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
        let bound = PriceTable::builtin().bound("openai", "gpt-4o", 100, at);
        Demand {
            bound: bound.expect("it has a price"),
            longest,
            shortest,
        }
    }

    fn sum(usd: &str) -> CostSum {
        Cost::parse(usd).expect("an amount").into()
    }

    fn within(demand: Demand, left: &str) -> Result<(String, Option<u32>), u32> {
        let allowed = demand.within(sum(left))?;
        let cost = allowed.cost.expect("it has a price").to_string();
        Ok((cost, allowed.limit))
    }

    #[test]
    fn a_reply_that_fits_is_not_limited() {
        let reply = demand(16_384, 256);
        let all = Ok(("0.16409".to_owned(), None));
        assert_eq!(within(reply, "0.16409"), all);
        assert_eq!(within(reply, "1000"), all);
    }

    #[test]
    fn one_that_does_not_is_limited_to_what_is_left_to_the_last_token() {
        let reply = demand(16_384, 256);
        let limited = |cost: &str, tokens| Ok((cost.to_owned(), Some(tokens)));
        assert_eq!(
            within(reply, "0.1640899999999999"),
            limited("0.16408", 16_383)
        );
        assert_eq!(within(reply, "0.01025"), limited("0.01025", 1000));
        assert_eq!(within(reply, "0.00281"), limited("0.00281", 256));
        assert_eq!(within(reply, "0.0028099"), Err(255));
        assert_eq!(within(reply, "0.00026"), Err(1));
        assert_eq!(within(reply, "0.000259"), Err(0));
        assert_eq!(within(reply, "0"), Err(0));
    }

    #[test]
    fn a_length_that_was_asked_for_fits_or_does_not() {
        let reply = demand(1000, 1000);
        assert_eq!(within(reply, "0.01025"), Ok(("0.01025".to_owned(), None)));
        assert_eq!(within(reply, "0.01024"), Err(999));
        let longest = demand(u32::MAX, u32::MAX);
        assert_eq!(
            within(longest, "42949.6732"),
            Ok(("42949.6732".to_owned(), None))
        );
        assert_eq!(within(longest, "42949.6731"), Err(u32::MAX - 10));
    }
}
