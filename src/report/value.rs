//! Results as data: the one definition behind `--format json`, `jsonl` and `csv`.
//!
//! Field names and their order are a promise to scripts. Numbers of money keep every digit, which is why this is not
//! serde_json's own value.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::model::{
    ConversationId, Cost, CostSum, Document, Moment, ProviderName, SpreadsheetRow, UserId,
    compacted, rfc3339,
};

/// A value of a field.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing is known.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A count.
    Count(u64),
    /// Any other number, in digits.
    Number(String),
    /// Text.
    Text(String),
    /// Text that others have, too.
    Shared(Arc<str>),
    /// Several values.
    List(Vec<Value>),
    /// Fields.
    Record(Record),
    /// A document as it is stored.
    Document(Document),
}

/// Fields in order.
#[derive(Debug, Clone, Default)]
pub struct Record(Vec<(Cow<'static, str>, Value)>);

impl Record {
    /// Makes a record without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// Adds the fields of another record.
    pub fn with_all(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Takes all fields away; their room is left for others.
    #[must_use]
    pub fn emptied(mut self) -> Self {
        self.0.clear();
        self
    }

    /// Writes the record as JSON on one line.
    pub fn to_json(&self) -> String {
        json_line(self)
    }

    /// Returns the fields.
    pub fn fields(&self) -> &[(Cow<'static, str>, Value)] {
        &self.0
    }
}

impl Value {
    /// Writes the value as JSON on one line.
    pub fn to_json(&self) -> String {
        json_line(self)
    }

    /// Writes the value as JSON with an indent of two.
    pub fn to_json_pretty(&self) -> String {
        serde_json::to_string_pretty(self).expect("names are text, and numbers are digits")
    }

    /// Adds the value to a row as a cell: text as it is, nothing for null, lists and records as JSON.
    pub fn add_to(&self, row: &mut SpreadsheetRow<'_>) {
        match self {
            Self::Null => row.text(""),
            Self::Text(text) => row.text(text),
            Self::Shared(text) => row.text(text),
            Self::Number(digits) => row.number(digits),
            Self::Count(count) => row.number(count),
            other => row.text(&other.to_json()),
        }
    }

    /// Returns the records that rows are made of: those of a list, or the one there is.
    pub fn into_records(self) -> Vec<Record> {
        match self {
            Self::List(items) => items.into_iter().flat_map(Self::into_records).collect(),
            Self::Record(record) => vec![record],
            other => vec![Record::new().with("value", other)],
        }
    }
}

fn json_line(data: &impl Serialize) -> String {
    let json = serde_json::to_string(data).expect("names are text, and numbers are digits");
    // A document brings its own line breaks.
    compacted(&json).into_owned()
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Count(value) => serializer.serialize_u64(*value),
            Self::Number(digits) => {
                let number: &RawValue =
                    serde_json::from_str(digits).map_err(serde::ser::Error::custom)?;
                number.serialize(serializer)
            }
            Self::Text(text) => serializer.serialize_str(text),
            Self::Shared(text) => serializer.serialize_str(text),
            Self::List(items) => items.serialize(serializer),
            Self::Record(record) => record.serialize(serializer),
            Self::Document(document) => document.serialize(serializer),
        }
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// Converts what has a text form of its own.
macro_rules! from_text {
    ($($kind:ty => $to_text:expr),+ $(,)?) => {
        $(impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Self::Text($to_text(value))
            }
        })+
    };
}

from_text!(
    String => |text| text,
    &str => str::to_owned,
    &String => String::clone,
    &ConversationId => ConversationId::to_string,
    &ProviderName => ProviderName::to_string,
    DateTime<Utc> => rfc3339,
);

impl From<&Arc<str>> for Value {
    fn from(text: &Arc<str>) -> Self {
        Self::Shared(text.clone())
    }
}

impl From<&UserId> for Value {
    fn from(id: &UserId) -> Self {
        Self::Shared(id.shared())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::Count(value)
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Self::Count(value as u64)
    }
}

impl From<Cost> for Value {
    fn from(cost: Cost) -> Self {
        Self::Number(cost.to_string())
    }
}

impl From<CostSum> for Value {
    fn from(sum: CostSum) -> Self {
        Self::Number(sum.to_string())
    }
}

impl From<Record> for Value {
    fn from(record: Record) -> Self {
        Self::Record(record)
    }
}

impl From<Document> for Value {
    fn from(document: Document) -> Self {
        Self::Document(document)
    }
}

/// A time in a document has a definite point only together with the store's zone.
pub(super) fn time_value(moment: Option<Moment>, zone: chrono_tz::Tz) -> Value {
    moment.map(|moment| moment.to_utc(zone)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_keeps_to_the_line() {
        let document = Document::parse("{\n  \"a\": \"b  c\"\n}").expect("an object");
        let record = Record::new().with("document", document);
        assert_eq!(
            Value::from(record).to_json(),
            r#"{"document":{"a":"b  c"}}"#
        );
    }

    #[test]
    fn fields_keep_their_order_and_numbers_their_digits() {
        let cost = Cost::parse("0.1234567890123456789012345678").expect("a cost");
        let record = Record::new()
            .with("z", 1_usize)
            .with("a", None::<bool>)
            .with("cost", cost)
            .with("l", vec!["x"]);
        let json = Value::from(record).to_json();
        assert_eq!(
            json,
            r#"{"z":1,"a":null,"cost":0.1234567890123456789012345678,"l":["x"]}"#
        );
    }
}
