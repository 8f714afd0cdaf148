//! What we replaced in a store that the web app uses, kept until it is certain that the app did not write into it.
//!
//! The app opens a file with truncation and only then waits for its lock. If it did so just before we replaced that file,
//! it writes into the one that we replaced. So that stays linked under `.chatkeep/replaced/`, and a later command looks.

use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};

use super::JsonStore;
use super::access::{self, Access};
use super::data_file::{self, DataFile};
use super::file_lock::{self, LockKind};
use super::layout::Layout;
use crate::files::is_no_matter;
use crate::store::{Notice, StoreError, StoreResult};

/// How long after it was replaced a file is still looked at. Between finding a file and truncating it the app is in one
/// system call.
const OPENED_WITHIN: Duration = Duration::from_secs(2);
/// How long the app may take from truncating a file to having written it, before it counts as killed in between.
const WRITTEN_WITHIN: Duration = Duration::from_secs(120);

/// Links `file`, which is about to be replaced, where a later command looks at it. Where links cannot be made, goes without.
pub(super) fn keep(layout: &Layout, file: &DataFile) -> StoreResult<()> {
    let folder = layout.replaced();
    if !folder.is_dir() {
        let private = Access::at(&layout.private())?.unwrap_or_else(Access::ours);
        access::create_folder(&folder, &private.with_mode(0o700))?;
    }
    let name = file.path.file_name().unwrap_or_default().to_string_lossy();
    let (seconds, nanos, size) = version(&file.metadata()?);
    for number in 0.. {
        // The version is part of the name, so that it can be told later whether there is another one now.
        let kept = folder.join(format!("{name}~{seconds}.{nanos:09}~{size}~{number}"));
        return match fs::hard_link(&file.path, kept) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
                ) || error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) =>
            {
                Err(StoreError::io("keep a link to", &file.path)(error))
            }
            Err(_) => Ok(()),
        };
    }
    Ok(())
}

impl JsonStore {
    /// Looks at what was replaced: what the app wrote after all goes to `.chatkeep/conflicts/`, the rest goes away.
    pub(super) fn look_at_replaced(&self) -> StoreResult<()> {
        let folder = self.layout.replaced();
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if is_no_matter(&error) => return Ok(()),
            Err(error) => return Err(StoreError::io("list", folder)(error)),
        };
        // What is somebody else's is left to them, and to root.
        if !Access::is_ours_to_mend(&folder)? {
            return Ok(());
        }
        for entry in entries {
            let path = entry.map_err(StoreError::io("list", &folder))?.path();
            match self.look_at_one(&path) {
                // Somebody else looked at it meanwhile, or it is not ours to look at.
                Err(StoreError::Io { source, .. }) if is_no_matter(&source) => {}
                other => other?,
            }
        }
        Ok(())
    }

    fn look_at_one(&self, path: &Path) -> StoreResult<()> {
        let Some((name, replaced)) = parse_name(path) else {
            return Ok(());
        };
        let metadata = fs::metadata(path).map_err(StoreError::io("look at", path))?;
        let remove = || fs::remove_file(path).map_err(StoreError::io("remove", path));
        if version(&metadata) == replaced {
            return if age(metadata.ctime()) > OPENED_WITHIN {
                remove()
            } else {
                Ok(())
            };
        }
        // Alone, so that of several commands only one keeps it. Such a lock wants a handle that can write on NFS.
        let opened = File::options().read(true).write(true).open(path);
        let file = opened.map_err(StoreError::io("open", path))?;
        if !file_lock::try_lock(&file, path, LockKind::Exclusive)?
            || !data_file::is_current(&file, path)?
        {
            return Ok(());
        }
        let metadata = file.metadata().map_err(StoreError::io("look at", path))?;
        if metadata.len() == 0 {
            return if age(metadata.mtime()) > WRITTEN_WITHIN {
                remove()
            } else {
                Ok(())
            };
        }
        let kept_at = self.keep_as_conflict(path, &name, metadata.mtime())?;
        self.notify(Notice::Conflict { of: name, kept_at });
        Ok(())
    }

    fn keep_as_conflict(&self, path: &Path, name: &str, written: i64) -> StoreResult<PathBuf> {
        let folder = self.layout.conflicts();
        let private = Access::at(&self.layout.private())?.unwrap_or_else(Access::ours);
        access::create_folder(&folder, &private.with_mode(0o700))?;
        let written: DateTime<Utc> = DateTime::from_timestamp(written, 0).unwrap_or_default();
        let stem = name.strip_suffix(".json").unwrap_or(name);
        let name = format!("{stem}-{}", written.format("%Y%m%d_%H%M%SZ"));
        let mut number = 1;
        loop {
            let kept_at = match number {
                1 => folder.join(format!("{name}.json")),
                _ => folder.join(format!("{name}-{number}.json")),
            };
            // A link rather than a renaming: it never takes the place of another.
            match fs::hard_link(path, &kept_at) {
                Ok(()) => {
                    crate::files::sync_folder(&folder)?;
                    fs::remove_file(path).map_err(StoreError::io("remove", path))?;
                    return Ok(kept_at);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(StoreError::io("keep", path)(error)),
            }
        }
    }
}

type Version = (i64, i64, u64);

fn version(metadata: &Metadata) -> Version {
    (metadata.mtime(), metadata.mtime_nsec(), metadata.len())
}

/// Whether it is a replaced version of the file of this name.
pub(super) fn is_of(path: &Path, name: &str) -> bool {
    parse_name(path).is_some_and(|(of, _)| of == name)
}

fn parse_name(path: &Path) -> Option<(String, Version)> {
    let name = path.file_name()?.to_str()?;
    let mut parts = name.rsplitn(4, '~').skip(1);
    let size = parts.next()?.parse().ok()?;
    let (seconds, nanos) = parts.next()?.split_once('.')?;
    let version = (seconds.parse().ok()?, nanos.parse().ok()?, size);
    Some((parts.next()?.to_owned(), version))
}

/// Returns how long ago a time of the file system was; nothing if it is to come.
fn age(seconds: i64) -> Duration {
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.max(0).cast_unsigned());
    SystemTime::now().duration_since(then).unwrap_or_default()
}
