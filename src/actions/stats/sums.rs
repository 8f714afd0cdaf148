//! The sums behind `stats`: one for each combination of values that occurs.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, Timelike, Weekday};

use super::dimension::{DIMENSIONS, Dimension, GroupValue, NamedConversation};
use super::{Counted, StatsRow, Sums};
use crate::model::{ConversationId, User, UserId};

/// What a row's replies have in common, as numbers; places that no dimension needs are 0.
///
/// There may be as many groups as there are days of all users, so they are kept small.
type Group = [u32; DIMENSIONS];

/// What stands for a time that is not known.
const NO_TIME: u32 = u32::MAX;

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
    names: Names,
    /// Where the sums of each group are.
    places: HashMap<Group, usize>,
    sums: Vec<Sums>,
    total: Sums,
}

/// What is told apart by name, each under a number.
#[derive(Default)]
struct Names {
    users: Numbered<UserId>,
    /// The number of the user that was asked for last: what is counted of one user mostly comes together.
    latest_user: Option<u32>,
    /// Providers, models, tags and ids of conversations.
    texts: Numbered<Arc<str>>,
    /// Conversations, by the numbers of their ids and of those they are of.
    conversations: Numbered<(u32, u32)>,
}

/// Values, each kept once, under a number.
struct Numbered<T> {
    numbers: HashMap<T, u32>,
    values: Vec<T>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
            values: Vec::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    fn number<Q>(&mut self, value: &Q, own: impl FnOnce(&Q) -> T) -> u32
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let value = own(value);
        let number = u32::try_from(self.values.len()).expect("so many values fit no memory");
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
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
            names: Names::default(),
            places: HashMap::new(),
            sums: Vec::new(),
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
        let mut group = [0; DIMENSIONS];
        for (part, dimension) in group.iter_mut().zip(self.by) {
            *part = self.names.part(*dimension, counted);
        }
        let Some(place) = self.tag_place.filter(|_| !tags.is_empty()) else {
            return self.sums_of(group).add(counted, side);
        };
        for tag in tags {
            group[place] = self.names.text(tag);
            self.sums_of(group).add(counted, side);
        }
    }

    fn sums_of(&mut self, group: Group) -> &mut Sums {
        let place = *self.places.entry(group).or_insert(self.sums.len());
        if place == self.sums.len() {
            self.sums.push(Sums::default());
        }
        &mut self.sums[place]
    }

    /// Returns the sum of all, each reply counted once.
    pub(super) fn total(&self) -> Sums {
        self.total
    }

    /// Returns the rows, in no order. Conversations have no titles yet.
    pub(super) fn into_rows(self, users: &[User]) -> Vec<StatsRow> {
        let emails: HashMap<&UserId, &str> = users
            .iter()
            .filter(|user| !user.email.is_empty())
            .map(|user| (&user.id, user.email.as_str()))
            .collect();
        let email = |id| emails.get(id).map(|&email| email.into());
        let emails: Vec<Option<Arc<str>>> = self.names.users.values.iter().map(email).collect();
        let row = |(group, place): (Group, usize)| StatsRow {
            group: self
                .by
                .iter()
                .zip(group)
                .map(|(dimension, part)| self.names.value(*dimension, part, &emails))
                .collect(),
            sums: self.sums[place],
        };
        self.places.into_iter().map(row).collect()
    }
}

impl Names {
    fn user(&mut self, user: &UserId) -> u32 {
        let is_it = |number: &u32| self.users.values[*number as usize] == *user;
        if let Some(number) = self.latest_user.filter(is_it) {
            return number;
        }
        let number = self.users.number(user, UserId::clone);
        self.latest_user = Some(number);
        number
    }

    fn text(&mut self, text: &str) -> u32 {
        self.texts.number(text, |text| text.into())
    }

    /// Returns what was counted has of a dimension; as if it had no tag.
    fn part(&mut self, dimension: Dimension, counted: &Counted<'_>) -> u32 {
        let date = |day: Option<NaiveDate>| {
            day.map_or(NO_TIME, |day| day.num_days_from_ce().cast_unsigned())
        };
        let local = counted.local;
        let day = local.map(|local| local.date());
        match dimension {
            Dimension::User => self.user(counted.user),
            Dimension::Provider => self.text(counted.provider),
            Dimension::Model => self.text(counted.model),
            Dimension::Tag => self.text(""),
            Dimension::Conversation => {
                let both = (self.text(counted.conversation), self.user(counted.user));
                self.conversations.number(&both, |both| *both)
            }
            Dimension::Day => date(day),
            Dimension::Week => date(day.map(|day| day.week(Weekday::Mon).first_day())),
            Dimension::Month => date(day.and_then(|day| day.with_day(1))),
            Dimension::Weekday => day.map_or(NO_TIME, |day| day.weekday() as u32),
            Dimension::Hour => local.map_or(NO_TIME, |local| local.hour()),
        }
    }

    /// Returns the value that a part stands for.
    fn value(&self, dimension: Dimension, part: u32, emails: &[Option<Arc<str>>]) -> GroupValue {
        let text = |number: u32| &self.texts.values[number as usize];
        let user_id = |number: u32| self.users.values[number as usize].clone();
        let day = || NaiveDate::from_num_days_from_ce_opt(part.cast_signed());
        let day = || (part != NO_TIME).then(day).flatten();
        let small = || u8::try_from(part).ok();
        match dimension {
            Dimension::User => GroupValue::User {
                id: user_id(part),
                email: emails[part as usize].clone(),
            },
            Dimension::Provider | Dimension::Model | Dimension::Tag => {
                GroupValue::Name(text(part).clone())
            }
            Dimension::Conversation => {
                let (id, owner) = self.conversations.values[part as usize];
                GroupValue::Conversation(Box::new(NamedConversation {
                    id: ConversationId::new(&**text(id)),
                    owner: user_id(owner),
                    title: None,
                }))
            }
            Dimension::Day => GroupValue::Day(day()),
            Dimension::Week => GroupValue::Week(day()),
            Dimension::Month => GroupValue::Month(day()),
            Dimension::Weekday => {
                GroupValue::Weekday(small().and_then(|day| Weekday::try_from(day).ok()))
            }
            Dimension::Hour => GroupValue::Hour(small()),
        }
    }
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
        assert_eq!(sums.into_rows(&[]).len(), 3);
    }
}
