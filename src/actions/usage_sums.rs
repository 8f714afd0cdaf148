//! The sums behind `stats`: one for each combination of values that occurs.

use std::cmp::Ordering;
use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::stats::{Dimension, GroupValue, StatsRow};
use crate::model::{Totals, User, UserId};
use crate::store::UsageRecord;

/// How many dimensions there are.
const DIMENSIONS: usize = 5;

/// What a row's replies have in common; places that no dimension needs are empty.
type Group = [Part; DIMENSIONS];

/// A value in a group, small enough to be copied for every reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Empty,
    Text(u32),
    Date(Option<NaiveDate>),
}

/// Sums in the making.
pub(super) struct UsageSums<'b> {
    by: &'b [Dimension],
    texts: Texts,
    sums: HashMap<Group, Totals>,
}

/// Ids, providers and models, each kept once.
#[derive(Default)]
struct Texts {
    numbers: HashMap<String, u32>,
    texts: Vec<String>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).expect("so many texts fit no memory");
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }
}

impl<'b> UsageSums<'b> {
    /// Begins without any; `by` names each dimension once.
    pub(super) fn new(by: &'b [Dimension]) -> Self {
        Self {
            by,
            texts: Texts::default(),
            sums: HashMap::new(),
        }
    }

    /// Adds a reply of this day.
    pub(super) fn add(&mut self, record: &UsageRecord<'_>, day: Option<NaiveDate>) {
        let mut group = [Part::Empty; DIMENSIONS];
        for (part, dimension) in group.iter_mut().zip(self.by) {
            *part = match dimension {
                Dimension::User => Part::Text(self.texts.number(record.user.as_str())),
                Dimension::Provider => Part::Text(self.texts.number(&record.reply.provider)),
                Dimension::Model => Part::Text(self.texts.number(&record.reply.model)),
                Dimension::Day => Part::Date(day),
                Dimension::Month => Part::Date(day.and_then(|day| day.with_day(1))),
            };
        }
        self.sums.entry(group).or_default().add(record.reply);
    }

    /// Returns the sum of all.
    pub(super) fn total(&self) -> Totals {
        let mut total = Totals::default();
        self.sums.values().for_each(|totals| total.merge(totals));
        total
    }

    /// Returns the rows, in order.
    pub(super) fn into_rows(self, users: &[User]) -> Vec<StatsRow> {
        let emails: HashMap<&str, &str> = users
            .iter()
            .map(|user| (user.id.as_str(), user.email.as_str()))
            .collect();
        let value = |(dimension, part): (&Dimension, Part)| match (dimension, part) {
            (Dimension::User, Part::Text(number)) => {
                let id = &self.texts.texts[number as usize];
                let email = emails.get(id.as_str()).filter(|email| !email.is_empty());
                GroupValue::User {
                    id: UserId::parse(id).expect("it was one before"),
                    email: email.map(|&email| email.to_owned()),
                }
            }
            (_, Part::Text(number)) => GroupValue::Name(self.texts.texts[number as usize].clone()),
            (Dimension::Month, Part::Date(day)) => GroupValue::Month(day),
            (_, Part::Date(day)) => GroupValue::Day(day),
            (_, Part::Empty) => unreachable!("each dimension has its part"),
        };
        let row = |(group, totals): (&Group, &Totals)| StatsRow {
            group: self.by.iter().zip(*group).map(value).collect(),
            totals: *totals,
        };
        let mut rows: Vec<StatsRow> = self.sums.iter().map(row).collect();
        rows.sort_by(in_order);
        rows
    }
}

fn in_order(a: &StatsRow, b: &StatsRow) -> Ordering {
    dates(a)
        .cmp(dates(b))
        .then_with(|| b.totals.cost.cmp(&a.totals.cost))
        .then_with(|| names(a).cmp(names(b)))
}

/// Returns the dates of a row, such that those that are missing sort last.
fn dates(row: &StatsRow) -> impl Iterator<Item = (bool, Option<NaiveDate>)> {
    row.group.iter().filter_map(|value| match value {
        GroupValue::Day(day) | GroupValue::Month(day) => Some((day.is_none(), *day)),
        GroupValue::User { .. } | GroupValue::Name(_) => None,
    })
}

fn names(row: &StatsRow) -> impl Iterator<Item = (&str, &str)> {
    row.group.iter().filter_map(|value| match value {
        GroupValue::User { id, email } => {
            Some((email.as_deref().unwrap_or(id.as_str()), id.as_str()))
        }
        GroupValue::Name(name) => Some((name.as_str(), "")),
        GroupValue::Day(_) | GroupValue::Month(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cost, Moment, RecordedCost, ReplyUsage};

    fn rows(by: &[Dimension], replies: &[(&str, &str, Option<&str>, &str)]) -> Vec<StatsRow> {
        let mut sums = UsageSums::new(by);
        for (user, model, at, cost) in replies {
            let user = UserId::parse(user).expect("an id");
            let reply = ReplyUsage {
                provider: "p".to_owned(),
                model: (*model).to_owned(),
                at: at.and_then(Moment::parse),
                input_tokens: 1,
                output_tokens: 1,
                total_tokens: 2,
                cost: Cost::parse(cost).map_or(RecordedCost::Missing, RecordedCost::Known),
                is_error: false,
                is_interrupted: false,
            };
            let record = UsageRecord {
                user: &user,
                conversation: "c",
                reply: &reply,
            };
            sums.add(
                &record,
                reply.at.map(|at| at.to_local(chrono_tz::UTC).date()),
            );
        }
        sums.into_rows(&[])
    }

    fn models(rows: &[StatsRow]) -> Vec<&str> {
        rows.iter().flat_map(names).map(|(name, _)| name).collect()
    }

    #[test]
    fn the_dearest_come_first_and_equals_by_name() {
        let replies = [
            ("u", "cheap", None, "0.1"),
            ("u", "b", None, "0.25"),
            ("u", "a", None, "0.25"),
            ("u", "dear", None, "0.2"),
            ("u", "dear", None, "0.2"),
        ];
        assert_eq!(
            models(&rows(&[Dimension::Model], &replies)),
            ["dear", "a", "b", "cheap"]
        );
    }

    #[test]
    fn dates_come_before_costs_and_what_has_none_last() {
        let replies = [
            ("u", "undated", None, "9"),
            ("u", "late", Some("2026-03-01T00:00:00Z"), "5"),
            ("u", "small", Some("2026-02-28T00:00:00Z"), "1"),
            ("u", "large", Some("2026-02-01T00:00:00Z"), "2"),
        ];
        let by_month = rows(&[Dimension::Model, Dimension::Month], &replies);
        assert_eq!(models(&by_month), ["large", "small", "late", "undated"]);
        assert_eq!(
            by_month[1].group[1],
            GroupValue::Month(NaiveDate::from_ymd_opt(2026, 2, 1))
        );
        let by_day = rows(&[Dimension::Day, Dimension::Model], &replies);
        assert_eq!(models(&by_day), ["large", "small", "late", "undated"]);
        assert_eq!(by_day[3].group[0], GroupValue::Day(None));
    }

    #[test]
    fn what_is_told_apart_by_nothing_is_one_row() {
        let replies = [("u", "a", None, "0.1"), ("v", "b", None, "x")];
        let rows = rows(&[], &replies);
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].totals.replies, rows[0].totals.unknown_costs),
            (2, 1)
        );
    }
}
