//! What can go wrong with a backup.
//!
//! As everywhere, a variant names a situation; what to do about it, and the exit code, are the command line's business.

use std::io;
use std::path::{Path, PathBuf};

use crate::files::FileError;
use crate::model::Malformed;
use crate::secrets::SecretError;
use crate::store::{EntryName, StoreError};

use super::limits::Exceeded;

/// Why a backup could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file is something else.
    #[error("{} is not a chatkeep backup: {reason}", path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
        /// What it lacks.
        reason: &'static str,
    },
    /// A later version of chatkeep made it.
    #[error("{} has format {found}, and this version reads format {supported}", path.display())]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// The format that its manifest names.
        found: u64,
        /// The latest format known here.
        supported: u32,
    },
    /// It is a backup, and not as it was written.
    #[error("{} is damaged at byte {offset}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where the gzip member begins in which the damage was found; of an encrypted backup, in what it decrypts to.
        offset: u64,
        /// What is wrong.
        #[source]
        cause: Damage,
    },
    /// It is a tarball that somebody else made, and holds what no store has, or not all of it.
    #[error("the tarball {} cannot be used", path.display())]
    UnusableTarball {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        cause: Damage,
    },
    /// A backup was to become a file of this name, and there is one.
    #[error("{} is there already", path.display())]
    AlreadyThere {
        /// The file.
        path: PathBuf,
    },
    /// Another backup into the folder is being made, by somebody who claimed it as we would.
    #[error("another backup into {} is being made", folder.display())]
    Claimed {
        /// The folder.
        folder: PathBuf,
    },
    /// The backup has no such part.
    #[error("{} holds no {entry}", path.display())]
    NoSuchEntry {
        /// The file.
        path: PathBuf,
        /// What was asked for.
        entry: EntryName,
    },
    /// The snapshot did not give a part.
    #[error("cannot back up {entry}")]
    Snapshot {
        /// The part.
        entry: EntryName,
        /// The store's answer.
        #[source]
        source: StoreError,
    },
    /// Who reads the backup did not take a part.
    #[error("cannot take {entry} from the backup")]
    NotTaken {
        /// The part.
        entry: EntryName,
        /// The store's answer.
        #[source]
        source: StoreError,
    },
    /// The store holds more than a backup may, which could not be read back.
    #[error("the store is too large for a backup")]
    TooLarge(#[source] Exceeded),
    /// What was given to write to failed.
    #[error("cannot write the backup")]
    Output(#[source] io::Error),
    /// It is encrypted, and what opens it is not at hand, or it is not as it was encrypted.
    #[error("cannot decrypt {}", path.display())]
    NotDecrypted {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: SecretError,
    },
    /// The system refused.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried: a verb.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
}

impl From<FileError> for ArchiveError {
    fn from(error: FileError) -> Self {
        let FileError {
            action,
            path,
            source,
        } = error;
        Self::Io {
            action,
            path,
            source,
        }
    }
}

impl ArchiveError {
    /// Whether the file itself is known to be no whole backup.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Damaged { .. } | Self::NotABackup { .. } => true,
            Self::NotDecrypted { source, .. } => {
                matches!(source, SecretError::FileUndecryptable { .. })
            }
            _ => false,
        }
    }

    /// Whether it is encrypted, nothing is known to be wrong with it, and what opens it was not at hand.
    pub fn is_locked(&self) -> bool {
        matches!(self, Self::NotDecrypted { .. }) && !self.is_damage()
    }

    /// Makes an error of the system's answer to `action` on `path`.
    pub(super) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}

/// What is wrong with a backup.
///
/// The texts quote names from the archive, which are as untrusted as the rest of it.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// The last member is missing.
    #[error("the end is missing that every complete backup has")]
    CutOff,
    /// A gzip member is not as it was written.
    #[error("a gzip member {0}")]
    Member(&'static str),
    /// The content ends where an entry should begin or go on.
    #[error("the content ends before {expected} does")]
    EndsEarly {
        /// The entry that is cut off.
        expected: String,
    },
    /// An entry is of a kind, or has a name, that no backup has.
    #[error("the entry {name:?} {reason}")]
    BadEntry {
        /// Its name; what is not UTF-8 in it replaced.
        name: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// The manifest has another entry there: one was added, taken out, doubled or renamed.
    #[error("{found} stands where the manifest has {expected}")]
    Unexpected {
        /// The entry that is there.
        found: String,
        /// What should be there.
        expected: String,
    },
    /// A file is not as long as the manifest says.
    #[error("{name} has {found} bytes, and {expected} by the manifest")]
    WrongSize {
        /// The file.
        name: String,
        /// Its size in the archive.
        found: u64,
        /// Its size in the manifest.
        expected: u64,
    },
    /// A file's content is not what was backed up.
    #[error("the SHA-256 of {name} is not the manifest's")]
    WrongDigest {
        /// The file.
        name: String,
    },
    /// A file that was whole when it was backed up is no document.
    #[error("{name} is not what it should be")]
    BadDocument {
        /// The file.
        name: String,
        /// What is wrong.
        #[source]
        cause: Malformed,
    },
    /// Its bytes are not those that were written.
    #[error("its SHA-256 is not that of what was written")]
    NotAsWritten,
    /// The manifest counts something else than is there.
    #[error("the manifest's counts are not those of the files")]
    WrongCounts,
    /// The manifest is not one.
    #[error("the manifest cannot be used: {reason}")]
    BadManifest {
        /// What is wrong.
        reason: String,
    },
    /// The compression of somebody else's file is damaged.
    #[error("its compression is damaged: {0}")]
    Compression(String),
    /// A tarball has no accounts, or not in a place that can be meant.
    #[error("users.json is neither at its top nor in a folder there")]
    NoAccounts,
    /// A tarball holds more than one store.
    #[error("users.json is in several of its folders: {} and {}", .0[0], .0[1])]
    SeveralStores([String; 2]),
    /// What was read once is not there the second time.
    #[error("{name} was changed while it was read")]
    Changed {
        /// The file.
        name: String,
    },
    /// It holds more than a backup may.
    #[error(transparent)]
    Exceeded(#[from] Exceeded),
}

impl Damage {
    pub(super) fn bad_entry(name: impl Into<String>, reason: &'static str) -> Self {
        Self::BadEntry {
            name: name.into(),
            reason,
        }
    }

    /// Says where it was found.
    pub(super) fn at(self, offset: u64) -> Fault {
        Fault::Damage {
            offset,
            cause: self,
        }
    }
}

/// Why reading failed, before it is known by which path.
#[derive(Debug)]
pub(super) enum Fault {
    Damage { offset: u64, cause: Damage },
    Newer { found: u64 },
    Io(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Fault {
    /// Says in which tarball of somebody else's it was found.
    pub(super) fn in_tarball(self, path: &Path) -> ArchiveError {
        match self {
            Self::Damage { cause, .. } => ArchiveError::UnusableTarball {
                path: path.to_owned(),
                cause,
            },
            other => other.in_file(path),
        }
    }

    pub(super) fn in_file(self, path: &Path) -> ArchiveError {
        let path = path.to_owned();
        match self {
            Self::Damage { offset, cause } => ArchiveError::Damaged {
                path,
                offset,
                cause,
            },
            Self::Newer { found } => ArchiveError::NewerFormat {
                path,
                found,
                supported: super::FORMAT,
            },
            // The system does not say this of files; it comes from decrypting them.
            Self::Io(source) if source.kind() == io::ErrorKind::InvalidData => {
                ArchiveError::NotDecrypted {
                    path,
                    source: SecretError::FileUndecryptable { source },
                }
            }
            Self::Io(source) => ArchiveError::Io {
                action: "read",
                path,
                source,
            },
        }
    }
}
