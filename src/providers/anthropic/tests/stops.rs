//! Why a model stopped, and replies that are none for that reason.

use super::*;
use crate::providers::reply::Stop;

/// The last report of a stream in which the model came to such an end.
fn finish(reason: &str, details: &str) -> String {
    format!(
        r#"{{"type": "message_delta", "delta": {{"stop_reason": "{reason}", "stop_details": {details}}},
            "usage": {{"output_tokens": 9}}}}"#
    )
}

/// Asks a model that says this and comes to such an end, in a stream and in one piece.
fn ending(text: &str, reason: &str, details: &str) -> [Outcome; 2] {
    let streamed = streamed(&[START, &piece(text), &finish(reason, details), STOP]);
    let body = format!(
        r#"{{"type": "message", "model": "m", "content": [{{"type": "text", "text": "{text}"}}],
            "stop_reason": "{reason}", "stop_details": {details}, "usage": {{"input_tokens": 8, "output_tokens": 9}}}}"#
    );
    let whole = vec![answer("200 OK", &[JSON], &body)];
    [ask(vec![streamed]), ask_with(whole, request(false), |_| {})]
}

#[test]
fn a_reply_that_is_kept_back_is_cut_off_and_its_use_known() {
    for text in ["", "Half an "] {
        for outcome in ending(
            text,
            "refusal",
            r#"{"type": "refusal", "category": "cyber"}"#,
        ) {
            let reply = outcome.reply();
            assert_eq!(reply.text, text);
            assert_eq!(reply.finish.as_deref(), Some("refusal"));
            assert_eq!(reply.usage.and_then(|usage| usage.output), Some(9));
            let cut = outcome.cut().to_string();
            assert_eq!(cut, "anthropic blocked the reply: cyber");
        }
    }
}

#[test]
fn the_reason_for_a_refusal_is_one_line_without_the_key() {
    let explained = format!(r#"{{"category": "bio", "explanation": "Not\n{KEY}."}}"#);
    for (details, reason) in [
        (explained.as_str(), ": bio: Not [key]."),
        (r#"{"category": null, "explanation": "No."}"#, ": No."),
        (r#"{"category": 7, "explanation": {"a": 1}}"#, ""),
        (r#"{"category": "\ud83d"}"#, ": \u{FFFD}"),
        ("null", ""),
        ("[]", ""),
    ] {
        for outcome in ending("", "refusal", details) {
            let expected = format!("anthropic blocked the reply{reason}");
            assert_eq!(outcome.cut().to_string(), expected);
        }
    }
}

#[test]
fn a_limit_of_tokens_is_a_fault_only_where_nothing_was_said() {
    for outcome in ending("Half an ", "max_tokens", "null") {
        assert!(!outcome.reply().is_cut());
        assert_eq!(outcome.reply().stop, Stop::OutOfTokens);
    }
    for outcome in ending("", "max_tokens", "null") {
        let cut = outcome.cut();
        assert!(matches!(cut, ProviderError::OutOfTokens { .. }), "{cut:?}");
        let usage = outcome.reply().usage.expect("usage");
        assert_eq!(usage.output, Some(9));
    }
}

#[test]
fn an_end_of_any_other_kind_is_a_reply_even_without_text() {
    for reason in ["end_turn", "stop_sequence", "tool_use", "some_new_reason"] {
        for outcome in ending("", reason, "null") {
            assert!(!outcome.reply().is_cut(), "{reason}");
            assert_eq!(outcome.reply().stop, Stop::Done, "{reason}");
        }
    }
}

#[test]
fn an_end_before_the_end_mark_is_none() {
    let outcome = ask(vec![streamed(&[START, &finish("refusal", "null")])]);
    assert!(matches!(outcome.cut(), ProviderError::Truncated { .. }));
}
