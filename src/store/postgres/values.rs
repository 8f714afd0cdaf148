//! Values as PostgreSQL takes them beside a statement, each with its type.

use postgres::types::{ToSql, Type};

use crate::store::database::Value;

/// A value, and the type that it is sent as.
pub(super) type Parameter<'v> = (&'v (dyn ToSql + Sync), Type);

/// Returns a value so.
pub(super) fn parameter<'v>(value: &'v Value<'_>) -> Parameter<'v> {
    match value {
        Value::Text(text) => (text, Type::TEXT),
        Value::MaybeText(text) => (text, Type::TEXT),
        Value::Integer(number) => (number, Type::INT8),
    }
}
