//! Operations on stored conversations.

use chrono_tz::Tz;

use super::checked_text::checked_title;
use super::{ActionError, ActionResult};
use crate::model::{
    Clock, Conversation, ConversationChange, ConversationId, ConversationSummary, Message, Totals,
    User,
};
use crate::store::{Store, choose_conversation};

/// A conversation with its texts.
#[derive(Debug)]
pub struct ConversationShown {
    /// Whose it is.
    pub user: User,
    /// The conversation.
    pub conversation: Conversation,
    /// The store's zone.
    pub timezone: Tz,
}

/// Shows one conversation.
pub fn show(store: &dyn Store, user: User, which: &str) -> ActionResult<ConversationShown> {
    let id = store.find_conversation(&user.id, which)?;
    let conversation = store.conversation(&user.id, &id)?;
    Ok(ConversationShown {
        user,
        conversation,
        timezone: store.settings()?.timezone,
    })
}

/// Which messages of a conversation are its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The last reply alone; an error is none.
    Reply,
    /// The last messages, this many, or all if there are fewer.
    Messages(usize),
}

/// The end of a conversation.
#[derive(Debug)]
pub struct EndingShown {
    /// Whose it is.
    pub user: User,
    /// What else is known of the conversation.
    pub summary: ConversationSummary,
    /// The messages, in order.
    pub messages: Vec<Message>,
    /// Which they are.
    pub ending: Ending,
    /// The store's zone.
    pub timezone: Tz,
}

/// Shows the end of one conversation.
pub fn show_ending(
    store: &dyn Store,
    user: User,
    which: &str,
    ending: Ending,
) -> ActionResult<EndingShown> {
    let ConversationShown {
        user,
        conversation,
        timezone,
    } = show(store, user, which)?;
    let Conversation {
        summary,
        mut messages,
        ..
    } = conversation;
    let messages = match ending {
        Ending::Messages(count) => messages.split_off(messages.len().saturating_sub(count)),
        Ending::Reply => {
            let replies = messages.into_iter().rev();
            let last: Vec<_> = replies.filter(Message::is_answer).take(1).collect();
            if last.is_empty() {
                return Err(ActionError::NoReply { id: summary.id });
            }
            last
        }
    };
    Ok(EndingShown {
        user,
        summary,
        messages,
        ending,
        timezone,
    })
}

/// A conversation with another title.
#[derive(Debug)]
pub struct ConversationRenamed {
    /// Its id.
    pub id: ConversationId,
    /// Its title now.
    pub title: String,
}

/// Gives a conversation another title.
pub fn rename(
    store: &dyn Store,
    user: &User,
    which: &str,
    title: &str,
    clock: &dyn Clock,
) -> ActionResult<ConversationRenamed> {
    let title = checked_title(title)?;
    let id = store.find_conversation(&user.id, which)?;
    let change = ConversationChange::Title {
        title: title.clone(),
        at: clock.now(),
    };
    store.change_conversations(&user.id, std::slice::from_ref(&id), &change)?;
    Ok(ConversationRenamed { id, title })
}

/// Finds the conversations that are named, each once; all must be there.
pub(super) fn chosen(
    store: &dyn Store,
    user: &User,
    which: &[String],
) -> ActionResult<Vec<ConversationSummary>> {
    let timezone = store.settings()?.timezone;
    let all = store.conversations(&user.id)?;
    let mut chosen: Vec<ConversationSummary> = Vec::new();
    for which in which {
        let id = choose_conversation(&user.id, &all, which, timezone)?;
        if !chosen.iter().any(|conversation| conversation.id == id) {
            chosen.extend(
                all.iter()
                    .find(|conversation| conversation.id == id)
                    .cloned(),
            );
        }
    }
    Ok(chosen)
}

/// Conversations that were deleted, or would be.
#[derive(Debug)]
pub struct ConversationsDeleted {
    /// Whose they are.
    pub user: User,
    /// Which, each once.
    pub conversations: Vec<ConversationSummary>,
    /// What they took, which stays in the ledger.
    pub totals: Totals,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

/// Finds the conversations to delete; all must be there.
pub fn plan_deletion(
    store: &dyn Store,
    user: User,
    which: &[String],
) -> ActionResult<ConversationsDeleted> {
    let conversations = chosen(store, &user, which)?;
    let mut totals = Totals::default();
    conversations
        .iter()
        .for_each(|conversation| totals.merge(&conversation.totals));
    Ok(ConversationsDeleted {
        user,
        conversations,
        totals,
        is_dry_run: true,
    })
}

/// Deletes conversations in one change; what they cost stays in the ledger.
pub fn delete(store: &dyn Store, plan: ConversationsDeleted) -> ActionResult<ConversationsDeleted> {
    let ids: Vec<ConversationId> = plan
        .conversations
        .iter()
        .map(|conversation| conversation.id.clone())
        .collect();
    let totals = store.delete_conversations(&plan.user.id, &ids)?;
    Ok(ConversationsDeleted {
        totals,
        is_dry_run: false,
        ..plan
    })
}
