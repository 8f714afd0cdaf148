//! Changes of what one user has, worked out on the text of the user's file, so that every backend makes the same ones.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::user_file::UserFile;
use super::{KeyReplacement, StoreError};
use crate::model::document::{Malformed, Object, Splice};
use crate::model::{
    Conversation, ConversationId, Document, LastQuestion, NewMessage, ProviderName, ReplyPlace,
    Turn, UPDATED, UserId, rfc3339,
};

/// The messages of a conversation.
pub(super) const MESSAGES: &str = "messages";

/// Why a change could not be worked out.
#[derive(Debug)]
pub(super) enum PlanError {
    /// What is there is damaged.
    Malformed(Malformed),
    /// Something else.
    Store(StoreError),
}

impl From<Malformed> for PlanError {
    fn from(cause: Malformed) -> Self {
        Self::Malformed(cause)
    }
}

impl From<StoreError> for PlanError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Returns the change that puts a turn into a conversation that is there: its reply into a `place`, if there is one that is
/// still as it was. Returns the reply, too, if it goes there.
pub(super) fn plan_turn(
    file: &UserFile<'_>,
    user: &UserId,
    id: &ConversationId,
    place: Option<&ReplyPlace>,
    turn: &Turn,
    at: DateTime<Utc>,
) -> Result<(Vec<Splice>, Option<Document>), PlanError> {
    let conversation = existing(file, user, id)?;
    let updated = conversation.set(UPDATED, &rfc3339(at));
    let in_place = match place {
        Some(place) => reply_in_place(file, &conversation, id, place, turn)?,
        None => None,
    };
    Ok(match in_place {
        Some((splice, reply)) => (vec![splice, updated], Some(reply)),
        None => {
            let behind = with_messages(&conversation, &turn.messages)?;
            (vec![behind, updated], None)
        }
    })
}

/// Takes a conversation, which must be there, as an object, to change it.
pub(super) fn existing<'a>(
    file: &UserFile<'a>,
    user: &UserId,
    id: &ConversationId,
) -> Result<Object<'a>, PlanError> {
    Ok(file
        .conversations()?
        .object(id)?
        .ok_or_else(|| not_found(user, id))?)
}

pub(super) fn not_found(user: &UserId, id: &ConversationId) -> StoreError {
    StoreError::ConversationNotFound {
        user: user.clone(),
        which: id.to_string(),
    }
}

/// Refuses an id that a conversation has already.
pub(super) fn check_new(file: &UserFile<'_>, id: &ConversationId) -> Result<(), PlanError> {
    match file.conversations()?.object(id)? {
        Some(_) => Err(StoreError::ConversationExists { id: id.clone() }.into()),
        None => Ok(()),
    }
}

/// Returns the change that puts messages behind those of a conversation.
pub(super) fn with_messages(
    conversation: &Object<'_>,
    messages: &[impl Serialize],
) -> Result<Splice, Malformed> {
    match conversation.get(MESSAGES) {
        Some(present) => conversation.extend_array(present, messages),
        None => Ok(conversation.set(MESSAGES, &messages)),
    }
}

/// Returns the change that puts a turn's reply in this place, with the message that it becomes; `None` if it has to go behind
/// all messages.
fn reply_in_place(
    file: &UserFile<'_>,
    conversation: &Object<'_>,
    id: &ConversationId,
    place: &ReplyPlace,
    turn: &Turn,
) -> Result<Option<(Splice, Document)>, PlanError> {
    let [question, reply] = turn.messages.as_slice() else {
        return Ok(None);
    };
    let Some(last) = last_question_at(file, id, place)? else {
        return Ok(None);
    };
    if last.has_whole_reply && !is_whole(reply) {
        return Ok(None);
    }
    let present = match conversation.get(MESSAGES) {
        Some(messages) => conversation.elements(messages)?,
        None => Vec::new(),
    };
    let replaced = present.get(last.number..).unwrap_or_default();
    let reply = reply.in_place_of(replaced, question.at)?;
    Ok(Some((end_with(conversation, &last, &reply)?, reply)))
}

fn is_whole(reply: &NewMessage) -> bool {
    let facts = reply.reply.as_ref();
    let is_sound = facts.is_none_or(|facts| !facts.is_interrupted && !facts.is_error);
    is_sound && !reply.content.is_empty()
}

/// Finds the last question of a conversation, if it and what follows are what this place is made of.
pub(super) fn last_question_at(
    file: &UserFile<'_>,
    id: &ConversationId,
    place: &ReplyPlace,
) -> Result<Option<LastQuestion>, Malformed> {
    let conversation = file.conversations()?.read(id)?;
    let last = conversation.as_ref().and_then(Conversation::last_question);
    Ok(last.filter(|last| last.place == *place))
}

/// Returns the change that has a conversation end with its last question and this reply.
pub(super) fn end_with(
    conversation: &Object<'_>,
    last: &LastQuestion,
    reply: &Document,
) -> Result<Splice, Malformed> {
    match conversation.get(MESSAGES) {
        Some(messages) => conversation.end_array_with(messages, last.number, reply),
        None => Ok(conversation.set(MESSAGES, &[reply])),
    }
}

/// Returns the changes that put keys in place of others, as far as they still are what they were, and how many are.
pub(super) fn plan_replacements(
    file: &UserFile<'_>,
    replacements: &[KeyReplacement],
) -> Result<(Vec<Splice>, usize), PlanError> {
    let present = file.keys()?;
    let is_unchanged = |wanted: &&KeyReplacement| {
        present
            .iter()
            .any(|key| key.provider == wanted.provider && key.sealed == wanted.old)
    };
    let splices: Result<Vec<_>, _> = replacements
        .iter()
        .filter(is_unchanged)
        .map(|wanted| file.set_key(&wanted.provider, &wanted.new))
        .collect();
    let splices = splices?;
    let count = splices.len();
    Ok((splices, count))
}

/// Returns the change that takes a key out.
pub(super) fn plan_key_removal(
    file: &UserFile<'_>,
    user: &UserId,
    provider: &ProviderName,
) -> Result<(Vec<Splice>, ()), PlanError> {
    let is_set = file.keys()?.iter().any(|key| key.provider == *provider);
    let splice = file.remove_key(provider)?.filter(|_| is_set);
    let not_found = || StoreError::KeyNotFound {
        user: user.clone(),
        provider: provider.clone(),
    };
    Ok((vec![splice.ok_or_else(not_found)?], ()))
}
