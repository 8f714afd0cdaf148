//! Where the files of a JSON store are.

use std::path::{Path, PathBuf};

use crate::model::UserId;
use crate::store::EntryName;

/// The folder of a store.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    root: PathBuf,
}

impl Layout {
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
        self.root.join("user_data")
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

    /// Scratch folders, each locked by the process that uses it.
    pub(super) fn scratch(&self) -> PathBuf {
        self.private().join("tmp")
    }

    /// What restores replaced, a folder for each.
    pub(super) fn before_restore(&self) -> PathBuf {
        self.private().join("before-restore")
    }

    pub(super) fn entry(&self, entry: &EntryName) -> PathBuf {
        self.root.join(entry.to_string())
    }
}
