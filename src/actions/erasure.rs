//! Erasing a person for good, with a receipt of what went and of what is left elsewhere.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};

use super::ActionResult;
use crate::archive::{self, BackupFile};
use crate::model::{Clock, Moment, User, UserId};
use crate::secrets::NoFileKeys;
use crate::store::{EntryName, Erasure, Location, Store};

/// What of a person was erased, or would be, and what is left.
#[derive(Debug)]
pub struct PersonErased {
    /// The store.
    pub location: Location,
    /// The account's id.
    pub id: UserId,
    /// Its address.
    pub email: String,
    /// When it was erased, as the tombstone says; `None` if it was not.
    pub at: Option<DateTime<Utc>>,
    /// What went, and what the store and this machine still have.
    pub erasure: Erasure,
    /// The backups that have the person, or may have, the oldest first.
    pub backups: Vec<BackupOfPerson>,
    /// Why the folder of backups could not be looked through, if it could not.
    pub unlisted: Option<String>,
}

impl PersonErased {
    /// Whether this only tells what would happen.
    pub fn is_dry_run(&self) -> bool {
        self.at.is_none()
    }
}

/// A backup with a person in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupOfPerson {
    /// The file.
    pub path: PathBuf,
    /// When it was made, by its name.
    pub created_at: DateTime<Utc>,
    /// Whether the person was seen in it; else it could not be read, and was made while there was the account.
    pub is_certain: bool,
}

/// Finds out what erasing somebody would take away, and which backups in `folder` have them.
pub fn plan(store: &dyn Store, who: &str, folder: Option<&Path>) -> ActionResult<PersonErased> {
    let user = store.find_user(who)?;
    let erasure = store.would_erase(&user.id)?;
    let zone = store.settings()?.timezone;
    let begun = Moment::parse(&user.created_at).map(|at| at.to_utc(zone));
    let (backups, unlisted) = match folder.map(|folder| backups_of(&user, begun, folder)) {
        None => (Vec::new(), None),
        Some(Ok(backups)) => (backups, None),
        Some(Err(error)) => (Vec::new(), Some(error.to_string())),
    };
    Ok(PersonErased {
        location: store.location().clone(),
        id: user.id,
        email: user.email,
        at: None,
        erasure,
        backups,
        unlisted,
    })
}

/// Erases the person; what replies cost stays in the ledger. The backups stay as they are.
pub fn erase(
    store: &dyn Store,
    plan: PersonErased,
    clock: &dyn Clock,
) -> ActionResult<PersonErased> {
    let at = clock.now();
    Ok(PersonErased {
        erasure: store.erase_user(&plan.id, at)?,
        at: Some(at),
        ..plan
    })
}

/// Looks through a folder of backups. Of one that cannot be read no more is known than when it was made.
fn backups_of(
    user: &User,
    begun: Option<DateTime<Utc>>,
    folder: &Path,
) -> ActionResult<Vec<BackupOfPerson>> {
    let mut found = Vec::new();
    for backup in archive::list(folder)? {
        // Clocks and zones may be a little apart.
        let is_after = |begun| backup.created_at() + Duration::days(1) >= begun;
        let has = has_person(&backup, &user.id);
        if has.unwrap_or_else(|| begun.is_none_or(is_after)) {
            found.push(BackupOfPerson {
                created_at: backup.created_at(),
                is_certain: has.is_some(),
                path: backup.path,
            });
        }
    }
    Ok(found)
}

/// Whether the person is in a backup; `None` if it cannot be read, or is encrypted.
fn has_person(backup: &BackupFile, user: &UserId) -> Option<bool> {
    let mut reader = backup.open(&NoFileKeys).ok()?;
    let has_file = reader
        .manifest()
        .file(&EntryName::UserData(user.clone()))
        .is_some();
    if has_file {
        return Some(true);
    }
    let accounts = reader.read_one(&EntryName::Users).ok()?;
    let quoted = format!("\"{user}\"");
    let mut parts = accounts.windows(quoted.len());
    Some(parts.any(|part| part == quoted.as_bytes()))
}
