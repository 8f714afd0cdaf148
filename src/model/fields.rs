//! Objects read into types by their fields alone.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// What is read of an object. Derived types would take an array, too, for their fields in order.
pub(crate) struct Fields<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fields<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OfObject(PhantomData))
    }
}

struct OfObject<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OfObject<T> {
    type Value = Fields<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Fields<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Fields)
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{ConversationId, ConversationSummary, User, UserId, replies_in};

    #[test]
    fn an_array_is_no_account_conversation_or_message() {
        let user = |text| User::from_document(UserId::parse("u1").expect("an id"), text, 0);
        assert!(user("{}").is_ok());
        let error = user(r#"["ada@example.org", "Ada"]"#).expect_err("an array");
        assert_eq!(error.reason, "wrong type, expected an object");
        let id = || ConversationId::new("c1");
        assert!(ConversationSummary::from_document(id(), "[]", 0).is_err());
        assert!(replies_in(r#"{"messages": [["assistant"]]}"#, 0).is_err());
        assert!(replies_in(r#"{"messages": [{"role": "assistant"}]}"#, 0).is_ok());
    }
}
