//! Backups that are being written, under names that are no backups'.
//!
//! Each is locked for as long as somebody writes it. So whoever comes next can tell what a process left behind that was
//! killed, and remove it.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::files::Draft;
use crate::store::Snapshot;

use super::Progress;
use super::error::ArchiveError;
use super::writer::{WriteOptions, Written, write};

const PREFIX: &str = ".chatkeep-";
const SUFFIX: &str = ".partial";

/// Makes a file that only its owner can read. It is removed when it is dropped.
pub(super) fn create(folder: &Path) -> Result<Draft, ArchiveError> {
    loop {
        let partial = create_named(folder, PREFIX)?;
        match partial.file().try_lock() {
            // Between being made and being locked it can have been taken for left behind.
            Ok(()) if is_removed(partial.file()) => {}
            Err(TryLockError::WouldBlock) => {}
            // A file system without locks is one on which nobody sweeps.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(partial),
        }
    }
}

/// Makes a file that only its owner can read, without a lock. It is removed when it is dropped.
pub(super) fn create_named(folder: &Path, prefix: &str) -> Result<Draft, ArchiveError> {
    Ok(Draft::named(folder, prefix, SUFFIX)?)
}

/// Writes a backup into the file, and syncs it.
pub(super) fn fill(
    partial: &Draft,
    snapshot: &dyn Snapshot,
    options: &WriteOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Written, ArchiveError> {
    let written = write(snapshot, partial.file(), options, progress);
    let written = written.map_err(|error| match error {
        ArchiveError::Output(source) => ArchiveError::io("write", partial.path())(source),
        other => other,
    })?;
    partial.sync()?;
    Ok(written)
}

/// Removes from `folder` what was left behind there. What cannot be removed is no reason to stop.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_partial = name
            .to_str()
            .is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_partial && is_file {
            remove_if_left_behind(&entry.path());
        }
    }
}

fn remove_if_left_behind(path: &Path) {
    if let Ok(file) = File::open(path)
        && file.try_lock().is_ok()
    {
        // While it is locked: whoever has only just made it sees that it is gone, and makes another.
        let _ = fs::remove_file(path);
    }
}

fn is_removed(file: &File) -> bool {
    file.metadata().is_ok_and(|facts| facts.nlink() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_dead_left_behind_is_swept_and_what_is_being_written_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let dead = folder.path().join(".chatkeep-dead.partial");
        let other = folder.path().join("notes.partial");
        fs::write(&dead, b"half").expect("writable");
        fs::write(&other, b"mine").expect("writable");
        let living = create(folder.path()).expect("made");
        sweep(folder.path());
        assert!(living.path().exists() && other.exists());
        assert!(!dead.exists());
    }
}
