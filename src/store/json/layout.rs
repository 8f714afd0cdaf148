//! Where the files of a JSON store are.

use std::path::{Path, PathBuf};

use crate::model::UserId;
use crate::store::EntryName;

/// The folder of turns that are asked and not stored yet.
pub(super) const UNSAVED: &str = "unsaved";

/// The folder of a store.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    root: PathBuf,
}

/// Where what restores replaced is kept.
pub(in crate::store) const BEFORE_RESTORE: &str = "before-restore";

impl Layout {
    /// The name of the folder of users' files.
    pub(super) const USER_DATA: &str = "user_data";

    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn users(&self) -> PathBuf {
        self.root.join("users.json")
    }

    pub(super) fn user_data(&self) -> PathBuf {
        self.root.join(Self::USER_DATA)
    }

    pub(super) fn user_file(&self, user: &UserId) -> PathBuf {
        self.entry(&EntryName::UserData(user.clone()))
    }

    /// Ours alone; the web app never looks there.
    pub(super) fn private(&self) -> PathBuf {
        self.root.join(".chatkeep")
    }

    /// Locked shared by writers, exclusively for the moment of a snapshot and of a swap.
    pub(super) fn store_lock(&self) -> PathBuf {
        self.private().join("lock")
    }

    /// Held by whoever waits for the lock alone; newcomers queue behind.
    pub(super) fn gate(&self) -> PathBuf {
        self.private().join("gate")
    }

    /// Another file whenever the whole content was replaced.
    pub(super) fn generation(&self) -> PathBuf {
        self.private().join("generation")
    }

    /// Changes in progress, a file each.
    pub(super) fn intents(&self) -> PathBuf {
        self.private().join("intent")
    }

    /// Links to what was replaced beside the web app.
    pub(super) fn replaced(&self) -> PathBuf {
        self.private().join("replaced")
    }

    /// What the web app wrote into files that had been replaced.
    pub(super) fn conflicts(&self) -> PathBuf {
        self.private().join("conflicts")
    }

    /// Turns that were added beside the web app, a folder for each user.
    pub(super) fn recent(&self) -> PathBuf {
        self.private().join("recent")
    }

    pub(super) fn recent_turns(&self, user: &UserId) -> PathBuf {
        self.recent().join(user.as_str())
    }

    /// Turns that are asked and not stored yet, a file each.
    pub(super) fn unsaved(&self) -> PathBuf {
        self.private().join(UNSAVED)
    }

    /// Who has what an account had that went over into another; a file for each of those.
    pub(super) fn merged(&self) -> PathBuf {
        self.private().join("merged")
    }

    /// What is noted of keys being encrypted anew.
    pub(super) fn rekey(&self) -> PathBuf {
        self.private().join("rekey.jsonl")
    }

    /// Money set aside for replies on their way, a folder for each user.
    pub(super) fn all_reservations(&self) -> PathBuf {
        self.private().join("reserved")
    }

    pub(super) fn reservations(&self, user: &UserId) -> PathBuf {
        self.all_reservations().join(user.as_str())
    }

    /// Scratch folders, each locked by the process that uses it.
    pub(super) fn scratch(&self) -> PathBuf {
        self.private().join("tmp")
    }

    /// What restores replaced, a folder for each.
    pub(super) fn before_restore(&self) -> PathBuf {
        self.private().join(BEFORE_RESTORE)
    }

    /// Where backups go that are told no other place.
    pub(super) fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }

    pub(super) fn entry(&self, entry: &EntryName) -> PathBuf {
        self.root.join(entry.to_string())
    }
}
