//! The store's lock, which writers share and which a snapshot, a swap and a recovery have alone.
//!
//! A gate stands before it: whoever wants the lock alone holds the gate while waiting, and newcomers queue behind. So one
//! writer after the other cannot keep a backup out for ever.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::access::{self, Access};
use super::data_file;
use super::file_lock::{self, LockKind, Patience};
use super::layout::Layout;
use crate::files::{folder_of, is_there, sync_folder};
use crate::store::{StoreError, StoreResult};

/// The lock, held for as long as this lives.
#[derive(Debug)]
pub(super) struct StoreLock {
    _file: File,
}

impl StoreLock {
    /// Waits for the lock. What it takes is made if it is not there.
    pub(super) fn take(layout: &Layout, kind: LockKind, patience: &Patience) -> StoreResult<Self> {
        let root = fs::metadata(layout.root()).map_err(StoreError::io("look at", layout.root()))?;
        let access = Access::of(&root);
        if !layout.private().is_dir() {
            access::create_folder(&layout.private(), &access.with_mode(0o700))?;
        } else if !is_there(&layout.store_lock())? {
            // An unsaved turn was its first content, for which nobody waited.
            sync_folder(layout.root())?;
        }
        let access = access.with_mode(0o600);
        let _gate = locked(&layout.gate(), kind, &access, patience)?;
        let file = locked(&layout.store_lock(), kind, &access, patience)?;
        Ok(Self { _file: file })
    }

    /// Waits until nobody has the lock alone, without making anything. `None` if there never was a lock.
    pub(super) fn wait_as_reader(
        layout: &Layout,
        patience: &Patience,
    ) -> StoreResult<Option<Self>> {
        let path = layout.store_lock();
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io("open", path)(error)),
        };
        file_lock::lock(&file, &path, LockKind::Shared, patience)?;
        Ok(Some(Self { _file: file }))
    }
}

/// Opens a file that is there for nothing else, and waits for its lock. It is made if it is not there.
pub(super) fn locked(
    path: &Path,
    kind: LockKind,
    access: &Access,
    patience: &Patience,
) -> StoreResult<File> {
    loop {
        let file = open_or_create(path, access)?;
        file_lock::lock(&file, path, kind, patience)?;
        // A restore into an empty place that came to nothing takes the file away again, and so does whoever has no more
        // use for it.
        if data_file::is_current(&file, path)? {
            return Ok(file);
        }
    }
}

fn open_or_create(path: &Path, access: &Access) -> StoreResult<File> {
    let mut options = File::options();
    options.read(true).write(true);
    loop {
        match options.clone().open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => return other.map_err(StoreError::io("open", path)),
        }
        access.check(path)?;
        match options.clone().create_new(true).mode(0o600).open(path) {
            Ok(file) => {
                access.apply(&file, path)?;
                sync_folder(folder_of(path))?;
                return Ok(file);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(StoreError::io("create", path)(error)),
        }
    }
}
