//! What a chart shows of usage.

use super::grid::known_cost;
use crate::model::Totals;
use crate::report::{count, usd_column};

/// What the bars of a chart stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    /// What is known of the cost.
    #[default]
    Cost,
    /// Tokens sent and received.
    Tokens,
    /// Replies.
    Replies,
}

impl Measure {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Tokens => "tokens",
            Self::Replies => "replies",
        }
    }

    /// Returns how long the bar is, for which binary fractions do; nothing of what is not known or negative.
    pub(super) fn number(self, totals: &Totals) -> f64 {
        let number = match self {
            Self::Cost => totals.cost.rounded(9),
            Self::Tokens => totals.total_tokens.to_string(),
            Self::Replies => totals.replies.to_string(),
        };
        number.parse().map_or(0.0, |number: f64| number.max(0.0))
    }

    /// Writes the amounts of these as a column of a table has them.
    pub(super) fn texts<'t>(self, all: impl IntoIterator<Item = &'t Totals>) -> Vec<String> {
        let all = all.into_iter();
        match self {
            Self::Cost => usd_column(all.map(known_cost)),
            Self::Tokens => all.map(|totals| count(totals.total_tokens)).collect(),
            Self::Replies => all.map(|totals| count(totals.replies)).collect(),
        }
    }
}
