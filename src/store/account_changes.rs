//! Several changes of accounts that are made as one, worked out so that every backend makes the same ones.

use std::collections::{HashMap, HashSet};

use super::{StoreError, StoreResult};
use crate::model::{Document, NewUser, UserChange, UserId};

/// A change of one account, among others that are made with it.
#[derive(Debug, Clone)]
pub enum AccountChange {
    /// Adds it; its address and id must be new.
    Add(NewUser),
    /// Changes one that is there.
    Change(UserId, UserChange),
}

/// What became of changes that were to be made as one.
#[derive(Debug)]
pub enum AccountsChanged {
    /// All are made. Says of each, in their order, whether there was anything to change.
    All(Vec<bool>),
    /// None is made, because of these: their places among the changes, ascending, and why. There is at least one.
    None(Vec<(usize, StoreError)>),
}

impl AccountChange {
    /// Returns the account.
    pub(super) fn id(&self) -> &UserId {
        match self {
            Self::Add(new) => &new.id,
            Self::Change(id, _) => id,
        }
    }

    /// Returns the address that the account is to have, if it is to have another.
    pub(super) fn email(&self) -> Option<&str> {
        let email = match self {
            Self::Add(new) => Some(new.email.as_str()),
            Self::Change(_, change) => change.new_email(),
        };
        // Any number of accounts may have none.
        email.filter(|email| !email.is_empty())
    }
}

impl AccountsChanged {
    /// Returns what became of a change that was alone: whether there was anything to change, or why it was refused.
    pub(super) fn of_one(self) -> StoreResult<bool> {
        match self {
            Self::All(changed) => Ok(changed.contains(&true)),
            Self::None(mut refused) => match refused.pop() {
                Some((_, error)) => Err(error),
                None => Ok(false),
            },
        }
    }
}

/// An account as it is before the changes, or comes to be by them.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) email: String,
    pub(super) document: Document,
}

/// What has to be known of the accounts that are there.
#[derive(Debug, Default)]
pub(super) struct Present {
    /// Those that changes name, as far as they are there.
    pub(super) accounts: HashMap<UserId, Account>,
    /// Who has the addresses that changes want; nobody else's matter.
    pub(super) owners: HashMap<String, Vec<UserId>>,
}

/// What is to be written.
#[derive(Debug)]
pub(super) struct AccountsPlan {
    /// Accounts that were there, and how each is from now on.
    pub(super) changed: Vec<(UserId, Account)>,
    /// New accounts, in their order.
    pub(super) added: Vec<(UserId, Account)>,
    /// If none is made, nothing is to be written.
    pub(super) outcome: AccountsChanged,
}

/// Works out changes one after another, each on what those before it leave. Those that are refused leave nothing.
pub(super) fn plan(changes: &[AccountChange], present: Present) -> AccountsPlan {
    let mut accounts = Accounts {
        present,
        named: HashSet::new(),
        changed: Vec::new(),
        added: Vec::new(),
    };
    let mut is_changed = Vec::with_capacity(changes.len());
    let mut refused = Vec::new();
    for (place, change) in changes.iter().enumerate() {
        match accounts.make(change) {
            Ok(changed) => is_changed.push(changed),
            Err(error) => refused.push((place, error)),
        }
    }
    match refused.is_empty() {
        true => accounts.planned(is_changed),
        false => AccountsPlan {
            changed: Vec::new(),
            added: Vec::new(),
            outcome: AccountsChanged::None(refused),
        },
    }
}

/// The accounts as they are after some of the changes.
struct Accounts {
    present: Present,
    /// Those that are to be written.
    named: HashSet<UserId>,
    /// The same, in the order in which changes name them: those that are there, and those that are not.
    changed: Vec<UserId>,
    added: Vec<UserId>,
}

impl Accounts {
    fn make(&mut self, change: &AccountChange) -> StoreResult<bool> {
        let id = change.id();
        let email = change.email();
        let taken = |email: &str| {
            let email = email.to_owned();
            Err(StoreError::EmailTaken { email })
        };
        match change {
            AccountChange::Add(new) => {
                let has_id = self.present.accounts.contains_key(id);
                if has_id || email.is_some_and(|email| self.is_taken(email, id)) {
                    return taken(&new.email);
                }
                self.put(id, &new.email, new.to_document());
                self.named.insert(id.clone());
                self.added.push(id.clone());
                Ok(true)
            }
            AccountChange::Change(_, change) => {
                let Some(before) = self.present.accounts.get(id) else {
                    return Err(StoreError::user_not_found(id.as_str()));
                };
                if let Some(email) = email.filter(|email| self.is_taken(email, id)) {
                    return taken(email);
                }
                let after = change.apply(&before.document);
                if after == before.document {
                    return Ok(false);
                }
                let email = change.new_email().unwrap_or(&before.email).to_owned();
                self.put(id, &email, after);
                if self.named.insert(id.clone()) {
                    self.changed.push(id.clone());
                }
                Ok(true)
            }
        }
    }

    /// Whether another account than this one has an address.
    fn is_taken(&self, email: &str, except: &UserId) -> bool {
        let owners = self.present.owners.get(email);
        owners.is_some_and(|owners| owners.iter().any(|owner| owner != except))
    }

    fn put(&mut self, id: &UserId, email: &str, document: Document) {
        let Present { accounts, owners } = &mut self.present;
        let account = Account {
            email: email.to_owned(),
            document,
        };
        if let Some(before) = accounts.insert(id.clone(), account)
            && let Some(owners) = owners.get_mut(&before.email)
        {
            owners.retain(|owner| owner != id);
        }
        owners.entry(email.to_owned()).or_default().push(id.clone());
    }

    fn planned(mut self, is_changed: Vec<bool>) -> AccountsPlan {
        let mut take = |ids: Vec<UserId>| {
            let accounts = &mut self.present.accounts;
            let with_account = |id| accounts.remove(&id).map(|account| (id, account));
            ids.into_iter().filter_map(with_account).collect()
        };
        AccountsPlan {
            changed: take(self.changed),
            added: take(self.added),
            outcome: AccountsChanged::All(is_changed),
        }
    }
}
