//! What is JSON, and yet more than other programs read: the web app's Python, above all.
//!
//! Found by one pass over the text without recursion, so that what is searched for does not strike here.

use std::collections::HashSet;

use super::document::Malformed;
use super::text::LossyText;

/// Something in a JSON text that programs other than ours trip over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unportable {
    /// Arrays and objects stand in one another more deeply than Python follows.
    #[error("nested more than {limit} deep, which the web app cannot read")]
    TooDeep {
        /// The most that is followed.
        limit: usize,
    },
    /// A whole number has more digits than Python converts.
    #[error("a whole number of {digits} digits, which the web app cannot read")]
    TooManyDigits {
        /// How many.
        digits: usize,
    },
    /// A number is beyond what a double can be: Python takes it as infinite, and writes that in a form that is not JSON.
    #[error("a number that the web app takes as infinite, and would write back as no JSON")]
    Infinite,
    /// A name stands twice in one object: of the two values, most programs take the last.
    #[error("the name {name:?} stands twice in one object")]
    DoubledName {
        /// The name.
        name: String,
    },
}

/// Python gives up at 1,000 calls in one another, some of which the app has used up when it reads.
const DEPTH_LIMIT: usize = 900;
/// The default of `sys.set_int_max_str_digits`.
const DIGIT_LIMIT: usize = 4300;
/// The most findings in one text; after these, more of them tell nothing new.
const FINDING_LIMIT: usize = 20;

impl Unportable {
    /// Whether the whole text cannot be read because of it.
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::TooDeep { .. } | Self::TooManyDigits { .. })
    }
}

/// Finds what is unportable in `text`, which must be JSON: each with its byte offset, twenty at most.
pub fn unportable_in(text: &str) -> Vec<(usize, Unportable)> {
    let mut scan = Scan {
        text,
        at: 0,
        names: Vec::new(),
        awaits_name: false,
        found: Vec::new(),
    };
    while scan.at < text.len() && scan.found.len() < FINDING_LIMIT {
        scan.step();
    }
    scan.found
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// Of each object and array that is open here, the names so far.
    names: Vec<Option<HashSet<&'t str>>>,
    /// Whether a string that begins here is a name.
    awaits_name: bool,
    found: Vec<(usize, Unportable)>,
}

impl Scan<'_> {
    fn step(&mut self) {
        match self.text.as_bytes()[self.at] {
            b'{' => self.open(Some(HashSet::new())),
            b'[' => self.open(None),
            b'}' | b']' => {
                self.names.pop();
                self.awaits_name = false;
                self.at += 1;
            }
            b',' => {
                self.awaits_name = matches!(self.names.last(), Some(Some(_)));
                self.at += 1;
            }
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.at += 1,
        }
    }

    fn open(&mut self, names: Option<HashSet<&'static str>>) {
        self.awaits_name = names.is_some();
        self.names.push(names);
        if self.names.len() == DEPTH_LIMIT + 1 {
            let limit = DEPTH_LIMIT;
            self.found.push((self.at, Unportable::TooDeep { limit }));
            // Whatever else there is matters less, and every level takes memory.
            self.at = self.text.len();
            return;
        }
        self.at += 1;
    }

    fn string(&mut self) {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        end = (end + 1).min(bytes.len());
        self.at = end;
        if !std::mem::take(&mut self.awaits_name) {
            return;
        }
        let quoted = &self.text[start..end];
        if let Some(Some(names)) = self.names.last_mut()
            && !names.insert(quoted)
        {
            let name = unquoted(quoted);
            self.found.push((start, Unportable::DoubledName { name }));
        }
    }

    fn number(&mut self) {
        let start = self.at;
        let rest = &self.text[start..];
        let is_part = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.at += length;
        let number = &rest[..length];
        let is_whole = !number.contains(['.', 'e', 'E']);
        let digits = number.trim_start_matches('-').len();
        if is_whole && digits > DIGIT_LIMIT {
            self.found
                .push((start, Unportable::TooManyDigits { digits }));
        } else if !is_whole && number.parse::<f64>().is_ok_and(f64::is_infinite) {
            self.found.push((start, Unportable::Infinite));
        }
    }
}

fn unquoted(quoted: &str) -> String {
    let read: Result<LossyText<'_>, Malformed> = super::document::read(quoted, 0);
    read.map_or_else(|_| quoted.to_owned(), |text| text.0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_python_trips_over_is_found_with_its_place() {
        let digits = "7".repeat(5000);
        let text =
            format!(r#"{{"a": {digits}, "b": [-1e400, 1.5], "a": {{"a": "\"a\": 1e999"}}}}"#);
        assert_eq!(
            unportable_in(&text),
            [
                (6, Unportable::TooManyDigits { digits: 5000 }),
                (5014, Unportable::Infinite),
                (
                    5028,
                    Unportable::DoubledName {
                        name: "a".to_owned()
                    }
                ),
            ]
        );
    }

    #[test]
    fn depth_is_measured_without_following_it() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(unportable_in(&nested(DEPTH_LIMIT)), []);
        let found = unportable_in(&nested(1_000_000));
        assert_eq!(
            found,
            [(DEPTH_LIMIT, Unportable::TooDeep { limit: DEPTH_LIMIT })]
        );
    }

    #[test]
    fn what_every_program_reads_is_let_through() {
        let text =
            r#"{"a": [{"x": 1, "y": "x"}, {"x": 2}], "x": "}{,\"a\":", "n": -0.5e-300, "é": {}}"#;
        assert_eq!(unportable_in(text), []);
    }
}
