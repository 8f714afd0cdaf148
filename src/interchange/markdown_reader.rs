//! Reading our own Markdown: the form is told at the head of `markdown.rs`.
//!
//! Only the comments and the quoted lines are read. Headings and front matter repeat what the comments say, but for the time
//! zone and the id.

use std::io::BufRead;

use super::found::Found;
use super::json_cursor::VALUE_LIMIT_BYTES;
use super::json_reader::{stored, string, unreadable};
use super::{ConversationReader, InterchangeError, InterchangeResult};
use crate::model::{ConversationId, Document, Malformed};

/// Reads the format, line by line.
pub(super) struct MarkdownReader<R> {
    input: R,
    offset: usize,
    line: Vec<u8>,
    /// The conversation that is being read.
    present: Option<Draft>,
}

/// A conversation as far as it was read.
#[derive(Default)]
struct Draft {
    at: usize,
    size_bytes: usize,
    id: Option<String>,
    timezone: Option<String>,
    document: Option<Document>,
    messages: Vec<Document>,
    /// The text of the last message, if that is not in its comment.
    text: Option<String>,
    /// What is wrong with it, where anything is.
    damage: Option<Malformed>,
}

impl<R: BufRead> MarkdownReader<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            offset: 0,
            line: Vec::new(),
            present: None,
        }
    }

    /// Reads a line without its end; returns where it began, and `None` at the end of the file.
    fn next_line(&mut self) -> InterchangeResult<Option<usize>> {
        self.line.clear();
        let start = self.offset;
        let limit = VALUE_LIMIT_BYTES as u64 + 1;
        let mut limited = std::io::Read::take(&mut self.input, limit);
        let length = limited
            .read_until(b'\n', &mut self.line)
            .map_err(InterchangeError::Read)?;
        self.offset += length;
        if self.line.len() > VALUE_LIMIT_BYTES {
            return Err(too_large(start));
        }
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
        }
        Ok((length > 0).then_some(start))
    }
}

fn too_large(offset: usize) -> InterchangeError {
    InterchangeError::TooLarge {
        offset,
        limit_bytes: VALUE_LIMIT_BYTES,
    }
}

impl<R: BufRead> ConversationReader for MarkdownReader<R> {
    fn next(&mut self) -> InterchangeResult<Option<Found>> {
        // Between two of these lines is the front matter.
        let mut is_in_front = self.present.is_some();
        while let Some(at) = self.next_line()? {
            let text = std::str::from_utf8(&self.line).map_err(|error| Malformed {
                offset: at + error.valid_up_to(),
                reason: "the text is not UTF-8".to_owned(),
            })?;
            if text.trim_end() == "---" {
                if is_in_front {
                    is_in_front = false;
                    continue;
                }
                let begun = Draft {
                    at,
                    ..Draft::default()
                };
                if let Some(done) = self.present.replace(begun) {
                    return Ok(Some(done.found()));
                }
                is_in_front = true;
                continue;
            }
            let Some(draft) = &mut self.present else {
                if text.trim().is_empty() {
                    continue;
                }
                let reason = "this is no conversation of ours".to_owned();
                return Err(Malformed { offset: at, reason }.into());
            };
            draft.size_bytes += text.len();
            if draft.size_bytes > VALUE_LIMIT_BYTES {
                return Err(too_large(draft.at));
            }
            match is_in_front {
                true => draft.take_front(text),
                false => draft.take(text, at),
            }
        }
        Ok(self.present.take().map(Draft::found))
    }

    fn bytes_read(&self) -> u64 {
        self.offset as u64
    }
}

impl Draft {
    fn take_front(&mut self, line: &str) {
        // What is in quotes is JSON, too, but for escapes of what no JSON has to escape.
        let value = |name: &str| string(line.strip_prefix(name)?.trim(), 0).ok();
        if let Some(id) = value("id:") {
            self.id = Some(id);
        } else if let Some(zone) = value("timezone:") {
            self.timezone = Some(zone);
        }
    }

    fn take(&mut self, line: &str, at: usize) {
        if let Some(quoted) = line.strip_prefix('>') {
            let quoted = quoted.strip_prefix(' ').unwrap_or(quoted);
            match &mut self.text {
                Some(text) => {
                    text.push('\n');
                    text.push_str(quoted);
                }
                None => self.text = Some(quoted.to_owned()),
            }
            return;
        }
        let (Some(rest), false) = (line.strip_prefix("<!-- chatkeep:"), self.damage.is_some())
        else {
            return;
        };
        self.end_message();
        if let Err(cause) = self.take_comment(rest.trim_end(), at + line.len() - rest.len()) {
            self.damage = Some(cause);
        }
    }

    /// Takes what a comment holds, which stands at byte `at` of the file.
    fn take_comment(&mut self, comment: &str, at: usize) -> Result<(), Malformed> {
        let wrong = |reason: &str| Malformed {
            offset: at,
            reason: reason.to_owned(),
        };
        let (kind, json) = comment
            .strip_suffix(" -->")
            .and_then(|comment| comment.split_once(' '))
            .ok_or_else(|| wrong("the comment is not whole"))?;
        let document = Document::parse_at(json, at + kind.len() + 1)?;
        match (kind, &self.document) {
            ("conversation", None) => self.document = Some(document),
            ("message", Some(_)) => self.messages.push(document),
            _ => return Err(wrong("there is no place for this comment")),
        }
        Ok(())
    }

    /// Gives the last message the text that was quoted, if its comment leaves it to that.
    fn end_message(&mut self) {
        let text = self.text.take();
        let (Some(text), Some(message)) = (text, self.messages.last_mut()) else {
            return;
        };
        let is_left = |message: &Document| {
            let object = message.object();
            object
                .get("content")
                .is_some_and(|content| content.value == "\"\"")
        };
        if is_left(message) {
            *message = message.with("content", &text);
        }
    }

    fn found(mut self) -> Found {
        self.end_message();
        let missing = |reason: &str| Malformed {
            offset: self.at,
            reason: reason.to_owned(),
        };
        if let Some(damage) = &self.damage {
            return unreadable(damage);
        }
        let Some(document) = &self.document else {
            return unreadable(&missing("there is no conversation behind the front matter"));
        };
        let own_id = document.object().get("id").map(|id| string(id.value, 0));
        let Some(id) = self.id.clone().or(own_id.and_then(Result::ok)) else {
            return unreadable(&missing("the conversation has no id"));
        };
        let whole = match document.object().get("messages") {
            Some(_) => document.with("messages", &self.messages),
            None => document.clone(),
        };
        let zone = self.timezone.as_deref().and_then(|zone| zone.parse().ok());
        stored(
            ConversationId::new(id),
            whole.as_str().to_owned(),
            self.at,
            zone,
        )
    }
}
