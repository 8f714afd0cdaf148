//! Folders that are needed for a while, locked by the process that uses them, so that what a killed one left can be removed.

use std::fs::{self, File, TryLockError};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use tempfile::TempDir;

use super::FileError;

/// A folder in use, for its owner only. Dropped, it is removed with all that is in it.
#[derive(Debug)]
pub struct WorkFolder {
    folder: TempDir,
    /// Locked until it is closed.
    _lock: File,
}

impl WorkFolder {
    /// Makes one in `parent` whose name begins with `prefix`, and removes those that nobody uses any more.
    pub fn create(prefix: &str, parent: &Path) -> Result<Self, FileError> {
        sweep(prefix, parent);
        let refuse = || FileError::of("create a folder in", parent);
        loop {
            let folder = tempfile::Builder::new()
                .prefix(prefix)
                .tempdir_in(parent)
                .map_err(refuse())?;
            let lock = File::open(folder.path()).map_err(refuse())?;
            // Between being made and being locked it can have been taken for left behind.
            let is_taken = matches!(lock.try_lock(), Err(TryLockError::WouldBlock));
            let is_there = lock.metadata().map_err(refuse())?.nlink() > 0;
            if is_there && !is_taken {
                let _lock = lock;
                return Ok(Self { folder, _lock });
            }
        }
    }

    /// Returns where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Removes it, and tells if that fails.
    pub fn remove(self) -> Result<(), FileError> {
        let path = self.folder.path().to_owned();
        self.folder.close().map_err(FileError::of("remove", path))
    }

    /// Leaves it to whoever gave it another name.
    pub fn keep(self) {
        let _ = self.folder.keep();
    }
}

/// Removes what nobody holds locked. If that fails, the next one does it.
fn sweep(prefix: &str, parent: &Path) {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    for entry in entries {
        let is_ours = entry.file_name().to_string_lossy().starts_with(prefix);
        // To open a pipe would be to wait for its other end.
        let is_folder = || entry.file_type().is_ok_and(|kind| kind.is_dir());
        let lock = (is_ours && is_folder()).then(|| File::open(entry.path()));
        if let Some(Ok(lock)) = lock
            && lock.try_lock().is_ok()
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PREFIX: &str = ".scratch-";

    #[test]
    fn what_a_killed_process_left_is_removed_and_what_is_in_use_is_not() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let left = root.path().join(".scratch-left");
        fs::create_dir_all(left.join("store")).expect("ours");
        fs::create_dir(root.path().join("other")).expect("ours");
        let first = WorkFolder::create(PREFIX, root.path()).expect("made");
        let second = WorkFolder::create(PREFIX, root.path()).expect("made");
        assert!(!left.exists() && first.path().exists());
        second.remove().expect("removed");
        drop(first);
        assert_eq!(fs::read_dir(root.path()).expect("listed").count(), 1);
    }
}
