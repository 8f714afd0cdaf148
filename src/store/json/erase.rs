//! Erasing a person: whatever the store has of them, by one intent.
//!
//! The account goes first, and with it all is decided: what is cut short before leaves everything as it was, and what is cut
//! short after is finished by the next command, tombstone included, which the intent has the time for.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};

use super::file_lock::{LockKind, Patience};
use super::intent::Step;
use super::layout::Layout;
use super::load::{kept_for, kept_in};
use super::replace::{self, Written, or_blank};
use super::users::holdings;
use super::writing::{Attempt, Writer};
use super::{JsonStore, data_file, replaced, unsaved, users_file};
use crate::files::{folder_of, is_no_matter, is_there, sync_folder};
use crate::model::document::{Object, spliced};
use crate::model::{Malformed, UserId};
use crate::store::user_file::{self, UserFile};
use crate::store::{
    EntryName, ErasedKind, Erasure, LeftKind, LeftOfPerson, Notice, StoreError, StoreResult,
    Tombstone, tombstone,
};

impl JsonStore {
    /// Returns the tombstones that can be read.
    pub(super) fn all_tombstones(&self) -> StoreResult<Vec<Tombstone>> {
        let text = self.read(&self.layout.entry(&EntryName::Tombstones))?;
        Ok(Tombstone::read_sound(text.unwrap_or_default().as_bytes()).0)
    }

    /// Takes away the tombstones of somebody who comes back. Returns whether there were any.
    pub(super) fn take_tombstone_away(&self, user: &UserId) -> StoreResult<bool> {
        if !self.all_tombstones()?.iter().any(|one| one.user == *user) {
            return Ok(false);
        }
        let writer = Writer::begin(self, LockKind::Shared)?;
        writer.write_private(&EntryName::Tombstones, |present| {
            let present = present.unwrap_or_default();
            Ok(or_blank(tombstone::united(
                &[present],
                std::slice::from_ref(user),
            )))
        })?;
        Ok(true)
    }

    /// Tells what an erasure would take away.
    pub(super) fn would_erase_account(&self, user: &UserId) -> StoreResult<Erasure> {
        let (_, users) = self.read_users()?;
        let file = self.read(&self.layout.user_file(user))?;
        self.erasure_of(user, &users, file.as_deref())
    }

    pub(super) fn erase_account(&self, user: &UserId, at: DateTime<Utc>) -> StoreResult<Erasure> {
        let writer = Writer::begin(self, LockKind::Shared)?;
        let mut is_begun = false;
        let outcome = writer.until_done(|| {
            let users = writer.users(LockKind::Exclusive)?;
            let splice = self.in_users_file(users_file::remove(&users.text, user))?;
            let splice = splice.ok_or_else(|| StoreError::user_not_found(user.as_str()))?;
            let file = writer.user_file(user)?;
            // What cannot be read cannot be added to, and by then it would be too late to refuse.
            self.read(&self.layout.entry(&EntryName::Tombstones))?;
            let text = file.as_ref().map(|file| file.text.as_str());
            let erasure = self.erasure_of(user, &users.text, text)?;
            let path = self.layout.user_file(user);
            let (_, entries) = holdings(user, text.unwrap_or(user_file::EMPTY))
                .map_err(|cause| StoreError::damaged(&path, cause))?;
            writer.intent()?.note_durably(&Step::erase(user, at))?;
            self.forget_merged(user)?;
            writer.note_in_ledger(&entries)?;
            let mut splices = [splice];
            let pieces = spliced(&users.text, &mut splices);
            let written = writer.replace(&EntryName::Users, &users, &pieces, |_| {
                is_begun = true;
                Ok(())
            })?;
            if let Written::Yes = written {
                self.erase_the_rest(&writer, user, at)?;
            }
            Ok(Attempt::after(written, erasure))
        });
        if outcome.is_err() && is_begun {
            // Whether the account is gone tells the next command whether to finish it.
            writer.leave_unfinished();
            return outcome;
        }
        let mut erasure = outcome?;
        // What is kept of the accounts for the web app is there only now.
        erasure.left = self.left_of(user)?;
        Ok(erasure)
    }

    /// Finishes an erasure that was cut short, if it had come to where the account was gone.
    pub(super) fn finish_erasing(
        &self,
        writer: &Writer<'_>,
        user: UserId,
        at: DateTime<Utc>,
        patience: &Patience,
    ) -> StoreResult<()> {
        let path = self.layout.users();
        let users = data_file::DataFile::open(&path, LockKind::Shared, patience)?;
        let Some(users) = users else {
            return Ok(());
        };
        let is_there = users_file::contains(&users.text, &user);
        if is_there.map_err(|cause| StoreError::damaged(path, cause))? {
            return Ok(());
        }
        self.erase_the_rest(writer, &user, at)?;
        self.notify(Notice::ErasureFinished { user });
        Ok(())
    }

    /// Erases what there is besides the account, which is gone. Done twice, it changes nothing more.
    fn erase_the_rest(
        &self,
        writer: &Writer<'_>,
        user: &UserId,
        at: DateTime<Utc>,
    ) -> StoreResult<()> {
        let line = Tombstone::new(user, at).to_line();
        writer.write_private(&EntryName::Tombstones, |present| {
            Ok(tombstone::united(
                &[present.unwrap_or_default(), &line],
                &[],
            ))
        })?;
        if let Some(file) = data_file::resolve(&self.layout.user_file(user))? {
            replace::remove(&file)?;
        }
        for (_, paths) in self.traces_of(user)? {
            for path in paths {
                remove_for_good(&path)?;
            }
        }
        self.forget_sums();
        Ok(())
    }

    /// Returns what else there is of a user under our own folder: files and folders of theirs alone.
    fn traces_of(&self, user: &UserId) -> StoreResult<Vec<(ErasedKind, Vec<PathBuf>)>> {
        let layout = &self.layout;
        let unsaved = unsaved::of_user(&layout.private(), user)?.0;
        let of_user = |path: &PathBuf| replaced::is_of(path, &format!("{user}.json"));
        let replaced = listed(&layout.replaced())?.into_iter().filter(of_user);
        let conflicts = listed(&layout.conflicts())?.into_iter();
        let of_user = |path: &PathBuf| is_conflict_of(path, user.as_str());
        let folder = |path: PathBuf| -> StoreResult<Vec<PathBuf>> {
            let is_there = is_there(&path)?;
            Ok(is_there.then_some(path).into_iter().collect())
        };
        Ok(vec![
            (ErasedKind::UnsavedReplies, unsaved),
            (ErasedKind::RecentTurns, folder(layout.recent_turns(user))?),
            (ErasedKind::Reservations, folder(layout.reservations(user))?),
            (ErasedKind::ReplacedVersions, replaced.collect()),
            (ErasedKind::Conflicts, conflicts.filter(of_user).collect()),
        ])
    }

    fn erasure_of(&self, user: &UserId, users: &str, file: Option<&str>) -> StoreResult<Erasure> {
        let layout = &self.layout;
        let damaged = |path: PathBuf| move |cause: Malformed| StoreError::damaged(path, cause);
        let accounts = Object::parse(users).map_err(damaged(layout.users()))?;
        let account = accounts
            .get(user.as_str())
            .ok_or_else(|| StoreError::user_not_found(user.as_str()))?;
        let mut erasure = Erasure::default();
        let place = shown(&layout.users());
        erasure.note(ErasedKind::Account, place, 1, account.value.len() as u64);
        let path = layout.user_file(user);
        if let Some(text) = file {
            let place = shown(&path);
            erasure.note(ErasedKind::UserFile, place, 1, text.len() as u64);
            count_holdings(text, &mut erasure).map_err(damaged(path))?;
        }
        for (kind, paths) in self.traces_of(user)? {
            note_files(kind, &paths, &mut erasure)?;
        }
        erasure.left = self.left_of(user)?;
        Ok(erasure)
    }

    /// Returns what an erasure leaves of a user, or may leave.
    fn left_of(&self, user: &UserId) -> StoreResult<Vec<LeftOfPerson>> {
        let layout = &self.layout;
        let kept = kept_for(layout.root())?;
        let mut left = left_of_copies(kept, user)?;
        let mut add = |kind, paths: Vec<PathBuf>| {
            let of_kind = |place| LeftOfPerson { place, kind };
            left.extend(paths.into_iter().map(of_kind));
        };
        let mut replaced = listed(&layout.replaced())?;
        replaced.retain(|path| replaced::is_of(path, "users.json"));
        add(LeftKind::ReplacedAccounts, naming(replaced, user)?);
        let mut conflicts = listed(&layout.conflicts())?;
        conflicts.retain(|path| is_conflict_of(path, "users"));
        add(LeftKind::ConflictingAccounts, naming(conflicts, user)?);
        let unreadable = unsaved::of_user(&layout.private(), user)?.1;
        add(LeftKind::UnreadableReply, unreadable);
        Ok(left)
    }
}

/// Returns which of the stores in this folder, replaced by restores, have the user.
pub(in crate::store) fn left_in(folder: &Path, user: &UserId) -> StoreResult<Vec<LeftOfPerson>> {
    left_of_copies(kept_in(folder)?, user)
}

fn left_of_copies(copies: Vec<PathBuf>, user: &UserId) -> StoreResult<Vec<LeftOfPerson>> {
    let mut left = Vec::new();
    for place in copies {
        let copy = Layout::new(&place);
        if is_there(&copy.user_file(user))? || !naming(vec![copy.users()], user)?.is_empty() {
            let kind = LeftKind::BeforeRestore;
            left.push(LeftOfPerson { place, kind });
        }
    }
    Ok(left)
}

/// Counts the keys, conversations and messages of a user's file, and what replies took.
fn count_holdings(text: &str, erasure: &mut Erasure) -> Result<(), Malformed> {
    let file = UserFile::parse(text)?;
    erasure.keys = file.keys()?.len();
    for conversation in file.conversations()?.summaries()? {
        erasure.conversations += 1;
        erasure.messages += conversation.message_count;
        erasure.totals.merge(&conversation.totals);
    }
    Ok(())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Lists a folder, sorted; nothing if it is not there, or is not ours to look into.
fn listed(folder: &Path) -> StoreResult<Vec<PathBuf>> {
    let refuse = || StoreError::io("list", folder);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if is_no_matter(&error) => return Ok(Vec::new()),
        Err(error) => return Err(refuse()(error)),
    };
    let paths = entries.map(|entry| Ok(entry.map_err(refuse())?.path()));
    let mut paths = paths.collect::<StoreResult<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// Whether it is named as the web app's version of the file STEM.json is: `STEM-TIME.json`, perhaps with a number.
fn is_conflict_of(path: &Path, stem: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let rest = name
        .strip_prefix(stem)
        .and_then(|name| name.strip_prefix('-'));
    let Some(time) = rest.and_then(|rest| rest.strip_suffix(".json")) else {
        return false;
    };
    let (time, number) = time.split_once('-').unwrap_or((time, "1"));
    let is_time = NaiveDateTime::parse_from_str(time, "%Y%m%d_%H%M%SZ").is_ok();
    is_time && number.parse::<u32>().is_ok()
}

/// Returns those of these files that name the user.
fn naming(paths: Vec<PathBuf>, user: &UserId) -> StoreResult<Vec<PathBuf>> {
    let quoted = format!("\"{user}\"");
    let mut found = Vec::new();
    for path in paths {
        match fs::read(&path) {
            Ok(bytes) => {
                let has = |part: &[u8]| part == quoted.as_bytes();
                if bytes.windows(quoted.len()).any(has) {
                    found.push(path);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            // It may be of the user: better named than not.
            Err(_) => found.push(path),
        }
    }
    Ok(found)
}

/// Notes the files that are these or below these, which are in one folder.
pub(in crate::store) fn note_files(
    kind: ErasedKind,
    paths: &[PathBuf],
    erasure: &mut Erasure,
) -> StoreResult<()> {
    let (mut items, mut bytes) = (0, 0);
    for path in paths {
        measure(path, &mut items, &mut bytes)?;
    }
    if let Some(first) = paths.first() {
        erasure.note(kind, shown(folder_of(first)), items, bytes);
    }
    Ok(())
}

/// Adds the files at a path, or below it, and their sizes.
fn measure(path: &Path, items: &mut u64, bytes: &mut u64) -> StoreResult<()> {
    let facts = match fs::symlink_metadata(path) {
        Ok(facts) => facts,
        Err(error) if is_no_matter(&error) => return Ok(()),
        Err(error) => return Err(StoreError::io("look at", path)(error)),
    };
    if facts.is_dir() {
        let below = listed(path)?;
        return below
            .iter()
            .try_for_each(|path| measure(path, items, bytes));
    }
    *items += 1;
    *bytes += facts.len();
    Ok(())
}

/// Removes a file or a folder, and has that on disk: what is erased must not be back after a power cut.
pub(in crate::store) fn remove_for_good(path: &Path) -> StoreResult<()> {
    match fs::symlink_metadata(path) {
        Ok(facts) if facts.is_dir() => {}
        Ok(_) => return replace::remove(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io("look at", path)(error)),
    }
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io("remove", path)(error))
        }
        _ => Ok(sync_folder(folder_of(path))?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_users_conflicts_are_told_from_those_of_others() {
        let is_of = |name: &str, stem: &str| is_conflict_of(Path::new(name), stem);
        assert!(is_of("conflicts/a-20260209_140311Z.json", "a"));
        assert!(is_of("conflicts/a-20260209_140311Z-2.json", "a"));
        assert!(is_of("a-1-20260209_140311Z.json", "a-1"));
        for name in [
            "a-1-20260209_140311Z.json",
            "b-20260209_140311Z.json",
            "a-20260209.json",
            "a.json",
            "a-20260209_140311Z",
        ] {
            assert!(!is_of(name, "a"), "{name}");
        }
    }
}
