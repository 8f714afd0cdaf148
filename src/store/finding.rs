//! What an examination of a store finds, and what can be done about it.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::error::Damage;
use crate::model::{ConversationId, Unportable, UserId, rfc3339};

/// Something in a store that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file or folder.
    pub place: PathBuf,
    /// Where in it, in bytes from its start.
    pub offset: Option<usize>,
    /// What is the matter.
    pub kind: FindingKind,
}

/// What is the matter with a place. `Display` says it in one line, without the place and its offset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindingKind {
    /// The file cannot be what it should be.
    #[error("{}", without_offset(cause))]
    Damaged {
        /// Why.
        cause: Damage,
    },
    /// A part of the file cannot be what it should be; the other parts are read.
    #[error("{part}: {reason}")]
    DamagedPart {
        /// Which.
        part: Part,
        /// Why.
        reason: String,
    },
    /// The system would not let it be read.
    #[error("cannot be examined: {reason}")]
    Unreadable {
        /// The system's answer.
        reason: String,
    },
    /// We read it, and other programs trip over it.
    #[error(transparent)]
    Unportable(Unportable),
    /// A conversation has replies with a cost that is no amount, or one of too many digits to be added.
    #[error("{part}: {} whose cost is no amount, and counts as unknown", if *replies == 1 { "a reply".to_owned() } else { format!("{replies} replies") })]
    UnreadableCosts {
        /// The conversation.
        part: Part,
        /// How many replies.
        replies: usize,
    },
    /// What an account holds as its budget is none; the rest of the account is read.
    #[error("the budget of the account {user}: {reason}")]
    UnreadableBudget {
        /// Its key in `users.json`.
        user: UserId,
        /// Why.
        reason: String,
    },
    /// There are parts of a store, and no accounts.
    #[error("there is no users.json, and there are other parts of a store")]
    NoAccounts,
    /// The account says another id of itself than the one under which it stands.
    #[error("the account {user} says its id is {said:?}")]
    OtherId {
        /// Its key in `users.json`.
        user: UserId,
        /// What its field `id` says.
        said: String,
    },
    /// Several accounts have one address.
    #[error("{} accounts have the address {email}: {}", users.len(), listed(users))]
    EmailTwice {
        /// The address, lower-cased.
        email: String,
        /// The accounts.
        users: Vec<UserId>,
    },
    /// Addresses of several accounts look alike.
    #[error("the addresses of {} look alike", listed(users))]
    EmailsAlike {
        /// The accounts.
        users: Vec<UserId>,
    },
    /// It is named like a user's file, and there is no such account.
    #[error("a file of nobody: there is no account {user}")]
    Orphan {
        /// Whose it would be.
        user: UserId,
    },
    /// Somebody has an account again, or a file, who was erased: the web app wrote back what it had read before.
    #[error("user {user} was erased{}, and {} again", when.map(|at| format!(" at {}", rfc3339(at))).unwrap_or_default(), if *has_account { "has an account" } else { "has a file" })]
    ErasedIsBack {
        /// Who.
        user: UserId,
        /// When that was, as far as it is known.
        when: Option<DateTime<Utc>>,
        /// Whether there is an account; else there is a file of nobody.
        has_account: bool,
    },
    /// A folder that every store has is not there.
    #[error("the folder is missing")]
    FolderMissing,
    /// A command that was killed left it behind.
    #[error("{what} that a killed command left behind")]
    LeftBehind {
        /// What it is.
        what: LeftBehind,
    },
    /// A reply that came and is in no conversation: its process was killed, or the store did not take it.
    #[error("a reply to user {user} that is not stored: {}, {}", if *characters == 1 { "a character".to_owned() } else { format!("{characters} characters") }, if *is_whole { "whole" } else { "cut off" })]
    UnsavedReply {
        /// Who asked.
        user: UserId,
        /// How much text there is.
        characters: usize,
        /// Whether it is whole.
        is_whole: bool,
    },
    /// Keys were being encrypted anew, and some still are as they were.
    #[error("keys were being encrypted anew, for {} in the end, and that was not finished", recipients.join(", "))]
    RekeyUnfinished {
        /// The recipients that the store shall have in the end.
        recipients: Vec<String>,
    },
    /// The database finds something wrong with itself.
    #[error("the database says: {reason}")]
    IntegrityFailed {
        /// In its words.
        reason: String,
    },
    /// Users' data without their accounts, so that no command reaches it.
    #[error("{} of the table user_data {} of no account", if *rows == 1 { "a row".to_owned() } else { format!("{rows} rows") }, if *rows == 1 { "is" } else { "are" })]
    OrphanRows {
        /// How many rows.
        rows: usize,
    },
    /// Accounts without the row that their data hangs on, so that nothing can be stored for them.
    #[error("{} in the table user_data", if *accounts == 1 { "an account has no row".to_owned() } else { format!("{accounts} accounts have no rows") })]
    AccountsWithoutData {
        /// How many accounts.
        accounts: usize,
    },
    /// What columns copy from documents is not what those say.
    #[error("{part}: counts and sums are not those of its messages")]
    StaleCopies {
        /// The conversation.
        part: Part,
    },
    /// The index of words is not what a search can rely on, or use.
    #[error("the search index is damaged: {reason}")]
    SearchIndexDamaged {
        /// In the database's words.
        reason: String,
    },
    /// A search finds messages by words that they do not have, or does not find them by those that they have.
    #[error("{part}: the search index has other words than {}", if *messages == 1 { "a message".to_owned() } else { format!("{messages} messages") })]
    StaleWords {
        /// The conversation.
        part: Part,
        /// How many messages.
        messages: usize,
    },
    /// What reports would show is not what the replies took.
    #[error("the sums of what replies took are not those of the replies of {}", if *users == 1 { "a user".to_owned() } else { format!("{users} users") })]
    StaleSums {
        /// Of how many users.
        users: usize,
    },
    /// Messages that a search does not find.
    #[error("{} in the search index", if *messages == 1 { "a message is not".to_owned() } else { format!("{messages} messages are not") })]
    SearchIndexIncomplete {
        /// How many.
        messages: usize,
    },
    /// The web app wrote this into a file that had just been replaced.
    #[error("what the web app wrote into a file while it was being replaced")]
    Conflict,
    /// The web app wrote back a stale copy, in which a turn of ours is missing.
    #[error("the web app dropped a turn that was added to conversation {conversation}")]
    TurnDropped {
        /// Whose it is.
        user: UserId,
        /// Where it was.
        conversation: ConversationId,
    },
    /// Others than the owner can get at it.
    #[error("open to others: mode {mode:04o}")]
    OpenToOthers {
        /// Its permission bits.
        mode: u32,
        /// Whether we made it, rather than the web app.
        is_ours: bool,
    },
    /// It belongs to somebody else than the rest of the store.
    #[error("belongs to {owner}, and the store to {expected}")]
    OtherOwner {
        /// Its owner, `user:group`, in numbers.
        owner: String,
        /// The store's.
        expected: String,
    },
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Part {
    /// An account of `users.json`, by its key.
    #[error("account {0:?}")]
    Account(String),
    /// The keys of a user's file.
    #[error("api_keys")]
    Keys,
    /// One key, by its provider.
    #[error("key {0:?}")]
    Key(String),
    /// The conversations of a user's file.
    #[error("conversations")]
    Conversations,
    /// One conversation, by its id.
    #[error("conversation {0:?}")]
    Conversation(String),
    /// Something to which keys are encrypted, counted from 1. It is not repeated: it may be a secret put there by mistake.
    #[error("recipient {0}")]
    Recipient(usize),
    /// A line, counted from 1.
    #[error("line {0}")]
    Line(usize),
}

/// What a killed command can leave behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeftBehind {
    /// A file that was to replace another.
    #[error("a temporary file")]
    Temporary,
    /// A folder for work in progress.
    #[error("a scratch folder")]
    Scratch,
    /// A note of what was going on.
    #[error("a note of a change")]
    Intent,
    /// A backup that was being written.
    #[error("an unfinished backup")]
    PartialBackup,
    /// Money set aside for a reply that has not come in all this time.
    #[error("a reservation whose time has passed")]
    Reservation,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing has to be done.
    Note,
    /// Nothing is lost, and something should be done.
    Warning,
    /// Something cannot be read or used as it is.
    Damage,
}

/// What mending does. Nothing is lost by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mending {
    /// It is removed, once it is sure that nobody is using it.
    Remove,
    /// Others than its owner lose their permissions.
    Narrow {
        /// The permission bits that it gets.
        mode: u32,
    },
    /// The folder is made.
    MakeFolder,
    /// The change is finished or undone, as any command that changes the store does first.
    Finish,
    /// The turn is put back, behind what is there now.
    PutBack,
    /// It is made again from the documents.
    Rebuild,
    /// The rows are added, with nothing in them.
    AddRows,
}

impl Finding {
    /// Makes a finding about a place as a whole.
    pub fn new(place: impl Into<PathBuf>, kind: FindingKind) -> Self {
        Self {
            place: place.into(),
            offset: None,
            kind,
        }
    }

    /// Makes a finding about a byte of a file.
    pub fn at(place: impl Into<PathBuf>, offset: usize, kind: FindingKind) -> Self {
        Self {
            offset: Some(offset),
            ..Self::new(place, kind)
        }
    }

    /// Returns how much it matters.
    pub fn severity(&self) -> Severity {
        match &self.kind {
            FindingKind::Damaged { .. }
            | FindingKind::DamagedPart { .. }
            | FindingKind::UnreadableBudget { .. }
            | FindingKind::Unreadable { .. }
            | FindingKind::NoAccounts
            | FindingKind::IntegrityFailed { .. }
            | FindingKind::OrphanRows { .. }
            | FindingKind::AccountsWithoutData { .. }
            | FindingKind::OtherId { .. }
            | FindingKind::EmailTwice { .. } => Severity::Damage,
            FindingKind::Unportable(unportable) if unportable.is_fatal() => Severity::Damage,
            FindingKind::EmailsAlike { .. } => Severity::Note,
            _ => Severity::Warning,
        }
    }

    /// Returns the kind's name, which scripts may rely on.
    pub fn code(&self) -> &'static str {
        match &self.kind {
            FindingKind::Damaged { .. } => "damaged",
            FindingKind::DamagedPart { .. } => "damaged_part",
            FindingKind::Unreadable { .. } => "unreadable",
            FindingKind::Unportable(_) => "unportable",
            FindingKind::UnreadableCosts { .. } => "unreadable_costs",
            FindingKind::UnreadableBudget { .. } => "unreadable_budget",
            FindingKind::NoAccounts => "no_accounts",
            FindingKind::OtherId { .. } => "other_id",
            FindingKind::EmailTwice { .. } => "email_twice",
            FindingKind::EmailsAlike { .. } => "emails_alike",
            FindingKind::Orphan { .. } => "orphan",
            FindingKind::ErasedIsBack { .. } => "erased_is_back",
            FindingKind::FolderMissing => "folder_missing",
            FindingKind::LeftBehind { .. } => "left_behind",
            FindingKind::UnsavedReply { .. } => "unsaved_reply",
            FindingKind::RekeyUnfinished { .. } => "rekey_unfinished",
            FindingKind::IntegrityFailed { .. } => "integrity_failed",
            FindingKind::OrphanRows { .. } => "orphan_rows",
            FindingKind::AccountsWithoutData { .. } => "accounts_without_data",
            FindingKind::StaleCopies { .. } => "stale_copies",
            FindingKind::SearchIndexDamaged { .. } => "search_index_damaged",
            FindingKind::StaleWords { .. } => "stale_words",
            FindingKind::StaleSums { .. } => "stale_sums",
            FindingKind::SearchIndexIncomplete { .. } => "search_index_incomplete",
            FindingKind::Conflict => "conflict",
            FindingKind::TurnDropped { .. } => "turn_dropped",
            FindingKind::OpenToOthers { .. } => "open_to_others",
            FindingKind::OtherOwner { .. } => "other_owner",
        }
    }

    /// Returns what mending it does; `None` if it takes a person.
    pub fn mending(&self) -> Option<Mending> {
        match self.kind {
            FindingKind::LeftBehind {
                what: LeftBehind::Intent,
            } => Some(Mending::Finish),
            FindingKind::LeftBehind { .. } => Some(Mending::Remove),
            FindingKind::OpenToOthers {
                mode,
                is_ours: true,
            } => Some(Mending::Narrow {
                mode: mode & !0o077,
            }),
            FindingKind::TurnDropped { .. } => Some(Mending::PutBack),
            FindingKind::StaleCopies { .. }
            | FindingKind::StaleWords { .. }
            | FindingKind::StaleSums { .. }
            | FindingKind::SearchIndexDamaged { .. }
            | FindingKind::SearchIndexIncomplete { .. } => Some(Mending::Rebuild),
            FindingKind::AccountsWithoutData { .. } => Some(Mending::AddRows),
            FindingKind::FolderMissing => Some(Mending::MakeFolder),
            _ => None,
        }
    }
}

/// Says what is wrong alone, for the place is told beside it.
fn without_offset(cause: &Damage) -> String {
    match cause {
        Damage::Malformed(malformed) | Damage::Settings(malformed) => malformed.reason.clone(),
        Damage::NotUtf8 { .. } => "not UTF-8".to_owned(),
        other => other.to_string(),
    }
}

fn listed(users: &[UserId]) -> String {
    let ids: Vec<&str> = users.iter().map(UserId::as_str).collect();
    ids.join(", ")
}
