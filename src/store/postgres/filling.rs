//! New content put in row by row, in the form in which PostgreSQL copies tables: much at once, table after table.
//!
//! Its form: <https://www.postgresql.org/docs/current/sql-copy.html>, "Binary Format".

use std::io::Write;
use std::sync::Arc;

use postgres::Client;

use super::message_columns::indexed;
use super::session::PostgresSession;
use super::{PostgresDatabase, schema};
use crate::store::StoreResult;
use crate::store::database::{Filling, MessageRow, Session, UserRows};

/// How many bytes of a table are kept before they are sent.
const SENT_AT: usize = 4 << 20;
/// How many of these are handed over at once: the connection copies them more than once.
const SENT_AT_ONCE: usize = 64 << 10;

/// What a copy begins with: how the format is known, no flags, no extension.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What it ends with.
const TRAILER: &[u8] = &[0xff, 0xff];

/// A transaction that replaces what a store holds.
pub(super) struct PostgresFilling {
    session: PostgresSession<Box<Client>>,
    database: Arc<PostgresDatabase>,
    is_new: bool,
    user_data: Table,
    conversations: Table,
    messages: Table,
}

/// Rows of a table that are not sent yet.
struct Table {
    copy: &'static str,
    rows: Vec<u8>,
}

impl PostgresFilling {
    /// Takes a connection in the midst of a transaction.
    pub(super) fn new(client: Client, database: Arc<PostgresDatabase>, is_new: bool) -> Self {
        let table = |copy| Table {
            copy,
            rows: HEADER.to_vec(),
        };
        Self {
            session: database.session(Box::new(client)),
            database,
            is_new,
            user_data: table("COPY chatkeep.user_data (user_id, doc) FROM STDIN BINARY"),
            conversations: table(
                "COPY chatkeep.conversations (user_id, id, position, spelling, doc, message_count, totals)
                 FROM STDIN BINARY",
            ),
            messages: table(
                "COPY chatkeep.messages (user_id, conversation_id, position, is_reply, doc, words)
                 FROM STDIN BINARY",
            ),
        }
    }

    /// Sends what is kept once it is much, also in the midst of a user, who may have more than all others.
    fn send_what_is_much(&mut self) -> StoreResult<()> {
        let tables = [&self.user_data, &self.conversations, &self.messages];
        let bytes: usize = tables.iter().map(|table| table.rows.len()).sum();
        match bytes >= SENT_AT {
            true => self.send(),
            false => Ok(()),
        }
    }

    /// Sends what is kept; what others refer to goes first.
    fn send(&mut self) -> StoreResult<()> {
        for table in [
            &mut self.user_data,
            &mut self.conversations,
            &mut self.messages,
        ] {
            if table.rows.len() > HEADER.len() {
                let failed = self.database.failed("write");
                table.rows.extend(TRAILER);
                let mut copy = self.session.client.copy_in(table.copy).map_err(&failed)?;
                for rows in table.rows.chunks(SENT_AT_ONCE) {
                    let written = copy.write_all(rows);
                    written.map_err(|error| self.database.not_written(error))?;
                }
                copy.finish().map_err(&failed)?;
                table.rows.truncate(HEADER.len());
            }
        }
        Ok(())
    }
}

impl Filling for PostgresFilling {
    fn session(&mut self) -> StoreResult<&mut dyn Session> {
        // Whoever looks sees what was put in.
        self.send()?;
        Ok(&mut self.session)
    }

    fn add(&mut self, rows: &UserRows) -> StoreResult<()> {
        let user = rows.user.as_str();
        self.user_data
            .row(2)
            .text(user)
            .maybe_text(rows.doc.as_deref());
        for (position, row) in rows.conversations.iter().enumerate() {
            self.conversations
                .row(7)
                .text(user)
                .text(&row.key)
                .integer(position as i64)
                .maybe_text(row.spelling.as_deref())
                .text(&row.doc)
                .integer(row.messages.len() as i64)
                .text(&row.totals);
            for (position, message) in row.messages.iter().enumerate() {
                self.messages
                    .row(6)
                    .text(user)
                    .text(&row.key)
                    .integer(position as i64)
                    .integer(i64::from(message.is_reply))
                    .text(&message.doc)
                    .words(message);
                self.send_what_is_much()?;
            }
            self.send_what_is_much()?;
        }
        Ok(())
    }

    fn commit(mut self: Box<Self>) -> StoreResult<()> {
        self.send()?;
        let client = &mut self.session.client;
        if self.is_new {
            schema::complete(client, &self.database)?;
        }
        client
            .batch_execute("COMMIT")
            .map_err(self.database.failed("write"))
    }
}

impl Table {
    fn row(&mut self, columns: i16) -> &mut Self {
        self.rows.extend(columns.to_be_bytes());
        self
    }

    fn field(&mut self, bytes: &[u8]) -> &mut Self {
        // Documents are far smaller; the server refuses what is not.
        let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
        self.rows.extend(length.to_be_bytes());
        self.rows.extend(bytes);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.field(text.as_bytes())
    }

    fn maybe_text(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => {
                self.rows.extend((-1_i32).to_be_bytes());
                self
            }
        }
    }

    fn integer(&mut self, number: i64) -> &mut Self {
        self.field(&number.to_be_bytes())
    }

    /// A `tsvector`: how many words, and each with its end and no places in the text.
    fn words(&mut self, message: &MessageRow) -> &mut Self {
        let words = indexed(message);
        let bytes: usize = words.iter().map(|word| word.len() + 3).sum();
        let length = i32::try_from(4 + bytes).unwrap_or(i32::MAX);
        self.rows.extend(length.to_be_bytes());
        self.rows.extend((words.len() as i32).to_be_bytes());
        for word in words {
            self.rows.extend(word.as_bytes());
            self.rows.extend([0, 0, 0]);
        }
        self
    }
}
