//! What is read of the Gemini API's answers: of one, or of the parts of one.
//!
//! Each part has the form of a whole answer, and everything in it is optional.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::usage::Report;
use crate::model::{LossyText, Usage};
use crate::providers::message::word;
use crate::providers::reading::{Reading, Told};

/// An answer, or a part of one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Chunk<'a> {
    #[serde(borrow, default)]
    candidates: Option<Vec<Candidate<'a>>>,
    #[serde(borrow, default)]
    prompt_feedback: Option<PromptFeedback<'a>>,
    #[serde(borrow, default)]
    usage_metadata: Option<&'a RawValue>,
    #[serde(borrow, default)]
    model_version: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    response_id: Option<LossyText<'a>>,
    /// In place of all the others.
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

/// One of the replies that were asked for; we ask for one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Candidate<'a> {
    #[serde(default)]
    index: Option<u64>,
    #[serde(borrow, default)]
    content: Option<Content<'a>>,
    #[serde(borrow, default)]
    finish_reason: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    finish_message: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    continuation_token: Option<LossyText<'a>>,
}

#[derive(Deserialize)]
struct Content<'a> {
    #[serde(borrow, default)]
    parts: Option<Vec<Part<'a>>>,
}

#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow, default)]
    text: Option<LossyText<'a>>,
    #[serde(default)]
    thought: Option<bool>,
}

/// What a filter said of the prompt.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PromptFeedback<'a> {
    #[serde(borrow, default)]
    block_reason: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    block_reason_message: Option<LossyText<'a>>,
}

/// Why there is no more of an answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The model came to its end, or to the limit.
    Finished,
    /// The rest is to be asked for with this.
    Continued(String),
    /// The prompt or the reply was blocked.
    Blocked {
        /// The prompt or the reply.
        what: &'static str,
        /// In the provider's word.
        reason: String,
        /// In its sentence.
        message: String,
    },
}

fn text<'a>(text: &'a Option<LossyText<'_>>) -> Option<&'a str> {
    text.as_ref().map(|text| text.0.as_ref())
}

impl Chunk<'_> {
    /// Whether it is an error, though the HTTP status says otherwise.
    pub(super) fn is_error(&self) -> bool {
        self.error.is_some()
    }

    fn candidate(&self) -> Option<&Candidate<'_>> {
        let mut candidates = self.candidates.iter().flatten();
        candidates.find(|candidate| candidate.index.unwrap_or(0) == 0)
    }

    fn stop(&self) -> Option<Stop> {
        let feedback = self.prompt_feedback.as_ref();
        if let Some(reason) = feedback.and_then(|feedback| text(&feedback.block_reason)) {
            let message = feedback.and_then(|feedback| text(&feedback.block_reason_message));
            return Some(Stop::blocked("prompt", reason, message));
        }
        let candidate = self.candidate()?;
        let token = text(&candidate.continuation_token);
        Some(match text(&candidate.finish_reason)? {
            "STOP" | "MAX_TOKENS" => Stop::Finished,
            CONTINUATION if let Some(token) = token => Stop::Continued(token.to_owned()),
            reason => Stop::blocked("reply", reason, text(&candidate.finish_message)),
        })
    }
}

/// The reason that is no end.
const CONTINUATION: &str = "CONTINUATION";

impl Stop {
    fn blocked(what: &'static str, reason: &str, message: Option<&str>) -> Self {
        Self::Blocked {
            what,
            reason: word(reason).unwrap_or_default(),
            message: message.unwrap_or_default().to_owned(),
        }
    }
}

impl Candidate<'_> {
    /// Iterates over what it adds to the answer. Thoughts are texts, too.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let parts = self.content.iter().flat_map(|content| &content.parts);
        let said = parts.flatten().filter(|part| part.thought != Some(true));
        said.filter_map(|part| text(&part.text))
    }
}

/// Hands on what answers say, of which several may make one reply.
pub(super) struct PartReading<'s> {
    reading: Reading<'s>,
    /// What the answers before this one took; their counts begin anew with each.
    before: Option<Usage>,
    usage: Option<Usage>,
    stop: Option<Stop>,
    has_candidate: bool,
}

impl<'s> PartReading<'s> {
    pub(super) fn new(reading: Reading<'s>) -> Self {
        Self {
            reading,
            before: None,
            usage: None,
            stop: None,
            has_candidate: false,
        }
    }

    /// Takes what comes from now on for the answer to another request.
    pub(super) fn begin_next(&mut self) {
        self.before = self.usage;
    }

    /// Takes a part. Returns whether anybody still listens.
    pub(super) fn take(&mut self, chunk: &Chunk<'_>) -> bool {
        let candidate = chunk.candidate();
        self.has_candidate |= candidate.is_some();
        // One in another form tells nothing.
        let report = chunk.usage_metadata;
        let report = report.and_then(|json| serde_json::from_str::<Report>(json.get()).ok());
        let report = report.unwrap_or_default();
        if let Some(usage) = report.usage() {
            self.usage = Some(self.before.unwrap_or_default() + usage);
        }
        let stop = chunk.stop();
        self.reading.note(&Told {
            model: text(&chunk.model_version),
            usage: self.usage,
            service_tier: report.service_tier.as_deref(),
            finish: stop.as_ref().and_then(|stop| match stop {
                Stop::Finished => candidate.and_then(|candidate| text(&candidate.finish_reason)),
                Stop::Blocked { reason, .. } => Some(reason),
                Stop::Continued(_) => None,
            }),
            response_id: text(&chunk.response_id),
        });
        self.stop = stop.or(self.stop.take());
        let mut texts = candidate.into_iter().flat_map(Candidate::texts);
        texts.all(|text| self.reading.text(text)) && self.reading.is_open()
    }

    /// Whether the answer has said why there is no more of it.
    pub(super) fn has_stopped(&self) -> bool {
        self.stop.is_some()
    }

    /// Returns why there is no more of the answer, once.
    pub(super) fn stop(&mut self) -> Option<Stop> {
        self.stop.take()
    }

    /// Whether there was a reply, be it an empty one.
    pub(super) fn has_candidate(&self) -> bool {
        self.has_candidate
    }
}
