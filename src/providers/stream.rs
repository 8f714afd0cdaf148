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
mod tests {
    use std::sync::{Mutex, mpsc};

    use super::*;
    use crate::model::Usage;
    use crate::providers::{OfferedModel, Preview};

    /// Answers with what a test does.
    struct Scripted<F>(F);

    impl<F: Fn(&ReplySink) -> Result<(), ProviderError> + Send + Sync> Provider for Scripted<F> {
        fn name(&self) -> &str {
            "scripted"
        }

        fn answer(&self, _: &ChatRequest, sink: &ReplySink) -> Result<(), ProviderError> {
            (self.0)(sink)
        }

        fn preview(&self, _: &ChatRequest) -> Result<Option<Preview>, ProviderError> {
            Ok(None)
        }

        fn models(&self) -> Result<Vec<OfferedModel>, ProviderError> {
            Ok(Vec::new())
        }
    }

    fn start(
        script: impl Fn(&ReplySink) -> Result<(), ProviderError> + Send + Sync + 'static,
    ) -> ReplyStream {
        ReplyStream::start(Arc::new(Scripted(script)), ChatRequest::default(), drop)
    }

    fn text(sink: &ReplySink, piece: &str) -> bool {
        sink.text(piece.to_owned())
    }

    #[test]
    fn a_panic_while_waiting_ends_the_reply() {
        let mut events = start(|sink| {
            text(sink, "Half");
            std::panic::resume_unwind(Box::new("a fault of ours"));
        });
        assert!(matches!(events.next(), Some(Event::Text(_))));
        let Some(Event::End(reply)) = events.next() else {
            panic!("no end");
        };
        assert_eq!(reply.text, "Half");
        assert!(matches!(
            reply.ending,
            Ending::CutOff(ProviderError::ThreadLost { .. })
        ));
    }

    #[test]
    fn a_server_that_never_stops_is_stopped() {
        let events = start(|sink| {
            while sink.text("x".repeat(1 << 20)) {}
            Ok(())
        });
        let Some(Event::End(reply)) = events.last() else {
            panic!("no end");
        };
        assert!(matches!(
            reply.ending,
            Ending::CutOff(ProviderError::Malformed { .. })
        ));
        assert_eq!(reply.text.len(), ReplySink::MAX_TEXT_BYTES);
    }

    #[test]
    fn what_came_but_was_not_taken_yet_survives_an_interruption() {
        let (came, signal) = mpsc::sync_channel(0);
        let (_hold, held) = mpsc::channel::<()>();
        let held = Mutex::new(held);
        let mut events = start(move |sink| {
            text(sink, "Half ");
            text(sink, "an");
            sink.facts(Facts {
                usage: Some(Usage {
                    input: 3,
                    output: Some(1),
                    ..Usage::default()
                }),
                ..Facts::default()
            });
            came.send(()).expect("the test waits");
            let _ = held.lock().expect("no panic").recv();
            Ok(())
        });
        signal.recv().expect("all came");
        Interrupter(Arc::clone(&events.queue)).interrupt();
        let Some(Event::End(reply)) = events.next() else {
            panic!("no end");
        };
        assert_eq!(reply.text, "Half an");
        let usage = reply.usage.expect("usage");
        assert_eq!((usage.input, usage.output), (3, None));
        assert!(matches!(reply.ending, Ending::Interrupted));
    }

    #[test]
    fn text_that_waits_is_taken_at_once_up_to_what_is_no_text() {
        let (came, signal) = mpsc::sync_channel(0);
        let mut events = start(move |sink| {
            text(sink, "One ");
            text(sink, "two ");
            text(sink, "three");
            sink.facts(Facts::default());
            text(sink, " four");
            came.send(()).expect("the test waits");
            Ok(())
        });
        signal.recv().expect("all came");
        let Some(Event::Text(mut piece)) = events.next() else {
            panic!("no text");
        };
        events.join_waiting(&mut piece);
        assert_eq!(piece, "One two three");
        events.join_waiting(&mut piece);
        assert_eq!(piece, "One two three");
        let Some(Event::End(reply)) = events.last() else {
            panic!("no end");
        };
        assert_eq!(reply.text, "One two three four");
    }

    #[test]
    fn a_whole_reply_is_not_made_half_by_an_interruption() {
        let queue = Arc::new(Queue::default());
        let sink = ReplySink {
            provider: String::new(),
            queue: Arc::clone(&queue),
        };
        text(&sink, "Whole");
        queue.finish(Ok(()));
        let events = ReplyStream {
            reply: Some(Reply::empty("m")),
            queue,
        };
        Interrupter(Arc::clone(&events.queue)).interrupt();
        let Some(Event::End(reply)) = events.last() else {
            panic!("no end");
        };
        assert!(!reply.is_cut());
    }

    #[test]
    fn a_provider_learns_that_nobody_listens() {
        let (dropped, signal) = mpsc::channel();
        let signal = Mutex::new(signal);
        let (result, listened) = mpsc::channel();
        let events = start(move |sink| {
            signal
                .lock()
                .expect("no panic")
                .recv()
                .expect("the test says when");
            result
                .send(text(sink, "to nobody"))
                .expect("the test waits");
            Ok(())
        });
        drop(events);
        dropped.send(()).expect("the provider waits");
        assert_eq!(listened.recv(), Ok(false));
    }

    #[test]
    fn facts_that_are_not_repeated_stay() {
        let events = start(|sink| {
            sink.facts(Facts {
                model: Some("named".to_owned()),
                finish: Some("stop".to_owned()),
                ..Facts::default()
            });
            sink.facts(Facts {
                service_tier: Some("default".to_owned()),
                ..Facts::default()
            });
            Ok(())
        });
        let Some(Event::End(reply)) = events.last() else {
            panic!("no end");
        };
        assert_eq!(reply.model, "named");
        assert_eq!(reply.finish.as_deref(), Some("stop"));
        assert_eq!(reply.service_tier.as_deref(), Some("default"));
    }
}
