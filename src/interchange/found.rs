//! What imports find in a file: conversations of ours as they were stored, and those of other tools in one form for all.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::ImportFormat;
use super::wide_text::WideText;
use crate::model::{ConversationId, Document, Role, Usage};

/// One conversation of a file, or the place of one that cannot be read.
#[derive(Debug)]
pub enum Found {
    /// One that a store of ours held.
    Stored(StoredConversation),
    /// One of another tool.
    Foreign(Box<ForeignConversation>),
    /// One that is not in the form that it has to have. What follows it can be.
    Unreadable {
        /// Where it stands, for people: `byte 120`.
        place: String,
        /// What is wrong with it, without any of its content.
        reason: String,
    },
}

/// A conversation out of an export of ours.
#[derive(Debug)]
pub struct StoredConversation {
    /// Its id.
    pub id: ConversationId,
    /// The document, as it was stored.
    pub document: Document,
    /// What times without an offset are in, if the export says so.
    pub timezone: Option<Tz>,
}

/// A conversation out of another tool.
#[derive(Debug)]
pub struct ForeignConversation {
    /// Which tool's.
    pub format: ImportFormat,
    /// What that calls it; not empty.
    pub id: String,
    /// Its title; may be blank.
    pub title: WideText,
    /// The provider of its replies, in the tool's word, unless a reply names another.
    pub provider: Option<String>,
    /// The model, likewise.
    pub model: Option<String>,
    /// When it was begun.
    pub started: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated: Option<DateTime<Utc>>,
    /// What people wrote on it to find it again.
    pub tags: Vec<String>,
    /// Whether it is to be kept at hand.
    pub is_pinned: bool,
    /// Whether it is put aside.
    pub is_archived: bool,
    /// The branch that the tool showed, then the others. None is empty; none at all if nothing was said.
    pub lines: Vec<Line>,
    /// What could not be carried over.
    pub left_out: LeftOut,
}

/// One branch of a conversation, from its first message on.
#[derive(Debug)]
pub struct Line {
    /// What the tool calls the message with which it leaves the others; `None` for the one that was shown.
    pub key: Option<String>,
    /// The messages, in order.
    pub messages: Vec<LineMessage>,
}

/// A message of a branch.
#[derive(Debug)]
pub struct LineMessage {
    /// What was said.
    pub message: ForeignMessage,
    /// Where else it is, if an earlier branch has it: the branch, and the number of the message in it, counted from 1.
    pub same_as: Option<(usize, usize)>,
}

/// A message out of another tool.
#[derive(Debug, Clone)]
pub struct ForeignMessage {
    /// Who wrote it.
    pub role: Role,
    /// Its text.
    pub text: WideText,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// For replies: what else is known.
    pub reply: Option<ForeignReply>,
}

/// What another tool tells of a reply.
#[derive(Debug, Clone, Default)]
pub struct ForeignReply {
    /// The provider, in the tool's word.
    pub provider: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// The tokens.
    pub usage: Option<Usage>,
    /// Whether it was cut off.
    pub is_interrupted: bool,
    /// Whether its text is an error message.
    pub is_error: bool,
}

/// Something that a stored conversation has no place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutKind {
    /// An image that went along or was made.
    Image,
    /// Any other file; of its name a note stays in the text.
    File,
    /// Something that was spoken; what was said stays if it was written down.
    Recording,
    /// A tool that was called.
    ToolCall,
    /// What a tool answered.
    ToolResult,
    /// What a model thought before it answered.
    Reasoning,
    /// A message that the tool did not show.
    Hidden,
    /// A message of neither the user nor the model.
    OtherRole,
    /// Content of a kind that is not known here.
    OtherContent,
    /// A message that belongs to no branch.
    Stray,
    /// A branch, where there are too many.
    Branch,
}

impl LeftOutKind {
    /// Returns the word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Image => "images",
            Self::File => "files",
            Self::Recording => "recordings",
            Self::ToolCall => "tool_calls",
            Self::ToolResult => "tool_results",
            Self::Reasoning => "reasoning",
            Self::Hidden => "hidden_messages",
            Self::OtherRole => "other_roles",
            Self::OtherContent => "other_content",
            Self::Stray => "stray_messages",
            Self::Branch => "branches",
        }
    }
}

/// What could not be carried over, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut(BTreeMap<LeftOutKind, usize>);

impl LeftOut {
    /// Notes that something is left out.
    pub(super) fn add(&mut self, kind: LeftOutKind) {
        self.add_many(kind, 1);
    }

    pub(super) fn add_many(&mut self, kind: LeftOutKind, count: usize) {
        if count > 0 {
            *self.0.entry(kind).or_default() += count;
        }
    }

    /// Notes that something is left out, unless something of its kind is noted.
    pub(super) fn add_if_missing(&mut self, kind: LeftOutKind) {
        self.0.entry(kind).or_insert(1);
    }

    /// Takes the counts of another in.
    pub fn merge(&mut self, other: &Self) {
        for (kind, count) in &other.0 {
            self.add_many(*kind, *count);
        }
    }

    /// Returns the counts, none of them 0.
    pub fn counts(&self) -> impl Iterator<Item = (LeftOutKind, usize)> + '_ {
        self.0.iter().map(|(kind, count)| (*kind, *count))
    }

    /// Whether nothing is left out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
