//! A file in the making.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use super::{FileError, folder_of, sync_folder};

/// How many random characters are in a name that must be free.
const RANDOM_LENGTH: usize = 6;

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
    ///
    /// It is locked for as long as somebody writes it. So whoever comes next can tell what a process left behind that was
    /// killed: that is removed first.
    pub fn named(folder: &Path, prefix: &str, suffix: &str) -> Result<Self, FileError> {
        sweep(folder, prefix, suffix);
        loop {
            // Opened here, since the errors of the library's own opening end with the name that it made up.
            let draft = Builder::new()
                .prefix(prefix)
                .suffix(suffix)
                .rand_bytes(RANDOM_LENGTH)
                .make_in(folder, open_new)
                .map(Self)
                .map_err(FileError::of("create a file in", folder))?;
            match draft.file().try_lock() {
                // Between being made and being locked it can have been taken for left behind.
                Ok(()) if is_removed(draft.file()) => {}
                Err(TryLockError::WouldBlock) => {}
                // A file system without locks is one on which nobody sweeps.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(draft),
            }
        }
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

/// Removes the files in `folder` that begin and end so and that nobody has locked. What cannot be removed is no reason to
/// stop.
fn sweep(folder: &Path, prefix: &str, suffix: &str) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_draft = name
            .to_str()
            .and_then(|name| name.strip_prefix(prefix)?.strip_suffix(suffix))
            .is_some_and(|random| random.len() == RANDOM_LENGTH);
        if is_draft && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            remove_if_left_behind(&entry.path());
        }
    }
}

fn remove_if_left_behind(path: &Path) {
    if let Ok(file) = File::open(path)
        && file.try_lock().is_ok()
    {
        // While it is locked: whoever has only just made it sees that it is gone, and makes another.
        let _ = fs::remove_file(path);
    }
}

fn is_removed(file: &File) -> bool {
    file.metadata().is_ok_and(|facts| facts.nlink() == 0)
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
    fn what_the_dead_left_behind_is_swept_and_what_is_being_written_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let of = |name: &str| folder.path().join(name);
        let others = [".a.json.tmp", ".a.json.notes.tmp", "a.json.abcdef.tmp"].map(of);
        let dead = of(".a.json.abcdef.tmp");
        for path in others.iter().chain([&dead]) {
            fs::write(path, b"half").expect("writable");
        }
        let living = Draft::beside(&of("a.json")).expect("made");
        let _next = Draft::beside(&of("a.json")).expect("made");
        assert!(living.path().exists() && others.iter().all(|path| path.exists()));
        assert!(!dead.exists());
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
