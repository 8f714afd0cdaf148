//! New content put in row by row.

use rusqlite::Connection;

use super::error::failed;
use super::session::SqliteSession;
use crate::store::database::{Filling, Session, UserRows};
use crate::store::{Location, StoreResult};

/// A transaction that replaces what a store holds.
pub(super) struct SqliteFilling {
    session: SqliteSession<Box<Connection>>,
    /// What is done with the connection when all is in.
    end: Box<dyn FnOnce(Connection) -> StoreResult<()>>,
}

impl SqliteFilling {
    pub(super) fn begin(
        connection: Connection,
        location: &Location,
        end: impl FnOnce(Connection) -> StoreResult<()> + 'static,
    ) -> StoreResult<Self> {
        let begun = connection.execute_batch("BEGIN IMMEDIATE");
        begun.map_err(failed(location, "lock"))?;
        Ok(Self {
            session: SqliteSession {
                connection: Box::new(connection),
                location: location.clone(),
            },
            end: Box::new(end),
        })
    }
}

impl Filling for SqliteFilling {
    fn session(&mut self) -> StoreResult<&mut dyn Session> {
        Ok(&mut self.session)
    }

    fn add(&mut self, rows: &UserRows) -> StoreResult<()> {
        let session = &mut self.session;
        let user = &rows.user;
        session.execute(
            "INSERT INTO user_data (user_id, doc) VALUES (?1, ?2)",
            &[user.into(), rows.doc.as_deref().into()],
        )?;
        for (position, row) in rows.conversations.iter().enumerate() {
            session.execute(
                "INSERT INTO conversations (user_id, id, position, spelling, doc, message_count, totals)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                &[
                    user.into(),
                    (&row.key).into(),
                    (position as i64).into(),
                    row.spelling.as_deref().into(),
                    (&row.doc).into(),
                    (row.messages.len() as i64).into(),
                    (&row.totals).into(),
                ],
            )?;
            session.add_messages(user, &row.key, 0, &row.messages)?;
        }
        Ok(())
    }

    fn commit(self: Box<Self>) -> StoreResult<()> {
        let SqliteSession {
            connection,
            location,
        } = self.session;
        let committed = connection.execute_batch("COMMIT");
        committed.map_err(failed(&location, "write"))?;
        (self.end)(*connection)
    }
}
