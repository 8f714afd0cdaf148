//! What the next command does about changes that were cut short: undoes or finishes them, and sweeps what they left.

use std::fs;
use std::path::{Path, PathBuf};

use super::JsonStore;
use super::data_file;
use super::exchange::Exchange;
use super::file_lock::{LockKind, Patience};
use super::generation::Generation;
use super::intent::{Abandoned, Step, SwapPart};
use super::layout::Layout;
use super::load::live_path;
use super::store_lock::StoreLock;
use super::writing::Writer;
use super::{replace, scratch, users_file};
use crate::files::{is_no_matter, is_there};
use crate::model::UserId;
use crate::store::{EntryName, Notice, StoreError, StoreResult};

impl JsonStore {
    /// Whether a killed process left something behind. The store's lock must be held.
    pub(super) fn has_leftovers(&self) -> StoreResult<bool> {
        Ok(Abandoned::is_any(&self.layout)? || scratch::is_any_abandoned(&self.layout)?)
    }

    /// Undoes or finishes what was cut short. Killed in turn, it can be done again.
    pub(super) fn recover(&self, patience: &Patience) -> StoreResult<()> {
        let lock = StoreLock::take(&self.layout, LockKind::Exclusive, patience)?;
        let writer = Writer::under(self, lock);
        for abandoned in Abandoned::all(&self.layout)? {
            for step in &abandoned.steps {
                self.settle(&writer, &abandoned, step, patience)?;
            }
            remove_if_there(&abandoned.path)?;
        }
        self.end_cut_swap()?;
        // Made for what would have been kept in it, unless something is.
        let _ = fs::remove_dir(self.layout.before_restore());
        scratch::sweep(&self.layout)
    }

    fn settle(
        &self,
        writer: &Writer<'_>,
        abandoned: &Abandoned,
        step: &Step,
        patience: &Patience,
    ) -> StoreResult<()> {
        match step {
            Step::Write(part) => match abandoned.hidden_file(&self.layout, part)? {
                Some(hidden) => remove_if_there(&hidden),
                None => Ok(()),
            },
            Step::Remove(user) => match UserId::parse(user) {
                Ok(user) => self.finish_removal(user, patience),
                Err(_) => Ok(()),
            },
            Step::Erase { user, at } => match UserId::parse(user) {
                Ok(user) => self.finish_erasing(writer, user, *at, patience),
                Err(_) => Ok(()),
            },
            Step::Merge { from, into, at } => match (UserId::parse(from), UserId::parse(into)) {
                (Ok(from), Ok(into)) => self.finish_merging(writer, &from, &into, *at),
                _ => Ok(()),
            },
            Step::Swap { kept_as, parts } if !abandoned.has_discarded(kept_as) => {
                self.finish_swap(kept_as, parts)
            }
            Step::Swap { .. } => Ok(()),
            Step::Discard { kept_as } => match self.place_of(kept_as)? {
                Some(place) => remove_folder_if_there(&place),
                None => Ok(()),
            },
        }
    }

    /// Removes the file of a user whose account is gone. What it cost is in the ledger since before that.
    fn finish_removal(&self, user: UserId, patience: &Patience) -> StoreResult<()> {
        let path = self.layout.users();
        let users = data_file::DataFile::open(&path, LockKind::Shared, patience)?;
        let Some(users) = users else {
            return Ok(());
        };
        let is_there = users_file::contains(&users.text, &user);
        if is_there.map_err(|cause| StoreError::damaged(path, cause))? {
            return Ok(());
        }
        let file = self.layout.user_file(&user);
        if let Some(file) = data_file::resolve(&file)? {
            replace::remove(&file)?;
            self.notify(Notice::RemovalFinished { user });
        }
        Ok(())
    }

    /// Swaps what is not yet swapped. All of the new content was on disk before the swap began.
    fn finish_swap(&self, kept_as: &str, parts: &[SwapPart]) -> StoreResult<()> {
        let Some(place) = self.place_of(kept_as)? else {
            // Nothing had been moved yet.
            return Ok(());
        };
        Generation::begin_swap(&self.layout)?;
        let staged = Layout::new(&place);
        let mut is_whole = true;
        for part in parts {
            let Some((staged, live)) = paths_of(&staged, &self.layout, &part.name) else {
                continue;
            };
            let exchange = Exchange {
                staged,
                live: live_path(&live)?,
            };
            let finished = exchange.finish(part.inode);
            is_whole &= finished
                .map_err(|error| StoreError::io("replace", &exchange.live)(error.into()))?;
            exchange.sync_what_is_there()?;
        }
        self.forget_all_turns()?;
        Generation::end_swap(&self.layout)?;
        if !is_whole {
            self.notify(Notice::RestoreUnfinished { rest_at: place });
        } else if is_there(&staged.users())? {
            self.notify(Notice::RestoreFinished { kept_at: place });
        } else {
            // There was no store before: what is left there are empty folders.
            let _ = fs::remove_dir_all(&place);
        }
        Ok(())
    }

    /// Returns the folder under `before-restore/` of this name, if there is one.
    fn place_of(&self, kept_as: &str) -> StoreResult<Option<PathBuf>> {
        let is_one_name = Path::new(kept_as).components().count() == 1 && !kept_as.contains("..");
        let place = self.layout.before_restore().join(kept_as);
        Ok((is_one_name && is_there(&place)?).then_some(place))
    }

    fn end_cut_swap(&self) -> StoreResult<()> {
        if Generation::is_swapping(&self.layout)? {
            Generation::end_swap(&self.layout)?;
        }
        Ok(())
    }
}

/// Returns where a part of this name is staged and where it goes; `None` for what is no part of a store.
fn paths_of(staged: &Layout, live: &Layout, name: &str) -> Option<(PathBuf, PathBuf)> {
    if name == Layout::USER_DATA {
        return Some((staged.user_data(), live.user_data()));
    }
    let entry = EntryName::parse(name)?;
    Some((staged.entry(&entry), live.entry(&entry)))
}

fn remove_folder_if_there(path: &Path) -> StoreResult<()> {
    match fs::remove_dir_all(path) {
        Err(error) if !is_no_matter(&error) => Err(StoreError::io("remove", path)(error)),
        _ => Ok(()),
    }
}

fn remove_if_there(path: &Path) -> StoreResult<()> {
    match fs::remove_file(path) {
        Err(error) if !is_no_matter(&error) => Err(StoreError::io("remove", path)(error)),
        _ => Ok(()),
    }
}
