//! How large the database is, and how long a change takes.

use std::time::Instant;

use super::settings::set_setting;
use super::{DatabaseStore, as_count, first};
use crate::store::{Measures, StoreError, StoreResult};

impl DatabaseStore {
    pub(super) fn measures(&self) -> StoreResult<Measures> {
        let users = self.read(|session| {
            let sql = "SELECT count(*) FROM chatkeep.users";
            Ok(first(session, sql, &[], |row| row.integer(0))?.unwrap_or_default())
        })?;
        let total_bytes = self.read(|session| session.size())?;
        let begun = Instant::now();
        // It waits for whoever else writes, and leaves nothing.
        let tried = self
            .database
            .try_out(&mut |session| set_setting(session, "measure", ""));
        let append = match tried {
            Ok(()) => Some(begun.elapsed()),
            Err(error @ StoreError::Busy { .. }) => return Err(error),
            Err(_) => None,
        };
        Ok(Measures {
            users: as_count(users),
            total_bytes,
            largest: None,
            append,
        })
    }
}
