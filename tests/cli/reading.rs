//! Commands that only read: they leave no trace, also where they could not, and look at nobody else's file.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::sandbox::Sandbox;
use crate::stored::{ADA, TWO_TURNS};
use crate::tree::tree_digest;

/// Every command that reads a store and changes nothing in it. `OUT` is a folder elsewhere with a backup in it.
const READING: &[&[&str]] = &[
    &["user", "list"],
    &["user", "show", "ada@example.org"],
    &["user", "verify", "ada@example.org", "--password-stdin"],
    &["key", "list"],
    &["key", "show", "ada@example.org", "openai"],
    &["chat", "list", "--user", "ada@example.org"],
    &["chat", "show", TWO_TURNS, "--user", "ada@example.org"],
    &["export"],
    &[
        "export",
        "last",
        "--user",
        "ada@example.org",
        "--as",
        "markdown",
    ],
    &["stats"],
    &["backup", "create", "-o", "OUT/new.tar.gz"],
    &["backup", "list", "--from", "OUT"],
    &["backup", "verify", "OUT/old.tar.gz"],
    &["restore", "OUT/old.tar.gz", "--dry-run"],
];

/// A fixture's store, and a backup of it in the working folder.
fn backed_up_store() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    let backup = sandbox.work().join("old.tar.gz");
    let backup = backup.to_str().expect("the sandbox has a plain name");
    sandbox
        .chatkeep(&["backup", "create", "-o", backup])
        .run()
        .succeeds();
    let _ = fs::remove_dir_all(sandbox.store().join(".chatkeep"));
    sandbox
}

/// Returns when each folder of the store, itself included, was last changed: what came and went leaves its mark there.
fn folder_times(folder: &Path) -> Vec<(PathBuf, i64, i64)> {
    let facts = fs::symlink_metadata(folder).expect("it is there");
    let mut times = vec![(folder.to_owned(), facts.mtime(), facts.mtime_nsec())];
    for entry in fs::read_dir(folder).expect("it is readable") {
        let path = entry.expect("so are its entries").path();
        if path.is_dir() {
            times.extend(folder_times(&path));
        }
    }
    times
}

/// Takes the right to write away from everybody, for all that is in the store.
fn close_to_writers(path: &Path, owner: Option<u32>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("it is readable") {
            close_to_writers(&entry.expect("so are its entries").path(), owner);
        }
    }
    let mode = if path.is_dir() { 0o555 } else { 0o444 };
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("it is ours");
    if let Some(owner) = owner {
        lchown(path, Some(owner), Some(owner)).expect("root may");
    }
}

fn with_out(sandbox: &Sandbox, command: &[&str]) -> Vec<String> {
    let out = sandbox.work();
    let out = out.to_str().expect("the sandbox has a plain name");
    command
        .iter()
        .map(|word| word.replace("OUT", out))
        .collect()
}

/// Runs all reading commands, and asserts that each works and leaves the store as it was.
fn assert_all_read(sandbox: &Sandbox, run: impl Fn(Vec<String>)) {
    let store = sandbox.store();
    let before = (tree_digest(&store), folder_times(&store));
    for command in READING {
        run(with_out(sandbox, command));
        assert_eq!(
            before,
            (tree_digest(&store), folder_times(&store)),
            "{command:?}"
        );
    }
    assert!(sandbox.work().join("new.tar.gz").exists());
}

#[test]
fn a_store_without_the_right_to_write_is_read_and_nothing_is_made_in_it() {
    json_files_only!("it is about the rights to files");
    let is_root = rustix::process::geteuid().is_root();
    for owner in [None, is_root.then_some(12345)] {
        let sandbox = backed_up_store();
        close_to_writers(&sandbox.store(), owner);
        // What is not somebody else's becomes the unprivileged user's with the first such run.
        sandbox
            .program::<&str>("true", &[])
            .unprivileged()
            .run()
            .succeeds();
        assert_all_read(&sandbox, |command| {
            sandbox
                .chatkeep(&command)
                .with_env("FLASK_SECRET_KEY", "fixture-secret")
                .with_stdin("correct horse")
                .unprivileged()
                .run()
                .succeeds();
        });
        let refused = sandbox
            .chatkeep(&["user", "disable", "ada@example.org"])
            .unprivileged()
            .run_changing_nothing();
        refused.fails_with(1);
    }
}

/// Whether this process may make mounts of its own. Containers mostly do not let it.
fn may_mount() -> bool {
    Command::new("unshare")
        .args(["--mount", "sh", "-c", "mount --bind /tmp /tmp"])
        .output()
        .is_ok_and(|output| output.status.success())
}

#[test]
fn a_store_on_a_read_only_file_system_is_read_even_by_root() {
    json_files_only!("it is about the rights to files");
    if !may_mount() {
        return;
    }
    let sandbox = backed_up_store();
    let script = r#"mount --bind "$CHATKEEP_STORE" "$CHATKEEP_STORE" && mount -o remount,bind,ro "$CHATKEEP_STORE" && exec "$0" "$@""#;
    let run = |command: &[String]| {
        let program = env!("CARGO_BIN_EXE_chatkeep").to_owned();
        let fixed = ["--mount", "sh", "-c", script].map(str::to_owned);
        let all = [&fixed[..], &[program], command].concat();
        sandbox
            .program("unshare", &all)
            .with_env("FLASK_SECRET_KEY", "fixture-secret")
            .with_stdin("correct horse")
            .run()
    };
    assert_all_read(&sandbox, |command| {
        run(&command).succeeds();
    });
    let disable = ["user", "disable", "ada@example.org"].map(str::to_owned);
    let refused = run(&disable).fails_with(1);
    assert!(
        refused.stderr_text().contains("ead-only file system"),
        "{refused}"
    );
}

/// Adds users with files of their own.
fn add_others(sandbox: &Sandbox, count: usize) -> Vec<String> {
    let path = sandbox.store().join("users.json");
    let text = fs::read_to_string(&path).expect("it is there");
    let mut users: Value = serde_json::from_str(&text).expect("it is JSON");
    let ids: Vec<_> = (0..count)
        .map(|number| format!("{number:08x}-0000-4000-8000-000000000000"))
        .collect();
    for id in &ids {
        users[id] = json!({"id": id, "email": format!("{id}@example.org"), "name": id, "auth_type": "email"});
        let file = sandbox.store().join(format!("user_data/{id}.json"));
        fs::write(file, r#"{"api_keys": {}, "conversations": {}}"#).expect("it is ours");
    }
    fs::write(path, users.to_string()).expect("it is ours");
    ids
}

#[test]
fn what_is_about_one_user_touches_no_other_users_file() {
    json_files_only!("it watches which files are opened");
    let sandbox = Sandbox::flask_store();
    let others = add_others(&sandbox, 50);
    let trace = sandbox.root().join("trace");
    let (program, trace_name) = (
        env!("CARGO_BIN_EXE_chatkeep"),
        trace.to_str().expect("a plain name"),
    );
    let touched = |command: &[&str]| {
        let strace = [
            "-f",
            "-qq",
            "-s",
            "4096",
            "-e",
            "trace=%file",
            "-o",
            trace_name,
            program,
        ];
        let all = [&strace[..], command].concat();
        sandbox.program("strace", &all).run().succeeds();
        let trace = fs::read_to_string(&trace).expect("it was written");
        assert!(trace.contains("users.json"), "nothing was traced: {trace}");
        let is_touched = |id: &str| trace.contains(&format!("user_data/{id}.json"));
        assert!(
            !others.iter().any(|other| is_touched(other)),
            "{command:?}: {trace}"
        );
        is_touched(ADA)
    };
    assert!(
        !touched(&["user", "list"]),
        "a list of accounts is in users.json"
    );
    for command in [
        &["user", "show", "ada@example.org"][..],
        &["chat", "list", "--user", "ada@example.org"],
        &["chat", "show", TWO_TURNS, "--user", "ada@example.org"],
        &[
            "chat",
            "send",
            "--user",
            "ada@example.org",
            "--model",
            "echo/echo",
            "Hello",
        ],
        &[
            "chat",
            "rename",
            TWO_TURNS,
            "Other",
            "--user",
            "ada@example.org",
        ],
        &[
            "chat",
            "delete",
            TWO_TURNS,
            "--yes",
            "--user",
            "ada@example.org",
        ],
        &["export", "--user", "ada@example.org"],
        &["key", "list", "ada@example.org"],
    ] {
        assert!(touched(command), "{command:?}");
    }
}
