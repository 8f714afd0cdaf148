//! The first hits of many, without keeping all of them.

use super::hit::{Hit, Order};

/// Keeps the first hits: as many as are wanted, whatever the order in which they come.
#[derive(Debug)]
pub struct BestHits {
    order: Order,
    limit: Option<usize>,
    /// Sorted only when there are twice as many as are wanted.
    hits: Vec<Hit>,
    /// The last of those that were kept when they were sorted: what comes behind it is not wanted.
    is_cut: bool,
}

impl BestHits {
    /// Begins with none.
    pub fn new(order: Order, limit: Option<usize>) -> Self {
        Self {
            order,
            limit,
            hits: Vec::new(),
            is_cut: false,
        }
    }

    /// Takes a hit whose snippet is made only if it may be among the first.
    pub fn add(&mut self, mut hit: Hit, snippet: impl FnOnce() -> super::Snippet) {
        let Some(limit) = self.limit else {
            hit.snippet = snippet();
            self.hits.push(hit);
            return;
        };
        let is_behind = |last: &Hit| hit.cmp_by(last, self.order).is_gt();
        if limit == 0 || (self.is_cut && self.hits.get(limit - 1).is_some_and(is_behind)) {
            return;
        }
        hit.snippet = snippet();
        self.hits.push(hit);
        if self.hits.len() >= limit.saturating_mul(2) {
            self.sort();
        }
    }

    /// Takes what others kept.
    pub fn merge(&mut self, other: Self) {
        self.hits.extend(other.hits);
        self.sort();
    }

    /// Returns the first hits, in order.
    pub fn into_hits(mut self) -> Vec<Hit> {
        self.sort();
        self.hits
    }

    fn sort(&mut self) {
        let order = self.order;
        self.hits.sort_by(|one, other| one.cmp_by(other, order));
        if let Some(limit) = self.limit
            && self.hits.len() >= limit
        {
            self.hits.truncate(limit);
            self.is_cut = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ConversationId, Moment, Role, UserId};
    use crate::search::Snippet;

    fn hit(number: usize, occurrences: usize, at: &str) -> Hit {
        Hit {
            user: UserId::parse("u1").expect("an id"),
            conversation: ConversationId::new("c1"),
            title: String::new(),
            number,
            role: Role::User,
            provider: String::new(),
            model: String::new(),
            at: Moment::parse(at).map(|at| at.to_utc(chrono_tz::UTC)),
            distinct: 1,
            occurrences,
            snippet: Snippet::default(),
        }
    }

    fn first(order: Order, limit: Option<usize>, hits: &[Hit]) -> Vec<usize> {
        let mut best = BestHits::new(order, limit);
        for hit in hits {
            best.add(hit.clone(), Snippet::default);
        }
        best.into_hits().iter().map(|hit| hit.number).collect()
    }

    #[test]
    fn the_first_are_the_same_in_whatever_order_they_come() {
        let mut hits: Vec<Hit> = (0..40)
            .map(|number| hit(number, number % 7, "2026-02-09T14:03:11Z"))
            .collect();
        let all = first(Order::Relevance, None, &hits);
        assert_eq!(all[..6], [6, 13, 20, 27, 34, 5]);
        for limit in [0, 1, 5, 39, 40, 100] {
            hits.rotate_left(11);
            let some = first(Order::Relevance, Some(limit), &hits);
            assert_eq!(some, all[..limit.min(40)], "{limit}");
        }
    }

    #[test]
    fn newest_goes_by_time_and_what_has_none_is_last() {
        let hits = [
            hit(1, 9, "never"),
            hit(2, 1, "2026-01-01T00:00:00Z"),
            hit(3, 1, "2026-02-01T00:00:00Z"),
        ];
        assert_eq!(first(Order::Newest, None, &hits), [3, 2, 1]);
        assert_eq!(first(Order::Relevance, None, &hits), [1, 3, 2]);
    }
}
