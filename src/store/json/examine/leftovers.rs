//! What killed commands left behind, and what waits for a person to look at it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::DateTime;

use super::Examination;
use crate::store::json::file_lock::{self, LockKind};
use crate::store::json::reservations::{self, Reserved};
use crate::store::{FindingKind, LeftBehind};

impl Examination<'_> {
    pub(super) fn leftovers(&mut self) {
        let layout = self.store.layout.clone();
        // Whoever writes holds the store's lock, so what is found under it is nobody's. Not to be had, it is no time to tell.
        let lock = File::open(layout.store_lock()).ok();
        let is_quiet = lock.as_ref().is_none_or(|lock| {
            file_lock::try_lock(lock, &layout.store_lock(), LockKind::Exclusive).unwrap_or(true)
        });
        if is_quiet {
            for folder in [
                layout.root().to_owned(),
                layout.user_data(),
                layout.private(),
            ] {
                self.left_in(&folder, LeftBehind::Temporary, is_temporary);
            }
        }
        drop(lock);
        let all = |_: &Path| true;
        self.left_in(&layout.scratch(), LeftBehind::Scratch, all);
        self.left_in(&layout.intents(), LeftBehind::Intent, all);
        self.left_in(&layout.backups(), LeftBehind::PartialBackup, is_partial);
        for folder in entries(&layout.all_reservations()) {
            self.left_in(&folder, LeftBehind::Temporary, is_temporary);
            self.reservations_in(&folder);
        }
        self.conflicts_in(&layout.conflicts());
        self.unsaved_replies();
        self.unfinished_rekey(layout.rekey());
    }

    fn unsaved_replies(&mut self) {
        match self.store.kept_turns() {
            Ok(turns) => self.found.unsaved(turns),
            Err(error) => self.found.note_error(&self.store.layout.unsaved(), &error),
        }
    }

    fn unfinished_rekey(&mut self, path: PathBuf) {
        // Locked, a living process is at it. What cannot be read is noted by whoever goes on with it.
        if let Ok(Some(notes)) = self.store.noted_rekey()
            && Unused::claim(&path).is_some()
        {
            let recipients = notes.target;
            self.found
                .note(path, FindingKind::RekeyUnfinished { recipients });
        }
    }

    /// Notes what is `of_kind` in the folder and locked by nobody. What cannot be listed was noted elsewhere, or is not ours.
    fn left_in(&mut self, folder: &Path, what: LeftBehind, of_kind: impl Fn(&Path) -> bool) {
        for path in entries(folder) {
            if of_kind(&path) && Unused::claim(&path).is_some() {
                self.found.note(path, FindingKind::LeftBehind { what });
            }
        }
    }

    /// Notes the reservations whose processes are gone and whose time has passed.
    fn reservations_in(&mut self, folder: &Path) {
        let now = DateTime::from(SystemTime::now());
        for path in reservations::paths_in(folder).unwrap_or_default() {
            match Reserved::read(path.clone()) {
                Ok(Some(found)) if found.is_past(now) => {
                    let what = LeftBehind::Reservation;
                    self.found.note(path, FindingKind::LeftBehind { what });
                }
                Ok(_) => {}
                Err(error) => self.found.note_error(&path, &error),
            }
        }
    }

    fn conflicts_in(&mut self, folder: &Path) {
        for path in entries(folder) {
            if path.is_dir() && !path.is_symlink() {
                self.conflicts_in(&path);
            } else {
                self.found.note(path, FindingKind::Conflict);
            }
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder).into_iter().flatten().flatten();
    listed.map(|entry| entry.path()).collect()
}

/// Whether it is named as files are that are to replace another: `.NAME.XXXXXX.tmp`.
fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let Some(name) = name
        .strip_prefix('.')
        .and_then(|name| name.strip_suffix(".tmp"))
    else {
        return false;
    };
    let is_random = |text: &str| text.len() >= 6 && text.bytes().all(|b| b.is_ascii_alphanumeric());
    is_regular(path) && matches!(name.rsplit_once('.'), Some((_, random)) if is_random(random))
}

fn is_partial(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    is_regular(path) && name.starts_with(".chatkeep-") && name.ends_with(".partial")
}

fn is_regular(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|facts| facts.is_file())
}

/// Proof that nobody uses a file or folder: its lock, for as long as this lives.
#[derive(Debug)]
pub(in crate::store::json) struct Unused {
    _lock: Option<File>,
}

impl Unused {
    /// Locks what is at `path`; `None` if somebody else has, or if it may not be opened, so that nobody can tell.
    pub(in crate::store::json) fn claim(path: &Path) -> Option<Self> {
        let facts = std::fs::symlink_metadata(path).ok()?;
        // A link or a pipe is nobody's, and opening it would lead elsewhere, or wait for the other end.
        if !facts.is_file() && !facts.is_dir() {
            return Some(Self { _lock: None });
        }
        let file = File::open(path).ok()?;
        let is_free = file_lock::try_lock(&file, path, LockKind::Exclusive).unwrap_or(false);
        is_free.then_some(Self { _lock: Some(file) })
    }
}
