//! Bringing back, for everybody in a backup, what is missing in a store by now. What is there stays as it is.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::part::accounts_in;
use super::{ErasedPeople, RestorableBackup};
use crate::actions::ActionResult;
use crate::archive::Progress;
use crate::model::{Document, User, UserId};
use crate::store::{
    Another, EntryName, ErasedInContent, Location, Parts, PutBack, PutBackDone, Store, StoreError,
    StoreResult, UserContents,
};

/// What became of it, or would.
#[derive(Debug)]
pub struct Merged {
    /// The backup.
    pub backup: PathBuf,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The store.
    pub location: Location,
    /// The addresses of accounts that were missing.
    pub accounts_added: Vec<String>,
    /// Those that are missing and cannot come back, as somebody else has their addresses by now.
    pub accounts_refused: Vec<String>,
    /// Those that are missing because they went over into another account, which has what they had: they stay out.
    pub accounts_merged: Vec<String>,
    /// How many accounts are there already.
    pub accounts_present: usize,
    /// The conversations of all.
    pub conversations: Amounts,
    /// The API keys of all.
    pub keys: Amounts,
    /// Parts that were damaged when they were backed up, or are damaged in the store, and were passed over.
    pub damaged: Vec<EntryName>,
    /// What became of those who have tombstones.
    pub erased: ErasedInContent,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

/// How many parts of one kind there were of each fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amounts {
    /// They were missing.
    pub added: usize,
    /// They are others by now, and stay.
    pub kept: usize,
    /// They are the same.
    pub same: usize,
}

impl Amounts {
    fn add(&mut self, parts: &Parts) {
        self.added += parts.added.len();
        self.kept += parts.kept.len();
        self.same += parts.same;
    }
}

/// Merges the backup into the store, user by user, each at one stroke. It is read whole and checked before the first of them.
pub fn merge(
    mut backup: RestorableBackup,
    store: &dyn Store,
    people: ErasedPeople,
    is_dry_run: bool,
    progress: &mut dyn FnMut(Progress),
) -> ActionResult<Merged> {
    let erased = ErasedPeople::known(&mut backup, Some(store))?;
    backup
        .source
        .read_entries(&mut |_, _| Ok(()), &mut |_| {})?;
    let mut merging = Merging {
        store,
        people,
        erased,
        missing: BTreeMap::new(),
        done: Merged {
            backup: backup.path.clone(),
            created_at: backup.contents.created_at,
            location: store.location().clone(),
            accounts_added: Vec::new(),
            accounts_refused: Vec::new(),
            accounts_merged: Vec::new(),
            accounts_present: 0,
            conversations: Amounts::default(),
            keys: Amounts::default(),
            damaged: super::names(&backup.contents),
            erased: ErasedInContent::default(),
            is_dry_run,
        },
        present: HashSet::new(),
    };
    backup
        .source
        .read_entries(&mut |entry, content| merging.take(entry, content), progress)?;
    merging.finish()
}

/// A merge that goes on.
struct Merging<'s> {
    store: &'s dyn Store,
    people: ErasedPeople,
    erased: HashSet<UserId>,
    /// Accounts of the backup that are not in the store, and for which nothing was done yet.
    missing: BTreeMap<UserId, (User, Document)>,
    present: HashSet<UserId>,
    done: Merged,
}

impl Merging<'_> {
    /// Takes a part. Accounts come first.
    fn take(&mut self, entry: &EntryName, content: &[u8]) -> StoreResult<()> {
        match entry {
            EntryName::Users => self.take_accounts(entry, content),
            EntryName::UserData(id) if !self.done.damaged.contains(entry) => {
                self.take_user(id, entry, content)
            }
            _ => Ok(()),
        }
    }

    fn take_accounts(&mut self, entry: &EntryName, content: &[u8]) -> StoreResult<()> {
        let present = self.store.users()?.into_iter();
        let present: HashSet<UserId> = present.map(|user| user.id).collect();
        for (user, account) in accounts_in(entry, content)? {
            let was_erased = self.erased.contains(&user.id);
            if present.contains(&user.id) {
                self.done.accounts_present += 1;
                self.present.insert(user.id);
            } else if was_erased && self.people == ErasedPeople::StayOut {
                self.done.erased.left_out.push(user.id);
            } else if self.store.successor(&user.id)?.is_some() {
                self.done.accounts_merged.push(user.email);
            } else {
                self.missing.insert(user.id.clone(), (user, account));
            }
        }
        Ok(())
    }

    fn take_user(&mut self, id: &UserId, entry: &EntryName, content: &[u8]) -> StoreResult<()> {
        let is_missing = self.missing.contains_key(id);
        if !is_missing && !self.present.contains(id) {
            return Ok(());
        }
        let contents = UserContents::read(entry.text(content)?)
            .map_err(|cause| StoreError::damaged(entry.to_string(), cause))?;
        let wanted = PutBack {
            conversations: contents.conversations,
            keys: contents.keys,
            another: Another::Stays,
        };
        if is_missing && !self.bring_back(id)? {
            return Ok(());
        }
        let done = match (self.done.is_dry_run, is_missing) {
            (true, true) => Ok(wanted.all_added()),
            (true, false) => self.store.would_put_back(id, &wanted),
            (false, _) => self.store.put_back(id, &wanted),
        };
        match done {
            Ok(done) => self.note(&done),
            Err(StoreError::Damaged { .. }) => self.done.damaged.push(entry.clone()),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Brings back an account that is missing. Returns whether it is there then, or would be.
    fn bring_back(&mut self, id: &UserId) -> StoreResult<bool> {
        let Some((user, account)) = self.missing.remove(id) else {
            return Ok(false);
        };
        let outcome = match self.done.is_dry_run {
            true => match self.store.find_user(&user.email) {
                Ok(_) => Err(StoreError::EmailTaken {
                    email: user.email.clone(),
                }),
                Err(_) => Ok(true),
            },
            false => self.store.bring_back_user(id, &account),
        };
        match outcome {
            Err(StoreError::EmailTaken { .. }) => {
                self.done.accounts_refused.push(user.email);
                return Ok(false);
            }
            outcome => outcome?,
        };
        self.done.accounts_added.push(user.email);
        if self.erased.contains(id) {
            if !self.done.is_dry_run {
                // Not before, for the address may be another's by now.
                self.store.lift_tombstone(id)?;
            }
            self.done.erased.came_back.push(id.clone());
        }
        Ok(true)
    }

    fn note(&mut self, done: &PutBackDone) {
        self.done.conversations.add(&done.conversations);
        self.done.keys.add(&done.keys);
    }

    /// Brings back the accounts of those who had no file.
    fn finish(mut self) -> ActionResult<Merged> {
        let rest: Vec<UserId> = self.missing.keys().cloned().collect();
        for id in rest {
            self.bring_back(&id)?;
        }
        self.done.erased.left_out.sort();
        self.done.erased.came_back.sort();
        Ok(self.done)
    }
}
