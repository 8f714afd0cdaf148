//! How large a store is, and how long it takes to change it.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use chrono::DateTime;

use super::{StoreError, StoreResult};
use crate::model::{ConversationId, NewConversation, NewMessage, Role, Turn, UserId};

/// What was measured of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measures {
    /// Bytes of all that is stored.
    pub total_bytes: u64,
    /// Who has the most, and how many bytes that are: those of the user's file, or of the documents in a database. `None` if
    /// nobody has any.
    pub largest: Option<(UserId, u64)>,
    /// How long a turn takes to be put in for that user; `None` if nothing can be written there.
    pub append: Option<Duration>,
    /// What a database says of itself; `None` for files.
    pub database: Option<DatabaseFacts>,
}

/// What a database says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseFacts {
    /// Conversations of all users.
    pub conversations: usize,
    /// The version of the tables.
    pub schema_version: usize,
    /// The version of the database program or library.
    pub server_version: String,
    /// Whether it is a file on a file system that several machines may have.
    pub is_on_network: bool,
}

/// Returns a turn of usual size to see how long one takes. It is never stored.
pub(super) fn sample() -> (NewConversation, Turn) {
    let at = DateTime::UNIX_EPOCH;
    let message = |role, content: &str| NewMessage {
        role,
        content: content.to_owned(),
        at,
        reply: None,
    };
    let reply =
        "Steel wire keeps its form until it is bent further than it springs back. ".repeat(20);
    let turn = Turn {
        messages: vec![
            message(Role::User, "Why does a paper clip hold paper?"),
            message(Role::Assistant, &reply),
        ],
    };
    let new = NewConversation {
        id: ConversationId::new(uuid::Uuid::new_v4().to_string()),
        title: "Why does a paper clip hold paper?".to_owned(),
        provider: "echo".to_owned(),
        model: "echo".to_owned(),
        at,
    };
    (new, turn)
}

/// Writes pieces to disk in a folder, into a file that has no name there and is gone at once.
pub(super) fn write_nameless(folder: &Path, pieces: &[&str]) -> StoreResult<()> {
    let mut file: File =
        tempfile::tempfile_in(folder).map_err(StoreError::io("create a file in", folder))?;
    for piece in pieces {
        file.write_all(piece.as_bytes())
            .map_err(StoreError::io("write to a file in", folder))?;
    }
    file.sync_all()
        .map_err(StoreError::io("write to a file in", folder))
}
