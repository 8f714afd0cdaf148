//! `chat fork`: copies to the byte, counted once.

use serde_json::{Value, json};
use snapbox::str;

use super::{NEWCOMER, ada, asking, bill, chat};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, EMPTY, FAILED, SURROGATE, StoredUser, TWO_TURNS, said};

/// Forks a conversation of ada's, and returns the id of the fork.
#[track_caller]
fn fork(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let arguments = [&["fork", "--format", "json"], arguments].concat();
    let shown = ada(sandbox, &arguments).run().succeeds().stdout_json();
    shown["id"].as_str().expect("it is text").to_owned()
}

/// The messages of a conversation's text, each without its closing brace.
fn message_texts(conversation: &str) -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct Messages<'a> {
        #[serde(borrow)]
        messages: Vec<&'a serde_json::value::RawValue>,
    }
    let parsed: Messages<'_> = serde_json::from_str(conversation).expect("it has messages");
    let open = |message: &&serde_json::value::RawValue| {
        let text = message.get().strip_suffix('}').expect("an object");
        text.trim_end().to_owned()
    };
    parsed.messages.iter().map(open).collect()
}

#[test]
fn messages_are_copied_to_the_byte_and_nothing_else_changes() {
    let sandbox = Sandbox::flask_store();
    let before = StoredUser::read(&sandbox, ADA);
    for (which, count) in [(TWO_TURNS, 3), (SURROGATE, 2)] {
        let id = fork(&sandbox, &[which, "--at", &count.to_string()]);
        let stored = StoredUser::read(&sandbox, ADA);
        let original = before.conversation_text(which);
        assert_eq!(stored.conversation_text(which), original);
        let copies = message_texts(&stored.conversation_text(&id));
        assert_eq!(copies.len(), count);
        for (copy, message) in copies.iter().zip(message_texts(&original)) {
            assert!(copy.starts_with(&message), "{copy}");
            assert!(
                copy[message.len()..].starts_with(",\n          \"copied_from\": {\n"),
                "{copy}"
            );
        }
    }
}

#[test]
fn copies_say_where_they_come_from() {
    let sandbox = Sandbox::flask_store();
    let id = fork(&sandbox, &["a23d", "--at", "3"]);
    let stored = StoredUser::read(&sandbox, ADA);
    let (copy, original) = (stored.conversation(&id), stored.conversation(TWO_TURNS));
    assert_eq!(said(&copy), said(&original)[..3]);
    let origin = |message| json!({"conversation": TWO_TURNS, "message": message});
    for (number, message) in (1..).zip(copy["messages"].as_array().expect("many")) {
        assert_eq!(message["copied_from"], origin(number));
    }
    assert_eq!(copy["forked_from"], origin(3));
    for field in ["provider", "model"] {
        assert_eq!(copy[field], original[field]);
    }
    assert_eq!(copy["id"], id.as_str());
    assert_ne!(copy["timestamp"], original["timestamp"]);
}

#[test]
fn what_copies_took_is_counted_once_whatever_is_deleted() {
    let sandbox = Sandbox::flask_store();
    let paid = (4, "0.000935".to_owned());
    assert_eq!(bill(&sandbox, "ada@example.org"), paid);
    let copy = fork(&sandbox, &["a23d"]);
    let copy_of_copy = fork(&sandbox, &[&copy]);
    assert_eq!(bill(&sandbox, "ada@example.org"), paid);
    let list = ada(&sandbox, &["list", "--format", "jsonl"])
        .run()
        .succeeds();
    let costs: Vec<String> = list
        .stdout_text()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["cost_usd"].to_string())
        .collect();
    assert_eq!(
        costs.iter().filter(|cost| *cost != "0").count(),
        1,
        "{costs:?}"
    );
    for gone in [copy.as_str(), TWO_TURNS, copy_of_copy.as_str()] {
        ada(&sandbox, &["delete", gone, "--yes"]).run().succeeds();
        assert_eq!(bill(&sandbox, "ada@example.org"), paid, "without {gone}");
    }
}

#[test]
fn a_fork_has_a_title_and_a_number_of_messages_that_there_are() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["fork", EMPTY])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
[..] is a fork of f25f5a34 with no messages: New Chat (fork)

"#]]);
    let id = fork(&sandbox, &["a23d", "--at", "1", "--title", " Größe "]);
    let shown = ada(&sandbox, &["list", "-l", "1", "--format", "json"]).run();
    let shown = shown.succeeds().stdout_json();
    assert_eq!(
        (&shown[0]["id"], &shown[0]["title"]),
        (&json!(id), &json!("Größe"))
    );
    for number in ["0", "5"] {
        let arguments = ["fork", "a23d", "--at", number, "--format", "json"];
        let run = ada(&sandbox, &arguments).run_changing_nothing();
        let error = run.fails_with(3).stderr_json();
        assert_eq!(error["error"]["code"], "message_not_found");
    }
    ada(&sandbox, &["fork", "a23d", "--at", "5"])
        .run_changing_nothing()
        .fails_with(3)
        .stderr_is(str![[r#"
error: conversation a23d5eb8-6819-435b-ad9b-dc6471fdf17a has 4 messages, so none is number 5
 hint: `chatkeep chat show` shows them; they are counted from 1

"#]]);
    for arguments in [
        &["fork", "a23d", "--title", " "][..],
        &["fork", "a23d", "--at", "x"],
    ] {
        ada(&sandbox, arguments)
            .run_changing_nothing()
            .fails_with(2);
    }
}

#[test]
fn a_fork_goes_on_as_its_original_would() {
    let sandbox = Sandbox::flask_store();
    let id = fork(&sandbox, &[FAILED]);
    let run = ada(&sandbox, &["-c", "-m", "echo", "Again"])
        .run()
        .succeeds();
    // Neither the copied error is sent nor its question.
    let fork = StoredUser::read(&sandbox, ADA).conversation(&id);
    assert_eq!(fork["messages"][3]["input_tokens"], 1, "{run}");
    let shown = ada(&sandbox, &["show", &id]).run().succeeds();
    let shown = shown.stdout_text();
    assert!(
        shown.contains("assistant · gpt-4o-mini · copied · error\n"),
        "{shown}"
    );
}

#[test]
fn in_a_fork_another_answer_stands_beside_the_first() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["First"]), Answer::streamed(&["Second"])]);
    asking(&sandbox, &server, &["-m", "openai/gpt-4o", "Hi"])
        .run()
        .succeeds();
    chat(&sandbox, NEWCOMER, &["fork", "last"]).run().succeeds();
    asking(&sandbox, &server, &["retry"]).run().succeeds();
    let stored = StoredUser::of(&sandbox, NEWCOMER);
    let mut answers: Vec<String> = stored
        .conversations()
        .keys()
        .map(|id| said(&stored.conversation(id))[1].1.to_owned())
        .collect();
    answers.sort();
    assert_eq!(answers, ["First", "Second"]);
    assert_eq!(bill(&sandbox, NEWCOMER), (2, "0.016925".to_owned()));
    for _ in 0..2 {
        chat(&sandbox, NEWCOMER, &["delete", "last", "--yes"])
            .run()
            .succeeds();
        assert_eq!(bill(&sandbox, NEWCOMER), (2, "0.016925".to_owned()));
    }
}
