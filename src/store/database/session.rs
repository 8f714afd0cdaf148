//! What is asked of a database, whichever it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::as_integer;
use super::sum_row::SumRow;
use crate::model::UserId;
use crate::search::IndexTerm;
use crate::store::examining::Findings;
use crate::store::{Finding, Location, StoreResult};

/// A database that holds a store.
///
/// SQL is one text for all: parameters are `?1`, `?2`, …, tables are named `chatkeep.TABLE`, and `FOR UPDATE` stands at the
/// end of a statement where rows are read to be changed. Each database turns that into its own.
pub(in crate::store) trait Database: Send + Sync {
    /// Returns where the database is.
    fn location(&self) -> &Location;

    /// Hands a session to `work` that sees the database at one moment, and changes nothing.
    fn read(&self, work: &mut Work<'_>) -> StoreResult<()>;

    /// Hands a session to `work`, whose changes are made at one stroke when it returns, and not at all if it fails. `work` is
    /// called again if others came in between.
    fn write(&self, work: &mut Work<'_>) -> StoreResult<()>;

    /// Hands a session to `work` in which each statement is a transaction of its own, and returns whether it did: where that
    /// saves nothing, it does not.
    fn one_by_one(&self, work: &mut Work<'_>) -> StoreResult<bool> {
        let _ = work;
        Ok(false)
    }

    /// Hands a session to `work` whose changes are taken back, to see how they go.
    fn try_out(&self, work: &mut Work<'_>) -> StoreResult<()>;

    /// Has on disk what makes no difference, to see how long that takes.
    fn commit_nothing(&self) -> StoreResult<()>;

    /// Whether it is a file on a file system that several machines may have.
    fn is_on_network(&self) -> bool;

    /// Has what was overwritten gone from files that the database keeps beside its own, as far as nobody reads them.
    fn forget_old_pages(&self) -> StoreResult<()> {
        Ok(())
    }

    /// Returns a session that sees the database as it is at this moment for as long as it lives.
    fn hold(&self) -> StoreResult<Box<dyn Session + Send>>;

    /// Begins to replace all that the store holds by rows. Others can read what was there until [`Filling::commit`].
    fn fill(self: Arc<Self>) -> StoreResult<Box<dyn Filling>>;

    /// Looks at what is around the database, such as the file that it is in.
    fn examine_surroundings(&self, found: &mut Findings) -> StoreResult<()>;

    /// Mends what was found there. Returns whether it was mended.
    fn mend_surroundings(&self, finding: &Finding) -> StoreResult<bool>;
}

/// Something to be done in a session.
pub(in crate::store) type Work<'w> = dyn FnMut(&mut dyn Session) -> StoreResult<()> + 'w;

/// A connection, mostly in the midst of a transaction.
pub(in crate::store) trait Session {
    /// Makes a change. Returns how many rows it touched.
    fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> StoreResult<u64>;

    /// Hands each row to `visit`, as it comes. Stops at its first error.
    fn query(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        visit: &mut RowVisitor<'_>,
    ) -> StoreResult<()>;

    /// Puts messages into a conversation, from this position on.
    fn add_messages(
        &mut self,
        user: &UserId,
        conversation: &str,
        from: usize,
        messages: &[MessageRow],
    ) -> StoreResult<()>;

    /// Puts messages behind the last one of a conversation and sets its row, unless that is not as it was seen any more.
    /// Returns whether it was.
    fn append(&mut self, user: &UserId, appended: &Appended<'_>) -> StoreResult<bool> {
        append_in_steps(self, user, appended)
    }

    /// Adds to the sums of a user, which are given in the order of their keys.
    fn add_sums(&mut self, user: &UserId, sums: &[SumRow]) -> StoreResult<()>;

    /// Hands rows to `visit` that have a user and lines of that user's sums: of one user, or of all.
    fn sums(&mut self, user: Option<&UserId>, visit: &mut RowVisitor<'_>) -> StoreResult<()>;

    /// From here on, has what is deleted overwritten, where the database would leave it in free space and can do so.
    fn begin_to_overwrite(&mut self) -> StoreResult<()> {
        Ok(())
    }

    /// Has the index of words rid of what it still has of deleted messages, where it keeps that.
    fn forget_deleted_words(&mut self) -> StoreResult<()> {
        Ok(())
    }

    /// Says what the database itself finds wrong with it.
    fn integrity(&mut self) -> StoreResult<Integrity>;

    /// Returns how many bytes the store takes.
    fn size(&mut self) -> StoreResult<u64>;

    /// Returns the version of the program or library.
    fn version(&mut self) -> StoreResult<String>;

    /// Returns how many messages the index of words does not have.
    fn without_words(&mut self) -> StoreResult<usize>;

    /// Puts those of a conversation's messages into the index of words that it does not have; all are given.
    fn index_messages(
        &mut self,
        user: &UserId,
        conversation: &str,
        messages: &[MessageRow],
    ) -> StoreResult<()>;

    /// Returns of how many messages the index has other words than these, by conversation, as far as it can tell: of a user's
    /// conversations all messages are given. What it does not have at all is not counted.
    fn stale_words(
        &mut self,
        user: &UserId,
        conversations: &BTreeMap<String, Vec<MessageRow>>,
    ) -> StoreResult<BTreeMap<String, usize>>;

    /// Puts a conversation's messages into the index of words, in place of what it has of them; all are given.
    fn index_anew(
        &mut self,
        user: &UserId,
        conversation: &str,
        messages: &[MessageRow],
    ) -> StoreResult<()>;

    /// Makes the index of words again. Messages may have to be put in after that: see [`Self::without_words`].
    fn make_index(&mut self) -> StoreResult<()>;

    /// Hands rows of [`CANDIDATE`] to `visit`: those of all messages that have these terms, and maybe of others; all, where
    /// there are none. Those of one user's messages alone, if one is given. In any order.
    fn candidates(
        &mut self,
        user: Option<&UserId>,
        terms: Option<&[IndexTerm]>,
        visit: &mut RowVisitor<'_>,
    ) -> StoreResult<()>;
}

/// Appends in several statements, which must be of one transaction that holds the sums.
pub(in crate::store) fn append_in_steps<S: Session + ?Sized>(
    session: &mut S,
    user: &UserId,
    appended: &Appended<'_>,
) -> StoreResult<bool> {
    let sql = "UPDATE chatkeep.conversations SET doc = ?3, message_count = ?4, totals = ?5
         WHERE user_id = ?1 AND id = ?2 AND doc = ?6 AND message_count = ?7 AND totals = ?8";
    if session.execute(sql, &appended.values(user))? == 0 {
        return Ok(false);
    }
    let seen = appended.seen;
    session.add_messages(user, &seen.key, seen.message_count, appended.messages)?;
    session.add_sums(user, appended.sums)?;
    Ok(true)
}

/// What a database finds wrong with itself, in its own words.
#[derive(Debug, Default)]
pub(in crate::store) struct Integrity {
    /// With what it keeps.
    pub(in crate::store) reasons: Vec<String>,
    /// With the index of words, which can be made again.
    pub(in crate::store) search_index: Option<String>,
}

/// The columns of a message that may be a hit, from the tables of messages `m` and conversations `c`.
pub(in crate::store) const CANDIDATE: &str =
    "m.user_id, m.conversation_id, m.position, m.doc, c.doc";

/// Takes one row.
pub(in crate::store) type RowVisitor<'v> = dyn FnMut(&dyn Row) -> StoreResult<()> + 'v;

/// A row that was asked for; columns count from 0.
pub(in crate::store) trait Row {
    /// Returns a text.
    fn text(&self, column: usize) -> StoreResult<&str>;

    /// Returns a text that may be missing.
    fn maybe_text(&self, column: usize) -> StoreResult<Option<&str>>;

    /// Returns a number.
    fn integer(&self, column: usize) -> StoreResult<i64>;
}

/// A parameter of a statement.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) enum Value<'a> {
    Text(&'a str),
    MaybeText(Option<&'a str>),
    Integer(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a UserId> for Value<'a> {
    fn from(user: &'a UserId) -> Self {
        Self::Text(user.as_str())
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::MaybeText(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

/// A message as a row: its text, and the words under which an index has it, in the order of their bytes.
#[derive(Debug)]
pub(in crate::store) struct MessageRow {
    pub(in crate::store) doc: String,
    pub(in crate::store) is_reply: bool,
    pub(in crate::store) words: Words,
}

/// What becomes of a conversation that messages are put behind.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Appended<'a> {
    /// The conversation as it was seen.
    pub(in crate::store) seen: &'a Stored,
    /// Its document without messages, from now on.
    pub(in crate::store) doc: &'a str,
    /// What its replies took, from now on.
    pub(in crate::store) totals: &'a str,
    pub(in crate::store) messages: &'a [MessageRow],
    /// The zone that the user's sums must be of.
    pub(in crate::store) zone: &'a str,
    /// What is added to them.
    pub(in crate::store) sums: &'a [SumRow],
}

impl<'a> Appended<'a> {
    /// Returns the user, the key, the new document, count and totals, and those that were seen.
    pub(in crate::store) fn values(&self, user: &'a UserId) -> [Value<'a>; 8] {
        let (seen, count) = (self.seen, self.seen.message_count + self.messages.len());
        [
            user.into(),
            (&seen.key).into(),
            self.doc.into(),
            as_integer(count).into(),
            self.totals.into(),
            (&seen.doc).into(),
            as_integer(seen.message_count).into(),
            (&seen.totals).into(),
        ]
    }
}

/// Distinct words, one behind the other with a space between them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::store) struct Words(String);

impl Words {
    /// Joins words, of which none has a space in it.
    pub(in crate::store) fn join<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut joined = String::new();
        for word in words {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(word);
        }
        Self(joined)
    }

    pub(in crate::store) fn as_str(&self) -> &str {
        &self.0
    }

    pub(in crate::store) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_ascii_whitespace()
    }
}

/// New content of a store, put in row by row, in the order of the users' ids.
pub(in crate::store) trait Filling {
    /// Returns the session in which the old content is still seen, as far as nothing new was put in.
    fn session(&mut self) -> StoreResult<&mut dyn Session>;

    /// Takes all rows of one user's data. The account comes later.
    fn add(&mut self, rows: &UserRows) -> StoreResult<()>;

    /// Has the content in place.
    fn commit(self: Box<Self>) -> StoreResult<()>;
}

/// All that one user has, as rows.
#[derive(Debug)]
pub(in crate::store) struct UserRows {
    pub(in crate::store) user: UserId,
    /// The user's file without its conversations; `None` if there is no file.
    pub(in crate::store) doc: Option<String>,
    pub(in crate::store) conversations: Vec<ConversationRow>,
}

/// A conversation as its row has it.
#[derive(Debug)]
pub(in crate::store) struct Stored {
    pub(in crate::store) key: String,
    /// Its id as a document spells it.
    pub(in crate::store) spelling: String,
    pub(in crate::store) doc: String,
    pub(in crate::store) message_count: usize,
    /// What its replies took, as JSON.
    pub(in crate::store) totals: String,
}

/// A conversation as a row, and those of its messages.
#[derive(Debug)]
pub(in crate::store) struct ConversationRow {
    /// Its id as a key: see [`super::keys::key_of`].
    pub(in crate::store) key: String,
    /// Its id as the document spells it, where that differs.
    pub(in crate::store) spelling: Option<String>,
    /// Its document without its messages.
    pub(in crate::store) doc: String,
    /// What its replies took, as JSON.
    pub(in crate::store) totals: String,
    pub(in crate::store) messages: Vec<MessageRow>,
}
