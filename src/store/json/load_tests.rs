//! Loads and snapshots of folders that are not as they should be.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use tempfile::TempDir;

use super::JsonStore;
use crate::store::{
    Damage, EntryName, Load, Loaded, OpenOptions, Snapshot, Store, StoreError, StoreResult,
};

fn options() -> OpenOptions {
    OpenOptions::new(std::time::Duration::from_secs(10), chrono_tz::UTC)
}

/// A conversation with one paid reply.
const PAID: &str = r#"{"api_keys": {}, "conversations": {"c1": {"messages": [
    {"role": "assistant", "content": "x", "model": "m", "total_tokens": 3, "cost": 0.25}]}}}"#;

/// A store as the web app makes one, without anything of ours; `a` has a paid conversation.
fn app_store() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "users.json", r#"{"a": {"email": "a@x"}}"#);
    fs::create_dir(folder.path().join("user_data")).expect("made");
    write(folder.path(), "user_data/a.json", PAID);
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("written");
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("readable");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries
        .map(|entry| name(entry.expect("an entry")))
        .collect();
    names.sort();
    names
}

fn open(folder: &Path) -> JsonStore {
    JsonStore::open(folder, options()).expect("a store")
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_770_000_000, 0).expect("a time")
}

fn entry(name: &str) -> EntryName {
    EntryName::parse(name).expect("a part")
}

fn put_all(mut load: Box<dyn Load + '_>, parts: &[(&str, &str)]) -> StoreResult<Loaded> {
    for (name, text) in parts {
        load.put(&entry(name), text.as_bytes())?;
    }
    load.commit()
}

fn load(folder: &Path, parts: &[(&str, &str)]) -> StoreResult<Loaded> {
    let store = open(folder);
    put_all(store.begin_load(at())?, parts)
}

fn load_new(folder: &Path, parts: &[(&str, &str)]) -> StoreResult<Loaded> {
    put_all(JsonStore::begin_new(folder, at(), options())?, parts)
}

fn snapshot(folder: &Path) -> StoreResult<Box<dyn Snapshot>> {
    open(folder).snapshot()
}

/// The cost of all that was ever used, entry by entry.
fn bill(folder: &Path) -> Vec<String> {
    let mut costs = Vec::new();
    let visit = &mut |record: &crate::store::UsageRecord<'_>| {
        costs.push(
            record
                .reply
                .cost
                .known()
                .map_or_else(String::new, |cost| cost.to_string()),
        );
    };
    open(folder).visit_usage(None, visit).expect("usage");
    costs
}

#[test]
fn a_store_whose_accounts_are_damaged_can_be_replaced() {
    for damage in ["", "{\"a\": {", "[]"] {
        let folder = app_store();
        write(folder.path(), "users.json", damage);
        let loaded = load(folder.path(), &[("users.json", r#"{"b": {}}"#)]).expect("loaded");
        assert_eq!(loaded.uncounted, [EntryName::Users]);
        assert_eq!(open(folder.path()).users().expect("users").len(), 1);
        assert_eq!(
            bill(folder.path()),
            ["0.25"],
            "whoever had a file is still billed"
        );
        let kept = PathBuf::from(loaded.kept_at.expect("kept"));
        assert_eq!(read(&kept, "users.json"), damage);
        assert_eq!(read(&kept, "user_data/a.json"), PAID);
    }
}

#[test]
fn damaged_parts_of_the_bill_are_reported_and_the_rest_is_kept() {
    let folder = app_store();
    let parts = [("users.json", "{}")];
    load(folder.path(), &parts).expect("loaded");
    let ledger = read(folder.path(), ".chatkeep/ledger.jsonl");
    write(
        folder.path(),
        ".chatkeep/ledger.jsonl",
        &format!("{ledger}{{\"us"),
    );
    write(folder.path(), "users.json", r#"{"b": {}}"#);
    write(folder.path(), "user_data/b.json", "{\"conversations\"");
    let loaded = load(folder.path(), &parts).expect("loaded");
    assert_eq!(
        loaded.uncounted,
        [EntryName::Ledger, entry("user_data/b.json")]
    );
    assert_eq!(bill(folder.path()), ["0.25"]);
}

#[test]
fn what_is_replaced_hands_its_access_on() {
    let folder = app_store();
    let set = |name: &str, mode| {
        let path = folder.path().join(name);
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("ours");
    };
    let mode = |name: &str| {
        let facts = fs::metadata(folder.path().join(name)).expect("there");
        facts.mode() & 0o7777
    };
    set("users.json", 0o664);
    set("user_data", 0o2775);
    set("user_data/a.json", 0o640);
    let parts = [
        ("users.json", r#"{"a": {}, "b": {}}"#),
        ("user_data/a.json", "{}"),
        ("user_data/b.json", "{}"),
        (".chatkeep/store.toml", "timezone = \"UTC\"\n"),
    ];
    load(folder.path(), &parts).expect("loaded");
    assert_eq!(mode("users.json"), 0o664);
    assert_eq!(mode("user_data"), 0o2775);
    assert_eq!(mode("user_data/a.json"), 0o640);
    assert_eq!(mode("user_data/b.json"), 0o664, "as open as the accounts");
    assert_eq!(mode(".chatkeep"), 0o700);
    assert_eq!(mode(".chatkeep/store.toml"), 0o600);
}

#[test]
fn users_data_that_was_missing_is_as_open_as_the_store() {
    let folder = app_store();
    fs::remove_dir_all(folder.path().join("user_data")).expect("removed");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("ours");
    let parts = [("users.json", "{}"), ("user_data/a.json", "{}")];
    let loaded = load(folder.path(), &parts).expect("loaded");
    let facts = fs::metadata(folder.path().join("user_data")).expect("there");
    assert_eq!(facts.mode() & 0o7777, 0o755);
    let kept = PathBuf::from(loaded.kept_at.expect("kept"));
    assert!(!kept.join("user_data").exists());
    assert_eq!(open(&kept).users().expect("a store").len(), 1);
}

#[test]
fn who_uses_a_store_is_not_decided_by_what_is_loaded() {
    let folder = app_store();
    let ours = "timezone = \"Asia/Tokyo\"\nshared = false\n";
    let parts = [("users.json", "{}"), (".chatkeep/store.toml", ours)];
    load(folder.path(), &parts).expect("loaded");
    let settings = open(folder.path()).settings().expect("settings");
    assert!(settings.is_shared, "the web app still is there");
    assert_eq!(settings.timezone, chrono_tz::Asia::Tokyo);
    let damaged = [("users.json", "{}"), (".chatkeep/store.toml", "shared = ")];
    load(folder.path(), &damaged).expect("loaded");
    assert_eq!(open(folder.path()).settings().expect("settings"), settings);
}

#[test]
fn recipients_are_not_taken_over_by_a_store_that_is_there() {
    let folder = app_store();
    let parts = [
        ("users.json", "{}"),
        (".chatkeep/recipients.txt", "age1thief\n"),
    ];
    assert!(
        load(folder.path(), &parts)
            .expect("loaded")
            .has_other_recipients
    );
    let settings = open(folder.path()).settings().expect("settings");
    assert!(settings.recipients.is_empty());
}

#[test]
fn tombstones_of_both_are_kept() {
    let folder = app_store();
    fs::create_dir(folder.path().join(".chatkeep")).expect("made");
    let tombstones = ".chatkeep/tombstones.jsonl";
    write(
        folder.path(),
        tombstones,
        "{\"user\":\"x\"}\n{\"user\":\"y\"}\n",
    );
    let parts = [
        ("users.json", "{}"),
        (tombstones, "{\"user\":\"z\"}\n{\"user\":\"y\"}"),
    ];
    let loaded = load(folder.path(), &parts).expect("loaded");
    assert_eq!(loaded.uncounted, []);
    let united = "{\"user\":\"x\"}\n{\"user\":\"y\"}\n{\"user\":\"z\"}\n";
    assert_eq!(read(folder.path(), tombstones), united);
}

#[test]
fn a_tombstone_that_cannot_be_read_is_kept_and_told() {
    let folder = app_store();
    fs::create_dir(folder.path().join(".chatkeep")).expect("made");
    let tombstones = ".chatkeep/tombstones.jsonl";
    let torn = "{\"user\":\"x\"}\n{\"us\n";
    write(folder.path(), tombstones, torn);
    let parts = [
        ("users.json", r#"{"x": {}, "y": {}}"#),
        ("user_data/x.json", "torn"),
    ];
    let loaded = load(folder.path(), &parts).expect("loaded");
    let told = [EntryName::Tombstones, entry("user_data/x.json")];
    assert_eq!(loaded.uncounted, told, "neither is known");
    assert_eq!(read(folder.path(), tombstones), torn);
    assert_eq!(read(folder.path(), "users.json"), r#"{"y": {}}"#);
    assert!(!folder.path().join("user_data/x.json").exists());
}

#[test]
fn a_new_store_has_all_that_was_loaded() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = folder.path().join("deep/store");
    let parts = [
        ("users.json", r#"{"a": {}}"#),
        ("user_data/a.json", PAID),
        (
            ".chatkeep/store.toml",
            "timezone = \"Asia/Tokyo\"\nshared = true\n",
        ),
        (".chatkeep/recipients.txt", "age1ours\n"),
    ];
    let loaded = load_new(&place, &parts).expect("made");
    assert_eq!(loaded.kept_at, None);
    for (name, text) in parts {
        assert_eq!(read(&place, name), text, "{name}");
    }
    assert_eq!(
        names_in(&place.join(".chatkeep")),
        [
            "gate",
            "generation",
            "intent",
            "lock",
            "recipients.txt",
            "store.toml",
            "tmp"
        ]
    );
    let mode = |path: &Path| fs::metadata(path).expect("there").mode() & 0o7777;
    assert_eq!(mode(&place), 0o700);
    assert_eq!(mode(&place.join("users.json")), 0o600);
    let again = load_new(&place, &parts).expect_err("it is there");
    assert!(matches!(again, StoreError::AlreadyThere { .. }), "{again}");
}

#[test]
fn a_new_store_that_came_to_nothing_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let begin = |place: &Path| {
        let mut load = JsonStore::begin_new(place, at(), options()).expect("begun");
        load.put(&EntryName::Users, b"{}").expect("put");
    };
    begin(&folder.path().join("deep/store"));
    assert_eq!(names_in(folder.path()), [""; 0]);
    write(folder.path(), "app.py", "");
    begin(folder.path());
    assert_eq!(names_in(folder.path()), ["app.py"]);
}

#[test]
fn users_data_without_accounts_is_kept_when_a_store_is_made() {
    let folder = app_store();
    fs::remove_file(folder.path().join("users.json")).expect("removed");
    let loaded = load_new(folder.path(), &[("users.json", r#"{"b": {}}"#)]).expect("made");
    let kept = PathBuf::from(loaded.kept_at.expect("kept"));
    assert_eq!(read(&kept, "user_data/a.json"), PAID);
    assert_eq!(bill(folder.path()), ["0.25"]);
}

#[test]
fn a_link_to_users_data_is_followed_and_not_replaced() {
    let folder = app_store();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let target = elsewhere.path().join("data");
    fs::rename(folder.path().join("user_data"), &target).expect("moved");
    symlink(&target, folder.path().join("user_data")).expect("linked");
    let made = snapshot(folder.path()).expect("taken");
    assert_eq!(
        made.entries(),
        [EntryName::Users, entry("user_data/a.json")]
    );
    drop(made);
    let parts = [("users.json", "{}"), ("user_data/b.json", "{}")];
    let loaded = load(folder.path(), &parts).expect("loaded");
    assert!(folder.path().join("user_data").is_symlink());
    assert_eq!(names_in(&target), ["b.json"]);
    let kept = PathBuf::from(loaded.kept_at.expect("kept"));
    assert_eq!(read(&kept, "user_data/a.json"), PAID);
}

#[test]
fn a_link_that_leads_nowhere_is_no_store_without_users_data() {
    let folder = app_store();
    fs::remove_dir_all(folder.path().join("user_data")).expect("removed");
    symlink("nowhere", folder.path().join("user_data")).expect("linked");
    let error = snapshot(folder.path()).err().expect("refused");
    let is_dangling = matches!(
        error,
        StoreError::Damaged {
            cause: Damage::DanglingLink,
            ..
        }
    );
    assert!(is_dangling, "{error}");
}

#[test]
fn another_file_system_is_copied_from_and_not_loaded_to() {
    let folder = app_store();
    let device = |path: &Path| fs::metadata(path).map(|facts| facts.dev()).ok();
    let other = Path::new("/dev/shm");
    if device(other).is_none() || device(other) == device(folder.path()) {
        return;
    }
    let elsewhere = tempfile::tempdir_in(other).expect("a temporary folder");
    write(elsewhere.path(), "a.json", PAID);
    fs::remove_dir_all(folder.path().join("user_data")).expect("removed");
    symlink(elsewhere.path(), folder.path().join("user_data")).expect("linked");
    let made = snapshot(folder.path()).expect("taken");
    let content = made.read(&entry("user_data/a.json")).expect("read");
    assert_eq!(content.as_deref(), Some(PAID.as_bytes()));
    let error = load(folder.path(), &[("users.json", "{}")]).expect_err("it cannot be swapped");
    assert!(
        matches!(error, StoreError::OtherFileSystem { .. }),
        "{error}"
    );
}

#[test]
fn what_is_no_file_is_left_out_of_a_snapshot_and_named() {
    let folder = app_store();
    let user_data = folder.path().join("user_data");
    fs::create_dir(user_data.join("b.json")).expect("made");
    symlink("nowhere", user_data.join("c.json")).expect("linked");
    write(&user_data, "notes.txt", "");
    let made = snapshot(folder.path()).expect("taken");
    assert_eq!(
        made.entries(),
        [EntryName::Users, entry("user_data/a.json")]
    );
    assert_eq!(
        made.left_out(),
        [user_data.join("b.json"), user_data.join("c.json")]
    );
}

#[test]
fn a_snapshot_takes_its_links_away_again() {
    let folder = app_store();
    let made = snapshot(folder.path()).expect("taken");
    let scratch = folder.path().join(".chatkeep/tmp");
    assert_eq!(names_in(&scratch).len(), 1);
    drop(made);
    assert_eq!(names_in(&scratch), [""; 0]);
}
