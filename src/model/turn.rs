//! What a chat adds to a conversation: a question and its answer.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::cost::Cost;
use super::document::Document;
use super::id::ConversationId;
use super::message::Role;
use super::moment::{app_timestamp, rfc3339};
use super::usage::{Usage, UsageDetails};

/// A question and, unless it failed, its answer, to be put behind a conversation's last message in one change.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Turn {
    /// The messages, in order.
    pub messages: Vec<NewMessage>,
}

/// A message to be stored.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Who wrote it.
    pub role: Role,
    /// Its text.
    pub content: String,
    /// When it was sent or received.
    pub at: DateTime<Utc>,
    /// For replies: where it came from and what it took.
    pub reply: Option<ReplyFacts>,
}

/// What is kept of a reply besides its text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplyFacts {
    /// The provider that answered.
    pub provider: String,
    /// The model, as the response names it.
    pub model: String,
    /// Tokens, if the provider told.
    pub usage: Option<Usage>,
    /// The price, if the table knows one.
    pub cost: Option<Cost>,
    /// The service tier that the response names.
    pub service_tier: Option<String>,
    /// The row of the price table that was used: its model, and the day from which it holds.
    pub priced_as: Option<(String, Option<String>)>,
    /// Why the reply ended, in the provider's word.
    pub finish: Option<String>,
    /// Whether it was cut off.
    pub is_interrupted: bool,
    /// Whether its text is an error message.
    pub is_error: bool,
}

/// The web app's fields first, in its order, then ours.
impl Serialize for NewMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(None)?;
        fields.serialize_entry("role", self.role.as_str())?;
        fields.serialize_entry("content", &self.content)?;
        if let Some(reply) = &self.reply {
            reply.serialize_fields(&mut fields)?;
        }
        fields.serialize_entry("timestamp", &rfc3339(self.at))?;
        fields.end()
    }
}

impl ReplyFacts {
    /// Writes the fields of a message that say this: the web app's in its order, then ours.
    pub(crate) fn serialize_fields<F: SerializeMap>(&self, fields: &mut F) -> Result<(), F::Error> {
        fields.serialize_entry("provider", &self.provider)?;
        fields.serialize_entry("model", &self.model)?;
        if let Some(usage) = &self.usage {
            fields.serialize_entry("input_tokens", &usage.input)?;
            if let Some(output) = usage.output {
                fields.serialize_entry("output_tokens", &output)?;
            }
            if let Some(total) = usage.total() {
                fields.serialize_entry("total_tokens", &total)?;
            }
        }
        if let Some(cost) = &self.cost {
            fields.serialize_entry("cost", cost)?;
        }
        if self.is_error {
            fields.serialize_entry("is_error", &true)?;
        }
        serialize_our_fields(self, fields)
    }
}

fn serialize_our_fields<F: SerializeMap>(
    reply: &ReplyFacts,
    fields: &mut F,
) -> Result<(), F::Error> {
    let details = reply.usage.map(|usage| usage.details).unwrap_or_default();
    if details != UsageDetails::default() {
        fields.serialize_entry("usage", &details)?;
    }
    if let Some(tier) = &reply.service_tier {
        fields.serialize_entry("service_tier", tier)?;
    }
    if let Some((model, from)) = &reply.priced_as {
        fields.serialize_entry("priced_as", model)?;
        if let Some(from) = from {
            fields.serialize_entry("price_from", from)?;
        }
    }
    if let Some(finish) = &reply.finish {
        fields.serialize_entry("finish", finish)?;
    }
    if reply.is_interrupted {
        fields.serialize_entry("interrupted", &true)?;
    }
    Ok(())
}

/// A conversation that is not stored yet.
#[derive(Debug, Clone)]
pub struct NewConversation {
    /// Its id.
    pub id: ConversationId,
    /// Its title.
    pub title: String,
    /// The provider it is held with.
    pub provider: String,
    /// The model.
    pub model: String,
    /// When it is begun.
    pub at: DateTime<Utc>,
}

impl NewConversation {
    /// The most characters of a first question that become the title.
    const TITLE_LENGTH: usize = 50;

    /// Makes a title of the first question, as the web app does, but always of one line.
    pub fn title_of(question: &str) -> String {
        let line = question.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut title: String = line.chars().take(Self::TITLE_LENGTH).collect();
        if title.len() < line.len() {
            title.push_str("...");
        }
        title
    }

    /// Makes the document with these first messages, in the form of the web app; `zone` is the store's.
    pub fn to_document(&self, first: &Turn, zone: Tz) -> Document {
        #[derive(Serialize)]
        struct Fields<'a> {
            id: &'a ConversationId,
            title: &'a str,
            messages: &'a Turn,
            provider: &'a str,
            model: &'a str,
            timestamp: String,
        }
        let fields = Fields {
            id: &self.id,
            title: &self.title,
            messages: first,
            provider: &self.provider,
            model: &self.model,
            timestamp: app_timestamp(self.at, zone),
        };
        Document::new(&fields).expect("fields make an object")
    }
}
