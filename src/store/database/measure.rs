//! How large the database is, and how long a turn takes to be put in.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::session::Session;
use super::settings::set_setting;
use super::{DatabaseStore, all, as_count, first};
use crate::model::UserId;
use crate::store::measures::{DatabaseFacts, sample};
use crate::store::{EntryName, Measures, StoreError, StoreResult};

impl DatabaseStore {
    pub(super) fn measures(&self) -> StoreResult<Measures> {
        let (total_bytes, largest) =
            self.read(|session| Ok((session.size()?, largest(session)?)))?;
        let database = self.read(|session| self.facts(session))?;
        let append = match self.time_append(largest.as_ref().map(|(user, _)| user)) {
            Err(error) if error.is_refusal() => None,
            other => Some(other?),
        };
        Ok(Measures {
            total_bytes,
            largest,
            append,
            database: Some(database),
        })
    }

    fn facts(&self, session: &mut dyn Session) -> StoreResult<DatabaseFacts> {
        let mut number = |sql| -> StoreResult<usize> {
            let number = first(session, sql, &[], |row| row.integer(0))?;
            Ok(as_count(number.unwrap_or_default()))
        };
        Ok(DatabaseFacts {
            conversations: number("SELECT count(*) FROM chatkeep.conversations")?,
            schema_version: number("SELECT max(version) FROM chatkeep.migrations")?,
            server_version: session.version()?,
            is_on_network: self.database.is_on_network(),
        })
    }

    /// Puts a turn in for this user, in a transaction that is taken back, and adds what having one on disk takes. It waits for
    /// whoever else writes.
    fn time_append(&self, user: Option<&UserId>) -> StoreResult<Duration> {
        let (new, turn) = sample();
        let begun = Instant::now();
        self.database.try_out(&mut |session| match user {
            Some(user) => self.begin_in(session, user, &new, &turn).map(drop),
            None => set_setting(session, "measure", ""),
        })?;
        self.database.commit_nothing()?;
        Ok(begun.elapsed())
    }
}

/// Finds the user whose documents have the most bytes, and has an account.
fn largest(session: &mut dyn Session) -> StoreResult<Option<(UserId, u64)>> {
    let sql = "SELECT user_id FROM chatkeep.users";
    let users = all(session, sql, &[], |row| Ok(row.text(0)?.to_owned()))?;
    let mut sizes: BTreeMap<String, u64> = users.into_iter().map(|user| (user, 0)).collect();
    // Table by table: they may be spread over servers, and this is of all users.
    for table in ["user_data", "conversations", "messages"] {
        let sql = format!(
            "SELECT user_id, coalesce(sum(octet_length(doc)), 0) FROM chatkeep.{table}
             GROUP BY user_id"
        );
        session.query(&sql, &[], &mut |row| {
            if let Some(bytes) = sizes.get_mut(row.text(0)?) {
                *bytes += u64::try_from(row.integer(1)?).unwrap_or_default();
            }
            Ok(())
        })?;
    }
    let largest = sizes.into_iter().max_by_key(|(_, bytes)| *bytes);
    let parsed = largest.map(|(user, bytes)| {
        let damaged = |cause| StoreError::damaged(EntryName::Users.to_string(), cause);
        Ok((UserId::parse(&user).map_err(damaged)?, bytes))
    });
    parsed.transpose()
}
