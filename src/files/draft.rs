//! A file in the making.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use super::{FileError, folder_of, sync_folder};

/// A hidden file for its owner alone, in the folder where it will be. Dropped before it has its name, it is gone.
///
/// Its own name begins with a dot and never ends in `.json`, so nobody takes it for data.
#[derive(Debug)]
pub struct Draft(NamedTempFile);

/// Whether a draft got a name that must not be taken.
#[derive(Debug)]
pub enum Placed {
    /// It has it.
    Yes,
    /// There is a file of that name already; the draft is as it was.
    Taken(Draft),
}

impl Draft {
    /// Begins a file that will be at `path`, under the name `.NAME.XXXXXX.tmp`.
    pub fn beside(path: &Path) -> Result<Self, FileError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Self::named(folder_of(path), &format!(".{name}."), ".tmp")
    }

    /// Begins a file in `folder` whose name begins and ends so, with something random in between.
    pub fn named(folder: &Path, prefix: &str, suffix: &str) -> Result<Self, FileError> {
        // Opened here, since the errors of the library's own opening end with the name that it made up.
        Builder::new()
            .prefix(prefix)
            .suffix(suffix)
            .make_in(folder, open_new)
            .map(Self)
            .map_err(FileError::of("create a file in", folder))
    }

    /// Begins a file under exactly this name, which must be free.
    pub fn at(path: &Path) -> Result<Self, FileError> {
        let name = path.file_name().unwrap_or_default();
        Builder::new()
            .prefix(name)
            .rand_bytes(0)
            .make_in(folder_of(path), open_new)
            .map(Self)
            .map_err(FileError::of("create", path))
    }

    /// Returns the handle.
    pub fn file(&self) -> &File {
        self.0.as_file()
    }

    /// Returns where it is for now.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes the content to disk.
    pub fn sync(&self) -> Result<(), FileError> {
        self.file()
            .sync_all()
            .map_err(FileError::of("sync", self.path()))
    }

    /// Gives the draft, which must be synced, the name `path`, and syncs the folder. What was there is replaced.
    pub fn replace(self, path: &Path) -> Result<(), FileError> {
        self.0
            .persist(path)
            .map_err(|error| FileError::of("replace", path)(error.error))?;
        sync_folder(folder_of(path))
    }

    /// Gives the draft, which must be synced, the name `path` if that is free, and syncs the folder.
    pub fn place(self, path: &Path) -> Result<Placed, FileError> {
        match self.0.persist_noclobber(path) {
            Ok(_) => {}
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                return Ok(Placed::Taken(Self(error.file)));
            }
            Err(error) => return Err(FileError::of("create", path)(error.error)),
        }
        sync_folder(folder_of(path))?;
        Ok(Placed::Yes)
    }
}

impl io::Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn open_new(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).expect("readable").map(|entry| {
            let name = entry.expect("an entry").file_name();
            name.to_string_lossy().into_owned()
        });
        names.collect()
    }

    #[test]
    fn a_draft_that_is_dropped_is_gone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let draft = Draft::beside(&folder.path().join("users.json")).expect("made");
        let name = names_in(folder.path()).concat();
        assert!(name.starts_with(".users.json.") && name.ends_with(".tmp"));
        drop(draft);
        assert!(names_in(folder.path()).is_empty());
    }

    #[test]
    fn a_name_that_is_taken_is_not_taken_over() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("kept");
        fs::write(&path, "old").expect("written");
        let mut draft = Draft::at(&folder.path().join(".new.tmp")).expect("made");
        draft.write_all(b"new").expect("written");
        draft.sync().expect("synced");
        let Placed::Taken(draft) = draft.place(&path).expect("no fault") else {
            panic!("the name is taken");
        };
        assert_eq!(fs::read(&path).expect("there"), b"old");
        draft.replace(&path).expect("replaced");
        assert_eq!(fs::read(&path).expect("there"), b"new");
        assert_eq!(names_in(folder.path()), ["kept"]);
    }

    #[test]
    fn an_error_names_the_file_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let missing = folder.path().join("missing");
        let error = Draft::beside(&missing.join("x")).expect_err("there is no such folder");
        assert_eq!(
            (error.path.as_path(), error.source.kind()),
            (missing.as_path(), io::ErrorKind::NotFound)
        );
        assert!(!error.source.to_string().contains("missing"));
    }
}
