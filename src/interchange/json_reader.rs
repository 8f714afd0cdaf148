//! Reading our own JSON: the form is told at the head of `json.rs`.

use std::io::BufRead;

use chrono_tz::Tz;

use super::found::{Found, StoredConversation};
use super::json_cursor::JsonCursor;
use super::{ConversationReader, InterchangeResult};
use crate::model::{
    Conversation, ConversationId, Document, LossyText, Malformed, document, unportable_in,
};

/// Reads the format, conversation by conversation.
pub(super) struct JsonReader<R> {
    cursor: JsonCursor<R>,
    timezone: Option<Tz>,
    place: Place,
}

/// What it is in the middle of.
#[derive(Debug, PartialEq)]
enum Place {
    Outside,
    /// Among the users; whether none was read yet.
    Users(bool),
    /// In a user; whether nothing of the user was read yet.
    User(bool),
    /// Among the conversations of a user; whether none was read yet.
    Conversations(bool),
    Over,
}

impl<R: BufRead> JsonReader<R> {
    pub(super) fn new(input: R) -> InterchangeResult<Self> {
        Ok(Self {
            cursor: JsonCursor::new(input)?,
            timezone: None,
            place: Place::Outside,
        })
    }

    /// Reads what stands before the users, or behind them.
    fn outside(&mut self, mut is_first: bool) -> InterchangeResult<Place> {
        if is_first {
            self.cursor.take(b'{')?;
        }
        while self.cursor.next_in(b'}', is_first)? {
            is_first = false;
            match self.cursor.name()?.as_str() {
                "users" => {
                    self.cursor.take(b'[')?;
                    return Ok(Place::Users(true));
                }
                "timezone" => self.timezone = self.cursor.string()?.parse().ok(),
                _ => {
                    self.cursor.value()?;
                }
            }
        }
        self.cursor.end()?;
        Ok(Place::Over)
    }

    /// Reads on in a user, up to the conversations or the end.
    fn user(&mut self, mut is_first: bool) -> InterchangeResult<Place> {
        while self.cursor.next_in(b'}', is_first)? {
            is_first = false;
            if self.cursor.name()? == "conversations" {
                self.cursor.take(b'{')?;
                return Ok(Place::Conversations(true));
            }
            self.cursor.value()?;
        }
        Ok(Place::Users(false))
    }
}

impl<R: BufRead> ConversationReader for JsonReader<R> {
    fn next(&mut self) -> InterchangeResult<Option<Found>> {
        loop {
            self.place = match std::mem::replace(&mut self.place, Place::Over) {
                Place::Outside => self.outside(true)?,
                Place::Users(is_first) => match self.cursor.next_in(b']', is_first)? {
                    true => {
                        self.cursor.take(b'{')?;
                        Place::User(true)
                    }
                    false => self.outside(false)?,
                },
                Place::User(is_first) => self.user(is_first)?,
                Place::Conversations(is_first) => {
                    if !self.cursor.next_in(b'}', is_first)? {
                        self.place = Place::User(false);
                        continue;
                    }
                    let id = ConversationId::new(self.cursor.name()?);
                    let (at, text) = self.cursor.value()?;
                    self.place = Place::Conversations(false);
                    return Ok(Some(stored(id, text, at, self.timezone)));
                }
                Place::Over => return Ok(None),
            };
        }
    }

    fn bytes_read(&self) -> u64 {
        self.cursor.offset() as u64
    }
}

/// Takes a document out of an export, which stands at byte `at` of its file.
pub(super) fn stored(id: ConversationId, text: String, at: usize, timezone: Option<Tz>) -> Found {
    match checked(&id, text, at) {
        Ok(document) => Found::Stored(StoredConversation {
            id,
            document,
            timezone,
        }),
        Err(cause) => unreadable(&cause),
    }
}

pub(super) fn unreadable(cause: &Malformed) -> Found {
    Found::Unreadable {
        place: format!("byte {}", cause.offset),
        reason: cause.reason.clone(),
    }
}

/// Makes sure that a document can be put into a store: we must be able to read it there, and so must the web app.
pub(super) fn checked(id: &ConversationId, text: String, at: usize) -> Result<Document, Malformed> {
    if id.as_str().is_empty() {
        return Err(Malformed {
            offset: at,
            reason: "the conversation has no id".to_owned(),
        });
    }
    Conversation::from_document(id.clone(), &text, at)?;
    let fatal = unportable_in(&text)
        .into_iter()
        .find(|(_, what)| what.is_fatal());
    match fatal {
        Some((offset, what)) => Err(Malformed {
            offset: at + offset,
            reason: what.to_string(),
        }),
        None => Document::parse_at(text, at),
    }
}

/// Reads a string at byte `at` of a file, with lone surrogates replaced.
pub(super) fn string(json: &str, at: usize) -> Result<String, Malformed> {
    let LossyText(text) = document::read(json, at)?;
    Ok(text.into_owned())
}
