//! Databases in which others hold what a command needs: waited for, for as long as was asked. Files have `locking.rs`.

use crate::backend::Backend;
use crate::held::Held;
use crate::sandbox::Sandbox;
use crate::stored::{ADA, StoredUser};

const ASK_AS_ADA: &[&str] = &["chat", "--user", "ada@example.org", "-m", "echo", "hello"];
const REMOVE_KEY_OF_ADA: &[&str] = &["key", "remove", "ada@example.org", "openai", "--yes"];
const REMOVE_ADA: &[&str] = &["user", "remove", "ada@example.org", "--yes"];
const ASK_AS_ANOTHER: &[&str] = &["chat", "--user", "empty@example.org", "-m", "echo", "hello"];

fn impatient(command: &[&'static str]) -> Vec<&'static str> {
    [&["--lock-timeout", "50ms"], command].concat()
}

/// Returns a store that is in its database already.
fn store() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    sandbox.chatkeep(&["user", "list"]).run().succeeds();
    sandbox
}

#[test]
fn a_writer_gives_up_in_time_and_changes_nothing() {
    databases_only!("files have locks of their own");
    let sandbox = store();
    let held = Held::of_user(&sandbox, ADA);
    for command in [REMOVE_KEY_OF_ADA, REMOVE_ADA] {
        let refused = sandbox
            .chatkeep(&impatient(command))
            .run_changing_nothing()
            .fails_with(5);
        assert!(refused.stderr_text().contains("was locked"), "{refused}");
    }
    drop(held);
    sandbox.chatkeep(REMOVE_KEY_OF_ADA).run().succeeds();
}

#[test]
fn a_reply_that_comes_meanwhile_is_shown_and_kept_for_later() {
    databases_only!("files have locks of their own");
    let sandbox = store();
    let before = StoredUser::read(&sandbox, ADA).text;
    let held = Held::of_user(&sandbox, ADA);
    let asked = sandbox.chatkeep(&impatient(ASK_AS_ADA)).run().fails_with(5);
    assert_eq!(asked.stdout_text(), "hello\n");
    assert!(asked.stderr_text().contains("chat recover"), "{asked}");
    assert_eq!(StoredUser::read(&sandbox, ADA).text, before);
    drop(held);
    let recover = ["chat", "recover", "--user", "ada@example.org"];
    sandbox.chatkeep(&recover).run().succeeds();
    assert_eq!(StoredUser::read(&sandbox, ADA).conversations().len(), 5);
}

#[test]
fn readers_wait_for_nobody() {
    databases_only!("files have locks of their own");
    let sandbox = store();
    let held = Held::of_user(&sandbox, ADA);
    for command in [
        &["user", "list"][..],
        &["chat", "list", "--user", "ada@example.org"],
        &["export", "--user", "ada@example.org"],
        &["stats"],
    ] {
        let read = sandbox.chatkeep(&impatient(command));
        read.run_changing_nothing().succeeds();
    }
    drop(held);
}

#[test]
fn writers_of_other_users_wait_where_there_is_one_writer_at_a_time_alone() {
    databases_only!("files have locks of their own");
    let sandbox = store();
    let held = Held::of_user(&sandbox, ADA);
    let run = sandbox.chatkeep(&impatient(ASK_AS_ANOTHER)).run();
    match Backend::tested() {
        Backend::Sqlite => drop(run.fails_with(5)),
        Backend::Json | Backend::Postgres => drop(run.succeeds()),
    }
    drop(held);
}

#[test]
fn a_change_waits_for_its_turn() {
    databases_only!("files have locks of their own");
    let sandbox = store();
    let held = Held::of_user(&sandbox, ADA);
    std::thread::scope(|scope| {
        let change = scope.spawn(|| {
            sandbox.chatkeep(ASK_AS_ADA).run().succeeds();
        });
        drop(held);
        change.join().expect("no panic");
    });
}
