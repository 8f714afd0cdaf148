//! The files of units: written whole, readable by all, and removed.

use std::fs::{self, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::UnitFile;
use crate::actions::{ActionError, ActionResult};
use crate::files::{Draft, FileError, folder_of, make_folders};

/// What was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// None of the files.
    Nothing,
    /// Another content.
    Another,
    /// All as they should be.
    Same,
}

/// Writes what is not there already.
pub(super) fn write(files: &[UnitFile]) -> ActionResult<Found> {
    let mut found = Vec::with_capacity(files.len());
    for file in files {
        found.push(match fs::read(&file.path) {
            Ok(content) if content == file.content.as_bytes() => Found::Same,
            Ok(_) => Found::Another,
            Err(error) if error.kind() == ErrorKind::NotFound => Found::Nothing,
            Err(error) => return Err(ActionError::file("read", &file.path)(error)),
        });
    }
    for (file, found) in files.iter().zip(&found) {
        if *found != Found::Same {
            write_one(file)?;
        }
    }
    let all = |state| found.iter().all(|one| *one == state);
    Ok(match () {
        () if all(Found::Same) => Found::Same,
        () if all(Found::Nothing) => Found::Nothing,
        () => Found::Another,
    })
}

fn write_one(file: &UnitFile) -> ActionResult<()> {
    make_folder_of(&file.path)?;
    let mut draft = Draft::beside(&file.path)?;
    draft
        .write_all(file.content.as_bytes())
        .and_then(|()| draft.file().set_permissions(Permissions::from_mode(0o644)))
        .map_err(ActionError::file("write", &file.path))?;
    draft.sync()?;
    Ok(draft.replace(&file.path)?)
}

/// Makes the folder that holds `path`, for its owner alone, if it is not there.
pub(super) fn make_folder_of(path: &Path) -> ActionResult<()> {
    make_folders(folder_of(path), |_, _| Ok::<_, FileError>(()))?;
    Ok(())
}

/// Whether any of the files is there, be it as a link that leads nowhere.
pub(super) fn any_is_there(paths: &[PathBuf]) -> ActionResult<bool> {
    for path in paths {
        match fs::symlink_metadata(path) {
            Ok(_) => return Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(ActionError::file("look at", path)(error)),
        }
    }
    Ok(false)
}

/// Removes the files that are there.
pub(super) fn remove(paths: &[PathBuf]) -> ActionResult<()> {
    for path in paths {
        match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(ActionError::file("remove", path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}
