//! Copying a store into another backend, and comparing two stores.

mod comparison;
mod contents;
mod places;

use std::path::PathBuf;

pub use comparison::{Difference, StoreComparison, VerifiedStores, compare};
pub use contents::Counts;
pub use places::check_other_place;

use crate::actions::{ActionError, ActionResult};
use crate::model::{Clock, UserId};
use crate::store::{
    self, EntryName, Load, Location, OpenOptions, Snapshot, Store, StoreResult, Tombstone,
};

/// How far it has come: parts done, and parts in all.
pub type PartProgress<'p> = dyn FnMut(usize, usize) + 'p;

/// A store that was copied.
#[derive(Debug)]
pub struct Migrated {
    /// Where it was copied from.
    pub from: Location,
    /// Where it was copied to.
    pub to: Location,
    /// Whether the copy was there already.
    pub was_there: bool,
    /// What the copy and the original were found to be.
    pub comparison: StoreComparison,
    /// Whether the web app uses the original, and so goes on to use it.
    pub is_shared: bool,
    /// Files of the original that are none, and were not copied.
    pub left_out: Vec<PathBuf>,
    /// Whether the original has recipients that the copy does not have, and did not get.
    pub has_other_recipients: bool,
    /// Replies of the original that are not stored yet, and stay with it.
    pub unsaved: usize,
}

/// Copies a store to a place that has none, or an empty one, and compares the two afterwards. The original stays as it is.
///
/// A copy that is there already, as after an interruption, is compared alone.
pub fn migrate(
    from: &dyn Store,
    to: &Location,
    options: OpenOptions,
    clock: &dyn Clock,
    copied: &mut PartProgress<'_>,
    compared: &mut PartProgress<'_>,
) -> ActionResult<Migrated> {
    check_other_place(from.location(), to)?;
    places::check_apart(from.location(), to)?;
    let original = from.snapshot()?;
    refuse_erased(&*original, from.location())?;
    let mut migrated = Migrated {
        from: from.location().clone(),
        to: to.clone(),
        was_there: false,
        comparison: StoreComparison::default(),
        is_shared: from.settings()?.is_shared,
        left_out: original.left_out().to_vec(),
        has_other_recipients: false,
        unsaved: from.unsaved_turns()?.len(),
    };
    let present = match store::exists(to, &options)? {
        true => Some(store::open(to, options.clone())?),
        false => None,
    };
    if let Some(store) = &present
        && !store.users()?.is_empty()
    {
        migrated.comparison = compare(&*original, &*store.snapshot()?, compared)?;
        migrated.was_there = true;
        return match migrated.comparison.differences.is_empty() {
            true => Ok(migrated),
            false => Err(ActionError::TargetNotEmpty {
                location: to.clone(),
            }),
        };
    }
    let mut load = match &present {
        Some(store) => store.begin_load(clock.now())?,
        None => store::begin_new(to, clock.now(), options.clone())?,
    };
    let copying = Copying {
        from: &*original,
        // Databases take users' files apart, and refuse what is damaged; a folder takes any bytes.
        is_checked: matches!(to, Location::Folder(_)),
    };
    copying.all(&mut *load, copied)?;
    migrated.has_other_recipients = load.commit()?.has_other_recipients;
    let copy = store::open(to, options)?.snapshot()?;
    migrated.comparison = compare(&*original, &*copy, compared)?;
    Ok(migrated)
}

/// Refuses a store that has what it should not have: a copy would be without it, and so another.
fn refuse_erased(original: &dyn Snapshot, location: &Location) -> ActionResult<()> {
    let tombstones = original.entries().contains(&EntryName::Tombstones);
    let tombstones = match tombstones {
        true => original.read(&EntryName::Tombstones)?.unwrap_or_default(),
        false => return Ok(()),
    };
    let accounts = EntryName::Users;
    let text = original.read(&accounts)?.unwrap_or_default();
    let accounts = contents::accounts(&accounts, accounts.text(&text)?)?;
    let (erased, _) = Tombstone::read_sound(&tombstones);
    let mut users: Vec<UserId> = erased.into_iter().map(|one| one.user).collect();
    users.sort_unstable();
    users.dedup();
    users.retain(|user| {
        let data = EntryName::UserData(user.clone());
        let has_account = accounts.iter().any(|(account, _)| account == user);
        has_account || original.entries().contains(&data)
    });
    if users.is_empty() {
        return Ok(());
    }
    let location = location.clone();
    Err(ActionError::ErasedAreBack { location, users })
}

/// What is copied, and how.
struct Copying<'s> {
    from: &'s dyn Snapshot,
    /// Whether damaged parts are looked for before they are put in.
    is_checked: bool,
}

impl Copying<'_> {
    /// Puts all parts in.
    fn all(&self, to: &mut dyn Load, progress: &mut PartProgress<'_>) -> StoreResult<()> {
        let entries = self.from.entries();
        for (done, entry) in entries.iter().enumerate() {
            if let Some(content) = self.from.read(entry)? {
                if self.is_checked {
                    contents::check(entry, &content)?;
                }
                to.put(entry, &content)?;
            }
            progress(done + 1, entries.len());
        }
        Ok(())
    }
}
