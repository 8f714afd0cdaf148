//! The ledger, and what replies took.

use std::collections::BTreeSet;

use super::keys::key_of;
use super::merged::successor;
use super::session::{Session, Value};
use super::sums::{Summing, hold_sums};
use super::user_data::lock_user;
use super::{DatabaseStore, as_integer, places};
use crate::model::{BilledReply, UserId};
use crate::store::{EntryName, LedgerEntry, StoreError, StoreResult};

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

    pub(super) fn visit_all_entries(
        &self,
        users: Option<&[UserId]>,
        visit: &mut dyn FnMut(&LedgerEntry),
    ) -> StoreResult<()> {
        let sql = "SELECT doc FROM chatkeep.ledger";
        self.read(|session| match users {
            None => visit_lines(session, sql, &[], visit),
            Some(users) => {
                let sql = format!("{sql} WHERE user_id = ?1");
                let mut users = users.iter();
                users.try_for_each(|user| visit_lines(session, &sql, &[user.into()], visit))
            }
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

/// Hands the entries of the ledger to `visit` that count: those whose conversation is not there; of one user, or of all.
pub(super) fn visit_counting(
    session: &mut dyn Session,
    user: Option<&UserId>,
    visit: &mut dyn FnMut(&LedgerEntry),
) -> StoreResult<()> {
    let condition = if user.is_some() {
        "l.user_id = ?1 AND"
    } else {
        ""
    };
    let values: Vec<Value<'_>> = user.into_iter().map(Value::from).collect();
    visit_lines(session, &counting(condition), &values, visit)
}

/// Does so with those of conversations with these keys that others had than this user.
pub(super) fn visit_counting_of_others(
    session: &mut dyn Session,
    user: &UserId,
    keys: &[String],
    visit: &mut dyn FnMut(&LedgerEntry),
) -> StoreResult<()> {
    let keys_at = places(2, keys.len());
    let condition = format!("l.user_id <> ?1 AND l.conversation_id IN ({keys_at}) AND");
    let mut values: Vec<Value<'_>> = vec![user.into()];
    values.extend(keys.iter().map(Value::from));
    visit_lines(session, &counting(&condition), &values, visit)
}

fn counting(condition: &str) -> String {
    format!(
        "SELECT l.doc FROM chatkeep.ledger l WHERE {condition} NOT EXISTS (
           SELECT 1 FROM chatkeep.conversations c WHERE c.user_id = l.user_id AND c.id = l.conversation_id)"
    )
}

/// Hands the entries to `visit` that a query finds.
fn visit_lines(
    session: &mut dyn Session,
    sql: &str,
    values: &[Value<'_>],
    visit: &mut dyn FnMut(&LedgerEntry),
) -> StoreResult<()> {
    session.query(sql, values, &mut |row| {
        let damaged = |cause| StoreError::damaged(EntryName::Ledger.to_string(), cause);
        let entries = LedgerEntry::read_all(row.text(0)?).map_err(damaged)?;
        entries.iter().for_each(&mut *visit);
        Ok(())
    })
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

/// Returns all lines of the ledger.
pub(super) fn lines(session: &mut dyn Session) -> StoreResult<String> {
    let mut lines = String::new();
    let sql = "SELECT doc FROM chatkeep.ledger ORDER BY user_id, conversation_id, position";
    session.query(sql, &[], &mut |row| {
        lines.push_str(row.text(0)?);
        lines.push('\n');
        Ok(())
    })?;
    Ok(lines)
}
