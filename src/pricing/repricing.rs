//! Prices of replies that may have been priced before: at their own time, or as if it were another day.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::cost::{OVERRIDDEN, ServedAs};
use super::table::{ModelPrices, PriceTable, Rates};
use crate::model::{Cost, PriceBasis, Usage};

/// A reply is timed by its end, and priced by the day on which it was asked for. No reply takes longer.
const LONGEST_REPLY: TimeDelta = TimeDelta::hours(1);

/// Why there is no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unpriced {
    /// The table has none for the model, or none for the service tier that it was served in.
    NoPrice,
    /// It is not known how many tokens it took.
    NoTokens,
    /// It is not known when it was.
    NoTime,
}

impl PriceTable {
    /// Finds the model of a reply that may have been priced before. An alias can lead to another model by now; then the one
    /// counts that it was priced as. Prices that somebody set for themselves go before.
    pub fn find_again(
        &self,
        provider: &str,
        model: &str,
        priced_as: Option<&str>,
    ) -> Option<&ModelPrices> {
        let found = self.find(provider, model);
        let name = priced_as.map(|name| name.strip_suffix(OVERRIDDEN).unwrap_or(name));
        let Some(name) = name.filter(|_| !found.is_some_and(|it| it.is_own)) else {
            return found;
        };
        let provider = found.map_or(provider, |it| &it.provider);
        self.named(provider, name).or(found)
    }
}

impl ModelPrices {
    /// Works out what a reply costs by the prices of this day (UTC).
    pub fn cost_on(
        &self,
        day: NaiveDate,
        tokens: &Usage,
        basis: &PriceBasis,
    ) -> Result<Cost, Unpriced> {
        cost(self.rates_at(day, served(basis)), tokens)
    }

    /// Works out what a reply costs that ended then, by the prices of the day on which it was asked for: where they changed
    /// while it was on its way, that is told by the day from which those held that it was priced by.
    pub fn cost_of_reply(
        &self,
        ended: DateTime<Utc>,
        tokens: &Usage,
        basis: &PriceBasis,
    ) -> Result<Cost, Unpriced> {
        let rates = |at: DateTime<Utc>| self.rates_at(at.date_naive(), served(basis));
        let at_end = rates(ended);
        let asked = ended.checked_sub_signed(LONGEST_REPLY).and_then(rates);
        let is_priced_by = |rates: &&Rates| rates.from == basis.price_from;
        let before = asked.filter(|rates| basis.priced_as.is_some() && is_priced_by(rates));
        cost(before.or(at_end), tokens)
    }
}

fn served(basis: &PriceBasis) -> ServedAs<'_> {
    ServedAs {
        service_tier: basis.service_tier.as_deref(),
        speed: None,
    }
}

fn cost(rates: Option<&Rates>, tokens: &Usage) -> Result<Cost, Unpriced> {
    let cost = rates.and_then(|rates| rates.cost(std::slice::from_ref(tokens)));
    cost.ok_or(Unpriced::NoPrice)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = r#"{"as_of": "2026-01-01", "models": [
        {"provider": "p", "id": "old", "aliases": ["old-1"], "prices": [
            {"input": "1", "output": "0"}, {"from": "2026-02-01", "input": "2", "output": "0"}],
         "variants": [{"when": {"service_tier": "flex"}, "input": "0.5", "output": "0"}]},
        {"provider": "p", "id": "new", "aliases": ["latest"], "prices": [{"input": "5", "output": "0"}]}]}"#;

    fn million() -> Usage {
        Usage {
            input: 1_000_000,
            output: Some(0),
            ..Usage::default()
        }
    }

    fn priced(from: Option<&str>, tier: Option<&str>) -> PriceBasis {
        PriceBasis {
            priced_as: Some("old".to_owned()),
            price_from: from.map(|day| day.parse().expect("a day")),
            service_tier: tier.map(str::to_owned),
            ..PriceBasis::default()
        }
    }

    #[test]
    fn a_model_is_found_as_what_it_was_priced_as() {
        let table = PriceTable::parse(TABLE).expect("a table");
        let found = |provider, model, priced_as| {
            let model = table.find_again(provider, model, priced_as);
            model.map(|model| model.id.as_str())
        };
        assert_eq!(found("p", "latest", None), Some("new"));
        assert_eq!(found("p", "latest", Some("old")), Some("old"));
        assert_eq!(found("p", "latest", Some("old (overridden)")), Some("old"));
        assert_eq!(found("p", "latest", Some("gone")), Some("new"));
        assert_eq!(found("p", "gone", Some("old")), Some("old"));
        assert_eq!(found("gateway", "p/latest", Some("old")), Some("old"));
        assert_eq!(found("p", "gone", None), None);
    }

    #[test]
    fn prices_of_one_s_own_go_before_what_it_was_priced_as() {
        let own = crate::pricing::OwnPrices {
            provider: "p".to_owned(),
            model: "latest".to_owned(),
            rates: crate::pricing::TokenRates::default(),
        };
        let table = PriceTable::parse(TABLE).expect("a table");
        let table = table.with_own(&[own]).expect("no name twice");
        let found = table.find_again("p", "latest", Some("old"));
        assert!(found.expect("there is one").is_own);
    }

    #[test]
    fn a_reply_over_midnight_costs_what_held_when_it_was_asked_for() {
        let table = PriceTable::parse(TABLE).expect("a table");
        let model = table.find("p", "old").expect("there is one");
        let cost = |ended: &str, basis: &PriceBasis| {
            let cost = model.cost_of_reply(ended.parse().expect("a time"), &million(), basis);
            cost.map(|cost| cost.to_string())
        };
        let old = priced(None, None);
        assert_eq!(cost("2026-01-31T23:59:59Z", &old), Ok("1".to_owned()));
        assert_eq!(cost("2026-02-01T00:00:20Z", &old), Ok("1".to_owned()));
        assert_eq!(cost("2026-02-01T01:00:00Z", &old), Ok("2".to_owned()));
        let new = priced(Some("2026-02-01"), None);
        assert_eq!(cost("2026-02-01T00:00:20Z", &new), Ok("2".to_owned()));
        let never = PriceBasis::default();
        assert_eq!(cost("2026-02-01T00:00:20Z", &never), Ok("2".to_owned()));
    }

    #[test]
    fn another_day_and_another_tier_have_prices_of_their_own() {
        let table = PriceTable::parse(TABLE).expect("a table");
        let model = table.find("p", "old").expect("there is one");
        let cost = |day: &str, tier| {
            let basis = priced(None, tier);
            let cost = model.cost_on(day.parse().expect("a day"), &million(), &basis);
            cost.map(|cost| cost.to_string())
        };
        assert_eq!(cost("2026-01-31", None), Ok("1".to_owned()));
        assert_eq!(cost("2026-02-01", None), Ok("2".to_owned()));
        assert_eq!(cost("2026-02-01", Some("default")), Ok("2".to_owned()));
        assert_eq!(cost("2026-02-01", Some("flex")), Ok("0.5".to_owned()));
        assert_eq!(cost("2026-02-01", Some("batch")), Err(Unpriced::NoPrice));
    }
}
