//! Bringing back what a user had.

use super::JsonStore;
use super::file_lock::LockKind;
use super::users_file;
use super::writing::Writer;
use crate::model::{Document, Malformed, User, UserId};
use crate::store::plans::PlanError;
use crate::store::put_back::{self, PutBackPlan};
use crate::store::{LedgerEntry, PutBack, PutBackDone, StoreError, StoreResult};

impl JsonStore {
    pub(super) fn add_account_as_it_was(
        &self,
        id: &UserId,
        account: &Document,
    ) -> StoreResult<bool> {
        let damaged = |cause: Malformed| StoreError::damaged(self.layout.users(), cause);
        let email = User::from_document(id.clone(), account.as_str(), 0)
            .map_err(damaged)?
            .email;
        self.change_users_file(|text| {
            if users_file::contains(text, id).map_err(damaged)? {
                return Ok((Vec::new(), false));
            }
            let splice =
                self.in_users_file(users_file::add_as_it_was(text, id, &email, account))?;
            let taken = || StoreError::EmailTaken {
                email: email.clone(),
            };
            Ok((vec![splice.ok_or_else(taken)?], true))
        })
    }

    pub(super) fn write_put_back(
        &self,
        user: &UserId,
        wanted: &PutBack,
    ) -> StoreResult<PutBackDone> {
        let writer = Writer::begin(self, LockKind::Shared)?;
        writer.change_user(user, |file| {
            let PutBackPlan {
                text,
                done,
                dropped,
            } = put_back::plan(file.text(), wanted)?;
            // Before the conversations go: what is noted twice counts once, and what is not noted would be lost.
            for (id, present, replies) in dropped {
                let entries = LedgerEntry::of_replaced(user, &id, &present, replies);
                writer.note_in_ledger(&entries)?;
            }
            let splice = done.is_change().then(|| file.replaced_by(&text));
            Ok::<_, PlanError>((splice.into_iter().collect(), done))
        })
    }
}
