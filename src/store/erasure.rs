//! What an erasure takes away of a person, and what of them it leaves, place by place.

use std::path::PathBuf;

use crate::model::Totals;

/// What was erased of a person, or would be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erasure {
    /// Keys that were set.
    pub keys: usize,
    /// Conversations.
    pub conversations: usize,
    /// Their messages.
    pub messages: usize,
    /// What they had taken, now in the ledger.
    pub totals: Totals,
    /// Where all that was, the account first.
    pub parts: Vec<ErasedPart>,
    /// What the store or this machine still has of the person.
    pub left: Vec<LeftOfPerson>,
}

/// Files or rows of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasedPart {
    /// Of which kind.
    pub kind: ErasedKind,
    /// The file, the folder, or the table.
    pub place: String,
    /// How many files, rows, or accounts.
    pub items: u64,
    /// How many bytes of content they had.
    pub bytes: u64,
}

/// What is kept of a person. `Display` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErasedKind {
    /// The account.
    #[error("account")]
    Account,
    /// A user's file.
    #[error("keys and conversations")]
    UserFile,
    /// What a database has around a user's conversations.
    #[error("keys")]
    Keys,
    /// Conversations of a database.
    #[error("conversations")]
    Conversations,
    /// Messages of a database.
    #[error("messages")]
    Messages,
    /// Replies that are not stored yet.
    #[error("unsaved replies")]
    UnsavedReplies,
    /// Turns that are remembered beside the web app.
    #[error("recent turns")]
    RecentTurns,
    /// Money set aside for replies.
    #[error("reservations")]
    Reservations,
    /// What was replaced beside the web app.
    #[error("replaced versions")]
    ReplacedVersions,
    /// What the web app wrote into what was replaced.
    #[error("conflicting versions")]
    Conflicts,
    /// A file of nobody, set aside by a restore.
    #[error("a file set aside")]
    SetAside,
}

impl ErasedKind {
    /// Returns its name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::UserFile => "user_file",
            Self::Keys => "keys",
            Self::Conversations => "conversations",
            Self::Messages => "messages",
            Self::UnsavedReplies => "unsaved_replies",
            Self::RecentTurns => "recent_turns",
            Self::Reservations => "reservations",
            Self::ReplacedVersions => "replaced_versions",
            Self::Conflicts => "conflicts",
            Self::SetAside => "set_aside",
        }
    }
}

/// Something that still is of the person, or may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOfPerson {
    /// The file or folder.
    pub place: PathBuf,
    /// What it is.
    pub kind: LeftKind,
}

/// What is left of a person. `Display` says what it is, and what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeftKind {
    /// What a restore replaced.
    #[error(
        "what a restore replaced, kept for `restore --undo`; delete the folder if nobody needs that"
    )]
    BeforeRestore,
    /// Accounts as they were, kept for a while for the web app's sake.
    #[error(
        "the accounts of before, for the web app's sake; a later command that changes the store removes them"
    )]
    ReplacedAccounts,
    /// A version of the accounts that the web app wrote.
    #[error("accounts that the web app wrote while they were replaced")]
    ConflictingAccounts,
    /// A reply that is not stored, and of which cannot be told whose it is.
    #[error("an unsaved reply that cannot be read, so that nobody knows whose it is")]
    UnreadableReply,
}

impl LeftKind {
    /// Returns its name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::BeforeRestore => "before_restore",
            Self::ReplacedAccounts => "replaced_accounts",
            Self::ConflictingAccounts => "conflicting_accounts",
            Self::UnreadableReply => "unreadable_reply",
        }
    }
}

impl Erasure {
    /// Adds what there is of one kind; nothing if there is nothing.
    pub(super) fn note(
        &mut self,
        kind: ErasedKind,
        place: impl Into<String>,
        items: u64,
        bytes: u64,
    ) {
        if items > 0 {
            let place = place.into();
            self.parts.push(ErasedPart {
                kind,
                place,
                items,
                bytes,
            });
        }
    }

    /// Returns how many bytes of content went.
    pub fn bytes(&self) -> u64 {
        self.parts.iter().map(|part| part.bytes).sum()
    }
}
