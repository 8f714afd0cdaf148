//! Replies that do not come whole, and output that nobody takes.

use std::fs;
use std::net::TcpListener;

use snapbox::str;

use super::{NEWCOMER, asking, chat};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::{StoredUser, said};

/// Asserts that the only turn of the newcomer's only conversation has this reply, cut off, at an unknown cost.
#[track_caller]
pub(super) fn assert_kept_cut_off(sandbox: &Sandbox, reply: &str) {
    let conversation = StoredUser::of(sandbox, NEWCOMER).only_conversation();
    assert_eq!(said(&conversation), [("user", "Hi"), ("assistant", reply)]);
    let message = conversation["messages"][1].as_object().expect("a message");
    assert_eq!(message["interrupted"], true);
    for field in ["cost", "total_tokens", "is_error"] {
        assert!(!message.contains_key(field), "{message:?}");
    }
    let list = chat(sandbox, NEWCOMER, &["list", "--format", "json"]).run();
    assert_eq!(list.succeeds().stdout_json()[0]["unknown_costs"], 1);
}

#[test]
fn what_came_of_a_reply_that_broke_off_is_kept_and_marked() {
    for (answer, why) in [
        (
            Answer::cut_after(&["Hel", "lo"]),
            "the reply of openai ended early",
        ),
        (
            Answer::failing_after(&["Hel", "lo"], "Out of breath."),
            "Out of breath; what came is kept",
        ),
    ] {
        let sandbox = Sandbox::flask_store();
        let server = OpenAiServer::start([answer]);
        let run = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]).run();
        let run = run.fails_with(8);
        assert_eq!(run.stdout_text(), "Hello\n");
        assert!(run.stderr_text().contains(why), "{run}");
        assert!(
            run.stderr_text().contains("is kept in conversation "),
            "{run}"
        );
        assert_kept_cut_off(&sandbox, "Hello");
        server.request();
        assert!(
            server.is_left_alone(),
            "after the first piece nothing is tried again"
        );
    }
}

#[test]
fn a_cut_off_reply_as_json_is_whole_json() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::cut_after(&["Hel", "lo"])]);
    let arguments = ["--format", "json", "-m", "gpt-4o", "Hi"];
    let run = asking(&sandbox, &server, &arguments).run().fails_with(8);
    let shown = run.stdout_json();
    assert_eq!(shown["reply"], "Hello");
    assert_eq!(shown["interrupted"], true);
    assert!(
        shown["cost_usd"].is_null() && shown["total_tokens"].is_null(),
        "{run}"
    );
    assert_eq!(run.stderr_json()["error"]["code"], "truncated");
}

#[test]
fn where_no_text_came_nothing_is_stored() {
    let sandbox = Sandbox::flask_store();
    for answer in [
        Answer::refusal("400 Bad Request", &[], "No."),
        Answer::refusal("404 Not Found", &[], "The model `gpt-4o` does not exist"),
        Answer::cut_after(&[]),
        Answer::failing_after(&[], "Out of breath."),
        Answer::new("200 OK", &["Content-Type: application/json"], "<html>"),
    ] {
        // Where the field that asks for usage may be to blame, it is asked once more without it.
        let again = Answer::refusal("400 Bad Request", &[], "No.");
        let server = OpenAiServer::start([answer, again]);
        let run = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]).run_changing_nothing();
        assert!(run.fails_with(8).stdout.is_empty());
    }
}

#[test]
fn a_server_that_is_not_there_is_named() {
    let sandbox = Sandbox::flask_store();
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("it has an address");
    drop(listener);
    let run = chat(&sandbox, NEWCOMER, &["-m", "gpt-4o", "Hi"])
        .with_env("OPENAI_BASE_URL", format!("http://{address}/v1"));
    let run = run.run_changing_nothing().fails_with(8);
    let said = run.stderr_text();
    assert!(
        said.contains("cannot connect to openai at 127.0.0.1"),
        "{run}"
    );
}

#[test]
fn a_reader_who_had_enough_stops_the_printing_and_not_the_storing() {
    let sandbox = Sandbox::flask_store();
    let (answer, gate) = Answer::streamed(&["Hel", "lo", ", Ada"]).held_after(1);
    let server = OpenAiServer::start([answer]);
    let mut run = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]).start();
    run.prints("Hel");
    run.close_stdout();
    gate.open();
    run.ends().succeeds().stderr_is("");
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(said(&conversation)[1].1, "Hello, Ada");
    assert_eq!(conversation["messages"][1].get("interrupted"), None);
}

#[test]
fn a_pipe_into_head_is_no_failure() {
    let sandbox = Sandbox::flask_store();
    let script = r#"{ "$0" chat --model echo Hello there; echo "exit code $?" >&2; } | head -c 1"#;
    let run = sandbox
        .program("sh", &["-c", script, env!("CARGO_BIN_EXE_chatkeep")])
        .with_env("CHATKEEP_USER", NEWCOMER)
        .run()
        .succeeds();
    assert_eq!(run.stdout_text(), "H");
    assert_eq!(run.stderr_text(), "exit code 0\n");
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(said(&conversation)[1].1, "Hello there");
}

#[test]
fn output_that_cannot_be_written_is_a_failure_that_says_where_the_reply_is() {
    if !fs::exists("/dev/full").unwrap_or_default() {
        return;
    }
    let sandbox = Sandbox::flask_store();
    for option in ["--model=echo", "--no-stream"] {
        let script = r#"exec "$0" chat --provider echo "$1" Hello >/dev/full"#;
        let run = sandbox
            .program(
                "sh",
                &["-c", script, env!("CARGO_BIN_EXE_chatkeep"), option],
            )
            .with_env("CHATKEEP_USER", NEWCOMER)
            .run()
            .fails_with(1);
        let said = run.stderr_text();
        assert!(
            said.starts_with("error: cannot write to standard output: "),
            "{run}"
        );
        assert!(
            said.contains("; what came is kept in conversation "),
            "{run}"
        );
    }
    assert_eq!(StoredUser::of(&sandbox, NEWCOMER).conversations().len(), 2);
}

#[test]
fn a_long_wait_ends_when_it_was_told_to() {
    let sandbox = Sandbox::flask_store();
    let (answer, gate) = Answer::streamed(&["Hel", "lo"]).held_after(1);
    let server = OpenAiServer::start([answer]);
    let arguments = ["--timeout", "100ms", "-m", "gpt-4o", "Hi"];
    let run = asking(&sandbox, &server, &arguments).run().fails_with(8);
    assert_eq!(run.stdout_text(), "Hel\n");
    assert_kept_cut_off(&sandbox, "Hel");
    gate.open();
    asking(&sandbox, &server, &["--timeout", "soon", "-m", "gpt-4o", "Hi"])
        .run_changing_nothing()
        .fails_with(2)
        .stderr_is(str![[r#"
error: invalid value 'soon' for '--timeout <DURATION>': "soon" is no duration; write a number and ms, s, m, h or d, such as 30s

For more information, try '--help'.

"#]]);
}
