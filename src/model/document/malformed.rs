//! What is wrong with a JSON text, told without any of its content.

use serde::de::Deserialize;

/// What is wrong with a JSON text, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at byte {offset}")]
pub struct Malformed {
    /// Bytes from the start of the text; a file's whole text where the object was found in a file.
    pub offset: usize,
    /// The cause, without any of the text's own content.
    pub reason: String,
}

impl Malformed {
    /// Says the same of a text in which this one stands at byte `base`.
    pub(crate) fn moved_by(self, base: usize) -> Self {
        Self {
            offset: self.offset + base,
            ..self
        }
    }

    /// Translates an error of serde_json about `text`, which starts at `base`.
    fn from_serde(error: &serde_json::Error, text: &str, base: usize) -> Self {
        Self {
            offset: base + byte_offset(text, error.line(), error.column()),
            reason: reason_of(error),
        }
    }
}

/// Turns the line and column that serde_json counts, both from 1, into a byte offset.
fn byte_offset(text: &str, line: usize, column: usize) -> usize {
    let line_start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (line_start + column.saturating_sub(1)).min(text.len())
}

/// Returns the cause alone: no position, which the caller knows better, and no value, which may be someone's text.
fn reason_of(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(head, _)| head);
    if error.classify() != serde_json::error::Category::Data {
        return message.to_owned();
    }
    match message.split_once(", expected ") {
        Some((_, expected)) => format!("wrong type, expected {expected}"),
        None => message.to_owned(),
    }
}

/// Reads `text`, which stands at byte `base` of its file, into a type.
pub(crate) fn read<'a, T: Deserialize<'a>>(text: &'a str, base: usize) -> Result<T, Malformed> {
    serde_json::from_str(text).map_err(|error| Malformed::from_serde(&error, text, base))
}
