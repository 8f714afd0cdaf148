//! Who has what an account had that went over into another: a small file for each such account under `.chatkeep/merged/`, named
//! after it.
//!
//! A reply that was on its way when its account went over is brought in where the conversation is now.

use std::fs::{self, File};
use std::io::{self, Read, Write};

use super::JsonStore;
use super::access::{self, Access};
use super::recent::remove;
use crate::files::{Draft, is_no_matter};
use crate::model::UserId;
use crate::store::{StoreError, StoreResult};

/// More than any id has.
const SIZE_LIMIT: u64 = 1024;
/// How often in a row an account can have gone over into the next. Notes that were copied by hand could lead in a circle.
const LONGEST_CHAIN: usize = 100;

impl JsonStore {
    /// Notes into which account another one goes over.
    pub(super) fn note_merged(&self, from: &UserId, into: &UserId) -> StoreResult<()> {
        let folder = self.layout.merged();
        let access = Access::at(&self.layout.private())?.unwrap_or_else(Access::ours);
        if !folder.is_dir() {
            access::create_folder(&folder, &access.with_mode(0o700))?;
        }
        let path = folder.join(from.as_str());
        let mut draft = Draft::beside(&path)?;
        access.with_mode(0o600).apply(draft.file(), draft.path())?;
        writeln!(draft, "{into}").map_err(StoreError::io("write", draft.path()))?;
        draft.sync()?;
        Ok(draft.replace(&path)?)
    }

    /// Forgets that an account went over into another: it is there again, and about to go in another way.
    pub(super) fn forget_merged(&self, user: &UserId) -> StoreResult<()> {
        remove(&self.layout.merged().join(user.as_str()))
    }

    /// Returns who has what a user had whose account went over into another, and is not there any more.
    pub(super) fn successor_of(&self, user: &UserId) -> StoreResult<Option<UserId>> {
        let Some(mut successor) = self.noted_successor(user)? else {
            return Ok(None);
        };
        let present = self.user_ids()?;
        if present.contains(user) {
            return Ok(None);
        }
        for _ in 0..LONGEST_CHAIN {
            if present.contains(&successor) {
                return Ok(Some(successor));
            }
            match self.noted_successor(&successor)? {
                Some(next) => successor = next,
                None => break,
            }
        }
        Ok(None)
    }

    /// Returns the accounts that are noted, each with the one that it went over into.
    pub(super) fn merged_pairs(&self) -> StoreResult<Vec<(UserId, UserId)>> {
        let folder = self.layout.merged();
        let refuse = || StoreError::io("list", &folder);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if is_no_matter(&error) => return Ok(Vec::new()),
            Err(error) => return Err(refuse()(error)),
        };
        let mut pairs = Vec::new();
        for entry in entries {
            let name = entry.map_err(refuse())?.file_name();
            // What is being written is hidden.
            let Some(from) = name.to_str().and_then(|name| UserId::parse(name).ok()) else {
                continue;
            };
            let into = self.noted_successor(&from)?;
            pairs.extend(into.map(|into| (from, into)));
        }
        Ok(pairs)
    }

    fn noted_successor(&self, user: &UserId) -> StoreResult<Option<UserId>> {
        let path = self.layout.merged().join(user.as_str());
        let opened = match fs::symlink_metadata(&path) {
            // Opening a pipe would wait for a writer.
            Ok(facts) if !facts.is_file() => return Ok(None),
            Ok(_) => File::open(&path),
            Err(error) => Err(error),
        };
        let file = match opened {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io("open", path)(error)),
        };
        let mut text = String::new();
        let read = file.take(SIZE_LIMIT).read_to_string(&mut text);
        read.map_err(StoreError::io("read", path))?;
        Ok(UserId::parse(text.trim()).ok())
    }
}
