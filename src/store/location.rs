//! Where a store is.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use super::error::StoreError;

/// The place of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder with JSON files.
    Folder(PathBuf),
}

impl Location {
    /// Reads what was given for `--store`: a folder.
    ///
    /// Text that names a database by its scheme is refused rather than taken for a folder of that name.
    pub fn parse(text: &OsStr) -> Result<Self, StoreError> {
        let refuse = |reason| {
            let text = text.to_string_lossy();
            let text = text
                .split_once("://")
                .map_or(text.as_ref(), |(scheme, _)| scheme)
                .to_owned();
            Err(StoreError::BadLocation { text, reason })
        };
        let lossy = text.to_string_lossy();
        if lossy.is_empty() {
            return refuse("it is empty");
        }
        if lossy.contains("://") || lossy.starts_with("sqlite:") {
            return refuse("this version of chatkeep works on folders only");
        }
        Ok(Self::Folder(PathBuf::from(text)))
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        let Self::Folder(folder) = self;
        folder
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Folder(folder) = self;
        folder.display().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_not_taken_for_a_folder_and_its_password_not_shown() {
        let error = Location::parse(OsStr::new("postgres://u:secret@h/db")).expect_err("no folder");
        assert!(!error.to_string().contains("secret"), "{error}");
        assert!(Location::parse(OsStr::new("sqlite:x.db")).is_err());
        assert!(Location::parse(OsStr::new("")).is_err());
        assert!(Location::parse(OsStr::new("some/folder")).is_ok());
    }
}
