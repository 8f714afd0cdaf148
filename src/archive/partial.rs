//! Backups that are being written, under names that are no backups'.

use std::path::Path;

use crate::files::{Draft, folder_of};
use crate::store::Snapshot;

use super::Progress;
use super::error::ArchiveError;
use super::writer::{WriteOptions, Written, write};

const PREFIX: &str = ".chatkeep-";
const SUFFIX: &str = ".partial";

/// Makes a file for a backup that will have its name in `folder` by the time at which it was made.
pub(super) fn create(folder: &Path) -> Result<Draft, ArchiveError> {
    Ok(Draft::named(folder, PREFIX, SUFFIX)?)
}

/// Makes a file for the backup `path`.
pub(super) fn create_for(path: &Path) -> Result<Draft, ArchiveError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(Draft::named(folder_of(path), &format!(".{name}."), SUFFIX)?)
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
