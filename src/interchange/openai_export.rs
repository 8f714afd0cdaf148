//! OpenAI's export of ChatGPT: `conversations.json`, a list of conversations, each a tree of messages.
//!
//! OpenAI documents no form. This one is as read by LibreChat's import (danny-avila/LibreChat, `api/server/utils/import/importers.js`,
//! and its samples `__data__/chatgpt-export.json`, `chatgpt-tree.json`, `chatgpt-modern-export.json`):
//!
//! ```json
//! [{"title": "…", "create_time": 1756000000.1, "update_time": 1756000400.6, "conversation_id": "…", "id": "…",
//!   "current_node": "n2", "default_model_slug": "gpt-4o", "is_archived": false, "is_starred": null,
//!   "mapping": {"n1": {"id": "n1", "parent": null, "children": ["n2"], "message": {
//!     "author": {"role": "user"}, "create_time": 1756000001.0, "recipient": "all", "status": "finished_successfully",
//!     "content": {"content_type": "text", "parts": ["…"]}, "metadata": {"model_slug": "gpt-4o"}}}}}]
//! ```
//!
//! `current_node` is where the branch ends that was shown. What was addressed to a tool (`recipient`), what tools answered, what a
//! model thought (`thoughts`, `reasoning_recap`), files, and messages marked as hidden are not carried over.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ImportFormat;
use super::branches::{Node, lines};
use super::found::{ForeignConversation, ForeignMessage, ForeignReply, LeftOut, LeftOutKind};
use super::lenient::{Lenient, place_of};
use super::tool_conversations::without_id;
use super::wide_text::WideText;
use crate::model::document::Object;
use crate::model::{Fields, Malformed, Role, document};

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawConversation<'a> {
    id: Lenient<WideText>,
    conversation_id: Lenient<WideText>,
    title: Lenient<WideText>,
    create_time: Lenient<f64>,
    update_time: Lenient<f64>,
    current_node: Lenient<WideText>,
    default_model_slug: Lenient<WideText>,
    is_archived: Lenient<bool>,
    is_starred: Lenient<bool>,
    #[serde(borrow)]
    mapping: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawNode<'a> {
    parent: Lenient<WideText>,
    #[serde(borrow)]
    message: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawMessage<'a> {
    author: Lenient<Author>,
    create_time: Lenient<f64>,
    status: Lenient<WideText>,
    recipient: Lenient<WideText>,
    metadata: Lenient<Metadata>,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Author {
    role: Lenient<WideText>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    model_slug: Lenient<WideText>,
    is_visually_hidden_from_conversation: Lenient<bool>,
    attachments: Lenient<Vec<Attachment>>,
    finish_details: Lenient<FinishDetails>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attachment {
    name: Lenient<WideText>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FinishDetails {
    #[serde(rename = "type")]
    kind: Lenient<WideText>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Content<'a> {
    content_type: Lenient<WideText>,
    #[serde(borrow)]
    parts: Option<Vec<&'a RawValue>>,
    text: Lenient<WideText>,
}

/// Reads a conversation at byte `at` of its file.
pub(super) fn convert(text: &str, at: usize) -> Result<ForeignConversation, Malformed> {
    let Fields(raw): Fields<RawConversation<'_>> = document::read(text, at)?;
    let id = raw.conversation_id.word().or(raw.id.word());
    let Some(mapping) = raw.mapping else {
        return Err(Malformed {
            offset: at,
            reason: "the conversation has no `mapping`".to_owned(),
        });
    };
    let place = |part: &str| place_of(part, text, at);
    let start = place(mapping.get());
    let mapping = Object::parse(mapping.get()).map_err(|cause| cause.moved_by(start))?;
    let mut left_out = LeftOut::default();
    let mut nodes = Vec::with_capacity(mapping.members().len());
    for member in mapping.members() {
        let Fields(node): Fields<RawNode<'_>> = document::read(member.value, place(member.value))?;
        let message = match node.message {
            Some(raw) if raw.get() != "null" => {
                let Fields(message): Fields<RawMessage<'_>> =
                    document::read(raw.get(), place(raw.get()))?;
                take(&message, &mut left_out)
            }
            _ => None,
        };
        nodes.push(Node {
            id: member.key.clone().into_owned(),
            parent: node.parent.word(),
            message,
        });
    }
    let shown = raw.current_node.word();
    let lines = lines(nodes, shown.as_deref(), &mut left_out);
    Ok(ForeignConversation {
        format: ImportFormat::OpenAi,
        id: id.ok_or_else(|| without_id(at))?,
        title: raw.title.0.unwrap_or_default(),
        provider: Some("openai".to_owned()),
        model: raw.default_model_slug.word(),
        started: raw.create_time.since_epoch(),
        updated: raw.update_time.since_epoch(),
        tags: Vec::new(),
        is_pinned: raw.is_starred.is_true(),
        is_archived: raw.is_archived.is_true(),
        lines,
        left_out,
    })
}

/// Takes a message, if it is one that was shown; else notes what it was.
fn take(raw: &RawMessage<'_>, left_out: &mut LeftOut) -> Option<ForeignMessage> {
    let content = raw.content?;
    let Fields(content): Fields<Content<'_>> = document::read(content.get(), 0).ok()?;
    let unknown = Metadata::default();
    let metadata = raw.metadata.0.as_ref().unwrap_or(&unknown);
    let author = raw.author.0.as_ref().and_then(|author| author.role.word());
    let kind = content.content_type.word().unwrap_or_default();
    let mut files = LeftOut::default();
    let mut text = text_of(&content, &kind, &mut files);
    if metadata.is_visually_hidden_from_conversation.is_true() || kind.ends_with("_context") {
        let is_empty = text.is_blank() && !kind.ends_with("_context");
        left_out.add_many(LeftOutKind::Hidden, usize::from(!is_empty));
        return None;
    }
    let is_for_tool = raw
        .recipient
        .word()
        .is_some_and(|recipient| recipient != "all");
    let role = match author.as_deref() {
        Some("user") => Role::User,
        Some("assistant") if is_for_tool => {
            left_out.add(LeftOutKind::ToolCall);
            return None;
        }
        Some("assistant") => Role::Assistant,
        Some("system") => Role::System,
        Some("tool") => {
            files.add_if_missing(LeftOutKind::ToolResult);
            left_out.merge(&files);
            return None;
        }
        _ => {
            left_out.add(LeftOutKind::OtherRole);
            return None;
        }
    };
    for attachment in metadata.attachments.0.iter().flatten() {
        let name = attachment.name.0.clone().unwrap_or_else(|| "file".into());
        text.push_attachment(&name);
        files.add(LeftOutKind::File);
    }
    left_out.merge(&files);
    if text.is_blank() {
        return None;
    }
    let finish = metadata
        .finish_details
        .0
        .as_ref()
        .and_then(|finish| finish.kind.word());
    let is_cut = raw.status.word().as_deref() == Some("in_progress")
        || finish.as_deref() == Some("interrupted");
    Some(ForeignMessage {
        reply: (role == Role::Assistant).then(|| ForeignReply {
            model: metadata.model_slug.word(),
            is_interrupted: is_cut,
            ..ForeignReply::default()
        }),
        role,
        text,
        at: raw.create_time.since_epoch(),
    })
}

/// Returns the text of a message, and notes what else is in it. Of images with a text that is on them the user's note stays.
fn text_of(content: &Content<'_>, kind: &str, left_out: &mut LeftOut) -> WideText {
    let mut text = WideText::default();
    match kind {
        "text" | "multimodal_text" => {
            for part in content.parts.iter().flatten() {
                take_part(part.get(), &mut text, left_out);
            }
        }
        "code" => {
            text = content.text.0.clone().unwrap_or_default();
        }
        "thoughts" | "reasoning_recap" => left_out.add(LeftOutKind::Reasoning),
        "user_editable_context" | "model_editable_context" => {}
        "execution_output" | "tether_quote" | "tether_browsing_display" | "system_error" => {
            left_out.add(LeftOutKind::ToolResult);
        }
        _ => left_out.add(LeftOutKind::OtherContent),
    }
    text
}

fn take_part(part: &str, text: &mut WideText, left_out: &mut LeftOut) {
    if let Ok(piece) = document::read::<WideText>(part, 0) {
        text.push_paragraph(&piece);
        return;
    }
    let Ok(Fields(raw)) = document::read::<Fields<Content<'_>>>(part, 0) else {
        left_out.add(LeftOutKind::OtherContent);
        return;
    };
    match raw.content_type.word().as_deref() {
        Some("image_asset_pointer") => {
            text.push_attachment(&"image".into());
            left_out.add(LeftOutKind::Image);
        }
        Some("audio_transcription") => text.push_paragraph(&raw.text.0.unwrap_or_default()),
        Some(kind) if kind.contains("audio") || kind.contains("video") => {
            left_out.add(LeftOutKind::Recording);
        }
        _ => left_out.add(LeftOutKind::OtherContent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_named_with_its_place_in_the_file() {
        let text = r#"{"id": "c", "mapping": {"a": {"message": null}, "b": {"message": 7}}}"#;
        let error = convert(text, 1000).expect_err("no message");
        assert_eq!(
            error.offset,
            1000 + text.find('7').expect("it is there"),
            "{error}"
        );
        let doubled = r#"{"id": "c", "mapping": {"a": {}, "a": {}}}"#;
        let error = convert(doubled, 1000).expect_err("twice the same");
        assert_eq!(
            error.offset,
            1000 + doubled.rfind("\"a\"").expect("it is there"),
            "{error}"
        );
    }

    #[test]
    fn a_conversation_in_which_nothing_was_said_has_no_branch() {
        let text = r#"{"id": "c", "mapping": {"a": {"message": {"author": {"role": "system"}, "content": {"content_type": "text", "parts": [""]}}}}}"#;
        let conversation = convert(text, 0).expect("sound");
        assert!(conversation.lines.is_empty() && conversation.left_out.is_empty());
    }
}
