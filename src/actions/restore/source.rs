//! What a store is restored from: a backup file, or a plain copy of a store, be it a folder or a tarball of one.

use std::fs;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::actions::backup::BackupContents;
use crate::actions::{ActionError, ActionResult};
use crate::archive::{self, ArchiveError, ArchiveReader, Progress, Tarball};
use crate::files::FileError;
use crate::secrets::FileKeySource;
use crate::store::{self, EntryName, Snapshot, StoreError, StoreResult};

/// Takes the parts of a backup one by one.
pub(super) type PartTaker<'t> = dyn FnMut(&EntryName, &[u8]) -> StoreResult<()> + 't;

/// What parts are read from.
pub(super) enum Source {
    Archive(ArchiveReader),
    Tarball(Tarball),
    Folder(Box<dyn Snapshot>),
}

impl Source {
    /// Opens a backup, and tells what it holds.
    pub(super) fn open(
        path: &Path,
        patience: Duration,
        keys: &dyn FileKeySource,
    ) -> ActionResult<(Self, BackupContents)> {
        let facts = fs::metadata(path).map_err(FileError::of("open", path));
        if !facts.map_err(ArchiveError::from)?.is_dir() {
            if let Some(tarball) = Tarball::open(path)? {
                let contents = BackupContents::of_tarball(&tarball);
                return Ok((Self::Tarball(tarball), contents));
            }
            let reader = ArchiveReader::open(path, keys)?;
            let contents = BackupContents::of(reader.manifest());
            return Ok((Self::Archive(reader), contents));
        }
        let parts = store::files_in(path, patience).map_err(|error| match error {
            StoreError::Missing { .. } => ActionError::BackupWithoutAccounts {
                path: path.to_owned(),
                reason: "it holds no users.json",
            },
            other => other.into(),
        })?;
        let contents = contents_of(&*parts, path)?;
        Ok((Self::Folder(parts), contents))
    }

    /// Whether a part is there.
    pub(super) fn has(&self, entry: &EntryName) -> bool {
        match self {
            Self::Archive(reader) => reader.manifest().file(entry).is_some(),
            Self::Tarball(tarball) => tarball.has(entry),
            Self::Folder(parts) => parts.entries().contains(entry),
        }
    }

    /// Hands every part to `take`. What was taken from a backup file is to be thrown away if this fails: the file as a whole
    /// is checked only at the end.
    pub(super) fn read_entries(
        &mut self,
        take: &mut PartTaker<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> ActionResult<()> {
        let parts = match self {
            Self::Archive(reader) => return Ok(reader.read_entries(take, progress)?),
            Self::Tarball(tarball) => return Ok(tarball.read_entries(take, progress)?),
            Self::Folder(parts) => parts,
        };
        let mut state = Progress {
            files_done: 0,
            files_total: parts.entries().len(),
            bytes_done: 0,
        };
        for entry in parts.entries() {
            if let Some(content) = parts.read(entry)? {
                take(entry, &content)?;
                state.bytes_done += content.len() as u64;
            }
            state.files_done += 1;
            progress(state);
        }
        Ok(())
    }

    /// Reads one part, and of a backup file of ours no more than that; `None` if it is not there.
    pub(super) fn read_one(&mut self, entry: &EntryName) -> ActionResult<Option<Vec<u8>>> {
        let content = match self {
            Self::Archive(reader) => reader.read_one(entry),
            Self::Tarball(tarball) => tarball.read_one(entry),
            Self::Folder(parts) if parts.entries().contains(entry) => {
                return Ok(parts.read(entry)?);
            }
            Self::Folder(_) => return Ok(None),
        };
        match content {
            Err(ArchiveError::NoSuchEntry { .. }) => Ok(None),
            content => Ok(Some(content?)),
        }
    }
}

/// Counts what a folder holds, and looks which of its files are damaged.
fn contents_of(parts: &dyn Snapshot, folder: &Path) -> ActionResult<BackupContents> {
    let (mut users, mut conversations, mut damaged) = (0, 0, Vec::new());
    for entry in parts.entries() {
        let Some(content) = parts.read(entry)? else {
            continue;
        };
        match archive::inspect(entry, &content) {
            Ok(found) => {
                users += found.users;
                conversations += found.conversations;
            }
            Err(cause) => damaged.push((entry.clone(), cause.to_string())),
        }
    }
    let accounts = folder.join(EntryName::Users.to_string());
    let changed_at = fs::metadata(&accounts)
        .and_then(|facts| facts.modified())
        .map_err(StoreError::io("look at", accounts))?;
    Ok(BackupContents {
        created_at: DateTime::<Utc>::from(changed_at),
        users,
        conversations,
        note: None,
        keys_excluded: false,
        damaged,
        others: None,
    })
}
