//! Encrypting every age key of a store anew: for other recipients, or for a new identity in place of this machine's.
//!
//! At every moment a key can be opened by whoever could before or by the new recipients: those come first, then the keys
//! are replaced user by user, and only when all are the old recipients go. Cut short, it goes on with the same again.

mod openers;
mod recipients;
mod rounds;

use std::path::{Path, PathBuf};

use self::openers::Openers;
use self::recipients::parsed;
use self::rounds::{look_at, rounds};
use crate::actions::key_adoption::UnreadableKey;
use crate::actions::stores::{IdentityPlace, load_or_make};
use crate::actions::{ActionError, ActionResult};
use crate::model::{Clock, KeyFormat, ProviderName, SealedKey, UserId};
use crate::secrets::{Recipients, SecretError};
use crate::store::{RekeyNotes, Store, StoreError};

pub use self::recipients::RecipientChange;

/// What is asked for.
pub struct RekeyRequest<'a> {
    /// What is to be done about the recipients.
    pub change: RecipientChange,
    /// Where the identity is that takes the place of this machine's; it is made if it is not there.
    pub new_identity: Option<&'a dyn IdentityPlace>,
    /// Whether this machine's identity may be left with no key that it opens.
    pub may_give_up_access: bool,
}

/// What would be done.
pub struct RekeyPlan<'a> {
    /// The store's recipients as they were when this was worked out.
    present: Vec<String>,
    /// Those that it had before what is unfinished.
    before: Vec<String>,
    /// Those that it shall have, less those of an identity that is yet to be made.
    target: Recipients,
    openers: Openers,
    new_identity: Option<NewIdentity<'a>>,
    users: Vec<UserRekeyed>,
    done_before: usize,
    is_unfinished: bool,
}

struct NewIdentity<'a> {
    place: &'a dyn IdentityPlace,
    is_there: bool,
    /// Where the one is whose place it takes, if there is one.
    old: Option<PathBuf>,
}

/// What became of the keys, or would.
#[derive(Debug)]
pub struct Rekeyed {
    /// Whom the keys are encrypted to in the end.
    pub recipients: Vec<String>,
    /// Those of them that are new.
    pub added: Vec<String>,
    /// Those that go.
    pub removed: Vec<String>,
    /// All users, in the order of the store.
    pub users: Vec<UserRekeyed>,
    /// How many keys were encrypted anew before this was cut short the last time.
    pub done_before: usize,
    /// Whether every age key is encrypted to the recipients and to nobody else.
    pub is_complete: bool,
    /// Where the identity is that took the place of this machine's.
    pub new_identity: Option<PathBuf>,
    /// Where this machine's identity is, whose place that one took.
    pub old_identity: Option<PathBuf>,
    /// Whether the new one was made now.
    pub is_identity_made: bool,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

/// What became of one user's keys.
#[derive(Debug)]
pub struct UserRekeyed {
    /// The user's id.
    pub user_id: UserId,
    /// The user's address.
    pub email: String,
    /// How many keys were encrypted anew.
    pub rekeyed: usize,
    /// Age keys that could not be opened, and so stay as they are.
    pub unreadable: Vec<UnreadableKey>,
    /// Keys that are not age, which this is not about.
    pub not_age: Vec<(ProviderName, Option<KeyFormat>)>,
    /// Why nothing of the user could be read.
    pub damaged: Option<StoreError>,
}

impl Rekeyed {
    /// Returns how many keys were encrypted anew, or would be.
    pub fn key_count(&self) -> usize {
        self.users.iter().map(|user| user.rekeyed).sum()
    }

    /// Returns how many keys, and users whose keys could not be read, stay as they are and should not.
    pub fn left_count(&self) -> usize {
        let left = |user: &UserRekeyed| user.unreadable.len() + usize::from(user.damaged.is_some());
        self.users.iter().map(left).sum()
    }
}

/// Works out what is to be done, and opens every key that this is about. Nothing is changed.
///
/// Single keys may turn out to be unreadable. If no key can be opened, and nothing was begun yet, that is an error.
pub fn plan<'a>(
    store: &dyn Store,
    place: &dyn IdentityPlace,
    request: RekeyRequest<'a>,
) -> ActionResult<RekeyPlan<'a>> {
    let present = store.settings()?.recipients;
    let notes = store.rekey_notes()?;
    let mut openers = Openers::of(place)?;
    let mut target = request.change.target(&parsed(&present)?, notes.as_ref())?;
    let mut new_identity = None;
    if let Some(new) = request.new_identity {
        let old = openers.own().map(|_| place.path().to_owned());
        new_identity = Some(NewIdentity {
            is_there: exchange_identity(new, &mut openers, &mut target)?,
            place: new,
            old,
        });
    } else if target.is_empty() {
        return Err(ActionError::NoRecipientLeft);
    }
    let is_unfinished = notes.is_some();
    let notes = notes.filter(|notes| notes.leads_to(&target.to_lines()));
    let gives_up = |own: &Recipients| !own.include_any_of(&target);
    let is_consented = request.may_give_up_access || new_identity.is_some() || notes.is_some();
    if !is_consented && openers.own().is_some_and(gives_up) {
        return Err(ActionError::AccessGivenUp);
    }
    let mut plan = RekeyPlan {
        before: notes
            .as_ref()
            .map_or_else(|| present.clone(), |notes| notes.before.clone()),
        present,
        target,
        openers,
        new_identity,
        users: Vec::new(),
        done_before: 0,
        is_unfinished,
    };
    plan.look_at_all(store, notes.as_ref())?;
    plan.check_opened(notes.is_some())
}

/// Puts the new identity's recipients in place of this machine's, if that identity is there already; tells whether it is.
fn exchange_identity(
    place: &dyn IdentityPlace,
    openers: &mut Openers,
    target: &mut Recipients,
) -> ActionResult<bool> {
    let new = match place.load() {
        Ok(new) => Some(new),
        Err(SecretError::IdentityMissing { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    if let Some(own) = openers.own() {
        if new
            .as_ref()
            .is_some_and(|new| new.recipients().include_any_of(own))
        {
            let path = place.path().to_owned();
            return Err(ActionError::IdentityInUse { path });
        }
        *target = target.without(own);
    }
    let is_there = new.is_some();
    if let Some(new) = new {
        target.extend(new.recipients());
        openers.add(new);
    }
    Ok(is_there)
}

impl RekeyPlan<'_> {
    fn look_at_all(&mut self, store: &dyn Store, notes: Option<&RekeyNotes>) -> ActionResult<()> {
        for user in store.users()? {
            let keys = store.keys(&user.id);
            let is_age = |key: &SealedKey| key.format() == Some(KeyFormat::Age);
            let is_done = |key: &SealedKey| notes.map_or(!is_age(key), |notes| notes.is_done(key));
            if let Ok(keys) = &keys {
                let done = keys.iter().map(|key| &key.sealed);
                self.done_before += done.filter(|key| is_age(key) && is_done(key)).count();
            }
            let (mut user, opened) = look_at(user, keys, &is_done, &self.openers)?;
            user.rekeyed = opened.len();
            self.users.push(user);
        }
        Ok(())
    }

    /// Refuses to begin where no key can be opened.
    fn check_opened(self, was_begun: bool) -> ActionResult<Self> {
        let mut unreadable = self.users.iter().flat_map(|user| &user.unreadable);
        let is_wrong =
            |key: &UnreadableKey| matches!(key.reason, SecretError::IdentityWrong { .. });
        let is_none_opened = self.key_count() == 0 && unreadable.any(is_wrong);
        if was_begun || !is_none_opened {
            return Ok(self);
        }
        let wanted = parsed(&self.present)?;
        let error = self.openers.missing();
        let error = error.unwrap_or(SecretError::IdentityWrong { wanted: Vec::new() });
        Err(error.wanting(wanted.to_lines()).into())
    }

    /// Returns how many keys would be encrypted anew.
    pub fn key_count(&self) -> usize {
        self.users.iter().map(|user| user.rekeyed).sum()
    }

    /// Returns who will be among the recipients and is not.
    pub fn added(&self) -> Vec<String> {
        let target = self.target.to_lines();
        let is_new = |one: &String| !self.before.contains(one);
        target.into_iter().filter(is_new).collect()
    }

    /// Returns who is among the recipients and will not be.
    pub fn removed(&self) -> Vec<String> {
        let target = self.target.to_lines();
        let goes = |one: &&String| !target.contains(one);
        self.before.iter().filter(goes).cloned().collect()
    }

    /// Returns where an identity would be made.
    pub fn identity_to_make(&self) -> Option<&Path> {
        self.identity_to_use(false)
    }

    /// Returns where the identity is that would take the place of this machine's, if it is there already.
    pub fn identity_to_take(&self) -> Option<&Path> {
        self.identity_to_use(true)
    }

    fn identity_to_use(&self, is_there: bool) -> Option<&Path> {
        let new = self.new_identity.as_ref();
        let new = new.filter(|new| new.is_there == is_there)?;
        Some(new.place.path())
    }

    /// Whether anything would be changed.
    pub fn changes_anything(&self) -> bool {
        self.key_count() > 0
            || self.is_unfinished
            || self.identity_to_make().is_some()
            || self.present != self.target.to_lines()
    }

    /// Tells what would happen.
    pub fn preview(self) -> Rekeyed {
        let is_identity_made = self.identity_to_make().is_some();
        let is_complete = !self.changes_anything();
        Rekeyed {
            is_dry_run: true,
            ..self.outcome(is_identity_made, is_complete)
        }
    }

    fn outcome(self, is_identity_made: bool, is_complete: bool) -> Rekeyed {
        let (added, removed) = (self.added(), self.removed());
        let (new_identity, old_identity) = match self.new_identity {
            Some(new) => (Some(new.place.path().to_owned()), new.old),
            None => (None, None),
        };
        let mut rekeyed = Rekeyed {
            recipients: self.target.to_lines(),
            added,
            removed,
            users: self.users,
            done_before: self.done_before,
            is_complete,
            new_identity,
            old_identity,
            is_identity_made,
            is_dry_run: false,
        };
        rekeyed.is_complete &= rekeyed.left_count() == 0;
        rekeyed
    }
}

/// Encrypts the keys anew. `on_progress` is told of how many users all is done, and of how many there are.
///
/// The new identity is on disk before anything is encrypted to it. Keys that cannot be opened stay as they are, and so do
/// the recipients that were to go.
pub fn rekey(
    store: &dyn Store,
    clock: &dyn Clock,
    mut plan: RekeyPlan<'_>,
    on_progress: &mut dyn FnMut(usize, usize),
) -> ActionResult<Rekeyed> {
    if !plan.changes_anything() {
        return Ok(plan.outcome(false, true));
    }
    let mut is_identity_made = false;
    if let Some(new) = plan.new_identity.as_ref().filter(|new| !new.is_there) {
        let (identity, is_new) = load_or_make(new.place, clock)?;
        is_identity_made = is_new;
        plan.target.extend(identity.recipients());
        plan.openers.add(identity);
    }
    let mut rekey = store.begin_rekey(&plan.present, &plan.target.to_lines())?;
    let done = rounds(store, &mut *rekey, &plan.target, &plan.openers, on_progress)?;
    plan.users = done.users;
    Ok(plan.outcome(is_identity_made, done.is_complete))
}
