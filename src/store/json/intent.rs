//! Changes in progress, each a small file under `.chatkeep/intent/` that its process has locked.
//!
//! A file that nobody has locked is of a process that was killed, and says what has to be undone or finished. It names
//! parts of the store and never paths: whoever may write into the store must not direct what root removes.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::access::{self, Access};
use super::data_file;
use super::file_lock::{self, LockKind};
use super::layout::Layout;
use super::locked_file;
use crate::files::{folder_of, is_no_matter, sync_folder};
use crate::model::{UserId, as_rfc3339};
use crate::store::{EntryName, StoreError, StoreResult};

/// What is about to be done; a line of JSON each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    /// This part is written, by way of a hidden file beside it. Undone by removing that.
    Write(String),
    /// This user is removed. Begun when the account is gone, and then finished by removing the user's file.
    Remove(String),
    /// This user is erased. Begun when the account is gone, and then finished by removing all else, tombstone set.
    Erase {
        /// Who.
        user: String,
        /// When, for the tombstone.
        #[serde(with = "as_rfc3339")]
        at: DateTime<Utc>,
    },
    /// This user goes over into another. Begun when it is noted, and then finished by doing all of it again: what is done already
    /// stays as it is.
    Merge {
        /// Whose account goes.
        from: String,
        /// Whose stays.
        into: String,
        /// When.
        #[serde(with = "as_rfc3339")]
        at: DateTime<Utc>,
    },
    /// Staged content is swapped in. Begun when it lies where the replaced content will be kept, and then finished.
    Swap {
        /// The name of that folder under `.chatkeep/before-restore/`.
        kept_as: String,
        /// What is swapped, in order.
        parts: Vec<SwapPart>,
    },
    /// The swap came to nothing, and everything is as it was. Finished by removing what was staged for it.
    Discard {
        /// The name of that folder.
        kept_as: String,
    },
}

/// A file or folder to be swapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SwapPart {
    /// Its path in the store.
    pub(super) name: String,
    /// The number by which the file system knows the new content: where that is, tells how far a swap has come.
    pub(super) inode: u64,
}

/// What a living process is about to do. Dropped, it is forgotten.
#[derive(Debug)]
pub(super) struct Intent(NamedTempFile);

impl Intent {
    /// Begins to say what this process does. The store's lock must be held.
    pub(super) fn begin(layout: &Layout) -> StoreResult<Self> {
        let (folder, private) = (layout.intents(), layout.private());
        let metadata = fs::metadata(&private).map_err(StoreError::io("look at", &private))?;
        let access = Access::of(&metadata);
        if !folder.is_dir() {
            access::create_folder(&folder, &access.with_mode(0o700))?;
        }
        Ok(Self(locked_file::create(&folder, "", "", &access)?))
    }

    /// Returns the hidden name under which this change writes what will be at `path`.
    pub(super) fn hidden_name(&self, path: &Path) -> PathBuf {
        hidden_name(path, &id_of(self.0.path()))
    }

    /// Says what comes next. It need not outlast a power cut: without it a hidden file stays until `doctor` finds it.
    pub(super) fn note(&self, step: &Step) -> StoreResult<()> {
        let mut line = serde_json::to_string(step).expect("a step has text keys and plain values");
        line.push('\n');
        self.0
            .as_file()
            .write_all(line.as_bytes())
            .map_err(StoreError::io("write", self.0.path()))
    }

    /// Says what comes next, and has that on disk before returning.
    pub(super) fn note_durably(&self, step: &Step) -> StoreResult<()> {
        self.note(step)?;
        let path = self.0.path();
        let synced = self.0.as_file().sync_all();
        synced.map_err(StoreError::io("sync", path))?;
        Ok(sync_folder(folder_of(path))?)
    }

    /// Leaves it to the next command to finish what was begun.
    pub(super) fn leave(self) {
        let _ = self.0.keep();
    }
}

/// What a killed process was about to do.
#[derive(Debug)]
pub(super) struct Abandoned {
    pub(super) path: PathBuf,
    pub(super) steps: Vec<Step>,
}

impl Abandoned {
    /// Whether there is any that nobody has locked.
    pub(super) fn is_any(layout: &Layout) -> StoreResult<bool> {
        for path in files_in(&layout.intents())? {
            match File::open(&path) {
                Ok(file) => {
                    if file_lock::try_lock(&file, &path, LockKind::Exclusive)?
                        && data_file::is_current(&file, &path)?
                    {
                        return Ok(true);
                    }
                }
                // Finished meanwhile, or of somebody whose leftovers are not ours to look at.
                Err(error) if is_no_matter(&error) => {}
                Err(error) => return Err(StoreError::io("open", path)(error)),
            }
        }
        Ok(false)
    }

    /// Reads all that there are. The store's lock must be held exclusively: then none of them is of the living.
    pub(super) fn all(layout: &Layout) -> StoreResult<Vec<Self>> {
        let mut all = Vec::new();
        for path in files_in(&layout.intents())? {
            let text = match fs::read_to_string(&path) {
                Ok(text) => text,
                Err(error) if is_no_matter(&error) => continue,
                Err(error) => return Err(StoreError::io("read", path)(error)),
            };
            // A line that is not whole says nothing that was begun.
            let steps = text
                .lines()
                .map_while(|line| serde_json::from_str(line).ok());
            let steps = steps.collect();
            all.push(Self { path, steps });
        }
        Ok(all)
    }

    /// Whether a swap of this name had come to nothing.
    pub(super) fn has_discarded(&self, swap: &str) -> bool {
        let is_it = |step: &Step| matches!(step, Step::Discard { kept_as } if kept_as == swap);
        self.steps.iter().any(is_it)
    }

    /// Returns the hidden file by way of which a part was written.
    pub(super) fn hidden_file(&self, layout: &Layout, part: &str) -> StoreResult<Option<PathBuf>> {
        let Some(entry) = EntryName::parse(part) else {
            return Ok(None);
        };
        let path = layout.entry(&entry);
        let target = data_file::resolve(&path)
            .unwrap_or_default()
            .unwrap_or(path);
        Ok(Some(hidden_name(&target, &id_of(&self.path))))
    }
}

impl Step {
    /// Says that a part is written.
    pub(super) fn write(entry: &EntryName) -> Self {
        Self::Write(entry.to_string())
    }

    /// Says that a user is erased.
    pub(super) fn erase(user: &UserId, at: DateTime<Utc>) -> Self {
        let user = user.to_string();
        Self::Erase { user, at }
    }

    /// Says that a user goes over into another.
    pub(super) fn merge(from: &UserId, into: &UserId, at: DateTime<Utc>) -> Self {
        let (from, into) = (from.to_string(), into.to_string());
        Self::Merge { from, into, at }
    }

    /// Says that a user is removed.
    pub(super) fn remove(user: &UserId) -> Self {
        Self::Remove(user.to_string())
    }
}

fn id_of(intent: &Path) -> String {
    let name = intent.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn hidden_name(path: &Path, id: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{id}.tmp"))
}

fn files_in(folder: &Path) -> StoreResult<Vec<PathBuf>> {
    let refuse = || StoreError::io("list", folder);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if is_no_matter(&error) => return Ok(Vec::new()),
        Err(error) => return Err(refuse()(error)),
    };
    entries
        .map(|entry| Ok(entry.map_err(refuse())?.path()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_holds_is_abandoned() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let layout = Layout::new(root.path());
        fs::create_dir(layout.private()).expect("made");
        assert!(!Abandoned::is_any(&layout).expect("no fault"));
        let intent = Intent::begin(&layout).expect("begun");
        intent.note(&Step::write(&EntryName::Users)).expect("noted");
        assert!(!Abandoned::is_any(&layout).expect("no fault"));
        intent.leave();
        assert!(Abandoned::is_any(&layout).expect("no fault"));
        let all = Abandoned::all(&layout).expect("read");
        assert_eq!(all[0].steps, [Step::Write("users.json".to_owned())]);
    }

    #[test]
    fn no_path_out_of_the_store_is_ever_removed() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let layout = Layout::new(root.path());
        let abandoned = Abandoned {
            path: layout.intents().join("x"),
            steps: Vec::new(),
        };
        for part in ["../users.json", "/etc/passwd", "user_data/../../a.json"] {
            assert_eq!(
                abandoned.hidden_file(&layout, part).expect("no fault"),
                None
            );
        }
    }
}
