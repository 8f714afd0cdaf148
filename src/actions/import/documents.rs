//! Conversations of other tools as a store holds them: in the web app's form, with costs where a model and tokens are known.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::actions::checked_text::checked_tag;
use crate::actions::fork::marked;
use crate::interchange::{
    ForeignConversation, ForeignMessage, ForeignReply, ImportFormat, Line, WideText,
};
use crate::model::{
    ConversationId, Document, NewConversation, ReplyFacts, Role, UPDATED, app_timestamp,
    is_same_tag, rfc3339,
};
use crate::pricing::{PriceTable, ServedAs};

/// The most characters of a title.
const TITLE_CHARACTERS: usize = 500;

/// Makes documents for one store.
pub(super) struct Maker<'a> {
    prices: &'a PriceTable,
    zone: Tz,
    /// What stands for the time where none is known.
    now: DateTime<Utc>,
    /// The providers of models so far: to look for one goes through the whole table.
    providers: RefCell<HashMap<String, Option<String>>>,
}

/// Where a message or a conversation comes from: a conversation, and the number of a message in it, counted from 1.
#[derive(Debug, Clone, Copy, Serialize)]
struct Origin<'a> {
    conversation: &'a ConversationId,
    message: usize,
}

/// What another tool calls a conversation.
#[derive(Serialize)]
struct Source<'a> {
    format: &'a str,
    id: &'a str,
}

/// A message as it is stored.
struct StoredMessage<'a> {
    message: &'a ForeignMessage,
    facts: Option<ReplyFacts>,
    copied_from: Option<Origin<'a>>,
}

/// The web app's fields first, in its order, then ours.
impl Serialize for StoredMessage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(None)?;
        fields.serialize_entry("role", self.message.role.as_str())?;
        fields.serialize_entry("content", &self.message.text)?;
        if let Some(facts) = &self.facts {
            facts.serialize_fields(&mut fields)?;
        }
        if let Some(at) = self.message.at {
            fields.serialize_entry("timestamp", &rfc3339(at))?;
        }
        if let Some(origin) = &self.copied_from {
            fields.serialize_entry("copied_from", origin)?;
        }
        fields.end()
    }
}

impl<'a> Maker<'a> {
    pub(super) fn new(prices: &'a PriceTable, zone: Tz, now: DateTime<Utc>) -> Self {
        Self {
            prices,
            zone,
            now,
            providers: RefCell::default(),
        }
    }

    /// Makes a document of each branch, with its id: the one that was shown first.
    pub(super) fn documents(
        &self,
        conversation: &ForeignConversation,
    ) -> Vec<(ConversationId, Document)> {
        let ids = ids_of(conversation);
        let title = title_of(conversation);
        let documents = conversation
            .lines
            .iter()
            .map(|line| self.document(conversation, line, &ids, &title));
        ids.iter().cloned().zip(documents).collect()
    }

    fn document(
        &self,
        conversation: &ForeignConversation,
        line: &Line,
        ids: &[ConversationId],
        title: &WideText,
    ) -> Document {
        let started = conversation.started.or(conversation.updated);
        let first_at = line.messages.iter().find_map(|one| one.message.at);
        let started = started.or(first_at).unwrap_or(self.now);
        let messages: Vec<StoredMessage<'_>> = line
            .messages
            .iter()
            .map(|one| StoredMessage {
                message: &one.message,
                facts: self.facts(conversation, &one.message, started),
                copied_from: one.same_as.map(|(line, message)| Origin {
                    conversation: &ids[line],
                    message,
                }),
            })
            .collect();
        let last = messages.iter().rev().find_map(|one| one.facts.as_ref());
        let (provider, model) = match last {
            Some(facts) => (facts.provider.clone(), facts.model.clone()),
            None => self.origin(conversation, None),
        };
        let id = id_of(conversation.format, &conversation.id, line.key.as_deref());
        let document = Document::new(&Fields {
            id: &id,
            title: &match line.key {
                Some(_) => WideText::from(marked(&title.lossy()).as_str()),
                None => title.clone(),
            },
            messages: &messages,
            provider: &provider,
            model: &model,
            timestamp: app_timestamp(started, self.zone),
        });
        let document = document.expect("fields make an object");
        with_our_fields(document, conversation, line, ids)
    }

    /// Returns what is kept of a reply; `None` for other messages.
    fn facts(
        &self,
        conversation: &ForeignConversation,
        message: &ForeignMessage,
        started: DateTime<Utc>,
    ) -> Option<ReplyFacts> {
        if message.role != Role::Assistant {
            return None;
        }
        let unknown = ForeignReply::default();
        let reply = message.reply.as_ref().unwrap_or(&unknown);
        let (provider, model) = self.origin(conversation, Some(reply));
        let at = message.at.unwrap_or(started);
        let priced = reply.usage.as_ref().and_then(|usage| {
            self.prices
                .price(&provider, &model, usage, at, ServedAs::default())
        });
        Some(ReplyFacts {
            usage: reply.usage,
            cost: priced.as_ref().map(|priced| priced.cost),
            priced_as: priced
                .as_ref()
                .map(|priced| (priced.label(), priced.price_from.map(|day| day.to_string()))),
            is_interrupted: reply.is_interrupted,
            is_error: reply.is_error,
            provider,
            model,
            ..ReplyFacts::default()
        })
    }

    /// Returns the provider and the model of a reply, or of a conversation. A provider that nobody named is the one that has
    /// such a model.
    fn origin(
        &self,
        conversation: &ForeignConversation,
        reply: Option<&ForeignReply>,
    ) -> (String, String) {
        let model = reply.and_then(|reply| reply.model.as_ref());
        let model = model.or(conversation.model.as_ref());
        let named = reply.and_then(|reply| reply.provider.as_ref());
        let named = named.or(conversation.provider.as_ref());
        let provider = match (named, model) {
            (Some(named), _) => self.known_provider(named),
            (None, Some(model)) => self.provider_of(model),
            (None, None) => None,
        };
        let fallback = || match named {
            Some(named) => named.clone(),
            None => conversation.format.as_str().to_owned(),
        };
        (
            provider.unwrap_or_else(fallback),
            model.cloned().unwrap_or_default(),
        )
    }

    /// Returns our name of a provider, if it is one that is known.
    fn known_provider(&self, named: &str) -> Option<String> {
        let name = named.to_lowercase();
        self.prices.has_provider(&name).then_some(name)
    }

    fn provider_of(&self, model: &str) -> Option<String> {
        let mut providers = self.providers.borrow_mut();
        if let Some(known) = providers.get(model) {
            return known.clone();
        }
        let found = self.look_for_provider_of(model);
        providers.insert(model.to_owned(), found.clone());
        found
    }

    fn look_for_provider_of(&self, model: &str) -> Option<String> {
        let known = ["openai", "anthropic", "google"].into_iter();
        let others = self
            .prices
            .models()
            .iter()
            .map(|model| model.provider.as_str());
        let found = known
            .chain(others)
            .find_map(|provider| self.prices.find(provider, model));
        found.map(|model| model.provider.clone())
    }
}

/// A conversation in the web app's form.
#[derive(Serialize)]
struct Fields<'a> {
    id: &'a ConversationId,
    title: &'a WideText,
    messages: &'a [StoredMessage<'a>],
    provider: &'a str,
    model: &'a str,
    timestamp: String,
}

fn with_our_fields(
    mut document: Document,
    conversation: &ForeignConversation,
    line: &Line,
    ids: &[ConversationId],
) -> Document {
    if let Some(updated) = conversation.updated {
        document = document.with(UPDATED, &rfc3339(updated));
    }
    let tags = checked_tags(&conversation.tags);
    if !tags.is_empty() {
        document = document.with("tags", &tags);
    }
    for (name, is_so) in [
        ("pinned", conversation.is_pinned && line.key.is_none()),
        ("archived", conversation.is_archived),
    ] {
        if is_so {
            document = document.with(name, &true);
        }
    }
    let shared = line.messages.iter().rev().find_map(|one| one.same_as);
    if let Some((line, message)) = shared {
        let conversation = &ids[line];
        document = document.with(
            "forked_from",
            &Origin {
                conversation,
                message,
            },
        );
    }
    let source = Source {
        format: conversation.format.as_str(),
        id: &conversation.id,
    };
    document.with("imported_from", &source)
}

fn checked_tags(tags: &[String]) -> Vec<String> {
    let mut checked: Vec<String> = Vec::new();
    for tag in tags.iter().filter_map(|tag| checked_tag(tag).ok()) {
        if !checked.iter().any(|other| is_same_tag(other, &tag)) {
            checked.push(tag);
        }
    }
    checked
}

/// Returns the title, or one made of the first question.
fn title_of(conversation: &ForeignConversation) -> WideText {
    let title = conversation.title.lossy();
    let is_good = title.chars().count() <= TITLE_CHARACTERS && !title.chars().any(char::is_control);
    if is_good && !conversation.title.is_blank() {
        return conversation.title.clone();
    }
    let line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let visible = line.replace(char::is_control, " ");
    if !visible.trim().is_empty() {
        return visible
            .trim()
            .chars()
            .take(TITLE_CHARACTERS)
            .collect::<String>()
            .as_str()
            .into();
    }
    let mut messages = conversation.lines.iter().flat_map(|line| &line.messages);
    let question = messages.find(|one| one.message.role == Role::User);
    let title = question.map(|one| NewConversation::title_of(&one.message.text.lossy()));
    title.unwrap_or_default().as_str().into()
}

/// Returns the ids of a conversation's branches, in their order.
pub(super) fn ids_of(conversation: &ForeignConversation) -> Vec<ConversationId> {
    let id = |line: &Line| id_of(conversation.format, &conversation.id, line.key.as_deref());
    conversation.lines.iter().map(id).collect()
}

/// Returns the id of a branch: always the same of the same conversation, so that it is found again. The one that was shown has
/// the tool's own id, if that is a UUID.
fn id_of(format: ImportFormat, id: &str, branch: Option<&str>) -> ConversationId {
    if branch.is_none()
        && let Ok(uuid) = Uuid::try_parse(id)
    {
        return ConversationId::new(uuid.hyphenated().to_string());
    }
    let mut hash = Sha256::new();
    for part in [
        "chatkeep import",
        format.as_str(),
        id,
        branch.unwrap_or_default(),
    ] {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    ConversationId::new(Builder::from_custom_bytes(bytes).into_uuid().to_string())
}
