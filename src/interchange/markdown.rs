//! Markdown: conversations to be read, each with front matter in YAML, from which they can be made again.
//!
//! ```markdown
//! ---
//! format: chatkeep-conversation
//! version: 1
//! id: "a23d5eb8-…"
//! title: "How do I lock a file?"
//! user: "ada@example.org"
//! provider: "openai"
//! model: "gpt-4o"
//! tags: ["work", "python"]
//! started: 2026-11-23T18:22:06.646012+01:00
//! messages: 2
//! tokens: 64
//! cost_usd: 0.0004675
//! ---
//! <!-- chatkeep:conversation {"id":"a23d5eb8-…",…,"messages":[],…} -->
//!
//! # How do I lock a file?
//!
//! <!-- chatkeep:message {"role":"user","content":""} -->
//! ## User
//!
//! > With `flock`,
//! >
//! > or not at all?
//! ```
//!
//! **Where a message ends.** Every line of a message begins with `>`, and nothing else does: an empty line is `>` alone, any
//! other has `> ` before it. So no fence that stays open, no heading and no HTML in a message reaches beyond it, neither
//! for our reader nor for what shows Markdown to people. A message is the lines behind `>`, joined by line feeds.
//!
//! **What is exact.** The comments hold the stored documents, on one line, with `>` in strings written as `\u003e`. In them
//! `"messages":[]` stands for the messages that follow, and `"content":""` for the text below; any other `content` is the
//! exact one, and the text below it only for reading: such as a text with half of a surrogate pair or a bare carriage
//! return, which no Markdown can hold. Front matter and headings repeat, for people and other programs, what the comments
//! say. `cost_usd` is that of the replies with a known cost, and missing where none is known; `unknown_costs`, where there
//! are any, counts the others.
//!
//! Several conversations follow one another, each beginning with `---` at the start of a line.

use std::fmt::Write as _;
use std::io::Write;

use chrono::SecondsFormat;
use serde_json::value::RawValue;

use super::message_facts::{author, facts_of};
use super::{ConversationWriter, ExportFacts, InterchangeError, InterchangeResult, VERSION};
use crate::model::{
    Conversation, ConversationId, CostSum, Document, Malformed, Message, User, compacted, document,
};

/// Writes the format.
pub(super) struct MarkdownWriter<'w> {
    output: &'w mut dyn Write,
    facts: ExportFacts,
    user: Option<(User, String)>,
    is_first: bool,
}

impl<'w> MarkdownWriter<'w> {
    pub(super) fn new(output: &'w mut dyn Write, facts: ExportFacts) -> Self {
        Self {
            output,
            facts,
            user: None,
            is_first: true,
        }
    }
}

impl ConversationWriter for MarkdownWriter<'_> {
    fn begin_user(&mut self, user: &User) -> InterchangeResult<()> {
        let shown = if user.email.is_empty() {
            user.id.as_str()
        } else {
            &user.email
        };
        self.user = Some((user.clone(), shown.to_owned()));
        Ok(())
    }

    fn write(&mut self, id: &ConversationId, document: &Document) -> InterchangeResult<()> {
        let (user, shown) = self.user.as_ref().expect("a user was begun");
        let text = to_markdown(id, document, shown, &self.facts)
            .map_err(InterchangeError::unreadable(user, id))?;
        if !self.is_first {
            self.output.write_all(b"\n")?;
        }
        self.is_first = false;
        Ok(self.output.write_all(text.as_bytes())?)
    }

    fn finish(&mut self) -> InterchangeResult<()> {
        Ok(self.output.flush()?)
    }
}

fn to_markdown(
    id: &ConversationId,
    document: &Document,
    user: &str,
    facts: &ExportFacts,
) -> Result<String, Malformed> {
    let conversation = Conversation::from_document(id.clone(), document.as_str(), 0)?;
    let mut text = front_matter(&conversation, user, facts);
    let without_messages = match document.object().get("messages") {
        Some(_) => &document.with("messages", &[(); 0]),
        None => document,
    };
    text.push_str(&marker("conversation", without_messages));
    let title = match conversation.summary.title.as_str() {
        "" => "(untitled)".to_owned(),
        title => escaped(title),
    };
    text.push_str(&format!("\n# {title}\n"));
    for (message, stored) in conversation.messages.iter().zip(messages_of(document)?) {
        text.push('\n');
        text.push_str(&marker("message", &without_content(&stored)));
        text.push_str(&format!("## {}\n", heading(message, facts)));
        if !message.content.is_empty() {
            text.push('\n');
            quote(&message.content, &mut text);
        }
    }
    Ok(text)
}

fn front_matter(conversation: &Conversation, user: &str, facts: &ExportFacts) -> String {
    let summary = &conversation.summary;
    let mut text = format!("---\nformat: chatkeep-conversation\nversion: {VERSION}\n");
    for (name, value) in [
        ("id", summary.id.as_str()),
        ("title", &summary.title),
        ("user", user),
        ("provider", &summary.provider),
        ("model", &summary.model),
    ] {
        text.push_str(&format!("{name}: {}\n", yaml(value)));
    }
    if !summary.tags.is_empty() {
        let tags: Vec<String> = summary.tags.iter().map(|tag| yaml(tag)).collect();
        text.push_str(&format!("tags: [{}]\n", tags.join(", ")));
    }
    if let Some(started) = summary.started {
        let time = started
            .to_utc(facts.timezone)
            .with_timezone(&facts.timezone);
        let time = time.to_rfc3339_opts(SecondsFormat::AutoSi, false);
        text.push_str(&format!("started: {time}\n"));
    }
    let totals = &summary.totals;
    text.push_str(&format!(
        "timezone: {}\nmessages: {}\ntokens: {}\n",
        yaml(facts.timezone.name()),
        summary.message_count,
        totals.total_tokens,
    ));
    if totals.unknown_costs == 0 || totals.cost != CostSum::default() {
        text.push_str(&format!("cost_usd: {}\n", totals.cost));
    }
    if totals.unknown_costs > 0 {
        text.push_str(&format!("unknown_costs: {}\n", totals.unknown_costs));
    }
    text.push_str("---\n");
    text
}

/// Writes a document as a comment on a line of its own, which nothing in the document can end.
fn marker(kind: &str, document: &Document) -> String {
    // In JSON the character stands in strings alone.
    let json = compacted(document.as_str()).replace('>', "\\u003e");
    format!("<!-- chatkeep:{kind} {json} -->\n")
}

/// Returns the documents of a conversation's messages.
pub(super) fn messages_of(document: &Document) -> Result<Vec<Document>, Malformed> {
    let object = document.object();
    let Some(messages) = object.get("messages") else {
        return Ok(Vec::new());
    };
    let raw: Vec<&RawValue> = document::read(messages.value, messages.value_span().start)?;
    raw.into_iter()
        .map(|message| Document::parse(message.get()))
        .collect()
}

/// Takes out of a message the text that can be read back from its quotation.
fn without_content(message: &Document) -> Document {
    let is_exact = |raw: &str| {
        serde_json::from_str::<String>(raw).is_ok_and(|text| !has_bare_carriage_return(&text))
    };
    match message.object().get("content") {
        Some(content) if is_exact(content.value) => message.with("content", &""),
        _ => message.clone(),
    }
}

/// Markdown ends a line at a carriage return, also where no line feed follows.
fn has_bare_carriage_return(text: &str) -> bool {
    text.split('\r').skip(1).any(|rest| !rest.starts_with('\n'))
}

fn quote(content: &str, text: &mut String) {
    let readable = if has_bare_carriage_return(content) {
        &content.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        content
    };
    for line in readable.split('\n') {
        text.push_str(if line.is_empty() { ">" } else { "> " });
        text.push_str(line);
        text.push('\n');
    }
}

/// Writes who, and for replies when and at what price: `Assistant (gpt-4o, 2026-02-09 14:03, 64 tokens, $0.0004675)`.
fn heading(message: &Message, facts: &ExportFacts) -> String {
    let author = escaped(author(&message.role));
    let notes = facts_of(message, facts);
    if notes.is_empty() {
        return author;
    }
    format!("{author} ({})", escaped(&notes.join(", ")))
}

/// Writes a text so that it stays on its line and has no meaning as Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '~' | '|' => {
                escaped.extend(['\\', c]);
            }
            _ if c.is_control() => escaped.push(' '),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Writes a text as a double-quoted YAML scalar; what cannot be seen is escaped.
fn yaml(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\u{200E}'
            | '\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{FFFE}'
            | '\u{FFFF}' => {
                push_escape(c, &mut quoted);
            }
            _ if c.is_control() => push_escape(c, &mut quoted),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn push_escape(c: char, text: &mut String) {
    write!(text, "\\u{:04X}", u32::from(c)).expect("writing to memory does not fail");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::ExportFormat;
    use super::super::samples::{HOSTILE, export};
    use super::*;

    /// Reads an export back as this file's head describes it.
    fn read_back(markdown: &str) -> Vec<String> {
        let mut conversations: Vec<(String, Vec<String>)> = Vec::new();
        let mut message: Option<(String, Option<String>)> = None;
        for line in markdown.split_terminator('\n').chain(["---"]) {
            let marked = |kind: &str| {
                let json = line.strip_prefix("<!-- chatkeep:")?.strip_prefix(kind)?;
                json.trim_start().strip_suffix(" -->").map(str::to_owned)
            };
            if let Some(quoted) = line.strip_prefix('>') {
                let quoted = quoted.strip_prefix(' ').unwrap_or(quoted);
                let (_, text) = message.as_mut().expect("a message was begun");
                *text = Some(match text.take() {
                    Some(text) => format!("{text}\n{quoted}"),
                    None => quoted.to_owned(),
                });
            } else if line == "---" || line.starts_with("<!-- ") {
                if let Some((document, text)) = message.take() {
                    let text = serde_json::to_string(&text.unwrap_or_default()).expect("text");
                    let whole =
                        document.replace("\"content\":\"\"", &format!("\"content\":{text}"));
                    conversations
                        .last_mut()
                        .expect("it was begun")
                        .1
                        .push(whole);
                }
                message = marked("message").map(|document| (document, None));
                conversations.extend(marked("conversation").map(|document| (document, Vec::new())));
            }
        }
        let with_messages = |(document, messages): (String, Vec<String>)| {
            document.replace(
                "\"messages\":[]",
                &format!("\"messages\":[{}]", messages.join(",")),
            )
        };
        conversations.into_iter().map(with_messages).collect()
    }

    #[test]
    fn a_conversation_is_readable() {
        let text = export(ExportFormat::Markdown, &[("c 1", HOSTILE)]);
        let expected = r##"---
format: chatkeep-conversation
version: 1
id: "c 1"
title: "# half � --> \u000A## User"
user: "a@x.org"
provider: ""
model: ""
started: 2026-02-09T14:03:11.651429+01:00
timezone: "Europe/Berlin"
messages: 2
tokens: 7
cost_usd: 0.0007
---
<!-- chatkeep:conversation {"id":"c 1","title":"# half \ud83d --\u003e \n## User","x":[1.50,1E5],"messages":[],"timestamp":"2026-02-09T14:03:11.651429"} -->

# \# half � --\>  \#\# User

<!-- chatkeep:message {"role":"user","content":""} -->
## User

> ```
> open
>
> <!-- chatkeep:end -->
> # x
>

<!-- chatkeep:message {"role":"assistant","content":"cut \ud83d off","model":"m--\u003e","input_tokens":3,"output_tokens":4,"cost":0.00070} -->
## Assistant (m--\>, 7 tokens, $0.0007)

> cut � off
"##;
        assert_eq!(text, expected);
    }

    #[test]
    fn stored_documents_come_back_with_every_digit_and_escape() {
        let plain = r#"{"messages":[{"role":"tool","content":null},{"role":"user","content":"a\rb"},{"role":"user"}]}"#;
        let text = export(
            ExportFormat::Markdown,
            &[("c 1", HOSTILE), ("c2", "{}"), ("c3", plain)],
        );
        let documents = read_back(&text);
        // The texts are the same, if not always the spelling of their characters.
        let respelt = compacted(HOSTILE).replace("chatkeep:end -->", "chatkeep:end --\\u003e");
        assert_eq!(
            documents[0]
                .replace("chatkeep:end -->", "chatkeep:end --\\u003e")
                .replace("--\\u003e", "-->"),
            respelt.replace("--\\u003e", "-->")
        );
        assert_eq!(documents[1..], ["{}", plain]);
    }

    #[test]
    fn an_unknown_cost_is_not_nothing() {
        let document = r#"{"messages":[{"role":"assistant","content":"a","total_tokens":5}]}"#;
        let text = export(ExportFormat::Markdown, &[("c", document)]);
        assert!(
            text.contains("\nunknown_costs: 1\n") && !text.contains("cost_usd"),
            "{text}"
        );
        assert!(
            text.contains("## Assistant (5 tokens, cost unknown)"),
            "{text}"
        );
    }

    proptest! {
        #[test]
        fn whatever_was_said_comes_back(contents in prop::collection::vec("([ >`#a-c\n\r\t-]|\\PC|<!-- chatkeep:message \\{\\} -->){0,12}", 0..4)) {
            let messages: Vec<Value> = contents
                .iter()
                .map(|content| json!({"role": "user", "content": content}))
                .collect();
            let document = json!({"title": "t", "messages": messages});
            let text = export(ExportFormat::Markdown, &[("c", &document.to_string())]);
            let back = read_back(&text);
            let back: Value = serde_json::from_str(&back[0]).expect("JSON");
            prop_assert_eq!(back, document);
        }
    }
}
