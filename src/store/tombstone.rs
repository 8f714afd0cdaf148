//! Tombstones: who was erased for good, so that no older backup brings them back unasked.
//!
//! They are lines of JSON in `.chatkeep/tombstones.jsonl`, rows of the table `tombstones`, and a part of every backup:
//!
//! ```json
//! {"user":"8b06fb83-3ecf-4252-94af-6372c860fc70","erased_at":"2026-02-09T14:03:11Z"}
//! ```
//!
//! `user` is the account's id, made at random, and `erased_at` when it was erased, RFC 3339 in UTC. There is nothing else of the
//! person. Not even a digest of the address: whoever guesses that could confirm it, so it would be the address still; and
//! backups, which are what a tombstone is held against, have the id. Blank lines and fields of later versions are passed over.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::{Moment, UserId, rfc3339};

/// Says that somebody was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// Whose account it was.
    pub user: UserId,
    /// When it was erased; `None` if that cannot be read, which makes it no less of a tombstone.
    pub erased_at: Option<DateTime<Utc>>,
}

/// A tombstone as a line of JSON. Field names and order are part of the backup format.
#[derive(Serialize, Deserialize)]
struct Line {
    user: String,
    #[serde(default)]
    erased_at: serde_json::Value,
}

impl Tombstone {
    /// Makes the tombstone of somebody who is erased at this time.
    pub fn new(user: &UserId, erased_at: DateTime<Utc>) -> Self {
        Self {
            user: user.clone(),
            erased_at: Some(erased_at),
        }
    }

    /// Writes it as a line, without its line break.
    pub(super) fn to_line(&self) -> String {
        let line = Line {
            user: self.user.to_string(),
            erased_at: self.erased_at.map(rfc3339).into(),
        };
        serde_json::to_string(&line).expect("it has text keys and plain values")
    }

    fn read_line(line: &str) -> Option<Self> {
        let line: Line = serde_json::from_str(line).ok()?;
        let erased_at = line.erased_at.as_str().and_then(Moment::parse);
        Some(Self {
            user: UserId::parse(&line.user).ok()?,
            erased_at: erased_at.map(|at| at.to_utc(chrono_tz::UTC)),
        })
    }

    /// Reads the lines that can be read, for where a damaged one must not stop everything. Returns how many cannot, too.
    pub fn read_sound(bytes: &[u8]) -> (Vec<Self>, usize) {
        let text = String::from_utf8_lossy(bytes);
        let (mut found, mut damaged) = (Vec::new(), 0);
        for line in lines(&text) {
            match Self::read_line(line) {
                Some(tombstone) => found.push(tombstone),
                None => damaged += 1,
            }
        }
        (found, damaged)
    }
}

/// Returns who was erased, by all of these texts, each with one of the tombstones.
pub(super) fn erased_by(texts: &[&str]) -> BTreeMap<UserId, Tombstone> {
    let all = texts
        .iter()
        .flat_map(|text| Tombstone::read_sound(text.as_bytes()).0);
    all.map(|one| (one.user.clone(), one)).collect()
}

/// Unites texts: each line once, in order, but none of those in `lifted`. Lines that cannot be read are kept as they are.
pub(super) fn united(texts: &[&str], lifted: &[UserId]) -> String {
    let mut known = HashSet::new();
    let is_kept = |line: &&str| {
        let tombstone = Tombstone::read_line(line);
        tombstone.is_none_or(|tombstone| !lifted.contains(&tombstone.user))
    };
    texts
        .iter()
        .flat_map(|text| lines(text))
        .filter(|line| known.insert(*line))
        .filter(is_kept)
        .flat_map(|line| [line, "\n"])
        .collect()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> UserId {
        UserId::parse(text).expect("an id")
    }

    #[test]
    fn a_line_has_the_id_and_the_time_and_is_read_back() {
        let at = DateTime::from_timestamp(1_770_645_791, 0).expect("a time");
        let tombstone = Tombstone::new(&id("a"), at);
        let line = tombstone.to_line();
        assert_eq!(line, r#"{"user":"a","erased_at":"2026-02-09T14:03:11Z"}"#);
        let (read, damaged) = Tombstone::read_sound(format!("\n{line}\n\n").as_bytes());
        assert_eq!((read, damaged), (vec![tombstone], 0));
    }

    #[test]
    fn whoever_has_a_line_is_erased_whatever_else_it_says() {
        let text = "{\"user\":\"a\"}\n{\"user\":\"b\",\"erased_at\":7,\"x\":[]}\n{\"user\":\"c\",\"erased_at\":\"never\"}\n{\"id\":\"d\"}\nnot";
        let (read, damaged) = Tombstone::read_sound(text.as_bytes());
        let users: Vec<_> = read.iter().map(|one| one.user.as_str()).collect();
        assert_eq!((users, damaged), (vec!["a", "b", "c"], 2));
        assert!(read.iter().all(|one| one.erased_at.is_none()));
    }

    #[test]
    fn united_texts_have_each_line_once_and_what_is_lifted_not_at_all() {
        let (one, other) = (
            "{\"user\":\"a\"}\n?\n",
            "{\"user\":\"b\"}\n?\n{\"user\":\"a\"}",
        );
        assert_eq!(
            united(&[one, other], &[]),
            "{\"user\":\"a\"}\n?\n{\"user\":\"b\"}\n"
        );
        assert_eq!(united(&[one, other], &[id("a")]), "?\n{\"user\":\"b\"}\n");
        let erased: Vec<_> = erased_by(&[one, other]).into_keys().collect();
        assert_eq!(erased, [id("a"), id("b")]);
    }
}
