//! Backups that no rule keeps: removed, and nothing else.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use snapbox::str;

use crate::backup_files::{LOCKED, back_up, backups_in, copy_as};
use crate::sandbox::Sandbox;

/// Returns the times in the names of the backups in a folder, the oldest first.
fn times(folder: &Path) -> Vec<String> {
    let name = |path: &PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy();
        name.trim_start_matches("chatkeep-")
            .trim_end_matches(".tar.gz")
            .to_owned()
    };
    backups_in(folder).iter().map(name).collect()
}

const WEEK: [&str; 6] = [
    "20251230_020000Z",
    "20260206_020000Z",
    "20260207_020000Z",
    "20260208_220000Z",
    "20260208_230000Z",
    "20260209_020000Z",
];

#[test]
fn every_backup_that_is_kept_has_its_reasons() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &WEEK);
    let prune = |more: &[&str]| {
        let common = ["backup", "prune", "--keep-daily", "2", "--keep-yearly", "3"];
        sandbox.chatkeep(&[&common[..], more].concat())
    };
    let planned = prune(&["--dry-run"]).run_changing_nothing();
    planned.succeeds().stdout_is(str![[r#"
time                size  kept as             file                              note
2025-12-30 02:00  2.4 kB  yearly              chatkeep-20251230_020000Z.tar.gz
2026-02-06 02:00  2.4 kB  (would be removed)  chatkeep-20260206_020000Z.tar.gz
2026-02-07 02:00  2.4 kB  (would be removed)  chatkeep-20260207_020000Z.tar.gz
2026-02-08 22:00  2.4 kB  (would be removed)  chatkeep-20260208_220000Z.tar.gz
2026-02-08 23:00  2.4 kB  daily               chatkeep-20260208_230000Z.tar.gz
2026-02-09 02:00  2.4 kB  daily, yearly       chatkeep-20260209_020000Z.tar.gz
would remove 3 backups, 7.2 kB; 3 are kept

"#]]);
    let done = prune(&["--yes"]).run();
    done.succeeds().stdout_is(str![[r#"
time                size  kept as        file                              note
2025-12-30 02:00  2.4 kB  yearly         chatkeep-20251230_020000Z.tar.gz
2026-02-06 02:00  2.4 kB  (removed)      chatkeep-20260206_020000Z.tar.gz
2026-02-07 02:00  2.4 kB  (removed)      chatkeep-20260207_020000Z.tar.gz
2026-02-08 22:00  2.4 kB  (removed)      chatkeep-20260208_220000Z.tar.gz
2026-02-08 23:00  2.4 kB  daily          chatkeep-20260208_230000Z.tar.gz
2026-02-09 02:00  2.4 kB  daily, yearly  chatkeep-20260209_020000Z.tar.gz
removed 3 backups, 7.2 kB; 3 are kept

"#]]);
    assert_eq!(times(&sandbox.backups()), [WEEK[0], WEEK[4], WEEK[5]]);
    let again = prune(&["--yes"]).run_changing_nothing();
    again.succeeds().stdout_is(str![[r#"
time                size  kept as        file                              note
2025-12-30 02:00  2.4 kB  yearly         chatkeep-20251230_020000Z.tar.gz
2026-02-08 23:00  2.4 kB  daily          chatkeep-20260208_230000Z.tar.gz
2026-02-09 02:00  2.4 kB  daily, yearly  chatkeep-20260209_020000Z.tar.gz
removed no backups; 3 are kept

"#]]);
}

#[test]
fn days_are_those_of_the_machine() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &WEEK);
    // Of the two late on the 8th in UTC, the second is of the 9th in Berlin.
    let prune = ["backup", "prune", "--keep-daily", "2", "--yes"];
    let pruned = sandbox.chatkeep(&prune).with_env("TZ", "Europe/Berlin");
    pruned.run().succeeds();
    assert_eq!(times(&sandbox.backups()), [WEEK[3], WEEK[5]]);
}

#[test]
fn the_fields_of_json_are_a_promise() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &WEEK[4..]);
    fs::write(
        sandbox
            .backups()
            .join("chatkeep-20260101_000000Z.tar.gz.age"),
        LOCKED,
    )
    .expect("ours");
    let arguments = ["--format", "json", "backup", "prune", "--keep-last", "1"];
    let arguments = [&arguments[..], &["--keep-monthly", "2", "-n"]].concat();
    let planned = sandbox.chatkeep(&arguments).run_changing_nothing();
    let mut planned = planned.succeeds().stdout_json();
    assert_eq!(
        planned["removed_bytes"],
        planned["backups"][1]["size_bytes"]
    );
    planned["removed_bytes"] = json!(0);
    for backup in planned["backups"].as_array_mut().expect("a list") {
        backup["created_at"] = json!("");
        backup["size_bytes"] = json!(0);
    }
    let folder = sandbox.backups();
    let backup = |name: &str, state: &str, users: Value, kept: &[&str]| {
        json!({
            "path": folder.join(format!("chatkeep-{name}")), "created_at": "", "size_bytes": 0, "state": state,
            "users": users, "conversations": users, "note": null, "problem": null, "proven_at": null,
            "encrypted": name.ends_with(".age"),
            "keys_excluded": if users.is_null() { Value::Null } else { json!(false) }, "kept": !kept.is_empty(),
            "reasons": kept
        })
    };
    let expected = json!({
        "folder": folder, "timezone": "UTC",
        "backups": [
            backup("20260101_000000Z.tar.gz.age", "encrypted", Value::Null, &["monthly"]),
            backup("20260208_230000Z.tar.gz", "readable", json!(4), &[]),
            backup("20260209_020000Z.tar.gz", "readable", json!(4), &["last", "monthly"]),
        ],
        "kept": 2, "removed": 1, "removed_bytes": 0, "dry_run": true
    });
    assert_eq!(planned.to_string(), expected.to_string());
}

#[test]
fn removing_needs_consent_and_a_rule() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &WEEK);
    let refused = sandbox
        .chatkeep(&["backup", "prune", "--keep-last", "1"])
        .run_changing_nothing();
    refused.fails_with(2).stderr_is(str![[r#"
time                size  kept as             file                              note
2025-12-30 02:00  2.4 kB  (would be removed)  chatkeep-20251230_020000Z.tar.gz
2026-02-06 02:00  2.4 kB  (would be removed)  chatkeep-20260206_020000Z.tar.gz
2026-02-07 02:00  2.4 kB  (would be removed)  chatkeep-20260207_020000Z.tar.gz
2026-02-08 22:00  2.4 kB  (would be removed)  chatkeep-20260208_220000Z.tar.gz
2026-02-08 23:00  2.4 kB  (would be removed)  chatkeep-20260208_230000Z.tar.gz
2026-02-09 02:00  2.4 kB  last                chatkeep-20260209_020000Z.tar.gz
would remove 5 backups, 12.0 kB; 1 is kept

error: this needs consent, and there is no terminal to ask at
 hint: add --yes, or see what would happen with --dry-run

"#]]);
    let aimless = sandbox
        .chatkeep(&["backup", "prune", "--yes"])
        .run_changing_nothing();
    aimless.fails_with(2).stderr_is(str![[r#"
error: nothing says which backups to keep
 hint: give a rule such as --keep-daily 7, or several, or set `backup.keep_daily` in the configuration

"#]]);
    let nothing = ["backup", "prune", "--keep-last", "0", "--yes"];
    let nothing = sandbox.chatkeep(&nothing).run_changing_nothing();
    nothing.fails_with(2);
    // Where nothing is to be removed, there is nothing to agree to.
    let enough = ["backup", "prune", "--keep-last", "6"];
    sandbox.chatkeep(&enough).run_changing_nothing().succeeds();
}

#[test]
fn at_a_terminal_it_shows_what_goes_and_asks() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &WEEK[3..]);
    let prune = ["backup", "prune", "--keep-last", "1"];
    let answered = |answer: &str| {
        let mut terminal = sandbox.at_terminal(&prune);
        let shown = terminal.sees("Remove 2 backups? [y/N]");
        assert!(shown.contains("(would be removed)"), "{shown}");
        terminal.types(answer);
        terminal.ends().0
    };
    assert_eq!(answered("n"), 1);
    assert_eq!(times(&sandbox.backups()), WEEK[3..]);
    assert_eq!(answered("y"), 0);
    assert_eq!(times(&sandbox.backups()), WEEK[5..]);
}

#[test]
fn what_changes_while_it_asks_counts() {
    let sandbox = Sandbox::flask_store();
    let paths = copy_as(&sandbox, &WEEK[2..]);
    let mut terminal = sandbox.at_terminal(&["backup", "prune", "--keep-last", "1"]);
    terminal.sees("Remove 3 backups? [y/N]");
    // The one that was to be kept goes, and so does one that was to be removed.
    fs::remove_file(&paths[3]).expect("it is there");
    fs::remove_file(&paths[0]).expect("it is there");
    terminal.types("y");
    let (code, shown) = terminal.ends();
    assert_eq!(code, 0, "{shown}");
    assert_eq!(times(&sandbox.backups()), [WEEK[4]]);
}

#[test]
fn only_what_is_named_as_a_backup_is_looked_at() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &WEEK);
    let folder = sandbox.backups();
    let others = [
        "before-the-move.tar.gz",
        "chatkeep-20200101_000000Z.tar.gz.partial",
        "chatkeep-20200101_000000Z-1.tar.gz",
        "old-chatkeep-20200101_000000Z.tar.gz",
    ];
    for name in others {
        fs::write(folder.join(name), "mine").expect("ours");
    }
    let inner = folder.join("chatkeep-20200102_000000Z.tar.gz");
    fs::create_dir(&inner).expect("ours");
    symlink("nowhere", folder.join("chatkeep-20200103_000000Z.tar.gz")).expect("ours");
    let prune = ["backup", "prune", "--keep-last", "1", "--yes"];
    sandbox.chatkeep(&prune).run().succeeds();
    assert_eq!(backups_in(&folder).len(), 1 + others.len() + 2);
    assert!(inner.is_dir() && others.iter().all(|name| folder.join(name).exists()));
}

#[test]
fn the_newest_good_backup_stays_whatever_is_newer() {
    let sandbox = Sandbox::flask_store();
    let paths = copy_as(&sandbox, &WEEK);
    let whole = fs::read(&paths[0]).expect("there");
    fs::write(&paths[5], &whole[..whole.len() / 2]).expect("ours");
    fs::write(&paths[4], "").expect("ours");
    let prune = ["backup", "prune", "--keep-last", "1", "--yes"];
    let pruned = sandbox.chatkeep(&prune).run();
    pruned.succeeds().stdout_is(str![[r#"
time                size  kept as    file                              note
2025-12-30 02:00  2.4 kB  (removed)  chatkeep-20251230_020000Z.tar.gz
2026-02-06 02:00  2.4 kB  (removed)  chatkeep-20260206_020000Z.tar.gz
2026-02-07 02:00  2.4 kB  (removed)  chatkeep-20260207_020000Z.tar.gz
2026-02-08 22:00  2.4 kB  last       chatkeep-20260208_220000Z.tar.gz
2026-02-08 23:00     0 B  (removed)  chatkeep-20260208_230000Z.tar.gz  damaged
2026-02-09 02:00  1.2 kB  last       chatkeep-20260209_020000Z.tar.gz  damaged
removed 4 backups, 7.2 kB; 2 are kept

"#]]);
    assert_eq!(times(&sandbox.backups()), [WEEK[3], WEEK[5]]);
}

#[test]
fn without_a_good_backup_nothing_is_removed() {
    let sandbox = Sandbox::flask_store();
    for path in copy_as(&sandbox, &WEEK) {
        fs::write(path, "torn").expect("ours");
    }
    let prune = ["backup", "prune", "--keep-last", "1", "--yes"];
    let refused = sandbox.chatkeep(&prune).run_changing_nothing();
    refused.fails_with(6).stderr_is(str![[r#"
error: there is no good backup in [STORE]/backups
 hint: nothing was removed; `chatkeep backup list` shows what is wrong, and `chatkeep backup` makes a new one

"#]]);
    let none = ["backup", "prune", "--keep-last", "1", "--from", "nowhere"];
    let none = sandbox.chatkeep(&none).run_changing_nothing();
    none.succeeds().stdout_is(str![[r#"
no backups in nowhere yet

"#]]);
}

#[test]
fn a_backup_of_tomorrow_takes_the_place_of_none() {
    let sandbox = Sandbox::flask_store();
    let made = back_up(&sandbox);
    copy_as(&sandbox, &[WEEK[0], "29990101_000000Z"]);
    let prune = ["backup", "prune", "--keep-last", "1", "--yes"];
    let pruned = sandbox.chatkeep(&prune).run().succeeds();
    pruned.stderr_is(str![[r#"
warning: [STORE]/backups/chatkeep-29990101_000000Z.tar.gz is named after a time that is yet to come, so a clock is or was wrong; it is kept, and counts for no rule

"#]]);
    let left = backups_in(&sandbox.backups());
    assert_eq!(left.len(), 2);
    assert_eq!(left[0], made);
}

#[test]
fn the_second_backup_of_a_second_is_the_newer_one() {
    let sandbox = Sandbox::flask_store();
    let names = [
        "20260209_020000Z",
        "20260209_020000Z-2",
        "20260209_020000Z-10",
    ];
    copy_as(&sandbox, &names);
    let prune = |rule| {
        let prune = ["backup", "prune", rule, "2", "--yes"];
        sandbox.chatkeep(&prune).run().succeeds();
        times(&sandbox.backups())
    };
    assert_eq!(prune("--keep-last"), [names[2], names[1]]);
    assert_eq!(prune("--keep-yearly"), [names[2]]);
}

#[test]
fn what_may_not_be_removed_is_told() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &WEEK);
    let folder = sandbox.backups();
    fs::set_permissions(&folder, Permissions::from_mode(0o555)).expect("ours");
    let prune = ["backup", "prune", "--keep-last", "1", "--yes"];
    let refused = sandbox.chatkeep(&prune).unprivileged();
    refused
        .run_changing_nothing()
        .fails_with(1)
        .stderr_is(str![[r#"
error: cannot remove [STORE]/backups/chatkeep-20251230_020000Z.tar.gz: Permission denied (os error 13)
 hint: run as a user who may, or name another place

"#]]);
    fs::set_permissions(&folder, Permissions::from_mode(0o755)).expect("ours");
    assert_eq!(times(&folder), WEEK);
}

#[test]
fn what_cannot_be_judged_stays_and_is_told() {
    let sandbox = Sandbox::flask_store();
    let paths = copy_as(&sandbox, &WEEK[3..]);
    fs::set_permissions(&paths[0], Permissions::from_mode(0o000)).expect("ours");
    let prune = ["backup", "prune", "--keep-last", "1", "--yes"];
    let pruned = sandbox.chatkeep(&prune).unprivileged().run();
    pruned
        .fails_with(6)
        .stdout_is(str![[r#"
time                size  kept as          file                              note
2026-02-08 22:00  2.4 kB  unreadable here  chatkeep-20260208_220000Z.tar.gz
2026-02-08 23:00  2.4 kB  (removed)        chatkeep-20260208_230000Z.tar.gz
2026-02-09 02:00  2.4 kB  last             chatkeep-20260209_020000Z.tar.gz
removed 1 backup, 2.4 kB; 2 are kept

"#]])
        .stderr_is(str![[r#"
error: 1 backup could not be read here, and so not be judged: cannot open [STORE]/backups/chatkeep-20260208_220000Z.tar.gz: Permission denied (os error 13)
 hint: what cannot be judged stays where it is; remove it yourself if it is of no use

"#]]);
    assert_eq!(times(&sandbox.backups()), [WEEK[3], WEEK[5]]);
}

#[test]
fn the_configuration_can_hold_the_rules() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &WEEK);
    let folder = sandbox.config().join("chatkeep");
    fs::create_dir(&folder).expect("made");
    let rules = "[backup]\nkeep_last = 2\nkeep_yearly = 2\n";
    fs::write(folder.join("config.toml"), rules).expect("written");
    let prune = |more: &[&str]| {
        let arguments = [&["backup", "prune", "--yes"], more].concat();
        sandbox.chatkeep(&arguments).run().succeeds();
        times(&sandbox.backups())
    };
    assert_eq!(prune(&[]), [WEEK[0], WEEK[4], WEEK[5]]);
    // Rules that are given stand alone.
    assert_eq!(prune(&["--keep-last", "1"]), [WEEK[5]]);
}
