//! Restoring what one user had: all of it, some conversations, or the keys alone.

use std::path::PathBuf;
use std::slice;

use chrono::{DateTime, Utc};

use super::{ErasedPeople, RestorableBackup};
use crate::actions::{ActionError, ActionResult};
use crate::model::document::Object;
use crate::model::{ConversationSummary, Document, Malformed, User, UserId};
use crate::store::{
    self, Another, EntryName, PutBack, PutBackDone, Store, StoreError, StoreResult, UserContents,
};

/// What is to be restored.
#[derive(Debug, Clone)]
pub struct PartWanted {
    /// Whose: an id, an address, or a name that only one account has, now or in the backup.
    pub who: String,
    /// Which conversations, by their ids or beginnings of them; all, and the account, if there are none here.
    pub conversations: Vec<String>,
    /// Whether the keys alone are wanted.
    pub keys_only: bool,
    /// Whether what is there by now, and is another, gives way.
    pub replaces: bool,
    /// What becomes of the user, if that is somebody who was erased.
    pub erased: ErasedPeople,
}

/// What became of it, or would.
#[derive(Debug)]
pub struct PartRestored {
    /// The backup.
    pub backup: PathBuf,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Whose it is.
    pub user: User,
    /// Whether the account was missing.
    pub is_account_added: bool,
    /// Whether it is somebody who was erased, and whose tombstone went.
    pub was_erased: bool,
    /// The conversations and keys.
    pub done: PutBackDone,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

/// What was found in the backup.
#[derive(Debug)]
pub struct PartFound {
    user: User,
    account: Document,
    wanted: PutBack,
    /// Whether the account comes, too, if it is missing.
    with_account: bool,
    /// Whether it is somebody who was erased.
    was_erased: bool,
    backup: PathBuf,
    created_at: DateTime<Utc>,
}

impl PartFound {
    /// Returns whose it is.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// Returns how many conversations and keys there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.wanted.conversations.len(), self.wanted.keys.len())
    }
}

/// Finds what is wanted. Of a backup file no more is read than the accounts and this user's file.
pub fn find(
    backup: &mut RestorableBackup,
    store: &dyn Store,
    wanted: &PartWanted,
) -> ActionResult<PartFound> {
    let (user, account) = account_of(backup, store, &wanted.who)?;
    let known = ErasedPeople::known(backup, Some(store))?;
    let was_erased = known.contains(&user.id);
    if was_erased && wanted.erased == ErasedPeople::StayOut {
        return Err(ActionError::Erased { user: user.id });
    }
    if let Some(into) = store.successor(&user.id)? {
        let user = user.id;
        return Err(ActionError::MergedAway { user, into });
    }
    let entry = EntryName::UserData(user.id.clone());
    let damaged = backup.contents.damaged.iter();
    if let Some((_, reason)) = damaged.clone().find(|(part, _)| *part == entry) {
        return Err(ActionError::PartDamaged {
            path: backup.path.clone(),
            entry,
            reason: reason.clone(),
        });
    }
    let contents = match backup.source.read_one(&entry)? {
        Some(content) => UserContents::read(entry.text(&content)?)
            .map_err(|cause| StoreError::damaged(entry.to_string(), cause))?,
        None => UserContents::default(),
    };
    let zone = store.settings()?.timezone;
    let UserContents {
        mut conversations,
        mut keys,
    } = contents;
    if !wanted.conversations.is_empty() {
        let summaries = conversations
            .iter()
            .map(|(id, document)| {
                ConversationSummary::from_document(id.clone(), document.as_str(), 0)
            })
            .collect::<Result<Vec<_>, Malformed>>()
            .map_err(|cause| StoreError::damaged(entry.to_string(), cause))?;
        let chosen = wanted
            .conversations
            .iter()
            .map(|which| store::choose_conversation(&user.id, &summaries, which, zone))
            .collect::<StoreResult<Vec<_>>>()?;
        conversations.retain(|(id, _)| chosen.contains(id));
        keys.clear();
    }
    if wanted.keys_only {
        conversations.clear();
    }
    Ok(PartFound {
        user,
        account,
        with_account: wanted.conversations.is_empty() && !wanted.keys_only,
        was_erased,
        wanted: PutBack {
            conversations,
            keys,
            another: match wanted.replaces {
                true => Another::GivesWay,
                false => Another::Stays,
            },
        },
        backup: backup.path.clone(),
        created_at: backup.contents.created_at,
    })
}

/// Restores what was found, or tells what that would do.
pub fn restore(
    found: PartFound,
    store: &dyn Store,
    is_dry_run: bool,
) -> ActionResult<PartRestored> {
    let id = &found.user.id;
    let is_there = !store.users_of(slice::from_ref(id))?.is_empty();
    if !is_there && !found.with_account {
        return Err(ActionError::AccountMissing {
            email: found.user.email,
        });
    }
    let done = match (is_dry_run, is_there) {
        (true, true) => store.would_put_back(id, &found.wanted)?,
        (true, false) => found.wanted.all_added(),
        (false, _) => {
            if !is_there {
                store.bring_back_user(id, &found.account)?;
            }
            if found.was_erased {
                // Not before, for the address may be another's by now.
                store.lift_tombstone(id)?;
            }
            store.put_back(id, &found.wanted)?
        }
    };
    Ok(PartRestored {
        backup: found.backup,
        created_at: found.created_at,
        is_account_added: !is_there,
        was_erased: found.was_erased,
        user: found.user,
        done,
        is_dry_run,
    })
}

/// Finds an account in the backup: as it was called then, or as the store calls it now.
fn account_of(
    backup: &mut RestorableBackup,
    store: &dyn Store,
    who: &str,
) -> ActionResult<(User, Document)> {
    let entry = EntryName::Users;
    let content = backup.source.read_one(&entry)?.unwrap_or_default();
    let accounts = accounts_in(&entry, &content)?;
    let id = match store.find_user(who) {
        Ok(user) if accounts.iter().any(|(other, _)| other.id == user.id) => user.id,
        _ => {
            let users = accounts.iter().map(|(user, _)| user.clone());
            store::choose_user(users.collect(), who)?.id
        }
    };
    let mut accounts = accounts.into_iter();
    let found = accounts.find(|(user, _)| user.id == id);
    Ok(found.expect("it was found among them"))
}

/// Reads the accounts of a backup, in their order, each with its document. What is under no id of a user's is none.
pub(super) fn accounts_in(entry: &EntryName, content: &[u8]) -> StoreResult<Vec<(User, Document)>> {
    let damaged = |cause: Malformed| StoreError::damaged(entry.to_string(), cause);
    let accounts = Object::parse(entry.text(content)?).map_err(damaged)?;
    let mut users = Vec::new();
    for member in accounts.members() {
        let Ok(id) = UserId::parse(&member.key) else {
            continue;
        };
        let place = member.value_span().start;
        let user = User::from_document(id, member.value, place).map_err(damaged)?;
        let account = Document::parse_at(member.value, place).map_err(damaged)?;
        users.push((user, account));
    }
    Ok(users)
}
