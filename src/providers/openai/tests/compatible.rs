//! Servers that speak chat completions in ways of their own.

use super::*;

#[test]
fn the_last_usage_counts_wherever_it_stands() {
    let early = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":1}}\n\n";
    let outcome = ask(vec![stream(&[early, USAGE, DONE])]);
    assert_eq!(
        outcome.reply().usage.and_then(|usage| usage.output),
        Some(2)
    );
    let outcome = ask(vec![stream(&[early, DONE])]);
    assert_eq!(
        outcome.reply().usage.and_then(|usage| usage.output),
        Some(1)
    );
}

#[test]
fn half_a_surrogate_pair_waits_for_the_other_and_is_replaced_in_the_end() {
    let outcome = ask(vec![stream(&[&piece("a \\ud83d b"), FINISH, DONE])]);
    assert_eq!(outcome.reply().text, "a \u{FFFD} b");
    let (high, low) = (piece("a \\ud83d"), piece("\\ude00 b"));
    let between = [&high, USAGE, &piece(""), &low, FINISH, DONE];
    let outcome = ask(vec![stream(&between)]);
    assert_eq!(outcome.pieces, ["a ", "😀 b"]);
    for end in [&[FINISH, DONE][..], &[]] {
        let outcome = ask(vec![stream(&[&[high.as_str()], end].concat())]);
        assert_eq!(outcome.reply().text, "a \u{FFFD}");
    }
}

#[test]
fn a_server_may_answer_whole_though_asked_to_stream() {
    let outcome = ask(vec![answer("200 OK", &[JSON], WHOLE)]);
    assert_eq!(outcome.reply().text, "Hello");
    let streamed = stream(&[&piece("Hello"), FINISH, DONE]);
    let outcome = ask_with(vec![streamed], request(false), |_| {});
    assert_eq!(outcome.reply().text, "Hello");
}

#[test]
fn stream_options_are_left_out_once_if_they_are_refused() {
    let refused = || {
        answer(
            "422 Unprocessable Entity",
            &[JSON],
            r#"{"detail": "Extra inputs"}"#,
        )
    };
    let outcome = ask(vec![refused(), stream(&[&piece("Hello"), FINISH, DONE])]);
    assert_eq!(outcome.reply().text, "Hello");
    assert!(!outcome.received[1].body.contains("stream_options"));
    assert!(outcome.received[1].body.contains(r#""stream":true"#));

    let outcome = ask(vec![refused(), refused()]);
    assert_eq!(outcome.kind(), RefusalKind::BadRequest);
    assert_eq!(outcome.received.len(), 2);
}

#[test]
fn the_older_name_of_the_limit_is_given_up_once_if_it_is_refused() {
    let refused = |message: &str| {
        let body = format!(r#"{{"error": {{"message": "{message}", "code": 400}}}}"#);
        answer("400 Bad Request", &[JSON], &body)
    };
    let newer = || refused("Use 'max_completion_tokens' instead of 'max_tokens'.");
    let limited = |stream| ChatRequest {
        max_tokens: Some(5),
        ..request(stream)
    };
    let whole = || answer("200 OK", &[JSON], WHOLE);

    let outcome = ask_with(vec![newer(), whole()], limited(false), |_| {});
    assert_eq!(outcome.reply().text, "Hello");
    let sent = &outcome.received[1].body;
    assert!(sent.contains(r#""max_completion_tokens":5"#), "{sent}");
    assert!(!sent.contains(r#""max_tokens""#), "{sent}");

    // Together with the other change that such a server may want.
    let other = || refused("Unknown field.");
    for refusals in [[newer(), other()], [other(), newer()]] {
        let answers = refusals.into_iter().chain([whole()]).collect();
        let outcome = ask_with(answers, limited(true), |_| {});
        assert_eq!(outcome.reply().text, "Hello");
        let sent = &outcome.received[2].body;
        assert!(sent.contains(r#""max_completion_tokens":5"#), "{sent}");
        assert!(!sent.contains("stream_options"), "{sent}");
    }

    let outcome = ask_with(vec![newer(), newer(), newer()], limited(true), |_| {});
    assert_eq!(outcome.kind(), RefusalKind::BadRequest);
    assert_eq!(outcome.received.len(), 3, "no change is made twice");
}

#[test]
fn nothing_is_changed_of_a_request_that_names_the_newer_limit_for_another_reason() {
    let refused = answer(
        "400 Bad Request",
        &[JSON],
        r#"{"error": {"message": "max_completion_tokens is too large"}}"#,
    );
    let outcome = ask_with(vec![refused], request(false), |_| {});
    assert_eq!(outcome.kind(), RefusalKind::BadRequest);
    assert_eq!(outcome.received.len(), 1);
}

#[test]
fn openai_itself_is_asked_again_only_if_it_names_the_field() {
    let refused = |message: &str| {
        let body = format!(r#"{{"error": {{"message": "{message}"}}}}"#);
        answer("400 Bad Request", &[JSON], &body)
    };
    let reply = || stream(&[&piece("Hello"), FINISH, DONE]);
    let error = read_as_official(vec![refused("Wrong."), reply()]).expect_err("no reply");
    assert_eq!(
        error.refusal().map(|refusal| refusal.kind),
        Some(RefusalKind::BadRequest)
    );
    let named = refused("Unknown parameter: 'stream_options.include_obfuscation'.");
    let read = read_as_official(vec![named, reply()]).expect("a reply");
    assert_eq!(read.text, "Hello");
}

#[test]
fn a_usage_in_a_chunk_with_text_counts_and_the_text_too() {
    let both = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":2}}\n\n";
    let outcome = ask(vec![stream(&[both, DONE])]);
    assert_eq!(outcome.reply().text, "Hello");
    assert_eq!(
        outcome.reply().usage.and_then(|usage| usage.output),
        Some(2)
    );
}

#[test]
fn a_reply_without_usage_has_none() {
    let outcome = ask(vec![stream(&[&piece("Hello"), FINISH, DONE])]);
    assert_eq!(outcome.reply().usage, None);
    assert!(!outcome.reply().is_cut());
}

#[test]
fn content_may_be_null_and_other_fields_are_passed_over() {
    let first = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null}}],\"timings\":{\"n\":1.5}}\n\n";
    let outcome = ask(vec![stream(&[first, &piece("Hello"), FINISH, DONE])]);
    assert_eq!(outcome.pieces.concat(), "Hello");
    let body = r#"{"choices": [{"message": {"content": null}, "finish_reason": "stop"}]}"#;
    let outcome = ask(vec![answer("200 OK", &[JSON], body)]);
    assert_eq!(outcome.reply().text, "");
    assert!(!outcome.reply().is_cut());
}

#[test]
fn an_error_may_have_a_number_for_its_code() {
    let error =
        r#"{"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}"#;
    let outcome = ask_with(
        vec![answer("503 Service Unavailable", &[JSON], error)],
        request(true),
        |endpoint| endpoint.retries = 0,
    );
    assert_eq!(outcome.kind(), RefusalKind::Overloaded);
    let inside = "data: {\"error\": {\"code\": 500, \"message\": \"It broke.\"}}\n\n";
    let outcome = ask(vec![stream(&[&piece("Half "), inside])]);
    assert!(outcome.cut().to_string().ends_with(": It broke."));
}

#[test]
fn a_server_without_responses_is_asked_for_a_chat_completion() {
    let wanting = ChatRequest {
        needs_responses: true,
        ..request(true)
    };
    for (status, body) in [
        ("404 Not Found", r#"{"detail": "Not Found"}"#),
        ("404 Not Found", "404 page not found"),
        ("405 Method Not Allowed", ""),
    ] {
        let answers = vec![
            answer(status, &[], body),
            stream(&[&piece("Hello"), FINISH, DONE]),
        ];
        let outcome = ask_with(answers, wanting.clone(), |_| {});
        assert_eq!(outcome.reply().text, "Hello", "{status} {body}");
        let paths: Vec<&str> = outcome
            .received
            .iter()
            .filter_map(|request| request.head.split(' ').nth(1))
            .collect();
        assert_eq!(paths, ["/v1/responses", "/v1/chat/completions"]);
    }
}

#[test]
fn a_refusal_for_another_reason_is_no_lack_of_responses() {
    let wanting = ChatRequest {
        needs_responses: true,
        ..request(true)
    };
    let unknown = || {
        let body = r#"{"error": {"message": "No such model.", "code": "model_not_found"}}"#;
        answer("404 Not Found", &[JSON], body)
    };
    let outcome = ask_with(vec![unknown()], wanting.clone(), |_| {});
    assert_eq!(outcome.kind(), RefusalKind::ModelUnknown);
    let refused = answer("400 Bad Request", &[JSON], "{}");
    let outcome = ask_with(vec![refused], wanting.clone(), |_| {});
    assert_eq!(outcome.kind(), RefusalKind::BadRequest);
    // OpenAI itself has responses.
    let nothing = answer("404 Not Found", &[], "");
    let error = ask_as_official(vec![nothing], wanting).expect_err("no reply");
    assert_eq!(
        error.refusal().map(|refusal| refusal.kind),
        Some(RefusalKind::NotFound)
    );
}
