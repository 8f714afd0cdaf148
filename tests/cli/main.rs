//! Drives the program as users and scripts do, each test in folders of its own.
//!
//! `tests/cli_sqlite.rs` and `tests/cli_postgres.rs` are the same tests on a store in a database: see `backend.rs`.

#[path = "all.rs"]
mod all;

use all::*;
