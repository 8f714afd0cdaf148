//! What a reply took, as the Messages API counts it.
//!
//! A stream reports several times, each report a running total that need not repeat everything. `input_tokens` is what was
//! neither read from the cache nor written to it.

use std::ops::Add;

use serde::Deserialize;

use crate::model::{Usage, UsageDetails, lossy_option};

/// A report. What it does not tell is `None`.
#[derive(Debug, Default)]
pub(super) struct Report {
    counts: Counts,
    rest: Rest,
}

#[derive(Debug, Default, Deserialize)]
struct Rest {
    /// The steps of a reply for which the conversation was made shorter on the way. The counts above are then those of the
    /// last step alone, though all are charged.
    #[serde(default)]
    iterations: Option<Vec<Counts>>,
    #[serde(default, deserialize_with = "lossy_option")]
    service_tier: Option<String>,
    #[serde(default, deserialize_with = "lossy_option")]
    speed: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Counts {
    #[serde(default)]
    input_tokens: Option<u64>,
    #[serde(default)]
    cache_creation_input_tokens: Option<u64>,
    #[serde(default)]
    cache_read_input_tokens: Option<u64>,
    #[serde(default)]
    cache_creation: Option<Writes>,
    #[serde(default)]
    output_tokens: Option<u64>,
    #[serde(default)]
    output_tokens_details: Option<OutputDetails>,
}

/// How the tokens written are kept: they are in the count of all that were written.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
struct Writes {
    #[serde(default)]
    ephemeral_5m_input_tokens: Option<u64>,
    #[serde(default)]
    ephemeral_1h_input_tokens: Option<u64>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
struct OutputDetails {
    #[serde(default)]
    thinking_tokens: Option<u64>,
}

impl Report {
    /// Reads a report.
    pub(super) fn parse(json: &str) -> serde_json::Result<Self> {
        Ok(Self {
            counts: serde_json::from_str(json)?,
            rest: serde_json::from_str(json)?,
        })
    }

    /// Takes out what it says of the output: at the start of a stream that is a placeholder.
    pub(super) fn without_output(mut self) -> Self {
        self.counts.output_tokens = None;
        self.counts.output_tokens_details = None;
        self
    }

    /// Notes a later report: what it tells takes the place of what was told before.
    pub(super) fn overlay(&mut self, later: Self) {
        let (rest, later_rest) = (&mut self.rest, later.rest);
        self.counts.overlay(later.counts);
        rest.iterations = later_rest.iterations.or(rest.iterations.take());
        rest.service_tier = later_rest.service_tier.or(rest.service_tier.take());
        rest.speed = later_rest.speed.or(rest.speed.take());
    }

    /// Returns the service tier that is charged.
    pub(super) fn service_tier(&self) -> Option<&str> {
        self.rest.service_tier.as_deref()
    }

    /// Returns the speed that is charged.
    pub(super) fn speed(&self) -> Option<&str> {
        self.rest.speed.as_deref()
    }

    /// Returns what was charged so far. `None` if no report told of the input.
    pub(super) fn usage(&self) -> Option<Usage> {
        let whole = self.counts.usage()?;
        let Some(mut sum) = self.steps().reduce(Usage::add) else {
            return Some(whole);
        };
        // A step need not tell what of it was thinking.
        let details = &mut sum.details;
        details.reasoning = details.reasoning.max(whole.details.reasoning);
        Some(sum)
    }

    /// Returns what each step was charged, if any were told: prices depend on how long one is.
    pub(super) fn steps(&self) -> impl Iterator<Item = Usage> {
        let steps = self.rest.iterations.iter().flatten();
        steps.filter_map(Counts::usage)
    }
}

impl Counts {
    fn overlay(&mut self, later: Self) {
        self.input_tokens = later.input_tokens.or(self.input_tokens);
        self.cache_creation_input_tokens = later
            .cache_creation_input_tokens
            .or(self.cache_creation_input_tokens);
        self.cache_read_input_tokens = later
            .cache_read_input_tokens
            .or(self.cache_read_input_tokens);
        self.cache_creation = later.cache_creation.or(self.cache_creation);
        self.output_tokens = later.output_tokens.or(self.output_tokens);
        self.output_tokens_details = later.output_tokens_details.or(self.output_tokens_details);
    }

    /// Puts the counts into our terms: parts stand inside their whole, except that longer writes are not in `written`.
    /// `None` if there is no count of the input.
    fn usage(&self) -> Option<Usage> {
        let plain = self.input_tokens?;
        let split = self.cache_creation.unwrap_or_default();
        let for_an_hour = split.ephemeral_1h_input_tokens.unwrap_or(0);
        let for_minutes = split.ephemeral_5m_input_tokens.unwrap_or(0);
        let all_written = self
            .cache_creation_input_tokens
            .unwrap_or(for_minutes.saturating_add(for_an_hour));
        let written_1h = for_an_hour.min(all_written);
        let cached = self.cache_read_input_tokens.unwrap_or(0);
        let output_details = self.output_tokens_details.unwrap_or_default();
        Some(Usage {
            input: plain.saturating_add(cached).saturating_add(all_written),
            output: self.output_tokens,
            details: UsageDetails {
                cached,
                written: all_written - written_1h,
                written_1h,
                reasoning: output_details.thinking_tokens.unwrap_or(0),
                ..UsageDetails::default()
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: u64 = u64::MAX - 1;

    /// Returns input, cached, written, written for an hour, output (`NONE` if it is not known) and reasoning of reports
    /// that follow each other.
    fn counts(reports: &[&str]) -> Option<[u64; 6]> {
        let mut all = Report::default();
        for json in reports {
            all.overlay(Report::parse(json).expect("a report"));
        }
        all.usage().map(|usage| {
            let details = usage.details;
            [
                usage.input,
                details.cached,
                details.written,
                details.written_1h,
                usage.output.unwrap_or(NONE),
                details.reasoning,
            ]
        })
    }

    const START: &str = r#"{"input_tokens": 200, "cache_creation_input_tokens": 6000, "cache_read_input_tokens": 10000,
        "cache_creation": {"ephemeral_5m_input_tokens": 1000, "ephemeral_1h_input_tokens": 5000},
        "output_tokens": 1, "service_tier": "standard"}"#;

    #[test]
    fn all_input_is_what_is_new_and_what_the_cache_has() {
        assert_eq!(counts(&[START]), Some([16_200, 10_000, 1000, 5000, 1, 0]));
    }

    #[test]
    fn a_later_report_counts_where_it_tells_something() {
        let end = r#"{"input_tokens": 210, "cache_creation_input_tokens": 6000, "cache_read_input_tokens": null,
            "output_tokens": 800, "output_tokens_details": {"thinking_tokens": 500}}"#;
        let expected = [16_210, 10_000, 1000, 5000, 800, 500];
        assert_eq!(counts(&[START, end]), Some(expected));
        assert_eq!(counts(&[START, end, "{}"]), Some(expected));
        let zero = r#"{"cache_read_input_tokens": 0, "output_tokens": 0}"#;
        assert_eq!(
            counts(&[START, end, zero]),
            Some([6210, 0, 1000, 5000, 0, 500])
        );
    }

    #[test]
    fn what_a_stream_begins_with_says_nothing_of_the_output() {
        let mut all = Report::default();
        all.overlay(Report::parse(START).expect("a report").without_output());
        let output = |report: &Report| report.usage().map(|usage| usage.output);
        assert_eq!(output(&all), Some(None));
        all.overlay(Report::parse(r#"{"output_tokens": 0}"#).expect("a report"));
        assert_eq!(output(&all), Some(Some(0)));
    }

    #[test]
    fn all_steps_are_unknown_if_one_is() {
        let steps = r#"{"input_tokens": 1, "output_tokens": 8, "iterations": [
            {"input_tokens": 100, "output_tokens": null}, {"input_tokens": 1, "output_tokens": 8}]}"#;
        assert_eq!(counts(&[steps]), Some([101, 0, 0, 0, NONE, 0]));
    }

    #[test]
    fn writes_of_unknown_kind_are_the_shortest() {
        let unsplit = r#"{"input_tokens": 3, "cache_creation_input_tokens": 418}"#;
        assert_eq!(counts(&[unsplit]), Some([421, 0, 418, 0, NONE, 0]));
        let null =
            r#"{"input_tokens": 3, "cache_creation_input_tokens": 418, "cache_creation": null}"#;
        assert_eq!(counts(&[null]), Some([421, 0, 418, 0, NONE, 0]));
        let split_alone = r#"{"input_tokens": 3, "cache_creation": {"ephemeral_5m_input_tokens": 4, "ephemeral_1h_input_tokens": 5}}"#;
        assert_eq!(counts(&[split_alone]), Some([12, 0, 4, 5, NONE, 0]));
        let fewer = r#"{"cache_creation_input_tokens": 40}"#;
        assert_eq!(
            counts(&[split_alone, fewer]),
            Some([43, 0, 35, 5, NONE, 0]),
            "the split is of an earlier report"
        );
        let none = r#"{"cache_creation_input_tokens": 0}"#;
        assert_eq!(counts(&[split_alone, none]), Some([3, 0, 0, 0, NONE, 0]));
    }

    #[test]
    fn all_steps_are_charged_though_the_top_has_the_last() {
        let steps = r#"{"input_tokens": 181, "output_tokens": 8, "output_tokens_details": {"thinking_tokens": 2},
            "iterations": [
                {"type": "compaction", "input_tokens": 100, "output_tokens": 83, "cache_read_input_tokens": 55096,
                 "cache_creation_input_tokens": 30, "cache_creation": {"ephemeral_1h_input_tokens": 20}},
                {"type": "message", "input_tokens": 181, "output_tokens": 8, "cache_creation_input_tokens": 5}]}"#;
        assert_eq!(counts(&[steps]), Some([55_412, 55_096, 15, 20, 91, 2]));
        for none in ["null", "[]", "[{}]"] {
            let json =
                format!(r#"{{"input_tokens": 181, "output_tokens": 8, "iterations": {none}}}"#);
            assert_eq!(counts(&[&json]), Some([181, 0, 0, 0, 8, 0]), "{none}");
        }
    }

    #[test]
    fn without_a_count_of_the_input_the_usage_is_unknown() {
        assert_eq!(counts(&[]), None);
        assert_eq!(counts(&[r#"{"output_tokens": 5}"#]), None);
        assert_eq!(counts(&[r#"{"service_tier": "standard"}"#]), None);
    }

    #[test]
    fn counts_that_make_no_sense_do_no_harm() {
        let max = u64::MAX;
        let json = format!(
            r#"{{"input_tokens": {max}, "cache_read_input_tokens": {max}, "output_tokens": {max},
                "cache_creation": {{"ephemeral_5m_input_tokens": {max}, "ephemeral_1h_input_tokens": {max}}}}}"#
        );
        assert_eq!(counts(&[&json]), Some([max, max, 0, max, max, 0]));
    }
}
