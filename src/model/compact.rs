//! JSON on one line.

/// Takes the white space out of `json` that stands between its values. What is inside strings, digits and escapes stay.
///
/// The text must be JSON; any other comes out as something else that is none.
pub fn compacted(json: &str) -> String {
    let bytes = json.as_bytes();
    let mut compact = String::with_capacity(json.len());
    let mut position = 0;
    while position < bytes.len() {
        let rest = &bytes[position..];
        if is_space(rest[0]) {
            position += 1;
            continue;
        }
        // A stretch ends behind a string, or before white space: bytes of ASCII, where text can be cut.
        let length = match rest[0] {
            b'"' => string_length(rest),
            _ => {
                let is_end = |byte: &u8| *byte == b'"' || is_space(*byte);
                rest.iter().position(is_end).unwrap_or(rest.len())
            }
        };
        compact.push_str(&json[position..position + length]);
        position += length;
    }
    compact
}

/// White space as RFC 8259 has it.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// Returns how long the string is that `bytes` begin with, its quotes included.
fn string_length(bytes: &[u8]) -> usize {
    let mut end = 1;
    while let Some(stop) = bytes[end.min(bytes.len())..]
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\\'))
    {
        end += stop;
        if bytes[end] == b'"' {
            return end + 1;
        }
        end += 2;
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
        }

        #[test]
        fn what_was_laid_out_comes_back(key in ".*", value in ".*", number in any::<i64>()) {
            let json = serde_json::json!({ key: [value, number] });
            let laid_out = serde_json::to_string_pretty(&json).expect("JSON");
            prop_assert_eq!(compacted(&laid_out), serde_json::to_string(&json).expect("JSON"));
        }
    }
}
