//! Folders for work in progress under `.chatkeep/tmp/`, swept when whoever made them is gone.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::TempDir;

use super::access::{self, Access};
use super::file_lock::{self, LockKind};
use super::layout::Layout;
use crate::files::{folder_of, is_no_matter, sync_folder};
use crate::store::{StoreError, StoreResult};

/// A folder of our own, for us alone; removed with all that is in it when dropped.
#[derive(Debug)]
pub(super) struct ScratchFolder {
    folder: TempDir,
    /// Locked for as long as we live, which is how others know that the folder is in use.
    _lock: File,
}

impl ScratchFolder {
    /// Makes a folder whose name begins with `purpose`, and sweeps what dead processes left.
    ///
    /// The store's lock must be held exclusively: a folder that is not yet locked would be taken for a dead one's.
    pub(super) fn create(layout: &Layout, purpose: &str) -> StoreResult<Self> {
        let (scratch, private) = (layout.scratch(), layout.private());
        let metadata = fs::metadata(&private).map_err(StoreError::io("look at", &private))?;
        let access = Access::of(&metadata).with_mode(0o700);
        access::create_folder(&scratch, &access)?;
        sweep(layout)?;
        let folder = tempfile::Builder::new()
            .prefix(&format!("{purpose}-"))
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(&scratch)
            .map_err(StoreError::io("create a folder in", &scratch))?;
        let lock = File::open(folder.path()).map_err(StoreError::io("open", folder.path()))?;
        // What root leaves behind in another's store must be the other's to sweep.
        access.apply(&lock, folder.path())?;
        file_lock::try_lock(&lock, folder.path(), LockKind::Exclusive)?;
        Ok(Self {
            folder,
            _lock: lock,
        })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Moves the folder to `place`, where it stays. If that fails it is removed.
    pub(super) fn keep_at(self, place: &Path) -> StoreResult<()> {
        let path = self.path().to_owned();
        fs::rename(&path, place).map_err(StoreError::io("move", &path))?;
        let _ = self.folder.keep();
        sync_folder(folder_of(place))?;
        Ok(sync_folder(folder_of(&path))?)
    }
}

/// Whether there is a folder that no living process has locked. The store's lock must be held.
pub(super) fn is_any_abandoned(layout: &Layout) -> StoreResult<bool> {
    let mut is_any = false;
    visit_abandoned(layout, &mut |_| {
        is_any = true;
        Ok(())
    })?;
    Ok(is_any)
}

/// Removes the folders that no living process has locked. The store's lock must be held exclusively.
pub(super) fn sweep(layout: &Layout) -> StoreResult<()> {
    visit_abandoned(layout, &mut remove_all)
}

/// What is somebody else's is left to them: it is no reason to stop.
fn visit_abandoned(
    layout: &Layout,
    visit: &mut dyn FnMut(&Path) -> StoreResult<()>,
) -> StoreResult<()> {
    let scratch = layout.scratch();
    let listing = match fs::read_dir(&scratch) {
        Ok(listing) => listing,
        Err(error) if is_no_matter(&error) => return Ok(()),
        Err(error) => return Err(StoreError::io("list", scratch)(error)),
    };
    for entry in listing {
        let path = entry.map_err(StoreError::io("list", &scratch))?.path();
        match File::open(&path) {
            Ok(folder) if file_lock::try_lock(&folder, &path, LockKind::Exclusive)? => {
                visit(&path)?;
            }
            Ok(_) => {}
            Err(error) if is_no_matter(&error) => {}
            Err(error) => return Err(StoreError::io("open", path)(error)),
        }
    }
    Ok(())
}

fn remove_all(path: &Path) -> StoreResult<()> {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir());
    let removed = if is_folder {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match removed {
        Err(error) if !is_no_matter(&error) => Err(StoreError::io("remove", path)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_the_dead_are_swept_and_those_of_the_living_are_not() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let layout = Layout::new(root.path());
        fs::create_dir_all(layout.scratch().join("snapshot-dead/user_data")).expect("made");
        let first = ScratchFolder::create(&layout, "snapshot").expect("made");
        let second = ScratchFolder::create(&layout, "load").expect("made");
        assert!(first.path().exists() && second.path().exists());
        assert!(!layout.scratch().join("snapshot-dead").exists());
        let path = first.path().to_owned();
        drop(first);
        assert!(!path.exists());
    }
}
