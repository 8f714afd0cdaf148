//! What people put on a conversation to find it again: tags, a pin, and the archive.
//!
//! The fields are ours, and the web app passes them over: `tags`, an array of strings, `pinned` and `archived`, which are
//! there only if they are `true`. Whatever else stands under these names says nothing, and stays until it is changed.

use serde::de::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::compact::compacted;
use super::text::LossyText;

/// Whether two tags are the same one: case is of no matter.
pub fn is_same_tag(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Reads tags, for `#[serde(deserialize_with)]`: those of an array that are strings.
pub(super) fn tags<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    let tags = elements(raw.get()).into_iter().filter_map(text_of);
    Ok(tags.collect())
}

/// Reads a mark, for `#[serde(deserialize_with)]`.
pub(super) fn mark<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(is_set(<&RawValue>::deserialize(deserializer)?.get()))
}

/// Whether a mark with this value is set.
pub(super) fn is_set(raw: &str) -> bool {
    raw == "true"
}

/// A change of a conversation's tags: first some go, then others come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagChange {
    /// Whether all go.
    pub clears: bool,
    /// Those that go; one that is not there is no fault.
    pub remove: Vec<String>,
    /// Those that come, behind the others; one that is there stays as it is.
    pub add: Vec<String>,
}

impl TagChange {
    /// Whether it changes no conversation.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the elements of the array after the change of `present`, the value of the field; those that are no strings
    /// go only when all go. `None` if the field is to stay as it is.
    pub(super) fn apply(&self, present: Option<&str>) -> Option<Vec<Box<RawValue>>> {
        let before = present.map(elements).unwrap_or_default();
        let is_one_of = |tags: &[String], tag: &str| tags.iter().any(|one| is_same_tag(one, tag));
        let goes = |element: &RawValue| {
            self.clears || text_of(element).is_some_and(|tag| is_one_of(&self.remove, &tag))
        };
        let kept = before.iter().filter(|element| !goes(element));
        let mut after: Vec<_> = kept
            .map(|element| raw_value(compacted(element.get()).into_owned()))
            .collect();
        let mut is_changed = after.len() < before.len() || self.clears && present.is_some();
        let mut tags: Vec<String> = after
            .iter()
            .filter_map(|element| text_of(element))
            .collect();
        for tag in &self.add {
            if !is_one_of(&tags, tag) {
                after.push(raw_value(serde_json::Value::from(tag.as_str()).to_string()));
                tags.push(tag.clone());
                is_changed = true;
            }
        }
        is_changed.then_some(after)
    }
}

/// Returns the elements of an array; nothing else has any.
fn elements(raw: &str) -> Vec<&RawValue> {
    serde_json::from_str(raw).unwrap_or_default()
}

fn text_of(element: &RawValue) -> Option<String> {
    let text: LossyText<'_> = serde_json::from_str(element.get()).ok()?;
    Some(text.0.into_owned())
}

fn raw_value(json: String) -> Box<RawValue> {
    RawValue::from_string(json).expect("an element of an array is JSON, and so is a string")
}
