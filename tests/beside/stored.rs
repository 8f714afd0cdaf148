//! What stands in the store in the end, held against what conversations and accounts always are.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::world::World;

/// A user's file as the web app has it.
#[derive(Deserialize)]
pub(crate) struct UserFile {
    /// The stored form of each key.
    pub(crate) api_keys: BTreeMap<String, String>,
    /// The text of each conversation, to the byte: no `Value` holds the lone surrogate that one of the fixture has.
    pub(crate) conversations: BTreeMap<String, Box<RawValue>>,
}

/// Reads a user's file.
#[track_caller]
pub(crate) fn user_file(world: &World, id: &str) -> UserFile {
    let path = world.user_file(id);
    let text = fs::read_to_string(&path).expect("the user has a file");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl UserFile {
    /// Returns the texts that each conversation was asked, by its id, and makes sure that every one has its answer, and
    /// that this is the echo of it.
    #[track_caller]
    pub(crate) fn questions(&self, conversation: &str) -> Vec<String> {
        let text = self.conversations[conversation].get();
        let document: Value = serde_json::from_str(text).expect("it is JSON");
        let messages = document["messages"].as_array().expect("a list");
        let mut questions = Vec::new();
        for turn in messages.chunks(2) {
            let [question, answer] = turn else {
                panic!("a question without an answer: {turn:?}");
            };
            assert_eq!(question["role"], "user", "{question}");
            assert_eq!(answer["role"], "assistant", "{answer}");
            assert_eq!(question["content"], answer["content"], "{document}");
            questions.push(question["content"].as_str().expect("text").to_owned());
        }
        questions
    }

    /// Returns a conversation's title.
    #[track_caller]
    pub(crate) fn title(&self, conversation: &str) -> String {
        let text = self.conversations[conversation].get();
        let document: Value = serde_json::from_str(text).expect("it is JSON");
        document["title"].as_str().expect("text").to_owned()
    }
}

/// Reads `users.json`: the accounts in their order.
#[track_caller]
pub(crate) fn accounts(world: &World) -> Vec<(String, Value)> {
    let text = fs::read_to_string(world.users_file()).expect("it is there");
    let accounts: Map<String, Value> = serde_json::from_str(&text).expect("it is JSON");
    accounts.into_iter().collect()
}

/// Returns name and content of every file that was set aside as the web app's.
pub(crate) fn conflicts(world: &World) -> Vec<(String, String)> {
    let folder = world.store().join(".chatkeep/conflicts");
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .map(|entry| {
            let path = entry.expect("the folder is readable").path();
            let name = path.file_name().expect("it has a name");
            let text = fs::read_to_string(&path).expect("it is text");
            (name.to_string_lossy().into_owned(), text)
        })
        .collect()
}

/// Returns what killed commands left: hidden files beside the web app's, notes of what they did, folders they worked in.
pub(crate) fn leftovers(world: &World) -> Vec<PathBuf> {
    let store = world.store();
    let names = |folder: PathBuf| -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(folder) else {
            return Vec::new();
        };
        entries
            .map(|entry| entry.expect("the folder is readable").path())
            .collect()
    };
    let is_hidden = |path: &PathBuf| {
        let name = path.file_name().expect("it has a name");
        name.to_string_lossy().starts_with('.') && path.is_file()
    };
    let mut left = names(store.join(".chatkeep/intent"));
    left.extend(names(store.join(".chatkeep/tmp")));
    for folder in [store.clone(), store.join("user_data")] {
        left.extend(names(folder).into_iter().filter(is_hidden));
    }
    left
}
