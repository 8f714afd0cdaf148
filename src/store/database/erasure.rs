//! Erasing a person: all rows that are theirs in one transaction, and what this machine keeps of them beside the database.
//!
//! The machine's files are no part of the transaction, and go last in it, before it is committed: if it then is not, replies
//! are lost that were not stored, of somebody who is to be erased. Gone after it, they would be left to nobody by a crash in
//! between.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::conversations::stored;
use super::keys::key_of;
use super::merged::forget_merged;
use super::session::Session;
use super::settings::{ORPHANS, setting};
use super::user_data::lock_user;
use super::users::WITH_ACCOUNT;
use super::{DatabaseStore, all, damaged, first};
use crate::model::UserId;
use crate::store::json::{BEFORE_RESTORE, left_in, note_files, remove_for_good, unsaved};
use crate::store::{
    ErasedKind, Erasure, LeftKind, LeftOfPerson, StoreError, StoreResult, Tombstone, user_file,
};

/// The tables that have rows of a person, in the order in which they are told.
const TABLES: [(&str, ErasedKind); 5] = [
    ("users", ErasedKind::Account),
    ("user_data", ErasedKind::Keys),
    ("conversations", ErasedKind::Conversations),
    ("messages", ErasedKind::Messages),
    ("reservations", ErasedKind::Reservations),
];

/// Returns all tombstones, as a JSON store has them in a file.
pub(super) fn tombstone_lines(session: &mut dyn Session) -> StoreResult<String> {
    let sql = "SELECT doc FROM chatkeep.tombstones ORDER BY user_id, doc";
    let lines = all(session, sql, &[], |row| Ok(row.text(0)?.to_owned() + "\n"))?;
    Ok(lines.concat())
}

/// Puts these tombstones in place of those that are there.
pub(super) fn set_tombstones(session: &mut dyn Session, text: &str) -> StoreResult<()> {
    session.execute("DELETE FROM chatkeep.tombstones", &[])?;
    text.lines().try_for_each(|line| add_line(session, line))
}

fn add_line(session: &mut dyn Session, line: &str) -> StoreResult<()> {
    let user = Tombstone::read_sound(line.as_bytes()).0.pop();
    let key = user.map_or_else(String::new, |one| key_of(one.user.as_str()));
    let sql = "INSERT INTO chatkeep.tombstones (user_id, doc) VALUES (?1, ?2)
               ON CONFLICT DO NOTHING";
    session.execute(sql, &[(&key).into(), line.into()])?;
    Ok(())
}

impl DatabaseStore {
    pub(super) fn all_tombstones(&self) -> StoreResult<Vec<Tombstone>> {
        let lines = self.read(tombstone_lines)?;
        Ok(Tombstone::read_sound(lines.as_bytes()).0)
    }

    pub(super) fn take_tombstone_away(&self, user: &UserId) -> StoreResult<bool> {
        let key = key_of(user.as_str());
        self.write(|session| {
            let sql = "DELETE FROM chatkeep.tombstones WHERE user_id = ?1";
            Ok(session.execute(sql, &[(&key).into()])? > 0)
        })
    }

    pub(super) fn would_erase_account(&self, user: &UserId) -> StoreResult<Erasure> {
        let mut erasure = self.read(|session| {
            let sql = "SELECT 1 FROM chatkeep.users WHERE user_id = ?1";
            first(session, sql, &[user.into()], |_| Ok(()))?
                .ok_or_else(|| StoreError::user_not_found(user.as_str()))?;
            rows_of(session, user)
        })?;
        note_files(
            ErasedKind::UnsavedReplies,
            &self.unsaved_of(user)?.0,
            &mut erasure,
        )?;
        erasure.left = self.left_of(user)?;
        Ok(erasure)
    }

    pub(super) fn erase_account(&self, user: &UserId, at: DateTime<Utc>) -> StoreResult<Erasure> {
        let line = Tombstone::new(user, at).to_line();
        let unsaved = self.unsaved_of(user)?.0;
        // Counted while they are there: the transaction may have to be done again.
        let mut files = Erasure::default();
        note_files(ErasedKind::UnsavedReplies, &unsaved, &mut files)?;
        let mut erasure = self.write(|session| {
            lock_user(session, user)?;
            let mut erasure = rows_of(session, user)?;
            session.begin_to_overwrite()?;
            (_, erasure.totals) = self.bill_and_remove_all(session, user)?;
            for table in WITH_ACCOUNT {
                let sql = format!("DELETE FROM chatkeep.{table} WHERE user_id = ?1");
                session.execute(&sql, &[user.into()])?;
            }
            let sql = "DELETE FROM chatkeep.settings WHERE name = ?1";
            session.execute(sql, &[set_aside(user).as_str().into()])?;
            forget_merged(session, user)?;
            session.forget_deleted_words()?;
            add_line(session, &line)?;
            erasure.parts.extend(files.parts.iter().cloned());
            unsaved.iter().try_for_each(|path| remove_for_good(path))?;
            Ok(erasure)
        })?;
        // The rows are gone. Where this is refused, whoever closes the database last does it.
        let _ = self.database.forget_old_pages();
        erasure.left = self.left_of(user)?;
        Ok(erasure)
    }

    /// Returns the files that keep unsaved replies of a user on this machine, and those of which nobody knows whose they are.
    fn unsaved_of(&self, user: &UserId) -> StoreResult<(Vec<PathBuf>, Vec<PathBuf>)> {
        match self.state_folder() {
            Ok(folder) => unsaved::of_user(&folder, user),
            // Then nothing can have been kept.
            Err(StoreError::NoStateFolder) => Ok(Default::default()),
            Err(error) => Err(error),
        }
    }

    /// Returns what this machine keeps of a user that an erasure leaves, or may leave.
    fn left_of(&self, user: &UserId) -> StoreResult<Vec<LeftOfPerson>> {
        let mut left = match self.state_folder() {
            Ok(folder) => left_in(&folder.join(BEFORE_RESTORE), user)?,
            Err(StoreError::NoStateFolder) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let kind = LeftKind::UnreadableReply;
        let unreadable = self.unsaved_of(user)?.1.into_iter();
        left.extend(unreadable.map(|place| LeftOfPerson { place, kind }));
        Ok(left)
    }
}

fn set_aside(user: &UserId) -> String {
    format!("{ORPHANS}{user}")
}

/// Counts what there is of a user in the database.
fn rows_of(session: &mut dyn Session, user: &UserId) -> StoreResult<Erasure> {
    let mut erasure = Erasure::default();
    for (table, kind) in TABLES {
        let column = if table == "reservations" {
            "usd"
        } else {
            "doc"
        };
        let sql = format!(
            "SELECT count(*), coalesce(sum(octet_length({column})), 0) FROM chatkeep.{table} WHERE user_id = ?1"
        );
        let counts = first(session, &sql, &[user.into()], |row| {
            Ok((as_size(row.integer(0)?), as_size(row.integer(1)?)))
        })?;
        let (rows, bytes) = counts.unwrap_or_default();
        erasure.note(kind, format!("table {table}"), rows, bytes);
        if kind == ErasedKind::Messages {
            erasure.messages = usize::try_from(rows).unwrap_or(usize::MAX);
        }
    }
    if let Some(text) = setting(session, &set_aside(user), false)? {
        erasure.note(ErasedKind::SetAside, "table settings", 1, text.len() as u64);
    }
    for one in stored(session, user, None, false)? {
        erasure.conversations += 1;
        erasure.totals.merge(&one.totals());
    }
    let sql = "SELECT doc FROM chatkeep.user_data WHERE user_id = ?1";
    let doc = first(session, sql, &[user.into()], |row| {
        Ok(row.maybe_text(0)?.map(str::to_owned))
    })?;
    if let Some(doc) = doc.flatten() {
        erasure.keys = user_file::keys_in(&doc).map_err(damaged(user))?.len();
    }
    Ok(erasure)
}

fn as_size(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
