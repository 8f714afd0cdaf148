//! What a store has to tell besides the outcome of an operation.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::{ConversationId, UserId};

/// Something that happened to the store before, and that its users should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A restore had been cut short; it is finished now.
    RestoreFinished {
        /// Where the replaced content is.
        kept_at: PathBuf,
    },
    /// A restore had been cut short, and cannot be finished: the store was copied since, which part is new cannot be told.
    RestoreUnfinished {
        /// Where the parts are that were not live then, new and replaced.
        rest_at: PathBuf,
    },
    /// A removal had been cut short; it is finished now.
    RemovalFinished {
        /// Who was removed.
        user: UserId,
    },
    /// An erasure had been cut short; it is finished now.
    ErasureFinished {
        /// Who was erased.
        user: UserId,
    },
    /// One account was going over into another when that was cut short; it is finished now.
    MergeFinished {
        /// Whose account is gone.
        from: UserId,
        /// Who has all of it.
        into: UserId,
    },
    /// The same, and it cannot be finished: the account is there still, with all it had.
    MergeUnfinished {
        /// Whose account was to go.
        from: UserId,
        /// Who has some of it already.
        into: UserId,
        /// Why it cannot be.
        reason: String,
    },
    /// A file of passwords was not used: others than its owner can get at it.
    PasswordsOpen {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The web app wrote into a file after we had replaced it. What it wrote is not in the store, and is kept.
    Conflict {
        /// The file of the store, by its name there.
        of: String,
        /// Where the web app's version is.
        kept_at: PathBuf,
    },
    /// The web app wrote back a stale copy, in which a turn of ours is missing.
    TurnDropped {
        /// Whose it was.
        user: UserId,
        /// Where it was.
        conversation: ConversationId,
    },
}

/// Where stores put their notices, and whoever opened them finds them.
#[derive(Debug, Clone, Default)]
pub struct Notices(Arc<Mutex<Vec<Notice>>>);

impl Notices {
    /// Adds a notice, unless it is there already.
    pub(crate) fn add(&self, notice: Notice) {
        let mut notices = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    }

    /// Takes all that there are, in the order in which they came.
    pub fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
