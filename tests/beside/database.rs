//! A database of its own on the server that `CHATKEEP_TEST_POSTGRES_URL` names.

use std::process::Command;

use uuid::Uuid;

/// Where a server of PostgreSQL is: see `tests/postgres/cluster`.
const SERVER: &str = "CHATKEEP_TEST_POSTGRES_URL";

/// A database, gone when this is dropped.
pub(crate) struct PostgresDatabase {
    server: String,
    name: String,
    url: String,
}

impl PostgresDatabase {
    /// Makes an empty one; `None` where there is no server to test against, which continuous integration must have.
    pub(crate) fn make() -> Option<Self> {
        let Some(server) = std::env::var(SERVER).ok().filter(|url| !url.is_empty()) else {
            assert!(
                std::env::var_os("CI").is_none_or(|value| value.is_empty()),
                "continuous integration tests PostgreSQL: run this under tests/postgres/cluster"
            );
            return None;
        };
        let name = format!("beside_{}", Uuid::new_v4().simple());
        let (address, parameters) = server.split_once('?').unwrap_or((&server, ""));
        let (scheme, address) = address.split_once("://").expect("it is a URL");
        let host = address.split('/').next().expect("there is a first part");
        let url = format!("{scheme}://{host}/{name}?{parameters}");
        psql(&server, &format!("CREATE DATABASE {name}"));
        Some(Self { server, name, url })
    }

    /// Returns what names it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        psql(
            &self.server,
            &format!("DROP DATABASE {} WITH (FORCE)", self.name),
        );
    }
}

/// Has the server's own client run a statement: it knows all that a URL can say.
#[track_caller]
fn psql(url: &str, statement: &str) {
    let output = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--command", statement])
        .arg(url)
        .output()
        .expect("tests/run installs it");
    let is_done = output.status.success() || std::thread::panicking();
    assert!(is_done, "{statement}: {output:?}");
}
