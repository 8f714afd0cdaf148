//! What is counted: one reply, or those of a day.

use chrono::{NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use crate::model::{Moment, Totals, UserId};
use crate::store::{DailyUsage, UsageRecord};

/// One reply, or those of one user, model and day.
pub(super) struct Counted<'a> {
    pub(super) user: &'a UserId,
    /// Empty where it is not known, as of days.
    pub(super) conversation: &'a str,
    pub(super) provider: &'a str,
    pub(super) model: &'a str,
    /// When; not known of days.
    pub(super) at: Option<Moment>,
    /// The same in the zone that is asked for; of a day its beginning.
    pub(super) local: Option<NaiveDateTime>,
    pub(super) totals: &'a Totals,
}

impl<'a> Counted<'a> {
    pub(super) fn of_day(daily: &DailyUsage<'a>) -> Self {
        Self {
            user: daily.user,
            conversation: "",
            provider: daily.provider,
            model: daily.model,
            at: None,
            local: daily.day.map(|day| day.and_time(NaiveTime::MIN)),
            totals: daily.totals,
        }
    }

    pub(super) fn reply(record: &UsageRecord<'a>, totals: &'a Totals, timezone: Tz) -> Self {
        Self {
            user: record.user,
            conversation: record.conversation,
            provider: &record.reply.provider,
            model: &record.reply.model,
            at: record.reply.at,
            local: record.reply.at.map(|at| at.to_local(timezone)),
            totals,
        }
    }
}

/// The period that a reply is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The one asked for.
    Asked,
    /// The one before it.
    Previous,
}
