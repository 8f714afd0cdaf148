//! Proving that backups are whole.

use std::path::{Path, PathBuf};

use super::{BackupContents, BackupMade};
use crate::actions::ActionResult;
use crate::archive::{self, ArchiveError, ArchiveReader, Damage, Progress, Tarball};
use crate::secrets::{FileKeySource, NoFileKeys};

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
