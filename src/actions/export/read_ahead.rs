//! Conversations read in a thread of their own, so that they are at hand for whoever writes them out.
//!
//! Little is ahead: what is read waits until something was taken, and memory does not grow with the store.

use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use crate::model::{ConversationId, Document, User};
use crate::store::{Store, StoreError, StoreResult};

/// How many batches may be read and not taken yet.
const AHEAD: usize = 4;
/// How much text makes a batch; a conversation with more is one alone.
const BATCH_BYTES: usize = 256 * 1024;

/// Conversations of one user.
type Batch = Vec<(ConversationId, Document)>;

/// What the thread tells.
enum Read {
    Conversations(Batch),
    /// There are no more of this user, or no more can be read.
    Ended(StoreResult<()>),
}

/// The conversations of some users, in the order of these and of the store.
pub(super) struct ReadAhead {
    read: Receiver<Read>,
}

impl ReadAhead {
    /// Runs `body` with the conversations of these users. It asks for each user's in turn.
    pub(super) fn run<T>(store: &dyn Store, users: &[User], body: impl FnOnce(Self) -> T) -> T {
        let (sender, read) = mpsc::sync_channel(AHEAD);
        thread::scope(|scope| {
            scope.spawn(move || read_all(store, users, &sender));
            // Dropped when the body ends, however it ends: then nobody listens, and the thread ends.
            body(Self { read })
        })
    }

    /// Hands each conversation of the next user to `visit`. After an error there is nothing more to be had.
    pub(super) fn visit_next_user<E: From<StoreError>>(
        &self,
        mut visit: impl FnMut(&ConversationId, &Document) -> Result<(), E>,
    ) -> Result<(), E> {
        loop {
            match self.read.recv().expect("the end of each user is told") {
                Read::Conversations(batch) => {
                    for (id, document) in &batch {
                        visit(id, document)?;
                    }
                }
                Read::Ended(outcome) => return Ok(outcome?),
            }
        }
    }
}

fn read_all(store: &dyn Store, users: &[User], sender: &SyncSender<Read>) {
    for user in users {
        let outcome = read_user(store, user, sender);
        let is_last = outcome.is_err();
        if sender.send(Read::Ended(outcome)).is_err() || is_last {
            return;
        }
    }
}

fn read_user(store: &dyn Store, user: &User, sender: &SyncSender<Read>) -> StoreResult<()> {
    let (mut batch, mut bytes) = (Batch::new(), 0);
    // A visit can end early only with an error of the store. That nobody listens is none: the user is read to the end.
    let mut is_heard = true;
    store.visit_documents(&user.id, &mut |id, document| {
        if is_heard {
            bytes += document.as_str().len();
            batch.push((id.clone(), document.clone()));
        }
        if bytes >= BATCH_BYTES {
            let full = Read::Conversations(std::mem::take(&mut batch));
            is_heard = sender.send(full).is_ok();
            bytes = 0;
        }
        Ok(())
    })?;
    // If this is not heard, neither is the end.
    let _ = sender.send(Read::Conversations(batch));
    Ok(())
}
