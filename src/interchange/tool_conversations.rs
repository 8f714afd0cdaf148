//! Reading a JSON file of another tool's conversations: a list of them, or one alone.

use std::io::BufRead;

use super::found::{ForeignConversation, Found};
use super::json_cursor::JsonCursor;
use super::json_reader::unreadable;
use super::{ConversationReader, InterchangeResult};
use crate::model::Malformed;

/// Makes a conversation of its text, which stands at this byte of its file.
pub(super) type Convert = fn(&str, usize) -> Result<ForeignConversation, Malformed>;

/// Reads such a file, conversation by conversation.
pub(super) struct ToolConversations<R> {
    cursor: JsonCursor<R>,
    convert: Convert,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    /// In the list; whether none was read yet.
    List(bool),
    Over,
}

impl<R: BufRead> ToolConversations<R> {
    pub(super) fn new(input: R, convert: Convert) -> InterchangeResult<Self> {
        Ok(Self {
            cursor: JsonCursor::new(input)?,
            convert,
            place: Place::Outside,
        })
    }
}

impl<R: BufRead> ConversationReader for ToolConversations<R> {
    fn next(&mut self) -> InterchangeResult<Option<Found>> {
        if self.place == Place::Outside {
            self.place = match self.cursor.peek()? {
                Some(b'[') => {
                    self.cursor.take(b'[')?;
                    Place::List(true)
                }
                _ => Place::Over,
            };
            if self.place == Place::Over {
                let found = self.found()?;
                self.cursor.end()?;
                return Ok(Some(found));
            }
        }
        match self.place {
            Place::List(is_first) if self.cursor.next_in(b']', is_first)? => {
                self.place = Place::List(false);
                self.found().map(Some)
            }
            Place::List(_) => {
                self.place = Place::Over;
                self.cursor.end()?;
                Ok(None)
            }
            Place::Outside | Place::Over => Ok(None),
        }
    }

    fn bytes_read(&self) -> u64 {
        self.cursor.offset() as u64
    }
}

impl<R: BufRead> ToolConversations<R> {
    fn found(&mut self) -> InterchangeResult<Found> {
        let (at, text) = self.cursor.value()?;
        Ok(match (self.convert)(&text, at) {
            Ok(conversation) => Found::Foreign(Box::new(conversation)),
            Err(cause) => unreadable(&cause),
        })
    }
}

/// Says that a conversation has no id.
pub(super) fn without_id(at: usize) -> Malformed {
    Malformed {
        offset: at,
        reason: "the conversation has no id".to_owned(),
    }
}
