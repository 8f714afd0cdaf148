//! Making backups, listing them, and proving that they are whole.

mod listing;
pub mod pruning;
mod verification;

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};

pub use listing::{
    BackupList, KeepReason, ListedBackup, ListedState, choose, choose_by, choose_several, list,
};
pub use verification::{BackupsVerified, VerifiedBackup, verify, verify_made};

use self::pruning::BackupsPruned;
use super::ActionResult;
use crate::archive::{
    self, FolderClaim, Level, Manifest, Others, Owner, Progress, Sha256Digest, Tarball,
    WriteOptions,
};
use crate::model::Clock;
use crate::secrets::Encryption;
use crate::store::{EntryName, Store};

/// Where a backup goes.
pub enum Destination<'a> {
    /// Into a folder, which is made if need be, under a name made of the time.
    Folder(&'a Path),
    /// Into a new file of this name.
    File(&'a Path),
    /// To whoever reads this; it is not synced.
    Stream(&'a mut dyn Write),
}

/// How a backup is to be made.
#[derive(Debug, Clone, Default)]
pub struct BackupOptions {
    /// How hard to compress.
    pub level: Level,
    /// What the admin notes.
    pub note: Option<String>,
    /// Whether API keys are left out.
    pub excludes_keys: bool,
    /// Who alone may read it; without, whoever has the file.
    pub encryption: Option<Encryption>,
    /// Whether to give up if another such backup into the same folder is being made.
    pub if_idle: bool,
}

/// A backup that was made.
#[derive(Debug)]
pub struct BackupMade {
    /// The file; `None` if it went to a stream.
    pub path: Option<PathBuf>,
    /// Its size.
    pub size_bytes: u64,
    /// What it holds.
    pub contents: BackupContents,
    /// How long it took.
    pub took: Duration,
    /// Its digest, if it is encrypted.
    pub sealed: Option<Sha256Digest>,
    /// Files under the names of a store's parts that are no files, and are not in it.
    pub left_out: Vec<PathBuf>,
    /// Whether every byte of it was as it was written; `None` if nobody looked.
    pub is_verified: Option<bool>,
    /// What became of those that were in the folder before, if rules of keeping were applied.
    pub pruned: Option<BackupsPruned>,
}

/// What a backup holds, by its own account.
#[derive(Debug, Clone)]
pub struct BackupContents {
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Accounts.
    pub users: u64,
    /// Conversations.
    pub conversations: u64,
    /// What the admin noted.
    pub note: Option<String>,
    /// Whether API keys were left out.
    pub keys_excluded: bool,
    /// Parts that were damaged in the store already, and what is wrong with each. They are in the backup as they were.
    pub damaged: Vec<(EntryName, String)>,
    /// What is in it beside the parts of the store, if it is a plain tarball; `None` for everything else.
    pub others: Option<Others>,
}

impl BackupContents {
    pub(super) fn of_tarball(tarball: &Tarball) -> Self {
        let (users, conversations) = tarball.counts();
        let damaged = tarball.damaged();
        Self {
            created_at: tarball.created_at(),
            users,
            conversations,
            note: None,
            keys_excluded: false,
            damaged: damaged
                .map(|(entry, problem)| (entry.clone(), problem.to_string()))
                .collect(),
            others: Some(tarball.others().clone()),
        }
    }

    pub(super) fn of(manifest: &Manifest) -> Self {
        let damaged = manifest.damaged_files().map(|file| {
            let reason = file.damaged.clone().unwrap_or_default();
            (file.name.clone(), reason)
        });
        Self {
            created_at: manifest.created_at,
            users: manifest.counts.users,
            conversations: manifest.counts.conversations,
            note: manifest.note.clone(),
            keys_excluded: manifest.keys_excluded,
            damaged: damaged.collect(),
            others: None,
        }
    }
}

/// Makes a backup of the whole store, as it is at one moment.
///
/// In a folder within the store's own, it belongs to whom the store belongs to, also if root makes it.
///
/// With `if_idle` the folder is claimed before the store is looked at: what a backup waits for is the store's locks, and
/// there the next one must not queue up behind it.
pub fn create(
    store: &dyn Store,
    clock: &dyn Clock,
    destination: Destination<'_>,
    options: BackupOptions,
    progress: &mut dyn FnMut(Progress),
) -> ActionResult<BackupMade> {
    let begun = clock.now();
    let if_idle = options.if_idle;
    let options = WriteOptions {
        level: options.level,
        note: options.note,
        excludes_keys: options.excludes_keys,
        encryption: options.encryption,
        ..WriteOptions::new(begun)
    };
    let owner = match destination {
        Destination::Folder(folder) => owner_within(folder, store)?,
        _ => None,
    };
    let _claim = match destination {
        Destination::Folder(folder) if if_idle => Some(FolderClaim::take(folder, owner)?),
        _ => None,
    };
    let snapshot = store.snapshot()?;
    let (path, written) = match destination {
        Destination::Folder(folder) => {
            let made = archive::create_in(folder, owner, &*snapshot, &options, progress)?;
            (Some(made.path), made.written)
        }
        Destination::File(path) => {
            let made = archive::create_file(path, &*snapshot, &options, progress)?;
            (Some(made.path), made.written)
        }
        Destination::Stream(sink) => {
            let written = archive::write(&*snapshot, sink, &options, progress)?;
            (None, written)
        }
    };
    Ok(BackupMade {
        path,
        size_bytes: written.size_bytes,
        contents: BackupContents::of(&written.manifest),
        sealed: written.sealed,
        took: clock.now() - begun,
        left_out: snapshot.left_out().to_vec(),
        is_verified: None,
        pruned: None,
    })
}

/// Returns whose backups are in a folder that is within the store's own.
fn owner_within(folder: &Path, store: &dyn Store) -> ActionResult<Option<Owner>> {
    let home = store.location().folder();
    let home = home.filter(|home| folder.starts_with(home));
    Ok(home.map(Owner::of).transpose()?)
}
