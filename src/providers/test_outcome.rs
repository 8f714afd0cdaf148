//! What comes of a request to a server of a test, and what must come of a recorded answer.

use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::endpoint::Endpoint;
use super::error::{ProviderError, RefusalKind};
use super::reply::{Ending, Reply};
use super::request::{Attachment, ChatMessage, ChatRequest, MediaType};
use super::retry::Timing;
use super::test_server::{Received, RecordedTiming, Step, TestServer};
use super::{Event, ReplyStream, open};
use crate::model::{Role, Usage, UsageDetails};

/// What came of a request.
pub(super) struct Outcome {
    pub(super) pieces: Vec<String>,
    pub(super) retries: usize,
    pub(super) pauses: Vec<Duration>,
    pub(super) result: Result<Reply, ProviderError>,
    pub(super) received: Vec<Received>,
}

impl Outcome {
    pub(super) fn reply(&self) -> &Reply {
        self.result.as_ref().expect("a reply")
    }

    pub(super) fn error(&self) -> &ProviderError {
        self.result.as_ref().expect_err("no reply")
    }

    /// Returns why there is no reply, or no more of it, whether or not something was charged.
    pub(super) fn fault(&self) -> &ProviderError {
        match &self.result {
            Ok(_) => self.cut(),
            Err(error) => error,
        }
    }

    pub(super) fn kind(&self) -> RefusalKind {
        self.error().refusal().expect("a refusal").kind
    }

    /// Returns why the reply was cut off.
    pub(super) fn cut(&self) -> &ProviderError {
        match &self.reply().ending {
            Ending::CutOff(error) => error,
            other => panic!("not cut off but {other:?}"),
        }
    }
}

/// A request of one word.
pub(super) fn request(stream: bool) -> ChatRequest {
    ChatRequest {
        model: "m".to_owned(),
        messages: vec![ChatMessage::user("Hi")],
        stream,
        ..ChatRequest::default()
    }
}

/// Asks a server that gives these answers, at the endpoint that `endpoint` makes of its address.
pub(super) fn ask_at(
    answers: Vec<Vec<Step>>,
    request: ChatRequest,
    endpoint: impl FnOnce(&str) -> Endpoint,
) -> Outcome {
    let server = TestServer::start(answers);
    let timing = Arc::new(RecordedTiming::default());
    let endpoint = endpoint(&server.url);
    let provider = open(endpoint, Arc::clone(&timing) as Arc<dyn Timing>).expect("an endpoint");
    let (mut pieces, mut retries, mut result) = (Vec::new(), 0, None);
    for event in ReplyStream::start(provider, request, drop) {
        match event {
            Event::Text(piece) => pieces.push(piece),
            Event::Retrying(_) => retries += 1,
            Event::End(reply) => result = Some(Ok(*reply)),
            Event::Failed(error) => result = Some(Err(error)),
        }
    }
    Outcome {
        pieces,
        retries,
        pauses: timing.pauses(),
        result: result.expect("a last event"),
        received: server.received(),
    }
}

/// The same, at an endpoint that is changed before it is asked.
pub(super) fn ask_changed(
    answers: Vec<Vec<Step>>,
    request: ChatRequest,
    endpoint: impl FnOnce(&str) -> Endpoint,
    change: impl FnOnce(&mut Endpoint),
) -> Outcome {
    ask_at(answers, request, |url| {
        let mut endpoint = endpoint(url);
        change(&mut endpoint);
        endpoint
    })
}

/// A message of that role.
pub(super) fn message(role: Role, content: &str) -> ChatMessage {
    ChatMessage {
        role,
        ..ChatMessage::user(content)
    }
}

/// A file that goes along, of the type that its content has.
pub(super) fn attachment(name: &str, content: &[u8]) -> Attachment {
    Attachment {
        name: name.to_owned(),
        media_type: MediaType::of(content).expect("a known type"),
        content: content.into(),
    }
}

/// What must come of a recorded answer, as another program found it.
pub(super) struct Expected {
    pub(super) case: &'static str,
    pub(super) text_bytes: usize,
    /// How the SHA-256 of the text begins.
    pub(super) sha256: &'static str,
    pub(super) model: &'static str,
    pub(super) finish: &'static str,
    /// Input, cached, written, output and reasoning tokens, if the answer tells.
    pub(super) counts: Option<[u64; 5]>,
}

impl Expected {
    pub(super) fn check(&self, reply: &Reply) {
        let case = self.case;
        assert!(!reply.is_cut(), "{case}: {:?}", reply.ending);
        assert_eq!(reply.text.len(), self.text_bytes, "{case}");
        let digest = format!("{:x}", Sha256::digest(&reply.text));
        assert!(digest.starts_with(self.sha256), "{case}");
        assert_eq!(reply.model, self.model, "{case}");
        assert_eq!(reply.finish.as_deref(), Some(self.finish), "{case}");
        let usage = |[input, cached, written, output, reasoning]: [u64; 5]| Usage {
            input,
            output: Some(output),
            details: UsageDetails {
                cached,
                written,
                reasoning,
                ..UsageDetails::default()
            },
        };
        assert_eq!(reply.usage, self.counts.map(usage), "{case}");
    }
}
