//! The table of prices that holds.

use super::context::Context;
use super::failure::Failure;
use crate::pricing::{OwnPrices, PriceTable};
use crate::providers::Kind;

impl Context {
    /// Returns the prices that hold: those of the program, and in their place those that the configuration sets.
    pub(crate) fn prices(&self) -> Result<PriceTable, Failure> {
        let builtin = PriceTable::builtin();
        if self.config.own_prices.is_empty() {
            return Ok(builtin.clone());
        }
        let is_known = |name: &str| {
            builtin.has_provider(name)
                || Kind::from_name(name).is_some()
                || self.config.providers.contains_key(name)
        };
        for OwnPrices {
            provider, model, ..
        } in &self.config.own_prices
        {
            if !is_known(provider) {
                let message = format!(
                    "prices.\"{provider}/{model}\" in the configuration: there is no provider {provider:?}"
                );
                let hint = "correct its name, or describe the provider in the configuration";
                return Err(Failure::invalid_config(message).hint(hint));
            }
        }
        let table = builtin.with_own(&self.config.own_prices);
        table.map_err(|error| {
            Failure::invalid_config(format!("prices in the configuration: {error}"))
        })
    }
}
