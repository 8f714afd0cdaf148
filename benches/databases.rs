//! Times stores in databases: copying one there, searching and reading it as whole processes, and adding turns next to bare
//! inserts that are committed one by one.
//!
//! `cargo bench --bench databases`, or with more runs: `cargo bench --bench databases -- --runs 50`. PostgreSQL is timed, too,
//! under `tests/postgres/cluster cargo bench --bench databases`.

mod in_turn;
mod many_users;
mod runs;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use chatkeep::model::{
    ConversationId, NewConversation, NewMessage, ReplyFacts, Role, Turn, UserId,
};
use chatkeep::store::{self, Location, OpenOptions, TurnTarget};
use chrono::{TimeZone, Utc};
use chrono_tz::Tz;
use in_turn::{Candidate, compare, within};
use many_users::{COMMON, RARE, id_of, make_store};
use runs::{Outcome, median};

const DEFAULT_RUNS: usize = 20;
const USERS: usize = 1_000;
/// How many turns are added, and rows put in, to be compared.
const TURNS: usize = 200;

fn main() -> Outcome<()> {
    let runs = runs::asked_for(DEFAULT_RUNS, std::env::args().skip(1))?;
    let folder = tempfile::tempdir()?;
    let files = folder.path().join("store");
    let bytes = make_store(&files, USERS)?;
    let mut text = format!("\n{USERS} users, {} MB\n", bytes / 1_000_000);
    let sqlite = format!("sqlite:{}", folder.path().join("store.db").display());
    let mut stores = vec![
        ("JSON files", files.display().to_string()),
        ("SQLite", sqlite),
    ];
    let server = std::env::var("CHATKEEP_TEST_POSTGRES_URL").ok();
    if let Some(server) = &server {
        stores.push(("PostgreSQL", new_database(server)?));
    }
    for (name, location) in &stores[1..] {
        let begun = Instant::now();
        let mut migrate = chatkeep(folder.path(), &files, &["migrate", "--to", location, "-q"]);
        let output = migrate.output()?;
        if !output.status.success() {
            return Err(format!("{name}: {output:?}").into());
        }
        writeln!(
            text,
            "copied to {name} and compared in {:.1} s",
            begun.elapsed().as_secs_f64()
        )?;
    }
    for arguments in [
        &["chat", "search", "--all-users", RARE][..],
        &["chat", "search", "--all-users", "--count", COMMON],
        &["chat", "list", "--user", &id_of(USERS / 2)],
        &["chat", "show", "--user", &id_of(USERS / 2), "last"],
    ] {
        let candidates = stores.iter().map(|(name, location)| {
            let command = chatkeep(folder.path(), Path::new(location), arguments);
            Candidate::new(&format!("{}, {name}", arguments[1]), command)
        });
        text += &compare(candidates.collect(), runs)?;
    }
    writeln!(
        text,
        "\n{:<44}{:>10}",
        format!("one after another, ms ({TURNS})"),
        "median"
    )?;
    let bare = [
        bare_sqlite(&folder.path().join("bare.db"))?,
        server
            .as_deref()
            .map(bare_postgres)
            .transpose()?
            .unwrap_or_default(),
    ];
    for ((name, location), bare) in stores[1..].iter().zip(bare) {
        let turn = median(&appends(location)?);
        let bare = median(&bare);
        writeln!(text, "{:<44}{bare:>10.2}", format!("a bare insert, {name}"))?;
        writeln!(
            text,
            "{:<44}{turn:>10.2}{:>13.2}x",
            format!("a turn, {name}"),
            turn / bare
        )?;
    }
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

fn chatkeep(home: &Path, location: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatkeep"));
    command
        .args([OsStr::new("--store"), location.as_os_str()])
        .args(arguments);
    within(home, &mut command);
    command
}

/// Makes a database on a server whose URL names another, and returns its URL.
fn new_database(server: &str) -> Outcome<String> {
    let name = format!("bench_{}", std::process::id());
    psql(server, &format!("CREATE DATABASE {name}"))?;
    Ok(server.replacen("/postgres?", &format!("/{name}?"), 1))
}

fn psql(server: &str, sql: &str) -> Outcome<String> {
    let output = Command::new("psql")
        .args(["-X", "-q", "-A", "-t", "-c", sql, server])
        .output()?;
    match output.status.success() {
        true => Ok(String::from_utf8(output.stdout)?),
        false => Err(format!("{sql}: {output:?}").into()),
    }
}

/// Adds turns to one conversation, one after another.
fn appends(location: &str) -> Outcome<Vec<Duration>> {
    let options = OpenOptions::new(Duration::from_secs(30), Tz::UTC);
    let store = store::open(&Location::parse(location.as_ref())?, options)?;
    let user = UserId::parse(&id_of(USERS / 2))?;
    let at = Utc
        .timestamp_opt(1_770_000_000, 0)
        .single()
        .ok_or("a time")?;
    let message = |role: Role, content: String, reply| NewMessage {
        role,
        content,
        at,
        reply,
    };
    let turn = Turn {
        messages: vec![
            message(Role::User, "Why? ".repeat(20), None),
            message(
                Role::Assistant,
                "Because it is so. ".repeat(40),
                Some(ReplyFacts::default()),
            ),
        ],
    };
    let id = ConversationId::random();
    let new = NewConversation {
        id: id.clone(),
        title: String::new(),
        provider: String::new(),
        model: String::new(),
        at,
    };
    store.append_turn(&user, &TurnTarget::New(new), &turn, at)?;
    let target = TurnTarget::Existing(id);
    timed(|| Ok(store.append_turn(&user, &target, &turn, at).map(drop)?))
}

/// Times something done over and over.
fn timed(mut action: impl FnMut() -> Outcome<()>) -> Outcome<Vec<Duration>> {
    let mut times = Vec::with_capacity(TURNS);
    for _ in 0..TURNS {
        let begun = Instant::now();
        action()?;
        times.push(begun.elapsed());
    }
    Ok(times)
}

fn bare_sqlite(file: &Path) -> Outcome<Vec<Duration>> {
    let connection = rusqlite::Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.execute_batch("PRAGMA synchronous = FULL; CREATE TABLE bare (doc TEXT)")?;
    let doc = "Because it is so. ".repeat(50);
    timed(|| {
        Ok(connection
            .execute("INSERT INTO bare VALUES (?1)", [&doc])
            .map(drop)?)
    })
}

/// Times inserts as the server's own client does.
fn bare_postgres(server: &str) -> Outcome<Vec<Duration>> {
    psql(server, "CREATE TABLE IF NOT EXISTS bare (doc TEXT)")?;
    let sql = "\\timing on\n".to_owned()
        + &"INSERT INTO bare VALUES (repeat('Because it is so. ', 50));\n".repeat(TURNS);
    let mut child = Command::new("psql")
        .args(["-X", "-q", server])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().ok_or("it is piped")?;
    input.write_all(sql.as_bytes())?;
    drop(input);
    let output = String::from_utf8(child.wait_with_output()?.stdout)?;
    let times = output.lines().filter_map(|line| {
        let milliseconds = line.strip_prefix("Time: ")?.strip_suffix(" ms")?;
        Some(Duration::from_secs_f64(
            milliseconds.parse::<f64>().ok()? / 1000.0,
        ))
    });
    Ok(times.collect())
}
