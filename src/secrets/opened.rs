//! The last step of opening an API key, whatever sealed it.

use zeroize::Zeroize;

use super::error::{SecretError, SecretResult};
use crate::model::SecretText;

/// Takes the bytes for text; they are overwritten if they are none.
pub(super) fn opened_text(bytes: Vec<u8>) -> SecretResult<SecretText> {
    String::from_utf8(bytes)
        .map(SecretText::new)
        .map_err(|error| {
            error.into_bytes().zeroize();
            SecretError::OpenedNotText
        })
}
