//! Adding up what replies took, by whom, by what and when.

pub mod budgets;
mod dimension;
mod order;
pub mod reprice;
mod sums;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

pub use self::dimension::{Dimension, GroupValue, NamedConversation};
pub use self::order::Sort;
use self::sums::{Side, UsageSums};
use super::period::{DaySpan, Period, Span};
use super::{ActionError, ActionResult};
use crate::model::{Clock, ConversationId, Moment, Totals, User, UserId};
use crate::store::{DailyUsage, Store, StoreError, UsageRecord, choose_user};

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
    let alone: Vec<[Dimension; 1]> = match query.each {
        true => by.iter().map(|dimension| [*dimension]).collect(),
        false => Vec::new(),
    };
    let mut counting = Counting {
        query,
        periods: &periods,
        sums: UsageSums::new(&by),
        each: alone.iter().map(|by| UsageSums::new(by)).collect(),
        undated: 0,
    };
    counting.count(store, &users, wanted.as_ref())?;
    let Counting {
        sums,
        each,
        undated,
        ..
    } = counting;
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

/// What was counted so far.
struct Counting<'a> {
    query: &'a StatsQuery,
    periods: &'a Periods,
    sums: UsageSums<'a>,
    /// By each dimension alone, if that was asked for.
    each: Vec<UsageSums<'a>>,
    undated: u64,
}

impl Counting<'_> {
    /// Counts all that a store has: by the day, which is much less to go through, if nothing smaller is asked for.
    fn count(
        &mut self,
        store: &dyn Store,
        users: &[User],
        wanted: Option<&UserId>,
    ) -> ActionResult<()> {
        let (wanted_ids, timezone) = (wanted.map(std::slice::from_ref), self.periods.timezone);
        let by = self.sums.by();
        if self.periods.are_of_days()
            && self.query.tags.is_empty()
            && by.iter().all(|dimension| dimension.is_known_of_days())
        {
            store.visit_daily_usage(wanted_ids, timezone, &mut |daily| {
                self.add(&Counted::of_day(daily), &[]);
            })?;
            return Ok(());
        }
        let tags = match self.query.tags.is_empty() && !by.contains(&Dimension::Tag) {
            true => Tags::default(),
            false => Tags::of(store, users, wanted)?,
        };
        store.visit_usage(wanted_ids, &mut |record| {
            let totals = Totals::of(record.reply);
            self.add(
                &Counted::reply(record, &totals, timezone),
                tags.of_conversation(record),
            );
        })?;
        Ok(())
    }

    fn add(&mut self, counted: &Counted<'_>, tags: &[String]) {
        if !self.query.includes(counted, tags) {
            return;
        }
        match self.periods.side_of(counted) {
            Ok(side) => {
                for sums in self.each.iter_mut().chain([&mut self.sums]) {
                    sums.add(counted, tags, side);
                }
            }
            Err(Outside::Undated) => self.undated += counted.totals.replies,
            Err(Outside::Elsewhen) => {}
        }
    }
}

/// One reply, or those of one user, model and day.
struct Counted<'a> {
    user: &'a UserId,
    /// Empty where it is not known, as of days.
    conversation: &'a str,
    provider: &'a str,
    model: &'a str,
    /// When; not known of days.
    at: Option<Moment>,
    /// The same in the zone that is asked for; of a day its beginning.
    local: Option<NaiveDateTime>,
    totals: &'a Totals,
}

impl<'a> Counted<'a> {
    fn of_day(daily: &DailyUsage<'a>) -> Self {
        Self {
            user: daily.user,
            conversation: "",
            provider: daily.provider,
            model: daily.model,
            at: None,
            local: daily.day.map(|day| day.and_time(NaiveTime::MIN)),
            totals: daily.totals,
        }
    }

    fn reply(record: &UsageRecord<'a>, totals: &'a Totals, timezone: Tz) -> Self {
        Self {
            user: record.user,
            conversation: record.conversation,
            provider: &record.reply.provider,
            model: &record.reply.model,
            at: record.reply.at,
            local: record.reply.at.map(|at| at.to_local(timezone)),
            totals,
        }
    }
}

/// The periods of a query.
struct Periods {
    asked_for: Period,
    previous: Option<Period>,
    bounds: Bounds,
    timezone: Tz,
}

/// What is in the period that is asked for, and in the one before it.
enum Bounds {
    /// Everything is in it.
    None,
    /// By the local day, as rows are told apart.
    Days(DaySpan, Option<DaySpan>),
    /// By the time.
    Times(Span, Option<Span>),
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
        let bounds = match (asked_for.days(), previous.map(|it| it.days())) {
            _ if span.is_open() => Bounds::None,
            (Some(days), None) => Bounds::Days(days, None),
            (Some(days), Some(Some(before))) => Bounds::Days(days, Some(before)),
            _ => Bounds::Times(span, previous.map(|it| it.span(timezone, now))),
        };
        Ok(Self {
            asked_for,
            previous,
            bounds,
            timezone,
        })
    }

    /// Whether the day of a reply tells which period it is in.
    fn are_of_days(&self) -> bool {
        !matches!(self.bounds, Bounds::Times(..))
    }

    fn side_of(&self, counted: &Counted<'_>) -> Result<Side, Outside> {
        let (is_asked, is_previous) = match &self.bounds {
            Bounds::None => return Ok(Side::Asked),
            Bounds::Days(days, before) => {
                let day = counted.local.ok_or(Outside::Undated)?.date();
                (days.has(day), before.is_some_and(|it| it.has(day)))
            }
            Bounds::Times(span, before) => {
                let at = counted.at.ok_or(Outside::Undated)?;
                let at = Some(at.to_utc(self.timezone));
                (span.has(at), before.is_some_and(|it| it.has(at)))
            }
        };
        match (is_asked, is_previous) {
            (true, _) => Ok(Side::Asked),
            (false, true) => Ok(Side::Previous),
            (false, false) => Err(Outside::Elsewhen),
        }
    }
}

impl StatsQuery {
    /// Whether a reply counts, whenever it was.
    fn includes(&self, counted: &Counted<'_>, tags: &[String]) -> bool {
        let is_among = |wanted: &[String], value: &str| {
            wanted.is_empty() || wanted.iter().any(|it| it == value)
        };
        is_among(&self.providers, counted.provider)
            && is_among(&self.models, counted.model)
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
            let GroupValue::Conversation(conversation) = value else {
                continue;
            };
            let NamedConversation { id, owner, title } = &mut **conversation;
            if !titles.contains_key(&*owner) {
                let conversations = match store.conversations(owner) {
                    Err(StoreError::UserNotFound { .. }) => Vec::new(),
                    conversations => conversations?,
                };
                let titled = conversations.into_iter().map(|it| (it.id, it.title));
                titles.insert(owner.clone(), titled.collect());
            }
            *title = titles[&*owner].get(&*id).cloned();
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
