//! The configuration as text: what stands where, and how keys are written.

use std::borrow::Cow;

/// Returns the number of the line in which the byte at `offset` stands.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

/// Writes a key as it stands in the file: in quotes unless it is a word.
pub(super) fn as_written(key: &str) -> Cow<'_, str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    match !key.is_empty() && key.chars().all(is_word) {
        true => key.into(),
        false => format!("{key:?}").into(),
    }
}
