//! Files that users ask for: complete under their name, or not there at all.

use std::fs::{self, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{ActionError, ActionResult};
use crate::files::{Draft, Placed};

/// What is written passes through a buffer of this size.
const BUFFER_BYTES: usize = 256 * 1024;

/// A file in the making, for its owner only. Dropped before [`Self::finish`], it leaves no trace.
#[derive(Debug)]
pub struct NewFile {
    file: BufWriter<Draft>,
    path: PathBuf,
    may_replace: bool,
}

impl NewFile {
    /// Begins the file that will be at `path`; one that is there already is refused, or replaced at the end.
    ///
    /// Only a regular file is ever replaced; behind a symbolic link it is the one that the link leads to.
    pub fn create(path: &Path, may_replace: bool) -> ActionResult<Self> {
        let path = match fs::metadata(path) {
            Ok(metadata) if !metadata.is_file() => {
                let source = io::Error::other("there is something other than a regular file");
                return Err(ActionError::file("write", path)(source));
            }
            Ok(_) if !may_replace => return Err(exists(path)),
            Ok(_) => fs::canonicalize(path).map_err(ActionError::file("write", path))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(ActionError::file("write", path)(error)),
        };
        let draft = Draft::beside(&path)?;
        Ok(Self {
            file: BufWriter::with_capacity(BUFFER_BYTES, draft),
            path,
            may_replace,
        })
    }

    /// Lets everybody read it, and its owner write it.
    pub fn let_all_read(&self) -> ActionResult<()> {
        let mode = Permissions::from_mode(0o644);
        let changed = self.file.get_ref().file().set_permissions(mode);
        changed.map_err(ActionError::file("change the mode of", &self.path))
    }

    /// Writes all that is to be in the file, and puts it in its place.
    pub fn finish_with(mut self, bytes: &[u8]) -> ActionResult<()> {
        self.write_all(bytes)
            .map_err(ActionError::file("write", &self.path))?;
        self.finish()
    }

    /// Puts the file in its place. When this returns, it is on disk.
    pub fn finish(self) -> ActionResult<()> {
        let path = self.path;
        let draft = self
            .file
            .into_inner()
            .map_err(|error| ActionError::file("write", &path)(error.into_error()))?;
        draft.sync()?;
        if self.may_replace {
            return Ok(draft.replace(&path)?);
        }
        match draft.place(&path)? {
            Placed::Yes => Ok(()),
            Placed::Taken(_) => Err(exists(&path)),
        }
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn exists(path: &Path) -> ActionError {
    ActionError::FileExists {
        path: path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt, symlink};

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("it is there");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("readable")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    fn write(path: &Path, may_replace: bool) -> ActionResult<()> {
        let mut file = NewFile::create(path, may_replace)?;
        file.write_all(b"new").expect("there is room");
        file.finish()
    }

    #[test]
    fn a_file_is_complete_private_and_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x");
        write(&path, false).expect("it is new");
        assert_eq!(fs::read(&path).expect("it is there"), b"new");
        assert_eq!(path.metadata().expect("it is there").mode() & 0o777, 0o600);
        assert_eq!(names(folder.path()), ["x"]);
    }

    #[test]
    fn what_is_there_is_kept_unless_told_otherwise() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x");
        fs::write(&path, "old").expect("writable");
        let error = write(&path, false).expect_err("it is there");
        assert!(matches!(error, ActionError::FileExists { .. }), "{error}");
        assert_eq!(fs::read(&path).expect("it is there"), b"old");
        symlink("x", folder.path().join("link")).expect("writable");
        write(&folder.path().join("link"), true).expect("replaced");
        assert_eq!(fs::read(&path).expect("it is there"), b"new");
        assert_eq!(names(folder.path()), ["link", "x"]);
    }

    #[test]
    fn one_that_appears_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x");
        let file = NewFile::create(&path, false).expect("it is new");
        fs::write(&path, "faster").expect("writable");
        let error = file.finish().expect_err("it is there now");
        assert!(matches!(error, ActionError::FileExists { .. }), "{error}");
        assert_eq!(fs::read(&path).expect("it is there"), b"faster");
        assert_eq!(names(folder.path()), ["x"]);
    }

    #[test]
    fn what_is_no_file_is_never_replaced_and_an_abandoned_one_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(write(folder.path(), true).is_err());
        assert!(write(Path::new("/dev/null"), true).is_err());
        drop(NewFile::create(&folder.path().join("y"), false));
        assert_eq!(names(folder.path()), [""; 0]);
    }
}
