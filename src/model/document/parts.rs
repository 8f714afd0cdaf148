//! Documents taken apart, and put together again: what stands around a member with many values, and these values.
//!
//! Values keep their bytes. What stands between them is white space, and is written anew in the layout of the document: as
//! it was, where that had one layout throughout.

use super::Document;
use super::layout::Layout;
use super::malformed::Malformed;
use super::object::Object;
use super::scan::Member;
use super::scan::elements;
use super::splice::{Splice, spliced};

impl<'a> Object<'a> {
    /// Returns the name of a member as it is written, between its quotes.
    pub fn written_name(&self, member: &Member<'a>) -> &'a str {
        let name = &self.text()[member.key_start - self.start() + 1..];
        let mut is_escaped = false;
        let end = name.bytes().position(|byte| {
            let is_end = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            is_end
        });
        &name[..end.unwrap_or(name.len())]
    }

    /// Returns the change that takes all members out.
    pub fn emptied(&self) -> Splice {
        Splice {
            span: self.inside(),
            text: String::new(),
        }
    }

    /// Returns the change that gives this object, which has none, these members: names and values as they are written.
    pub fn filled<'m, V: AsRef<str>>(
        &self,
        members: impl IntoIterator<Item = (&'m str, V)>,
    ) -> Splice {
        let (lead, colon) = (self.layout.lead(), self.layout.colon());
        let mut text = String::new();
        for (name, value) in members {
            if !text.is_empty() {
                text.push(',');
            }
            for piece in [lead, "\"", name, "\"", colon, value.as_ref()] {
                text.push_str(piece);
            }
        }
        if !text.is_empty() {
            text.push_str(self.layout.closing());
        }
        Splice {
            span: self.inside(),
            text,
        }
    }

    /// Returns the change that has the array `member` hold these elements, as they are written.
    pub fn array_filled<'m>(
        &self,
        member: &Member<'a>,
        elements: impl IntoIterator<Item = &'m str>,
    ) -> Splice {
        let layout = self.layout.inner();
        let mut text = "[".to_owned();
        for element in elements {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(layout.lead());
            text.push_str(element);
        }
        if text.len() > 1 {
            text.push_str(self.layout.lead());
        }
        text.push(']');
        Splice {
            span: member.value_span(),
            text,
        }
    }
}

impl Layout {
    /// Returns what stands before the brace that closes an object of this layout.
    pub(super) fn closing(&self) -> &str {
        match self {
            Self::Indented(lead) => lead.strip_suffix("  ").unwrap_or("\n"),
            Self::Compact => "",
        }
    }
}

impl Document {
    /// Takes text that was a document before: rows that nobody but us writes need not be checked each time.
    pub(crate) fn trusted(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Takes the document apart: returns it with the array `key` empty, and the texts of what was in that. A document
    /// without the array is returned as it is.
    ///
    /// Offsets of errors count from the start of the document.
    pub fn without_elements(&self, key: &str) -> Result<(Self, Vec<&str>), Malformed> {
        let object = self.object();
        let Some(array) = object.get(key) else {
            return Ok((self.clone(), Vec::new()));
        };
        let spans = elements(array.value, array.value_start)?;
        if spans.is_empty() {
            return Ok((self.clone(), Vec::new()));
        }
        let start = array.value_start;
        let texts = spans
            .into_iter()
            .map(|span| &self.0[start + span.start..start + span.end])
            .collect();
        let empty = object.array_filled(array, []);
        Ok((Self(spliced(&self.0, &mut [empty]).concat()), texts))
    }

    /// Puts the document together again that [`Self::without_elements`] took apart.
    pub fn with_elements<'m>(
        &self,
        key: &str,
        elements: impl IntoIterator<Item = &'m str>,
    ) -> Self {
        let mut elements = elements.into_iter().peekable();
        let object = self.object();
        match object.get(key).filter(|_| elements.peek().is_some()) {
            Some(array) => {
                let filled = object.array_filled(array, elements);
                Self(spliced(&self.0, &mut [filled]).concat())
            }
            None => self.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(text: &str) -> String {
        let document = Document::parse(text).expect("an object");
        let (frame, elements) = document.without_elements("m").expect("an array");
        assert!(
            elements.is_empty() || frame.as_str().contains("[]"),
            "{frame:?}"
        );
        frame.with_elements("m", elements).as_str().to_owned()
    }

    #[test]
    fn what_was_taken_apart_is_put_together_as_it_was() {
        for text in [
            r#"{"m":[{"a":1.50},{"b":"\ud83d]"}],"n":1E5}"#,
            "{\n      \"n\": 1,\n      \"m\": [\n        {\n          \"x\": [ 1 ]\n        },\n        2\n      ]\n    }",
            r#"{"m":[]}"#,
            r#"{"n":0}"#,
            "{}",
        ] {
            assert_eq!(again(text), text);
        }
        assert_eq!(again(r#"{ "m" : [ 1 , 2 ] }"#), r#"{ "m" : [1,2] }"#);
        let other = Document::parse(r#"{"m":{}}"#).expect("an object");
        assert!(other.without_elements("m").is_err());
    }

    #[test]
    fn names_keep_their_spelling() {
        let text = "{\n  \"c\": {\n    \"\\u0000\\\"\\ud83d\": {\"x\": 1},\n    \"b\": {}\n  }\n}";
        let root = Object::parse(text).expect("an object");
        let inner = root
            .object_in(root.get("c").expect("c"))
            .expect("an object");
        let members: Vec<_> = inner
            .members()
            .iter()
            .map(|member| (inner.written_name(member), member.value))
            .collect();
        assert_eq!(members[0].0, "\\u0000\\\"\\ud83d");
        let frame = spliced(text, &mut [inner.emptied()]).concat();
        assert_eq!(frame, "{\n  \"c\": {}\n}");
        let root = Object::parse(&frame).expect("an object");
        let inner = root
            .object_in(root.get("c").expect("c"))
            .expect("an object");
        assert_eq!(spliced(&frame, &mut [inner.filled(members)]).concat(), text);
    }
}
