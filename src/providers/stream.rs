//! A reply on its way: the thread that waits for it, and what is kept when it breaks off.
//!
//! The thread only ever adds to the queue; whoever iterates takes from it, and may be woken by an interruption instead.
//! A thread that is blocked in a read stays behind then: it finds nobody listening when it wakes, and ends.

use std::collections::VecDeque;
use std::sync::Arc;
use std::thread;

use super::Provider;
use super::error::ProviderError;
use super::queue::{Progress, Queue, Taken};
use super::reply::{Ending, Facts, Reply, Stop};
use super::request::ChatRequest;
use super::retry::Retry;
use crate::model::TextPiece;

/// What happens while a reply is awaited.
#[derive(Debug)]
pub enum Event {
    /// The next piece of its text, never empty.
    Text(String),
    /// An attempt failed, and another follows after a pause.
    Retrying(Retry),
    /// The reply ended; it is whole, cut off, or interrupted. The last event.
    End(Box<Reply>),
    /// No text came at all, and nothing is known that it took. The last event.
    Failed(ProviderError),
}

/// The events of one reply, in order; the last one is [`Event::End`] or [`Event::Failed`].
///
/// `next` blocks until there is something. Dropping it abandons the reply.
pub struct ReplyStream {
    queue: Arc<Queue>,
    /// What came so far; `None` after the last event.
    reply: Option<Reply>,
}

impl ReplyStream {
    /// Sends the request from a thread of its own, and returns at once.
    ///
    /// Before that, `prepare` is given the handle that other threads can interrupt the wait with: so there is no moment at
    /// which a request is under way and cannot be interrupted.
    pub fn start(
        provider: Arc<dyn Provider>,
        request: ChatRequest,
        prepare: impl FnOnce(Interrupter),
    ) -> Self {
        let queue = Arc::new(Queue::default());
        prepare(Interrupter(Arc::clone(&queue)));
        let reply = Reply::empty(&request.model);
        let sink = ReplySink {
            provider: provider.name().to_owned(),
            queue: Arc::clone(&queue),
        };
        let name = sink.provider.clone();
        let started = thread::Builder::new()
            .name("reply".to_owned())
            .spawn(move || {
                let outcome = provider.answer(&request, &sink);
                sink.queue.finish(outcome);
            });
        if let Err(source) = started {
            let provider = name;
            queue.finish(Err(ProviderError::NoThread { provider, source }));
        }
        Self {
            queue,
            reply: Some(reply),
        }
    }

    /// Puts the text that has come meanwhile behind a piece that was taken.
    ///
    /// A fast server's pieces are words: whoever writes each of them somewhere writes less often this way.
    pub fn join_waiting(&mut self, piece: &mut String) {
        if let Some(reply) = &mut self.reply {
            let taken = piece.len();
            self.queue.take_text(piece);
            reply.text.push_str(&piece[taken..]);
        }
    }

    /// Makes the last event.
    fn end(&mut self, outcome: Result<(), ProviderError>) -> Option<Event> {
        let mut reply = self.reply.take()?;
        Some(match outcome {
            Ok(()) => Event::End(Box::new(reply)),
            Err(error) if reply.text.is_empty() && !reply.is_charged(&error) => {
                Event::Failed(error)
            }
            Err(error) => {
                reply.cut(Ending::CutOff(error));
                Event::End(Box::new(reply))
            }
        })
    }

    /// Makes the last event after an interruption; what had arrived by then belongs to the reply too.
    fn end_interrupted(&mut self, unseen: VecDeque<Progress>) -> Option<Event> {
        let mut reply = self.reply.take()?;
        for progress in unseen {
            match progress {
                Progress::Text(piece) => reply.text.push_str(&piece),
                Progress::Facts(facts) => reply.note(facts),
                Progress::Retrying(_) => {}
            }
        }
        reply.cut(Ending::Interrupted);
        Some(Event::End(Box::new(reply)))
    }
}

impl Iterator for ReplyStream {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        loop {
            let reply = self.reply.as_mut()?;
            match self.queue.take() {
                Taken::Progress(Progress::Text(piece)) => {
                    reply.text.push_str(&piece);
                    return Some(Event::Text(piece));
                }
                Taken::Progress(Progress::Facts(facts)) => reply.note(facts),
                Taken::Progress(Progress::Retrying(retry)) => return Some(Event::Retrying(retry)),
                Taken::Outcome(outcome) => return self.end(outcome),
                Taken::Interrupted(unseen) => return self.end_interrupted(unseen),
            }
        }
    }
}

impl Drop for ReplyStream {
    fn drop(&mut self) {
        self.queue.lock().is_closed = true;
    }
}

/// Interrupts the wait for a reply, from any thread.
#[derive(Clone)]
pub struct Interrupter(Arc<Queue>);

impl Interrupter {
    /// Ends the reply with what has arrived; one that is whole by now stays whole.
    ///
    /// Never waits for the network, nor for whoever handles the events. Has no effect after the last event.
    pub fn interrupt(&self) {
        let mut state = self.0.lock();
        if !matches!(state.outcome, Some(Ok(()))) {
            state.is_interrupted = true;
            state.is_closed = true;
        }
        drop(state);
        self.0.changed.notify_all();
    }
}

/// Where a provider hands the parts of a reply.
pub struct ReplySink {
    provider: String,
    queue: Arc<Queue>,
}

impl ReplySink {
    /// The most text that a reply may have; a server that sends more is not answering.
    const MAX_TEXT_BYTES: usize = 64 << 20;

    /// Hands out a piece of text. Returns whether anybody still listens.
    ///
    /// Half a character at its end waits for the next piece.
    pub(crate) fn text<'p>(&self, piece: impl Into<TextPiece<'p>>) -> bool {
        let mut state = self.queue.lock();
        let text = state.join(piece.into());
        if text.is_empty() {
            return !state.is_closed;
        }
        if state.text_bytes > Self::MAX_TEXT_BYTES && state.outcome.is_none() {
            state.outcome = Some(Err(ProviderError::Malformed {
                provider: self.provider.clone(),
                what: format!("more than {} MiB of text", Self::MAX_TEXT_BYTES >> 20),
            }));
            state.is_closed = true;
        }
        self.queue.push(state, Progress::Text(text.into_owned()))
    }

    /// Hands out what became known about the reply. Returns whether anybody still listens.
    pub fn facts(&self, facts: Facts) -> bool {
        self.queue.push(self.queue.lock(), Progress::Facts(facts))
    }

    /// Tells why the model stopped, behind all else of a reply that came to its end. An error is what keeps that from being
    /// an answer.
    pub fn stopped(&self, stop: Stop) -> Result<(), ProviderError> {
        /// What scripts find in place of the many words that providers have for it.
        const REFUSAL: &str = "refusal";
        let provider = || self.provider.clone();
        let finish = match stop {
            Stop::Blocked { what, reason } => {
                return Err(ProviderError::Blocked {
                    provider: provider(),
                    what,
                    reason,
                });
            }
            Stop::OutOfTokens if !self.has_text() => {
                let provider = provider();
                return Err(ProviderError::OutOfTokens { provider });
            }
            Stop::Declined => Some(REFUSAL.to_owned()),
            Stop::Done | Stop::OutOfTokens => None,
        };
        self.facts(Facts {
            finish,
            stop: Some(stop),
            ..Facts::default()
        });
        Ok(())
    }

    /// Whether there was any text. No more follows.
    fn has_text(&self) -> bool {
        let mut state = self.queue.lock();
        state.end_text();
        state.text_bytes > 0
    }

    /// Tells that another attempt follows. Returns whether anybody still listens.
    pub fn retrying(&self, retry: Retry) -> bool {
        self.queue
            .push(self.queue.lock(), Progress::Retrying(retry))
    }

    /// Whether anybody still listens.
    pub fn is_open(&self) -> bool {
        !self.queue.lock().is_closed
    }
}

impl Drop for ReplySink {
    fn drop(&mut self) {
        // After a panic there is no outcome yet, and whoever waits would wait for ever.
        self.queue.finish(Err(ProviderError::ThreadLost {
            provider: std::mem::take(&mut self.provider),
        }));
    }
}

#[cfg(test)]
mod tests;
