//! Telling where this machine's identity is and what it opens, and handing it out to be kept elsewhere.

use std::path::PathBuf;

use crate::actions::ActionResult;
use crate::actions::stores::{IdentityPlace, enter_recipients, load_or_make};
use crate::model::{Clock, SecretText};
use crate::secrets::{Identity, Recipients, SecretError};
use crate::store::{Location, Store};

/// The identity of this machine, and what it has to do with the store.
#[derive(Debug)]
pub struct IdentityFacts {
    /// Where it is.
    pub path: PathBuf,
    /// What is encrypted to these, it opens.
    pub recipients: Vec<String>,
    /// Whether it was made now.
    pub is_new: bool,
    /// The store.
    pub store: Location,
    /// What the store's keys are encrypted to.
    pub store_recipients: Vec<String>,
    /// Whether its recipients were entered into the store now.
    pub is_entered: bool,
    /// Whether new keys of the store are encrypted to it.
    pub fits_store: bool,
}

/// Tells about the identity. A store without recipients gets those of the identity, which is made if there is none.
///
/// [`SecretError::IdentityMissing`] if there is none and the store's keys are encrypted to another.
pub fn look(
    store: &dyn Store,
    place: &dyn IdentityPlace,
    clock: &dyn Clock,
) -> ActionResult<IdentityFacts> {
    let wanted = recipients_of(store)?;
    let (identity, is_new) = if wanted.is_empty() {
        load_or_make(place, clock)?
    } else {
        let loaded = place
            .load()
            .map_err(|error| error.wanting(wanted.to_lines()))?;
        (loaded, false)
    };
    if wanted.is_empty() {
        enter_recipients(store, &identity)?;
    }
    let of_store = recipients_of(store)?;
    Ok(IdentityFacts {
        path: place.path().to_owned(),
        recipients: identity.recipients().to_lines(),
        is_new,
        store: store.location().clone(),
        fits_store: identity.recipients().include_any_of(&of_store),
        store_recipients: of_store.to_lines(),
        is_entered: wanted.is_empty(),
    })
}

fn recipients_of(store: &dyn Store) -> ActionResult<Recipients> {
    let settings = store.settings()?;
    let lines = settings.recipients.iter().map(String::as_str);
    Ok(Recipients::parse(lines)?)
}

/// The identity's file, to be kept elsewhere.
#[derive(Debug)]
pub struct IdentityExported {
    /// Where it is.
    pub path: PathBuf,
    /// All of its text: a secret, unless a passphrase protects it.
    pub text: SecretText,
}

/// Reads the identity's file as it is; a passphrase is not asked for, and still needed to use what was exported.
///
/// Where there is no identity, does as [`look`].
pub fn export(
    store: &dyn Store,
    place: &dyn IdentityPlace,
    clock: &dyn Clock,
) -> ActionResult<IdentityExported> {
    let text = match Identity::file_text(place.path()) {
        Err(SecretError::IdentityMissing { .. }) => {
            look(store, place, clock)?;
            Identity::file_text(place.path())?
        }
        other => other?,
    };
    // What is exported is safe whether that could be noted or not.
    let _ = Identity::note_export(place.path(), clock.now());
    Ok(IdentityExported {
        path: place.path().to_owned(),
        text,
    })
}
