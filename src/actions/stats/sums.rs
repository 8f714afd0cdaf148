//! The sums behind `stats`: one for each combination of values that occurs.

use super::Sums;
use super::counted::{Counted, Side};
use super::dimension::{DIMENSIONS, Dimension};
use super::names::Names;
use super::numbered::Numbered;
use crate::model::Totals;

/// What a row's replies have in common, as numbers; places that no dimension needs are 0.
///
/// There may be as many groups as there are days of all users, so they are kept small.
type Group = [u32; DIMENSIONS];

/// Sums in the making.
#[derive(Debug, Clone)]
pub(super) struct UsageSums {
    by: Vec<Dimension>,
    /// Where the tags are among the dimensions.
    tag_place: Option<usize>,
    pub(super) names: Names,
    groups: Numbered<Group>,
    /// Of each group.
    totals: Vec<Totals>,
    /// Of each group in the period before, up to the last that had any.
    previous: Vec<Totals>,
    total: Sums,
}

impl UsageSums {
    /// Begins without any; `by` names each dimension once.
    pub(super) fn new(by: &[Dimension]) -> Self {
        Self {
            by: by.to_vec(),
            tag_place: by.iter().position(|it| *it == Dimension::Tag),
            names: Names::default(),
            groups: Numbered::default(),
            totals: Vec::new(),
            previous: Vec::new(),
            total: Sums::default(),
        }
    }

    /// Returns the dimensions.
    pub(super) fn by(&self) -> &[Dimension] {
        &self.by
    }

    /// Adds what was taken in a conversation that has these tags.
    pub(super) fn add(&mut self, counted: &Counted<'_>, tags: &[String], side: Side) {
        match side {
            Side::Asked => self.total.totals.merge(counted.totals),
            Side::Previous => self.total.previous.merge(counted.totals),
        }
        let mut group = [0; DIMENSIONS];
        for (part, dimension) in group.iter_mut().zip(&self.by) {
            *part = self.names.part(*dimension, counted);
        }
        let Some(place) = self.tag_place.filter(|_| !tags.is_empty()) else {
            return self.totals_of(group, side).merge(counted.totals);
        };
        for tag in tags {
            group[place] = self.names.text(tag);
            self.totals_of(group, side).merge(counted.totals);
        }
    }

    fn totals_of(&mut self, group: Group, side: Side) -> &mut Totals {
        let place = self.groups.number(&group, |group| *group) as usize;
        if place == self.totals.len() {
            self.totals.push(Totals::default());
        }
        match side {
            Side::Asked => &mut self.totals[place],
            Side::Previous => {
                if place >= self.previous.len() {
                    self.previous.resize(place + 1, Totals::default());
                }
                &mut self.previous[place]
            }
        }
    }

    /// Returns the sum of all, each reply counted once.
    pub(super) fn total(&self) -> Sums {
        self.total
    }

    /// Returns how many groups there are.
    pub(super) fn len(&self) -> usize {
        self.totals.len()
    }

    /// Returns what a group took in the period.
    pub(super) fn totals(&self, place: u32) -> &Totals {
        &self.totals[place as usize]
    }

    /// Returns what it took in the one before.
    pub(super) fn previous(&self, place: u32) -> Totals {
        let previous = self.previous.get(place as usize);
        previous.copied().unwrap_or_default()
    }

    /// Returns both.
    pub(super) fn sums(&self, place: u32) -> Sums {
        Sums {
            totals: *self.totals(place),
            previous: self.previous(place),
        }
    }

    /// Returns what the replies of a group have in common: for each dimension what stands for it.
    pub(super) fn parts(&self, place: u32) -> impl Iterator<Item = (Dimension, u32)> {
        self.by.iter().copied().zip(*self.groups.value(place))
    }

    /// Returns the names of a group in the order of its dimensions, each with what tells it from others of that name.
    pub(super) fn names_of(&self, place: u32) -> impl Iterator<Item = (&str, &str)> {
        let of_part = |(dimension, part)| self.names.name(dimension, part);
        self.parts(place).filter_map(of_part)
    }
}

#[cfg(test)]
impl UsageSums {
    /// Puts the sums of a group in, and returns their place.
    pub(super) fn put(&mut self, values: &[super::GroupValue], sums: &Sums) -> u32 {
        let mut group = [0; DIMENSIONS];
        for (part, value) in group.iter_mut().zip(values) {
            *part = self.names.part_of(value);
        }
        *self.totals_of(group, Side::Asked) = sums.totals;
        *self.totals_of(group, Side::Previous) = sums.previous;
        self.groups.number(&group, |group| *group)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, Weekday};

    use super::super::dimension::GroupValue;
    use super::super::names::Emails;
    use super::super::order::Order;
    use super::super::rows::{StatsRow, StatsRows};
    use super::*;
    use crate::model::{Cost, Moment, RecordedCost, ReplyUsage, Totals, UserId};
    use crate::store::UsageRecord;

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
            let totals = Totals::of(&reply);
            let counted = Counted::reply(&record, &totals, chrono_tz::UTC);
            sums.add(&counted, &[], Side::Asked);
        }
        StatsRows::of_sums(sums, &Emails::default(), Order::default(), None)
            .0
            .iter()
            .collect()
    }

    fn models(rows: &[StatsRow]) -> Vec<&str> {
        let names = rows.iter().flat_map(|row| &row.group);
        let names = names.filter_map(|value| match value {
            GroupValue::Name(name) => Some(&**name),
            _ => None,
        });
        names.collect()
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
            (
                rows[0].sums.totals.replies,
                rows[0].sums.totals.unknown_costs
            ),
            (2, 1)
        );
    }

    #[test]
    fn weeks_begin_on_monday_and_the_first_of_a_year_may_begin_in_the_last() {
        let at = |at| ("u", "m", Some(at), "1");
        let replies = [
            at("2026-12-31T12:00:00Z"),
            at("2027-01-03T23:59:59Z"),
            at("2027-01-04T00:00:00Z"),
        ];
        let by_week = rows(&[Dimension::Week], &replies);
        let mondays = ["2026-12-28", "2027-01-04"];
        let expected = mondays.map(|day| vec![GroupValue::Week(day.parse().ok())]);
        let found: Vec<_> = by_week.iter().map(|row| row.group.clone()).collect();
        assert_eq!(found, expected);
        assert_eq!(by_week[0].sums.totals.replies, 2);
        let by_weekday = rows(&[Dimension::Weekday, Dimension::Hour], &replies);
        assert_eq!(
            by_weekday[0].group,
            [
                GroupValue::Weekday(Some(Weekday::Mon)),
                GroupValue::Hour(Some(0))
            ]
        );
    }

    #[test]
    fn a_conversation_with_two_tags_is_in_two_rows_and_counts_once() {
        let mut sums = UsageSums::new(&[Dimension::Tag]);
        let user = UserId::parse("u").expect("an id");
        let reply = ReplyUsage {
            provider: String::new(),
            model: String::new(),
            at: None,
            input_tokens: 0,
            output_tokens: 0,
            total_tokens: 1,
            cost: RecordedCost::Missing,
            is_error: false,
            is_interrupted: false,
        };
        let record = UsageRecord {
            user: &user,
            conversation: "c",
            reply: &reply,
        };
        let totals = Totals::of(&reply);
        let counted = Counted::reply(&record, &totals, chrono_tz::UTC);
        sums.add(&counted, &["a".into(), "b".into()], Side::Asked);
        sums.add(&counted, &[], Side::Previous);
        let total = sums.total();
        assert_eq!((total.totals.replies, total.previous.replies), (1, 1));
        let (rows, others) = StatsRows::of_sums(sums, &Emails::default(), Order::default(), None);
        assert_eq!((rows.len(), others), (3, None));
    }
}
