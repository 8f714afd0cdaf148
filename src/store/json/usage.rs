//! Iterating over what replies took: those in the files, and those that only the ledger remembers.

use std::collections::HashSet;

use super::{JsonStore, users_file};
use crate::model::{ConversationId, UserId};
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
