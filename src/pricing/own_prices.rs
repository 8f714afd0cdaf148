//! Prices that somebody set for themselves: they take the place of those in the table.

use super::table::{ModelPrices, PriceTable, PricingError, Rates, TokenRates};

/// What one model costs, as somebody set it for themselves. Service tiers that cost something else stay without a price.
#[derive(Debug, Clone)]
pub struct OwnPrices {
    /// Who offers it.
    pub provider: String,
    /// Its name.
    pub model: String,
    /// In US dollars for a million tokens.
    pub rates: TokenRates,
}

impl PriceTable {
    /// Makes a table in which these prices hold, and no others of the same models.
    ///
    /// An id or an alias stands for the model with all its names. Any other name is that of a model of its own, known
    /// besides by what the table knew of it.
    pub fn with_own(&self, all: &[OwnPrices]) -> Result<Self, PricingError> {
        let mut models = self.models().to_vec();
        for own in all {
            let is_it = |model: &&mut ModelPrices| {
                model.provider == own.provider && model.is_named(&own.model)
            };
            match models.iter_mut().find(is_it) {
                Some(model) if model.is_own => return Err(set_twice(model, own, all)),
                Some(model) => model.set(own),
                None => models.push(self.made_of(own)),
            }
        }
        Ok(self.with_models(models))
    }

    /// Makes a model of a name that none has as such.
    fn made_of(&self, own: &OwnPrices) -> ModelPrices {
        let mut model = ModelPrices::new(&own.provider, &own.model);
        if let Some(known) = self.find(&own.provider, &own.model) {
            model.context_window = known.context_window;
            model.max_input = known.max_input;
            model.max_output = known.max_output;
            model.apis.clone_from(&known.apis);
            model.takes_temperature = known.takes_temperature;
            model.status = known.status;
            model.shutdown = known.shutdown;
        }
        model.set(own);
        model
    }
}

impl ModelPrices {
    fn set(&mut self, own: &OwnPrices) {
        self.prices = vec![Rates {
            base: own.rates.clone(),
            ..Rates::default()
        }];
        self.variants.clear();
        self.is_own = true;
    }
}

fn set_twice(model: &ModelPrices, second: &OwnPrices, all: &[OwnPrices]) -> PricingError {
    let name = |own: &OwnPrices| format!("{}/{}", own.provider, own.model);
    let is_first = |own: &&OwnPrices| own.provider == model.provider && model.is_named(&own.model);
    PricingError::SetTwice {
        first: all.iter().find(is_first).map(name).unwrap_or_default(),
        second: name(second),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::model::Usage;
    use crate::pricing::{Priced, ServedAs, parse_price};

    fn own(provider: &str, model: &str, input: &str) -> OwnPrices {
        OwnPrices {
            provider: provider.to_owned(),
            model: model.to_owned(),
            rates: TokenRates {
                input: parse_price(input).expect("a price"),
                ..TokenRates::default()
            },
        }
    }

    fn table_with(own: &[OwnPrices]) -> PriceTable {
        PriceTable::builtin().with_own(own).expect("no name twice")
    }

    fn served(table: &PriceTable, provider: &str, model: &str, tier: &str) -> Option<Priced> {
        let usage = Usage {
            input: 1_000_000,
            output: Some(0),
            ..Usage::default()
        };
        let at = DateTime::from_timestamp(1_795_000_000, 0).expect("a time");
        let served = ServedAs {
            service_tier: Some(tier),
            speed: None,
        };
        table.price(provider, model, &usage, at, served)
    }

    fn cost(table: &PriceTable, provider: &str, model: &str) -> String {
        let priced = served(table, provider, model, "default");
        priced.map_or("unknown".to_owned(), |priced| {
            format!("{} {}", priced.cost, priced.label())
        })
    }

    #[test]
    fn prices_of_ones_own_hold_for_all_names_of_a_model() {
        let table = table_with(&[own("openai", "gpt-5.6", "123.4567890123")]);
        let expected = "123.4567890123 gpt-5.6-sol (overridden)";
        for name in ["gpt-5.6", "gpt-5.6-sol", "gpt-5.6-sol-2026-07-01"] {
            assert_eq!(cost(&table, "openai", name), expected, "{name}");
        }
        assert_eq!(cost(&table, "openai", "gpt-4o"), "2.5 gpt-4o");
    }

    #[test]
    fn prices_of_one_release_leave_the_others_alone() {
        let table = table_with(&[own("openai", "gpt-4o-2024-05-13", "7")]);
        assert_eq!(
            cost(&table, "openai", "gpt-4o-2024-05-13"),
            "7 gpt-4o-2024-05-13 (overridden)"
        );
        assert_eq!(cost(&table, "openai", "gpt-4o-2024-08-06"), "2.5 gpt-4o");
        let release = "claude-sonnet-4-5-20250929";
        let table = table_with(&[own("anthropic", release, "7")]);
        assert_eq!(
            cost(&table, "anthropic", release),
            format!("7 {release} (overridden)")
        );
        assert_eq!(
            cost(&table, "anthropic", "claude-sonnet-4-5"),
            "6 claude-sonnet-4-5"
        );
        let known = table.find("anthropic", release).expect("it was set");
        assert_eq!(known.context_window, Some(200_000));
    }

    #[test]
    fn models_that_the_table_does_not_know_can_be_added() {
        let table = table_with(&[
            own("local", "qwen3", "0.01"),
            own("gateway", "openai/gpt-4o", "9"),
        ]);
        assert_eq!(cost(&table, "local", "qwen3"), "0.01 qwen3 (overridden)");
        assert_eq!(cost(&table, "local", "qwen4"), "unknown");
        assert_eq!(
            cost(&table, "gateway", "openai/gpt-4o"),
            "9 openai/gpt-4o (overridden)"
        );
        assert_eq!(cost(&table, "openai", "openai/gpt-4o"), "2.5 gpt-4o");
    }

    #[test]
    fn tiers_and_days_of_the_table_no_longer_count() {
        let table = table_with(&[
            own("openai", "gpt-6.1-sol", "1"),
            own("openai", "gpt-6-luna", "1"),
        ]);
        assert_eq!(
            cost(&table, "openai", "gpt-6.1-sol"),
            "1 gpt-6.1-sol (overridden)"
        );
        assert_eq!(served(&table, "openai", "gpt-6-luna", "flex"), None);
    }

    #[test]
    fn a_model_has_prices_of_ones_own_only_once() {
        let twice = [
            own("openai", "gpt-5.6", "1"),
            own("openai", "gpt-5.6-sol", "2"),
        ];
        let error = PriceTable::builtin().with_own(&twice).expect_err("twice");
        assert_eq!(
            error.to_string(),
            "\"openai/gpt-5.6\" and \"openai/gpt-5.6-sol\" are names of one model, and it can have prices of one's own \
             only once"
        );
    }
}
