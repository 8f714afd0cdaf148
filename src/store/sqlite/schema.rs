//! The tables, and how one version of them becomes the next.

use chrono_tz::Tz;
use rusqlite::{Connection, TransactionBehavior};

use super::error::failed;
use super::session::SqliteSession;
use crate::model::{Clock, SystemClock, rfc3339};
use crate::store::database::sum_all_anew;
use crate::store::{Location, StoreError, StoreResult};

/// What marks a database as a store, in the header of its file: "chkp".
const APPLICATION: i64 = 0x6368_6b70;

/// The steps from an empty database to the present schema, each in one transaction; a version is how many were made.
const STEPS: [&str; 2] = [include_str!("schema_1.sql"), include_str!("schema_2.sql")];

/// The version that has sums of what replies took.
const WITH_SUMS: usize = 2;

/// Makes a new database a store.
pub(super) fn create(connection: &mut Connection, location: &Location) -> StoreResult<()> {
    let failed = failed(location, "make a store in");
    connection
        .pragma_update(None, "application_id", APPLICATION)
        .map_err(failed)?;
    // There is nothing to add up.
    upgrade(connection, location, Tz::UTC)
}

/// Refuses a database that is no store or of a newer version, and brings an older one up to the present version.
pub(super) fn check(
    connection: &mut Connection,
    location: &Location,
    local_timezone: Tz,
) -> StoreResult<()> {
    let read = |name| {
        let value = connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        value.map_err(failed(location, "read"))
    };
    if read("application_id")? != APPLICATION {
        let location = location.to_string();
        return Err(StoreError::ForeignDatabase { location });
    }
    let (found, known) = (read("user_version")?, STEPS.len() as i64);
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Less => upgrade(connection, location, local_timezone),
        std::cmp::Ordering::Greater => Err(StoreError::SchemaTooNew {
            location: location.to_string(),
            found,
            known,
        }),
    }
}

fn upgrade(
    connection: &mut Connection,
    location: &Location,
    local_timezone: Tz,
) -> StoreResult<()> {
    let failed = || failed(location, "upgrade the schema of");
    let change = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed())?;
    // Another process may have done it while this one waited.
    let present: i64 = change
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(failed())?;
    let present = usize::try_from(present).unwrap_or_default();
    for (index, step) in STEPS.iter().enumerate().skip(present) {
        change.execute_batch(step).map_err(failed())?;
        let at = rfc3339(SystemClock.now());
        change
            .execute(
                "INSERT INTO migrations (version, applied_at, program) VALUES (?1, ?2, ?3)",
                (index as i64 + 1, at, env!("CARGO_PKG_VERSION")),
            )
            .map_err(failed())?;
    }
    if (1..WITH_SUMS).contains(&present) {
        let mut session = SqliteSession {
            connection: &*change,
            location: location.clone(),
        };
        sum_all_anew(&mut session, local_timezone)?;
    }
    change
        .pragma_update(None, "user_version", STEPS.len() as i64)
        .map_err(failed())?;
    change.commit().map_err(failed())
}
