//! What a response has said so far, and what of it is the answer.

use super::wire::{Item, Response};
use crate::model::{PieceJoiner, TextPiece};
use crate::providers::openai::stop::stop;
use crate::providers::reading::{Reading, Told};
use crate::providers::reply::Stop;
use crate::providers::stream::ReplySink;

/// Hands on the answer in a response as it comes, and keeps commentary back.
pub(super) struct ResponseReading<'a> {
    reading: Reading<'a>,
    /// The places of the messages that are commentary.
    commentary: Vec<u64>,
    /// What is handed out if nothing else is there at the end.
    rest: String,
    /// Joins the pieces of it.
    joiner: PieceJoiner,
    /// Whether some of the answer was handed out.
    has_answer: bool,
}

impl<'a> ResponseReading<'a> {
    pub(super) fn new(sink: &'a ReplySink) -> Self {
        Self {
            reading: Reading::new(sink),
            commentary: Vec::new(),
            rest: String::new(),
            joiner: PieceJoiner::default(),
            has_answer: false,
        }
    }

    /// Whether anybody still listens.
    pub(super) fn is_open(&self) -> bool {
        self.reading.is_open()
    }

    /// Takes what is known at the start. Returns whether anybody still listens.
    pub(super) fn begin(&mut self, response: &Response<'_>) -> bool {
        // The tier that stands here is the one asked for; the one that is billed stands in the last event.
        self.reading.note(&Told {
            model: response.model(),
            response_id: response.id(),
            ..Told::default()
        });
        self.is_open()
    }

    /// Takes note of an item that begins. Returns whether anybody still listens.
    pub(super) fn item(&mut self, place: u64, item: &Item<'_>) -> bool {
        if item.is_commentary() {
            self.commentary.push(place);
        }
        self.is_open()
    }

    /// Takes text of the item at that place. Returns whether anybody still listens.
    pub(super) fn piece(&mut self, place: u64, text: TextPiece<'_>) -> bool {
        if self.commentary.contains(&place) {
            self.rest.push_str(&self.joiner.join(text));
            return self.is_open();
        }
        self.has_answer |= !text.is_empty();
        self.reading.text(text)
    }

    /// Notes that the model will not answer, and says so in a text of its own.
    pub(super) fn decline(&mut self) {
        self.reading.decline();
    }

    /// Returns why the model stopped.
    pub(super) fn stop(&self) -> Stop {
        stop(&self.reading)
    }

    /// Takes a response that is as whole as it will be.
    pub(super) fn end(&mut self, response: &Response<'_>) {
        if response.is_refusal() {
            self.decline();
        }
        let text = response.text();
        if !text.is_empty() {
            self.rest = text;
            self.joiner = PieceJoiner::default();
        }
        self.reading.note(&Told {
            model: response.model(),
            usage: response.usage(),
            service_tier: response.service_tier(),
            finish: response.finish(),
            response_id: response.id(),
            ..Told::default()
        });
    }

    /// Hands out what was kept back, if nothing was handed out before it.
    pub(super) fn hand_out_rest(&mut self) {
        if !self.has_answer {
            self.rest.extend(self.joiner.end());
            self.reading.text(std::mem::take(&mut self.rest));
        }
    }
}
