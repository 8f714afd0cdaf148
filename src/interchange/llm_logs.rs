//! The log of the program llm: an SQLite database, of both forms that it has had.
//!
//! The tables are those of simonw/llm, `llm/migrations.py`. Up to version 0.31 a conversation is a row of `conversations` with its
//! questions and replies in `responses` (read in `llm_responses.rs`). From 0.32 on it is a row of `threads`, whose `turns` lead to
//! `messages` that know what they follow, each made of `parts` (written by `llm/logs.py`, read in `llm_threads.rs`). A database that
//! was in use before has both; a conversation that went on is a thread with the id that it had.
//!
//! It is opened read-only, and only where the tables are tables of that program: a view could do anything.

use std::collections::HashSet;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::found::{Found, LeftOut, LeftOutKind};
use super::wide_text::WideText;
use super::{ConversationReader, InterchangeError, InterchangeResult};

/// What a conversation is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Generation {
    Responses,
    Threads,
}

/// Reads the database, conversation by conversation.
pub(super) struct LlmLogs {
    log: Log,
    /// Those to come, the last one first.
    waiting: Vec<(Generation, String)>,
}

impl LlmLogs {
    pub(super) fn new(path: &Path) -> InterchangeResult<Self> {
        let log = Log::open(path)?;
        let threads = log.ids(
            "SELECT id FROM threads ORDER BY datetime_utc, id",
            "threads",
        )?;
        let known: HashSet<&String> = threads.iter().collect();
        let older = log.ids(
            "SELECT DISTINCT conversation_id FROM responses WHERE conversation_id IS NOT NULL ORDER BY datetime_utc, id",
            "responses",
        )?;
        let older = older.iter().filter(|id| !known.contains(id));
        let older = older.map(|id| (Generation::Responses, id.clone()));
        let newer = threads.iter().map(|id| (Generation::Threads, id.clone()));
        let mut waiting: Vec<_> = older.chain(newer).collect();
        waiting.reverse();
        Ok(Self { log, waiting })
    }
}

impl ConversationReader for LlmLogs {
    fn next(&mut self) -> InterchangeResult<Option<Found>> {
        let Some((generation, id)) = self.waiting.pop() else {
            return Ok(None);
        };
        let conversation = match generation {
            Generation::Responses => self.log.conversation(&id)?,
            Generation::Threads => self.log.thread(&id)?,
        };
        Ok(Some(Found::Foreign(Box::new(conversation))))
    }

    fn bytes_read(&self) -> u64 {
        0
    }
}

/// A database that is such a log.
pub(super) struct Log {
    pub(super) database: Connection,
    /// Each column that there is, as `table.column`.
    columns: HashSet<String>,
}

impl Log {
    fn open(path: &Path) -> InterchangeResult<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let database = Connection::open_with_flags(path, flags)?;
        database.pragma_update(None, "trusted_schema", false)?;
        let mut columns = HashSet::new();
        {
            let mut statement = database.prepare(
                "SELECT tables.name || '.' || columns.name FROM sqlite_schema AS tables, \
                 pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                columns.insert(row.get(0)?);
            }
        }
        let log = Self { database, columns };
        if !log.has("_llm_migrations.name") {
            return Err(not_llm("it has no table `_llm_migrations`"));
        }
        if !log.has("responses.conversation_id") && !log.has("threads.tip_message_hash") {
            return Err(not_llm(
                "it has neither `responses` nor `threads`; run a newer llm once, which brings its log up to date",
            ));
        }
        Ok(log)
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains(column)
    }

    /// Returns the columns of a table for a query, `NULL` for those that this version does not have.
    pub(super) fn columns(&self, table: &str, names: &[&str]) -> String {
        let named = names
            .iter()
            .map(|name| match self.has(&format!("{table}.{name}")) {
                true => format!("{table}.{name}"),
                false => "NULL".to_owned(),
            });
        named.collect::<Vec<_>>().join(", ")
    }

    fn ids(&self, query: &str, table: &str) -> InterchangeResult<Vec<String>> {
        if !self.has(&format!("{table}.id")) {
            return Ok(Vec::new());
        }
        let mut statement = self.database.prepare(query)?;
        let ids = statement.query_map([], |row| row.get::<_, Option<String>>(0))?;
        let ids: Vec<Option<String>> = ids.collect::<Result<_, _>>()?;
        let mut seen = HashSet::new();
        let ids = ids.into_iter().flatten().filter(|id| !id.is_empty());
        Ok(ids.filter(|id| seen.insert(id.clone())).collect())
    }

    /// Notes a file that went along.
    pub(super) fn take_attachment(
        &self,
        id: &str,
        text: &mut WideText,
        left_out: &mut LeftOut,
    ) -> InterchangeResult<()> {
        let query = "SELECT type, coalesce(path, url) FROM attachments WHERE id = ?1";
        let mut statement = self.database.prepare_cached(query)?;
        let mut rows = statement.query([id])?;
        let (mut kind, mut place) = (None, None);
        if let Some(row) = rows.next()? {
            (kind, place) = (
                row.get::<_, Option<String>>(0)?,
                row.get::<_, Option<String>>(1)?,
            );
        }
        let is_image = kind.is_some_and(|kind| kind.starts_with("image/"));
        let (what, word) = match is_image {
            true => (LeftOutKind::Image, "image"),
            false => (LeftOutKind::File, "file"),
        };
        let name = place.as_deref().and_then(|place| place.rsplit('/').next());
        text.push_attachment(&name.filter(|name| !name.is_empty()).unwrap_or(word).into());
        left_out.add(what);
        Ok(())
    }
}

fn not_llm(reason: &str) -> InterchangeError {
    InterchangeError::NotLlmLogs {
        reason: reason.to_owned(),
    }
}
