//! Runs of the program, each with a store of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tempfile::TempDir;

use crate::wire::Wire;
use crate::{environment, fixture};

/// The account that asks: it has no conversations yet, and no keys.
const WHO: &str = "empty@example.org";
/// A run that hangs is ended after this; nothing is expected to take a tenth of it.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// A question to a server.
pub(crate) struct Question<'a> {
    pub(crate) wire: Wire,
    /// The server, as the base URL of a provider.
    pub(crate) base_url: &'a str,
    /// The key that goes along. It must be nowhere in what is printed.
    pub(crate) key: &'a str,
    pub(crate) model: &'a str,
    /// Further arguments.
    pub(crate) arguments: &'a [&'a str],
    pub(crate) prompt: &'a str,
}

/// What a run printed, and what it left in the store.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The question and the reply that were stored, if they were.
    pub(crate) turn: Option<(Stored, Stored)>,
    /// What the ledger has instead, if it has something.
    pub(crate) used: Option<Stored>,
}

/// A message as it is stored.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(crate) struct Stored(BTreeMap<String, Box<RawValue>>);

impl Stored {
    /// Returns the text of a field as it is written, numbers to the digit; `None` for one that is not there, or `null`.
    pub(crate) fn written(&self, field: &str) -> Option<&str> {
        let text = self.0.get(field)?.get();
        (text != "null").then_some(text)
    }

    /// Returns a field; `None` for one that is not there, or `null`.
    pub(crate) fn field<T: DeserializeOwned>(&self, field: &str) -> Option<T> {
        Some(serde_json::from_str(self.written(field)?).expect("a field has its form"))
    }

    /// Returns the text.
    pub(crate) fn content(&self) -> String {
        self.field("content").expect("a message has a text")
    }

    /// Whether it is marked as a part of a reply.
    pub(crate) fn is_interrupted(&self) -> bool {
        self.field("interrupted").unwrap_or(false)
    }
}

impl Question<'_> {
    /// Runs the program to its end.
    pub(crate) fn ask(&self) -> Ran {
        let root = tempfile::Builder::new()
            .prefix("chatkeep-")
            .tempdir()
            .expect("the system's temporary folder is writable");
        let store = root.path().join("store");
        fs::create_dir(&store).expect("the folder is new");
        fixture::copy_flask_store(&store);
        let (key, base_url) = match self.wire {
            Wire::Chat | Wire::Responses => ("OPENAI_API_KEY", "OPENAI_BASE_URL"),
            Wire::Messages => ("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"),
            Wire::Generate => ("GEMINI_API_KEY", "GOOGLE_GEMINI_BASE_URL"),
        };
        let model = format!("{}/{}", self.wire.provider(), self.model);
        let output = assert_cmd::Command::new(env!("CARGO_BIN_EXE_chatkeep"))
            .args(["chat", "--user", WHO, "--model", &model])
            .args(self.arguments)
            .arg(self.prompt)
            .current_dir(root.path())
            .env_clear()
            .envs(environment::within(root.path()))
            .env(key, self.key)
            .env(base_url, self.base_url)
            .timeout(TIME_LIMIT)
            .output()
            .expect("the program is there");
        self.look_at(&output, &root)
    }

    fn look_at(&self, output: &Output, root: &TempDir) -> Ran {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it prints text");
        let stderr = text(&output.stderr);
        assert!(!stderr.contains(self.key), "{stderr}");
        let unsaved = root.path().join("store/.chatkeep/unsaved");
        let left = fs::read_dir(unsaved).map_or(0, Iterator::count);
        assert_eq!(left, 0, "a reply was left behind: {stderr}");
        Ran {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr,
            turn: self.turn(&root.path().join("store")),
            used: used(&root.path().join("store")),
        }
    }

    /// Reads the only turn of the only conversation of the account.
    fn turn(&self, store: &Path) -> Option<(Stored, Stored)> {
        #[derive(Deserialize)]
        struct Account {
            email: String,
        }
        #[derive(Deserialize)]
        struct File {
            conversations: BTreeMap<String, Conversation>,
        }
        #[derive(Deserialize)]
        struct Conversation {
            messages: Vec<Stored>,
        }
        let users = fs::read(store.join("users.json")).expect("it is there");
        let users: BTreeMap<String, Account> =
            serde_json::from_slice(&users).expect("it has the app's form");
        let mut users = users.into_iter();
        let (id, _) = users
            .find(|(_, account)| account.email == WHO)
            .expect("the account is there");
        let text = fs::read(store.join(format!("user_data/{id}.json"))).ok()?;
        let file: File = serde_json::from_slice(&text).expect("it has the app's form");
        let mut conversations = file.conversations.into_values();
        let mut messages = conversations.next()?.messages;
        assert!(
            conversations.next().is_none(),
            "one question, one conversation"
        );
        let reply = messages.pop().expect("a conversation has messages");
        let question = messages.pop().expect("a reply has its question");
        assert!(messages.is_empty(), "one question, one reply");
        // What goes along is named behind it.
        assert!(question.content().starts_with(self.prompt));
        assert_eq!(reply.field::<String>("role").as_deref(), Some("assistant"));
        Some((question, reply))
    }
}

/// Reads the only entry of a ledger.
fn used(store: &Path) -> Option<Stored> {
    let text = fs::read_to_string(store.join(".chatkeep/ledger.jsonl")).ok()?;
    let mut lines = text.lines();
    let entry = serde_json::from_str(lines.next()?).expect("an entry is JSON");
    assert!(lines.next().is_none(), "one question, one entry");
    Some(entry)
}

impl Ran {
    /// Returns the reply that was stored, if one was.
    pub(crate) fn reply(&self) -> Option<&Stored> {
        self.turn.as_ref().map(|(_, reply)| reply)
    }

    /// Returns the code of the error that was printed in JSON.
    pub(crate) fn error_code(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct Line {
            error: Error,
        }
        #[derive(Deserialize)]
        struct Error {
            code: String,
        }
        let lines = self.stderr.lines();
        let mut errors = lines.filter_map(|line| serde_json::from_str::<Line>(line).ok());
        errors.next().map(|line| line.error.code)
    }
}
