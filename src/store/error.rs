//! What can go wrong with a store.
//!
//! A variant names a situation and holds the path or the id; its `Display` says what failed, its source why. What to do
//! about it, and the exit code, are the command line's business.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::files::FileError;
use crate::model::{ConversationId, InvalidId, Malformed, ProviderName, UserId};

/// The result of an operation on a store.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why an operation on a store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The location holds no store.
    #[error("there is no store at {location}")]
    Missing {
        /// Where it was looked for.
        location: String,
    },
    /// The location already holds one.
    #[error("there is a store at {location} already")]
    AlreadyThere {
        /// Where it is.
        location: String,
    },
    /// The location holds users' data, and no accounts.
    #[error("{location} has user_data/ but no users.json")]
    HalfThere {
        /// Where it is.
        location: String,
    },
    /// The text names no kind of location that there is.
    #[error("{text:?} is no location of a store: {reason}")]
    BadLocation {
        /// The text, any password in it masked.
        text: String,
        /// Why it is none.
        reason: String,
    },
    /// No account is called that.
    #[error("no user {who:?}")]
    UserNotFound {
        /// What was asked for.
        who: String,
    },
    /// Several accounts are called that.
    #[error("{who:?} fits {} users", candidates.len())]
    AmbiguousUser {
        /// What was asked for.
        who: String,
        /// The ids and addresses of those that it fits.
        candidates: Vec<(UserId, String)>,
    },
    /// Another account has that address.
    #[error("there is a user with the address {email} already")]
    EmailTaken {
        /// The address.
        email: String,
    },
    /// The user has no such conversation.
    #[error("no conversation {which:?} of {user}")]
    ConversationNotFound {
        /// Whose conversations were searched.
        user: UserId,
        /// What was asked for.
        which: String,
    },
    /// Several conversations begin like that.
    #[error("{} conversations begin with {which:?}", candidates.len())]
    AmbiguousConversation {
        /// What was asked for.
        which: String,
        /// Those that it fits.
        candidates: Vec<ConversationId>,
    },
    /// There is one with that id already.
    #[error("there is a conversation {id} already")]
    ConversationExists {
        /// Its id.
        id: ConversationId,
    },
    /// Two users have conversations with the same ids, and they are not the same.
    #[error(
        "{from} and {into} both have {}, each with another content",
        differing(ids)
    )]
    ConversationsDiffer {
        /// Whose would move.
        from: UserId,
        /// To whom.
        into: UserId,
        /// Their ids, in the order of the former.
        ids: Vec<ConversationId>,
    },
    /// One account was to go over into another. That is begun, and the next command that changes the store finishes it.
    #[error("{from} is not yet merged into {into} altogether")]
    MergeBegun {
        /// Whose account goes.
        from: UserId,
        /// Whose stays.
        into: UserId,
        /// What came in between.
        #[source]
        cause: Box<StoreError>,
    },
    /// The user has no key for that provider.
    #[error("no {provider} key of {user}")]
    KeyNotFound {
        /// Whose keys were searched.
        user: UserId,
        /// The provider.
        provider: ProviderName,
    },
    /// What a file holds cannot be what it should.
    #[error("{} is damaged", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        #[source]
        cause: Damage,
    },
    /// Others held a lock for longer than we were to wait.
    #[error("{} was locked by {} for {} s", path.display(), holder.as_deref().unwrap_or("another process"), waited.as_secs_f32())]
    Busy {
        /// The locked file.
        path: PathBuf,
        /// How long we waited.
        waited: Duration,
        /// Who holds it, where the system tells.
        holder: Option<String>,
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
    /// All was replaced while parts of it were read, which do not belong together then.
    #[error("the store at {location} was replaced while it was read")]
    ReplacedMeanwhile {
        /// The store.
        location: String,
    },
    /// The recipients are no longer those that a key was encrypted to, or that a change of them was worked out from.
    #[error("the recipients of {location} were changed meanwhile")]
    RecipientsChanged {
        /// The store.
        location: String,
    },
    /// There is no way to the database, or it ends.
    #[error("cannot reach {location}: {reason}")]
    DatabaseUnreachable {
        /// Where it should be, its password masked.
        location: String,
        /// Why.
        reason: String,
    },
    /// The server has no such database.
    #[error("there is no database {location}")]
    DatabaseMissing {
        /// Where it should be, its password masked.
        location: String,
    },
    /// The database does not let us in.
    #[error("{location} does not let us in: {reason}")]
    DatabaseRefused {
        /// Where it is, its password masked.
        location: String,
        /// In its words.
        reason: String,
    },
    /// The connection ended in the midst of an operation; whether a change was made that was about to be confirmed is not known.
    #[error("the connection to {location} was lost: {reason}")]
    ConnectionLost {
        /// Where it is, its password masked.
        location: String,
        /// Why.
        reason: String,
    },
    /// The database would not do something.
    #[error("cannot {action} {location}: {reason} ({code})")]
    Database {
        /// Where it is, its password masked.
        location: String,
        /// What was tried: a verb.
        action: &'static str,
        /// In its words.
        reason: String,
        /// Its code for that, as the SQL standard has them.
        code: String,
    },
    /// The database is of a newer version of this program.
    #[error(
        "the schema of {location} has version {found}, and this program knows versions up to {known}"
    )]
    SchemaTooNew {
        /// Where it is.
        location: String,
        /// Its version.
        found: i64,
        /// The newest one that is known.
        known: i64,
    },
    /// The database belongs to another program.
    #[error("{location} is a database of another program")]
    ForeignDatabase {
        /// Where it is.
        location: String,
    },
    /// There is no folder on this machine for what belongs to it rather than to a database.
    #[error("there is no home folder to keep things of this machine in")]
    NoStateFolder,
    /// What was to be loaded has no accounts, without which it is no store.
    #[error("what was to be put into the store has no users.json")]
    NoAccounts,
    /// A link leads from the store to another file system, on which nothing can be put in place at one stroke.
    #[error("{} leads to another file system than the store's own", path.display())]
    OtherFileSystem {
        /// The link.
        path: PathBuf,
    },
    /// A replacement could not have the owner of what it replaces.
    #[error("{} belongs to {owner}, and a file written now would not", path.display())]
    ForeignOwner {
        /// The file or folder whose owner would change.
        path: PathBuf,
        /// Its owner, `user:group`, in numbers.
        owner: String,
    },
}

fn differing(ids: &[ConversationId]) -> String {
    let ids: Vec<&str> = ids.iter().map(ConversationId::as_str).collect();
    match ids.len() {
        1 => format!("the conversation {}", ids.concat()),
        count => format!("{count} conversations ({})", ids.join(", ")),
    }
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It is not the JSON it should be.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// It is not UTF-8.
    #[error("not UTF-8 at byte {offset}")]
    NotUtf8 {
        /// Bytes from the start of the file.
        offset: usize,
    },
    /// It is empty, and stayed so for as long as a write of the web app may take.
    #[error("the file is empty")]
    Empty,
    /// It is a folder, a pipe or a device.
    #[error("not a regular file")]
    NotAFile,
    /// It is larger than anything a store can hold.
    #[error("{size_bytes} bytes are more than the {limit_bytes} that are read")]
    TooLarge {
        /// Its size.
        size_bytes: u64,
        /// The most that is read.
        limit_bytes: u64,
    },
    /// An account's id could lead out of the store.
    #[error(transparent)]
    BadId(#[from] InvalidId),
    /// It is a symbolic link that leads nowhere.
    #[error("a link that leads nowhere")]
    DanglingLink,
    /// It is no folder, and should be one.
    #[error("not a folder")]
    NotAFolder,
    /// A database says so itself.
    #[error("the database says: {reason}")]
    Database {
        /// In its words.
        reason: String,
    },
    /// A line of settings is not understood.
    #[error(transparent)]
    Settings(Malformed),
}

impl Damage {
    /// Returns where it is, in bytes from the start of the file, if it is at one place.
    pub fn offset(&self) -> Option<usize> {
        match self {
            Self::Malformed(malformed) | Self::Settings(malformed) => Some(malformed.offset),
            Self::NotUtf8 { offset } => Some(*offset),
            _ => None,
        }
    }
}

impl From<FileError> for StoreError {
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

impl StoreError {
    /// No account is the one that is meant: by its id, or by whatever people know it by.
    pub(crate) fn user_not_found(who: impl Into<String>) -> Self {
        Self::UserNotFound { who: who.into() }
    }

    /// Makes an error of the system's answer to `action` on `path`.
    pub(crate) fn io(
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

    /// Makes an error of what is wrong with `path`.
    pub(crate) fn damaged(path: impl Into<PathBuf>, cause: impl Into<Damage>) -> Self {
        Self::Damaged {
            path: path.into(),
            cause: cause.into(),
        }
    }

    /// Whether the system or the database would not let us write, which is no reason not to read.
    pub(super) fn is_refusal(&self) -> bool {
        match self {
            Self::ForeignOwner { .. } => true,
            // Read-only, or not granted.
            Self::Database { code, .. } => code == "25006" || code == "42501",
            // What was written and may not reach the disk is a disk that fails.
            Self::Io { action: "sync", .. } => false,
            Self::Io { source, .. } => matches!(
                source.kind(),
                io::ErrorKind::PermissionDenied
                    | io::ErrorKind::ReadOnlyFilesystem
                    | io::ErrorKind::StorageFull
                    | io::ErrorKind::QuotaExceeded
            ),
            _ => false,
        }
    }
}
