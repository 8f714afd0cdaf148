//! Works out what a reply costs, to the last digit.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::model::{Cost, Usage};

use super::table::{ModelPrices, PriceTable, Rates, TokenRates, Variant};

/// How a reply was served, as the response names it; it may be billed apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ServedAs<'a> {
    /// The service tier.
    pub service_tier: Option<&'a str>,
    /// The speed.
    pub speed: Option<&'a str>,
}

/// A cost, and what it was worked out with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// The cost.
    pub cost: Cost,
    /// The model in the table.
    pub priced_as: String,
    /// The day from which the prices held that were used; `None` if from the start.
    pub price_from: Option<NaiveDate>,
    /// Whether somebody set these prices for themselves.
    pub is_own: bool,
}

/// What stands behind the name of a model whose prices were somebody's own.
pub(super) const OVERRIDDEN: &str = " (overridden)";

impl Priced {
    /// Returns the model as messages name it, with a word on prices that are not the table's.
    pub fn label(&self) -> String {
        match self.is_own {
            true => format!("{}{OVERRIDDEN}", self.priced_as),
            false => self.priced_as.clone(),
        }
    }
}

impl PriceTable {
    /// Works out what a reply costs that was asked for at `at`, of the model that the response names.
    ///
    /// `None` if the model is not in the table, if it is not known how much it answered, or if the response names a service
    /// tier or a speed that costs something else than usual and the table does not say what.
    pub fn price(
        &self,
        provider: &str,
        model: &str,
        usage: &Usage,
        at: DateTime<Utc>,
        served: ServedAs<'_>,
    ) -> Option<Priced> {
        self.price_requests(provider, model, std::slice::from_ref(usage), at, served)
    }

    /// Does so for a reply that is made of several requests, which a provider charges one by one: what passes a threshold
    /// is the input of each, not that of all. `None` if there is none.
    pub fn price_requests(
        &self,
        provider: &str,
        model: &str,
        requests: &[Usage],
        at: DateTime<Utc>,
        served: ServedAs<'_>,
    ) -> Option<Priced> {
        let model = self.find(provider, model)?;
        let rates = model.rates_at(at.date_naive(), served)?;
        Some(Priced {
            cost: rates.cost(requests)?,
            priced_as: model.id.clone(),
            price_from: rates.from,
            is_own: model.is_own,
        })
    }
}

/// Service tiers and speeds that never cost the usual.
const PRICED_APART: [&str; 5] = ["flex", "priority", "fast", "batch", "scale"];

impl ModelPrices {
    /// Returns the prices that hold on a day (UTC) for a reply served like that.
    pub fn rates_at(&self, day: NaiveDate, served: ServedAs<'_>) -> Option<&Rates> {
        let holds = |rates: &Rates| rates.from.is_none_or(|from| from <= day);
        let variants = self.variants.iter().filter(|variant| variant.fits(served));
        let variant = variants
            .map(|variant| &variant.rates)
            .rfind(|rates| holds(rates));
        if variant.is_some() {
            return variant;
        }
        let is_apart = |word: &str| {
            PRICED_APART
                .iter()
                .any(|apart| apart.eq_ignore_ascii_case(word))
        };
        if [served.service_tier, served.speed]
            .into_iter()
            .flatten()
            .any(is_apart)
        {
            return None;
        }
        self.prices.iter().rfind(|rates| holds(rates))
    }
}

impl Variant {
    fn fits(&self, served: ServedAs<'_>) -> bool {
        let names = |wanted: &[String], named: Option<&str>| {
            named.is_some_and(|named| wanted.iter().any(|word| word.eq_ignore_ascii_case(named)))
        };
        names(&self.when.service_tier, served.service_tier) || names(&self.when.speed, served.speed)
    }
}

impl Rates {
    /// Returns what a reply costs that is made of these requests; `None` if it is not known how much it answered, or if that
    /// has more digits than can be kept.
    pub fn cost(&self, requests: &[Usage]) -> Option<Cost> {
        exact_cost(requests, self).map(Cost::new)
    }

    /// Returns the prices of a request with that much input: those of the highest threshold that it passes.
    pub fn for_input(&self, input_tokens: u64) -> &TokenRates {
        let passed = self
            .tiers
            .iter()
            .filter(|tier| input_tokens > tier.above_input_tokens);
        passed
            .max_by_key(|tier| tier.above_input_tokens)
            .map_or(&self.base, |tier| &tier.rates)
    }
}

/// Adds up counts times prices. `None` if a count is not known, or if the sum has more digits than can be kept.
fn exact_cost(requests: &[Usage], rates: &Rates) -> Option<Decimal> {
    let parts = requests
        .iter()
        .map(|usage| parts_of(usage, rates.for_input(usage.input)));
    let parts: Option<Vec<_>> = parts.collect();
    per_million(&parts?.concat())
}

/// Takes counts apart by what each costs. `None` if it is not known how many there are.
fn parts_of(usage: &Usage, rates: &TokenRates) -> Option<[(u64, Decimal); 6]> {
    let details = &usage.details;
    let written = [details.written, details.written_1h, details.written_12h];
    let apart = written
        .into_iter()
        .fold(details.cached, u64::saturating_add);
    Some([
        (usage.input.saturating_sub(apart), rates.input),
        (details.cached, rates.cached()),
        (details.written, rates.written()),
        (details.written_1h, rates.written_1h()),
        (details.written_12h, rates.written_12h()),
        (usage.output?, rates.output),
    ])
}

/// Adds up in integers, because the sums and products of `Decimal` round without a word.
pub(super) fn per_million(parts: &[(u64, Decimal)]) -> Option<Decimal> {
    const PER_MILLION_DIGITS: u32 = 6;
    let scale = parts.iter().map(|(_, price)| price.scale()).max()?;
    let mut sum: i128 = 0;
    for (count, price) in parts {
        let units = price
            .mantissa()
            .checked_mul(10_i128.pow(scale - price.scale()))?;
        sum = sum.checked_add(units.checked_mul(i128::from(*count))?)?;
    }
    let mut scale = scale + PER_MILLION_DIGITS;
    while scale > 0 && sum % 10 == 0 {
        (sum, scale) = (sum / 10, scale - 1);
    }
    Decimal::try_from_i128_with_scale(sum, scale).ok()
}

#[cfg(test)]
mod tests;
