//! Replies that break off, and servers that refuse.

use super::*;

/// Makes the body of an error.
fn error(class: &str, message: &str) -> String {
    format!(
        r#"{{"type": "error", "error": {{"type": "{class}", "message": "{message}"}}, "request_id": "req_body"}}"#
    )
}

#[test]
fn a_stream_without_its_end_mark_is_kept_and_marked() {
    let half = piece("Half an ");
    let live = r#"{"type": "message_delta", "delta": {}, "usage": {"output_tokens": 7}}"#;
    for (events, output) in [
        (&[START, &half][..], None),
        (&[START, &half, live], None),
        (&[START, &half, FINISH], Some(33)),
    ] {
        let outcome = ask(vec![streamed(events)]);
        assert_eq!(outcome.reply().text, "Half an ");
        assert!(matches!(outcome.cut(), ProviderError::Truncated { .. }));
        let usage = outcome.reply().usage.expect("usage");
        let known = (usage.input, usage.output);
        assert_eq!(known, (1532, output), "what is known by then is kept");
    }
    let outcome = ask(vec![streamed(&[START])]);
    assert!(matches!(outcome.cut(), ProviderError::Truncated { .. }));
    assert_eq!(
        outcome.reply().usage.map(|usage| usage.input),
        Some(1532),
        "it may have thought for long"
    );
    let failed = error("overloaded_error", "Overloaded");
    let outcome = ask(vec![streamed(&[START, &failed])]);
    assert_eq!(outcome.kind(), RefusalKind::Overloaded);
}

#[test]
fn a_connection_that_breaks_keeps_the_text() {
    let text = event(START) + &event(&piece("Half an "));
    let outcome = ask(vec![unended_stream(&[&text])]);
    assert_eq!(outcome.reply().text, "Half an ");
    let cut = outcome.cut();
    assert!(
        matches!(cut, ProviderError::ConnectionLost { .. }),
        "{cut:?}"
    );
}

#[test]
fn an_error_inside_the_stream_keeps_the_text() {
    let overloaded = error("overloaded_error", "Overloaded");
    let outcome = ask(vec![streamed(&[START, &piece("Half an "), &overloaded])]);
    assert_eq!(outcome.reply().text, "Half an ");
    assert_eq!(
        outcome.cut().to_string(),
        "anthropic is overloaded (request req_body): Overloaded"
    );
    let refusal = outcome.cut().refusal().expect("a refusal");
    assert_eq!(refusal.request_id.as_deref(), Some("req_body"));

    let untyped = r#"{"error": {"type": "api_error", "message": "It broke."}}"#;
    let outcome = ask(vec![streamed(&[untyped])]);
    assert_eq!(outcome.kind(), RefusalKind::ServerFailed);
    assert_eq!(
        outcome.received.len(),
        1,
        "nothing is repeated after a success"
    );
}

#[test]
fn an_error_in_place_of_a_reply_is_one_although_the_status_is_good() {
    for body in [
        error("overloaded_error", "Overloaded"),
        r#"{"error": {"type": "overloaded_error"}}"#.to_owned(),
    ] {
        let outcome = ask_with(
            vec![answer("200 OK", &[JSON], &body)],
            request(false),
            |_| {},
        );
        assert_eq!(outcome.kind(), RefusalKind::Overloaded);
    }
}

#[test]
fn without_a_reply_inside_it_an_answer_is_malformed() {
    let page = answer("200 OK", &["Content-Type: text/html"], "<html></html>");
    let no_text = r#"{"content": [{"type": "text", "text": 7}]}"#;
    let answers = [
        page,
        answer("200 OK", &[JSON], "{}"),
        answer("200 OK", &[JSON], "[]"),
        answer("200 OK", &[JSON], no_text),
        streamed(&["nonsense"]),
        streamed(&["7"]),
        streamed(&[r#"{"type": "content_block_delta", "delta": "x"}"#]),
        streamed(&[
            r#"{"type": "content_block_delta", "delta": {"type": "text_delta", "text": 7}}"#,
        ]),
    ];
    for (case, steps) in answers.into_iter().enumerate() {
        let outcome = ask(vec![steps]);
        let error = outcome.error();
        assert!(
            matches!(error, ProviderError::Malformed { .. }),
            "{case}: {error:?}"
        );
    }
    let outcome = ask(vec![streamed(&[START, &piece("a"), "nonsense"])]);
    assert!(matches!(outcome.cut(), ProviderError::Malformed { .. }));
}

#[test]
fn a_failure_that_may_pass_is_tried_again_when_the_server_says() {
    let busy = answer(
        "429 Too Many Requests",
        &[JSON, "Retry-After: 3"],
        &error("rate_limit_error", "Slow down."),
    );
    let overloaded = answer("529 Overloaded", &[JSON], &error("overloaded_error", ""));
    let good = stream(&[&events(&[&piece("Hello")])]);
    let outcome = ask(vec![busy, overloaded, good]);
    assert_eq!(outcome.reply().text, "Hello");
    let expected = [Duration::from_secs(3), Duration::from_millis(875)];
    assert_eq!(outcome.pauses, expected);
}

#[test]
fn what_is_not_worth_a_retry_is_asked_once() {
    let spent = r#"{"type": "error", "error": {"type": "rate_limit_error", "message": "Your limit is reached.",
        "details": {"error_code": "enforced_spend_limit_reached"}}, "request_id": "req_1"}"#;
    let billing = error("billing_error", "");
    let model = error("not_found_error", "model: claude-x");
    let long = error(
        "invalid_request_error",
        "prompt is too long: 9 tokens > 8 maximum",
    );
    let temperature = error(
        "invalid_request_error",
        "temperature: Extra inputs are not permitted",
    );
    let (large, key) = (
        error("request_too_large", ""),
        error("authentication_error", ""),
    );
    use RefusalKind::*;
    for (status, body, kind) in [
        ("429 Too Many Requests", spent, Quota),
        ("402 Payment Required", billing.as_str(), Quota),
        ("404 Not Found", &model, ModelUnknown),
        ("404 Not Found", "404 page not found", NotFound),
        ("400 Bad Request", &long, ContextTooLong),
        ("400 Bad Request", &temperature, BadRequest),
        ("413 Payload Too Large", &large, ContextTooLong),
        ("401 Unauthorized", &key, Key),
    ] {
        let outcome = ask(vec![answer(status, &[JSON], body)]);
        assert_eq!(outcome.kind(), kind, "{body}");
        assert_eq!(outcome.received.len(), 1, "{body}");
        assert!(outcome.pauses.is_empty(), "{body}");
    }
    let advised = [JSON, "X-Should-Retry: true"];
    let outcome = ask(vec![answer("429 Too Many Requests", &advised, spent)]);
    assert_eq!(outcome.kind(), Quota);
    assert_eq!(outcome.received.len(), 1);
}

#[test]
fn the_servers_advice_on_retries_is_followed() {
    let overloaded = error("overloaded_error", "");
    let against = [JSON, "X-Should-Retry: false"];
    let outcome = ask(vec![answer("529 Overloaded", &against, &overloaded)]);
    assert_eq!(outcome.kind(), RefusalKind::Overloaded);
    assert_eq!(outcome.received.len(), 1);

    let odd = error("invalid_request_error", "Try that again.");
    let for_it = [JSON, "X-Should-Retry: true"];
    let outcome = ask(vec![
        answer("400 Bad Request", &for_it, &odd),
        stream(&[&events(&[&piece("Hello")])]),
    ]);
    assert_eq!(outcome.reply().text, "Hello");
}

#[test]
fn a_refusal_names_its_request_and_never_the_key() {
    let body = error("authentication_error", &format!("Wrong key: {KEY}"));
    let refused = |headers: &[&str], token| {
        let answers = vec![answer("401 Unauthorized", headers, &body)];
        ask_with(answers, request(true), |endpoint| {
            if token {
                endpoint.bearer_token = endpoint.key.take();
            }
        })
    };
    for token in [false, true] {
        let outcome = refused(&[JSON, "Request-Id: req_head"], token);
        let error = outcome.error();
        assert_eq!(
            error.to_string(),
            "anthropic refused the API key (HTTP 401, request req_head): Wrong key: [key]"
        );
        assert!(!format!("{error:?}").contains(KEY));
        let id = error
            .refusal()
            .and_then(|refusal| refusal.request_id.as_deref());
        assert_eq!(id, Some("req_head"));
    }
    let outcome = refused(&[JSON], false);
    let refusal = outcome.error().refusal().expect("a refusal");
    assert_eq!(refusal.request_id.as_deref(), Some("req_body"));
}
