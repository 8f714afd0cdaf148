//! Lists of conversations: which, and in which order.

use std::cmp::Ordering;
use std::collections::HashSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::period::{Period, Span};
use super::{ActionError, ActionResult};
use crate::model::{
    Clock, ConversationId, ConversationSummary, Document, Malformed, User, WantedWords, is_model,
    is_same_name, is_same_tag,
};
use crate::store::Store;

/// Whose conversations are listed.
#[derive(Debug)]
pub enum Owners {
    /// Those of one user.
    One(Box<User>),
    /// Those of all.
    All,
}

/// Which conversations are meant: those that have everything that is given.
#[derive(Debug, Clone, Default)]
pub struct ConversationFilter {
    /// Only those with this provider, in any case.
    pub provider: Option<String>,
    /// Only those with this model, in any case, alone or as `PROVIDER/MODEL`.
    pub model: Option<String>,
    /// Only those that have all of these.
    pub tags: Vec<String>,
    /// Only those that were active last in it.
    pub period: Period,
    /// Only those in which all of these occur.
    pub words: WantedWords,
    /// Whether archived ones are.
    pub shelf: Shelf,
}

/// Which conversations are listed, and how.
#[derive(Debug, Clone, Default)]
pub struct ListQuery {
    /// Which.
    pub filter: ConversationFilter,
    /// What they are sorted by, within those that are pinned and within the others.
    pub order: Order,
    /// Whether that is turned around.
    pub is_reversed: bool,
    /// The most to list.
    pub limit: Option<usize>,
}

/// Whether archived conversations are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shelf {
    /// All others.
    #[default]
    Current,
    /// They alone.
    Archived,
    /// All.
    Both,
}

/// What conversations are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// The one active last comes first.
    #[default]
    Active,
    /// The one begun last comes first.
    Started,
    /// By the letters of the title, whatever their case.
    Title,
    /// The one with the most messages comes first.
    Messages,
    /// The one that took the most tokens comes first.
    Tokens,
    /// The dearest comes first, as far as costs are known.
    Cost,
}

/// Conversations in order.
#[derive(Debug)]
pub struct ConversationList {
    /// Whose they are.
    pub owners: Owners,
    /// Those that were asked for; pinned ones come first.
    pub conversations: Vec<ListedConversation>,
    /// How many there are in all.
    pub total: usize,
    /// How many of them were asked for.
    pub fitting: usize,
    /// How many others would have been, were they not archived.
    pub hidden: usize,
    /// The store's zone.
    pub timezone: Tz,
}

/// A conversation in a list.
#[derive(Debug)]
pub struct ListedConversation {
    /// Whose it is.
    pub user: User,
    /// What is known of it.
    pub summary: ConversationSummary,
}

/// Lists conversations. Their texts are read only if words are looked for.
pub fn list(
    store: &dyn Store,
    owners: Owners,
    query: &ListQuery,
    clock: &dyn Clock,
) -> ActionResult<ConversationList> {
    let timezone = store.settings()?.timezone;
    let filter = &query.filter;
    let span = filter.span(timezone, clock)?;
    let users = match &owners {
        Owners::One(user) => vec![User::clone(user)],
        Owners::All => store.users()?,
    };
    let mut conversations = Vec::new();
    let mut total = 0;
    for user in users {
        let mut fitting = store.conversations(&user.id)?;
        total += fitting.len();
        fitting.retain(|summary| filter.fits(summary, span, timezone));
        keep_having_words(store, &user, &mut fitting, &filter.words)?;
        conversations.extend(fitting.into_iter().map(|summary| ListedConversation {
            user: user.clone(),
            summary,
        }));
    }
    let with_archive = conversations.len();
    conversations.retain(|listed| filter.shelf.has(&listed.summary));
    let fitting = conversations.len();
    let hidden = match filter.shelf {
        Shelf::Current => with_archive - fitting,
        Shelf::Archived | Shelf::Both => 0,
    };
    conversations.sort_by(|a, b| query.compare(&a.summary, &b.summary, timezone));
    conversations.truncate(query.limit.unwrap_or(usize::MAX));
    Ok(ConversationList {
        owners,
        conversations,
        total,
        fitting,
        hidden,
        timezone,
    })
}

/// Reads the texts of conversations, if words are looked for, and lets those go that lack one.
fn keep_having_words(
    store: &dyn Store,
    user: &User,
    conversations: &mut Vec<ConversationSummary>,
    words: &WantedWords,
) -> ActionResult<()> {
    if words.is_empty() || conversations.is_empty() {
        return Ok(());
    }
    let candidates: HashSet<_> = conversations.iter().map(|one| one.id.clone()).collect();
    let mut having = HashSet::new();
    store.visit_documents(&user.id, &mut |id, document| {
        if candidates.contains(id) && words.are_in(document) {
            having.insert(id.clone());
        }
        Ok(())
    })?;
    conversations.retain(|one| having.contains(&one.id));
    Ok(())
}

impl ConversationFilter {
    /// Returns the times that it means.
    pub(super) fn span(&self, zone: Tz, clock: &dyn Clock) -> ActionResult<Span> {
        let span = self.period.span(zone, clock.now());
        match span.is_backwards() {
            true => Err(ActionError::BackwardsPeriod),
            false => Ok(span),
        }
    }

    /// Whether a conversation is asked for, as its document has it; `span` is what [`Self::span`] returned.
    pub(super) fn has(
        &self,
        id: &ConversationId,
        document: &Document,
        span: Span,
        zone: Tz,
    ) -> Result<bool, Malformed> {
        let summary = ConversationSummary::from_document(id.clone(), document.as_str(), 0)?;
        Ok(self.shelf.has(&summary)
            && self.fits(&summary, span, zone)
            && (self.words.is_empty() || self.words.are_in(document)))
    }

    /// Whether a conversation is asked for, but for its texts and the archive.
    fn fits(&self, summary: &ConversationSummary, span: Span, zone: Tz) -> bool {
        let is_from = |provider: &str| is_same_name(provider, &summary.provider);
        let has_model = |model: &str| is_model(model, &summary.provider, &summary.model);
        let has_tag = |tag: &String| summary.tags.iter().any(|one| is_same_tag(one, tag));
        self.provider.as_deref().is_none_or(is_from)
            && self.model.as_deref().is_none_or(has_model)
            && self.tags.iter().all(has_tag)
            && span.has(active(summary, zone))
    }
}

impl ListQuery {
    fn compare(&self, a: &ConversationSummary, b: &ConversationSummary, zone: Tz) -> Ordering {
        let ordered = match self.order {
            Order::Active => active(b, zone).cmp(&active(a, zone)),
            Order::Started => {
                let started = |one: &ConversationSummary| one.started.map(|at| at.to_utc(zone));
                started(b).cmp(&started(a))
            }
            Order::Title => a.title.to_lowercase().cmp(&b.title.to_lowercase()),
            Order::Messages => b.message_count.cmp(&a.message_count),
            Order::Tokens => b.totals.total_tokens.cmp(&a.totals.total_tokens),
            Order::Cost => b.totals.cost.cmp(&a.totals.cost),
        };
        let ordered = if self.is_reversed {
            ordered.reverse()
        } else {
            ordered
        };
        b.is_pinned.cmp(&a.is_pinned).then(ordered)
    }
}

impl Shelf {
    fn has(self, summary: &ConversationSummary) -> bool {
        match self {
            Self::Current => !summary.is_archived,
            Self::Archived => summary.is_archived,
            Self::Both => true,
        }
    }
}

fn active(summary: &ConversationSummary, zone: Tz) -> Option<DateTime<Utc>> {
    summary.last_active().map(|moment| moment.to_utc(zone))
}
