//! Restores of a part, of copies that are no backup files, to another place, and back again.

use std::fs;
use std::process::Command;

use serde_json::json;
use snapbox::str;

use crate::backup_files::{app_files, back_up, backups_in, restore, text};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, StoredUser};

const MAIL: &str = "ada@example.org";
/// The conversation of hers that cost something.
const PAID: &str = "a23d5eb8";

fn run(sandbox: &Sandbox, arguments: &[&str]) {
    sandbox.chatkeep(arguments).run().succeeds();
}

#[test]
fn a_conversation_that_was_deleted_comes_back_alone() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let before = StoredUser::read(&sandbox, ADA).conversations();
    run(&sandbox, &["chat", "delete", "--user", MAIL, PAID, "--yes"]);
    run(&sandbox, &["chat", "--user", MAIL, "-m", "echo", "newer"]);
    let part = [
        "restore",
        text(&backup),
        "--user",
        MAIL,
        "--conversation",
        PAID,
    ];
    let dry = sandbox.chatkeep(&[&part[..], &["--dry-run"]].concat());
    dry.run_changing_nothing().succeeds().stdout_is(str![[r#"
would restore ada@example.org from the backup of [NOW]
               added  replaced  left as it is  same already
conversations      1         0              0             0
API keys           0         0              0             0
conversations added: a23d5eb8-[..]

"#]]);
    let restored = sandbox.chatkeep(&part).run().succeeds();
    restored.stdout_is(str![[r#"
restored ada@example.org from the backup of [NOW]
               added  replaced  left as it is  same already
conversations      1         0              0             0
API keys           0         0              0             0
conversations added: a23d5eb8-[..]

"#]]);
    let after = StoredUser::read(&sandbox, ADA).conversations();
    assert_eq!(after.len(), before.len() + 1, "the newer one is there, too");
    // Once more changes nothing.
    let again = sandbox.chatkeep(&part).run_changing_nothing().succeeds();
    assert!(again.stdout_text().contains("0             1"), "{again}");
}

#[test]
fn the_fields_of_a_part_are_a_promise() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    run(&sandbox, &["key", "remove", MAIL, "openai", "--yes"]);
    let part = ["restore", text(&backup), "--user", MAIL, "--keys-only"];
    let restored = sandbox
        .chatkeep(&[&part[..], &["--format", "json"]].concat())
        .run()
        .succeeds();
    let mut found = restored.stdout_json();
    assert_eq!(found["keys_added"], json!(["openai"]));
    let same = found["keys_same"].as_u64().expect("a count");
    let created_at = found["created_at"].take();
    assert!(created_at.is_string());
    assert_eq!(
        found.to_string(),
        json!({
            "backup": text(&backup), "created_at": null, "user": ADA, "email": MAIL, "dry_run": false,
            "account_added": false, "conversations_added": [], "conversations_replaced": [],
            "conversations_kept": [], "conversations_same": 0, "keys_added": ["openai"], "keys_replaced": [],
            "keys_kept": [], "keys_same": same, "was_erased": false
        })
        .to_string()
    );
}

#[test]
fn a_user_who_is_gone_comes_back_with_all_that_there_was() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let files = app_files(&sandbox.store());
    let before = StoredUser::read(&sandbox, ADA);
    let stats = |sandbox: &Sandbox| {
        let stats = sandbox.chatkeep(&["stats", "--format", "json"]).run();
        stats.succeeds().stdout_json().to_string()
    };
    let bill = stats(&sandbox);
    run(&sandbox, &["user", "remove", MAIL, "--yes"]);
    // A conversation needs its account.
    let alone = [
        "restore",
        text(&backup),
        "--user",
        MAIL,
        "--conversation",
        PAID,
    ];
    let refused = sandbox.chatkeep(&alone).run_changing_nothing();
    let refused = refused.fails_with(3);
    assert!(refused.stderr_text().contains("no account"), "{refused}");
    let whole = ["restore", text(&backup), "--user", MAIL];
    let restored = sandbox.chatkeep(&whole).run().succeeds();
    assert!(
        restored.stdout_text().starts_with("brought back "),
        "{restored}"
    );
    let after = StoredUser::read(&sandbox, ADA);
    assert_eq!(after.conversations(), before.conversations());
    assert_eq!(stats(&sandbox), bill);
    // She can sign in as before, and no one else's file was touched.
    let account = |files: Vec<(std::path::PathBuf, String)>| {
        let others = files.into_iter().filter(|(path, _)| {
            !path.ends_with("users.json") && !path.ends_with(format!("{ADA}.json"))
        });
        others.collect::<Vec<_>>()
    };
    assert_eq!(account(app_files(&sandbox.store())), account(files));
    let shown = sandbox.chatkeep(&["user", "show", MAIL, "--format", "json"]);
    assert_eq!(shown.run().succeeds().stdout_json()["id"], ADA);
}

#[test]
fn what_was_changed_since_stays_unless_told_otherwise() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let before = StoredUser::read(&sandbox, ADA).conversations();
    run(
        &sandbox,
        &["chat", "rename", "--user", MAIL, PAID, "renamed"],
    );
    let part = ["restore", text(&backup), "--user", MAIL];
    let kept = sandbox.chatkeep(&part).run_changing_nothing().succeeds();
    assert!(kept.stderr_text().contains("--replace"), "{kept}");
    let replacing = [&part[..], &["--replace"]].concat();
    // Nobody is there to be asked.
    let asked = sandbox.chatkeep(&replacing).run_changing_nothing();
    asked.fails_with(2);
    let sure = [&replacing[..], &["--yes"]].concat();
    run(&sandbox, &sure);
    assert_eq!(StoredUser::read(&sandbox, ADA).conversations(), before);
    let everything = ["restore", text(&backup), "--replace", "--yes"];
    sandbox.chatkeep(&everything).run().fails_with(2);
}

#[test]
fn a_restore_can_be_taken_back_and_that_as_well() {
    let sandbox = Sandbox::flask_store();
    let nothing = sandbox.chatkeep(&["restore", "--undo", "--yes"]);
    let nothing = nothing.run_changing_nothing().fails_with(3);
    assert!(nothing.stderr_text().contains("no restore"), "{nothing}");
    let backup = back_up(&sandbox);
    run(&sandbox, &["user", "remove", MAIL, "--yes"]);
    let changed = app_files(&sandbox.store());
    restore(&sandbox, &backup).succeeds();
    let restored = app_files(&sandbox.store());
    assert_ne!(restored, changed);
    let dry = sandbox.chatkeep(&["restore", "--undo", "--dry-run"]);
    let dry = dry.run_changing_nothing().succeeds();
    assert!(
        dry.stdout_text().contains("accounts lost: ada@example.org"),
        "{dry}"
    );
    run(&sandbox, &["restore", "--undo", "--yes"]);
    assert_eq!(app_files(&sandbox.store()), changed);
    run(&sandbox, &["restore", "--undo", "--yes"]);
    assert_eq!(app_files(&sandbox.store()), restored);
}

#[test]
fn a_plain_copy_of_the_store_serves_as_a_backup_and_stays_as_it_is() {
    let sandbox = Sandbox::flask_store();
    let copy = sandbox.work().join("2026-02-09");
    let copied = Command::new("cp")
        .arg("-r")
        .args([sandbox.store(), copy.clone()])
        .status();
    assert!(copied.expect("there is cp").success());
    let _ = fs::remove_dir_all(copy.join(".chatkeep"));
    let before = app_files(&copy);
    run(&sandbox, &["user", "remove", MAIL, "--yes"]);
    let part = ["restore", text(&copy), "--user", MAIL];
    run(&sandbox, &part);
    assert_eq!(StoredUser::read(&sandbox, ADA).conversations().len(), 4);
    run(&sandbox, &["user", "remove", "grace@example.org", "--yes"]);
    run(&sandbox, &["restore", text(&copy), "--yes"]);
    let names = |files: &[(std::path::PathBuf, String)]| {
        let bytes = files.iter().map(|(path, facts)| {
            let content = facts.splitn(3, ' ').nth(2).map(str::to_owned);
            (path.clone(), content)
        });
        bytes.collect::<Vec<_>>()
    };
    assert_eq!(names(&app_files(&sandbox.store())), names(&before));
    assert_eq!(app_files(&copy), before);
    assert!(!copy.join(".chatkeep").exists(), "nothing is made in it");
}

#[test]
fn a_backup_is_found_by_its_time_and_restored_elsewhere() {
    let sandbox = Sandbox::flask_store();
    let made = back_up(&sandbox);
    let folder = made.parent().expect("it is in a folder");
    let old = folder.join("chatkeep-20260209_020000Z.tar.gz");
    fs::rename(&made, &old).expect("ours");
    run(&sandbox, &["user", "remove", MAIL, "--yes"]);
    back_up(&sandbox);
    assert_eq!(backups_in(folder).len(), 2);
    let early = ["restore", "2026-02-08", "--into", "elsewhere", "--yes"];
    let refused = sandbox.chatkeep(&early).run_changing_nothing();
    let refused = refused.fails_with(3);
    assert!(
        refused.stderr_text().contains("2026-02-08 23:59:59"),
        "{refused}"
    );
    for time in ["2026-02-09", "2026-02-09T02:00:00Z"] {
        let into = format!("into-{}", time.len());
        let arguments = ["restore", time, "--into", &into, "--yes"];
        run(&sandbox, &arguments);
        let shown = sandbox.chatkeep(&["--store", &into, "user", "show", MAIL]);
        shown.run().succeeds();
    }
    sandbox
        .chatkeep(&["user", "show", MAIL])
        .run()
        .fails_with(3);
}
