//! The tables, and how one version of them becomes the next.

use postgres::Client;
use postgres::types::Type;

use super::error::is_of_nothing;
use super::{PostgresDatabase, distribution};
use crate::model::{Clock, SystemClock, rfc3339};
use crate::store::database::sum_all_anew;
use crate::store::{StoreError, StoreResult};

/// The steps from an empty database to the present schema, each in one transaction; a version is how many were made.
///
/// What stands behind [`LATER`] is made when a new database has its content: that is much faster than before.
const STEPS: [&str; 2] = [include_str!("schema_1.sql"), include_str!("schema_2.sql")];

/// The version that has sums of what replies took.
const WITH_SUMS: usize = 2;

/// The line in a step behind which keys to other tables and the index of words stand.
const LATER: &str = "-- Later.\n";

/// The tables that are locked while all of a store is put in or added up, in the order in which others lock rows of them.
pub(super) const FILLED: &str =
    "chatkeep.settings, chatkeep.users, chatkeep.user_data, chatkeep.summed,
     chatkeep.conversations, chatkeep.ledger, chatkeep.reservations, chatkeep.sums";

/// Locked while the schema is looked at to be changed; "chkp" as a number.
const LOCK: i64 = 0x6368_6b70;

/// How far a database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// There is nothing of ours.
    Nothing,
    /// There is a schema of our name, and it is not ours.
    Foreign,
    /// There is a store.
    Store {
        /// The version of its schema.
        version: i64,
        /// Whether its rows may be on other servers.
        is_spread: bool,
    },
}

/// Looks whose schema it is.
pub(super) fn look(client: &mut Client, database: &PostgresDatabase) -> StoreResult<Found> {
    let failed = database.failed("read");
    match client.query_typed(
        "SELECT coalesce(max(version), 0), to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL
         FROM chatkeep.migrations",
        &[],
    ) {
        Ok(rows) => match rows.first() {
            Some(row) => Ok(Found::Store {
                version: row.try_get(0).map_err(&failed)?,
                is_spread: row.try_get(1).map_err(&failed)?,
            }),
            None => Ok(Found::Foreign),
        },
        Err(error) if is_of_nothing(&error) => {
            let sql = "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                       WHERE n.nspname = 'chatkeep' LIMIT 1";
            let rows = client.query_typed(sql, &[]).map_err(failed)?;
            Ok(match rows.is_empty() {
                true => Found::Nothing,
                false => Found::Foreign,
            })
        }
        Err(error) => Err(failed(error)),
    }
}

/// Refuses a database that is no store or of a newer version, and brings an older one up to the present version. Returns
/// whether its rows may be on other servers.
pub(super) fn check(client: &mut Client, database: &PostgresDatabase) -> StoreResult<bool> {
    let location = || database.location.to_string();
    match look(client, database)? {
        Found::Nothing => Err(StoreError::Missing {
            location: location(),
        }),
        Found::Foreign => Err(StoreError::ForeignDatabase {
            location: location(),
        }),
        Found::Store {
            version: found,
            is_spread,
        } => {
            let known = STEPS.len() as i64;
            match found.cmp(&known) {
                std::cmp::Ordering::Equal => Ok(is_spread),
                std::cmp::Ordering::Less => {
                    upgrade(client, database)?;
                    Ok(is_spread)
                }
                std::cmp::Ordering::Greater => Err(StoreError::SchemaTooNew {
                    location: location(),
                    found,
                    known,
                }),
            }
        }
    }
}

fn upgrade(client: &mut Client, database: &PostgresDatabase) -> StoreResult<()> {
    let failed = || database.failed("upgrade the schema of");
    begin(client, database)?;
    // Another process may have done it while this one waited.
    let Found::Store { version, is_spread } = look(client, database)? else {
        return Err(StoreError::ForeignDatabase {
            location: database.location.to_string(),
        });
    };
    let present = usize::try_from(version).unwrap_or_default();
    let is_distributed = is_spread && distribution::is_distributed(client, database)?;
    for (index, step) in STEPS.iter().enumerate().skip(present) {
        client.batch_execute(step).map_err(failed())?;
        if is_distributed {
            distribution::distribute_later(client, database, index + 1)?;
        }
        note(client, database, index)?;
    }
    if present < WITH_SUMS {
        // Nobody changes what counts meanwhile.
        let lock = format!("LOCK TABLE {FILLED} IN EXCLUSIVE MODE");
        client.batch_execute(&lock).map_err(failed())?;
        let mut session = database.session(&mut *client);
        sum_all_anew(&mut session, database.options.local_timezone)?;
    }
    client.batch_execute("COMMIT").map_err(failed())
}

/// Begins a transaction that has the schema to itself.
fn begin(client: &mut Client, database: &PostgresDatabase) -> StoreResult<()> {
    let begin = format!(
        "BEGIN; {} SELECT pg_advisory_xact_lock({LOCK});",
        database.patience_sql()
    );
    client
        .batch_execute(&begin)
        .map_err(database.failed("lock"))
}

fn note(client: &mut Client, database: &PostgresDatabase, index: usize) -> StoreResult<()> {
    let at = rfc3339(SystemClock.now());
    let program = env!("CARGO_PKG_VERSION");
    client
        .execute_typed(
            "INSERT INTO chatkeep.migrations (version, applied_at, program) VALUES ($1, $2, $3)",
            &[
                (&(index as i64 + 1), Type::INT8),
                (&at, Type::TEXT),
                (&program, Type::TEXT),
            ],
        )
        .map(drop)
        .map_err(database.failed("make a store in"))
}

/// Begins a transaction in which the database becomes a store; what makes it slow to put much in comes later, with
/// [`complete`]. A distributed one is complete at once, and another transaction is begun: the tables must be spread before
/// there is something in them.
pub(super) fn begin_new(client: &mut Client, database: &PostgresDatabase) -> StoreResult<()> {
    let failed = || database.failed("make a store in");
    begin(client, database)?;
    match look_in_transaction(client, database)? {
        Found::Nothing => {}
        Found::Foreign => {
            return Err(StoreError::ForeignDatabase {
                location: database.location.to_string(),
            });
        }
        Found::Store { .. } => {
            return Err(StoreError::AlreadyThere {
                location: database.location.to_string(),
            });
        }
    }
    for (index, step) in STEPS.iter().enumerate() {
        let (first, later) = step.split_once(LATER).unwrap_or((step, ""));
        client.batch_execute(first).map_err(failed())?;
        if database.is_distributed {
            match index {
                0 => distribution::distribute(client, database)?,
                _ => distribution::distribute_later(client, database, index + 1)?,
            }
            client.batch_execute(later).map_err(failed())?;
        }
        note(client, database, index)?;
    }
    if database.is_distributed {
        client.batch_execute("COMMIT").map_err(failed())?;
        begin(client, database)?;
    }
    Ok(())
}

/// Looks whose schema it is, where a statement that fails would end the transaction.
fn look_in_transaction(client: &mut Client, database: &PostgresDatabase) -> StoreResult<Found> {
    client
        .batch_execute("SAVEPOINT look")
        .map_err(database.failed("read"))?;
    let found = look_within(client, database);
    client
        .batch_execute("ROLLBACK TO SAVEPOINT look")
        .map_err(database.failed("read"))?;
    found
}

fn look_within(client: &mut Client, database: &PostgresDatabase) -> StoreResult<Found> {
    let sql = "SELECT to_regclass('chatkeep.migrations') IS NOT NULL,
               EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                       WHERE n.nspname = 'chatkeep')";
    let rows = client
        .query_typed(sql, &[])
        .map_err(database.failed("read"))?;
    let is = |column| rows.first().is_some_and(|row| row.get::<_, bool>(column));
    Ok(match (is(0), is(1)) {
        (true, _) => Found::Store {
            version: 0,
            is_spread: false,
        },
        (false, true) => Found::Foreign,
        (false, false) => Found::Nothing,
    })
}

/// Makes what is left of the schema of a new store that has its content now.
pub(super) fn complete(client: &mut Client, database: &PostgresDatabase) -> StoreResult<()> {
    for step in STEPS {
        if let Some((_, later)) = step.split_once(LATER)
            && !database.is_distributed
        {
            client
                .batch_execute(later)
                .map_err(database.failed("make a store in"))?;
        }
    }
    Ok(())
}

/// Returns the names of all tables, sorted.
#[cfg(test)]
pub(super) fn tables() -> Vec<&'static str> {
    let begins = STEPS
        .iter()
        .flat_map(|step| step.split("CREATE TABLE chatkeep.").skip(1));
    let mut names: Vec<&str> = begins
        .filter_map(|rest| rest.split([' ', '(']).next())
        .collect();
    names.sort_unstable();
    names
}
