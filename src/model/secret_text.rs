//! Text that must not be seen: plain API keys, passwords, password hashes, the Flask secret.

use std::fmt;

use zeroize::Zeroizing;

/// Text that is left out of `Debug` and is overwritten in memory when dropped.
///
/// There is no `Display`: whoever wants the text says so with [`SecretText::expose`].
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Wraps `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns the text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what may be shown of a key: its first and last four characters, and nothing of a short one.
    pub fn masked(&self) -> String {
        const SHOWN: usize = 4;
        let length = self.0.chars().count();
        if length < 4 * SHOWN {
            return "********".to_owned();
        }
        let head: String = self.0.chars().take(SHOWN).collect();
        let tail: String = self.0.chars().skip(length - SHOWN).collect();
        format!("{head}…{tail}")
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_text() {
        assert_eq!(
            format!("{:?}", SecretText::new("sk-live-1234")),
            "SecretText(…)"
        );
    }

    #[test]
    fn a_short_key_is_masked_whole() {
        assert_eq!(SecretText::new("sk-12345").masked(), "********");
        assert_eq!(SecretText::new("sk-fixture-ada-0001").masked(), "sk-f…0001");
    }
}
