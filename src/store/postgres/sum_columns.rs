//! Sums as parameters of a statement.

use postgres::types::Type;

use super::values::Parameter;
use crate::store::database::SumRow;

/// What puts sums in, up to the `SELECT` that has their user and then [`SumColumns::from`].
pub(super) const ADD_SUMS: &str = "INSERT INTO chatkeep.sums AS present (user_id, model_key, day, model, replies, \
     input_tokens, output_tokens, total_tokens, unknown_costs, errors, interrupted, cost)";

/// What stands behind it: those that are there are added to.
pub(super) const ON_CONFLICT: &str = "ON CONFLICT (user_id, model_key, day) DO UPDATE SET
       replies = present.replies + excluded.replies,
       input_tokens = present.input_tokens + excluded.input_tokens,
       output_tokens = present.output_tokens + excluded.output_tokens,
       total_tokens = present.total_tokens + excluded.total_tokens,
       unknown_costs = present.unknown_costs + excluded.unknown_costs,
       errors = present.errors + excluded.errors,
       interrupted = present.interrupted + excluded.interrupted,
       cost = present.cost + excluded.cost";

/// What the parameters of sums refer to, column by column.
pub(super) struct SumColumns<'s> {
    names: [Vec<&'s str>; 3],
    numbers: [Vec<String>; 8],
}

impl<'s> SumColumns<'s> {
    pub(super) fn new(sums: &'s [SumRow]) -> Self {
        let mut columns = Self {
            names: Default::default(),
            numbers: Default::default(),
        };
        for sum in sums {
            for (column, name) in
                columns
                    .names
                    .iter_mut()
                    .zip([&sum.model_key, &sum.day, &sum.model])
            {
                column.push(name);
            }
            for (column, number) in columns.numbers.iter_mut().zip(sum.numbers()) {
                column.push(number);
            }
        }
        columns
    }

    /// Writes them as a table `s`, in the order given, and puts what it refers to behind the other parameters.
    pub(super) fn from<'p>(&'p self, parameters: &mut Vec<Parameter<'p>>) -> String {
        let first = parameters.len() + 1;
        for column in &self.names {
            parameters.push((column, Type::TEXT_ARRAY));
        }
        // As texts: a count may be larger than the server's own numbers, and a price has more digits.
        for column in &self.numbers {
            parameters.push((column, Type::TEXT_ARRAY));
        }
        let arrays = (first..parameters.len() + 1)
            .enumerate()
            .map(|(at, number)| match at < self.names.len() {
                true => format!("${number}::text[]"),
                false => format!("${number}::text[]::numeric[]"),
            });
        format!("unnest({}) AS s", arrays.collect::<Vec<_>>().join(", "))
    }
}
