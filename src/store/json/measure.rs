//! How large the store is, and what a change of its largest file costs, tried on a copy.

use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};

use super::JsonStore;
use super::data_file::DataFile;
use super::file_lock::LockKind;
use super::scratch::ScratchFolder;
use super::snapshot::{Parts, is_refusal};
use super::writing::Writer;
use crate::files::Draft;
use crate::store::{EntryName, Measures, StoreError, StoreResult};

impl JsonStore {
    pub(super) fn measures(&self) -> StoreResult<Measures> {
        let users = self.user_ids()?.len();
        let (mut total_bytes, mut largest) = (0, None);
        for entry in Parts::of(&self.layout)?.entries {
            let path = self.layout.entry(&entry);
            let facts = fs::metadata(&path).map_err(StoreError::io("look at", &path))?;
            total_bytes += facts.len();
            if let EntryName::UserData(user) = entry {
                let is_larger = |(_, bytes): &(_, u64)| facts.len() > *bytes;
                if largest.as_ref().is_none_or(is_larger) {
                    largest = Some((user, facts.len()));
                }
            }
        }
        let entry = match &largest {
            Some((user, _)) => EntryName::UserData(user.clone()),
            None => EntryName::Users,
        };
        let append = match self.time_append(&entry) {
            Err(error) if is_refusal(&error) => None,
            other => Some(other?),
        };
        Ok(Measures {
            users,
            total_bytes,
            largest,
            append,
        })
    }

    /// Does to a copy what a change does to a file: reads it whole, writes another, syncs it, and puts it in place.
    fn time_append(&self, entry: &EntryName) -> StoreResult<Duration> {
        let scratch = {
            let _writer = Writer::begin(self, LockKind::Exclusive)?;
            ScratchFolder::create(&self.layout, "measure")?
        };
        let begun = Instant::now();
        let file = DataFile::open(
            &self.layout.entry(entry),
            LockKind::Shared,
            &self.patience(),
        )?;
        let place = scratch.path().join("copy");
        let mut draft = Draft::beside(&place)?;
        if let Some(file) = file {
            draft
                .write_all(file.text.as_bytes())
                .map_err(StoreError::io("write", draft.path()))?;
        }
        draft.sync()?;
        draft.replace(&place)?;
        Ok(begun.elapsed())
    }
}
