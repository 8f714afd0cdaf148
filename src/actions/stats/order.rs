//! Which rows come first, and which are left out.

use std::cmp::{Ordering, Reverse};

use chrono::NaiveDate;

use super::dimension::GroupValue;
use super::{StatsRow, Sums};

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

/// Puts the rows in order; equals by date, then the dearest, then by name.
pub(super) fn sort(rows: &mut [StatsRow], sort: Sort) {
    // There may be many, and they are large: their numbers are sorted, and then each is moved once.
    let mut places: Vec<usize> = (0..rows.len()).collect();
    places.sort_by(|a, b| {
        let (a, b) = (&rows[*a], &rows[*b]);
        let (a_sums, b_sums) = (&a.sums, &b.sums);
        let first = match sort {
            Sort::Usual => Ordering::Equal,
            Sort::Cost => b_sums.totals.cost.cmp(&a_sums.totals.cost),
            Sort::Tokens => b_sums.totals.total_tokens.cmp(&a_sums.totals.total_tokens),
            Sort::Replies => b_sums.totals.replies.cmp(&a_sums.totals.replies),
            Sort::Errors => b_sums.totals.errors.cmp(&a_sums.totals.errors),
            Sort::Change => change(b_sums).cmp(&change(a_sums)),
            Sort::Name => names(a).cmp(names(b)),
        };
        first.then_with(|| usual(a, b))
    });
    for place in 0..rows.len() {
        // What was there has been moved to where an earlier row came from.
        let mut from = places[place];
        while from < place {
            from = places[from];
        }
        rows.swap(place, from);
    }
}

fn change(sums: &Sums) -> crate::model::CostSum {
    sums.totals.cost - sums.previous.cost
}

fn usual(a: &StatsRow, b: &StatsRow) -> Ordering {
    times(a)
        .cmp(times(b))
        .then_with(|| Reverse(a.sums.totals.cost).cmp(&Reverse(b.sums.totals.cost)))
        .then_with(|| names(a).cmp(names(b)))
}

/// Leaves so many rows. Returns how many others there were, and what they took together.
pub(super) fn cut(rows: &mut Vec<StatsRow>, top: Option<usize>) -> Option<(usize, Sums)> {
    let top = top.filter(|top| *top < rows.len())?;
    let others = rows.split_off(top);
    let mut sums = Sums::default();
    others.iter().for_each(|row| sums.merge(&row.sums));
    Some((others.len(), sums))
}

/// A time in a row, such that those that are missing sort last.
type Time = (bool, Option<NaiveDate>, u32);

fn times(row: &StatsRow) -> impl Iterator<Item = Time> {
    row.group.iter().filter_map(|value| match value {
        GroupValue::Day(day) | GroupValue::Week(day) | GroupValue::Month(day) => {
            Some((day.is_none(), *day, 0))
        }
        GroupValue::Weekday(weekday) => {
            let number = weekday.map(|weekday| weekday.num_days_from_monday());
            Some((weekday.is_none(), None, number.unwrap_or_default()))
        }
        GroupValue::Hour(hour) => Some((hour.is_none(), None, hour.unwrap_or_default().into())),
        GroupValue::User { .. } | GroupValue::Name(_) | GroupValue::Conversation { .. } => None,
    })
}

fn names(row: &StatsRow) -> impl Iterator<Item = (&str, &str)> {
    row.group.iter().filter_map(|value| match value {
        GroupValue::User { id, email } => {
            Some((email.as_deref().unwrap_or(id.as_str()), id.as_str()))
        }
        GroupValue::Name(name) => Some((&**name, "")),
        GroupValue::Conversation(conversation) => Some((conversation.id.as_str(), "")),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cost, Totals};

    fn row(name: &str, cost: &str, previous: &str, replies: u64) -> StatsRow {
        let totals = |cost, replies| Totals {
            replies,
            cost: Cost::parse(cost).expect("a number").into(),
            ..Totals::default()
        };
        StatsRow {
            group: vec![GroupValue::Name(name.into())],
            sums: Sums {
                totals: totals(cost, replies),
                previous: totals(previous, 1),
            },
        }
    }

    fn sorted(by: Sort) -> Vec<String> {
        let mut rows = vec![
            row("b", "3", "3", 5),
            row("a", "3", "2.5", 1),
            row("c", "1", "9", 9),
        ];
        sort(&mut rows, by);
        let names = rows.iter().flat_map(names);
        names.map(|(name, _)| name.to_owned()).collect()
    }

    #[test]
    fn each_order_has_its_first_and_equals_keep_the_usual_one() {
        assert_eq!(sorted(Sort::Usual), ["a", "b", "c"]);
        assert_eq!(sorted(Sort::Cost), ["a", "b", "c"]);
        assert_eq!(sorted(Sort::Replies), ["c", "b", "a"]);
        assert_eq!(sorted(Sort::Change), ["a", "b", "c"]);
        assert_eq!(sorted(Sort::Errors), ["a", "b", "c"]);
        assert_eq!(sorted(Sort::Name), ["a", "b", "c"]);
    }

    #[test]
    fn what_is_left_out_becomes_one() {
        let mut rows = vec![
            row("a", "3", "1", 5),
            row("b", "2", "1", 1),
            row("c", "1", "1", 9),
        ];
        assert_eq!(cut(&mut rows, Some(3)), None);
        let (number, sums) = cut(&mut rows, Some(1)).expect("two others");
        assert_eq!((number, rows.len(), sums.totals.replies), (2, 1, 10));
        assert_eq!(sums.totals.cost, Cost::parse("3").expect("a number").into());
    }
}
