//! LibreChat's export of one conversation as JSON.
//!
//! The form is that of danny-avila/LibreChat: written by `client/src/hooks/Conversations/useExportConversation.ts` with what
//! `client/src/hooks/Messages/useBuildMessageTree.ts` makes of the messages, whose fields are in
//! `packages/data-schemas/src/types/message.ts`; samples are in `api/server/utils/import/__data__/librechat-*.json`:
//!
//! ```json
//! {"conversationId": "…", "endpoint": "openAI", "title": "…", "exportAt": "16:33:32 GMT+0200", "branches": true, "recursive": true,
//!  "options": {"model": "gpt-4o", "promptPrefix": null},
//!  "messagesTree": [{"messageId": "…", "parentMessageId": "00000000-0000-0000-0000-000000000000", "createdAt": "2024-04-09T14:32:05.230Z",
//!    "isCreatedByUser": true, "sender": "User", "text": "…", "content": [{"type": "text", "text": "…"}], "model": null,
//!    "error": false, "unfinished": false, "tokenCount": 12, "files": [], "children": ["…"]}]}
//! ```
//!
//! Recursive exports have messages in one another, others a list `messages`; with `branches` all of them, else those that were
//! shown. It says nowhere which branch was shown: it is taken to be the latest, as LibreChat itself shows it. `tokenCount` is the
//! length of a message, and not what a request took: so costs are not known.

use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ImportFormat;
use super::branches::{Node, lines};
use super::found::{ForeignConversation, ForeignMessage, ForeignReply, LeftOut, LeftOutKind};
use super::lenient::Lenient;
use super::tool_conversations::without_id;
use super::wide_text::WideText;
use crate::model::{Fields, Malformed, Role, document};

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawConversation<'a> {
    #[serde(rename = "conversationId")]
    conversation_id: Lenient<WideText>,
    endpoint: Lenient<WideText>,
    title: Lenient<WideText>,
    options: Lenient<Options>,
    #[serde(rename = "messagesTree", borrow)]
    messages_tree: Option<&'a RawValue>,
    #[serde(borrow)]
    messages: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Options {
    endpoint: Lenient<WideText>,
    model: Lenient<WideText>,
    #[serde(rename = "promptPrefix")]
    prompt_prefix: Lenient<WideText>,
    system: Lenient<WideText>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawMessage<'a> {
    #[serde(rename = "messageId")]
    message_id: Lenient<WideText>,
    #[serde(rename = "parentMessageId")]
    parent_message_id: Lenient<WideText>,
    #[serde(rename = "createdAt")]
    created_at: Lenient<WideText>,
    #[serde(rename = "isCreatedByUser")]
    is_created_by_user: Lenient<bool>,
    text: Lenient<WideText>,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
    endpoint: Lenient<WideText>,
    model: Lenient<WideText>,
    error: Lenient<bool>,
    unfinished: Lenient<bool>,
    files: Lenient<Vec<RawFile>>,
    attachments: Lenient<Vec<RawFile>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawFile {
    filename: Lenient<WideText>,
    #[serde(rename = "type")]
    kind: Lenient<WideText>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Part<'a> {
    #[serde(rename = "type")]
    kind: Lenient<WideText>,
    #[serde(borrow)]
    text: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TextValue {
    value: Lenient<WideText>,
}

/// What is the id of the instructions, which are in no tree.
const INSTRUCTIONS: &str = "the instructions";

/// Reads a conversation at byte `at` of its file.
pub(super) fn convert(text: &str, at: usize) -> Result<ForeignConversation, Malformed> {
    let Fields(raw): Fields<RawConversation<'_>> = document::read(text, at)?;
    let Some(messages) = raw.messages_tree.or(raw.messages) else {
        return Err(Malformed {
            offset: at,
            reason: "the conversation has no messages".to_owned(),
        });
    };
    let options = raw.options.0.unwrap_or_default();
    let mut left_out = LeftOut::default();
    let mut nodes = Vec::new();
    let system = [options.prompt_prefix.0, options.system.0]
        .into_iter()
        .flatten();
    for text in system.filter(|text| !text.is_blank()).take(1) {
        let message = ForeignMessage {
            role: Role::System,
            text,
            at: None,
            reply: None,
        };
        nodes.push(Node {
            id: INSTRUCTIONS.to_owned(),
            parent: None,
            message: Some(message),
        });
    }
    let (has_instructions, first) = (!nodes.is_empty(), nodes.len());
    for (number, message) in apart(messages.get()).into_iter().enumerate() {
        let Fields(one): Fields<RawMessage<'_>> = document::read(&message.text, at)?;
        let id = one
            .message_id
            .word()
            .unwrap_or_else(|| format!("message {number}"));
        let above = message
            .parent
            .map(|parent| parent_id(&nodes, first + parent));
        nodes.push(Node {
            id,
            parent: above.or(one.parent_message_id.word()),
            message: take(&one, &mut left_out),
        });
    }
    if has_instructions {
        let ids: std::collections::HashSet<String> =
            nodes.iter().map(|node| node.id.clone()).collect();
        for node in &mut nodes[first..] {
            let is_known = node
                .parent
                .as_ref()
                .is_some_and(|parent| ids.contains(parent));
            if !is_known {
                node.parent = Some(INSTRUCTIONS.to_owned());
            }
        }
    }
    let times = nodes.iter().filter_map(|node| node.message.as_ref()?.at);
    let (started, updated) = (times.clone().min(), times.max());
    Ok(ForeignConversation {
        format: ImportFormat::LibreChat,
        id: raw.conversation_id.word().ok_or_else(|| without_id(at))?,
        title: raw.title.0.unwrap_or_default(),
        provider: raw.endpoint.word().or(options.endpoint.word()),
        model: options.model.word(),
        started,
        updated,
        tags: Vec::new(),
        is_pinned: false,
        is_archived: false,
        lines: lines(nodes, None, &mut left_out),
        left_out,
    })
}

fn parent_id(nodes: &[Node], place: usize) -> String {
    nodes[place].id.clone()
}

/// A message without those in it.
struct Apart {
    text: String,
    /// The place in the list of the one that it stands in.
    parent: Option<usize>,
}

/// Where a message stands in a text, where the lists of those in it do, and the place of the one that it stands in.
struct Span {
    whole: Range<usize>,
    lists: Vec<Range<usize>>,
    parent: Option<usize>,
}

impl Span {
    fn apart(self, messages: &str) -> Apart {
        let (mut text, mut position) = (String::new(), self.whole.start);
        for list in self.lists {
            text.push_str(&messages[position..list.start]);
            text.push_str("[]");
            position = list.end;
        }
        text.push_str(&messages[position..self.whole.end]);
        Apart {
            text,
            parent: self.parent,
        }
    }
}

/// Takes messages that stand in one another apart, in the order of their beginnings.
///
/// The text is JSON. It is gone through once and without recursion: exports are as deep as conversations are long.
fn apart(messages: &str) -> Vec<Apart> {
    struct Open {
        is_message: bool,
        message: Option<usize>,
    }
    let bytes = messages.as_bytes();
    let mut found: Vec<Span> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let (mut at, mut last_string) = (0, 0..0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let start = at;
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                last_string = start..at + 1;
            }
            b'[' | b'{' => {
                let outer = open.last();
                // A list of messages is the outermost, or what `children` of a message names.
                let is_children = || &messages[last_string.clone()] == "\"children\"";
                let is_list = bytes[at] == b'['
                    && outer.is_none_or(|outer| outer.is_message && is_children());
                let is_in_list = outer
                    .is_some_and(|outer| !outer.is_message && outer.message.is_some())
                    || open.len() == 1;
                let above = outer.and_then(|outer| outer.message);
                let is_message = bytes[at] == b'{' && (is_in_list || outer.is_none());
                let message = if is_message {
                    found.push(Span {
                        whole: at..at,
                        lists: Vec::new(),
                        parent: above,
                    });
                    Some(found.len() - 1)
                } else if is_list {
                    if let Some(above) = above {
                        found[above].lists.push(at..at);
                    }
                    above
                } else {
                    None
                };
                open.push(Open {
                    is_message,
                    message,
                });
            }
            b']' | b'}' => {
                if let Some(closed) = open.pop()
                    && let Some(message) = closed.message
                {
                    if closed.is_message {
                        found[message].whole.end = at + 1;
                    } else if let Some(list) = found[message].lists.last_mut() {
                        list.end = at + 1;
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    found.into_iter().map(|span| span.apart(messages)).collect()
}

fn take(raw: &RawMessage<'_>, left_out: &mut LeftOut) -> Option<ForeignMessage> {
    let role = match raw.is_created_by_user.0 {
        Some(true) => Role::User,
        Some(false) => Role::Assistant,
        None => {
            left_out.add(LeftOutKind::OtherRole);
            return None;
        }
    };
    let mut text = WideText::default();
    let parts: Vec<&RawValue> = raw
        .content
        .and_then(|content| document::read(content.get(), 0).ok())
        .unwrap_or_default();
    for part in parts {
        take_part(part.get(), &mut text, left_out);
    }
    if text.is_blank() {
        text = raw.text.0.clone().unwrap_or_default();
    }
    let files = raw.files.0.iter().chain(&raw.attachments.0).flatten();
    for file in files {
        let is_image = file
            .kind
            .word()
            .is_some_and(|kind| kind.starts_with("image"));
        let name = file.filename.0.clone().unwrap_or_else(|| "file".into());
        text.push_attachment(&name);
        left_out.add(match is_image {
            true => LeftOutKind::Image,
            false => LeftOutKind::File,
        });
    }
    if text.is_blank() {
        return None;
    }
    Some(ForeignMessage {
        reply: (role == Role::Assistant).then(|| ForeignReply {
            provider: raw.endpoint.word(),
            model: raw.model.word(),
            usage: None,
            is_interrupted: raw.unfinished.is_true(),
            is_error: raw.error.is_true(),
        }),
        role,
        text,
        at: raw.created_at.time(),
    })
}

fn take_part(part: &str, text: &mut WideText, left_out: &mut LeftOut) {
    let Ok(Fields(part)) = document::read::<Fields<Part<'_>>>(part, 0) else {
        // LibreChat's own reader passes over gaps.
        return;
    };
    match part.kind.word().as_deref() {
        Some("text" | "error") => {
            let raw = part.text.map_or("null", RawValue::get);
            let value: Lenient<TextValue> = document::read(raw, 0).unwrap_or_default();
            let own: Lenient<WideText> = document::read(raw, 0).unwrap_or_default();
            let told = own.0.or(value.0.and_then(|text| text.value.0));
            text.push_paragraph(&told.unwrap_or_default());
        }
        Some("think") => left_out.add(LeftOutKind::Reasoning),
        Some("tool_call") => left_out.add(LeftOutKind::ToolCall),
        Some("image_file" | "image_url") => {
            text.push_attachment(&"image".into());
            left_out.add(LeftOutKind::Image);
        }
        _ => left_out.add(LeftOutKind::OtherContent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_in_one_another_are_taken_apart() {
        let text = r#"[{"messageId":"a","text":"[{\"children\":[{","children":[{"messageId":"b","x":{"children":[{}]},"children":[]},{"messageId":"c"}],"y":1},{"messageId":"d"}]"#;
        let all = apart(text);
        let shown: Vec<_> = all
            .iter()
            .map(|one| (one.text.as_str(), one.parent))
            .collect();
        assert_eq!(
            shown,
            [
                (
                    r#"{"messageId":"a","text":"[{\"children\":[{","children":[],"y":1}"#,
                    None
                ),
                (
                    r#"{"messageId":"b","x":{"children":[{}]},"children":[]}"#,
                    Some(0)
                ),
                (r#"{"messageId":"c"}"#, Some(0)),
                (r#"{"messageId":"d"}"#, None),
            ]
        );
    }

    #[test]
    fn a_conversation_as_deep_as_it_is_long_is_read() {
        let depth = 20_000;
        let mut text =
            String::from("{\"conversationId\":\"c\",\"recursive\":true,\"messagesTree\":");
        for number in 0..depth {
            text.push_str(&format!("[{{\"messageId\":\"{number}\",\"isCreatedByUser\":true,\"text\":\"{number}\",\"children\":"));
        }
        text.push_str("[]");
        text.push_str(&"}]".repeat(depth));
        text.push('}');
        let conversation = convert(&text, 0).expect("it is read");
        assert_eq!(conversation.lines.len(), 1);
        assert_eq!(conversation.lines[0].messages.len(), depth);
    }
}
