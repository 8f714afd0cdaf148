//! Mending what an examination found, where nothing is lost by it.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::JsonStore;
use super::access::{self, Access};
use super::examine::Unused;
use super::file_lock::LockKind;
use super::replace;
use super::writing::Writer;
use crate::files::{folder_of, sync_folder};
use crate::store::{Finding, FindingKind, Mending, StoreError, StoreResult};

impl JsonStore {
    /// Mends one finding. Returns whether it is mended.
    pub(super) fn mend_one(&self, finding: &Finding) -> StoreResult<bool> {
        let path = &finding.place;
        match finding.mending() {
            None => Ok(false),
            Some(Mending::Narrow { .. }) => narrow(path),
            Some(Mending::PutBack) => self.put_back(&finding.kind),
            Some(mending) => {
                // Under this lock nobody else changes the store; and taking it finishes or undoes what was cut short.
                let _writer = Writer::begin(self, LockKind::Exclusive)?;
                match mending {
                    Mending::Remove => remove_unused(path),
                    Mending::MakeFolder => self.make_folder(path),
                    _ => Ok(fs::symlink_metadata(path).is_err()),
                }
            }
        }
    }

    fn put_back(&self, dropped: &FindingKind) -> StoreResult<bool> {
        let FindingKind::TurnDropped { user, conversation } = dropped else {
            return Ok(false);
        };
        for turn in self.dropped_turns(user)? {
            if turn.conversation() == *conversation {
                self.put_turn_back(user, &turn)?;
            }
        }
        Ok(true)
    }

    fn make_folder(&self, path: &Path) -> StoreResult<bool> {
        let root = self.layout.root();
        let facts = fs::metadata(root).map_err(StoreError::io("look at", root))?;
        access::create_folder(path, &Access::of(&facts))?;
        Ok(true)
    }
}

/// Takes the permissions of all but the owner away. What has become a link meanwhile is left alone.
fn narrow(path: &Path) -> StoreResult<bool> {
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let opened = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path);
    let file: File = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(StoreError::io("open", path)(error)),
    };
    let facts = file.metadata().map_err(StoreError::io("look at", path))?;
    file.set_permissions(Permissions::from_mode(facts.mode() & 0o7700))
        .map_err(StoreError::io("set the mode of", path))?;
    Ok(true)
}

/// Removes what a killed command left behind, unless somebody has it locked after all.
fn remove_unused(path: &Path) -> StoreResult<bool> {
    let facts = match fs::symlink_metadata(path) {
        Ok(facts) => facts,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(StoreError::io("look at", path)(error)),
    };
    // Held until it is gone: whoever has only just made it sees that, and makes another.
    let Some(_unused) = Unused::claim(path) else {
        return Ok(false);
    };
    if facts.is_dir() {
        fs::remove_dir_all(path).map_err(StoreError::io("remove", path))?;
        sync_folder(folder_of(path))?;
    } else {
        replace::remove(path)?;
    }
    Ok(true)
}
