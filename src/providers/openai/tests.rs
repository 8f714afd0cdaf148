//! Whole requests and replies against a server on this machine.

use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use super::*;
use crate::model::SecretText;
use crate::providers::endpoint::Kind;
use crate::providers::reply::{Ending, Reply, Stop};
use crate::providers::request::ChatMessage;
use crate::providers::test_outcome::{Outcome, ask_changed, request};
use crate::providers::test_server::{
    RecordedTiming, Step, TestServer, answer, speak_without_tls, stream, unended_stream,
};
use crate::providers::{Event, Interrupter, ReplyStream, open};

mod compatible;
mod failures;
mod recorded;
mod requests;
mod responses;
mod transport;

const KEY: &str = "sk-test-0123456789";
const JSON: &str = "Content-Type: application/json";
const BUSY: &str = r#"{"error": {"message": "Slow down.", "code": "rate_limit_exceeded"}}"#;
const WHOLE: &str = r#"{"id": "r-1", "model": "m-2026", "service_tier": "default", "new": {"a": [1]},
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello", "refusal": null}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 8, "completion_tokens": 2, "total_tokens": 10}}"#;

/// One event with a piece of text.
fn piece(text: &str) -> String {
    format!(
        "data: {{\"id\":\"r-1\",\"model\":\"m-2026\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":null}}],\"usage\":null}}\n\n"
    )
}

const FINISH: &str = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n";
const USAGE: &str =
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":2}}\n\n";
const DONE: &str = "data: [DONE]\n\n";

fn endpoint(base_url: &str) -> Endpoint {
    Endpoint {
        base_url: base_url.to_owned(),
        key: Some(SecretText::new(KEY)),
        ..Endpoint::new(Kind::OpenAi)
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

/// Asks as if the server were OpenAI's own, of which more is expected.
fn read_as_official(answers: Vec<Vec<Step>>) -> Result<Reply, ProviderError> {
    ask_as_official(answers, request(true))
}

/// Asks something, likewise.
fn ask_as_official(answers: Vec<Vec<Step>>, request: ChatRequest) -> Result<Reply, ProviderError> {
    let server = TestServer::start(answers);
    let timing = Arc::new(RecordedTiming::default());
    let mut provider = OpenAi::new(endpoint(&server.url), timing).expect("an endpoint");
    provider.is_official = true;
    let last = ReplyStream::start(Arc::new(provider), request, drop).last();
    match last.expect("a last event") {
        Event::End(reply) => Ok(*reply),
        Event::Failed(error) => Err(error),
        other => panic!("not a last event: {other:?}"),
    }
}

#[test]
fn a_whole_reply_is_read() {
    let outcome = ask_with(
        vec![answer("200 OK", &[JSON], WHOLE)],
        request(false),
        |endpoint| {
            endpoint.organisation = Some("org-1".to_owned());
            endpoint.project = Some("proj-1".to_owned());
        },
    );
    let reply = outcome.reply();
    assert_eq!(reply.text, "Hello");
    assert_eq!(reply.model, "m-2026");
    assert_eq!(reply.response_id.as_deref(), Some("r-1"));
    assert_eq!(reply.service_tier.as_deref(), Some("default"));
    assert_eq!(reply.finish.as_deref(), Some("stop"));
    assert_eq!(
        reply.usage.map(|usage| (usage.input, usage.output)),
        Some((8, Some(2)))
    );
    assert!(!reply.is_cut());

    let sent = &outcome.received[0];
    assert!(sent.head.starts_with("POST /v1/chat/completions HTTP/1.1"));
    assert_eq!(
        sent.header("authorization"),
        Some("Bearer sk-test-0123456789")
    );
    assert_eq!(sent.header("openai-organization"), Some("org-1"));
    assert_eq!(sent.header("openai-project"), Some("proj-1"));
    assert_eq!(
        sent.body,
        r#"{"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":false}"#
    );
}

#[test]
fn a_streamed_reply_comes_piece_by_piece() {
    let outcome = ask(vec![stream(&[
        &piece(""),
        &piece("Hel"),
        ": ping\n\n",
        &piece("lo"),
        FINISH,
        USAGE,
        DONE,
    ])]);
    assert_eq!(outcome.pieces, ["Hel", "lo"]);
    let reply = outcome.reply();
    assert_eq!(reply.text, "Hello");
    assert_eq!(reply.model, "m-2026");
    assert_eq!(reply.finish.as_deref(), Some("stop"));
    assert_eq!(
        reply.usage.map(|usage| (usage.input, usage.output)),
        Some((8, Some(2)))
    );
    assert!(!reply.is_cut());
    assert!(
        outcome.received[0]
            .body
            .contains(r#""stream_options":{"include_usage":true}"#)
    );
}

#[test]
fn a_piece_is_handed_out_before_the_next_one_is_sent() {
    let (go_on, signal) = mpsc::channel();
    let mut steps = unended_stream(&[&piece("one")]);
    steps.push(Step::Wait(signal));
    let Step::Send(rest) = unended_stream(&[&piece("two"), FINISH, DONE]).remove(1) else {
        unreachable!("answers are sent");
    };
    steps.push(Step::Send(rest));
    let server = TestServer::start(vec![steps]);
    let provider = open(endpoint(&server.url), Arc::new(RecordedTiming::default()));
    let mut events = ReplyStream::start(provider.expect("an endpoint"), request(true), drop);
    assert!(matches!(events.next(), Some(Event::Text(piece)) if piece == "one"));
    go_on.send(()).expect("the server waits");
    assert!(matches!(events.next(), Some(Event::Text(piece)) if piece == "two"));
}

#[test]
fn a_refusal_is_text_and_reasoning_is_not() {
    let refusal = "data: {\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"No.\"}}]}\n\n";
    let reasoning = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":null,\"reasoning_content\":\"hm\",\"reasoning\":\"hm\"}}]}\n\n";
    let outcome = ask(vec![stream(&[reasoning, refusal, FINISH, DONE])]);
    assert_eq!(outcome.reply().text, "No.");
    assert_eq!(outcome.reply().stop, Stop::Declined);
    assert_eq!(outcome.reply().finish.as_deref(), Some("refusal"));

    let filtered = r#"{"choices": [{"message": {"content": null, "refusal": "No."}, "finish_reason": "content_filter"}]}"#;
    let outcome = ask(vec![answer("200 OK", &[JSON], filtered)]);
    assert_eq!(outcome.reply().text, "No.");
    assert!(!outcome.reply().is_cut());
    assert_eq!(outcome.reply().finish.as_deref(), Some("refusal"));
    let empty = WHOLE.replace("\"refusal\": null", "\"refusal\": \"\"");
    let outcome = ask(vec![answer("200 OK", &[JSON], &empty)]);
    assert_eq!(outcome.reply().stop, Stop::Done);
}

/// One event in which the model comes to such an end.
fn finish(reason: &str) -> String {
    FINISH.replace("\"stop\"", &format!("\"{reason}\""))
}

#[test]
fn a_reply_that_is_kept_back_is_cut_off_and_its_use_known() {
    for text in ["", "Half an "] {
        let events = [&piece(text), &finish("content_filter"), USAGE, DONE];
        let outcome = ask(vec![stream(&events)]);
        let cut = outcome.cut().to_string();
        assert_eq!(cut, "openai blocked the reply: its content filter");
        assert_eq!(outcome.reply().text, text);
        assert_eq!(outcome.reply().finish.as_deref(), Some("content_filter"));
        let usage = outcome.reply().usage.expect("usage");
        assert_eq!(usage.output, Some(2));
    }
    let outcome = ask(vec![stream(&[&finish("content_filter"), DONE])]);
    let error = outcome.error();
    assert!(matches!(error, ProviderError::Blocked { .. }), "{error:?}");
}

#[test]
fn a_limit_of_tokens_is_a_fault_only_where_nothing_was_said() {
    let ending = |text| {
        ask(vec![stream(&[
            &piece(text),
            &finish("length"),
            USAGE,
            DONE,
        ])])
    };
    let outcome = ending("Half an ");
    assert!(!outcome.reply().is_cut());
    assert_eq!(outcome.reply().stop, Stop::OutOfTokens);
    let outcome = ending("");
    assert!(matches!(outcome.cut(), ProviderError::OutOfTokens { .. }));
    assert_eq!(outcome.reply().finish.as_deref(), Some("length"));
}

#[test]
fn an_interruption_keeps_what_came() {
    let (hold, signal) = mpsc::channel();
    let mut steps = unended_stream(&[&piece("Half an ")]);
    steps.push(Step::Wait(signal));
    let reply = interrupted_at_first_event(steps, hold);
    assert_eq!(reply.text, "Half an ");
    assert!(matches!(reply.ending, Ending::Interrupted));
}

/// Sends a request to a server that answers like this.
fn start(steps: Vec<Step>) -> (ReplyStream, Interrupter) {
    let server = TestServer::start(vec![steps]);
    let provider = open(endpoint(&server.url), Arc::new(RecordedTiming::default()));
    let mut handle = None;
    let events = ReplyStream::start(
        provider.expect("an endpoint"),
        request(true),
        |interrupter| {
            handle = Some(interrupter);
        },
    );
    (events, handle.expect("a handle"))
}

/// Interrupts from another thread once text is there, and returns what is kept.
fn interrupted_at_first_event(steps: Vec<Step>, hold: Sender<()>) -> Reply {
    let (mut events, interrupter) = start(steps);
    assert!(matches!(events.next(), Some(Event::Text(_))));
    let other = thread::spawn(move || interrupter.interrupt());
    let Some(Event::End(reply)) = events.next() else {
        panic!("no end");
    };
    assert!(events.next().is_none(), "nothing comes after the end");
    other.join().expect("no panic");
    drop(hold);
    *reply
}

#[test]
fn an_interruption_before_any_text_is_one_too() {
    let (hold, signal) = mpsc::channel();
    let (mut events, interrupter) = start(vec![Step::Wait(signal)]);
    interrupter.interrupt();
    let Some(Event::End(reply)) = events.next() else {
        panic!("no end");
    };
    assert_eq!((reply.text.as_str(), reply.model.as_str()), ("", "m"));
    assert!(matches!(reply.ending, Ending::Interrupted));
    drop(hold);
}
