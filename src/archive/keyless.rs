//! A snapshot whose API keys are left out.

use std::path::PathBuf;

use crate::store::{EntryName, Snapshot, StoreResult, without_keys};

/// Shows a snapshot without its API keys.
pub(super) struct Keyless<'s>(pub(super) &'s dyn Snapshot);

impl Snapshot for Keyless<'_> {
    fn entries(&self) -> &[EntryName] {
        self.0.entries()
    }

    fn left_out(&self) -> &[PathBuf] {
        self.0.left_out()
    }

    /// Reads one part. A damaged user file is an error: what in it is a key nobody can tell.
    fn read(&self, entry: &EntryName) -> StoreResult<Option<Vec<u8>>> {
        let content = self.0.read(entry)?;
        let (EntryName::UserData(_), Some(content)) = (entry, &content) else {
            return Ok(content);
        };
        without_keys(entry, content).map(Some)
    }
}
