//! What replies are told apart by, and the values that they have.

use std::sync::Arc;

use chrono::{NaiveDate, Weekday};

use crate::model::{ConversationId, UserId};

/// What replies are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Who asked.
    User,
    /// Who answered.
    Provider,
    /// Which model answered.
    Model,
    /// The day.
    Day,
    /// The week, from Monday on.
    Week,
    /// The month.
    Month,
    /// The day of the week.
    Weekday,
    /// The hour of the day.
    Hour,
    /// The conversation.
    Conversation,
    /// A tag of the conversation: one with several counts for each of them.
    Tag,
}

/// How many dimensions there are.
pub(super) const DIMENSIONS: usize = 10;

impl Dimension {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Provider => "provider",
            Self::Model => "model",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Weekday => "weekday",
            Self::Hour => "hour",
            Self::Conversation => "conversation",
            Self::Tag => "tag",
        }
    }

    /// Whether its values are dates, which differ from one period to the next.
    pub fn is_date(self) -> bool {
        matches!(self, Self::Day | Self::Week | Self::Month)
    }

    /// Whether its value is known of all replies that one user had from one model on one day.
    pub(super) fn is_known_of_days(self) -> bool {
        !matches!(self, Self::Hour | Self::Conversation | Self::Tag)
    }
}

/// What the replies of a row have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupValue {
    /// Who asked.
    User {
        /// The id.
        id: UserId,
        /// The address; `None` for an account that was removed, or has none.
        email: Option<Arc<str>>,
    },
    /// A provider, a model or a tag; empty where none is recorded.
    Name(Arc<str>),
    /// A day, or `None` for replies that have no time.
    Day(Option<NaiveDate>),
    /// The Monday of a week, or `None`.
    Week(Option<NaiveDate>),
    /// The first day of a month, or `None`.
    Month(Option<NaiveDate>),
    /// A day of the week, or `None`.
    Weekday(Option<Weekday>),
    /// An hour of the day, from 0 to 23, or `None`.
    Hour(Option<u8>),
    /// A conversation.
    Conversation(Box<NamedConversation>),
}

/// A conversation, and what people know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedConversation {
    /// The id; empty for what was used outside of any.
    pub id: ConversationId,
    /// Whose it is.
    pub owner: UserId,
    /// Its title; `None` if it is no longer there.
    pub title: Option<String>,
}
