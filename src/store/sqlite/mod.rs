//! A store in a SQLite database, for many users on one machine.
//!
//! The journal is a write-ahead log, so that readers and the one writer do not wait for one another, and each commit is on
//! disk before it returns.

mod error;
mod filling;
mod network;
mod new_file;
mod schema;
mod session;
#[cfg(test)]
mod tests;

use std::fs::{self, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use self::error::failed;
use self::filling::SqliteFilling;
use self::session::SqliteSession;
use super::database::{Database, DatabaseStore, Filling, Session, Work, write_settings};
use super::examining::Findings;
use super::measures::write_nameless;
use super::{Finding, FindingKind, Load, Location, Mending, OpenOptions, StoreError, StoreResult};
use crate::files::folder_of;
use crate::model::StoreSettings;

/// The database in a file.
struct SqliteDatabase {
    location: Location,
    file: PathBuf,
    lock_timeout: Duration,
    /// Connections that are open and not in use.
    idle: Mutex<Vec<Connection>>,
}

/// Whether there is a file that could be a store.
pub(super) fn exists(file: &Path) -> StoreResult<bool> {
    match fs::metadata(file) {
        Ok(facts) => Ok(facts.len() > 0 || !facts.is_file()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::io("look at", file)(error)),
    }
}

/// Refuses a file that is there already.
pub(super) fn check_vacant(file: &Path) -> StoreResult<()> {
    match exists(file)? {
        false => Ok(()),
        true => Err(StoreError::AlreadyThere {
            location: Location::Sqlite(file.to_owned()).to_string(),
        }),
    }
}

pub(super) fn open(file: &Path, options: OpenOptions) -> StoreResult<DatabaseStore> {
    let location = Location::Sqlite(file.to_owned());
    if !exists(file)? {
        let location = location.to_string();
        return Err(StoreError::Missing { location });
    }
    let database = SqliteDatabase::new(location, file.to_owned(), options.lock_timeout);
    let mut connection = database.connect()?;
    schema::check(&mut connection, &database.location, options.local_timezone)?;
    database.put_back(connection);
    Ok(DatabaseStore::new(Arc::new(database), options))
}

/// Makes an empty store in a file that is not there. Nothing is there before it is whole.
pub(super) fn create(
    file: &Path,
    settings: &StoreSettings,
    options: OpenOptions,
) -> StoreResult<DatabaseStore> {
    check_vacant(file)?;
    let mut filling = new_file::begin(file)?;
    write_settings(filling.session()?, settings)?;
    Box::new(filling).commit()?;
    open(file, options)
}

/// Begins to make a store in a file that is not there, of content that is loaded.
pub(super) fn begin_new(
    file: &Path,
    at: chrono::DateTime<chrono::Utc>,
    options: OpenOptions,
) -> StoreResult<Box<dyn Load>> {
    check_vacant(file)?;
    let location = Location::Sqlite(file.to_owned());
    let filling = new_file::begin(file)?;
    Ok(DatabaseStore::fill_new(
        location,
        Box::new(filling),
        at,
        options,
    ))
}

impl SqliteDatabase {
    fn new(location: Location, file: PathBuf, lock_timeout: Duration) -> Self {
        Self {
            location,
            file,
            lock_timeout,
            idle: Mutex::default(),
        }
    }

    fn connect(&self) -> StoreResult<Connection> {
        let failed = || failed(&self.location, "open");
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.file, flags).map_err(failed())?;
        connection
            .busy_timeout(self.lock_timeout)
            .map_err(failed())?;
        connection
            .execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
            .map_err(failed())?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    }

    fn take(&self) -> StoreResult<Connection> {
        let idle = self.idle().pop();
        idle.map_or_else(|| self.connect(), Ok)
    }

    fn put_back(&self, connection: Connection) {
        self.idle().push(connection);
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does the work in a transaction that begins like this, and ends like that if all went well.
    fn transaction(&self, begin: &str, end: &str, work: &mut Work<'_>) -> StoreResult<()> {
        let connection = self.take()?;
        let failed = || self.failed("write");
        connection.execute_batch(begin).map_err(failed())?;
        let mut session = SqliteSession {
            connection: &connection,
            location: self.location.clone(),
        };
        let outcome =
            work(&mut session).and_then(|()| connection.execute_batch(end).map_err(failed()));
        match outcome {
            Ok(()) => self.put_back(connection),
            Err(error) => {
                if connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok() {
                    self.put_back(connection);
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// Makes an error of SQLite's answer; if it was busy, that took as long as it was to wait.
    fn failed(&self, action: &'static str) -> impl Fn(rusqlite::Error) -> StoreError {
        let (failed, patience) = (failed(&self.location, action), self.lock_timeout);
        move |error| match failed(error) {
            StoreError::Busy { path, holder, .. } => StoreError::Busy {
                path,
                waited: patience,
                holder,
            },
            other => other,
        }
    }
}

impl Database for SqliteDatabase {
    fn location(&self) -> &Location {
        &self.location
    }

    fn read(&self, work: &mut Work<'_>) -> StoreResult<()> {
        self.transaction("BEGIN", "COMMIT", work)
    }

    fn write(&self, work: &mut Work<'_>) -> StoreResult<()> {
        self.transaction("BEGIN IMMEDIATE", "COMMIT", work)
    }

    fn try_out(&self, work: &mut Work<'_>) -> StoreResult<()> {
        self.transaction("BEGIN IMMEDIATE", "ROLLBACK", work)
    }

    fn forget_old_pages(&self) -> StoreResult<()> {
        let connection = self.take()?;
        // Its answer says whether a reader was in the way; then whoever closes the file last does it.
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        let done = connection.query_row(sql, [], |_| Ok(()));
        done.map_err(self.failed("write"))?;
        self.put_back(connection);
        Ok(())
    }

    fn commit_nothing(&self) -> StoreResult<()> {
        // Nothing is what it writes then. A commit appends changed pages to the log and waits until they are on disk: so many
        // of zeroes, in a file beside it.
        let page = "\0".repeat(4096);
        write_nameless(folder_of(&self.file), &[page.as_str(); 16])
    }

    fn is_on_network(&self) -> bool {
        network::holds(&self.file)
    }

    fn hold(&self) -> StoreResult<Box<dyn Session + Send>> {
        let connection = self.take()?;
        // The moment is that of the first look.
        let begun = connection.execute_batch("BEGIN; SELECT 1 FROM settings LIMIT 1;");
        begun.map_err(self.failed("read"))?;
        Ok(Box::new(SqliteSession {
            connection: Box::new(connection),
            location: self.location.clone(),
        }))
    }

    fn fill(self: Arc<Self>) -> StoreResult<Box<dyn Filling>> {
        let filling = SqliteFilling::begin(self.take()?, &self.location, |_| Ok(()))?;
        Ok(Box::new(filling))
    }

    fn examine_surroundings(&self, found: &mut Findings) -> StoreResult<()> {
        let facts = fs::metadata(&self.file).map_err(StoreError::io("look at", &self.file))?;
        let mode = facts.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            let kind = FindingKind::OpenToOthers {
                mode,
                is_ours: true,
            };
            found.note(&self.file, kind);
        }
        Ok(())
    }

    fn mend_surroundings(&self, finding: &Finding) -> StoreResult<bool> {
        let Some(Mending::Narrow { mode }) = finding.mending() else {
            return Ok(false);
        };
        fs::set_permissions(&self.file, Permissions::from_mode(mode))
            .map_err(StoreError::io("close", &self.file))?;
        Ok(true)
    }
}
