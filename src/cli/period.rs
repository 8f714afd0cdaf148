//! Days, times and ages as they are typed.

use chrono::NaiveDate;

use super::durations::number_and_unit;
use crate::actions::period::{Age, Boundary, Stretch};
use crate::model::Moment;

/// Takes a day, a time, an age or a stretch of the calendar, for clap.
pub(crate) fn parse_boundary(text: &str) -> Result<Boundary, String> {
    day(text)
        .map(Boundary::Day)
        .or_else(|| time(text).map(Boundary::Time))
        .or_else(|| age(text).map(Boundary::Ago))
        .or_else(|| stretch(text).map(Boundary::Calendar))
        .ok_or_else(|| {
            "write a day such as 2026-02-01, a time such as 2026-02-01T14:00:00Z, how long ago, such as 30d \
             (h, d, w, mo or y), or today, yesterday, 'this week', 'last month', 'last year' and the like"
                .to_owned()
        })
}

/// Takes a day, for clap.
pub(crate) fn parse_day(text: &str) -> Result<NaiveDate, &'static str> {
    day(text).ok_or("write a day such as 2026-02-01")
}

/// Reads a stretch of the calendar by its name, the words with a blank or a dash between them.
fn stretch(text: &str) -> Option<Stretch> {
    let text = text.replace(['-', '_'], " ").to_lowercase();
    Some(match text.as_str() {
        "today" => Stretch::Day(0),
        "yesterday" => Stretch::Day(1),
        "this week" => Stretch::Week(0),
        "last week" => Stretch::Week(1),
        "this month" => Stretch::Month(0),
        "last month" => Stretch::Month(1),
        "this year" => Stretch::Year(0),
        "last year" => Stretch::Year(1),
        _ => return None,
    })
}

fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    // chrono also takes signs, spaces and single digits.
    (day.to_string() == text && has_usual_year(text)).then_some(day)
}

/// Whether a year of four digits comes first: others are so far off that a zone takes them beyond what can be reckoned with.
fn has_usual_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text[digits..].starts_with('-')
}

fn time(text: &str) -> Option<Moment> {
    Moment::parse(text).filter(|_| has_usual_year(text))
}

/// Takes an age that is not nothing, for clap.
pub(crate) fn parse_age(text: &str) -> Result<Age, String> {
    let is_nothing = |age: &Age| matches!(age, Age::Hours(0) | Age::Days(0) | Age::Months(0));
    age(text).filter(|age| !is_nothing(age)).ok_or_else(|| {
        format!("{text:?} is no age; write a number and h, d, w, mo or y, such as 180d")
    })
}

/// Reads a number with `h`, `d`, `w`, `mo` or `y`. An `m` is none of them, for it is minutes elsewhere.
fn age(text: &str) -> Option<Age> {
    let (number, unit) = number_and_unit(text)?;
    let number = u32::try_from(number).ok()?;
    Some(match unit {
        "h" => Age::Hours(number),
        "d" => Age::Days(number),
        "w" => Age::Days(number.checked_mul(7)?),
        "mo" => Age::Months(number),
        "y" => Age::Months(number.checked_mul(12)?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_in_one_way() {
        assert!(matches!(parse_boundary("2026-02-28"), Ok(Boundary::Day(_))));
        for text in [
            "",
            "2026-2-28",
            "2026-02-29",
            "28.02.2026",
            "+026-02-01",
            "2026-02-01 ",
            "the other day",
            "20260-2-01",
            "+262142-12-31",
            "-0001-01-01",
        ] {
            assert!(parse_boundary(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_age_is_more_than_nothing() {
        assert_eq!(parse_age("180d"), Ok(Age::Days(180)));
        assert_eq!(parse_age("6mo"), Ok(Age::Months(6)));
        assert_eq!(parse_age("2y"), Ok(Age::Months(24)));
        for text in ["0d", "5m", "", "soon"] {
            assert!(parse_age(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn boundaries_are_days_times_or_ages() {
        for (text, boundary) in [
            ("30d", Boundary::Ago(Age::Days(30))),
            ("0h", Boundary::Ago(Age::Hours(0))),
            ("2w", Boundary::Ago(Age::Days(14))),
            ("today", Boundary::Calendar(Stretch::Day(0))),
            ("Last-Month", Boundary::Calendar(Stretch::Month(1))),
            (
                "2026-02-01",
                Boundary::Day(NaiveDate::from_ymd_opt(2026, 2, 1).expect("a day")),
            ),
        ] {
            assert_eq!(parse_boundary(text), Ok(boundary), "{text}");
        }
        for time in [
            "2026-02-01T14:00:00Z",
            "2026-02-01T14:00:00.5+01:00",
            "2026-02-01T14:00:00",
        ] {
            assert!(
                matches!(parse_boundary(time), Ok(Boundary::Time(_))),
                "{time}"
            );
        }
        for text in [
            "",
            "d",
            "30",
            "-3d",
            "+3d",
            "3 d",
            "3.5d",
            "3m",
            "9999999999999999999d",
            "99999999999999999w",
            "30é",
            "5D",
            "18446744073709551615w",
            "4294967295y",
            "+262142-12-31T23:59:59",
            "-262143-01-01",
        ] {
            assert!(parse_boundary(text).is_err(), "{text:?}");
        }
    }
}
