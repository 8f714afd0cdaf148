//! Answers of the real service, replayed from the folder that `CHATKEEP_RECORDED` names; without it there is nothing to
//! do here, and the cases of the same shapes beside this file must do.

use super::*;
use crate::providers::test_outcome::Expected;
use crate::providers::test_server::recorded;

/// Case, text length in bytes, the start of the text's SHA-256, model, why it stopped, and input, cached, written, output and
/// thinking tokens.
type Row = (
    &'static str,
    usize,
    &'static str,
    &'static str,
    &'static str,
    [u64; 5],
);

#[rustfmt::skip]
const REPLIES: [Row; 13] = [
    ("json-cache-both", 164, "1749af1a90f4ff6a", "claude-sonnet-4-5-20250929", "end_turn", [1532, 1111, 418, 33, 0]),
    ("json-cache-read", 2, "565339bc4d33d728", "claude-opus-4-8", "end_turn", [1592, 1590, 0, 4, 0]),
    ("json-cache-write", 2, "565339bc4d33d728", "claude-opus-4-8", "end_turn", [1592, 0, 1590, 4, 0]),
    ("made-stream-unknown-event", 8, "7e435e6aca02ebb1", "claude-sonnet-5-5", "end_turn", [10, 0, 0, 3, 0]),
    ("stream-compaction-iterations", 11, "dec664452ed4c70c", "claude-sonnet-4-6", "end_turn", [55377, 55096, 0, 91, 0]),
    ("stream-image", 25, "dd3284793938d07b", "claude-sonnet-4-5-20250929", "end_turn", [83, 0, 0, 9, 0]),
    ("stream-redacted-thinking", 359, "33e0d169251b911c", "claude-sonnet-4-5-20250929", "end_turn", [92, 0, 0, 189, 0]),
    ("stream-sonnet46", 21, "c8839a29cc20a889", "claude-sonnet-4-6", "end_turn", [17, 0, 0, 12, 0]),
    ("stream-stop-sequence", 102, "7f25fb5d48dfdb22", "claude-haiku-4-5-20251001", "stop_sequence", [16, 0, 0, 28, 0]),
    ("stream-text", 5, "185f8db32271fe25", "claude-haiku-4-5-20251001", "end_turn", [10, 0, 0, 4, 0]),
    ("stream-thinking-text", 97, "a16119a34ac1dec3", "claude-haiku-4-5-20251001", "end_turn", [46, 0, 0, 234, 0]),
    ("stream-thinking", 0, "e3b0c44298fc1c14", "claude-haiku-4-5-20251001", "tool_use", [598, 0, 0, 92, 53]),
    ("stream-websearch", 1346, "d0162b4f8a7e8fea", "claude-sonnet-4-20250514", "end_turn", [22397, 0, 0, 637, 0]),
];

/// The kind of refusal, and its request.
const REFUSALS: [(&str, RefusalKind, &str); 5] = [
    (
        "400-effort",
        RefusalKind::BadRequest,
        "req_011Ca7jT9AHpgXgdv8igm4z9",
    ),
    (
        "404-model",
        RefusalKind::ModelUnknown,
        "req_011CVEA3SF7rnb3DuBZytqQa",
    ),
    ("made-400-temperature", RefusalKind::BadRequest, "req_made"),
    ("made-401-bad-key", RefusalKind::Key, "req_made"),
    ("made-429-spend-limit", RefusalKind::Quota, "req_made"),
];

#[test]
fn recorded_replies_are_read_however_they_are_split() {
    for (case, text_bytes, sha256, model, finish, counts) in REPLIES {
        let expected = Expected {
            case,
            text_bytes,
            sha256,
            model,
            finish,
            counts: Some(counts),
        };
        for piece_bytes in [1, 7, 1 << 20] {
            let Some(steps) = recorded(&format!("anthropic-{case}"), piece_bytes) else {
                return;
            };
            expected.check(ask(vec![steps]).reply());
        }
    }
}

#[test]
fn recorded_refusals_are_understood_and_asked_once() {
    for (case, kind, request_id) in REFUSALS {
        let Some(steps) = recorded(&format!("anthropic-{case}"), 1 << 20) else {
            return;
        };
        let outcome = ask(vec![steps]);
        assert_eq!(outcome.kind(), kind, "{case}");
        let refusal = outcome.error().refusal().expect("a refusal");
        assert_eq!(refusal.request_id.as_deref(), Some(request_id), "{case}");
        assert_eq!(outcome.received.len(), 1, "{case}");
    }
}

#[test]
fn a_recorded_refusal_of_a_model_is_none_of_the_servers() {
    let Some(steps) = recorded("anthropic-made-stream-refusal", 1) else {
        return;
    };
    let outcome = ask(vec![steps]);
    assert_eq!(
        outcome.cut().to_string(),
        "anthropic blocked the reply: cyber"
    );
    let usage = outcome.reply().usage.expect("usage");
    assert_eq!((usage.input, usage.output), (10, Some(0)));
}

#[test]
fn a_recorded_stream_with_an_error_in_it_is_cut_off() {
    let Some(steps) = recorded("anthropic-made-stream-error-midway", 1) else {
        return;
    };
    let outcome = ask(vec![steps]);
    assert_eq!(outcome.reply().text, "Half an ");
    let kind = outcome.cut().refusal().map(|refusal| refusal.kind);
    assert_eq!(kind, Some(RefusalKind::Overloaded));
}
