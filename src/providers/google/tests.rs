//! Whole requests and replies against a server on this machine.

use std::time::Duration;

use super::*;
use crate::model::{SecretText, Usage, UsageDetails};
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
mod parts;
mod requests;

/// No form of key that is looked for in published sources.
const SECRET: &str = "test-key-0123456789";
const JSON: &str = "Content-Type: application/json; charset=UTF-8";

const THOUGHT: &str = r#"{"candidates": [{"content": {"parts": [{"text": "hm", "thought": true}], "role": "model"}, "index": 0}],
    "usageMetadata": {"promptTokenCount": 9000, "thoughtsTokenCount": 68, "serviceTier": "standard"},
    "modelVersion": "gemini-3.8-flash", "responseId": "r-1"}"#;
const FINISH: &str = r#"{"candidates": [{"content": {"parts": [{"text": "", "thoughtSignature": "x"}], "role": "model"},
    "finishReason": "STOP", "index": 0}], "usageMetadata": {"promptTokenCount": 9000, "cachedContentTokenCount": 8000,
    "toolUsePromptTokenCount": 1000, "candidatesTokenCount": 700, "thoughtsTokenCount": 500, "totalTokenCount": 11200,
    "serviceTier": "standard"}, "modelVersion": "gemini-3.8-flash", "responseId": "r-1"}"#;
const WHOLE: &str = r#"{"candidates": [{"content": {"parts": [{"text": "hm", "thought": true}, {"text": "Hel"},
    {"futurePart": {"text": 7}}, {"text": "lo"}], "role": "model"}, "finishReason": "MAX_TOKENS", "new": {"a": [1]}},
    {"content": {"parts": [{"text": "another"}]}, "index": 1}],
    "usageMetadata": {"promptTokenCount": 8, "candidatesTokenCount": 2, "serviceTier": "flex"},
    "modelVersion": "gemini-3.8-flash", "responseId": "r-2"}"#;

/// Makes an event of its JSON.
fn event(json: &str) -> String {
    format!("data: {}\r\n\r\n", json.replace('\n', " "))
}

/// One part with a piece of the answer, as JSON.
fn piece(text: &str) -> String {
    format!(
        r#"{{"candidates": [{{"content": {{"parts": [{{"text": "{text}"}}], "role": "model"}}}}], "modelVersion": "gemini-3.8-flash"}}"#
    )
}

/// A part that stops for this reason, with other fields of the candidate.
fn stopping(reason: &str, fields: &str) -> String {
    format!(
        r#"{{"candidates": [{{"finishReason": "{reason}"{fields}}}], "usageMetadata": {{"promptTokenCount": 14}}}}"#
    )
}

/// An answer of these parts, and no more.
fn streamed(all: &[&str]) -> Vec<Step> {
    let text: String = all.iter().map(|json| event(json)).collect();
    stream(&[&text])
}

/// An answer in JSON.
fn whole(body: &str) -> Vec<Step> {
    answer("200 OK", &[JSON], body)
}

fn endpoint(url: &str) -> Endpoint {
    Endpoint {
        base_url: url.trim_end_matches("/v1").to_owned(),
        key: Some(SecretText::new(SECRET)),
        ..Endpoint::new(Kind::Google)
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

fn ask_for_whole(answers: Vec<Vec<Step>>) -> Outcome {
    ask_with(answers, request(false), |_| {})
}

#[test]
fn a_streamed_reply_comes_piece_by_piece() {
    let (one, two) = (piece("Hel"), piece("lo 🎉"));
    let outcome = ask(vec![streamed(&[THOUGHT, &one, &two, FINISH])]);
    assert_eq!(outcome.pieces, ["Hel", "lo 🎉"]);
    let reply = outcome.reply();
    assert!(!reply.is_cut());
    assert_eq!(reply.model, "gemini-3.8-flash");
    assert_eq!(reply.response_id.as_deref(), Some("r-1"));
    assert_eq!(reply.service_tier.as_deref(), Some("standard"));
    assert_eq!(reply.finish.as_deref(), Some("STOP"));
    let usage = Usage {
        input: 10_000,
        output: Some(1200),
        details: UsageDetails {
            cached: 8000,
            reasoning: 500,
            ..UsageDetails::default()
        },
    };
    assert_eq!(reply.usage, Some(usage), "the last report alone");
}

#[test]
fn a_whole_reply_is_read() {
    let outcome = ask_for_whole(vec![whole(WHOLE)]);
    let reply = outcome.reply();
    assert!(!reply.is_cut());
    assert_eq!(reply.text, "Hello");
    assert_eq!(reply.model, "gemini-3.8-flash");
    assert_eq!(reply.response_id.as_deref(), Some("r-2"));
    assert_eq!(reply.service_tier.as_deref(), Some("flex"));
    assert_eq!(reply.finish.as_deref(), Some("MAX_TOKENS"));
    let counts = reply.usage.map(|usage| (usage.input, usage.output));
    assert_eq!(counts, Some((8, Some(2))));
}

#[test]
fn what_is_unknown_and_what_the_model_thinks_are_no_part_of_the_answer() {
    let (one, two) = (piece("Hel"), piece("lo"));
    let outcome = ask(vec![streamed(&[
        THOUGHT,
        "{}",
        r#"{"candidates": null, "promptFeedback": {"safetyRatings": []}, "usageMetadata": []}"#,
        r#"{"candidates": []}"#,
        r#"{"candidates": [{"content": null}]}"#,
        r#"{"candidates": [{"content": {"role": "model"}, "safetyRatings": [{"blocked": false}]}]}"#,
        r#"{"candidates": [{"content": {"parts": [{"functionCall": {"name": "f"}}, {"text": null}, {"inlineData": {}}]}}]}"#,
        r#"{"candidates": [{"content": {"parts": [{"text": "another"}]}, "index": 1}]}"#,
        &one,
        r#"{"some": ["future", {"part": 1}], "error": null}"#,
        &two,
        FINISH,
    ])]);
    assert_eq!(outcome.reply().text, "Hello");
    assert!(!outcome.reply().is_cut());
}

#[test]
fn a_limit_that_thinking_used_up_is_told_and_charged() {
    let empty = r#"{"candidates": [{"content": {"role": "model"}, "finishReason": "MAX_TOKENS"}],
        "usageMetadata": {"promptTokenCount": 15, "thoughtsTokenCount": 2}}"#;
    for outcome in [
        ask(vec![streamed(&[empty])]),
        ask_for_whole(vec![whole(empty)]),
    ] {
        let cut = outcome.cut();
        assert!(matches!(cut, ProviderError::OutOfTokens { .. }), "{cut:?}");
        let reply = outcome.reply();
        assert_eq!(reply.text, "");
        let counts = reply.usage.map(|usage| (usage.input, usage.output));
        assert_eq!(counts, Some((15, Some(2))));
    }
}

#[test]
fn how_a_stream_is_split_changes_nothing() {
    let (one, two) = (piece("Voilà 🎉 "), piece("日本"));
    let parts = [THOUGHT, &one, &two, FINISH];
    let events: String = parts.iter().map(|json| event(json)).collect();
    let list = format!("[{}\n]\n", parts.join("\n,\r\n"));
    for (text, content_type) in [(events, "text/event-stream"), (list, "application/json")] {
        for size in [1, 2, 7, 64] {
            let head = format!(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {content_type}\r\nTransfer-Encoding: chunked\r\n\r\n"
            );
            let mut steps = vec![Step::Send(head.into_bytes())];
            for bytes in text.as_bytes().chunks(size) {
                let head = format!("{:x}\r\n", bytes.len()).into_bytes();
                steps.push(Step::Send([&head, bytes, b"\r\n"].concat()));
            }
            steps.push(Step::Send(b"0\r\n\r\n".to_vec()));
            let outcome = ask(vec![steps]);
            assert_eq!(outcome.pieces.concat(), "Voilà 🎉 日本", "{size}");
            let output = outcome.reply().usage.map(|usage| usage.output);
            assert_eq!(output, Some(Some(1200)), "{size}");
        }
    }
}

#[test]
fn a_list_is_read_as_it_grows() {
    let (gate, opened) = std::sync::mpsc::channel();
    let head = format!(
        "HTTP/1.1 200 OK\r\n{JSON}\r\nConnection: close\r\n\r\n[{}",
        piece("Hello")
    );
    let answer = vec![
        Step::Send(head.into_bytes()),
        Step::Wait(opened),
        Step::Send(format!(",{FINISH}]").into_bytes()),
    ];
    let server = TestServer::start(vec![answer]);
    let provider = open(endpoint(&server.url), Arc::new(RecordedTiming::default()));
    let provider = provider.expect("an endpoint");
    let mut events = crate::providers::ReplyStream::start(provider, request(true), drop);
    let first = events.next().expect("an event");
    let is_text = matches!(&first, crate::providers::Event::Text(text) if text == "Hello");
    assert!(is_text, "{first:?}");
    drop(gate);
    let Some(crate::providers::Event::End(reply)) = events.last() else {
        panic!("no end");
    };
    assert!(!reply.is_cut());
}

#[test]
fn half_a_surrogate_pair_is_replaced() {
    let half = piece("a \\ud83d b");
    let outcome = ask(vec![streamed(&[&half, FINISH])]);
    assert_eq!(outcome.reply().text, "a \u{FFFD} b");
    let outcome = ask_for_whole(vec![whole(&WHOLE.replace("Hel", "\\udc00"))]);
    assert_eq!(outcome.reply().text, "\u{FFFD}lo");
}

#[test]
fn what_a_reply_took_may_be_told_behind_its_end() {
    let late = r#"{"usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 2}}"#;
    let outcome = ask(vec![streamed(&[
        &piece("Hello"),
        &stopping("STOP", ""),
        late,
    ])]);
    assert!(!outcome.reply().is_cut());
    let counts = outcome
        .reply()
        .usage
        .map(|usage| (usage.input, usage.output));
    assert_eq!(counts, Some((1, Some(2))));
}

#[test]
fn a_usage_in_another_form_is_unknown_and_breaks_nothing() {
    let finish =
        r#"{"candidates": [{"finishReason": "STOP"}], "usageMetadata": {"promptTokenCount": "3"}}"#;
    let outcome = ask(vec![streamed(&[&piece("Hello"), finish])]);
    assert_eq!(outcome.reply().text, "Hello");
    assert_eq!(outcome.reply().usage, None);
    assert_eq!(outcome.reply().finish.as_deref(), Some("STOP"));
}

#[test]
fn a_server_may_answer_in_the_other_way() {
    let outcome = ask(vec![whole(WHOLE)]);
    assert_eq!(outcome.reply().text, "Hello");
    assert!(!outcome.reply().is_cut());
    let outcome = ask_for_whole(vec![streamed(&[&piece("Hello"), FINISH])]);
    assert_eq!(outcome.reply().text, "Hello");
    let list = format!("[{}, {FINISH}]", piece("Hello"));
    let outcome = ask(vec![whole(&list)]);
    assert_eq!(outcome.reply().text, "Hello");
    assert!(!outcome.reply().is_cut());
}
