//! Searching the users' files, several at once.
//!
//! There is no index: a file is read, and a few bytes of what is wanted are looked for in it, which most files do not have.
//! Only those that have them are taken apart, conversation by conversation.

use chrono_tz::Tz;

use super::JsonStore;
use super::data_file::DataFile;
use super::file_lock::LockKind;
use super::generation::Generation;
use super::threads::in_threads;
use crate::model::{ConversationId, Malformed, UserId, visit_messages};
use crate::search::{BestHits, Search, SearchResults};
use crate::store::user_file::UserFile;
use crate::store::{Store, StoreError, StoreResult};

impl JsonStore {
    pub(super) fn search_messages(
        &self,
        users: Option<&[UserId]>,
        search: &Search,
    ) -> StoreResult<SearchResults> {
        let known = self.steady_generation()?;
        let zone = self.settings()?.timezone;
        let mut ids = self.user_ids()?;
        ids.retain(|id| users.is_none_or(|users| users.contains(id)));
        let work = |places: &mut dyn Iterator<Item = usize>| -> StoreResult<Found> {
            let mut found = Found::new(search);
            for place in places {
                self.search_user(&ids[place], search, zone, &mut found)?;
            }
            Ok(found)
        };
        let found = in_threads(ids.len(), &work)?.into_iter();
        let found = found.fold(Found::new(search), Found::and);
        if Generation::of(&self.layout)? != known {
            return Err(StoreError::ReplacedMeanwhile {
                location: self.location.to_string(),
            });
        }
        Ok(found.into_results())
    }

    fn search_user(
        &self,
        user: &UserId,
        search: &Search,
        zone: Tz,
        found: &mut Found<'_>,
    ) -> StoreResult<()> {
        let path = self.layout.user_file(user);
        let Some(file) = DataFile::open(&path, LockKind::Shared, &self.patience())? else {
            return Ok(());
        };
        if !search.pattern.may_be_in(&file.text) {
            return Ok(());
        }
        let searched = UserFile::parse(&file.text).and_then(|file| {
            let before = found.messages;
            for (id, text, base) in file.conversations()?.texts() {
                if search.pattern.may_be_in(text) {
                    found.search(user, id, text, base, zone)?;
                }
            }
            found.users += u64::from(found.messages > before);
            Ok(())
        });
        searched.map_err(|cause| StoreError::damaged(path, cause))
    }
}

/// What was found so far.
struct Found<'s> {
    search: &'s Search,
    best: BestHits,
    messages: u64,
    conversations: u64,
    users: u64,
}

impl<'s> Found<'s> {
    fn new(search: &'s Search) -> Self {
        Self {
            search,
            best: BestHits::new(search.order, search.limit),
            messages: 0,
            conversations: 0,
            users: 0,
        }
    }

    /// Searches a conversation, whose document stands at byte `base` of its file.
    fn search(
        &mut self,
        user: &UserId,
        id: &str,
        text: &str,
        base: usize,
        zone: Tz,
    ) -> Result<(), Malformed> {
        let (search, before) = (self.search, self.messages);
        let id = ConversationId::new(id);
        visit_messages(text, base, &mut |conversation, message| {
            if search.judge(user, &id, conversation, message, zone, &mut self.best) {
                self.messages += 1;
            }
        })?;
        self.conversations += u64::from(self.messages > before);
        Ok(())
    }

    fn and(mut self, other: Self) -> Self {
        self.best.merge(other.best);
        Self {
            messages: self.messages + other.messages,
            conversations: self.conversations + other.conversations,
            users: self.users + other.users,
            ..self
        }
    }

    fn into_results(self) -> SearchResults {
        SearchResults {
            hits: self.best.into_hits(),
            messages: self.messages,
            conversations: self.conversations,
            users: self.users,
        }
    }
}
