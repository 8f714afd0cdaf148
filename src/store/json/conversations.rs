//! Changes of conversations.

use chrono::{DateTime, Utc};

use super::JsonStore;
use super::file_lock::LockKind;
use super::recent::RecentTurn;
use super::user_file::UserFile;
use super::writing::{PlanError, Writer};
use crate::model::document::{Malformed, Object, Splice};
use crate::model::{
    ConversationChange, ConversationId, ConversationSummary, StoreSettings, Totals, Turn, UPDATED,
    UserId, rfc3339,
};
use crate::store::{DocumentVisitor, LedgerEntry, Store, StoreError, StoreResult, TurnTarget};

impl JsonStore {
    pub(super) fn write_turn(
        &self,
        user: &UserId,
        target: &TurnTarget,
        turn: &Turn,
        at: DateTime<Utc>,
    ) -> StoreResult<()> {
        let StoreSettings {
            timezone: zone,
            is_shared,
            ..
        } = self.settings()?;
        let plan = |file: &UserFile<'_>| match target {
            TurnTarget::Existing(id) => {
                let conversation = existing(file, user, id)?;
                let updated = conversation.set(UPDATED, &rfc3339(at));
                Ok((vec![with_turn(&conversation, turn)?, updated], ()))
            }
            TurnTarget::New(new) => {
                let exists = || StoreError::ConversationExists { id: new.id.clone() };
                let added = file.add_conversation(new, turn, zone)?.ok_or_else(exists)?;
                Ok((vec![added], ()))
            }
        };
        let writer = Writer::begin(self, LockKind::Shared)?;
        writer.change_user_noting(user, plan, |(), version| {
            if !is_shared {
                return Ok(());
            }
            let (id, begun) = match target {
                TurnTarget::Existing(id) => (id, None),
                TurnTarget::New(new) => (&new.id, Some(new.to_document(turn, zone))),
            };
            let noted = RecentTurn::new(id, turn, begun.as_ref(), at, version);
            let noted =
                noted.map_err(|cause| StoreError::damaged(self.layout.user_file(user), cause))?;
            self.note_turn(user, &noted)
        })
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
                (Some(conversation), _) => {
                    let messages = turn.messages()?;
                    match conversation.get("messages") {
                        Some(present) => conversation.extend_array(present, &messages)?,
                        None => conversation.set("messages", &messages),
                    }
                }
                (None, Some(begun)) => file.set_conversation(&id, &begun)?,
                (None, None) => return Err(not_found(user, &id).into()),
            };
            Ok((vec![splice], ()))
        })?;
        self.forget_turns(user, |other| other == turn)
    }

    pub(super) fn write_change(
        &self,
        user: &UserId,
        ids: &[ConversationId],
        change: &ConversationChange,
    ) -> StoreResult<Vec<ConversationSummary>> {
        Writer::begin(self, LockKind::Shared)?.change_user(user, |file| {
            let conversations = file.conversations()?;
            let mut splices = Vec::new();
            let mut summaries = Vec::new();
            for id in ids {
                let changed = conversations.changed(id, change)?;
                let (splice, summary) = changed.ok_or_else(|| not_found(user, id))?;
                splices.extend(splice);
                summaries.push(summary);
            }
            Ok((splices, summaries))
        })
    }

    pub(super) fn take_conversations_out(
        &self,
        user: &UserId,
        ids: &[ConversationId],
    ) -> StoreResult<Totals> {
        let writer = Writer::begin(self, LockKind::Shared)?;
        writer.change_user(user, |file| {
            let conversations = file.conversations()?;
            let mut totals = Totals::default();
            let mut entries = Vec::new();
            for id in ids {
                let replies = conversations
                    .replies(id)?
                    .ok_or_else(|| not_found(user, id))?;
                replies.iter().for_each(|reply| totals.add(reply));
                entries.extend(LedgerEntry::all_of(user, id, replies));
            }
            // Before the conversations go, so that a crash in between leaves their cost noted and not counted.
            writer.note_in_ledger(&entries)?;
            self.forget_turns(user, |turn| ids.contains(&turn.conversation()))?;
            Ok((conversations.without(ids), totals))
        })
    }

    pub(super) fn visit_all_documents(
        &self,
        user: &UserId,
        visit: &mut DocumentVisitor<'_>,
    ) -> StoreResult<()> {
        let documents = self.look_at_user(user, |file| {
            file.conversations()?
                .documents()
                .collect::<Result<Vec<_>, Malformed>>()
        })?;
        documents
            .iter()
            .try_for_each(|(id, document)| visit(id, document))
    }
}

fn existing<'a>(
    file: &UserFile<'a>,
    user: &UserId,
    id: &ConversationId,
) -> Result<Object<'a>, PlanError> {
    Ok(file
        .conversations()?
        .object(id)?
        .ok_or_else(|| not_found(user, id))?)
}

fn not_found(user: &UserId, id: &ConversationId) -> StoreError {
    StoreError::ConversationNotFound {
        user: user.clone(),
        which: id.to_string(),
    }
}

fn with_turn(conversation: &Object<'_>, turn: &Turn) -> Result<Splice, Malformed> {
    match conversation.get("messages") {
        Some(messages) => conversation.extend_array(messages, &turn.messages),
        None => Ok(conversation.set("messages", turn)),
    }
}
