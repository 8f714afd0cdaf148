//! What an answer has told so far, handed on as it changes.

use crate::model::{TextPiece, Usage};
use crate::providers::message::word;
use crate::providers::reply::Facts;
use crate::providers::stream::ReplySink;

/// What one part of an answer tells about it, in the server's words.
#[derive(Default)]
pub(super) struct Told<'a> {
    pub(super) model: Option<&'a str>,
    pub(super) usage: Option<Usage>,
    /// What each request took, where there are several; the usage is their sum.
    pub(super) steps: Vec<Usage>,
    pub(super) service_tier: Option<&'a str>,
    pub(super) finish: Option<&'a str>,
    pub(super) response_id: Option<&'a str>,
}

/// Hands on text as it comes, and facts only when they change: most servers repeat them with every word.
pub(super) struct Reading<'a> {
    sink: &'a ReplySink,
    facts: Facts,
    /// Whether a part of the text says that the model will not answer.
    has_declined: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn new(sink: &'a ReplySink) -> Self {
        Self {
            sink,
            facts: Facts::default(),
            has_declined: false,
        }
    }

    /// Takes text. Returns whether anybody still listens.
    pub(super) fn text<'p>(&self, text: impl Into<TextPiece<'p>>) -> bool {
        self.sink.text(text)
    }

    /// Whether anybody still listens.
    pub(super) fn is_open(&self) -> bool {
        self.sink.is_open()
    }

    /// Takes facts; what is not told again stays.
    pub(super) fn note(&mut self, told: &Told<'_>) {
        let facts = &mut self.facts;
        let words = [
            (&mut facts.model, told.model),
            (&mut facts.service_tier, told.service_tier),
            (&mut facts.finish, told.finish),
            (&mut facts.response_id, told.response_id),
        ];
        let mut is_news = told.usage.is_some() && told.usage != facts.usage;
        if told.usage.is_some() {
            facts.usage = told.usage;
            facts.steps.clone_from(&told.steps);
        }
        for (known, text) in words {
            is_news |= text.is_some_and(|text| renew(known, text));
        }
        if is_news {
            self.sink.facts(self.facts.clone());
        }
    }

    /// Notes that the model will not answer, and says so in a text of its own.
    pub(super) fn decline(&mut self) {
        self.has_declined = true;
    }

    /// Whether the model said that it will not answer.
    pub(super) fn has_declined(&self) -> bool {
        self.has_declined
    }

    /// Returns the reason to stop that was told.
    pub(super) fn finish(&self) -> Option<&str> {
        self.facts.finish.as_deref()
    }

    /// Whether a reason to stop was told.
    pub(super) fn is_finished(&self) -> bool {
        self.facts.finish.is_some()
    }
}

/// Notes a word; returns whether it is another than before.
fn renew(known: &mut Option<String>, text: &str) -> bool {
    if known.as_deref() == Some(text) {
        return false;
    }
    let Some(word) = word(text) else { return false };
    known.replace(word.clone()) != Some(word)
}
