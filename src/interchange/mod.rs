//! Formats in which conversations leave a store and come into one, one file each.
//!
//! Each file says at its top what the format is: exports are meant to be read by other programs, and by us again. No format
//! holds a key or a password's hash. Of other tools' formats each file names what they were learnt from.

mod anthropic_export;
mod branches;
mod chatgpt;
mod csv;
mod detection;
mod error;
mod found;
mod html;
mod json;
mod json_cursor;
mod json_reader;
mod jsonl;
mod jsonl_reader;
mod lenient;
mod librechat;
mod llm_logs;
mod llm_responses;
mod llm_threads;
mod markdown;
mod markdown_reader;
mod message_facts;
mod open_webui;
mod openai_export;
mod redaction;
mod tokens;
mod tool_conversations;
mod wide_text;

use std::io::Write;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

pub use detection::ImportFormat;
pub use error::{InterchangeError, InterchangeResult};
pub use found::{
    ForeignConversation, ForeignMessage, ForeignReply, Found, LeftOut, LeftOutKind, Line,
    LineMessage, StoredConversation,
};
pub use html::{IndexEntry, write_html_index};
pub use redaction::{RedactedKind, Redactions, Redactor};
pub use wide_text::WideText;

use crate::model::{ConversationId, Document, User};

/// The version of all formats that have one; it grows when a reader has to know of a change.
const VERSION: u32 = 1;

/// A format of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// One document with everything.
    Json,
    /// A document on each line, for each conversation.
    Jsonl,
    /// Text for people.
    Markdown,
    /// A row for each message, for spreadsheets.
    Csv,
    /// What OpenAI's own export has, for other tools.
    ChatGpt,
    /// A page for people, which needs nothing else.
    Html,
}

impl ExportFormat {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::ChatGpt => "chatgpt",
            Self::Html => "html",
        }
    }

    /// Returns what names of its files end with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Json | Self::ChatGpt => ".json",
            Self::Jsonl => ".jsonl",
            Self::Markdown => ".md",
            Self::Csv => ".csv",
            Self::Html => ".html",
        }
    }

    /// Begins an export to `output`, which should be buffered.
    pub fn writer<'w>(
        self,
        output: &'w mut dyn Write,
        facts: ExportFacts,
    ) -> Box<dyn ConversationWriter + 'w> {
        match self {
            Self::Json => Box::new(json::JsonWriter::new(output, facts)),
            Self::Jsonl => Box::new(jsonl::JsonLinesWriter::new(output, facts)),
            Self::Markdown => Box::new(markdown::MarkdownWriter::new(output, facts)),
            Self::Csv => Box::new(csv::CsvWriter::new(output, facts)),
            Self::ChatGpt => Box::new(chatgpt::ChatGptWriter::new(output, facts)),
            Self::Html => Box::new(html::HtmlWriter::new(output, facts)),
        }
    }
}

/// What an export says of itself.
#[derive(Debug, Clone, Copy)]
pub struct ExportFacts {
    /// When it is made.
    pub exported_at: DateTime<Utc>,
    /// The store's zone, in which times without one are to be read.
    pub timezone: Tz,
}

/// Takes conversations one after the other, and keeps none of them.
///
/// What reached the output before an error is not to be used.
pub trait ConversationWriter {
    /// Begins the next user; the conversations that follow are theirs. Users without any may be begun too.
    fn begin_user(&mut self, user: &User) -> InterchangeResult<()>;

    /// Writes a conversation of the user begun last.
    fn write(&mut self, id: &ConversationId, document: &Document) -> InterchangeResult<()>;

    /// Ends the export, and flushes the output.
    fn finish(&mut self) -> InterchangeResult<()>;
}

/// Finds the conversations of a file one after the other, and keeps none of them.
pub trait ConversationReader {
    /// Returns the next one; `None` if there are no more. After an error there is nothing more to be had.
    fn next(&mut self) -> InterchangeResult<Option<Found>>;

    /// Returns how much of the file is read, in bytes.
    fn bytes_read(&self) -> u64;
}

#[cfg(test)]
mod samples {
    //! An export of two users, the second without conversations.

    use super::*;
    use crate::model::UserId;

    /// Hostile in most ways that a stored conversation can be.
    pub(super) const HOSTILE: &str = "{\n      \"id\": \"c 1\",\n      \"title\": \"# half \\ud83d --> \\n## User\",\n      \
        \"x\": [1.50, 1E5],\n      \"messages\": [\n        {\"role\": \"user\", \"content\": \"```\\nopen\\n\\n<!-- chatkeep:end -->\\n# x\\n\"},\n        \
        {\"role\": \"assistant\", \"content\": \"cut \\ud83d off\", \"model\": \"m-->\", \"input_tokens\": 3, \"output_tokens\": 4, \"cost\": 0.00070}\n      ],\n      \
        \"timestamp\": \"2026-02-09T14:03:11.651429\"\n    }";

    pub(super) fn user(id: &str, email: &str) -> User {
        let text = format!(
            r#"{{"email":"{email}","name":"A","password_hash":"scrypt:1:1:1$hash$ab","auth_type":"email"}}"#
        );
        User::from_document(UserId::parse(id).expect("an id"), &text, 0).expect("an account")
    }

    pub(super) fn export(format: ExportFormat, documents: &[(&str, &str)]) -> String {
        let facts = ExportFacts {
            exported_at: DateTime::from_timestamp(1_800_000_000, 0).expect("a time"),
            timezone: chrono_tz::Europe::Berlin,
        };
        let mut output = Vec::new();
        let mut writer = format.writer(&mut output, facts);
        writer.begin_user(&user("u1", "a@x.org")).expect("memory");
        for (id, text) in documents {
            let document = Document::parse(*text).expect("an object");
            writer
                .write(&ConversationId::new(*id), &document)
                .expect("it can be read");
        }
        writer.begin_user(&user("u2", "b@x.org")).expect("memory");
        writer.finish().expect("memory");
        drop(writer);
        let text = String::from_utf8(output).expect("an export is text");
        assert!(!text.contains("hash"), "{text}");
        text
    }
}
