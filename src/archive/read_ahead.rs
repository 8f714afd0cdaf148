//! Members inflated in a thread of their own, so that they are at hand for whoever checks and keeps what is in them.

use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;

use super::error::Fault;
use super::members::{Member, MemberSource};

/// How many members, of 1 MiB at most, may be inflated and not read yet.
const AHEAD: usize = 4;

/// What is said of the next member.
type Next = Result<Option<Member>, Fault>;

/// Members that another thread inflates, in the order in which they stand.
pub(super) struct ReadAhead {
    members: Receiver<Next>,
    used: Sender<Vec<u8>>,
}

impl ReadAhead {
    /// Runs `body` with the members of `source`. Of what is wrong with a member it hears when it comes to that member.
    pub(super) fn run<T>(source: impl MemberSource + Send, body: impl FnOnce(Self) -> T) -> T {
        let (sender, members) = mpsc::sync_channel(AHEAD);
        let (used, unneeded) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(move || inflate_all(source, &sender, &unneeded));
            // Dropped when the body ends, however it ends: then nobody listens, and the thread ends.
            body(Self { members, used })
        })
    }
}

impl MemberSource for ReadAhead {
    fn next_member(&mut self, memory: Vec<u8>) -> Next {
        // The thread has ended if it has come to the end, and then needs no memory.
        let _ = self.used.send(memory);
        self.members.recv().unwrap_or(Ok(None))
    }
}

fn inflate_all(
    mut source: impl MemberSource,
    members: &SyncSender<Next>,
    unneeded: &Receiver<Vec<u8>>,
) {
    loop {
        let next = source.next_member(unneeded.try_recv().unwrap_or_default());
        let is_last = !matches!(next, Ok(Some(_)));
        if members.send(next).is_err() || is_last {
            return;
        }
    }
}
