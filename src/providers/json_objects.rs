//! Takes objects out of JSON as soon as they are there whole.
//!
//! A body is one object, or a list that grows by one object after the other. What stands between the objects is not held to
//! the grammar, and of the objects only the ends are found: whoever reads them sees whether they are what they should be.

use std::io::{self, Read};

use super::read_more::read_more;

/// Why there is no next object.
#[derive(Debug, thiserror::Error)]
pub(super) enum JsonError {
    /// The input failed.
    #[error("the input failed")]
    Io(#[from] io::Error),
    /// There is something else than objects.
    #[error("a body that is no JSON object, and no list of them")]
    NoObject,
    /// An object is longer than any can be.
    #[error("an object of more than {} MiB", MAX_OBJECT_BYTES >> 20)]
    TooLong,
}

/// The most bytes of one object, which may be a reply that is not streamed.
const MAX_OBJECT_BYTES: usize = 128 << 20;

/// Takes objects from an input.
pub(super) struct JsonObjects<R> {
    input: R,
    buffer: Vec<u8>,
    /// Where the object begins that is not whole yet.
    start: usize,
    /// How far the buffer was looked at.
    seen: usize,
    /// How many brackets are open within the object, its own included; 0 between objects.
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
    /// The most bytes of one object.
    max_bytes: usize,
}

impl<R: Read> JsonObjects<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            start: 0,
            seen: 0,
            depth: 0,
            is_in_string: false,
            is_escaped: false,
            max_bytes: MAX_OBJECT_BYTES,
        }
    }

    /// Returns the next object as text; bytes that are no UTF-8 are replaced by U+FFFD. `None` at the end of the input, also if
    /// that is in the midst of an object. Blocks while nothing comes.
    pub(super) fn next_object(&mut self) -> Result<Option<String>, JsonError> {
        loop {
            while let Some(byte) = self.buffer.get(self.seen) {
                let byte = *byte;
                self.seen += 1;
                if self.is_last(byte)? {
                    let object = &self.buffer[self.start..self.seen];
                    return Ok(Some(String::from_utf8_lossy(object).into_owned()));
                }
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Looks at the byte just before `seen`. Returns whether an object ends with it.
    fn is_last(&mut self, byte: u8) -> Result<bool, JsonError> {
        if self.is_escaped {
            self.is_escaped = false;
            return Ok(false);
        }
        match byte {
            b'\\' if self.is_in_string => self.is_escaped = true,
            b'"' if self.depth > 0 => self.is_in_string = !self.is_in_string,
            _ if self.is_in_string => {}
            b'{' if self.depth == 0 => {
                self.start = self.seen - 1;
                self.depth = 1;
            }
            b'[' | b']' | b',' | b' ' | b'\t' | b'\n' | b'\r' if self.depth == 0 => {}
            _ if self.depth == 0 => return Err(JsonError::NoObject),
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth -= 1;
                return Ok(self.depth == 0);
            }
            _ => {}
        }
        Ok(false)
    }

    /// Reads more. Returns whether there was any.
    fn fill(&mut self) -> Result<bool, JsonError> {
        let unneeded = if self.depth == 0 {
            self.seen
        } else {
            self.start
        };
        self.buffer.drain(..unneeded);
        self.seen -= unneeded;
        self.start = 0;
        if self.buffer.len() > self.max_bytes {
            return Err(JsonError::TooLong);
        }
        Ok(read_more(&mut self.input, &mut self.buffer)?)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Reads it so many bytes at a time. The error is the one that it ends with.
    fn objects(text: &str, bytes: usize) -> (Vec<String>, Option<JsonError>) {
        let mut reader = JsonObjects::new(Few(text.as_bytes(), bytes));
        let mut all = Vec::new();
        loop {
            match reader.next_object() {
                Ok(Some(object)) => all.push(object),
                Ok(None) => return (all, None),
                Err(error) => return (all, Some(error)),
            }
        }
    }

    struct Few<'a>(&'a [u8], usize);

    impl Read for Few<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let bytes = self.1.min(buffer.len());
            self.0.read(&mut buffer[..bytes])
        }
    }

    #[test]
    fn objects_are_taken_out_of_lists_however_the_input_is_split() {
        let inner = r#"{"a": "} \" ] {", "b": [{"c": "\\"}, {}], "d": "é\ud83d"}"#;
        for text in [
            format!("[{inner}\n,\r\n{inner}]\n"),
            format!(" {inner} {inner}"),
            format!("[{inner},{inner}"),
        ] {
            for bytes in 1..80 {
                let (all, error) = objects(&text, bytes);
                assert!(error.is_none(), "{error:?}");
                assert_eq!(all, [inner, inner], "{text} by {bytes}");
            }
        }
    }

    #[test]
    fn an_object_comes_before_what_follows_it() {
        let (end, mut far_end) = io::pipe().expect("the system has pipes");
        io::Write::write_all(&mut far_end, b"[{\"a\": 1}").expect("it is read");
        let mut reader = JsonObjects::new(BufReader::new(end));
        let object = reader.next_object().expect("no fault");
        assert_eq!(object.as_deref(), Some("{\"a\": 1}"));
    }

    #[test]
    fn half_an_object_never_happened() {
        for text in ["", "[", "{", "[{\"a\": \"}", "[{\"a\": {}"] {
            let (all, error) = objects(text, 100);
            assert!(all.is_empty() && error.is_none(), "{text}: {error:?}");
        }
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for text in ["<html>", "7", "null", "\"{}\"", "[1]", "}"] {
            let (all, error) = objects(text, 100);
            let is_refused = matches!(error, Some(JsonError::NoObject));
            assert!(all.is_empty() && is_refused, "{text}: {error:?}");
        }
        let (all, error) = objects("{}x", 1);
        assert_eq!(all, ["{}"]);
        assert!(matches!(error, Some(JsonError::NoObject)));
    }

    #[test]
    fn an_endless_object_is_refused() {
        let input = b"{\"".chain(io::repeat(b'x'));
        let mut reader = JsonObjects {
            max_bytes: 1 << 20,
            ..JsonObjects::new(input)
        };
        assert!(matches!(reader.next_object(), Err(JsonError::TooLong)));
    }
}
