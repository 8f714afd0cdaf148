//! Finds a model's prices by what a response calls it.
//!
//! Providers answer with names longer than what was asked for: dates, `-latest`, a provider's name in front. Each must
//! find its model and none a cheaper relative: `gemini-3.6-flash-lite` is not `gemini-3.6-flash`.

use super::table::{ModelPrices, PriceTable};

impl PriceTable {
    /// Finds a model. `models/` and the name of a provider may stand before its name, and the latter then counts.
    pub fn find(&self, provider: &str, model: &str) -> Option<&ModelPrices> {
        let name = model.strip_prefix("models/").unwrap_or(model);
        // At a gateway a slash can belong to the name itself.
        if let Some(named) = self.named(provider, name) {
            return Some(named);
        }
        match self.split_provider(name) {
            Some((provider, name)) => self.find_of(provider, name),
            None => self.find_of(provider, name),
        }
    }

    /// Splits a name at the slash, if what is before is a provider that the table knows.
    fn split_provider<'a>(&self, name: &'a str) -> Option<(&'a str, &'a str)> {
        let (before, after) = name.split_once('/')?;
        let before = if before == "gemini" { "google" } else { before };
        self.has_provider(before).then_some((before, after))
    }

    /// Whether a provider has models here.
    pub fn has_provider(&self, name: &str) -> bool {
        self.models().iter().any(|model| model.provider == name)
    }

    fn of_provider(&self, provider: &str) -> impl Iterator<Item = &ModelPrices> {
        let models = self.models().iter();
        models.filter(move |model| model.provider == provider)
    }

    /// Finds the model that has exactly this name, among others perhaps.
    pub(super) fn named(&self, provider: &str, name: &str) -> Option<&ModelPrices> {
        let mut models = self.of_provider(provider);
        models.find(|model| model.is_named(name))
    }

    fn find_of(&self, provider: &str, name: &str) -> Option<&ModelPrices> {
        let by_pattern = || {
            let mut models = self.of_provider(provider);
            models.find(|model| model.patterns.iter().any(|p| p.fits(name)))
        };
        let by_prefix = || {
            let models = self.of_provider(provider);
            let matched = models.filter_map(|model| Some((model.prefix_of(name)?, model)));
            let longest = matched.max_by_key(|(length, _)| *length);
            longest.map(|(_, model)| model)
        };
        let named = self.named(provider, name);
        named.or_else(by_pattern).or_else(by_prefix)
    }
}

impl ModelPrices {
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.id == name || self.aliases.iter().any(|alias| alias == name)
    }

    /// Returns the length of the longest of its prefixes that the name is a release of.
    fn prefix_of(&self, name: &str) -> Option<usize> {
        let is_excluded = self
            .exclude_substrings
            .iter()
            .any(|word| name.contains(word));
        let fitting = self
            .prefixes
            .iter()
            .filter(|prefix| !is_excluded && is_release(name, prefix));
        fitting.map(String::len).max()
    }
}

/// Whether a name is the prefix itself, or a preview, the latest, a date or a numbered release of it.
fn is_release(name: &str, prefix: &str) -> bool {
    let Some(rest) = name.strip_prefix(prefix) else {
        return false;
    };
    if rest.is_empty() || rest.starts_with("-preview") || rest == "-latest" {
        return true;
    }
    let is_separator = |c| matches!(c, '-' | '@');
    if let Some(release) = rest.strip_prefix(is_separator) {
        return is_number(release);
    }
    if prefix.ends_with(is_separator) {
        return is_number(rest);
    }
    // A prefix can end within the number (`claude-sonnet-4-2025`). Of numbers only dates and those with leading zeros
    // are releases: `claude-opus-4-10` is another model than `claude-opus-4-1`.
    let stem = prefix.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &name[stem.len()..];
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    stem.len() < prefix.len()
        && is_number(number)
        && (digits == 8 || (digits >= 3 && number.starts_with('0')))
}

/// Whether a text begins with a number that stands alone: `20250514`, `05-20`, `001`, not `8b`.
fn is_number(text: &str) -> bool {
    let after = text.trim_start_matches(|c: char| c.is_ascii_digit());
    after.len() < text.len() && !after.starts_with(|c: char| c.is_alphabetic() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(provider: &str, model: &str) -> Option<&'static str> {
        let model = PriceTable::builtin().find(provider, model)?;
        Some(&model.id)
    }

    #[test]
    fn names_find_their_model() {
        let cases = [
            ("openai", "gpt-4o", "gpt-4o"),
            ("openai", "gpt-4o-2024-08-06", "gpt-4o"),
            ("openai", "gpt-5.6", "gpt-5.6-sol"),
            ("openai", "gpt-5.6-sol-2026-07-01", "gpt-5.6-sol"),
            ("openai", "gpt-5-nano-2025-08-07", "gpt-5-nano"),
            ("openai", "ft:gpt-4-0613:org::id", "gpt-4"),
            (
                "anthropic",
                "claude-sonnet-4-5-20250929",
                "claude-sonnet-4-5",
            ),
            (
                "anthropic",
                "claude-sonnet-4-5@20250929",
                "claude-sonnet-4-5",
            ),
            ("anthropic", "claude-sonnet-4-20250514", "claude-sonnet-4-0"),
            ("anthropic", "claude-opus-5-5-20261101", "claude-opus-5-5"),
            ("anthropic", "claude-opus-5-20260801", "claude-opus-5"),
            (
                "anthropic",
                "claude-haiku-4-5-20251001-v1:0",
                "claude-haiku-4-5",
            ),
            ("google", "gemini-2.5-pro-preview-05-06", "gemini-2.5-pro"),
            ("google", "gemini-flash-latest", "gemini-3.8-flash"),
            ("google", "gemini-2.0-flash-001", "gemini-2.0-flash"),
            (
                "google",
                "gemini-3-flash-preview-09-2026",
                "gemini-3-flash-preview",
            ),
            ("google", "gemini-4-argon-0926", "gemini-4-argon"),
            ("echo", "echo", "echo"),
        ];
        for (provider, name, id) in cases {
            assert_eq!(found(provider, name), Some(id), "{name}");
        }
    }

    #[test]
    fn a_relative_is_not_the_model() {
        let cases = [
            ("openai", "gpt-6"),
            ("openai", "gpt-4o-audio-preview"),
            ("openai", "gpt-6-luna-2026"),
            ("anthropic", "claude-opus-4-10"),
            ("anthropic", "claude-opus-4-10-20270101"),
            ("anthropic", "claude-sonnet-4-5-thinking"),
            ("google", "gemini-3.6-flash-lite"),
            ("google", "gemini-1.5-flash-8b"),
            ("google", "gemini-2.5-pro-preview-tts"),
            ("openai", "claude-opus-5-5"),
            ("local", "gpt-4o"),
            ("openai", ""),
        ];
        for (provider, name) in cases {
            assert_eq!(found(provider, name), None, "{name}");
        }
    }

    #[test]
    fn what_stands_before_a_name_is_understood() {
        assert_eq!(
            found("google", "models/gemini-2.5-pro"),
            Some("gemini-2.5-pro")
        );
        assert_eq!(found("openai", "openai/gpt-4o"), Some("gpt-4o"));
        assert_eq!(
            found("openai", "anthropic/claude-opus-5-5"),
            Some("claude-opus-5-5")
        );
        assert_eq!(
            found("openai", "gemini/gemini-2.5-pro"),
            Some("gemini-2.5-pro")
        );
        assert_eq!(found("openai", "somebody/gpt-4o"), None);
    }

    #[test]
    fn the_longest_prefix_wins() {
        assert_eq!(
            found("google", "gemini-2.5-flash-lite-preview-06-17"),
            Some("gemini-2.5-flash-lite")
        );
    }
}
