//! The sums behind `stats`: one for each combination of values that occurs.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate, Timelike, Weekday};

use super::dimension::{DIMENSIONS, Dimension, GroupValue};
use super::{Counted, StatsRow, Sums};
use crate::model::{ConversationId, User, UserId};

/// What a row's replies have in common; places that no dimension needs are empty.
type Group = [Part; DIMENSIONS];

/// A value in a group, small enough to be copied for every reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Empty,
    Text(u32),
    /// A text and whose it is.
    Owned(u32, u32),
    Date(Option<NaiveDate>),
    Number(Option<u8>),
}

/// The period that a reply is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The one asked for.
    Asked,
    /// The one before it.
    Previous,
}

/// Sums in the making.
pub(super) struct UsageSums<'b> {
    by: &'b [Dimension],
    /// Where the tags are among the dimensions.
    tag_place: Option<usize>,
    texts: Texts,
    sums: HashMap<Group, Sums>,
    total: Sums,
}

/// Ids, providers, models and tags, each kept once.
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

    fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }
}

impl Sums {
    fn add(&mut self, counted: &Counted<'_>, side: Side) {
        let totals = match side {
            Side::Asked => &mut self.totals,
            Side::Previous => &mut self.previous,
        };
        totals.merge(counted.totals);
    }
}

impl<'b> UsageSums<'b> {
    /// Begins without any; `by` names each dimension once.
    pub(super) fn new(by: &'b [Dimension]) -> Self {
        Self {
            by,
            tag_place: by.iter().position(|it| *it == Dimension::Tag),
            texts: Texts::default(),
            sums: HashMap::new(),
            total: Sums::default(),
        }
    }

    /// Returns the dimensions.
    pub(super) fn by(&self) -> &'b [Dimension] {
        self.by
    }

    /// Adds what was taken in a conversation that has these tags.
    pub(super) fn add(&mut self, counted: &Counted<'_>, tags: &[String], side: Side) {
        self.total.add(counted, side);
        let mut group = [Part::Empty; DIMENSIONS];
        for (part, dimension) in group.iter_mut().zip(self.by) {
            *part = self.texts.part(*dimension, counted);
        }
        let Some(place) = self.tag_place.filter(|_| !tags.is_empty()) else {
            self.sums.entry(group).or_default().add(counted, side);
            return;
        };
        for tag in tags {
            group[place] = Part::Text(self.texts.number(tag));
            self.sums.entry(group).or_default().add(counted, side);
        }
    }

    /// Returns the sum of all, each reply counted once.
    pub(super) fn total(&self) -> Sums {
        self.total
    }

    /// Returns the rows, in no order. Conversations have no titles yet.
    pub(super) fn into_rows(self, users: &[User]) -> Vec<StatsRow> {
        let emails: HashMap<&str, &str> = users
            .iter()
            .map(|user| (user.id.as_str(), user.email.as_str()))
            .collect();
        let row = |(group, sums): (&Group, &Sums)| StatsRow {
            group: self
                .by
                .iter()
                .zip(group)
                .map(|(dimension, part)| self.texts.value(*dimension, *part, &emails))
                .collect(),
            sums: *sums,
        };
        self.sums.iter().map(row).collect()
    }
}

impl Texts {
    /// Returns what was counted has of a dimension; as if it had no tag.
    fn part(&mut self, dimension: Dimension, counted: &Counted<'_>) -> Part {
        let day = counted.local.map(|local| local.date());
        match dimension {
            Dimension::User => Part::Text(self.number(counted.user.as_str())),
            Dimension::Provider => Part::Text(self.number(counted.provider)),
            Dimension::Model => Part::Text(self.number(counted.model)),
            Dimension::Tag => Part::Text(self.number("")),
            Dimension::Conversation => Part::Owned(
                self.number(counted.conversation),
                self.number(counted.user.as_str()),
            ),
            Dimension::Day => Part::Date(day),
            Dimension::Week => Part::Date(day.map(|day| day.week(Weekday::Mon).first_day())),
            Dimension::Month => Part::Date(day.and_then(|day| day.with_day(1))),
            Dimension::Weekday => Part::Number(day.map(|day| small(day.weekday() as u32))),
            Dimension::Hour => Part::Number(counted.local.map(|local| small(local.hour()))),
        }
    }

    /// Returns the value that a part stands for.
    fn value(&self, dimension: Dimension, part: Part, emails: &HashMap<&str, &str>) -> GroupValue {
        let user_id = |number| UserId::parse(self.text(number)).expect("it was one before");
        match (dimension, part) {
            (Dimension::User, Part::Text(number)) => {
                let email = emails.get(self.text(number));
                let email = email.filter(|email| !email.is_empty());
                GroupValue::User {
                    id: user_id(number),
                    email: email.map(|&email| email.to_owned()),
                }
            }
            (_, Part::Text(number)) => GroupValue::Name(self.text(number).to_owned()),
            (_, Part::Owned(number, owner)) => GroupValue::Conversation {
                id: ConversationId::new(self.text(number)),
                owner: user_id(owner),
                title: None,
            },
            (Dimension::Week, Part::Date(day)) => GroupValue::Week(day),
            (Dimension::Month, Part::Date(day)) => GroupValue::Month(day),
            (_, Part::Date(day)) => GroupValue::Day(day),
            (Dimension::Weekday, Part::Number(number)) => {
                let weekday = number.and_then(|number| Weekday::try_from(number).ok());
                GroupValue::Weekday(weekday)
            }
            (_, Part::Number(number)) => GroupValue::Hour(number),
            (_, Part::Empty) => unreachable!("each dimension has its part"),
        }
    }
}

fn small(number: u32) -> u8 {
    u8::try_from(number).expect("neither days nor hours are that many")
}

#[cfg(test)]
mod tests {
    use super::super::order::{Sort, sort};
    use super::*;
    use crate::model::{Cost, Moment, RecordedCost, ReplyUsage, Totals};
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
        let mut rows = sums.into_rows(&[]);
        sort(&mut rows, Sort::Usual);
        rows
    }

    fn models(rows: &[StatsRow]) -> Vec<&str> {
        let names = rows.iter().flat_map(|row| &row.group);
        let names = names.filter_map(|value| match value {
            GroupValue::Name(name) => Some(name.as_str()),
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
        assert_eq!(sums.into_rows(&[]).len(), 3);
    }
}
