//! Text that may hold half of a surrogate pair, as JSON can and no `String`: what is carried from one document to another.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::model::from_wtf8;

/// A text in WTF-8: UTF-8 in which a lone surrogate takes three bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WideText(Vec<u8>);

impl WideText {
    /// Whether there is nothing to be seen in it.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(u8::is_ascii_whitespace)
    }

    /// Returns it with each lone surrogate replaced.
    pub fn lossy(&self) -> Cow<'_, str> {
        from_wtf8(&self.0)
    }

    /// Puts a text behind.
    pub(super) fn push_str(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Puts another text behind.
    pub(super) fn push(&mut self, text: &Self) {
        self.0.extend_from_slice(&text.0);
    }

    /// Puts a text behind, as a paragraph of its own.
    pub(super) fn push_paragraph(&mut self, text: &Self) {
        if !self.0.is_empty() && !text.0.is_empty() {
            let is_line_ended = self.0.ends_with(b"\n");
            self.push_str(if is_line_ended { "\n" } else { "\n\n" });
        }
        self.0.extend_from_slice(&text.0);
    }

    /// Says that a file went along, which is not here: as a chat of ours stores it.
    pub(super) fn push_attachment(&mut self, name: &Self) {
        self.push_str("\n\n[attached: ");
        self.0.extend_from_slice(&name.0);
        self.push_str("]");
        if self.0.starts_with(b"\n\n[") {
            self.0.drain(..2);
        }
    }

    /// Takes out what stands between these two marks, wherever they are, them included. Returns how often.
    pub(super) fn cut_out(&mut self, begin: &str, end: &str) -> usize {
        let mut count = 0;
        while let Some(start) = memchr::memmem::find(&self.0, begin.as_bytes())
            && let Some(length) = memchr::memmem::find(&self.0[start..], end.as_bytes())
        {
            let mut stop = start + length + end.len();
            while self.0.get(stop) == Some(&b'\n') {
                stop += 1;
            }
            self.0.drain(start..stop);
            count += 1;
        }
        count
    }

    /// Writes it as JSON, each lone surrogate by its escape.
    fn to_json(&self) -> String {
        let (mut json, mut rest) = ("\"".to_owned(), &self.0[..]);
        loop {
            let valid = match std::str::from_utf8(rest) {
                Ok(text) => text,
                Err(error) => std::str::from_utf8(&rest[..error.valid_up_to()])
                    .expect("it was found to be valid so far"),
            };
            let quoted = serde_json::to_string(valid).expect("text becomes a JSON string");
            json.push_str(&quoted[1..quoted.len() - 1]);
            rest = &rest[valid.len()..];
            let [_, second, third, behind @ ..] = rest else {
                json.push('"');
                return json;
            };
            let unit = 0xD000 | u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F);
            json.push_str(&format!("\\u{unit:04x}"));
            rest = behind;
        }
    }
}

impl From<&str> for WideText {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl Serialize for WideText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => RawValue::from_string(self.to_json())
                .map_err(S::Error::custom)?
                .serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for WideText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // serde_json refuses lone surrogates for strings, and hands them out as WTF-8 for bytes.
        deserializer.deserialize_bytes(WideTextVisitor)
    }
}

struct WideTextVisitor;

impl Visitor<'_> for WideTextVisitor {
    type Value = WideText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<WideText, E> {
        Ok(WideText(bytes.to_vec()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<WideText, E> {
        Ok(text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> WideText {
        serde_json::from_str(json).expect("a string")
    }

    #[test]
    fn half_a_pair_is_carried_and_joins_its_other_half() {
        let mut text = read(r#""a \ud83d""#);
        assert_eq!(serde_json::to_string(&text).expect("JSON"), r#""a \ud83d""#);
        assert_eq!(text.lossy(), "a \u{FFFD}");
        text.0.extend(read(r#""\ude00 \"é""#).0);
        let json = serde_json::to_string(&text).expect("JSON");
        assert_eq!(json, r#""a \ud83d\ude00 \"é""#);
        assert_eq!(read(&json).lossy(), "a 😀 \"é");
    }

    #[test]
    fn whole_text_stays_as_it_is() {
        let text = read(r#""Voil\u00e0 \ud83c\udf89 \u0000""#);
        assert_eq!(text.lossy(), "Voilà 🎉 \0");
        assert_eq!(
            serde_json::to_string(&text).expect("JSON"),
            "\"Voilà 🎉 \\u0000\""
        );
    }

    #[test]
    fn what_is_between_marks_is_cut_out() {
        let mut text = WideText::from("<d>x</d>\n\nA<d>y</d>B<d>open");
        assert_eq!(text.cut_out("<d>", "</d>"), 2);
        assert_eq!(text.lossy(), "AB<d>open");
    }
}
