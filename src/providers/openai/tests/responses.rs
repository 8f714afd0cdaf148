//! Responses, streamed and whole.

use serde_json::{Value, json};

use super::*;
use crate::model::{Usage, UsageDetails};
use crate::providers::reply::Stop;

fn wanting(stream: bool) -> ChatRequest {
    ChatRequest {
        needs_responses: true,
        ..request(stream)
    }
}

/// Writes an event as the service does, with its name in both places.
fn event(mut data: Value) -> String {
    let name = data["type"].as_str().expect("a name").to_owned();
    data["sequence_number"] = json!(1);
    format!("event: {name}\ndata: {data}\n\n")
}

fn created() -> String {
    event(json!({"type": "response.created", "response": {
        "id": "resp-1", "model": "m-2026", "status": "in_progress", "service_tier": "auto", "output": [], "usage": null,
    }}))
}

fn item(place: u64, phase: Option<&str>) -> String {
    event(
        json!({"type": "response.output_item.added", "output_index": place,
        "item": {"id": "msg", "type": "message", "phase": phase, "content": []}}),
    )
}

fn delta(place: u64, text: &str) -> String {
    event(
        json!({"type": "response.output_text.delta", "output_index": place, "content_index": 0, "delta": text}),
    )
}

fn usage() -> Value {
    json!({
        "input_tokens": 4020, "output_tokens": 800, "total_tokens": 4820,
        "input_tokens_details": {"cached_tokens": 1000, "cache_write_tokens": 3000,
            "cache_write_tokens_details": {"ttl_30m_tokens": 2500, "ttl_12h_tokens": 500}},
        "output_tokens_details": {"reasoning_tokens": 300},
    })
}

/// The last event, with what is told beside the usual.
fn last(kind: &str, more: &Value) -> String {
    let status = kind.trim_start_matches("response.");
    let mut response = json!({
        "id": "resp-1", "model": "m-2026", "status": status, "service_tier": "flex", "output": [],
        "error": null, "incomplete_details": null, "usage": usage(),
    });
    for (name, value) in more.as_object().expect("an object") {
        response[name] = value.clone();
    }
    event(json!({"type": kind, "response": response}))
}

fn completed() -> String {
    last("response.completed", &json!({}))
}

fn message(phase: Option<&str>, text: &str) -> Value {
    json!({"type": "message", "phase": phase, "content": [{"type": "output_text", "text": text}]})
}

fn streamed(events: &[String]) -> Outcome {
    let parts: Vec<&str> = events.iter().map(String::as_str).collect();
    ask_with(vec![stream(&parts)], wanting(true), |_| {})
}

fn whole(body: &Value) -> Outcome {
    let answers = vec![answer("200 OK", &[JSON], &body.to_string())];
    ask_with(answers, wanting(false), |_| {})
}

#[test]
fn a_streamed_response_is_read_to_its_end_mark() {
    let thought = event(
        json!({"type": "response.reasoning_summary_text.delta", "output_index": 0, "delta": "Hm."}),
    );
    let thought_too = event(json!({"type": "response.reasoning_text.delta", "delta": "Hm."}));
    let unknown = event(json!({"type": "response.new", "delta": {"a": 1}, "item": 7}));
    let outcome = streamed(&[
        created(),
        thought,
        thought_too,
        unknown,
        item(1, None),
        delta(1, "Hel"),
        ": ping\n\n".to_owned(),
        delta(1, "lo"),
        event(json!({"type": "response.output_text.done", "output_index": 1, "text": "Hello"})),
        completed(),
    ]);
    assert_eq!(outcome.pieces.concat(), "Hello");
    let reply = outcome.reply();
    assert_eq!(reply.text, "Hello");
    assert_eq!(reply.model, "m-2026");
    assert_eq!(reply.finish.as_deref(), Some("completed"));
    assert_eq!(reply.service_tier.as_deref(), Some("flex"));
    assert_eq!(reply.response_id.as_deref(), Some("resp-1"));
    assert_eq!(
        reply.usage,
        Some(Usage {
            input: 4020,
            output: Some(800),
            details: UsageDetails {
                cached: 1000,
                written: 2500,
                written_1h: 0,
                written_12h: 500,
                reasoning: 300,
            },
        })
    );
    assert!(!reply.is_cut());
    let sent = &outcome.received[0];
    assert!(sent.head.starts_with("POST /v1/responses HTTP/1.1"));
}

#[test]
fn a_whole_response_is_read() {
    let outcome = whole(&json!({
        "id": "resp-1", "model": "m-2026", "status": "completed", "error": null, "usage": usage(),
        "output": [
            {"type": "reasoning", "content": [{"type": "output_text", "text": "Hm."}], "summary": []},
            {"type": "function_call", "content": "other"},
            {"type": "message", "content": [
                {"type": "output_text", "text": "Hel", "annotations": []},
                {"type": "new", "text": "?"},
                {"type": "output_text", "text": "lo"},
            ]},
            {"type": "message", "content": [{"type": "refusal", "refusal": ", no."}]},
        ],
    }));
    let reply = outcome.reply();
    assert_eq!(reply.text, "Hello, no.");
    assert_eq!(reply.finish.as_deref(), Some("refusal"));
    assert_eq!(reply.usage.and_then(|usage| usage.output), Some(800));
    assert!(!reply.is_cut());
}

#[test]
fn a_server_may_answer_in_the_other_form() {
    let body = json!({"status": "completed", "output": [message(None, "Hello")]});
    let answers = vec![answer("200 OK", &[JSON], &body.to_string())];
    let outcome = ask_with(answers, wanting(true), |_| {});
    assert_eq!(outcome.reply().text, "Hello");
    let events = stream(&[&delta(0, "Hello"), &completed()]);
    let outcome = ask_with(vec![events], wanting(false), |_| {});
    assert_eq!(outcome.reply().text, "Hello");
}

#[test]
fn a_response_that_comes_only_at_the_end_of_a_stream_is_read() {
    let output = json!({"output": [message(None, "Hello")]});
    let outcome = streamed(&[created(), last("response.completed", &output)]);
    assert_eq!(outcome.reply().text, "Hello");
}

#[test]
fn commentary_is_left_out_beside_an_answer() {
    let outcome = streamed(&[
        created(),
        item(0, Some("commentary")),
        delta(0, "I look."),
        item(1, Some("final_answer")),
        delta(1, "Hello"),
        completed(),
    ]);
    assert_eq!(outcome.reply().text, "Hello");
    let output = [
        message(Some("commentary"), "I look."),
        message(Some("final_answer"), "Hello"),
    ];
    let outcome = whole(&json!({"status": "completed", "output": output}));
    assert_eq!(outcome.reply().text, "Hello");
}

#[test]
fn commentary_alone_is_the_answer() {
    let begun = [
        created(),
        item(0, Some("commentary")),
        delta(0, "I "),
        delta(0, "look."),
    ];
    for end in [
        completed(),
        last(
            "response.completed",
            &json!({"output": [message(Some("commentary"), "I look.")]}),
        ),
    ] {
        let outcome = streamed(&[&begun[..], &[end]].concat());
        assert_eq!(outcome.reply().text, "I look.");
        assert!(!outcome.reply().is_cut());
    }
    let output = [message(Some("commentary"), "I look.")];
    let outcome = whole(&json!({"status": "completed", "output": output}));
    assert_eq!(outcome.reply().text, "I look.");

    let outcome = streamed(&begun);
    assert_eq!(outcome.reply().text, "I look.");
    assert!(matches!(outcome.cut(), ProviderError::Truncated { .. }));
}

#[test]
fn a_streamed_refusal_is_the_answer() {
    let refusal = event(
        json!({"type": "response.refusal.delta", "output_index": 0, "delta": "No \u{1F389}."}),
    );
    let outcome = streamed(&[created(), item(0, None), refusal, completed()]);
    assert_eq!(outcome.reply().text, "No \u{1F389}.");
    assert_eq!(outcome.reply().stop, Stop::Declined);
    assert_eq!(outcome.reply().finish.as_deref(), Some("refusal"));
}

#[test]
fn half_a_surrogate_pair_in_a_response_waits_for_the_other() {
    let broken = delta(0, "a @ b").replace('@', "\\ud83d");
    let outcome = streamed(&[broken, completed()]);
    assert_eq!(outcome.reply().text, "a \u{FFFD} b");
    let torn = |place| {
        let (high, low) = (delta(place, "a @"), delta(place, "# b"));
        [high.replace('@', "\\ud83d"), low.replace('#', "\\ude00")]
    };
    let outcome = streamed(&[&torn(0)[..], &[completed()]].concat());
    assert_eq!(outcome.reply().text, "a 😀 b");
    // What is kept back is joined, too.
    let begun = [created(), item(0, Some("commentary"))];
    let outcome = streamed(&[&begun[..], &torn(0)].concat());
    assert_eq!(outcome.reply().text, "a 😀 b");
    let outcome = streamed(&[&begun[..], &torn(0)[..1]].concat());
    assert_eq!(outcome.reply().text, "a \u{FFFD}");
}

#[test]
fn an_incomplete_response_is_whole_and_says_why_it_stopped() {
    for (reason, stop) in [
        ("max_output_tokens", Stop::OutOfTokens),
        ("some_new_reason", Stop::Done),
    ] {
        let details = json!({"incomplete_details": {"reason": reason}});
        let outcome = streamed(&[
            created(),
            delta(0, "Cut of"),
            last("response.incomplete", &details),
        ]);
        let reply = outcome.reply();
        assert_eq!(reply.text, "Cut of");
        assert_eq!(reply.finish.as_deref(), Some(reason));
        assert_eq!(reply.usage.and_then(|usage| usage.output), Some(800));
        assert_eq!(reply.stop, stop);
        assert!(!reply.is_cut());
    }
}

#[test]
fn a_response_that_is_kept_back_or_thought_away_is_none() {
    let incomplete = |reason: &str| {
        let details = json!({"incomplete_details": {"reason": reason}});
        last("response.incomplete", &details)
    };
    for text in ["", "Cut of"] {
        let events = [created(), delta(0, text), incomplete("content_filter")];
        let outcome = streamed(&events);
        assert_eq!(outcome.reply().text, text);
        let cut = outcome.cut();
        assert!(matches!(cut, ProviderError::Blocked { .. }), "{cut:?}");
    }
    let outcome = streamed(&[created(), incomplete("max_output_tokens")]);
    assert!(matches!(outcome.cut(), ProviderError::OutOfTokens { .. }));
    let usage = outcome.reply().usage.expect("usage");
    assert_eq!(usage.output, Some(800));
    let outcome = whole(&json!({
        "status": "incomplete", "output": [], "incomplete_details": {"reason": "max_output_tokens"},
    }));
    assert!(matches!(outcome.error(), ProviderError::OutOfTokens { .. }));
}

#[test]
fn a_failed_response_is_its_error() {
    let error = json!({"error": {"code": "server_error", "message": "The model failed."}});
    let failed = || last("response.failed", &error);
    let outcome = streamed(&[created(), failed()]);
    assert_eq!(
        outcome.cut().to_string(),
        "openai failed: The model failed."
    );
    assert_eq!(outcome.reply().text, "");
    let usage = outcome.reply().usage.expect("what it says that it took");
    assert_eq!(usage.output, Some(800));
    assert_eq!(outcome.received.len(), 1, "it could be paid twice");

    let outcome = streamed(&[created(), delta(0, "Half "), failed()]);
    assert_eq!(outcome.reply().text, "Half ");
    assert_eq!(outcome.reply().usage.map(|usage| usage.input), Some(4020));
    assert_eq!(
        outcome.cut().to_string(),
        "openai failed: The model failed."
    );

    let outcome = whole(&json!({"status": "failed", "output": [], "error": error["error"]}));
    assert_eq!(outcome.kind(), RefusalKind::ServerFailed);
    let outcome = whole(&json!({"error": {"message": "Slow down.", "code": "slow_down"}}));
    assert!(outcome.error().to_string().ends_with(": Slow down."));
}

#[test]
fn an_error_event_is_read_flat_and_nested() {
    let flat = event(
        json!({"type": "error", "code": "rate_limit_exceeded", "message": "Slow down.", "param": null}),
    );
    let nested = event(
        json!({"type": "error", "error": {"code": "rate_limit_exceeded", "message": "Slow down."}}),
    );
    let unnamed =
        "data: {\"error\": {\"code\": \"rate_limit_exceeded\", \"message\": \"Slow down.\"}}\n\n";
    for error in [flat, nested, unnamed.to_owned()] {
        let outcome = streamed(&[created(), error.clone()]);
        assert_eq!(outcome.kind(), RefusalKind::RateLimit, "{error}");
        let refusal = outcome.error().refusal().expect("a refusal");
        assert_eq!(refusal.message, "Slow down.", "{error}");
        let outcome = streamed(&[created(), delta(0, "Half "), error.clone()]);
        assert_eq!(outcome.reply().text, "Half ");
        assert!(outcome.cut().refusal().is_some(), "{error}");
    }
}

#[test]
fn a_response_without_its_end_mark_is_cut_off() {
    let begun = [created(), delta(0, "Half ")];
    let outcome = streamed(&begun);
    assert_eq!(outcome.reply().text, "Half ");
    assert!(matches!(outcome.cut(), ProviderError::Truncated { .. }));
    assert_eq!(
        outcome.reply().service_tier,
        None,
        "what was asked for is not what was billed"
    );

    let marked = [&begun[..], &[DONE.to_owned()]].concat();
    assert!(matches!(
        streamed(&marked).cut(),
        ProviderError::Truncated { .. }
    ));
    let cancelled = whole(&json!({"status": "cancelled", "output": [message(None, "Half ")]}));
    assert_eq!(cancelled.reply().text, "Half ");
    assert!(matches!(cancelled.cut(), ProviderError::Truncated { .. }));
}

#[test]
fn an_answer_that_is_no_response_is_malformed() {
    for outcome in [
        whole(&json!({})),
        whole(&json!([])),
        streamed(&[]),
        streamed(&["data: nonsense\n\n".to_owned()]),
    ] {
        let error = outcome.error();
        assert!(matches!(error, ProviderError::Malformed { .. }), "{error}");
    }
    let odd = event(json!({"type": "response.output_text.delta", "delta": 7}));
    let outcome = streamed(&[delta(0, "Half "), odd]);
    assert!(matches!(outcome.cut(), ProviderError::Malformed { .. }));
}
