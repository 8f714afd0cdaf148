//! A transaction on a connection.

use std::collections::BTreeMap;
use std::ops::DerefMut;
use std::time::Duration;

use postgres::Client;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::Type;

use super::error::failed;
use super::message_columns::{FROM_TUPLES, MessageColumns, TOO_MANY, TUPLE, expected, indexed};
use super::milliseconds;
use super::sum_columns::{ADD_SUMS, ON_CONFLICT, SumColumns};
use super::values::{Parameter, parameter};
use crate::model::UserId;
use crate::search::IndexTerm;
use crate::store::database::{
    Appended, CANDIDATE, Integrity, MessageRow, Row, RowVisitor, Session, SumRow, Value,
    append_in_steps,
};
use crate::store::{Location, StoreResult};

/// A connection in the midst of a transaction; whoever makes it begins and ends that.
pub(super) struct PostgresSession<C> {
    pub(super) client: C,
    pub(super) location: Location,
    pub(super) patience: Duration,
    /// Whether rows may be on other servers, where some statements cannot be run.
    pub(super) is_spread: bool,
}

/// Milliseconds since 1970, by the database.
const NOW: &str = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

/// The index of words.
const WORDS_INDEX: &str = "messages_words";

/// How many candidates of all users are looked for at first, in the way that suits a few.
const FEW: usize = 200;

/// Has the server look up, in this transaction, what an index knows to be asked for. A word of which it knows nothing its planner
/// takes to be in every hundredth message; for so many it reads all conversations, or starts other processes, which takes
/// several times longer than to look a few up.
const LOOK_UP: &str = "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off";

/// Takes that back.
const AS_PLANNED: &str =
    "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL enable_indexscan TO DEFAULT";

/// Turns SQL for every database into PostgreSQL's.
pub(super) fn adapted(sql: &str) -> String {
    sql.replace("chatkeep.now()", NOW).replace('?', "$")
}

impl<C: DerefMut<Target = Client>> PostgresSession<C> {
    fn each(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        visit: &mut RowVisitor<'_>,
    ) -> StoreResult<()> {
        let failed = failed(&self.location, self.patience, "read");
        let parameters = values.iter().map(parameter);
        let mut rows = self
            .client
            .query_typed_raw(sql, parameters)
            .map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            visit(&PostgresRow {
                row,
                failed: &failed,
            })?;
        }
        Ok(())
    }

    /// Hands the rows of a query to `visit` if they are no more than a [`FEW`]; returns whether they were.
    fn each_of_few(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        visit: &mut RowVisitor<'_>,
    ) -> StoreResult<bool> {
        let failed = failed(&self.location, self.patience, "read");
        let parameters: Vec<Parameter<'_>> = values.iter().map(parameter).collect();
        let sql = format!("{sql} LIMIT {}", FEW + 1);
        self.client.batch_execute(LOOK_UP).map_err(&failed)?;
        let rows = self.client.query_typed(&sql, &parameters);
        let rows = rows.map_err(&failed)?;
        if rows.len() > FEW {
            self.client.batch_execute(AS_PLANNED).map_err(&failed)?;
            return Ok(false);
        }
        for row in rows {
            visit(&PostgresRow {
                row,
                failed: &failed,
            })?;
        }
        Ok(true)
    }

    fn change(&mut self, sql: &str, values: &[Value<'_>]) -> StoreResult<u64> {
        let parameters: Vec<Parameter<'_>> = values.iter().map(parameter).collect();
        self.client.execute_typed(sql, &parameters).map_err(failed(
            &self.location,
            self.patience,
            "write",
        ))
    }
}

impl<C: DerefMut<Target = Client>> Session for PostgresSession<C> {
    fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> StoreResult<u64> {
        self.change(&adapted(sql), values)
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
        const AT_ONCE: usize = 100;
        let columns = MessageColumns::new(from, messages);
        for start in (0..messages.len()).step_by(AT_ONCE) {
            let (id, key) = (user.as_str(), conversation);
            let mut parameters: Vec<Parameter<'_>> = vec![(&id, Type::TEXT), (&key, Type::TEXT)];
            let end = messages.len().min(start + AT_ONCE);
            let tuples = columns.tuples(start..end, &mut parameters);
            let sql = format!(
                "INSERT INTO chatkeep.messages (user_id, conversation_id, position, is_reply, doc, words)
                 SELECT $1, $2, {FROM_TUPLES} FROM (VALUES {tuples}) AS m {TUPLE}"
            );
            let added = self.client.execute_typed(&sql, &parameters);
            added.map_err(failed(&self.location, self.patience, "write"))?;
        }
        Ok(())
    }

    fn append(&mut self, user: &UserId, appended: &Appended<'_>) -> StoreResult<bool> {
        if self.is_spread || appended.messages.is_empty() {
            return append_in_steps(self, user, appended);
        }
        // One statement: on the way to the server and back, most of a turn's time would be lost. It has locks waited for as
        // long as we were told to itself, as there may be no transaction that does.
        let columns = MessageColumns::new(appended.seen.message_count, appended.messages);
        let (values, patience) = (appended.values(user), milliseconds(self.patience));
        let mut parameters: Vec<Parameter<'_>> = values.iter().map(parameter).collect();
        parameters.push((&patience, Type::TEXT));
        parameters.push((&appended.zone, Type::TEXT));
        let tuples = columns.tuples(0..appended.messages.len(), &mut parameters);
        let sums = SumColumns::new(appended.sums);
        let add_sums = match appended.sums.is_empty() {
            true => String::new(),
            false => {
                let from = sums.from(&mut parameters);
                format!(
                    ", sums AS ({ADD_SUMS} SELECT c.user_id, s.* FROM conversation c, {from} {ON_CONFLICT})"
                )
            }
        };
        let sql = format!(
            "WITH patience AS MATERIALIZED (SELECT set_config('lock_timeout', $9, true)),
             summed AS MATERIALIZED (
               SELECT s.user_id FROM chatkeep.summed s, patience
               WHERE s.user_id = $1 AND s.zone = $10 FOR SHARE OF s),
             conversation AS (
               UPDATE chatkeep.conversations c SET doc = $3, message_count = $4, totals = $5 FROM summed s
               WHERE c.user_id = $1 AND s.user_id = $1 AND id = $2
                 AND doc = $6 AND message_count = $7 AND totals = $8
               RETURNING c.user_id, c.id){add_sums}
             INSERT INTO chatkeep.messages (user_id, conversation_id, position, is_reply, doc, words)
             SELECT c.user_id, c.id, {FROM_TUPLES} FROM conversation c, (VALUES {tuples}) AS m {TUPLE}"
        );
        let added = self.client.execute_typed(&sql, &parameters);
        let added = added.map_err(failed(&self.location, self.patience, "write"))?;
        Ok(added > 0)
    }

    fn add_sums(&mut self, user: &UserId, sums: &[SumRow]) -> StoreResult<()> {
        const AT_ONCE: usize = 1000;
        for sums in sums.chunks(AT_ONCE) {
            let (id, columns) = (user.as_str(), SumColumns::new(sums));
            let mut parameters: Vec<Parameter<'_>> = vec![(&id, Type::TEXT)];
            let from = columns.from(&mut parameters);
            let sql = format!("{ADD_SUMS} SELECT $1, s.* FROM {from} {ON_CONFLICT}");
            let added = self.client.execute_typed(&sql, &parameters);
            added.map_err(failed(&self.location, self.patience, "write"))?;
        }
        Ok(())
    }

    fn sums(&mut self, user: Option<&UserId>, visit: &mut RowVisitor<'_>) -> StoreResult<()> {
        // A row of each user rather than of each sum: what a row costs on its way is more than what is in it.
        let lines = "SELECT user_id, string_agg(line, E'\\n') FROM chatkeep.sums";
        match user {
            Some(user) => {
                let sql = format!("{lines} WHERE user_id = $1 GROUP BY user_id");
                self.each(&sql, &[user.into()], visit)
            }
            None => self.each(&format!("{lines} GROUP BY user_id"), &[], visit),
        }
    }

    fn integrity(&mut self) -> StoreResult<Integrity> {
        let mut reasons = Vec::new();
        let mut search_index = Some("it is missing".to_owned());
        self.each(
            "SELECT c.relname::text, (NOT (i.indisvalid AND i.indisready))::int4
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'chatkeep'",
            &[],
            &mut |row| {
                let (name, is_invalid) = (row.text(0)?, row.integer(1)? != 0);
                let reason = is_invalid.then(|| format!("the index {name} is not valid"));
                match name == WORDS_INDEX {
                    true => search_index = reason,
                    false => reasons.extend(reason),
                }
                Ok(())
            },
        )?;
        Ok(Integrity {
            reasons,
            search_index,
        })
    }

    fn size(&mut self) -> StoreResult<u64> {
        let mut bytes = 0;
        let sql = "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c
                   JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE n.nspname = 'chatkeep' AND c.relkind = 'r'";
        self.each(sql, &[], &mut |row| {
            bytes = u64::try_from(row.integer(0)?).unwrap_or_default();
            Ok(())
        })?;
        Ok(bytes)
    }

    fn version(&mut self) -> StoreResult<String> {
        let mut version = String::new();
        let sql = "SELECT current_setting('server_version')";
        self.each(sql, &[], &mut |row| {
            row.text(0)?.clone_into(&mut version);
            Ok(())
        })?;
        Ok(version)
    }

    fn without_words(&mut self) -> StoreResult<usize> {
        // Each message has its words in its own row.
        Ok(0)
    }

    fn index_messages(&mut self, _: &UserId, _: &str, _: &[MessageRow]) -> StoreResult<()> {
        Ok(())
    }

    fn stale_words(
        &mut self,
        user: &UserId,
        conversations: &BTreeMap<String, Vec<MessageRow>>,
    ) -> StoreResult<BTreeMap<String, usize>> {
        let mut stale = BTreeMap::new();
        self.each(
            "SELECT conversation_id, position, array_to_string(tsvector_to_array(words), ' ')
             FROM chatkeep.messages WHERE user_id = $1",
            &[user.into()],
            &mut |row| {
                let conversation = row.text(0)?;
                let position = usize::try_from(row.integer(1)?).unwrap_or(usize::MAX);
                let messages = conversations.get(conversation);
                if let Some(message) = messages.and_then(|all| all.get(position))
                    && !row.text(2)?.split(' ').eq(expected(message))
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
        let (id, key) = (user.as_str(), conversation);
        for (position, message) in (0_i64..).zip(messages) {
            let words = indexed(message);
            let parameters: [Parameter<'_>; 4] = [
                (&id, Type::TEXT),
                (&key, Type::TEXT),
                (&position, Type::INT8),
                (&words, Type::TEXT_ARRAY),
            ];
            let sql = "UPDATE chatkeep.messages SET words = array_to_tsvector($4)
                 WHERE user_id = $1 AND conversation_id = $2 AND position = $3";
            let changed = self.client.execute_typed(sql, &parameters);
            changed.map_err(failed(&self.location, self.patience, "write"))?;
        }
        Ok(())
    }

    fn make_index(&mut self) -> StoreResult<()> {
        // One that is missing is made as one that is not valid.
        self.change("DROP INDEX IF EXISTS chatkeep.messages_words", &[])?;
        let sql = "CREATE INDEX messages_words ON chatkeep.messages USING gin (words)";
        self.change(sql, &[]).map(drop)
    }

    fn candidates(
        &mut self,
        user: Option<&UserId>,
        terms: Option<&[IndexTerm]>,
        visit: &mut RowVisitor<'_>,
    ) -> StoreResult<()> {
        let wanted = terms.map(wanted);
        let mut values: Vec<Value<'_>> = Vec::new();
        let mut conditions = Vec::new();
        if let Some(wanted) = &wanted {
            values.push(wanted.into());
            conditions.push(format!("m.words @@ ${}::text::tsquery", values.len()));
        }
        if let Some(user) = user {
            values.push(user.into());
            conditions.push(format!("m.user_id = ${}", values.len()));
        }
        let condition = match conditions.is_empty() {
            true => String::new(),
            false => format!("WHERE {}", conditions.join(" AND ")),
        };
        let sql = format!(
            "SELECT {CANDIDATE} FROM chatkeep.messages m JOIN chatkeep.conversations c
             ON c.user_id = m.user_id AND c.id = m.conversation_id {condition}"
        );
        let may_be_few = terms.is_some() && user.is_none();
        if may_be_few && self.each_of_few(&sql, &values, visit)? {
            return Ok(());
        }
        self.each(&sql, &values, visit)
    }
}

/// Writes terms in the language of `tsquery`. Words have neither quotes nor backslashes in them.
fn wanted(terms: &[IndexTerm]) -> String {
    let terms = terms.iter().map(|term| {
        let star = if term.is_prefix { ":*" } else { "" };
        format!("'{}'{star}", term.word)
    });
    let all = terms.collect::<Vec<_>>().join(" & ");
    format!("({all}) | '{TOO_MANY}'")
}

struct PostgresRow<'r, F> {
    row: postgres::Row,
    failed: &'r F,
}

impl<F: Fn(postgres::Error) -> crate::store::StoreError> Row for PostgresRow<'_, F> {
    fn text(&self, column: usize) -> StoreResult<&str> {
        self.row.try_get(column).map_err(self.failed)
    }

    fn maybe_text(&self, column: usize) -> StoreResult<Option<&str>> {
        self.row.try_get(column).map_err(self.failed)
    }

    fn integer(&self, column: usize) -> StoreResult<i64> {
        // What is counted or chosen by a literal comes as a smaller number.
        match self.row.columns().get(column).map(postgres::Column::type_) {
            Some(&Type::INT4) => {
                let number: i32 = self.row.try_get(column).map_err(self.failed)?;
                Ok(number.into())
            }
            _ => self.row.try_get(column).map_err(self.failed),
        }
    }
}
