//! Making backups, listing them, and proving that they are whole.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;

use crate::actions::backup_pruning::{BackupsPruned, KeepReason};
use crate::actions::period::Boundary;
use crate::actions::{ActionError, ActionResult};
use crate::archive::{
    self, ArchiveError, ArchiveReader, BackupFile, Damage, FolderClaim, Level, Manifest, Others,
    Owner, Progress, Proofs, Sha256Digest, Tarball, WriteOptions,
};
use crate::files::is_there;
use crate::model::Clock;
use crate::secrets::{Encryption, FileKeySource, NoFileKeys};
use crate::store::{EntryName, Store};

/// How far the clocks of machines that share a folder may be apart.
const CLOCK_TOLERANCE: Duration = Duration::minutes(5);

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

/// The backups in a folder.
#[derive(Debug)]
pub struct BackupList {
    /// The folder.
    pub folder: PathBuf,
    /// The newest last.
    pub backups: Vec<ListedBackup>,
    /// Why the rules of keeping keep each, in the same order; `None` if there are no rules.
    pub reasons: Option<Vec<Vec<KeepReason>>>,
}

/// A backup in a folder.
#[derive(Debug)]
pub struct ListedBackup {
    /// The file.
    pub path: PathBuf,
    /// When it was made, to the second, by its name.
    pub created_at: DateTime<Utc>,
    /// Its size.
    pub size_bytes: u64,
    /// Whether it is encrypted, by its name.
    pub is_encrypted: bool,
    /// What it holds, as far as that can be seen.
    pub state: ListedState,
    /// When a drill proved it last.
    pub proven_at: Option<DateTime<Utc>>,
}

/// What can be seen of a backup without reading it whole.
#[derive(Debug)]
pub enum ListedState {
    /// Its manifest tells what it holds.
    Readable(BackupContents),
    /// It is encrypted, and what opens it is not at hand.
    Encrypted,
    /// It cannot be read.
    Damaged(ArchiveError),
}

impl BackupList {
    /// Returns the number of backups that cannot be read.
    pub fn damaged(&self) -> usize {
        let is_damaged = |backup: &&ListedBackup| matches!(backup.state, ListedState::Damaged(_));
        self.backups.iter().filter(is_damaged).count()
    }
}

impl ListedBackup {
    /// Looks into a file, as far as its manifest tells.
    pub(super) fn of(backup: BackupFile, keys: &dyn FileKeySource) -> Self {
        let state = match backup.open(keys) {
            Ok(reader) => ListedState::Readable(BackupContents::of(reader.manifest())),
            Err(error) if error.is_locked() => ListedState::Encrypted,
            Err(error) => ListedState::Damaged(error),
        };
        Self {
            created_at: backup.created_at(),
            size_bytes: backup.size_bytes,
            is_encrypted: backup.name.is_encrypted(),
            path: backup.path,
            state,
            proven_at: None,
        }
    }

    /// Whether a restore from it can be hoped for: its manifest can be read, or it is encrypted and cannot be looked into.
    pub fn is_good(&self) -> bool {
        !matches!(self.state, ListedState::Damaged(_))
    }

    /// Whether its time is yet to come at `now`, by more than the clocks of two machines differ.
    pub fn is_in_future(&self, now: DateTime<Utc>) -> bool {
        self.created_at - now > CLOCK_TOLERANCE
    }
}

/// Lists the backups in `folder`, which need not be there. Of each the manifest alone is read; of an encrypted one, if `keys` open it.
pub fn list(folder: &Path, keys: &dyn FileKeySource) -> ActionResult<BackupList> {
    let files = archive::list(folder)?.into_iter();
    let proofs = Proofs::read(folder);
    let listed = files.map(|file| {
        let listed = ListedBackup::of(file, keys);
        ListedBackup {
            proven_at: proofs.of(&listed.path, listed.size_bytes),
            ..listed
        }
    });
    Ok(BackupList {
        folder: folder.to_owned(),
        backups: listed.collect(),
        reasons: None,
    })
}

/// Finds a backup: `latest`, a path, or the name of a file in `folder`.
pub fn choose(folder: &Path, which: &Path) -> ActionResult<PathBuf> {
    if which == Path::new("latest") {
        let newest = archive::list(folder)?.pop().map(|backup| backup.path);
        return newest.ok_or_else(|| no_backups(folder));
    }
    if is_there(which)? {
        return Ok(which.to_owned());
    }
    let in_folder = folder.join(which);
    let is_bare_name = which.file_name() == Some(which.as_os_str());
    if is_bare_name && is_there(&in_folder)? {
        return Ok(in_folder);
    }
    Err(ActionError::BackupNotFound {
        path: which.to_owned(),
    })
}

/// Finds the newest backup in `folder` that was made by then.
pub fn choose_by(
    folder: &Path,
    boundary: Boundary,
    zone: Tz,
    now: DateTime<Utc>,
) -> ActionResult<PathBuf> {
    let last = boundary.last(zone, now).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let mut backups = archive::list(folder)?;
    backups.retain(|backup| backup.created_at() <= last);
    let newest = backups.pop().map(|backup| backup.path);
    newest.ok_or_else(|| ActionError::NoBackupBefore {
        folder: folder.to_owned(),
        before: last
            .with_timezone(&zone)
            .format("%Y-%m-%d %H:%M:%S %Z")
            .to_string(),
    })
}

/// Finds the backups that are to be verified: as [`choose`] does, or `all` in the folder.
pub fn choose_several(folder: &Path, which: &Path) -> ActionResult<Vec<PathBuf>> {
    if which != Path::new("all") {
        return Ok(vec![choose(folder, which)?]);
    }
    let all: Vec<_> = archive::list(folder)?
        .into_iter()
        .map(|backup| backup.path)
        .collect();
    if all.is_empty() {
        return Err(no_backups(folder));
    }
    Ok(all)
}

fn no_backups(folder: &Path) -> ActionError {
    ActionError::NoBackups {
        folder: folder.to_owned(),
    }
}

/// What became of the attempt to prove backups.
#[derive(Debug)]
pub struct BackupsVerified {
    /// Each with its outcome.
    pub backups: Vec<VerifiedBackup>,
}

/// A backup that was read whole, as far as it could be.
#[derive(Debug)]
pub struct VerifiedBackup {
    /// The file.
    pub path: PathBuf,
    /// What it holds, if every byte of it is as it was written.
    pub outcome: Result<BackupContents, ArchiveError>,
}

impl VerifiedBackup {
    /// Whether it could not be looked into, as what opens it was not at hand.
    pub fn is_locked(&self) -> bool {
        self.outcome.as_ref().is_err_and(ArchiveError::is_locked)
    }
}

impl BackupsVerified {
    /// Returns the number of those that could not be looked into.
    pub fn locked(&self) -> usize {
        self.backups.iter().filter(|it| it.is_locked()).count()
    }

    /// Returns the number of backups that are not whole.
    pub fn failed(&self) -> usize {
        let failed = self.backups.iter().filter(|it| it.outcome.is_err());
        failed.count() - self.locked()
    }
}

/// Reads these backups whole: every checksum must be right, and every document parse.
pub fn verify(
    paths: Vec<PathBuf>,
    keys: &dyn FileKeySource,
    progress: &mut dyn FnMut(Progress),
) -> BackupsVerified {
    let mut backups = Vec::with_capacity(paths.len());
    for path in paths {
        let outcome = verify_one(&path, keys, progress);
        backups.push(VerifiedBackup { path, outcome });
    }
    BackupsVerified { backups }
}

/// Reads a backup that was just made whole, and notes in it whether it is as it was written. One that is encrypted is held
/// against the digest of what was written: it need not be opened where it is made.
pub fn verify_made(
    made: &mut BackupMade,
    path: &Path,
    progress: &mut dyn FnMut(Progress),
) -> ActionResult<()> {
    let outcome = match made.sealed {
        Some(digest) => archive::verify_sealed(path, digest),
        None => verify_one(path, &NoFileKeys, progress).map(drop),
    };
    made.is_verified = Some(outcome.is_ok());
    Ok(outcome?)
}

fn verify_one(
    path: &Path,
    keys: &dyn FileKeySource,
    progress: &mut dyn FnMut(Progress),
) -> Result<BackupContents, ArchiveError> {
    if let Some(tarball) = Tarball::open(path)? {
        return verify_tarball(&tarball, path);
    }
    let mut reader = ArchiveReader::open(path, keys)?;
    reader.verify(progress)?;
    Ok(BackupContents::of(reader.manifest()))
}

/// A plain tarball was read whole when it was opened. Of a part that does not parse nobody can say whether it did so in the
/// store.
fn verify_tarball(tarball: &Tarball, path: &Path) -> Result<BackupContents, ArchiveError> {
    match tarball.damaged().next() {
        None => Ok(BackupContents::of_tarball(tarball)),
        Some((entry, cause)) => Err(ArchiveError::UnusableTarball {
            path: path.to_owned(),
            cause: Damage::BadDocument {
                name: entry.to_string(),
                cause: cause.clone(),
            },
        }),
    }
}
