//! Conversations and their messages.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::cost::RecordedCost;
use super::document::{self, Document, Malformed};
use super::fields::Fields;
use super::id::ConversationId;
use super::labels::{mark, tags};
use super::moment::{Moment, moment};
use super::text::{LossyText, lossy, lossy_option};
use super::usage::{ReplyUsage, Totals};

/// What is known of a conversation without its messages' texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationSummary {
    /// Its key in `conversations`.
    pub id: ConversationId,
    /// Its title; may be empty.
    pub title: String,
    /// The provider of its latest reply, or the one chosen for it.
    pub provider: String,
    /// The model, likewise.
    pub model: String,
    /// When it was begun.
    pub started: Option<Moment>,
    /// When we last changed it; the web app does not note that.
    pub updated: Option<Moment>,
    /// Number of messages.
    pub message_count: usize,
    /// What its replies took.
    pub totals: Totals,
    /// What people wrote on it to find it again, in the order in which they did.
    pub tags: Vec<String>,
    /// Whether it is to be listed before others.
    pub is_pinned: bool,
    /// Whether it is put aside, and not listed unless that is asked for.
    pub is_archived: bool,
}

impl ConversationSummary {
    /// Returns the latest time known of it.
    pub fn last_active(&self) -> Option<Moment> {
        self.updated.or(self.started)
    }
}

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
    fn from_word(word: &str) -> Self {
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
}

impl Message {
    /// Whether a model wrote it, and it is no error.
    pub fn is_answer(&self) -> bool {
        let is_error = self.usage.as_ref().is_some_and(|usage| usage.is_error);
        self.role == Role::Assistant && !is_error
    }
}

/// A conversation with its messages.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// All but the messages.
    pub summary: ConversationSummary,
    /// The messages, in order.
    pub messages: Vec<Message>,
    /// The conversation as stored.
    pub document: Document,
}

impl ConversationSummary {
    /// Reads what is wanted of the conversation `id`, whose document stands at byte `base` of its file.
    ///
    /// The messages' texts are passed over.
    pub fn from_document(id: ConversationId, text: &str, base: usize) -> Result<Self, Malformed> {
        let Fields::<RawConversation<IgnoredAny>>(raw) = document::read(text, base)?;
        Ok(raw.summary(id))
    }
}

impl Conversation {
    /// Reads the conversation `id` from its document, which stands at byte `base` of its file.
    pub fn from_document(id: ConversationId, text: &str, base: usize) -> Result<Self, Malformed> {
        let Fields::<RawConversation<LossyText<'_>>>(raw) = document::read(text, base)?;
        let summary = raw.summary(id);
        let messages = raw
            .messages
            .iter()
            .map(|Fields(message)| message.read(&raw))
            .collect();
        Ok(Self {
            summary,
            messages,
            document: Document::parse_at(text, base)?,
        })
    }
}

/// Reads what the replies of one conversation took, in order; its document stands at byte `base` of its file.
pub fn replies_in(text: &str, base: usize) -> Result<Vec<ReplyUsage>, Malformed> {
    let Fields::<RawConversation<IgnoredAny>>(raw) = document::read(text, base)?;
    Ok(raw.replies().collect())
}

/// The fields of a conversation; the texts of its messages are read as `C`.
#[derive(Deserialize)]
#[serde(bound = "C: Deserialize<'de>")]
struct RawConversation<C> {
    #[serde(default, deserialize_with = "lossy")]
    title: String,
    #[serde(default, deserialize_with = "lossy")]
    provider: String,
    #[serde(default, deserialize_with = "lossy")]
    model: String,
    #[serde(default, deserialize_with = "moment")]
    timestamp: Option<Moment>,
    #[serde(default, deserialize_with = "moment")]
    updated_at: Option<Moment>,
    #[serde(default, deserialize_with = "tags")]
    tags: Vec<String>,
    #[serde(default, deserialize_with = "mark")]
    pinned: bool,
    #[serde(default, deserialize_with = "mark")]
    archived: bool,
    #[serde(default = "Vec::new")]
    messages: Vec<Fields<RawMessage<C>>>,
}

impl<C> RawConversation<C> {
    fn replies(&self) -> impl Iterator<Item = ReplyUsage> {
        self.messages
            .iter()
            .filter_map(|Fields(message)| message.usage(self))
    }

    fn summary(&self, id: ConversationId) -> ConversationSummary {
        let mut totals = Totals::default();
        self.replies().for_each(|reply| totals.add(&reply));
        ConversationSummary {
            id,
            title: self.title.clone(),
            provider: self.provider.clone(),
            model: self.model.clone(),
            started: self.timestamp,
            updated: self.updated_at,
            message_count: self.messages.len(),
            totals,
            tags: self.tags.clone(),
            is_pinned: self.pinned,
            is_archived: self.archived,
        }
    }
}

/// The fields of a message; its text is read as `C`.
#[derive(Deserialize)]
#[serde(bound = "C: Deserialize<'de>")]
struct RawMessage<C> {
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
}

impl<C> RawMessage<C> {
    /// Returns what the message took, if it is a reply, and not a copy of one that is counted elsewhere.
    fn usage(&self, conversation: &RawConversation<C>) -> Option<ReplyUsage> {
        if self.role != Role::Assistant.as_str() || self.copied_from.is_some() {
            return None;
        }
        let (input_tokens, output_tokens) = (
            self.input_tokens.unwrap_or(0),
            self.output_tokens.unwrap_or(0),
        );
        Some(ReplyUsage {
            provider: self
                .provider
                .as_ref()
                .unwrap_or(&conversation.provider)
                .clone(),
            model: self.model.as_ref().unwrap_or(&conversation.model).clone(),
            at: self.timestamp.or(conversation.timestamp),
            input_tokens,
            output_tokens,
            total_tokens: self
                .total_tokens
                .unwrap_or(input_tokens.saturating_add(output_tokens)),
            cost: self.cost,
            is_error: self.is_error.unwrap_or(false),
            is_interrupted: self.interrupted.unwrap_or(false),
        })
    }
}

impl RawMessage<LossyText<'_>> {
    fn read(&self, conversation: &RawConversation<LossyText<'_>>) -> Message {
        Message {
            role: Role::from_word(&self.role),
            content: self
                .content
                .as_ref()
                .map(|text| text.0.to_string())
                .unwrap_or_default(),
            timestamp: self.timestamp,
            usage: self.usage(conversation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"id":"c1","title":"half \ud83d","provider":"openai","model":"gpt-4o",
        "timestamp":"2026-02-09T14:03:11.651429","x":[1],"messages":[
        {"role":"user","content":"a \ud83d b"},
        {"role":"assistant","content":"b","input_tokens":3,"output_tokens":4,"cost":0.5,"model":"o3"},
        {"role":"assistant","content":"c","input_tokens":3,"output_tokens":4,"cost":0.5,"copied_from":"c0"},
        {"role":"assistant","content":"d","total_tokens":9,"interrupted":true},
        {"role":"assistant","content":"Error","is_error":true}]}"#;

    #[test]
    fn copies_are_not_counted_and_unknown_costs_are_not_nothing() {
        let summary = ConversationSummary::from_document(ConversationId::new("c1"), TEXT, 0)
            .expect("a conversation");
        assert_eq!(summary.title, "half \u{FFFD}");
        assert_eq!(summary.message_count, 5);
        let totals = summary.totals;
        assert_eq!(
            (totals.replies, totals.total_tokens, totals.unknown_costs),
            (3, 16, 1)
        );
        assert_eq!((totals.errors, totals.interrupted), (1, 1));
        assert_eq!(totals.cost.to_string(), "0.5");
    }

    #[test]
    fn a_reply_takes_what_it_lacks_from_its_conversation() {
        let replies = replies_in(TEXT, 0).expect("a conversation");
        assert_eq!(
            (replies[0].provider.as_str(), replies[0].model.as_str()),
            ("openai", "o3")
        );
        assert_eq!(replies[0].at, Moment::parse("2026-02-09T14:03:11.651429"));
    }

    #[test]
    fn messages_are_read_with_their_texts() {
        let conversation = Conversation::from_document(ConversationId::new("c1"), TEXT, 0)
            .expect("a conversation");
        assert_eq!(conversation.messages[0].content, "a \u{FFFD} b");
        assert_eq!(conversation.messages[0].usage, None);
        assert_eq!(conversation.document.as_str(), TEXT);
    }

    #[test]
    fn a_message_without_a_text_is_an_empty_one() {
        let text = r#"{"messages":[{"role":"assistant","content":null},{"role":"user"}]}"#;
        let conversation = Conversation::from_document(ConversationId::new("c1"), text, 0)
            .expect("a conversation");
        let texts = conversation.messages.iter().map(|message| &message.content);
        assert!(texts.eq(["", ""]));
    }

    #[test]
    fn a_wrong_type_is_named_with_its_place() {
        let error = replies_in(
            r#"{"messages":[{"role":"assistant","input_tokens":"3"}]}"#,
            10,
        )
        .expect_err("damaged");
        assert!((30..=62).contains(&error.offset), "{error}");
        assert_eq!(error.reason, "wrong type, expected u64");
    }
}
