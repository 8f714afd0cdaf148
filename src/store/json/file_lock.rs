//! Advisory locks on files: `flock`, as the web app takes it. The only module that knows `fs2`.
//!
//! A lock sits on the inode, and belongs to the open file: it ends when the last handle is closed, by the system if need
//! be, so a killed process leaves none behind. Files are opened close-on-exec, so children inherit none.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use fs2::FileExt;

use crate::store::{StoreError, StoreResult};

/// Whether others may hold the lock too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LockKind {
    /// With others who also read.
    Shared,
    /// Alone.
    Exclusive,
}

/// Until when to wait for locks; counted from the start of an operation, not anew for each lock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    begun: Instant,
    timeout: Duration,
}

impl Patience {
    pub(super) fn new(timeout: Duration) -> Self {
        Self {
            begun: Instant::now(),
            timeout,
        }
    }

    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    pub(super) fn is_over(&self) -> bool {
        self.left().is_zero()
    }

    fn left(&self) -> Duration {
        self.timeout.saturating_sub(self.begun.elapsed())
    }
}

/// Locks the open file, waiting while others hold it.
pub(super) fn lock(
    file: &File,
    path: &Path,
    kind: LockKind,
    patience: &Patience,
) -> StoreResult<()> {
    if try_lock(file, path, kind)? {
        return Ok(());
    }
    // `flock` cannot wait with a limit, so a thread waits. Asking again and again instead would lose against whoever is in
    // the system's queue, as the web app is.
    let waiting = file.try_clone().map_err(StoreError::io("lock", path))?;
    let (had, outcome) = mpsc::channel();
    // The lock is of the open file, of which both handles are: the thread's can be dropped. If it comes too late, it goes
    // with the thread's handle once the other is closed, which an error sees to.
    std::thread::Builder::new()
        .name("lock".to_owned())
        .spawn(move || {
            // Nobody may be listening any more.
            let _ = had.send(wait(&waiting, kind));
        })
        .map_err(StoreError::io("lock", path))?;
    match outcome.recv_timeout(patience.left()) {
        Ok(locked) => locked.map_err(StoreError::io("lock", path)),
        Err(_) => Err(StoreError::Busy {
            path: path.to_owned(),
            waited: patience.timeout,
            holder: holder_of(file),
        }),
    }
}

fn wait(file: &File, kind: LockKind) -> io::Result<()> {
    loop {
        let attempt = match kind {
            LockKind::Shared => FileExt::lock_shared(file),
            LockKind::Exclusive => FileExt::lock_exclusive(file),
        };
        match attempt {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Locks the open file if nobody holds it; tells whether it did.
pub(super) fn try_lock(file: &File, path: &Path, kind: LockKind) -> StoreResult<bool> {
    // The methods of the same names that `File` has by now would win over the trait's if called on the file.
    let attempt = match kind {
        LockKind::Shared => FileExt::try_lock_shared(file),
        LockKind::Exclusive => FileExt::try_lock_exclusive(file),
    };
    match attempt {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == fs2::lock_contended_error().kind() => Ok(false),
        Err(error) => Err(StoreError::io("lock", path)(error)),
    }
}

/// Names a process that holds a lock on the file, as `name (pid N)`.
#[cfg(target_os = "linux")]
fn holder_of(file: &File) -> Option<String> {
    use std::os::unix::fs::MetadataExt;

    let inode = file.metadata().ok()?.ino();
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    // A line: "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF"; those who wait have "->" in second place.
    let pid = locks.lines().find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [_, "FLOCK", _, _, pid, place, ..] = fields.as_slice() else {
            return None;
        };
        let is_ours = place.rsplit(':').next()?.parse() == Ok(inode);
        (is_ours && *pid != std::process::id().to_string()).then(|| (*pid).to_owned())
    })?;
    let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    Some(format!("{} (pid {pid})", name.trim()))
}

#[cfg(not(target_os = "linux"))]
fn holder_of(_file: &File) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exclusive_lock_keeps_others_out_until_it_is_dropped() {
        let path = tempfile::NamedTempFile::new()
            .expect("a temporary file")
            .into_temp_path();
        let open = || File::open(&path).expect("the file is there");
        let (first, second) = (open(), open());
        assert!(try_lock(&first, &path, LockKind::Exclusive).expect("no fault"));
        assert!(!try_lock(&second, &path, LockKind::Shared).expect("no fault"));
        let error = lock(
            &second,
            &path,
            LockKind::Shared,
            &Patience::new(Duration::ZERO),
        )
        .expect_err("held");
        assert!(matches!(error, StoreError::Busy { .. }), "{error}");
        drop(first);
        assert!(try_lock(&second, &path, LockKind::Shared).expect("no fault"));
        assert!(try_lock(&open(), &path, LockKind::Shared).expect("no fault"));
    }
}
