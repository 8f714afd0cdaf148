//! How what a person types finds a user or a conversation; alike on every backend.

use chrono_tz::Tz;

use super::error::{StoreError, StoreResult};
use crate::model::{ConversationId, ConversationSummary, User, UserId};

/// Picks the user that `who` names: by id, else by address, else by name. What fits several names none of them.
pub fn choose_user(users: Vec<User>, who: &str) -> StoreResult<User> {
    let not_found = || StoreError::user_not_found(who);
    if who.is_empty() {
        return Err(not_found());
    }
    let email = who.to_lowercase();
    let ways: [&dyn Fn(&User) -> bool; 3] = [
        &|user| user.id.as_str() == who,
        &|user| user.email == email,
        &|user| user.name == who,
    ];
    let fitting = ways
        .iter()
        .map(|fits| positions(&users, fits))
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    match fitting.as_slice() {
        [] => Err(not_found()),
        [only] => Ok(users
            .into_iter()
            .nth(*only)
            .expect("the position is one of these users")),
        several => {
            let candidates = several
                .iter()
                .map(|&at| (users[at].id.clone(), users[at].email.clone()))
                .collect();
            Err(StoreError::AmbiguousUser {
                who: who.to_owned(),
                candidates,
            })
        }
    }
}

fn positions(users: &[User], fits: &dyn Fn(&User) -> bool) -> Vec<usize> {
    users
        .iter()
        .enumerate()
        .filter(|(_, user)| fits(user))
        .map(|(at, _)| at)
        .collect()
}

/// Picks the conversation that `which` names among those of one user: an id, a beginning of at least
/// [`ConversationId::MIN_PREFIX`] characters that only one has, or `last` for the one active last.
pub fn choose_conversation(
    user: &UserId,
    conversations: &[ConversationSummary],
    which: &str,
    zone: Tz,
) -> StoreResult<ConversationId> {
    let not_found = || StoreError::ConversationNotFound {
        user: user.clone(),
        which: which.to_owned(),
    };
    if let Some(exact) = conversations
        .iter()
        .find(|conversation| conversation.id.as_str() == which)
    {
        return Ok(exact.id.clone());
    }
    if which == "last" {
        let last = conversations
            .iter()
            .max_by_key(|conversation| conversation.last_active().map(|at| at.to_utc(zone)));
        return last
            .map(|conversation| conversation.id.clone())
            .ok_or_else(not_found);
    }
    if which.chars().count() < ConversationId::MIN_PREFIX {
        return Err(not_found());
    }
    let fits = |conversation: &&ConversationSummary| conversation.id.as_str().starts_with(which);
    let candidates: Vec<_> = conversations
        .iter()
        .filter(fits)
        .map(|conversation| conversation.id.clone())
        .collect();
    match candidates.as_slice() {
        [] => Err(not_found()),
        [only] => Ok(only.clone()),
        _ => Err(StoreError::AmbiguousConversation {
            which: which.to_owned(),
            candidates,
        }),
    }
}
