//! Accounts.

use super::keys::key_of;
use super::ledger::note_in_ledger;
use super::merged::forget_merged;
use super::session::{Row, Session, Value};
use super::usage::entries_of_all;
use super::user_data::lock_user;
use super::{AT_ONCE, DatabaseStore, all, as_integer, first, places};
use crate::model::document::{Object, spliced};
use crate::model::{Document, Totals, User, UserId};
use crate::store::{EntryName, RemovedUser, StoreError, StoreResult, lookup, user_file};

/// The tables from which rows go with an account, in order, besides those of conversations.
pub(super) const WITH_ACCOUNT: [&str; 3] = ["reservations", "user_data", "users"];

/// Reads an account from its id and document.
fn user(row: &dyn Row) -> StoreResult<User> {
    let entry = || EntryName::Users.to_string();
    let id = UserId::parse(row.text(0)?).map_err(|cause| StoreError::damaged(entry(), cause))?;
    User::from_document(id, row.text(1)?, 0).map_err(|cause| StoreError::damaged(entry(), cause))
}

/// An account as a row.
pub(super) fn put_user(
    session: &mut dyn Session,
    id: &UserId,
    position: i64,
    email: &str,
    doc: &str,
) -> StoreResult<bool> {
    let email = email_key(email);
    let values: [Value<'_>; 4] = [
        id.into(),
        position.into(),
        email.as_deref().into(),
        doc.into(),
    ];
    let added = session.execute(
        "INSERT INTO chatkeep.users (user_id, position, email, doc) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
        &values,
    )?;
    Ok(added == 1)
}

/// Puts an account behind the others, with no data yet. Its id and address must be new.
pub(super) fn put_new_user(
    session: &mut dyn Session,
    id: &UserId,
    email: &str,
    doc: &str,
) -> StoreResult<()> {
    let taken = || StoreError::EmailTaken {
        email: email.to_owned(),
    };
    if is_taken(session, email)? {
        return Err(taken());
    }
    let position = next_position(session)?;
    if !put_user(session, id, position, email, doc)? {
        return Err(taken());
    }
    let sql = "INSERT INTO chatkeep.user_data (user_id, doc) VALUES (?1, NULL)";
    session.execute(sql, &[id.into()])?;
    Ok(())
}

/// Returns the place behind all accounts.
pub(super) fn next_position(session: &mut dyn Session) -> StoreResult<i64> {
    let sql = "SELECT coalesce(max(position), -1) + 1 FROM chatkeep.users";
    Ok(first(session, sql, &[], |row| row.integer(0))?.unwrap_or_default())
}

/// Returns the address as a key; an account may have none.
pub(super) fn email_key(email: &str) -> Option<String> {
    (!email.is_empty()).then(|| key_of(email))
}

fn is_taken(session: &mut dyn Session, email: &str) -> StoreResult<bool> {
    let Some(key) = email_key(email) else {
        return Ok(false);
    };
    let sql = "SELECT 1 FROM chatkeep.users WHERE email = ?1";
    Ok(first(session, sql, &[(&key).into()], |_| Ok(()))?.is_some())
}

impl DatabaseStore {
    pub(super) fn all_users(&self) -> StoreResult<Vec<User>> {
        self.read(|session| {
            let sql = "SELECT user_id, doc FROM chatkeep.users ORDER BY position, user_id";
            all(session, sql, &[], user)
        })
    }

    pub(super) fn chosen_users(&self, ids: &[UserId]) -> StoreResult<Vec<User>> {
        self.read(|session| {
            let mut found = Vec::with_capacity(ids.len());
            for ids in ids.chunks(AT_ONCE) {
                let sql = format!(
                    "SELECT user_id, doc FROM chatkeep.users WHERE user_id IN ({})",
                    places(1, ids.len())
                );
                let values: Vec<Value<'_>> = ids.iter().map(Value::from).collect();
                found.extend(all(session, &sql, &values, user)?);
            }
            Ok(found)
        })
    }

    /// Looks among those alone that can be meant, which an index finds; names are in the documents.
    pub(super) fn user_called(&self, who: &str) -> StoreResult<User> {
        let email = key_of(&who.to_lowercase());
        let found = self.read(|session| {
            let sql = "SELECT user_id, doc FROM chatkeep.users WHERE user_id = ?1 OR email = ?2";
            all(
                session,
                sql,
                &[key_of(who).as_str().into(), (&email).into()],
                user,
            )
        })?;
        match lookup::choose_user(found, who) {
            Err(StoreError::UserNotFound { .. }) if !who.is_empty() => {
                lookup::choose_user(self.all_users()?, who)
            }
            chosen => chosen,
        }
    }

    pub(super) fn remove_account(&self, id: &UserId) -> StoreResult<RemovedUser> {
        self.write(|session| {
            let doc = lock_user(session, id)?;
            let mut removed = RemovedUser::default();
            if let Some(doc) = doc {
                let keys = user_file::keys_in(&doc).map_err(super::damaged(id))?;
                removed.keys = keys.len();
            }
            let (conversations, totals) = self.bill_and_remove_all(session, id)?;
            removed.conversations = conversations;
            removed.totals = totals;
            for table in WITH_ACCOUNT {
                let sql = format!("DELETE FROM chatkeep.{table} WHERE user_id = ?1");
                session.execute(&sql, &[id.into()])?;
            }
            forget_merged(session, id)?;
            Ok(removed)
        })
    }

    /// Takes all conversations of a user out, and has what they took in the ledger. Returns how many there were.
    pub(super) fn bill_and_remove_all(
        &self,
        session: &mut dyn Session,
        id: &UserId,
    ) -> StoreResult<(usize, Totals)> {
        let mut totals = Totals::default();
        let entries = entries_of_all(session, id)?;
        entries.iter().for_each(|entry| totals.add(&entry.reply));
        note_in_ledger(session, &entries)?;
        let sql = "DELETE FROM chatkeep.messages WHERE user_id = ?1";
        session.execute(sql, &[id.into()])?;
        let sql = "DELETE FROM chatkeep.conversations WHERE user_id = ?1";
        let conversations = session.execute(sql, &[id.into()])?;
        Ok((usize::try_from(conversations).unwrap_or_default(), totals))
    }
}

/// Writes an account as it would stand among those of the web app's file.
pub(super) fn in_the_apps_form(id: &UserId, account: &Document) -> StoreResult<Document> {
    let none = "{}";
    let damaged = |cause| StoreError::damaged(EntryName::Users.to_string(), cause);
    let root = Object::parse(none).map_err(damaged)?;
    let one = root.set(id.as_str(), account);
    let all = spliced(none, &mut [one]).concat();
    let all = Object::parse(&all).map_err(damaged)?;
    let account = all.members().first().map_or("{}", |account| account.value);
    Document::parse(account).map_err(damaged)
}

/// Puts accounts in place of those that are there, in this order.
pub(super) fn replace_users<'u>(
    session: &mut dyn Session,
    users: impl Iterator<Item = (UserId, &'u str)>,
) -> StoreResult<()> {
    session.execute("DELETE FROM chatkeep.users", &[])?;
    for (position, (id, doc)) in users.enumerate() {
        let read = User::from_document(id.clone(), doc, 0);
        let read =
            read.map_err(|cause| StoreError::damaged(EntryName::Users.to_string(), cause))?;
        if !put_user(session, &id, as_integer(position), &read.email, doc)? {
            return Err(StoreError::EmailTaken { email: read.email });
        }
    }
    Ok(())
}
