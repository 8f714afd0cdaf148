//! Folders: made for their owner alone, and synced.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;

use super::FileError;

/// Returns the folder that holds `path`.
pub fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Whether there is something, links followed. Not to be seen is not the same as not to be there.
pub fn is_there(path: &Path) -> Result<bool, FileError> {
    path.try_exists().map_err(FileError::of("look at", path))
}

/// Writes the entries of a folder to disk: what was made, renamed or removed in it.
pub fn sync_folder(folder: &Path) -> Result<(), FileError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(FileError::of("sync", folder))
}

/// Makes what is missing of the path, each folder for its owner alone, given to `hand_over`, and synced into the one above
/// it before the next is made.
pub fn make_folders<E: From<FileError>>(
    folder: &Path,
    mut hand_over: impl FnMut(&File, &Path) -> Result<(), E>,
) -> Result<(), E> {
    let mut missing = Vec::new();
    for path in folder.ancestors().filter(|it| !it.as_os_str().is_empty()) {
        match fs::metadata(path) {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::NotFound => missing.push(path),
            Err(error) => return Err(FileError::of("look at", path)(error).into()),
        }
    }
    for path in missing.into_iter().rev() {
        let refuse = || FileError::of("create", path);
        match DirBuilder::new().mode(0o700).create(path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => continue,
            Err(error) => return Err(refuse()(error).into()),
        }
        // Whatever the umask took away, the owner needs.
        fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(refuse())?;
        let made = File::open(path).map_err(refuse())?;
        hand_over(&made, path)?;
        sync_folder(folder_of(path))?;
    }
    Ok(())
}
