//! Ids of conversations as keys of rows.
//!
//! A database may not take every text: PostgreSQL has no U+0000. So a key is the id as a JSON string would have it, without
//! the quotes, and with all that is not printable escaped. An id that is plain, as all are that the web app and we make, is
//! its own key.

use crate::model::ConversationId;

/// Returns the key under which a conversation stands.
pub(super) fn key_of(id: &str) -> String {
    let mut key = String::with_capacity(id.len());
    for c in id.chars() {
        match c {
            '"' | '\\' => key.extend(['\\', c]),
            c if c.is_control() => key.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => key.push(c),
        }
    }
    key
}

/// Returns the id that has this key.
pub(super) fn id_of(key: &str) -> ConversationId {
    if !key.contains('\\') {
        return ConversationId::new(key);
    }
    let id: Result<String, _> = serde_json::from_str(&format!("\"{key}\""));
    ConversationId::new(id.unwrap_or_else(|_| key.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_comes_back_from_its_key() {
        for id in ["c-1", "", "a\0b\"c\\d\u{7f}\n", "日本 \u{85}", "\\u0000"] {
            let key = key_of(id);
            assert!(!key.contains(char::is_control), "{key:?}");
            assert_eq!(id_of(&key).as_str(), id, "{key:?}");
        }
        assert_eq!(key_of("c-1"), "c-1");
    }
}
