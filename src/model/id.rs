//! Identifiers of accounts, conversations and providers.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// An identifier that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} cannot be {what}: {reason}")]
pub struct InvalidId {
    /// The text as it was given.
    pub text: String,
    what: &'static str,
    reason: &'static str,
}

/// The id of an account: a UUID where the web app made it.
///
/// It is also the name of a file, so only ASCII letters, digits, `-`, `_` and inner dots are let in, 128 at most:
/// no separator, no `..`, nothing hidden.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserId(Arc<str>);

impl From<UserId> for String {
    fn from(id: UserId) -> Self {
        id.as_str().to_owned()
    }
}

impl TryFrom<String> for UserId {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        Self::parse(&text)
    }
}

impl UserId {
    const MAX_LENGTH: usize = 128;

    /// Takes `text` as an id.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let refuse = |reason| {
            Err(InvalidId {
                text: text.to_owned(),
                what: "a user id",
                reason,
            })
        };
        if text.is_empty() {
            return refuse("it is empty");
        }
        if text.len() > Self::MAX_LENGTH {
            return refuse("it is longer than 128 characters");
        }
        if text.starts_with('.') || text.contains("..") {
            return refuse("it could lead out of the store's folder");
        }
        if !text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        {
            return refuse("only letters, digits, '-', '_' and '.' can be in the name of its file");
        }
        Ok(Self(text.into()))
    }

    /// Makes a new random id, as the web app does: a UUID of version 4.
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().to_string().into())
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the id as text that is shared with it.
    pub fn shared(&self) -> Arc<str> {
        self.0.clone()
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id of a conversation: a UUID where the web app made it, any text otherwise. It names no file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConversationId(String);

impl ConversationId {
    /// The fewest characters of an id that stand for the whole of it.
    pub const MIN_PREFIX: usize = 4;

    /// Takes `text`, a key of the `conversations` object, as an id.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Makes a new random id, as the web app does: a UUID of version 4.
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().to_string())
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the first eight characters, which is what tables show.
    pub fn short(&self) -> String {
        self.0.chars().take(8).collect()
    }
}

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a provider, as in `api_keys` and in a message: `openai`, `anthropic`, `google` or a configured one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ProviderName(String);

impl ProviderName {
    const MAX_LENGTH: usize = 64;

    /// Takes `text` as a name: ASCII lower-case letters, digits, `-`, `_` and `.`, 64 at most.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let refuse = |reason| {
            Err(InvalidId {
                text: text.to_owned(),
                what: "a provider's name",
                reason,
            })
        };
        if text.is_empty() {
            return refuse("it is empty");
        }
        if text.len() > Self::MAX_LENGTH {
            return refuse("it is longer than 64 characters");
        }
        let allowed =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
        if !text.bytes().all(allowed) {
            return refuse("only lower-case letters, digits, '-', '_' and '.' are allowed");
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProviderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_id_cannot_lead_out_of_its_folder() {
        for text in [
            "",
            ".",
            "..",
            "../x",
            "a/b",
            "a\\b",
            "a\0b",
            ".hidden",
            "a..b",
            "é",
            "a b",
            &"x".repeat(129),
        ] {
            assert!(UserId::parse(text).is_err(), "{text:?} was let in");
        }
        for text in [
            "1",
            "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
            "ada.lovelace",
            "A_b-c",
        ] {
            assert!(UserId::parse(text).is_ok(), "{text:?} was refused");
        }
    }

    #[test]
    fn random_ids_are_version_four() {
        let id = UserId::random();
        assert_eq!(id.as_str().len(), 36);
        assert_eq!(id.as_str().as_bytes()[14], b'4');
        assert_ne!(id, UserId::random());
    }
}
