//! Looking for what is not as it should be, and mending what can be made again from documents.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::conversations::{Stored, document, message_texts, stored};
use super::keys::{id_of, key_of};
use super::session::Session;
use super::snapshot::{entries, part_text};
use super::taking_apart::conversation_row;
use super::turns::update;
use super::{DatabaseStore, all, damaged, first};
use crate::model::{Totals, UserId, replies_in};
use crate::search::IndexWords;
use crate::store::examining::Findings;
use crate::store::{EntryName, Finding, FindingKind, LeftBehind, Part, StoreError, StoreResult};

impl DatabaseStore {
    pub(super) fn examine_all(&self) -> StoreResult<Vec<Finding>> {
        let mut session = self.database.hold()?;
        let session = &mut *session;
        let location = PathBuf::from(self.database.location().to_string());
        let mut found = Findings::default();
        for reason in session.integrity()? {
            found.note(&location, FindingKind::IntegrityFailed { reason });
        }
        for entry in entries(session)? {
            let place = PathBuf::from(entry.to_string());
            let text = match part_text(session, &entry) {
                Ok(text) => text.unwrap_or_default(),
                Err(error @ StoreError::Damaged { .. }) => {
                    found.note_error(&place, &error);
                    continue;
                }
                Err(error) => return Err(error),
            };
            match &entry {
                EntryName::Users => found.accounts(&place, &text),
                EntryName::UserData(user) => {
                    found.owner_of(&place, user);
                    found.user_file(&place, &text);
                    self.stale_copies(session, user, &place, &mut found)?;
                }
                own => found.own_part(own, &place, &text, self.options.local_timezone),
            }
        }
        orphans(session, &location, &mut found)?;
        leftovers(session, &location, &mut found)?;
        let rekey = super::rekey::abandoned(session)?;
        if let Some(recipients) = rekey {
            found.note(&location, FindingKind::RekeyUnfinished { recipients });
        }
        let messages = session.without_words()?;
        if messages > 0 {
            found.note(&location, FindingKind::SearchIndexIncomplete { messages });
        }
        match self.kept_turns() {
            Ok(turns) => found.unsaved(turns),
            Err(error) => found.note_error(&location, &error),
        }
        self.database.examine_surroundings(&mut found)?;
        Ok(found.sorted())
    }

    /// Notes conversations whose columns are not what their documents say.
    fn stale_copies(
        &self,
        session: &mut dyn Session,
        user: &UserId,
        place: &Path,
        found: &mut Findings,
    ) -> StoreResult<()> {
        let conversations = stored(session, user, None, false)?;
        let messages = message_texts(session, user, None)?;
        for one in &conversations {
            let messages = messages.get(&one.key);
            // What cannot be read is a finding already.
            let Ok(replies) = replies_in(document(one, messages).as_str(), 0) else {
                continue;
            };
            let mut totals = Totals::default();
            replies.iter().for_each(|reply| totals.add(reply));
            if messages.map_or(0, Vec::len) != one.message_count || one.totals() != totals {
                let part = Part::Conversation(id_of(&one.key).to_string());
                found.note(place, FindingKind::StaleCopies { part });
            }
        }
        Ok(())
    }

    pub(super) fn mend_one(&self, finding: &Finding) -> StoreResult<bool> {
        match &finding.kind {
            FindingKind::LeftBehind {
                what: LeftBehind::Reservation,
            } => self.forget_past_reservations(),
            FindingKind::StaleCopies {
                part: Part::Conversation(id),
            } => {
                let name = finding.place.to_string_lossy();
                match EntryName::parse(&name) {
                    Some(EntryName::UserData(user)) => self.copy_again(&user, id),
                    _ => Ok(false),
                }
            }
            FindingKind::SearchIndexIncomplete { .. } => self.write(index_again),
            _ => self.database.mend_surroundings(finding),
        }
    }

    /// Removes reservations whose time has passed and whose processes are gone, user by user.
    fn forget_past_reservations(&self) -> StoreResult<bool> {
        let past = "until <= chatkeep.now() AND lease <= chatkeep.now()";
        let users = self.read(|session| {
            let sql = format!("SELECT DISTINCT user_id FROM chatkeep.reservations WHERE {past}");
            all(session, &sql, &[], |row| Ok(row.text(0)?.to_owned()))
        })?;
        let mut is_done = false;
        for user in &users {
            let sql = format!("DELETE FROM chatkeep.reservations WHERE user_id = ?1 AND {past}");
            is_done |= self.write(|session| session.execute(&sql, &[user.into()]))? > 0;
        }
        Ok(is_done)
    }

    /// Makes a conversation's columns what its documents say.
    fn copy_again(&self, user: &UserId, id: &str) -> StoreResult<bool> {
        self.write(|session| {
            let key = key_of(id);
            let Some(Stored { key, doc, .. }) = stored(session, user, Some(&key), true)?.pop()
            else {
                return Ok(false);
            };
            let Some(document) = super::conversations::document_of(session, user, &key)? else {
                return Ok(false);
            };
            let row = conversation_row(id, &document, &mut IndexWords::default());
            let row = row.map_err(damaged(user))?;
            update(session, user, &key, &doc, row.messages.len(), &row.totals)?;
            Ok(true)
        })
    }
}

/// Puts the messages into the index of words that are not there.
fn index_again(session: &mut dyn Session) -> StoreResult<bool> {
    let sql = "SELECT DISTINCT user_id, id FROM chatkeep.conversations";
    let conversations = all(session, sql, &[], |row| {
        Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))
    })?;
    let mut words = IndexWords::default();
    for (user, key) in conversations {
        let user = UserId::parse(&user).map_err(|cause| StoreError::damaged("user_data", cause))?;
        let Some(document) = super::conversations::document_of(session, &user, &key)? else {
            continue;
        };
        let row = conversation_row("", &document, &mut words).map_err(damaged(&user))?;
        session.index_messages(&user, &key, &row.messages)?;
    }
    Ok(session.without_words()? == 0)
}

/// Rows of nobody. The database itself keeps messages from being without their conversation, and that from being without its
/// user's row. Compared here: a table that is spread over servers cannot be looked up from one that is not.
fn orphans(session: &mut dyn Session, place: &Path, found: &mut Findings) -> StoreResult<()> {
    let mut ids = |table: &str| -> StoreResult<BTreeSet<String>> {
        let sql = format!("SELECT user_id FROM chatkeep.{table}");
        let ids = all(session, &sql, &[], |row| Ok(row.text(0)?.to_owned()))?;
        Ok(ids.into_iter().collect())
    };
    let (users, data) = (ids("users")?, ids("user_data")?);
    for (table, these, others) in [("user_data", &data, &users), ("users", &users, &data)] {
        let rows = these.difference(others).count();
        if rows > 0 {
            let table = table.to_owned();
            found.note(place, FindingKind::OrphanRows { table, rows });
        }
    }
    Ok(())
}

fn leftovers(session: &mut dyn Session, place: &Path, found: &mut Findings) -> StoreResult<()> {
    let sql = "SELECT count(*) FROM chatkeep.reservations
               WHERE until <= chatkeep.now() AND lease <= chatkeep.now()";
    let past = first(session, sql, &[], |row| row.integer(0))?.unwrap_or_default();
    if past > 0 {
        let what = LeftBehind::Reservation;
        found.note(place, FindingKind::LeftBehind { what });
    }
    Ok(())
}
