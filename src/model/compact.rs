//! JSON on one line.

use std::borrow::Cow;

/// Takes the white space out of `json` that stands between its values. What is inside strings, digits and escapes stay.
///
/// The text must be JSON; any other comes out as something else that is none. One without such white space is not copied.
pub fn compacted(json: &str) -> Cow<'_, str> {
    let mut position = end_of_stretch(json.as_bytes(), 0);
    if position == json.len() {
        return json.into();
    }
    let mut compact = String::with_capacity(json.len());
    compact.push_str(&json[..position]);
    while position < json.len() {
        let start = end_of_space(json.as_bytes(), position);
        position = end_of_stretch(json.as_bytes(), start);
        // Both ends are beside white space, or are the text's own: there text can be cut.
        compact.push_str(&json[start..position]);
    }
    compact.into()
}

/// Returns where the first white space is that is in no string.
fn end_of_stretch(bytes: &[u8], mut position: usize) -> usize {
    while let Some(byte) = bytes.get(position) {
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' => return position,
            b'"' => position = end_of_string(bytes, position + 1),
            _ => position += 1,
        }
    }
    bytes.len()
}

/// Returns where the first byte is that is no white space, as RFC 8259 has it.
fn end_of_space(bytes: &[u8], position: usize) -> usize {
    let rest = bytes[position..].iter();
    let space = rest.take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
    position + space.count()
}

/// Returns where the string ends whose text begins there, its quote included.
fn end_of_string(bytes: &[u8], mut position: usize) -> usize {
    while let Some(length) = bytes
        .get(position..)
        .and_then(|rest| memchr::memchr2(b'"', b'\\', rest))
    {
        position += length + 1;
        if bytes[position - 1] == b'"' {
            return position;
        }
        position += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_white_space_between_values_goes() {
        let json = "{\n  \"a b\" : [ 1.50,\t1E5 ],\r\n\"\\\"  \\\\\": \"\\ud83d \u{2028} é \", \"c\": null }\n";
        assert_eq!(
            compacted(json),
            "{\"a b\":[1.50,1E5],\"\\\"  \\\\\":\"\\ud83d \u{2028} é \",\"c\":null}"
        );
        assert_eq!(compacted(" 12 "), "12");
        assert_eq!(compacted(""), "");
    }

    proptest! {
        #[test]
        fn any_text_is_taken_without_a_panic(text in "[\"\\\\ {}:,é\n1]{0,20}") {
            prop_assert!(compacted(&text).len() <= text.len());
            let once = compacted(&text);
            prop_assert!(matches!(compacted(&once), Cow::Borrowed(_)));
        }

        #[test]
        fn what_was_laid_out_comes_back(key in ".*", value in ".*", number in any::<i64>()) {
            let json = serde_json::json!({ key: [value, number] });
            let laid_out = serde_json::to_string_pretty(&json).expect("JSON");
            prop_assert_eq!(compacted(&laid_out), serde_json::to_string(&json).expect("JSON"));
        }
    }
}
