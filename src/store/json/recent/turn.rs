//! A turn that we added, with what it takes to tell whether it is still there, and to put it back.

use std::fs::{File, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::{Conversation, ConversationId, Document, Malformed, Moment, Turn};
use crate::store::json::user_file::UserFile;
use crate::store::{StoreError, StoreResult};

/// A version of a user's file, as the file system tells them apart. The app's own writing keeps the inode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store::json) struct Version {
    pub(super) inode: u64,
    pub(super) modified_seconds: i64,
    pub(super) modified_nanos: i64,
    size_bytes: u64,
}

/// A turn that we added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store::json) struct RecentTurn {
    /// When, in seconds since 1970.
    pub(super) added_at: i64,
    /// Where to.
    conversation: String,
    /// The messages, as stored.
    messages: Vec<String>,
    /// The conversation with this turn alone, where it was a new one.
    begun: Option<String>,
    /// The version of the file that has it first.
    pub(super) version: Version,
}

impl Version {
    pub(in crate::store::json) fn of(file: &File, path: &Path) -> StoreResult<Self> {
        let metadata = file.metadata();
        Ok(Self::from(
            &metadata.map_err(StoreError::io("look at", path))?,
        ))
    }
}

impl From<&Metadata> for Version {
    fn from(metadata: &Metadata) -> Self {
        Self {
            inode: metadata.ino(),
            modified_seconds: metadata.mtime(),
            modified_nanos: metadata.mtime_nsec(),
            size_bytes: metadata.len(),
        }
    }
}

impl RecentTurn {
    pub(in crate::store::json) fn new(
        conversation: &ConversationId,
        turn: &Turn,
        begun: Option<&Document>,
        at: DateTime<Utc>,
        version: Version,
    ) -> Result<Self, Malformed> {
        let messages: Result<_, _> = turn
            .messages
            .iter()
            .map(|message| Ok(Document::new(message)?.as_str().to_owned()))
            .collect();
        Ok(Self {
            added_at: at.timestamp(),
            conversation: conversation.to_string(),
            messages: messages?,
            begun: begun.map(|document| document.as_str().to_owned()),
            version,
        })
    }

    /// Returns where it went.
    pub(in crate::store::json) fn conversation(&self) -> ConversationId {
        ConversationId::new(self.conversation.clone())
    }

    /// Returns the messages.
    pub(in crate::store::json) fn messages(&self) -> Result<Vec<Document>, Malformed> {
        self.messages.iter().map(Document::parse).collect()
    }

    /// Returns the conversation that it began.
    pub(in crate::store::json) fn begun(&self) -> Result<Option<Document>, Malformed> {
        self.begun.as_ref().map(Document::parse).transpose()
    }

    /// Whether the file has all its messages.
    pub(in crate::store::json) fn is_in(&self, file: &UserFile<'_>) -> Result<bool, Malformed> {
        let Some(present) = file.conversations()?.read(&self.conversation())? else {
            return Ok(false);
        };
        let is_there = |message: &String| is_message_in(message, &present);
        Ok(self.messages.iter().all(is_there))
    }
}

/// Whether a conversation has this message: the app writes it anew, and keeps role, text and our timestamp.
fn is_message_in(message: &str, conversation: &Conversation) -> bool {
    #[derive(Deserialize)]
    struct Fields {
        role: String,
        content: String,
        timestamp: Option<String>,
    }
    let Ok(message) = serde_json::from_str::<Fields>(message) else {
        return false;
    };
    let timestamp = message.timestamp.as_deref().and_then(Moment::parse);
    conversation.messages.iter().any(|other| {
        other.role.as_str() == message.role
            && other.content == message.content
            && (timestamp.is_none() || other.timestamp == timestamp)
    })
}
