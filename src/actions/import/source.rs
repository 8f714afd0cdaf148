//! The file that an import is read from.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

use crate::actions::{ActionError, ActionResult};

/// Opens a regular file; anything else could block, or have no end.
pub(super) fn open(path: &Path) -> ActionResult<File> {
    let failed = || ActionError::file("read", path);
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
        .open(path)
        .map_err(failed())?;
    if !file.metadata().map_err(failed())?.is_file() {
        return Err(failed()(io::Error::other("it is not a regular file")));
    }
    Ok(file)
}
