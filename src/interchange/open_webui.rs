//! Open WebUI's export: a list of chats, from the settings, or of one from its menu.
//!
//! The form is that of open-webui/open-webui: `ChatModel` in `backend/open_webui/models/chats.py`, written as it is by
//! `src/lib/components/chat/Settings/DataControls.svelte` and `src/lib/components/layout/Navbar/Menu.svelte`; and the messages as
//! `backend/open_webui/models/chats.py` and `utils/response.py` read them:
//!
//! ```json
//! [{"id": "…", "user_id": "…", "title": "…", "created_at": 1700000000, "updated_at": 1700000010, "archived": false, "pinned": false,
//!   "meta": {"tags": ["work"]}, "chat": {"title": "…", "models": ["gpt-4o"], "params": {"system": "…"}, "history": {
//!     "currentId": "m2", "messages": {"m1": {"id": "m1", "parentId": null, "childrenIds": ["m2"], "role": "user", "content": "…",
//!     "timestamp": 1700000000, "files": [{"type": "image"}]}, "m2": {"id": "m2", "parentId": "m1", "role": "assistant", "model": "gpt-4o",
//!     "usage": {"prompt_tokens": 10, "completion_tokens": 5}, "done": true, "…": "…"}}}}}]
//! ```
//!
//! Chats of its first versions are without the outer object, and some have `messages`, a list, in place of a `history`. In texts of
//! replies stand blocks for what was thought and done (`<details type="reasoning" …>`), which are not carried over.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ImportFormat;
use super::branches::{Node, lines};
use super::found::{ForeignConversation, ForeignMessage, ForeignReply, LeftOut, LeftOutKind};
use super::lenient::{Lenient, place_of};
use super::tokens::RawUsage;
use super::tool_conversations::without_id;
use super::wide_text::WideText;
use crate::model::document::Object;
use crate::model::{Fields, Malformed, Role, document};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Outer<'a> {
    id: Lenient<WideText>,
    title: Lenient<WideText>,
    created_at: Lenient<f64>,
    updated_at: Lenient<f64>,
    archived: Lenient<bool>,
    pinned: Lenient<bool>,
    meta: Lenient<Meta>,
    #[serde(borrow)]
    chat: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Meta {
    tags: Lenient<Vec<Lenient<WideText>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chat<'a> {
    id: Lenient<WideText>,
    title: Lenient<WideText>,
    timestamp: Lenient<f64>,
    models: Lenient<Vec<Lenient<WideText>>>,
    system: Lenient<WideText>,
    params: Lenient<Params>,
    #[serde(borrow)]
    history: Option<&'a RawValue>,
    #[serde(borrow)]
    messages: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Params {
    system: Lenient<WideText>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct History<'a> {
    #[serde(rename = "currentId")]
    current_id: Lenient<WideText>,
    #[serde(borrow)]
    messages: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawMessage<'a> {
    id: Lenient<WideText>,
    #[serde(rename = "parentId")]
    parent_id: Lenient<WideText>,
    role: Lenient<WideText>,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
    timestamp: Lenient<f64>,
    model: Lenient<WideText>,
    usage: Lenient<RawUsage>,
    info: Lenient<Info>,
    done: Lenient<bool>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
    files: Lenient<Vec<RawFile>>,
}

/// Where counts stood before they had a name of their own: as Ollama's response has them, or in a `usage`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Info {
    usage: Lenient<RawUsage>,
    prompt_eval_count: Lenient<u64>,
    eval_count: Lenient<u64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawFile {
    #[serde(rename = "type")]
    kind: Lenient<WideText>,
    name: Lenient<WideText>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Part {
    #[serde(rename = "type")]
    kind: Lenient<WideText>,
    text: Lenient<WideText>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawError {
    content: Lenient<WideText>,
}

/// What is the id of the instructions, which are in no tree.
const INSTRUCTIONS: &str = "the instructions";

/// Reads a conversation at byte `at` of its file.
pub(super) fn convert(text: &str, at: usize) -> Result<ForeignConversation, Malformed> {
    let Fields(outer): Fields<Outer<'_>> = document::read(text, at)?;
    let place = |part: &str| place_of(part, text, at);
    let inner = outer.chat.map_or(text, RawValue::get);
    let Fields(chat): Fields<Chat<'_>> = document::read(inner, place(inner))?;
    let mut left_out = LeftOut::default();
    let mut nodes = Vec::new();
    if let Some(system) = instructions(&chat) {
        nodes.push(Node {
            id: INSTRUCTIONS.to_owned(),
            parent: None,
            message: Some(system),
        });
    }
    let mut shown = None;
    match (chat.history, chat.messages) {
        (Some(history), _) => {
            let Fields(history): Fields<History<'_>> =
                document::read(history.get(), place(history.get()))?;
            shown = history.current_id.word();
            if let Some(messages) = history.messages {
                let start = place(messages.get());
                let messages =
                    Object::parse(messages.get()).map_err(|cause| cause.moved_by(start))?;
                for member in messages.members() {
                    let id = member.key.clone().into_owned();
                    push(
                        member.value,
                        Some(id),
                        place(member.value),
                        &mut nodes,
                        &mut left_out,
                    )?;
                }
            }
        }
        (None, Some(messages)) => {
            let messages: Vec<&RawValue> = document::read(messages.get(), place(messages.get()))?;
            for message in messages {
                push(
                    message.get(),
                    None,
                    place(message.get()),
                    &mut nodes,
                    &mut left_out,
                )?;
            }
        }
        (None, None) => {
            return Err(Malformed {
                offset: at,
                reason: "the chat has no `history`".to_owned(),
            });
        }
    }
    let models = chat.models.0.unwrap_or_default();
    let tags = outer.meta.0.unwrap_or_default().tags.0.unwrap_or_default();
    let title = outer.title.0.or(chat.title.0).unwrap_or_default();
    Ok(ForeignConversation {
        format: ImportFormat::OpenWebUi,
        id: outer
            .id
            .word()
            .or(chat.id.word())
            .ok_or_else(|| without_id(at))?,
        title,
        provider: None,
        model: models.first().and_then(Lenient::word),
        started: outer
            .created_at
            .since_epoch()
            .or(chat.timestamp.since_epoch()),
        updated: outer.updated_at.since_epoch(),
        tags: tags.iter().filter_map(Lenient::word).collect(),
        is_pinned: outer.pinned.is_true(),
        is_archived: outer.archived.is_true(),
        lines: lines(nodes, shown.as_deref(), &mut left_out),
        left_out,
    })
}

fn instructions(chat: &Chat<'_>) -> Option<ForeignMessage> {
    let params = chat
        .params
        .0
        .as_ref()
        .and_then(|params| params.system.0.as_ref());
    let text = params
        .or(chat.system.0.as_ref())
        .filter(|text| !text.is_blank())?;
    Some(ForeignMessage {
        role: Role::System,
        text: text.clone(),
        at: None,
        reply: None,
    })
}

/// Puts a message into the tree: below its parent, or where no parents are told behind the one before it.
fn push(
    json: &str,
    key: Option<String>,
    at: usize,
    nodes: &mut Vec<Node>,
    left_out: &mut LeftOut,
) -> Result<(), Malformed> {
    let Fields(raw): Fields<RawMessage<'_>> = document::read(json, at)?;
    let is_in_tree = key.is_some();
    let id = key
        .or(raw.id.word())
        .unwrap_or_else(|| format!("message {}", nodes.len()));
    let before = match is_in_tree {
        true => nodes.first().filter(|node| node.id == INSTRUCTIONS),
        false => nodes.last(),
    };
    let parent = match is_in_tree {
        true => raw.parent_id.word(),
        false => None,
    };
    let parent = parent.or(before.map(|node| node.id.clone()));
    let message = take(&raw, left_out);
    nodes.push(Node {
        id,
        parent,
        message,
    });
    Ok(())
}

fn take(raw: &RawMessage<'_>, left_out: &mut LeftOut) -> Option<ForeignMessage> {
    let role = match raw.role.word().as_deref() {
        Some("user") => Role::User,
        Some("assistant") => Role::Assistant,
        Some("system") => Role::System,
        _ => {
            left_out.add(LeftOutKind::OtherRole);
            return None;
        }
    };
    let mut text = text_of(raw.content, left_out);
    if role == Role::Assistant {
        for (kind, what) in [
            ("reasoning", LeftOutKind::Reasoning),
            ("tool_calls", LeftOutKind::ToolCall),
            ("code_interpreter", LeftOutKind::ToolCall),
        ] {
            let begin = format!("<details type=\"{kind}\"");
            left_out.add_many(what, text.cut_out(&begin, "</details>"));
        }
    }
    for file in raw.files.0.iter().flatten() {
        let name = file.name.0.clone().filter(|name| !name.is_blank());
        match file.kind.word().as_deref() {
            Some("image") => {
                text.push_attachment(&name.unwrap_or_else(|| "image".into()));
                left_out.add(LeftOutKind::Image);
            }
            _ => {
                text.push_attachment(&name.unwrap_or_else(|| "file".into()));
                left_out.add(LeftOutKind::File);
            }
        }
    }
    let error = raw
        .error
        .filter(|raw| !matches!(raw.get(), "null" | "false" | "\"\""));
    if let (Some(error), true) = (error, text.is_blank()) {
        text = error_text(error.get());
    }
    if text.is_blank() {
        return None;
    }
    let is_reply = role == Role::Assistant;
    Some(ForeignMessage {
        reply: is_reply.then(|| ForeignReply {
            provider: None,
            model: raw.model.word(),
            usage: usage(raw),
            is_interrupted: raw.done.0 == Some(false),
            is_error: error.is_some(),
        }),
        role,
        text,
        at: raw.timestamp.since_epoch(),
    })
}

fn usage(raw: &RawMessage<'_>) -> Option<crate::model::Usage> {
    let own = raw.usage.0.as_ref().and_then(RawUsage::usage);
    own.or_else(|| {
        let info = raw.info.0.as_ref()?;
        let of_ollama = || {
            Some(crate::model::Usage {
                input: info.prompt_eval_count.0?,
                output: Some(info.eval_count.0?),
                details: crate::model::UsageDetails::default(),
            })
        };
        info.usage
            .0
            .as_ref()
            .and_then(RawUsage::usage)
            .or_else(of_ollama)
    })
}

/// Returns a text, or those of a list of parts.
fn text_of(content: Option<&RawValue>, left_out: &mut LeftOut) -> WideText {
    let Some(content) = content else {
        return WideText::default();
    };
    if let Ok(text) = document::read(content.get(), 0) {
        return text;
    }
    let parts: Vec<&RawValue> = document::read(content.get(), 0).unwrap_or_default();
    let mut text = WideText::default();
    for part in parts {
        let part: Lenient<Part> = document::read(part.get(), 0).unwrap_or_default();
        let part = part.0.unwrap_or_default();
        match part.kind.word().as_deref() {
            Some("text") => text.push_paragraph(&part.text.0.unwrap_or_default()),
            Some("image_url") => left_out.add(LeftOutKind::Image),
            _ => left_out.add(LeftOutKind::OtherContent),
        }
    }
    text
}

fn error_text(error: &str) -> WideText {
    if let Ok(text) = document::read(error, 0) {
        return text;
    }
    let told: Lenient<RawError> = document::read(error, 0).unwrap_or_default();
    let told = told.0.and_then(|error| error.content.0);
    told.unwrap_or_else(|| "Error".into())
}
