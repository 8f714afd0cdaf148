//! Replies that break off, and servers that refuse.

use super::*;

#[test]
fn a_stream_that_ends_early_is_kept_and_marked() {
    let outcome = ask(vec![stream(&[&piece("Half an ")])]);
    assert_eq!(outcome.reply().text, "Half an ");
    assert!(matches!(outcome.cut(), ProviderError::Truncated { .. }));

    let outcome = ask(vec![stream(&[&piece("Half an "), "data: {\"choi"])]);
    assert!(matches!(outcome.cut(), ProviderError::Truncated { .. }));
}

#[test]
fn a_connection_that_breaks_keeps_text_and_usage() {
    let parts = [piece("Half an "), USAGE.to_owned()];
    let outcome = ask(vec![unended_stream(&[&parts[0], &parts[1]])]);
    assert!(matches!(
        outcome.cut(),
        ProviderError::ConnectionLost { .. }
    ));
    assert_eq!(outcome.reply().text, "Half an ");
    let usage = outcome.reply().usage.expect("usage");
    assert_eq!((usage.input, usage.output), (8, None), "a running total");

    let parts = [piece("Half an "), FINISH.to_owned(), USAGE.to_owned()];
    let outcome = ask(vec![unended_stream(&[&parts[0], &parts[1], &parts[2]])]);
    let usage = outcome.reply().usage.expect("usage");
    assert_eq!((usage.input, usage.output), (8, Some(2)));
}

#[test]
fn an_error_inside_the_stream_keeps_the_text() {
    let error = "data: {\"error\": {\"message\": \"It broke.\", \"type\": \"server_error\", \"code\": null}}\n\n";
    let outcome = ask(vec![stream(&[&piece("Half an "), error])]);
    assert_eq!(outcome.reply().text, "Half an ");
    assert_eq!(outcome.cut().to_string(), "openai failed: It broke.");

    let outcome = ask(vec![stream(&[error])]);
    assert_eq!(outcome.kind(), RefusalKind::ServerFailed);
    assert_eq!(
        outcome.received.len(),
        1,
        "nothing is repeated after a success"
    );
}

#[test]
fn without_a_reply_inside_it_an_answer_is_malformed() {
    let page = answer("200 OK", &["Content-Type: text/html"], "<html></html>");
    assert!(matches!(
        ask(vec![page]).error(),
        ProviderError::Malformed { .. }
    ));
    let empty = answer("200 OK", &[JSON], "{}");
    assert!(matches!(
        ask(vec![empty]).error(),
        ProviderError::Malformed { .. }
    ));
    let outcome = ask(vec![stream(&[&piece("a"), "data: nonsense\n\n"])]);
    assert!(matches!(outcome.cut(), ProviderError::Malformed { .. }));
}

#[test]
fn only_openai_itself_must_send_the_end_mark() {
    let unmarked = || stream(&[&piece("Hello"), FINISH]);
    assert!(!ask(vec![unmarked()]).reply().is_cut());
    let reply = read_as_official(vec![unmarked()]).expect("a reply");
    assert!(matches!(
        reply.ending,
        Ending::CutOff(ProviderError::Truncated { .. })
    ));
    let marked = stream(&[&piece("Hello"), FINISH, DONE]);
    assert!(!read_as_official(vec![marked]).expect("a reply").is_cut());
}

#[test]
fn nothing_for_too_long_is_a_failure() {
    let (hold, signal) = mpsc::channel();
    let short = |endpoint: &mut Endpoint| endpoint.timeouts.read = Duration::from_millis(50);
    let outcome = ask_with(vec![vec![Step::Wait(signal)]], request(true), short);
    assert!(matches!(outcome.error(), ProviderError::TimedOut { .. }));
    assert_eq!(outcome.retries, 0, "it could be paid twice");
    drop(hold);

    let (hold, signal) = mpsc::channel();
    let mut steps = unended_stream(&[&piece("Half an ")]);
    steps.push(Step::Wait(signal));
    let long_enough = |endpoint: &mut Endpoint| endpoint.timeouts.read = Duration::from_secs(1);
    let outcome = ask_with(vec![steps], request(true), long_enough);
    assert!(matches!(outcome.cut(), ProviderError::TimedOut { .. }));
    assert_eq!(outcome.reply().text, "Half an ");
    drop(hold);
}

#[test]
fn a_failure_that_may_pass_is_tried_again() {
    let busy = || answer("429 Too Many Requests", &[JSON, "Retry-After: 3"], BUSY);
    let failed = answer("500 Internal Server Error", &[], "");
    let outcome = ask(vec![busy(), failed, stream(&[&piece("Hello"), DONE])]);
    assert_eq!(outcome.reply().text, "Hello");
    assert_eq!(outcome.retries, 2);
    let expected = [Duration::from_secs(3), Duration::from_millis(875)];
    assert_eq!(outcome.pauses, expected);

    let outcome = ask(vec![busy(), busy(), busy()]);
    assert_eq!(outcome.kind(), RefusalKind::RateLimit);
    let refusal = outcome.error().refusal().expect("a refusal");
    assert_eq!(refusal.retry_after, Some(Duration::from_secs(3)));
    assert_eq!(outcome.received.len(), 3);
}

#[test]
fn what_the_server_says_of_waiting_counts_however_it_is_written_up_to_a_minute() {
    let pause = |headers: &[&str]| {
        let headers = [&[JSON], headers].concat();
        let busy = answer("429 Too Many Requests", &headers, BUSY);
        let outcome = ask(vec![busy, stream(&[&piece("Hello"), DONE])]);
        assert_eq!(outcome.reply().text, "Hello");
        outcome.pauses[0]
    };
    let (own, seconds) = (Duration::from_micros(437_500), Duration::from_secs);
    for (headers, expected) in [
        (&["Retry-After: 86400"][..], seconds(60)),
        (&["Retry-After-Ms: 3600000"], seconds(60)),
        (&["retry-after:\t 7 \t"], seconds(7)),
        (&["RETRY-AFTER: 0"], seconds(0)),
        (&["Retry-After: Mon, 23 Nov 2026 12:00:20 GMT"], seconds(20)),
        (&["Retry-After: Tue, 24 Nov 2026 12:00:00 GMT"], seconds(60)),
        (
            &["Retry-After: 9", "Retry-After-Ms: 250"],
            Duration::from_millis(250),
        ),
        (&["Retry-After: soon"], own),
        (&["Retry-After: \u{e9}"], own),
        (&["Retry-After:"], own),
    ] {
        assert_eq!(pause(headers), expected, "{headers:?}");
    }
}

#[test]
fn a_connection_that_breaks_before_the_answer_is_tried_again() {
    let outcome = ask(vec![vec![], stream(&[&piece("Hello"), DONE])]);
    assert_eq!(outcome.reply().text, "Hello");
    assert_eq!(outcome.retries, 1);
}

#[test]
fn what_will_not_pass_is_not_tried_again() {
    let quota = r#"{"error": {"message": "No credit.", "type": "insufficient_quota", "code": "credit_balance_exhausted"}}"#;
    let cases = [
        ("429 Too Many Requests", quota, RefusalKind::Quota),
        (
            "400 Bad Request",
            r#"{"error": {"code": "context_length_exceeded"}}"#,
            RefusalKind::ContextTooLong,
        ),
        ("401 Unauthorized", "{}", RefusalKind::Key),
        (
            "404 Not Found",
            r#"{"error": {"code": "model_not_found"}}"#,
            RefusalKind::ModelUnknown,
        ),
    ];
    for (status, body, kind) in cases {
        let outcome = ask(vec![answer(status, &[JSON, "X-Should-Retry: true"], body)]);
        assert_eq!(outcome.kind(), kind);
        assert_eq!(outcome.retries, 0, "{status}");
    }
    let headers = [JSON, "X-Should-Retry: false"];
    let outcome = ask(vec![answer("503 Service Unavailable", &headers, "{}")]);
    assert_eq!(outcome.kind(), RefusalKind::Overloaded);
    assert_eq!(outcome.retries, 0);
}

#[test]
fn a_refusal_names_its_request_and_never_the_key() {
    let body = format!(
        r#"{{"error": {{"message": "Wrong key: {KEY}\n\u001b[2J", "code": "invalid_api_key"}}}}"#
    );
    let headers = [JSON, "X-Request-Id: req-7"];
    let outcome = ask(vec![answer("401 Unauthorized", &headers, &body)]);
    let error = outcome.error();
    assert_eq!(
        error
            .refusal()
            .and_then(|refusal| refusal.request_id.as_deref()),
        Some("req-7")
    );
    assert_eq!(
        error.to_string(),
        "openai refused the API key (HTTP 401, request req-7): Wrong key: [key] [2J"
    );
    assert!(!format!("{error:?}").contains(KEY));
    let echoes_it = format!("X-Request-Id: {KEY}");
    let outcome = ask(vec![answer("401 Unauthorized", &[JSON, &echoes_it], &body)]);
    assert!(!format!("{:?}", outcome.error()).contains(KEY));
}
