//! Anthropic's export of Claude: `conversations.json`, a list of conversations with their messages.
//!
//! Anthropic documents no form. This one is as read by LibreChat's import (danny-avila/LibreChat, `importClaudeConvo` in
//! `api/server/utils/import/importers.js`, and the samples in `importers.spec.js`), with the blocks and the fields for branches
//! that Sinity/polylogue (`docs/providers/claude-ai.md`) and other public readers list:
//!
//! ```json
//! [{"uuid": "…", "name": "…", "summary": "", "created_at": "2025-01-15T10:00:00.000000Z", "updated_at": "…",
//!   "account": {"uuid": "…"}, "chat_messages": [{"uuid": "…", "sender": "human", "text": "…", "created_at": "…", "updated_at": "…",
//!     "content": [{"type": "text", "text": "…"}], "attachments": [{"file_name": "…", "file_size": 9, "file_type": "txt",
//!     "extracted_content": "…"}], "files": [{"file_name": "…"}], "parent_message_uuid": "…"}]}]
//! ```
//!
//! `text` is older than `content`, and repeats it. Without `parent_message_uuid` each message follows the one before it. Text that
//! was pasted as an attachment is carried over behind its name; other files are not, nor is what was thought, asked of tools or
//! answered by them. No model is named.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ImportFormat;
use super::branches::{Node, lines};
use super::found::{ForeignConversation, ForeignMessage, ForeignReply, LeftOut, LeftOutKind};
use super::lenient::{Lenient, place_of};
use super::tool_conversations::without_id;
use super::wide_text::WideText;
use crate::model::{Fields, Malformed, Role, document};

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawConversation<'a> {
    uuid: Lenient<WideText>,
    name: Lenient<WideText>,
    model: Lenient<WideText>,
    created_at: Lenient<WideText>,
    updated_at: Lenient<WideText>,
    is_starred: Lenient<bool>,
    is_archived: Lenient<bool>,
    current_leaf_message_uuid: Lenient<WideText>,
    #[serde(borrow)]
    chat_messages: Option<Vec<&'a RawValue>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawMessage<'a> {
    uuid: Lenient<WideText>,
    parent_message_uuid: Lenient<WideText>,
    sender: Lenient<WideText>,
    text: Lenient<WideText>,
    created_at: Lenient<WideText>,
    #[serde(borrow)]
    content: Option<Vec<&'a RawValue>>,
    attachments: Lenient<Vec<Attachment>>,
    files: Lenient<Vec<Attachment>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attachment {
    file_name: Lenient<WideText>,
    extracted_content: Lenient<WideText>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Block {
    #[serde(rename = "type")]
    kind: Lenient<WideText>,
    text: Lenient<WideText>,
}

/// Reads a conversation at byte `at` of its file.
pub(super) fn convert(text: &str, at: usize) -> Result<ForeignConversation, Malformed> {
    let Fields(raw): Fields<RawConversation<'_>> = document::read(text, at)?;
    let Some(messages) = raw.chat_messages else {
        return Err(Malformed {
            offset: at,
            reason: "the conversation has no `chat_messages`".to_owned(),
        });
    };
    let mut left_out = LeftOut::default();
    let mut nodes: Vec<Node> = Vec::with_capacity(messages.len());
    for (number, message) in messages.into_iter().enumerate() {
        let place = place_of(message.get(), text, at);
        let Fields(message): Fields<RawMessage<'_>> = document::read(message.get(), place)?;
        let before = nodes.last().map(|node| node.id.clone());
        nodes.push(Node {
            id: message
                .uuid
                .word()
                .unwrap_or_else(|| format!("message {number}")),
            parent: message.parent_message_uuid.word().or(before),
            message: take(&message, &mut left_out),
        });
    }
    // Without the mark of what was shown it is the branch of the message that came last.
    let last = nodes.last().map(|node| node.id.clone());
    let shown = raw.current_leaf_message_uuid.word().or(last);
    Ok(ForeignConversation {
        format: ImportFormat::Anthropic,
        id: raw.uuid.word().ok_or_else(|| without_id(at))?,
        title: raw.name.0.unwrap_or_default(),
        provider: Some("anthropic".to_owned()),
        model: raw.model.word(),
        started: raw.created_at.time(),
        updated: raw.updated_at.time(),
        tags: Vec::new(),
        is_pinned: raw.is_starred.is_true(),
        is_archived: raw.is_archived.is_true(),
        lines: lines(nodes, shown.as_deref(), &mut left_out),
        left_out,
    })
}

fn take(raw: &RawMessage<'_>, left_out: &mut LeftOut) -> Option<ForeignMessage> {
    let role = match raw.sender.word().as_deref() {
        Some("human" | "user") => Role::User,
        Some("assistant") => Role::Assistant,
        _ => {
            left_out.add(LeftOutKind::OtherRole);
            return None;
        }
    };
    let mut text = WideText::default();
    for block in raw.content.iter().flatten() {
        take_block(block.get(), &mut text, left_out);
    }
    if text.is_blank() && raw.content.as_ref().is_none_or(Vec::is_empty) {
        text = raw.text.0.clone().unwrap_or_default();
    }
    for attachment in raw.attachments.0.iter().flatten() {
        text.push_attachment(&name_of(attachment));
        match &attachment.extracted_content.0 {
            Some(content) if !content.is_blank() => text.push_paragraph(content),
            _ => left_out.add(LeftOutKind::File),
        }
    }
    for file in raw.files.0.iter().flatten() {
        text.push_attachment(&name_of(file));
        left_out.add(LeftOutKind::File);
    }
    if text.is_blank() {
        return None;
    }
    Some(ForeignMessage {
        reply: (role == Role::Assistant).then(ForeignReply::default),
        role,
        text,
        at: raw.created_at.time(),
    })
}

fn name_of(attachment: &Attachment) -> WideText {
    let name = attachment.file_name.0.clone();
    name.filter(|name| !name.is_blank())
        .unwrap_or_else(|| "file".into())
}

fn take_block(block: &str, text: &mut WideText, left_out: &mut LeftOut) {
    let Ok(Fields(block)) = document::read::<Fields<Block>>(block, 0) else {
        left_out.add(LeftOutKind::OtherContent);
        return;
    };
    match block.kind.word().as_deref() {
        Some("text") => text.push_paragraph(&block.text.0.unwrap_or_default()),
        Some("thinking" | "redacted_thinking") => left_out.add(LeftOutKind::Reasoning),
        Some("tool_use" | "server_tool_use") => left_out.add(LeftOutKind::ToolCall),
        Some("tool_result") => left_out.add(LeftOutKind::ToolResult),
        Some("image") => {
            text.push_attachment(&"image".into());
            left_out.add(LeftOutKind::Image);
        }
        // It says how much room was left, and nothing that was said.
        Some("token_budget") => {}
        _ => left_out.add(LeftOutKind::OtherContent),
    }
}
