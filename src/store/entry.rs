//! The parts of a store, by the names that they have in a JSON store and in every backup.

use std::fmt;
use std::str::{self, Utf8Error};

use super::{Damage, StoreError, StoreResult};
use crate::model::UserId;

/// A part of a store.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntryName {
    /// The accounts.
    Users,
    /// One user's keys and conversations.
    UserData(UserId),
    /// Our settings.
    Settings,
    /// The age recipients to which keys are encrypted.
    Recipients,
    /// What deleted conversations and users had used.
    Ledger,
    /// The ids of people whose data was erased.
    Tombstones,
}

impl EntryName {
    /// Reads a name; `None` for anything that is no part of a store.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "users.json" => Some(Self::Users),
            ".chatkeep/store.toml" => Some(Self::Settings),
            ".chatkeep/recipients.txt" => Some(Self::Recipients),
            ".chatkeep/ledger.jsonl" => Some(Self::Ledger),
            ".chatkeep/tombstones.jsonl" => Some(Self::Tombstones),
            _ => {
                let id = name.strip_prefix("user_data/")?.strip_suffix(".json")?;
                UserId::parse(id).ok().map(Self::UserData)
            }
        }
    }

    /// Takes the content of this part as text, which every part is.
    pub fn text<'c>(&self, content: &'c [u8]) -> StoreResult<&'c str> {
        str::from_utf8(content).map_err(|error| self.not_text(error))
    }

    /// Says that the content of this part is no text.
    pub fn not_text(&self, error: Utf8Error) -> StoreError {
        let offset = error.valid_up_to();
        StoreError::damaged(self.to_string(), Damage::NotUtf8 { offset })
    }
}

impl fmt::Display for EntryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Users => f.write_str("users.json"),
            Self::UserData(id) => write!(f, "user_data/{id}.json"),
            Self::Settings => f.write_str(".chatkeep/store.toml"),
            Self::Recipients => f.write_str(".chatkeep/recipients.txt"),
            Self::Ledger => f.write_str(".chatkeep/ledger.jsonl"),
            Self::Tombstones => f.write_str(".chatkeep/tombstones.jsonl"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_others_refused() {
        for name in [
            "users.json",
            "user_data/a-1.json",
            ".chatkeep/store.toml",
            ".chatkeep/ledger.jsonl",
        ] {
            assert_eq!(
                EntryName::parse(name)
                    .map(|entry| entry.to_string())
                    .as_deref(),
                Some(name)
            );
        }
        for name in [
            "/users.json",
            "./users.json",
            "user_data/../x.json",
            "user_data/.json",
            "user_data/a",
            "identity.txt",
        ] {
            assert_eq!(EntryName::parse(name), None, "{name}");
        }
    }
}
