//! Adding up what replies took, by whom, by what and when.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::ActionResult;
use super::usage_sums::UsageSums;
use crate::model::{Totals, User, UserId};
use crate::store::{Store, StoreError, choose_user};

/// What replies are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Who asked.
    User,
    /// Who answered.
    Provider,
    /// Which model answered.
    Model,
    /// The day, in the store's zone.
    Day,
    /// The month, in the store's zone.
    Month,
}

impl Dimension {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Provider => "provider",
            Self::Model => "model",
            Self::Day => "day",
            Self::Month => "month",
        }
    }
}

/// What is to be added up.
#[derive(Debug, Clone, Default)]
pub struct StatsQuery {
    /// A row for each combination of these that occurs. One that is named twice counts once.
    pub by: Vec<Dimension>,
    /// Only this user's: an id, an address or a name; of a removed one, the id.
    pub user: Option<String>,
    /// The first day that counts.
    pub since: Option<NaiveDate>,
    /// The last day that counts.
    pub until: Option<NaiveDate>,
}

/// What replies took.
#[derive(Debug)]
pub struct UsageStats {
    /// What the query asked for, each once.
    pub by: Vec<Dimension>,
    /// The first day that counts.
    pub since: Option<NaiveDate>,
    /// The last day that counts.
    pub until: Option<NaiveDate>,
    /// The zone of the days.
    pub timezone: Tz,
    /// Dates ascending where `by` has any, those without one last; else, and within a date, the dearest first, then by name.
    pub rows: Vec<StatsRow>,
    /// Over all rows.
    pub total: Totals,
    /// Replies that have no time, and were left out because days were asked for.
    pub undated: u64,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatsRow {
    /// A value for each of the stats' dimensions.
    pub group: Vec<GroupValue>,
    /// What the replies took that have all of them.
    pub totals: Totals,
}

/// What the replies of a row have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupValue {
    /// Who asked.
    User {
        /// The id.
        id: UserId,
        /// The address; `None` for an account that was removed, or has none.
        email: Option<String>,
    },
    /// A provider or a model; empty where none is recorded.
    Name(String),
    /// A day, or `None` for replies that have no time.
    Day(Option<NaiveDate>),
    /// The first day of a month, or `None`.
    Month(Option<NaiveDate>),
}

/// Adds up what replies took, those in the ledger included.
pub fn stats(store: &dyn Store, query: &StatsQuery) -> ActionResult<UsageStats> {
    let by = each_once(&query.by);
    let timezone = store.settings()?.timezone;
    let users = store.users()?;
    let wanted = query
        .user
        .as_deref()
        .map(|who| find_user(store, &users, who))
        .transpose()?;
    let mut sums = UsageSums::new(&by);
    let mut undated = 0;
    let has_period = query.since.is_some() || query.until.is_some();
    store.visit_usage(wanted.as_ref().map(std::slice::from_ref), &mut |record| {
        let day = record.reply.at.map(|at| at.to_local(timezone).date());
        match day {
            None if has_period => undated += 1,
            Some(day) if !query.includes(day) => {}
            _ => sums.add(record, day),
        }
    })?;
    Ok(UsageStats {
        total: sums.total(),
        rows: sums.into_rows(&users),
        by,
        since: query.since,
        until: query.until,
        timezone,
        undated,
    })
}

impl StatsQuery {
    fn includes(&self, day: NaiveDate) -> bool {
        self.since.is_none_or(|since| day >= since) && self.until.is_none_or(|until| day <= until)
    }
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
