//! Mending what can be made again from documents, or is nobody's any more.

use super::conversations::stored;
use super::examine::ids_in;
use super::keys::key_of;
use super::session::{Session, Stored};
use super::taking_apart::conversation_row;
use super::turns::update;
use super::{DatabaseStore, all, damaged};
use crate::model::UserId;
use crate::search::IndexWords;
use crate::store::{EntryName, Finding, FindingKind, LeftBehind, Part, StoreError, StoreResult};

impl DatabaseStore {
    pub(super) fn mend_one(&self, finding: &Finding) -> StoreResult<bool> {
        match &finding.kind {
            FindingKind::LeftBehind {
                what: LeftBehind::Reservation,
            } => self.forget_past_reservations(),
            FindingKind::StaleCopies {
                part: Part::Conversation(id),
            }
            | FindingKind::StaleWords {
                part: Part::Conversation(id),
                ..
            } => {
                let name = finding.place.to_string_lossy();
                match EntryName::parse(&name) {
                    Some(EntryName::UserData(user)) => self.copy_again(&user, id),
                    _ => Ok(false),
                }
            }
            FindingKind::SearchIndexIncomplete { .. } => self.write(index_again),
            FindingKind::SearchIndexDamaged { .. } => self.write(|session| {
                session.make_index()?;
                match session.without_words()? {
                    0 => Ok(true),
                    _ => index_again(session),
                }
            }),
            FindingKind::AccountsWithoutData { .. } => self.add_rows(),
            FindingKind::StaleSums { .. } => self.mend_sums(),
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

    /// Gives accounts the rows that they lack, user by user.
    fn add_rows(&self) -> StoreResult<bool> {
        let missing = self.read(|session| {
            let (users, data) = (ids_in(session, "users")?, ids_in(session, "user_data")?);
            Ok(users.difference(&data).cloned().collect::<Vec<_>>())
        })?;
        for user in &missing {
            let sql = "INSERT INTO chatkeep.user_data (user_id, doc) VALUES (?1, NULL)
                       ON CONFLICT (user_id) DO NOTHING";
            self.write(|session| session.execute(sql, &[user.into()]))?;
        }
        Ok(!missing.is_empty())
    }

    /// Makes the sums anew that are not what the replies give, user by user.
    fn mend_sums(&self) -> StoreResult<bool> {
        let stale = self.read(|session| self.users_with_stale_sums(session))?;
        for user in &stale {
            self.write(|session| self.sum_anew(session, user).map(drop))?;
        }
        Ok(!stale.is_empty())
    }

    /// Makes a conversation's columns, and its messages' words, what its documents say.
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
            session.index_anew(user, &key, &row.messages)?;
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
