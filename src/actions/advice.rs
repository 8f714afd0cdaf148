//! Which backend would serve a store, after what was measured.
//!
//! The thresholds are those of the guide that the store's own documentation has always given: SQLite from 50 users, or when
//! operations pass a second; PostgreSQL from 1,000 users.

use std::time::{Duration, Instant};

use crate::actions::ActionResult;
use crate::search::{Order, Pattern, Query, Search, SearchFilter};
use crate::store::{Location, Measures, Store};

/// From so many users on, SQLite.
const USERS_OF_SQLITE: usize = 50;
/// From so many on, PostgreSQL.
const USERS_OF_POSTGRES: usize = 1_000;
/// What takes longer is too long to wait for.
const PATIENCE: Duration = Duration::from_secs(1);

/// A word that nobody has written.
const NOBODYS: &str = "xqzwvkjqxzwv";

/// What was measured of a store, and what follows from it.
#[derive(Debug)]
pub struct Advice {
    /// The store.
    pub location: Location,
    /// What was measured.
    pub measures: Measures,
    /// How long a search through everything takes.
    pub search: Duration,
    /// What would serve.
    pub serves: Backend,
    /// Why that, if it is another than the present one; in words.
    pub reasons: Vec<String>,
}

/// What a store can be kept in, from the simplest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Backend {
    /// A folder of JSON files.
    Json,
    /// A SQLite database.
    Sqlite,
    /// A PostgreSQL database.
    Postgres,
}

impl Backend {
    /// Returns that of a location.
    pub fn of(location: &Location) -> Self {
        match location {
            Location::Folder(_) => Self::Json,
            Location::Sqlite(_) => Self::Sqlite,
            Location::Postgres(_) => Self::Postgres,
        }
    }
}

/// Measures a store. Nothing is changed in it.
pub fn measure(store: &dyn Store) -> ActionResult<Advice> {
    let measures = store.measure()?;
    let query = Query::parse(NOBODYS, false).expect("it is a word");
    let begun = Instant::now();
    store.search(
        None,
        &Search {
            pattern: Pattern::words(&query),
            filter: SearchFilter::default(),
            order: Order::default(),
            limit: Some(1),
            context: 0,
        },
    )?;
    let search = begun.elapsed();
    let (serves, reasons) = advise(Backend::of(store.location()), &measures, search);
    Ok(Advice {
        location: store.location().clone(),
        measures,
        search,
        serves,
        reasons,
    })
}

/// Says what would serve, and why; never something simpler than what is there.
fn advise(present: Backend, measures: &Measures, search: Duration) -> (Backend, Vec<String>) {
    let users = measures.users;
    let mut reasons = Vec::new();
    let by_users = match users {
        USERS_OF_POSTGRES.. => (Backend::Postgres, USERS_OF_POSTGRES),
        USERS_OF_SQLITE.. => (Backend::Sqlite, USERS_OF_SQLITE),
        _ => (Backend::Json, 0),
    };
    if by_users.0 > present {
        reasons.push(format!(
            "there are {users} users, and from {} on that is what serves",
            by_users.1
        ));
    }
    let mut serves = present.max(by_users.0);
    let slow = [("an append", measures.append), ("a search", Some(search))];
    for (what, time) in slow {
        if present == Backend::Json && time.is_some_and(|time| time > PATIENCE) {
            reasons.push(format!("{what} takes more than a second"));
            serves = serves.max(Backend::Sqlite);
        }
    }
    (serves, reasons)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serves(present: Backend, users: usize, append: u64, search: u64) -> (Backend, usize) {
        let measures = Measures {
            users,
            total_bytes: 0,
            largest: None,
            append: Some(Duration::from_millis(append)),
        };
        let (serves, reasons) = advise(present, &measures, Duration::from_millis(search));
        (serves, reasons.len())
    }

    #[test]
    fn thresholds_are_those_of_the_guide_and_nothing_goes_back() {
        use Backend::{Json, Postgres, Sqlite};
        for (present, users, append, search, expected) in [
            (Json, 49, 1000, 1000, (Json, 0)),
            (Json, 50, 1, 1, (Sqlite, 1)),
            (Json, 2, 1001, 1, (Sqlite, 1)),
            (Json, 2, 1, 1001, (Sqlite, 1)),
            (Json, 999, 1, 2000, (Sqlite, 2)),
            (Json, 1000, 1, 1, (Postgres, 1)),
            (Sqlite, 999, 5000, 5000, (Sqlite, 0)),
            (Sqlite, 1000, 1, 1, (Postgres, 1)),
            (Sqlite, 1, 1, 1, (Sqlite, 0)),
            (Postgres, 1, 1, 1, (Postgres, 0)),
        ] {
            assert_eq!(
                serves(present, users, append, search),
                expected,
                "{present:?} {users}"
            );
        }
    }
}
