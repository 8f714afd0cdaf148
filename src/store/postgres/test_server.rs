//! Databases of a real server, for tests: see `tests/postgres/cluster`.

use std::ffi::OsStr;

use uuid::Uuid;

use super::connect::connect;
use crate::store::{Location, OpenOptions, PostgresUrl};

/// A database of its own, gone with this.
pub(in crate::store) struct FreshDatabase {
    server: PostgresUrl,
    name: String,
    url: PostgresUrl,
    pooled: PostgresUrl,
}

/// Makes an empty database; `None` where there is no server to test against, which continuous integration must have.
pub(in crate::store) fn fresh_database() -> Option<FreshDatabase> {
    let server = server("CHATKEEP_TEST_POSTGRES_URL")?;
    let name = format!("t{}", Uuid::new_v4().simple());
    run(&server, &format!("CREATE DATABASE {name}"));
    let url = with_database(&server, &name);
    let pooler = beside("CHATKEEP_TEST_PGBOUNCER_URL");
    let pooled = with_database(pooler.as_ref().unwrap_or(&server), &name);
    Some(FreshDatabase {
        server,
        name,
        url,
        pooled,
    })
}

/// Returns the server that this variable names, if any does.
pub(in crate::store) fn server(variable: &str) -> Option<PostgresUrl> {
    let url = std::env::var(variable).ok();
    if url.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "continuous integration tests PostgreSQL: run this under tests/postgres/cluster"
        );
        return None;
    }
    Some(parsed(&url?))
}

/// Returns what our own server has beside it, and another's may not have.
pub(in crate::store) fn beside(variable: &str) -> Option<PostgresUrl> {
    std::env::var(variable).ok().map(|url| parsed(&url))
}

fn parsed(url: &str) -> PostgresUrl {
    match Location::parse(OsStr::new(url)) {
        Ok(Location::Postgres(url)) => url,
        other => panic!("{other:?} is no PostgreSQL database"),
    }
}

/// Returns the URL of another database of the same server. What it names itself is never written to.
pub(in crate::store) fn with_database(server: &PostgresUrl, name: &str) -> PostgresUrl {
    let (who, address, parameters) = server.parts();
    let host = address.split('/').next().unwrap_or_default();
    let who = who.map_or_else(String::new, |who| format!("{who}@"));
    let mark = if parameters.is_empty() { "" } else { "?" };
    let other = parsed(&format!("postgres://{who}{host}/{name}{mark}{parameters}"));
    assert_ne!(other, *server);
    other
}

/// Returns a URL with further parameters, which take the place of what it says itself.
pub(super) fn with_parameters(url: &PostgresUrl, parameters: &[(&str, &str)]) -> PostgresUrl {
    let mut text = url.expose().to_owned();
    if !text.contains('?') {
        text.push('?');
    }
    for (name, value) in parameters {
        text.push_str(&format!("&{name}={value}"));
    }
    parsed(&text)
}

/// Runs statements under another name than ours: `tests/statements` judges what is sent under ours.
fn run(url: &PostgresUrl, sql: &str) {
    let url = &with_parameters(url, &[("application_name", "chatkeep-tests")]);
    let options = OpenOptions::new(std::time::Duration::from_secs(30), chrono_tz::UTC);
    let mut client = connect(url, &options).expect("the server answers");
    client.batch_execute(sql).expect("it may");
}

impl FreshDatabase {
    pub(in crate::store) fn url(&self) -> &PostgresUrl {
        &self.url
    }

    /// Returns its URL behind a pooler of transactions.
    pub(in crate::store) fn pooled(&self) -> &PostgresUrl {
        &self.pooled
    }

    /// Runs statements in it, as somebody else would.
    pub(in crate::store) fn run(&self, sql: &str) {
        run(&self.url, sql);
    }
}

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        run(
            &self.server,
            &format!("DROP DATABASE {} WITH (FORCE)", self.name),
        );
    }
}
