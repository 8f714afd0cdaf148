//! Damage, in a store and in its backups: found, named, and never spread.

use std::fs;
use std::path::PathBuf;

use snapbox::str;

use crate::backup_files::{ADA, app_files, back_up, flip_a_bit, restore, text};
use crate::sandbox::Sandbox;

#[test]
fn damaged_backups_are_listed_and_all_others_verified_too() {
    let sandbox = Sandbox::flask_store();
    let good = back_up(&sandbox);
    let folder = sandbox.backups();
    let bytes = fs::read(&good).expect("there");
    let cut = folder.join("chatkeep-20200101_000000Z.tar.gz");
    fs::write(&cut, &bytes[..bytes.len() - 1]).expect("ours");
    let flipped = folder.join("chatkeep-20210101_000000Z.tar.gz");
    fs::write(&flipped, &bytes).expect("ours");
    flip_a_bit(&flipped);
    let listed = sandbox.chatkeep(&["backup", "list"]).run_changing_nothing();
    listed
        .fails_with(6)
        .stdout_is(str![[r#"
time                size  users  conversations  file                              note
2020-01-01 00:00  2.4 kB      -              -  chatkeep-20200101_000000Z.tar.gz  damaged
2021-01-01 00:00  2.4 kB      4              4  chatkeep-20210101_000000Z.tar.gz
[NOW]  2.4 kB      4              4  chatkeep-[NOW].tar.gz

"#]])
        .stderr_is(str![[r#"
error: 1 of 3 backups cannot be read
 hint: keep it for inspection elsewhere, and make a new one with `chatkeep backup`

"#]]);
    let verified = sandbox
        .chatkeep(&["backup", "verify", "all"])
        .run_changing_nothing();
    verified
        .fails_with(6)
        .stdout_is(str![[r#"
failed  [STORE]/backups/chatkeep-20200101_000000Z.tar.gz is damaged at byte [..]: the end is missing that every complete backup has
failed  [STORE]/backups/chatkeep-20210101_000000Z.tar.gz is damaged at byte 0: [..]
ok      [STORE]/backups/chatkeep-[NOW].tar.gz: 4 users, 4 conversations

"#]])
        .stderr_is(str![[r#"
error: 2 of 3 backups failed
 hint: keep it for inspection elsewhere, and make a new one with `chatkeep backup`

"#]]);
    let one = sandbox.chatkeep(&["backup", "verify", "latest"]).run();
    one.succeeds();
}

#[test]
fn what_is_damaged_in_the_store_is_backed_up_with_a_warning() {
    json_files_only!("it damages files");
    let sandbox = Sandbox::flask_store();
    fs::write(sandbox.store().join(ADA), "{\"api_keys\": {").expect("ours");
    fs::create_dir(sandbox.store().join("user_data/x.json")).expect("ours");
    let made = sandbox.chatkeep(&["backup"]).run().succeeds();
    made.stderr_is(str![[r#"
warning: user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json was damaged when it was backed up (EOF while parsing [..] at byte 14); it is in the backup as it was
warning: [STORE]/user_data/x.json is no file, and is not in the backup

"#]]);
    let verified = sandbox
        .chatkeep(&["backup", "verify", "latest"])
        .run()
        .succeeds();
    assert!(verified.stderr_text().contains(ADA), "{verified}");
}

#[test]
fn what_is_no_whole_backup_changes_nothing() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let bytes = fs::read(&backup).expect("there");
    let bad = sandbox.work().join("bad.tar.gz");
    let new = sandbox.work().join("new/store");
    let refused = |what: &str| {
        let place = text(&new);
        for arguments in [
            &["restore", "bad.tar.gz", "--yes"][..],
            &["restore", "bad.tar.gz", "--dry-run"],
            &["--store", place, "restore", "bad.tar.gz", "--yes"],
        ] {
            let run = sandbox.chatkeep(arguments).run_changing_nothing();
            let run = run.fails_with(6);
            assert!(run.stderr_text().contains("hint: "), "{what}: {run}");
        }
    };
    for length in [
        0,
        1,
        100,
        bytes.len() / 2,
        bytes.len() - 35,
        bytes.len() - 1,
    ] {
        fs::write(&bad, &bytes[..length]).expect("ours");
        refused(&format!("{length} bytes"));
    }
    fs::write(&bad, &bytes).expect("ours");
    flip_a_bit(&bad);
    refused("a bit flipped");
    fs::write(&bad, [&bytes[..], b"\0"].concat()).expect("ours");
    refused("a byte too many");
    fs::remove_file(&bad).expect("ours");
    let (file, store) = (text(&bad), sandbox.store());
    let arguments = ["czf", file, "-C", text(&store), "user_data"];
    let tar = sandbox.program("tar", &arguments).on_files();
    tar.run().succeeds();
    refused("a tarball without accounts");
    fs::remove_file(&bad).expect("ours");
    fs::create_dir(&bad).expect("ours");
    refused("a folder");
}

#[test]
fn a_damaged_backup_is_named_with_its_place() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    flip_a_bit(&backup);
    restore(&sandbox, &backup).fails_with(6).stderr_is(str![[r#"
error: [STORE]/backups/chatkeep-[NOW].tar.gz is damaged at byte 0: [..]
 hint: `chatkeep backup verify all` tells which backups are whole

"#]]);
}

#[test]
fn a_backup_whose_accounts_were_damaged_already_is_refused() {
    json_files_only!("it damages files");
    let sandbox = Sandbox::flask_store();
    let users = sandbox.store().join("users.json");
    let whole = fs::read(&users).expect("there");
    fs::write(&users, &whole[..100]).expect("ours");
    let backup = back_up(&sandbox);
    let arguments = ["restore", text(&backup), "--yes"];
    let refused = sandbox.chatkeep(&arguments).run_changing_nothing();
    refused.fails_with(6).stderr_is(str![[r#"
error: [STORE]/backups/chatkeep-[NOW].tar.gz cannot be restored: its users.json was damaged already when it was made
 hint: take another one; `chatkeep backup list` shows them

"#]]);
}

#[test]
fn a_broken_store_is_mended_and_its_remains_are_kept() {
    json_files_only!("it damages files");
    for broken in [None, Some(""), Some("{\"x\": ")] {
        let sandbox = Sandbox::flask_store();
        let before = app_files(&sandbox.store());
        let backup = back_up(&sandbox);
        let users = sandbox.store().join("users.json");
        match broken {
            Some(text) => fs::write(&users, text).expect("ours"),
            None => fs::remove_file(&users).expect("ours"),
        }
        let restored = restore(&sandbox, &backup).succeeds();
        let warned = restored
            .stderr_text()
            .contains("warning: users.json was damaged");
        assert_eq!(warned, broken.is_some(), "{restored}");
        let names = |files: Vec<(PathBuf, String)>| {
            files.into_iter().map(|(path, _)| path).collect::<Vec<_>>()
        };
        assert_eq!(names(app_files(&sandbox.store())), names(before));
        sandbox.chatkeep(&["user", "list"]).run().succeeds();
        let kept = fs::read_dir(sandbox.store().join(".chatkeep/before-restore")).expect("there");
        let kept = kept.last().expect("one").expect("readable").path();
        assert!(kept.join(ADA).exists());
    }
}
