//! Messages of conversations.

use std::iter::once_with;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::cost::RecordedCost;
use super::fields::Fields;
use super::moment::{Moment, moment};
use super::text::{LossyText, lossy, lossy_option};
use super::usage::ReplyUsage;

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The user.
    User,
    /// The model.
    Assistant,
    /// Instructions to the model.
    System,
    /// Some other author that the web app knows.
    #[serde(untagged)]
    Other(String),
}

impl Role {
    /// Returns the role that documents use this word for.
    pub fn from_word(word: &str) -> Self {
        match word {
            "user" => Self::User,
            "assistant" => Self::Assistant,
            "system" => Self::System,
            _ => Self::Other(word.to_owned()),
        }
    }

    /// Returns the word that documents use.
    pub fn as_str(&self) -> &str {
        match self {
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::System => "system",
            Self::Other(word) => word,
        }
    }
}

/// A message, as read. Its document may hold more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who wrote it.
    pub role: Role,
    /// Its text, with lone surrogates replaced.
    pub content: String,
    /// When, if the message itself says so.
    pub timestamp: Option<Moment>,
    /// For replies: what it took.
    pub usage: Option<ReplyUsage>,
    /// For copies of replies of another conversation: what the reply took. It is counted there, and not here.
    pub copied: Option<ReplyUsage>,
    /// For replies to a question that was asked again: when it was.
    pub asked_at: Option<Moment>,
    /// The replies that this one took the place of, the earliest first. What they took goes on counting.
    pub replaced: Vec<ReplacedReply>,
}

/// A reply of which nothing is left but what it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplacedReply {
    /// What it took.
    pub usage: ReplyUsage,
    /// When its question was asked again, if it was the reply to that.
    pub asked_at: Option<Moment>,
}

impl Message {
    /// Returns what is known of the reply that this is, whether it is counted here or where it was copied from.
    pub fn reply(&self) -> Option<&ReplyUsage> {
        self.usage.as_ref().or(self.copied.as_ref())
    }

    /// Whether a model wrote it, and it is no error.
    pub fn is_answer(&self) -> bool {
        self.reply().is_some_and(|reply| !reply.is_error)
    }
}

/// A message as it is searched: its text is not copied where it stands in the document as it is.
#[derive(Debug)]
pub struct MessageText<'a> {
    /// Which message of its conversation, from 1.
    pub number: usize,
    /// Who wrote it.
    pub role: Role,
    /// Its text, with lone surrogates replaced.
    pub content: &'a str,
    /// The provider that answered, or of whom the conversation asks.
    pub provider: &'a str,
    /// The model, likewise.
    pub model: &'a str,
    /// When; the conversation's time if the message has none.
    pub at: Option<Moment>,
}

/// What a message without some fields takes from its conversation.
#[derive(Clone, Copy)]
pub(super) struct Inherited<'a> {
    pub(super) provider: &'a str,
    pub(super) model: &'a str,
    pub(super) timestamp: Option<Moment>,
}

/// The fields of a message; its text is read as `C`.
#[derive(Deserialize)]
#[serde(bound = "C: Deserialize<'de>")]
pub(super) struct RawMessage<C> {
    #[serde(default, deserialize_with = "lossy")]
    role: String,
    #[serde(default = "Option::default")]
    content: Option<C>,
    #[serde(default, deserialize_with = "lossy_option")]
    provider: Option<String>,
    #[serde(default, deserialize_with = "lossy_option")]
    model: Option<String>,
    #[serde(default)]
    input_tokens: Option<u64>,
    #[serde(default)]
    output_tokens: Option<u64>,
    #[serde(default)]
    total_tokens: Option<u64>,
    #[serde(default)]
    cost: RecordedCost,
    #[serde(default, deserialize_with = "moment")]
    timestamp: Option<Moment>,
    #[serde(default)]
    is_error: Option<bool>,
    #[serde(default)]
    interrupted: Option<bool>,
    #[serde(default)]
    copied_from: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "moment")]
    asked_at: Option<Moment>,
    #[serde(default = "Vec::new")]
    replaced_replies: Vec<Fields<RawMessage<IgnoredAny>>>,
}

impl<C> RawMessage<C> {
    /// Returns what counts of a message: what those replies took whose place it took, then what it took itself, if it is a
    /// reply. A copy counts for nothing: it is counted where it was copied from.
    pub(super) fn counted<'m>(
        &'m self,
        inherited: Inherited<'m>,
    ) -> impl Iterator<Item = ReplyUsage> + 'm {
        let is_counted = self.is_reply() && self.copied_from.is_none();
        let replaced = self.replaced_replies.iter();
        replaced
            .map(move |Fields(replaced)| replaced.took(inherited))
            .chain(once_with(move || self.took(inherited)))
            .filter(move |_| is_counted)
    }

    fn is_reply(&self) -> bool {
        self.role == Role::Assistant.as_str()
    }

    fn took(&self, inherited: Inherited<'_>) -> ReplyUsage {
        let (input_tokens, output_tokens) = (
            self.input_tokens.unwrap_or(0),
            self.output_tokens.unwrap_or(0),
        );
        let or = |own: &Option<String>, inherited: &str| own.as_deref().unwrap_or(inherited).into();
        ReplyUsage {
            provider: or(&self.provider, inherited.provider),
            model: or(&self.model, inherited.model),
            at: self.timestamp.or(inherited.timestamp),
            input_tokens,
            output_tokens,
            total_tokens: self
                .total_tokens
                .unwrap_or(input_tokens.saturating_add(output_tokens)),
            cost: self.cost,
            is_error: self.is_error.unwrap_or(false),
            is_interrupted: self.interrupted.unwrap_or(false),
        }
    }
}

impl RawMessage<LossyText<'_>> {
    pub(super) fn text<'m>(&'m self, number: usize, inherited: Inherited<'m>) -> MessageText<'m> {
        let content = self.content.as_ref();
        MessageText {
            number,
            role: Role::from_word(&self.role),
            content: content.map_or("", |content| &content.0),
            provider: self.provider.as_deref().unwrap_or(inherited.provider),
            model: self.model.as_deref().unwrap_or(inherited.model),
            at: self.timestamp.or(inherited.timestamp),
        }
    }

    pub(super) fn read(&self, inherited: Inherited<'_>) -> Message {
        let reply = self.is_reply().then(|| self.took(inherited));
        let (usage, copied) = match self.copied_from {
            Some(_) => (None, reply),
            None => (reply, None),
        };
        let replaced = |Fields(raw): &Fields<RawMessage<IgnoredAny>>| ReplacedReply {
            usage: raw.took(inherited),
            asked_at: raw.asked_at,
        };
        Message {
            role: Role::from_word(&self.role),
            content: self
                .content
                .as_ref()
                .map(|text| text.0.to_string())
                .unwrap_or_default(),
            timestamp: self.timestamp,
            usage,
            copied,
            asked_at: self.asked_at,
            replaced: self.replaced_replies.iter().map(replaced).collect(),
        }
    }
}
