//! Searching messages: an index finds those that may fit, and our own code says which do.

use std::collections::{HashMap, HashSet};

use super::keys::id_of;
use super::{DatabaseStore, as_count, damaged};
use crate::model::{ConversationFrame, UserId};
use crate::search::{BestHits, Search, SearchResults};
use crate::store::{StoreError, StoreResult};

impl DatabaseStore {
    pub(super) fn search_messages(
        &self,
        users: Option<&[UserId]>,
        search: &Search,
    ) -> StoreResult<SearchResults> {
        let chosen: Vec<Option<&UserId>> = match users {
            Some(users) => users.iter().map(Some).collect(),
            None => vec![None],
        };
        self.read(|session| {
            let zone = self.settings_in(session, false)?.timezone;
            let mut found = Found::new(search);
            for user in &chosen {
                let terms = search.pattern.index_terms();
                session.candidates(*user, terms, &mut |row| {
                    let message = row.text(3)?;
                    if !search.pattern.may_be_in(message) {
                        return Ok(());
                    }
                    let candidate = Candidate {
                        user: row.text(0)?,
                        conversation: row.text(1)?,
                        number: as_count(row.integer(2)?) + 1,
                        message,
                        around: row.text(4)?,
                    };
                    found.judge(&candidate, zone)
                })?;
            }
            Ok(found.into_results())
        })
    }
}

/// A message that may fit.
struct Candidate<'r> {
    user: &'r str,
    conversation: &'r str,
    number: usize,
    message: &'r str,
    /// The conversation without its messages.
    around: &'r str,
}

/// What was found so far.
struct Found<'s> {
    search: &'s Search,
    best: BestHits,
    messages: u64,
    /// The conversations that have any, by user.
    conversations: HashMap<String, HashSet<String>>,
    /// What was last read of a conversation; many candidates are of the same.
    latest: Option<(String, ConversationFrame)>,
}

impl<'s> Found<'s> {
    fn new(search: &'s Search) -> Self {
        Self {
            search,
            best: BestHits::new(search.order, search.limit),
            messages: 0,
            conversations: HashMap::new(),
            latest: None,
        }
    }

    fn judge(&mut self, candidate: &Candidate<'_>, zone: chrono_tz::Tz) -> StoreResult<()> {
        let user = UserId::parse(candidate.user)
            .map_err(|cause| StoreError::damaged("user_data", cause))?;
        let is_known = |(around, _): &&(String, ConversationFrame)| around == candidate.around;
        if self.latest.as_ref().filter(is_known).is_none() {
            let frame = ConversationFrame::read(candidate.around).map_err(damaged(&user))?;
            self.latest = Some((candidate.around.to_owned(), frame));
        }
        let Some((_, frame)) = &self.latest else {
            return Ok(());
        };
        let (search, best) = (self.search, &mut self.best);
        let conversation = id_of(candidate.conversation);
        let mut is_hit = false;
        let judged = frame.visit_message(candidate.message, candidate.number, |head, message| {
            is_hit = search.judge(&user, &conversation, head, message, zone, best);
        });
        judged.map_err(damaged(&user))?;
        if is_hit {
            self.messages += 1;
            let conversations = self.conversations.entry(candidate.user.to_owned());
            conversations
                .or_default()
                .insert(candidate.conversation.to_owned());
        }
        Ok(())
    }

    fn into_results(self) -> SearchResults {
        SearchResults {
            hits: self.best.into_hits(),
            messages: self.messages,
            conversations: self
                .conversations
                .values()
                .map(|all| all.len() as u64)
                .sum(),
            users: self.conversations.len() as u64,
        }
    }
}
