//! Copying a store into another backend, and comparing two stores.

mod comparison;
mod contents;

use std::path::PathBuf;
use std::sync::mpsc::sync_channel;
use std::thread;

pub use comparison::{Difference, StoreComparison, VerifiedStores, compare};
pub use contents::Counts;

use crate::actions::{ActionError, ActionResult};
use crate::model::Clock;
use crate::store::{self, EntryName, Load, Location, OpenOptions, Snapshot, Store, StoreResult};

/// How many parts are read ahead of those that are put in.
const AHEAD: usize = 2;

/// How far it has come: parts done, and parts in all.
pub type PartProgress<'p> = dyn FnMut(usize, usize) + 'p;

/// A store that was copied.
#[derive(Debug)]
pub struct Migrated {
    /// Where it was copied from.
    pub from: Location,
    /// Where it was copied to.
    pub to: Location,
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
pub fn migrate(
    from: &dyn Store,
    to: &Location,
    options: OpenOptions,
    clock: &dyn Clock,
    copied: &mut PartProgress<'_>,
    compared: &mut PartProgress<'_>,
) -> ActionResult<Migrated> {
    check_other_place(from.location(), to)?;
    let target = match store::exists(to, &options)? {
        true => Some(empty_store(to, options.clone())?),
        false => None,
    };
    let original = from.snapshot()?;
    let mut load = match &target {
        Some(store) => store.begin_load(clock.now())?,
        None => {
            store::check_vacant(to, &options)?;
            store::begin_new(to, clock.now(), options.clone())?
        }
    };
    copy(&*original, &mut *load, copied)?;
    let loaded = load.commit()?;
    drop(target);
    let copy = store::open(to, options)?.snapshot()?;
    Ok(Migrated {
        from: from.location().clone(),
        to: to.clone(),
        comparison: compare(&*original, &*copy, compared)?,
        is_shared: from.settings()?.is_shared,
        left_out: original.left_out().to_vec(),
        has_other_recipients: loaded.has_other_recipients,
        unsaved: from.unsaved_turns()?.len(),
    })
}

/// Opens a store that must have no accounts.
fn empty_store(location: &Location, options: OpenOptions) -> ActionResult<Box<dyn Store>> {
    let store = store::open(location, options)?;
    match store.users()?.is_empty() {
        true => Ok(store),
        false => Err(ActionError::TargetNotEmpty {
            location: location.clone(),
        }),
    }
}

/// Refuses two names of one place.
pub fn check_other_place(from: &Location, to: &Location) -> ActionResult<()> {
    let real = |location: &Location| match location {
        Location::Folder(path) | Location::Sqlite(path) => path.canonicalize().ok(),
        Location::Postgres(_) => None,
    };
    let is_same = from == to || real(from).is_some_and(|path| real(to) == Some(path));
    match is_same {
        true => Err(ActionError::SamePlace {
            location: to.clone(),
        }),
        false => Ok(()),
    }
}

/// Reads parts in one thread, and puts them in in this one.
fn copy(
    from: &dyn Snapshot,
    to: &mut dyn Load,
    progress: &mut PartProgress<'_>,
) -> StoreResult<()> {
    let entries = from.entries();
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<(&EntryName, StoreResult<Option<Vec<u8>>>)>(AHEAD);
        scope.spawn(move || {
            for entry in entries {
                // Nobody listens any more after an error on the other side.
                if sender.send((entry, from.read(entry))).is_err() {
                    break;
                }
            }
        });
        for (done, (entry, content)) in receiver.into_iter().enumerate() {
            if let Some(content) = content? {
                to.put(entry, &content)?;
            }
            progress(done + 1, entries.len());
        }
        Ok(())
    })
}
