//! Operations on API keys.

use std::path::PathBuf;

use crate::actions::stores::{IdentityPlace, ensure_recipients};
use crate::actions::{ActionError, ActionResult};
use crate::model::{ApiKey, Clock, KeyFormat, ProviderName, SealedKey, SecretText, User, UserId};
use crate::secrets::{KeyRing, SecretError, SecretSource};
use crate::store::{Store, StoreError, StoreResult};

/// Where this machine's secrets come from: the identity, and the web app's secret.
pub trait KeySecrets: IdentityPlace + SecretSource {}

impl<T: IdentityPlace + SecretSource> KeySecrets for T {}

/// Whose key it is, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyName {
    /// The id of its owner.
    pub user_id: UserId,
    /// The owner's address.
    pub email: String,
    /// The provider.
    pub provider: ProviderName,
}

impl KeyName {
    pub(super) fn of(user: &User, provider: ProviderName) -> Self {
        Self {
            user_id: user.id.clone(),
            email: user.email.clone(),
            provider,
        }
    }
}

/// Finds out which key `who` and `provider` name, set or not, so that nobody is asked for a secret in vain.
pub fn name(store: &dyn Store, who: &str, provider: &str) -> ActionResult<KeyName> {
    let provider = ProviderName::parse(provider)?;
    Ok(KeyName::of(&store.find_user(who)?, provider))
}

/// A key that was set.
#[derive(Debug)]
pub struct KeySet {
    /// Which.
    pub name: KeyName,
    /// How it was encrypted.
    pub format: KeyFormat,
    /// Whether there was one before.
    pub was_replaced: bool,
    /// Whether the web app, which works on the store too, cannot read it.
    pub is_closed_to_app: bool,
    /// Where an identity was made for it, if one was.
    pub identity_made: Option<PathBuf>,
}

/// Encrypts a key in the form that the store has decided on, and sets it.
///
/// With age, a store without recipients gets those of this machine's identity, which is made if there is none.
pub fn set(
    store: &dyn Store,
    clock: &dyn Clock,
    secrets: &dyn KeySecrets,
    name: KeyName,
    plain: &SecretText,
) -> ActionResult<KeySet> {
    let plain = checked_key(plain)?;
    let present = store.keys(&name.user_id)?;
    let format = store.key_format()?;
    let identity_made = match format {
        KeyFormat::Age => ensure_recipients(store, secrets, clock)?,
        KeyFormat::Fernet => None,
    };
    let is_shared = loop {
        let settings = store.settings()?;
        let ring = KeyRing::new(&settings, secrets);
        if format == KeyFormat::Fernet {
            check_flask_secret(store, &ring)?;
        }
        let key = ApiKey {
            provider: name.provider.clone(),
            sealed: ring.seal(format, &plain, clock.now())?,
        };
        let recipients = (format == KeyFormat::Age).then_some(&*settings.recipients);
        match store.set_key(&name.user_id, &key, recipients) {
            // Nobody has to give the key again because of that.
            Err(StoreError::RecipientsChanged { .. }) => {}
            other => {
                other?;
                break settings.is_shared;
            }
        }
    };
    Ok(KeySet {
        was_replaced: present.iter().any(|key| key.provider == name.provider),
        is_closed_to_app: is_shared && format == KeyFormat::Age,
        name,
        format,
        identity_made,
    })
}

/// Takes a key as it can be sent to a provider: in a line of a request's head, which holds visible ASCII.
///
/// What a paste brings along at either end is not part of it; anything odd inside is more likely a slip than a key.
fn checked_key(plain: &SecretText) -> ActionResult<SecretText> {
    let refuse = |reason| Err(ActionError::InvalidKey { reason });
    let key = plain.expose().trim();
    if key.is_empty() {
        return refuse("it is empty");
    }
    if key.contains(['\n', '\r']) {
        return refuse("it has more than one line");
    }
    if key.contains(char::is_whitespace) {
        return refuse("it has a space in it");
    }
    if !key.chars().all(|c| c.is_ascii_graphic()) {
        return refuse("it has a character that is no visible ASCII");
    }
    Ok(SecretText::new(key))
}

/// Refuses a secret of the web app that opens none of the store's Fernet keys: what it seals, the app could not read.
fn check_flask_secret(store: &dyn Store, ring: &KeyRing<'_>) -> ActionResult<()> {
    let mut refusal = None;
    for user in store.users()? {
        // One user's damaged file is no reason to refuse another's key.
        for key in store.keys(&user.id).unwrap_or_default() {
            if key.sealed.format() != Some(KeyFormat::Fernet) {
                continue;
            }
            match ring.open(&key.sealed) {
                Ok(_) | Err(SecretError::OpenedNotText) => return Ok(()),
                Err(SecretError::SealedDamaged { .. }) => {}
                Err(error @ SecretError::FlaskSecretWrong) => refusal = Some(error),
                Err(error) => return Err(error.into()),
            }
        }
    }
    refusal.map_or(Ok(()), |error| Err(error.into()))
}

/// The keys that are set.
#[derive(Debug)]
pub struct KeyList {
    /// By user, in the order of the store.
    pub keys: Vec<KeyEntry>,
}

/// A key that is set.
#[derive(Debug)]
pub struct KeyEntry {
    /// Which.
    pub name: KeyName,
    /// How it is encrypted; `None` if that is neither form.
    pub format: Option<KeyFormat>,
}

/// Lists the keys of one user, or of all. Nothing is decrypted.
pub fn list(store: &dyn Store, who: Option<&str>) -> ActionResult<KeyList> {
    let mut keys = Vec::new();
    for user in &owners(store, who)? {
        keys.extend(store.keys(&user.id)?.into_iter().map(|key| KeyEntry {
            format: key.sealed.format(),
            name: KeyName::of(user, key.provider),
        }));
    }
    Ok(KeyList { keys })
}

/// Returns the user whose keys are meant, or everybody.
pub(super) fn owners(store: &dyn Store, who: Option<&str>) -> StoreResult<Vec<User>> {
    match who {
        Some(who) => Ok(vec![store.find_user(who)?]),
        None => store.users(),
    }
}

/// A key, decrypted.
#[derive(Debug)]
pub struct KeyShown {
    /// Which.
    pub name: KeyName,
    /// How it is encrypted.
    pub format: Option<KeyFormat>,
    /// The key.
    pub plain: SecretText,
    /// Whether it may be seen whole.
    pub is_revealed: bool,
}

/// Decrypts a key, to be shown masked unless `is_revealed`.
pub fn show(
    store: &dyn Store,
    source: &dyn SecretSource,
    who: &str,
    provider: &str,
    is_revealed: bool,
) -> ActionResult<KeyShown> {
    let name = name(store, who, provider)?;
    let sealed = sealed_key(store, &name)?;
    let plain = KeyRing::new(&store.settings()?, source).open(&sealed)?;
    Ok(KeyShown {
        format: sealed.format(),
        name,
        plain,
        is_revealed,
    })
}

/// Finds a key that has to be there.
pub(super) fn sealed_key(store: &dyn Store, name: &KeyName) -> ActionResult<SealedKey> {
    let not_set = || StoreError::KeyNotFound {
        user: name.user_id.clone(),
        provider: name.provider.clone(),
    };
    let found = find(store, &name.user_id, &name.provider)?;
    Ok(found.ok_or_else(not_set)?)
}

/// Finds a key as it is stored, if the user has one.
pub(super) fn find(
    store: &dyn Store,
    user: &UserId,
    provider: &ProviderName,
) -> StoreResult<Option<SealedKey>> {
    let mut keys = store.keys(user)?.into_iter();
    let found = keys.find(|key| key.provider == *provider);
    Ok(found.map(|key| key.sealed))
}

/// A key that was removed, or would be.
#[derive(Debug)]
pub struct KeyRemoved {
    /// Which.
    pub name: KeyName,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

/// Finds the key that is to be removed.
pub fn plan_removal(store: &dyn Store, who: &str, provider: &str) -> ActionResult<KeyRemoved> {
    let name = name(store, who, provider)?;
    sealed_key(store, &name)?;
    Ok(KeyRemoved {
        name,
        is_dry_run: true,
    })
}

/// Removes a key.
pub fn remove(store: &dyn Store, plan: KeyRemoved) -> ActionResult<KeyRemoved> {
    store.remove_key(&plan.name.user_id, &plan.name.provider)?;
    Ok(KeyRemoved {
        is_dry_run: false,
        ..plan
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> ActionResult<SecretText> {
        checked_key(&SecretText::new(text))
    }

    #[test]
    fn what_a_paste_adds_around_a_key_is_left_out() {
        for text in ["sk-1", " sk-1 ", "sk-1\r\n\n", "\tsk-1"] {
            assert_eq!(checked(text).expect("a key").expose(), "sk-1");
        }
    }

    #[test]
    fn a_key_that_no_request_could_carry_is_refused_without_being_told() {
        for (text, reason) in [
            ("  \n", "empty"),
            ("sk-1\nsk-2", "more than one line"),
            ("sk -secret", "a space"),
            ("sk\u{a0}-secret", "a space"),
            ("sk–secret", "visible ASCII"),
            ("sk-sec\u{200b}ret", "visible ASCII"),
            ("sk-\x1b[2Jsecret", "visible ASCII"),
        ] {
            let message = checked(text).expect_err(text).to_string();
            assert!(message.contains(reason), "{message}");
            assert!(!message.contains("secret"), "{message}");
        }
    }
}
