//! A store that the web app made, to try on it what happens beside the app and after a crash.

use std::fs;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tempfile::TempDir;

use super::JsonStore;
use super::intent::{Intent, Step};
use super::layout::Layout;
use super::recent::RecentTurn;
use crate::model::{NewConversation, NewMessage, Role, Turn, UserChange, UserId};
use crate::store::{Notices, OpenOptions, Store, StoreResult, TurnTarget};

/// A store that the web app made, with the user `a`.
pub(super) struct AppStore {
    pub(super) folder: TempDir,
    pub(super) notices: Notices,
}

impl AppStore {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Self {
            folder,
            notices: Notices::default(),
        };
        fs::create_dir(store.layout().user_data()).expect("made");
        store.write("users.json", r#"{"a": {"email": "a@x"}}"#);
        store.write(
            "user_data/a.json",
            r#"{"api_keys": {}, "conversations": {}}"#,
        );
        store
    }

    pub(super) fn open(&self) -> JsonStore {
        let options = OpenOptions {
            notices: self.notices.clone(),
            ..OpenOptions::new(Duration::from_secs(10), chrono_tz::UTC)
        };
        JsonStore::open(self.folder.path(), options).expect("a store")
    }

    pub(super) fn layout(&self) -> Layout {
        Layout::new(self.folder.path())
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("written");
    }

    pub(super) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("readable")
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.folder.path().join(name).exists()
    }

    /// Has another command change something, as the next after a crash.
    pub(super) fn next_command(&self) {
        let name = UserChange::Profile {
            name: Some("Ada".to_owned()),
            email: None,
            budget: None,
        };
        self.open().change_user(&a(), &name).expect("changed");
    }

    pub(super) fn dropped_turns(&self) -> StoreResult<Vec<RecentTurn>> {
        self.open().dropped_turns(&a())
    }

    pub(super) fn intents(&self) -> usize {
        let entries = fs::read_dir(self.layout().intents()).expect("readable");
        entries.count()
    }

    /// Leaves an intent as a killed process does.
    pub(super) fn killed_while(&self, steps: &[Step]) -> Intent {
        self.next_command();
        let intent = Intent::begin(&self.layout()).expect("begun");
        for step in steps {
            intent.note(step).expect("noted");
        }
        intent
    }
}

pub(super) fn a() -> UserId {
    UserId::parse("a").expect("an id")
}

pub(super) fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_770_000_000, 0).expect("a time")
}

pub(super) fn turn() -> Turn {
    let message = |role, content: &str| NewMessage {
        role,
        content: content.to_owned(),
        at: at(),
        reply: None,
    };
    Turn {
        messages: vec![message(Role::User, "Why?"), message(Role::Assistant, "So")],
    }
}

pub(super) fn new_conversation() -> TurnTarget {
    TurnTarget::New(NewConversation {
        id: crate::model::ConversationId::new("c-1"),
        title: "Why?".to_owned(),
        provider: "echo".to_owned(),
        model: "echo".to_owned(),
        at: at(),
    })
}
