//! What is kept of a reply.

use crate::model::Usage;

use super::error::ProviderError;

/// A reply, whole or cut off.
#[derive(Debug)]
pub struct Reply {
    /// Its text; lone surrogates that the provider sent are replaced by U+FFFD. May be empty.
    pub text: String,
    /// The model as the response names it, else as it was asked for.
    pub model: String,
    /// What it took, as last reported; `None` if the provider did not tell.
    pub usage: Option<Usage>,
    /// What each request took of which the reply is made, if that was told of several; the usage is their sum.
    steps: Vec<Usage>,
    /// The service tier that was billed, if the response names one.
    pub service_tier: Option<String>,
    /// The speed that was billed, if the response names one.
    pub speed: Option<String>,
    /// Why the model stopped, in the provider's word.
    pub finish: Option<String>,
    /// The provider's id for the response.
    pub response_id: Option<String>,
    /// Why the model stopped, if the reply is whole.
    pub stop: Stop,
    /// Whether it is whole.
    pub ending: Ending,
}

/// Why a model stopped, as far as that matters to whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Stop {
    /// It had no more to say, or came to a text to stop at.
    #[default]
    Done,
    /// It reached the limit of tokens. What it thought counts towards that, so there may be no answer at all.
    OutOfTokens,
    /// It would not answer, and what it says instead is the reply.
    Declined,
    /// The provider keeps it back, or the rest of it.
    Blocked {
        /// What: the prompt or the reply.
        what: &'static str,
        /// Why, if that is told.
        reason: Option<String>,
    },
}

/// How a reply ended.
#[derive(Debug)]
pub enum Ending {
    /// With the provider's end mark: it is whole, as far as the model meant it to be.
    Complete,
    /// By a fault, or because the provider keeps the rest back. There may be no text, if it was paid for all the same.
    CutOff(ProviderError),
    /// By [`Interrupter::interrupt`](super::Interrupter::interrupt). There may be no text yet.
    Interrupted,
}

impl Reply {
    /// Makes the empty reply of a model that was asked for.
    pub(super) fn empty(model: &str) -> Self {
        Self {
            text: String::new(),
            model: model.to_owned(),
            usage: None,
            steps: Vec::new(),
            service_tier: None,
            speed: None,
            finish: None,
            response_id: None,
            stop: Stop::Done,
            ending: Ending::Complete,
        }
    }

    /// Notes what became known; reports are running totals, so the last one counts.
    pub(super) fn note(&mut self, facts: Facts) {
        if let Some(model) = facts.model {
            self.model = model;
        }
        if facts.usage.is_some() {
            self.usage = facts.usage;
            self.steps = facts.steps;
        }
        self.service_tier = facts.service_tier.or_else(|| self.service_tier.take());
        self.speed = facts.speed.or_else(|| self.speed.take());
        self.finish = facts.finish.or_else(|| self.finish.take());
        self.response_id = facts.response_id.or_else(|| self.response_id.take());
        self.stop = facts.stop.unwrap_or(std::mem::take(&mut self.stop));
    }

    /// Notes that the end is missing, and why.
    ///
    /// Until the model had a reason to stop, a count of the output is a running total or a placeholder: what was charged in
    /// the end is more.
    pub(super) fn cut(&mut self, ending: Ending) {
        self.ending = ending;
        if self.finish.is_none()
            && let Some(usage) = &mut self.usage
        {
            usage.output = None;
            usage.details.reasoning = 0;
            self.steps.clear();
        }
    }

    /// Returns what each request took of which the reply is made: a provider charges one by one, and more for long ones.
    /// None if nothing was told.
    pub fn requests(&self) -> &[Usage] {
        if self.steps.is_empty() {
            self.usage.as_slice()
        } else {
            &self.steps
        }
    }

    /// Whether there is something to pay although there may be no text: the provider told what it took, and did not merely
    /// fail.
    pub(super) fn is_charged(&self, fault: &ProviderError) -> bool {
        self.usage.is_some() && (self.finish.is_some() || fault.refusal().is_none())
    }

    /// Whether the end is missing.
    pub fn is_cut(&self) -> bool {
        !matches!(self.ending, Ending::Complete)
    }
}

/// What a part of a response says about the reply besides its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The model that answers.
    pub model: Option<String>,
    /// Tokens so far.
    pub usage: Option<Usage>,
    /// The tokens of each request, where the reply is made of several; all of them together are the usage.
    pub steps: Vec<Usage>,
    /// The service tier.
    pub service_tier: Option<String>,
    /// The speed.
    pub speed: Option<String>,
    /// Why the model stopped.
    pub finish: Option<String>,
    /// The provider's id for the response.
    pub response_id: Option<String>,
    /// Why the model stopped, in words of ours.
    pub stop: Option<Stop>,
}
