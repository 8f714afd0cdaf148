//! What every store can do, and where this one does it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::file_lock::LockKind;
use super::writing::Writer;
use super::{JsonStore, unsaved, users_file};
use crate::model::{
    ApiKey, BilledReply, Conversation, ConversationChange, ConversationId, ConversationSummary,
    CostSum, Document, KeyFormat, ProviderName, StoreSettings, Totals, Turn, User, UserId,
};
use crate::search::{Search, SearchResults};
use crate::store::settings_file;
use crate::store::user_file::UserFile;
use crate::store::{
    AccountChange, AccountsChanged, Asked, DailyUsageVisitor, DocumentVisitor, EntryName, Erasure,
    Finding, FoundTurn, KeyReplacement, LedgerEntry, Load, Location, Measures, MergedUsers, Placed,
    PutBack, PutBackDone, Rekey, RekeyNotes, RemovedUser, Reservation, ReservationJudge, Snapshot,
    Store, StoreError, StoreResult, Tombstone, TurnTarget, UnsavedTurn, UsageVisitor,
};

impl Store for JsonStore {
    fn location(&self) -> &Location {
        &self.location
    }

    fn settings(&self) -> StoreResult<StoreSettings> {
        let path = self.layout.entry(&EntryName::Settings);
        let toml = self.read(&path)?;
        let recipients = self.read(&self.layout.entry(&EntryName::Recipients))?;
        settings_file::read(
            toml.as_deref(),
            recipients.as_deref(),
            self.options.local_timezone,
        )
        .map_err(|cause| StoreError::damaged(path, cause))
    }

    fn change_settings(&self, change: &mut dyn FnMut(&mut StoreSettings)) -> StoreResult<()> {
        let writer = Writer::begin(self, LockKind::Exclusive)?;
        let mut settings = self.settings()?;
        change(&mut settings);
        self.write_settings(&writer, &settings)
    }

    fn key_format(&self) -> StoreResult<KeyFormat> {
        self.key_format_in_use()
    }

    fn users(&self) -> StoreResult<Vec<User>> {
        let (path, text) = self.read_users()?;
        users_file::users(&text).map_err(|cause| StoreError::damaged(path, cause))
    }

    fn change_users(&self, changes: &[AccountChange]) -> StoreResult<AccountsChanged> {
        self.change_accounts(changes)
    }

    fn bring_back_user(&self, user: &UserId, account: &Document) -> StoreResult<bool> {
        self.add_account_as_it_was(user, account)
    }

    fn put_back(&self, user: &UserId, wanted: &PutBack) -> StoreResult<PutBackDone> {
        self.write_put_back(user, wanted)
    }

    fn remove_user(&self, user: &UserId) -> StoreResult<RemovedUser> {
        self.remove_account(user)
    }

    fn erase_user(&self, user: &UserId, at: DateTime<Utc>) -> StoreResult<Erasure> {
        self.erase_account(user, at)
    }

    fn would_erase(&self, user: &UserId) -> StoreResult<Erasure> {
        self.would_erase_account(user)
    }

    fn merge_users(
        &self,
        from: &UserId,
        into: &UserId,
        at: DateTime<Utc>,
    ) -> StoreResult<MergedUsers> {
        self.merge_accounts(from, into, at)
    }

    fn would_merge(&self, from: &UserId, into: &UserId) -> StoreResult<MergedUsers> {
        self.would_merge_accounts(from, into)
    }

    fn successor(&self, user: &UserId) -> StoreResult<Option<UserId>> {
        self.successor_of(user)
    }

    fn tombstones(&self) -> StoreResult<Vec<Tombstone>> {
        self.all_tombstones()
    }

    fn lift_tombstone(&self, user: &UserId) -> StoreResult<bool> {
        self.take_tombstone_away(user)
    }

    fn keys(&self, user: &UserId) -> StoreResult<Vec<ApiKey>> {
        self.look_at_user(user, |file: &UserFile<'_>| UserFile::keys(file))
    }

    fn set_key(
        &self,
        user: &UserId,
        key: &ApiKey,
        recipients: Option<&[String]>,
    ) -> StoreResult<()> {
        self.write_key(user, key, recipients)
    }

    fn replace_keys(
        &self,
        user: &UserId,
        replacements: &[KeyReplacement],
        recipients: Option<&[String]>,
    ) -> StoreResult<usize> {
        self.write_replacements(user, replacements, recipients)
    }

    fn remove_key(&self, user: &UserId, provider: &ProviderName) -> StoreResult<()> {
        self.take_key_out(user, provider)
    }

    fn rekey_notes(&self) -> StoreResult<Option<RekeyNotes>> {
        self.noted_rekey()
    }

    fn begin_rekey(
        &self,
        expected: &[String],
        target: &[String],
    ) -> StoreResult<Box<dyn Rekey + '_>> {
        self.take_up_rekey(expected, target)
    }

    fn conversations(&self, user: &UserId) -> StoreResult<Vec<ConversationSummary>> {
        self.look_at_user(user, |file| file.conversations()?.summaries())
    }

    fn conversation(&self, user: &UserId, id: &ConversationId) -> StoreResult<Conversation> {
        let found = self.look_at_user(user, |file| file.conversations()?.read(id))?;
        found.ok_or_else(|| StoreError::ConversationNotFound {
            user: user.clone(),
            which: id.to_string(),
        })
    }

    fn visit_documents(&self, user: &UserId, visit: &mut DocumentVisitor<'_>) -> StoreResult<()> {
        self.visit_all_documents(user, visit)
    }

    fn append_turn(
        &self,
        user: &UserId,
        target: &TurnTarget,
        turn: &Turn,
        at: DateTime<Utc>,
    ) -> StoreResult<Placed> {
        self.write_turn(user, target, turn, at)
    }

    fn add_conversation(
        &self,
        user: &UserId,
        id: &ConversationId,
        document: &Document,
        at: DateTime<Utc>,
    ) -> StoreResult<()> {
        self.write_conversation(user, id, document, at)
    }

    fn keep_unsaved(&self, asked: &Asked) -> StoreResult<Box<dyn UnsavedTurn>> {
        self.keep_turn(asked)
    }

    fn unsaved_turns(&self) -> StoreResult<Vec<FoundTurn>> {
        self.kept_turns()
    }

    fn forget_unsaved(&self, turn: &FoundTurn) -> StoreResult<bool> {
        unsaved::forget(turn)
    }

    fn note_use(&self, user: &UserId, reply: &BilledReply) -> StoreResult<()> {
        let writer = Writer::begin(self, LockKind::Shared)?;
        // Held meanwhile: whoever has this account go over into another waits, or is waited for.
        let _users = writer.users(LockKind::Shared)?;
        let successor = self.successor_of(user)?;
        let user = successor.as_ref().unwrap_or(user);
        writer.note_in_ledger(&[LedgerEntry::of_use(user, reply)])
    }

    fn reserve(
        &self,
        user: &UserId,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        judge: &mut ReservationJudge<'_>,
    ) -> StoreResult<Option<Box<dyn Reservation>>> {
        self.reserve_judged(user, now, until, judge)
    }

    fn reserved(&self, user: &UserId, now: DateTime<Utc>) -> StoreResult<CostSum> {
        self.sum_reserved(user, now)
    }

    fn change_conversations(
        &self,
        user: &UserId,
        ids: &[ConversationId],
        change: &ConversationChange,
    ) -> StoreResult<Vec<ConversationSummary>> {
        self.write_change(user, ids, change)
    }

    fn delete_conversations(&self, user: &UserId, ids: &[ConversationId]) -> StoreResult<Totals> {
        self.take_conversations_out(user, ids)
    }

    fn delete_inactive(
        &self,
        user: &UserId,
        ids: &[ConversationId],
        before: DateTime<Utc>,
    ) -> StoreResult<Vec<ConversationSummary>> {
        self.take_inactive_out(user, ids, before)
    }

    fn visit_usage(
        &self,
        users: Option<&[UserId]>,
        visit: &mut UsageVisitor<'_>,
    ) -> StoreResult<()> {
        self.visit_all_usage(users, visit)
    }

    fn counted_for_others(
        &self,
        user: &UserId,
        conversations: &HashSet<ConversationId>,
    ) -> StoreResult<HashMap<ConversationId, UserId>> {
        self.find_counted_for_others(user, conversations)
    }

    fn visit_daily_usage(
        &self,
        users: Option<&[UserId]>,
        zone: Tz,
        visit: &mut DailyUsageVisitor<'_>,
    ) -> StoreResult<()> {
        self.visit_sums_by_day(users, zone, visit)
    }

    fn visit_ledger(
        &self,
        users: Option<&[UserId]>,
        visit: &mut dyn FnMut(&LedgerEntry),
    ) -> StoreResult<()> {
        self.visit_all_entries(users, visit)
    }

    fn search(&self, users: Option<&[UserId]>, search: &Search) -> StoreResult<SearchResults> {
        self.search_messages(users, search)
    }

    fn snapshot(&self) -> StoreResult<Box<dyn Snapshot>> {
        self.take_snapshot()
    }

    fn begin_load(&self, at: DateTime<Utc>) -> StoreResult<Box<dyn Load + '_>> {
        Ok(Box::new(self.stage_load(at)?))
    }

    fn examine(&self) -> StoreResult<Vec<Finding>> {
        self.examine_all()
    }

    fn measure(&self) -> StoreResult<Measures> {
        self.measures()
    }

    fn mend(&self, finding: &Finding) -> StoreResult<bool> {
        self.mend_one(finding)
    }
}
