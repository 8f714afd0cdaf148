//! What stands in the store, as the web app would read it.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::sandbox::Sandbox;

/// The account whose conversations the fixture has.
pub(crate) const ADA: &str = "ef2a47e3-0b1c-45d9-a093-c01e43ddece2";
/// Her conversation of two turns.
pub(crate) const TWO_TURNS: &str = "a23d5eb8-6819-435b-ad9b-dc6471fdf17a";
/// The one with a lone surrogate in it, of which the only answer is an error.
pub(crate) const SURROGATE: &str = "2ad2591c-8c73-4fcf-85bd-10c0dec2e418";
/// The one that ended in a provider's error.
pub(crate) const FAILED: &str = "e0724928-2457-4a12-afc2-84de6289261a";
/// The one without messages.
pub(crate) const EMPTY: &str = "f25f5a34-3813-4329-80fa-0b7a32a70b7a";

/// A user's file.
pub(crate) struct StoredUser {
    /// Its text, to the byte.
    pub(crate) text: String,
}

#[derive(Deserialize)]
struct Parts<'a> {
    #[serde(borrow)]
    conversations: BTreeMap<String, &'a RawValue>,
}

impl StoredUser {
    /// Reads the file of the user with this id.
    #[track_caller]
    pub(crate) fn read(sandbox: &Sandbox, id: &str) -> Self {
        let path = sandbox.store().join(format!("user_data/{id}.json"));
        let text = fs::read_to_string(&path);
        Self {
            text: text.unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        }
    }

    /// Reads the file of the account with this address.
    #[track_caller]
    pub(crate) fn of(sandbox: &Sandbox, email: &str) -> Self {
        let users = fs::read_to_string(sandbox.store().join("users.json")).expect("it is there");
        let users: BTreeMap<String, Value> = serde_json::from_str(&users).expect("it is JSON");
        let mut ids = users.into_iter().filter(|(_, user)| user["email"] == email);
        let (id, _) = ids.next().expect("there is such a user");
        Self::read(sandbox, &id)
    }

    /// Returns the text of each conversation by its id.
    pub(crate) fn conversations(&self) -> BTreeMap<String, String> {
        let parts: Parts<'_> = serde_json::from_str(&self.text).expect("it has the app's form");
        let pairs = parts.conversations.into_iter();
        pairs.map(|(id, raw)| (id, raw.get().to_owned())).collect()
    }

    /// Returns the text of a conversation, to the byte.
    #[track_caller]
    pub(crate) fn conversation_text(&self, id: &str) -> String {
        let mut all = self.conversations();
        all.remove(id).expect("it has this conversation")
    }

    /// Returns a conversation.
    #[track_caller]
    pub(crate) fn conversation(&self, id: &str) -> Value {
        serde_json::from_str(&self.conversation_text(id)).expect("it is JSON")
    }

    /// Returns the only conversation.
    #[track_caller]
    pub(crate) fn only_conversation(&self) -> Value {
        let all = self.conversations();
        assert_eq!(all.len(), 1, "{}", self.text);
        let text = all.values().next().expect("there is one");
        serde_json::from_str(text).expect("it is JSON")
    }
}

/// Returns the role and text of each message of a conversation.
pub(crate) fn said(conversation: &Value) -> Vec<(&str, &str)> {
    let messages = conversation["messages"].as_array().expect("it has them");
    messages
        .iter()
        .map(|message| {
            let field = |name: &str| message[name].as_str().expect("it is text");
            (field("role"), field("content"))
        })
        .collect()
}
