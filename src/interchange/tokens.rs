//! What other tools note of tokens: the counts of a provider's response, by whichever names that has for them.

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::value::RawValue;

use super::lenient::Lenient;
use crate::model::{Usage, UsageDetails};

/// Counts as OpenAI's, Anthropic's and Google's interfaces and Ollama name them. Open WebUI keeps them so
/// (`backend/open_webui/utils/response.py`, `normalize_usage`), and so does the program llm.
#[derive(Debug, Clone, Default)]
pub(super) struct RawUsage {
    counts: RawCounts,
    details: RawDetails,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct RawCounts {
    input_tokens: Count,
    prompt_tokens: Count,
    #[serde(rename = "promptTokenCount")]
    prompt_token_count: Count,
    prompt_eval_count: Count,
    output_tokens: Count,
    completion_tokens: Count,
    #[serde(rename = "candidatesTokenCount")]
    candidates_token_count: Count,
    eval_count: Count,
}

impl RawCounts {
    /// Returns input and output; the same count can be there by several names.
    fn both(&self) -> Option<(u64, u64)> {
        let first = |counts: [&Count; 4]| counts.into_iter().find_map(|count| count.0);
        let input = first([
            &self.input_tokens,
            &self.prompt_tokens,
            &self.prompt_token_count,
            &self.prompt_eval_count,
        ]);
        let output = first([
            &self.output_tokens,
            &self.completion_tokens,
            &self.candidates_token_count,
            &self.eval_count,
        ]);
        input.zip(output)
    }
}

impl<'de> Deserialize<'de> for RawUsage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = <&RawValue>::deserialize(deserializer)?.get();
        Ok(Self {
            counts: serde_json::from_str(json).map_err(D::Error::custom)?,
            details: serde_json::from_str(json).map_err(D::Error::custom)?,
        })
    }
}

/// Parts of the counts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawDetails {
    /// Anthropic's input does not count what was read from a cache or written to it.
    cache_read_input_tokens: Count,
    cache_creation_input_tokens: Count,
    prompt_tokens_details: Lenient<CachedDetails>,
    input_tokens_details: Lenient<CachedDetails>,
    completion_tokens_details: Lenient<ReasoningDetails>,
    output_tokens_details: Lenient<ReasoningDetails>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct CachedDetails {
    cached_tokens: Count,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct ReasoningDetails {
    reasoning_tokens: Count,
}

/// A count, if it is one.
type Count = Lenient<u64>;

impl RawUsage {
    /// Returns the tokens, if input and output were counted.
    pub(super) fn usage(&self) -> Option<Usage> {
        let (input, output) = self.counts.both()?;
        Some(self.details.usage(input, output))
    }
}

impl RawDetails {
    /// Returns the tokens with these details, of so many that were counted.
    pub(super) fn usage(&self, input: u64, output: u64) -> Usage {
        let (read, written) = (
            self.cache_read_input_tokens.0.unwrap_or(0),
            self.cache_creation_input_tokens.0.unwrap_or(0),
        );
        let of_input = [&self.prompt_tokens_details, &self.input_tokens_details];
        let cached = of_input
            .into_iter()
            .find_map(|details| details.0.as_ref()?.cached_tokens.0);
        let of_output = [&self.completion_tokens_details, &self.output_tokens_details];
        let reasoning = of_output
            .into_iter()
            .find_map(|details| details.0.as_ref()?.reasoning_tokens.0);
        Usage {
            input: input.saturating_add(read).saturating_add(written),
            output: Some(output),
            details: UsageDetails {
                cached: read.saturating_add(cached.unwrap_or(0)),
                written,
                reasoning: reasoning.unwrap_or(0),
                ..UsageDetails::default()
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<Usage> {
        let raw: RawUsage = serde_json::from_str(json).expect("JSON");
        raw.usage()
    }

    #[test]
    fn each_providers_names_are_understood() {
        let openai = r#"{"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15, "input_tokens": 10,
            "prompt_tokens_details": {"cached_tokens": 4}, "completion_tokens_details": {"reasoning_tokens": 3}}"#;
        let expected = Usage {
            input: 10,
            output: Some(5),
            details: UsageDetails {
                cached: 4,
                reasoning: 3,
                ..UsageDetails::default()
            },
        };
        assert_eq!(read(openai), Some(expected));
        let anthropic = r#"{"input_tokens": 4, "output_tokens": 5, "cache_read_input_tokens": 5, "cache_creation_input_tokens": 1}"#;
        let details = UsageDetails {
            cached: 5,
            written: 1,
            ..UsageDetails::default()
        };
        assert_eq!(
            read(anthropic),
            Some(Usage {
                details,
                ..expected
            })
        );
        for partial in [
            "{}",
            r#"{"prompt_tokens": 10}"#,
            r#"{"input_tokens": "7", "output_tokens": -1}"#,
        ] {
            assert_eq!(read(partial), None, "{partial}");
        }
    }
}
