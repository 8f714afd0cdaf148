//! Which backend would serve a store, after what was measured.
//!
//! The thresholds are those of the guide that the store's own documentation has always given: SQLite from 50 users, or when
//! operations pass a second; PostgreSQL from 1,000 users. Where SQLite is too slow already, or its file is where several machines
//! may have it, that leaves PostgreSQL.

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
    /// Accounts.
    pub users: usize,
    /// What was measured.
    pub measures: Measures,
    /// How long a search through everything takes.
    pub search: Duration,
    /// What would serve.
    pub serves: Backend,
    /// Why that, if it is another than the present one.
    pub reasons: Vec<Reason>,
}

/// Why another backend than the present one would serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// There are many users.
    Users {
        /// How many.
        users: usize,
        /// From how many on it serves.
        from: usize,
    },
    /// An append takes too long.
    SlowAppend,
    /// A search takes too long.
    SlowSearch,
    /// The file of the database is on a file system that several machines may have, and is for one alone.
    OnNetwork,
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

/// Measures a store. Nothing is changed in it. Accounts that are damaged are not counted, but named, as by any command.
pub fn measure(store: &dyn Store) -> ActionResult<Advice> {
    let users = store.users()?.len();
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
    let present = Backend::of(store.location());
    let (serves, reasons) = advise(present, users, &measures, search);
    Ok(Advice {
        location: store.location().clone(),
        users,
        measures,
        search,
        serves,
        reasons,
    })
}

/// Says what so many users outgrow their present backend for, and why; `None` if they do not.
pub fn outgrown(present: Backend, users: usize) -> Option<(Backend, Reason)> {
    let (serves, from) = match users {
        USERS_OF_POSTGRES.. => (Backend::Postgres, USERS_OF_POSTGRES),
        USERS_OF_SQLITE.. => (Backend::Sqlite, USERS_OF_SQLITE),
        _ => return None,
    };
    (serves > present).then_some((serves, Reason::Users { users, from }))
}

/// Says what would serve, and why; never something simpler than what is there.
fn advise(
    present: Backend,
    users: usize,
    measures: &Measures,
    search: Duration,
) -> (Backend, Vec<Reason>) {
    let (mut serves, mut reasons) = (present, Vec::new());
    if let Some((by_users, reason)) = outgrown(present, users) {
        serves = by_users;
        reasons.push(reason);
    }
    let next = match present {
        Backend::Json => Backend::Sqlite,
        Backend::Sqlite => Backend::Postgres,
        // There is nothing beyond it.
        Backend::Postgres => return (serves, reasons),
    };
    let is_slow = |time: Duration| time > PATIENCE;
    let database = measures.database.as_ref();
    for (is_so, reason, to) in [
        (
            measures.append.is_some_and(is_slow),
            Reason::SlowAppend,
            next,
        ),
        (is_slow(search), Reason::SlowSearch, next),
        (
            database.is_some_and(|facts| facts.is_on_network),
            Reason::OnNetwork,
            Backend::Postgres,
        ),
    ] {
        if is_so {
            serves = serves.max(to);
            reasons.push(reason);
        }
    }
    (serves, reasons)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::DatabaseFacts;

    fn measured(append: u64, is_on_network: Option<bool>) -> Measures {
        let database = is_on_network.map(|is_on_network| DatabaseFacts {
            conversations: 0,
            schema_version: 1,
            server_version: "3".to_owned(),
            is_on_network,
        });
        Measures {
            total_bytes: 0,
            largest: None,
            append: Some(Duration::from_millis(append)),
            database,
        }
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
            (Json, 1000, 5000, 1, (Postgres, 2)),
            (Sqlite, 999, 1000, 1000, (Sqlite, 0)),
            (Sqlite, 2, 1001, 1, (Postgres, 1)),
            (Sqlite, 2, 1, 1001, (Postgres, 1)),
            (Sqlite, 1000, 1, 1, (Postgres, 1)),
            (Sqlite, 1, 1, 1, (Sqlite, 0)),
            (Postgres, 5000, 5000, 5000, (Postgres, 0)),
        ] {
            let measures = measured(append, (present != Json).then_some(false));
            let (serves, reasons) =
                advise(present, users, &measures, Duration::from_millis(search));
            assert_eq!((serves, reasons.len()), expected, "{present:?} {users}");
        }
    }

    #[test]
    fn a_file_for_one_machine_where_several_may_have_it_is_better_kept_by_a_server() {
        let measures = measured(1, Some(true));
        let (serves, reasons) = advise(Backend::Sqlite, 2, &measures, Duration::ZERO);
        assert_eq!(
            (serves, reasons),
            (Backend::Postgres, vec![Reason::OnNetwork])
        );
    }
}
