//! Round after round over all users, until a round finds nothing to do: others set keys meanwhile.

use std::collections::HashMap;

use super::UserRekeyed;
use super::openers::Openers;
use crate::actions::ActionResult;
use crate::actions::key_adoption::OpenedKey;
use crate::model::{ApiKey, KeyFormat, SealedKey, User, UserId};
use crate::secrets::{Recipients, seal_to};
use crate::store::{KeyReplacement, Rekey, Store, StoreError, StoreResult};

/// What the rounds came to.
pub(super) struct Done {
    /// All users, in the order of the store.
    pub(super) users: Vec<UserRekeyed>,
    /// Whether every key is done, and the old recipients are gone.
    pub(super) is_complete: bool,
}

/// Opens what is left to be done of a user's keys.
pub(super) fn look_at(
    user: User,
    keys: StoreResult<Vec<ApiKey>>,
    is_done: &dyn Fn(&SealedKey) -> bool,
    openers: &Openers,
) -> ActionResult<(UserRekeyed, Vec<OpenedKey>)> {
    let mut outcome = UserRekeyed {
        user_id: user.id,
        email: user.email,
        rekeyed: 0,
        unreadable: Vec::new(),
        not_age: Vec::new(),
        damaged: None,
    };
    let keys = match keys {
        Ok(keys) => keys,
        // One user's damaged file is no reason to leave the others' keys to whoever is to lose them.
        Err(error @ StoreError::Damaged { .. }) => {
            outcome.damaged = Some(error);
            return Ok((outcome, Vec::new()));
        }
        Err(error) => return Err(error.into()),
    };
    for key in &keys {
        let format = key.sealed.format();
        if format != Some(KeyFormat::Age) {
            outcome.not_age.push((key.provider.clone(), format));
        }
    }
    let left = keys.into_iter().filter(|key| !is_done(&key.sealed));
    let (opened, unreadable) = openers.open_all(left)?;
    outcome.unreadable = unreadable;
    Ok((outcome, opened))
}

/// Encrypts every key anew, and has the old recipients taken away if none is left.
pub(super) fn rounds(
    store: &dyn Store,
    rekey: &mut dyn Rekey,
    target: &Recipients,
    openers: &Openers,
    on_progress: &mut dyn FnMut(usize, usize),
) -> ActionResult<Done> {
    let mut counts: HashMap<UserId, usize> = HashMap::new();
    loop {
        let (mut users, mut work) = (Vec::new(), Vec::new());
        for user in store.users()? {
            let keys = rekey.keys(&user.id);
            let (user, opened) = look_at(user, keys, &|key| rekey.is_done(key), openers)?;
            if !opened.is_empty() {
                work.push((user.user_id.clone(), sealed_anew(target, opened)?));
            }
            users.push(user);
        }
        if work.is_empty() {
            for user in &mut users {
                user.rekeyed = counts.get(&user.user_id).copied().unwrap_or_default();
            }
            let is_left =
                |user: &UserRekeyed| !user.unreadable.is_empty() || user.damaged.is_some();
            let is_any_left = users.iter().any(is_left);
            if is_any_left || rekey.finish()? {
                let is_complete = !is_any_left;
                return Ok(Done { users, is_complete });
            }
            continue;
        }
        // Noted all at once, before the first is in its place: a note without its key is of no matter.
        let new = work.iter().flat_map(|(_, replacements)| replacements);
        let new: Vec<SealedKey> = new.map(|replacement| replacement.new.clone()).collect();
        rekey.note_done(&new)?;
        let all = work.len();
        for (index, (user, replacements)) in work.into_iter().enumerate() {
            on_progress(index, all);
            // They may be encrypted to fewer than the store has for now, as the others are to go.
            match store.replace_keys(&user, &replacements, None) {
                // Whoever was removed meanwhile has no keys left to lose.
                Err(StoreError::UserNotFound { .. }) => {}
                replaced => *counts.entry(user).or_default() += replaced?,
            }
        }
    }
}

fn sealed_anew(target: &Recipients, opened: Vec<OpenedKey>) -> ActionResult<Vec<KeyReplacement>> {
    let seal = |key: OpenedKey| {
        Ok(KeyReplacement {
            provider: key.provider,
            old: key.sealed,
            new: seal_to(target, &key.plain)?,
        })
    };
    opened.into_iter().map(seal).collect()
}
