//! Trying stored API keys on their providers.

use std::sync::Arc;

use super::endpoints::Reach;
use super::keys::{self, KeyName};
use super::{ActionError, ActionResult};
use crate::model::{SealedKey, User};
use crate::providers::{self, SystemTiming};

/// What became of the keys that were tried.
#[derive(Debug)]
pub struct KeysChecked {
    /// Each of them, by user in the order of the store.
    pub keys: Vec<KeyChecked>,
}

/// What became of a key that was tried.
#[derive(Debug)]
pub struct KeyChecked {
    /// Which.
    pub name: KeyName,
    /// How many models its provider offers to it, or why it does not.
    pub models: ActionResult<usize>,
}

/// Tries one key. An error may be that of the provider, which refused it or could not be asked.
pub fn check_one(reach: &Reach<'_>, who: &str, provider: &str) -> ActionResult<KeyChecked> {
    let name = keys::name(reach.store, who, provider)?;
    let sealed = keys::sealed_key(reach.store, &name)?;
    Ok(KeyChecked {
        models: Ok(offered(reach, &name, &sealed)?),
        name,
    })
}

/// Tries every key of one user, or of all, one after the other.
///
/// Stops where a secret is missing that other keys need too. Whatever else is wrong is told of the key alone.
pub fn check_all(reach: &Reach<'_>, who: Option<&str>) -> ActionResult<KeysChecked> {
    let mut checked = Vec::new();
    for user in &keys::owners(reach.store, who)? {
        checked.extend(check_user(reach, user)?);
    }
    Ok(KeysChecked { keys: checked })
}

fn check_user(reach: &Reach<'_>, user: &User) -> ActionResult<Vec<KeyChecked>> {
    let mut checked = Vec::new();
    for key in reach.store.keys(&user.id)? {
        let name = KeyName::of(user, key.provider);
        let models = match offered(reach, &name, &key.sealed) {
            Err(ActionError::Secret(error)) if !error.is_about_one_key() => {
                return Err(error.into());
            }
            other => other,
        };
        checked.push(KeyChecked { name, models });
    }
    Ok(checked)
}

/// Returns how many models the provider offers to the key: this key, and no other that is at hand.
fn offered(reach: &Reach<'_>, name: &KeyName, sealed: &SealedKey) -> ActionResult<usize> {
    let mut endpoint = reach.for_anybody(name.provider.as_str())?;
    endpoint.key = Some(reach.keys.open(sealed)?);
    endpoint.bearer_token = None;
    let provider = providers::open(endpoint, Arc::new(SystemTiming))?;
    Ok(provider.models()?.len())
}
