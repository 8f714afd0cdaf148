//! Pieces of a text that comes in several, some of them torn in the midst of a surrogate pair.
//!
//! Servers that count in UTF-16 cut between the halves: `"\ud83d"` in one piece, `"\ude00"` in the next. No Rust `String` can
//! hold half a pair, so the first half waits for the second.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::text::from_wtf8;

/// A piece of a text. Halves that stand within it, where no other can join them, are U+FFFD.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextPiece<'a> {
    /// The second half of a pair, at its start.
    first: Option<u16>,
    text: Cow<'a, str>,
    /// The first half of a pair, at its end.
    last: Option<u16>,
}

impl TextPiece<'_> {
    /// Whether there is nothing in it, not even half a character.
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none() && self.text.is_empty() && self.last.is_none()
    }

    /// Returns the same without a copy.
    pub(crate) fn borrowed(&self) -> TextPiece<'_> {
        TextPiece {
            text: Cow::Borrowed(&self.text),
            ..*self
        }
    }
}

impl<'a> From<Cow<'a, str>> for TextPiece<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

impl<'a> From<&'a str> for TextPiece<'a> {
    fn from(text: &'a str) -> Self {
        Cow::Borrowed(text).into()
    }
}

impl From<String> for TextPiece<'_> {
    fn from(text: String) -> Self {
        Cow::<str>::Owned(text).into()
    }
}

/// Joins pieces in their order.
#[derive(Debug, Default)]
pub(crate) struct PieceJoiner {
    /// The first half of a pair that waits for the second.
    waiting: Option<u16>,
}

impl PieceJoiner {
    /// Returns the next piece as it reads behind those before it: without the half that waits at its end.
    pub(crate) fn join<'a>(&mut self, piece: TextPiece<'a>) -> Cow<'a, str> {
        if piece.is_empty() {
            return piece.text;
        }
        let halves = (self.waiting.take(), piece.first);
        self.waiting = piece.last;
        let start = match halves {
            (None, None) => return piece.text,
            (Some(high), Some(low)) => char::decode_utf16([high, low]).next(),
            (Some(_), None) | (None, Some(_)) => None,
        };
        let start = start.and_then(Result::ok);
        let start = start.unwrap_or(char::REPLACEMENT_CHARACTER);
        Cow::Owned(format!("{start}{}", piece.text))
    }

    /// Returns what stands for a half that waited in vain. No piece follows.
    pub(crate) fn end(&mut self) -> Option<char> {
        self.waiting.take().map(|_| char::REPLACEMENT_CHARACTER)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for TextPiece<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // serde_json refuses lone surrogates for strings, and hands them out as WTF-8 for bytes.
        deserializer.deserialize_bytes(PieceVisitor)
    }
}

struct PieceVisitor;

impl<'de> Visitor<'de> for PieceVisitor {
    type Value = TextPiece<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
        Ok(of_wtf8(bytes))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        let piece = of_wtf8(bytes);
        Ok(TextPiece {
            text: Cow::Owned(piece.text.into_owned()),
            ..piece
        })
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(text.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.to_owned().into())
    }
}

fn of_wtf8(bytes: &[u8]) -> TextPiece<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.into();
    }
    let is_low = |unit: &u16| (0xDC00..0xE000).contains(unit);
    let first = bytes.first_chunk().and_then(surrogate).filter(is_low);
    let rest = &bytes[if first.is_some() { 3 } else { 0 }..];
    let last = rest.last_chunk().and_then(surrogate);
    let last = last.filter(|unit| !is_low(unit));
    let text = &rest[..rest.len() - if last.is_some() { 3 } else { 0 }];
    TextPiece {
        first,
        text: from_wtf8(text),
        last,
    }
}

/// Reads a surrogate as WTF-8 has it.
fn surrogate(bytes: &[u8; 3]) -> Option<u16> {
    let [0xED, middle @ 0xA0..=0xBF, end @ 0x80..=0xBF] = *bytes else {
        return None;
    };
    Some(0xD000 | u16::from(middle & 0x3F) << 6 | u16::from(end & 0x3F))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Joins pieces that are written in JSON.
    fn joined(pieces: &[&str]) -> String {
        let mut joiner = PieceJoiner::default();
        let mut all = String::new();
        for json in pieces {
            all.push_str(&joiner.join(serde_json::from_str(json).expect("a string")));
        }
        all.extend(joiner.end());
        all
    }

    #[test]
    fn halves_of_a_pair_find_each_other() {
        let (high, low) = (r#""one \ud83d""#, r#""\ude00 two""#);
        assert_eq!(joined(&[high, low]), "one 😀 two");
        assert_eq!(joined(&[high, r#""""#, low]), "one 😀 two");
        assert_eq!(
            joined(&[r#""\ud83d""#, r#""\ude00\ud83d""#, r#""\ude01""#]),
            "😀😁"
        );
    }

    #[test]
    fn halves_that_find_none_are_replaced_each() {
        let (high, low) = (r#""a \ud83d""#, r#""\ude00 b""#);
        assert_eq!(joined(&[high]), "a \u{FFFD}");
        assert_eq!(joined(&[low]), "\u{FFFD} b");
        assert_eq!(joined(&[high, high]), "a \u{FFFD}a \u{FFFD}");
        assert_eq!(joined(&[low, high]), "\u{FFFD} ba \u{FFFD}");
        assert_eq!(joined(&[high, r#""\u00e9""#]), "a \u{FFFD}é");
        let inside = r#""\ude00 \ud83d x \ude00""#;
        assert_eq!(joined(&[inside]), "\u{FFFD} \u{FFFD} x \u{FFFD}");
    }

    #[test]
    fn the_ends_of_what_is_a_surrogate_are_right() {
        for (unit, expected) in [
            (0xD7FF_u32, None),
            (0xD800, Some(0xD800)),
            (0xDBFF, Some(0xDBFF)),
            (0xDC00, Some(0xDC00)),
            (0xDFFF, Some(0xDFFF)),
            (0xE000, None),
        ] {
            let bit = |shift: u32| u8::try_from(unit >> shift & 0x3F).expect("six bits");
            let lead = 0xE0 | u8::try_from(unit >> 12).expect("four bits");
            let bytes = [lead, 0x80 | bit(6), 0x80 | bit(0)];
            assert_eq!(surrogate(&bytes), expected, "{unit:x}");
        }
    }

    proptest! {
        /// However UTF-16 is cut into pieces, what is joined is what the whole decodes to.
        #[test]
        fn where_it_is_torn_changes_nothing(
            units in prop::collection::vec(
                prop_oneof![Just(0xD83D_u16), Just(0xDE00), Just(0x61), Just(0xE9), any::<u16>()], 0..12),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..5),
        ) {
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(units.len() + 1)).collect();
            cuts.extend([0, units.len()]);
            cuts.sort_unstable();
            let json = |units: &[u16]| -> String {
                let escaped: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
                format!("\"{escaped}\"")
            };
            let pieces: Vec<String> = cuts.windows(2).map(|cut| json(&units[cut[0]..cut[1]])).collect();
            let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
            prop_assert_eq!(joined(&pieces), String::from_utf16_lossy(&units));
        }
    }
}
