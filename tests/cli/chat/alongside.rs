//! What others may do to the store while a reply is awaited.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use super::{NEWCOMER, ada, asking};
use crate::backend::Backend;
use crate::openai_server::{Answer, OpenAiServer};
use crate::running::Running;
use crate::sandbox::Sandbox;
use crate::stored::{ADA, StoredUser, TWO_TURNS, said};

/// Starts a question of ada's into her conversation of two turns, and waits until the server has it.
fn ada_asks<'s>(sandbox: &'s Sandbox, server: &OpenAiServer) -> Running<'s> {
    let run = ada(sandbox, &["--conversation", "a23d", "And in C?"])
        .with_env("OPENAI_BASE_URL", server.url())
        .with_env("FLASK_SECRET_KEY", "fixture-secret")
        .start();
    server.request();
    run
}

#[test]
fn the_store_is_free_while_a_reply_is_awaited() {
    let sandbox = Sandbox::flask_store();
    let before = StoredUser::read(&sandbox, ADA).conversation(TWO_TURNS);
    let (answer, gate) = Answer::streamed(&["So: flock"]).held();
    let server = OpenAiServer::start([answer]);
    let run = ada_asks(&sandbox, &server);
    // Whoever may not wait at all must find every lock free.
    let at_once = |arguments: &[&str]| {
        let arguments = [arguments, &["--lock-timeout", "0s"]].concat();
        ada(&sandbox, &arguments).run().succeeds();
    };
    at_once(&["rename", "a23d", "Locks"]);
    at_once(&["-c", "-m", "echo", "Meanwhile"]);
    gate.open();
    assert_eq!(run.ends().succeeds().stdout_text(), "So: flock\n");

    let after = StoredUser::read(&sandbox, ADA).conversation(TWO_TURNS);
    assert_eq!(after["title"], "Locks");
    let (before, after) = (said(&before), said(&after));
    assert_eq!(after[..4], before);
    assert_eq!(
        after[4..],
        [
            ("user", "Meanwhile"),
            ("assistant", "Meanwhile"),
            ("user", "And in C?"),
            ("assistant", "So: flock"),
        ]
    );
}

#[test]
fn a_user_who_was_removed_meanwhile_does_not_come_back() {
    let sandbox = Sandbox::flask_store();
    let (answer, gate) = Answer::streamed(&["So: flock"]).held();
    let server = OpenAiServer::start([answer]);
    let run = ada_asks(&sandbox, &server);
    let remove = ["user", "remove", "ada@example.org", "--yes"];
    sandbox.chatkeep(&remove).run().succeeds();
    gate.open();
    let run = run.ends().fails_with(3);
    assert_eq!(run.stdout_text(), "So: flock\n", "it was paid for");
    assert!(
        run.stderr_text()
            .starts_with("error: the reply was not stored: no user "),
        "{run}"
    );
    let file = sandbox.store().join(format!("user_data/{ADA}.json"));
    assert!(!file.exists());
}

#[test]
fn a_conversation_that_was_deleted_meanwhile_does_not_come_back() {
    let sandbox = Sandbox::flask_store();
    let (answer, gate) = Answer::streamed(&["So: flock"]).held();
    let server = OpenAiServer::start([answer]);
    let run = ada_asks(&sandbox, &server);
    ada(&sandbox, &["delete", "a23d", "--yes"]).run().succeeds();
    gate.open();
    let run = run.ends().fails_with(3);
    assert_eq!(run.stdout_text(), "So: flock\n");
    let left = StoredUser::read(&sandbox, ADA).conversations();
    assert_eq!(left.len(), 3);
    assert!(!left.contains_key(TWO_TURNS));
}

#[test]
fn a_reply_that_cannot_be_stored_is_shown_all_the_same() {
    for format in ["table", "json"] {
        let sandbox = Sandbox::flask_store();
        let (answer, gate) = Answer::streamed(&["Hello"]).held();
        let server = OpenAiServer::start([answer]);
        let arguments = ["--format", format, "-m", "gpt-4o", "Hi"];
        let run = asking(&sandbox, &server, &arguments).unprivileged().start();
        server.request();
        // Not even a temporary file can be made in either folder.
        let take = |is_taken| {
            sandbox.take_user_data(is_taken);
            if Backend::tested().is_json() {
                let mode = if is_taken { 0o755 } else { 0o555 };
                let mode = Permissions::from_mode(mode);
                fs::set_permissions(sandbox.store(), mode).expect("we may");
            }
        };
        take(false);
        gate.open();
        let run = run.ends().fails_with(1);
        take(true);
        if format == "json" {
            assert_eq!(run.stdout_json()["reply"], "Hello");
            assert!(run.stdout_json()["conversation"].is_null());
            let message = &run.stderr_json()["error"]["message"];
            let message = message.as_str().expect("text");
            assert!(
                message.starts_with("the reply was not stored: "),
                "{message}"
            );
        } else {
            assert_eq!(run.stdout_text(), "Hello\n");
            assert!(
                run.stderr_text()
                    .contains("error: the reply was not stored: "),
                "{run}"
            );
        }
    }
}

#[test]
fn two_first_questions_of_a_user_without_a_file_both_land() {
    let sandbox = Sandbox::flask_store();
    let (first, first_gate) = Answer::streamed(&["One"]).held();
    let (second, second_gate) = Answer::streamed(&["Two"]).held();
    let server = OpenAiServer::start([first, second]);
    let ask = || {
        let run = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]).start();
        server.request();
        run
    };
    let runs = [ask(), ask()];
    first_gate.open();
    second_gate.open();
    for run in runs {
        run.ends().succeeds();
    }
    assert_eq!(StoredUser::of(&sandbox, NEWCOMER).conversations().len(), 2);
}
