//! A folder of backups, claimed by one backup at a time.
//!
//! The lock is on the folder itself, so nothing is left in it. It ends with the process, however that ends.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::error::ArchiveError;
use super::folder::create_folder;
use super::owner::Owner;

/// A folder that no other claim is had of for as long as this one is kept.
#[derive(Debug)]
pub struct FolderClaim {
    /// Locked until it is closed.
    _folder: File,
}

impl FolderClaim {
    /// Claims `folder`, which is created if it is not there, as by [`create_in`]; does not wait.
    ///
    /// A file system that has no locks gives the claim to everyone: a backup too many is better than none.
    ///
    /// [`create_in`]: super::create_in
    pub fn take(folder: &Path, owner: Option<Owner>) -> Result<Self, ArchiveError> {
        create_folder(folder, owner)?;
        let opened = File::open(folder).map_err(ArchiveError::io("open", folder))?;
        match opened.try_lock() {
            Err(TryLockError::WouldBlock) => Err(ArchiveError::Claimed {
                folder: folder.to_owned(),
            }),
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Self { _folder: opened }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_claim_is_had_at_a_time_and_nothing_is_left_of_it() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let folder = root.path().join("a/backups");
        let claim = FolderClaim::take(&folder, None).expect("nobody has it");
        let second = FolderClaim::take(&folder, None);
        assert!(matches!(second, Err(ArchiveError::Claimed { .. })));
        FolderClaim::take(root.path(), None).expect("it is another folder");
        drop(claim);
        drop(FolderClaim::take(&folder, None).expect("it is free again"));
        assert_eq!(std::fs::read_dir(&folder).expect("made").count(), 0);
    }
}
