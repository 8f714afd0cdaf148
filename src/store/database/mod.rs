//! A store in a database: what SQLite and PostgreSQL do alike.
//!
//! A row keeps the JSON text of its message, conversation or account as it was written, and its position among the others;
//! further columns are copies for search and sums. So what is put together from rows is the document that was taken apart.
//!
//! Whoever changes several things of a user locks that user's row of `user_data` first (of two users, by ascending id), and then
//! conversations; whoever adds to one conversation locks that alone. In between, whoever changes what counts sees to the sums:
//! see [`sums`].

mod account_changes;
mod conversations;
mod erasure;
mod examine;
#[cfg(test)]
mod examine_tests;
mod keys;
mod ledger;
mod ledger_reading;
mod load;
mod measure;
mod mend;
mod merge;
mod merged;
mod operations;
mod put_back;
mod rekey;
mod reservations;
mod search;
mod session;
mod settings;
mod snapshot;
mod state;
mod sum_row;
mod sums;
mod taking_apart;
mod turns;
mod usage;
mod user_data;
mod users;

pub(super) use self::session::{
    Appended, CANDIDATE, Database, Filling, Integrity, MessageRow, Row, RowVisitor, Session,
    UserRows, Value, Work, append_in_steps,
};
#[cfg(test)]
pub(super) use self::session::{Stored, Words};
pub(super) use self::settings::write_settings;
pub(super) use self::sum_row::SumRow;
pub(super) use self::sums::sum_all_anew;

use std::sync::Arc;

use super::{EntryName, OpenOptions, StoreError, StoreResult};
use crate::model::{Malformed, UserId};

/// A store in a database.
#[derive(Clone)]
pub(super) struct DatabaseStore {
    database: Arc<dyn Database>,
    options: OpenOptions,
}

impl DatabaseStore {
    pub(super) fn new(database: Arc<dyn Database>, options: OpenOptions) -> Self {
        Self { database, options }
    }

    /// Looks at the database as it is at one moment.
    fn read<T>(&self, mut work: impl FnMut(&mut dyn Session) -> StoreResult<T>) -> StoreResult<T> {
        let mut outcome = None;
        self.database.read(&mut |session| {
            outcome = Some(work(session)?);
            Ok(())
        })?;
        Ok(outcome.expect("it was read"))
    }

    /// Makes changes at one stroke.
    fn write<T>(&self, mut work: impl FnMut(&mut dyn Session) -> StoreResult<T>) -> StoreResult<T> {
        let mut outcome = None;
        self.database.write(&mut |session| {
            outcome = Some(work(session)?);
            Ok(())
        })?;
        Ok(outcome.expect("it was written"))
    }
}

/// Says what is wrong with the data of a user.
fn damaged(user: &UserId) -> impl Fn(Malformed) -> StoreError {
    let place = EntryName::UserData(user.clone()).to_string();
    move |cause| StoreError::damaged(&place, cause)
}

/// Returns the first row that a query has, as `take` reads it; `None` if it has none.
fn first<T>(
    session: &mut dyn Session,
    sql: &str,
    values: &[Value<'_>],
    take: impl Fn(&dyn Row) -> StoreResult<T>,
) -> StoreResult<Option<T>> {
    let mut found = None;
    session.query(sql, values, &mut |row| {
        if found.is_none() {
            found = Some(take(row)?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Returns all rows that a query has, as `take` reads them.
fn all<T>(
    session: &mut dyn Session,
    sql: &str,
    values: &[Value<'_>],
    take: impl Fn(&dyn Row) -> StoreResult<T>,
) -> StoreResult<Vec<T>> {
    let mut found = Vec::new();
    session.query(sql, values, &mut |row| {
        found.push(take(row)?);
        Ok(())
    })?;
    Ok(found)
}

/// The most things that one statement names: the number of its parameters is limited.
const AT_ONCE: usize = 500;

/// Returns the places of so many values in a statement: `?3, ?4`.
fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|at| format!("?{at}")).collect();
    places.join(", ")
}

/// A count of rows or messages as a number of a row.
fn as_integer(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A number of a row as a count.
fn as_count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}
