//! Changes of accounts.

use super::JsonStore;
use super::file_lock::LockKind;
use super::intent::Step;
use super::replace::{self, Written};
use super::users_file;
use super::writing::{Attempt, Writer};
use crate::model::document::{Splice, spliced};
use crate::model::{ConversationId, Malformed, Totals, UserId};
use crate::store::user_file::UserFile;
use crate::store::{
    AccountChange, AccountsChanged, Damage, EntryName, LedgerEntry, RemovedUser, StoreError,
    StoreResult,
};

impl JsonStore {
    pub(super) fn change_accounts(
        &self,
        changes: &[AccountChange],
    ) -> StoreResult<AccountsChanged> {
        self.change_users_file(|text| self.in_users_file(users_file::change(text, changes)))
    }

    /// Removes the account, then its file: what is left in between is a file of nobody, and never an account without its
    /// data. The ledger is written before either.
    pub(super) fn remove_account(&self, user: &UserId) -> StoreResult<RemovedUser> {
        let writer = Writer::begin(self, LockKind::Shared)?;
        let mut is_begun = false;
        let outcome = writer.until_done(|| {
            let users = writer.users(LockKind::Exclusive)?;
            let splice = self.in_users_file(users_file::remove(&users.text, user))?;
            let Some(splice) = splice else {
                return Err(StoreError::user_not_found(user.as_str()));
            };
            let file = writer.user_file(user)?;
            writer.intent()?.note_durably(&Step::remove(user))?;
            self.forget_merged(user)?;
            let (removed, entries) = match &file {
                Some(file) => holdings(user, &file.text)
                    .map_err(|cause| StoreError::damaged(&file.path, cause))?,
                None => Default::default(),
            };
            writer.note_in_ledger(&entries)?;
            let mut splices = [splice];
            let pieces = spliced(&users.text, &mut splices);
            let written = writer.replace(&EntryName::Users, &users, &pieces, |_| {
                is_begun = true;
                Ok(())
            })?;
            if let (Written::Yes, Some(file)) = (written, &file) {
                replace::remove(&file.path)?;
            }
            Ok(Attempt::after(written, removed))
        });
        if outcome.is_err() && is_begun {
            // Whether the account is gone tells the next command whether to finish it.
            writer.leave_unfinished();
        }
        let removed = outcome?;
        self.forget_user(user)?;
        Ok(removed)
    }

    /// Changes the accounts by the splices that `plan` finds; none at all leave them as they are.
    pub(super) fn change_users_file<T>(
        &self,
        mut plan: impl FnMut(&str) -> StoreResult<(Vec<Splice>, T)>,
    ) -> StoreResult<T> {
        let writer = Writer::begin(self, LockKind::Shared)?;
        writer.until_done(|| {
            let users = writer.users(LockKind::Exclusive)?;
            let (mut splices, outcome) = plan(&users.text)?;
            if splices.is_empty() {
                return Ok(Attempt::Done(outcome));
            }
            let pieces = spliced(&users.text, &mut splices);
            let written = writer.replace(&EntryName::Users, &users, &pieces, |_| Ok(()))?;
            Ok(Attempt::after(written, outcome))
        })
    }

    pub(super) fn in_users_file<T>(&self, result: Result<T, impl Into<Damage>>) -> StoreResult<T> {
        result.map_err(|cause| StoreError::damaged(self.layout.users(), cause))
    }
}

/// Finds what goes with a user's file, and what the ledger has to remember of it.
pub(super) fn holdings(
    user: &UserId,
    text: &str,
) -> Result<(RemovedUser, Vec<LedgerEntry>), Malformed> {
    let file = UserFile::parse(text)?;
    let mut removed = RemovedUser {
        keys: file.keys()?.len(),
        conversations: 0,
        totals: Totals::default(),
    };
    let mut entries = Vec::new();
    for conversation in file.conversations()?.all_billed() {
        let (id, replies) = conversation?;
        removed.conversations += 1;
        replies
            .iter()
            .for_each(|reply| removed.totals.add(&reply.usage));
        entries.extend(LedgerEntry::all_of(user, &ConversationId::new(id), replies));
    }
    Ok((removed, entries))
}
