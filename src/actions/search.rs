//! Finding messages by their texts.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::ActionResult;
use crate::model::{Moment, User, UserId};
use crate::search::{Search, SearchResults};
use crate::store::Store;

/// What was found.
#[derive(Debug)]
pub struct MessagesFound {
    /// The hits, and how many there are.
    pub results: SearchResults,
    /// The addresses of the users who have hits; empty if only one user was asked about.
    pub emails: HashMap<UserId, String>,
    /// The store's zone.
    pub timezone: Tz,
}

/// The days on which a message may have been written, in the store's zone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Days {
    /// The first.
    pub since: Option<NaiveDate>,
    /// The last.
    pub until: Option<NaiveDate>,
}

/// Searches the messages of one user, or of all.
pub fn search(
    store: &dyn Store,
    user: Option<&User>,
    mut search: Search,
    days: Days,
) -> ActionResult<MessagesFound> {
    let timezone = store.settings()?.timezone;
    let begin = |day: NaiveDate| Moment::Naive(day.into()).to_utc(timezone);
    search.filter.since = days.since.map(begin);
    search.filter.before = days
        .until
        .map(|day| begin(day.succ_opt().unwrap_or(NaiveDate::MAX)));
    let ids = user.map(|user| [user.id.clone()]);
    let results = store.search(ids.as_ref().map(<[UserId; 1]>::as_slice), &search)?;
    let mut emails = HashMap::new();
    if user.is_none() && !results.hits.is_empty() {
        let users = store.users()?.into_iter();
        emails.extend(users.map(|user| (user.id, user.email)));
    }
    Ok(MessagesFound {
        results,
        emails,
        timezone,
    })
}
