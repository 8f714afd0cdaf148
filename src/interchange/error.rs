//! What can go wrong when conversations leave a store.

use std::io;

use crate::model::{ConversationId, Malformed, UserId};

/// The result of writing a part of an export.
pub type InterchangeResult<T> = Result<T, InterchangeError>;

/// Why an export failed.
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
}
