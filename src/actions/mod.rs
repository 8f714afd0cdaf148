//! One operation each, with a typed outcome: no printing, no command line.

pub mod advice;
pub mod backup;
pub mod backup_pruning;
pub mod budgets;
pub mod chat;
mod checked_text;
mod comparison;
pub mod conversation_list;
pub mod conversations;
pub mod demo;
pub mod doctor;
pub mod endpoints;
mod error;
pub mod export;
pub mod fork;
pub mod identities;
pub mod key_adoption;
pub mod key_check;
pub mod keys;
pub mod labels;
pub mod migrate;
pub mod model_choice;
pub mod models;
mod new_file;
pub mod period;
pub mod prune;
pub mod rekey;
pub mod restore;
pub mod search;
pub mod stats;
pub mod stores;
mod usage_sums;
pub mod users;

pub use checked_text::checked_title;
pub use error::{ActionError, ActionResult};
pub use new_file::NewFile;
