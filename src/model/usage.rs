//! What a reply took: tokens, and the price paid for them.

use std::ops::Add;

use serde::{Deserialize, Serialize};

use super::cost::{CostSum, RecordedCost};
use super::moment::Moment;

/// Tokens of one reply.
///
/// `input` is all input, what was read from or written to a cache included; `output` is all output, reasoning included,
/// and not known of a reply that was cut off before its provider had counted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens sent.
    pub input: u64,
    /// Tokens received; `None` if nobody told how many in the end.
    pub output: Option<u64>,
    /// Parts of the above.
    pub details: UsageDetails,
}

impl Usage {
    /// Returns input and output together, if both are known.
    pub fn total(&self) -> Option<u64> {
        Some(self.input.saturating_add(self.output?))
    }
}

impl Add for Usage {
    type Output = Self;

    /// Takes both together; an output that is not known of both is unknown. A count that is too large for its number stays at the largest.
    fn add(self, other: Self) -> Self {
        let (a, b) = (self.details, other.details);
        Self {
            input: self.input.saturating_add(other.input),
            output: self
                .output
                .zip(other.output)
                .map(|(one, other)| one.saturating_add(other)),
            details: UsageDetails {
                cached: a.cached.saturating_add(b.cached),
                written: a.written.saturating_add(b.written),
                written_1h: a.written_1h.saturating_add(b.written_1h),
                written_12h: a.written_12h.saturating_add(b.written_12h),
                reasoning: a.reasoning.saturating_add(b.reasoning),
            },
        }
    }
}

/// Parts of a reply's tokens that have prices of their own, as the field `usage` of a message holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UsageDetails {
    /// Input read from the provider's cache.
    #[serde(skip_serializing_if = "is_zero")]
    pub cached: u64,
    /// Input written to the cache for its shortest time (5 or 30 minutes); the two below are not in it.
    #[serde(skip_serializing_if = "is_zero")]
    pub written: u64,
    /// Input written to the cache for an hour.
    #[serde(skip_serializing_if = "is_zero")]
    pub written_1h: u64,
    /// Input written to the cache for twelve hours.
    #[serde(skip_serializing_if = "is_zero")]
    pub written_12h: u64,
    /// Output spent on reasoning.
    #[serde(skip_serializing_if = "is_zero")]
    pub reasoning: u64,
}

impl UsageDetails {
    /// Whether there is nothing to note.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes fields by reference"
)]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Sums over replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Replies counted.
    pub replies: u64,
    /// Tokens sent.
    pub input_tokens: u64,
    /// Tokens received.
    pub output_tokens: u64,
    /// All tokens, as recorded: where a reply has only a total, more than the two above together.
    pub total_tokens: u64,
    /// The price of those with a known one.
    pub cost: CostSum,
    /// Replies whose price is not known. An error that names no tokens took none.
    pub unknown_costs: u64,
    /// Replies that were errors.
    pub errors: u64,
    /// Replies that were cut off.
    pub interrupted: u64,
}

impl Totals {
    /// Returns those of one reply.
    pub fn of(reply: &ReplyUsage) -> Self {
        let mut totals = Self::default();
        totals.add(reply);
        totals
    }

    /// Adds one reply.
    pub fn add(&mut self, reply: &ReplyUsage) {
        self.replies += 1;
        self.input_tokens = self.input_tokens.saturating_add(reply.input_tokens);
        self.output_tokens = self.output_tokens.saturating_add(reply.output_tokens);
        self.total_tokens = self.total_tokens.saturating_add(reply.total_tokens);
        match reply.cost.known() {
            Some(cost) => self.cost += cost.into(),
            None => self.unknown_costs += u64::from(reply.is_cost_unknown()),
        }
        self.errors += u64::from(reply.is_error);
        self.interrupted += u64::from(reply.is_interrupted);
    }

    /// Adds the sums of others.
    pub fn merge(&mut self, other: &Self) {
        self.replies += other.replies;
        self.input_tokens = self.input_tokens.saturating_add(other.input_tokens);
        self.output_tokens = self.output_tokens.saturating_add(other.output_tokens);
        self.total_tokens = self.total_tokens.saturating_add(other.total_tokens);
        self.cost += other.cost;
        self.unknown_costs += other.unknown_costs;
        self.errors += other.errors;
        self.interrupted += other.interrupted;
    }
}

/// What one reply took, as its message records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyUsage {
    /// The provider that answered; the conversation's if the message names none.
    pub provider: String,
    /// The model, likewise.
    pub model: String,
    /// When; the conversation's time if the message has none.
    pub at: Option<Moment>,
    /// Tokens sent.
    pub input_tokens: u64,
    /// Tokens received.
    pub output_tokens: u64,
    /// Both, as recorded.
    pub total_tokens: u64,
    /// The price paid.
    pub cost: RecordedCost,
    /// Whether it is an error message.
    pub is_error: bool,
    /// Whether it was cut off.
    pub is_interrupted: bool,
}

impl ReplyUsage {
    /// Whether it was paid for and nobody knows what: only an error that names no tokens cost nothing.
    pub fn is_cost_unknown(&self) -> bool {
        match self.cost {
            RecordedCost::Known(_) => false,
            RecordedCost::Missing => !self.is_error || self.total_tokens > 0,
            RecordedCost::Unreadable => true,
        }
    }
}
