//! The queue through which a reply comes from the thread that waits for it.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::error::ProviderError;
use super::reply::Facts;
use super::retry::Retry;

/// What the thread reports.
pub(super) enum Progress {
    Text(String),
    Facts(Facts),
    Retrying(Retry),
}

/// What is there to take.
pub(super) enum Taken {
    Progress(Progress),
    Outcome(Result<(), ProviderError>),
    Interrupted(VecDeque<Progress>),
}

/// What goes from the thread that waits for a reply to whoever takes it.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    pub(super) changed: Condvar,
}

/// What there is to know about a reply at one moment.
#[derive(Default)]
pub(super) struct State {
    waiting: VecDeque<Progress>,
    /// How the provider's work ended.
    pub(super) outcome: Option<Result<(), ProviderError>>,
    /// How much text came in all.
    pub(super) text_bytes: usize,
    /// Whether what came is to be all.
    pub(super) is_interrupted: bool,
    /// Whether nobody listens any more.
    pub(super) is_closed: bool,
}

impl Queue {
    /// Looks at the state, and keeps others from it.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // No state is half changed while the lock is held, so a panic elsewhere does not matter.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a report and lets go of the state. Returns whether anybody still listens.
    pub(super) fn push(&self, mut state: MutexGuard<'_, State>, progress: Progress) -> bool {
        if state.is_closed {
            return false;
        }
        state.waiting.push_back(progress);
        drop(state);
        self.changed.notify_all();
        true
    }

    /// Notes how the work ended, unless that is known already.
    pub(super) fn finish(&self, outcome: Result<(), ProviderError>) {
        self.lock().outcome.get_or_insert(outcome);
        self.changed.notify_all();
    }

    /// Takes what text is at hand before anything else, and puts it behind `text`. Does not wait.
    pub(super) fn take_text(&self, text: &mut String) {
        let mut state = self.lock();
        // After an interruption all that waits is taken at once.
        while !state.is_interrupted
            && let Some(Progress::Text(_)) = state.waiting.front()
            && let Some(Progress::Text(piece)) = state.waiting.pop_front()
        {
            text.push_str(&piece);
        }
    }

    /// Waits until there is something to take.
    pub(super) fn take(&self) -> Taken {
        let mut state = self.lock();
        loop {
            if state.is_interrupted {
                return Taken::Interrupted(std::mem::take(&mut state.waiting));
            }
            if let Some(progress) = state.waiting.pop_front() {
                return Taken::Progress(progress);
            }
            if let Some(outcome) = state.outcome.take() {
                return Taken::Outcome(outcome);
            }
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}
