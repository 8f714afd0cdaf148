//! A picture of the database at one moment, part by part as a JSON store has them.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::conversations::{document, message_texts, stored};
use super::session::Session;
use super::settings::{ORPHANS, setting};
use super::taking_apart::user_text;
use super::{DatabaseStore, all, damaged, erasure, first, ledger_reading};
use crate::model::UserId;
use crate::model::document::{Object, spliced};
use crate::store::{EntryName, Snapshot, StoreError, StoreResult};

struct DatabaseSnapshot {
    session: Mutex<Box<dyn Session + Send>>,
    entries: Vec<EntryName>,
}

impl DatabaseStore {
    pub(super) fn take_snapshot(&self) -> StoreResult<Box<dyn Snapshot>> {
        let mut session = self.database.hold()?;
        let entries = entries(&mut *session)?;
        Ok(Box::new(DatabaseSnapshot {
            session: Mutex::new(session),
            entries,
        }))
    }
}

pub(super) fn entries(session: &mut dyn Session) -> StoreResult<Vec<EntryName>> {
    let user = |text: &str| {
        let user = UserId::parse(text).map_err(|cause| StoreError::damaged("user_data", cause))?;
        Ok::<_, StoreError>(EntryName::UserData(user))
    };
    let sql = "SELECT user_id FROM chatkeep.user_data WHERE doc IS NOT NULL";
    let mut entries = all(session, sql, &[], |row| user(row.text(0)?))?;
    let sql = "SELECT name FROM chatkeep.settings WHERE name LIKE ?1";
    let orphans = all(
        session,
        sql,
        &[format!("{ORPHANS}%").as_str().into()],
        |row| user(row.text(0)?.trim_start_matches(ORPHANS)),
    )?;
    entries.extend(orphans);
    entries.sort();
    entries.insert(0, EntryName::Users);
    for entry in [EntryName::Settings, EntryName::Recipients] {
        if setting(session, &entry.to_string(), false)?.is_some() {
            entries.push(entry);
        }
    }
    for (entry, table) in [
        (EntryName::Ledger, "ledger"),
        (EntryName::Tombstones, "tombstones"),
    ] {
        let sql = format!("SELECT 1 FROM chatkeep.{table} LIMIT 1");
        if first(session, &sql, &[], |_| Ok(()))?.is_some() {
            entries.push(entry);
        }
    }
    Ok(entries)
}

impl Snapshot for DatabaseSnapshot {
    fn entries(&self) -> &[EntryName] {
        &self.entries
    }

    fn left_out(&self) -> &[PathBuf] {
        &[]
    }

    fn read(&self, entry: &EntryName) -> StoreResult<Option<Vec<u8>>> {
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let text = part_text(&mut **session, entry)?;
        Ok(text.map(String::into_bytes))
    }
}

/// Puts a part together, as a JSON store has it in a file; `None` if it is not there.
pub(super) fn part_text(
    session: &mut dyn Session,
    entry: &EntryName,
) -> StoreResult<Option<String>> {
    Ok(match entry {
        EntryName::Users => Some(users_text(session)?),
        EntryName::UserData(user) => user_file(session, user)?,
        EntryName::Ledger => Some(ledger_reading::lines(session)?),
        EntryName::Tombstones => Some(erasure::tombstone_lines(session)?),
        EntryName::Settings | EntryName::Recipients => setting(session, &entry.to_string(), false)?,
    })
}

/// Puts the accounts together, in the form in which the web app has them.
fn users_text(session: &mut dyn Session) -> StoreResult<String> {
    let sql = "SELECT user_id, doc FROM chatkeep.users ORDER BY position, user_id";
    let users = all(session, sql, &[], |row| {
        Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))
    })?;
    let none = "{}";
    let root = Object::parse(none)
        .map_err(|cause| StoreError::damaged(EntryName::Users.to_string(), cause))?;
    let users = users.iter().map(|(id, doc)| (id.as_str(), doc.as_str()));
    Ok(spliced(none, &mut [root.filled(users)]).concat())
}

/// Puts a user's file together; `None` if there is none.
pub(super) fn user_file(session: &mut dyn Session, user: &UserId) -> StoreResult<Option<String>> {
    let sql = "SELECT doc FROM chatkeep.user_data WHERE user_id = ?1";
    let doc = first(session, sql, &[user.into()], |row| {
        Ok(row.maybe_text(0)?.map(str::to_owned))
    })?;
    let Some(doc) = doc.flatten() else {
        return setting(session, &format!("{ORPHANS}{user}"), false);
    };
    let stored = stored(session, user, None, false)?;
    let mut messages = message_texts(session, user, None)?;
    // One by one, and each conversation's messages are let go of: a file may have tens of megabytes.
    let documents = stored.iter().map(|one| {
        let messages = messages.remove(&one.key);
        (one.spelling.as_str(), document(one, messages.as_ref()))
    });
    user_text(&doc, documents).map(Some).map_err(damaged(user))
}
