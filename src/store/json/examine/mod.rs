//! Examining a store: every file is looked at, past every problem, and nothing is changed or created.
//!
//! No lock is held for longer than one file is read, or one folder listed.

mod access;
mod contents;
mod leftovers;

use std::collections::HashSet;
use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub(super) use leftovers::Unused;

use super::recent::RecentTurn;
use super::{JsonStore, data_file};
use crate::model::document::Object;
use crate::model::{Malformed, UserId};
use crate::store::settings_file;
use crate::store::{
    Damage, EntryName, Finding, FindingKind, LedgerEntry, Part, StoreError, StoreResult,
};

/// What was found so far.
struct Examination<'s> {
    store: &'s JsonStore,
    findings: Vec<Finding>,
    /// The accounts; `None` if it is not known who all has one.
    users: Option<HashSet<UserId>>,
}

impl JsonStore {
    /// Looks at everything.
    pub(super) fn examine_all(&self) -> StoreResult<Vec<Finding>> {
        let root = self.layout.root();
        fs::metadata(root).map_err(StoreError::io("look at", root))?;
        let mut examination = Examination {
            store: self,
            findings: Vec::new(),
            users: None,
        };
        examination.accounts_file();
        examination.user_files();
        examination.own_files();
        examination.leftovers();
        examination.access();
        let mut findings = examination.findings;
        findings.sort_by(|a, b| (&a.place, a.offset).cmp(&(&b.place, b.offset)));
        Ok(findings)
    }
}

impl Examination<'_> {
    fn note(&mut self, place: impl Into<PathBuf>, kind: FindingKind) {
        self.findings.push(Finding::new(place, kind));
    }

    fn note_at(&mut self, place: &Path, offset: usize, kind: FindingKind) {
        self.findings.push(Finding::at(place, offset, kind));
    }

    fn note_damage(&mut self, place: &Path, cause: impl Into<Damage>) {
        let cause = cause.into();
        self.findings.push(Finding {
            place: place.to_owned(),
            offset: cause.offset(),
            kind: FindingKind::Damaged { cause },
        });
    }

    fn note_part(&mut self, place: &Path, part: Part, cause: Malformed) {
        let reason = cause.reason;
        let kind = FindingKind::DamagedPart { part, reason };
        self.note_at(place, cause.offset, kind);
    }

    /// Notes why a file could not be read.
    fn note_error(&mut self, place: &Path, error: &StoreError) {
        if let StoreError::Damaged { cause, .. } = error {
            return self.note_damage(place, cause.clone());
        }
        let cause = error.source().map(ToString::to_string);
        let reason = cause.unwrap_or_else(|| error.to_string());
        self.note(place, FindingKind::Unreadable { reason });
    }

    /// Reads a file; `None` if it is not there, or cannot be read, which is noted.
    fn read(&mut self, path: &Path) -> Option<String> {
        match self.store.read(path) {
            Ok(text) => text,
            Err(error) => {
                self.note_error(path, &error);
                None
            }
        }
    }

    /// Lists a folder by name; `None` if it is not there, or cannot be listed, which is noted.
    fn list(&mut self, folder: &Path) -> Option<Vec<PathBuf>> {
        let target = match data_file::resolve(folder) {
            Ok(target) => target?,
            Err(error) => {
                self.note_error(folder, &error);
                return None;
            }
        };
        let entries = fs::read_dir(target).and_then(|entries| {
            let names = entries.map(|entry| Ok(folder.join(entry?.file_name())));
            names.collect::<io::Result<Vec<_>>>()
        });
        match entries {
            Ok(mut paths) => {
                paths.sort();
                Some(paths)
            }
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                self.note_damage(folder, Damage::NotAFolder);
                None
            }
            Err(error) => {
                let reason = error.to_string();
                self.note(folder, FindingKind::Unreadable { reason });
                None
            }
        }
    }

    fn accounts_file(&mut self) {
        let path = self.store.layout.users();
        if fs::symlink_metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return self.note(path, FindingKind::NoAccounts);
        }
        if let Some(text) = self.read(&path) {
            self.accounts(&path, &text);
        }
    }

    fn user_files(&mut self) {
        let folder = self.store.layout.user_data();
        let is_missing = fs::symlink_metadata(&folder)
            .is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
        if is_missing {
            return self.note(folder, FindingKind::FolderMissing);
        }
        for path in self.list(&folder).unwrap_or_default() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let Some(EntryName::UserData(user)) = EntryName::parse(&format!("user_data/{name}"))
            else {
                continue;
            };
            if self
                .users
                .as_ref()
                .is_some_and(|users| !users.contains(&user))
            {
                let user = user.clone();
                self.note(&path, FindingKind::Orphan { user });
            }
            if let Some(text) = self.read(&path) {
                self.user_file(&path, &text);
            }
            self.dropped_turns(&path, user);
        }
    }

    fn dropped_turns(&mut self, path: &Path, user: UserId) {
        // A file that cannot be read is a finding already.
        let dropped = self.store.dropped_turns(&user).unwrap_or_default();
        let mut conversations: Vec<_> = dropped.iter().map(RecentTurn::conversation).collect();
        conversations.dedup();
        for conversation in conversations {
            let user = user.clone();
            self.note(path, FindingKind::TurnDropped { user, conversation });
        }
    }

    /// Looks at the files that are ours alone.
    fn own_files(&mut self) {
        let layout = &self.store.layout;
        let (settings, recipients) = (
            layout.entry(&EntryName::Settings),
            layout.entry(&EntryName::Recipients),
        );
        let (ledger, tombstones) = (
            layout.entry(&EntryName::Ledger),
            layout.entry(&EntryName::Tombstones),
        );
        if self.list(&layout.private()).is_none() {
            return;
        }
        let zone = self.store.options.local_timezone;
        if let Some(text) = self.read(&settings)
            && let Err(cause) = settings_file::read(Some(&text), None, zone)
        {
            self.note_damage(&settings, cause);
        }
        // What the lines of recipients mean is known above this floor.
        let _ = self.read(&recipients);
        if let Some(text) = self.read(&ledger) {
            self.lines(&ledger, &text, |line| LedgerEntry::read_all(line).map(drop));
        }
        if let Some(text) = self.read(&tombstones) {
            self.lines(&tombstones, &text, |line| Object::parse(line).map(drop));
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
