//! The rows of `stats`, each made when it is gone through: there may be very many.

use super::Sums;
use super::dimension::{Dimension, GroupValue};
use super::names::{Emails, Names};
use super::order::Order;
use super::sums::UsageSums;

/// Rows in order.
#[derive(Debug, Clone)]
pub struct StatsRows {
    sums: UsageSums,
    /// The places of their sums.
    places: Vec<u32>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatsRow {
    /// A value for each of the stats' dimensions.
    pub group: Vec<GroupValue>,
    /// What the replies took that have all of them.
    pub sums: Sums,
}

impl StatsRows {
    /// Returns rows of sums in this order, and what was left out to have no more than `top`: how many rows it would be, and
    /// what they took together. Conversations have no titles yet.
    pub(super) fn of_sums(
        mut sums: UsageSums,
        emails: &Emails,
        order: Order,
        top: Option<usize>,
    ) -> (Self, Option<(usize, Sums)>) {
        sums.names.take_emails(emails);
        let mut places = order.places(&sums);
        let top = top.filter(|top| *top < places.len());
        let others = top.map(|top| {
            let mut together = Sums::default();
            let others = places.split_off(top);
            for place in &others {
                together.merge(&sums.sums(*place));
            }
            (others.len(), together)
        });
        (Self { sums, places }, others)
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Returns each.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = StatsRow> + Clone {
        self.places.iter().map(|place| {
            let parts = self.sums.parts(*place);
            let value = |(dimension, part)| self.sums.names.value(dimension, part);
            StatsRow {
                group: parts.map(value).collect(),
                sums: self.sums.sums(*place),
            }
        })
    }

    /// Returns the numbers of the conversations in them.
    pub(super) fn conversations(&self) -> Vec<u32> {
        let parts = self.places.iter().flat_map(|place| self.sums.parts(*place));
        let conversations = parts.filter(|(dimension, _)| *dimension == Dimension::Conversation);
        conversations.map(|(_, part)| part).collect()
    }

    /// Returns the names in them.
    pub(super) fn names(&mut self) -> &mut Names {
        &mut self.sums.names
    }
}

#[cfg(test)]
impl StatsRows {
    /// Makes them of rows by these dimensions, none of whose groups occurs twice.
    pub(crate) fn of(by: &[Dimension], rows: impl IntoIterator<Item = StatsRow>) -> Self {
        let mut sums = UsageSums::new(by);
        let places = rows
            .into_iter()
            .map(|row| sums.put(&row.group, &row.sums))
            .collect();
        Self { sums, places }
    }
}
