//! Spans of time as they are typed: how long to wait, and how old something is.

use std::time::Duration;

use chrono::{DateTime, Days, Months, Utc};

/// Reads how long to wait: a number with `ms`, `s`, `m` or `h`.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, String> {
    let invalid =
        || format!("{text:?} is no duration; write a number and ms, s, m or h, such as 30s");
    let (number, unit) = number_and_unit(text).ok_or_else(invalid)?;
    let millis = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(invalid()),
    };
    number
        .checked_mul(millis)
        .map(Duration::from_millis)
        .ok_or_else(invalid)
}

/// How old something is, by the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Age {
    Days(u64),
    Months(u32),
}

/// The greatest age in years. There is nothing older, and no time before it is out of range.
const MOST_YEARS: u64 = 1000;

impl Age {
    /// Returns the time that lies this far before `now`.
    pub(crate) fn before(self, now: DateTime<Utc>) -> DateTime<Utc> {
        let earlier = match self {
            Self::Days(days) => now.checked_sub_days(Days::new(days)),
            Self::Months(months) => now.checked_sub_months(Months::new(months)),
        };
        earlier.expect("an age is of a thousand years at most")
    }
}

/// Reads an age: a number with `d`, `w`, `mo` or `y`. An `m` is none of them, for it is minutes elsewhere.
pub(crate) fn parse_age(text: &str) -> Result<Age, String> {
    let invalid = || format!("{text:?} is no age; write a number and d, w, mo or y, such as 180d");
    let (number, unit) = number_and_unit(text).ok_or_else(invalid)?;
    let (per_unit, per_year) = match unit {
        "d" => (1, 365),
        "w" => (7, 365),
        "mo" => (1, 12),
        "y" => (12, 12),
        _ => return Err(invalid()),
    };
    let number = number
        .checked_mul(per_unit)
        .filter(|number| (1..=MOST_YEARS * per_year).contains(number))
        .ok_or_else(invalid)?;
    Ok(match u32::try_from(number) {
        Ok(months) if per_year == 12 => Age::Months(months),
        _ => Age::Days(number),
    })
}

fn number_and_unit(text: &str) -> Option<(u64, &str)> {
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(split);
    Some((number.parse().ok()?, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units() {
        assert_eq!(parse_duration("500ms").expect("valid").as_millis(), 500);
        assert_eq!(parse_duration("2m").expect("valid").as_secs(), 120);
        for text in ["", "5", "s", "1.5s", "-1s", "99999999999999999999s"] {
            assert!(parse_duration(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn ages_are_counted_by_the_calendar() {
        let now = "2026-03-31T12:00:00Z".parse().expect("a time");
        for (text, before) in [
            ("1d", "2026-03-30T12:00:00Z"),
            ("2w", "2026-03-17T12:00:00Z"),
            ("1mo", "2026-02-28T12:00:00Z"),
            ("2y", "2024-03-31T12:00:00Z"),
            ("365000d", "1026-11-29T12:00:00Z"),
            ("1000y", "1026-03-31T12:00:00Z"),
        ] {
            let age = parse_age(text).expect("valid");
            let before: DateTime<Utc> = before.parse().expect("a time");
            assert_eq!(age.before(now), before, "{text}");
        }
        for text in [
            "",
            "5",
            "d",
            "0d",
            "5m",
            "1.5y",
            "-1d",
            "1001y",
            "365001d",
            "5D",
            "99999999999999999999w",
            "18446744073709551615w",
        ] {
            assert!(parse_age(text).is_err(), "{text:?}");
        }
    }
}
