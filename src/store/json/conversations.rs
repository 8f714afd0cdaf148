//! Changes of conversations.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::JsonStore;
use super::file_lock::LockKind;
use super::writing::Writer;
use crate::model::document::Splice;
use crate::model::{
    ConversationChange, ConversationId, ConversationSummary, Document, Totals, UserId,
};
use crate::store::plans::{PlanError, not_found};
use crate::store::user_file::{Conversations, UserFile};
use crate::store::{DocumentVisitor, LedgerEntry, Store, StoreError, StoreResult};

impl JsonStore {
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
            self.plan_deletion(&writer, user, &file.conversations()?, ids)
        })
    }

    pub(super) fn take_inactive_out(
        &self,
        user: &UserId,
        ids: &[ConversationId],
        before: DateTime<Utc>,
    ) -> StoreResult<Vec<ConversationSummary>> {
        let zone = self.settings()?.timezone;
        let ids: HashSet<&ConversationId> = ids.iter().collect();
        let writer = Writer::begin(self, LockKind::Shared)?;
        writer.change_user(user, |file| {
            let conversations = file.conversations()?;
            let mut chosen = conversations.summaries()?;
            chosen.retain(|it| ids.contains(&it.id) && it.is_inactive_since(before, zone));
            let ids: Vec<_> = chosen.iter().map(|it| it.id.clone()).collect();
            let (splices, _) = self.plan_deletion(&writer, user, &conversations, &ids)?;
            Ok((splices, chosen))
        })
    }

    /// Returns the change that takes conversations out, with what they took, which is in the ledger then.
    fn plan_deletion(
        &self,
        writer: &Writer<'_>,
        user: &UserId,
        conversations: &Conversations<'_>,
        ids: &[ConversationId],
    ) -> Result<(Vec<Splice>, Totals), PlanError> {
        if ids.is_empty() {
            return Ok(Default::default());
        }
        let mut totals = Totals::default();
        let mut entries = Vec::new();
        for id in ids {
            let replies = conversations
                .billed(id)?
                .ok_or_else(|| not_found(user, id))?;
            replies.iter().for_each(|reply| totals.add(&reply.usage));
            entries.extend(LedgerEntry::all_of(user, id, replies));
        }
        // Before the conversations go, so that a crash in between leaves their cost noted and not counted.
        writer.note_in_ledger(&entries)?;
        self.forget_turns(user, |turn| ids.contains(&turn.conversation()))?;
        Ok((conversations.without(ids), totals))
    }

    pub(super) fn visit_all_documents(
        &self,
        user: &UserId,
        visit: &mut DocumentVisitor<'_>,
    ) -> StoreResult<()> {
        let path = self.layout.user_file(user);
        let Some(file) = self.read_file(&path)? else {
            return Ok(());
        };
        let damaged = |cause| StoreError::damaged(&path, cause);
        let parsed = UserFile::parse(&file.text).map_err(damaged)?;
        self.report_dropped_turns(user, &file, &parsed)?;
        let conversations = parsed.conversations().map_err(damaged)?;
        let spans: Vec<_> = conversations
            .texts()
            .map(|(id, text, start)| (ConversationId::new(id), start..start + text.len()))
            .collect();
        // Whoever visits may take long, and must not keep the file locked meanwhile.
        let text = file.unlocked();
        for (id, span) in spans {
            let start = span.start;
            let document = Document::parse_at(&text[span], start).map_err(damaged)?;
            visit(&id, &document)?;
        }
        Ok(())
    }
}
