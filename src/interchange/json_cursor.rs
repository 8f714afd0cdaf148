//! A way through a large JSON text: its outer arrays and objects are gone through, and what is in them is taken value by value.
//!
//! So a file of a gigabyte takes the memory of its largest conversation. Values are found by their brackets and quotes alone;
//! whoever takes one reads it as JSON.

use std::io::BufRead;

use serde_json::value::RawValue;

use super::{InterchangeError, InterchangeResult};
use crate::model::{LossyText, Malformed, document};

/// The most that one conversation may have.
pub(super) const VALUE_LIMIT_BYTES: usize = 256 << 20;

/// A place in a JSON text that is read once, from its beginning.
pub(super) struct JsonCursor<R> {
    input: R,
    offset: usize,
}

impl<R: BufRead> JsonCursor<R> {
    /// Begins; a mark of the byte order is passed over.
    pub(super) fn new(input: R) -> InterchangeResult<Self> {
        let mut cursor = Self { input, offset: 0 };
        let buffer = cursor.input.fill_buf().map_err(InterchangeError::Read)?;
        if buffer.starts_with(b"\xEF\xBB\xBF") {
            cursor.consume(3);
        }
        Ok(cursor)
    }

    /// Returns how many bytes are behind it.
    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    /// Returns the next byte that is no white space, and leaves it there; `None` at the end.
    pub(super) fn peek(&mut self) -> InterchangeResult<Option<u8>> {
        loop {
            let buffer = self.input.fill_buf().map_err(InterchangeError::Read)?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let is_space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
            match buffer.iter().position(|byte| !is_space(byte)) {
                Some(at) => {
                    let byte = buffer[at];
                    self.consume(at);
                    return Ok(Some(byte));
                }
                None => {
                    let length = buffer.len();
                    self.consume(length);
                }
            }
        }
    }

    /// Takes this byte, which must be the next.
    pub(super) fn take(&mut self, byte: u8) -> InterchangeResult<()> {
        if self.peek()? != Some(byte) {
            return Err(self.malformed(format!("expected `{}`", byte as char)));
        }
        self.consume(1);
        Ok(())
    }

    /// Goes on to the next element or member. `is_first` says whether none was taken yet; returns whether there is one, and
    /// takes the closing bracket if not.
    pub(super) fn next_in(&mut self, close: u8, is_first: bool) -> InterchangeResult<bool> {
        match self.peek()? {
            Some(byte) if byte == close => {
                self.consume(1);
                Ok(false)
            }
            Some(b',') if !is_first => {
                self.consume(1);
                Ok(true)
            }
            Some(_) if is_first => Ok(true),
            _ => Err(self.malformed(format!("expected `,` or `{}`", close as char))),
        }
    }

    /// Takes the name of a member and what stands behind it.
    pub(super) fn name(&mut self) -> InterchangeResult<String> {
        let name = self.string()?;
        self.take(b':')?;
        Ok(name)
    }

    /// Takes a string, with lone surrogates replaced.
    pub(super) fn string(&mut self) -> InterchangeResult<String> {
        let (at, text) = self.value()?;
        let LossyText(text) = document::read(&text, at)?;
        Ok(text.into_owned())
    }

    /// Takes the next value whole, and returns where it began. It is JSON.
    pub(super) fn value(&mut self) -> InterchangeResult<(usize, String)> {
        if self.peek()?.is_none() {
            return Err(self.malformed("the text ends too early".to_owned()));
        }
        let start = self.offset;
        let (mut bytes, mut scan) = (Vec::new(), Scan::default());
        loop {
            let buffer = self.input.fill_buf().map_err(InterchangeError::Read)?;
            let is_over = buffer.is_empty();
            let (length, is_done) = scan.advance(buffer);
            bytes.extend_from_slice(&buffer[..length]);
            self.consume(length);
            if bytes.len() > VALUE_LIMIT_BYTES {
                return Err(InterchangeError::TooLarge {
                    offset: start,
                    limit_bytes: VALUE_LIMIT_BYTES,
                });
            }
            if is_done || is_over {
                break;
            }
        }
        let text = String::from_utf8(bytes).map_err(|error| Malformed {
            offset: start + error.utf8_error().valid_up_to(),
            reason: "the text is not UTF-8".to_owned(),
        })?;
        let _: &RawValue = document::read(&text, start)?;
        Ok((start, text))
    }

    /// Makes sure that nothing follows.
    pub(super) fn end(&mut self) -> InterchangeResult<()> {
        match self.peek()? {
            None => Ok(()),
            Some(_) => Err(self.malformed("something follows the end".to_owned())),
        }
    }

    pub(super) fn malformed(&self, reason: String) -> InterchangeError {
        let offset = self.offset;
        Malformed { offset, reason }.into()
    }

    fn consume(&mut self, count: usize) {
        self.input.consume(count);
        self.offset += count;
    }
}

/// Where in a value a pass over its bytes is.
#[derive(Default)]
struct Scan {
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
    is_begun: bool,
}

impl Scan {
    /// Goes over bytes. Returns how many belong to the value, and whether it ended with them.
    fn advance(&mut self, bytes: &[u8]) -> (usize, bool) {
        for (at, byte) in bytes.iter().enumerate() {
            if self.is_in_string {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => {
                        self.is_in_string = false;
                        if self.depth == 0 {
                            return (at + 1, true);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.is_in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 1 => self.depth -= 1,
                b'}' | b']' if self.depth == 1 => return (at + 1, true),
                // What is neither a string nor in brackets ends before what cannot be in it.
                b'}' | b']' | b',' | b':' if self.depth == 0 => return (at, true),
                b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 && self.is_begun => {
                    return (at, true);
                }
                _ => {}
            }
            self.is_begun = true;
        }
        (bytes.len(), false)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    #[test]
    fn values_are_taken_one_by_one_however_they_are_cut() {
        let text = "\u{FEFF}[ {\"a\": \"]}\\\"\", \"b\": [1, {}]} ,12.5e3,\"é\\\\\" , true]";
        for capacity in 1..20 {
            let input = BufReader::with_capacity(capacity.max(3), text.as_bytes());
            let mut cursor = JsonCursor::new(input).expect("memory");
            cursor.take(b'[').expect("it is there");
            let mut values = Vec::new();
            while cursor.next_in(b']', values.is_empty()).expect("sound") {
                let (at, value) = cursor.value().expect("a value");
                assert_eq!(&text[at..at + value.len()], value);
                values.push(value);
            }
            cursor.end().expect("nothing follows");
            let expected = [
                "{\"a\": \"]}\\\"\", \"b\": [1, {}]}",
                "12.5e3",
                "\"é\\\\\"",
                "true",
            ];
            assert_eq!(values, expected, "{capacity}");
        }
    }

    #[test]
    fn damage_is_named_with_its_place() {
        let first = |text: &str| {
            let mut cursor = JsonCursor::new(text.as_bytes()).expect("memory");
            cursor.value().map(|_| ()).expect_err("damaged").to_string()
        };
        assert_eq!(first("  {\"a\": tru}"), "expected ident at byte 11");
        assert_eq!(
            first("{\"a\": [1, 2"),
            "EOF while parsing a list at byte 10"
        );
        assert_eq!(first(""), "the text ends too early at byte 0");
        let mut cursor = JsonCursor::new(&b"\"a\xff\""[..]).expect("memory");
        let error = cursor.value().expect_err("damaged").to_string();
        assert_eq!(error, "the text is not UTF-8 at byte 2");
    }
}
