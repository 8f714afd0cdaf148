//! `users.json`: all accounts in one object, by id.

use std::collections::{HashMap, HashSet};

use crate::model::document::{Member, Object, Splice};
use crate::model::{Document, Malformed, User, UserId};
use crate::store::account_changes::{self, Account, AccountsPlan, Present};
use crate::store::{AccountChange, AccountsChanged, Damage};

/// Reads all accounts, in the order of the file.
pub(super) fn users(text: &str) -> Result<Vec<User>, Damage> {
    Object::parse(text)?.members().iter().map(user).collect()
}

/// Reads the ids alone, which is much less work.
pub(super) fn user_ids(text: &str) -> Result<Vec<UserId>, Damage> {
    let object = Object::parse(text)?;
    object
        .members()
        .iter()
        .map(|member| Ok(UserId::parse(&member.key)?))
        .collect()
}

/// Whether the account is there.
pub(super) fn contains(text: &str, id: &UserId) -> Result<bool, Malformed> {
    Ok(Object::parse(text)?.get(id.as_str()).is_some())
}

/// Returns the change that puts an account behind the others, byte for byte as it was; `None` if its address is taken.
pub(super) fn add_as_it_was(
    text: &str,
    id: &UserId,
    email: &str,
    account: &Document,
) -> Result<Option<Splice>, Damage> {
    let object = Object::parse(text)?;
    if !email.is_empty() && email_is_taken(&object, email)? {
        return Ok(None);
    }
    Ok(Some(object.set_as_it_is(id.as_str(), account)))
}

/// Returns the splices that make these changes, and what becomes of them.
pub(super) fn change(
    text: &str,
    changes: &[AccountChange],
) -> Result<(Vec<Splice>, AccountsChanged), Damage> {
    let object = Object::parse(text)?;
    let named = named_by(&object, changes);
    let present = Present {
        accounts: accounts(&named)?,
        owners: owners(&object, changes)?,
    };
    let AccountsPlan {
        changed,
        added,
        outcome,
    } = account_changes::plan(changes, present);
    let replaced = changed.iter().filter_map(|(id, account)| {
        let member = named.get(id)?;
        Some(member.replaced_by(&account.document))
    });
    let mut splices: Vec<Splice> = replaced.collect();
    let added: Vec<_> = added
        .iter()
        .map(|(id, account)| (id.as_str(), &account.document))
        .collect();
    splices.extend(object.add_all(&added));
    Ok((splices, outcome))
}

/// Finds the accounts that changes name.
fn named_by<'o, 'a>(
    object: &'o Object<'a>,
    changes: &[AccountChange],
) -> HashMap<UserId, &'o Member<'a>> {
    let wanted: HashMap<&str, &UserId> = changes
        .iter()
        .map(|change| (change.id().as_str(), change.id()))
        .collect();
    let members = object.members().iter();
    members
        .filter_map(|member| Some(((*wanted.get(member.key.as_ref())?).clone(), member)))
        .collect()
}

fn accounts(named: &HashMap<UserId, &Member<'_>>) -> Result<HashMap<UserId, Account>, Damage> {
    let account = |(id, member): (&UserId, &&Member<'_>)| {
        let account = Account {
            email: user(member)?.email,
            document: Document::parse_at(member.value, member.value_span().start)?,
        };
        Ok((id.clone(), account))
    };
    named.iter().map(account).collect()
}

/// Finds who has the addresses that changes want: nobody is looked at if they want none.
fn owners(
    object: &Object<'_>,
    changes: &[AccountChange],
) -> Result<HashMap<String, Vec<UserId>>, Damage> {
    let wanted: HashSet<&str> = changes.iter().filter_map(AccountChange::email).collect();
    let mut owners: HashMap<String, Vec<UserId>> = HashMap::new();
    if wanted.is_empty() {
        return Ok(owners);
    }
    for member in object.members() {
        let other = user(member)?;
        if wanted.contains(other.email.as_str()) {
            owners.entry(other.email).or_default().push(other.id);
        }
    }
    Ok(owners)
}

/// Returns the change that takes an account out; `None` if it is not there.
pub(super) fn remove(text: &str, id: &UserId) -> Result<Option<Splice>, Malformed> {
    Ok(Object::parse(text)?.remove(id.as_str()))
}

fn user(member: &Member<'_>) -> Result<User, Damage> {
    let id = UserId::parse(&member.key)?;
    Ok(User::from_document(
        id,
        member.value,
        member.value_span().start,
    )?)
}

fn email_is_taken(object: &Object<'_>, email: &str) -> Result<bool, Damage> {
    for member in object.members() {
        if user(member)?.email == email {
            return Ok(true);
        }
    }
    Ok(false)
}
