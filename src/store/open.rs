//! Opening and making stores, by location.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::json::{self, JsonStore};
use super::{
    Load, Location, Notices, PostgresEnvironment, Snapshot, Store, StoreResult, state_folder_of,
};
use super::{postgres, sqlite};
use crate::model::StoreSettings;

/// What opening a store depends on besides its location.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// How long an operation waits for locks that others hold.
    pub lock_timeout: Duration,
    /// The zone of a store whose settings name none.
    pub local_timezone: Tz,
    /// Where the store puts what it has to tell.
    pub notices: Notices,
    /// Our folder on this machine, for what is no part of a database and must not go with it: replies that are not stored
    /// yet, what a restore replaced. `None` where there is no home to have it in.
    pub state_folder: Option<PathBuf>,
    /// What the process was started with that PostgreSQL's own programs heed.
    pub postgres: PostgresEnvironment,
    /// Whether a store that is made in PostgreSQL is spread over many servers, by the extension Citus.
    pub is_distributed: bool,
}

impl OpenOptions {
    /// Makes options with nothing of this machine or its environment in them.
    pub fn new(lock_timeout: Duration, local_timezone: Tz) -> Self {
        Self {
            lock_timeout,
            local_timezone,
            notices: Notices::default(),
            state_folder: None,
            postgres: PostgresEnvironment::default(),
            is_distributed: false,
        }
    }
}

/// Opens the store at `location`; [`super::StoreError::Missing`] if there is none.
pub fn open(location: &Location, options: OpenOptions) -> StoreResult<Box<dyn Store>> {
    match location {
        Location::Folder(folder) => Ok(Box::new(JsonStore::open(folder, options)?)),
        Location::Sqlite(file) => Ok(Box::new(sqlite::open(file, options)?)),
        Location::Postgres(url) => Ok(Box::new(postgres::open(url, options)?)),
    }
}

/// Opens what is at `location` to examine and mend it, be it so damaged that [`open`] refuses it.
/// [`super::StoreError::Missing`] if not even a part of a store is there.
pub fn open_to_examine(location: &Location, options: OpenOptions) -> StoreResult<Box<dyn Store>> {
    match location {
        Location::Folder(folder) => Ok(Box::new(JsonStore::open_to_examine(folder, options)?)),
        Location::Sqlite(file) => Ok(Box::new(sqlite::open(file, options)?)),
        Location::Postgres(url) => Ok(Box::new(postgres::open(url, options)?)),
    }
}

/// Whether there is a store at `location`.
pub fn exists(location: &Location, options: &OpenOptions) -> StoreResult<bool> {
    match location {
        Location::Folder(folder) => JsonStore::exists(folder),
        Location::Sqlite(file) => sqlite::exists(file),
        Location::Postgres(url) => postgres::exists(url, options),
    }
}

/// Refuses a location that holds a store, or a part of one: [`create`] would, too.
pub fn check_vacant(location: &Location, options: &OpenOptions) -> StoreResult<()> {
    match location {
        Location::Folder(folder) => JsonStore::check_vacant(folder),
        Location::Sqlite(file) => sqlite::check_vacant(file),
        Location::Postgres(url) => postgres::check_vacant(url, options),
    }
}

/// Makes an empty store that is ours alone.
///
/// A folder is made with its parents if there is none, and may be there already if it holds no store. What is made is
/// for its owner only, whatever the umask.
pub fn create(
    location: &Location,
    settings: &StoreSettings,
    options: OpenOptions,
) -> StoreResult<Box<dyn Store>> {
    match location {
        Location::Folder(folder) => Ok(Box::new(JsonStore::create(folder, settings, options)?)),
        Location::Sqlite(file) => Ok(Box::new(sqlite::create(file, settings, options)?)),
        Location::Postgres(url) => Ok(Box::new(postgres::create(url, settings, options)?)),
    }
}

/// Reads the files of a store that lies in a folder, as it lies, and leaves no trace there.
pub fn files_in(folder: &Path, lock_timeout: Duration) -> StoreResult<Box<dyn Snapshot>> {
    JsonStore::files_in(folder, lock_timeout)
}

/// Returns the folders in which this machine keeps what restores of a store replaced, the oldest first.
pub fn kept_before_restore(
    location: &Location,
    options: &OpenOptions,
) -> StoreResult<Vec<PathBuf>> {
    match location {
        Location::Folder(folder) => json::kept_for(folder),
        Location::Sqlite(_) | Location::Postgres(_) => {
            let state = state_folder_of(location, options)?;
            json::kept_in(&state.join(json::BEFORE_RESTORE))
        }
    }
}

/// Begins to make a store of content that is loaded, settings and recipients among it; nothing is there before
/// [`Load::commit`], and nothing is left if that never comes.
///
/// The location must hold no store. Users' data without accounts, as is left when `users.json` was lost, is kept like
/// any other content that is replaced, under a name made of the time `at`.
pub fn begin_new(
    location: &Location,
    at: DateTime<Utc>,
    options: OpenOptions,
) -> StoreResult<Box<dyn Load>> {
    match location {
        Location::Folder(folder) => JsonStore::begin_new(folder, at, options),
        Location::Sqlite(file) => sqlite::begin_new(file, at, options),
        Location::Postgres(url) => postgres::begin_new(url, at, options),
    }
}
