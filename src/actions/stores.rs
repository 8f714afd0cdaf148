//! Making a store, and the identity that its keys are encrypted to.

use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use crate::actions::ActionResult;
use crate::model::{Clock, KeyFormat, StoreSettings};
use crate::secrets::{Identity, SecretError, SecretResult};
use crate::store::{self, Location, OpenOptions, Store};

/// A store that was made.
#[derive(Debug)]
pub struct StoreMade {
    /// Where it is.
    pub location: Location,
    /// The zone in which its days are counted.
    pub timezone: Tz,
    /// What its keys are encrypted to.
    pub recipients: Vec<String>,
    /// Where the identity is that opens them.
    pub identity: PathBuf,
    /// Whether the identity was made now.
    pub is_new_identity: bool,
}

/// Finds or makes identities; what asks for a passphrase is behind it.
pub trait IdentityPlace {
    /// Returns where the identity is, or would be.
    fn path(&self) -> &Path;

    /// Reads it.
    fn load(&self) -> SecretResult<Identity>;
}

/// Makes an empty store. The identity that is there will open its keys; if there is none, one is made.
pub fn init(
    location: &Location,
    timezone: Tz,
    options: OpenOptions,
    place: &dyn IdentityPlace,
    clock: &dyn Clock,
) -> ActionResult<StoreMade> {
    // An identity is made only for a store that can be.
    store::check_vacant(location, &options)?;
    let (identity, is_new_identity) = load_or_make(place, clock)?;
    let recipients = identity.recipients().to_lines();
    let settings = StoreSettings {
        timezone,
        key_format: Some(KeyFormat::Age),
        is_shared: false,
        recipients: recipients.clone(),
    };
    store::create(location, &settings, options)?;
    let identity = place.path().to_owned();
    Ok(StoreMade {
        location: location.clone(),
        timezone,
        recipients,
        identity,
        is_new_identity,
    })
}

/// Returns the identity, and whether it had to be made. It is on disk before anything is encrypted to it.
pub(super) fn load_or_make(
    place: &dyn IdentityPlace,
    clock: &dyn Clock,
) -> ActionResult<(Identity, bool)> {
    match place.load() {
        Ok(identity) => Ok((identity, false)),
        Err(SecretError::IdentityMissing { .. }) => {
            let identity = Identity::generate();
            identity.save_new(place.path(), clock.now())?;
            Ok((identity, true))
        }
        Err(error) => Err(error.into()),
    }
}

/// Sees to it that keys can be encrypted: a store without recipients gets those of the identity, which is made if there
/// is none. Returns where the identity was made, if it was.
pub fn ensure_recipients(
    store: &dyn Store,
    place: &dyn IdentityPlace,
    clock: &dyn Clock,
) -> ActionResult<Option<PathBuf>> {
    if !store.settings()?.recipients.is_empty() {
        return Ok(None);
    }
    let (identity, is_new) = load_or_make(place, clock)?;
    enter_recipients(store, &identity)?;
    Ok(is_new.then(|| place.path().to_owned()))
}

/// Has the store's keys encrypted to this identity, unless somebody entered another meanwhile.
pub(super) fn enter_recipients(store: &dyn Store, identity: &Identity) -> ActionResult<()> {
    let recipients = identity.recipients().to_lines();
    store.change_settings(&mut |settings| {
        if settings.recipients.is_empty() {
            settings.recipients.clone_from(&recipients);
        }
    })?;
    Ok(())
}
