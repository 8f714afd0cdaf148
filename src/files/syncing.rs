//! Many new files written to disk, several at a time.

use std::fs::File;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::FileError;

/// How many files are synced at a time: for those that ask for it meanwhile, a file system writes its journal once.
const THREADS: usize = 4;

/// How many may wait for that, open. So many alone are not worth a thread.
const WAITING: usize = 16;

/// A file that is written, and where.
type Written = (File, PathBuf);

/// Files that are synced, many of them by threads of their own, each through the handle that it was written with: another one
/// need not hear of an error.
///
/// Dropped, it waits for those that are being synced.
#[derive(Debug, Default)]
pub struct Syncing {
    few: Vec<Written>,
    /// Once they are more.
    threads: Option<Threads>,
}

impl Syncing {
    /// Takes a file that is written. Waits while many are waiting.
    pub fn add(&mut self, file: File, path: PathBuf) {
        self.few.push((file, path));
        if self.threads.is_some() || self.few.len() > WAITING {
            let threads = self.threads.get_or_insert_with(Threads::start);
            self.few.drain(..).for_each(|file| threads.add(file));
        }
    }

    /// Waits until all are on disk. Fails with the first that could not be synced, which is final.
    pub fn finish(mut self) -> Result<(), FileError> {
        match self.threads.take() {
            Some(threads) => threads.finish(),
            None => self.few.drain(..).try_for_each(sync),
        }
    }
}

fn sync((file, path): Written) -> Result<(), FileError> {
    file.sync_all().map_err(FileError::of("sync", path))
}

/// Threads that sync what they are given.
#[derive(Debug)]
struct Threads {
    /// `None` when no more are to come.
    files: Option<SyncSender<Written>>,
    threads: Vec<JoinHandle<Result<(), FileError>>>,
}

impl Threads {
    fn start() -> Self {
        let (files, queue) = mpsc::sync_channel(WAITING);
        let queue = Arc::new(Mutex::new(queue));
        let threads = (0..THREADS).map(|_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || sync_all(&queue))
        });
        Self {
            threads: threads.collect(),
            files: Some(files),
        }
    }

    fn add(&self, file: Written) {
        let files = self.files.as_ref().expect("none comes behind the last");
        files.send(file).expect("the threads take all that come");
    }

    fn finish(mut self) -> Result<(), FileError> {
        self.files = None;
        let threads = std::mem::take(&mut self.threads).into_iter();
        // All of them end before it is told how they did.
        let outcomes: Vec<_> = threads
            .map(|thread| thread.join().expect("syncing does not panic"))
            .collect();
        outcomes.into_iter().collect()
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.files = None;
        for thread in self.threads.drain(..) {
            // Nobody is told any more.
            let _ = thread.join();
        }
    }
}

/// Syncs all files that come; what comes behind one that could not be is closed.
fn sync_all(queue: &Mutex<Receiver<Written>>) -> Result<(), FileError> {
    let mut outcome = Ok(());
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(file) = next else {
            return outcome;
        };
        if outcome.is_ok() {
            outcome = sync(file);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn what_could_not_be_synced_is_named_however_many_there_are() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for count in [0, WAITING, WAITING + 1, 100] {
            let files = |syncing: &mut Syncing| {
                for number in 0..count {
                    let path = folder.path().join(number.to_string());
                    syncing.add(File::create(&path).expect("made"), path);
                }
            };
            let mut syncing = Syncing::default();
            files(&mut syncing);
            syncing.finish().expect("all can be synced");
            // A socket has no disk under it, and says so.
            let (socket, _) = UnixStream::pair().expect("a pair");
            let mut syncing = Syncing::default();
            syncing.add(File::from(OwnedFd::from(socket)), "socket".into());
            files(&mut syncing);
            let error = syncing.finish().expect_err("it is no file");
            assert_eq!(error.to_string(), "cannot sync socket", "{count}");
        }
    }
}
