//! What replies were recorded to cost beside what the table of prices says they cost. Nothing is changed.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{Sort, StatsQuery, find_user};
use crate::actions::period::Period;
use crate::actions::{ActionError, ActionResult};
use crate::model::{
    BilledConversation, BilledReply, Clock, ConversationId, Cost, CostSum, Malformed, RecordedCost,
    User, UserId,
};
use crate::pricing::{ModelPrices, PriceTable, Unpriced};
use crate::store::{EntryName, Store, StoreError, StoreResult};

/// What replies cost, twice.
#[derive(Debug)]
pub struct Repriced {
    /// The day (UTC) whose prices were used; `None` if each reply has those of its own time.
    pub day: Option<NaiveDate>,
    /// The period that counts, with definite days or times.
    pub period: Period,
    /// The zone of its days.
    pub timezone: Tz,
    /// By provider and model, in the order asked for.
    pub rows: Vec<RepricedRow>,
    /// What was left out of the rows to keep them few, and how many rows that would be.
    pub others: Option<(usize, Repricing)>,
    /// Over all.
    pub total: Repricing,
    /// Replies that have no time, and were left out because a period was asked for.
    pub undated: u64,
}

/// The replies of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepricedRow {
    /// Who answered.
    pub provider: String,
    /// Which model.
    pub model: String,
    /// What its replies cost.
    pub sums: Repricing,
}

/// Sums over replies. What was recomputed is what was recorded, without `lapsed`, with `difference` and `newly_priced_cost`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Repricing {
    /// Replies counted.
    pub replies: u64,
    /// The recorded cost of those that have one.
    pub recorded: CostSum,
    /// The recomputed cost of those that have one.
    pub recomputed: CostSum,
    /// By how much the recomputed costs are higher, of those that have both.
    pub difference: CostSum,
    /// Replies that have both, and whose are not the same.
    pub differing: u64,
    /// Replies of which no cost is recorded, or none that can be read. An error that names no tokens cost nothing.
    pub unknown_costs: u64,
    /// How many of these were recomputed.
    pub newly_priced: u64,
    /// What they cost.
    pub newly_priced_cost: CostSum,
    /// Replies that were not recomputed, as there is no price for their model or service tier.
    pub without_price: u64,
    /// Those that were not, as it is not known how many tokens they took.
    pub without_tokens: u64,
    /// Those that were not, as it is not known when they were.
    pub without_time: u64,
    /// What is recorded of all that were not.
    pub lapsed: CostSum,
}

impl Repricing {
    /// Returns how many replies were not recomputed.
    pub fn not_recomputed(&self) -> u64 {
        self.without_price + self.without_tokens + self.without_time
    }

    fn add(&mut self, recorded: RecordedCost, recomputed: Result<Cost, Unpriced>) {
        self.replies += 1;
        if let Some(recorded) = recorded.known() {
            self.recorded += recorded.into();
        } else {
            self.unknown_costs += 1;
        }
        match recomputed {
            Ok(cost) => self.add_recomputed(recorded, cost),
            Err(cause) => {
                *match cause {
                    Unpriced::NoPrice => &mut self.without_price,
                    Unpriced::NoTokens => &mut self.without_tokens,
                    Unpriced::NoTime => &mut self.without_time,
                } += 1;
                self.lapsed += recorded.known().map(CostSum::from).unwrap_or_default();
            }
        }
    }

    fn add_recomputed(&mut self, recorded: RecordedCost, cost: Cost) {
        self.recomputed += cost.into();
        if let Some(recorded) = recorded.known() {
            self.difference += CostSum::from(cost) - recorded.into();
            self.differing += u64::from(cost != recorded);
        } else {
            self.newly_priced += 1;
            self.newly_priced_cost += cost.into();
        }
    }

    fn merge(&mut self, other: &Self) {
        self.replies += other.replies;
        self.recorded += other.recorded;
        self.recomputed += other.recomputed;
        self.difference += other.difference;
        self.differing += other.differing;
        self.unknown_costs += other.unknown_costs;
        self.newly_priced += other.newly_priced;
        self.newly_priced_cost += other.newly_priced_cost;
        self.without_price += other.without_price;
        self.without_tokens += other.without_tokens;
        self.without_time += other.without_time;
        self.lapsed += other.lapsed;
    }
}

/// Works out anew what replies cost that the query means, those in the ledger included: by the prices of this day, or by those
/// of each reply's own time. The query's dimensions and comparison do not matter.
pub fn reprice(
    store: &dyn Store,
    clock: &dyn Clock,
    prices: &PriceTable,
    day: Option<NaiveDate>,
    query: &StatsQuery,
) -> ActionResult<Repriced> {
    let (now, zone) = (clock.now(), store.settings()?.timezone);
    let timezone = query.timezone.unwrap_or(zone);
    let period = query.period.definite(timezone, now);
    let span = period.span(timezone, now);
    if span.is_backwards() {
        return Err(ActionError::BackwardsPeriod);
    }
    let mut pricer = Pricer {
        prices,
        day,
        zone,
        models: HashMap::new(),
    };
    let mut sums: HashMap<(String, String), Repricing> = HashMap::new();
    let mut undated = 0;
    visit_billed(store, query, &mut |reply| {
        let usage = &reply.usage;
        let at = usage.at.map(|at| at.to_utc(timezone));
        if !span.is_open() && !span.has(at) {
            undated += u64::from(at.is_none());
            return;
        }
        let row = (usage.provider.clone(), usage.model.clone());
        let sums = sums.entry(row).or_default();
        match usage.cost {
            // An error that took nothing cost nothing, then and now.
            RecordedCost::Missing if !usage.is_cost_unknown() => sums.replies += 1,
            recorded => sums.add(recorded, pricer.cost(reply)),
        }
    })?;
    let rows = sums
        .into_iter()
        .map(|((provider, model), sums)| RepricedRow {
            provider,
            model,
            sums,
        });
    let mut rows: Vec<_> = rows.collect();
    let total = together(&rows);
    sort(&mut rows, query.sort);
    if query.is_reversed {
        rows.reverse();
    }
    let top = query.top.filter(|top| *top < rows.len());
    let others = top.map(|top| rows.split_off(top));
    Ok(Repriced {
        day,
        period,
        timezone,
        others: others.map(|others| (others.len(), together(&others))),
        rows,
        total,
        undated,
    })
}

fn together(rows: &[RepricedRow]) -> Repricing {
    let mut total = Repricing::default();
    rows.iter().for_each(|row| total.merge(&row.sums));
    total
}

/// Puts the rows in order; equals by what is recorded, the dearest first, and then by name.
fn sort(rows: &mut [RepricedRow], by: Sort) {
    let magnitude = |sum: CostSum| sum.max(CostSum::default() - sum);
    rows.sort_by_cached_key(|row| {
        let sums = &row.sums;
        let (replies, difference) = match by {
            Sort::Replies => (sums.replies, CostSum::default()),
            Sort::Change => (0, magnitude(sums.difference)),
            _ => (0, CostSum::default()),
        };
        let recorded = match by {
            Sort::Name => CostSum::default(),
            _ => sums.recorded,
        };
        let names = (row.provider.clone(), row.model.clone());
        (
            Reverse(replies),
            Reverse(difference),
            Reverse(recorded),
            names,
        )
    });
}

/// Works out what replies cost; a model is looked up once.
struct Pricer<'p> {
    prices: &'p PriceTable,
    day: Option<NaiveDate>,
    /// The zone of times that have none.
    zone: Tz,
    models: HashMap<[String; 3], Option<&'p ModelPrices>>,
}

impl Pricer<'_> {
    fn cost(&mut self, reply: &BilledReply) -> Result<Cost, Unpriced> {
        let tokens = reply.tokens().ok_or(Unpriced::NoTokens)?;
        let (usage, basis) = (&reply.usage, &reply.basis);
        let priced_as = basis.priced_as.as_deref();
        let names =
            [&usage.provider, &usage.model, priced_as.unwrap_or_default()].map(str::to_owned);
        let prices = self.prices;
        let find = || prices.find_again(&usage.provider, &usage.model, priced_as);
        let model = self.models.entry(names).or_insert_with(find);
        let model = model.ok_or(Unpriced::NoPrice)?;
        if let Some(day) = self.day {
            return model.cost_on(day, &tokens, basis);
        }
        let ended: DateTime<Utc> = usage.at.ok_or(Unpriced::NoTime)?.to_utc(self.zone);
        model.cost_of_reply(ended, &tokens, basis)
    }
}

/// Hands every reply to `visit` that the query means, whenever it was: those in the conversations, and those that only the
/// ledger remembers, each once.
fn visit_billed(
    store: &dyn Store,
    query: &StatsQuery,
    visit: &mut dyn FnMut(&BilledReply),
) -> ActionResult<()> {
    let users = store.users()?;
    let wanted = query.user.as_deref();
    let wanted = wanted.map(|who| find_user(store, who)).transpose()?;
    let is_wanted = |user: &&User| wanted.as_ref().is_none_or(|wanted| *wanted == user.id);
    let is_among = |wanted: &[String], name: &String| wanted.is_empty() || wanted.contains(name);
    let mut visit = |reply: &BilledReply| {
        let usage = &reply.usage;
        if is_among(&query.providers, &usage.provider) && is_among(&query.models, &usage.model) {
            visit(reply);
        }
    };
    let mut seen = HashSet::new();
    for user in users.iter().filter(is_wanted) {
        let visited = visit_conversations(store, &user.id, &mut |id, conversation| {
            seen.insert((user.id.clone(), id.clone()));
            if query.tags.iter().all(|tag| conversation.tags.contains(tag)) {
                conversation.replies.iter().for_each(&mut visit);
            }
        });
        match visited {
            // Somebody who was removed meanwhile is in the ledger.
            Err(StoreError::UserNotFound { .. }) => {}
            visited => visited?,
        }
    }
    if !query.tags.is_empty() {
        // What was deleted has no tags any more.
        return Ok(());
    }
    // The ledger comes after the conversations: what is deleted meanwhile was seen there, or is seen here, but not twice.
    store.visit_ledger(wanted.as_ref().map(std::slice::from_ref), &mut |entry| {
        if !seen.contains(&(entry.user.clone(), entry.conversation.clone())) {
            visit(&BilledReply {
                usage: entry.reply.clone(),
                basis: entry.basis.clone(),
            });
        }
    })?;
    Ok(())
}

fn visit_conversations(
    store: &dyn Store,
    user: &UserId,
    visit: &mut dyn FnMut(&ConversationId, &BilledConversation),
) -> StoreResult<()> {
    store.visit_documents(user, &mut |id, document| {
        let damaged = |cause: Malformed| {
            StoreError::damaged(EntryName::UserData(user.clone()).to_string(), cause)
        };
        let conversation = BilledConversation::from_document(document.as_str(), 0);
        visit(id, &conversation.map_err(damaged)?);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(cost: &str) -> RecordedCost {
        RecordedCost::Known(Cost::parse(cost).expect("a cost"))
    }

    fn cost(cost: &str) -> Result<Cost, Unpriced> {
        Ok(Cost::parse(cost).expect("a cost"))
    }

    fn sum(usd: &str) -> CostSum {
        CostSum::parse(usd).expect("a sum")
    }

    #[test]
    fn what_was_recomputed_is_accounted_for_to_the_last_digit() {
        let mut sums = Repricing::default();
        for (recorded, recomputed) in [
            (known("1"), cost("1.0")),
            (known("0.3"), cost("0.1000000000000000000000000001")),
            (known("0.1"), cost("0.3")),
            (known("7"), Err(Unpriced::NoPrice)),
            (known("0.5"), Err(Unpriced::NoTokens)),
            (RecordedCost::Missing, cost("0.25")),
            (RecordedCost::Unreadable, cost("0.125")),
            (RecordedCost::Missing, Err(Unpriced::NoTime)),
        ] {
            sums.add(recorded, recomputed);
        }
        assert_eq!(
            (sums.replies, sums.differing, sums.unknown_costs),
            (8, 2, 3)
        );
        assert_eq!((sums.newly_priced, sums.not_recomputed()), (2, 3));
        assert_eq!(sums.difference, sum("0.0000000000000000000000000001"));
        assert_eq!(sums.lapsed, sum("7.5"));
        let accounted = sums.recorded - sums.lapsed + sums.difference + sums.newly_priced_cost;
        assert_eq!(sums.recomputed, accounted);
        let mut twice = sums;
        twice.merge(&sums);
        assert_eq!((twice.replies, twice.lapsed), (16, sum("15")));
    }

    #[test]
    fn what_differs_by_most_comes_first_whichever_way() {
        let row = |model: &str, recorded, difference| RepricedRow {
            provider: "p".to_owned(),
            model: model.to_owned(),
            sums: Repricing {
                recorded: sum(recorded),
                difference: sum(difference),
                ..Repricing::default()
            },
        };
        let mut rows = [
            row("a", "1", "0.5"),
            row("b", "2", "-3"),
            row("c", "9", "0"),
        ];
        let order = |rows: &[RepricedRow]| {
            let names: Vec<_> = rows.iter().map(|row| row.model.clone()).collect();
            names.concat()
        };
        sort(&mut rows, Sort::Change);
        assert_eq!(order(&rows), "bac");
        sort(&mut rows, Sort::Usual);
        assert_eq!(order(&rows), "cba");
        sort(&mut rows, Sort::Name);
        assert_eq!(order(&rows), "abc");
    }
}
