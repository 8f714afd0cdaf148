//! Compares a backup, part by part as it is read, with what a store holds.

use std::collections::{HashMap, HashSet};

use crate::actions::ActionResult;
use crate::model::document::{Malformed, Object};
use crate::model::{User, UserId};
use crate::store::{EntryName, ErasedInContent, Store, StoreError, StoreResult};

/// What would become of the accounts, by their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountChanges {
    /// The addresses of those that would come.
    pub added: Vec<String>,
    /// The addresses of those that would change: in address, name, password, or whether they are disabled.
    pub changed: Vec<String>,
    /// The addresses of those that would go.
    pub removed: Vec<String>,
    /// How many would stay as they are.
    pub kept: usize,
}

/// What would become of the conversations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ConversationChanges {
    /// How many would come.
    pub added: usize,
    /// How many would change.
    pub changed: usize,
    /// How many would go.
    pub lost: usize,
    /// How many would stay as they are.
    pub kept: usize,
}

/// The outcome.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) accounts: AccountChanges,
    pub(super) conversations: ConversationChanges,
    /// Parts of the store that are damaged, and counted as empty.
    pub(super) unreadable: Vec<EntryName>,
    /// Those in the backup who were erased.
    pub(super) erased: ErasedInContent,
}

/// A comparison under way.
pub(super) struct Comparison<'s> {
    store: Option<&'s dyn Store>,
    /// The store's accounts whose files did not come yet.
    present: HashMap<UserId, User>,
    /// The backup's accounts; a file of nobody's holds nothing that anyone would see.
    coming: HashSet<UserId>,
    /// Those who have tombstones, and are not yet seen in the backup.
    erased: HashSet<UserId>,
    /// Whether they come back; else they are left out.
    admits_erased: bool,
    compared: Compared,
}

impl<'s> Comparison<'s> {
    /// Reads the store's accounts.
    pub(super) fn begin(
        store: Option<&'s dyn Store>,
        erased: HashSet<UserId>,
        admits_erased: bool,
    ) -> ActionResult<Self> {
        let mut compared = Compared::default();
        let present = match store.map(Store::users) {
            Some(Err(StoreError::Damaged { .. })) => {
                compared.unreadable.push(EntryName::Users);
                Vec::new()
            }
            Some(users) => users?,
            None => Vec::new(),
        };
        Ok(Self {
            store,
            present: present
                .into_iter()
                .map(|user| (user.id.clone(), user))
                .collect(),
            coming: HashSet::new(),
            erased,
            admits_erased,
            compared,
        })
    }

    /// Takes one part of the backup, the accounts first. Of one that is damaged nothing can be told.
    pub(super) fn take(
        &mut self,
        entry: &EntryName,
        content: &[u8],
        is_damaged: bool,
    ) -> StoreResult<()> {
        if is_damaged {
            return Ok(());
        }
        let text = std::str::from_utf8(content).unwrap_or_default();
        let damaged = |cause: Malformed| StoreError::damaged(entry.to_string(), cause);
        match entry {
            EntryName::Users => self.compare_accounts(text).map_err(damaged),
            EntryName::UserData(user) if self.is_left_out(user) => Ok(()),
            EntryName::UserData(user) if self.coming.contains(user) => {
                let coming = conversations_in(text).map_err(damaged)?;
                self.compare_conversations(user, coming)
            }
            _ => Ok(()),
        }
    }

    /// Counts what the backup does not have.
    pub(super) fn end(mut self) -> ActionResult<Compared> {
        let rest: Vec<UserId> = self.present.keys().cloned().collect();
        for user in rest {
            self.compare_conversations(&user, HashMap::new())?;
        }
        let erased = &mut self.compared.erased;
        erased.left_out.sort_unstable();
        erased.came_back.sort_unstable();
        Ok(self.compared)
    }

    /// Whether somebody in the backup does not come with it, having been erased; who was erased and is there is noted.
    fn is_left_out(&mut self, user: &UserId) -> bool {
        let erased = &mut self.compared.erased;
        if self.erased.remove(user) {
            match self.admits_erased {
                true => erased.came_back.push(user.clone()),
                false => erased.left_out.push(user.clone()),
            }
        }
        erased.left_out.contains(user)
    }

    fn compare_accounts(&mut self, text: &str) -> Result<(), Malformed> {
        let coming = Object::parse(text)?;
        let mut gone = self.present.clone();
        for member in coming.members() {
            // An id that no store would take cannot be among the present ones.
            let Ok(id) = UserId::parse(&member.key) else {
                let added = &mut self.compared.accounts.added;
                added.push(member.key.to_string());
                continue;
            };
            if self.is_left_out(&id) {
                continue;
            }
            let changes = &mut self.compared.accounts;
            let user = User::from_document(id, member.value, member.value_span().start)?;
            self.coming.insert(user.id.clone());
            match gone.remove(&user.id) {
                None => changes.added.push(user.email),
                Some(present) if is_same(&present, &user) => changes.kept += 1,
                Some(_) => changes.changed.push(user.email),
            }
        }
        let removed = &mut self.compared.accounts.removed;
        *removed = gone.into_values().map(|user| user.email).collect();
        removed.sort_unstable();
        Ok(())
    }

    /// Compares a user's conversations, each with its document in the backup, with those in the store.
    fn compare_conversations(
        &mut self,
        user: &UserId,
        mut coming: HashMap<String, &str>,
    ) -> StoreResult<()> {
        let mut changes = ConversationChanges::default();
        let in_backup = coming.len();
        if let Some(store) = self.store
            && self.present.remove(user).is_some()
        {
            let compared = store.visit_documents(user, &mut |id, document| {
                match coming.remove(id.as_str()) {
                    None => changes.lost += 1,
                    Some(text) if text == document.as_str() => changes.kept += 1,
                    Some(_) => changes.changed += 1,
                }
                Ok(())
            });
            match compared {
                Err(StoreError::Damaged { .. }) => {
                    let damaged = EntryName::UserData(user.clone());
                    self.compared.unreadable.push(damaged);
                    changes = ConversationChanges::default();
                }
                other => other?,
            }
        }
        changes.added = in_backup - changes.changed - changes.kept;
        let sum = &mut self.compared.conversations;
        sum.added += changes.added;
        sum.changed += changes.changed;
        sum.lost += changes.lost;
        sum.kept += changes.kept;
        Ok(())
    }
}

fn is_same(one: &User, other: &User) -> bool {
    let facts = |user: &User| {
        let password = user.password_hash.clone();
        (
            user.email.clone(),
            user.name.clone(),
            password,
            user.is_disabled,
        )
    };
    facts(one) == facts(other)
}

fn conversations_in(text: &str) -> Result<HashMap<String, &str>, Malformed> {
    let file = Object::parse(text)?;
    let Some(member) = file.get("conversations") else {
        return Ok(HashMap::new());
    };
    let conversations = file.object_in(member)?;
    let members = conversations.members().iter();
    Ok(members
        .map(|member| (member.key.to_string(), member.value))
        .collect())
}
