//! The identities at hand to open keys with.

use crate::actions::ActionResult;
use crate::actions::key_adoption::{OpenedKey, UnreadableKey};
use crate::actions::stores::IdentityPlace;
use crate::model::{ApiKey, SealedKey, SecretText};
use crate::secrets::{Identity, Recipients, SecretError, SecretResult, open_with};

/// This machine's identity, and the one that takes its place.
#[derive(Debug)]
pub(super) struct Openers {
    /// This machine's, or why there is none.
    own: SecretResult<Identity>,
    new: Option<Identity>,
}

impl Openers {
    /// Takes this machine's identity; none is no error before there is something to open.
    pub(super) fn of(place: &dyn IdentityPlace) -> ActionResult<Self> {
        let own = match place.load() {
            missing @ Err(SecretError::IdentityMissing { .. }) => missing,
            other => Ok(other?),
        };
        Ok(Self { own, new: None })
    }

    /// Adds the one that takes its place.
    pub(super) fn add(&mut self, new: Identity) {
        self.new = Some(new);
    }

    /// Returns whom this machine's identity opens keys for; `None` if there is none.
    pub(super) fn own(&self) -> Option<&Recipients> {
        self.own.as_ref().ok().map(Identity::recipients)
    }

    /// Takes out why there is no identity of this machine, if there is none.
    pub(super) fn missing(self) -> Option<SecretError> {
        self.own.err()
    }

    /// Opens those keys that can be opened.
    pub(super) fn open_all(
        &self,
        keys: impl Iterator<Item = ApiKey>,
    ) -> ActionResult<(Vec<OpenedKey>, Vec<UnreadableKey>)> {
        let (mut opened, mut unreadable) = (Vec::new(), Vec::new());
        for ApiKey { provider, sealed } in keys {
            match self.open(&sealed) {
                Ok(plain) => opened.push(OpenedKey {
                    provider,
                    sealed,
                    plain,
                }),
                Err(reason) if reason.is_about_one_key() => {
                    unreadable.push(UnreadableKey { provider, reason });
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok((opened, unreadable))
    }

    fn open(&self, sealed: &SealedKey) -> SecretResult<SecretText> {
        let mut refusal = SecretError::IdentityWrong { wanted: Vec::new() };
        for identity in self.own.iter().chain(&self.new) {
            match open_with(identity, sealed) {
                Err(error @ SecretError::IdentityWrong { .. }) => refusal = error,
                other => return other,
            }
        }
        Err(refusal)
    }
}
