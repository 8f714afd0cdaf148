//! A transaction on a connection.

use std::collections::BTreeMap;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

use super::error::failed;
use crate::model::UserId;
use crate::search::IndexTerm;
use crate::store::database::{
    CANDIDATE, Integrity, MessageRow, Row, RowVisitor, Session, SumRow, Value,
};
use crate::store::{Location, StoreResult};

/// A connection in the midst of a transaction; whoever makes it begins and ends that.
pub(super) struct SqliteSession<C> {
    pub(super) connection: C,
    pub(super) location: Location,
}

/// Milliseconds since 1970, by the database.
const NOW: &str = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

/// Turns SQL for every database into SQLite's.
fn adapted(sql: &str) -> String {
    // One writer at a time: rows need no locks.
    let sql = sql.split(" FOR UPDATE").next().unwrap_or(sql);
    let sql = sql.split(" FOR SHARE").next().unwrap_or(sql);
    sql.replace("chatkeep.now()", NOW).replace("chatkeep.", "")
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Text(text) => ValueRef::from(text),
            Self::MaybeText(text) => text.map_or(ValueRef::Null, ValueRef::from),
            Self::Integer(number) => ValueRef::Integer(number),
        }))
    }
}

impl<C: std::ops::Deref<Target = Connection>> SqliteSession<C> {
    fn each(&self, sql: &str, values: &[Value<'_>], visit: &mut RowVisitor<'_>) -> StoreResult<()> {
        let failed = failed(&self.location, "read");
        let mut statement = self.connection.prepare_cached(sql).map_err(&failed)?;
        let mut rows = statement.query(params_from_iter(values)).map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            visit(&SqliteRow {
                row,
                location: &self.location,
            })?;
        }
        Ok(())
    }

    fn change(&self, sql: &str, values: &[Value<'_>]) -> StoreResult<usize> {
        let failed = failed(&self.location, "write");
        let mut statement = self.connection.prepare_cached(sql).map_err(&failed)?;
        statement.execute(params_from_iter(values)).map_err(&failed)
    }
}

impl<C: std::ops::Deref<Target = Connection>> Session for SqliteSession<C> {
    fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> StoreResult<u64> {
        Ok(self.change(&adapted(sql), values)? as u64)
    }

    fn query(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        visit: &mut RowVisitor<'_>,
    ) -> StoreResult<()> {
        self.each(&adapted(sql), values, visit)
    }

    fn add_messages(
        &mut self,
        user: &UserId,
        conversation: &str,
        from: usize,
        messages: &[MessageRow],
    ) -> StoreResult<()> {
        for (position, message) in (from..).zip(messages) {
            self.change(
                "INSERT INTO messages (user_id, conversation_id, position, is_reply, doc)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                &[
                    user.into(),
                    conversation.into(),
                    Value::Integer(position as i64),
                    Value::Integer(i64::from(message.is_reply)),
                    (&message.doc).into(),
                ],
            )?;
            let number = self.connection.last_insert_rowid();
            self.change(
                "INSERT INTO message_words (rowid, words) VALUES (?1, ?2)",
                &[number.into(), message.words.as_str().into()],
            )?;
        }
        Ok(())
    }

    fn add_sums(&mut self, user: &UserId, sums: &[SumRow]) -> StoreResult<()> {
        for sum in sums {
            let key = [user.into(), (&sum.model_key).into(), (&sum.day).into()];
            let mut whole = sum.clone();
            let sql = "SELECT line FROM sums WHERE user_id = ?1 AND model_key = ?2 AND day = ?3";
            self.each(sql, &key, &mut |row| whole.add_line(row.text(0)?))?;
            let line = whole.line();
            let [user, model, day] = key;
            self.change(
                "INSERT INTO sums (user_id, model_key, day, line) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (user_id, model_key, day) DO UPDATE SET line = excluded.line",
                &[user, model, day, (&line).into()],
            )?;
        }
        Ok(())
    }

    fn sums(&mut self, user: Option<&UserId>, visit: &mut RowVisitor<'_>) -> StoreResult<()> {
        match user {
            Some(user) => {
                let sql = "SELECT user_id, line FROM sums WHERE user_id = ?1";
                self.each(sql, &[user.into()], visit)
            }
            None => self.each("SELECT user_id, line FROM sums", &[], visit),
        }
    }

    fn begin_to_overwrite(&mut self) -> StoreResult<()> {
        self.each("PRAGMA secure_delete = ON", &[], &mut |_| Ok(()))
    }

    fn forget_deleted_words(&mut self) -> StoreResult<()> {
        let sql = "INSERT INTO message_words (message_words) VALUES ('optimize')";
        self.change(sql, &[]).map(drop)
    }

    fn integrity(&mut self) -> StoreResult<Integrity> {
        let (mut reasons, mut search_index) = (Vec::new(), None);
        self.each("PRAGMA integrity_check(20)", &[], &mut |row| {
            match row.text(0)? {
                "ok" => {}
                // The index, or one of the tables that it is kept in.
                answer if answer.contains("message_words") => {
                    search_index = Some(answer.to_owned());
                }
                answer => reasons.push(answer.to_owned()),
            }
            Ok(())
        })?;
        self.each("PRAGMA foreign_key_check", &[], &mut |row| {
            reasons.push(format!(
                "a row of {} refers to none of {}",
                row.text(0)?,
                row.text(2)?
            ));
            Ok(())
        })?;
        Ok(Integrity {
            reasons,
            search_index,
        })
    }

    fn size(&mut self) -> StoreResult<u64> {
        let mut bytes = 0;
        let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        self.each(sql, &[], &mut |row| {
            bytes = u64::try_from(row.integer(0)?).unwrap_or_default();
            Ok(())
        })?;
        Ok(bytes)
    }

    fn version(&mut self) -> StoreResult<String> {
        let mut version = String::new();
        self.each("SELECT sqlite_version()", &[], &mut |row| {
            row.text(0)?.clone_into(&mut version);
            Ok(())
        })?;
        Ok(version)
    }

    fn without_words(&mut self) -> StoreResult<usize> {
        let mut missing = 0;
        self.each(
            "SELECT count(*) FROM messages m LEFT JOIN message_words_docsize w ON w.id = m.number
             WHERE w.id IS NULL",
            &[],
            &mut |row| {
                missing = usize::try_from(row.integer(0)?).unwrap_or_default();
                Ok(())
            },
        )?;
        Ok(missing)
    }

    fn index_messages(
        &mut self,
        user: &UserId,
        conversation: &str,
        messages: &[MessageRow],
    ) -> StoreResult<()> {
        for (position, message) in messages.iter().enumerate() {
            self.change(
                "INSERT INTO message_words (rowid, words)
                 SELECT m.number, ?4 FROM messages m
                 LEFT JOIN message_words_docsize w ON w.id = m.number
                 WHERE m.user_id = ?1 AND m.conversation_id = ?2 AND m.position = ?3 AND w.id IS NULL",
                &[
                    user.into(),
                    conversation.into(),
                    Value::Integer(position as i64),
                    message.words.as_str().into(),
                ],
            )?;
        }
        Ok(())
    }

    fn stale_words(
        &mut self,
        user: &UserId,
        conversations: &BTreeMap<String, Vec<MessageRow>>,
    ) -> StoreResult<BTreeMap<String, usize>> {
        let mut stale = BTreeMap::new();
        // The index does not give its words back, but how many there are of each message.
        self.each(
            "SELECT m.conversation_id, m.position, hex(w.sz) FROM messages m
             JOIN message_words_docsize w ON w.id = m.number WHERE m.user_id = ?1",
            &[user.into()],
            &mut |row| {
                let conversation = row.text(0)?;
                let position = usize::try_from(row.integer(1)?).unwrap_or(usize::MAX);
                let messages = conversations.get(conversation);
                if let Some(message) = messages.and_then(|all| all.get(position))
                    && varint(row.text(2)?) != Some(message.words.iter().count() as u64)
                {
                    *stale.entry(conversation.to_owned()).or_default() += 1;
                }
                Ok(())
            },
        )?;
        Ok(stale)
    }

    fn index_anew(
        &mut self,
        user: &UserId,
        conversation: &str,
        messages: &[MessageRow],
    ) -> StoreResult<()> {
        self.change(
            "DELETE FROM message_words WHERE rowid IN
             (SELECT number FROM messages WHERE user_id = ?1 AND conversation_id = ?2)",
            &[user.into(), conversation.into()],
        )?;
        self.index_messages(user, conversation, messages)
    }

    fn make_index(&mut self) -> StoreResult<()> {
        let sql = "INSERT INTO message_words (message_words) VALUES ('delete-all')";
        self.change(sql, &[]).map(drop)
    }

    fn candidates(
        &mut self,
        user: Option<&UserId>,
        terms: Option<&[IndexTerm]>,
        visit: &mut RowVisitor<'_>,
    ) -> StoreResult<()> {
        let joined = "JOIN conversations c ON c.user_id = m.user_id AND c.id = m.conversation_id";
        let Some(terms) = terms else {
            let condition = if user.is_some() {
                "WHERE m.user_id = ?1"
            } else {
                ""
            };
            let sql = format!("SELECT {CANDIDATE} FROM messages m {joined} {condition}");
            let values: Vec<Value<'_>> = user.into_iter().map(Value::from).collect();
            return self.each(&sql, &values, visit);
        };
        let condition = if user.is_some() {
            "AND m.user_id = ?2"
        } else {
            ""
        };
        let sql = format!(
            "SELECT {CANDIDATE} FROM message_words JOIN messages m ON m.number = message_words.rowid {joined}
             WHERE message_words MATCH ?1 {condition}"
        );
        let wanted = wanted(terms);
        let values: Vec<Value<'_>> = [Some(Value::from(&wanted)), user.map(Value::from)]
            .into_iter()
            .flatten()
            .collect();
        self.each(&sql, &values, visit)
    }
}

/// Writes terms in the language of FTS5. Words have no quotes in them.
fn wanted(terms: &[IndexTerm]) -> String {
    let terms = terms.iter().map(|term| {
        let star = if term.is_prefix { "*" } else { "" };
        format!("\"{}\"{star}", term.word)
    });
    terms.collect::<Vec<_>>().join(" ")
}

/// Reads a number as SQLite writes it in as few bytes as it takes, in hexadecimal: seven bits each, the highest first, and the
/// eighth set in all but the last. One of nine bytes would be more than there are words in any text.
fn varint(hex: &str) -> Option<u64> {
    let mut number: u64 = 0;
    for at in (0..hex.len().min(16)).step_by(2) {
        let byte = u64::from_str_radix(hex.get(at..at + 2)?, 16).ok()?;
        number = number << 7 | byte & 0x7f;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

struct SqliteRow<'r, 's> {
    row: &'r rusqlite::Row<'s>,
    location: &'r Location,
}

impl Row for SqliteRow<'_, '_> {
    fn text(&self, column: usize) -> StoreResult<&str> {
        Ok(self.maybe_text(column)?.unwrap_or_default())
    }

    fn maybe_text(&self, column: usize) -> StoreResult<Option<&str>> {
        let failed = failed(self.location, "read");
        let value = self.row.get_ref(column).map_err(&failed)?;
        value.as_str_or_null().map_err(|error| failed(error.into()))
    }

    fn integer(&self, column: usize) -> StoreResult<i64> {
        self.row.get(column).map_err(failed(self.location, "read"))
    }
}
