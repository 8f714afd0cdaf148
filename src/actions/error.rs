//! Why an operation failed.

use std::io;
use std::path::{Path, PathBuf};

use super::budgets::BudgetUse;
use crate::archive::ArchiveError;
use crate::files::FileError;
use crate::interchange::InterchangeError;
use crate::model::{ConversationId, CostSum, InvalidId, Malformed, UserId};
use crate::providers::ProviderError;
use crate::secrets::SecretError;
use crate::store::{EntryName, Location, StoreError};

/// The result of an operation.
pub type ActionResult<T> = Result<T, ActionError>;

/// Why an operation failed: a lower floor's error, or a rule of the operation itself.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// The store could not.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A secret could not be used.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// An export could not be made.
    #[error(transparent)]
    Interchange(#[from] InterchangeError),
    /// A file could not be imported.
    #[error("cannot import {}", path.display())]
    NotImported {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: InterchangeError,
    },
    /// A store that was to be filled has accounts already.
    #[error("there are accounts in {location} already")]
    TargetNotEmpty {
        /// Where it is.
        location: Location,
    },
    /// Two stores were to be named, and there is one.
    #[error("{location} is the store itself")]
    SamePlace {
        /// Where it is.
        location: Location,
    },
    /// Two accounts were to be named, and there is one.
    #[error("both are the same user, {user}")]
    SameUser {
        /// Who.
        user: UserId,
    },
    /// A store was to be where another one has its own files.
    #[error("{location} is among the files of {store}")]
    PlaceInside {
        /// Where the one is, or was to be.
        location: Location,
        /// Where the other is, or was to be.
        store: Location,
    },
    /// A file that was asked for is there already.
    #[error("there is a file {} already", path.display())]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// A folder that was to be filled holds something already.
    #[error("there is something in {} already", path.display())]
    FolderNotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The system refused a file that was named.
    #[error("cannot {action} {}", path.display())]
    File {
        /// What was tried: a verb.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's answer.
        #[source]
        source: io::Error,
    },
    /// A provider could not be asked.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// There is no provider of that name.
    #[error("there is no provider {name:?}")]
    UnknownProvider {
        /// The name.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// The conversation has no question that could be asked again.
    #[error("conversation {conversation} does not end with a question or the reply to one")]
    NothingAsked {
        /// The conversation.
        conversation: ConversationId,
    },
    /// The conversation has no message of that number.
    #[error("conversation {conversation} has {}, so none is number {number}", messages(*count))]
    NoSuchMessage {
        /// The conversation.
        conversation: ConversationId,
        /// The number asked for.
        number: usize,
        /// How many it has.
        count: usize,
    },
    /// The user ended the wait for a title.
    #[error("interrupted; the title is as it was")]
    Interrupted,
    /// The model gave no title.
    #[error("{model} of {provider} gave no title for conversation {conversation}")]
    NoTitle {
        /// The conversation.
        conversation: ConversationId,
        /// Who was asked.
        provider: String,
        /// The model.
        model: String,
    },
    /// The folder for the demo holds something that the demo did not make.
    #[error("{} holds something that is not a demo", folder.display())]
    NotOurs {
        /// The folder.
        folder: PathBuf,
    },
    /// Nobody said which model is to answer.
    #[error("no {} was chosen", if provider.is_some() { "model" } else { "provider" })]
    NoModel {
        /// The provider, if that is known.
        provider: Option<String>,
        /// The providers that there are.
        known: Vec<String>,
    },
    /// A schedule cannot be told to what is to run it, or would not be understood.
    #[error("this backup cannot be scheduled: {reason}")]
    NotSchedulable {
        /// Why it cannot.
        reason: String,
    },
    /// Of the comments around a scheduled line one is missing, or there are several.
    #[error("the crontab does not have the lines {begin:?} and {end:?} once each, in this order")]
    CrontabTorn {
        /// The one before it.
        begin: String,
        /// The one behind it.
        end: String,
    },
    /// A program of the system is needed that is not there.
    #[error("there is no program {program}")]
    ProgramMissing {
        /// Its name.
        program: String,
    },
    /// A program of the system failed.
    #[error("`{call}` failed: {said}")]
    ProgramFailed {
        /// What was called.
        call: String,
        /// What it said.
        said: String,
    },
    /// A backup could not be made or read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The folder holds no backups.
    #[error("there are no backups in {}", folder.display())]
    NoBackups {
        /// The folder.
        folder: PathBuf,
    },
    /// No backup is as old as that.
    #[error("no backup in {} was made at or before {before}", folder.display())]
    NoBackupBefore {
        /// The folder.
        folder: PathBuf,
        /// The time.
        before: String,
    },
    /// No restore has replaced anything yet.
    #[error("no restore has replaced anything in {location}")]
    NothingToUndo {
        /// The store.
        location: Location,
    },
    /// What is wanted of a backup was damaged already when that was made.
    #[error("{entry} was damaged already when {} was made: {reason}", path.display())]
    PartDamaged {
        /// The backup.
        path: PathBuf,
        /// The part.
        entry: EntryName,
        /// What was wrong with it.
        reason: String,
    },
    /// Something is to be restored to an account that is no longer there.
    #[error("there is no account {email} to restore that to")]
    AccountMissing {
        /// The account's address in the backup.
        email: String,
    },
    /// Somebody is to be restored who was erased.
    #[error("user {user} was erased, and is not restored")]
    Erased {
        /// Who.
        user: UserId,
    },
    /// Somebody is to be restored whose account went over into another.
    #[error("user {user} was merged into {into}, who has what there was")]
    MergedAway {
        /// Who.
        user: UserId,
        /// Who has it.
        into: UserId,
    },
    /// A store is to be copied in which somebody is again who was erased.
    #[error("{location} has what was erased again, of {}", listed(users))]
    ErasedAreBack {
        /// The store.
        location: Location,
        /// Who.
        users: Vec<UserId>,
    },
    /// The folder holds backups, and none that could be restored.
    #[error("there is no good backup in {}", folder.display())]
    NoGoodBackup {
        /// The folder.
        folder: PathBuf,
    },
    /// The file that is to hold metrics of backups holds something else.
    #[error("{} holds something else than metrics of backups", path.display())]
    NotMetrics {
        /// The file.
        path: PathBuf,
    },
    /// There is no such backup.
    #[error("there is no backup {}", path.display())]
    BackupNotFound {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The backup holds no accounts, so that no store can be made of it.
    #[error("{} cannot be restored: {reason}", path.display())]
    BackupWithoutAccounts {
        /// The backup.
        path: PathBuf,
        /// What is the matter.
        reason: &'static str,
    },
    /// An id or a provider's name cannot be one.
    #[error(transparent)]
    InvalidId(#[from] InvalidId),
    /// A file that declares accounts cannot be used.
    #[error("{}: {}{reason}", path.display(), line.map_or(String::new(), |line| format!("line {line}: ")))]
    InvalidAccounts {
        /// The file.
        path: PathBuf,
        /// Where in it; `None` if it is of the whole file.
        line: Option<usize>,
        /// What is wrong, without what stands there: that may be a password.
        reason: String,
        /// The key that was meant, perhaps.
        nearest: Option<&'static str>,
    },
    /// The text is no address.
    #[error("{text:?} is no e-mail address: {reason}")]
    InvalidEmail {
        /// The text.
        text: String,
        /// Why it is none.
        reason: &'static str,
    },
    /// The text is no name or title.
    #[error("this {what} cannot be used: {reason}")]
    InvalidText {
        /// What it should be.
        what: &'static str,
        /// Why it cannot.
        reason: &'static str,
    },
    /// A period would end before it begins.
    #[error("the period ends before it begins")]
    BackwardsPeriod,
    /// Days, weeks or months are to be compared with those of another period.
    #[error("days, weeks and months have no counterpart in the period before")]
    DatesCompared,
    /// A period is to be compared with the one before it, and has no beginning.
    #[error("a period without a beginning has none before it")]
    NothingBefore,
    /// The conversation has no reply that could be shown alone.
    #[error("conversation {id} has no reply")]
    NoReply {
        /// The conversation.
        id: ConversationId,
    },
    /// The text is no API key.
    #[error("this API key cannot be used: {reason}")]
    InvalidKey {
        /// Why it cannot.
        reason: &'static str,
    },
    /// Somebody is to be taken from the recipients who is none.
    #[error("{recipient} is no recipient of the store")]
    UnknownRecipient {
        /// Who was named.
        recipient: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// The last recipient is to go, and keys can be encrypted to nobody.
    #[error("the store would have no recipients left")]
    NoRecipientLeft,
    /// This machine's identity would open no key any more.
    #[error("this machine's identity is not for any of the recipients that the store would have")]
    AccessGivenUp,
    /// The identity that is to take the place of this machine's is that one.
    #[error("{} is the identity in use, or has a key of it", path.display())]
    IdentityInUse {
        /// The file.
        path: PathBuf,
    },
    /// The password is not the account's.
    #[error("that is not the password of {who}")]
    WrongPassword {
        /// Whose password was tried.
        who: String,
    },
    /// The account has no password to compare with.
    #[error("{who} has no password")]
    NoPassword {
        /// Whose password was tried.
        who: String,
    },
    /// The account is disabled.
    #[error("{who} is disabled")]
    Disabled {
        /// Whose account it is.
        who: String,
    },
    /// What the account holds as its budget is none.
    #[error("the budget of {who} in users.json cannot be read")]
    BudgetUnreadable {
        /// Whose account it is.
        who: String,
        /// What is wrong with it, and where.
        #[source]
        cause: Malformed,
    },
    /// Nothing is left of a budget.
    #[error("nothing is left of the budget of {who}: {}", spent(budget))]
    BudgetReached {
        /// Whose account it is.
        who: String,
        /// What became of the budget.
        budget: Box<BudgetUse>,
    },
    /// What is left of a budget does not pay for a reply.
    #[error("a reply of {tokens} tokens could cost more than the ${left} left of the budget of {who}: {}", spent(budget), left = budget.left())]
    BudgetTooSmall {
        /// Whose account it is.
        who: String,
        /// What became of the budget.
        budget: Box<BudgetUse>,
        /// How long the reply was to be able to become at least.
        tokens: u32,
        /// How long one may become that is paid for; 0 if not even the question is.
        affordable: u32,
    },
    /// Nobody can tell whether the reply of a model that has no price would keep to a budget.
    #[error("{model} of {provider} has no price, and {who} has a budget")]
    Unpriced {
        /// Whose account it is.
        who: String,
        /// The provider.
        provider: String,
        /// The model.
        model: String,
    },
}

/// Says what became of a budget, to the last digit.
fn spent(budget: &BudgetUse) -> String {
    let BudgetUse { used, reserved, .. } = budget;
    let limit = budget.budget.usd;
    let period = budget.budget.period.as_str();
    let mut text = format!("${used} of ${limit} a {period} are used");
    if *reserved > CostSum::default() {
        text.push_str(&format!(
            ", and ${reserved} are reserved for replies on their way"
        ));
    }
    text
}

fn listed(users: &[UserId]) -> String {
    let ids: Vec<&str> = users.iter().map(UserId::as_str).collect();
    ids.join(", ")
}

fn messages(count: usize) -> String {
    match count {
        0 => "no messages".to_owned(),
        1 => "1 message".to_owned(),
        _ => format!("{count} messages"),
    }
}

impl From<FileError> for ActionError {
    fn from(error: FileError) -> Self {
        let FileError {
            action,
            path,
            source,
        } = error;
        Self::File {
            action,
            path,
            source,
        }
    }
}

impl ActionError {
    /// Makes an error of the system's answer to `action` on the file that was named.
    pub(super) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File {
            action,
            path,
            source,
        }
    }
}
