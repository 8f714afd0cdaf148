//! Counts of tokens, which chat completions and responses name differently and nest alike.

use serde::Deserialize;

use crate::model::{Usage, UsageDetails};

/// What is told about parts of the input.
#[derive(Deserialize, Default)]
pub(super) struct InputDetails {
    #[serde(default)]
    cached_tokens: Option<u64>,
    #[serde(default)]
    cache_write_tokens: Option<u64>,
    #[serde(default)]
    cache_write_tokens_details: Option<WriteDetails>,
}

#[derive(Deserialize, Default)]
struct WriteDetails {
    #[serde(default)]
    ttl_12h_tokens: Option<u64>,
}

/// What is told about parts of the output.
#[derive(Deserialize, Default)]
pub(super) struct OutputDetails {
    #[serde(default)]
    reasoning_tokens: Option<u64>,
}

/// Puts counts into our terms: parts stand inside their whole, except that longer writes are not in `written`. `None` if
/// there is no count of the input: what was sent took some.
pub(super) fn read(
    input: (Option<u64>, Option<InputDetails>),
    output: (Option<u64>, Option<OutputDetails>),
) -> Option<Usage> {
    let (read, made) = (input.1.unwrap_or_default(), output.1.unwrap_or_default());
    let writes = read.cache_write_tokens_details.unwrap_or_default();
    let written = read.cache_write_tokens.unwrap_or(0);
    let written_12h = writes.ttl_12h_tokens.unwrap_or(0).min(written);
    Some(Usage {
        input: input.0?,
        output: output.0,
        details: UsageDetails {
            cached: read.cached_tokens.unwrap_or(0),
            written: written - written_12h,
            written_12h,
            reasoning: made.reasoning_tokens.unwrap_or(0),
            ..UsageDetails::default()
        },
    })
}
