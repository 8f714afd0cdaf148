//! Adding up what replies took, by whom, by what and when.

pub mod budgets;
mod dimension;
mod order;
pub mod reprice;
mod sums;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

pub use self::dimension::{Dimension, GroupValue};
pub use self::order::Sort;
use self::sums::{Side, UsageSums};
use super::period::{Period, Span};
use super::{ActionError, ActionResult};
use crate::model::{Clock, ConversationId, Totals, User, UserId};
use crate::store::{Store, StoreError, UsageRecord, choose_user};

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
    pub rows: Vec<StatsRow>,
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
    pub rows: Vec<StatsRow>,
    /// What was left out, as in [`UsageStats::others`].
    pub others: Option<(usize, Sums)>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatsRow {
    /// A value for each of the stats' dimensions.
    pub group: Vec<GroupValue>,
    /// What the replies took that have all of them.
    pub sums: Sums,
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
    let users = store.users()?;
    let wanted = query
        .user
        .as_deref()
        .map(|who| find_user(store, &users, who))
        .transpose()?;
    let tags = match query.tags.is_empty() && !by.contains(&Dimension::Tag) {
        true => Tags::default(),
        false => Tags::of(store, &users, wanted.as_ref())?,
    };
    let mut sums = UsageSums::new(&by);
    let alone: Vec<[Dimension; 1]> = match query.each {
        true => by.iter().map(|dimension| [*dimension]).collect(),
        false => Vec::new(),
    };
    let mut each: Vec<_> = alone.iter().map(|by| UsageSums::new(by)).collect();
    let mut undated = 0;
    store.visit_usage(wanted.as_ref().map(std::slice::from_ref), &mut |record| {
        let tags = tags.of_conversation(record);
        if !query.includes(record, tags) {
            return;
        }
        match periods.side_of(record) {
            Ok(side) => {
                let local = record.reply.at.map(|at| at.to_local(timezone));
                for sums in each.iter_mut().chain([&mut sums]) {
                    sums.add(record, local, tags, side);
                }
            }
            Err(Outside::Undated) => undated += 1,
            Err(Outside::Elsewhen) => {}
        }
    })?;
    let total = sums.total();
    let in_order = |sums: UsageSums<'_>, top| -> ActionResult<_> {
        let mut rows = sums.into_rows(&users);
        order::sort(&mut rows, query.sort);
        if query.is_reversed {
            rows.reverse();
        }
        let others = order::cut(&mut rows, top);
        name_conversations(store, &mut rows)?;
        Ok((rows, others))
    };
    let (rows, others) = in_order(sums, query.top)?;
    let each = alone.iter().zip(each).map(|([dimension], sums)| {
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

/// The periods of a query.
struct Periods {
    asked_for: Period,
    previous: Option<Period>,
    span: Span,
    previous_span: Option<Span>,
    timezone: Tz,
}

/// Why a reply is in neither period.
enum Outside {
    /// It has no time.
    Undated,
    /// It was at another time.
    Elsewhen,
}

impl Periods {
    fn of(
        query: &StatsQuery,
        by: &[Dimension],
        timezone: Tz,
        now: DateTime<Utc>,
    ) -> ActionResult<Self> {
        let asked_for = query.period.definite(timezone, now);
        let span = asked_for.span(timezone, now);
        if span.is_backwards() {
            return Err(ActionError::BackwardsPeriod);
        }
        if query.compares && by.iter().any(|dimension| dimension.is_date()) {
            return Err(ActionError::DatesCompared);
        }
        let previous = match query.compares {
            true => Some(
                asked_for
                    .before(timezone, now)
                    .ok_or(ActionError::NothingBefore)?,
            ),
            false => None,
        };
        Ok(Self {
            asked_for,
            previous,
            span,
            previous_span: previous.map(|it| it.span(timezone, now)),
            timezone,
        })
    }

    fn side_of(&self, record: &UsageRecord<'_>) -> Result<Side, Outside> {
        if self.span.is_open() {
            return Ok(Side::Asked);
        }
        let at = record.reply.at.ok_or(Outside::Undated)?;
        let at = Some(at.to_utc(self.timezone));
        if self.span.has(at) {
            Ok(Side::Asked)
        } else if self.previous_span.is_some_and(|span| span.has(at)) {
            Ok(Side::Previous)
        } else {
            Err(Outside::Elsewhen)
        }
    }
}

impl StatsQuery {
    /// Whether a reply counts, whenever it was.
    fn includes(&self, record: &UsageRecord<'_>, tags: &[String]) -> bool {
        let is_among = |wanted: &[String], value: &String| {
            wanted.is_empty() || wanted.iter().any(|it| it == value)
        };
        is_among(&self.providers, &record.reply.provider)
            && is_among(&self.models, &record.reply.model)
            && self.tags.iter().all(|tag| tags.contains(tag))
    }
}

/// The tags of the conversations that have any.
#[derive(Default)]
struct Tags(HashMap<UserId, HashMap<ConversationId, Vec<String>>>);

impl Tags {
    fn of(store: &dyn Store, users: &[User], wanted: Option<&UserId>) -> ActionResult<Self> {
        let mut found = Self::default();
        for user in users {
            if wanted.is_some_and(|wanted| *wanted != user.id) {
                continue;
            }
            let tagged = store.conversations(&user.id)?.into_iter();
            let tagged = tagged.filter(|it| !it.tags.is_empty());
            let tagged: HashMap<_, _> = tagged.map(|it| (it.id, it.tags)).collect();
            if !tagged.is_empty() {
                found.0.insert(user.id.clone(), tagged);
            }
        }
        Ok(found)
    }

    fn of_conversation(&self, record: &UsageRecord<'_>) -> &[String] {
        let of_user = self.0.get(record.user);
        of_user
            .and_then(|tagged| tagged.get(&ConversationId::new(record.conversation)))
            .map_or(&[], Vec::as_slice)
    }
}

/// Gives the conversations in the rows their titles.
fn name_conversations(store: &dyn Store, rows: &mut [StatsRow]) -> ActionResult<()> {
    let mut titles: HashMap<UserId, HashMap<ConversationId, String>> = HashMap::new();
    for row in rows {
        for value in &mut row.group {
            let GroupValue::Conversation { id, owner, title } = value else {
                continue;
            };
            if !titles.contains_key(owner) {
                let conversations = match store.conversations(owner) {
                    Err(StoreError::UserNotFound { .. }) => Vec::new(),
                    conversations => conversations?,
                };
                let titled = conversations.into_iter().map(|it| (it.id, it.title));
                titles.insert(owner.clone(), titled.collect());
            }
            *title = titles[owner].get(id).cloned();
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
fn find_user(store: &dyn Store, users: &[User], who: &str) -> ActionResult<UserId> {
    let error = match choose_user(users.to_vec(), who) {
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
