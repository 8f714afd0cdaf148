//! Periods of time as people give them: by days, by times, and by how long ago.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::model::Moment;

/// A beginning or an end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// A day in the store's zone, which belongs to the period.
    Day(NaiveDate),
    /// A time; one without an offset is in the store's zone.
    Time(Moment),
    /// So long before now.
    Ago(Age),
}

/// How old something is, by the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// So many hours.
    Hours(u32),
    /// So many days.
    Days(u32),
    /// So many months.
    Months(u32),
}

impl Age {
    /// Returns the time that lies this far before `now`; of what is older than all times, the first of them.
    pub fn before(self, now: DateTime<Utc>) -> DateTime<Utc> {
        let earlier = match self {
            Self::Hours(hours) => now.checked_sub_signed(TimeDelta::hours(hours.into())),
            Self::Days(days) => now.checked_sub_days(Days::new(days.into())),
            Self::Months(months) => now.checked_sub_months(Months::new(months)),
        };
        earlier.unwrap_or(DateTime::<Utc>::MIN_UTC)
    }
}

/// A period of time, open where it has no boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// Where it begins.
    pub since: Option<Boundary>,
    /// Where it ends.
    pub until: Option<Boundary>,
}

/// A period in definite times, both of which belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) since: Option<DateTime<Utc>>,
    pub(super) until: Option<DateTime<Utc>>,
}

impl Period {
    /// Returns the times that it means at `now` in a store of this zone.
    pub(super) fn span(&self, zone: Tz, now: DateTime<Utc>) -> Span {
        Span {
            since: self.since.and_then(|since| since.first(zone, now)),
            until: self.until.and_then(|until| until.last(zone, now)),
        }
    }
}

impl Boundary {
    /// Returns the first time that is not before it; `None` if that is before all times.
    fn first(self, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Day(day) => Some(start_of(day, zone)),
            Self::Time(time) => Some(time.to_utc(zone)),
            Self::Ago(age) => Some(age.before(now)),
        }
    }

    /// Returns the last time that is not after it; `None` if that is after all times.
    pub(super) fn last(self, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Day(day) => Some(start_of(day.succ_opt()?, zone) - TimeDelta::nanoseconds(1)),
            Self::Time(time) => Some(time.to_utc(zone)),
            Self::Ago(age) => Some(age.before(now)),
        }
    }
}

fn start_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    Moment::Naive(day.and_time(NaiveTime::MIN)).to_utc(zone)
}

impl Span {
    /// Whether it ends before it begins.
    pub(super) fn is_backwards(&self) -> bool {
        matches!((self.since, self.until), (Some(since), Some(until)) if since > until)
    }

    /// Whether the time is in it. No time is in a span without boundaries only.
    pub(super) fn has(&self, time: Option<DateTime<Utc>>) -> bool {
        match time {
            None => self.since.is_none() && self.until.is_none(),
            Some(time) => {
                self.since.is_none_or(|since| time >= since)
                    && self.until.is_none_or(|until| time <= until)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: Tz = chrono_tz::Europe::Berlin;

    fn utc(text: &str) -> Option<DateTime<Utc>> {
        Some(text.parse().expect("a time"))
    }

    fn day(text: &str) -> Option<Boundary> {
        Some(Boundary::Day(text.parse().expect("a day")))
    }

    fn span(since: Option<Boundary>, until: Option<Boundary>) -> Span {
        let now = utc("2026-02-10T12:00:00Z").expect("a time");
        Period { since, until }.span(BERLIN, now)
    }

    #[test]
    fn days_are_whole_ones_of_the_store() {
        let one = span(day("2026-02-09"), day("2026-02-09"));
        for (time, is_in) in [
            ("2026-02-08T22:59:59.999999Z", false),
            ("2026-02-08T23:00:00Z", true),
            ("2026-02-09T22:59:59.999999Z", true),
            ("2026-02-09T23:00:00Z", false),
        ] {
            assert_eq!(one.has(utc(time)), is_in, "{time}");
        }
        assert!(!one.is_backwards());
        assert!(span(day("2026-02-10"), day("2026-02-09")).is_backwards());
    }

    #[test]
    fn times_and_ages_are_definite() {
        let local = Moment::parse("2026-02-09T14:00:00").map(Boundary::Time);
        let span_of_times = span(local, Some(Boundary::Ago(Age::Hours(1))));
        for (time, is_in) in [
            ("2026-02-09T12:59:59Z", false),
            ("2026-02-09T13:00:00Z", true),
            ("2026-02-10T11:00:00Z", true),
            ("2026-02-10T11:00:01Z", false),
        ] {
            assert_eq!(span_of_times.has(utc(time)), is_in, "{time}");
        }
        let ever = Some(Boundary::Ago(Age::Months(u32::MAX)));
        assert!(span(ever, None).has(utc("0001-01-01T00:00:00Z")));
        assert!(!span(None, ever).has(utc("0001-01-01T00:00:00Z")));
    }

    #[test]
    fn ages_are_counted_by_the_calendar() {
        let now = utc("2026-03-31T12:00:00Z").expect("a time");
        for (age, before) in [
            (Age::Hours(13), "2026-03-30T23:00:00Z"),
            (Age::Days(1), "2026-03-30T12:00:00Z"),
            (Age::Months(1), "2026-02-28T12:00:00Z"),
            (Age::Months(24), "2024-03-31T12:00:00Z"),
        ] {
            assert_eq!(Some(age.before(now)), utc(before), "{age:?}");
        }
        assert_eq!(Age::Days(u32::MAX).before(now), DateTime::<Utc>::MIN_UTC);
    }

    #[test]
    fn what_has_no_time_is_in_no_period() {
        assert!(span(None, None).has(None));
        assert!(!span(day("2026-02-09"), None).has(None));
        assert!(!span(None, day("2026-02-09")).has(None));
    }
}
