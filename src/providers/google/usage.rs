//! What a reply took, as the Gemini API counts it.
//!
//! Thoughts are not among the candidates' tokens, and what tools read is not among the prompt's; all are charged. What came
//! from the cache is a part of the prompt.

use serde::Deserialize;

use crate::model::{Usage, UsageDetails, lossy_option};

/// A report. Each of a stream is a running total.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    #[serde(default)]
    prompt_token_count: Option<u64>,
    #[serde(default)]
    tool_use_prompt_token_count: Option<u64>,
    #[serde(default)]
    cached_content_token_count: Option<u64>,
    #[serde(default)]
    candidates_token_count: Option<u64>,
    #[serde(default)]
    thoughts_token_count: Option<u64>,
    /// Which service tier is charged.
    #[serde(default, deserialize_with = "lossy_option")]
    pub(super) service_tier: Option<String>,
}

impl Report {
    /// Puts the counts into our terms. `None` if there is none.
    pub(super) fn usage(&self) -> Option<Usage> {
        let input = [self.prompt_token_count, self.tool_use_prompt_token_count];
        let output = [self.candidates_token_count, self.thoughts_token_count];
        let mut all = input.iter().chain(&output);
        if all.all(Option::is_none) {
            return None;
        }
        let sum =
            |counts: [Option<u64>; 2]| counts.into_iter().flatten().fold(0, u64::saturating_add);
        Some(Usage {
            input: sum(input),
            output: Some(sum(output)),
            details: UsageDetails {
                cached: self.cached_content_token_count.unwrap_or(0),
                reasoning: self.thoughts_token_count.unwrap_or(0),
                ..UsageDetails::default()
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns input, cached, output and reasoning.
    fn counts(json: &str) -> Option<[u64; 4]> {
        let report: Report = serde_json::from_str(json).expect("a report");
        let usage = report.usage()?;
        let details = usage.details;
        Some([
            usage.input,
            details.cached,
            usage.output?,
            details.reasoning,
        ])
    }

    #[test]
    fn thoughts_and_tools_are_charged_beside_the_rest_and_the_cache_is_within() {
        let all = r#"{"promptTokenCount": 9000, "cachedContentTokenCount": 8000, "toolUsePromptTokenCount": 1000,
            "candidatesTokenCount": 700, "thoughtsTokenCount": 500, "totalTokenCount": 11200,
            "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 9000}]}"#;
        assert_eq!(counts(all), Some([10_000, 8000, 1200, 500]));
        let empty =
            r#"{"promptTokenCount": 15, "thoughtsTokenCount": 2, "candidatesTokenCount": null}"#;
        assert_eq!(counts(empty), Some([15, 0, 2, 2]));
    }

    #[test]
    fn without_counts_the_usage_is_unknown() {
        assert_eq!(counts("{}"), None);
        assert_eq!(
            counts(r#"{"serviceTier": "standard", "totalTokenCount": 0}"#),
            None
        );
    }

    #[test]
    fn counts_that_make_no_sense_do_no_harm() {
        let max = u64::MAX;
        let json = format!(
            r#"{{"promptTokenCount": {max}, "toolUsePromptTokenCount": {max}, "thoughtsTokenCount": {max}, "candidatesTokenCount": 1}}"#
        );
        assert_eq!(counts(&json), Some([max, 0, max, max]));
    }
}
