//! A picture of the store at one moment, made of hard links.
//!
//! We replace files and never edit them, so a link keeps what it was made of, and making links is quick: only for that
//! moment writers wait. The web app does edit in place; so each linked file is read whole under its own lock, and what is
//! read is one complete version of it, of the snapshot's moment or newer.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::JsonStore;
use super::data_file::{self, DataFile};
use super::file_lock::{LockKind, Patience};
use super::layout::Layout;
use super::scratch::ScratchFolder;
use super::writing::Writer;
use crate::files::is_there;
use crate::store::{EntryName, Snapshot, StoreError, StoreResult};

/// The parts of ours that belong into a backup.
pub(super) const OUR_ENTRIES: [EntryName; 4] = [
    EntryName::Settings,
    EntryName::Recipients,
    EntryName::Ledger,
    EntryName::Tombstones,
];

struct JsonSnapshot {
    parts: Parts,
    layout: Layout,
    lock_timeout: Duration,
    /// Removed with its links when the snapshot is dropped; `None` where the live files are read.
    scratch: Option<ScratchFolder>,
}

/// What a store's folder holds.
pub(super) struct Parts {
    /// The parts, in order.
    pub(super) entries: Vec<EntryName>,
    /// Folders, pipes, and links that lead nowhere, under the names of parts.
    pub(super) left_out: Vec<PathBuf>,
}

impl JsonStore {
    pub(super) fn take_snapshot(&self) -> StoreResult<Box<dyn Snapshot>> {
        let snapshot = match self.linked_snapshot() {
            // Nothing can be put into the store, be it another's, read-only or full: its files themselves will do.
            Err(error) if error.is_refusal() => JsonSnapshot {
                parts: Parts::of(&self.layout)?,
                layout: self.layout.clone(),
                lock_timeout: self.options.lock_timeout,
                scratch: None,
            },
            other => other?,
        };
        Ok(Box::new(snapshot))
    }

    /// Reads a store's files as they lie.
    pub(in crate::store) fn files_in(
        folder: &Path,
        lock_timeout: Duration,
    ) -> StoreResult<Box<dyn Snapshot>> {
        let layout = Layout::new(folder);
        if !is_file(&layout.users())? {
            let location = folder.display().to_string();
            return Err(StoreError::Missing { location });
        }
        Ok(Box::new(JsonSnapshot {
            parts: Parts::of(&layout)?,
            layout,
            lock_timeout,
            scratch: None,
        }))
    }

    fn linked_snapshot(&self) -> StoreResult<JsonSnapshot> {
        let _writer = Writer::begin(self, LockKind::Exclusive)?;
        let scratch = ScratchFolder::create(&self.layout, "snapshot")?;
        let layout = Layout::new(scratch.path());
        for folder in [layout.user_data(), layout.private()] {
            DirBuilder::new()
                .mode(0o700)
                .create(&folder)
                .map_err(StoreError::io("create", &folder))?;
        }
        let mut parts = Parts::of(&self.layout)?;
        let patience = self.patience();
        let mut linked = Vec::with_capacity(parts.entries.len());
        for entry in parts.entries {
            if link_or_copy(&self.layout.entry(&entry), &layout.entry(&entry), &patience)? {
                linked.push(entry);
            }
        }
        parts.entries = linked;
        if !parts.entries.contains(&EntryName::Users) {
            let location = self.location.to_string();
            return Err(StoreError::Missing { location });
        }
        Ok(JsonSnapshot {
            parts,
            layout,
            lock_timeout: self.options.lock_timeout,
            scratch: Some(scratch),
        })
    }
}

impl Snapshot for JsonSnapshot {
    fn entries(&self) -> &[EntryName] {
        &self.parts.entries
    }

    fn left_out(&self) -> &[PathBuf] {
        &self.parts.left_out
    }

    fn read(&self, entry: &EntryName) -> StoreResult<Option<Vec<u8>>> {
        let path = self.layout.entry(entry);
        let content = DataFile::read_bytes(&path, &Patience::new(self.lock_timeout))?;
        let may_be_gone = self.scratch.is_none() && *entry != EntryName::Users;
        if content.is_none() && !may_be_gone {
            return Err(StoreError::io("open", path)(io::ErrorKind::NotFound.into()));
        }
        Ok(content)
    }
}

impl Parts {
    /// Finds the parts that there are.
    pub(super) fn of(layout: &Layout) -> StoreResult<Self> {
        let mut parts = Self {
            entries: vec![EntryName::Users],
            left_out: Vec::new(),
        };
        // A folder that is a link is followed; one that leads nowhere must not pass for a store without users' data.
        if let Some(folder) = data_file::resolve(&layout.user_data())? {
            parts.add_user_files(&layout.user_data(), &folder)?;
        }
        parts.entries.sort();
        parts.left_out.sort();
        for entry in OUR_ENTRIES {
            let path = layout.entry(&entry);
            if is_there(&path)? {
                parts.entries.push(entry);
            }
        }
        Ok(parts)
    }

    fn add_user_files(&mut self, folder: &Path, target: &Path) -> StoreResult<()> {
        let refuse = || StoreError::io("list", folder);
        for file in fs::read_dir(target).map_err(refuse())? {
            let name = file.map_err(refuse())?.file_name();
            let named = name
                .to_str()
                .and_then(|name| EntryName::parse(&format!("user_data/{name}")));
            let path = folder.join(&name);
            match named {
                Some(entry) if is_file(&path)? => self.entries.push(entry),
                Some(_) => self.left_out.push(path),
                None => {}
            }
        }
        Ok(())
    }
}

/// Whether there is a regular file, links followed.
pub(super) fn is_file(path: &Path) -> StoreResult<bool> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(metadata.is_file()),
        Err(error) if leads_nowhere(&error) => Ok(false),
        Err(error) => Err(StoreError::io("look at", path)(error)),
    }
}

/// Whether there is nothing, or a link that leads nowhere or in a circle.
fn leads_nowhere(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
        || error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

/// Links a file; copies it where links cannot be made: across file systems, or where the system guards others' files.
/// Returns whether it was still there.
fn link_or_copy(named: &Path, to: &Path, patience: &Patience) -> StoreResult<bool> {
    // A link to a symbolic link would lead wherever that leads by then.
    let Some(from) = data_file::resolve(named)? else {
        return Ok(false);
    };
    if fs::hard_link(&from, to).is_ok() {
        return Ok(true);
    }
    // The web app may be writing into it.
    let Some(content) = DataFile::read_bytes(named, patience)? else {
        return Ok(false);
    };
    fs::write(to, content).map_err(StoreError::io("write", to))?;
    Ok(true)
}
