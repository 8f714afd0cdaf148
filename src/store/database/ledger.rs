//! Notes in the ledger.

use std::collections::BTreeSet;

use super::keys::key_of;
use super::merged::successor;
use super::session::{Session, Value};
use super::sums::{Summing, hold_sums};
use super::user_data::lock_user;
use super::{DatabaseStore, as_integer};
use crate::model::{BilledReply, UserId};
use crate::store::{LedgerEntry, StoreError, StoreResult};

/// Notes what conversations had used that are about to be deleted. What the ledger has of them already gives way.
pub(super) fn note_in_ledger(
    session: &mut dyn Session,
    entries: &[LedgerEntry],
) -> StoreResult<()> {
    let conversations: BTreeSet<_> = entries
        .iter()
        .map(|entry| (entry.user.as_str(), key_of(entry.conversation.as_str())))
        .collect();
    for (user, key) in &conversations {
        let sql = "DELETE FROM chatkeep.ledger WHERE user_id = ?1 AND conversation_id = ?2";
        session.execute(sql, &[(*user).into(), key.into()])?;
    }
    add_entries(session, entries)
}

impl DatabaseStore {
    pub(super) fn note_use_of(&self, user: &UserId, reply: &BilledReply) -> StoreResult<()> {
        self.write(|session| {
            // Whoever has this account go over into another waits, or is waited for.
            match lock_user(session, user) {
                Ok(_) | Err(StoreError::UserNotFound { .. }) => {}
                Err(error) => return Err(error),
            }
            let successor = successor(session, user)?;
            let user = successor.as_ref().unwrap_or(user);
            let mut summing = Summing::new(hold_sums(self, session, user)?);
            summing.add(&reply.usage);
            let entry = LedgerEntry::of_use(user, reply);
            add_entries(session, std::slice::from_ref(&entry))?;
            session.add_sums(user, &summing.rows(user))
        })
    }
}

/// Puts entries of conversations into the ledger of which it has none.
pub(super) fn add_entries(session: &mut dyn Session, entries: &[LedgerEntry]) -> StoreResult<()> {
    let mut previous: Option<(&LedgerEntry, usize)> = None;
    for entry in entries {
        let position = match previous {
            Some((other, position))
                if other.user == entry.user && other.conversation == entry.conversation =>
            {
                position + 1
            }
            _ => 0,
        };
        previous = Some((entry, position));
        let key = key_of(entry.conversation.as_str());
        let line = entry.to_line();
        let values: [Value<'_>; 4] = [
            (&entry.user).into(),
            (&key).into(),
            as_integer(position).into(),
            line.trim_end().into(),
        ];
        session.execute(
            "INSERT INTO chatkeep.ledger (user_id, conversation_id, position, doc)
             VALUES (?1, ?2, ?3, ?4)",
            &values,
        )?;
    }
    Ok(())
}

/// Takes entries that another ledger has of conversations that this one knows nothing of.
pub(super) fn unite(session: &mut dyn Session, others: &[LedgerEntry]) -> StoreResult<()> {
    let mut at = 0;
    while let Some(first) = others.get(at) {
        // Entries of a conversation stand together, as they were written.
        let is_same = |other: &&LedgerEntry| {
            other.user == first.user && other.conversation == first.conversation
        };
        let group = others[at..].iter().take_while(is_same).count();
        let key = key_of(first.conversation.as_str());
        let sql = "SELECT 1 FROM chatkeep.ledger WHERE user_id = ?1 AND conversation_id = ?2";
        let known = super::first(session, sql, &[(&first.user).into(), (&key).into()], |_| {
            Ok(())
        })?;
        if known.is_none() {
            add_entries(session, &others[at..at + group])?;
        }
        at += group;
    }
    Ok(())
}
