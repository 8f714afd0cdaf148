//! The API keys of a store, which stay when a backup that was made without them is restored.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::actions::ActionResult;
use crate::model::{ApiKey, UserId};
use crate::store::{EntryName, Store, StoreError, StoreResult, with_keys};

/// The keys of those who have any.
#[derive(Default)]
pub(super) struct KeptKeys {
    by_user: HashMap<UserId, Vec<ApiKey>>,
    /// Users' files that are damaged in the store, so that their keys cannot be kept.
    pub(super) unknown: Vec<EntryName>,
}

impl KeptKeys {
    /// Reads them all.
    pub(super) fn of(store: &dyn Store) -> ActionResult<Self> {
        let mut kept = Self::default();
        let users = match store.users() {
            // What is there is damaged, and is about to be replaced.
            Err(StoreError::Damaged { .. }) => return Ok(kept),
            users => users?,
        };
        for user in users {
            match store.keys(&user.id) {
                Ok(keys) if keys.is_empty() => {}
                Ok(keys) => {
                    kept.by_user.insert(user.id, keys);
                }
                Err(StoreError::Damaged { .. }) => {
                    kept.unknown.push(EntryName::UserData(user.id));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(kept)
    }

    /// Returns a part of the backup with the keys that its user has in the store.
    pub(super) fn put_into<'c>(
        &self,
        entry: &EntryName,
        content: &'c [u8],
    ) -> StoreResult<Cow<'c, [u8]>> {
        let EntryName::UserData(id) = entry else {
            return Ok(content.into());
        };
        let Some(keys) = self.by_user.get(id) else {
            return Ok(content.into());
        };
        Ok(with_keys(entry, content, keys)?.into())
    }
}
