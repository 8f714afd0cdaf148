//! `users.json`: all accounts in one object, by id.

use crate::model::document::{Member, Object, Splice};
use crate::model::{Document, Malformed, NewUser, User, UserChange, UserId};
use crate::store::Damage;

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

/// Returns the change that puts a new account behind the others; `None` if its id or address is taken.
pub(super) fn add(text: &str, new: &NewUser) -> Result<Option<Splice>, Damage> {
    let object = Object::parse(text)?;
    if object.get(new.id.as_str()).is_some() || email_is_taken(&object, &new.email, None)? {
        return Ok(None);
    }
    Ok(Some(object.set(new.id.as_str(), &new.to_document())))
}

/// Returns the change that puts an account behind the others, byte for byte as it was; `None` if its address is taken.
pub(super) fn add_as_it_was(
    text: &str,
    id: &UserId,
    email: &str,
    account: &Document,
) -> Result<Option<Splice>, Damage> {
    let object = Object::parse(text)?;
    if !email.is_empty() && email_is_taken(&object, email, None)? {
        return Ok(None);
    }
    Ok(Some(object.set_as_it_is(id.as_str(), account)))
}

/// What became of the wish to change an account.
pub(super) enum Changed {
    /// There is no such account.
    NoAccount,
    /// Another account has the new address.
    EmailTaken(String),
    /// It is so already.
    AsItWas,
    /// The account's new document, in the place of the old one.
    Yes(Splice),
}

/// Works out the change of an account.
pub(super) fn change(text: &str, id: &UserId, change: &UserChange) -> Result<Changed, Damage> {
    let object = Object::parse(text)?;
    let Some(member) = object.get(id.as_str()) else {
        return Ok(Changed::NoAccount);
    };
    if let Some(email) = change.new_email()
        && email_is_taken(&object, email, Some(id))?
    {
        return Ok(Changed::EmailTaken(email.to_owned()));
    }
    let document = Document::parse_at(member.value, member.value_span().start)?;
    let changed = change.apply(&document);
    Ok(if changed == document {
        Changed::AsItWas
    } else {
        Changed::Yes(member.replaced_by(&changed))
    })
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

fn email_is_taken(
    object: &Object<'_>,
    email: &str,
    except: Option<&UserId>,
) -> Result<bool, Damage> {
    for member in object.members() {
        let other = user(member)?;
        if other.email == email && except != Some(&other.id) {
            return Ok(true);
        }
    }
    Ok(false)
}
