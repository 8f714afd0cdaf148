//! What keeps the stores of this run, and what is not tried on some of them.

use std::io::Write;
use std::sync::LazyLock;

/// What keeps a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backend {
    /// JSON files, where the test prepared them.
    Json,
    /// A SQLite database.
    Sqlite,
    /// A PostgreSQL database.
    Postgres,
}

/// Where a server of PostgreSQL is.
const SERVER: &str = "CHATKEEP_TEST_POSTGRES_URL";

/// The URL of a database on that server in which others can be made.
static SERVER_URL: LazyLock<String> = LazyLock::new(|| match std::env::var(SERVER) {
    Ok(url) if !url.is_empty() => url,
    _ => leave_out_postgres(),
});

impl Backend {
    /// Returns that of this run. The same tests are compiled under three names.
    pub(crate) fn tested() -> Self {
        match env!("CARGO_CRATE_NAME") {
            "cli_sqlite" => Self::Sqlite,
            "cli_postgres" => Self::Postgres,
            _ => Self::Json,
        }
    }

    /// Whether the folder that a test prepares is the store itself.
    pub(crate) fn is_json(self) -> bool {
        self == Self::Json
    }
}

/// Returns the URL of the server's database in which others can be made. Without a server the whole run ends here, well or,
/// in continuous integration, badly.
pub(crate) fn postgres_server() -> &'static str {
    &SERVER_URL
}

#[expect(clippy::exit, reason = "a run of tests cannot be left out otherwise")]
fn leave_out_postgres() -> ! {
    let is_needed = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    let how = if is_needed { "failed" } else { "left out" };
    say(&format!(
        "tests on PostgreSQL: {how}, as {SERVER} names no server; tests/postgres/cluster starts one"
    ));
    std::process::exit(i32::from(is_needed));
}

/// Says something past the capture of the test harness.
fn say(text: &str) {
    // Who closed standard error does not want to know.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Says that the test of this thread is left out, and why.
pub(crate) fn leave_out(why: &str) {
    let here = std::thread::current();
    let name = here.name().unwrap_or("a test");
    say(&format!("left out: {name}: {why}"));
}

/// Leaves a test out where the store is no folder of JSON files, and says why: `json_files_only!("it damages files")`. It
/// stands first in the test.
macro_rules! json_files_only {
    ($why:literal) => {
        if !$crate::backend::Backend::tested().is_json() {
            return $crate::backend::leave_out($why);
        }
    };
}

/// Leaves a test out where the store is a folder of JSON files.
macro_rules! databases_only {
    ($why:literal) => {
        if $crate::backend::Backend::tested().is_json() {
            return $crate::backend::leave_out($why);
        }
    };
}
