//! The words that options of `stats` take.

use clap::ValueEnum;

use crate::actions::stats::{Dimension, Sort};
use crate::report::Measure;

/// The values of `--chart`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MeasureChoice {
    /// What is known of the cost
    Cost,
    /// Tokens sent and received
    Tokens,
    /// Replies
    Replies,
}

impl From<MeasureChoice> for Measure {
    fn from(choice: MeasureChoice) -> Self {
        match choice {
            MeasureChoice::Cost => Self::Cost,
            MeasureChoice::Tokens => Self::Tokens,
            MeasureChoice::Replies => Self::Replies,
        }
    }
}

/// The values of `--as`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ViewChoice {
    /// A table as GitHub and others render it
    #[value(alias = "md")]
    Markdown,
    /// Gauges for Prometheus, in its text format
    Prometheus,
}

/// The values of `--by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DimensionChoice {
    /// Who asked
    User,
    /// Who answered
    Provider,
    /// Which model answered
    Model,
    /// The day
    Day,
    /// The week, by its Monday
    Week,
    /// The month
    Month,
    /// The day of the week
    Weekday,
    /// The hour of the day
    Hour,
    /// The conversation
    Conversation,
    /// A tag of the conversation
    Tag,
}

impl From<DimensionChoice> for Dimension {
    fn from(choice: DimensionChoice) -> Self {
        match choice {
            DimensionChoice::User => Self::User,
            DimensionChoice::Provider => Self::Provider,
            DimensionChoice::Model => Self::Model,
            DimensionChoice::Day => Self::Day,
            DimensionChoice::Week => Self::Week,
            DimensionChoice::Month => Self::Month,
            DimensionChoice::Weekday => Self::Weekday,
            DimensionChoice::Hour => Self::Hour,
            DimensionChoice::Conversation => Self::Conversation,
            DimensionChoice::Tag => Self::Tag,
        }
    }
}

/// The values of `--compare`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Comparison {
    /// The period before
    Previous,
}

/// The values of `--sort`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SortChoice {
    /// Dates in their order, then the dearest
    Usual,
    /// The dearest
    Cost,
    /// The most tokens
    Tokens,
    /// The most replies
    Replies,
    /// The most errors
    Errors,
    /// What became dearer by most, with --compare; what differs by most, with --reprice
    Change,
    /// Names in their order
    Name,
}

impl From<SortChoice> for Sort {
    fn from(choice: SortChoice) -> Self {
        match choice {
            SortChoice::Usual => Self::Usual,
            SortChoice::Cost => Self::Cost,
            SortChoice::Tokens => Self::Tokens,
            SortChoice::Replies => Self::Replies,
            SortChoice::Errors => Self::Errors,
            SortChoice::Change => Self::Change,
            SortChoice::Name => Self::Name,
        }
    }
}
