//! The tests of `tests/cli`, on a store in a PostgreSQL database of the server that `CHATKEEP_TEST_POSTGRES_URL` names.

#[path = "cli/all.rs"]
mod all;

use all::*;
