//! Iterating over what replies took: those in the files, and those that only the ledger remembers.

use std::collections::{HashMap, HashSet};

use super::threads::in_threads;
use super::{JsonStore, users_file};
use crate::model::{ConversationId, UserId, replies_in};
use crate::store::{EntryName, LedgerEntry, StoreError, StoreResult, UsageRecord, UsageVisitor};

impl JsonStore {
    pub(super) fn visit_all_usage(
        &self,
        users: Option<&[UserId]>,
        visit: &mut UsageVisitor<'_>,
    ) -> StoreResult<()> {
        let present = self.user_ids()?;
        let is_wanted = |user: &UserId| users.is_none_or(|users| users.contains(user));
        let mut counted = HashSet::new();
        for user in present.iter().filter(|user| is_wanted(user)) {
            self.visit_usage_of(user, &mut counted, visit)?;
        }
        // The ledger comes after the files: what is deleted meanwhile was seen there, or is seen here, but not twice.
        for entry in self.ledger()?.iter().filter(|entry| is_wanted(&entry.user)) {
            let LedgerEntry {
                user,
                conversation,
                reply,
                ..
            } = entry;
            if !counted.contains(&(user.clone(), conversation.clone())) {
                visit(&UsageRecord {
                    user,
                    conversation: conversation.as_str(),
                    reply,
                });
            }
        }
        Ok(())
    }

    fn visit_usage_of(
        &self,
        user: &UserId,
        counted: &mut HashSet<(UserId, ConversationId)>,
        visit: &mut UsageVisitor<'_>,
    ) -> StoreResult<()> {
        self.look_at_user(user, |file| {
            for conversation in file.conversations()?.all_replies() {
                let (id, replies) = conversation?;
                for reply in &replies {
                    visit(&UsageRecord {
                        user,
                        conversation: id,
                        reply,
                    });
                }
                counted.insert((user.clone(), ConversationId::new(id)));
            }
            Ok(())
        })
    }

    pub(super) fn find_counted_for_others(
        &self,
        user: &UserId,
        conversations: &HashSet<ConversationId>,
    ) -> StoreResult<HashMap<ConversationId, UserId>> {
        let mut owners = HashMap::new();
        if conversations.is_empty() {
            return Ok(owners);
        }
        let wanted: HashSet<&str> = conversations.iter().map(ConversationId::as_str).collect();
        let mut others = self.user_ids()?;
        others.retain(|other| other != user);
        let work = |places: &mut dyn Iterator<Item = usize>| -> StoreResult<Vec<_>> {
            let mut found = Vec::new();
            for place in places {
                for (id, is_counted) in self.conversations_among(&others[place], &wanted)? {
                    found.push((place, id, is_counted));
                }
            }
            Ok(found)
        };
        let mut found: Vec<_> = in_threads(others.len(), &work)?.concat();
        // Of several who have it, the first.
        found.sort_by_key(|(place, ..)| *place);
        let mut present = HashSet::new();
        for (place, id, is_counted) in found {
            if is_counted {
                owners
                    .entry(id.clone())
                    .or_insert_with(|| others[place].clone());
            }
            present.insert((others[place].clone(), id));
        }
        // After the files, as above.
        for entry in self.ledger()? {
            let is_wanted = entry.user != *user && wanted.contains(entry.conversation.as_str());
            let key = (entry.user, entry.conversation);
            if is_wanted && !present.contains(&key) {
                owners.entry(key.1).or_insert(key.0);
            }
        }
        Ok(owners)
    }

    /// Finds those of these conversations that a user has, and whether any of their replies is counted there.
    fn conversations_among(
        &self,
        user: &UserId,
        wanted: &HashSet<&str>,
    ) -> StoreResult<Vec<(ConversationId, bool)>> {
        self.look_at_user(user, |file| {
            let mut found = Vec::new();
            for (id, text, base) in file.conversations()?.texts() {
                if wanted.contains(id) {
                    let is_counted = !replies_in(text, base)?.is_empty();
                    found.push((ConversationId::new(id), is_counted));
                }
            }
            Ok(found)
        })
    }

    pub(super) fn user_ids(&self) -> StoreResult<Vec<UserId>> {
        let (path, text) = self.read_users()?;
        users_file::user_ids(&text).map_err(|cause| StoreError::damaged(path, cause))
    }

    pub(super) fn visit_all_entries(
        &self,
        users: Option<&[UserId]>,
        visit: &mut dyn FnMut(&LedgerEntry),
    ) -> StoreResult<()> {
        let is_wanted =
            |entry: &&LedgerEntry| users.is_none_or(|users| users.contains(&entry.user));
        self.ledger()?.iter().filter(is_wanted).for_each(visit);
        Ok(())
    }

    pub(super) fn ledger(&self) -> StoreResult<Vec<LedgerEntry>> {
        let path = self.layout.entry(&EntryName::Ledger);
        let text = self.read(&path)?.unwrap_or_default();
        LedgerEntry::read_all(&text).map_err(|cause| StoreError::damaged(path, cause))
    }
}
