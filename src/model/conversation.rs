//! Conversations.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::document::{self, Document, Malformed};
use super::fields::Fields;
use super::id::ConversationId;
use super::labels::{mark, tags};
use super::message::{Inherited, Message, MessageText, RawMessage};
use super::moment::{Moment, moment};
use super::text::{LossyText, lossy};
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
    /// Whether it is to be kept at hand: listed before others, and out of what tidies up.
    pub is_pinned: bool,
    /// Whether it is put aside, and not listed unless that is asked for.
    pub is_archived: bool,
}

impl ConversationSummary {
    /// Returns the latest time known of it.
    pub fn last_active(&self) -> Option<Moment> {
        self.updated.or(self.started)
    }

    /// Whether it may be tidied away as one that was not active since `before`; `zone` is the store's. One that is pinned may
    /// not, nor one of which no time is known.
    pub fn is_inactive_since(&self, before: DateTime<Utc>, zone: Tz) -> bool {
        let is_older = |active: Moment| active.to_utc(zone) < before;
        !self.is_pinned && self.last_active().is_some_and(is_older)
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
            .map(|Fields(message)| message.read(raw.inherited()))
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

/// What is known of a conversation whose messages are gone through.
#[derive(Debug, Clone, Copy)]
pub struct ConversationHead<'a> {
    /// Its title; may be empty.
    pub title: &'a str,
    /// Its tags.
    pub tags: &'a [String],
}

/// Hands each message of a conversation to `visit`, in order; its document stands at byte `base` of its file.
pub fn visit_messages(
    text: &str,
    base: usize,
    visit: &mut dyn FnMut(ConversationHead<'_>, &MessageText<'_>),
) -> Result<(), Malformed> {
    let Fields::<RawConversation<LossyText<'_>>>(raw) = document::read(text, base)?;
    let head = raw.head();
    for (index, Fields(message)) in raw.messages.iter().enumerate() {
        visit(head, &message.text(index + 1, raw.inherited()));
    }
    Ok(())
}

/// The fields of a conversation; the texts of its messages are read as `C`.
#[derive(Deserialize)]
#[serde(bound = "C: Deserialize<'de>")]
pub(super) struct RawConversation<C> {
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
    pub(super) fn head(&self) -> ConversationHead<'_> {
        ConversationHead {
            title: &self.title,
            tags: &self.tags,
        }
    }

    pub(super) fn inherited(&self) -> Inherited<'_> {
        Inherited {
            provider: &self.provider,
            model: &self.model,
            timestamp: self.timestamp,
        }
    }

    pub(super) fn messages(&self) -> impl Iterator<Item = &RawMessage<C>> {
        self.messages.iter().map(|Fields(message)| message)
    }

    fn replies(&self) -> impl Iterator<Item = ReplyUsage> {
        self.messages
            .iter()
            .flat_map(|Fields(message)| message.counted(self.inherited()))
    }

    pub(super) fn summary(&self, id: ConversationId) -> ConversationSummary {
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
        let copy = &conversation.messages[2];
        assert_eq!(copy.usage, None);
        assert_eq!(copy.reply().expect("a reply").model, "gpt-4o");
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
