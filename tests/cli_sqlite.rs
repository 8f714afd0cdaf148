//! The tests of `tests/cli`, on a store in a SQLite database.

#[path = "cli/all.rs"]
mod all;

use all::*;
