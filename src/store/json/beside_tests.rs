//! What the web app does beside us, step by step.

use std::fs::{self, File};
use std::io::Write;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::app_store::{AppStore, a, at, new_conversation, turn};
use super::data_file::DataFile;
use super::file_lock::{LockKind, Patience};
use super::replaced;
use crate::model::{ConversationChange, ConversationId};
use crate::store::{Notice, Store, TurnTarget};

#[test]
fn what_the_app_writes_into_a_replaced_file_is_kept_and_reported() {
    let store = AppStore::new();
    store.next_command();
    let path = store.layout().users();
    let patience = Patience::new(Duration::from_secs(10));
    let file = DataFile::open(&path, LockKind::Exclusive, &patience)
        .expect("opened")
        .expect("there");
    replaced::keep(&store.layout(), &file).expect("linked");
    // The app has it open and truncates it, just as another file takes its name.
    let mut app = File::options().write(true).open(&path).expect("opened");
    let hidden = store.folder.path().join(".new");
    fs::write(&hidden, r#"{"a": {"email": "ours@x"}}"#).expect("written");
    fs::rename(&hidden, &path).expect("replaced");
    drop(file);
    app.set_len(0).expect("truncated");
    store.next_command();
    assert!(store.notices.take().is_empty(), "it has not written yet");
    app.write_all(b"{\"theirs\": {}}").expect("written");
    drop(app);
    store.next_command();
    let notices = store.notices.take();
    let [Notice::Conflict { of, kept_at }] = notices.as_slice() else {
        panic!("{notices:?}");
    };
    assert_eq!(of, "users.json");
    assert_eq!(
        fs::read_to_string(kept_at).expect("kept"),
        "{\"theirs\": {}}"
    );
    assert!(store.read("users.json").contains("ours@x"));
    store.next_command();
    assert!(store.notices.take().is_empty(), "it is told once");
}

#[test]
fn a_turn_that_the_app_drops_is_reported_and_can_be_put_back() {
    for has_begun in [false, true] {
        let store = AppStore::new();
        let stale = if has_begun {
            let target = new_conversation();
            store
                .open()
                .append_turn(&a(), &target, &turn(), at())
                .expect("appended");
            // The app has read it, written it, and read it again.
            let text = store.read("user_data/a.json");
            store.write("user_data/a.json", &text);
            text
        } else {
            store.read("user_data/a.json")
        };
        let target = match has_begun {
            true => TurnTarget::Existing(ConversationId::new("c-1")),
            false => new_conversation(),
        };
        let mut added = turn();
        added.messages[0].content = "And then?".to_owned();
        store
            .open()
            .append_turn(&a(), &target, &added, at())
            .expect("appended");
        store.open().keys(&a()).expect("readable");
        assert!(store.notices.take().is_empty(), "all is there");
        store.write("user_data/a.json", &stale);
        store.open().keys(&a()).expect("readable");
        let dropped = Notice::TurnDropped {
            user: a(),
            conversation: ConversationId::new("c-1"),
        };
        assert_eq!(store.notices.take(), [dropped]);
        let missing = store.dropped_turns().expect("read");
        assert_eq!(missing.len(), 1);
        assert!(!store.read("user_data/a.json").contains("And then?"));
        store
            .open()
            .put_turn_back(&a(), &missing[0])
            .expect("put back");
        assert!(store.read("user_data/a.json").contains("And then?"));
        assert!(store.dropped_turns().expect("read").is_empty());
    }
}

#[test]
fn a_dropped_turn_is_remembered_for_an_hour() {
    for (minutes, remembered) in [(59, 1), (80, 0)] {
        let store = AppStore::new();
        let stale = store.read("user_data/a.json");
        let append = |content: &str, at: DateTime<Utc>| {
            let mut turn = turn();
            turn.messages[0].content = content.to_owned();
            let appended = store
                .open()
                .append_turn(&a(), &new_conversation(), &turn, at);
            appended.expect("appended");
        };
        append("Dropped", at());
        store.write("user_data/a.json", &stale);
        append("Later", at() + chrono::Duration::minutes(minutes));
        let dropped = store.dropped_turns().expect("read");
        assert_eq!(dropped.len(), remembered, "after {minutes} minutes");
    }
}

#[test]
fn a_turn_that_the_app_has_written_is_the_apps_to_remove() {
    let store = AppStore::new();
    let before = store.read("user_data/a.json");
    let target = new_conversation();
    store
        .open()
        .append_turn(&a(), &target, &turn(), at())
        .expect("appended");
    let with_turn = store.read("user_data/a.json");
    store.write("user_data/a.json", &with_turn);
    // The next change sees that the app has it.
    store
        .open()
        .change_conversations(
            &a(),
            &[ConversationId::new("c-1")],
            &ConversationChange::Pinned(true),
        )
        .expect("changed");
    store.notices.take();
    store.write("user_data/a.json", &before);
    store.open().keys(&a()).expect("readable");
    assert!(store.notices.take().is_empty(), "the app deleted it");
}
