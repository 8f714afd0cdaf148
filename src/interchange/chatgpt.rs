//! The form of OpenAI's own export, for other tools that read it: what `openai_export.rs` describes, written.
//!
//! ```json
//! [
//! {"title":"…","create_time":1756000000.100000,…,"mapping":{"1f…":{"id":"1f…","message":null,"parent":null,"children":["8c…"]},…},
//!  "current_node":"…","conversation_id":"a23d5eb8-…","id":"a23d5eb8-…"}
//! ]
//! ```
//!
//! A conversation is one branch below a node without a message, as it is there. Titles, roles, texts, times, models, and
//! whether it is archived or pinned (`is_starred`) go out; half of a surrogate pair too. There is no place for users, tags,
//! providers, tokens, costs and members that the form does not know. A message without a time has its conversation's. An error
//! of a provider is what the form calls a `system_error`, which readers pass over. Ids of messages are made of the
//! conversation's and a number, and so are the same each time.

use std::io::Write;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::markdown::messages_of;
use super::wide_text::WideText;
use super::{ConversationWriter, ExportFacts, InterchangeError, InterchangeResult};
use crate::model::{
    Conversation, ConversationId, Document, Malformed, Message, Moment, Role, User, document,
};

/// Writes the format.
pub(super) struct ChatGptWriter<'w> {
    output: &'w mut dyn Write,
    facts: ExportFacts,
    user: Option<User>,
    is_first: bool,
}

impl<'w> ChatGptWriter<'w> {
    pub(super) fn new(output: &'w mut dyn Write, facts: ExportFacts) -> Self {
        Self {
            output,
            facts,
            user: None,
            is_first: true,
        }
    }
}

impl ConversationWriter for ChatGptWriter<'_> {
    fn begin_user(&mut self, user: &User) -> InterchangeResult<()> {
        self.user = Some(user.clone());
        Ok(())
    }

    fn write(&mut self, id: &ConversationId, document: &Document) -> InterchangeResult<()> {
        let user = self.user.as_ref().expect("a user was begun");
        let text =
            to_json(id, document, &self.facts).map_err(InterchangeError::unreadable(user, id))?;
        self.output
            .write_all(if self.is_first { b"[\n" } else { b",\n" })?;
        self.is_first = false;
        Ok(self.output.write_all(text.as_bytes())?)
    }

    fn finish(&mut self) -> InterchangeResult<()> {
        self.output
            .write_all(if self.is_first { b"[]\n" } else { b"\n]\n" })?;
        Ok(self.output.flush()?)
    }
}

/// A conversation; the order of members is that of OpenAI's.
#[derive(Serialize)]
struct Tree<'t> {
    title: WideText,
    create_time: Option<Box<RawValue>>,
    update_time: Option<Box<RawValue>>,
    mapping: Mapping,
    moderation_results: [(); 0],
    current_node: &'t str,
    plugin_ids: Option<()>,
    conversation_id: &'t str,
    conversation_template_id: Option<()>,
    gizmo_id: Option<()>,
    is_archived: bool,
    is_starred: Option<bool>,
    safe_urls: [(); 0],
    default_model_slug: Option<&'t str>,
    id: &'t str,
}

/// The nodes by their ids, the one without a message first.
struct Mapping(Vec<Node>);

impl Serialize for Mapping {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|node| (&node.id, node)))
    }
}

#[derive(Serialize)]
struct Node {
    id: String,
    message: Option<Said>,
    parent: Option<String>,
    children: Vec<String>,
}

#[derive(Serialize)]
struct Said {
    id: String,
    author: Author,
    create_time: Option<Box<RawValue>>,
    update_time: Option<()>,
    content: Content,
    status: &'static str,
    end_turn: Option<bool>,
    weight: f32,
    metadata: Metadata,
    recipient: &'static str,
    channel: Option<()>,
}

#[derive(Serialize)]
struct Author {
    role: Role,
    name: Option<()>,
    metadata: Metadata,
}

#[derive(Serialize)]
#[serde(tag = "content_type", rename_all = "snake_case")]
enum Content {
    Text { parts: [WideText; 1] },
    SystemError { name: &'static str, text: WideText },
}

#[derive(Serialize, Default)]
struct Metadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    model_slug: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finish_details: Option<FinishDetails>,
}

#[derive(Serialize)]
struct FinishDetails {
    #[serde(rename = "type")]
    kind: &'static str,
}

fn to_json(
    id: &ConversationId,
    document: &Document,
    facts: &ExportFacts,
) -> Result<String, Malformed> {
    let conversation = Conversation::from_document(id.clone(), document.as_str(), 0)?;
    let summary = &conversation.summary;
    let mut nodes = vec![Node {
        id: node_id(id, 0),
        message: None,
        parent: None,
        children: Vec::new(),
    }];
    let stored = messages_of(document)?;
    for (index, (message, stored)) in conversation.messages.iter().zip(&stored).enumerate() {
        let (parent, own) = (node_id(id, index), node_id(id, index + 1));
        nodes[index].children.push(own.clone());
        let at = message.timestamp.or(summary.started);
        nodes.push(Node {
            id: own.clone(),
            message: Some(said(own, message, text_of(stored, "content"), at, facts)),
            parent: Some(parent),
            children: Vec::new(),
        });
    }
    let last = node_id(id, stored.len());
    let tree = Tree {
        title: text_of(document, "title"),
        create_time: seconds(summary.started, facts),
        update_time: seconds(summary.last_active(), facts),
        mapping: Mapping(nodes),
        moderation_results: [],
        current_node: &last,
        plugin_ids: None,
        conversation_id: id.as_str(),
        conversation_template_id: None,
        gizmo_id: None,
        is_archived: summary.is_archived,
        is_starred: summary.is_pinned.then_some(true),
        safe_urls: [],
        default_model_slug: Some(summary.model.as_str()).filter(|model| !model.is_empty()),
        id: id.as_str(),
    };
    Ok(serde_json::to_string(&tree).expect("all names are text, and all numbers finite"))
}

fn said(
    id: String,
    message: &Message,
    text: WideText,
    at: Option<Moment>,
    facts: &ExportFacts,
) -> Said {
    let reply = message.reply();
    let is_error = reply.is_some_and(|reply| reply.is_error);
    let is_cut = reply.is_some_and(|reply| reply.is_interrupted);
    let model = reply.map(|reply| reply.model.clone());
    Said {
        id,
        author: Author {
            role: message.role.clone(),
            name: None,
            metadata: Metadata::default(),
        },
        create_time: seconds(at, facts),
        update_time: None,
        content: match is_error {
            true => Content::SystemError {
                name: "Error",
                text,
            },
            false => Content::Text { parts: [text] },
        },
        status: "finished_successfully",
        end_turn: reply.map(|_| !is_cut),
        weight: 1.0,
        metadata: Metadata {
            model_slug: model.filter(|model| !model.is_empty()),
            finish_details: reply.map(|_| FinishDetails {
                kind: if is_cut { "interrupted" } else { "stop" },
            }),
        },
        recipient: "all",
        channel: None,
    }
}

/// Returns a text of a document with its lone surrogates; an empty one if there is none.
fn text_of(document: &Document, key: &str) -> WideText {
    let object = document.object();
    let member = object.get(key);
    member
        .and_then(|member| document::read(member.value, 0).ok())
        .unwrap_or_default()
}

/// Writes a time as seconds since 1970, to the microsecond, without a detour through a floating-point number.
fn seconds(at: Option<Moment>, facts: &ExportFacts) -> Option<Box<RawValue>> {
    let micros = at?.to_utc(facts.timezone).timestamp_micros();
    let micros = u64::try_from(micros).ok()?;
    let digits = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    Some(RawValue::from_string(digits).expect("it is a number"))
}

/// Makes the id of a node of a conversation: a UUID of version 8, which is for ids that are computed.
fn node_id(conversation: &ConversationId, number: usize) -> String {
    let mut digest = Sha256::new();
    digest.update(b"chatkeep message ");
    digest.update(number.to_le_bytes());
    digest.update(conversation.as_str());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes)
        .into_uuid()
        .to_string()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use serde_json::Value;

    use super::super::samples::{HOSTILE, export};
    use super::super::{ExportFormat, openai_export};
    use super::*;
    use crate::model::rfc3339;

    #[test]
    fn what_is_written_is_read_back() {
        let second = r#"{"title":"t","pinned":true,"archived":true,"model":"m","timestamp":"2026-02-09T14:03:11.000001","updated_at":"2026-03-01T00:00:00Z","messages":[
            {"role":"system","content":"s"},
            {"role":"user","content":"q","timestamp":"2026-02-10T00:00:00.25Z"},
            {"role":"assistant","content":"cut","interrupted":true},
            {"role":"assistant","content":"Error: no","is_error":true}]}"#;
        let text = export(
            ExportFormat::ChatGpt,
            &[("c 1", HOSTILE), ("c2", second), ("c3", "{}")],
        );
        let all: Vec<&RawValue> = serde_json::from_str(&text).expect("JSON");
        assert_eq!(all.len(), 3);
        let first = openai_export::convert(all[0].get(), 0).expect("sound");
        assert!(text.contains(r#""parts":["cut \ud83d off"]"#), "{text}");
        assert_eq!((first.id.as_str(), first.lines.len()), ("c 1", 1));
        let second = openai_export::convert(all[1].get(), 0).expect("sound");
        assert!(second.is_pinned && second.is_archived);
        let time = |at: Option<DateTime<Utc>>| rfc3339(at.expect("a time"));
        assert_eq!(time(second.started), "2026-02-09T13:03:11.000001Z");
        assert_eq!(time(second.updated), "2026-03-01T00:00:00Z");
        let messages: Vec<_> = second.lines[0]
            .messages
            .iter()
            .map(|m| &m.message)
            .collect();
        let roles: Vec<_> = messages.iter().map(|message| &message.role).collect();
        assert_eq!(
            roles,
            [&Role::System, &Role::User, &Role::Assistant],
            "an error is none"
        );
        assert_eq!(time(messages[1].at), "2026-02-10T00:00:00.250Z");
        let reply = messages[2].reply.as_ref().expect("a reply");
        assert!(reply.is_interrupted);
        assert_eq!(reply.model.as_deref(), Some("m"));
    }

    #[test]
    fn each_node_hangs_on_the_one_before_and_ids_stay_the_same() {
        let write = || export(ExportFormat::ChatGpt, &[("c 1", HOSTILE)]);
        let text = write();
        assert_eq!(text, write());
        let whole = text.replace(r"\ud83d", "HALF");
        let all: Value = serde_json::from_str(&whole).expect("JSON");
        let mapping = all[0]["mapping"].as_object().expect("an object");
        let nodes: Vec<(&String, &Value)> = mapping.iter().collect();
        assert_eq!(nodes.len(), 3);
        for pair in nodes.windows(2) {
            assert_eq!(pair[1].1["parent"], *pair[0].0.as_str());
            assert_eq!(pair[0].1["children"][0], *pair[1].0.as_str());
        }
        assert_eq!(nodes[0].1["message"], Value::Null);
        assert_eq!(all[0]["current_node"], *nodes[2].0.as_str());
    }

    #[test]
    fn an_export_of_nothing_is_an_empty_list() {
        assert_eq!(export(ExportFormat::ChatGpt, &[]), "[]\n");
    }
}
