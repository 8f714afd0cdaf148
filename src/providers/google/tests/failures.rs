//! Replies that break off or are blocked, and servers that refuse.

use super::*;

/// Makes the body of an error.
fn error(code: u16, status: &str, message: &str, details: &str) -> String {
    format!(
        r#"{{"error": {{"code": {code}, "message": "{message}", "status": "{status}", "details": [{details}]}}}}"#
    )
}

#[test]
fn a_stream_without_a_reason_to_stop_is_kept_and_marked() {
    let half = piece("Half an ");
    let list = |end: &str| whole(&format!("[{THOUGHT},{half}{end}"));
    for steps in [
        streamed(&[THOUGHT, &half]),
        list(""),
        list(",{\"candid"),
        list("]"),
    ] {
        let outcome = ask(vec![steps]);
        assert_eq!(outcome.reply().text, "Half an ");
        let cut = outcome.cut();
        assert!(matches!(cut, ProviderError::Truncated { .. }), "{cut:?}");
        let input = outcome.reply().usage.map(|usage| usage.input);
        assert_eq!(input, Some(9000), "what is known by then is kept");
    }
    let outcome = ask(vec![streamed(&[THOUGHT])]);
    assert_eq!(
        outcome.reply().text,
        "",
        "what it took is told all the same"
    );
    assert!(matches!(outcome.cut(), ProviderError::Truncated { .. }));
}

#[test]
fn a_connection_that_breaks_keeps_the_text() {
    let half = event(&piece("Half an "));
    let outcome = ask(vec![unended_stream(&[&half])]);
    assert_eq!(outcome.reply().text, "Half an ");
    let cut = outcome.cut();
    let is_lost = matches!(cut, ProviderError::ConnectionLost { .. });
    assert!(is_lost, "{cut:?}");
    let outcome = ask(vec![unended_stream(&[&half, &event(FINISH)])]);
    assert!(!outcome.reply().is_cut(), "all of it was there");
}

#[test]
fn a_blocked_reply_keeps_what_came_and_says_why() {
    let fields = r#", "finishMessage": "Too close\nto a book.""#;
    let outcome = ask(vec![streamed(&[
        &piece("Half an "),
        &stopping("RECITATION", fields),
    ])]);
    assert_eq!(outcome.reply().text, "Half an ");
    assert_eq!(outcome.reply().finish.as_deref(), Some("RECITATION"));
    assert_eq!(
        outcome.cut().to_string(),
        "google blocked the reply: RECITATION: Too close to a book."
    );
    let safety = stopping("SAFETY", "");
    for outcome in [
        ask(vec![streamed(&[&safety])]),
        ask_for_whole(vec![whole(&safety)]),
    ] {
        assert_eq!(outcome.reply().text, "");
        assert_eq!(
            outcome.cut().to_string(),
            "google blocked the reply: SAFETY"
        );
    }
    for reason in [
        "OTHER",
        "MALFORMED_RESPONSE",
        "SOME_FUTURE_REASON",
        "\\u001b[31m",
    ] {
        let outcome = ask(vec![streamed(&[&stopping(reason, "")])]);
        let error = outcome.cut();
        assert!(matches!(error, ProviderError::Blocked { .. }), "{error:?}");
        assert!(!error.to_string().contains('\u{1b}'), "{error:?}");
    }
}

#[test]
fn a_blocked_prompt_is_no_reply() {
    let blocked = r#"{"promptFeedback": {"blockReason": "PROHIBITED_CONTENT", "blockReasonMessage": "Not that."},
        "usageMetadata": {"promptTokenCount": 7}}"#;
    for outcome in [
        ask(vec![streamed(&[blocked])]),
        ask_for_whole(vec![whole(blocked)]),
    ] {
        let reply = outcome.reply();
        assert_eq!(reply.text, "");
        assert_eq!(reply.finish.as_deref(), Some("PROHIBITED_CONTENT"));
        let counts = reply.usage.map(|usage| (usage.input, usage.output));
        assert_eq!(counts, Some((7, Some(0))), "it is charged");
        assert_eq!(
            outcome.cut().to_string(),
            "google blocked the prompt: PROHIBITED_CONTENT: Not that."
        );
    }
}

#[test]
fn an_error_inside_the_stream_keeps_the_text() {
    let overloaded = error(503, "UNAVAILABLE", "Overloaded.", "");
    let half = piece("Half an ");
    let list = whole(&format!("[{half},{overloaded}]"));
    for steps in [streamed(&[&half, &overloaded]), list] {
        let outcome = ask(vec![steps]);
        assert_eq!(outcome.reply().text, "Half an ");
        let cut = outcome.cut().to_string();
        assert_eq!(cut, "google is overloaded: Overloaded.");
    }
    for steps in [streamed(&[&overloaded]), whole(&format!("[{overloaded}]"))] {
        let outcome = ask(vec![steps]);
        assert_eq!(outcome.kind(), RefusalKind::Overloaded);
        let attempts = outcome.received.len();
        assert_eq!(attempts, 1, "nothing is repeated after a success");
    }
}

#[test]
fn without_a_reply_inside_it_an_answer_is_malformed() {
    let page = answer("200 OK", &["Content-Type: text/html"], "<html></html>");
    let answers = [
        page,
        whole("<html></html>"),
        whole("[]"),
        whole("[7]"),
        whole("{\"candid"),
        whole(r#"{"candidates": [{"content": {"parts": [{"text": 7}]}}]}"#),
        whole(r#"{"candidates": {}}"#),
        streamed(&[]),
        streamed(&["nonsense"]),
        streamed(&["7"]),
        streamed(&["{\"candidates\": [}"]),
    ];
    for (case, steps) in answers.into_iter().enumerate() {
        let outcome = ask(vec![steps]);
        let error = outcome.error();
        let is_malformed = matches!(error, ProviderError::Malformed { .. });
        assert!(is_malformed, "{case}: {error:?}");
    }
    for body in ["{}", r#"{"usageMetadata": {"promptTokenCount": 1}}"#] {
        let outcome = ask_for_whole(vec![whole(body)]);
        let error = outcome.fault();
        let is_malformed = matches!(error, ProviderError::Malformed { .. });
        assert!(is_malformed, "{body}: {error:?}");
    }
    let outcome = ask(vec![streamed(&[&piece("a"), "nonsense"])]);
    assert!(matches!(outcome.cut(), ProviderError::Malformed { .. }));
}

#[test]
fn a_failure_that_may_pass_is_tried_again_when_the_server_says() {
    let details = r#"{"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": "PerMinute"}]},
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "2.5s"}"#;
    let busy = error(429, "RESOURCE_EXHAUSTED", "Retry in 2.5s.", details);
    let busy = answer("429 Too Many Requests", &[JSON], &busy);
    let overloaded = error(503, "UNAVAILABLE", "", "");
    let overloaded = answer("503 Service Unavailable", &[JSON], &overloaded);
    let good = streamed(&[&piece("Hello"), FINISH]);
    let outcome = ask(vec![busy, overloaded, good]);
    assert_eq!(outcome.reply().text, "Hello");
    let expected = [Duration::from_millis(2500), Duration::from_millis(875)];
    assert_eq!(outcome.pauses, expected);
}

#[test]
fn what_is_not_worth_a_retry_is_asked_once() {
    let per_day =
        r#"{"violations": [{"quotaId": "RequestsPerDayPerProject"}]}, {"retryDelay": "1s"}"#;
    let daily = error(429, "RESOURCE_EXHAUSTED", "", per_day);
    let key = error(
        400,
        "INVALID_ARGUMENT",
        "",
        r#"{"reason": "API_KEY_INVALID"}"#,
    );
    let model = format!("[{}]", error(404, "NOT_FOUND", "models/x is not found", ""));
    let long = "The input token count (9) exceeds the maximum number of tokens allowed (8).";
    let long = error(400, "INVALID_ARGUMENT", long, "");
    let place = "User location is not supported for the API use.";
    let place = error(400, "FAILED_PRECONDITION", place, "");
    use RefusalKind::*;
    for (status, body, kind) in [
        ("429 Too Many Requests", daily.as_str(), Quota),
        ("402 Payment Required", "", Quota),
        ("400 Bad Request", &key, Key),
        ("403 Forbidden", "", Key),
        ("404 Not Found", &model, ModelUnknown),
        ("404 Not Found", "404 page not found", NotFound),
        ("400 Bad Request", &long, ContextTooLong),
        ("400 Bad Request", &place, BadRequest),
    ] {
        let outcome = ask(vec![answer(status, &[JSON], body)]);
        assert_eq!(outcome.kind(), kind, "{body}");
        assert_eq!(outcome.received.len(), 1, "{body}");
        assert!(outcome.pauses.is_empty(), "{body}");
    }
}

#[test]
fn a_refusal_never_shows_the_key() {
    let echo = format!(
        r#"{{"reason": "API_KEY_INVALID"}}, {{"@type": "type.googleapis.com/google.rpc.DebugInfo", "detail": "Bad key: {SECRET}"}}"#
    );
    let words = format!("API key not valid: {SECRET}");
    let body = error(400, "INVALID_ARGUMENT", &words, &echo);
    let outcome = ask(vec![answer("400 Bad Request", &[JSON], &body)]);
    let error = outcome.error();
    assert_eq!(
        error.to_string(),
        "google refused the API key (HTTP 400): API key not valid: [key]"
    );
    assert!(!format!("{error:?}").contains(SECRET));
    let fields = format!(r#", "finishMessage": "{SECRET}""#);
    let outcome = ask(vec![streamed(&[&stopping("OTHER", &fields)])]);
    assert!(!format!("{:?}", outcome.cut()).contains(SECRET));
}
