//! Looking for what is not as it should be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::conversations::{document, message_texts, stored};
use super::keys::id_of;
use super::session::Session;
use super::snapshot::{entries, part_text};
use super::taking_apart::{conversation_row, written};
use super::{DatabaseStore, all, first};
use crate::model::UserId;
use crate::search::IndexWords;
use crate::store::examining::Findings;
use crate::store::{EntryName, Finding, FindingKind, LeftBehind, Part, StoreError, StoreResult};

impl DatabaseStore {
    pub(super) fn examine_all(&self) -> StoreResult<Vec<Finding>> {
        let mut session = self.database.hold()?;
        let session = &mut *session;
        let location = PathBuf::from(self.database.location().to_string());
        let mut found = Findings::default();
        let integrity = session.integrity()?;
        for reason in integrity.reasons {
            found.note(&location, FindingKind::IntegrityFailed { reason });
        }
        if let Some(reason) = integrity.search_index {
            found.note(&location, FindingKind::SearchIndexDamaged { reason });
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
        let users = self.users_with_stale_sums(session)?.len();
        if users > 0 {
            found.note(&location, FindingKind::StaleSums { users });
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

    /// Notes conversations whose columns, or whose messages' words, are not what their documents say.
    fn stale_copies(
        &self,
        session: &mut dyn Session,
        user: &UserId,
        place: &Path,
        found: &mut Findings,
    ) -> StoreResult<()> {
        let conversations = stored(session, user, None, false)?;
        let messages = message_texts(session, user, None)?;
        let mut words = IndexWords::default();
        let mut rows = BTreeMap::new();
        for one in &conversations {
            let document = document(one, messages.get(&one.key));
            // What cannot be read is a finding already.
            let Ok(row) = conversation_row(id_of(&one.key).as_str(), &document, &mut words) else {
                continue;
            };
            if row.messages.len() != one.message_count || row.totals != written(&one.totals()) {
                let part = part_of(&one.key);
                found.note(place, FindingKind::StaleCopies { part });
            }
            rows.insert(one.key.clone(), row.messages);
        }
        for (key, messages) in session.stale_words(user, &rows)? {
            let part = part_of(&key);
            found.note(place, FindingKind::StaleWords { part, messages });
        }
        Ok(())
    }
}

fn part_of(key: &str) -> Part {
    Part::Conversation(id_of(key).to_string())
}

/// Notes users' data without accounts, and accounts without data. The database itself keeps messages from being without their
/// conversation, and that from being without its user's row.
fn orphans(session: &mut dyn Session, place: &Path, found: &mut Findings) -> StoreResult<()> {
    let (users, data) = (ids_in(session, "users")?, ids_in(session, "user_data")?);
    let rows = data.difference(&users).count();
    if rows > 0 {
        found.note(place, FindingKind::OrphanRows { rows });
    }
    let accounts = users.difference(&data).count();
    if accounts > 0 {
        found.note(place, FindingKind::AccountsWithoutData { accounts });
    }
    Ok(())
}

/// Returns the users of a table. They are compared here: a table that is spread over servers cannot be looked up from one that
/// is not.
pub(super) fn ids_in(session: &mut dyn Session, table: &str) -> StoreResult<BTreeSet<String>> {
    let sql = format!("SELECT user_id FROM chatkeep.{table}");
    let ids = all(session, &sql, &[], |row| Ok(row.text(0)?.to_owned()))?;
    Ok(ids.into_iter().collect())
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
