//! Strings from JSON that may hold half of a surrogate pair.
//!
//! The web app writes such strings when it is sent them (`"\ud83d"` alone). No Rust `String` can hold one, so for
//! reading each is replaced by U+FFFD; documents keep them, because documents are never rebuilt from what was read.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// A string of which every lone surrogate was replaced by U+FFFD.
pub(crate) struct LossyText<'a>(pub(crate) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for LossyText<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // serde_json refuses lone surrogates for strings, and hands them out as WTF-8 for bytes.
        deserializer.deserialize_bytes(LossyVisitor)
    }
}

struct LossyVisitor;

impl<'de> Visitor<'de> for LossyVisitor {
    type Value = LossyText<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
        Ok(LossyText(from_wtf8(bytes)))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        Ok(LossyText(Cow::Owned(from_wtf8(bytes).into_owned())))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(LossyText(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(LossyText(Cow::Owned(text.to_owned())))
    }
}

/// Decodes WTF-8; a surrogate takes three bytes there (ED A0..BF xx) and becomes one U+FFFD.
pub(crate) fn from_wtf8(bytes: &[u8]) -> Cow<'_, str> {
    let mut rest = match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(_) => bytes,
    };
    let mut text = String::with_capacity(bytes.len());
    while !rest.is_empty() {
        match std::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                break;
            }
            Err(error) => {
                let (valid, broken) = rest.split_at(error.valid_up_to());
                text.push_str(&String::from_utf8_lossy(valid));
                text.push(char::REPLACEMENT_CHARACTER);
                let is_surrogate = broken.len() >= 3 && broken[0] == 0xED && broken[1] >= 0xA0;
                rest = &broken[if is_surrogate { 3 } else { 1 }..];
            }
        }
    }
    Cow::Owned(text)
}

/// Reads a string, for `#[serde(deserialize_with)]`; `null` is an empty one.
pub(crate) fn lossy<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(lossy_option(deserializer)?.unwrap_or_default())
}

/// Reads a string or `null`, for `#[serde(deserialize_with)]`.
pub(crate) fn lossy_option<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(Option::<LossyText<'de>>::deserialize(deserializer)?.map(|text| text.0.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> String {
        serde_json::from_str::<LossyText<'_>>(json)
            .expect("valid JSON")
            .0
            .into_owned()
    }

    #[test]
    fn a_lone_surrogate_becomes_one_replacement_character() {
        assert_eq!(read(r#""half: \ud83d end""#), "half: \u{FFFD} end");
        assert_eq!(read(r#""\udc00\ud83d""#), "\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn whole_text_stays_as_it_is() {
        assert_eq!(
            read(r#""Voil\u00e0 \ud83c\udf89 日本 \u0000""#),
            "Voilà 🎉 日本 \0"
        );
    }
}
