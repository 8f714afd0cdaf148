//! Conversations that nobody went on with for long, deleted.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::ActionResult;
use crate::model::{ConversationId, ConversationSummary, Totals, User};
use crate::store::Store;

/// Conversations that were deleted because they are old, or would be.
#[derive(Debug)]
pub struct ConversationsPruned {
    /// Those who have or had any, each with which, the one active last first.
    pub users: Vec<PrunedUser>,
    /// Since when they were not active.
    pub before: DateTime<Utc>,
    /// What they took, which stays in the ledger.
    pub totals: Totals,
    /// The store's zone.
    pub timezone: Tz,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

/// A user's conversations that are old.
#[derive(Debug)]
pub struct PrunedUser {
    /// Whose they are.
    pub user: User,
    /// Which.
    pub conversations: Vec<ConversationSummary>,
}

impl ConversationsPruned {
    /// Returns how many conversations there are.
    pub fn count(&self) -> usize {
        self.conversations().count()
    }

    /// Returns all conversations, each with its user.
    pub fn conversations(&self) -> impl Iterator<Item = (&User, &ConversationSummary)> {
        self.users.iter().flat_map(|pruned| {
            let conversations = pruned.conversations.iter();
            conversations.map(|conversation| (&pruned.user, conversation))
        })
    }

    fn of(users: Vec<PrunedUser>, before: DateTime<Utc>, timezone: Tz, is_dry_run: bool) -> Self {
        let mut pruned = Self {
            users,
            before,
            totals: Totals::default(),
            timezone,
            is_dry_run,
        };
        pruned.users.retain(|user| !user.conversations.is_empty());
        for user in &mut pruned.users {
            user.conversations.sort_by_key(|it| {
                let active = it.last_active().map(|moment| moment.to_utc(timezone));
                std::cmp::Reverse(active)
            });
        }
        let mut totals = Totals::default();
        pruned
            .conversations()
            .for_each(|(_, conversation)| totals.merge(&conversation.totals));
        pruned.totals = totals;
        pruned
    }
}

/// Finds the conversations of these users that were not active since `before`. Those that are pinned are not among them,
/// nor those of which no time is known.
pub fn plan(
    store: &dyn Store,
    users: Vec<User>,
    before: DateTime<Utc>,
) -> ActionResult<ConversationsPruned> {
    let timezone = store.settings()?.timezone;
    let mut found = Vec::new();
    for user in users {
        let mut conversations = store.conversations(&user.id)?;
        conversations.retain(|it| it.is_inactive_since(before, timezone));
        found.push(PrunedUser {
            user,
            conversations,
        });
    }
    Ok(ConversationsPruned::of(found, before, timezone, true))
}

/// Deletes what was found, in one change for each user, as far as nobody went on with it since; what it cost stays in the
/// ledger.
pub fn prune(store: &dyn Store, plan: ConversationsPruned) -> ActionResult<ConversationsPruned> {
    let mut done = Vec::new();
    for PrunedUser {
        user,
        conversations: planned,
    } in plan.users
    {
        let ids: Vec<ConversationId> = planned.into_iter().map(|it| it.id).collect();
        let conversations = store.delete_inactive(&user.id, &ids, plan.before)?;
        done.push(PrunedUser {
            user,
            conversations,
        });
    }
    Ok(ConversationsPruned::of(
        done,
        plan.before,
        plan.timezone,
        false,
    ))
}
