//! Writing files so that no reader, crash or power cut ever finds half of one.
//!
//! The order is: temporary file in the same folder, content, owner and mode, fsync, rename, fsync of the folder; only then
//! is the change reported. A failed fsync is final: asking again would succeed and mean nothing, as PostgreSQL learnt in
//! 2018. A temporary file's name starts with a dot and never ends in `.json`, so the web app does not take it for data.

use std::fs::{self, DirBuilder, File, Metadata, Permissions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::Path;

use rustix::fs::{Gid, Uid, XattrFlags};
use tempfile::{Builder, NamedTempFile};

use super::data_file::DataFile;
use crate::store::{StoreError, StoreResult};

/// The extended attributes in which Linux keeps access control lists: that of a file or folder, and that which a folder
/// hands on to what is made in it.
const ACL_ATTRIBUTES: [&str; 2] = ["system.posix_acl_access", "system.posix_acl_default"];

/// Who owns a file, and who may use it.
#[derive(Debug, Clone)]
pub(super) struct Access {
    uid: u32,
    gid: u32,
    mode: u32,
    /// Extended attributes that are access lists, with their values.
    lists: Vec<(&'static str, Vec<u8>)>,
}

impl Access {
    /// That of a file or folder as it is.
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            uid: metadata.uid(),
            gid: metadata.gid(),
            mode: metadata.mode() & 0o7777,
            lists: Vec::new(),
        }
    }

    /// That of what is at `path`, links followed, with its access lists; `None` if nothing is there.
    pub(super) fn at(path: &Path) -> StoreResult<Option<Self>> {
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io("look at", path)(error)),
        };
        let lists = access_lists(|name, list| rustix::fs::getxattr(path, name, list));
        Ok(Some(Self {
            lists,
            ..Self::of(&metadata)
        }))
    }

    /// Our own user; the group of `parent` where new entries of it take that over.
    pub(super) fn mine(parent: &Metadata) -> Self {
        const SETGID: u32 = 0o2000;
        let ours = Self::ours();
        if parent.mode() & SETGID == 0 {
            return ours;
        }
        Self {
            gid: parent.gid(),
            ..ours
        }
    }

    /// Our own user and group, for us alone.
    pub(super) fn ours() -> Self {
        Self {
            uid: rustix::process::geteuid().as_raw(),
            gid: rustix::process::getegid().as_raw(),
            mode: 0o700,
            lists: Vec::new(),
        }
    }

    fn of_file(file: &DataFile) -> StoreResult<Self> {
        let handle = file.handle();
        let lists = access_lists(|name, list| rustix::fs::fgetxattr(handle, name, list));
        Ok(Self {
            lists,
            ..Self::of(&file.metadata()?)
        })
    }

    /// The permission bits.
    pub(super) fn mode(&self) -> u32 {
        self.mode
    }

    /// The same owner, with another mode.
    pub(super) fn with_mode(&self, mode: u32) -> Self {
        Self {
            mode,
            lists: Vec::new(),
            ..*self
        }
    }

    /// Refuses if a file that we make at `path` could not be given this owner.
    pub(super) fn check(&self, path: &Path) -> StoreResult<()> {
        let (uid, gid) = (rustix::process::geteuid(), rustix::process::getegid());
        let is_member = || {
            rustix::process::getgroups()
                .is_ok_and(|groups| groups.contains(&Gid::from_raw(self.gid)))
        };
        let is_possible = uid.is_root()
            || (uid.as_raw() == self.uid && (gid.as_raw() == self.gid || is_member()));
        if is_possible {
            Ok(())
        } else {
            Err(self.foreign(path))
        }
    }

    fn foreign(&self, path: &Path) -> StoreError {
        StoreError::ForeignOwner {
            path: path.to_owned(),
            owner: format!("{}:{}", self.uid, self.gid),
        }
    }

    /// Gives a file that we made to this owner. The owner first: a change of owner may clear bits of the mode.
    pub(super) fn apply(&self, file: &File, path: &Path) -> StoreResult<()> {
        let made = file.metadata().map_err(StoreError::io("look at", path))?;
        if (made.uid(), made.gid()) != (self.uid, self.gid) {
            let (uid, gid) = (Some(Uid::from_raw(self.uid)), Some(Gid::from_raw(self.gid)));
            rustix::fs::fchown(file, uid, gid).map_err(|_| self.foreign(path))?;
        }
        file.set_permissions(Permissions::from_mode(self.mode))
            .map_err(StoreError::io("set the mode of", path))?;
        for (name, list) in &self.lists {
            rustix::fs::fsetxattr(file, *name, list, XattrFlags::empty())
                .map_err(|error| StoreError::io("set the access list of", path)(error.into()))?;
        }
        Ok(())
    }
}

/// Returns the access lists that `read` finds. Most files have none, and many file systems know none; both answer with an
/// error.
fn access_lists(
    read: impl Fn(&str, &mut [u8]) -> rustix::io::Result<usize>,
) -> Vec<(&'static str, Vec<u8>)> {
    let mut list = [0; 4096];
    let mut found = Vec::new();
    for name in ACL_ATTRIBUTES {
        if let Ok(size) = read(name, &mut list) {
            found.push((name, list[..size].to_vec()));
        }
    }
    found
}

/// Whether a file was written, or somebody else was faster and all must begin again on what they wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(super) enum Written {
    /// It is on disk.
    Yes,
    /// Nothing was changed.
    Overtaken,
}

/// Puts these pieces in place of the content of `file`, which must be locked exclusively.
pub(super) fn replace(file: &DataFile, pieces: &[&str]) -> StoreResult<Written> {
    let access = Access::of_file(file)?;
    access.check(&file.path)?;
    let temporary = write_temporary(&file.path, pieces, &access)?;
    // The web app truncates before it waits for our lock: it is about to write, and what it writes must not be lost.
    if file.metadata()?.len() == 0 {
        return Ok(Written::Overtaken);
    }
    temporary
        .persist(&file.path)
        .map_err(|error| StoreError::io("replace", &file.path)(error.error))?;
    sync_folder_of(&file.path)?;
    Ok(Written::Yes)
}

/// Makes a file of these pieces where there is none.
pub(super) fn create(path: &Path, pieces: &[&str], access: &Access) -> StoreResult<Written> {
    access.check(path)?;
    let temporary = write_temporary(path, pieces, access)?;
    match temporary.persist_noclobber(path) {
        Ok(_) => {}
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            return Ok(Written::Overtaken);
        }
        Err(error) => return Err(StoreError::io("create", path)(error.error)),
    }
    sync_folder_of(path)?;
    Ok(Written::Yes)
}

fn write_temporary(path: &Path, pieces: &[&str], access: &Access) -> StoreResult<NamedTempFile> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = folder_of(path);
    let temporary = Builder::new()
        .prefix(&format!(".{name}."))
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(StoreError::io("create a file beside", path))?;
    let mut writer = BufWriter::with_capacity(1 << 16, temporary.as_file());
    for piece in pieces {
        writer
            .write_all(piece.as_bytes())
            .map_err(StoreError::io("write", temporary.path()))?;
    }
    writer
        .flush()
        .map_err(StoreError::io("write", temporary.path()))?;
    drop(writer);
    access.apply(temporary.as_file(), path)?;
    temporary
        .as_file()
        .sync_all()
        .map_err(StoreError::io("sync", temporary.path()))?;
    Ok(temporary)
}

/// Makes a folder where there is none, and sees to it that a power cut does not take it away again.
pub(super) fn create_folder(path: &Path, access: &Access) -> StoreResult<()> {
    access.check(path)?;
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {
            return Ok(());
        }
        Err(error) => return Err(StoreError::io("create", path)(error)),
    }
    let folder = File::open(path).map_err(StoreError::io("open", path))?;
    access.apply(&folder, path)?;
    sync_folder_of(path)
}

/// Removes a file for good; one that is not there is none the worse.
pub(super) fn remove(path: &Path) -> StoreResult<()> {
    match fs::remove_file(path) {
        Ok(()) => sync_folder_of(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::io("remove", path)(error)),
    }
}

/// Writes the entries of the folder that holds `path` to disk: what was renamed, created or removed in it.
pub(super) fn sync_folder_of(path: &Path) -> StoreResult<()> {
    let folder = folder_of(path);
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(StoreError::io("sync", folder))
}

/// Returns the folder that holds `path`.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::json::file_lock::{LockKind, Patience};
    use std::time::Duration;

    fn locked(path: &Path) -> DataFile {
        let patience = Patience::new(Duration::from_secs(10));
        DataFile::open(path, LockKind::Exclusive, &patience)
            .expect("opened")
            .expect("there")
    }

    fn names_in(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("readable");
        entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect()
    }

    #[test]
    fn a_replacement_keeps_the_mode_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("users.json");
        fs::write(&path, "{}").expect("written");
        fs::set_permissions(&path, Permissions::from_mode(0o664)).expect("set");
        assert_eq!(
            replace(&locked(&path), &["{\"a\"", ":1}"]).expect("replaced"),
            Written::Yes
        );
        assert_eq!(fs::read_to_string(&path).expect("read"), "{\"a\":1}");
        assert_eq!(fs::metadata(&path).expect("there").mode() & 0o7777, 0o664);
        assert_eq!(names_in(folder.path()), ["users.json"]);
    }

    #[test]
    fn a_file_that_the_app_has_truncated_is_not_replaced() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("users.json");
        fs::write(&path, "{}").expect("written");
        let file = locked(&path);
        File::options()
            .write(true)
            .truncate(true)
            .open(&path)
            .expect("truncated");
        assert_eq!(
            replace(&file, &["{}"]).expect("no fault"),
            Written::Overtaken
        );
        assert_eq!(fs::read(&path).expect("read"), b"");
        assert_eq!(names_in(folder.path()), ["users.json"]);
    }

    #[test]
    fn a_new_file_does_not_replace_one_that_came_meanwhile() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let access = Access::of(&fs::metadata(folder.path()).expect("there")).with_mode(0o600);
        let path = folder.path().join("1.json");
        assert_eq!(
            create(&path, &["{}"], &access).expect("created"),
            Written::Yes
        );
        assert_eq!(
            create(&path, &["[]"], &access).expect("no fault"),
            Written::Overtaken
        );
        assert_eq!(fs::read_to_string(&path).expect("read"), "{}");
        assert_eq!(fs::metadata(&path).expect("there").mode() & 0o7777, 0o600);
    }
}
