//! Regular expressions for names of models.

use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};

/// A regular expression that is compiled when a name gets as far as to need it.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    text: String,
    /// What every name that fits begins with.
    literal: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Whether a name fits.
    pub(super) fn fits(&self, name: &str) -> bool {
        // Most names are ruled out by this alone, and compiling costs more than all the rest.
        name.starts_with(&self.literal)
            && self
                .regex()
                .is_some_and(|regex| regex.is_match(name.as_bytes()))
    }

    fn regex(&self) -> Option<&Regex> {
        let compiled = self.compiled.get_or_init(|| compile(&self.text).ok());
        compiled.as_ref()
    }

    /// Returns the expression.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Compiles it now, to find out whether it can be.
    pub(super) fn check(&self) -> Result<(), regex::Error> {
        compile(&self.text).map(drop)
    }
}

/// Compiles an expression over bytes: names of models are ASCII, and tables of Unicode's classes, which are not in the
/// program, would be needed for as little as `\d` otherwise.
fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).unicode(false).build()
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Self {
            literal: literal_start(&text),
            text,
            compiled: OnceLock::new(),
        })
    }
}

/// Returns what every text that fits an expression begins with, as far as that is easily told.
fn literal_start(pattern: &str) -> String {
    let mut literal = String::new();
    let Some(rest) = pattern.strip_prefix('^').filter(|_| !pattern.contains('|')) else {
        return literal;
    };
    let mut characters = rest.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some(escaped) if escaped.is_ascii_punctuation() => literal.push(escaped),
                _ => break,
            },
            '?' | '*' | '{' => {
                literal.pop();
                break;
            }
            '-' | '@' | '/' | ':' | '_' => literal.push(character),
            _ if character.is_ascii_alphanumeric() => literal.push(character),
            _ => break,
        }
    }
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_literal_start_of_a_pattern_rules_out_nothing_that_fits() {
        assert_eq!(literal_start(r"^gpt-5\.6-sol-\d{4}$"), "gpt-5.6-sol-");
        assert_eq!(literal_start(r"^ab?c"), "a");
        assert_eq!(literal_start(r"^claude-opus-5[-@]\d{8}$"), "claude-opus-5");
        assert_eq!(literal_start(r"^a+b"), "a");
        assert_eq!(literal_start(r"^\d"), "");
        assert_eq!(literal_start(r"^a|b"), "");
        assert_eq!(literal_start("sol"), "");
    }
}
