//! What replies took over time, step by step, with the days, weeks or months in between that had none.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::grid::time_text;
use crate::actions::stats::{Breakdown, Dimension, GroupValue};
use crate::model::Totals;

/// Steps of equal length, in their order, the first and the last of which have replies.
pub(super) struct Timeline {
    pub(super) steps: Vec<Step>,
    /// How many days, weeks or months there are to a step.
    pub(super) length: usize,
    dimension: Dimension,
    last: NaiveDate,
}

/// A step.
pub(super) struct Step {
    first: NaiveDate,
    /// What its replies took.
    pub(super) totals: Totals,
}

impl Timeline {
    /// Puts the rows of a date in order, in no more than `most` steps. `None` if there are none with a date.
    ///
    /// Dates may lie as far apart as the calendar goes: nothing here is as long as that.
    pub(super) fn of(breakdown: &Breakdown, most: usize) -> Option<Self> {
        let dimension = breakdown.dimension;
        let dated = || {
            let rows = breakdown.rows.iter();
            rows.filter_map(|row| Some((date_of(row.group.first()?)?, row.sums.totals)))
        };
        let first = dated().map(|(date, _)| date).min()?;
        let last = dated().map(|(date, _)| date).max()?;
        let place = |date| distance(dimension, first, date);
        let count = place(last) + 1;
        let length = count.div_ceil(most.max(1));
        let step = |index| {
            Some(Step {
                first: later(dimension, first, index * length)?,
                totals: Totals::default(),
            })
        };
        let mut steps: Vec<Step> = (0..count.div_ceil(length)).map_while(step).collect();
        for (date, totals) in dated() {
            if let Some(step) = steps.get_mut(place(date) / length) {
                step.totals.merge(&totals);
            }
        }
        Some(Self {
            steps,
            length,
            dimension,
            last,
        })
    }

    /// Writes when a step begins.
    pub(super) fn label(&self, step: &Step) -> String {
        self.written(step.first)
    }

    /// Writes from when to when it goes, and what a step is if it is several of its kind.
    pub(super) fn extent(&self) -> String {
        let first = self.steps.first().map(|step| self.label(step));
        let first = first.unwrap_or_default();
        let last = self.written(self.last);
        match (self.length, first == last) {
            (1, true) => first,
            (1, false) => format!("{first} to {last}"),
            (length, _) => format!(
                "{first} to {last}, {length} {}s each",
                self.dimension.as_str()
            ),
        }
    }

    fn written(&self, date: NaiveDate) -> String {
        let value = match self.dimension {
            Dimension::Week => GroupValue::Week(Some(date)),
            Dimension::Month => GroupValue::Month(Some(date)),
            _ => GroupValue::Day(Some(date)),
        };
        time_text(&value).unwrap_or_default()
    }
}

fn date_of(value: &GroupValue) -> Option<NaiveDate> {
    match value {
        GroupValue::Day(date) | GroupValue::Week(date) | GroupValue::Month(date) => *date,
        _ => None,
    }
}

/// Returns how many days, weeks or months lie between two dates, of which the first is not the later.
fn distance(dimension: Dimension, first: NaiveDate, date: NaiveDate) -> usize {
    let days = (date - first).num_days();
    let distance = match dimension {
        Dimension::Month => months(date) - months(first),
        Dimension::Week => days / 7,
        _ => days,
    };
    usize::try_from(distance).unwrap_or(0)
}

fn months(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

fn later(dimension: Dimension, first: NaiveDate, count: usize) -> Option<NaiveDate> {
    match dimension {
        Dimension::Month => first.checked_add_months(Months::new(u32::try_from(count).ok()?)),
        Dimension::Week => first.checked_add_days(Days::new(u64::try_from(count).ok()? * 7)),
        _ => first.checked_add_days(Days::new(u64::try_from(count).ok()?)),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::actions::stats::{StatsRow, StatsRows, Sums};

    /// Makes rows of days or months, with so many replies.
    pub(in crate::report::stats) fn breakdown(
        dimension: Dimension,
        rows: &[(&str, u64)],
    ) -> Breakdown {
        let row = |(date, replies): &(&str, u64)| {
            let date = date.parse().ok();
            let value = match dimension {
                Dimension::Month => GroupValue::Month(date),
                Dimension::Week => GroupValue::Week(date),
                _ => GroupValue::Day(date),
            };
            let mut sums = Sums::default();
            sums.totals.replies = *replies;
            StatsRow {
                group: vec![value],
                sums,
            }
        };
        Breakdown {
            dimension,
            rows: StatsRows::of(&[dimension], rows.iter().map(row)),
            others: None,
        }
    }

    fn shown(dimension: Dimension, rows: &[(&str, u64)], most: usize) -> (String, Vec<u64>) {
        let timeline = Timeline::of(&breakdown(dimension, rows), most).expect("dates");
        let replies = timeline.steps.iter().map(|step| step.totals.replies);
        (timeline.extent(), replies.collect())
    }

    #[test]
    fn what_lies_between_has_none_and_order_does_not_matter() {
        let leap = [("2028-03-01", 3), ("2028-02-27", 1), ("none", 9)];
        let expected = ("2028-02-27 to 2028-03-01".to_owned(), vec![1, 0, 0, 3]);
        assert_eq!(shown(Dimension::Day, &leap, 80), expected);
        let year = [("2026-12-28", 1), ("2027-01-11", 2)];
        let expected = ("2026-W53 to 2027-W02".to_owned(), vec![1, 0, 2]);
        assert_eq!(shown(Dimension::Week, &year, 80), expected);
        let months = [("2026-11-01", 1), ("2027-02-01", 2)];
        let expected = ("2026-11 to 2027-02".to_owned(), vec![1, 0, 0, 2]);
        assert_eq!(shown(Dimension::Month, &months, 80), expected);
    }

    #[test]
    fn a_long_time_is_told_in_longer_steps() {
        let days = [("2026-01-01", 1), ("2026-01-02", 2), ("2026-01-05", 4)];
        let (extent, replies) = shown(Dimension::Day, &days, 3);
        assert_eq!(extent, "2026-01-01 to 2026-01-05, 2 days each");
        assert_eq!(replies, [3, 0, 4]);
        let ages = [("0001-01-01", 1), ("9999-12-31", 2)];
        let (_, replies) = shown(Dimension::Day, &ages, 80);
        assert!(replies.len() <= 80, "{}", replies.len());
        assert_eq!(replies.iter().sum::<u64>(), 3);
        assert!(Timeline::of(&breakdown(Dimension::Day, &[("none", 1)]), 80).is_none());
    }
}
