//! Changes that were cut short, and what the web app does beside us, step by step.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tempfile::TempDir;

use super::JsonStore;
use super::data_file::DataFile;
use super::file_lock::{LockKind, Patience};
use super::generation::Generation;
use super::intent::{Intent, Step, SwapPart};
use super::layout::Layout;
use super::recent::RecentTurn;
use super::replaced;
use crate::model::{NewConversation, NewMessage, Role, Turn, UserChange, UserId};
use crate::store::{
    EntryName, Notice, Notices, OpenOptions, Snapshot, Store, StoreError, StoreResult, TurnTarget,
};

/// A store that the web app made, with the user `a`.
struct AppStore {
    folder: TempDir,
    notices: Notices,
}

impl AppStore {
    fn new() -> Self {
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

    fn open(&self) -> JsonStore {
        let options = OpenOptions {
            lock_timeout: Duration::from_secs(10),
            local_timezone: chrono_tz::UTC,
            notices: self.notices.clone(),
        };
        JsonStore::open(self.folder.path(), options).expect("a store")
    }

    fn layout(&self) -> Layout {
        Layout::new(self.folder.path())
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("readable")
    }

    fn has(&self, name: &str) -> bool {
        self.folder.path().join(name).exists()
    }

    /// Has another command change something, as the next after a crash.
    fn next_command(&self) {
        let name = UserChange::Profile {
            name: Some("Ada".to_owned()),
            email: None,
        };
        self.open().change_user(&a(), &name).expect("changed");
    }

    fn dropped_turns(&self) -> StoreResult<Vec<RecentTurn>> {
        self.open().dropped_turns(&a())
    }

    fn intents(&self) -> usize {
        let entries = fs::read_dir(self.layout().intents()).expect("readable");
        entries.count()
    }

    /// Leaves an intent as a killed process does.
    fn killed_while(&self, steps: &[Step]) -> Intent {
        self.next_command();
        let intent = Intent::begin(&self.layout()).expect("begun");
        for step in steps {
            intent.note(step).expect("noted");
        }
        intent
    }
}

fn a() -> UserId {
    UserId::parse("a").expect("an id")
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_770_000_000, 0).expect("a time")
}

fn turn() -> Turn {
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

fn new_conversation() -> TurnTarget {
    TurnTarget::New(NewConversation {
        id: crate::model::ConversationId::new("c-1"),
        title: "Why?".to_owned(),
        provider: "echo".to_owned(),
        model: "echo".to_owned(),
        at: at(),
    })
}

#[test]
fn a_write_that_was_cut_short_is_swept() {
    let store = AppStore::new();
    let intent = store.killed_while(&[Step::write(&EntryName::Users)]);
    let hidden = intent.hidden_name(&store.layout().users());
    fs::write(&hidden, "{\"half").expect("written");
    intent.leave();
    store.open().users().expect("readable");
    assert!(hidden.exists(), "who only reads removes nothing");
    store.next_command();
    assert!(!hidden.exists());
    assert_eq!(store.intents(), 0);
}

#[test]
fn a_write_of_a_living_process_is_left_alone() {
    let store = AppStore::new();
    let intent = store.killed_while(&[Step::write(&EntryName::Users)]);
    let hidden = intent.hidden_name(&store.layout().users());
    fs::write(&hidden, "{\"half").expect("written");
    store.next_command();
    assert!(hidden.exists());
}

#[test]
fn a_removal_is_finished_once_the_account_is_gone() {
    let store = AppStore::new();
    store.killed_while(&[Step::remove(&a())]).leave();
    store.next_command();
    assert!(store.has("user_data/a.json"), "the account was still there");

    store.write("users.json", r#"{"b": {"email": "b@x"}}"#);
    let intent = Intent::begin(&store.layout()).expect("begun");
    intent.note(&Step::remove(&a())).expect("noted");
    intent.leave();
    let b = UserId::parse("b").expect("an id");
    let change = UserChange::Profile {
        name: Some("Bea".to_owned()),
        email: None,
    };
    store.open().change_user(&b, &change).expect("changed");
    assert!(!store.has("user_data/a.json"));
    assert_eq!(
        store.notices.take(),
        [Notice::RemovalFinished { user: a() }]
    );
}

#[test]
fn a_swap_is_finished_from_wherever_it_was_cut_short() {
    // How many of its two parts were swapped; the last: killed before anything had been moved.
    for swapped in [Some(0), Some(1), Some(2), None] {
        let store = AppStore::new();
        let place = store.layout().before_restore().join("then");
        let staged = Layout::new(&place);
        fs::create_dir_all(staged.user_data()).expect("made");
        fs::write(staged.user_data().join("n.json"), "{}").expect("written");
        fs::write(staged.users(), r#"{"n": {"email": "n@x"}}"#).expect("written");
        let inode = |path: &Path| fs::metadata(path).expect("there").ino();
        let part = |name: &str, path: &Path| SwapPart {
            name: name.to_owned(),
            inode: inode(path),
        };
        let parts = vec![
            part("user_data", &staged.user_data()),
            part("users.json", &staged.users()),
        ];
        let kept_as = "then".to_owned();
        store.killed_while(&[Step::Swap { kept_as, parts }]).leave();
        Generation::begin_swap(&store.layout()).expect("said");
        let exchange = |staged: &Path, live: &Path| {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            renameat_with(CWD, staged, CWD, live, RenameFlags::EXCHANGE).expect("exchanged");
        };
        if swapped >= Some(1) {
            exchange(&staged.user_data(), &store.layout().user_data());
        }
        if swapped >= Some(2) {
            exchange(&staged.users(), &store.layout().users());
        }
        if swapped.is_none() {
            fs::remove_dir_all(&place).expect("removed");
        }
        // Even who only reads waits for a swap, and finishes it if nobody does.
        let users = store.open().users().expect("readable");
        let expected = if swapped.is_some() { "n@x" } else { "a@x" };
        assert_eq!(users[0].email, expected, "{swapped:?}");
        assert_eq!(store.has("user_data/n.json"), swapped.is_some());
        assert_eq!(store.intents(), 0);
        assert!(!Generation::is_swapping(&store.layout()).expect("no fault"));
        if swapped.is_some() {
            assert_eq!(
                store.notices.take(),
                [Notice::RestoreFinished {
                    kept_at: place.clone()
                }]
            );
            assert!(place.join("user_data/a.json").exists());
        }
    }
}

#[test]
fn a_copy_made_in_the_midst_of_a_swap_is_not_taken_for_finished() {
    let store = AppStore::new();
    let place = store.layout().before_restore().join("then");
    let staged = Layout::new(&place);
    fs::create_dir_all(&place).expect("made");
    fs::write(staged.users(), r#"{"n": {"email": "n@x"}}"#).expect("written");
    // As in a copy, the number is that of neither.
    let parts = vec![SwapPart {
        name: "users.json".to_owned(),
        inode: 0,
    }];
    let kept_as = "then".to_owned();
    store.killed_while(&[Step::Swap { kept_as, parts }]).leave();
    store.next_command();
    let told = Notice::RestoreUnfinished {
        rest_at: place.clone(),
    };
    assert_eq!(store.notices.take(), [told]);
    assert!(staged.users().exists(), "nothing may be lost");
    store.next_command();
    assert!(store.notices.take().is_empty(), "it is told once");
}

#[test]
fn who_reads_while_all_is_replaced_is_told() {
    let store = AppStore::new();
    let reader = store.open();
    reader.users().expect("readable");
    let other = store.open();
    let mut load = other.begin_load(at()).expect("begun");
    load.put(&EntryName::Users, br#"{"a": {"email": "new@x"}}"#)
        .expect("put");
    load.commit().expect("loaded");
    let error = reader.keys(&a()).expect_err("of another generation");
    assert!(
        matches!(error, StoreError::ReplacedMeanwhile { .. }),
        "{error}"
    );
    assert_eq!(other.users().expect("its own")[0].email, "new@x");
}

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
            true => TurnTarget::Existing(crate::model::ConversationId::new("c-1")),
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
            conversation: crate::model::ConversationId::new("c-1"),
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
        .rename_conversation(&a(), &crate::model::ConversationId::new("c-1"), "New", at())
        .expect("renamed");
    store.notices.take();
    store.write("user_data/a.json", &before);
    store.open().keys(&a()).expect("readable");
    assert!(store.notices.take().is_empty(), "the app deleted it");
}

#[test]
fn a_snapshot_sweeps_too() {
    let store = AppStore::new();
    let dead = store.layout().scratch().join("snapshot-dead/user_data");
    fs::create_dir_all(dead).expect("made");
    let snapshot: Box<dyn Snapshot> = store.open().snapshot().expect("taken");
    assert_eq!(
        fs::read_dir(store.layout().scratch())
            .expect("readable")
            .count(),
        1
    );
    drop(snapshot);
}
