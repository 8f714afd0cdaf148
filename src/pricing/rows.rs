//! The table row by row: every price there is, with all that it depends on.

use chrono::NaiveDate;

use super::table::{ModelPrices, PriceTable, Rates, TokenRates, When};

/// Prices of a model, and when they hold.
#[derive(Debug, Clone)]
pub struct PriceRow<'a> {
    /// The model.
    pub model: &'a ModelPrices,
    /// The service tiers or the speed that have these prices; `None` for the usual service.
    pub service: Option<String>,
    /// The day from which they hold; `None` if from the start.
    pub from: Option<NaiveDate>,
    /// The count of input tokens above which they hold; `None` if for any.
    pub above_input_tokens: Option<u64>,
    /// The prices.
    pub rates: &'a TokenRates,
}

impl PriceTable {
    /// Iterates over all prices: model by model, of each the usual ones first, by day and then by threshold.
    pub fn rows(&self) -> impl Iterator<Item = PriceRow<'_>> {
        self.models().iter().flat_map(ModelPrices::rows)
    }
}

impl ModelPrices {
    fn rows(&self) -> impl Iterator<Item = PriceRow<'_>> {
        let usual = self.prices.iter().map(|rates| (None, rates));
        let apart = self.variants.iter();
        let apart = apart.map(|variant| (Some(variant.when.words()), &variant.rates));
        let all = usual.chain(apart);
        all.flat_map(|(service, rates)| self.rows_of(service, rates))
    }

    fn rows_of<'a>(
        &'a self,
        service: Option<String>,
        rates: &'a Rates,
    ) -> impl Iterator<Item = PriceRow<'a>> {
        let tiers = rates.tiers.iter();
        let tiers = tiers.map(|tier| (Some(tier.above_input_tokens), &tier.rates));
        let all = std::iter::once((None, &rates.base)).chain(tiers);
        all.map(move |(above_input_tokens, token_rates)| PriceRow {
            model: self,
            service: service.clone(),
            from: rates.from,
            above_input_tokens,
            rates: token_rates,
        })
    }
}

impl When {
    fn words(&self) -> String {
        let words: Vec<&str> = self
            .service_tier
            .iter()
            .chain(&self.speed)
            .map(String::as_str)
            .collect();
        words.join(" or ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_price_has_its_row() {
        let table = PriceTable::parse(
            r#"{"as_of": "2026-01-01", "models": [{"provider": "p", "id": "m",
                "prices": [{"input": "1", "output": "2", "tiers": [{"above_input_tokens": 9, "input": "3", "output": "4"}]},
                           {"from": "2026-02-01", "input": "5", "output": "6"}],
                "variants": [{"when": {"service_tier": ["priority", "fast"]}, "input": "7", "output": "8"},
                             {"when": {"speed": "fast"}, "input": "9", "output": "10"}]}]}"#,
        )
        .expect("a table");
        let rows = table.rows().map(|row| {
            let from = row.from.map(|day| day.to_string());
            let service = row.service.unwrap_or_default();
            let above = row.above_input_tokens.unwrap_or(0);
            format!(
                "{service} {} {above} {}",
                from.unwrap_or_default(),
                row.rates.input
            )
        });
        let rows: Vec<String> = rows.collect();
        assert_eq!(
            rows,
            [
                "  0 1",
                "  9 3",
                " 2026-02-01 0 5",
                "priority or fast  0 7",
                "fast  0 9"
            ]
        );
    }
}
