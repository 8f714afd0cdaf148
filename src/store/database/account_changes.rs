//! Several changes of accounts in one transaction, in as few statements as there can be: on the way to a server and back, most
//! of the time would be lost.

use std::collections::{HashMap, HashSet};

use super::keys::key_of;
use super::session::{Session, Value};
use super::users::{email_key, in_the_apps_form, next_position};
use super::{AT_ONCE, DatabaseStore, as_integer, places};
use crate::model::{Document, User, UserId};
use crate::store::account_changes::{self, Account, AccountsPlan, Present};
use crate::store::{AccountChange, AccountsChanged, EntryName, StoreError, StoreResult};

/// The SQL standard's code for a row that has what another must have alone.
const NOT_UNIQUE: &str = "23505";

/// An account as a row.
struct AccountRow<'a> {
    id: &'a UserId,
    position: i64,
    email: Option<String>,
    doc: String,
}

impl DatabaseStore {
    pub(super) fn change_accounts(
        &self,
        changes: &[AccountChange],
    ) -> StoreResult<AccountsChanged> {
        let changed = self.write(|session| change(session, changes));
        match changed {
            // Somebody else took an address meanwhile, and is seen now.
            Err(StoreError::Database { code, .. }) if code == NOT_UNIQUE => {
                self.write(|session| change(session, changes))
            }
            changed => changed,
        }
    }
}

fn change(session: &mut dyn Session, changes: &[AccountChange]) -> StoreResult<AccountsChanged> {
    let (present, positions) = look_up(session, changes)?;
    let emails: HashMap<UserId, String> = present
        .accounts
        .iter()
        .map(|(id, account)| (id.clone(), account.email.clone()))
        .collect();
    let AccountsPlan {
        changed,
        added,
        outcome,
    } = account_changes::plan(changes, present);
    let mut rows = Vec::with_capacity(changed.len() + added.len());
    let mut readdressed = Vec::new();
    for (id, account) in &changed {
        if emails.get(id) != Some(&account.email) {
            readdressed.push(id);
        }
        rows.push(AccountRow {
            id,
            position: positions.get(id).copied().unwrap_or_default(),
            email: email_key(&account.email),
            doc: account.document.as_str().to_owned(),
        });
    }
    if !added.is_empty() {
        let first = next_position(session)?;
        for (position, (id, account)) in added.iter().enumerate() {
            rows.push(AccountRow {
                id,
                position: first + as_integer(position),
                email: email_key(&account.email),
                doc: in_the_apps_form(id, &account.document)?.as_str().to_owned(),
            });
        }
    }
    take_addresses(session, &readdressed)?;
    put_rows(session, &rows)?;
    let added: Vec<&UserId> = added.iter().map(|(id, _)| id).collect();
    add_data(session, &added)?;
    Ok(outcome)
}

/// Looks up, and locks, the accounts that changes name and those that have the addresses which they want. Returns the places of
/// the former among all accounts, too.
fn look_up(
    session: &mut dyn Session,
    changes: &[AccountChange],
) -> StoreResult<(Present, HashMap<UserId, i64>)> {
    let damaged = |cause| StoreError::damaged(EntryName::Users.to_string(), cause);
    let named: HashSet<&UserId> = changes.iter().map(AccountChange::id).collect();
    let wanted: HashSet<&str> = changes.iter().filter_map(AccountChange::email).collect();
    let (mut present, mut positions) = (Present::default(), HashMap::new());
    let mut see = |id: UserId, position: i64, doc: &str| {
        let email = User::from_document(id.clone(), doc, 0)
            .map_err(damaged)?
            .email;
        if wanted.contains(email.as_str()) {
            let owners = present.owners.entry(email.clone()).or_default();
            if !owners.contains(&id) {
                owners.push(id.clone());
            }
        }
        if named.contains(&id) {
            let document = Document::parse(doc).map_err(damaged)?;
            positions.insert(id.clone(), position);
            present.accounts.insert(id, Account { email, document });
        }
        Ok(())
    };
    // All who change several lock them in the same order.
    let mut ordered: Vec<&AccountChange> = changes.iter().collect();
    ordered.sort_by_key(|change| change.id());
    for some in ordered.chunks(AT_ONCE) {
        let keys: Vec<String> = some
            .iter()
            .filter_map(|it| it.email())
            .map(key_of)
            .collect();
        let mut values: Vec<Value<'_>> = some.iter().map(|change| change.id().into()).collect();
        let mut found = format!("user_id IN ({})", places(1, values.len()));
        if !keys.is_empty() {
            let of_emails = places(values.len() + 1, keys.len());
            found.push_str(&format!(" OR email IN ({of_emails})"));
            values.extend(keys.iter().map(Value::from));
        }
        let sql = format!(
            "SELECT user_id, position, doc FROM chatkeep.users WHERE {found} ORDER BY user_id FOR UPDATE"
        );
        session.query(&sql, &values, &mut |row| {
            let id = UserId::parse(row.text(0)?);
            let id =
                id.map_err(|cause| StoreError::damaged(EntryName::Users.to_string(), cause))?;
            see(id, row.integer(1)?, row.text(2)?)
        })?;
    }
    Ok((present, positions))
}

/// Takes the addresses from accounts that get others: one may get what another has until then.
fn take_addresses(session: &mut dyn Session, ids: &[&UserId]) -> StoreResult<()> {
    for ids in ids.chunks(AT_ONCE) {
        let sql = format!(
            "UPDATE chatkeep.users SET email = NULL WHERE user_id IN ({})",
            places(1, ids.len())
        );
        let values: Vec<Value<'_>> = ids.iter().copied().map(Value::from).collect();
        session.execute(&sql, &values)?;
    }
    Ok(())
}

/// Puts accounts in, those that are there in their places.
fn put_rows(session: &mut dyn Session, rows: &[AccountRow<'_>]) -> StoreResult<()> {
    for rows in rows.chunks(AT_ONCE) {
        let tuples: Vec<String> = (0..rows.len())
            .map(|row| format!("({})", places(4 * row + 1, 4)))
            .collect();
        let sql = format!(
            "INSERT INTO chatkeep.users (user_id, position, email, doc) VALUES {}
             ON CONFLICT (user_id) DO UPDATE SET email = excluded.email, doc = excluded.doc",
            tuples.join(", ")
        );
        let values: Vec<Value<'_>> = rows
            .iter()
            .flat_map(|row| {
                let email = row.email.as_deref();
                [
                    row.id.into(),
                    row.position.into(),
                    email.into(),
                    (&row.doc).into(),
                ]
            })
            .collect();
        session.execute(&sql, &values)?;
    }
    Ok(())
}

/// Makes place for what new accounts will have.
fn add_data(session: &mut dyn Session, ids: &[&UserId]) -> StoreResult<()> {
    for ids in ids.chunks(AT_ONCE) {
        let tuples: Vec<String> = (1..=ids.len()).map(|id| format!("(?{id}, NULL)")).collect();
        let sql = format!(
            "INSERT INTO chatkeep.user_data (user_id, doc) VALUES {}",
            tuples.join(", ")
        );
        let values: Vec<Value<'_>> = ids.iter().copied().map(Value::from).collect();
        session.execute(&sql, &values)?;
    }
    Ok(())
}
