//! Which providers can be asked, and how each is reached; known to whoever read the configuration.

use std::time::Duration;

use super::{ActionError, ActionResult, keys};
use crate::model::{ProviderName, UserId};
use crate::providers::Endpoint;
use crate::secrets::KeyRing;
use crate::store::Store;

/// Knows the providers that can be asked, and how each is reached.
pub trait Endpoints {
    /// Returns how to reach the provider of this name; its key is one for everybody, used where a user has none.
    fn find(&self, name: &str) -> Option<Endpoint>;

    /// Returns the names that there are.
    fn names(&self) -> Vec<String>;
}

/// What it takes to reach providers with the keys of a store's users.
#[derive(Clone, Copy)]
pub struct Reach<'a> {
    /// The store.
    pub store: &'a dyn Store,
    /// What opens its keys.
    pub keys: &'a KeyRing<'a>,
    /// The providers that there are.
    pub endpoints: &'a dyn Endpoints,
    /// How long to wait for the next part of an answer; the provider's own limit if `None`.
    pub timeout: Option<Duration>,
}

impl Reach<'_> {
    /// Finds out how to reach a provider, with the user's own key if there is one.
    pub(super) fn for_user(&self, user: &UserId, provider: &str) -> ActionResult<Endpoint> {
        let mut endpoint = self.for_anybody(provider)?;
        if endpoint.kind.is_remote() {
            let name = ProviderName::parse(provider)?;
            if let Some(sealed) = keys::find(self.store, user, &name)? {
                endpoint.key = Some(self.keys.open(&sealed)?);
            }
        }
        Ok(endpoint)
    }

    /// Finds out how to reach a provider, with the key that is for everybody.
    pub(super) fn for_anybody(&self, provider: &str) -> ActionResult<Endpoint> {
        let unknown = || ActionError::UnknownProvider {
            name: provider.to_owned(),
            known: self.endpoints.names(),
        };
        let mut endpoint = self.endpoints.find(provider).ok_or_else(unknown)?;
        if let Some(timeout) = self.timeout {
            endpoint.timeouts.read = timeout;
        }
        Ok(endpoint)
    }
}
