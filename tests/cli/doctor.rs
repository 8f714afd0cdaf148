//! `chatkeep doctor`: what it finds, what it mends, and what it leaves alone.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value, json};
use snapbox::str;

use crate::sandbox::Sandbox;
use crate::tree::{differences, tree_digest};

fn close(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("it is ours");
}

/// The fixture's store, closed to strangers, as a careful admin would have it.
fn closed_store() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    close(&sandbox.store(), 0o750);
    sandbox
}

/// Leaves behind what commands leave that are killed.
fn leave_behind(store: &Path) {
    fs::create_dir_all(store.join(".chatkeep/tmp/load-Ab12Cd/user_data")).expect("made");
    fs::create_dir(store.join("backups")).expect("made");
    for folder in [".chatkeep", ".chatkeep/tmp"] {
        close(&store.join(folder), 0o700);
    }
    for name in [
        ".users.json.Ab12Cd.tmp",
        "user_data/.ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json.Ab12Cd.tmp",
        ".chatkeep/.ledger.jsonl.Ab12Cd.tmp",
        "backups/.chatkeep-Ab12Cd.partial",
    ] {
        fs::write(store.join(name), "{").expect("written");
    }
}

fn kinds(findings: &Value) -> Vec<(&str, &str)> {
    let all = findings.as_array().expect("a list").iter();
    all.map(|one| {
        (
            one["kind"].as_str().expect("text"),
            one["state"].as_str().expect("text"),
        )
    })
    .collect()
}

#[test]
fn a_sound_store_has_nothing_wrong_with_it_and_stays_as_it_is() {
    closed_store()
        .chatkeep(&["doctor"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
nothing is wrong with [STORE]

"#]]);
    let sandbox = closed_store();
    let outcome = sandbox
        .chatkeep(&["doctor", "--format", "json"])
        .run_changing_nothing();
    assert_eq!(outcome.succeeds().stdout_json(), json!([]));
}

#[test]
fn a_folder_without_a_store_is_named() {
    let sandbox = Sandbox::new();
    sandbox
        .chatkeep(&["doctor"])
        .run_changing_nothing()
        .fails_with(3);
}

#[test]
fn every_finding_says_where_what_and_what_to_do() {
    json_files_only!("it is about what is wrong with files");
    let sandbox = closed_store();
    let store = sandbox.store();
    leave_behind(&store);
    fs::create_dir(store.join(".chatkeep/conflicts")).expect("made");
    fs::write(store.join(".chatkeep/conflicts/x.json"), "{}").expect("written");
    fs::write(store.join(".chatkeep/store.toml"), "timezone = \"Mars\"\n").expect("written");
    fs::write(store.join(".chatkeep/ledger.jsonl"), "{}\n\n[\n").expect("written");
    fs::write(store.join(".chatkeep/recipients.txt"), "age1short\n").expect("written");
    fs::write(store.join("user_data/nobody.json"), "{\"api_keys\": 5}").expect("written");
    fs::write(store.join("user_data/nobody.json.bak"), "not looked at").expect("written");
    let users = fs::read_to_string(store.join("users.json")).expect("it is there");
    let users = users
        .replacen("grace@example.org", "ADA@example.org", 1)
        .replacen("\"id\": \"8b06", "\"id\": \"9b06", 1);
    fs::write(store.join("users.json"), users).expect("written");
    sandbox
        .chatkeep(&["doctor"])
        .run_changing_nothing()
        .fails_with(6)
        .stderr_is(str![[r#"
error: [STORE] has 6 damaged places
 hint: the list says what to do about each; make a copy of the store first

"#]])
        .stdout_is(str![[r#"
warning: [STORE]/.chatkeep/.ledger.jsonl.Ab12Cd.tmp
  a temporary file that a killed command left behind
  `chatkeep doctor --fix` mends it (the next command that changes the store does, too)
warning: [STORE]/.chatkeep/conflicts/x.json
  what the web app wrote into a file while it was being replaced
  compare it with the user's file, take over what is missing there, and delete it
damage: [STORE]/.chatkeep/ledger.jsonl, byte 1
  line 1: missing field `user`
  correct it by hand, or restore the file from a backup: commands that read it refuse the file until then
damage: [STORE]/.chatkeep/ledger.jsonl, byte 4
  line 3: wrong type, expected an object
  correct it by hand, or restore the file from a backup: commands that read it refuse the file until then
damage: [STORE]/.chatkeep/store.toml, byte 11
  failed to parse timezone: 'Mars'
  correct the line, or take it out for the default
warning: [STORE]/.chatkeep/tmp/load-Ab12Cd
  a scratch folder that a killed command left behind
  `chatkeep doctor --fix` mends it (the next command that changes the store does, too)
warning: [STORE]/.users.json.Ab12Cd.tmp
  a temporary file that a killed command left behind
  `chatkeep doctor --fix` mends it (the next command that changes the store does, too)
warning: [STORE]/backups/.chatkeep-Ab12Cd.partial
  an unfinished backup that a killed command left behind
  `chatkeep doctor --fix` mends it (the next backup does, too)
warning: [STORE]/user_data/.ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json.Ab12Cd.tmp
  a temporary file that a killed command left behind
  `chatkeep doctor --fix` mends it (the next command that changes the store does, too)
warning: [STORE]/user_data/nobody.json
  a file of nobody: there is no account nobody
  if the account was removed, move the file away; if it was lost, `chatkeep restore` a backup that has it
damage: [STORE]/user_data/nobody.json, byte 13
  api_keys: wrong type, expected an object
  correct it by hand, or restore the file from a backup: commands that read it refuse the file until then
damage: [STORE]/users.json
  2 accounts have the address ada@example.org: ef2a47e3-0b1c-45d9-a093-c01e43ddece2, 5b0c9d0e-7f57-4e0e-9a53-0c5f5d1f8a11
  give all but one another address, with `chatkeep user set ID --email`; the ids are above
damage: [STORE]/users.json, byte 781
  the account 8b06fb83-3ecf-4252-94af-6372c860fc70 says its id is "[UUID]"
  the key counts, for the user's file is named after it: make the field `id` the same
[STORE]: 6 damaged places, 7 warnings

"#]]);
}

#[test]
fn what_killed_commands_left_is_mended_and_nothing_else_touched() {
    json_files_only!("it is about what is wrong with files");
    let sandbox = closed_store();
    let store = sandbox.store();
    // Another command makes what every writing command makes.
    sandbox
        .chatkeep(&["user", "add", "x@example.org", "--no-password"])
        .run()
        .succeeds();
    // What was replaced is tidied away after two seconds, and is not what this is about.
    fs::remove_dir_all(store.join(".chatkeep/replaced")).expect("it is there");
    fs::create_dir_all(store.join("backups")).expect("made");
    let before = tree_digest(&store);
    fs::remove_dir(store.join("backups")).expect("it is empty");
    leave_behind(&store);
    sandbox
        .chatkeep(&["doctor", "--fix", "--dry-run"])
        .run_changing_nothing()
        .succeeds()
        .stderr_is(str![[r#"
to mend: [STORE]/.chatkeep/.ledger.jsonl.Ab12Cd.tmp: remove it
to mend: [STORE]/.chatkeep/tmp/load-Ab12Cd: remove it
to mend: [STORE]/.users.json.Ab12Cd.tmp: remove it
to mend: [STORE]/backups/.chatkeep-Ab12Cd.partial: remove it
to mend: [STORE]/user_data/.ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json.Ab12Cd.tmp: remove it

"#]]);
    let refused = sandbox
        .chatkeep(&["doctor", "--fix"])
        .run_changing_nothing();
    let refused = refused.fails_with(2);
    assert!(refused.stderr_text().contains("--yes"), "{refused}");
    sandbox
        .chatkeep(&["doctor", "--fix", "--yes"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
mended: [STORE]/.chatkeep/.ledger.jsonl.Ab12Cd.tmp
  a temporary file that a killed command left behind
mended: [STORE]/.chatkeep/tmp/load-Ab12Cd
  a scratch folder that a killed command left behind
mended: [STORE]/.users.json.Ab12Cd.tmp
  a temporary file that a killed command left behind
mended: [STORE]/backups/.chatkeep-Ab12Cd.partial
  an unfinished backup that a killed command left behind
mended: [STORE]/user_data/.ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json.Ab12Cd.tmp
  a temporary file that a killed command left behind
[STORE]: no damaged places, no warnings, 5 mended

"#]]);
    let mut after = tree_digest(&store);
    // The folder of scratch folders stays.
    after.remove(Path::new(".chatkeep/tmp"));
    let changes = differences(&before, &after);
    assert!(changes.is_empty(), "{changes:?}");
    let again = sandbox
        .chatkeep(&["doctor", "--fix", "--yes"])
        .run_changing_nothing()
        .succeeds();
    assert!(again.stderr_text().contains("nothing to mend"), "{again}");
}

#[test]
fn what_a_living_process_uses_is_no_leftover() {
    json_files_only!("it is about what is wrong with files");
    let sandbox = closed_store();
    let store = sandbox.store();
    leave_behind(&store);
    let locked: Vec<File> = [
        ".chatkeep/tmp/load-Ab12Cd",
        "backups/.chatkeep-Ab12Cd.partial",
    ]
    .iter()
    .map(|name| {
        let file = File::open(store.join(name)).expect("it is there");
        file.try_lock().expect("nobody has it");
        file
    })
    .collect();
    // A command that changes the store holds this one.
    let lock = File::create(store.join(".chatkeep/lock")).expect("made");
    close(&store.join(".chatkeep/lock"), 0o600);
    lock.try_lock_shared().expect("nobody has it");
    let outcome = sandbox
        .chatkeep(&["doctor", "--format", "json"])
        .run_changing_nothing()
        .succeeds();
    assert_eq!(outcome.stdout_json(), json!([]), "{outcome}");
    // Said outright: a process that another test is starting has the handles too, for a moment.
    for file in locked.iter().chain([&lock]) {
        file.unlock().expect("it was locked");
    }
    let outcome = sandbox.chatkeep(&["doctor", "--format", "json"]).run();
    assert_eq!(kinds(&outcome.stdout_json()).len(), 5, "{outcome}");
}

#[test]
fn only_what_chatkeep_made_is_closed_to_others() {
    json_files_only!("it is about what is wrong with files");
    let sandbox = Sandbox::flask_store();
    let store = sandbox.store();
    sandbox
        .chatkeep(&["user", "add", "x@example.org", "--no-password"])
        .run()
        .succeeds();
    close(&store.join(".chatkeep"), 0o755);
    close(&store.join(".chatkeep/lock"), 0o644);
    let fixed = sandbox
        .chatkeep(&["doctor", "--fix", "--yes", "--format", "json"])
        .run()
        .succeeds();
    assert_eq!(
        kinds(&fixed.stdout_json()),
        [
            ("open_to_others", "mended"),
            ("open_to_others", "mended"),
            ("open_to_others", "found"),
            ("open_to_others", "found"),
        ]
    );
    let mode = |name: &str| {
        let facts = fs::metadata(store.join(name)).expect("it is there");
        facts.permissions().mode() & 0o7777
    };
    assert_eq!((mode(".chatkeep"), mode(".chatkeep/lock")), (0o700, 0o600));
    assert_eq!(
        (mode("users.json"), mode("user_data"), mode("")),
        (0o644, 0o755, 0o755)
    );

    let own = Sandbox::new();
    let folder = own.store().join("own");
    own.chatkeep(&["init"])
        .with_env("CHATKEEP_STORE", &folder)
        .run()
        .succeeds();
    for name in ["", "users.json", "user_data"] {
        close(&folder.join(name), 0o775);
    }
    own.chatkeep(&["doctor", "--fix", "--yes"])
        .with_env("CHATKEEP_STORE", &folder)
        .run()
        .succeeds();
    for (name, expected) in [("", 0o700), ("users.json", 0o700), ("user_data", 0o700)] {
        let facts = fs::metadata(folder.join(name)).expect("it is there");
        assert_eq!(facts.permissions().mode() & 0o7777, expected, "{name}");
    }
}

#[test]
fn a_missing_folder_is_made_again() {
    json_files_only!("it is about what is wrong with files");
    let sandbox = closed_store();
    fs::remove_dir_all(sandbox.store().join("user_data")).expect("it is ours");
    let fixed = sandbox
        .chatkeep(&["doctor", "--fix", "--yes"])
        .run()
        .succeeds();
    assert!(fixed.stdout_text().starts_with("mended: "), "{fixed}");
    assert!(sandbox.store().join("user_data").is_dir());
    sandbox.chatkeep(&["key", "list"]).run().succeeds();
}

#[test]
fn a_store_without_accounts_is_damaged_and_its_files_are_examined() {
    json_files_only!("it is about what is wrong with files");
    let sandbox = closed_store();
    fs::remove_file(sandbox.store().join("users.json")).expect("it is ours");
    let file = "user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json";
    fs::write(sandbox.store().join(file), "[").expect("written");
    let outcome = sandbox
        .chatkeep(&["doctor", "--format", "json"])
        .run_changing_nothing()
        .fails_with(6);
    assert_eq!(
        kinds(&outcome.stdout_json()),
        [("damaged", "found"), ("no_accounts", "found")]
    );
}

#[test]
fn it_asks_at_a_terminal_after_saying_what_it_will_do() {
    json_files_only!("it is about what is wrong with files");
    let sandbox = closed_store();
    leave_behind(&sandbox.store());
    let left = sandbox.store().join(".users.json.Ab12Cd.tmp");
    let mut terminal = sandbox.at_terminal(&["doctor", "--fix"]);
    let plan = terminal.sees("Mend 5 findings? [y/N] ");
    assert!(plan.contains(".users.json.Ab12Cd.tmp: remove it"), "{plan}");
    terminal.types("n");
    assert_eq!(terminal.ends().0, 1);
    assert!(left.exists());
    let mut terminal = sandbox.at_terminal(&["doctor", "--fix"]);
    terminal.sees("Mend 5 findings? [y/N] ");
    terminal.types("y");
    assert_eq!(terminal.ends().0, 0);
    assert!(!left.exists());
}

#[test]
fn a_read_only_store_is_examined() {
    json_files_only!("it is about what is wrong with files");
    let sandbox = closed_store();
    leave_behind(&sandbox.store());
    for folder in ["user_data", ".chatkeep", ""] {
        close(&sandbox.store().join(folder), 0o500);
    }
    let outcome = sandbox
        .chatkeep(&["doctor", "--format", "json"])
        .unprivileged()
        .run_changing_nothing()
        .succeeds();
    assert_eq!(kinds(&outcome.stdout_json()).len(), 5, "{outcome}");
}

#[test]
fn it_warns_of_an_identity_until_that_was_exported() {
    let sandbox = Sandbox::new();
    fs::remove_dir(sandbox.store()).expect("it is empty");
    sandbox.chatkeep(&["init"]).run().succeeds();
    let doctor = || {
        sandbox
            .chatkeep(&["doctor"])
            .run_changing_nothing()
            .succeeds()
    };
    let warned = doctor();
    assert!(
        warned.stderr_text().contains("was never exported"),
        "{warned}"
    );
    sandbox.chatkeep(&["key", "identity"]).run().succeeds();
    assert!(doctor().stderr_text().contains("was never exported"));
    sandbox
        .chatkeep(&["key", "identity", "--export"])
        .run()
        .succeeds();
    assert_eq!(doctor().stderr_text(), "");
    // Another identity in its place is another matter.
    let identity = sandbox.config().join("chatkeep/identity.txt");
    let text = fs::read_to_string(&identity).expect("it is there");
    fs::write(&identity, format!("# a comment\n{text}")).expect("it is ours");
    assert!(doctor().stderr_text().contains("was never exported"));
}
