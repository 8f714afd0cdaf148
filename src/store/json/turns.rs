//! Turns and whole conversations put in, and put back where the web app dropped them.

use chrono::{DateTime, Utc};

use super::JsonStore;
use super::file_lock::LockKind;
use super::recent::RecentTurn;
use super::writing::Writer;
use crate::model::{
    ConversationId, Document, Malformed, NewConversation, ReplyPlace, StoreSettings, Turn, UserId,
};
use crate::store::plans::{
    check_new, end_with, last_question_at, not_found, plan_turn, with_messages,
};
use crate::store::user_file::UserFile;
use crate::store::{Placed, Store, StoreError, StoreResult, TurnTarget};

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
        let plan = |file: &UserFile<'_>| plan_turn(file, user, id, place, turn, at);
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
