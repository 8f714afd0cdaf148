//! Replies whose rest must be asked for.

use super::*;

fn continued(text: &str, token: &str, output: u64) -> String {
    format!(
        r#"{{"candidates": [{{"content": {{"parts": [{{"text": "{text}"}}]}}, "finishReason": "CONTINUATION",
            "continuationToken": "{token}"}}], "usageMetadata": {{"promptTokenCount": 10, "candidatesTokenCount": {output},
            "thoughtsTokenCount": 1}}, "responseId": "r-{token}"}}"#
    )
}

fn last(text: &str) -> String {
    format!(
        r#"{{"candidates": [{{"content": {{"parts": [{{"text": "{text}"}}]}}, "finishReason": "STOP"}}],
            "usageMetadata": {{"promptTokenCount": 10, "candidatesTokenCount": 5}}, "responseId": "r-3"}}"#
    )
}

fn bodies(outcome: &Outcome) -> Vec<&str> {
    let received = outcome.received.iter();
    received.map(|request| request.body.as_str()).collect()
}

#[test]
fn the_rest_is_asked_for_until_the_end_and_all_of_it_is_charged() {
    let first = [&piece("One ")[..], &continued("two ", "t1", 3)];
    let second = [&piece("three ")[..], &continued("", "t2", 4)];
    let third = last("four");
    let streams = vec![streamed(&first), streamed(&second), streamed(&[&third])];
    let list = |parts: &[&str]| whole(&format!("[{}]", parts.join(",")));
    let wholes = vec![list(&first), list(&second), whole(&third)];
    for (answers, is_streamed) in [(streams, true), (wholes, false)] {
        let outcome = ask_with(answers, request(is_streamed), |_| {});
        let reply = outcome.reply();
        assert!(!reply.is_cut());
        assert_eq!(reply.text, "One two three four");
        assert_eq!(reply.finish.as_deref(), Some("STOP"));
        assert_eq!(reply.response_id.as_deref(), Some("r-3"));
        let usage = reply.usage.expect("usage");
        assert_eq!((usage.input, usage.output), (30, Some(4 + 5 + 5)));
        assert_eq!(usage.details.reasoning, 2);
        let contents = r#"{"contents":[{"role":"user","parts":[{"text":"Hi"}]}]"#;
        let expected = [
            format!("{contents}}}"),
            format!(r#"{contents},"continuationToken":"t1"}}"#),
            format!(r#"{contents},"continuationToken":"t2"}}"#),
        ];
        assert_eq!(bodies(&outcome), expected);
    }
}

#[test]
fn what_came_is_kept_when_the_rest_does_not() {
    let busy = answer("503 Service Unavailable", &[JSON], "{}");
    let refused = || answer("400 Bad Request", &[JSON], "{}");
    let first = streamed(&[&continued("One ", "t1", 3)]);
    let outcome = ask(vec![first, busy, refused()]);
    assert_eq!(outcome.reply().text, "One ");
    let kind = outcome.cut().refusal().map(|refusal| refusal.kind);
    assert_eq!(kind, Some(RefusalKind::BadRequest));
    assert_eq!(
        outcome.retries, 1,
        "a part may be asked for again: none of it has come"
    );
    let counts = outcome
        .reply()
        .usage
        .map(|usage| (usage.input, usage.output));
    assert_eq!(counts, Some((10, None)), "nobody told what all of it took");
}

#[test]
fn a_reply_that_never_ends_is_given_up() {
    let round = || streamed(&[&continued("and ", "t", 1)]);
    let outcome = ask((0..=MAX_PARTS).map(|_| round()).collect());
    assert!(matches!(outcome.cut(), ProviderError::Malformed { .. }));
    assert_eq!(outcome.received.len(), MAX_PARTS);
    assert_eq!(outcome.reply().text, "and ".repeat(MAX_PARTS));
}

#[test]
fn without_a_token_there_is_no_rest_to_ask_for() {
    let outcome = ask(vec![streamed(&[
        &piece("One"),
        &stopping("CONTINUATION", ""),
    ])]);
    let cut = outcome.cut().to_string();
    assert_eq!(cut, "google blocked the reply: CONTINUATION");
    assert_eq!(outcome.received.len(), 1);
}
