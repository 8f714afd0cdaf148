//! Replies that arrive, break off, and are interrupted.

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
