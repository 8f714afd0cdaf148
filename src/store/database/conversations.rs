//! Conversations, read and changed.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::keys::{id_of, key_of};
use super::ledger::note_in_ledger;
use super::session::{ConversationRow, Row, Session, Stored, Value};
use super::user_data::lock_user;
use super::{DatabaseStore, all, as_count, as_integer, damaged, first};
use crate::model::{
    Conversation, ConversationChange, ConversationFrame, ConversationId, ConversationSummary,
    Document, Totals, UserId,
};
use crate::store::plans::{MESSAGES, not_found};
use crate::store::{DocumentVisitor, LedgerEntry, StoreResult};

impl Stored {
    pub(super) fn frame(&self, user: &UserId) -> StoreResult<ConversationFrame> {
        ConversationFrame::read(&self.doc).map_err(damaged(user))
    }

    pub(super) fn summary(&self, user: &UserId) -> StoreResult<ConversationSummary> {
        let frame = self.frame(user)?;
        Ok(frame.summary(id_of(&self.key), self.message_count, self.totals()))
    }

    pub(super) fn totals(&self) -> Totals {
        // What they were summed from is still there, and doctor sums again.
        serde_json::from_str(&self.totals).unwrap_or_default()
    }
}

const COLUMNS: &str = "id, spelling, doc, message_count, totals";

/// Returns a user's conversations in order; the one with this key alone, if one is given, which stays as it is then until the
/// transaction ends if `is_locked`.
pub(super) fn stored(
    session: &mut dyn Session,
    user: &UserId,
    key: Option<&str>,
    is_locked: bool,
) -> StoreResult<Vec<Stored>> {
    let (condition, end) = match (key, is_locked) {
        (None, _) => ("", "ORDER BY position"),
        (Some(_), true) => ("AND id = ?2", "FOR UPDATE"),
        (Some(_), false) => ("AND id = ?2", ""),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM chatkeep.conversations WHERE user_id = ?1 {condition} {end}"
    );
    let values: Vec<Value<'_>> = [Some(user.into()), key.map(Value::from)]
        .into_iter()
        .flatten()
        .collect();
    all(session, &sql, &values, read)
}

fn read(row: &dyn Row) -> StoreResult<Stored> {
    let key = row.text(0)?.to_owned();
    Ok(Stored {
        spelling: row.maybe_text(1)?.unwrap_or(&key).to_owned(),
        doc: row.text(2)?.to_owned(),
        message_count: as_count(row.integer(3)?),
        totals: row.text(4)?.to_owned(),
        key,
    })
}

/// Returns the conversation with this key, and the zone of the user's sums, if there are both.
pub(super) fn stored_with_zone(
    session: &mut dyn Session,
    user: &UserId,
    key: &str,
) -> StoreResult<Option<(Stored, String)>> {
    let sql = format!(
        "SELECT {COLUMNS}, zone FROM chatkeep.conversations c JOIN chatkeep.summed s ON s.user_id = c.user_id
         WHERE c.user_id = ?1 AND c.id = ?2"
    );
    first(session, &sql, &[user.into(), key.into()], |row| {
        Ok((read(row)?, row.text(5)?.to_owned()))
    })
}

/// Returns the texts of messages by their conversations' keys, in order: of all of a user's conversations, or of one.
pub(super) fn message_texts(
    session: &mut dyn Session,
    user: &UserId,
    key: Option<&str>,
) -> StoreResult<HashMap<String, Vec<String>>> {
    let condition = if key.is_some() {
        "AND conversation_id = ?2"
    } else {
        ""
    };
    let sql = format!(
        "SELECT conversation_id, doc FROM chatkeep.messages WHERE user_id = ?1 {condition}
         ORDER BY conversation_id, position"
    );
    let values: Vec<Value<'_>> = [Some(user.into()), key.map(Value::from)]
        .into_iter()
        .flatten()
        .collect();
    let mut texts: HashMap<String, Vec<String>> = HashMap::new();
    session.query(&sql, &values, &mut |row| {
        let key = row.text(0)?;
        let text = row.text(1)?.to_owned();
        match texts.get_mut(key) {
            Some(others) => others.push(text),
            None => {
                texts.insert(key.to_owned(), vec![text]);
            }
        }
        Ok(())
    })?;
    Ok(texts)
}

/// Puts a conversation's document together.
pub(super) fn document(stored: &Stored, messages: Option<&Vec<String>>) -> Document {
    let messages = messages.into_iter().flatten().map(String::as_str);
    Document::trusted(stored.doc.as_str()).with_elements(MESSAGES, messages)
}

impl DatabaseStore {
    pub(super) fn summaries(&self, user: &UserId) -> StoreResult<Vec<ConversationSummary>> {
        let stored = self.read(|session| stored(session, user, None, false))?;
        stored.iter().map(|stored| stored.summary(user)).collect()
    }

    pub(super) fn whole_conversation(
        &self,
        user: &UserId,
        id: &ConversationId,
    ) -> StoreResult<Conversation> {
        let key = key_of(id.as_str());
        let document = self.read(|session| document_of(session, user, &key))?;
        let document = document.ok_or_else(|| not_found(user, id))?;
        Conversation::from_document(id.clone(), document.as_str(), 0).map_err(damaged(user))
    }

    pub(super) fn visit_all_documents(
        &self,
        user: &UserId,
        visit: &mut DocumentVisitor<'_>,
    ) -> StoreResult<()> {
        let (stored, messages) = self.read(|session| {
            let stored = stored(session, user, None, false)?;
            Ok((stored, message_texts(session, user, None)?))
        })?;
        for one in &stored {
            visit(&id_of(&one.key), &document(one, messages.get(&one.key)))?;
        }
        Ok(())
    }

    pub(super) fn write_change(
        &self,
        user: &UserId,
        ids: &[ConversationId],
        change: &ConversationChange,
    ) -> StoreResult<Vec<ConversationSummary>> {
        self.write(|session| {
            lock_user(session, user)?;
            let mut summaries = Vec::with_capacity(ids.len());
            for id in ids {
                let mut one = existing(session, user, id)?;
                let before = Document::parse(one.doc.as_str()).map_err(damaged(user))?;
                let after = change.apply(&before);
                if after != before {
                    one.doc = after.as_str().to_owned();
                    let values = [user.into(), (&one.key).into(), (&one.doc).into()];
                    let sql =
                        "UPDATE chatkeep.conversations SET doc = ?3 WHERE user_id = ?1 AND id = ?2";
                    session.execute(sql, &values)?;
                }
                summaries.push(one.summary(user)?);
            }
            Ok(summaries)
        })
    }

    pub(super) fn take_conversations_out(
        &self,
        user: &UserId,
        ids: &[ConversationId],
    ) -> StoreResult<Totals> {
        self.write(|session| {
            lock_user(session, user)?;
            let mut totals = Totals::default();
            for id in ids {
                let one = existing(session, user, id)?;
                bill_and_remove(session, user, &one)?;
                totals.merge(&one.totals());
            }
            Ok(totals)
        })
    }

    pub(super) fn take_inactive_out(
        &self,
        user: &UserId,
        ids: &[ConversationId],
        before: DateTime<Utc>,
    ) -> StoreResult<Vec<ConversationSummary>> {
        let wanted: HashSet<String> = ids.iter().map(|id| key_of(id.as_str())).collect();
        self.write(|session| {
            lock_user(session, user)?;
            let zone = self.settings_in(session, false)?.timezone;
            let mut removed = Vec::new();
            for one in stored(session, user, None, false)? {
                if !wanted.contains(&one.key) {
                    continue;
                }
                // What is added to it meanwhile makes it active.
                let Some(one) = stored(session, user, Some(&one.key), true)?.pop() else {
                    continue;
                };
                let summary = one.summary(user)?;
                if summary.is_inactive_since(before, zone) {
                    bill_and_remove(session, user, &one)?;
                    removed.push(summary);
                }
            }
            Ok(removed)
        })
    }
}

/// Takes a conversation out, and has what its replies took in the ledger.
pub(super) fn bill_and_remove(
    session: &mut dyn Session,
    user: &UserId,
    one: &Stored,
) -> StoreResult<()> {
    let values = [user.into(), (&one.key).into()];
    let entries = entries_of(session, user, one)?;
    note_in_ledger(session, &entries)?;
    for sql in [
        "DELETE FROM chatkeep.messages WHERE user_id = ?1 AND conversation_id = ?2",
        "DELETE FROM chatkeep.conversations WHERE user_id = ?1 AND id = ?2",
    ] {
        session.execute(sql, &values)?;
    }
    Ok(())
}

/// Returns what the ledger has to remember of a conversation when that goes.
pub(super) fn entries_of(
    session: &mut dyn Session,
    user: &UserId,
    one: &Stored,
) -> StoreResult<Vec<LedgerEntry>> {
    let (id, frame) = (id_of(&one.key), one.frame(user)?);
    let sql = "SELECT doc FROM chatkeep.messages
               WHERE user_id = ?1 AND conversation_id = ?2 AND is_reply = 1 ORDER BY position";
    let mut entries = Vec::new();
    session.query(sql, &[user.into(), (&one.key).into()], &mut |row| {
        let replies = frame
            .billed_replies_in(row.text(0)?)
            .map_err(damaged(user))?;
        entries.extend(LedgerEntry::all_of(user, &id, replies));
        Ok(())
    })?;
    Ok(entries)
}

/// Returns a conversation's document; `None` if it is not there.
pub(super) fn document_of(
    session: &mut dyn Session,
    user: &UserId,
    key: &str,
) -> StoreResult<Option<Document>> {
    let Some(one) = stored(session, user, Some(key), false)?.pop() else {
        return Ok(None);
    };
    let messages = message_texts(session, user, Some(key))?;
    Ok(Some(document(&one, messages.get(key))))
}

/// Locks a conversation, which must be there, until the transaction ends.
pub(super) fn existing(
    session: &mut dyn Session,
    user: &UserId,
    id: &ConversationId,
) -> StoreResult<Stored> {
    let found = stored(session, user, Some(&key_of(id.as_str())), true)?.pop();
    found.ok_or_else(|| not_found(user, id))
}

/// Puts a conversation with its messages behind a user's others.
pub(super) fn insert(
    session: &mut dyn Session,
    user: &UserId,
    row: &ConversationRow,
) -> StoreResult<()> {
    let sql =
        "SELECT coalesce(max(position), -1) + 1 FROM chatkeep.conversations WHERE user_id = ?1";
    let position = first(session, sql, &[user.into()], |row| row.integer(0))?.unwrap_or_default();
    session.execute(
        "INSERT INTO chatkeep.conversations (user_id, id, position, spelling, doc, message_count, totals)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[
            user.into(),
            (&row.key).into(),
            position.into(),
            row.spelling.as_deref().into(),
            (&row.doc).into(),
            as_integer(row.messages.len()).into(),
            (&row.totals).into(),
        ],
    )?;
    session.add_messages(user, &row.key, 0, &row.messages)
}
