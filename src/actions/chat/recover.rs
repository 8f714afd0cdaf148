//! Turns that a killed process left, or that the store did not take: brought in.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::actions::ActionResult;
use crate::model::{
    Clock, Conversation, ConversationId, Moment, NewConversation, ReplyFacts, Role, UserId, rfc3339,
};
use crate::store::{Asked, FoundTurn, KeptTurn, Store, StoreError, StoreResult};

/// What became of the turns that were found.
#[derive(Debug, Default)]
pub struct Recovered {
    /// Those that could be read, the oldest first.
    pub turns: Vec<RecoveredTurn>,
    /// Those that could not be stored, or not be read: where each is, and why.
    pub failed: Vec<(PathBuf, StoreError)>,
}

/// A turn that was found and is stored now, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveredTurn {
    /// Whose it is.
    pub user: UserId,
    /// Where it goes.
    pub conversation: ConversationId,
    /// The question.
    pub question: String,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// How many characters of the reply there are.
    pub characters: usize,
    /// Whether the reply is whole.
    pub is_whole: bool,
}

/// Stores the turns that were left: of this user, or of all. With `is_dry_run`, only tells which there are.
///
/// A turn without any text of a reply is forgotten, and so is one that was stored just before its process was killed.
pub fn recover(
    store: &dyn Store,
    user: Option<&UserId>,
    is_dry_run: bool,
    clock: &dyn Clock,
) -> ActionResult<Recovered> {
    let mut recovered = Recovered::default();
    for found in store.unsaved_turns()? {
        let kept = match &found.content {
            Ok(Some(kept)) => kept,
            Ok(None) => {
                if !is_dry_run {
                    store.forget_unsaved(&found)?;
                }
                continue;
            }
            Err(cause) => {
                let error = StoreError::damaged(&found.place, cause.clone());
                recovered.failed.push((found.place, error));
                continue;
            }
        };
        let whose = match store.successor(&kept.asked.user) {
            Ok(successor) => successor.unwrap_or_else(|| kept.asked.user.clone()),
            Err(error) => {
                recovered.failed.push((found.place, error));
                continue;
            }
        };
        if user.is_some_and(|user| *user != whose) {
            continue;
        }
        match bring_in(store, &found, kept, whose, is_dry_run, clock.now()) {
            Ok(Some(turn)) => recovered.turns.push(turn),
            Ok(None) => {}
            Err(error) => recovered.failed.push((found.place, error)),
        }
    }
    Ok(recovered)
}

/// Returns the turn unless there was nothing to store. It is `user`'s, who may be another than the one who asked: see
/// [`Store::successor`].
fn bring_in(
    store: &dyn Store,
    found: &FoundTurn,
    kept: &KeptTurn,
    user: UserId,
    is_dry_run: bool,
    now: DateTime<Utc>,
) -> StoreResult<Option<RecoveredTurn>> {
    let mut asked = Asked {
        user,
        ..kept.asked.clone()
    };
    let is_worth = match find(store, &asked)? {
        _ if !kept.is_worth_keeping() => false,
        Place::Stored => false,
        Place::Free => true,
        Place::Gone => {
            asked.new_title = Some(NewConversation::title_of(&asked.question));
            true
        }
    };
    if is_worth && !is_dry_run {
        let (facts, end) = kept.end.clone().unwrap_or_else(|| (cut(&asked), now));
        let turn = asked.turn(&kept.reply, facts, end);
        store.append_turn(&asked.user, &asked.target(), &turn, now)?;
    }
    if !is_dry_run {
        store.forget_unsaved(found)?;
    }
    Ok(is_worth.then(|| RecoveredTurn {
        user: asked.user,
        conversation: asked.conversation,
        question: asked.question,
        asked_at: asked.at,
        characters: kept.reply.chars().count(),
        is_whole: kept.is_whole(),
    }))
}

/// What is known of a reply whose end was not seen.
fn cut(asked: &Asked) -> ReplyFacts {
    ReplyFacts {
        provider: asked.provider.clone(),
        model: asked.model.clone(),
        is_interrupted: true,
        ..ReplyFacts::default()
    }
}

/// What there is at the place where a turn goes.
enum Place {
    /// The turn itself: its process was killed just after it had stored it.
    Stored,
    /// Room for it.
    Free,
    /// No longer the conversation that it was to go on with: it becomes one of its own.
    Gone,
}

fn find(store: &dyn Store, asked: &Asked) -> StoreResult<Place> {
    match store.conversation(&asked.user, &asked.conversation) {
        Ok(conversation) if has_turn(&conversation, asked) => Ok(Place::Stored),
        Ok(_) => Ok(Place::Free),
        Err(StoreError::ConversationNotFound { .. }) if asked.new_title.is_some() => {
            Ok(Place::Free)
        }
        Err(StoreError::ConversationNotFound { .. }) => Ok(Place::Gone),
        Err(error) => Err(error),
    }
}

/// Whether the turn is there: its question, or a reply to one that was asked again then, even if another took its place.
fn has_turn(conversation: &Conversation, asked: &Asked) -> bool {
    let at = Moment::parse(&rfc3339(asked.at));
    conversation.messages.iter().any(|message| {
        let is_question = message.role == Role::User && message.timestamp == at;
        let mut replaced = message.replaced.iter();
        (is_question && message.content == asked.question)
            || (asked.again.is_some() && message.asked_at == at)
            || replaced.any(|reply| asked.again.is_some() && reply.asked_at == at)
    })
}
