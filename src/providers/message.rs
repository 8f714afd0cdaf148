//! Makes texts that servers sent fit to be shown.

use serde::{Deserialize, Deserializer};

use crate::model::{LossyText, SecretText};

/// The most characters that are shown of a server's message.
const SHOWN_CHARACTERS: usize = 300;
/// The most characters that are kept of a word, such as a model's name.
const WORD_CHARACTERS: usize = 128;

/// Makes one short line of a server's message, the key in it replaced.
///
/// Servers echo keys, and whatever is shown on a terminal must hold no control characters; marks that turn the direction
/// of writing count as such.
pub(super) fn public(text: &str, key: Option<&SecretText>) -> String {
    let without_key = match key {
        Some(key) if !key.is_empty() => text.replace(key.expose(), "[key]"),
        _ => text.to_owned(),
    };
    let visible = without_key.replace(is_unprintable, " ");
    let words: Vec<&str> = visible.split_whitespace().collect();
    cut(&words.join(" "), SHOWN_CHARACTERS)
}

/// Keeps a word that a server sent: what a model, a tier or a reason is called. `None` if nothing is left of it.
pub(super) fn word(text: &str) -> Option<String> {
    let word = cut(text.replace(is_unprintable, " ").trim(), WORD_CHARACTERS);
    (!word.is_empty()).then_some(word)
}

/// A [`word`] in JSON; empty if nothing is left of it.
pub(super) struct Word(pub(super) String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = LossyText::deserialize(deserializer)?;
        Ok(Self(word(&text.0).unwrap_or_default()))
    }
}

fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_replaced_wherever_it_stands() {
        let key = SecretText::new("sk-live-1");
        assert_eq!(
            public("bad key sk-live-1 (sk-live-1)", Some(&key)),
            "bad key [key] ([key])"
        );
    }

    #[test]
    fn a_message_becomes_one_short_line_without_control_characters() {
        assert_eq!(
            public("one\r\n\u{1b}[31mtwo\u{202E}\tthree\u{9b}", None),
            "one [31mtwo three"
        );
        let long = public(&"ä".repeat(10_000), None);
        assert_eq!(long.chars().count(), SHOWN_CHARACTERS + 1);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn an_empty_key_replaces_nothing() {
        assert_eq!(public("fine", Some(&SecretText::new(""))), "fine");
    }

    #[test]
    fn an_empty_word_is_none() {
        assert_eq!(word(" \n"), None);
        assert_eq!(word("gpt-6\n").as_deref(), Some("gpt-6"));
    }
}
