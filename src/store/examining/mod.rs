//! Looking through what a store holds: whatever a command that reads it would stumble over, on every backend.

mod contents;

use std::collections::HashSet;
use std::error::Error;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use super::{
    Damage, EntryName, Finding, FindingKind, FoundTurn, LedgerEntry, Part, StoreError, Tombstone,
    settings_file, tombstone,
};
use crate::model::document::Object;
use crate::model::{Malformed, UserId};

/// What was found so far.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) found: Vec<Finding>,
    /// The accounts; `None` if it is not known who all has one.
    pub(super) users: Option<HashSet<UserId>>,
}

impl Findings {
    /// Returns all, sorted by place.
    pub(super) fn sorted(mut self) -> Vec<Finding> {
        self.found
            .sort_by(|a, b| (&a.place, a.offset).cmp(&(&b.place, b.offset)));
        self.found
    }

    pub(super) fn note(&mut self, place: impl Into<PathBuf>, kind: FindingKind) {
        self.found.push(Finding::new(place, kind));
    }

    pub(super) fn note_at(&mut self, place: &Path, offset: usize, kind: FindingKind) {
        self.found.push(Finding::at(place, offset, kind));
    }

    pub(super) fn note_damage(&mut self, place: &Path, cause: impl Into<Damage>) {
        let cause = cause.into();
        self.found.push(Finding {
            place: place.to_owned(),
            offset: cause.offset(),
            kind: FindingKind::Damaged { cause },
        });
    }

    pub(super) fn note_part(&mut self, place: &Path, part: Part, cause: Malformed) {
        let reason = cause.reason;
        let kind = FindingKind::DamagedPart { part, reason };
        self.note_at(place, cause.offset, kind);
    }

    /// Notes why a file could not be read.
    pub(super) fn note_error(&mut self, place: &Path, error: &StoreError) {
        if let StoreError::Damaged { cause, .. } = error {
            return self.note_damage(place, cause.clone());
        }
        let cause = error.source().map(ToString::to_string);
        let reason = cause.unwrap_or_else(|| error.to_string());
        self.note(place, FindingKind::Unreadable { reason });
    }

    /// Looks at the text of one of the parts that are ours alone.
    pub(super) fn own_part(&mut self, entry: &EntryName, place: &Path, text: &str, zone: Tz) {
        match entry {
            EntryName::Settings => {
                if let Err(cause) = settings_file::read(Some(text), None, zone) {
                    self.note_damage(place, cause);
                }
            }
            EntryName::Ledger => {
                self.lines(place, text, |line| LedgerEntry::read_all(line).map(drop));
            }
            EntryName::Tombstones => {
                self.lines(place, text, |line| {
                    let reason = "it says nobody's id as its \"user\"".to_owned();
                    match Tombstone::read_sound(Object::parse(line)?.text().as_bytes()).1 {
                        0 => Ok(()),
                        _ => Err(Malformed { offset: 0, reason }),
                    }
                });
                self.erased_who_are_back(place, text);
            }
            // What the lines of recipients mean is known above this floor; the others are not ours alone.
            EntryName::Recipients | EntryName::Users | EntryName::UserData(_) => {}
        }
    }

    /// Notes the replies that are not stored and that nobody is at work on. What has not even a word of one is nothing to be
    /// saved.
    pub(super) fn unsaved(&mut self, turns: Vec<FoundTurn>) {
        for FoundTurn { place, content } in turns {
            match content {
                Ok(Some(turn)) if turn.is_worth_keeping() => {
                    let kind = FindingKind::UnsavedReply {
                        user: turn.asked.user.clone(),
                        characters: turn.reply.chars().count(),
                        is_whole: turn.is_whole(),
                    };
                    self.note(place, kind);
                }
                Ok(_) => {}
                Err(cause) => self.note_damage(&place, cause),
            }
        }
    }

    /// Notes those who have tombstones and are there all the same, with an account or with a file alone.
    fn erased_who_are_back(&mut self, place: &Path, text: &str) {
        for (user, Tombstone { erased_at, .. }) in tombstone::erased_by(&[text]) {
            let users = self.users.as_ref();
            let has_account = users.is_some_and(|users| users.contains(&user));
            let is_of_user = |finding: &Finding| matches!(&finding.kind, FindingKind::Orphan { user: of } if *of == user);
            if has_account || self.found.iter().any(is_of_user) {
                let kind = FindingKind::ErasedIsBack {
                    user,
                    when: erased_at,
                    has_account,
                };
                self.note(place, kind);
            }
        }
    }

    /// Looks whether there is an account to a user's data.
    pub(super) fn owner_of(&mut self, place: &Path, user: &UserId) {
        let users = self.users.as_ref();
        if users.is_some_and(|users| !users.contains(user)) {
            let user = user.clone();
            self.note(place, FindingKind::Orphan { user });
        }
    }

    /// Notes each line that `check` refuses.
    fn lines(&mut self, path: &Path, text: &str, check: impl Fn(&str) -> Result<(), Malformed>) {
        let mut start = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            if !line.trim().is_empty()
                && let Err(Malformed { offset, reason }) = check(line)
            {
                let offset = start + offset;
                self.note_part(path, Part::Line(index + 1), Malformed { offset, reason });
            }
            start += line.len();
        }
    }
}
