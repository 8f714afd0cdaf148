//! What a part of a store holds: counted, and as a digest that is the same wherever it is kept.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use sha2::{Digest, Sha256};

use crate::model::document::Object;
use crate::model::{Malformed, UserId, compacted};
use crate::store::{EntryName, StoreError, StoreResult};

/// How much a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Accounts.
    pub users: u64,
    /// Users who have a file, or what stands for one.
    pub with_data: u64,
    /// API keys that are set.
    pub keys: u64,
    /// Conversations.
    pub conversations: u64,
    /// Messages.
    pub messages: u64,
    /// Entries of the ledger.
    pub ledger: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.users += other.users;
        self.with_data += other.with_data;
        self.keys += other.keys;
        self.conversations += other.conversations;
        self.messages += other.messages;
        self.ledger += other.ledger;
    }
}

/// The SHA-256 of a document without the white space between its values; everything else counts: the order of fields, digits,
/// and how characters are escaped.
pub(super) type DocumentDigest = [u8; 32];

pub(super) fn digest(document: &str) -> DocumentDigest {
    Sha256::digest(compacted(document).as_bytes()).into()
}

/// One user's part.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UserPart {
    pub(super) digest: DocumentDigest,
    pub(super) counts: Counts,
}

/// Reads a part as text.
pub(super) fn text(entry: &EntryName, bytes: Vec<u8>) -> StoreResult<String> {
    String::from_utf8(bytes).map_err(|error| entry.not_text(error.utf8_error()))
}

/// Refuses a damaged part: one that could not be compared afterwards.
pub(super) fn check(entry: &EntryName, bytes: &[u8]) -> StoreResult<()> {
    match entry {
        EntryName::Users => accounts(entry, entry.text(bytes)?).map(drop),
        EntryName::UserData(_) => counted(entry.text(bytes)?)
            .map(drop)
            .map_err(damaged(entry)),
        EntryName::Ledger => entry.text(bytes).map(drop),
        _ => Ok(()),
    }
}

fn damaged(entry: &EntryName) -> impl Fn(Malformed) -> StoreError {
    let path = entry.to_string();
    move |cause| StoreError::Damaged {
        path: path.clone().into(),
        cause: cause.into(),
    }
}

/// Counts what a user's part holds, and sums it up.
pub(super) fn user_part(entry: &EntryName, text: &str) -> StoreResult<UserPart> {
    let counts = counted(text).map_err(damaged(entry))?;
    Ok(UserPart {
        digest: digest(text),
        counts,
    })
}

fn counted(text: &str) -> Result<Counts, Malformed> {
    let root = Object::parse_along(text, &["conversations"])?;
    let mut counts = Counts {
        with_data: 1,
        ..Counts::default()
    };
    if let Some(keys) = root.get("api_keys") {
        let keys = root.object_in(keys)?;
        let is_set = |value: &str| value != "\"\"" && value != "null";
        counts.keys = keys
            .members()
            .iter()
            .filter(|key| is_set(key.value))
            .count() as u64;
    }
    if let Some(conversations) = root.get("conversations") {
        let conversations = root.object_in(conversations)?;
        for member in conversations.members() {
            counts.conversations += 1;
            let conversation = conversations.object_in(member)?;
            if let Some(messages) = conversation.get("messages") {
                counts.messages += conversation.elements(messages)?.len() as u64;
            }
        }
    }
    Ok(counts)
}

/// Returns the members of an object in a part, each with its digest, in order.
pub(super) fn members(entry: &EntryName, text: &str) -> StoreResult<Vec<(String, DocumentDigest)>> {
    let object = Object::parse(text).map_err(damaged(entry))?;
    let member = |member: &crate::model::document::Member<'_>| {
        (member.key.to_string(), digest(member.value))
    };
    Ok(object.members().iter().map(member).collect())
}

/// Returns the accounts, each with its digest, in order.
pub(super) fn accounts(
    entry: &EntryName,
    text: &str,
) -> StoreResult<Vec<(UserId, DocumentDigest)>> {
    let account = |(id, digest): (String, DocumentDigest)| match UserId::parse(&id) {
        Ok(id) => Ok((id, digest)),
        Err(cause) => Err(StoreError::Damaged {
            path: entry.to_string().into(),
            cause: cause.into(),
        }),
    };
    members(entry, text)?.into_iter().map(account).collect()
}

/// Returns each conversation of a user's part with its digest.
pub(super) fn conversations(
    entry: &EntryName,
    text: &str,
) -> StoreResult<BTreeMap<String, DocumentDigest>> {
    let root = Object::parse_along(text, &["conversations"]).map_err(damaged(entry))?;
    match root.get("conversations") {
        Some(member) => Ok(members(entry, member.value)?.into_iter().collect()),
        None => Ok(BTreeMap::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_makes_no_difference_and_everything_else_does() {
        let entry = EntryName::parse("user_data/u1.json").expect("a name");
        let base = r#"{"api_keys":{"openai":"x","google":""},"conversations":{"c":{"messages":[{"a":1.50},{"b":"\u0000"}]},"d":{}}}"#;
        let part = |text: &str| user_part(&entry, text).expect("a part");
        let first = part(base);
        let counts = Counts {
            with_data: 1,
            keys: 1,
            conversations: 2,
            messages: 2,
            ..Counts::default()
        };
        assert_eq!(first.counts, counts);
        assert_eq!(part(&base.replace(',', " ,\n ")), first);
        for other in [
            base.replace("1.50", "1.5"),
            base.replace("\\u0000", "\\u0001"),
            base.replace(r#""c":{"messages""#, r#""C":{"messages""#),
            base.replace(r#""openai":"x","google":"""#, r#""google":"","openai":"x""#),
        ] {
            assert_ne!(part(&other).digest, first.digest, "{other}");
        }
    }
}
