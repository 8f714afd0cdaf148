//! Replies that come to their end, and are not what was asked for.

use serde_json::json;
use snapbox::str;

use super::{NEWCOMER, asking, chat};
use crate::openai_server::{Answer, OpenAiServer};
use crate::outcome::Outcome;
use crate::sandbox::Sandbox;
use crate::stored::{StoredUser, said};

/// Asserts that the ledger alone has what one reply took: `openai_server::usage` has the sum.
#[track_caller]
fn assert_only_charged(sandbox: &Sandbox) {
    let list = chat(sandbox, NEWCOMER, &["list", "--format", "json"]).run();
    assert_eq!(list.succeeds().stdout_json(), json!([]));
    let stats = sandbox.chatkeep(&["stats", "--user", NEWCOMER, "--format", "json"]);
    let total = &stats.run().succeeds().stdout_json()["total"];
    assert_eq!(total["replies"], 1, "{total}");
    assert_eq!(total["total_tokens"], 1801, "{total}");
    assert_eq!(total["cost_usd"], 0.0084625, "{total}");
}

fn ask<'s>(sandbox: &'s Sandbox, answer: Answer, further: &[&str]) -> Outcome<'s> {
    let server = OpenAiServer::start([answer]);
    let arguments = [further, &["-m", "gpt-4o", "Hi"]].concat();
    asking(sandbox, &server, &arguments).run()
}

#[test]
fn a_refusal_in_words_is_the_reply_and_marked() {
    let refusal = || {
        let message = json!({"role": "assistant", "content": null, "refusal": "I had rather not."});
        let choice = json!({"index": 0, "message": message, "finish_reason": "stop"});
        let body = json!({"model": "gpt-4o", "choices": [choice]}).to_string();
        Answer::new("200 OK", &["Content-Type: application/json"], &body)
    };
    let sandbox = Sandbox::flask_store();
    let run = ask(&sandbox, refusal(), &[]).succeeds();
    assert_eq!(run.stdout_text(), "I had rather not.\n");
    run.stderr_is(str![[r#"
warning: the model would not answer; what it says instead is the reply

"#]]);
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    let turn = [("user", "Hi"), ("assistant", "I had rather not.")];
    assert_eq!(said(&conversation), turn);
    assert_eq!(conversation["messages"][1]["finish"], "refusal");
    let run = ask(&sandbox, refusal(), &["--format", "json", "--quiet"]).succeeds();
    assert_eq!(run.stdout_json()["finish"], "refusal");
    assert!(run.stderr_text().starts_with("warning: "), "{run}");
}

#[test]
fn a_reply_that_is_kept_back_is_a_failure_and_what_it_took_is_noted() {
    for further in [&[][..], &["--no-save"], &["--no-stream"], &["--extract"]] {
        let sandbox = Sandbox::flask_store();
        let blocked = Answer::streamed_until(&[], "content_filter");
        let run = ask(&sandbox, blocked, further).fails_with(8);
        assert_eq!(run.stdout_text(), "");
        run.stderr_is(str![[r#"
error: openai blocked the reply: its content filter; there is no text, and what it took is in the ledger
 hint: ask in other words, or ask another model with --model

"#]]);
        assert_only_charged(&sandbox);
    }
    let sandbox = Sandbox::flask_store();
    let blocked = Answer::streamed_until(&[], "content_filter");
    let run = ask(&sandbox, blocked, &["--format", "json"]).fails_with(8);
    assert_eq!(run.stdout_text(), "");
    assert_eq!(run.stderr_json()["error"]["code"], "blocked");
    assert_only_charged(&sandbox);
}

#[test]
fn what_came_before_the_rest_was_kept_back_is_stored_with_its_cost() {
    let sandbox = Sandbox::flask_store();
    let blocked = Answer::streamed_until(&["First you "], "content_filter");
    let run = ask(&sandbox, blocked, &[]).fails_with(8);
    assert_eq!(run.stdout_text(), "First you \n");
    assert!(
        run.stderr_text()
            .contains("what came is kept in conversation"),
        "{run}"
    );
    let stored = StoredUser::of(&sandbox, NEWCOMER);
    let reply = &stored.only_conversation()["messages"][1];
    assert_eq!(reply["content"], "First you ");
    assert_eq!(reply["interrupted"], true);
    assert_eq!(reply["finish"], "content_filter");
    assert!(
        stored.text.contains("\"cost\": 0.0084625,"),
        "{}",
        stored.text
    );
}

#[test]
fn a_limit_that_thinking_used_up_says_how_to_raise_it() {
    let sandbox = Sandbox::flask_store();
    let thought_away = Answer::streamed_until(&[], "length");
    let run = ask(&sandbox, thought_away, &["--max-tokens", "50"]).fails_with(8);
    assert_eq!(run.stdout_text(), "");
    run.stderr_is(str![[r#"
error: openai reached the limit of tokens before it said anything; there is no text, and what it took is in the ledger
 hint: what it thinks counts, too: allow more with --max-tokens, or have it think less with --effort

"#]]);
    assert_only_charged(&sandbox);
}

#[test]
fn a_reply_that_ends_at_the_limit_says_so_unless_silence_was_asked_for() {
    let sandbox = Sandbox::flask_store();
    for (further, said) in [
        (
            &[][..],
            "the reply ends at the limit of tokens; --max-tokens allows more\n",
        ),
        (&["--quiet"], ""),
    ] {
        let run = ask(
            &sandbox,
            Answer::streamed_until(&["Half an "], "length"),
            further,
        );
        let run = run.succeeds();
        assert_eq!(run.stdout_text(), "Half an \n");
        assert_eq!(run.stderr_text(), said);
    }
}

#[test]
fn a_reply_without_a_word_is_one_and_that_is_said() {
    let sandbox = Sandbox::flask_store();
    let run = ask(&sandbox, Answer::streamed(&[]), &[]).succeeds();
    assert_eq!(run.stdout_text(), "");
    assert_eq!(run.stderr_text(), "warning: the reply is empty (stop)\n");
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(said(&conversation)[1], ("assistant", ""));
}
