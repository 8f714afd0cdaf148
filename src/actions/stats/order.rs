//! Which rows come first.

use std::cmp::Ordering;

use super::dimension::Dimension;
use super::sums::UsageSums;
use crate::model::{CostSum, Totals};

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Dates, hours and weekdays ascending, where there are any, those without one last; within each the dearest.
    #[default]
    Usual,
    /// What cost most.
    Cost,
    /// What took most tokens.
    Tokens,
    /// What was asked most often.
    Replies,
    /// What failed most often.
    Errors,
    /// What became dearer by most since the period before.
    Change,
    /// Names and dates in their order.
    Name,
}

/// In which order rows are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Order {
    pub(super) sort: Sort,
    /// Whether what comes first comes last.
    pub(super) is_reversed: bool,
}

/// What most rows are put in order by. There may be many of them, so what is compared is kept close together.
struct Key {
    place: u32,
    /// What stands for dates, weekdays and hours; 0 where a row has no more of them.
    times: [u32; TIMES],
    cost: CostSum,
}

/// How many of the dimensions are times.
const TIMES: usize = 5;

impl Order {
    /// Returns the places of the sums in this order; equals by date, then the dearest, then by name.
    pub(super) fn places(self, sums: &UsageSums) -> Vec<u32> {
        let places = 0..u32::try_from(sums.len()).expect("places are numbers of 32 bits");
        let mut keys: Vec<Key> = places.map(|place| Key::of(place, sums)).collect();
        let names = |key: &Key| sums.names_of(key.place);
        let most = |a: &Key, b: &Key, count: fn(&Totals) -> u64| {
            count(sums.totals(b.place)).cmp(&count(sums.totals(a.place)))
        };
        keys.sort_unstable_by(|a, b| {
            let first = match self.sort {
                Sort::Usual => Ordering::Equal,
                Sort::Cost => b.cost.cmp(&a.cost),
                Sort::Tokens => most(a, b, |totals| totals.total_tokens),
                Sort::Replies => most(a, b, |totals| totals.replies),
                Sort::Errors => most(a, b, |totals| totals.errors),
                Sort::Change => change(sums, b).cmp(&change(sums, a)),
                Sort::Name => names(a).cmp(names(b)),
            };
            first
                .then_with(|| a.times.cmp(&b.times))
                .then_with(|| b.cost.cmp(&a.cost))
                .then_with(|| names(a).cmp(names(b)))
        });
        if self.is_reversed {
            keys.reverse();
        }
        keys.into_iter().map(|key| key.place).collect()
    }
}

impl Key {
    fn of(place: u32, sums: &UsageSums) -> Self {
        let mut times = [0; TIMES];
        let parts = sums
            .parts(place)
            .filter(|(dimension, _)| is_time(*dimension));
        for (time, (_, part)) in times.iter_mut().zip(parts) {
            *time = part;
        }
        Self {
            place,
            times,
            cost: sums.totals(place).cost,
        }
    }
}

fn is_time(dimension: Dimension) -> bool {
    dimension.is_date() || matches!(dimension, Dimension::Weekday | Dimension::Hour)
}

fn change(sums: &UsageSums, key: &Key) -> CostSum {
    key.cost - sums.previous(key.place).cost
}

#[cfg(test)]
mod tests {
    use super::super::Sums;
    use super::super::counted::{Counted, Side};
    use super::super::dimension::GroupValue;
    use super::super::names::Emails;
    use super::super::rows::{StatsRow, StatsRows};
    use super::*;
    use crate::model::{Cost, UserId};

    /// By names: what each cost, what it cost before, and the replies.
    fn in_order(order: Order, top: Option<usize>) -> (Vec<StatsRow>, Option<(usize, Sums)>) {
        let mut sums = UsageSums::new(&[Dimension::Model]);
        let user = UserId::parse("u").expect("an id");
        for (model, cost, previous, replies) in
            [("b", "3", "3", 5), ("a", "3", "2.5", 1), ("c", "1", "9", 9)]
        {
            let mut add = |cost, replies, side| {
                let totals = Totals {
                    replies,
                    cost: Cost::parse(cost).expect("a number").into(),
                    ..Totals::default()
                };
                let counted = Counted {
                    user: &user,
                    conversation: "",
                    provider: "p",
                    model,
                    at: None,
                    local: None,
                    totals: &totals,
                };
                sums.add(&counted, &[], side);
            };
            add(cost, replies, Side::Asked);
            add(previous, 1, Side::Previous);
        }
        let (rows, others) = StatsRows::of_sums(sums, &Emails::default(), order, top);
        (rows.iter().collect(), others)
    }

    fn names(rows: &[StatsRow]) -> String {
        let name = |row: &StatsRow| match &row.group[..] {
            [GroupValue::Name(name)] => name.to_string(),
            group => panic!("{group:?}"),
        };
        rows.iter().map(name).collect()
    }

    #[test]
    fn each_order_has_its_first_and_equals_keep_the_usual_one() {
        for (sort, expected) in [
            (Sort::Usual, "abc"),
            (Sort::Cost, "abc"),
            (Sort::Replies, "cba"),
            (Sort::Change, "abc"),
            (Sort::Errors, "abc"),
            (Sort::Name, "abc"),
        ] {
            for is_reversed in [false, true] {
                let (rows, others) = in_order(Order { sort, is_reversed }, None);
                let expected: String = match is_reversed {
                    true => expected.chars().rev().collect(),
                    false => expected.to_owned(),
                };
                assert_eq!((names(&rows), others), (expected, None), "{sort:?}");
            }
        }
    }

    #[test]
    fn what_is_left_out_becomes_one() {
        assert_eq!(in_order(Order::default(), Some(3)).1, None);
        let (rows, others) = in_order(Order::default(), Some(1));
        let (number, sums) = others.expect("two others");
        assert_eq!((names(&rows).as_str(), number), ("a", 2));
        assert_eq!((sums.totals.replies, sums.previous.replies), (14, 2));
        assert_eq!(sums.totals.cost, Cost::parse("4").expect("a number").into());
    }
}
