//! Providers without the program around them, for what is done thousands of times.

use std::sync::Arc;

use chatkeep::model::SecretText;
use chatkeep::providers::{
    self, ChatMessage, ChatRequest, Ending, Endpoint, Event, Kind, Provider, Reply, ReplyStream,
    SystemTiming,
};

use crate::case::Case;
use crate::replay::Replay;
use crate::wire::Wire;

/// Opens the provider of a format at this server.
pub(crate) fn open(server: &Replay, wire: Wire) -> Arc<dyn Provider> {
    let kind = Kind::from_name(wire.provider()).expect("it speaks all formats");
    let mut endpoint = Endpoint::new(kind);
    endpoint.base_url = server.base_url(wire);
    endpoint.key = Some(SecretText::new("sk-of-the-test"));
    providers::open(endpoint, Arc::new(SystemTiming)).expect("it can be asked")
}

/// Asks in the way that a recorded answer is one to. Returns what came, which may be nothing, and whether it is whole.
pub(crate) fn ask(provider: &Arc<dyn Provider>, case: &Case) -> (String, bool) {
    let request = ChatRequest {
        model: case.row.wire.model().to_owned(),
        messages: vec![ChatMessage::user("Anything")],
        needs_responses: case.row.wire == Wire::Responses,
        stream: case.row.stream,
        ..ChatRequest::default()
    };
    let mut printed = String::new();
    for event in ReplyStream::start(Arc::clone(provider), request, drop) {
        match event {
            Event::Text(piece) => printed.push_str(&piece),
            Event::Retrying(retry) => panic!("{}: it was tried again: {}", case.name, retry.cause),
            Event::End(reply) => {
                let Reply { text, ending, .. } = *reply;
                assert_eq!(text, printed, "{}", case.name);
                return (text, matches!(ending, Ending::Complete));
            }
            Event::Failed(_) => return (printed, false),
        }
    }
    unreachable!("a stream ends with End or Failed")
}
