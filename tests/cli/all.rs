//! The list of what is tested, and of the tests' tools. It is compiled once for each kind of store.

#[macro_use]
pub(crate) mod backend;
pub(crate) mod environment;
pub(crate) mod fixture;
pub(crate) mod held;
pub(crate) mod http_request;
pub(crate) mod invocation;
pub(crate) mod openai_server;
pub(crate) mod outcome;
pub(crate) mod place;
pub(crate) mod redaction;
pub(crate) mod running;
pub(crate) mod sandbox;
pub(crate) mod stored;
pub(crate) mod terminal;
pub(crate) mod tree;

mod accounts;
mod backup_checks;
pub(crate) mod backup_files;
mod backup_outcomes;
mod backup_pruning;
pub(crate) mod backup_runs;
mod backups;
mod bad_input;
mod budgets;
mod busy_databases;
mod chat;
mod colors;
mod damaged_backups;
mod damaged_files;
mod doctor;
mod exports;
mod harness;
mod hostile_text;
mod init;
mod key_tests;
mod keys;
pub(crate) mod locking;
mod migrate;
mod owners;
mod peers;
mod reading;
mod real_input;
mod rekey;
mod restores;
mod stats;
