//! What is searched for, and what was found.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

use super::pattern::Pattern;
use super::snippet::Snippet;
use crate::model::{
    ConversationHead, ConversationId, MessageText, Role, UserId, is_model, is_same_name,
    is_same_tag,
};

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
    /// The provider that answered, or is answered, in any case.
    pub provider: Option<String>,
    /// The model, likewise; alone or as `PROVIDER/MODEL`.
    pub model: Option<String>,
    /// Tags that its conversation has, all of them.
    pub tags: Vec<String>,
    /// The earliest time.
    pub since: Option<DateTime<Utc>>,
    /// The latest time.
    pub until: Option<DateTime<Utc>>,
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
    /// Whether a message of this conversation is looked at.
    pub fn allows(
        &self,
        conversation: ConversationHead<'_>,
        message: &MessageText<'_>,
        at: Option<DateTime<Utc>>,
    ) -> bool {
        let is_from = |provider: &String| is_same_name(provider, message.provider);
        let is_of = |model: &String| is_model(model, message.provider, message.model);
        let has_tag = |tag: &String| conversation.tags.iter().any(|one| is_same_tag(one, tag));
        self.role.as_ref().is_none_or(|role| *role == message.role)
            && self.provider.as_ref().is_none_or(is_from)
            && self.model.as_ref().is_none_or(is_of)
            && self.tags.iter().all(has_tag)
            && self
                .since
                .is_none_or(|since| at.is_some_and(|at| at >= since))
            && self
                .until
                .is_none_or(|until| at.is_some_and(|at| at <= until))
    }
}
