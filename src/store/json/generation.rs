//! The store's generation: what tells readers of several files that all were replaced in between.
//!
//! Whoever swaps the content says so in `.chatkeep/generation` before and after, so that those who began before, and
//! those who began in the midst of it, notice.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::access::Access;
use super::layout::Layout;
use crate::files::Draft;
use crate::store::{StoreError, StoreResult};

const SWAPPING: &str = "swapping\n";
const STEADY: &str = "steady\n";

/// A generation, by the file that stands for it: each is a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Generation(Option<(u64, i64, i64)>);

impl Generation {
    /// Returns the present one.
    pub(super) fn of(layout: &Layout) -> StoreResult<Self> {
        let path = layout.generation();
        match fs::metadata(&path) {
            Ok(found) => Ok(Self(Some((found.ino(), found.mtime(), found.mtime_nsec())))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self(None)),
            Err(error) => Err(StoreError::io("look at", path)(error)),
        }
    }

    /// Whether the content is being swapped, or a process was killed while it swapped.
    pub(super) fn is_swapping(layout: &Layout) -> StoreResult<bool> {
        let path = layout.generation();
        match fs::read(&path) {
            Ok(text) => Ok(text == SWAPPING.as_bytes()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(StoreError::io("read", path)(error)),
        }
    }

    /// Says that a swap begins. The store's lock must be held exclusively.
    pub(super) fn begin_swap(layout: &Layout) -> StoreResult<()> {
        write(layout, SWAPPING)
    }

    /// Says that it is over, whatever came of it.
    pub(super) fn end_swap(layout: &Layout) -> StoreResult<()> {
        write(layout, STEADY)
    }
}

fn write(layout: &Layout, text: &str) -> StoreResult<()> {
    use std::io::Write;

    let path = layout.generation();
    let hidden = layout.private().join(".generation.tmp");
    remove_left_over(&hidden)?;
    let mut draft = Draft::at(&hidden)?;
    draft
        .write_all(text.as_bytes())
        .map_err(StoreError::io("write", &hidden))?;
    let private = Access::at(&layout.private())?.unwrap_or_else(Access::ours);
    // Whoever may look into the folder may read it.
    private
        .with_mode(private.mode() & 0o666)
        .apply(draft.file(), &hidden)?;
    draft.sync()?;
    Ok(draft.replace(&path)?)
}

/// Only one process at a time writes it, so what is there was left behind.
fn remove_left_over(hidden: &Path) -> StoreResult<()> {
    match fs::remove_file(hidden) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io("remove", hidden)(error))
        }
        _ => Ok(()),
    }
}
