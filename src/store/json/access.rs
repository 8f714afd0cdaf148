//! Who owns what we make, and who may use it: always as what it replaces, or as the folder that it is in.

use std::fs::{self, DirBuilder, File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::Path;

use rustix::fs::{Gid, Uid, XattrFlags};
use rustix::io::Errno;

use crate::files::{folder_of, sync_folder};
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
        let lists = access_lists(path, |name, list| rustix::fs::getxattr(path, name, list))?;
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

    /// Whether a file or folder is our own, or we are root.
    pub(super) fn is_ours_to_mend(path: &Path) -> StoreResult<bool> {
        let owner = fs::metadata(path)
            .map_err(StoreError::io("look at", path))?
            .uid();
        let ourselves = rustix::process::geteuid();
        Ok(ourselves.is_root() || ourselves.as_raw() == owner)
    }

    /// That of an open file, with its access lists.
    pub(super) fn of_file(file: &File, path: &Path) -> StoreResult<Self> {
        let metadata = file.metadata().map_err(StoreError::io("look at", path))?;
        let read = |name: &str, list: &mut [u8]| rustix::fs::fgetxattr(file, name, list);
        Ok(Self {
            lists: access_lists(path, read)?,
            ..Self::of(&metadata)
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
/// error. Any other error must not lead to a file that is open to others than the one before.
fn access_lists(
    path: &Path,
    read: impl Fn(&str, &mut [u8]) -> rustix::io::Result<usize>,
) -> StoreResult<Vec<(&'static str, Vec<u8>)>> {
    // The most that Linux stores.
    let mut list = vec![0; 65_536];
    let mut found = Vec::new();
    for name in ACL_ATTRIBUTES {
        match read(name, &mut list) {
            Ok(size) => found.push((name, list[..size].to_vec())),
            Err(Errno::NODATA | Errno::NOTSUP | Errno::NOSYS) => {}
            Err(error) => {
                let refuse = StoreError::io("read the access list of", path);
                return Err(refuse(error.into()));
            }
        }
    }
    Ok(found)
}

/// Makes a folder where there is none, and sees to it that a power cut does not take it away again.
pub(super) fn create_folder(path: &Path, access: &Access) -> StoreResult<()> {
    if make_folder(path, access)? {
        sync_folder(folder_of(path))?;
    }
    Ok(())
}

/// Makes a folder where there is none, for what need not outlast a power cut. Returns whether there was none.
pub(super) fn make_folder(path: &Path, access: &Access) -> StoreResult<bool> {
    access.check(path)?;
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let there = fs::metadata(path).map_err(StoreError::io("look at", path))?;
            return match there.is_dir() {
                true => Ok(false),
                false => Err(StoreError::io("create", path)(error)),
            };
        }
        Err(error) => return Err(StoreError::io("create", path)(error)),
    }
    let folder = File::open(path).map_err(StoreError::io("open", path))?;
    access.apply(&folder, path)?;
    Ok(true)
}
