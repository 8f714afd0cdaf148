//! Turns and whole conversations put in, and put back where the web app dropped them.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::JsonStore;
use super::conversations::{existing, not_found};
use super::file_lock::LockKind;
use super::recent::RecentTurn;
use crate::store::user_file::UserFile;
use super::writing::{PlanError, Writer};
use crate::model::document::{Malformed, Object, Splice};
use crate::model::{
    Conversation, ConversationId, Document, LastQuestion, NewConversation, NewMessage, ReplyPlace,
    StoreSettings, Turn, UPDATED, UserId, rfc3339,
};
use crate::store::{Placed, Store, StoreError, StoreResult, TurnTarget};

/// The messages of a conversation.
const MESSAGES: &str = "messages";

impl JsonStore {
    pub(super) fn write_turn(
        &self,
        user: &UserId,
        target: &TurnTarget,
        turn: &Turn,
        at: DateTime<Utc>,
    ) -> StoreResult<Placed> {
        match target {
            TurnTarget::New(new) => self.begin_conversation(user, new, turn, at),
            TurnTarget::Existing(id) => self.go_on(user, id, None, turn, at),
            TurnTarget::Again(id, place) => self.go_on(user, id, Some(place), turn, at),
        }
    }

    fn begin_conversation(
        &self,
        user: &UserId,
        new: &NewConversation,
        turn: &Turn,
        at: DateTime<Utc>,
    ) -> StoreResult<Placed> {
        let settings = self.settings()?;
        let document = new.to_document(turn, settings.timezone);
        let plan = |file: &UserFile<'_>| {
            check_new(file, &new.id)?;
            Ok((vec![file.add_conversation(&new.id, &document)?], ()))
        };
        let note = |(): &(), version| {
            let noted = RecentTurn::new(&new.id, turn, Some(&document), at, version);
            self.note_if_shared(user, &settings, noted)
        };
        Writer::begin(self, LockKind::Shared)?.change_user_noting(user, plan, note)?;
        Ok(Placed::Behind)
    }

    /// Puts a turn into a conversation that is there: its reply into a `place`, if there is one that is still as it was.
    fn go_on(
        &self,
        user: &UserId,
        id: &ConversationId,
        place: Option<&ReplyPlace>,
        turn: &Turn,
        at: DateTime<Utc>,
    ) -> StoreResult<Placed> {
        let settings = self.settings()?;
        let plan = |file: &UserFile<'_>| {
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
        };
        let note = |reply: &Option<Document>, version| {
            let noted = match (place, reply) {
                (Some(place), Some(reply)) => {
                    RecentTurn::again(id, turn, place, reply, at, version)
                }
                _ => RecentTurn::new(id, turn, None, at, version),
            };
            self.note_if_shared(user, &settings, noted)
        };
        let writer = Writer::begin(self, LockKind::Shared)?;
        let reply = writer.change_user_noting(user, plan, note)?;
        Ok(match reply {
            Some(_) => Placed::InPlace,
            None => Placed::Behind,
        })
    }

    pub(super) fn write_conversation(
        &self,
        user: &UserId,
        id: &ConversationId,
        document: &Document,
        at: DateTime<Utc>,
    ) -> StoreResult<()> {
        let settings = self.settings()?;
        let plan = |file: &UserFile<'_>| {
            check_new(file, id)?;
            Ok((vec![file.add_conversation_as_it_is(id, document)?], ()))
        };
        let note = |(): &(), version| {
            let noted = RecentTurn::of_conversation(id, document, at, version);
            self.note_if_shared(user, &settings, Ok(noted))
        };
        Writer::begin(self, LockKind::Shared)?.change_user_noting(user, plan, note)
    }

    /// Remembers what is about to be there, in a store in which the web app may drop it.
    fn note_if_shared(
        &self,
        user: &UserId,
        settings: &StoreSettings,
        noted: Result<RecentTurn, Malformed>,
    ) -> StoreResult<()> {
        if !settings.is_shared {
            return Ok(());
        }
        let damaged = |cause| StoreError::damaged(self.layout.user_file(user), cause);
        self.note_turn(user, &noted.map_err(damaged)?)
    }

    /// Puts a turn back that the web app had dropped.
    pub(super) fn put_turn_back(&self, user: &UserId, turn: &RecentTurn) -> StoreResult<()> {
        let id = turn.conversation();
        Writer::begin(self, LockKind::Shared)?.change_user(user, |file| {
            if turn.is_in(file)? {
                return Ok((Vec::new(), ()));
            }
            let conversations = file.conversations()?;
            let splice = match (conversations.object(&id)?, turn.begun()?) {
                (Some(conversation), _) => match turn.place() {
                    Some(place) => {
                        let reply = turn.messages()?.pop();
                        let last = last_question_at(file, &id, place)?;
                        match (last, reply) {
                            (Some(last), Some(reply)) => end_with(&conversation, &last, &reply)?,
                            _ => with_messages(&conversation, &turn.turn_of_its_own()?)?,
                        }
                    }
                    None => with_messages(&conversation, &turn.messages()?)?,
                },
                (None, Some(begun)) => file.add_conversation(&id, &begun)?,
                (None, None) => return Err(not_found(user, &id).into()),
            };
            Ok((vec![splice], ()))
        })?;
        self.forget_turns(user, |other| other == turn)
    }
}

/// Refuses an id that a conversation has already.
fn check_new(file: &UserFile<'_>, id: &ConversationId) -> Result<(), PlanError> {
    match file.conversations()?.object(id)? {
        Some(_) => Err(StoreError::ConversationExists { id: id.clone() }.into()),
        None => Ok(()),
    }
}

fn with_messages(
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
fn last_question_at(
    file: &UserFile<'_>,
    id: &ConversationId,
    place: &ReplyPlace,
) -> Result<Option<LastQuestion>, Malformed> {
    let conversation = file.conversations()?.read(id)?;
    let last = conversation.as_ref().and_then(Conversation::last_question);
    Ok(last.filter(|last| last.place == *place))
}

/// Returns the change that has a conversation end with its last question and this reply.
fn end_with(
    conversation: &Object<'_>,
    last: &LastQuestion,
    reply: &Document,
) -> Result<Splice, Malformed> {
    match conversation.get(MESSAGES) {
        Some(messages) => conversation.end_array_with(messages, last.number, reply),
        None => Ok(conversation.set(MESSAGES, &[reply])),
    }
}
