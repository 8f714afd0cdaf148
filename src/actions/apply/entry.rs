//! What a file says of accounts, each an entry with named fields whatever its format, and what is wrong with it.

use crate::model::SecretText;

/// What a file says of one account.
#[derive(Debug)]
pub(super) struct Entry {
    /// Where it begins; counted from 1.
    pub(super) line: usize,
    pub(super) fields: Vec<Field>,
}

/// One of the things said of an account.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) key: String,
    pub(super) line: usize,
    pub(super) value: Given,
}

/// What is said; all text may be a password that is in the wrong place.
#[derive(Debug)]
pub(super) enum Given {
    Text(SecretText),
    Flag(bool),
    /// Its digits.
    Number(String),
    Nothing,
    /// A list, a table, a date.
    Other,
}

/// What is wrong with a file that declares accounts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The line, counted from 1; `None` if it is of the whole file.
    pub(super) line: Option<usize>,
    pub(super) reason: String,
    /// What was meant, perhaps.
    pub(super) nearest: Option<&'static str>,
}

impl Fault {
    pub(super) fn at(line: usize, reason: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            reason: reason.into(),
            nearest: None,
        }
    }

    pub(super) fn of_file(reason: impl Into<String>) -> Self {
        Self {
            line: None,
            reason: reason.into(),
            nearest: None,
        }
    }
}

/// Where the lines of a text end: each key of each account is named by its line, and to count them anew for each would take most
/// of the time.
pub(super) struct Lines {
    ends: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        Self {
            ends: memchr::memchr_iter(b'\n', text.as_bytes()).collect(),
        }
    }

    /// Returns the number of the line in which the byte at `offset` stands; counted from 1.
    pub(super) fn number_at(&self, offset: usize) -> usize {
        self.ends.partition_point(|end| *end < offset) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_in_the_line_that_its_break_ends() {
        let lines = Lines::of("a\n\nbc\n");
        let numbers = [0, 1, 2, 3, 4, 5, 6, 100].map(|offset| lines.number_at(offset));
        assert_eq!(numbers, [1, 1, 2, 3, 3, 3, 4, 4]);
        assert_eq!(Lines::of("").number_at(0), 1);
    }
}
