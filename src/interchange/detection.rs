//! Which format a file has, found from what is in it, and the reader for it.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::json_cursor::JsonCursor;
use super::json_reader::JsonReader;
use super::jsonl_reader::JsonLinesReader;
use super::llm_logs::LlmLogs;
use super::markdown_reader::MarkdownReader;
use super::tool_conversations::ToolConversations;
use super::{
    ConversationReader, InterchangeError, InterchangeResult, anthropic_export, librechat,
    open_webui, openai_export,
};
use crate::model::document::Object;

/// A format of imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportFormat {
    /// Our own document with everything.
    Json,
    /// Our own, a document on each line.
    Jsonl,
    /// Our own, text for people.
    Markdown,
    /// OpenAI's export of ChatGPT.
    OpenAi,
    /// Anthropic's export of Claude.
    Anthropic,
    /// Open WebUI's export of chats.
    OpenWebUi,
    /// LibreChat's export of a conversation.
    LibreChat,
    /// The log of the program llm.
    Llm,
}

impl ImportFormat {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Markdown => "markdown",
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
            Self::OpenWebUi => "open-webui",
            Self::LibreChat => "librechat",
            Self::Llm => "llm",
        }
    }

    /// Begins to read a file, at its beginning. A database is opened by its path.
    pub fn reader(
        self,
        path: &Path,
        file: &File,
    ) -> InterchangeResult<Box<dyn ConversationReader>> {
        let input = rewound(file)?;
        Ok(match self {
            Self::Json => Box::new(JsonReader::new(input)?),
            Self::Jsonl => Box::new(JsonLinesReader::new(input)?),
            Self::Markdown => Box::new(MarkdownReader::new(input)),
            Self::OpenAi => Box::new(ToolConversations::new(input, openai_export::convert)?),
            Self::Anthropic => Box::new(ToolConversations::new(input, anthropic_export::convert)?),
            Self::OpenWebUi => Box::new(ToolConversations::new(input, open_webui::convert)?),
            Self::LibreChat => Box::new(ToolConversations::new(input, librechat::convert)?),
            Self::Llm => Box::new(LlmLogs::new(path)?),
        })
    }

    /// Finds out which format a file has.
    pub fn of(file: &File) -> InterchangeResult<Self> {
        let mut head = [0; HEAD_BYTES];
        let length = read_head(rewound(file)?, &mut head)?;
        let head = &head[..length];
        if head.starts_with(b"SQLite format 3\0") {
            return Ok(Self::Llm);
        }
        let is_space = |byte: &u8| byte.is_ascii_whitespace();
        let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let start = text.iter().position(|byte| !is_space(byte));
        match start.map(|start| &text[start..]) {
            None if head.len() < HEAD_BYTES => Err(unknown("empty", None)),
            Some([b'[' | b'{', ..]) => of_json(rewound(file)?),
            Some(text) if text.starts_with(b"---") => match is_ours(text) {
                true => Ok(Self::Markdown),
                false => Err(unknown("Markdown, and none of ours", None)),
            },
            _ => Err(of_bytes(head)),
        }
    }
}

/// As many entries of a list are looked at for what they are.
const LOOKED_AT: usize = 20;
/// As much of a file as tells what it is, unless it is JSON.
const HEAD_BYTES: usize = 4096;

fn read_head(mut input: impl Read, head: &mut [u8]) -> InterchangeResult<usize> {
    let mut length = 0;
    while length < head.len() {
        match input
            .read(&mut head[length..])
            .map_err(InterchangeError::Read)?
        {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}

fn rewound(mut file: &File) -> InterchangeResult<BufReader<File>> {
    const BUFFER_BYTES: usize = 256 << 10;
    file.seek(SeekFrom::Start(0))
        .map_err(InterchangeError::Read)?;
    let file = file.try_clone().map_err(InterchangeError::Read)?;
    Ok(BufReader::with_capacity(BUFFER_BYTES, file))
}

/// Whether the front matter of a Markdown file is as our export writes it.
fn is_ours(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.lines().map(str::trim_end);
    lines.next() == Some("---")
        && lines
            .take(20)
            .any(|line| line == "format: chatkeep-conversation")
}

/// Says what a file is that is neither JSON nor Markdown.
fn of_bytes(head: &[u8]) -> InterchangeError {
    if head.starts_with(b"PK\x03\x04") {
        return unknown(
            "a ZIP archive",
            Some("unpack it, and name the conversations.json that is in it"),
        );
    }
    if head.starts_with(b"\x1f\x8b") {
        return unknown(
            "compressed",
            Some("unpack it first; what `chatkeep backup` made is for `chatkeep restore`"),
        );
    }
    unknown("in none of the formats that are known", None)
}

fn unknown(found: &'static str, hint: Option<&'static str>) -> InterchangeError {
    InterchangeError::UnknownFormat { found, hint }
}

/// Finds out which format JSON has: by the names in its first object.
fn of_json(input: impl BufRead) -> InterchangeResult<ImportFormat> {
    let mut cursor = JsonCursor::new(input)?;
    if cursor.peek()? == Some(b'[') {
        cursor.take(b'[')?;
        let mut seen = 0;
        while seen < LOOKED_AT && cursor.next_in(b']', seen == 0)? {
            seen += 1;
            let (_, text) = cursor.value()?;
            // Some exports have entries that are damaged, and perhaps the first.
            let Ok(object) = Object::parse(&text) else {
                continue;
            };
            if let Some(format) = of_names(&|name| object.get(name).is_some()) {
                return Ok(format);
            }
        }
        return Err(match seen {
            0 => unknown("an empty list", None),
            _ => no_known_json(),
        });
    }
    // Our own export is one object that can be larger than all memory; what it is stands before what is large in it.
    cursor.take(b'{')?;
    let mut is_first = true;
    let mut names = Vec::new();
    while cursor.next_in(b'}', is_first)? {
        is_first = false;
        let name = cursor.name()?;
        if name == "format" && cursor.peek()? == Some(b'"') {
            match cursor.string()?.as_str() {
                "chatkeep-export" => return Ok(ImportFormat::Json),
                "chatkeep-conversation" => return Ok(ImportFormat::Jsonl),
                _ => {}
            }
        } else {
            cursor.value()?;
        }
        names.push(name);
    }
    of_names(&|name| names.iter().any(|one| one == name)).ok_or_else(no_known_json)
}

fn no_known_json() -> InterchangeError {
    unknown("JSON of a form that is not known", None)
}

/// Finds the tool whose conversations have such members.
fn of_names(has: &dyn Fn(&str) -> bool) -> Option<ImportFormat> {
    if has("mapping") {
        return Some(ImportFormat::OpenAi);
    }
    if has("chat_messages") {
        return Some(ImportFormat::Anthropic);
    }
    if has("conversationId") {
        return Some(ImportFormat::LibreChat);
    }
    // A chat of the first versions of Open WebUI has no outer object.
    let is_chat = has("chat") || (has("history") || has("messages")) && has("models");
    is_chat.then_some(ImportFormat::OpenWebUi)
}
