//! A folder of backups: a new one put in, those that are there listed.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::files::{self, Draft, Placed};
use crate::secrets::FileKeySource;
use crate::store::Snapshot;
use chrono::{DateTime, Utc};

use super::Progress;
use super::error::ArchiveError;
use super::name::BackupName;
use super::owner::Owner;
use super::partial;
use super::reader::ArchiveReader;
use super::writer::{WriteOptions, Written};

/// A backup that was made.
#[derive(Debug, Clone)]
pub struct CreatedBackup {
    /// The file.
    pub path: PathBuf,
    /// What is in it.
    pub written: Written,
}

/// A backup in a folder, known by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// The file.
    pub path: PathBuf,
    /// Its name.
    pub name: BackupName,
    /// Its size.
    pub size_bytes: u64,
}

impl BackupFile {
    /// Returns when it was made, to the second, by its name.
    pub fn created_at(&self) -> DateTime<Utc> {
        self.name.created_at()
    }

    /// Opens it and reads its manifest, which tells what it holds. `keys` are asked only if it is encrypted.
    pub fn open(&self, keys: &dyn FileKeySource) -> Result<ArchiveReader, ArchiveError> {
        ArchiveReader::open(&self.path, keys)
    }
}

/// Makes a backup in `folder`, which is created if it is not there. What is made is for its owner alone: for `owner`, if
/// given and root makes it, else for whoever makes it.
///
/// The file is written under a name that ends in `.partial`, synced, and only then renamed: a backup's name is a
/// complete backup's, and no other file ever gives way to it. After an error there is no new name and nothing left
/// behind, unless it was the last sync of the folder that failed: then the backup is there, and may not be after a
/// power cut. What killed processes left behind is removed.
pub fn create_in(
    folder: &Path,
    owner: Option<Owner>,
    snapshot: &dyn Snapshot,
    options: &WriteOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<CreatedBackup, ArchiveError> {
    create_folder(folder, owner)?;
    let partial = partial::create(folder)?;
    if let Some(owner) = owner {
        owner.take(partial.file(), partial.path())?;
    }
    let written = partial::fill(&partial, snapshot, options, progress)?;
    let name = BackupName::new(options.created_at, options.encryption.is_some());
    let path = give_name(partial, folder, name)?;
    Ok(CreatedBackup { path, written })
}

/// Makes a backup that is the new file `path`, for whoever makes it alone. The folder must be there, and the file must not.
///
/// As with [`create_in`], the name comes last, and after an error there is none.
pub fn create_file(
    path: &Path,
    snapshot: &dyn Snapshot,
    options: &WriteOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<CreatedBackup, ArchiveError> {
    let already_there = || ArchiveError::AlreadyThere {
        path: path.to_owned(),
    };
    // Told now rather than when the work is done.
    if fs::symlink_metadata(path).is_ok() {
        return Err(already_there());
    }
    let partial = partial::create_for(path)?;
    let written = partial::fill(&partial, snapshot, options, progress)?;
    match partial.place(path)? {
        Placed::Yes => Ok(CreatedBackup {
            path: path.to_owned(),
            written,
        }),
        Placed::Taken(_) => Err(already_there()),
    }
}

/// Renames to `name`, or the first after it that is free.
fn give_name(
    mut partial: Draft,
    folder: &Path,
    mut name: BackupName,
) -> Result<PathBuf, ArchiveError> {
    loop {
        let path = folder.join(name.to_string());
        match partial.place(&path)? {
            Placed::Yes => return Ok(path),
            Placed::Taken(draft) => {
                partial = draft;
                name = name.next();
            }
        }
    }
}

/// Returns the backups in `folder`, the newest last; none if there is no such folder. Other files are passed over.
///
/// Encrypted ones are among them.
pub fn list(folder: &Path) -> Result<Vec<BackupFile>, ArchiveError> {
    let refuse = || ArchiveError::io("list", folder);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(refuse()(error)),
    };
    let mut backups = Vec::new();
    for entry in entries {
        let entry = entry.map_err(refuse())?;
        let Some(name) = entry.file_name().to_str().and_then(BackupName::parse) else {
            continue;
        };
        let path = entry.path();
        match fs::metadata(&path) {
            Ok(facts) if facts.is_file() => backups.push(BackupFile {
                path,
                name,
                size_bytes: facts.len(),
            }),
            Ok(_) => {}
            // Pruned since the folder was read, or a link that leads nowhere.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(ArchiveError::io("read", path)(error)),
        }
    }
    backups.sort_unstable_by_key(|backup| backup.name);
    Ok(backups)
}

/// Removes these files in `folder`, and writes that to disk at the end. One that is gone already is as good as removed.
///
/// After an error some may have been removed; that is on disk, too, unless it was the sync that failed.
pub fn remove(folder: &Path, paths: &[&Path]) -> Result<(), ArchiveError> {
    let unlink = |path: &&Path| match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(ArchiveError::io("remove", *path)(error))
        }
        _ => Ok(()),
    };
    let removed = paths.iter().try_for_each(unlink);
    if !paths.is_empty() {
        files::sync_folder(folder)?;
    }
    removed
}

/// Makes what is missing of the path, each folder for its owner alone and synced into the one above it.
pub(super) fn create_folder(folder: &Path, owner: Option<Owner>) -> Result<(), ArchiveError> {
    files::make_folders(folder, |made, path| match owner {
        Some(owner) => owner.take(made, path),
        None => Ok(()),
    })
}
