//! Words of a text.

use std::ops::Range;

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

/// Whether a character belongs to a word: a letter, a digit, or a mark that is combined with one.
pub(super) fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    // Marks of vowels are letters to `is_alphanumeric`; accents and viramas are not, and have a combining class.
    c.is_alphanumeric() || CanonicalCombiningClassMapBorrowed::new().get_u8(c) != 0
}

/// Returns the first word that begins at `from` or behind it; `from` must not be inside a word.
pub(super) fn next_word(text: &str, from: usize) -> Option<Range<usize>> {
    let start = from + text[from..].find(is_word_char)?;
    Some(start..end_of_word(text, start))
}

/// Returns the last word that ends at `to` or before it; `to` must not be inside a word.
pub(super) fn previous_word(text: &str, to: usize) -> Option<Range<usize>> {
    let (at, last) = text[..to]
        .char_indices()
        .rev()
        .find(|(_, c)| is_word_char(*c))?;
    Some(start_of_word(text, at)..at + last.len_utf8())
}

/// Returns the word that the character at `at` belongs to, which must be one of a word.
pub(super) fn word_around(text: &str, at: usize) -> Range<usize> {
    start_of_word(text, at)..end_of_word(text, at)
}

fn start_of_word(text: &str, at: usize) -> usize {
    let before = text[..at].char_indices().rev();
    before
        .take_while(|(_, c)| is_word_char(*c))
        .last()
        .map_or(at, |(start, _)| start)
}

fn end_of_word(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest.find(|c| !is_word_char(c)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let mut from = 0;
        let mut words = Vec::new();
        while let Some(word) = next_word(text, from) {
            from = word.end;
            words.push(&text[word]);
        }
        words
    }

    #[test]
    fn words_are_runs_of_letters_digits_and_marks() {
        for (text, expected) in [
            ("", vec![]),
            ("… -- !", vec![]),
            ("e-mail a@b.com", vec!["e", "mail", "a", "b", "com"]),
            ("🙂ok x²", vec!["ok", "x²"]),
            ("東京都の café", vec!["東京都の", "café"]),
            ("cafe\u{301} नमस्ते", vec!["cafe\u{301}", "नमस्ते"]),
        ] {
            assert_eq!(words(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_word_is_found_from_both_sides_and_from_within() {
        let text = "one,  zwölf — three";
        let twelve = 6..12;
        assert_eq!(&text[twelve.clone()], "zwölf");
        assert_eq!(next_word(text, 3), Some(twelve.clone()));
        assert_eq!(previous_word(text, text.len() - 5), Some(twelve.clone()));
        assert_eq!(word_around(text, 8), twelve);
        assert_eq!(previous_word("… ", 4), None);
    }
}
