//! Bringing back what a user had.

use super::conversations::{document, insert, message_texts, stored};
use super::keys::key_of;
use super::ledger::note_in_ledger;
use super::session::Session;
use super::sums::lock_sums;
use super::taking_apart::{rows_of, user_text};
use super::turns::update;
use super::user_data::{lock_user, set_doc};
use super::users::put_new_user;
use super::{DatabaseStore, damaged};
use crate::model::{Document, User, UserId};
use crate::store::put_back::{self, PutBackPlan};
use crate::store::user_file;
use crate::store::{EntryName, LedgerEntry, PutBack, PutBackDone, StoreError, StoreResult};

impl DatabaseStore {
    pub(super) fn add_account_as_it_was(
        &self,
        id: &UserId,
        account: &Document,
    ) -> StoreResult<bool> {
        let damaged = |cause| StoreError::damaged(EntryName::Users.to_string(), cause);
        let email = User::from_document(id.clone(), account.as_str(), 0)
            .map_err(damaged)?
            .email;
        self.write(|session| {
            let is_there = super::first(
                session,
                "SELECT 1 FROM chatkeep.users WHERE user_id = ?1",
                &[id.into()],
                |_| Ok(()),
            )?;
            if is_there.is_some() {
                return Ok(false);
            }
            put_new_user(session, id, &email, account.as_str())?;
            Ok(true)
        })
    }

    pub(super) fn write_put_back(
        &self,
        user: &UserId,
        wanted: &PutBack,
    ) -> StoreResult<PutBackDone> {
        self.write(|session| {
            let doc = lock_user(session, user)?;
            lock_sums(session, user)?;
            // Only what can be in the way is looked at, in the form of a user's file: what is done to it there is done here.
            let mut present = Vec::new();
            for (id, _) in &wanted.conversations {
                let key = key_of(id.as_str());
                if let Some(one) = stored(session, user, Some(&key), true)?.pop() {
                    let messages = message_texts(session, user, Some(&key))?;
                    present.push((document(&one, messages.get(&key)), one));
                }
            }
            let around = doc.as_deref().unwrap_or(user_file::EMPTY);
            let documents = present
                .iter()
                .map(|(document, one)| (one.spelling.as_str(), document.as_str()));
            let text = user_text(around, documents).map_err(damaged(user))?;
            let PutBackPlan {
                text,
                done,
                dropped,
            } = put_back::plan(&text, wanted).map_err(damaged(user))?;
            if !done.is_change() {
                return Ok(done);
            }
            for (id, present, replies) in dropped {
                let entries = LedgerEntry::of_replaced(user, &id, &present, replies);
                note_in_ledger(session, &entries)?;
            }
            put_rows(session, user, doc.as_deref(), &text, &done)?;
            self.sum_anew(session, user)?;
            Ok(done)
        })
    }
}

/// Puts in what this text of a user's file has that was added or replaced.
fn put_rows(
    session: &mut dyn Session,
    user: &UserId,
    present: Option<&str>,
    text: &str,
    done: &PutBackDone,
) -> StoreResult<()> {
    let rows = rows_of(user, text).map_err(damaged(user))?;
    if let Some(around) = rows.doc.filter(|around| present != Some(around.as_str())) {
        set_doc(session, user, &around)?;
    }
    let keys = |ids: &[String]| ids.iter().map(|id| key_of(id)).collect::<Vec<_>>();
    let (added, replaced) = (
        keys(&done.conversations.added),
        keys(&done.conversations.replaced),
    );
    for row in &rows.conversations {
        if added.contains(&row.key) {
            insert(session, user, row)?;
        } else if replaced.contains(&row.key) {
            let sql = "DELETE FROM chatkeep.messages WHERE user_id = ?1 AND conversation_id = ?2";
            session.execute(sql, &[user.into(), (&row.key).into()])?;
            session.add_messages(user, &row.key, 0, &row.messages)?;
            let count = row.messages.len();
            update(session, user, &row.key, &row.doc, count, &row.totals)?;
        }
    }
    Ok(())
}
