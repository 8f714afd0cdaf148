//! Files that are locked for as long as the process lives that made them.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use super::access::Access;
use super::file_lock::{self, LockKind};
use crate::store::{StoreError, StoreResult};

/// Makes one in `folder`, under a name that is new, for the owner of `access` alone. Dropped, it is removed.
pub(super) fn create(
    folder: &Path,
    prefix: &str,
    suffix: &str,
    access: &Access,
) -> StoreResult<NamedTempFile> {
    let file = Builder::new()
        .prefix(prefix)
        .suffix(suffix)
        .make_in(folder, |path| {
            let mut options = File::options();
            options.append(true).create_new(true).mode(0o600).open(path)
        })
        .map_err(StoreError::io("create a file in", folder))?;
    // What root leaves behind in another's store must be the other's to look at.
    access.with_mode(0o600).apply(file.as_file(), file.path())?;
    // Someone may be looking whether we are alive; they do not hold it for long.
    while !file_lock::try_lock(file.as_file(), file.path(), LockKind::Exclusive)? {
        std::thread::yield_now();
    }
    Ok(file)
}
