//! A store in a PostgreSQL database, for many users and many machines.
//!
//! Nothing depends on the state of a connection beyond a transaction, so that a pooler may stand in between.

mod connect;
mod connection_uri;
mod distribution;
mod environment;
mod error;
mod filling;
mod grants;
mod hosts;
mod message_columns;
mod parameters;
mod passwords;
mod schema;
mod session;
mod sum_columns;
#[cfg(test)]
pub(in crate::store) mod test_server;
#[cfg(test)]
mod tests;
mod tls;
mod values;

pub use environment::PostgresEnvironment;
pub use grants::{Grants, grants};

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use postgres::Client;

use self::connect::connect;
use self::error::{failed, is_worth_trying_again};
use self::filling::PostgresFilling;
use self::session::PostgresSession;
use super::database::{Database, DatabaseStore, Filling, Session, Work, write_settings};
use super::examining::Findings;
use super::{Finding, Load, Location, OpenOptions, PostgresUrl, StoreError, StoreResult};
use crate::model::StoreSettings;

/// How often a change is tried that others came in between.
const ATTEMPTS: usize = 20;

/// A PostgreSQL database.
struct PostgresDatabase {
    location: Location,
    url: PostgresUrl,
    options: OpenOptions,
    patience: Duration,
    /// Whether what is made is spread over many servers.
    is_distributed: bool,
    /// Whether what is there may be.
    is_spread: bool,
    /// Connections that are open and not in use.
    idle: Mutex<Vec<Client>>,
}

/// Whether there is a store, or something else where one would be.
pub(super) fn exists(url: &PostgresUrl, options: &OpenOptions) -> StoreResult<bool> {
    let database = PostgresDatabase::new(url, options);
    let mut client = database.connect()?;
    Ok(schema::look(&mut client, &database)? != schema::Found::Nothing)
}

/// Refuses a database that has a store already.
pub(super) fn check_vacant(url: &PostgresUrl, options: &OpenOptions) -> StoreResult<()> {
    match exists(url, options)? {
        false => Ok(()),
        true => Err(StoreError::AlreadyThere {
            location: Location::Postgres(url.clone()).to_string(),
        }),
    }
}

pub(super) fn open(url: &PostgresUrl, options: OpenOptions) -> StoreResult<DatabaseStore> {
    let mut database = PostgresDatabase::new(url, &options);
    let mut client = database.connect()?;
    database.is_spread = schema::check(&mut client, &database)?;
    database.put_back(client);
    Ok(DatabaseStore::new(Arc::new(database), options))
}

/// Makes an empty store.
pub(super) fn create(
    url: &PostgresUrl,
    settings: &StoreSettings,
    options: OpenOptions,
) -> StoreResult<DatabaseStore> {
    let mut filling = begin_filling_new(url, &options)?;
    write_settings(filling.session()?, settings)?;
    filling.commit()?;
    open(url, options)
}

/// Begins to make a store of content that is loaded.
pub(super) fn begin_new(
    url: &PostgresUrl,
    at: DateTime<Utc>,
    options: OpenOptions,
) -> StoreResult<Box<dyn Load>> {
    let filling = begin_filling_new(url, &options)?;
    let location = Location::Postgres(url.clone());
    Ok(DatabaseStore::fill_new(location, filling, at, options))
}

fn begin_filling_new(
    url: &PostgresUrl,
    options: &OpenOptions,
) -> StoreResult<Box<PostgresFilling>> {
    let database = PostgresDatabase::new(url, options);
    let mut client = database.connect()?;
    schema::begin_new(&mut client, &database)?;
    Ok(Box::new(PostgresFilling::new(
        client,
        Arc::new(database),
        true,
    )))
}

impl PostgresDatabase {
    fn new(url: &PostgresUrl, options: &OpenOptions) -> Self {
        Self {
            location: Location::Postgres(url.clone()),
            url: url.clone(),
            options: options.clone(),
            patience: options.lock_timeout,
            is_distributed: options.is_distributed,
            is_spread: options.is_distributed,
            idle: Mutex::default(),
        }
    }

    fn connect(&self) -> StoreResult<Client> {
        connect(&self.url, &self.options)
    }

    fn take(&self) -> StoreResult<Client> {
        let idle = self.idle().pop();
        idle.map_or_else(|| self.connect(), Ok)
    }

    fn put_back(&self, client: Client) {
        self.idle().push(client);
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Client>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, action: &'static str) -> impl Fn(postgres::Error) -> StoreError {
        failed(&self.location, self.patience, action)
    }

    /// Says that what was to be sent could not be.
    fn not_written(&self, error: std::io::Error) -> StoreError {
        let failed = self.failed("write");
        match error.downcast::<postgres::Error>() {
            Ok(error) => failed(error),
            Err(error) => StoreError::ConnectionLost {
                location: self.location.to_string(),
                reason: error.to_string(),
            },
        }
    }

    /// Returns the statement that has locks waited for in this transaction as long as we were told to.
    fn patience_sql(&self) -> String {
        format!("SET LOCAL lock_timeout = {};", milliseconds(self.patience))
    }

    fn session<C>(&self, client: C) -> PostgresSession<C> {
        PostgresSession {
            client,
            location: self.location.clone(),
            patience: self.patience,
            is_spread: self.is_spread,
        }
    }

    /// Does the work in a transaction that begins like this, and ends like that if all went well.
    fn transaction(&self, begin: &str, end: &str, work: &mut Work<'_>) -> StoreResult<()> {
        let mut client = self.take()?;
        client.batch_execute(begin).map_err(self.failed("read"))?;
        let outcome = work(&mut self.session(&mut client));
        let ended = match &outcome {
            Ok(()) => client.batch_execute(end),
            Err(_) => client.batch_execute("ROLLBACK"),
        };
        let is_usable = ended.is_ok();
        outcome.and_then(|()| ended.map_err(self.failed("write")))?;
        if is_usable {
            self.put_back(client);
        }
        Ok(())
    }
}

/// Returns how long to wait for a lock, as the server takes it.
fn milliseconds(patience: Duration) -> String {
    // Zero would mean for ever.
    patience.as_millis().clamp(1, i32::MAX as u128).to_string()
}

/// How a transaction begins that sees one moment and changes nothing.
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

impl Database for PostgresDatabase {
    fn location(&self) -> &Location {
        &self.location
    }

    fn read(&self, work: &mut Work<'_>) -> StoreResult<()> {
        self.transaction(READ, "COMMIT", work)
    }

    fn write(&self, work: &mut Work<'_>) -> StoreResult<()> {
        let begin = format!("BEGIN; {}", self.patience_sql());
        for _ in 1..ATTEMPTS {
            match self.transaction(&begin, "COMMIT", work) {
                Err(error) if is_worth_trying_again(&error) => {}
                other => return other,
            }
        }
        self.transaction(&begin, "COMMIT", work)
    }

    fn one_by_one(&self, work: &mut Work<'_>) -> StoreResult<bool> {
        if self.is_spread {
            return Ok(false);
        }
        let mut client = self.take()?;
        let outcome = work(&mut self.session(&mut client));
        if !client.is_closed() {
            self.put_back(client);
        }
        match outcome {
            Err(error) if is_worth_trying_again(&error) => Ok(false),
            other => other.map(|()| true),
        }
    }

    fn try_out(&self, work: &mut Work<'_>) -> StoreResult<()> {
        self.transaction(&format!("BEGIN; {}", self.patience_sql()), "ROLLBACK", work)
    }

    fn commit_nothing(&self) -> StoreResult<()> {
        // A row that is locked changes for nobody, and is on the server's disk as any change is.
        let lock = "SELECT name FROM chatkeep.settings ORDER BY name LIMIT 1 FOR UPDATE";
        self.write(&mut |session| session.query(lock, &[], &mut |_| Ok(())))
    }

    fn is_on_network(&self) -> bool {
        // That is the server's own affair.
        false
    }

    fn hold(&self) -> StoreResult<Box<dyn Session + Send>> {
        let mut client = self.take()?;
        // The moment is that of the first look.
        let begin = format!("{READ}; SELECT 1 FROM chatkeep.settings LIMIT 1");
        client.batch_execute(&begin).map_err(self.failed("read"))?;
        Ok(Box::new(self.session(Box::new(client))))
    }

    fn fill(self: Arc<Self>) -> StoreResult<Box<dyn Filling>> {
        let mut client = self.take()?;
        // Others read what there was, and wait with changes.
        let begin = format!(
            "BEGIN; {} LOCK TABLE {} IN EXCLUSIVE MODE;",
            self.patience_sql(),
            schema::FILLED
        );
        client.batch_execute(&begin).map_err(self.failed("lock"))?;
        Ok(Box::new(PostgresFilling::new(client, self, false)))
    }

    fn examine_surroundings(&self, _: &mut Findings) -> StoreResult<()> {
        // What is around it is the server's own.
        Ok(())
    }

    fn mend_surroundings(&self, _: &Finding) -> StoreResult<bool> {
        Ok(false)
    }
}
