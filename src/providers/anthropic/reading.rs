//! What is read of the Messages API's answers, whole or event by event.
//!
//! All of it is optional, and what is unknown means nothing: the API promises to add kinds of events, blocks and deltas.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::usage::Report as UsageReport;
use crate::model::{LossyText, PieceJoiner, TextPiece};
use crate::providers::error_body::text_of;
use crate::providers::message::word;
use crate::providers::reply::{Facts, Stop};
use crate::providers::stream::ReplySink;

/// An event of a stream. What stands in it is looked at once its type is known.
#[derive(Deserialize)]
pub(super) struct StreamEvent<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    message: Option<&'a RawValue>,
    #[serde(borrow, default)]
    content_block: Option<&'a RawValue>,
    #[serde(borrow, default)]
    delta: Option<&'a RawValue>,
    #[serde(borrow, default)]
    usage: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

/// What an event means.
pub(super) enum Step<'a> {
    /// This is known about the reply at its start.
    Start(Report<'a>),
    /// Something became known about the reply.
    Report(Report<'a>),
    /// The answer goes on.
    Text(TextPiece<'a>),
    /// Nothing for us.
    Nothing,
    /// There is no more, and an error is why.
    Error,
    /// The reply is whole.
    End,
}

/// What becomes known about a reply besides its text.
#[derive(Default, Deserialize)]
pub(super) struct Report<'a> {
    #[serde(borrow, default)]
    id: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    model: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    stop_reason: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    stop_details: Option<&'a RawValue>,
    #[serde(borrow, default)]
    usage: Option<&'a RawValue>,
}

impl Report<'_> {
    /// Reads the usage. One in a form that is not Anthropic's tells nothing.
    fn usage(&self) -> Option<UsageReport> {
        UsageReport::parse(self.usage?.get()).ok()
    }

    /// Returns why the model stopped, if that is told.
    fn stop(&self) -> Option<Stop> {
        Some(match self.stop_reason.as_ref()?.0.as_ref() {
            "max_tokens" => Stop::OutOfTokens,
            "refusal" => Stop::Blocked {
                what: "reply",
                reason: self.stop_details.and_then(reason_in),
            },
            _ => Stop::Done,
        })
    }
}

/// Finds the reason for a refusal: what it is about, and an explanation, as far as they are told.
fn reason_in(details: &RawValue) -> Option<String> {
    #[derive(Deserialize)]
    struct Details<'a> {
        #[serde(borrow, default)]
        category: Option<&'a RawValue>,
        #[serde(borrow, default)]
        explanation: Option<&'a RawValue>,
    }
    let details: Details<'_> = serde_json::from_str(details.get()).ok()?;
    let told = [details.category, details.explanation];
    let told = told.into_iter().filter_map(text_of);
    let told: Vec<String> = told.filter(|text| !text.trim().is_empty()).collect();
    (!told.is_empty()).then(|| told.join(": "))
}

/// A block of a reply, or a piece of one.
#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    text: Option<&'a RawValue>,
}

impl<'a> Part<'a> {
    /// Returns what it adds to the answer. Thoughts and tools have texts too, in fields of other names.
    fn text(&self) -> serde_json::Result<Option<TextPiece<'a>>> {
        match (kind(&self.kind), self.text) {
            ("text" | "text_delta", Some(text)) => serde_json::from_str(text.get()).map(Some),
            _ => Ok(None),
        }
    }
}

fn kind<'a>(kind: &'a Option<LossyText<'_>>) -> &'a str {
    kind.as_ref().map_or("", |kind| kind.0.as_ref())
}

impl<'a> StreamEvent<'a> {
    /// Finds out what it means. Fails if it has not the form of its type.
    pub(super) fn step(&self) -> serde_json::Result<Step<'a>> {
        let part = match kind(&self.kind) {
            "message_start" => {
                let report = self.message.map(|json| serde_json::from_str(json.get()));
                return Ok(Step::Start(report.transpose()?.unwrap_or_default()));
            }
            "message_delta" => {
                let report = self.delta.map(|json| serde_json::from_str(json.get()));
                return Ok(Step::Report(Report {
                    usage: self.usage,
                    ..report.transpose()?.unwrap_or_default()
                }));
            }
            "message_stop" => return Ok(Step::End),
            "error" => return Ok(Step::Error),
            "" if self.error.is_some() => return Ok(Step::Error),
            "content_block_start" => self.content_block,
            "content_block_delta" => self.delta,
            _ => None,
        };
        let Some(part) = part else {
            return Ok(Step::Nothing);
        };
        let part: Part<'a> = serde_json::from_str(part.get())?;
        Ok(part.text()?.map_or(Step::Nothing, Step::Text))
    }
}

/// An answer in one piece.
#[derive(Deserialize)]
pub(super) struct Whole<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    content: Option<Vec<Part<'a>>>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
    #[serde(borrow, default)]
    id: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    model: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    stop_reason: Option<LossyText<'a>>,
    #[serde(borrow, default)]
    stop_details: Option<&'a RawValue>,
    #[serde(borrow, default)]
    usage: Option<&'a RawValue>,
}

impl<'a> Whole<'a> {
    /// Whether it is an error, though the HTTP status says otherwise.
    pub(super) fn is_error(&self) -> bool {
        kind(&self.kind) == "error" || (self.content.is_none() && self.error.is_some())
    }

    /// Returns the answer; `None` if there is not even an empty one.
    pub(super) fn text(&self) -> serde_json::Result<Option<String>> {
        let Some(parts) = &self.content else {
            return Ok(None);
        };
        let (mut all, mut joiner) = (String::new(), PieceJoiner::default());
        for part in parts {
            all.push_str(&joiner.join(part.text()?.unwrap_or_default()));
        }
        all.extend(joiner.end());
        Ok(Some(all))
    }

    /// Returns what else is told.
    pub(super) fn report(self) -> Report<'a> {
        Report {
            id: self.id,
            model: self.model,
            stop_reason: self.stop_reason,
            stop_details: self.stop_details,
            usage: self.usage,
        }
    }
}

/// Hands on what answers say.
pub(super) struct Reading<'s> {
    sink: &'s ReplySink,
    usage: UsageReport,
    stop: Stop,
}

impl<'s> Reading<'s> {
    pub(super) fn new(sink: &'s ReplySink) -> Self {
        Self {
            sink,
            usage: UsageReport::default(),
            stop: Stop::Done,
        }
    }

    /// Whether anybody still listens.
    pub(super) fn is_open(&self) -> bool {
        self.sink.is_open()
    }

    /// Hands on a piece of the answer. Returns whether anybody still listens.
    pub(super) fn text<'p>(&self, text: impl Into<TextPiece<'p>>) -> bool {
        self.sink.text(text)
    }

    /// Notes what is known at the start of a stream. Returns whether anybody still listens.
    pub(super) fn begin(&mut self, report: Report<'_>) -> bool {
        if let Some(usage) = report.usage() {
            self.usage.overlay(usage.without_output());
        }
        self.hand_on(&report)
    }

    /// Notes what became known. Returns whether anybody still listens.
    pub(super) fn note(&mut self, report: Report<'_>) -> bool {
        if let Some(usage) = report.usage() {
            self.usage.overlay(usage);
        }
        if let Some(stop) = report.stop() {
            self.stop = stop;
        }
        self.hand_on(&report)
    }

    /// Returns why the model stopped. A reason in it is in the server's words.
    pub(super) fn stop(self) -> Stop {
        self.stop
    }

    fn hand_on(&self, report: &Report<'_>) -> bool {
        let named = |text: Option<&str>| text.and_then(word);
        let lossy = |text: &Option<LossyText<'_>>| named(text.as_ref().map(|text| text.0.as_ref()));
        self.sink.facts(Facts {
            model: lossy(&report.model),
            usage: self.usage.usage(),
            steps: self.usage.steps().collect(),
            service_tier: named(self.usage.service_tier()),
            speed: named(self.usage.speed()),
            finish: lossy(&report.stop_reason),
            response_id: lossy(&report.id),
            stop: None,
        })
    }
}
