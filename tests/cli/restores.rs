//! Restores: everything comes back, nothing is lost, and what is no whole backup changes nothing.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use serde_json::json;
use snapbox::str;

use crate::backup_files::{ADA, app_files, assert_same_documents, back_up, restore, text};
use crate::sandbox::Sandbox;
use crate::tree::tree_digest;

/// Two of ada's conversations: the one that cost something, and the one with a lone surrogate.
const PAID: &str = "a23d5eb8";
const SURROGATE: &str = "2ad2591c";

/// Takes accounts and conversations away and adds others, as days of use would.
fn change(sandbox: &Sandbox) {
    let run = |arguments: &[&str]| drop(sandbox.chatkeep(arguments).run().succeeds());
    run(&["user", "add", "new@example.org", "--no-password"]);
    run(&[
        "user",
        "set",
        "grace@example.org",
        "--name",
        "Amazing Grace",
    ]);
    run(&["user", "remove", "müller@example.org", "--yes"]);
    let script = "
import json, sys
store = json.load(open(sys.argv[1]))
conversations = store['conversations']
for id in list(conversations):
    if id.startswith(sys.argv[2]):
        conversations['0' * 8 + id[8:]] = dict(conversations.pop(id))
    elif id.startswith(sys.argv[3]):
        conversations[id]['title'] = 'changed'
json.dump(store, open(sys.argv[1], 'w'), indent=2)
";
    let file = sandbox.store().join(ADA);
    let arguments = ["-c", script, text(&file), PAID, SURROGATE];
    let python = sandbox.program("python3", &arguments).on_files();
    python.run().succeeds();
}

#[test]
fn a_backup_makes_a_store_where_there_is_none() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let place = sandbox.work().join("deep/store");
    let arguments = [
        "--store",
        text(&place),
        "restore",
        text(&backup),
        "-q",
        "--yes",
    ];
    let made = sandbox.chatkeep(&arguments).run().succeeds();
    made.stdout_is(str![[r#"
made [WORK]/deep/store from the backup of [NOW]: 4 users, 4 conversations

"#]]);
    assert_same_documents(&sandbox, &place, &sandbox.store());
    for (path, _) in app_files(&place) {
        let bytes = |store: &Path| fs::read(store.join(&path)).ok();
        assert_eq!(bytes(&place), bytes(&sandbox.store()), "{}", path.display());
    }
    let listed = |store: &str| {
        let listed = sandbox.chatkeep(&["--store", store, "user", "list"]).run();
        listed.succeeds().stdout
    };
    assert_eq!(listed(text(&place)), listed(&sandbox.location()));
    let mode = |path: &Path| fs::metadata(path).expect("made").permissions().mode() & 0o7777;
    assert_eq!(
        (mode(&place), mode(&place.join("users.json"))),
        (0o700, 0o600)
    );
}

#[test]
fn settings_and_recipients_come_with_a_store_that_is_made() {
    let sandbox = Sandbox::new();
    fs::remove_dir(sandbox.store()).expect("empty");
    sandbox
        .chatkeep(&["init", "--timezone", "Asia/Tokyo"])
        .run()
        .succeeds();
    let backup = back_up(&sandbox);
    let place = sandbox.work().join("store");
    let arguments = ["--store", text(&place), "restore", text(&backup), "--yes"];
    sandbox.chatkeep(&arguments).run().succeeds();
    for name in ["store.toml", "recipients.txt"] {
        let bytes = |store: &Path| fs::read(store.join(".chatkeep").join(name)).expect("there");
        assert_eq!(bytes(&place), bytes(&sandbox.store()), "{name}");
    }
}

#[test]
fn a_changed_store_becomes_what_it_was_and_its_bill_stays() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let before = app_files(&sandbox.store());
    change(&sandbox);
    let changed = app_files(&sandbox.store());
    let restored = restore(&sandbox, &backup).succeeds();
    restored
        .stdout_is(str![[r#"
restored [STORE] from the backup of [NOW]: 4 users, 4 conversations
what it held is kept in [STORE]/.chatkeep/before-restore/[NOW]

"#]])
        .stderr_is(str![[r#"
to go back: chatkeep --store [STORE] restore --undo

"#]]);
    assert_eq!(
        app_files(&sandbox.store()),
        before,
        "content, modes and owners"
    );
    // The conversation that was not in the backup had cost something.
    let ledger = fs::read_to_string(sandbox.store().join(".chatkeep/ledger.jsonl")).expect("there");
    let dropped: Vec<_> = ledger
        .lines()
        .filter(|line| line.contains("\"00000000-"))
        .collect();
    let tokens = |line: &&str| {
        let entry: serde_json::Value = serde_json::from_str(line).expect("JSON");
        entry["total_tokens"].as_u64().expect("a count")
    };
    assert_eq!(dropped.iter().map(tokens).sum::<u64>(), 128, "{ledger}");
    let kept = fs::read_dir(sandbox.machine().join("before-restore")).expect("there");
    let kept: Vec<_> = kept.map(|entry| entry.expect("readable").path()).collect();
    assert_eq!(kept.len(), 1);
    let content = |files: Vec<(PathBuf, String)>| {
        let content = |facts: String| facts.splitn(3, ' ').nth(2).map(str::to_owned);
        let pairs = files
            .into_iter()
            .map(|(path, facts)| (path, content(facts)));
        pairs.collect::<Vec<_>>()
    };
    assert_eq!(content(app_files(&kept[0])), content(changed.clone()));
    // The way back that was shown.
    let arguments = ["--store", text(&kept[0]), "backup", "-o", "before.tar.gz"];
    sandbox.chatkeep(&arguments).run().succeeds();
    restore(&sandbox, Path::new("before.tar.gz")).succeeds();
    assert_eq!(app_files(&sandbox.store()), changed);
}

#[test]
fn a_dry_run_tells_what_would_change_and_changes_nothing() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    change(&sandbox);
    let plan = sandbox
        .chatkeep(&["restore", "latest", "--dry-run"])
        .run_changing_nothing();
    plan.succeeds().stdout_is(str![[r#"
would replace [STORE] by [STORE]/backups/chatkeep-[NOW].tar.gz of [NOW]
               added  changed  lost  kept
accounts           1        1     1     2
conversations      1        1     1     2
accounts added: müller@example.org
accounts changed: grace@example.org
accounts lost: new@example.org

"#]]);
    let arguments = ["restore", text(&backup), "-n", "--format", "json"];
    let plan = sandbox
        .chatkeep(&arguments)
        .run_changing_nothing()
        .succeeds();
    let plan = plan.stdout_json();
    assert_eq!(
        plan.to_string(),
        json!({
            "backup": backup, "created_at": plan["created_at"], "store": sandbox.shown_location(), "new": false,
            "dry_run": true, "accounts_added": ["müller@example.org"], "accounts_changed": ["grace@example.org"],
            "accounts_removed": ["new@example.org"], "accounts_kept": 2, "conversations_added": 1,
            "conversations_changed": 1, "conversations_lost": 1, "conversations_kept": 2, "damaged": [],
            "unreadable": [], "erased_left_out": [], "erased_brought_back": []
        })
        .to_string()
    );
    let arguments = ["--store", "nowhere", "restore", text(&backup), "--dry-run"];
    let plan = sandbox.chatkeep(&arguments).run_changing_nothing();
    plan.succeeds().stdout_is(str![[r#"
would make nowhere by [STORE]/backups/chatkeep-[NOW].tar.gz of [NOW]
               added  changed  lost  kept
accounts           4        0     0     0
conversations      4        0     0     0
accounts added: ada@example.org, müller@example.org, empty@example.org, grace@example.org

"#]]);
}

#[test]
fn the_fields_of_json_are_a_promise() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let arguments = ["restore", text(&backup), "--yes", "--format", "json"];
    let restored = sandbox.chatkeep(&arguments).run().succeeds().stdout_json();
    let kept_at = restored["kept_at"].as_str().expect("kept");
    assert!(Path::new(kept_at).join("users.json").exists());
    assert_eq!(
        restored.to_string(),
        json!({
            "backup": backup, "created_at": restored["created_at"], "store": sandbox.shown_location(), "new": false,
            "dry_run": false, "users": 4, "conversations": 4, "kept_at": kept_at, "uncounted": [],
            "erased_left_out": [], "erased_brought_back": []
        })
        .to_string()
    );
}

#[test]
fn without_consent_nothing_happens() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    sandbox
        .chatkeep(&["user", "add", "new@example.org", "--no-password"])
        .run()
        .succeeds();
    let refused = sandbox
        .chatkeep(&["restore", "latest"])
        .run_changing_nothing();
    refused.fails_with(2).stderr_is(str![[r#"
error: this needs consent, and there is no terminal to ask at
 hint: add --yes, or see what would happen with --dry-run

"#]]);
    let before = tree_digest(&sandbox.store());
    let mut terminal = sandbox.at_terminal(&["restore", text(&backup)]);
    let asked = terminal.sees("[y/N]");
    assert!(
        asked.contains("(5 users, 4 conversations) by the backup of"),
        "{asked}"
    );
    assert!(asked.contains("(4 users, 4 conversations)?"), "{asked}");
    terminal.types("n");
    assert_eq!(terminal.ends().0, 1);
    assert_eq!(tree_digest(&sandbox.store()), before);
    let mut terminal = sandbox.at_terminal(&["restore", text(&backup)]);
    terminal.sees("[y/N]");
    terminal.types("y");
    let (code, shown) = terminal.ends();
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("restored "), "{shown}");
}

#[test]
fn a_backup_is_found_by_a_relative_path_and_by_its_name() {
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&["backup", "-o", "mine.tar.gz"])
        .run()
        .succeeds();
    restore(&sandbox, Path::new("mine.tar.gz")).succeeds();
    restore(&sandbox, Path::new("../work/mine.tar.gz")).succeeds();
    let backup = back_up(&sandbox);
    restore(&sandbox, Path::new(backup.file_name().expect("a name"))).succeeds();
}

#[test]
fn other_recipients_are_not_taken_over() {
    let sandbox = Sandbox::new();
    fs::remove_dir(sandbox.store()).expect("empty");
    sandbox.chatkeep(&["init"]).run().succeeds();
    let recipients = || sandbox.store().join(".chatkeep/recipients.txt");
    let ours = fs::read(recipients()).expect("there");
    let other = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n";
    fs::write(recipients(), other).expect("ours");
    let backup = back_up(&sandbox);
    fs::write(recipients(), &ours).expect("ours");
    let restored = restore(&sandbox, &backup).succeeds();
    assert!(
        restored.stderr_text().contains("other recipients"),
        "{restored}"
    );
    assert_eq!(fs::read(recipients()).expect("there"), ours);
}

#[test]
fn what_root_restores_in_the_apps_store_is_the_apps() {
    json_files_only!("it is about the owners of files");
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let sandbox = Sandbox::flask_store();
    let store = sandbox.store();
    for path in tree_digest(&store).keys() {
        chown(store.join(path), Some(4242), Some(4343)).expect("root may");
    }
    let backup = back_up(&sandbox);
    fs::remove_file(store.join(ADA)).expect("root may");
    restore(&sandbox, &backup).succeeds();
    for path in tree_digest(&store).keys() {
        let facts = fs::metadata(store.join(path)).expect("there");
        assert_eq!(
            (facts.uid(), facts.gid()),
            (4242, 4343),
            "{}",
            path.display()
        );
    }
}

#[test]
fn who_cannot_keep_the_owner_changes_nothing() {
    json_files_only!("it is about the owners of files");
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let users = sandbox.store().join("users.json");
    chown(&users, Some(4242), Some(4343)).expect("root may");
    let arguments = ["restore", text(&backup), "--yes"];
    let refused = sandbox
        .chatkeep(&arguments)
        .unprivileged()
        .run_changing_nothing();
    refused.fails_with(1).stderr_is(str![[r#"
error: cannot take users.json from the backup: [STORE]/users.json belongs to 4242:4343, and a file written now would not
 hint: run as that user, or as root; nothing was changed

"#]]);
}
