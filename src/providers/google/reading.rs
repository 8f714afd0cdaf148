//! What is read of the Gemini API's answers: of one, or of the parts of one.
//!
//! Each part has the form of a whole answer, and everything in it is optional.

use std::ops::Add;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::usage::Report;
use crate::model::{LossyText, TextPiece, Usage};
use crate::providers::reading::{Reading, Told};
use crate::providers::reply::Stop;

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
    text: Option<TextPiece<'a>>,
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
pub(super) enum End {
    /// The model stopped, or what it says was blocked; a reason in it is in the server's words.
    Stopped(Stop),
    /// The rest is to be asked for with this.
    Continued(String),
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

    fn end(&self) -> Option<End> {
        let feedback = self.prompt_feedback.as_ref();
        if let Some(reason) = feedback.and_then(|feedback| text(&feedback.block_reason)) {
            let message = feedback.and_then(|feedback| text(&feedback.block_reason_message));
            return Some(blocked("prompt", reason, message));
        }
        let candidate = self.candidate()?;
        let token = text(&candidate.continuation_token);
        Some(match text(&candidate.finish_reason)? {
            "STOP" => End::Stopped(Stop::Done),
            "MAX_TOKENS" => End::Stopped(Stop::OutOfTokens),
            CONTINUATION if let Some(token) = token => End::Continued(token.to_owned()),
            reason => blocked("reply", reason, text(&candidate.finish_message)),
        })
    }

    /// Returns the reason to stop, in the provider's word.
    fn finish(&self, end: &End) -> Option<&str> {
        let feedback = self.prompt_feedback.as_ref();
        let reason = || text(&self.candidate()?.finish_reason);
        match end {
            End::Continued(_) => None,
            End::Stopped(_) => feedback
                .and_then(|feedback| text(&feedback.block_reason))
                .or_else(reason),
        }
    }
}

/// The reason that is no end.
const CONTINUATION: &str = "CONTINUATION";

/// Gives the reason in the provider's word, and in its sentence if there is one.
fn blocked(what: &'static str, reason: &str, message: Option<&str>) -> End {
    let message = message.filter(|message| !message.is_empty());
    End::Stopped(Stop::Blocked {
        what,
        reason: Some(match message {
            Some(message) => format!("{reason}: {message}"),
            None => reason.to_owned(),
        }),
    })
}

impl Candidate<'_> {
    /// Iterates over what it adds to the answer. Thoughts are texts, too.
    fn texts(&self) -> impl Iterator<Item = TextPiece<'_>> {
        let parts = self.content.iter().flat_map(|content| &content.parts);
        let said = parts.flatten().filter(|part| part.thought != Some(true));
        said.filter_map(|part| part.text.as_ref().map(TextPiece::borrowed))
    }
}

/// Hands on what answers say, of which several may make one reply.
pub(super) struct PartReading<'s> {
    reading: Reading<'s>,
    /// What the answers before this one took; counts begin anew with each.
    before: Vec<Usage>,
    usage: Option<Usage>,
    end: Option<End>,
    has_candidate: bool,
}

impl<'s> PartReading<'s> {
    pub(super) fn new(reading: Reading<'s>) -> Self {
        Self {
            reading,
            before: Vec::new(),
            usage: None,
            end: None,
            has_candidate: false,
        }
    }

    /// Takes what comes from now on for the answer to another request.
    pub(super) fn begin_next(&mut self) {
        self.before.extend(self.usage.take());
    }

    /// Takes a part. Returns whether anybody still listens.
    pub(super) fn take(&mut self, chunk: &Chunk<'_>) -> bool {
        let candidate = chunk.candidate();
        self.has_candidate |= candidate.is_some();
        // One in another form tells nothing.
        let report = chunk.usage_metadata;
        let report = report.and_then(|json| serde_json::from_str::<Report>(json.get()).ok());
        let report = report.unwrap_or_default();
        self.usage = report.usage().or(self.usage);
        let end = chunk.end();
        self.reading.note(&Told {
            model: text(&chunk.model_version),
            usage: self.steps().reduce(Usage::add),
            steps: self.steps().collect(),
            service_tier: report.service_tier.as_deref(),
            finish: end.as_ref().and_then(|end| chunk.finish(end)),
            response_id: text(&chunk.response_id),
        });
        self.end = end.or(self.end.take());
        let mut texts = candidate.into_iter().flat_map(Candidate::texts);
        texts.all(|text| self.reading.text(text)) && self.reading.is_open()
    }

    /// Returns what each request took: each is charged by itself.
    fn steps(&self) -> impl Iterator<Item = Usage> {
        self.before.iter().copied().chain(self.usage)
    }

    /// Whether the answer has said why there is no more of it.
    pub(super) fn has_ended(&self) -> bool {
        self.end.is_some()
    }

    /// Returns why there is no more of the answer, once.
    pub(super) fn end(&mut self) -> Option<End> {
        self.end.take()
    }

    /// Whether there was a reply, be it an empty one.
    pub(super) fn has_candidate(&self) -> bool {
        self.has_candidate
    }
}
