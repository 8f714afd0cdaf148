//! Finding messages by their texts.

use std::collections::HashMap;

use chrono_tz::Tz;

use super::period::Period;
use super::{ActionError, ActionResult};
use crate::model::{Clock, User, UserId};
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

/// Searches the messages of one user, or of all, that were written in a period.
pub fn search(
    store: &dyn Store,
    user: Option<&User>,
    mut search: Search,
    period: Period,
    clock: &dyn Clock,
) -> ActionResult<MessagesFound> {
    let timezone = store.settings()?.timezone;
    let span = period.span(timezone, clock.now());
    if span.is_backwards() {
        return Err(ActionError::BackwardsPeriod);
    }
    search.filter.since = span.since;
    search.filter.until = span.until;
    let ids = user.map(|user| [user.id.clone()]);
    let results = store.search(ids.as_ref().map(<[UserId; 1]>::as_slice), &search)?;
    let mut emails = HashMap::new();
    if user.is_none() && !results.hits.is_empty() {
        let mut ids: Vec<UserId> = results.hits.iter().map(|hit| hit.user.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        let users = store.users_of(&ids)?.into_iter();
        emails.extend(users.map(|user| (user.id, user.email)));
    }
    Ok(MessagesFound {
        results,
        emails,
        timezone,
    })
}
