//! A turn that we added, with what it takes to tell whether it is still there, and to put it back.

use std::fs::{File, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::{
    Conversation, ConversationId, Document, Malformed, Message, Moment, ReplyPlace, Turn,
};
use crate::store::user_file::UserFile;
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
    /// Where the only message went, where that is the reply to a question that was asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    again: Option<Again>,
    /// The version of the file that has it first.
    pub(super) version: Version,
}

/// A reply in the place of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Again {
    place: ReplyPlace,
    /// The question and the reply as a turn of its own.
    turn: Vec<String>,
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
        Ok(Self {
            added_at: at.timestamp(),
            conversation: conversation.to_string(),
            messages: texts_of(turn)?,
            begun: begun.map(|document| document.as_str().to_owned()),
            again: None,
            version,
        })
    }

    /// The same of a turn whose reply went to a `place` as this message.
    pub(in crate::store::json) fn again(
        conversation: &ConversationId,
        turn: &Turn,
        place: &ReplyPlace,
        reply: &Document,
        at: DateTime<Utc>,
        version: Version,
    ) -> Result<Self, Malformed> {
        Ok(Self {
            added_at: at.timestamp(),
            conversation: conversation.to_string(),
            messages: vec![reply.as_str().to_owned()],
            begun: None,
            again: Some(Again {
                place: place.clone(),
                turn: texts_of(turn)?,
            }),
            version,
        })
    }

    /// The same of a conversation that was added whole: it is there or not, and no message of it alone.
    pub(in crate::store::json) fn of_conversation(
        conversation: &ConversationId,
        document: &Document,
        at: DateTime<Utc>,
        version: Version,
    ) -> Self {
        Self {
            added_at: at.timestamp(),
            conversation: conversation.to_string(),
            messages: Vec::new(),
            begun: Some(document.as_str().to_owned()),
            again: None,
            version,
        }
    }

    /// Returns where it went.
    pub(in crate::store::json) fn conversation(&self) -> ConversationId {
        ConversationId::new(self.conversation.clone())
    }

    /// Returns the messages.
    pub(in crate::store::json) fn messages(&self) -> Result<Vec<Document>, Malformed> {
        self.messages.iter().map(Document::parse).collect()
    }

    /// Returns where its only message went, if that is a reply in the place of others.
    pub(in crate::store::json) fn place(&self) -> Option<&ReplyPlace> {
        self.again.as_ref().map(|again| &again.place)
    }

    /// Returns the messages that it has where its place is gone.
    pub(in crate::store::json) fn turn_of_its_own(&self) -> Result<Vec<Document>, Malformed> {
        let texts = self.again.as_ref().map(|again| &again.turn);
        texts.into_iter().flatten().map(Document::parse).collect()
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

fn texts_of(turn: &Turn) -> Result<Vec<String>, Malformed> {
    turn.messages
        .iter()
        .map(|message| Ok(Document::new(message)?.as_str().to_owned()))
        .collect()
}

/// Whether a conversation has this message, or one that took its place: the app writes it anew, and keeps role, text and our
/// timestamp.
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
    let is_role = |other: &Message| other.role.as_str() == message.role;
    let was_there = |other: &Message| {
        let mut replaced = other.replaced.iter();
        timestamp.is_some() && replaced.any(|replaced| replaced.usage.at == timestamp)
    };
    let is_there = |other: &Message| {
        other.content == message.content && (timestamp.is_none() || other.timestamp == timestamp)
    };
    let mut others = conversation.messages.iter();
    others.any(|other| is_role(other) && (is_there(other) || was_there(other)))
}
