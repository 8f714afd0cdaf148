//! Members compressed on several threads and written in order.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use super::members::{Deflater, Level};

/// The content of a member, and who waits for the member.
struct Job {
    input: Vec<u8>,
    done: SyncSender<Vec<u8>>,
}

/// Takes the contents of members and writes the members to `sink`, in the order in which they came.
///
/// At most two for each thread are on their way: that bounds memory, and no thread waits while another one's takes long.
pub(super) struct MemberStream<W> {
    sink: W,
    jobs: SyncSender<Job>,
    under_way: VecDeque<Receiver<Vec<u8>>>,
    most_under_way: usize,
    offsets: Vec<u64>,
    size_bytes: u64,
}

impl<W: Write> MemberStream<W> {
    /// Runs `body` with a stream, and threads that work for it.
    pub(super) fn run<T>(
        sink: W,
        level: Level,
        threads: NonZeroUsize,
        body: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let most_under_way = 2 * threads.get();
        let (jobs, queue) = mpsc::sync_channel(most_under_way);
        let queue = Mutex::new(queue);
        thread::scope(|scope| {
            for _ in 0..threads.get() {
                scope.spawn(|| compress_all(&queue, level));
            }
            // Dropped with `jobs` when the body ends, however it ends: then the queue closes, and the threads end.
            let mut stream = Self {
                sink,
                jobs,
                under_way: VecDeque::with_capacity(most_under_way),
                most_under_way,
                offsets: Vec::new(),
                size_bytes: 0,
            };
            body(&mut stream)
        })
    }

    /// Returns the number of members taken so far.
    pub(super) fn len(&self) -> usize {
        self.offsets.len() + self.under_way.len()
    }

    /// Takes the content of the next member.
    pub(super) fn push(&mut self, input: Vec<u8>) -> io::Result<()> {
        if self.under_way.len() == self.most_under_way {
            self.write_next()?;
        }
        let (done, member) = mpsc::sync_channel(1);
        self.jobs
            .send(Job { input, done })
            .expect("the threads take jobs until the stream is dropped");
        self.under_way.push_back(member);
        Ok(())
    }

    /// Writes all that is under way. Returns where each member begins.
    pub(super) fn finish(&mut self) -> io::Result<&[u64]> {
        while !self.under_way.is_empty() {
            self.write_next()?;
        }
        Ok(&self.offsets)
    }

    /// Writes a member that is compressed already, behind all that were written.
    pub(super) fn write_raw(&mut self, member: &[u8]) -> io::Result<()> {
        self.sink.write_all(member)?;
        self.size_bytes += member.len() as u64;
        Ok(())
    }

    /// Flushes what it writes to, and returns the bytes written.
    pub(super) fn flush(&mut self) -> io::Result<u64> {
        self.sink.flush()?;
        Ok(self.size_bytes)
    }

    fn write_next(&mut self) -> io::Result<()> {
        let Some(member) = self.under_way.pop_front() else {
            return Ok(());
        };
        let member = member.recv().expect("a thread answers every job");
        self.offsets.push(self.size_bytes);
        self.write_raw(&member)
    }
}

fn compress_all(queue: &Mutex<Receiver<Job>>, level: Level) {
    let mut deflater = Deflater::new(level);
    loop {
        let next = queue.lock().expect("taking a job cannot panic").recv();
        let Ok(Job { input, done }) = next else {
            return;
        };
        // Nobody waits any more if the stream was dropped because of an error.
        let _ = done.send(deflater.member(&input));
    }
}
