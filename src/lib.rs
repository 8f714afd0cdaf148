//! Accounts, API keys, conversations, costs and backups of a self-hosted AI chat service.
//!
//! The floors, from the lowest; each imports only from those above it in this list:
//!
//! - [`model`]: plain data
//! - [`search`]: what is looked for in texts, where it stands, and which hits come first
//! - [`files`]: files that are complete under their name or not there at all
//! - [`store`]: what a store can do, and the backends
//! - [`secrets`]: passwords, and how API keys are sealed and opened
//! - [`providers`]: requests to language models, and their replies
//! - [`pricing`]: what a reply costs
//! - [`archive`]: backup files, written, listed, proved and read back
//! - [`interchange`]: formats in which conversations leave a store
//! - [`actions`]: one operation each, with a typed outcome
//! - [`report`]: outcomes made presentable
//! - [`cli`]: the command line

pub mod actions;
pub mod archive;
pub mod cli;
pub mod files;
pub mod interchange;
pub mod model;
pub mod pricing;
pub mod providers;
pub mod report;
pub mod search;
pub mod secrets;
pub mod store;
