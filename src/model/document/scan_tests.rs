//! The scanner against the field's parser: on real documents, and on what becomes of them when bytes are changed.

use serde_json::value::RawValue;

use super::scan::scan;
use super::{Malformed, Object};

const DOCUMENTS: [&str; 5] = [
    r#"{"id":"c1","title":"half \ud83d \u00e9 \"q\" \\ \/ \b\f\n\r\t","n":[0,-0,1.50,-12.5e-3,1E+9,1e400,9007199254740993],
    "b":[true,false,null,[],{},[[{}]],[{"a":{"b":[{"c":""}]}}]], "日本 🎉":"naïve – plain text of some length, so that words are passed"}"#,
    "{\n  \"api_keys\": {\n    \"openai\": \"\"\n  },\n  \"conversations\": {\n    \"1\": {\n      \"title\": \"\",\n      \"messages\": [\n        {\n          \"role\": \"user\",\n          \"content\": \"a\\nb\\u00e0 and more that follows\"\n        }\n      ]\n    }\n  }\n}\n",
    " \t\r\n{ } \n",
    r#"{"a":{"a":{"a":{"a":[1,{"a":[]},2]}}},"\u0061b":1,"":""}"#,
    "{\"text\":\"One that is longer than what is looked at together, twice over and some more: so that whole strides of it \\
are passed, and what stands in one of them is found in the midst of it, at its beginning, and at its end. \\u00e9 日本 \\n\"}",
];

/// Bytes that mean something in JSON, some that mean nothing there, and parts of characters.
const BYTES: &[u8] = b"{}[]:,\"\\/u0123456789abcdefEe+-.tfnrlsNI \t\n\r\x00\x0b\x1f\x20\x7f\xc3\xa9\xe2\x80\x8f\xf0\xff";

/// Numbers that look random, the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("it is below a usize")
    }
}

/// Changes some bytes: one replaced, put in or taken out, the end cut off, a part doubled.
fn mutated(document: &str, numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = document.as_bytes().to_vec();
    for _ in 0..=numbers.below(3) {
        let at = numbers.below(bytes.len().max(1)).min(bytes.len());
        let byte = BYTES[numbers.below(BYTES.len())];
        match numbers.below(5) {
            0 => bytes.insert(at, byte),
            1 => bytes.truncate(at),
            2 => {
                let end = (at + numbers.below(12)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            3 => drop(bytes.splice(at..(at + 1).min(bytes.len()), [])),
            _ => drop(bytes.splice(at..(at + 1).min(bytes.len()), [byte])),
        }
    }
    bytes
}

/// Whether the field's parser takes the text for one JSON value.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}

/// Asserts that `found` names the first byte at which `text` ceased to be the beginning of a JSON value.
fn assert_place(text: &str, error: &Malformed) {
    let (before, from) = text.split_at(error.offset);
    let can_go_on = match serde_json::from_str::<&RawValue>(before) {
        Ok(_) => true,
        // A number that is cut off is wrong at its end for that parser, and no end of the text.
        Err(error) => error.is_eof() || error.to_string().starts_with("invalid number"),
    };
    assert!(can_go_on, "{error}, but an earlier one is wrong: {text:?}");
    if let Some(byte) = from.chars().next() {
        // That parser looks at the four digits of an escape only when all are there.
        let rest = if error.reason == "invalid escape" {
            "000"
        } else {
            ""
        };
        let with_it = format!("{before}{byte}{rest}");
        let result = serde_json::from_str::<&RawValue>(&with_it);
        let is_wrong = result.is_err_and(|error| !error.is_eof());
        // Of a comma only what follows it tells whether it may be there.
        assert!(
            is_wrong || error.reason == "trailing comma",
            "{error}, but that is as it may be: {text:?}"
        );
    }
}

#[test]
fn what_is_json_and_what_is_not_is_told_as_the_fields_parser_tells_it() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let (mut valid, mut invalid, mut others) = (0, 0, 0);
    for round in 0..40_000 {
        let bytes = mutated(DOCUMENTS[round % DOCUMENTS.len()], &mut numbers);
        let Ok(text) = std::str::from_utf8(&bytes) else {
            continue;
        };
        match scan(text, 0, &[]) {
            Ok(found) => {
                assert!(is_json(text), "{text:?}");
                assert_eq!(found.text, text.trim());
                valid += 1;
            }
            Err(error) if error.reason.starts_with("the name ") => others += 1,
            Err(error) if error.reason.starts_with("wrong type") => {
                assert!(is_json(text), "{text:?}");
                others += 1;
            }
            Err(error) => {
                assert!(!is_json(text), "{error}: {text:?}");
                assert_place(text, &error);
                invalid += 1;
            }
        }
    }
    assert!(
        valid > 3000 && invalid > 10_000 && others > 10,
        "{valid} {invalid} {others}"
    );
}

#[test]
fn members_are_found_as_the_fields_parser_finds_them() {
    for text in DOCUMENTS {
        let expected: serde_json::Map<String, serde_json::Value> = match serde_json::from_str(text)
        {
            Ok(expected) => expected,
            // The parser builds no text with half of a surrogate pair.
            Err(_) => continue,
        };
        let object = Object::parse(text).expect("an object");
        assert_eq!(object.members().len(), expected.len());
        for (member, (key, value)) in object.members().iter().zip(&expected) {
            assert_eq!(member.key, *key);
            let read: serde_json::Value = serde_json::from_str(member.value).expect("JSON");
            assert_eq!(read, *value);
            assert_eq!(&text[member.value_span()], member.value);
        }
    }
}

#[test]
fn what_lies_on_the_path_is_found_in_the_same_pass_and_is_the_same() {
    let text = DOCUMENTS[1];
    let along = Object::parse_along(text, &["conversations", "1", "missing"]).expect("an object");
    let step = Object::parse(text).expect("an object");
    let inner = |object: &Object<'_>| {
        let conversations = object
            .object_in(object.get("conversations").expect("there"))
            .expect("an object");
        let one = conversations
            .object_in(conversations.get("1").expect("there"))
            .expect("an object");
        let messages = one.get("messages").expect("there");
        (
            format!("{:?}", one.members()),
            one.set("new", &1),
            one.extend_array(messages, &[1]).expect("an array"),
            conversations.set("2", &serde_json::json!({})),
        )
    };
    assert_eq!(inner(&along), inner(&step));
    let of_no_object =
        Object::parse_along(r#"{"a":[1],"b":{"c":2}}"#, &["a", "c"]).expect("an object");
    let error = of_no_object
        .object_in(&of_no_object.members()[0])
        .expect_err("an array");
    assert_eq!(
        (error.offset, error.reason.as_str()),
        (5, "wrong type, expected an object")
    );
}

#[test]
fn a_doubled_name_on_the_path_is_refused_with_its_place() {
    let error = Object::parse_along(r#"{"a":{"b":1,"\u0062":2}}"#, &["a"]).expect_err("doubled");
    assert_eq!(error.offset, 12);
    // Off the path nobody changes anything, so it does no harm.
    Object::parse(r#"{"a":{"b":1,"b":2}}"#).expect("an object");
}

#[test]
fn what_is_wrong_in_a_value_that_is_passed_over_is_named_with_its_place() {
    for (value, offset, reason) in [
        ("NaN", 0, "expected value"),
        ("-Infinity", 1, "invalid number"),
        ("01", 1, "invalid number"),
        ("1.", 2, "invalid number"),
        ("1e+", 3, "invalid number"),
        (".5", 0, "expected value"),
        ("[1,]", 3, "trailing comma"),
        ("{\"x\":1,}", 7, "trailing comma"),
        ("{1:2}", 1, "key must be a string"),
        ("{\"x\" 1}", 5, "expected `:`"),
        ("[1 2]", 3, "expected `,` or `]`"),
        (
            "\"a long enough text\u{1}\"",
            19,
            "control character in a string",
        ),
        ("\"a\nb\"", 2, "control character in a string"),
        ("\"\\x\"", 2, "invalid escape"),
        ("\"\\u12g4\"", 5, "invalid escape"),
        ("nul]", 3, "expected ident"),
        ("TRUE", 0, "expected value"),
        ("'a'", 0, "expected value"),
    ] {
        for (before, behind) in [("{\"a\":", "}"), ("{\"a\":{\"b\":[0, ", "]}}")] {
            let error = Object::parse(&format!("{before}{value}{behind}")).expect_err(value);
            assert_eq!(
                (error.offset, error.reason.as_str()),
                (before.len() + offset, reason),
                "{value}"
            );
        }
    }
    let error = Object::parse("{\"a\":\"b").expect_err("cut off");
    assert_eq!(
        (error.offset, error.reason.as_str()),
        (7, "EOF while parsing a string")
    );
    let error = Object::parse("\u{FEFF}{}").expect_err("a mark of byte order");
    assert_eq!((error.offset, error.reason.as_str()), (0, "expected value"));
    let error = Object::parse("{}\0").expect_err("something follows");
    assert_eq!(
        (error.offset, error.reason.as_str()),
        (2, "trailing characters")
    );
}

#[test]
fn nesting_has_no_limit() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    let object = Object::parse(&deep).expect("an object");
    assert_eq!(object.members()[0].value.len(), 400_000);
    let error = Object::parse(&deep[..100_000]).expect_err("cut off");
    assert_eq!(error.offset, 100_000);
}

#[test]
fn special_characters_are_seen_wherever_they_stand() {
    for length in 0..40 {
        for special in ['"', '\\', '\u{1f}', '\0'] {
            for at in 0..length {
                // Neighbours that differ from a special character in one bit must not hide it.
                for filler in ["a", " ", "#", "]", "!", "\u{7f}", "é"] {
                    let mut text = filler.repeat(length);
                    let place = at * filler.len();
                    text.replace_range(place..place + filler.len(), &special.to_string());
                    let whole = format!("{{\"{text}\":0}}");
                    assert_eq!(Object::parse(&whole).is_ok(), is_json(&whole), "{whole:?}");
                }
            }
        }
    }
}
