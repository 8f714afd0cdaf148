//! Writing files so that no reader, crash or power cut ever finds half of one.
//!
//! A replacement has owner, mode and access lists of what it replaces before it has its name.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::access::Access;
use super::data_file::DataFile;
use crate::files::{Draft, Placed, folder_of, sync_folder};
use crate::store::{StoreError, StoreResult};

/// Whether a file was written, or somebody else was faster and all must begin again on what they wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(super) enum Written {
    /// It is on disk.
    Yes,
    /// Nothing was changed.
    Overtaken,
}

/// Returns a text for a file of ours that must not be empty, as one is whose writer is still at it.
pub(super) fn or_blank(text: String) -> String {
    match text.is_empty() {
        true => "\n".to_owned(),
        false => text,
    }
}

/// Writes what shall replace the content of `file`, which must be locked exclusively, to the hidden file `hidden` beside it.
pub(super) fn draft_for(file: &DataFile, hidden: &Path, pieces: &[&str]) -> StoreResult<Draft> {
    let access = Access::of_file(file.handle(), &file.path)?;
    access.check(&file.path)?;
    filled(Draft::at(hidden)?, pieces, &access)
}

/// Puts a draft in place of `file`, which must be locked exclusively.
pub(super) fn replace(file: &DataFile, draft: Draft) -> StoreResult<Written> {
    // The web app truncates before it waits for our lock: it is about to write, and what it writes must not be lost.
    if file.metadata()?.len() == 0 {
        return Ok(Written::Overtaken);
    }
    draft.replace(&file.path)?;
    Ok(Written::Yes)
}

/// Makes a file of these pieces where there is none, by way of the hidden file `hidden` beside it, which `before_placing` is
/// shown.
pub(super) fn create(
    path: &Path,
    hidden: &Path,
    pieces: &[&str],
    access: &Access,
    before_placing: impl FnOnce(&Draft) -> StoreResult<()>,
) -> StoreResult<Written> {
    access.check(path)?;
    let draft = filled(Draft::at(hidden)?, pieces, access)?;
    before_placing(&draft)?;
    match draft.place(path)? {
        Placed::Yes => Ok(Written::Yes),
        Placed::Taken(_) => Ok(Written::Overtaken),
    }
}

fn filled(mut draft: Draft, pieces: &[&str], access: &Access) -> StoreResult<Draft> {
    for piece in pieces {
        draft
            .write_all(piece.as_bytes())
            .map_err(StoreError::io("write", draft.path()))?;
    }
    access.apply(draft.file(), draft.path())?;
    draft.sync()?;
    Ok(draft)
}

/// Removes a file for good; one that is not there is none the worse.
pub(super) fn remove(path: &Path) -> StoreResult<()> {
    match fs::remove_file(path) {
        Ok(()) => Ok(sync_folder(folder_of(path))?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io("remove", path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{File, Permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    use super::*;
    use crate::store::json::file_lock::{LockKind, Patience};
    use std::time::Duration;

    fn replaced(file: &DataFile, pieces: &[&str]) -> Written {
        let hidden = file.path.with_file_name(".hidden.tmp");
        let draft = draft_for(file, &hidden, pieces).expect("written");
        replace(file, draft).expect("no fault")
    }

    fn created(path: &Path, pieces: &[&str], access: &Access) -> Written {
        let hidden = path.with_file_name(".hidden.tmp");
        create(path, &hidden, pieces, access, |_| Ok(())).expect("no fault")
    }

    fn locked(path: &Path) -> DataFile {
        let patience = Patience::new(Duration::from_secs(10));
        DataFile::open(path, LockKind::Exclusive, &patience)
            .expect("opened")
            .expect("there")
    }

    fn names_in(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("readable");
        entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect()
    }

    #[test]
    fn a_replacement_keeps_the_mode_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("users.json");
        fs::write(&path, "{}").expect("written");
        fs::set_permissions(&path, Permissions::from_mode(0o664)).expect("set");
        assert_eq!(replaced(&locked(&path), &["{\"a\"", ":1}"]), Written::Yes);
        assert_eq!(fs::read_to_string(&path).expect("read"), "{\"a\":1}");
        assert_eq!(fs::metadata(&path).expect("there").mode() & 0o7777, 0o664);
        assert_eq!(names_in(folder.path()), ["users.json"]);
    }

    #[test]
    fn a_file_that_the_app_has_truncated_is_not_replaced() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("users.json");
        fs::write(&path, "{}").expect("written");
        let file = locked(&path);
        File::options()
            .write(true)
            .truncate(true)
            .open(&path)
            .expect("truncated");
        assert_eq!(replaced(&file, &["{}"]), Written::Overtaken);
        assert_eq!(fs::read(&path).expect("read"), b"");
        assert_eq!(names_in(folder.path()), ["users.json"]);
    }

    #[test]
    fn a_new_file_does_not_replace_one_that_came_meanwhile() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let access = Access::of(&fs::metadata(folder.path()).expect("there")).with_mode(0o600);
        let path = folder.path().join("1.json");
        assert_eq!(created(&path, &["{}"], &access), Written::Yes);
        assert_eq!(created(&path, &["[]"], &access), Written::Overtaken);
        assert_eq!(fs::read_to_string(&path).expect("read"), "{}");
        assert_eq!(fs::metadata(&path).expect("there").mode() & 0o7777, 0o600);
    }
}
