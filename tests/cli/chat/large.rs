//! Replies that are long, or come in very many events.

use super::NEWCOMER;
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::{StoredUser, said};

/// KiB of address space, threads and libraries included, and seconds of computing, that a run may take.
const LIMITS: &str = r#"ulimit -v 500000; ulimit -t 20; exec "$0" "$@""#;

/// Asserts that a reply is printed, and stored whole with its cost, within the limits.
#[track_caller]
fn assert_comes_whole(answer: Answer, further: &[&str], reply: &str) {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([answer]);
    let program = ["-c", LIMITS, env!("CARGO_BIN_EXE_chatkeep"), "chat"];
    let arguments = [&program[..], further, &["-m", "gpt-4o", "Hi"]].concat();
    let run = sandbox
        .program("sh", &arguments)
        .with_env("CHATKEEP_USER", NEWCOMER)
        .with_env("OPENAI_BASE_URL", server.url())
        .run();
    assert_eq!(run.code(), 0, "{}", run.stderr_text());
    // Compared without being printed.
    assert!(run.stdout_text().strip_suffix('\n') == Some(reply));
    let stored = StoredUser::of(&sandbox, NEWCOMER);
    let conversation = stored.only_conversation();
    assert!(said(&conversation)[1] == ("assistant", reply));
    assert!(stored.text.contains("\"cost\": 0.0084625,"));
    assert!(!sandbox.machine().join("unsaved").exists());
}

#[test]
fn a_reply_of_ten_megabytes_is_stored_whole_in_bounded_memory() {
    // Of one to four bytes each, so that what is read at once ends anywhere within a character.
    let piece = "äh, 日本 🎉 ".repeat(500);
    let pieces = vec![piece.as_str(); 10_000_000 / piece.len() + 1];
    let reply = pieces.concat();
    assert!(reply.len() >= 10_000_000);
    assert_comes_whole(Answer::streamed(&pieces), &[], &reply);
    assert_comes_whole(Answer::whole(&reply), &["--no-stream"], &reply);
}

#[test]
fn ten_thousand_events_are_one_reply() {
    let words: Vec<String> = (0..10_000)
        .map(|number| format!("word {number} "))
        .collect();
    let pieces: Vec<&str> = words.iter().map(String::as_str).collect();
    assert_comes_whole(Answer::streamed(&pieces), &[], &pieces.concat());
}
