//! What makes a store work that is spread over many servers: every statement that a command sends to PostgreSQL names one
//! user, or touches only tables that every server has whole, or is a read that each server answers for itself; and no
//! transaction changes two users at once, but those of `migrate` and `restore`, those two that `user merge` makes one, and those
//! that are new.
//!
//! The statements are those in the server's log, of all tests of the command line that ran before on the same server: see
//! `tests/postgres/cluster`.

mod log;
mod rules;

use std::path::PathBuf;

use crate::log::{Statement, transactions};

#[test]
fn every_statement_can_be_answered_by_the_servers_that_have_the_rows() {
    let Some(folder) = std::env::var_os("CHATKEEP_TEST_POSTGRES_FOLDER") else {
        return;
    };
    let path = PathBuf::from(folder).join("statements.json");
    let transactions = transactions(&path);
    let statements: Vec<&Statement> = transactions.iter().flatten().collect();
    // The tests of the command line come before, by the alphabet; alone, this looks at whatever there is.
    let is_whole = statements.len() > 10_000;
    assert!(
        is_whole || std::env::var_os("CI").is_none(),
        "the log is short"
    );
    let mut wrong: Vec<String> = statements
        .iter()
        .filter_map(|statement| rules::of_statement(statement))
        .collect();
    wrong.extend(
        transactions
            .iter()
            .filter_map(|transaction| rules::of_transaction(transaction)),
    );
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
