//! Replies of a server that speaks the Messages API.

use std::fs;

use serde_json::{Value, json};
use snapbox::str;

use super::{NEWCOMER, chat};
use crate::invocation::Invocation;
use crate::openai_server::{Answer, OpenAiServer, Request};
use crate::sandbox::Sandbox;
use crate::stored::StoredUser;
use crate::tree::tree_digest;

/// A key that must be seen in one header and nowhere else.
const KEY: &str = "sk-ant-secret-0123456789abcdef";
/// The account whose key that is.
const OWNER: &str = "only@example.org";

/// What each reply took: 1000 tokens that are new, 234 read from the cache, 100 and 200 written to it for five minutes and
/// for an hour, and 567 of output.
///
/// `claude-opus-5-5` costs $4, $0.20, $5, $8 and $20 a million of these, so
/// (1000 × 4 + 234 × 0.2 + 100 × 5 + 200 × 8 + 567 × 20) / 10⁶ = $0.0174868; served fast, each costs twice that.
fn usage(speed: &str) -> Value {
    json!({
        "input_tokens": 1000, "cache_read_input_tokens": 234, "cache_creation_input_tokens": 300,
        "cache_creation": {"ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 200},
        "output_tokens": 567, "service_tier": "standard", "speed": speed,
    })
}

fn event(name: &str, data: Value) -> String {
    format!("event: {name}\ndata: {data}    \n\n")
}

/// A reply in these pieces, without its end.
fn begun(pieces: &[&str], speed: &str) -> Answer {
    let start = json!({"type": "message_start", "message": {"id": "msg_1", "model": "claude-opus-5-5", "usage": usage(speed)}});
    let head = Answer::new("200 OK", &["Content-Type: text/event-stream"], "");
    let head = head.and(&event("message_start", start));
    pieces.iter().fold(head, |answer, text| {
        let delta =
            json!({"type": "content_block_delta", "delta": {"type": "text_delta", "text": text}});
        answer.and(&event("content_block_delta", delta))
    })
}

/// A reply in these pieces, to its end.
fn streamed(pieces: &[&str], speed: &str) -> Answer {
    let finish = json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 567, "output_tokens_details": {"thinking_tokens": 67}}});
    let stop = event("message_stop", json!({"type": "message_stop"}));
    begun(pieces, speed).and(&(event("message_delta", finish) + &stop))
}

/// Makes a store with one account, which has a key for anthropic.
fn store_with_key() -> Sandbox {
    super::store_with_key(OWNER, "anthropic", KEY)
}

fn asking<'s>(sandbox: &'s Sandbox, server: &OpenAiServer, further: &[&str]) -> Invocation<'s> {
    let arguments = [&["-v", "-m", "claude-opus-5-5"], further, &["Hi"]].concat();
    chat(sandbox, OWNER, &arguments).with_env("ANTHROPIC_BASE_URL", server.root())
}

/// Makes sure that a request has the key in its one header.
fn assert_key_in_its_header_alone(request: &Request) {
    assert_eq!(request.header("x-api-key"), Some(KEY));
    assert_eq!(request.head.matches(KEY).count(), 1, "{}", request.head);
    assert!(!request.body.to_string().contains(KEY));
}

#[test]
fn a_reply_is_printed_as_it_comes_and_stored_with_what_it_took() {
    let sandbox = store_with_key();
    // The head of the answer and its first event come before the first piece.
    let (answer, gate) = streamed(&["Hel", "lo, Ada 🎉"], "fast").held_after(2);
    let server = OpenAiServer::start([answer]);
    let mut run = asking(&sandbox, &server, &[]).start();
    run.prints("Hel");
    gate.open();
    let run = run.ends().succeeds();
    assert_eq!(run.stdout_text(), "Hello, Ada 🎉\n");
    assert!(!run.to_string().contains(KEY), "{run}");

    let request = server.request();
    assert!(request.head.starts_with("POST /v1/messages HTTP/1.1\r\n"));
    assert_eq!(request.header("anthropic-version"), Some("2026-10-21"));
    assert_key_in_its_header_alone(&request);
    assert_eq!(request.body["model"], "claude-opus-5-5");
    assert_eq!(
        request.body["messages"],
        json!([{"role": "user", "content": "Hi"}])
    );
    assert_eq!(request.body["stream"], true);
    assert!(server.is_left_alone());

    let stored = StoredUser::of(&sandbox, OWNER);
    let reply = &stored.only_conversation()["messages"][1];
    assert_eq!(reply["content"], "Hello, Ada 🎉");
    assert_eq!(reply["provider"], "anthropic");
    assert_eq!(reply["model"], "claude-opus-5-5");
    assert_eq!(reply["input_tokens"], 1534);
    assert_eq!(reply["output_tokens"], 567);
    let details = json!({"cached": 234, "written": 100, "written_1h": 200, "reasoning": 67});
    assert_eq!(reply["usage"], details);
    assert_eq!(reply["service_tier"], "standard");
    assert_eq!(reply["priced_as"], "claude-opus-5-5");
    assert_eq!(reply["finish"], "end_turn");
    assert!(
        stored.text.contains("\"cost\": 0.0349736,"),
        "twice the usual cost for a fast reply: {}",
        stored.text
    );
    for path in tree_digest(sandbox.root()).keys() {
        let bytes = fs::read(sandbox.root().join(path)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(KEY), "{}", path.display());
    }
}

#[test]
fn what_a_cut_off_reply_cost_is_unknown_and_not_what_was_counted_at_its_start() {
    let sandbox = store_with_key();
    let begun = |pieces: &[&str]| begun(pieces, "standard");
    let server = OpenAiServer::start([begun(&["Hel"]), begun(&["Hel"]), begun(&[])]);
    let run = asking(&sandbox, &server, &["--format", "json"]).run();
    let shown = run.fails_with(8).stdout_json();
    assert_eq!(shown["input_tokens"], 1534);
    for field in ["output_tokens", "total_tokens", "cost_usd"] {
        assert!(shown[field].is_null(), "{field}: {shown}");
    }
    let conversation = StoredUser::of(&sandbox, OWNER).only_conversation();
    let reply = conversation["messages"][1].as_object().expect("a message");
    assert_eq!(reply["interrupted"], true);
    assert_eq!(reply["input_tokens"], 1534);
    let parts = json!({"cached": 234, "written": 100, "written_1h": 200});
    assert_eq!(reply["usage"], parts);
    for field in ["output_tokens", "total_tokens", "cost", "priced_as"] {
        assert!(!reply.contains_key(field), "{field}: {reply:?}");
    }
    // One that leaves no message counts the same, and so does one that may have thought for long.
    asking(&sandbox, &server, &["--no-save"])
        .run()
        .fails_with(8);
    let run = asking(&sandbox, &server, &[]).run().fails_with(8);
    let said = run.stderr_text();
    assert!(
        said.contains("; there is no text, and what it took is in the ledger"),
        "{run}"
    );
    StoredUser::of(&sandbox, OWNER).only_conversation();
    let stats = sandbox.chatkeep(&["stats", "--format", "json"]).run();
    let total = &stats.succeeds().stdout_json()["total"];
    assert_eq!(total["unknown_costs"], 3, "{total}");
    assert_eq!(total["input_tokens"], 3 * 1534, "{total}");
    assert!(total["cost_usd"].is_null(), "{total}");
}

#[test]
fn a_reply_may_be_asked_for_in_one_piece() {
    let sandbox = store_with_key();
    let body = json!({
        "id": "msg_1", "type": "message", "model": "claude-opus-5-5", "stop_reason": "end_turn",
        "content": [{"type": "text", "text": "Hello"}], "usage": usage("standard"),
    });
    let headers = ["Content-Type: application/json"];
    let server = OpenAiServer::start([Answer::new("200 OK", &headers, &body.to_string())]);
    let further = ["--no-stream", "--max-tokens", "50", "--temperature", "0.5"];
    let run = asking(&sandbox, &server, &further).run().succeeds();
    assert_eq!(run.stdout_text(), "Hello\n");
    let request = server.request();
    assert_key_in_its_header_alone(&request);
    assert_eq!(request.header("anthropic-version"), Some("2023-06-01"));
    assert_eq!(
        request.body,
        json!({
            "model": "claude-opus-5-5", "max_tokens": 50, "temperature": 0.5,
            "messages": [{"role": "user", "content": "Hi"}],
        })
    );
    let stored = StoredUser::of(&sandbox, OWNER);
    let cost = "\"cost\": 0.0174868,";
    assert!(stored.text.contains(cost), "{}", stored.text);
}

#[test]
fn the_environment_has_a_key_or_a_token_for_users_without_one() {
    let sandbox = Sandbox::flask_store();
    let sent = |variables: &[(&'static str, &str)]| {
        let server = OpenAiServer::start([streamed(&["Yes"], "standard")]);
        let run = chat(&sandbox, NEWCOMER, &["-m", "claude-opus-5-5", "Hi"])
            .with_env("ANTHROPIC_BASE_URL", server.root());
        let variables = variables.iter();
        let run = variables.fold(run, |run, (name, value)| run.with_env(name, value));
        run.run().succeeds();
        let request = server.request();
        ["x-api-key", "authorization"].map(|name| request.header(name).map(str::to_owned))
    };
    let (key, token) = (
        ("ANTHROPIC_API_KEY", KEY),
        ("ANTHROPIC_AUTH_TOKEN", "token-1"),
    );
    assert_eq!(sent(&[key, token]), [Some(KEY.to_owned()), None]);
    assert_eq!(sent(&[token]), [None, Some("Bearer token-1".to_owned())]);
    chat(&sandbox, NEWCOMER, &["-m", "claude-opus-5-5", "Hi"])
        .run_changing_nothing()
        .fails_with(7)
        .stderr_is(str![[r#"
error: anthropic needs an API key
 hint: store one with `chatkeep key set USER anthropic`, or set ANTHROPIC_API_KEY

"#]]);
}

#[test]
fn a_refused_key_is_a_secrets_failure_and_a_spend_limit_is_the_providers() {
    let sandbox = store_with_key();
    let refusal = |class: &str, message: &str, details: Value| {
        json!({"type": "error", "error": {"type": class, "message": message, "details": details}})
            .to_string()
    };
    let headers = ["Content-Type: application/json"];
    let key = refusal("authentication_error", "invalid x-api-key", Value::Null);
    let server = OpenAiServer::start([Answer::new("401 Unauthorized", &headers, &key)]);
    let refused = asking(&sandbox, &server, &[]).run_changing_nothing();
    let refused = refused.fails_with(7);
    assert!(
        refused.stderr_text().contains("invalid x-api-key"),
        "{refused}"
    );
    let limit = json!({"error_code": "enforced_spend_limit_reached"});
    let spent = refusal("rate_limit_error", "The limit is reached.", limit);
    let server = OpenAiServer::start([Answer::new("429 Too Many Requests", &headers, &spent)]);
    let refused = asking(&sandbox, &server, &[]).run_changing_nothing();
    let refused = refused.fails_with(8);
    assert!(
        refused.stderr_text().contains("waiting does not help"),
        "{refused}"
    );
}

#[test]
fn a_key_does_not_follow_a_redirect() {
    let sandbox = store_with_key();
    let other = OpenAiServer::start([streamed(&["Yes"], "standard")]);
    // Another host, as far as a client can tell.
    let elsewhere = other.root().replace("127.0.0.1", "localhost");
    let location = format!("Location: {elsewhere}/v1/messages");
    for status in [
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let server = OpenAiServer::start([Answer::new(status, &[&location], "")]);
        let run = asking(&sandbox, &server, &[]).run_changing_nothing();
        let run = run.fails_with(8);
        assert!(run.stderr_text().contains("localhost"), "{run}");
        assert_key_in_its_header_alone(&server.request());
    }
    assert!(other.is_left_alone());
}

#[test]
fn a_server_of_ones_own_may_speak_it() {
    let sandbox = Sandbox::flask_store();
    let config = sandbox.config().join("chatkeep");
    fs::create_dir_all(&config).expect("it is ours");
    let asking = |kind: &str, url: &str| {
        let text = format!(
            "[providers.gateway]\nkind = '{kind}'\nbase_url = '{url}'\nkey_env = 'GATEWAY_KEY'\n"
        );
        fs::write(config.join("config.toml"), text).expect("it is ours");
        chat(&sandbox, NEWCOMER, &["-m", "gateway/some-model", "Hi"])
            .with_env("GATEWAY_KEY", KEY)
            .with_env("ANTHROPIC_AUTH_TOKEN", "not-for-others")
    };
    let server = OpenAiServer::start([streamed(&["Yes"], "standard")]);
    let run = asking("anthropic", &server.root()).run().succeeds();
    assert_eq!(run.stdout_text(), "Yes\n");
    let request = server.request();
    assert_key_in_its_header_alone(&request);
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.body["model"], "some-model");

    let refused = asking("claude", "http://127.0.0.1:1").run_changing_nothing();
    refused.fails_with(2).stderr_is(str![[r#"
error: providers.gateway in the configuration: "claude" is no kind of provider; there are "openai", "anthropic", "google"

"#]]);
}
