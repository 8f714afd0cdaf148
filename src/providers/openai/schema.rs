//! The schema that a reply is to fit, as requests name it.
//!
//! OpenAI keeps to a schema exactly only in its strict mode, and that mode refuses many schemas: each object must require
//! all its properties and allow no others, the outermost value must be an object, and much of JSON Schema is missing.
//! So the mode is asked for where a schema is known to be fit for it; any other schema is a guide to the model, which it
//! mostly follows.

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// A schema with its name and mode.
#[derive(Serialize)]
pub(super) struct NamedSchema<'a> {
    name: &'static str,
    /// As it was written: models fill in properties in the order of the schema.
    schema: &'a RawValue,
    strict: bool,
}

impl<'a> NamedSchema<'a> {
    /// Reads a schema. An error says what there is no word for.
    pub(super) fn read(text: &'a str) -> Result<Self, &'static str> {
        const NO_JSON: &str = "a schema that is no JSON";
        let value: Value = serde_json::from_str(text).map_err(|_| NO_JSON)?;
        Ok(Self {
            name: "reply",
            schema: serde_json::from_str(text).map_err(|_| NO_JSON)?,
            strict: value["type"] == "object"
                && value.get("anyOf").is_none()
                && fits_strict_mode(&value, 0),
        })
    }
}

/// How deep objects may be nested in strict mode.
const MAX_DEPTH: usize = 10;

/// What strict mode knows, apart from what is looked into below.
const KNOWN: [&str; 17] = [
    "type",
    "title",
    "description",
    "required",
    "additionalProperties",
    "enum",
    "const",
    "$ref",
    "pattern",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "$schema",
];

/// The forms of text that strict mode knows.
const KNOWN_FORMATS: [&str; 9] = [
    "date-time",
    "time",
    "date",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uuid",
];

fn fits_strict_mode(schema: &Value, depth: usize) -> bool {
    let Some(fields) = schema.as_object() else {
        return false;
    };
    if depth > MAX_DEPTH || (may_be_object(schema) && !names_all_properties(schema)) {
        return false;
    }
    let fits = |inner: &Value| fits_strict_mode(inner, depth + 1);
    fields.iter().all(|(name, value)| match name.as_str() {
        "items" => fits(value),
        "properties" | "$defs" | "definitions" => value
            .as_object()
            .is_some_and(|inner| inner.values().all(fits)),
        "anyOf" => value.as_array().is_some_and(|inner| inner.iter().all(fits)),
        "format" => value
            .as_str()
            .is_some_and(|format| KNOWN_FORMATS.contains(&format)),
        name => KNOWN.contains(&name),
    })
}

fn may_be_object(schema: &Value) -> bool {
    let is_object = |word: &Value| word == "object";
    match &schema["type"] {
        Value::Array(words) => words.iter().any(is_object),
        word => is_object(word) || schema.get("properties").is_some(),
    }
}

/// Whether an object has the properties that are named and no others.
fn names_all_properties(schema: &Value) -> bool {
    let Some(properties) = schema["properties"].as_object() else {
        return false;
    };
    let required = schema["required"].as_array();
    let is_required = |name: &String| {
        required.is_some_and(|required| required.iter().any(|word| word == name.as_str()))
    };
    schema["additionalProperties"] == false && properties.keys().all(is_required)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_strict(schema: &str) -> bool {
        NamedSchema::read(schema).expect(schema).strict
    }

    #[test]
    fn a_schema_is_sent_as_it_was_written() {
        let text = r#"{"type": "object", "properties": {"z": {}, "a": {}}}"#;
        let schema = NamedSchema::read(text).expect("a schema");
        assert_eq!(
            serde_json::to_string(&schema).expect("JSON"),
            format!(r#"{{"name":"reply","schema":{text},"strict":false}}"#)
        );
    }

    #[test]
    fn what_strict_mode_takes_is_sent_in_strict_mode() {
        let object =
            r#""type": "object", "required": ["a"], "additionalProperties": false, "properties": "#;
        for property in [
            r#"{"type": "string", "description": "b"}"#,
            r#"{"type": ["number", "null"], "minimum": 1}"#,
            r#"{"type": "string", "format": "date"}"#,
            r##"{"$ref": "#"}"##,
            r#"{"type": "array", "items": {"enum": ["x", "y"]}, "maxItems": 3}"#,
            r#"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#,
            &format!(r#"{{{object}{{"a": {{"type": "boolean"}}}}}}"#),
        ] {
            let schema = format!(r#"{{{object}{{"a": {property}}}}}"#);
            assert!(is_strict(&schema), "{schema}");
        }
    }

    #[test]
    fn what_strict_mode_refuses_is_sent_without_it() {
        for schema in [
            r#"{"type": "string"}"#,
            r#"{"type": "object"}"#,
            r#"{"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}"#,
            r#"{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}"#,
            r#"{"type": "object", "properties": {}, "additionalProperties": false, "anyOf": []}"#,
        ] {
            assert!(!is_strict(schema), "{schema}");
        }
        for property in [
            r#"{"type": "string", "minLength": 1}"#,
            r#"{"type": "string", "format": "color"}"#,
            r#"{"oneOf": [{"type": "string"}]}"#,
            r#"{"properties": {"b": {"type": "string"}}}"#,
            r#"{"type": ["object", "null"]}"#,
            "true",
        ] {
            let schema = format!(
                r#"{{"type": "object", "required": ["a"], "additionalProperties": false, "properties": {{"a": {property}}}}}"#
            );
            assert!(!is_strict(&schema), "{schema}");
        }
    }

    #[test]
    fn too_deep_a_schema_is_not_strict() {
        let nested = |depth: usize| {
            let open = r#"{"type":"object","required":["a"],"additionalProperties":false,"properties":{"a":"#;
            let (open, close) = (open.repeat(depth), "}}".repeat(depth));
            format!(r#"{open}{{"type":"string"}}{close}"#)
        };
        assert!(is_strict(&nested(10)));
        assert!(!is_strict(&nested(11)));
    }

    #[test]
    fn what_is_no_json_is_no_schema() {
        for text in ["", "{", "{} {}"] {
            assert_eq!(
                NamedSchema::read(text).err(),
                Some("a schema that is no JSON")
            );
        }
    }
}
