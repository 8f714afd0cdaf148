//! Backups as cron makes them: made, read back, and older ones removed, in one run.

use std::fs;
use std::path::Path;

use serde_json::json;
use snapbox::str;

use crate::backup_files::{backups_in, copy_as};
use crate::sandbox::Sandbox;

const OLD: [&str; 3] = ["20200101_000000Z", "20200102_000000Z", "20200103_000000Z"];

fn configure(sandbox: &Sandbox, text: &str) {
    let folder = sandbox.config().join("chatkeep");
    fs::create_dir(&folder).expect("made");
    fs::write(folder.join("config.toml"), text).expect("written");
}

/// Runs the program with every seek failing, which happens when a backup is read and not when it is made.
pub(crate) fn with_failing_reads<'s>(
    sandbox: &'s Sandbox,
    arguments: &[&str],
) -> crate::outcome::Outcome<'s> {
    let strace = [
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "inject=lseek:error=EIO",
    ];
    let program = [env!("CARGO_BIN_EXE_chatkeep")];
    let all = [&strace[..], &program, arguments].concat();
    sandbox.program("strace", &all).run()
}

#[test]
fn a_new_backup_is_read_back_and_old_ones_go() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &OLD);
    let create = ["backup", "create", "--verify", "--keep-last", "2"];
    let made = sandbox.chatkeep(&create).run().succeeds();
    made.stdout_is(str![[r#"
[STORE]/backups/chatkeep-[NOW].tar.gz: 2.4 kB, 4 users, 4 conversations, in [..] s
verified: every byte is as it was written
removed 2 backups, [..] kB; 2 are kept

"#]]);
    let left = backups_in(&sandbox.backups());
    assert_eq!(left.len(), 2);
    assert!(left[0].ends_with("chatkeep-20200103_000000Z.tar.gz"));
}

#[test]
fn json_tells_what_was_verified_and_removed() {
    let sandbox = Sandbox::flask_store();
    let old = copy_as(&sandbox, &OLD);
    let create = ["backup", "--format", "json", "--verify", "--keep-last", "2"];
    let made = sandbox.chatkeep(&create).run().succeeds().stdout_json();
    assert_eq!(made["verified"], json!(true));
    assert_eq!(made["pruned"], json!([old[0], old[1]]));
}

#[test]
fn what_fails_its_verification_removes_nothing() {
    json_files_only!("looking up a server's address seeks, too");
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &OLD);
    let create = ["backup", "create", "--verify", "--keep-last", "1"];
    let failed = with_failing_reads(&sandbox, &create).fails_with(6);
    failed.stderr_is(str![[r#"
error: cannot read [STORE]/backups/chatkeep-[NOW].tar.gz: Input/output error (os error 5); the new backup is not to be relied on, and no other was removed

"#]]);
    assert_eq!(backups_in(&sandbox.backups()).len(), OLD.len() + 1);
    let create = [&create[..], &["--format", "json"]].concat();
    let failed = with_failing_reads(&sandbox, &create).fails_with(6);
    assert_eq!(failed.stdout_json()["verified"], json!(false));
    assert_eq!(failed.stdout_json()["pruned"], json!(null));
}

#[test]
fn without_a_new_backup_nothing_is_removed() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &OLD);
    let folder = sandbox.backups();
    let folder = folder.to_str().expect("text");
    let create = [
        "--store",
        "nowhere",
        "backup",
        "--keep-last",
        "1",
        "--to",
        folder,
    ];
    sandbox
        .chatkeep(&create)
        .run_changing_nothing()
        .fails_with(3);
}

#[test]
fn the_rules_of_the_configuration_are_for_its_folder() {
    let sandbox = Sandbox::flask_store();
    let old = copy_as(&sandbox, &OLD);
    configure(&sandbox, "[backup]\nkeep_last = 2\n");
    let elsewhere = sandbox.work().join("elsewhere");
    fs::create_dir(&elsewhere).expect("ours");
    for path in &old {
        fs::copy(path, elsewhere.join(path.file_name().expect("a name"))).expect("ours");
    }
    let count = |folder: &Path| backups_in(folder).len();
    let run = |arguments: &[&str]| {
        sandbox.chatkeep(arguments).run().succeeds();
    };
    run(&["backup", "--to", "elsewhere"]);
    run(&["backup", "-o", "two.tar.gz"]);
    assert_eq!((count(&elsewhere), count(&sandbox.backups())), (4, 3));
    run(&["backup"]);
    assert_eq!(count(&sandbox.backups()), 2);
    run(&["backup", "--to", "elsewhere", "--keep-daily", "3"]);
    assert_eq!(count(&elsewhere), 3);
}

#[test]
fn what_goes_elsewhere_cannot_be_read_back_or_take_the_place_of_others() {
    let sandbox = Sandbox::flask_store();
    let run = |arguments: &[&str]| sandbox.chatkeep(arguments).run_changing_nothing();
    run(&["backup", "-o", "-", "--verify"])
        .fails_with(2)
        .stderr_is(str![[r#"
error: what went to standard output cannot be read back
 hint: verify it where it arrives, with `chatkeep backup verify`

"#]]);
    run(&["backup", "-o", "x", "--keep-last", "1"])
        .fails_with(2)
        .stderr_is(str![[r#"
error: rules of keeping are for a folder of backups
 hint: name the folder with --to in place of -o

"#]]);
    run(&["backup", "--verify", "list"]).fails_with(2);
    run(&["backup", "--keep-last", "1", "list"]).fails_with(2);
    let file = ["backup", "-o", "x.tar.gz", "--verify"];
    sandbox.chatkeep(&file).run().succeeds();
}

#[test]
fn a_list_says_which_rules_keep_each_where_there_are_rules() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &OLD);
    let list = |more: &[&str]| {
        let arguments = [&["backup", "list"], more].concat();
        sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .succeeds()
    };
    let listed = list(&["--format", "json"]).stdout_json();
    assert_eq!(listed[0]["kept"], json!(null));
    assert_eq!(listed[0]["reasons"], json!(null));
    configure(&sandbox, "[backup]\nkeep_daily = 2\nkeep_yearly = 1\n");
    list(&[]).stdout_is(str![[r#"
time                size  users  conversations  kept as        file                              note
2020-01-01 00:00  2.4 kB      4              4  (not kept)     chatkeep-20200101_000000Z.tar.gz
2020-01-02 00:00  2.4 kB      4              4  daily          chatkeep-20200102_000000Z.tar.gz
2020-01-03 00:00  2.4 kB      4              4  daily, yearly  chatkeep-20200103_000000Z.tar.gz

"#]]);
    let listed = list(&["--format", "json"]).stdout_json();
    assert_eq!(listed[0]["kept"], json!(false));
    assert_eq!(listed[0]["reasons"], json!([]));
    assert_eq!(listed[2]["reasons"], json!(["daily", "yearly"]));
}
