//! A JSON object in a text: where its members stand, and what would change them.

use std::ops::Range;

use serde::Serialize;

use super::Document;
use super::layout::{Layout, ascii_json};
use super::malformed::Malformed;
use super::scan::{Found, Member, scan};
use super::splice::Splice;

impl Member<'_> {
    /// Returns where the value stands in the root text.
    pub fn value_span(&self) -> Range<usize> {
        self.value_start..self.value_start + self.value.len()
    }

    /// Returns the change that puts `document` in place of the value, byte for byte.
    pub fn replaced_by(&self, document: &Document) -> Splice {
        Splice {
            span: self.value_span(),
            text: document.as_str().to_owned(),
        }
    }
}

/// A JSON object in a text, with its members in order.
#[derive(Debug, Clone)]
pub struct Object<'a> {
    /// Where it stands in the root text, to which all splices refer, and what is in it.
    found: Found<'a>,
    pub(super) layout: Layout,
}

impl<'a> Object<'a> {
    /// Finds the members of the object that `text` is.
    ///
    /// The values are checked to be JSON, and are not parsed further. A name that stands twice is refused: of two
    /// values the web app would take the last, and a change could go to the other.
    pub fn parse(text: &'a str) -> Result<Self, Malformed> {
        Self::parse_along(text, &[])
    }

    /// Finds in the same pass the members of the objects to which these names lead, one within the other, so that
    /// [`Object::object_in`] need not look for them again. What is missing on the way, or no object, is no error yet.
    pub fn parse_along(text: &'a str, path: &[&str]) -> Result<Self, Malformed> {
        let found = scan(text, 0, path)?;
        Ok(Self::of(&found, &Layout::Indented("\n".to_owned())))
    }

    pub(super) fn parse_within(
        text: &'a str,
        base: usize,
        outer: &Layout,
    ) -> Result<Self, Malformed> {
        Ok(Self::of(&scan(text, base, &[])?, outer))
    }

    fn of(found: &Found<'a>, outer: &Layout) -> Self {
        let layout = match found.members.first() {
            None => outer.inner(),
            Some(first) => {
                let lead = &found.text[1..first.key_start - found.start];
                if lead.contains('\n') {
                    Layout::Indented(lead.to_owned())
                } else {
                    Layout::Compact
                }
            }
        };
        Self {
            found: found.clone(),
            layout,
        }
    }

    /// Returns the members, in the order of the text.
    pub fn members(&self) -> &[Member<'a>] {
        &self.found.members
    }

    /// Returns the member called `key`.
    pub fn get(&self, key: &str) -> Option<&Member<'a>> {
        self.members().iter().find(|member| member.key == key)
    }

    /// Takes the value of `member` as an object. Its splices, too, refer to the root text.
    pub fn object_in(&self, member: &Member<'a>) -> Result<Object<'a>, Malformed> {
        match &self.found.next {
            Some(next) if next.start == member.value_start => Ok(Object::of(next, &self.layout)),
            _ => Object::parse_within(member.value, member.value_start, &self.layout),
        }
    }

    /// Returns the change that gives `key` this value: in place if it is there, behind the last member if not.
    pub fn set(&self, key: &str, value: &impl Serialize) -> Splice {
        self.set_text(key, self.text_of(value))
    }

    /// Returns the same change, with the value byte for byte as it is.
    pub fn set_as_it_is(&self, key: &str, value: &Document) -> Splice {
        self.set_text(key, value.as_str().to_owned())
    }

    /// Returns the changes that give these names values, byte for byte as they are: in place where they are there, behind
    /// the last member where not.
    pub fn set_all_as_they_are(&self, members: &[(&str, &str)]) -> Vec<Splice> {
        let mut splices = Vec::with_capacity(members.len());
        let mut behind = Vec::new();
        for (key, value) in members {
            match self.get(key) {
                Some(member) => splices.push(Splice {
                    span: member.value_span(),
                    text: (*value).to_owned(),
                }),
                None => behind.push((*key, *value)),
            }
        }
        splices.extend(self.append(&behind));
        splices
    }

    /// Returns the change that puts these members behind the last one; none of their names may be there. `None` if there are
    /// none.
    pub fn add_all(&self, members: &[(&str, &impl Serialize)]) -> Option<Splice> {
        let texts: Vec<String> = members
            .iter()
            .map(|(_, value)| self.text_of(value))
            .collect();
        let members: Vec<(&str, &str)> = members
            .iter()
            .zip(&texts)
            .map(|((key, _), text)| (*key, text.as_str()))
            .collect();
        self.append(&members)
    }

    fn set_text(&self, key: &str, value: String) -> Splice {
        match self.get(key) {
            Some(member) => Splice {
                span: member.value_span(),
                text: value,
            },
            None => self.append(&[(key, &value)]).expect("there is one"),
        }
    }

    /// Returns the change that puts members behind the last one; `None` if there are none.
    fn append(&self, members: &[(&str, &str)]) -> Option<Splice> {
        if members.is_empty() {
            return None;
        }
        let (lead, colon) = (self.layout.lead(), self.layout.colon());
        let named = members.iter().map(|(key, value)| {
            let name = ascii_json(key, &Layout::Compact);
            format!("{lead}{name}{colon}{value}")
        });
        let text = named.collect::<Vec<_>>().join(",");
        Some(match self.members().last() {
            Some(last) => {
                let end = last.value_span().end;
                Splice {
                    span: end..end,
                    text: format!(",{text}"),
                }
            }
            None => Splice {
                span: self.inside(),
                text: text + self.layout.closing(),
            },
        })
    }

    /// Returns the change that has another text in place of the object's own.
    pub fn replaced_by(&self, text: &str) -> Splice {
        Splice {
            span: self.start()..self.start() + self.text().len(),
            text: text.trim_matches([' ', '\n', '\r', '\t']).to_owned(),
        }
    }

    /// Returns the change that takes `key` out, or `None` if it is not there.
    pub fn remove(&self, key: &str) -> Option<Splice> {
        self.remove_all(&[key]).pop()
    }

    /// Returns the changes that take these members out, as far as they are there.
    pub fn remove_all(&self, keys: &[&str]) -> Vec<Splice> {
        let is_removed = |member: &Member<'_>| keys.contains(&member.key.as_ref());
        let members = self.members();
        let Some(first_kept) = members.iter().position(|member| !is_removed(member)) else {
            let all = Splice {
                span: self.inside(),
                text: String::new(),
            };
            return if self.members().is_empty() {
                Vec::new()
            } else {
                vec![all]
            };
        };
        let mut spans = Vec::new();
        if first_kept > 0 {
            spans.push(self.members()[0].key_start..self.members()[first_kept].key_start);
        }
        // Each of the others goes with the comma before it.
        let with_predecessor = self.members().windows(2).skip(first_kept);
        spans.extend(
            with_predecessor
                .filter(|pair| is_removed(&pair[1]))
                .map(|pair| pair[0].value_span().end..pair[1].value_span().end),
        );
        spans
            .into_iter()
            .map(|span| Splice {
                span,
                text: String::new(),
            })
            .collect()
    }

    fn text_of(&self, value: &impl Serialize) -> String {
        ascii_json(value, &self.layout)
    }

    /// Returns the object's own text, from brace to brace.
    pub fn text(&self) -> &'a str {
        self.found.text
    }

    /// Returns where that stands in the root text.
    pub(super) fn start(&self) -> usize {
        self.found.start
    }

    /// Returns the span between the braces.
    pub(super) fn inside(&self) -> Range<usize> {
        let Found { text, start, .. } = self.found;
        start + 1..start + text.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::{read, spliced};

    fn after(text: &str, change: impl FnOnce(&Object<'_>) -> Splice) -> String {
        let object = Object::parse(text).expect("an object");
        spliced(text, &mut [change(&object)]).concat()
    }

    #[test]
    fn a_value_is_replaced_in_place_and_the_rest_keeps_its_bytes() {
        let text = "{\n  \"a\" : 1.50,\n  \"b\": \"\\ud83d\",\n\t\"c\": 1E5\n}\n";
        let changed = after(text, |object| object.set("b", &"é"));
        assert_eq!(
            changed,
            "{\n  \"a\" : 1.50,\n  \"b\": \"\\u00e9\",\n\t\"c\": 1E5\n}\n"
        );
    }

    #[test]
    fn a_new_member_follows_the_layout() {
        let value = serde_json::json!({"x": [1]});
        assert_eq!(
            after("{\n  \"a\": 1\n}", |object| object.set("b", &value)),
            "{\n  \"a\": 1,\n  \"b\": {\n    \"x\": [\n      1\n    ]\n  }\n}"
        );
        assert_eq!(
            after(r#"{"a":1}"#, |object| object.set("b", &value)),
            r#"{"a":1,"b":{"x":[1]}}"#
        );
        assert_eq!(
            after("{}", |object| object.set("b", &2)),
            "{\n  \"b\": 2\n}"
        );
        assert_eq!(
            after(" { } ", |object| object.set("b", &2)),
            " {\n  \"b\": 2\n} "
        );
    }

    #[test]
    fn several_new_members_are_as_if_each_was_set() {
        let (b, c) = (serde_json::json!({"x": [1]}), serde_json::json!({}));
        for text in ["{}", "{\n    \"a\": 1\n}", r#"{"a":1}"#] {
            let one = after(text, |object| object.set("b", &b));
            let one_by_one = after(&one, |object| object.set("c", &c));
            let at_once = after(text, |object| {
                object
                    .add_all(&[("b", &b), ("c", &c)])
                    .expect("there are two")
            });
            assert_eq!(at_once, one_by_one);
        }
        let none: &[(&str, &u64)] = &[];
        assert_eq!(Object::parse("{}").expect("an object").add_all(none), None);
    }

    #[test]
    fn an_inner_object_is_changed_through_the_root() {
        let text = "{\n  \"keys\": {},\n  \"n\": 0\n}";
        let root = Object::parse(text).expect("an object");
        let keys = root
            .object_in(root.get("keys").expect("keys"))
            .expect("an object");
        let changed = spliced(text, &mut [keys.set("openai", &"x")]).concat();
        assert_eq!(
            changed,
            "{\n  \"keys\": {\n    \"openai\": \"x\"\n  },\n  \"n\": 0\n}"
        );
    }

    #[test]
    fn members_are_taken_out_anywhere() {
        let text = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}";
        let without = |key: &str| after(text, |object| object.remove(key).expect("it is there"));
        assert_eq!(without("a"), "{\n  \"b\": 2,\n  \"c\": 3\n}");
        assert_eq!(without("b"), "{\n  \"a\": 1,\n  \"c\": 3\n}");
        assert_eq!(without("c"), "{\n  \"a\": 1,\n  \"b\": 2\n}");
        assert_eq!(
            after("{ \"a\": 1 }", |object| object
                .remove("a")
                .expect("it is there")),
            "{}"
        );
        assert!(
            Object::parse(text)
                .expect("an object")
                .remove("d")
                .is_none()
        );
    }

    #[test]
    fn a_doubled_name_is_refused_with_its_place() {
        let error = Object::parse(r#"{"a":1,"a":2}"#).expect_err("doubled");
        assert_eq!(error.offset, 7);
    }

    #[test]
    fn a_lone_surrogate_in_a_name_is_read() {
        let object = Object::parse(r#"{"\ud83d":1}"#).expect("an object");
        assert_eq!(object.members()[0].key, "\u{FFFD}");
    }

    #[test]
    fn errors_give_the_offset_and_nothing_of_the_content() {
        let error = Object::parse("{\n \"a\": tru }").expect_err("malformed");
        assert_eq!(error.offset, 11, "{error}");
        let error = read::<u64>("\"sk-secret\"", 100).expect_err("wrong type");
        assert_eq!(error.reason, "wrong type, expected u64");
        let error = Object::parse("[1]").expect_err("an array");
        assert_eq!(error.reason, "wrong type, expected an object");
    }

    #[test]
    fn writing_is_ascii_like_the_web_apps() {
        let document =
            Document::new(&serde_json::json!({"t": "日本 🎉 \u{7f}\u{2028}"})).expect("an object");
        assert_eq!(
            document.as_str(),
            "{\n  \"t\": \"\\u65e5\\u672c \\ud83c\\udf89 \\u007f\\u2028\"\n}"
        );
    }
}
