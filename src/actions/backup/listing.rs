//! Listing the backups in a folder, and finding those that are meant.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;

use super::BackupContents;
use crate::actions::period::Boundary;
use crate::actions::{ActionError, ActionResult};
use crate::archive::{self, ArchiveError, BackupFile, Proofs, Rule};
use crate::files::is_there;
use crate::secrets::FileKeySource;

/// How far the clocks of machines that share a folder may be apart.
const CLOCK_TOLERANCE: Duration = Duration::minutes(5);

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

/// Why a backup is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepReason {
    /// A rule keeps it.
    Rule(Rule),
    /// Its time is yet to come: a clock was wrong, and nobody knows when it was made.
    InFuture,
    /// It could not be looked at here and now, or a later version made it: it may be good.
    Unreadable,
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
    pub(in crate::actions) fn of(backup: BackupFile, keys: &dyn FileKeySource) -> Self {
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
