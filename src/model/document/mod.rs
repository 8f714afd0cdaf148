//! JSON objects as text, read and changed by byte spans.
//!
//! A store's documents belong to others too: whatever we do not know in them stays as it is, in place and in order, and
//! numbers keep their digits. So an object is never parsed into values and written anew. [`Object`] finds where its
//! members stand, each change is a [`Splice`] of the text around it, and everything else is copied byte for byte.
//!
//! ```
//! use chatkeep::model::Document;
//!
//! let document = Document::parse(r#"{"title":"Old", "cost":1.50, "theirs":"\ud83d"}"#)?;
//! let changed = document.with("title", &"New").with("updated_at", &"2026-02-09T14:03:11Z");
//! assert_eq!(
//!     changed.as_str(),
//!     r#"{"title":"New", "cost":1.50, "theirs":"\ud83d","updated_at":"2026-02-09T14:03:11Z"}"#
//! );
//! # Ok::<(), chatkeep::model::Malformed>(())
//! ```

mod array;
mod layout;
mod malformed;
mod object;
mod parts;
mod scan;
#[cfg(test)]
mod scan_tests;
mod special_bytes;
mod splice;
mod walk;

use serde::Serialize;
use serde_json::value::RawValue;

pub use malformed::Malformed;
pub(crate) use malformed::read;
pub use object::Object;
pub use scan::Member;
pub use splice::{Splice, spliced};
pub(crate) use walk::Walk;

use layout::{Layout, ascii_json};

/// The whole text of one JSON object, as a row or a member of a file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document(String);

impl Document {
    /// Takes `text`, which must be one JSON object.
    pub fn parse(text: impl Into<String>) -> Result<Self, Malformed> {
        Self::parse_at(text, 0)
    }

    /// Takes `text`, which stands at byte `base` of its file.
    pub fn parse_at(text: impl Into<String>, base: usize) -> Result<Self, Malformed> {
        let text = text.into();
        Object::parse_within(&text, base, &Layout::Compact)?;
        Ok(Self(text))
    }

    /// Writes `value`, which must become an object, in the web app's form: an indent of two, ASCII only.
    pub fn new(value: &impl Serialize) -> Result<Self, Malformed> {
        Self::parse(ascii_json(value, &Layout::Indented("\n".to_owned())))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns its members.
    pub fn object(&self) -> Object<'_> {
        Object::parse(&self.0).expect("the text was parsed when the document was made")
    }

    /// Makes the document in which `key` has this value.
    pub fn with(&self, key: &str, value: &impl Serialize) -> Self {
        self.after(self.object().set(key, value))
    }

    /// Makes the document without `key`.
    pub fn without(&self, key: &str) -> Self {
        self.object()
            .remove(key)
            .map_or_else(|| self.clone(), |splice| self.after(splice))
    }

    /// Makes the document in which the array `key` has but its first `kept` elements, all of them objects, each as `change`
    /// makes it of the present one. Everything else keeps its bytes.
    pub fn with_array_cut(
        &self,
        key: &str,
        kept: usize,
        change: impl FnMut(usize, Self) -> Self,
    ) -> Result<Self, Malformed> {
        let object = self.object();
        match object.get(key) {
            Some(array) => Ok(self.after(object.cut_array(array, kept, change)?)),
            None => Ok(self.clone()),
        }
    }

    fn after(&self, splice: Splice) -> Self {
        Self(spliced(&self.0, &mut [splice]).concat())
    }
}

/// The document stands in the document that it is put into as it is; only its line breaks follow the new place.
impl AsRef<str> for Document {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl Serialize for Document {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}
