//! A database made anew beside the place where it shall be, and put there when it is whole.
//!
//! Until then nobody knows of it, so it needs no journal and nothing on disk: what makes commits safe is done once, at the
//! end.

use std::path::Path;

use rusqlite::Connection;

use super::error::failed;
use super::filling::SqliteFilling;
use super::schema;
use crate::files::{Draft, FileError, Placed, folder_of, make_folders};
use crate::store::{Location, StoreError, StoreResult};

/// How much of the database stays in memory while it is made, in KiB.
const CACHE_KIB: i64 = 32 << 10;
/// How many bytes of the index of words are collected in memory before they are written, here and otherwise: the more, the
/// fewer pieces are merged later.
const WORDS_BYTES: [i64; 2] = [24 << 20, 1 << 20];

/// Begins a database that will be in `file`. Dropped before it is committed, it is gone.
pub(super) fn begin(file: &Path) -> StoreResult<SqliteFilling> {
    let location = Location::Sqlite(file.to_owned());
    make_folders(folder_of(file), |_, _| Ok::<_, FileError>(()))?;
    let draft = Draft::beside(file)?;
    let failed = || failed(&location, "create");
    let mut connection = Connection::open(draft.path()).map_err(failed())?;
    connection
        .execute_batch(&format!(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;
             PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{CACHE_KIB};"
        ))
        .map_err(failed())?;
    connection.set_prepared_statement_cache_capacity(64);
    schema::create(&mut connection, &location)?;
    keep_words_in_memory(&connection, WORDS_BYTES[0]).map_err(failed())?;
    let place = file.to_owned();
    SqliteFilling::begin(connection, &location.clone(), move |connection| {
        finish(connection, draft, &place, &location)
    })
}

fn keep_words_in_memory(connection: &Connection, bytes: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO message_words (message_words, rank) VALUES ('hashsize', ?1)";
    connection.execute(sql, [bytes]).map(drop)
}

/// Has the database on disk, and gives it its name, if that is still free.
fn finish(
    connection: Connection,
    draft: Draft,
    file: &Path,
    location: &Location,
) -> StoreResult<()> {
    keep_words_in_memory(&connection, WORDS_BYTES[1]).map_err(failed(location, "write"))?;
    connection
        .execute_batch("PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL;")
        .map_err(failed(location, "write"))?;
    connection
        .close()
        .map_err(|(_, error)| failed(location, "write")(error))?;
    draft.sync()?;
    match draft.place(file)? {
        Placed::Yes => Ok(()),
        Placed::Taken(_) => Err(StoreError::AlreadyThere {
            location: location.to_string(),
        }),
    }
}
