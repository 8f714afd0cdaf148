//! Replies that a killed command left, or that the store did not take.

use std::fs;

use rustix::process::Signal;

use super::{NEWCOMER, asking, chat};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::{StoredUser, said};

/// Has a command killed when it has printed the first piece of a reply.
fn leave_half(sandbox: &Sandbox, arguments: &[&str]) {
    let (answer, gate) = Answer::streamed(&["Half ", "of it"]).held_after(1);
    let server = OpenAiServer::start([answer]);
    let mut run = asking(sandbox, &server, arguments).start();
    run.prints("Half ");
    run.signal(Signal::KILL);
    run.ends();
    gate.open();
}

fn recovered(sandbox: &Sandbox, arguments: &[&str]) -> serde_json::Value {
    let arguments = [&["recover", "--format", "json"], arguments].concat();
    chat(sandbox, NEWCOMER, &arguments)
        .run()
        .succeeds()
        .stdout_json()
}

#[test]
fn what_a_killed_command_had_received_is_brought_in() {
    let sandbox = Sandbox::flask_store();
    leave_half(&sandbox, &["-m", "gpt-4o", "Hi"]);
    let planned = recovered(&sandbox, &["--dry-run"]);
    assert_eq!(planned[0]["question"], "Hi");
    assert_eq!(planned[0]["interrupted"], true);
    assert_eq!(planned, recovered(&sandbox, &[]));
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(
        said(&conversation),
        [("user", "Hi"), ("assistant", "Half ")]
    );
    assert_eq!(conversation["messages"][1]["interrupted"], true);
    assert_eq!(recovered(&sandbox, &[]), serde_json::json!([]), "once only");
    assert!(!sandbox.machine().join("unsaved").exists());
}

#[test]
fn a_reply_goes_where_it_was_asked_even_if_that_is_gone() {
    let sandbox = Sandbox::flask_store();
    let echo = |text: &str| {
        chat(&sandbox, NEWCOMER, &["-m", "echo", text])
            .run()
            .succeeds();
    };
    echo("First");
    leave_half(&sandbox, &["-c", "-m", "openai/gpt-4o", "Second"]);
    recovered(&sandbox, &[]);
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(
        said(&conversation)[2..],
        [("user", "Second"), ("assistant", "Half ")]
    );

    leave_half(&sandbox, &["-c", "-m", "openai/gpt-4o", "Third"]);
    chat(&sandbox, NEWCOMER, &["delete", "last", "--yes"])
        .run()
        .succeeds();
    recovered(&sandbox, &[]);
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(
        said(&conversation),
        [("user", "Third"), ("assistant", "Half ")]
    );
}

#[test]
fn a_reply_that_the_store_did_not_take_is_kept_with_its_cost() {
    let sandbox = Sandbox::flask_store();
    let (answer, gate) = Answer::streamed(&["Whole"]).held();
    let server = OpenAiServer::start([answer]);
    let run = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"])
        .unprivileged()
        .start();
    server.request();
    sandbox.take_user_data(false);
    gate.open();
    let run = run.ends().fails_with(1);
    sandbox.take_user_data(true);
    assert!(run.stderr_text().contains("chat recover"), "{run}");
    let found = recovered(&sandbox, &["--all-users"]);
    assert_eq!(found[0]["interrupted"], false);
    let stored = StoredUser::of(&sandbox, NEWCOMER);
    let conversation = stored.only_conversation();
    assert_eq!(
        said(&conversation),
        [("user", "Hi"), ("assistant", "Whole")]
    );
    assert!(
        stored.text.contains("\"cost\": 0.0084625,"),
        "{}",
        stored.text
    );
}

#[test]
fn what_a_living_command_keeps_is_left_to_it() {
    let sandbox = Sandbox::flask_store();
    let (answer, gate) = Answer::streamed(&["Half ", "of it"]).held_after(1);
    let server = OpenAiServer::start([answer]);
    let mut run = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]).start();
    run.prints("Half ");
    assert_eq!(recovered(&sandbox, &[]), serde_json::json!([]));
    gate.open();
    run.ends().succeeds();
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(
        said(&conversation),
        [("user", "Hi"), ("assistant", "Half of it")]
    );
}

fn findings(sandbox: &Sandbox) -> serde_json::Value {
    let doctor = ["doctor", "--format", "json"];
    let run = sandbox.chatkeep(&doctor).run_changing_nothing();
    let mut findings = run.succeeds().stdout_json();
    let list = findings.as_array_mut().expect("a list");
    list.retain(|finding| finding["kind"] == "unsaved_reply");
    findings
}

#[test]
fn doctor_names_a_reply_that_was_left_and_none_that_is_on_its_way() {
    let sandbox = Sandbox::flask_store();
    let (answer, gate) = Answer::streamed(&["Half ", "of it"]).held_after(1);
    let server = OpenAiServer::start([answer]);
    let mut run = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]).start();
    run.prints("Half ");
    assert_eq!(findings(&sandbox), serde_json::json!([]), "it is alive");
    run.signal(Signal::KILL);
    run.ends();
    gate.open();
    let folder = sandbox.machine().join("unsaved");
    fs::write(folder.join("000000000000-empty.jsonl"), "").expect("written");
    let found = findings(&sandbox);
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    let finding = &found[0];
    assert_eq!(finding["severity"], "warning");
    let place = finding["place"].as_str().expect("text");
    assert!(place.starts_with(folder.to_str().expect("text")), "{place}");
    let what = finding["finding"].as_str().expect("text");
    assert!(what.ends_with(": 5 characters, cut off"), "{what}");
    let asked = &recovered(&sandbox, &["--dry-run"])[0]["user"];
    assert!(what.contains(asked.as_str().expect("text")), "{what}");
    let advice = finding["what_to_do"].as_str().expect("text");
    assert!(advice.contains("`chatkeep chat recover --all-users`"));
    assert!(finding["mending"].is_null());

    fs::write(
        folder.join("000000000001-damaged.jsonl"),
        "{\"asked\": 5}\n",
    )
    .expect("written");
    let run = sandbox.chatkeep(&["doctor"]).run_changing_nothing();
    let run = run.fails_with(6);
    assert!(run.stdout_text().contains("damaged.jsonl"), "{run}");
    fs::remove_file(folder.join("000000000001-damaged.jsonl")).expect("it is there");
    recovered(&sandbox, &["--all-users"]);
    assert_eq!(findings(&sandbox), serde_json::json!([]));
}

#[test]
fn what_has_not_even_a_question_is_swept() {
    let sandbox = Sandbox::flask_store();
    leave_half(&sandbox, &["-m", "gpt-4o", "Hi"]);
    let folder = sandbox.machine().join("unsaved");
    // Killed before it had written its first line, or in the midst of it.
    fs::write(folder.join("000000000000-empty.jsonl"), "").expect("written");
    fs::write(folder.join("000000000000-begun.jsonl"), "{\"asked\":{\"us").expect("written");
    let planned = recovered(&sandbox, &["--dry-run"]);
    assert_eq!(planned.as_array().map(Vec::len), Some(1));
    assert_eq!(planned, recovered(&sandbox, &[]));
    assert!(!folder.exists());
}

#[test]
fn what_cannot_be_read_is_named_and_stops_nothing_else() {
    let sandbox = Sandbox::flask_store();
    leave_half(&sandbox, &["-m", "gpt-4o", "Hi"]);
    let damaged = sandbox.machine().join("unsaved/000000000000-damaged.jsonl");
    fs::write(&damaged, "{\"asked\": 5}\n").expect("written");
    let run = chat(&sandbox, NEWCOMER, &["recover"]).run().fails_with(6);
    assert!(
        run.stderr_text().contains("000000000000-damaged.jsonl"),
        "{run}"
    );
    assert!(damaged.exists());
    assert_eq!(
        said(&StoredUser::of(&sandbox, NEWCOMER).only_conversation()).len(),
        2
    );
}

const GRACE: &str = "grace@example.org";

/// Has the newcomer's account go over into hers.
fn merge(sandbox: &Sandbox) {
    let merge = ["user", "merge", NEWCOMER, GRACE, "--yes"];
    sandbox.chatkeep(&merge).run().succeeds();
}

#[test]
fn what_was_left_before_its_account_was_merged_is_brought_in_where_that_is_now() {
    let sandbox = Sandbox::flask_store();
    leave_half(&sandbox, &["-m", "gpt-4o", "Hi"]);
    merge(&sandbox);
    let recover = ["recover", "--format", "json"];
    let found = chat(&sandbox, GRACE, &recover).run().succeeds();
    assert_eq!(found.stdout_json()[0]["question"], "Hi");
    let conversation = StoredUser::of(&sandbox, GRACE).only_conversation();
    let expected = [("user", "Hi"), ("assistant", "Half ")];
    assert_eq!(said(&conversation), expected);
    assert!(!sandbox.machine().join("unsaved").exists());
}

#[test]
fn a_reply_under_way_while_its_account_is_merged_goes_where_that_is_then() {
    let sandbox = Sandbox::flask_store();
    let (answer, gate) = Answer::streamed(&["Half ", "of it"]).held_after(1);
    let server = OpenAiServer::start([answer]);
    let mut run = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]).start();
    run.prints("Half ");
    merge(&sandbox);
    gate.open();
    run.ends().succeeds();
    let conversation = StoredUser::of(&sandbox, GRACE).only_conversation();
    let expected = [("user", "Hi"), ("assistant", "Half of it")];
    assert_eq!(said(&conversation), expected);
    assert!(!sandbox.machine().join("unsaved").exists());
    let gone = sandbox.chatkeep(&["user", "show", NEWCOMER]).run();
    gone.fails_with(3);
}
