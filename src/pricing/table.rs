//! The table of prices, and the form in which it is written.

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer};

use super::pattern::Pattern;

/// The table as it is in the program.
const BUILTIN: &str = include_str!("prices.json");

/// Prices by provider and model. A clone costs nothing.
#[derive(Debug, Clone)]
pub struct PriceTable {
    as_of: NaiveDate,
    models: Arc<Vec<ModelPrices>>,
}

/// Why a text is no table of prices.
#[derive(Debug, thiserror::Error)]
pub enum PricingError {
    /// Its form is another.
    #[error("the table of prices cannot be read")]
    Unreadable(#[from] serde_json::Error),
    /// A pattern for models' names is no regular expression.
    #[error("the pattern {pattern:?} of {model} is no regular expression")]
    BadPattern {
        /// The model that it is to find.
        model: String,
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        #[source]
        source: Box<regex::Error>,
    },
    /// Prices were set twice for a model that has several names.
    #[error(
        "{first:?} and {second:?} are names of one model, and it can have prices of one's own only once"
    )]
    SetTwice {
        /// One of the names.
        first: String,
        /// The other.
        second: String,
    },
}

impl PriceTable {
    /// Returns the table in the program; the first call reads it.
    pub fn builtin() -> &'static Self {
        static TABLE: LazyLock<PriceTable> = LazyLock::new(|| {
            let mut written: Written =
                serde_json::from_str(BUILTIN).expect("a test reads the same text");
            written.models.push(ModelPrices::echo());
            PriceTable::new(written)
        });
        &TABLE
    }

    /// Reads a table from JSON in the form of the one in the program.
    pub fn parse(json: &str) -> Result<Self, PricingError> {
        let written: Written = serde_json::from_str(json)?;
        for model in &written.models {
            for pattern in &model.patterns {
                let bad = |source| PricingError::BadPattern {
                    model: model.id.clone(),
                    pattern: pattern.as_str().to_owned(),
                    source: Box::new(source),
                };
                pattern.check().map_err(bad)?;
            }
        }
        Ok(Self::new(written))
    }

    fn new(written: Written) -> Self {
        Self {
            as_of: written.as_of,
            models: Arc::new(written.models),
        }
    }

    /// Makes a table of the same day with other models.
    pub(super) fn with_models(&self, models: Vec<ModelPrices>) -> Self {
        Self {
            as_of: self.as_of,
            models: Arc::new(models),
        }
    }

    /// Returns the day on which the prices were gathered.
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Returns the models that have prices.
    pub fn models(&self) -> &[ModelPrices] {
        &self.models
    }
}

#[derive(Deserialize)]
struct Written {
    #[serde(deserialize_with = "date")]
    as_of: NaiveDate,
    models: Vec<ModelPrices>,
}

/// A model, its names, and what it costs.
#[derive(Debug, Clone, Deserialize)]
pub struct ModelPrices {
    /// Who offers it.
    pub provider: String,
    /// Its name.
    pub id: String,
    /// Other names of it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Expressions that names of it fit.
    #[serde(default)]
    pub(super) patterns: Vec<Pattern>,
    /// Beginnings of names of it.
    #[serde(default)]
    pub(super) prefixes: Vec<String>,
    /// What no name of it that was found by its beginning contains.
    #[serde(default)]
    pub(super) exclude_substrings: Vec<String>,
    /// The most tokens of input and output together.
    #[serde(default)]
    pub context_window: Option<u64>,
    /// The most tokens of input.
    #[serde(default)]
    pub max_input: Option<u64>,
    /// The most tokens of output.
    #[serde(default)]
    pub max_output: Option<u64>,
    /// The ways to ask it.
    #[serde(default, rename = "endpoints")]
    pub apis: Vec<Api>,
    /// Whether it takes a temperature; most do, and say nothing about it.
    #[serde(default = "yes", rename = "sampling_params")]
    pub takes_temperature: bool,
    /// Whether it can still be used.
    #[serde(default)]
    pub status: Status,
    /// The day on which it is or was switched off, if that is known.
    #[serde(default, deserialize_with = "optional_date")]
    pub shutdown: Option<NaiveDate>,
    /// Its prices, by the day from which they hold, oldest first.
    pub prices: Vec<Rates>,
    /// Its prices in service tiers and at speeds of their own.
    #[serde(default)]
    pub(super) variants: Vec<Variant>,
    /// Whether somebody set these prices for themselves.
    #[serde(skip)]
    pub is_own: bool,
}

impl ModelPrices {
    /// Describes the model that answers offline, and costs nothing.
    fn echo() -> Self {
        Self::new("echo", "echo")
    }

    /// Makes a model of which nothing is known, and that costs nothing.
    pub(super) fn new(provider: &str, id: &str) -> Self {
        Self {
            provider: provider.to_owned(),
            id: id.to_owned(),
            aliases: Vec::new(),
            patterns: Vec::new(),
            prefixes: Vec::new(),
            exclude_substrings: Vec::new(),
            context_window: None,
            max_input: None,
            max_output: None,
            apis: Vec::new(),
            takes_temperature: true,
            status: Status::Active,
            shutdown: None,
            prices: vec![Rates::default()],
            variants: Vec::new(),
            is_own: false,
        }
    }
}

/// A way to ask a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Api {
    /// OpenAI's chat completions.
    Chat,
    /// OpenAI's Responses.
    Responses,
    /// Anthropic's messages.
    Messages,
    /// Google's `generateContent`.
    GenerateContent,
    /// One that a newer table knows.
    #[serde(other)]
    Other,
}

/// Whether a model can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It can.
    #[default]
    Active,
    /// Not for much longer.
    Deprecated,
    /// No longer.
    Retired,
}

/// Prices that hold from a day on, each in US dollars for a million tokens.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Rates {
    /// The first day (UTC); `None` if they held from the start.
    #[serde(default, deserialize_with = "optional_date")]
    pub from: Option<NaiveDate>,
    /// What input and output cost.
    #[serde(flatten)]
    pub base: TokenRates,
    /// What they cost instead when there is much input.
    #[serde(default)]
    pub tiers: Vec<Tier>,
}

/// Prices of a request whose input passes a threshold: every token of it has these, the output too.
#[derive(Debug, Clone, Deserialize)]
pub struct Tier {
    /// The threshold; just as much does not pass it.
    pub above_input_tokens: u64,
    /// The prices.
    #[serde(flatten)]
    pub rates: TokenRates,
}

/// A price for each sort of token. What has none costs as much as other input.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct TokenRates {
    /// Of input that was neither read from nor written to a cache.
    #[serde(deserialize_with = "price")]
    pub input: Decimal,
    /// Of output.
    #[serde(deserialize_with = "price")]
    pub output: Decimal,
    /// Of input read from a cache.
    #[serde(default, deserialize_with = "optional_price")]
    pub cached_input: Option<Decimal>,
    /// Of input written to a cache for its shortest time.
    #[serde(default, deserialize_with = "optional_price")]
    pub cache_write: Option<Decimal>,
    /// Of input written for an hour.
    #[serde(default, deserialize_with = "optional_price")]
    pub cache_write_1h: Option<Decimal>,
    /// Of input written for twelve hours.
    #[serde(default, deserialize_with = "optional_price")]
    pub cache_write_12h: Option<Decimal>,
}

impl TokenRates {
    /// Returns what input read from a cache costs.
    pub fn cached(&self) -> Decimal {
        self.cached_input.unwrap_or(self.input)
    }

    /// Returns what input costs that is written to a cache for its shortest time.
    pub fn written(&self) -> Decimal {
        self.cache_write.unwrap_or(self.input)
    }

    /// Returns what input costs that is written for an hour.
    pub fn written_1h(&self) -> Decimal {
        self.cache_write_1h.unwrap_or(self.written())
    }

    /// Returns what input costs that is written for twelve hours.
    pub fn written_12h(&self) -> Decimal {
        self.cache_write_12h.unwrap_or(self.written())
    }
}

/// Prices of a service tier or a speed.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Variant {
    pub(super) when: When,
    #[serde(flatten)]
    pub(super) rates: Rates,
}

/// What a response must name for a variant to hold.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct When {
    #[serde(default, deserialize_with = "one_or_more")]
    pub(super) service_tier: Vec<String>,
    #[serde(default, deserialize_with = "one_or_more")]
    pub(super) speed: Vec<String>,
}

/// Reads a price in decimal digits. `None` if it is something else, below zero, or of more digits than can be kept.
pub fn parse_price(text: &str) -> Option<Decimal> {
    let price = Decimal::from_str_exact(text).ok()?;
    (!price.is_sign_negative()).then_some(price)
}

fn yes() -> bool {
    true
}

/// Reads decimal digits in a string; a number would have gone through a binary one.
fn price<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let text = String::deserialize(deserializer)?;
    let wrong = || D::Error::invalid_value(Unexpected::Str(&text), &"a price in decimal digits");
    parse_price(&text).ok_or_else(wrong)
}

fn optional_price<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    price(deserializer).map(Some)
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    optional_date(deserializer)?
        .ok_or_else(|| D::Error::invalid_type(Unexpected::Option, &"a date"))
}

fn optional_date<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d");
    let date = date.map_err(|_| D::Error::invalid_value(Unexpected::Str(&text), &"a date"))?;
    Ok(Some(date))
}

fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Words {
        One(String),
        More(Vec<String>),
    }
    Ok(match Words::deserialize(deserializer)? {
        Words::One(word) => vec![word],
        Words::More(words) => words,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_table_in_the_program_is_sound() {
        let table = PriceTable::parse(BUILTIN).expect("a table");
        assert_eq!(table.as_of().to_string(), "2026-11-23");
        assert_eq!(table.models().len(), 101);
        let mut names = HashSet::new();
        for model in table.models() {
            for name in std::iter::once(&model.id).chain(&model.aliases) {
                assert!(names.insert((&model.provider, name)), "{name} twice");
            }
            assert!(
                model.prices.is_sorted_by_key(|rates| rates.from),
                "{}",
                model.id
            );
            assert_eq!(model.prices[0].from, None, "{}", model.id);
            assert!(!model.apis.contains(&Api::Other), "{}", model.id);
        }
    }

    #[test]
    fn a_table_with_a_wrong_price_is_refused() {
        for price in [
            "1.5",
            "\"free\"",
            "\"-1\"",
            "\"0.00000000000000000000000000001\"",
            "null",
        ] {
            let json = format!(
                r#"{{"as_of": "2026-01-01", "models": [
                    {{"provider": "p", "id": "m", "prices": [{{"input": {price}, "output": "1"}}]}}]}}"#
            );
            let error = PriceTable::parse(&json).expect_err(price);
            assert!(matches!(error, PricingError::Unreadable(_)), "{price}");
        }
    }

    #[test]
    fn a_pattern_that_is_no_expression_is_refused() {
        let json = r#"{"as_of": "2026-01-01", "models": [
            {"provider": "p", "id": "m", "patterns": ["("], "prices": [{"input": "1", "output": "1"}]}]}"#;
        let error = PriceTable::parse(json).expect_err("a wrong pattern");
        assert_eq!(
            error.to_string(),
            "the pattern \"(\" of m is no regular expression"
        );
    }
}
