//! Whole requests and replies against a server on this machine.

use std::time::Duration;

use super::*;
use crate::model::{Usage, UsageDetails};
use crate::providers::endpoint::Kind;
use crate::providers::error::RefusalKind;
use crate::providers::open;
use crate::providers::request::ChatMessage;
use crate::providers::test_outcome::{Outcome, ask_changed, request};
use crate::providers::test_server::{
    Received, RecordedTiming, Step, TestServer, answer, stream, unended_stream,
};

mod failures;
mod models;
mod recorded;
mod requests;
mod stops;

const KEY: &str = "sk-ant-test-0123456789";
const JSON: &str = "Content-Type: application/json";

const START: &str = r#"{"type": "message_start", "message": {"id": "msg_1", "type": "message", "role": "assistant",
    "content": [], "model": "claude-sonnet-5-5", "stop_reason": null, "usage": {"input_tokens": 3,
    "cache_creation_input_tokens": 418, "cache_read_input_tokens": 1111, "cache_creation":
    {"ephemeral_5m_input_tokens": 18, "ephemeral_1h_input_tokens": 400}, "output_tokens": 1, "service_tier": "standard"}}}"#;
const FINISH: &str = r#"{"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": null},
    "usage": {"input_tokens": 3, "cache_creation_input_tokens": 418, "cache_read_input_tokens": 1111, "output_tokens": 33,
    "output_tokens_details": {"thinking_tokens": 20}}}"#;
const STOP: &str = r#"{"type": "message_stop"}"#;
const WHOLE: &str = r#"{"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-5-5", "new": {"a": [1]},
    "content": [{"type": "thinking", "thinking": "hm", "text": "hm", "signature": "x"}, {"type": "text", "text": "Hel"},
    {"type": "future_block", "text": {}}, {"type": "text", "text": "lo"}], "stop_reason": "end_turn",
    "usage": {"input_tokens": 8, "output_tokens": 2, "service_tier": "priority", "speed": "fast"}}"#;

/// Makes an event of its JSON, as the API writes it: named, and padded.
fn event(json: &str) -> String {
    let line = json.replace('\n', " ");
    format!("event: named_elsewhere\ndata: {line}   \n\n")
}

/// One event with a piece of the answer, as JSON.
fn piece(text: &str) -> String {
    format!(
        r#"{{"type": "content_block_delta", "index": 0, "delta": {{"type": "text_delta", "text": "{text}"}}}}"#
    )
}

/// A whole stream of these events between the usual first and last ones.
fn events(inner: &[&str]) -> String {
    let all = [&[START], inner, &[FINISH, STOP]].concat();
    all.into_iter().map(event).collect()
}

/// An answer of these events, and no more.
fn streamed(all: &[&str]) -> Vec<Step> {
    let text: String = all.iter().map(|json| event(json)).collect();
    stream(&[&text])
}

fn endpoint(url: &str) -> Endpoint {
    Endpoint {
        base_url: url.trim_end_matches("/v1").to_owned(),
        key: Some(SecretText::new(KEY)),
        ..Endpoint::new(Kind::Anthropic)
    }
}

fn ask_with(
    answers: Vec<Vec<Step>>,
    request: ChatRequest,
    change: impl FnOnce(&mut Endpoint),
) -> Outcome {
    ask_changed(answers, request, endpoint, change)
}

fn ask(answers: Vec<Vec<Step>>) -> Outcome {
    ask_with(answers, request(true), |_| {})
}

#[test]
fn a_streamed_reply_comes_piece_by_piece() {
    let block = r#"{"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}"#;
    let (one, two) = (piece("Hel"), piece("lo 🎉"));
    let outcome = ask(vec![stream(&[&events(&[block, &one, &two])])]);
    assert_eq!(outcome.pieces, ["Hel", "lo 🎉"]);
    let reply = outcome.reply();
    assert!(!reply.is_cut());
    assert_eq!(reply.model, "claude-sonnet-5-5");
    assert_eq!(reply.response_id.as_deref(), Some("msg_1"));
    assert_eq!(reply.service_tier.as_deref(), Some("standard"));
    assert_eq!(reply.finish.as_deref(), Some("end_turn"));
    let usage = Usage {
        input: 3 + 418 + 1111,
        output: Some(33),
        details: UsageDetails {
            cached: 1111,
            written: 18,
            written_1h: 400,
            reasoning: 20,
            ..UsageDetails::default()
        },
    };
    assert_eq!(reply.usage, Some(usage));
}

#[test]
fn a_whole_reply_is_read() {
    let outcome = ask_with(
        vec![answer("200 OK", &[JSON], WHOLE)],
        request(false),
        |_| {},
    );
    let reply = outcome.reply();
    assert!(!reply.is_cut());
    assert_eq!(reply.text, "Hello");
    assert_eq!(reply.model, "claude-sonnet-5-5");
    assert_eq!(reply.response_id.as_deref(), Some("msg_1"));
    assert_eq!(reply.service_tier.as_deref(), Some("priority"));
    assert_eq!(reply.speed.as_deref(), Some("fast"));
    assert_eq!(reply.finish.as_deref(), Some("end_turn"));
    let counts = reply.usage.map(|usage| (usage.input, usage.output));
    assert_eq!(counts, Some((8, Some(2))));
}

#[test]
fn what_is_unknown_and_what_the_model_thinks_are_no_part_of_the_answer() {
    let (one, two) = (piece("Hel"), piece("lo"));
    let outcome = ask(vec![stream(&[&events(&[
        r#"{"type": "ping"}"#,
        r#"{"type": "content_block_start", "content_block": {"type": "thinking", "thinking": "", "text": "no"}}"#,
        r#"{"type": "content_block_delta", "delta": {"type": "thinking_delta", "thinking": "hm", "text": "no"}}"#,
        r#"{"type": "content_block_delta", "delta": {"type": "signature_delta", "signature": "x"}}"#,
        r#"{"type": "content_block_delta", "delta": {"type": "input_json_delta", "partial_json": "{"}}"#,
        r#"{"type": "content_block_delta", "delta": {"type": "future_delta", "text": 7}}"#,
        &one,
        r#"{"type": "some_future_event", "delta": "no", "message": [], "usage": 1, "error": null}"#,
        r#"{"type": "content_block_delta", "delta": null}"#,
        r#"{"type": "content_block_stop", "index": 0}"#,
        r#"{"type": null}"#,
        "{}",
        &two,
    ])])]);
    assert_eq!(outcome.reply().text, "Hello");
    assert!(!outcome.reply().is_cut());
}

#[test]
fn text_may_come_with_the_start_of_its_block() {
    let start =
        r#"{"type": "content_block_start", "content_block": {"type": "text", "text": "Hel"}}"#;
    let outcome = ask(vec![stream(&[&events(&[start, &piece("lo")])])]);
    assert_eq!(outcome.reply().text, "Hello");
}

#[test]
fn how_a_stream_is_split_changes_nothing() {
    let (one, two) = (piece("Voilà 🎉 "), piece("日本"));
    let text = events(&[&one, &two]);
    for size in [1, 2, 7, 64] {
        let mut steps = unended_stream(&[]);
        for bytes in text.as_bytes().chunks(size) {
            let head = format!("{:x}\r\n", bytes.len()).into_bytes();
            steps.push(Step::Send([&head, bytes, b"\r\n"].concat()));
        }
        steps.push(Step::Send(b"0\r\n\r\n".to_vec()));
        let outcome = ask(vec![steps]);
        assert_eq!(outcome.reply().text, "Voilà 🎉 日本", "{size}");
        let output = outcome.reply().usage.and_then(|usage| usage.output);
        assert_eq!(output, Some(33), "{size}");
    }
}

#[test]
fn half_a_surrogate_pair_waits_for_the_other_and_is_replaced_in_the_end() {
    let half = piece("a \\ud83d b");
    let outcome = ask(vec![stream(&[&events(&[&half])])]);
    assert_eq!(outcome.reply().text, "a \u{FFFD} b");
    let (high, low) = (piece("a \\ud83d"), piece("\\ude00 b"));
    let outcome = ask(vec![stream(&[&events(&[&high, &low])])]);
    assert_eq!(outcome.reply().text, "a 😀 b");
    assert_eq!(outcome.pieces.concat(), "a 😀 b");
    let outcome = ask(vec![streamed(&[START, &high])]);
    assert_eq!(outcome.reply().text, "a \u{FFFD}");
    assert!(outcome.reply().is_cut());
    let whole = WHOLE.replace("Hel", "\\udc00");
    let outcome = ask_with(
        vec![answer("200 OK", &[JSON], &whole)],
        request(false),
        |_| {},
    );
    assert_eq!(outcome.reply().text, "\u{FFFD}lo");
}

#[test]
fn nothing_is_read_behind_the_end_mark() {
    let text = events(&[&piece("Hello")]) + &event("nonsense");
    let outcome = ask(vec![unended_stream(&[&text])]);
    assert_eq!(outcome.reply().text, "Hello");
    assert!(!outcome.reply().is_cut());
}

#[test]
fn all_steps_of_a_shortened_conversation_are_charged() {
    let finish = r#"{"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"input_tokens": 181,
        "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 8, "iterations": [
        {"type": "compaction", "input_tokens": 100, "cache_read_input_tokens": 55096, "output_tokens": 83},
        {"type": "message", "input_tokens": 181, "cache_read_input_tokens": 0, "output_tokens": 8}]}}"#;
    let outcome = ask(vec![streamed(&[START, &piece("Hello"), finish, STOP])]);
    let usage = outcome.reply().usage.expect("usage");
    assert_eq!((usage.input, usage.output), (55_377, Some(91)));
    assert_eq!(usage.details.cached, 55_096);
    let requests = outcome.reply().requests().iter();
    let inputs: Vec<u64> = requests.map(|usage| usage.input).collect();
    assert_eq!(inputs, [55_196, 181], "each is charged by its own length");

    let outcome = ask(vec![streamed(&[START, &piece("Hello"), FINISH, STOP])]);
    assert_eq!(outcome.reply().requests(), outcome.reply().usage.as_slice());
}

#[test]
fn the_placeholder_at_the_start_is_no_count_of_the_output() {
    let finish = r#"{"type": "message_delta", "delta": {"stop_reason": "end_turn"}}"#;
    for events in [
        &[START, &piece("Hello"), finish, STOP][..],
        &[START, &piece("Hello"), STOP],
    ] {
        let outcome = ask(vec![streamed(events)]);
        assert!(!outcome.reply().is_cut());
        let usage = outcome.reply().usage.expect("usage");
        assert_eq!((usage.input, usage.output), (1532, None));
    }
}

#[test]
fn a_usage_in_another_form_is_unknown_and_breaks_nothing() {
    let start =
        r#"{"type": "message_start", "message": {"model": "x", "usage": {"input_tokens": "3"}}}"#;
    let finish = r#"{"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": []}"#;
    let outcome = ask(vec![streamed(&[start, &piece("Hello"), finish, STOP])]);
    assert_eq!(outcome.reply().text, "Hello");
    assert_eq!(outcome.reply().usage, None);
    assert_eq!(outcome.reply().finish.as_deref(), Some("end_turn"));
}

#[test]
fn a_server_may_answer_whole_though_asked_to_stream() {
    let outcome = ask(vec![answer("200 OK", &[JSON], WHOLE)]);
    assert_eq!(outcome.reply().text, "Hello");
    let text = events(&[&piece("Hello")]);
    let outcome = ask_with(vec![stream(&[&text])], request(false), |_| {});
    assert_eq!(outcome.reply().text, "Hello");
}
