//! Examining a store: every file is looked at, past every problem, and nothing is changed or created.
//!
//! No lock is held for longer than one file is read, or one folder listed.

mod access;
mod leftovers;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub(super) use leftovers::Unused;

use super::recent::RecentTurn;
use super::snapshot::OUR_ENTRIES;
use super::{JsonStore, data_file};
use crate::model::UserId;
use crate::store::examining::Findings;
use crate::store::{Damage, EntryName, Finding, FindingKind, StoreError, StoreResult};

/// What was found so far.
struct Examination<'s> {
    store: &'s JsonStore,
    found: Findings,
}

impl JsonStore {
    /// Looks at everything.
    pub(super) fn examine_all(&self) -> StoreResult<Vec<Finding>> {
        let root = self.layout.root();
        fs::metadata(root).map_err(StoreError::io("look at", root))?;
        let mut examination = Examination {
            store: self,
            found: Findings::default(),
        };
        examination.accounts_file();
        examination.user_files();
        examination.own_files();
        examination.leftovers();
        examination.access();
        Ok(examination.found.sorted())
    }
}

impl Examination<'_> {
    /// Reads a file; `None` if it is not there, or cannot be read, which is noted.
    fn read(&mut self, path: &Path) -> Option<String> {
        match self.store.read(path) {
            Ok(text) => text,
            Err(error) => {
                self.found.note_error(path, &error);
                None
            }
        }
    }

    /// Lists a folder by name; `None` if it is not there, or cannot be listed, which is noted.
    fn list(&mut self, folder: &Path) -> Option<Vec<PathBuf>> {
        let target = match data_file::resolve(folder) {
            Ok(target) => target?,
            Err(error) => {
                self.found.note_error(folder, &error);
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
                self.found.note_damage(folder, Damage::NotAFolder);
                None
            }
            Err(error) => {
                let reason = error.to_string();
                self.found.note(folder, FindingKind::Unreadable { reason });
                None
            }
        }
    }

    fn accounts_file(&mut self) {
        let path = self.store.layout.users();
        if fs::symlink_metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return self.found.note(path, FindingKind::NoAccounts);
        }
        if let Some(text) = self.read(&path) {
            self.found.accounts(&path, &text);
        }
    }

    fn user_files(&mut self) {
        let folder = self.store.layout.user_data();
        let is_missing = fs::symlink_metadata(&folder)
            .is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
        if is_missing {
            return self.found.note(folder, FindingKind::FolderMissing);
        }
        for path in self.list(&folder).unwrap_or_default() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let Some(EntryName::UserData(user)) = EntryName::parse(&format!("user_data/{name}"))
            else {
                continue;
            };
            self.found.owner_of(&path, &user);
            if let Some(text) = self.read(&path) {
                self.found.user_file(&path, &text);
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
            self.found
                .note(path, FindingKind::TurnDropped { user, conversation });
        }
    }

    /// Looks at the files that are ours alone.
    fn own_files(&mut self) {
        if self.list(&self.store.layout.private()).is_none() {
            return;
        }
        let zone = self.store.options.local_timezone;
        for entry in OUR_ENTRIES {
            let path = self.store.layout.entry(&entry);
            if let Some(text) = self.read(&path) {
                self.found.own_part(&entry, &path, &text, zone);
            }
        }
    }
}
