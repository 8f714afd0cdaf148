//! What a store can do, whatever it is made of.

mod account_changes;
mod continued;
#[cfg(test)]
mod contract;
mod daily_usage;
mod database;
mod entry;
mod erasure;
mod error;
mod examining;
mod finding;
pub mod json;
mod keys_apart;
mod ledger;
mod location;
mod lookup;
mod measures;
mod merging;
mod notice;
mod open;
mod plans;
mod postgres;
mod put_back;
mod rekey;
mod reservation;
mod settings_file;
mod sqlite;
mod state;
mod tombstone;
mod unsaved;
mod user_file;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

pub use account_changes::{AccountChange, AccountsChanged};
pub use daily_usage::{DailyUsage, DailyUsageVisitor};
pub use entry::EntryName;
pub use erasure::{ErasedKind, ErasedPart, Erasure, LeftKind, LeftOfPerson};
pub use error::{Damage, StoreError, StoreResult};
pub use finding::{Finding, FindingKind, LeftBehind, Mending, Part, Severity};
pub use keys_apart::{with_keys, without_keys};
pub use ledger::LedgerEntry;
pub use location::{Location, PostgresUrl};
pub use lookup::{choose_conversation, choose_user};
pub use measures::{DatabaseFacts, Measures};
pub use merging::MergedUsers;
pub use notice::{Notice, Notices};
pub use open::{
    OpenOptions, begin_new, check_vacant, create, exists, files_in, kept_before_restore, open,
    open_to_examine,
};
pub use postgres::{Grants, PostgresEnvironment, grants};
pub use put_back::{Another, Parts, PutBack, PutBackDone, UserContents};
pub use rekey::{Rekey, RekeyNotes};
pub use reservation::{Reservation, ReservationJudge};
pub use state::state_folder_of;
pub use tombstone::Tombstone;
pub use unsaved::{Asked, FoundTurn, KeptTurn, UnsavedTurn};

use crate::model::{
    ApiKey, BilledReply, Conversation, ConversationChange, ConversationId, ConversationSummary,
    CostSum, Document, KeyFormat, NewConversation, NewUser, ProviderName, ReplyPlace, ReplyUsage,
    SealedKey, StoreSettings, Totals, Turn, User, UserChange, UserId,
};
use crate::search::{Search, SearchResults};

/// Accounts, keys and conversations, with operations rather than files.
///
/// Each method is one change or one consistent look; a change that returned is on disk. Nothing is locked between calls.
/// Errors that come before the change leave everything as it was.
pub trait Store: Send + Sync {
    /// Returns where the store is.
    fn location(&self) -> &Location;

    /// Returns the settings in force, those never set filled in from what the store holds.
    fn settings(&self) -> StoreResult<StoreSettings>;

    /// Changes the settings.
    fn change_settings(&self, change: &mut dyn FnMut(&mut StoreSettings)) -> StoreResult<()>;

    /// Returns how new API keys are encrypted: as the settings say, else as the present keys are, else as the web app does.
    fn key_format(&self) -> StoreResult<KeyFormat>;

    /// Returns all accounts, in the order of the store.
    fn users(&self) -> StoreResult<Vec<User>>;

    /// Returns those of these accounts that are there, in any order.
    fn users_of(&self, ids: &[UserId]) -> StoreResult<Vec<User>> {
        let mut users = self.users()?;
        users.retain(|user| ids.contains(&user.id));
        Ok(users)
    }

    /// Returns the account that `who` names: by id, by address, or by a name that only one account has.
    fn find_user(&self, who: &str) -> StoreResult<User> {
        choose_user(self.users()?, who)
    }

    /// Makes changes of accounts in one change: one after another as given, and all of them, or none if one is refused. One is
    /// refused if its account is not there, or its address is another's by then; of those that are, each is named.
    fn change_users(&self, changes: &[AccountChange]) -> StoreResult<AccountsChanged>;

    /// Adds an account; its address and id must be new.
    fn add_user(&self, user: &NewUser) -> StoreResult<()> {
        let change = AccountChange::Add(user.clone());
        self.change_users(&[change])?.of_one().map(|_| ())
    }

    /// Changes an account. Returns whether there was anything to change.
    fn change_user(&self, user: &UserId, change: &UserChange) -> StoreResult<bool> {
        let change = AccountChange::Change(user.clone(), change.clone());
        self.change_users(&[change])?.of_one()
    }

    /// Adds an account as it was, byte for byte. Returns whether it was added: not if its id is there. Its address must be new.
    fn bring_back_user(&self, user: &UserId, account: &Document) -> StoreResult<bool>;

    /// Puts keys and conversations back in one change. What replies took that go with a conversation which gives way is in
    /// the ledger then.
    fn put_back(&self, user: &UserId, wanted: &PutBack) -> StoreResult<PutBackDone>;

    /// Tells what [`Self::put_back`] would do.
    fn would_put_back(&self, user: &UserId, wanted: &PutBack) -> StoreResult<PutBackDone> {
        let mut forecast = put_back::PutBackForecast::new(wanted);
        self.visit_documents(user, &mut |id, document| {
            let damaged =
                |cause| StoreError::damaged(EntryName::UserData(user.clone()).to_string(), cause);
            forecast.see(id, document).map_err(damaged)
        })?;
        Ok(forecast.told(&self.keys(user)?))
    }

    /// Removes an account with its keys and conversations; what its replies cost goes to the ledger.
    fn remove_user(&self, user: &UserId) -> StoreResult<RemovedUser>;

    /// Erases a person in one change: the account, keys and conversations, and whatever else the store and this machine keep of
    /// them beside these. What replies cost goes to the ledger, and a tombstone says that they were erased at `at`.
    fn erase_user(&self, user: &UserId, at: DateTime<Utc>) -> StoreResult<Erasure>;

    /// Tells what [`Self::erase_user`] would do.
    fn would_erase(&self, user: &UserId) -> StoreResult<Erasure>;

    /// Has one account go over into another in one change: its conversations come behind those that are there, byte for byte, its
    /// keys where there is none for their providers, and what it had used is the other's; the account is gone then, and no tombstone
    /// says so. The account that stays keeps all that it has. `at` is when.
    ///
    /// [`StoreError::ConversationsDiffer`] if both have a conversation of the same id and they are not the same. After
    /// [`StoreError::MergeBegun`] whoever changes the store next finishes it.
    fn merge_users(
        &self,
        from: &UserId,
        into: &UserId,
        at: DateTime<Utc>,
    ) -> StoreResult<MergedUsers>;

    /// Tells what [`Self::merge_users`] would do.
    fn would_merge(&self, from: &UserId, into: &UserId) -> StoreResult<MergedUsers>;

    /// Returns who has what an account had that is not there any more because it went over into another.
    fn successor(&self, user: &UserId) -> StoreResult<Option<UserId>>;

    /// Returns the tombstones, in the order of the store; one that cannot be read is a finding of [`Self::examine`].
    fn tombstones(&self) -> StoreResult<Vec<Tombstone>>;

    /// Takes away the tombstones of somebody who is about to come back. Returns whether there were any.
    fn lift_tombstone(&self, user: &UserId) -> StoreResult<bool>;

    /// Returns the keys that are set for a user, in the order of the store.
    fn keys(&self, user: &UserId) -> StoreResult<Vec<ApiKey>>;

    /// Sets a key, new or in place of another. An age key comes with the recipients that it was encrypted to:
    /// [`StoreError::RecipientsChanged`] if the store has others by now.
    fn set_key(
        &self,
        user: &UserId,
        key: &ApiKey,
        recipients: Option<&[String]>,
    ) -> StoreResult<()>;

    /// Replaces keys in one change, each only if it still is what it was. Returns how many were. The recipients are looked
    /// at as in [`Self::set_key`].
    fn replace_keys(
        &self,
        user: &UserId,
        replacements: &[KeyReplacement],
        recipients: Option<&[String]>,
    ) -> StoreResult<usize>;

    /// Removes a key.
    fn remove_key(&self, user: &UserId, provider: &ProviderName) -> StoreResult<()>;

    /// Returns what is noted of keys being encrypted anew, by a living process or by one that was cut short.
    fn rekey_notes(&self) -> StoreResult<Option<RekeyNotes>>;

    /// Begins to have every age key encrypted to `target` alone, or goes on where that was cut short. From now on new keys
    /// are to be encrypted to both the present recipients and `target`.
    ///
    /// [`StoreError::RecipientsChanged`] if the store has others than the `expected` ones, from which `target` was worked
    /// out. Waits for a living process that is at it.
    fn begin_rekey(
        &self,
        expected: &[String],
        target: &[String],
    ) -> StoreResult<Box<dyn Rekey + '_>>;

    /// Returns a user's conversations without their texts, in the order of the store.
    fn conversations(&self, user: &UserId) -> StoreResult<Vec<ConversationSummary>>;

    /// Returns the id that `which` names: an id, a beginning of one, or `last` for the one active last.
    fn find_conversation(&self, user: &UserId, which: &str) -> StoreResult<ConversationId> {
        let zone = self.settings()?.timezone;
        choose_conversation(user, &self.conversations(user)?, which, zone)
    }

    /// Returns a conversation whole.
    fn conversation(&self, user: &UserId, id: &ConversationId) -> StoreResult<Conversation>;

    /// Hands each of a user's conversations to `visit`, as stored, in the order of the store. Stops at its first error.
    fn visit_documents(&self, user: &UserId, visit: &mut DocumentVisitor<'_>) -> StoreResult<()>;

    /// Puts a turn behind the last message of a conversation that is there, or makes one of it; or puts its reply in the
    /// place of those that were there, as [`TurnTarget::Again`] says.
    fn append_turn(
        &self,
        user: &UserId,
        target: &TurnTarget,
        turn: &Turn,
        at: DateTime<Utc>,
    ) -> StoreResult<Placed>;

    /// Adds a conversation as it stands, byte for byte; its id must be new. `at` is when.
    fn add_conversation(
        &self,
        user: &UserId,
        id: &ConversationId,
        document: &Document,
        at: DateTime<Utc>,
    ) -> StoreResult<()>;

    /// Begins to keep a turn that is about to be asked, until it is stored.
    fn keep_unsaved(&self, asked: &Asked) -> StoreResult<Box<dyn UnsavedTurn>>;

    /// Returns the turns that were kept by processes which are gone, the oldest first.
    fn unsaved_turns(&self) -> StoreResult<Vec<FoundTurn>>;

    /// Forgets a turn that was found, unless somebody else is at it. Returns whether it was there.
    fn forget_unsaved(&self, turn: &FoundTurn) -> StoreResult<bool>;

    /// Notes in the ledger what a reply took that no message holds.
    fn note_use(&self, user: &UserId, reply: &BilledReply) -> StoreResult<()>;

    /// Reserves for a user what a reply can cost, until this time or until it is given back.
    ///
    /// `judge` is told once what is reserved for others at `now`, and says how much is to be reserved: nothing, if it refuses
    /// or if nothing is needed; then there is no reservation. It may read the store. Until it has answered and that is
    /// reserved, nobody else reserves anything for this user: so of those who come at once, each knows of all before.
    /// A reservation outlasts its process, but need not outlast a power cut.
    fn reserve(
        &self,
        user: &UserId,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        judge: &mut ReservationJudge<'_>,
    ) -> StoreResult<Option<Box<dyn Reservation>>>;

    /// Returns what is reserved for a user at this time.
    fn reserved(&self, user: &UserId, now: DateTime<Utc>) -> StoreResult<CostSum>;

    /// Changes conversations in one change, each the same way. All must be there, each named once. Returns them as they are
    /// then, in the order named.
    fn change_conversations(
        &self,
        user: &UserId,
        ids: &[ConversationId],
        change: &ConversationChange,
    ) -> StoreResult<Vec<ConversationSummary>>;

    /// Deletes conversations in one change; what their replies cost goes to the ledger. All must be there.
    fn delete_conversations(&self, user: &UserId, ids: &[ConversationId]) -> StoreResult<Totals>;

    /// Deletes in one change those of these conversations that are there, not pinned, and not active since `before`; what
    /// their replies cost goes to the ledger. Returns which.
    fn delete_inactive(
        &self,
        user: &UserId,
        ids: &[ConversationId],
        before: DateTime<Utc>,
    ) -> StoreResult<Vec<ConversationSummary>>;

    /// Hands every reply to `visit`, those in the ledger too, each once: of these users, or of all.
    fn visit_usage(
        &self,
        users: Option<&[UserId]>,
        visit: &mut UsageVisitor<'_>,
    ) -> StoreResult<()>;

    /// Returns of these conversations those whose replies are counted for others than `user`, with one of them each: who has
    /// it, or had it as the ledger says. Copies are counted for nobody.
    fn counted_for_others(
        &self,
        user: &UserId,
        conversations: &HashSet<ConversationId>,
    ) -> StoreResult<HashMap<ConversationId, UserId>>;

    /// Hands what replies took to `visit`, those in the ledger too, added up by user, provider, model and day of `zone`: of
    /// these users, or of all. Each reply is in one of the sums; of one day and model there may be several.
    fn visit_daily_usage(
        &self,
        users: Option<&[UserId]>,
        zone: Tz,
        visit: &mut DailyUsageVisitor<'_>,
    ) -> StoreResult<()> {
        daily_usage::add_up(self, users, zone, visit)
    }

    /// Hands the entries of the ledger to `visit`: of these users, or of all. Those whose conversation is there do not count.
    fn visit_ledger(
        &self,
        users: Option<&[UserId]>,
        visit: &mut dyn FnMut(&LedgerEntry),
    ) -> StoreResult<()>;

    /// Finds messages by their texts: of these users, or of all.
    fn search(&self, users: Option<&[UserId]>, search: &Search) -> StoreResult<SearchResults>;

    /// Takes a picture of the whole store, of one moment; writers wait only while it is taken.
    fn snapshot(&self) -> StoreResult<Box<dyn Snapshot>>;

    /// Begins to replace the whole content; nothing changes before [`Load::commit`].
    ///
    /// What is replaced is kept, under a name made of the time `at`.
    fn begin_load(&self, at: DateTime<Utc>) -> StoreResult<Box<dyn Load + '_>>;

    /// Looks for whatever is not as it should be, past everything it finds, and changes nothing. Sorted by place.
    ///
    /// Fails only where there is nothing to go on with. What cannot be read is a finding like others.
    fn examine(&self) -> StoreResult<Vec<Finding>>;

    /// Measures how large the store is and how long a change takes, and leaves all that is stored as it is.
    fn measure(&self) -> StoreResult<Measures>;

    /// Mends what was found, if it is still so: nothing is lost by it, and nothing that a living process uses is touched.
    /// Returns whether it was mended; what has no [`Finding::mending`] is not.
    fn mend(&self, finding: &Finding) -> StoreResult<bool>;
}

/// Takes a conversation's id and document.
pub type DocumentVisitor<'v> = dyn FnMut(&ConversationId, &Document) -> StoreResult<()> + 'v;

/// Takes one reply.
pub type UsageVisitor<'v> = dyn FnMut(&UsageRecord<'_>) + 'v;

/// One reply, and whose it is.
#[derive(Debug, Clone, Copy)]
pub struct UsageRecord<'a> {
    /// The user who asked; may have been removed since.
    pub user: &'a UserId,
    /// The conversation; may have been deleted since.
    pub conversation: &'a str,
    /// What the reply took.
    pub reply: &'a ReplyUsage,
}

/// What went with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RemovedUser {
    /// Keys that were set.
    pub keys: usize,
    /// Conversations.
    pub conversations: usize,
    /// What they had taken, now in the ledger.
    pub totals: Totals,
}

/// A key to be written in place of another.
#[derive(Debug, Clone)]
pub struct KeyReplacement {
    /// Whose key it is.
    pub provider: ProviderName,
    /// What must stand there.
    pub old: SealedKey,
    /// What shall stand there.
    pub new: SealedKey,
}

/// Where a turn goes.
#[derive(Debug, Clone)]
pub enum TurnTarget {
    /// Into a conversation that is there.
    Existing(ConversationId),
    /// Into a new one.
    New(NewConversation),
    /// Into a conversation that is there, whose last question was asked again: the reply goes behind that, in place of those
    /// that are there. What they took goes on counting.
    ///
    /// If the conversation is another now from that question on, or if a reply that is cut off or empty would take the place
    /// of a whole one, the turn goes behind its last message.
    Again(ConversationId, ReplyPlace),
}

/// Where a turn was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// Behind all messages that there were.
    Behind,
    /// Its reply behind the question that was there, and in place of the replies to that.
    InPlace,
}

/// A picture of a store at one moment, read part by part; several threads may read at once.
pub trait Snapshot: Sync {
    /// Returns the parts, `users.json` first, then users by ascending id, then ours.
    fn entries(&self) -> &[EntryName];

    /// Returns the files that have a part's name and are no files, so that they are not among the parts.
    fn left_out(&self) -> &[PathBuf];

    /// Reads one part: the bytes that a JSON store has in that file. `None` if it was removed since, as can happen where
    /// no picture could be taken and the store itself is read.
    fn read(&self, entry: &EntryName) -> StoreResult<Option<Vec<u8>>>;
}

/// New content for a store, put in part by part. Dropped without `commit`, it leaves no trace.
pub trait Load {
    /// Takes one part: the bytes that a JSON store has in that file.
    fn put(&mut self, entry: &EntryName, content: &[u8]) -> StoreResult<()>;

    /// Lets those come back who were erased, if they are among the accounts: their tombstones are taken away then.
    fn admit_erased(&mut self);

    /// Puts all parts in place of the present content at one stroke, be that damaged or not. The accounts must be among
    /// them.
    ///
    /// Recipients of a store stay as they are, and so does whether the web app works on it. Ledgers and tombstones are
    /// united, and what was used in conversations that are no longer there goes to the ledger. Whoever has a tombstone, in
    /// the store or among the parts, is left out, with what they used in the ledger, unless [`Self::admit_erased`] was
    /// called. After an error the store is as it was.
    fn commit(self: Box<Self>) -> StoreResult<Loaded>;
}

/// What a load did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Where the replaced content is kept; `None` if there was none.
    pub kept_at: Option<String>,
    /// Parts of the replaced content that were damaged: what was used in their conversations is not in the ledger.
    pub uncounted: Vec<EntryName>,
    /// Whether the content came with recipients that the store does not have, and did not get.
    pub has_other_recipients: bool,
    /// What became of those in the content who were erased.
    pub erased: ErasedInContent,
}

/// Those among new content of a store who were erased, by their ids, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErasedInContent {
    /// Those who were left out.
    pub left_out: Vec<UserId>,
    /// Those who are back, without their tombstones.
    pub came_back: Vec<UserId>,
}
