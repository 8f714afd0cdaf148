//! Turns and whole conversations put in.

use chrono::{DateTime, Utc};

use super::conversations::{document_of, existing, insert, stored_with_zone};
use super::keys::key_of;
use super::session::{Appended, Session, Stored};
use super::sums::{Summing, add_conversation, hold_sums, lock_sums};
use super::taking_apart::{conversation_row, message_row, rows_of, user_text, written};
use super::user_data::{lock_user, refused, set_doc};
use super::{DatabaseStore, as_integer, damaged};
use crate::model::document::spliced;
use crate::model::{
    ConversationId, Document, NewConversation, ReplyPlace, Turn, UPDATED, UserId, rfc3339,
};
use crate::search::IndexWords;
use crate::store::plans::{MESSAGES, plan_turn, with_messages};
use crate::store::user_file::{self, UserFile};
use crate::store::{Placed, StoreError, StoreResult, TurnTarget};

impl DatabaseStore {
    pub(super) fn write_turn(
        &self,
        user: &UserId,
        target: &TurnTarget,
        turn: &Turn,
        at: DateTime<Utc>,
    ) -> StoreResult<Placed> {
        match target {
            TurnTarget::New(new) => self.begin_conversation(user, new, turn),
            TurnTarget::Existing(id) => self.put_behind(user, id, turn, at),
            TurnTarget::Again(id, place) => self.put_in_place(user, id, place, turn, at),
        }
    }

    fn put_behind(
        &self,
        user: &UserId,
        id: &ConversationId,
        turn: &Turn,
        at: DateTime<Utc>,
    ) -> StoreResult<Placed> {
        // Mostly nobody comes in between, and then no lock is needed.
        let mut is_done = false;
        self.database.one_by_one(&mut |session| {
            is_done = match stored_with_zone(session, user, &key_of(id.as_str()))? {
                Some((one, zone)) => add_behind(session, user, &one, turn, at, zone)?,
                None => false,
            };
            Ok(())
        })?;
        if is_done {
            return Ok(Placed::Behind);
        }
        self.write(|session| {
            let zone = hold_sums(self, session, user)?;
            let one = self.conversation_to_change(session, user, id)?;
            add_behind(session, user, &one, turn, at, zone)?;
            Ok(Placed::Behind)
        })
    }

    fn begin_conversation(
        &self,
        user: &UserId,
        new: &NewConversation,
        turn: &Turn,
    ) -> StoreResult<Placed> {
        self.write(|session| self.begin_in(session, user, new, turn))
    }

    pub(super) fn begin_in(
        &self,
        session: &mut dyn Session,
        user: &UserId,
        new: &NewConversation,
        turn: &Turn,
    ) -> StoreResult<Placed> {
        let zone = self.settings_in(session, false)?.timezone;
        let document = new.to_document(turn, zone);
        self.add_to_user(session, user, &new.id, |file| {
            file.add_conversation(&new.id, &document)
        })?;
        Ok(Placed::Behind)
    }

    pub(super) fn write_conversation(
        &self,
        user: &UserId,
        id: &ConversationId,
        document: &Document,
    ) -> StoreResult<()> {
        self.write(|session| {
            self.add_to_user(session, user, id, |file| {
                file.add_conversation_as_it_is(id, document)
            })
        })
    }

    /// Puts the conversation in that `add` puts into the user's file, in the form that it has there.
    fn add_to_user(
        &self,
        session: &mut dyn Session,
        user: &UserId,
        id: &ConversationId,
        add: impl FnOnce(
            &UserFile<'_>,
        ) -> Result<crate::model::document::Splice, crate::model::Malformed>,
    ) -> StoreResult<()> {
        let doc = lock_user(session, user)?;
        let zone = hold_sums(self, session, user)?;
        if existing(session, user, id).is_ok() {
            return Err(StoreError::ConversationExists { id: id.clone() });
        }
        let text = doc.as_deref().unwrap_or(user_file::EMPTY);
        let file = UserFile::parse(text).map_err(damaged(user))?;
        let splice = add(&file).map_err(damaged(user))?;
        let text = spliced(text, &mut [splice]).concat();
        let mut rows = rows_of(user, &text).map_err(damaged(user))?;
        let around = rows.doc.filter(|around| doc.as_ref() != Some(around));
        if let Some(around) = around {
            set_doc(session, user, &around)?;
        }
        let row = rows.conversations.pop().expect("one was put in");
        insert(session, user, &row)?;
        add_conversation(self, session, user, &row, zone)
    }

    /// Locks a conversation that is there; tells a user who is not there from a conversation that is not.
    fn conversation_to_change(
        &self,
        session: &mut dyn Session,
        user: &UserId,
        id: &ConversationId,
    ) -> StoreResult<Stored> {
        existing(session, user, id).map_err(|error| match lock_user(session, user) {
            Err(nobody) => nobody,
            Ok(_) => error,
        })
    }

    /// Puts a reply to a question that was asked again in its place, or behind all.
    fn put_in_place(
        &self,
        user: &UserId,
        id: &ConversationId,
        place: &ReplyPlace,
        turn: &Turn,
        at: DateTime<Utc>,
    ) -> StoreResult<Placed> {
        self.write(|session| {
            lock_sums(session, user)?;
            let one = self.conversation_to_change(session, user, id)?;
            let present = document_of(session, user, &one.key)?.expect("it is locked");
            // The conversation alone, in the form of a user's file: what is done to it there is done here.
            let alone = user_text(
                user_file::EMPTY,
                [(one.spelling.as_str(), present.as_str())],
            );
            let alone = alone.map_err(damaged(user))?;
            let file = UserFile::parse(&alone).map_err(damaged(user))?;
            let planned = plan_turn(&file, user, id, Some(place), turn, at);
            let (mut splices, in_place) = planned.map_err(refused(user))?;
            if in_place.is_none() {
                let zone = hold_sums(self, session, user)?;
                add_behind(session, user, &one, turn, at, zone)?;
                return Ok(Placed::Behind);
            }
            let text = spliced(&alone, &mut splices).concat();
            let mut rows = rows_of(user, &text).map_err(damaged(user))?;
            let row = rows.conversations.pop().expect("it is the only one");
            let before = conversation_row(id.as_str(), &present, &mut IndexWords::default());
            let before = before.map_err(damaged(user))?;
            let kept = before
                .messages
                .iter()
                .zip(&row.messages)
                .take_while(|(before, after)| before.doc == after.doc)
                .count();
            session.execute(
                "DELETE FROM chatkeep.messages
                 WHERE user_id = ?1 AND conversation_id = ?2 AND position >= ?3",
                &[user.into(), (&one.key).into(), as_integer(kept).into()],
            )?;
            session.add_messages(user, &one.key, kept, &row.messages[kept..])?;
            update(
                session,
                user,
                &one.key,
                &row.doc,
                row.messages.len(),
                &row.totals,
            )?;
            self.sum_anew(session, user)?;
            Ok(Placed::InPlace)
        })
    }
}

/// Puts a turn behind the last message of a conversation, of which no message has to be read for that. Returns whether the
/// conversation was still as given, and the sums of this zone, without which nothing is done.
fn add_behind(
    session: &mut dyn Session,
    user: &UserId,
    one: &Stored,
    turn: &Turn,
    at: DateTime<Utc>,
    zone: String,
) -> StoreResult<bool> {
    let damaged = damaged(user);
    let document = Document::parse(one.doc.as_str()).map_err(&damaged)?;
    let object = document.object();
    let behind = with_messages(&object, &turn.messages).map_err(&damaged)?;
    let mut splices = [behind, object.set(UPDATED, &rfc3339(at))];
    let document = Document::trusted(spliced(&one.doc, &mut splices).concat());
    let (doc, texts) = document.without_elements(MESSAGES).map_err(&damaged)?;
    let frame = one.frame(user)?;
    let (mut totals, mut words) = (one.totals(), IndexWords::default());
    let mut messages = Vec::with_capacity(texts.len());
    for text in texts {
        messages.push(message_row(&frame, text, &mut totals, &mut words).map_err(&damaged)?);
    }
    let mut summing = Summing::new(zone);
    summing.add_messages(user, &frame, &messages)?;
    let appended = Appended {
        seen: one,
        doc: doc.as_str(),
        totals: &written(&totals),
        messages: &messages,
        zone: &summing.zone,
        sums: &summing.rows(user),
    };
    session.append(user, &appended)
}

/// Sets what a conversation's row has besides its place.
pub(super) fn update(
    session: &mut dyn Session,
    user: &UserId,
    key: &str,
    doc: &str,
    message_count: usize,
    totals: &str,
) -> StoreResult<()> {
    session.execute(
        "UPDATE chatkeep.conversations SET doc = ?3, message_count = ?4, totals = ?5
         WHERE user_id = ?1 AND id = ?2",
        &[
            user.into(),
            key.into(),
            doc.into(),
            as_integer(message_count).into(),
            totals.into(),
        ],
    )?;
    Ok(())
}
