//! Adding up what replies took, by whom, by what and when.

pub mod budgets;
mod counted;
mod counting;
mod dimension;
mod names;
mod numbered;
mod order;
mod periods;
pub mod reprice;
mod rows;
mod sums;

use std::collections::HashMap;

use chrono_tz::Tz;

use self::counting::Counting;
pub use self::dimension::{Dimension, GroupValue, NamedConversation};
use self::names::Emails;
use self::order::Order;
pub use self::order::Sort;
use self::periods::Periods;
pub use self::rows::{StatsRow, StatsRows};
use self::sums::UsageSums;
use super::ActionResult;
use super::period::Period;
use crate::model::{Clock, ConversationId, Totals, UserId};
use crate::store::{Store, StoreError};

/// What is to be added up.
#[derive(Debug, Clone, Default)]
pub struct StatsQuery {
    /// A row for each combination of these that occurs. One that is named twice counts once.
    pub by: Vec<Dimension>,
    /// Only this user's: an id, an address or a name; of a removed one, the id.
    pub user: Option<String>,
    /// Only from these providers; from all if there are none here.
    pub providers: Vec<String>,
    /// Only from these models; likewise.
    pub models: Vec<String>,
    /// Only in conversations that have all of these tags.
    pub tags: Vec<String>,
    /// Only of this period.
    pub period: Period,
    /// The zone of days and hours; the store's if it is `None`.
    pub timezone: Option<Tz>,
    /// Whether to add up the period before, too, which is as long.
    pub compares: bool,
    /// What comes first.
    pub sort: Sort,
    /// Whether that comes last.
    pub is_reversed: bool,
    /// How many rows there are to be; the others become one.
    pub top: Option<usize>,
    /// Whether to add up by each dimension on its own, too.
    pub each: bool,
}

/// What replies took.
#[derive(Debug)]
pub struct UsageStats {
    /// What the query asked for, each once.
    pub by: Vec<Dimension>,
    /// The period that counts, with definite days or times.
    pub period: Period,
    /// The period that it is compared with.
    pub previous: Option<Period>,
    /// The zone of the days.
    pub timezone: Tz,
    /// In the order asked for. A conversation with several tags is in the rows of all of them, and in the total once.
    pub rows: StatsRows,
    /// What was left out of the rows to keep them few, and how many rows that would be.
    pub others: Option<(usize, Sums)>,
    /// By each dimension on its own, in their order, if that was asked for.
    pub each: Vec<Breakdown>,
    /// Over all.
    pub total: Sums,
    /// Replies that have no time, and were left out because a period was asked for.
    pub undated: u64,
}

/// What replies took by one dimension alone.
#[derive(Debug)]
pub struct Breakdown {
    /// The dimension.
    pub dimension: Dimension,
    /// In the order asked for; their groups have one value. All of them, if they are dates.
    pub rows: StatsRows,
    /// What was left out, as in [`UsageStats::others`].
    pub others: Option<(usize, Sums)>,
}

/// What replies took in the period asked for, and in the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// In the period.
    pub totals: Totals,
    /// In the one before; nothing where they are not compared.
    pub previous: Totals,
}

impl Sums {
    fn merge(&mut self, other: &Self) {
        self.totals.merge(&other.totals);
        self.previous.merge(&other.previous);
    }
}

/// Adds up what replies took, those in the ledger included.
pub fn stats(store: &dyn Store, clock: &dyn Clock, query: &StatsQuery) -> ActionResult<UsageStats> {
    let by = each_once(&query.by);
    let now = clock.now();
    let timezone = match query.timezone {
        Some(zone) => zone,
        None => store.settings()?.timezone,
    };
    let periods = Periods::of(query, &by, timezone, now)?;
    let wanted = query.user.as_deref().map(|who| find_user(store, who));
    let wanted = wanted.transpose()?;
    let emails = match by.contains(&Dimension::User) {
        true => Emails::of(store)?,
        false => Emails::default(),
    };
    let mut counting = Counting {
        query,
        periods: &periods,
        sums: UsageSums::new(&by),
        each: match query.each {
            true => by.iter().map(|alone| UsageSums::new(&[*alone])).collect(),
            false => Vec::new(),
        },
        undated: 0,
    };
    counting.count(store, wanted.as_ref())?;
    let Counting {
        sums,
        each,
        undated,
        ..
    } = counting;
    let total = sums.total();
    let order = Order {
        sort: query.sort,
        is_reversed: query.is_reversed,
    };
    let in_order = |sums: UsageSums, top| -> ActionResult<_> {
        let (mut rows, others) = StatsRows::of_sums(sums, &emails, order, top);
        name_conversations(store, &mut rows)?;
        Ok((rows, others))
    };
    let (rows, others) = in_order(sums, query.top)?;
    let each = by.iter().zip(each).map(|(dimension, sums)| {
        let top = query.top.filter(|_| !dimension.is_date());
        let (rows, others) = in_order(sums, top)?;
        Ok(Breakdown {
            dimension: *dimension,
            rows,
            others,
        })
    });
    let each = each.collect::<ActionResult<_>>()?;
    Ok(UsageStats {
        by,
        period: periods.asked_for,
        previous: periods.previous,
        timezone,
        rows,
        others,
        each,
        total,
        undated,
    })
}

/// Gives the conversations in the rows their titles.
fn name_conversations(store: &dyn Store, rows: &mut StatsRows) -> ActionResult<()> {
    let mut titles: HashMap<UserId, HashMap<ConversationId, String>> = HashMap::new();
    for number in rows.conversations() {
        let (id, owner) = rows.names().conversation(number);
        if !titles.contains_key(owner) {
            let conversations = match store.conversations(owner) {
                Err(StoreError::UserNotFound { .. }) => Vec::new(),
                conversations => conversations?,
            };
            let titled = conversations.into_iter().map(|it| (it.id, it.title));
            titles.insert(owner.clone(), titled.collect());
        }
        if let Some(title) = titles[owner].get(&ConversationId::new(id)) {
            rows.names().take_title(number, title.clone());
        }
    }
    Ok(())
}

fn each_once(by: &[Dimension]) -> Vec<Dimension> {
    let mut once = Vec::with_capacity(by.len());
    for dimension in by {
        if !once.contains(dimension) {
            once.push(*dimension);
        }
    }
    once
}

/// Finds a user by any of the names there are, or one who was removed by the id that the ledger has.
fn find_user(store: &dyn Store, who: &str) -> ActionResult<UserId> {
    let error = match store.find_user(who) {
        Ok(user) => return Ok(user.id),
        Err(error) => error,
    };
    if let (StoreError::UserNotFound { .. }, Ok(id)) = (&error, UserId::parse(who)) {
        let mut has_used = false;
        store.visit_usage(Some(std::slice::from_ref(&id)), &mut |_| has_used = true)?;
        if has_used {
            return Ok(id);
        }
    }
    Err(error.into())
}
