//! A store spread over many servers by the extension Citus.
//!
//! What every server needs whole becomes a reference table; every other table is spread by `user_id`, so that all that one
//! user has is on one server.

use postgres::Client;

use super::PostgresDatabase;
use crate::store::StoreResult;

/// The tables that every server has whole.
pub(super) const REFERENCE: [&str; 4] = ["migrations", "settings", "users", "tombstones"];

/// The tables that are spread by `user_id`, as the first step of the schema makes them.
const SPREAD: [&str; 5] = [
    "user_data",
    "conversations",
    "messages",
    "ledger",
    "reservations",
];

/// Those that later steps make, each with the step's version.
const SPREAD_LATER: [(usize, &str); 2] = [(2, "sums"), (2, "summed")];

/// Spreads the tables that a later step has made, which must be empty.
pub(super) fn distribute_later(
    client: &mut Client,
    database: &PostgresDatabase,
    version: usize,
) -> StoreResult<()> {
    let tables = SPREAD_LATER.iter().filter(|(step, _)| *step == version);
    let spread = tables.map(|(_, table)| {
        format!(
            "SELECT create_distributed_table('chatkeep.{table}', 'user_id', colocate_with => 'chatkeep.{}');",
            SPREAD[0]
        )
    });
    let sql: String = spread.collect();
    client
        .batch_execute(&sql)
        .map_err(database.failed("distribute"))
}

/// Whether the tables of a store are spread: where there is the extension, they need not be.
pub(super) fn is_distributed(
    client: &mut Client,
    database: &PostgresDatabase,
) -> StoreResult<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_dist_partition
               WHERE logicalrelid = 'chatkeep.user_data'::regclass)";
    let rows = client.query_typed(sql, &[]);
    let rows = rows.map_err(database.failed("read"))?;
    Ok(rows.first().is_some_and(|row| row.get(0)))
}

/// Spreads the tables of the first step, which must be empty.
pub(super) fn distribute(client: &mut Client, database: &PostgresDatabase) -> StoreResult<()> {
    let reference = REFERENCE
        .iter()
        .map(|table| format!("SELECT create_reference_table('chatkeep.{table}');"));
    let spread = SPREAD.iter().enumerate().map(|(at, table)| {
        let with = match at {
            0 => "colocate_with => 'none'".to_owned(),
            _ => format!("colocate_with => 'chatkeep.{}'", SPREAD[0]),
        };
        format!("SELECT create_distributed_table('chatkeep.{table}', 'user_id', {with});")
    });
    // Keys between tables of both kinds are made in the same transaction.
    let mut sql = "SET LOCAL citus.multi_shard_modify_mode TO 'sequential';".to_owned();
    sql.extend(reference.chain(spread));
    client
        .batch_execute(&sql)
        .map_err(database.failed("distribute"))
}
