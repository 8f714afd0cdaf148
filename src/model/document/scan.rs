//! One pass over a JSON text that checks all of it, and notes where the members of a few objects stand.
//!
//! Nothing is built from the values, and however deep they are nested, the stack does not grow with them. What is checked
//! is the grammar of RFC 8259 and no more: halves of surrogate pairs pass, and numbers of any size.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::malformed::{Malformed, read};
use super::special_bytes::length_of_plain_text;
use crate::model::text::LossyText;

/// One member of an object.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// The name, with lone surrogates replaced.
    pub key: Cow<'a, str>,
    /// The text of the value.
    pub value: &'a str,
    pub(super) key_start: usize,
    pub(super) value_start: usize,
}

/// An object that was found in a text.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    /// The object's own text, from brace to brace.
    pub(super) text: &'a str,
    /// Where it stands in the root text.
    pub(super) start: usize,
    /// Its members, in order.
    pub(super) members: Arc<[Member<'a>]>,
    /// The object among its values to which the path leads.
    pub(super) next: Option<Arc<Found<'a>>>,
}

/// Finds the members of the object that `text` is, and of each object to which `path` leads from it, as far as there are
/// objects on it; `base` is where the text stands in the root text.
pub(super) fn scan<'a>(text: &'a str, base: usize, path: &[&str]) -> Result<Found<'a>, Malformed> {
    let mut scanner = Scanner {
        base,
        ..Scanner::new(text)
    };
    scanner.pass_space();
    let start = scanner.at;
    let found = if scanner.peek() == Some(b'{') {
        Some(scanner.object(path)?)
    } else {
        scanner.pass_value()?;
        None
    };
    scanner.pass_end()?;
    found.ok_or_else(|| Malformed {
        offset: base + start,
        reason: "wrong type, expected an object".to_owned(),
    })
}

/// Returns where in `array`, the text of a value that was scanned, its last element ends; `None` if it has none.
///
/// What is no array is an error too: it stands at byte `base`.
pub(super) fn end_of_elements(array: &str, base: usize) -> Result<Option<usize>, Malformed> {
    let inside = array
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .ok_or_else(|| Malformed {
            offset: base,
            reason: "wrong type, expected an array".to_owned(),
        })?;
    let elements = inside.trim_end();
    Ok((!elements.is_empty()).then(|| 1 + elements.len()))
}

/// Returns where in `array`, the text of a value, its elements stand, in order.
///
/// What is no array is an error too: it stands at byte `base`.
pub(super) fn elements(array: &str, base: usize) -> Result<Vec<Range<usize>>, Malformed> {
    let mut found = Vec::new();
    if end_of_elements(array, base)?.is_none() {
        return Ok(found);
    }
    let mut scanner = Scanner {
        text: array,
        base,
        at: 1,
    };
    scanner.pass_space();
    loop {
        let start = scanner.at;
        scanner.pass_value()?;
        found.push(start..scanner.at);
        if scanner.pass_separator(Within::Array)? {
            return Ok(found);
        }
    }
}

/// What a value stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Array,
    Object,
}

pub(super) struct Scanner<'a> {
    text: &'a str,
    /// Where `text` stands in the root text.
    base: usize,
    /// How far the text is checked.
    at: usize,
}

impl<'a> Scanner<'a> {
    /// Begins before the first byte of a root text.
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            base: 0,
            at: 0,
        }
    }

    /// Passes an object, which begins here, and notes its members.
    fn object(&mut self, path: &[&str]) -> Result<Found<'a>, Malformed> {
        let start = self.at;
        let mut members = Vec::new();
        let mut next = None;
        self.at += 1;
        self.pass_space();
        if self.peek() == Some(b'}') {
            self.at += 1;
        } else {
            loop {
                let name = self.pass_name()?;
                let key = self.decoded(name.clone())?;
                let value_start = self.at;
                match path.split_first() {
                    Some((first, rest)) if key == *first && self.peek() == Some(b'{') => {
                        next = Some(Arc::new(self.object(rest)?));
                    }
                    _ => drop(self.pass_value()?),
                }
                members.push(Member {
                    key,
                    value: &self.text[value_start..self.at],
                    key_start: self.base + name.start,
                    value_start: self.base + value_start,
                });
                if self.pass_separator(Within::Object)? {
                    break;
                }
            }
        }
        refuse_doubled_names(&members)?;
        Ok(Found {
            text: &self.text[start..self.at],
            start: self.base + start,
            members: members.into(),
            next,
        })
    }

    /// Passes the value that begins here, with all that is in it. Returns its text.
    pub(super) fn pass_value(&mut self) -> Result<&'a str, Malformed> {
        let start = self.at;
        let mut open = Vec::new();
        loop {
            if let Some(within) = self.pass_scalar_or_opening()? {
                open.push(within);
                continue;
            }
            // A value has ended: so may those that it stands in.
            loop {
                let Some(&within) = open.last() else {
                    return Ok(&self.text[start..self.at]);
                };
                if !self.pass_separator(within)? {
                    if within == Within::Object {
                        self.pass_name()?;
                    }
                    break;
                }
                open.pop();
            }
        }
    }

    /// Passes a value that has no values in it; or the beginning of one that has, up to the first of them, and tells which.
    fn pass_scalar_or_opening(&mut self) -> Result<Option<Within>, Malformed> {
        match self.peek() {
            Some(b'"') => self.pass_string().map(|_| None),
            Some(b'{') => {
                self.at += 1;
                self.pass_space();
                if self.peek() == Some(b'}') {
                    self.at += 1;
                    return Ok(None);
                }
                self.pass_name()?;
                Ok(Some(Within::Object))
            }
            Some(b'[') => {
                self.at += 1;
                self.pass_space();
                if self.peek() == Some(b']') {
                    self.at += 1;
                    return Ok(None);
                }
                Ok(Some(Within::Array))
            }
            Some(b'-' | b'0'..=b'9') => self.pass_number().map(|()| None),
            Some(b't') => self.pass_word(b"true").map(|()| None),
            Some(b'f') => self.pass_word(b"false").map(|()| None),
            Some(b'n') => self.pass_word(b"null").map(|()| None),
            Some(_) => Err(self.fault("expected value")),
            None => Err(self.fault("EOF while parsing a value")),
        }
    }

    /// Passes the opening of an object or array, which must begin here. Returns whether there is anything in it; if not, its
    /// end is passed, too.
    pub(super) fn enters(&mut self, opening: u8, closing: u8) -> Result<bool, Malformed> {
        if self.peek() != Some(opening) {
            return Err(self.fault("expected value"));
        }
        self.at += 1;
        self.pass_space();
        let is_empty = self.peek() == Some(closing);
        self.at += usize::from(is_empty);
        Ok(!is_empty)
    }

    /// Makes sure that nothing but space follows.
    pub(super) fn pass_end(&mut self) -> Result<(), Malformed> {
        self.pass_space();
        match self.peek() {
            Some(_) => Err(self.fault("trailing characters")),
            None => Ok(()),
        }
    }

    /// Passes what stands behind a value: a comma, or the end of what it stands in. Returns whether it was the end.
    pub(super) fn pass_separator(&mut self, within: Within) -> Result<bool, Malformed> {
        self.pass_space();
        let is_end = match (self.peek(), within) {
            (Some(b','), _) => false,
            (Some(b'}'), Within::Object) | (Some(b']'), Within::Array) => true,
            (Some(_), Within::Object) => return Err(self.fault("expected `,` or `}`")),
            (Some(_), Within::Array) => return Err(self.fault("expected `,` or `]`")),
            (None, Within::Object) => return Err(self.fault("EOF while parsing an object")),
            (None, Within::Array) => return Err(self.fault("EOF while parsing a list")),
        };
        self.at += 1;
        if !is_end {
            self.pass_space();
            if matches!(self.peek(), Some(b'}' | b']')) {
                return Err(self.fault("trailing comma"));
            }
        }
        Ok(is_end)
    }

    /// Passes a name with its colon. Returns where the name stands, quotes included.
    pub(super) fn pass_name(&mut self) -> Result<Range<usize>, Malformed> {
        match self.peek() {
            Some(b'"') => {}
            Some(_) => return Err(self.fault("key must be a string")),
            None => return Err(self.fault("EOF while parsing an object")),
        }
        let name = self.pass_string()?;
        self.pass_space();
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(_) => return Err(self.fault("expected `:`")),
            None => return Err(self.fault("EOF while parsing an object")),
        }
        self.pass_space();
        Ok(name)
    }

    /// Passes the string that begins here. Returns where it stands, quotes included.
    fn pass_string(&mut self) -> Result<Range<usize>, Malformed> {
        let start = self.at;
        self.at += 1;
        loop {
            self.at += length_of_plain_text(&self.text.as_bytes()[self.at..]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(start..self.at);
                }
                Some(b'\\') => self.pass_escape()?,
                Some(_) => return Err(self.fault("control character in a string")),
                None => return Err(self.fault("EOF while parsing a string")),
            }
        }
    }

    fn pass_escape(&mut self) -> Result<(), Malformed> {
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    match self.peek() {
                        Some(digit) if digit.is_ascii_hexdigit() => self.at += 1,
                        Some(_) => return Err(self.fault("invalid escape")),
                        None => return Err(self.fault("EOF while parsing a string")),
                    }
                }
            }
            Some(_) => return Err(self.fault("invalid escape")),
            None => return Err(self.fault("EOF while parsing a string")),
        }
        Ok(())
    }

    fn pass_number(&mut self) -> Result<(), Malformed> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
            if matches!(self.peek(), Some(b'0'..=b'9')) {
                return Err(self.fault("invalid number"));
            }
        } else {
            self.pass_digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.pass_digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.pass_digits()?;
        }
        Ok(())
    }

    /// Passes digits, of which there must be one.
    fn pass_digits(&mut self) -> Result<(), Malformed> {
        match self.peek() {
            Some(b'0'..=b'9') => {}
            Some(_) => return Err(self.fault("invalid number")),
            None => return Err(self.fault("EOF while parsing a value")),
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        Ok(())
    }

    fn pass_word(&mut self, word: &[u8]) -> Result<(), Malformed> {
        for expected in word {
            match self.peek() {
                Some(byte) if byte == *expected => self.at += 1,
                Some(_) => return Err(self.fault("expected ident")),
                None => return Err(self.fault("EOF while parsing a value")),
            }
        }
        Ok(())
    }

    pub(super) fn pass_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Returns what is between the quotes of a string that stands there, as it is written.
    pub(super) fn within_quotes(&self, string: Range<usize>) -> &'a str {
        &self.text[string.start + 1..string.end - 1]
    }

    /// Returns the text of the name that stands there.
    fn decoded(&self, name: Range<usize>) -> Result<Cow<'a, str>, Malformed> {
        let quoted = &self.text[name.clone()];
        let plain = self.within_quotes(name.clone());
        if !plain.contains('\\') {
            return Ok(plain.into());
        }
        let LossyText(key) = read(quoted, self.base + name.start)?;
        Ok(key)
    }

    pub(super) fn fault(&self, reason: &str) -> Malformed {
        Malformed {
            offset: self.base + self.at,
            reason: reason.to_owned(),
        }
    }
}

fn refuse_doubled_names(members: &[Member<'_>]) -> Result<(), Malformed> {
    let mut names = HashSet::with_capacity(members.len());
    for Member { key, key_start, .. } in members {
        if !names.insert(key.as_ref()) {
            return Err(Malformed {
                offset: *key_start,
                reason: format!("the name {key:?} stands twice in one object"),
            });
        }
    }
    Ok(())
}
