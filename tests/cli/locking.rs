//! Locks that others hold: waited for, for as long as was asked, and then named.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::sandbox::Sandbox;
use crate::stored;
use crate::tree::tree_digest;

/// A Python program that holds a file's `flock`, as the web app does, until it is told to let go.
pub(crate) struct Holder(Child);

impl Holder {
    pub(crate) fn lock(path: &Path) -> Self {
        let program = "import fcntl, sys\n\
            file = open(sys.argv[1], 'r+')\n\
            fcntl.flock(file, fcntl.LOCK_EX)\n\
            print('locked', flush=True)\n\
            sys.stdin.read()\n";
        let mut child = Command::new("python3")
            .args(["-c", program])
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 is installed");
        let mut line = String::new();
        let output = child.stdout.as_mut().expect("piped");
        BufReader::new(output)
            .read_line(&mut line)
            .expect("it prints a line");
        assert_eq!(line, "locked\n");
        Self(child)
    }

    pub(crate) fn let_go(mut self) {
        let mut input = self.0.stdin.take().expect("piped");
        input.flush().expect("open");
        drop(input);
        self.0.wait().expect("it ends");
    }
}

#[test]
fn a_writer_that_waited_long_enough_says_who_holds_the_lock() {
    json_files_only!("it holds locks of files");
    let sandbox = Sandbox::flask_store();
    let holder = Holder::lock(&sandbox.store().join("users.json"));
    let mut arguments = vec!["--lock-timeout", "50ms"];
    arguments.extend(["user", "add", "new@example.org", "--no-password"]);
    let refused = sandbox.chatkeep(&arguments).run().fails_with(5);
    let message = refused.stderr_text();
    assert!(message.contains("users.json"), "{message}");
    if cfg!(target_os = "linux") {
        assert!(
            message.contains("python3") && message.contains("pid"),
            "{message}"
        );
    }
    holder.let_go();
    sandbox
        .chatkeep(&["user", "show", "new@example.org"])
        .run()
        .fails_with(3);
}

/// Asserts that a command gives up with exit code 5, and names the file and who holds its lock.
#[track_caller]
fn is_busy(sandbox: &Sandbox, command: &[&str], file: &str) {
    let arguments = [&["--lock-timeout", "50ms"], command].concat();
    let refused = sandbox.chatkeep(&arguments).run().fails_with(5);
    let message = refused.stderr_text();
    assert!(message.contains(file), "{message}");
    if cfg!(target_os = "linux") {
        assert!(message.contains("python3 (pid "), "{message}");
    }
}

const LIST_USERS: &[&str] = &["user", "list"];
const ADD_USER: &[&str] = &["user", "add", "new@example.org", "--no-password"];
const LIST_OF_ADA: &[&str] = &["chat", "list", "--user", "ada@example.org"];
const ASK_AS_ADA: &[&str] = &["chat", "--user", "ada@example.org", "-m", "echo", "hello"];
const REMOVE_KEY_OF_ADA: &[&str] = &["key", "remove", "ada@example.org", "openai", "--yes"];
const REMOVE_ADA: &[&str] = &["user", "remove", "ada@example.org", "--yes"];
const EXPORT: &[&str] = &["export", "--user", "ada@example.org"];

#[test]
fn whoever_finds_the_accounts_locked_gives_up_in_time_and_names_the_holder() {
    json_files_only!("it holds locks of files");
    let sandbox = Sandbox::flask_store();
    let holder = Holder::lock(&sandbox.store().join("users.json"));
    for command in [
        LIST_USERS,
        ADD_USER,
        LIST_OF_ADA,
        ASK_AS_ADA,
        REMOVE_KEY_OF_ADA,
        REMOVE_ADA,
        EXPORT,
    ] {
        is_busy(&sandbox, command, "users.json");
    }
    holder.let_go();
}

#[test]
fn whoever_finds_a_users_file_locked_gives_up_in_time_and_names_the_holder() {
    json_files_only!("it holds locks of files");
    let sandbox = Sandbox::flask_store();
    let file = format!("user_data/{}.json", stored::ADA);
    let before = tree_digest(&sandbox.store().join("user_data"));
    let holder = Holder::lock(&sandbox.store().join(&file));
    for command in [
        LIST_OF_ADA,
        ASK_AS_ADA,
        REMOVE_KEY_OF_ADA,
        REMOVE_ADA,
        EXPORT,
    ] {
        is_busy(&sandbox, command, &file);
    }
    holder.let_go();
    assert_eq!(tree_digest(&sandbox.store().join("user_data")), before);
}

#[test]
fn only_writers_wait_for_the_lock_of_the_store() {
    json_files_only!("it holds locks of files");
    let sandbox = Sandbox::flask_store();
    sandbox.chatkeep(ASK_AS_ADA).run().succeeds();
    let holder = Holder::lock(&sandbox.store().join(".chatkeep/lock"));
    for command in [
        ADD_USER,
        ASK_AS_ADA,
        REMOVE_KEY_OF_ADA,
        REMOVE_ADA,
        &["backup"],
    ] {
        is_busy(&sandbox, command, ".chatkeep/lock");
    }
    for command in [LIST_USERS, LIST_OF_ADA, EXPORT] {
        let arguments = [&["--lock-timeout", "50ms"], command].concat();
        sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .succeeds();
    }
    holder.let_go();
}

#[test]
fn readers_and_writers_of_other_users_do_not_wait() {
    json_files_only!("it holds locks of files");
    let sandbox = Sandbox::flask_store();
    let ada = sandbox
        .store()
        .join("user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json");
    let holder = Holder::lock(&ada);
    let quick = |arguments: &[&str]| {
        let arguments = [&["--lock-timeout", "50ms"], arguments].concat();
        sandbox.chatkeep(&arguments).run()
    };
    quick(&["user", "list"]).succeeds();
    quick(&["user", "show", "empty@example.org"]).succeeds();
    quick(&["chat", "--user", "empty@example.org", "-m", "echo", "hello"]).succeeds();
    quick(&["chat", "list", "--user", "ada@example.org"]).fails_with(5);
    holder.let_go();
    quick(&["chat", "list", "--user", "ada@example.org"]).succeeds();
}

#[test]
fn a_change_waits_for_its_turn() {
    json_files_only!("it holds locks of files");
    let sandbox = Sandbox::flask_store();
    let holder = Holder::lock(&sandbox.store().join("users.json"));
    std::thread::scope(|scope| {
        let change = scope.spawn(|| {
            sandbox
                .chatkeep(&["user", "set", "ada@example.org", "--name", "Ada"])
                .run()
                .succeeds();
        });
        holder.let_go();
        change.join().expect("no panic");
    });
    let shown = sandbox
        .chatkeep(&["--format", "json", "user", "show", "Ada"])
        .run()
        .succeeds();
    assert_eq!(shown.stdout_json()["name"], "Ada");
}
