//! Answers of the real service, replayed from the folder that `CHATKEEP_RECORDED` names; without it there is nothing to
//! do here, and the cases of the same shapes beside this file must do.

use super::*;
use crate::providers::test_outcome::Expected;
use crate::providers::test_server::recorded;

/// Case, text length in bytes, the start of the text's SHA-256, model, and input, cached, written and output tokens.
type Row = (
    &'static str,
    usize,
    &'static str,
    &'static str,
    Option<[u64; 4]>,
);

const REPLIES: [Row; 6] = [
    (
        "openai-chat-json-basic",
        34,
        "cd153d3c18e782c4",
        "gpt-4o-2024-08-06",
        Some([8, 0, 0, 10]),
    ),
    (
        "openai-chat-json-cache-read",
        2,
        "565339bc4d33d728",
        "gpt-5.6-sol",
        Some([4020, 4012, 0, 4]),
    ),
    (
        "openai-chat-json-cache-write",
        2,
        "565339bc4d33d728",
        "gpt-5.6-sol",
        Some([4020, 0, 4012, 4]),
    ),
    (
        "openai-chat-stream-basic",
        32,
        "6d6d6474ad3b118a",
        "gpt-4o-mini-2024-07-18",
        Some([78, 0, 0, 9]),
    ),
    (
        "openai-chat-stream-gpt5-moderation",
        6,
        "bdff8c417ab50e95",
        "gpt-5-2025-08-07",
        Some([13, 0, 0, 11]),
    ),
    (
        "openai-made-chat-stream-refusal",
        34,
        "a975487ca834476e",
        "gpt-5.4-mini",
        None,
    ),
];

const REFUSALS: [(&str, RefusalKind); 4] = [
    ("openai-chat-400-role", RefusalKind::BadRequest),
    ("openai-made-401-bad-key", RefusalKind::Key),
    ("openai-made-404-model", RefusalKind::ModelUnknown),
    ("openai-made-429-quota", RefusalKind::Quota),
];

#[test]
fn recorded_replies_are_read_however_they_are_split() {
    for (case, text_bytes, sha256, model, counts) in REPLIES {
        let expected = Expected {
            case,
            text_bytes,
            sha256,
            model,
            finish: if case.ends_with("refusal") {
                "refusal"
            } else {
                "stop"
            },
            counts: counts
                .map(|[input, cached, written, output]| [input, cached, written, output, 0]),
        };
        for piece_bytes in [1, 7, 1 << 20] {
            let Some(steps) = recorded(case, piece_bytes) else {
                return;
            };
            expected.check(&read_as_official(vec![steps]).expect(case));
        }
    }
}

#[test]
fn recorded_refusals_are_understood() {
    for (case, kind) in REFUSALS {
        let Some(steps) = recorded(case, 1 << 20) else {
            return;
        };
        let error = read_as_official(vec![steps]).expect_err(case);
        assert_eq!(
            error.refusal().map(|refusal| refusal.kind),
            Some(kind),
            "{case}"
        );
    }
}

#[test]
fn a_recorded_stream_with_an_error_in_it_is_cut_off() {
    let Some(steps) = recorded("openai-made-chat-stream-error-midway", 1) else {
        return;
    };
    let reply = read_as_official(vec![steps]).expect("a part of a reply");
    assert_eq!(reply.text, "Half an ");
    let Ending::CutOff(error) = &reply.ending else {
        panic!("not cut off");
    };
    let kind = error.refusal().map(|refusal| refusal.kind);
    assert_eq!(kind, Some(RefusalKind::ServerFailed));
}

/// The same of responses: text length in bytes, the start of the text's SHA-256, model, why it stopped, and input, cached,
/// written, output and reasoning tokens.
type ResponseRow = (
    &'static str,
    usize,
    &'static str,
    &'static str,
    &'static str,
    [u64; 5],
);

const RESPONSES: [ResponseRow; 9] = [
    (
        "openai-made-responses-stream-incomplete",
        6,
        "cf54319bd1341e66",
        "gpt-6.1-sol",
        "max_output_tokens",
        [12, 0, 0, 16, 10],
    ),
    (
        "openai-responses-json-basic",
        4,
        "9795c5ff8937f235",
        "gpt-5.5-2026-04-23",
        "completed",
        [11, 0, 0, 5, 0],
    ),
    (
        "openai-responses-json-cache-read",
        2,
        "565339bc4d33d728",
        "gpt-5.6-sol",
        "completed",
        [4020, 4012, 0, 5, 0],
    ),
    (
        "openai-responses-json-cache-write",
        2,
        "565339bc4d33d728",
        "gpt-5.6-sol",
        "completed",
        [4020, 0, 4012, 5, 0],
    ),
    (
        "openai-responses-stream-basic",
        4,
        "9795c5ff8937f235",
        "gpt-5.5-2026-04-23",
        "completed",
        [11, 0, 0, 5, 0],
    ),
    (
        "openai-responses-stream-cached",
        215,
        "acf51a4fa1977f1c",
        "gpt-5-2025-08-07",
        "completed",
        [9463, 8320, 0, 582, 512],
    ),
    (
        "openai-responses-stream-phase",
        58,
        "88a2626cee5b3679",
        "gpt-5.5-2026-04-23",
        "completed",
        [63, 0, 0, 69, 26],
    ),
    (
        "openai-responses-stream-reasoning",
        0,
        "e3b0c44298fc1c14",
        "gpt-5-2025-08-07",
        "completed",
        [53, 0, 0, 469, 448],
    ),
    (
        "openai-responses-stream-summary",
        1275,
        "4242cea70d53d7d1",
        "o3-mini-2025-01-31",
        "completed",
        [13, 0, 0, 1680, 1408],
    ),
];

fn respond(steps: Vec<Step>) -> Result<Reply, ProviderError> {
    let request = ChatRequest {
        needs_responses: true,
        ..request(true)
    };
    ask_as_official(vec![steps], request)
}

#[test]
fn recorded_responses_are_read_however_they_are_split() {
    for (case, text_bytes, sha256, model, finish, counts) in RESPONSES {
        let expected = Expected {
            case,
            text_bytes,
            sha256,
            model,
            finish,
            counts: Some(counts),
        };
        for piece_bytes in [7, 4099, 1 << 20] {
            let Some(steps) = recorded(case, piece_bytes) else {
                return;
            };
            expected.check(&respond(steps).expect(case));
        }
    }
}

#[test]
fn recorded_refusals_of_responses_are_understood() {
    for (case, kind) in [
        ("openai-made-responses-stream-error", RefusalKind::RateLimit),
        (
            "openai-made-responses-stream-failed",
            RefusalKind::ServerFailed,
        ),
        ("openai-responses-400-temperature", RefusalKind::BadRequest),
    ] {
        let Some(steps) = recorded(case, 7) else {
            return;
        };
        let error = respond(steps).expect_err(case);
        let refusal = error.refusal().expect("a refusal");
        assert_eq!(refusal.kind, kind, "{case}");
        assert!(!refusal.message.is_empty(), "{case}");
    }
}
