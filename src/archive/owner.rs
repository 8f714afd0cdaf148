//! Whose the files are that are made here.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, fchown};
use std::path::Path;

use super::error::ArchiveError;

/// The user and group whose backups are: of a store's own folder of backups, those whose the store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    uid: u32,
    gid: u32,
}

impl Owner {
    /// Returns that of a file or folder.
    pub fn of(path: &Path) -> Result<Self, ArchiveError> {
        let facts = fs::metadata(path).map_err(ArchiveError::io("look at", path))?;
        Ok(Self {
            uid: facts.uid(),
            gid: facts.gid(),
        })
    }

    /// Gives them a file or folder that we made. Root alone can give anything away; what others make stays theirs.
    pub(super) fn take(self, made: &File, path: &Path) -> Result<(), ArchiveError> {
        if !rustix::process::geteuid().is_root() {
            return Ok(());
        }
        fchown(made, Some(self.uid), Some(self.gid))
            .map_err(ArchiveError::io("set the owner of", path))
    }
}
