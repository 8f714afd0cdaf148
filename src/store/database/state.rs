//! What this machine keeps for a store in a database.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use super::DatabaseStore;
use crate::store::json::unsaved;
use crate::store::{
    Asked, FoundTurn, Location, OpenOptions, StoreError, StoreResult, UnsavedTurn, state_folder_of,
};

/// Makes this machine's folder for a store if it is not there, for its owner alone.
pub(super) fn made_state_folder(
    location: &Location,
    options: &OpenOptions,
) -> StoreResult<PathBuf> {
    let folder = state_folder_of(location, options)?;
    let made = DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&folder);
    made.map_err(StoreError::io("create", &folder))?;
    Ok(folder)
}

impl DatabaseStore {
    /// Returns this machine's folder for the store; it need not be there.
    pub(super) fn state_folder(&self) -> StoreResult<PathBuf> {
        state_folder_of(self.database.location(), &self.options)
    }

    pub(super) fn keep_turn(&self, asked: &Asked) -> StoreResult<Box<dyn UnsavedTurn>> {
        unsaved::keep_in(
            &made_state_folder(self.database.location(), &self.options)?,
            asked,
        )
    }

    pub(super) fn kept_turns(&self) -> StoreResult<Vec<FoundTurn>> {
        match self.state_folder() {
            Ok(folder) => unsaved::kept_in(&folder),
            // Then nothing can have been kept.
            Err(StoreError::NoStateFolder) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }
}
