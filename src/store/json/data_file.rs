//! Reading a data file under its lock, beside a web app that truncates files before it waits for the lock.
//!
//! The order matters: open, lock, and only then look whether the path still leads to the file that was locked, since
//! every writer of ours replaces files. An empty file is a write of the web app in flight: it has truncated, and waits for
//! our lock to write. So we let go, and look again.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::file_lock::{self, LockKind, Patience};
use super::recent::turn::Version;
use crate::model::Malformed;
use crate::store::Damage;
use crate::store::{StoreError, StoreResult};

/// How long a file may stay empty before it counts as damaged.
const EMPTY_FOR: Duration = Duration::from_secs(2);
/// More than any store that JSON files suit, and little enough to fail before memory does.
const SIZE_LIMIT_BYTES: u64 = 4 << 30;
/// More than most files have: room for so much is made at once.
const USUAL_BYTES: u64 = 1 << 20;
/// How much is read of a file to see whether it can be text.
const FIRST_BYTES: u64 = 64 * 1024;

/// What a file must hold to be read.
enum Expected<'a> {
    /// Text; once it is locked and begins like text, this is called before the rest is read.
    Text(&'a mut dyn FnMut(&File, &Path) -> StoreResult<()>),
    Anything,
}

/// A data file, read whole, and locked for as long as this lives.
pub(super) struct DataFile {
    /// The file itself, links resolved.
    pub(super) path: PathBuf,
    /// The content.
    pub(super) text: String,
    file: File,
}

/// A file that is locked for as long as this lives, whatever is in it.
pub(super) struct LockedFile {
    /// The content; nothing if the file stayed empty.
    pub(super) bytes: Vec<u8>,
    path: PathBuf,
    file: File,
}

impl LockedFile {
    /// Locks and reads the file; `None` if there is none.
    pub(super) fn open(
        path: &Path,
        kind: LockKind,
        patience: &Patience,
    ) -> StoreResult<Option<Self>> {
        open_bytes(path, kind, patience, Expected::Anything)
    }
}

impl DataFile {
    /// Locks and reads the file; `None` if there is none.
    pub(super) fn open(
        path: &Path,
        kind: LockKind,
        patience: &Patience,
    ) -> StoreResult<Option<Self>> {
        Self::open_while(path, kind, patience, &mut |_, _| Ok(()))
    }

    /// The same, with something to begin as soon as the file is locked. It is begun anew if the file has to be read again.
    pub(super) fn open_while(
        path: &Path,
        kind: LockKind,
        patience: &Patience,
        begin: &mut dyn FnMut(&File, &Path) -> StoreResult<()>,
    ) -> StoreResult<Option<Self>> {
        let Some(LockedFile { bytes, path, file }) =
            open_bytes(path, kind, patience, Expected::Text(begin))?
        else {
            return Ok(None);
        };
        if bytes.is_empty() {
            return Err(StoreError::damaged(path, Damage::Empty));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            StoreError::damaged(&path, Damage::NotUtf8 { offset })
        })?;
        Ok(Some(Self { path, text, file }))
    }

    /// Reads the file whatever is in it, under a shared lock that ends with the reading; `None` if there is none.
    pub(super) fn read_bytes(path: &Path, patience: &Patience) -> StoreResult<Option<Vec<u8>>> {
        Ok(
            open_bytes(path, LockKind::Shared, patience, Expected::Anything)?
                .map(|file| file.bytes),
        )
    }

    /// Returns the file's owner, mode and the like.
    pub(super) fn metadata(&self) -> StoreResult<Metadata> {
        self.file
            .metadata()
            .map_err(StoreError::io("look at", &self.path))
    }

    /// Returns which version of the file this is.
    pub(super) fn version(&self) -> StoreResult<Version> {
        Version::of(&self.file, &self.path)
    }

    /// Lets go of the lock, and returns the content.
    pub(super) fn unlocked(self) -> String {
        self.text
    }

    /// Returns the handle that holds the lock.
    pub(super) fn handle(&self) -> &File {
        &self.file
    }
}

/// Locks and reads the file to which links lead; `None` if there is none, no bytes if it stayed empty.
fn open_bytes(
    path: &Path,
    kind: LockKind,
    patience: &Patience,
    mut expected: Expected<'_>,
) -> StoreResult<Option<LockedFile>> {
    let mut empty_since = None;
    loop {
        let named = path;
        let Some(path) = resolve(named)? else {
            return Ok(None);
        };
        let Some(file) = open_regular(&path, named, kind)? else {
            return Ok(None);
        };
        file_lock::lock(&file, &path, kind, patience)?;
        if !is_current(&file, &path)? {
            continue;
        }
        if let Some(bytes) = read_whole(&file, &path, &mut expected)? {
            return Ok(Some(LockedFile { bytes, path, file }));
        }
        if empty_since.get_or_insert_with(Instant::now).elapsed() >= EMPTY_FOR {
            let bytes = Vec::new();
            return Ok(Some(LockedFile { bytes, path, file }));
        }
        drop(file);
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Follows symbolic links, so that a replacement goes where they lead and not in their place; `None` if nothing is there.
pub(super) fn resolve(path: &Path) -> StoreResult<Option<PathBuf>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => match fs::canonicalize(path) {
            Ok(target) => Ok(Some(target)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(StoreError::damaged(path, Damage::DanglingLink))
            }
            Err(error) => Err(StoreError::io("follow", path)(error)),
        },
        Ok(_) => Ok(Some(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io("look at", path)(error)),
    }
}

/// Opens the file to which `named` leads; what is none is told by the name that the store has for it.
fn open_regular(path: &Path, named: &Path, kind: LockKind) -> StoreResult<Option<File>> {
    // Opening a pipe would wait for its other end. Exclusive locks on NFS want a handle that can write.
    let non_blocking = rustix::fs::OFlags::NONBLOCK.bits();
    let opened = OpenOptions::new()
        .read(true)
        .write(kind == LockKind::Exclusive)
        .custom_flags(non_blocking.cast_signed())
        .open(path);
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::IsADirectory => {
            return Err(StoreError::damaged(named, Damage::NotAFile));
        }
        Err(error) => return Err(StoreError::io("open", path)(error)),
    };
    let metadata = file.metadata().map_err(StoreError::io("look at", path))?;
    if !metadata.is_file() {
        return Err(StoreError::damaged(named, Damage::NotAFile));
    }
    if metadata.len() > SIZE_LIMIT_BYTES {
        let cause = Damage::TooLarge {
            size_bytes: metadata.len(),
            limit_bytes: SIZE_LIMIT_BYTES,
        };
        return Err(StoreError::damaged(named, cause));
    }
    Ok(Some(file))
}

/// Whether the path still leads to this file, and not to one that took its place while we waited.
pub(super) fn is_current(file: &File, path: &Path) -> StoreResult<bool> {
    let ours = file.metadata().map_err(StoreError::io("look at", path))?;
    match fs::metadata(path) {
        Ok(theirs) => Ok((ours.dev(), ours.ino()) == (theirs.dev(), theirs.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::io("look at", path)(error)),
    }
}

fn nul_at(offset: usize) -> Malformed {
    Malformed {
        offset,
        reason: "a NUL character".to_owned(),
    }
}

/// Reads to the end; `None` if the file is empty, or was truncated while it was read.
fn read_whole(
    mut file: &File,
    path: &Path,
    expected: &mut Expected<'_>,
) -> StoreResult<Option<Vec<u8>>> {
    let size = |file: &File| {
        file.metadata()
            .map(|metadata| metadata.len())
            .map_err(StoreError::io("look at", path))
    };
    let usual = size(file)?.min(USUAL_BYTES);
    let mut bytes = Vec::with_capacity(usize::try_from(usual).unwrap_or(0));
    // More room is made only for what begins like text, and is refused rather than the end of us: a file of nothing but
    // holes may be larger than memory.
    file.take(FIRST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(StoreError::io("read", path))?;
    if let Expected::Text(begin) = expected {
        // Many times faster than looking for its place, and nearly always enough.
        if bytes.contains(&0) {
            let offset = bytes.iter().take_while(|byte| **byte != 0).count();
            return Err(StoreError::damaged(path, Damage::Malformed(nul_at(offset))));
        }
        begin(file, path)?;
    }
    let rest = size(file)?.saturating_sub(bytes.len() as u64);
    bytes
        .try_reserve_exact(usize::try_from(rest).unwrap_or(usize::MAX))
        .map_err(|_| StoreError::io("read", path)(io::ErrorKind::OutOfMemory.into()))?;
    file.read_to_end(&mut bytes)
        .map_err(StoreError::io("read", path))?;
    let is_whole = !bytes.is_empty() && size(file)? == bytes.len() as u64;
    Ok(is_whole.then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn patience() -> Patience {
        Patience::new(Duration::from_secs(10))
    }

    #[test]
    fn an_empty_file_is_looked_at_again_and_never_taken_for_an_empty_store() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("users.json");
        File::create(&path).expect("created");
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| DataFile::open(&path, LockKind::Shared, &patience()));
            let mut app = OpenOptions::new().write(true).open(&path).expect("opened");
            file_lock::lock(&app, &path, LockKind::Exclusive, &patience()).expect("locked");
            app.write_all(b"{}").expect("written");
            drop(app);
            let file = reader
                .join()
                .expect("no panic")
                .expect("read")
                .expect("there");
            assert_eq!(file.text, "{}");
        });
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pipe = folder.path().join("pipe");
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0)
            .expect("made");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("nowhere", &link).expect("linked");
        for path in [&pipe, &link, &folder.path().to_owned()] {
            for kind in [LockKind::Shared, LockKind::Exclusive] {
                let error = DataFile::open(path, kind, &patience())
                    .err()
                    .expect("refused");
                assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
            }
        }
        let missing = DataFile::open(&folder.path().join("x"), LockKind::Shared, &patience())
            .expect("no fault");
        assert!(missing.is_none());
    }
}
