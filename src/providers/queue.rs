//! The queue through which a reply comes from the thread that waits for it.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::error::ProviderError;
use super::reply::Facts;
use super::retry::Retry;
use crate::model::{PieceJoiner, TextPiece};

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
    /// Joins its pieces.
    joiner: PieceJoiner,
    /// Whether what came is to be all.
    pub(super) is_interrupted: bool,
    /// Whether nobody listens any more.
    pub(super) is_closed: bool,
}

impl State {
    /// Joins a piece of text to those before it, and counts it.
    pub(super) fn join<'p>(&mut self, piece: TextPiece<'p>) -> Cow<'p, str> {
        let text = self.joiner.join(piece);
        self.text_bytes += text.len();
        text
    }

    /// Notes that no text follows.
    pub(super) fn end_text(&mut self) {
        if let Some(rest) = self.joiner.end()
            && !self.is_closed
        {
            self.text_bytes += rest.len_utf8();
            self.waiting.push_back(Progress::Text(rest.into()));
        }
    }
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
        let mut state = self.lock();
        state.end_text();
        state.outcome.get_or_insert(outcome);
        drop(state);
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
