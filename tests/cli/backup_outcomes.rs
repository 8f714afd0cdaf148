//! What became of a backup, told to machines: metrics for Prometheus, and a command that is run when it fails.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;

use chrono::Utc;
use snapbox::str;

use crate::backup_files::backups_in;
use crate::sandbox::Sandbox;

/// Reads a file of metrics: values by names.
fn metrics(path: &Path) -> BTreeMap<String, f64> {
    let text = fs::read_to_string(path).expect("it is there");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let values = lines.map(|line| {
        let (name, value) = line.split_once(' ').expect("a name and a value");
        let name = name.strip_prefix("chatkeep_backup_").expect("ours");
        (name.to_owned(), value.parse().expect("a number"))
    });
    values.collect()
}

#[test]
fn a_backup_is_noted_for_prometheus() {
    let sandbox = Sandbox::flask_store();
    let begun = Utc::now().timestamp();
    let create = ["backup", "--metrics", "chatkeep.prom"];
    sandbox.chatkeep(&create).run().succeeds();
    let path = sandbox.work().join("chatkeep.prom");
    let read = sandbox.program("cat", &["chatkeep.prom"]).run();
    read.succeeds().stdout_is(str![[r#"
# HELP chatkeep_backup_last_success_timestamp_seconds When the last backup was made, in seconds since 1970.
# TYPE chatkeep_backup_last_success_timestamp_seconds gauge
chatkeep_backup_last_success_timestamp_seconds [..]
# HELP chatkeep_backup_last_success_size_bytes The size of the last backup.
# TYPE chatkeep_backup_last_success_size_bytes gauge
chatkeep_backup_last_success_size_bytes [..]
# HELP chatkeep_backup_last_success_duration_seconds How long it took to make the last backup.
# TYPE chatkeep_backup_last_success_duration_seconds gauge
chatkeep_backup_last_success_duration_seconds [..].[..]
# HELP chatkeep_backup_last_success_users Accounts in the last backup.
# TYPE chatkeep_backup_last_success_users gauge
chatkeep_backup_last_success_users 4
# HELP chatkeep_backup_last_success_conversations Conversations in the last backup.
# TYPE chatkeep_backup_last_success_conversations gauge
chatkeep_backup_last_success_conversations 4
# HELP chatkeep_backup_last_run_success Whether the last run did all it was to do: 1 if so, 0 if not.
# TYPE chatkeep_backup_last_run_success gauge
chatkeep_backup_last_run_success 1
# HELP chatkeep_backup_last_run_timestamp_seconds When the last run ended, in seconds since 1970.
# TYPE chatkeep_backup_last_run_timestamp_seconds gauge
chatkeep_backup_last_run_timestamp_seconds [..]

"#]]);
    let facts = fs::metadata(&path).expect("it is there");
    assert_eq!(facts.mode() & 0o7777, 0o644);
    assert_eq!(
        backups_in(&sandbox.work()),
        std::slice::from_ref(&path),
        "nothing is beside it"
    );
    let metrics = metrics(&path);
    let backup = &backups_in(&sandbox.backups())[0];
    let size = fs::metadata(backup).expect("it is there").len();
    assert_eq!(metrics["last_success_size_bytes"], size as f64);
    let now = begun as f64..=Utc::now().timestamp() as f64;
    assert!(now.contains(&metrics["last_success_timestamp_seconds"]));
    assert!(now.contains(&metrics["last_run_timestamp_seconds"]));
}

#[test]
fn a_failure_keeps_what_was_noted_of_the_last_success() {
    let sandbox = Sandbox::flask_store();
    let path = sandbox.work().join("chatkeep.prom");
    let run = |more: &[&str]| {
        let arguments = [&["backup", "--metrics", "chatkeep.prom"], more].concat();
        sandbox.chatkeep(&arguments).run()
    };
    run(&["--store", "nowhere"]).fails_with(3);
    let first = metrics(&path);
    assert_eq!(first.len(), 2, "there was no success yet: {first:?}");
    assert_eq!(first["last_run_success"], 0.0);
    run(&[]).succeeds();
    let success = metrics(&path);
    assert_eq!((success.len(), success["last_run_success"]), (7, 1.0));
    run(&["--store", "nowhere"]).fails_with(3);
    let failure = metrics(&path);
    assert_eq!((failure.len(), failure["last_run_success"]), (7, 0.0));
    for (name, value) in success
        .iter()
        .filter(|(name, _)| name.starts_with("last_success"))
    {
        assert_eq!(failure[name], *value, "{name}");
    }
}

#[test]
fn a_backup_that_fails_its_verification_is_no_success() {
    json_files_only!("looking up a server's address seeks, too");
    let sandbox = Sandbox::flask_store();
    let create = ["backup", "--verify", "--metrics", "chatkeep.prom"];
    crate::backup_runs::with_failing_reads(&sandbox, &create).fails_with(6);
    let metrics = metrics(&sandbox.work().join("chatkeep.prom"));
    assert_eq!((metrics.len(), metrics["last_run_success"]), (2, 0.0));
}

#[test]
fn a_file_that_holds_something_else_is_not_replaced() {
    let sandbox = Sandbox::flask_store();
    let path = sandbox.work().join("node.prom");
    fs::write(&path, "node_load1 0.2\n").expect("ours");
    let run = |file: &str| sandbox.chatkeep(&["backup", "--metrics", file]).run();
    run("node.prom").fails_with(4).stderr_is(str![[r#"
error: node.prom holds something else than metrics of backups; the new backup is there
 hint: name a file of its own, one for each store

"#]]);
    assert_eq!(fs::read(&path).expect("it is there"), b"node_load1 0.2\n");
    assert_eq!(
        backups_in(&sandbox.backups()).len(),
        1,
        "the backup is made"
    );
    run("/dev/null").fails_with(4);
    run("nowhere/chatkeep.prom").fails_with(1);
    // A link stays one.
    fs::write(sandbox.work().join("real.prom"), "").expect("ours");
    symlink("real.prom", sandbox.work().join("link.prom")).expect("ours");
    run("link.prom").succeeds();
    assert_eq!(metrics(&sandbox.work().join("real.prom")).len(), 7);
}

#[test]
fn a_command_learns_of_a_failure() {
    let sandbox = Sandbox::flask_store();
    let tell = r#"echo "$CHATKEEP_ERROR_CODE: $CHATKEEP_ERROR""#;
    let run = |command: &str, more: &[&str]| {
        let arguments = [&["backup", "--on-failure", command], more].concat();
        sandbox.chatkeep(&arguments).run()
    };
    let nowhere = ["--store", "nowhere"];
    run(tell, &nowhere)
        .fails_with(3)
        .stdout_is(str![[""]])
        .stderr_is(str![[r#"
store_not_found: there is no store at nowhere
error: there is no store at nowhere
 hint: `chatkeep --store nowhere init` makes one; --store or CHATKEEP_STORE says where another is

"#]]);
    run("exit 7", &nowhere).fails_with(3).stderr_is(str![[r#"
warning: the command of --on-failure failed: exit status: 7
error: there is no store at nowhere
 hint: `chatkeep --store nowhere init` makes one; --store or CHATKEEP_STORE says where another is

"#]]);
    // It has nothing to read, and a backup that is made is none of its business.
    run("cat", &nowhere).fails_with(3);
    let made = run("touch told", &[]).succeeds();
    assert!(made.stderr.is_empty() && !sandbox.work().join("told").exists());
    run("touch told", &["--verify", "-o", "x.tar.gz"]).succeeds();
    run("touch told", &["-o", "x.tar.gz"]).fails_with(4);
    assert!(sandbox.work().join("told").exists());
}

#[test]
fn no_secret_is_told() {
    let sandbox = Sandbox::flask_store();
    let url = "postgres://chat:hunter2@127.0.0.1:1/chat";
    let tell = r#"echo "$CHATKEEP_ERROR" >told"#;
    let create = ["--store", url, "backup", "--on-failure", tell];
    let create = [&create[..], &["--metrics", "chatkeep.prom"]].concat();
    sandbox.chatkeep(&create).run().fails_with(8);
    for name in ["told", "chatkeep.prom"] {
        let text = fs::read_to_string(sandbox.work().join(name)).expect("it was written");
        assert!(!text.is_empty() && !text.contains("hunter2"), "{text}");
    }
}
