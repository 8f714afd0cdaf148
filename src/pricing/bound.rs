//! The most that a request can cost, before it is sent.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::cost::{ServedAs, per_million};
use super::table::PriceTable;
use crate::model::Cost;

/// What a request can cost at most: all of its input at the dearest price that input can have there, and as much output as
/// it may get.
///
/// The service tier is taken to be the usual one, and nothing to be written to a cache for longer than its shortest time:
/// we ask for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CostBound {
    input_tokens: u64,
    input: Decimal,
    output: Decimal,
}

impl PriceTable {
    /// Returns what a request at `at` with so much input can cost at most; `None` if the model has no price. Where prices
    /// depend on how much input there is, it is taken to be as much.
    pub fn bound(
        &self,
        provider: &str,
        model: &str,
        input_tokens: u64,
        at: DateTime<Utc>,
    ) -> Option<CostBound> {
        let model = self.find(provider, model)?;
        let rates = model.rates_at(at.date_naive(), ServedAs::default())?;
        let rates = rates.for_input(input_tokens);
        Some(CostBound {
            input_tokens,
            input: rates.input.max(rates.cached()).max(rates.written()),
            output: rates.output,
        })
    }
}

impl CostBound {
    /// Returns the most that the input alone can cost. `None` if that has more digits than can be kept.
    pub fn of_input(&self) -> Option<Cost> {
        self.with_output(0)
    }

    /// Returns the most that it can cost with so much output. `None` if that has more digits than can be kept.
    pub fn with_output(&self, tokens: u64) -> Option<Cost> {
        let parts = [(self.input_tokens, self.input), (tokens, self.output)];
        per_million(&parts).map(Cost::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Usage, UsageDetails};

    fn at() -> DateTime<Utc> {
        "2026-11-23T12:00:00Z".parse().expect("a time")
    }

    fn most(model: &str, input: u64, output: u64) -> String {
        let (provider, model) = model.split_once('/').expect("of a provider");
        let bound = PriceTable::builtin().bound(provider, model, input, at());
        let cost = bound.and_then(|bound| bound.with_output(output));
        cost.map_or("unknown".to_owned(), |cost| cost.to_string())
    }

    #[test]
    fn input_counts_at_its_dearest_and_all_at_the_tier_that_it_passes() {
        assert_eq!(most("openai/gpt-4o", 1000, 100), "0.0035");
        // Written to the cache, a million of it costs 5 dollars in place of 4.
        assert_eq!(most("openai/gpt-5.6-sol", 4000, 4), "0.02008");
        assert_eq!(most("google/gemini-2.5-pro", 200_000, 1000), "0.26");
        assert_eq!(most("google/gemini-2.5-pro", 200_001, 1000), "0.5150025");
        assert_eq!(most("echo/echo", 1000, 1000), "0");
        assert_eq!(most("openai/made-up", 1, 1), "unknown");
        assert_eq!(
            most("openai/gpt-4o", u64::MAX, u64::MAX),
            "230584300921369.3951875"
        );
    }

    #[test]
    fn no_reply_of_so_many_tokens_costs_more() {
        let table = PriceTable::builtin();
        for model in table.models() {
            for input in [10, 250_000, 300_000] {
                let bound = table
                    .bound(&model.provider, &model.id, input, at())
                    .and_then(|bound| bound.with_output(1000))
                    .expect("it has a price");
                for (cached, written) in [(0, 0), (input, 0), (0, input), (input / 2, input / 2)] {
                    let details = UsageDetails {
                        cached,
                        written,
                        ..UsageDetails::default()
                    };
                    let usage = Usage {
                        input,
                        output: Some(1000),
                        details,
                    };
                    let served = ServedAs::default();
                    let priced = table.price(&model.provider, &model.id, &usage, at(), served);
                    let cost = priced.expect("it has a price").cost;
                    assert!(cost <= bound, "{} {input}: {cost} > {bound}", model.id);
                }
            }
        }
    }
}
