//! A store spread over many servers by the extension Citus.
//!
//! What every server needs whole becomes a reference table; every other table is spread by `user_id`, so that all that one
//! user has is on one server.

use postgres::Client;

use super::PostgresDatabase;
use crate::store::StoreResult;

/// The tables that every server has whole.
pub(super) const REFERENCE: [&str; 4] = ["migrations", "settings", "users", "tombstones"];

/// The tables that are spread by `user_id`.
const SPREAD: [&str; 5] = [
    "user_data",
    "conversations",
    "messages",
    "ledger",
    "reservations",
];

/// Spreads the tables, which must be empty.
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
