//! Files that are complete under their name or not there at all, and folders that outlast a power cut.
//!
//! The order is always the same: a hidden file in the folder where it will be, content, fsync, its name, fsync of the
//! folder; only then is it reported. A failed fsync is final: asking again would succeed and mean nothing, as PostgreSQL
//! learnt in 2018.

mod draft;
mod error;
mod folders;
mod syncing;
mod work_folder;

pub use draft::{Draft, Placed};
pub use error::{FileError, is_no_matter};
pub use folders::{folder_of, is_there, make_folders, sync_folder};
pub use syncing::Syncing;
pub use work_folder::WorkFolder;
