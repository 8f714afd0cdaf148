//! Why a model stopped, in the words of both of OpenAI's formats.

use crate::providers::reading::Reading;
use crate::providers::reply::Stop;

/// Returns why the model stopped.
pub(super) fn stop(reading: &Reading<'_>) -> Stop {
    match reading.finish() {
        _ if reading.has_declined() => Stop::Declined,
        Some("length" | "max_output_tokens") => Stop::OutOfTokens,
        Some("content_filter") => Stop::Blocked {
            what: "reply",
            reason: Some("its content filter".to_owned()),
        },
        _ => Stop::Done,
    }
}
