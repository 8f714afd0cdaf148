//! Backups: made, listed, verified, streamed.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use serde_json::json;
use snapbox::str;

use crate::backup_files::{assert_same_documents, back_up, backups_in};
use crate::sandbox::Sandbox;
use crate::tree::{differences, tree_digest};

#[test]
fn a_backup_is_made_listed_and_verified() {
    let sandbox = Sandbox::flask_store();
    let made = sandbox
        .chatkeep(&["backup", "--note", "before the move"])
        .run();
    made.succeeds().stdout_is(str![[r#"
[STORE]/backups/chatkeep-[NOW].tar.gz: 2.4 kB, 4 users, 4 conversations, in [..] s

"#]]);
    let listed = sandbox.chatkeep(&["backup", "list"]).run_changing_nothing();
    listed.succeeds().stdout_is(str![[r#"
time                size  users  conversations  file                              note
[NOW]  2.4 kB      4              4  chatkeep-[NOW].tar.gz  before the move

"#]]);
    for which in ["latest", "all"] {
        let verified = sandbox.chatkeep(&["backup", "verify", which]);
        verified
            .run_changing_nothing()
            .succeeds()
            .stdout_is(str![[r#"
ok      [STORE]/backups/chatkeep-[NOW].tar.gz: 4 users, 4 conversations

"#]]);
    }
}

#[test]
fn the_fields_of_json_are_a_promise() {
    let sandbox = Sandbox::flask_store();
    let made = sandbox
        .chatkeep(&["--format", "json", "backup", "--note", "n"])
        .run()
        .succeeds();
    let mut made = made.stdout_json();
    assert!(made["seconds"].is_number() && made["size_bytes"].as_u64() > Some(2_000));
    (made["seconds"], made["size_bytes"]) = (json!(0), json!(0));
    let created_at = made["created_at"].clone();
    let path = made["path"].clone();
    assert_eq!(
        made.to_string(),
        json!({
            "path": path, "created_at": created_at, "size_bytes": 0, "users": 4, "conversations": 4, "note": "n",
            "damaged": [], "left_out": [], "seconds": 0, "verified": null, "pruned": null,
            "encrypted": false, "keys_excluded": false
        })
        .to_string()
    );
    let listed = sandbox
        .chatkeep(&["backup", "list", "--format", "json"])
        .run()
        .succeeds();
    let mut listed = listed.stdout_json();
    listed[0]["size_bytes"] = json!(0);
    assert_eq!(
        listed.to_string(),
        json!([{
            "path": path, "created_at": created_at, "size_bytes": 0, "state": "readable", "users": 4,
            "conversations": 4, "note": "n", "problem": null, "proven_at": null, "encrypted": false,
            "keys_excluded": false, "kept": null, "reasons": null
        }])
        .to_string()
    );
    let verified = sandbox
        .chatkeep(&["backup", "verify", "all", "--format", "json"])
        .run();
    assert_eq!(
        verified.succeeds().stdout_json().to_string(),
        json!([{
            "path": path, "ok": true, "created_at": created_at, "users": 4, "conversations": 4, "damaged": [],
            "problem": null, "checksums": true
        }])
        .to_string()
    );
}

#[test]
fn others_tools_unpack_a_backup_into_a_store() {
    for script in [
        r#"tar xzf "$0" -C "$1""#,
        r#"bsdtar -xf "$0" -C "$1""#,
        r#"gzip -t "$0" && gzip -dc "$0" | tar xf - -C "$1""#,
        r#"python3 -W ignore -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$0" "$1""#,
    ] {
        let sandbox = Sandbox::flask_store();
        let backup = back_up(&sandbox);
        let folder = sandbox.work().join("unpacked");
        fs::create_dir(&folder).expect("made");
        let (backup, target) = (
            backup.to_str().expect("text"),
            folder.to_str().expect("text"),
        );
        let arguments = ["-ec", script, backup, target];
        let unpacked = sandbox.program("sh", &arguments).run().succeeds();
        assert!(unpacked.stderr.is_empty(), "{script} complains: {unpacked}");
        assert_same_documents(&sandbox, &folder, &sandbox.store());
        let users = |store: &str| {
            let listed = sandbox.chatkeep(&["--store", store, "user", "list"]).run();
            listed.succeeds().stdout
        };
        assert_eq!(users(target), users(&sandbox.location()));
    }
}

#[test]
fn backups_of_one_second_are_all_kept() {
    let sandbox = Sandbox::flask_store();
    let made: Vec<_> = (0..4).map(|_| back_up(&sandbox)).collect();
    assert_eq!(backups_in(&sandbox.backups()).len(), made.len());
}

#[test]
fn a_backup_can_be_piped() {
    let sandbox = Sandbox::flask_store();
    let chatkeep = env!("CARGO_BIN_EXE_chatkeep");
    let script = r#""$0" backup -o - | tar tz"#;
    let piped = sandbox
        .program("sh", &["-c", script, chatkeep])
        .run()
        .succeeds();
    piped
        .stdout_is(str![[r#"
users.json
user_data/09302212-702c-46ec-b601-69456355f61d.json
user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json
manifest.json

"#]])
        .stderr_is(str![[r#"
backup written: 2.4 kB, 4 users, 4 conversations, in [..] s

"#]]);
    let quiet = sandbox
        .chatkeep(&["backup", "-q", "-o", "-"])
        .run()
        .succeeds();
    assert!(quiet.stderr.is_empty(), "{quiet}");
    assert!(!sandbox.backups().exists());
}

#[test]
fn a_stream_that_nobody_takes_to_its_end_is_no_backup() {
    let sandbox = Sandbox::flask_store();
    let script = r#""$0" backup -o - >/dev/full"#;
    let chatkeep = env!("CARGO_BIN_EXE_chatkeep");
    let cut = sandbox.program("sh", &["-c", script, chatkeep]).run();
    cut.fails_with(1).stderr_is(str![[r#"
error: cannot write the backup: No space left on device (os error 28)
 hint: what was written so far is no backup; throw it away

"#]]);
}

#[test]
fn a_backup_is_not_written_to_a_terminal() {
    let sandbox = Sandbox::flask_store();
    let (code, shown) = sandbox.at_terminal(&["backup", "-o", "-"]).ends();
    assert_eq!(code, 2, "{shown}");
    assert!(shown.contains("nothing to show at a terminal"), "{shown}");
}

#[test]
fn a_file_that_is_there_is_not_replaced() {
    let sandbox = Sandbox::flask_store();
    let backup = |file| sandbox.chatkeep(&["backup", "-o", file]);
    backup("mine.tar.gz").run().succeeds().stdout_is(str![[r#"
mine.tar.gz: 2.4 kB, 4 users, 4 conversations, in [..] s

"#]]);
    backup("mine.tar.gz")
        .run_changing_nothing()
        .fails_with(4)
        .stderr_is(str![[r#"
error: mine.tar.gz is there already
 hint: give another name, or a folder with --to, where each backup is named by its time

"#]]);
    backup(".").run_changing_nothing().fails_with(4);
    backup("nowhere/mine.tar.gz")
        .run_changing_nothing()
        .fails_with(1)
        .stderr_is(str![[r#"
error: cannot create a file in nowhere: No such file or directory (os error 2)
 hint: make that folder first

"#]]);
    assert_eq!(
        backups_in(&sandbox.work()),
        [sandbox.work().join("mine.tar.gz")]
    );
}

#[test]
fn options_say_where_it_goes_and_how_small_it_gets() {
    let sandbox = Sandbox::flask_store();
    let folder = sandbox.work().join("a/b");
    sandbox
        .chatkeep(&["backup", "create", "--to", "a/b", "--level", "9"])
        .run()
        .succeeds();
    assert_eq!(backups_in(&folder).len(), 1);
    assert_eq!(fs::metadata(&folder).expect("made").mode() & 0o7777, 0o700);
    sandbox
        .chatkeep(&["backup", "verify", "latest", "--from", "a/b"])
        .run()
        .succeeds();
    let name = backups_in(&folder)[0]
        .file_name()
        .expect("a name")
        .to_owned();
    let name = name.to_str().expect("text");
    sandbox
        .chatkeep(&["backup", "verify", name, "--from", "a/b"])
        .run()
        .succeeds();
    for arguments in [
        &["backup", "--level", "0"][..],
        &["backup", "--level", "10"],
        &["backup", "--to", "a", "-o", "b"],
        &["backup", "--to", "a", "list"],
    ] {
        sandbox
            .chatkeep(arguments)
            .run_changing_nothing()
            .fails_with(2);
    }
    sandbox.chatkeep(&["backup", "-q", "list"]).run().succeeds();
}

#[test]
fn the_configuration_names_the_folder() {
    let sandbox = Sandbox::flask_store();
    let folder = sandbox.config().join("chatkeep");
    fs::create_dir(&folder).expect("made");
    fs::write(
        folder.join("config.toml"),
        "[backup]\nfolder = \"~/saved\"\n",
    )
    .expect("written");
    sandbox.chatkeep(&["backup"]).run().succeeds();
    assert_eq!(backups_in(&sandbox.home().join("saved")).len(), 1);
    let listed = sandbox
        .chatkeep(&["backup", "list", "--format", "json"])
        .run()
        .succeeds();
    assert_eq!(listed.stdout_json().as_array().map(Vec::len), Some(1));
    assert!(!sandbox.backups().exists());
}

#[test]
fn what_is_not_there_is_not_found() {
    let sandbox = Sandbox::flask_store();
    let run = |arguments: &[&str]| sandbox.chatkeep(arguments).run_changing_nothing();
    run(&["backup", "list"]).succeeds().stdout_is(str![[r#"
no backups in [STORE]/backups yet

"#]]);
    let none = str![[r#"
error: there are no backups in [STORE]/backups
 hint: `chatkeep backup` makes one; --from says which folder others are in

"#]];
    for arguments in [["backup", "verify", "latest"], ["backup", "verify", "all"]] {
        run(&arguments).fails_with(3).stderr_is(none.clone());
    }
    run(&["restore", "latest", "--yes"])
        .fails_with(3)
        .stderr_is(none);
    run(&["backup", "verify", "x.tar.gz"])
        .fails_with(3)
        .stderr_is(str![[r#"
error: there is no backup x.tar.gz
 hint: `chatkeep backup list` shows the backups; `latest` is one, too

"#]]);
    run(&["--store", "nowhere", "backup"]).fails_with(3);
}

#[test]
fn a_store_that_cannot_be_written_is_backed_up_elsewhere() {
    json_files_only!("it is about the owners and modes of files");
    let sandbox = Sandbox::flask_store();
    for (name, mode) in [("users.json", 0o444), ("user_data", 0o555), ("", 0o555)] {
        let path = sandbox.store().join(name);
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("ours");
    }
    let prepared = sandbox
        .chatkeep(&["backup", "--to", "saved"])
        .unprivileged();
    let before = tree_digest(&sandbox.store());
    prepared.run().succeeds();
    let changes = differences(&before, &tree_digest(&sandbox.store()));
    assert!(changes.is_empty(), "{changes:?}");
    assert_eq!(backups_in(&sandbox.work().join("saved")).len(), 1);
    sandbox
        .chatkeep(&["backup", "verify", "latest", "--from", "saved"])
        .run()
        .succeeds();
    let refused = sandbox
        .chatkeep(&["backup"])
        .unprivileged()
        .run_changing_nothing();
    refused.fails_with(1).stderr_is(str![[r#"
error: cannot create [STORE]/backups: Permission denied (os error 13)
 hint: run as a user who may, or name another place

"#]]);
    // So that the folder can be removed.
    fs::set_permissions(sandbox.store(), Permissions::from_mode(0o755)).expect("ours");
    let user_data = sandbox.store().join("user_data");
    fs::set_permissions(user_data, Permissions::from_mode(0o755)).expect("ours");
}

#[test]
fn what_root_makes_in_the_apps_store_is_the_apps() {
    json_files_only!("it is about the owners and modes of files");
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let sandbox = Sandbox::flask_store();
    let store = sandbox.store();
    for path in tree_digest(&store).keys() {
        chown(store.join(path), Some(4242), Some(4343)).expect("root may");
    }
    let backup = back_up(&sandbox);
    sandbox
        .chatkeep(&["backup", "--to", "mine"])
        .run()
        .succeeds();
    for path in tree_digest(&store).keys() {
        let facts = fs::metadata(store.join(path)).expect("there");
        assert_eq!(
            (facts.uid(), facts.gid()),
            (4242, 4343),
            "{}",
            path.display()
        );
    }
    let mode = |path: &Path| fs::metadata(path).expect("there").mode() & 0o7777;
    assert_eq!(mode(&backup), 0o600);
    assert_eq!(mode(&store.join("backups")), 0o700);
    let elsewhere = fs::metadata(sandbox.work().join("mine")).expect("made");
    assert_eq!(elsewhere.uid(), 0, "outside the store it is root's");
}
