//! Periods of time as people give them: by days, by times, and by how long ago.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
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
    /// The first or the last day of a stretch of the calendar.
    Calendar(Stretch),
}

/// A stretch of the calendar, by how many of its kind lie between it and the present one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// A day.
    Day(u8),
    /// A week, from Monday on.
    Week(u8),
    /// A month.
    Month(u8),
    /// A year.
    Year(u8),
}

impl Stretch {
    /// Returns its first and its last day.
    fn days(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Self::Day(back) => {
                let day = today.checked_sub_days(Days::new(back.into()))?;
                Some((day, day))
            }
            Self::Week(back) => {
                let monday = today.week(Weekday::Mon).checked_first_day()?;
                let first = monday.checked_sub_days(Days::new(u64::from(back) * 7))?;
                Some((first, first.checked_add_days(Days::new(6))?))
            }
            Self::Month(back) => {
                let first = today.with_day(1)?;
                let first = first.checked_sub_months(Months::new(back.into()))?;
                let next = first.checked_add_months(Months::new(1))?;
                Some((first, next.pred_opt()?))
            }
            Self::Year(back) => {
                let year = today.year() - i32::from(back);
                let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
                Some((first, NaiveDate::from_ymd_opt(year, 12, 31)?))
            }
        }
    }
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

/// A period in days, both of which belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DaySpan {
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

impl DaySpan {
    /// Whether the day is in it.
    pub(super) fn has(&self, day: NaiveDate) -> bool {
        self.since.is_none_or(|since| day >= since) && self.until.is_none_or(|until| day <= until)
    }
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

impl Period {
    /// Returns the days that it is, if it is definite and begins and ends with whole days.
    pub(super) fn days(&self) -> Option<DaySpan> {
        let day = |boundary| match boundary {
            None => Some(None),
            Some(Boundary::Day(day)) => Some(Some(day)),
            Some(_) => None,
        };
        Some(DaySpan {
            since: day(self.since)?,
            until: day(self.until)?,
        })
    }

    /// Returns the same with days in place of stretches of the calendar, and times in place of ages.
    pub(super) fn definite(self, zone: Tz, now: DateTime<Utc>) -> Self {
        let today = now.with_timezone(&zone).date_naive();
        let definite = |boundary: Boundary, is_end: bool| match boundary {
            Boundary::Calendar(stretch) => {
                let (first, last) = stretch.days(today)?;
                Some(Boundary::Day(if is_end { last } else { first }))
            }
            Boundary::Ago(age) => Some(Boundary::Time(Moment::Utc(age.before(now)))),
            Boundary::Day(_) | Boundary::Time(_) => Some(boundary),
        };
        Self {
            since: self.since.and_then(|since| definite(since, false)),
            until: self.until.and_then(|until| definite(until, true)),
        }
    }

    /// Returns the period that ends where this one, which is definite, begins, and is as long: as many months, if this one is
    /// whole months. One without an end ends today, or now. `None` if it has no beginning, or lies before all times.
    pub(super) fn before(self, zone: Tz, now: DateTime<Utc>) -> Option<Self> {
        let today = now.with_timezone(&zone).date_naive();
        let (since, until) = match (self.since?, self.until) {
            (Boundary::Day(first), None) => (first, today),
            (Boundary::Day(first), Some(Boundary::Day(last))) => (first, last),
            (since, until) => {
                let since = since.first(zone, now)?;
                let until = until.map_or(Some(now), |until| until.last(zone, now))?;
                let first = since.checked_sub_signed(until - since)?;
                let last = since.checked_sub_signed(TimeDelta::nanoseconds(1))?;
                return Some(Self {
                    since: Some(Boundary::Time(Moment::Utc(first))),
                    until: Some(Boundary::Time(Moment::Utc(last))),
                });
            }
        };
        let first = match whole_months(since, until) {
            Some(months) => since.checked_sub_months(Months::new(months))?,
            None => since.checked_sub_signed(until - since + TimeDelta::days(1))?,
        };
        Some(Self {
            since: Some(Boundary::Day(first)),
            until: Some(Boundary::Day(since.pred_opt()?)),
        })
    }
}

/// Returns how many months these days and those between them are; `None` if they are not whole ones.
fn whole_months(first: NaiveDate, last: NaiveDate) -> Option<u32> {
    let behind = last.succ_opt()?;
    let is_whole = first.day() == 1 && behind.day() == 1 && behind > first;
    let months = (behind.year() - first.year()) * 12 + behind.month().cast_signed()
        - first.month().cast_signed();
    is_whole.then(|| months.unsigned_abs())
}

impl Boundary {
    /// Returns the first time that is not before it; `None` if that is before all times.
    fn first(self, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Day(day) => Some(start_of(day, zone)),
            Self::Time(time) => Some(time.to_utc(zone)),
            Self::Ago(age) => Some(age.before(now)),
            Self::Calendar(stretch) => {
                let (first, _) = stretch.days(now.with_timezone(&zone).date_naive())?;
                Some(start_of(first, zone))
            }
        }
    }

    /// Returns the last time that is not after it; `None` if that is after all times.
    pub(super) fn last(self, zone: Tz, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Day(day) => Some(start_of(day.succ_opt()?, zone) - TimeDelta::nanoseconds(1)),
            Self::Time(time) => Some(time.to_utc(zone)),
            Self::Ago(age) => Some(age.before(now)),
            Self::Calendar(stretch) => {
                let (_, last) = stretch.days(now.with_timezone(&zone).date_naive())?;
                Self::Day(last).last(zone, now)
            }
        }
    }
}

pub(super) fn start_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    Moment::Naive(day.and_time(NaiveTime::MIN)).to_utc(zone)
}

impl Span {
    /// Whether it ends before it begins.
    pub(super) fn is_backwards(&self) -> bool {
        matches!((self.since, self.until), (Some(since), Some(until)) if since > until)
    }

    /// Whether it has no boundaries.
    pub(super) fn is_open(&self) -> bool {
        self.since.is_none() && self.until.is_none()
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
    fn stretches_of_the_calendar_are_whole_and_of_the_zone() {
        // Already Sunday the first in Berlin.
        let now = utc("2026-02-28T23:30:00Z").expect("a time");
        for (stretch, first, last) in [
            (Stretch::Day(0), "2026-03-01", "2026-03-01"),
            (Stretch::Day(1), "2026-02-28", "2026-02-28"),
            (Stretch::Week(0), "2026-02-23", "2026-03-01"),
            (Stretch::Week(1), "2026-02-16", "2026-02-22"),
            (Stretch::Month(1), "2026-02-01", "2026-02-28"),
            (Stretch::Year(2), "2024-01-01", "2024-12-31"),
        ] {
            let both = Some(Boundary::Calendar(stretch));
            let period = Period {
                since: both,
                until: both,
            };
            let days = Period {
                since: day(first),
                until: day(last),
            };
            assert_eq!(period.definite(BERLIN, now), days, "{stretch:?}");
            assert_eq!(period.span(BERLIN, now), days.span(BERLIN, now));
        }
    }

    #[test]
    fn the_period_before_is_as_long_or_as_many_months() {
        let now = utc("2026-03-10T12:00:00Z").expect("a time");
        let before = |since, until| Period { since, until }.before(BERLIN, now);
        let period = |since, until| {
            Some(Period {
                since: day(since),
                until: day(until),
            })
        };
        let march = before(day("2026-03-01"), day("2026-03-31"));
        assert_eq!(march, period("2026-02-01", "2026-02-28"));
        let quarter = before(day("2026-01-01"), day("2026-03-31"));
        assert_eq!(quarter, period("2025-10-01", "2025-12-31"));
        let days = before(day("2026-03-01"), None);
        assert_eq!(days, period("2026-02-19", "2026-02-28"));
        let hours = before(Some(Boundary::Ago(Age::Hours(6))), None).expect("there is one");
        let hours = hours.span(BERLIN, now);
        assert!(hours.has(utc("2026-03-10T00:00:00Z")) && !hours.has(utc("2026-03-10T06:00:00Z")));
        assert_eq!(before(None, day("2026-03-31")), None);
    }

    #[test]
    fn what_has_no_time_is_in_no_period() {
        assert!(span(None, None).has(None));
        assert!(!span(day("2026-02-09"), None).has(None));
        assert!(!span(None, day("2026-02-09")).has(None));
    }
}
