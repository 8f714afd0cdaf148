//! Encrypting every key of a store anew: what it notes of that meanwhile, so that it can go on after an interruption.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::StoreResult;
use crate::model::{ApiKey, KeyFormat, SealedKey, UserId};

/// Every age key of the store being encrypted anew, to the recipients that it shall have in the end.
///
/// There is one at a time: others wait for as long as this lives. Dropped before it is finished, it stays noted, and the
/// store keeps the recipients that it had as well as the new ones.
pub trait Rekey {
    /// Returns a user's keys, in the order of the store.
    fn keys(&mut self, user: &UserId) -> StoreResult<Vec<ApiKey>>;

    /// Whether nothing is left to be done about a key: it is no age key, or was noted.
    fn is_done(&self, key: &SealedKey) -> bool;

    /// Notes keys that are encrypted to the recipients of the end, and are about to be put in place of others. When this
    /// returns, that is on disk: an age file does not tell whom it is for.
    fn note_done(&mut self, keys: &[SealedKey]) -> StoreResult<()>;

    /// Takes the recipients away that are not to stay, and forgets the notes; but only if every key is done at that
    /// moment. Returns whether that is so.
    fn finish(&mut self) -> StoreResult<bool>;
}

/// What is noted of keys being encrypted anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RekeyNotes {
    /// The recipients that the store had when it was begun.
    pub before: Vec<String>,
    /// Those that it shall have in the end.
    pub target: Vec<String>,
    /// Fingerprints of the keys that are encrypted to these.
    done: HashSet<String>,
}

impl RekeyNotes {
    /// Begins notes.
    pub(crate) fn new(before: Vec<String>, target: Vec<String>) -> Self {
        Self {
            before,
            target,
            done: HashSet::new(),
        }
    }

    /// Whether it leads to these recipients, in whatever order.
    pub fn leads_to(&self, target: &[String]) -> bool {
        self.target.len() == target.len() && target.iter().all(|one| self.target.contains(one))
    }

    /// Whether nothing is left to be done about a key: it is no age key, or was noted.
    pub fn is_done(&self, key: &SealedKey) -> bool {
        key.format() != Some(KeyFormat::Age) || self.done.contains(&fingerprint(key))
    }

    /// Notes keys by their fingerprints.
    pub(super) fn add(&mut self, done: impl IntoIterator<Item = String>) {
        self.done.extend(done);
    }
}

/// Returns what an encrypted key is known by: no two are alike, even of the same plain text.
pub(super) fn fingerprint(key: &SealedKey) -> String {
    let digest = Sha256::digest(key.as_str());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_recipients_makes_no_difference() {
        let lines = |names: &[&str]| -> Vec<String> {
            let line = |name: &&str| (*name).to_owned();
            names.iter().map(line).collect()
        };
        let notes = RekeyNotes::new(Vec::new(), lines(&["age1a", "age1b"]));
        assert!(notes.leads_to(&lines(&["age1b", "age1a"])));
        for other in [
            &["age1a"][..],
            &["age1a", "age1c"],
            &["age1a", "age1b", "age1c"],
        ] {
            assert!(!notes.leads_to(&lines(other)), "{other:?}");
        }
    }
}
