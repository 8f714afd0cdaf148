//! A copy of a large file that is made while the original is being looked at.
//!
//! Most of what replaces a user's file is what was there, often all but its end. So another thread has the system copy
//! the file and write the copy to disk, while this one reads and checks the text and finds what to change.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::thread::{self, JoinHandle};

use rustix::io::Errno;

use super::access::Access;
use crate::files::Draft;
use crate::store::{StoreError, StoreResult};

/// From this size on a thread costs less than it saves.
const WORTHWHILE_BYTES: u64 = 4 << 20;

/// A draft that another thread fills with what a file has.
pub(super) struct CopyAhead {
    draft: Draft,
    access: Access,
    copying: JoinHandle<io::Result<u64>>,
}

impl CopyAhead {
    /// Whether a file is large enough for it. One with holes, which is no text, would fill the disk.
    pub(super) fn is_worthwhile(file: &File, path: &Path) -> StoreResult<bool> {
        const BLOCK_BYTES: u64 = 512;
        let metadata = file.metadata().map_err(StoreError::io("look at", path))?;
        let length = metadata.len();
        Ok(length >= WORTHWHILE_BYTES && metadata.blocks() * BLOCK_BYTES >= length)
    }

    /// Begins to copy the file at `path`, which must be locked exclusively, to the hidden file `hidden` beside it.
    pub(super) fn begin(file: &File, path: &Path, hidden: &Path) -> StoreResult<Self> {
        let access = Access::of_file(file, path)?;
        access.check(path)?;
        let draft = Draft::at(hidden)?;
        let clone = |file: &File| file.try_clone().map_err(StoreError::io("copy", hidden));
        let (from, to) = (clone(file)?, clone(draft.file())?);
        let copying = thread::Builder::new()
            .name("copy".to_owned())
            .spawn(move || copy(&from, &to))
            .map_err(StoreError::io("copy", hidden))?;
        Ok(Self {
            draft,
            access,
            copying,
        })
    }

    /// Makes these pieces of the copy, the first of which is the beginning of the file that was copied.
    pub(super) fn finish(self, pieces: &[&str]) -> StoreResult<Draft> {
        let Self {
            mut draft,
            access,
            copying,
        } = self;
        let refuse = || StoreError::io("write", draft.path().to_owned());
        let copied = match copying.join() {
            Ok(copied) => copied.map_err(refuse())?,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        let (first, rest) = pieces.split_first().unwrap_or((&"", &[]));
        let kept = first.len().min(usize::try_from(copied).unwrap_or(0));
        let mut file = draft.file();
        file.set_len(kept as u64)
            .and_then(|()| file.seek(SeekFrom::Start(kept as u64)))
            .map_err(refuse())?;
        // The copy can have come out shorter, but never ends within what was not copied.
        for bytes in
            std::iter::once(&first.as_bytes()[kept..]).chain(rest.iter().map(|it| it.as_bytes()))
        {
            draft
                .write_all(bytes)
                .map_err(StoreError::io("write", draft.path()))?;
        }
        access.apply(draft.file(), draft.path())?;
        draft.sync()?;
        Ok(draft)
    }
}

/// Copies to the end and writes to disk what was copied. Returns how many bytes; none where the system cannot do it.
fn copy(from: &File, to: &File) -> io::Result<u64> {
    const STEP_BYTES: usize = 1 << 30;
    let (mut read, mut written) = (0, 0);
    loop {
        let step =
            rustix::fs::copy_file_range(from, Some(&mut read), to, Some(&mut written), STEP_BYTES);
        match step {
            // All is copied; or the web app has truncated the file, which is noticed before anything is replaced.
            Ok(0) => break,
            Ok(_) | Err(Errno::INTR) => {}
            Err(Errno::XDEV | Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) if written == 0 => {
                return Ok(0);
            }
            Err(error) => return Err(error.into()),
        }
    }
    // Now, beside the other thread, rather than all of it at the end. If it fails, so does the whole.
    to.sync_data()?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::*;
    use crate::store::json::data_file::DataFile;
    use crate::store::json::file_lock::{LockKind, Patience};

    #[test]
    fn a_copy_becomes_the_pieces_wherever_the_change_is() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.json");
        let text = "0123456789".repeat(500_000);
        fs::write(&path, &text).expect("written");
        let patience = Patience::new(Duration::from_secs(10));
        let file = DataFile::open(&path, LockKind::Exclusive, &patience)
            .expect("opened")
            .expect("there");
        for at in [0, 1, 2_500_000, text.len()] {
            let pieces = [&text[..at], "changed", &text[at..]];
            let hidden = folder.path().join(".a.json.tmp");
            let copy = CopyAhead::begin(file.handle(), &path, &hidden).expect("begun");
            let draft = copy.finish(&pieces).expect("finished");
            let made = fs::read_to_string(draft.path()).expect("readable");
            assert!(made == pieces.concat(), "changed at {at}");
        }
        let hidden = folder.path().join(".a.json.tmp");
        let copy = CopyAhead::begin(file.handle(), &path, &hidden).expect("begun");
        drop(copy);
        let left = fs::read_dir(folder.path()).expect("readable").count();
        assert_eq!(left, 1, "what is not finished is gone");
    }
}
