//! Who else can get at a store, and whose its files are.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::Examination;
use crate::store::{EntryName, FindingKind};

/// All but the owner.
const NOT_OWNER: u32 = 0o077;
/// All but owner and group: a web app's group may be meant to read.
const STRANGERS: u32 = 0o007;

impl Examination<'_> {
    pub(super) fn access(&mut self) {
        self.owners();
        let layout = self.store.layout.clone();
        let Some(root) = facts(layout.root()) else {
            return;
        };
        // What is in a closed folder is closed.
        if root.mode() & NOT_OWNER == 0 {
            return;
        }
        if self.is_all_ours() {
            self.open_to_others(layout.root(), &root, true);
            for path in [layout.users(), layout.user_data()] {
                self.open_below(&path);
            }
        } else if root.mode() & STRANGERS != 0 {
            self.open_to_strangers(&layout.users());
            self.open_user_data(&layout.user_data());
        }
        self.open_below(&layout.private());
    }

    /// Whether the settings say that the web app has no part in this store. Those that cannot be read do not.
    fn is_all_ours(&self) -> bool {
        let settings = self.store.layout.entry(&EntryName::Settings);
        let zone = self.store.options.local_timezone;
        let text = self.store.read(&settings).ok().flatten();
        text.and_then(|text| crate::store::settings_file::read(Some(&text), None, zone).ok())
            .is_some_and(|settings| !settings.is_shared)
    }

    fn open_to_others(&mut self, path: &Path, facts: &Metadata, is_ours: bool) {
        let mode = facts.mode() & 0o7777;
        self.found
            .note(path, FindingKind::OpenToOthers { mode, is_ours });
    }

    /// Notes what we made and others can get at, at `path` and below as far as folders are open.
    fn open_below(&mut self, path: &Path) {
        let Some(facts) = facts(path) else {
            return;
        };
        if facts.is_symlink() || facts.mode() & NOT_OWNER == 0 {
            return;
        }
        self.open_to_others(path, &facts, true);
        if facts.is_dir() {
            children(path).iter().for_each(|path| self.open_below(path));
        }
    }

    fn open_to_strangers(&mut self, path: &Path) {
        if let Some(facts) = facts(path).filter(is_open) {
            self.open_to_others(path, &facts, false);
        }
    }

    /// Notes once that users' files are open, however many are.
    fn open_user_data(&mut self, folder: &Path) {
        let Some(folder_facts) = facts(folder).filter(is_open) else {
            return;
        };
        let files = children(folder);
        if files
            .iter()
            .filter_map(|path| facts(path))
            .any(|facts| is_open(&facts))
        {
            self.open_to_others(folder, &folder_facts, false);
        }
    }

    /// Notes what belongs to somebody else than the accounts do.
    fn owners(&mut self) {
        let layout = self.store.layout.clone();
        let Some(users) = facts(&layout.users()) else {
            return;
        };
        let own = [layout.user_data(), layout.private()];
        let below = own.iter().flat_map(|folder| children(folder));
        let paths: Vec<PathBuf> = own.iter().cloned().chain(below).collect();
        for path in paths {
            if let Some(other) = facts(&path).filter(|facts| facts.uid() != users.uid()) {
                let (owner, expected) = (owner(&other), owner(&users));
                self.found
                    .note(path, FindingKind::OtherOwner { owner, expected });
            }
        }
    }
}

fn is_open(facts: &Metadata) -> bool {
    !facts.is_symlink() && facts.mode() & STRANGERS != 0
}

fn owner(facts: &Metadata) -> String {
    format!("{}:{}", facts.uid(), facts.gid())
}

fn facts(path: &Path) -> Option<Metadata> {
    fs::symlink_metadata(path).ok()
}

/// Lists a folder by name. One that cannot be listed is noted where its content matters.
fn children(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
