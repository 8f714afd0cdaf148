//! What can go wrong when conversations leave a store, or come from elsewhere.

use std::io;

use crate::model::{ConversationId, Malformed, User, UserId};

/// The result of writing or reading a part of an export.
pub type InterchangeResult<T> = Result<T, InterchangeError>;

/// Why an export or import failed.
#[derive(Debug, thiserror::Error)]
pub enum InterchangeError {
    /// The output took no more.
    #[error("cannot write the export")]
    Write(#[from] io::Error),
    /// A conversation is not in the form that a format for people has to understand.
    #[error("conversation {conversation} of {user} cannot be read")]
    Unreadable {
        /// Whose it is.
        user: UserId,
        /// Which one.
        conversation: ConversationId,
        /// What is wrong, counted from the beginning of its document.
        #[source]
        cause: Malformed,
    },
    /// The file that is imported could not be read.
    #[error("it cannot be read")]
    Read(#[source] io::Error),
    /// The file that is imported is damaged.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// One part of the file that is imported is too large to be a conversation.
    #[error("what begins at byte {offset} has more than {} MiB", limit_bytes >> 20)]
    TooLarge {
        /// Where it begins.
        offset: usize,
        /// The most that is read.
        limit_bytes: usize,
    },
    /// The file that is imported is none of the formats that are known.
    #[error("it is {found}")]
    UnknownFormat {
        /// What it is instead, as far as that can be seen.
        found: &'static str,
        /// What to do with it, if anything.
        hint: Option<&'static str>,
    },
    /// The database that is imported is not what it should be.
    #[error("it is no log of the program llm: {reason}")]
    NotLlmLogs {
        /// Why not.
        reason: String,
    },
    /// SQLite could not read the database that is imported.
    #[error("it cannot be read as a database")]
    Database(#[from] rusqlite::Error),
}

impl InterchangeError {
    /// Says whose conversation it is that cannot be read.
    pub fn unreadable(user: &User, id: &ConversationId) -> impl FnOnce(Malformed) -> Self {
        let (user, conversation) = (user.id.clone(), id.clone());
        |cause| Self::Unreadable {
            user,
            conversation,
            cause,
        }
    }
}
