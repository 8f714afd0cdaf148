//! Messages as parameters of a statement.

use std::ops::Range;

use postgres::types::Type;

use super::values::Parameter;
use crate::store::database::MessageRow;

/// Stands for the words of a message that has more than an index takes: such a message is always a candidate. No word of ours
/// has a star in it.
pub(super) const TOO_MANY: &str = "*";

/// The most bytes that the words of one message may have; PostgreSQL takes less than 2^20.
pub(super) const WORDS_LIMIT: usize = 1 << 19;

/// What [`MessageColumns::tuples`] has in each tuple.
pub(super) const TUPLE: &str = "(position, is_reply, doc, words)";

/// What goes into a row of messages behind its user and conversation, from tuples named `m`.
pub(super) const FROM_TUPLES: &str = "m.position, m.is_reply, m.doc, array_to_tsvector(m.words)";

/// Returns the words under which a message is found.
pub(super) fn indexed(row: &MessageRow) -> Vec<&str> {
    match row.words.as_str().len() > WORDS_LIMIT {
        true => vec![TOO_MANY],
        false => row.words.iter().collect(),
    }
}

/// Returns what the index has of a message as text split at spaces: nothing comes as an empty text.
pub(super) fn expected(row: &MessageRow) -> impl Iterator<Item = &str> {
    let words = indexed(row);
    let none = words.is_empty().then_some("");
    none.into_iter().chain(words)
}

/// What the parameters of messages refer to.
pub(super) struct MessageColumns<'m> {
    rows: Vec<MessageColumn<'m>>,
}

struct MessageColumn<'m> {
    position: i64,
    is_reply: i64,
    doc: &'m str,
    words: Vec<&'m str>,
}

impl<'m> MessageColumns<'m> {
    /// Takes messages that stand from this position on.
    pub(super) fn new(from: usize, messages: &'m [MessageRow]) -> Self {
        let column = |(position, row): (usize, &'m MessageRow)| MessageColumn {
            position: position as i64,
            is_reply: row.is_reply.into(),
            doc: &row.doc,
            words: indexed(row),
        };
        let rows = (from..).zip(messages).map(column).collect();
        Self { rows }
    }

    /// Writes some of them as tuples of a `VALUES` clause, and puts what those refer to behind the other parameters.
    pub(super) fn tuples<'p>(
        &'p self,
        range: Range<usize>,
        parameters: &mut Vec<Parameter<'p>>,
    ) -> String {
        let tuple = |row: &'p MessageColumn<'m>| {
            let n = parameters.len();
            parameters.push((&row.position, Type::INT8));
            parameters.push((&row.is_reply, Type::INT8));
            parameters.push((&row.doc, Type::TEXT));
            parameters.push((&row.words, Type::TEXT_ARRAY));
            let [a, b, c, d] = [n + 1, n + 2, n + 3, n + 4];
            // In a clause of its own, a parameter is text unless it says otherwise.
            format!("(${a}::bigint, ${b}::bigint, ${c}::text, ${d}::text[])")
        };
        let tuples: Vec<String> = self.rows[range].iter().map(tuple).collect();
        tuples.join(", ")
    }
}
