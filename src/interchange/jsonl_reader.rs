//! Reading our own JSON lines: the form is told at the head of `jsonl.rs`.

use std::io::BufRead;

use crate::model::document::Object;
use crate::model::{ConversationId, Malformed};

use super::found::Found;
use super::json_cursor::JsonCursor;
use super::json_reader::{stored, string, unreadable};
use super::{ConversationReader, InterchangeResult};

/// Reads the format, line by line.
pub(super) struct JsonLinesReader<R> {
    cursor: JsonCursor<R>,
}

impl<R: BufRead> JsonLinesReader<R> {
    pub(super) fn new(input: R) -> InterchangeResult<Self> {
        let cursor = JsonCursor::new(input)?;
        Ok(Self { cursor })
    }
}

impl<R: BufRead> ConversationReader for JsonLinesReader<R> {
    fn next(&mut self) -> InterchangeResult<Option<Found>> {
        if self.cursor.peek()?.is_none() {
            return Ok(None);
        }
        let (at, text) = self.cursor.value()?;
        Ok(Some(
            line(&text, at).unwrap_or_else(|cause| unreadable(&cause)),
        ))
    }

    fn bytes_read(&self) -> u64 {
        self.cursor.offset() as u64
    }
}

fn line(text: &str, at: usize) -> Result<Found, Malformed> {
    let moved = |cause: Malformed| cause.moved_by(at);
    let line = Object::parse(text).map_err(moved)?;
    let text_of = |name: &str| {
        let member = line.get(name)?;
        string(member.value, 0).ok()
    };
    if text_of("format").as_deref() != Some("chatkeep-conversation") {
        return Err(Malformed {
            offset: at,
            reason: "the line is no conversation of ours".to_owned(),
        });
    }
    let Some(conversation) = line.get("conversation") else {
        return Err(Malformed {
            offset: at,
            reason: "the line has no conversation".to_owned(),
        });
    };
    Ok(stored(
        ConversationId::new(text_of("id").unwrap_or_default()),
        conversation.value.to_owned(),
        at + conversation.value_span().start,
        text_of("timezone").and_then(|zone| zone.parse().ok()),
    ))
}
