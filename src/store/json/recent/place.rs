//! Where turns are remembered: a folder for each user, a file for each turn, named after how far it has come.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::turn::{RecentTurn, Version};
use crate::files::{folder_of, is_no_matter};
use crate::model::UserId;
use crate::store::json::access::{self, Access};
use crate::store::json::layout::Layout;
use crate::store::{StoreError, StoreResult};

/// How far a turn has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    New,
    Stored,
    Dropped,
}

const NEW: &str = "new-";
const DROPPED: &str = "dropped-";
/// Stored turns are kept by the quarter of an hour, so that the old ones go without a look at each.
const QUARTER_SECONDS: i64 = 15 * 60;

/// What is remembered of one user.
pub(super) struct Recent {
    folder: PathBuf,
    /// The new and the dropped ones, of which there are few.
    unsettled: Vec<Remembered>,
    /// The folders of stored ones.
    quarters: Vec<PathBuf>,
}

/// A turn's file.
#[derive(Debug, Clone)]
pub(super) struct Remembered {
    pub(super) stage: Stage,
    pub(super) path: PathBuf,
}

impl Recent {
    /// Finds what is remembered; `None` for most users.
    pub(super) fn of(layout: &Layout, user: &UserId) -> StoreResult<Option<Self>> {
        let folder = layout.recent_turns(user);
        let Some(paths) = listed(&folder)? else {
            return Ok(None);
        };
        let (mut unsettled, mut quarters) = (Vec::new(), Vec::new());
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let stage = match &*name {
                name if name.starts_with(NEW) => Stage::New,
                name if name.starts_with(DROPPED) => Stage::Dropped,
                name if name.parse::<i64>().is_ok() => {
                    quarters.push(path);
                    continue;
                }
                _ => continue,
            };
            unsettled.push(Remembered { stage, path });
        }
        Ok(Some(Self {
            folder,
            unsettled,
            quarters,
        }))
    }

    /// Notes a turn whose file is about to get its name; it is the `number`th in that.
    pub(super) fn note_new(&self, number: usize, turn: &RecentTurn) -> StoreResult<()> {
        let mut name = format!("{NEW}{:012}-{}", turn.added_at, turn.version.inode);
        if number > 0 {
            name.push_str(&format!("-{number}"));
        }
        write(&self.folder.join(name), turn)
    }

    /// Hands the dropped turns over to another user.
    pub(super) fn hand_over_dropped(&self, to: &Self) -> StoreResult<()> {
        let dropped = self.unsettled.iter();
        for turn in dropped.filter(|turn| turn.stage == Stage::Dropped) {
            let name = turn.path.file_name().unwrap_or_default();
            fs::rename(&turn.path, to.folder.join(name))
                .map_err(StoreError::io("rename", &turn.path))?;
        }
        Ok(())
    }

    /// Whether there are dropped turns.
    pub(super) fn has_dropped(&self) -> bool {
        let mut turns = self.unsettled.iter();
        turns.any(|turn| turn.stage == Stage::Dropped)
    }

    /// Notes the version that is about to take the place of the `present` one: whichever of the two there is after a crash,
    /// it is not the app's.
    pub(super) fn note_versions(&self, present: Option<Version>, new: Version) -> StoreResult<()> {
        write(&self.folder.join("ours"), &(present, new))
    }

    /// Returns all turns, or only the unsettled ones.
    pub(super) fn turns(&self, with_stored: bool) -> StoreResult<Vec<Remembered>> {
        let mut turns = self.unsettled.clone();
        for quarter in self.quarters.iter().filter(|_| with_stored) {
            let stored = listed(quarter)?.unwrap_or_default().into_iter();
            let stage = Stage::Stored;
            turns.extend(stored.map(|path| Remembered { stage, path }));
        }
        Ok(turns)
    }

    /// Whether we wrote this version.
    pub(super) fn is_ours(&self, version: Version) -> bool {
        let text = fs::read(self.folder.join("ours")).unwrap_or_default();
        match serde_json::from_slice::<(Option<Version>, Version)>(&text) {
            Ok((before, last)) => version == last || before == Some(version),
            Err(_) => false,
        }
    }

    /// Moves a turn to the stage at which it is now.
    pub(super) fn set_stage(&self, turn: &Remembered, to: Stage) -> StoreResult<()> {
        let name = turn.path.file_name().unwrap_or_default().to_string_lossy();
        let bare = name.strip_prefix(NEW).unwrap_or(&name);
        let bare = bare.strip_prefix(DROPPED).unwrap_or(bare);
        let new = match to {
            Stage::New => self.folder.join(format!("{NEW}{bare}")),
            Stage::Dropped => self.folder.join(format!("{DROPPED}{bare}")),
            Stage::Stored => {
                let quarter = added_at(bare).unwrap_or_default() / QUARTER_SECONDS;
                let quarter = self.folder.join(quarter.to_string());
                if !quarter.is_dir() {
                    access::create_folder(&quarter, &access_in(&self.folder)?.with_mode(0o700))?;
                }
                quarter.join(bare)
            }
        };
        fs::rename(&turn.path, new).map_err(StoreError::io("rename", &turn.path))
    }

    /// Forgets what was added before this time, in seconds since 1970.
    pub(super) fn forget_before(&self, time: i64) -> StoreResult<()> {
        for quarter in &self.quarters {
            let name = quarter.file_name().unwrap_or_default().to_string_lossy();
            if name
                .parse::<i64>()
                .is_ok_and(|it| (it + 1) * QUARTER_SECONDS <= time)
            {
                remove_folder(quarter)?;
            }
        }
        for turn in &self.unsettled {
            let name = turn.path.file_name().unwrap_or_default().to_string_lossy();
            let bare = name.trim_start_matches(NEW).trim_start_matches(DROPPED);
            if added_at(bare).is_none_or(|added| added < time) {
                remove(&turn.path)?;
            }
        }
        Ok(())
    }
}

impl Remembered {
    /// Reads the turn; `None` for one that was removed meanwhile, or whose writing was cut short.
    pub(super) fn read(&self) -> Option<RecentTurn> {
        serde_json::from_slice(&fs::read(&self.path).ok()?).ok()
    }

    /// Whether the turn was ever in the file: a killed process may not have come so far.
    pub(super) fn was_stored(&self, turn: &RecentTurn, present: Version) -> bool {
        // The app writes into the file that it finds.
        self.stage != Stage::New || turn.version.inode == present.inode
    }
}

/// Returns when a turn was added, by the name of its file.
fn added_at(name: &str) -> Option<i64> {
    name.split('-').next()?.parse().ok()
}

/// Lists a folder; `None` if it is not there, or is not ours to read: then nothing can be told.
pub(super) fn listed(folder: &Path) -> StoreResult<Option<Vec<PathBuf>>> {
    let refuse = || StoreError::io("list", folder);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if is_no_matter(&error) => return Ok(None),
        Err(error) => return Err(refuse()(error)),
    };
    let paths = entries.map(|entry| Ok(entry.map_err(refuse())?.path()));
    paths.collect::<StoreResult<_>>().map(Some)
}

/// Returns the access that is handed on to what is made in a folder.
fn access_in(folder: &Path) -> StoreResult<Access> {
    Ok(Access::at(folder)?.unwrap_or_else(Access::ours))
}

/// Writes a file as the owner of its folder, for that one alone.
fn write(path: &Path, content: &impl Serialize) -> StoreResult<()> {
    let text = serde_json::to_vec(content).expect("text keys and plain values");
    let mut options = File::options();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut file = options.open(path).map_err(StoreError::io("write", path))?;
    let access = access_in(folder_of(path))?;
    access.with_mode(0o600).apply(&file, path)?;
    file.write_all(&text).map_err(StoreError::io("write", path))
}

pub(in crate::store::json) fn remove(path: &Path) -> StoreResult<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}

pub(super) fn remove_folder(path: &Path) -> StoreResult<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}
