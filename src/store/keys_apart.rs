//! The bytes of a user's file without its API keys, and with them again.

use serde_json::{Map, Value};

use super::entry::EntryName;
use super::error::{StoreError, StoreResult};
use super::user_file::KEYS;
use crate::model::ApiKey;
use crate::model::document::{Object, spliced};

/// Returns a user's file without keys; all else is as it was, to the byte.
pub fn without_keys(entry: &EntryName, content: &[u8]) -> StoreResult<Vec<u8>> {
    if parsed(entry, content)?.get(KEYS).is_none() {
        return Ok(content.to_vec());
    }
    with_keys(entry, content, &[])
}

/// Returns a user's file with these keys in place of any that it has.
pub fn with_keys(entry: &EntryName, content: &[u8], keys: &[ApiKey]) -> StoreResult<Vec<u8>> {
    // In their order, which is that of the document they come from.
    let keys: Map<String, Value> = keys
        .iter()
        .map(|key| (key.provider.as_str().to_owned(), key.sealed.as_str().into()))
        .collect();
    let change = parsed(entry, content)?.set(KEYS, &keys);
    let text = entry.text(content)?;
    Ok(spliced(text, &mut [change]).concat().into_bytes())
}

fn parsed<'c>(entry: &EntryName, content: &'c [u8]) -> StoreResult<Object<'c>> {
    let parsed = Object::parse(entry.text(content)?);
    parsed.map_err(|cause| StoreError::damaged(entry.to_string(), cause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ProviderName, SealedKey, UserId};

    #[test]
    fn keys_go_and_come_and_nothing_else_changes() {
        let entry = EntryName::UserData(UserId::parse("ada").expect("an id"));
        let text = r#"{"x": 1E5, "api_keys": {"openai": "gAAA", "google": ""}, "conversations": {"a": {}}}"#;
        let without = without_keys(&entry, text.as_bytes()).expect("a document");
        let expected = r#"{"x": 1E5, "api_keys": {}, "conversations": {"a": {}}}"#;
        assert_eq!(String::from_utf8_lossy(&without), expected);
        let key = ApiKey {
            provider: ProviderName::parse("openai").expect("a name"),
            sealed: SealedKey::new("gAAA").expect("not empty"),
        };
        let with = with_keys(&entry, &without, std::slice::from_ref(&key)).expect("a document");
        assert!(String::from_utf8_lossy(&with).contains("gAAA"));
        let none = br#"{"conversations": {}}"#;
        assert_eq!(without_keys(&entry, none).expect("a document"), none);
        without_keys(&entry, b"{\"api_keys\": {\"openai\": \"gA").expect_err("it is cut off");
    }
}
