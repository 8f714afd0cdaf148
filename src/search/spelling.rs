//! How a piece of a word can be spelled, in a text and in JSON, as a pattern that finds all of these spellings.
//!
//! Looking for a few bytes is many times faster than taking a file apart, and most files do not have the word. What is
//! found may still be something else; but no text that has the word may be passed over.

use std::fmt::Write;

use super::hidden::{has_escaped_ascii, has_odd};

/// A piece of a word, without case unless that matters, and the pattern that finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// As it stands in a text.
    pub(super) in_text: String,
    /// As it stands in JSON, but for what [`hiding`](Self::hiding) says.
    pub(super) in_json: String,
    /// What may stand for it otherwise.
    pub(super) hiding: Hiding,
}

/// What may stand for a piece without being found by its pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hiding {
    /// Nothing: the pattern has all spellings.
    Nothing,
    /// In JSON, letters that are written as escapes.
    Escapes,
    /// They, and in a text too one of [`ODD`].
    EscapesAndOdd,
}

impl Hiding {
    /// Whether something in this JSON may stand for the piece.
    pub(super) fn is_in(self, json: &[u8]) -> bool {
        match self {
            Self::Nothing => false,
            Self::Escapes => has_escaped_ascii(json),
            Self::EscapesAndOdd => has_escaped_ascii(json) || has_odd(json),
        }
    }
}

/// Characters that are no ASCII and turn into ASCII when lower-cased: the sign of the kelvin, and the dotted capital I.
pub(super) const ODD: [char; 2] = ['\u{212A}', '\u{130}'];

/// A piece of so many letters is rare enough to be looked for in place of a longer one.
const LONG_ENOUGH: usize = 4;

impl Piece {
    /// Chooses the piece of a word that is looked for. `None` if there is none whose spellings are all known.
    pub(super) fn of(word: &str, is_case_sensitive: bool) -> Option<Self> {
        let is_odd = |c: char| !is_case_sensitive && matches!(c, 'k' | 'i');
        longest_run(word, |c| c.is_ascii() && !is_odd(c))
            .filter(|run| run.len() >= LONG_ENOUGH)
            .or_else(|| longest_run(word, |c| c.is_ascii()).filter(|run| run.len() > 1))
            .map(|run| {
                let hiding = match run.contains(is_odd) {
                    true => Hiding::EscapesAndOdd,
                    false => Hiding::Escapes,
                };
                Self::ascii(run, is_case_sensitive, hiding)
            })
            .or_else(|| {
                let run = longest_run(word, |c| spellings(c, is_case_sensitive).is_some())?;
                Some(Self::any(run, is_case_sensitive))
            })
    }

    fn ascii(run: &str, is_case_sensitive: bool, hiding: Hiding) -> Self {
        let flags = if is_case_sensitive { "-u" } else { "i-u" };
        let pattern = format!("(?{flags}:{run})");
        Self {
            in_json: pattern.clone(),
            in_text: pattern,
            hiding,
        }
    }

    fn any(run: &str, is_case_sensitive: bool) -> Self {
        let (mut in_text, mut in_json) = (String::new(), String::new());
        for c in run.chars() {
            let spellings = spellings(c, is_case_sensitive).unwrap_or_default();
            let plain: Vec<_> = spellings.iter().map(|c| bytes(*c)).collect();
            let escaped = spellings.iter().map(|c| escape(*c));
            let all: Vec<_> = plain.iter().cloned().chain(escaped).collect();
            let _ = write!(in_text, "(?-u:{})", plain.join("|"));
            let _ = write!(in_json, "(?-u:{})", all.join("|"));
        }
        Self {
            in_text,
            in_json,
            hiding: Hiding::Nothing,
        }
    }
}

/// Returns the longest run of characters that fit, the first of several; `None` if none fits.
fn longest_run(word: &str, fits: impl Fn(char) -> bool) -> Option<&str> {
    let runs = word.split(|c| !fits(c)).filter(|run| !run.is_empty());
    runs.rev().max_by_key(|run| run.len())
}

/// Returns the characters that turn into `c` when lower-cased, itself first. `None` if there are others than its capital.
fn spellings(c: char, is_case_sensitive: bool) -> Option<Vec<char>> {
    /// Letters with a second capital: the ångström, the ohm, a theta symbol, digraphs with only the first letter large,
    /// and those of [`ODD`]. A test goes through all characters.
    const SEVERAL_CAPITALS: [char; 9] = ['i', 'k', 'å', 'ω', 'θ', 'ǆ', 'ǉ', 'ǌ', 'ǳ'];
    if is_case_sensitive {
        return Some(vec![c]);
    }
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        _ if SEVERAL_CAPITALS.contains(&c) || c == '\u{307}' => None,
        (Some(capital), None) if capital == c => Some(vec![c]),
        (Some(capital), None) => Some(vec![c, capital]),
        _ => None,
    }
}

fn bytes(c: char) -> String {
    let mut buffer = [0; 4];
    let bytes = c.encode_utf8(&mut buffer).bytes();
    bytes.map(|byte| format!(r"\x{byte:02X}")).collect()
}

/// Writes the pattern of the escape for `c`, whose hexadecimal digits may be small or capital.
fn escape(c: char) -> String {
    let mut buffer = [0; 2];
    let units = c.encode_utf16(&mut buffer).iter();
    units.map(|unit| format!(r"\\u(?i:{unit:04x})")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::lower_cased;

    #[test]
    fn no_spelling_of_a_letter_is_missing() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let lower: Vec<char> = c.to_lowercase().collect();
            let [lower] = lower[..] else {
                assert_eq!(c, ODD[1], "{c:?} turns into several");
                continue;
            };
            if let Some(spellings) = spellings(lower, false) {
                assert!(spellings.contains(&c), "{c:?} turns into {lower:?}");
            }
            assert!(
                c.is_ascii() || !lower.is_ascii() || ODD.contains(&c),
                "{c:?} is odd too"
            );
        }
    }

    fn finds(word: &str, json: &str) -> bool {
        let word: String = lower_cased(word).collect();
        let piece = Piece::of(&word, false).expect("a piece");
        let pattern = regex::bytes::Regex::new(&piece.in_json).expect("a pattern");
        pattern.is_match(json.as_bytes()) || piece.hiding.is_in(json.as_bytes())
    }

    #[test]
    fn every_way_to_write_a_word_in_json_is_found() {
        for (word, json) in [
            ("Kafka", r#""KAFKA""#),
            ("kafka", "\"\u{212A}afka\""),
            ("kafka", r#""\u212Aafka""#),
            ("kafka", r#""\u006bafka""#),
            ("istanbul", r#""\u0130stanbul""#),
            ("naïve", r#""na\u00efve""#),
            ("café", "\"CAFÉ\""),
            ("éà", r#""\u00C9\u00e0""#),
            ("東京", "\"東京都\""),
            ("東京", r#""\u6771\u4EAC""#),
            ("𝔘𝔫", r#""\ud835\uDD18\ud835\udd2b""#),
        ] {
            assert!(finds(word, json), "{word} in {json}");
        }
        assert!(!finds("kafka", r#""caf\u00e9, fka""#));
        assert!(!finds("東京", r#""\u6771x\u4EAC""#));
    }

    #[test]
    fn a_word_without_a_sure_piece_has_none() {
        assert_eq!(Piece::of("å", false), None);
        assert_eq!(Piece::of("i", false), None);
        assert!(Piece::of("i", true).is_some());
        assert!(Piece::of("åbc", false).is_some());
    }
}
