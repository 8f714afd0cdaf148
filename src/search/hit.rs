//! What is searched for, and what was found.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

use super::pattern::Pattern;
use super::snippet::Snippet;
use crate::model::{ConversationId, MessageText, Role, UserId};

/// A search through messages.
#[derive(Debug, Clone)]
pub struct Search {
    /// What their texts must have.
    pub pattern: Pattern,
    /// Which messages are looked at.
    pub filter: SearchFilter,
    /// Which hits come first.
    pub order: Order,
    /// The most hits to return, the first ones; `None` for all.
    pub limit: Option<usize>,
    /// How many characters a snippet shows on each side of the first place.
    pub context: usize,
}

/// Which messages are looked at: those that have everything that is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchFilter {
    /// Who wrote it.
    pub role: Option<Role>,
    /// The provider that answered, or is answered.
    pub provider: Option<String>,
    /// The model, likewise.
    pub model: Option<String>,
    /// The earliest time.
    pub since: Option<DateTime<Utc>>,
    /// The time before which it was.
    pub before: Option<DateTime<Utc>>,
}

/// Which hits come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Those with the most different words, then the most places, then the newest.
    #[default]
    Relevance,
    /// The newest.
    Newest,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchResults {
    /// The first hits.
    pub hits: Vec<Hit>,
    /// How many messages fit in all.
    pub messages: u64,
    /// How many conversations have any.
    pub conversations: u64,
    /// How many users have any.
    pub users: u64,
}

/// A message that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Whose it is.
    pub user: UserId,
    /// Its conversation.
    pub conversation: ConversationId,
    /// The conversation's title.
    pub title: String,
    /// Which message of the conversation, from 1.
    pub number: usize,
    /// Who wrote it.
    pub role: Role,
    /// The provider that answered, or is answered.
    pub provider: String,
    /// The model, likewise.
    pub model: String,
    /// When; the conversation's time if the message has none.
    pub at: Option<DateTime<Utc>>,
    /// How many different things were found in it.
    pub distinct: usize,
    /// In how many places.
    pub occurrences: usize,
    /// The text around the first place.
    pub snippet: Snippet,
}

impl Hit {
    /// Tells which of two hits comes first: `Less` if this one does. Never equal for two messages.
    pub(super) fn cmp_by(&self, other: &Self, order: Order) -> Ordering {
        let by_time = || other.at.cmp(&self.at);
        let by_score = || {
            let (ours, theirs) = (
                (self.distinct, self.occurrences),
                (other.distinct, other.occurrences),
            );
            theirs.cmp(&ours)
        };
        let first = match order {
            Order::Relevance => by_score(),
            Order::Newest => Ordering::Equal,
        };
        let place = |hit: &Self| (hit.user.clone(), hit.conversation.clone(), hit.number);
        first
            .then_with(by_time)
            .then_with(|| place(self).cmp(&place(other)))
    }
}

impl SearchFilter {
    /// Whether a message is looked at.
    pub fn allows(&self, message: &MessageText<'_>, at: Option<DateTime<Utc>>) -> bool {
        let is_named = |wanted: &Option<String>, name: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted == name)
        };
        self.role.as_ref().is_none_or(|role| *role == message.role)
            && is_named(&self.provider, message.provider)
            && is_named(&self.model, message.model)
            && self
                .since
                .is_none_or(|since| at.is_some_and(|at| at >= since))
            && self
                .before
                .is_none_or(|before| at.is_some_and(|at| at < before))
    }
}
