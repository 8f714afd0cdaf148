//! How old the newest good backup is, for whoever watches over them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::ActionResult;
use super::backup::{ListedBackup, ListedState};
use crate::archive::{self, ArchiveError};
use crate::secrets::NoFileKeys;

/// The newest good backup in a folder, and what is in the way of it.
#[derive(Debug)]
pub struct BackupAge {
    /// The folder.
    pub folder: PathBuf,
    /// The newest good backup whose time has come.
    pub newest: Option<ListedBackup>,
    /// How old that is.
    pub age: Option<Duration>,
    /// How old it may be.
    pub max_age: Duration,
    /// Newer ones that are not good, the newest first.
    pub not_good: Vec<NotGood>,
    /// Those that are named after a time that is yet to come, the newest first. Nobody knows how old they are.
    pub in_future: Vec<PathBuf>,
}

/// A backup that cannot be restored from, as far as was seen.
#[derive(Debug)]
pub struct NotGood {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub error: ArchiveError,
}

impl BackupAge {
    /// Whether there is a good backup that is not too old.
    pub fn is_ok(&self) -> bool {
        self.age.is_some_and(|age| age <= self.max_age)
    }
}

/// Finds the newest good backup in `folder`, which need not be there, by the times of names.
///
/// Manifests are read from the newest backup on until one can be: a file in the usual case.
pub fn check(folder: &Path, max_age: Duration, now: DateTime<Utc>) -> ActionResult<BackupAge> {
    let mut found = BackupAge {
        folder: folder.to_owned(),
        newest: None,
        age: None,
        max_age,
        not_good: Vec::new(),
        in_future: Vec::new(),
    };
    for file in archive::list(folder)?.into_iter().rev() {
        let backup = ListedBackup::of(file, &NoFileKeys);
        if backup.is_in_future(now) {
            found.in_future.push(backup.path);
            continue;
        }
        match backup.state {
            ListedState::Damaged(error) if is_gone(&error) => {}
            ListedState::Damaged(error) => found.not_good.push(NotGood {
                path: backup.path,
                error,
            }),
            ListedState::Readable(_) | ListedState::Encrypted => {
                // Within the tolerance of clocks it can be newer than now.
                let age = (now - backup.created_at).to_std().unwrap_or_default();
                found.age = Some(age);
                found.newest = Some(backup);
                break;
            }
        }
    }
    Ok(found)
}

/// Whether it was pruned since the folder was read.
fn is_gone(error: &ArchiveError) -> bool {
    let ArchiveError::Io { source, .. } = error else {
        return false;
    };
    source.kind() == std::io::ErrorKind::NotFound
}
