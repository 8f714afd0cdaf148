//! Turns that we added to a store that the web app uses, remembered until the app has written a version that has them.
//!
//! The app reads and writes under two separate locks, so it can write back what it read before a turn of ours, and with
//! that drop the turn. A folder for each user, `.chatkeep/recent/{user_id}/`, tells:
//!
//! - `ours`: the version of the user's file that we wrote last, and the one before it. Any other is one that the app wrote.
//! - `new-…`: a turn whose file is about to get its name. A process that is killed may leave it so.
//! - `NUMBER/…`: the turns that were stored in that quarter of an hour.
//! - `dropped-…`: one that was missing in the app's version when we wrote again.
//!
//! None of this need outlast a power cut, so nothing is synced.

mod place;
pub(super) mod turn;

use super::JsonStore;
use super::access::{self, Access};
use super::data_file::DataFile;
use crate::model::UserId;
use crate::store::user_file::UserFile;
use crate::store::{StoreError, StoreResult};
pub(super) use place::remove;
use place::{Recent, Stage, listed, remove_folder};
pub(super) use turn::{RecentTurn, Version};

/// How long a turn is remembered: nobody leaves a page of the app loading for longer.
const REMEMBERED_SECONDS: i64 = 60 * 60;

impl JsonStore {
    /// Returns the turns that the web app dropped, in the order in which they were added.
    pub(super) fn dropped_turns(&self, user: &UserId) -> StoreResult<Vec<RecentTurn>> {
        let Some(file) = self.read_file(&self.layout.user_file(user))? else {
            return Ok(Vec::new());
        };
        let parsed =
            UserFile::parse(&file.text).map_err(|cause| StoreError::damaged(&file.path, cause))?;
        let mut dropped = self.turns_dropped_from(user, &file, &parsed)?;
        dropped.sort_by_key(|turn| {
            (
                turn.added_at,
                turn.version.modified_seconds,
                turn.version.modified_nanos,
            )
        });
        Ok(dropped)
    }

    /// Returns the turns that the web app dropped from the user's file.
    pub(super) fn turns_dropped_from(
        &self,
        user: &UserId,
        file: &DataFile,
        parsed: &UserFile<'_>,
    ) -> StoreResult<Vec<RecentTurn>> {
        let Some(recent) = Recent::of(&self.layout, user)? else {
            return Ok(Vec::new());
        };
        let present = file.version()?;
        let mut dropped = Vec::new();
        for remembered in recent.turns(!recent.is_ours(present))? {
            if let Some(turn) = remembered.read()
                && turn.version != present
                && remembered.was_stored(&turn, present)
                && !self.is_in(&turn, file, parsed)?
            {
                dropped.push(turn);
            }
        }
        Ok(dropped)
    }

    /// Settles what becomes of the turns, now that the file is about to be written again: those that the app's version has
    /// are forgotten (if they go later, it was the app that removed them), the others are remembered as dropped. The
    /// user's file must be locked.
    pub(super) fn settle_turns(
        &self,
        user: &UserId,
        file: &DataFile,
        parsed: &UserFile<'_>,
    ) -> StoreResult<()> {
        let Some(recent) = Recent::of(&self.layout, user)? else {
            return Ok(());
        };
        let present = file.version()?;
        for remembered in recent.turns(!recent.is_ours(present))? {
            let Some(turn) = remembered.read() else {
                remove(&remembered.path)?;
                continue;
            };
            if turn.version == present {
                recent.set_stage(&remembered, Stage::Stored)?;
                continue;
            }
            let is_in = self.is_in(&turn, file, parsed)?;
            if is_in || !remembered.was_stored(&turn, present) {
                remove(&remembered.path)?;
            } else if remembered.stage != Stage::Dropped {
                recent.set_stage(&remembered, Stage::Dropped)?;
            }
        }
        Ok(())
    }

    fn is_in(
        &self,
        turn: &RecentTurn,
        file: &DataFile,
        parsed: &UserFile<'_>,
    ) -> StoreResult<bool> {
        turn.is_in(parsed)
            .map_err(|cause| StoreError::damaged(&file.path, cause))
    }

    /// Notes a turn whose file is about to get its name. The user's file must be locked.
    pub(super) fn note_turn(&self, user: &UserId, turn: &RecentTurn) -> StoreResult<()> {
        self.note_turns(user, std::slice::from_ref(turn))
    }

    /// The same of several that come to the same file at once.
    pub(super) fn note_turns(&self, user: &UserId, turns: &[RecentTurn]) -> StoreResult<()> {
        let Some(latest) = turns.iter().map(|turn| turn.added_at).max() else {
            return Ok(());
        };
        let Some(recent) = self.begin_recent(user)? else {
            return Ok(());
        };
        recent.forget_before(latest - REMEMBERED_SECONDS)?;
        let mut numbered = turns.iter().enumerate();
        numbered.try_for_each(|(number, turn)| recent.note_new(number, turn))
    }

    /// Makes a user's folder where there is none.
    fn begin_recent(&self, user: &UserId) -> StoreResult<Option<Recent>> {
        let folder = self.layout.recent_turns(user);
        let private = Access::at(&self.layout.private())?.unwrap_or_else(Access::ours);
        for folder in [&self.layout.recent(), &folder] {
            if !folder.is_dir() {
                access::create_folder(folder, &private.with_mode(0o700))?;
            }
        }
        Recent::of(&self.layout, user)
    }

    /// Has what the web app dropped of one user's turns remembered of another, who has the conversations now.
    pub(super) fn hand_over_dropped_turns(&self, from: &UserId, into: &UserId) -> StoreResult<()> {
        let Some(theirs) = Recent::of(&self.layout, from)? else {
            return Ok(());
        };
        if !theirs.has_dropped() {
            return Ok(());
        }
        match self.begin_recent(into)? {
            Some(recent) => theirs.hand_over_dropped(&recent),
            None => Ok(()),
        }
    }

    /// Notes the version that is about to take the place of `present`, if anything is remembered of the user. The user's file
    /// must be locked: once it is replaced, that lock keeps nobody out.
    pub(super) fn note_versions(
        &self,
        user: &UserId,
        present: Option<Version>,
        new: Version,
    ) -> StoreResult<()> {
        match Recent::of(&self.layout, user)? {
            Some(recent) => recent.note_versions(present, new),
            None => Ok(()),
        }
    }

    /// Forgets the turns for which this holds.
    pub(super) fn forget_turns(
        &self,
        user: &UserId,
        is_forgotten: impl Fn(&RecentTurn) -> bool,
    ) -> StoreResult<()> {
        let Some(recent) = Recent::of(&self.layout, user)? else {
            return Ok(());
        };
        for remembered in recent.turns(true)? {
            if remembered.read().is_none_or(|turn| is_forgotten(&turn)) {
                remove(&remembered.path)?;
            }
        }
        Ok(())
    }

    /// Forgets all about a user who is removed.
    pub(super) fn forget_user(&self, user: &UserId) -> StoreResult<()> {
        remove_folder(&self.layout.reservations(user))?;
        remove_folder(&self.layout.recent_turns(user))
    }

    /// Forgets everything, for all is replaced.
    pub(super) fn forget_all_turns(&self) -> StoreResult<()> {
        for folder in listed(&self.layout.recent())?.unwrap_or_default() {
            remove_folder(&folder)?;
        }
        Ok(())
    }
}
