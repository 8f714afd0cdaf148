//! The prices that the configuration sets.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::config_text::{as_written, line_of};
use super::failure::Failure;
use crate::pricing::{OwnPrices, TokenRates, parse_price};

/// The prices of a model, each with its place in the file: there are digits that a binary number would lose.
#[derive(Debug, Deserialize)]
pub(crate) struct PriceConfig {
    input: Spanned<Value>,
    output: Spanned<Value>,
    cached_input: Option<Spanned<Value>>,
    cache_write: Option<Spanned<Value>>,
    cache_write_1h: Option<Spanned<Value>>,
    cache_write_12h: Option<Spanned<Value>>,
}

/// Reads all prices; `text` is the file that they stand in.
pub(super) fn read(
    all: &BTreeMap<String, PriceConfig>,
    text: &str,
) -> Result<Vec<OwnPrices>, Failure> {
    let read = |(name, prices): (&String, &PriceConfig)| prices.read(name, text);
    all.iter().map(read).collect()
}

impl PriceConfig {
    fn read(&self, name: &str, text: &str) -> Result<OwnPrices, Failure> {
        let names = name.split_once('/');
        let names = names.filter(|(provider, model)| !provider.is_empty() && !model.is_empty());
        let Some((provider, model)) = names else {
            let line = line_of(text, self.input.span().start);
            let name = as_written(name);
            let message = format!("line {line}: prices.{name} names no model of a provider");
            return Err(Failure::invalid_config(message)
                .hint("write [prices.\"PROVIDER/MODEL\"], in quotes"));
        };
        let price = |key: &str, value: &Spanned<Value>| price(name, key, value, text);
        let optional = |key: &str, value: &Option<Spanned<Value>>| {
            value.as_ref().map(|it| price(key, it)).transpose()
        };
        Ok(OwnPrices {
            provider: provider.to_owned(),
            model: model.to_owned(),
            rates: TokenRates {
                input: price("input", &self.input)?,
                output: price("output", &self.output)?,
                cached_input: optional("cached_input", &self.cached_input)?,
                cache_write: optional("cache_write", &self.cache_write)?,
                cache_write_1h: optional("cache_write_1h", &self.cache_write_1h)?,
                cache_write_12h: optional("cache_write_12h", &self.cache_write_12h)?,
            },
        })
    }
}

/// Reads a price as it stands in the file, with quotes or without.
fn price(name: &str, key: &str, value: &Spanned<Value>, text: &str) -> Result<Decimal, Failure> {
    let digits = match value.get_ref() {
        Value::String(text) => text,
        _ => &text[value.span()],
    };
    parse_price(digits).ok_or_else(|| {
        let line = line_of(text, value.span().start);
        let name = as_written(name);
        Failure::invalid_config(format!("line {line}: prices.{name}.{key} is no price"))
            .hint("write US dollars for a million tokens in decimal digits, such as 2.5")
    })
}

#[cfg(test)]
mod tests {
    use crate::cli::config::Config;
    use crate::cli::failure::Failure;

    fn parse(text: &str) -> Result<Config, Failure> {
        let folder = tempfile::tempdir().expect("the temporary folder is writable");
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).expect("it is ours");
        Config::load(&path, true)
    }

    #[test]
    fn prices_keep_every_digit_with_quotes_or_without() {
        let config = parse(
            "[prices.\"local/a/b\"]\ninput = 0.1000000000000000055511151231\noutput = \"2.50\"\ncache_write = 3\n",
        )
        .expect("valid");
        let [own] = &config.own_prices[..] else {
            panic!("{config:?}");
        };
        assert_eq!(
            (own.provider.as_str(), own.model.as_str()),
            ("local", "a/b")
        );
        assert_eq!(
            own.rates.input.to_string(),
            "0.1000000000000000055511151231"
        );
        assert_eq!(own.rates.output.to_string(), "2.50");
        assert_eq!(
            own.rates.cache_write.map(|it| it.to_string()).as_deref(),
            Some("3")
        );
        assert_eq!(own.rates.cached_input, None);
    }

    #[test]
    fn what_is_no_price_is_named_with_its_line() {
        for (value, is_price) in [
            ("1", true),
            ("+1.5", true),
            ("0", true),
            ("-1", false),
            ("1e3", false),
            ("inf", false),
            ("nan", false),
            ("0x10", false),
            ("true", false),
            ("[1]", false),
            ("\"\"", false),
            ("\"free\"", false),
            ("\"$1\"", false),
            ("0.00000000000000000000000000001", false),
            ("2026-01-01", false),
        ] {
            let text = format!("[prices.\"openai/gpt-4.1\"]\ninput = 1\noutput = {value}\n");
            let parsed = parse(&text);
            assert_eq!(parsed.is_ok(), is_price, "{value}");
            if let Err(failure) = parsed {
                let expected = "line 3: prices.\"openai/gpt-4.1\".output is no price";
                assert!(failure.message.ends_with(expected), "{failure:?}");
            }
        }
    }

    #[test]
    fn half_a_price_and_a_model_of_nobody_are_refused() {
        for (text, says) in [
            (
                "[prices.\"openai/x\"]\ninput = 1\n",
                "missing field `output`",
            ),
            (
                "[prices.gpt-4o]\ninput = 1\noutput = 1\n",
                "line 2: prices.gpt-4o names no model of a provider",
            ),
            (
                "[prices.\"/x\"]\ninput = 1\noutput = 1\n",
                "names no model of a provider",
            ),
            (
                "[prices.\"x/\"]\ninput = 1\noutput = 1\n",
                "names no model of a provider",
            ),
            ("[prices]\ninput = 1\n", "there is no setting"),
        ] {
            let failure = parse(text).expect_err(text);
            assert!(failure.message.contains(says), "{failure:?}");
        }
    }
}
