//! What sums are told apart by, as numbers.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, Timelike, Weekday};

use super::counted::Counted;
use super::dimension::{Dimension, GroupValue, NamedConversation};
use super::numbered::Numbered;
use crate::actions::ActionResult;
use crate::model::{ConversationId, UserId};
use crate::store::Store;

/// The addresses of accounts that have one.
#[derive(Default)]
pub(super) struct Emails(HashMap<UserId, Arc<str>>);

impl Emails {
    pub(super) fn of(store: &dyn Store) -> ActionResult<Self> {
        let users = store.users()?.into_iter();
        let users = users.filter(|user| !user.email.is_empty());
        Ok(Self(
            users.map(|user| (user.id, user.email.into())).collect(),
        ))
    }
}

/// The names and dates that parts of groups stand for.
///
/// What has a name is kept here under its number; times are numbers in themselves, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    users: Numbered<UserId>,
    /// The addresses of users, by their numbers, as far as they are wanted.
    emails: Vec<Option<Arc<str>>>,
    /// The number of the user that was asked for last: what is counted of one user mostly comes together.
    latest_user: Option<u32>,
    /// Providers, models, tags and ids of conversations.
    texts: Numbered<Arc<str>>,
    /// Conversations, by the numbers of their ids and of those they are of.
    conversations: Numbered<(u32, u32)>,
    /// The titles of conversations, by their numbers, as far as they are known.
    titles: HashMap<u32, String>,
}

/// What stands for a time that is not known; it comes after all others.
const NO_TIME: u32 = u32::MAX;

impl Names {
    fn user(&mut self, user: &UserId) -> u32 {
        let is_it = |number: &u32| self.users.value(*number) == user;
        if let Some(number) = self.latest_user.filter(is_it) {
            return number;
        }
        let number = self.users.number(user, UserId::clone);
        self.latest_user = Some(number);
        number
    }

    pub(super) fn text(&mut self, text: &str) -> u32 {
        self.texts.number(text, |text| text.into())
    }

    /// Returns what was counted has of a dimension; as if it had no tag.
    pub(super) fn part(&mut self, dimension: Dimension, counted: &Counted<'_>) -> u32 {
        let date = |day: Option<NaiveDate>| day.map_or(NO_TIME, part_of_date);
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

    /// Notes the addresses of all users that were counted.
    pub(super) fn take_emails(&mut self, emails: &Emails) {
        let users = self.users.values().iter();
        self.emails = users.map(|user| emails.0.get(user).cloned()).collect();
    }

    /// Notes the title of a conversation.
    pub(super) fn take_title(&mut self, conversation: u32, title: String) {
        self.titles.insert(conversation, title);
    }

    /// Returns the id of a conversation, and whose it is.
    pub(super) fn conversation(&self, number: u32) -> (&str, &UserId) {
        let (id, owner) = *self.conversations.value(number);
        (self.texts.value(id), self.users.value(owner))
    }

    fn email(&self, user: u32) -> Option<&Arc<str>> {
        self.emails.get(user as usize)?.as_ref()
    }

    /// Returns the name that a part stands for, and what tells it from others of that name; `None` of times.
    pub(super) fn name(&self, dimension: Dimension, part: u32) -> Option<(&str, &str)> {
        match dimension {
            Dimension::User => {
                let id = self.users.value(part).as_str();
                Some((self.email(part).map_or(id, |email| email), id))
            }
            Dimension::Provider | Dimension::Model | Dimension::Tag => {
                Some((self.texts.value(part), ""))
            }
            Dimension::Conversation => {
                let (id, owner) = self.conversation(part);
                Some((id, owner.as_str()))
            }
            _ => None,
        }
    }

    /// Returns the value that a part stands for.
    pub(super) fn value(&self, dimension: Dimension, part: u32) -> GroupValue {
        let day = || (part != NO_TIME).then(|| date_of_part(part)).flatten();
        let small = || u8::try_from(part).ok();
        match dimension {
            Dimension::User => GroupValue::User {
                id: self.users.value(part).clone(),
                email: self.email(part).cloned(),
            },
            Dimension::Provider | Dimension::Model | Dimension::Tag => {
                GroupValue::Name(self.texts.value(part).clone())
            }
            Dimension::Conversation => {
                let (id, owner) = self.conversation(part);
                GroupValue::Conversation(Box::new(NamedConversation {
                    id: ConversationId::new(id),
                    owner: owner.clone(),
                    title: self.titles.get(&part).cloned(),
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

/// Returns what stands for a date: the later, the more.
fn part_of_date(day: NaiveDate) -> u32 {
    day.num_days_from_ce().cast_unsigned() ^ SIGN
}

fn date_of_part(part: u32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt((part ^ SIGN).cast_signed())
}

/// The bit that tells days before the year 1 from others.
const SIGN: u32 = 1 << 31;

#[cfg(test)]
impl Names {
    /// Returns the part that stands for a value; the other way round is [`Self::value`].
    pub(super) fn part_of(&mut self, value: &GroupValue) -> u32 {
        match value {
            GroupValue::User { id, email } => {
                let user = self.user(id);
                self.emails.resize(self.users.values().len(), None);
                self.emails[user as usize].clone_from(email);
                user
            }
            GroupValue::Name(name) => self.text(name),
            GroupValue::Conversation(conversation) => {
                let id = self.text(conversation.id.as_str());
                let both = (id, self.user(&conversation.owner));
                let number = self.conversations.number(&both, |both| *both);
                if let Some(title) = &conversation.title {
                    self.titles.insert(number, title.clone());
                }
                number
            }
            GroupValue::Day(day) | GroupValue::Week(day) | GroupValue::Month(day) => {
                day.map_or(NO_TIME, part_of_date)
            }
            GroupValue::Weekday(day) => day.map_or(NO_TIME, |day| day as u32),
            GroupValue::Hour(hour) => hour.map_or(NO_TIME, u32::from),
        }
    }
}
