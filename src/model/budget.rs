//! Budgets: what a user's replies may cost in a day, week, month or year of the calendar.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::cost::{Cost, RecordedCost};
use super::document::{self, Malformed};
use super::fields::Fields;
use super::text::LossyText;

/// What a user's replies may cost in each period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// The amount, not negative.
    pub usd: Cost,
    /// The period.
    pub period: Period,
}

/// A period of the calendar, in a store's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday, as ISO 8601 counts weeks.
    Week,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

impl Period {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// Returns its name in documents and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Finds the period of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.as_str() == name)
    }

    /// Returns the days of the period that `day` is in, up to the first of the next one.
    pub fn around(self, day: NaiveDate) -> Range<NaiveDate> {
        let days = |count: u32| Days::new(u64::from(count));
        let (first, next) = match self {
            Self::Day => (Some(day), day.checked_add_days(days(1))),
            Self::Week => {
                let first = day.checked_sub_days(days(day.weekday().num_days_from_monday()));
                (
                    first,
                    first.and_then(|first| first.checked_add_days(days(7))),
                )
            }
            Self::Month => {
                let first = day.with_day(1);
                (
                    first,
                    first.and_then(|first| first.checked_add_months(Months::new(1))),
                )
            }
            Self::Year => {
                let first = NaiveDate::from_yo_opt(day.year(), 1);
                (first, NaiveDate::from_yo_opt(day.year() + 1, 1))
            }
        };
        // At the ends of the calendar, a quarter of a million years from here, a period is cut.
        first.unwrap_or(NaiveDate::MIN)..next.unwrap_or(NaiveDate::MAX)
    }
}

impl Budget {
    /// Reads a budget as an account holds it, from byte `base` of its file on.
    pub fn from_document(text: &str, base: usize) -> Result<Self, Malformed> {
        #[derive(Deserialize)]
        struct Raw<'a> {
            usd: RecordedCost,
            #[serde(borrow)]
            period: LossyText<'a>,
        }
        let wrong = |reason: &str| Malformed {
            offset: base,
            reason: reason.to_owned(),
        };
        let Fields::<Raw<'_>>(raw) = document::read(text, base)?;
        let usd = raw.usd.known().filter(|usd| *usd >= Cost::ZERO);
        Ok(Self {
            usd: usd.ok_or_else(|| wrong("no amount in `usd`"))?,
            period: Period::from_name(&raw.period.0)
                .ok_or_else(|| wrong("no day, week, month or year in `period`"))?,
        })
    }
}

/// Reads `20USD/month` or `$20/month`, the amount in decimal digits.
impl FromStr for Budget {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = "write an amount and a period, such as 20USD/month or $5/week";
        let (amount, period) = text.split_once('/').ok_or(form)?;
        let digits = Cost::digits_of_amount(amount).ok_or(form)?;
        Ok(Self {
            usd: Cost::parse(digits).ok_or("that amount has too many digits")?,
            period: Period::from_name(period).ok_or("a period is day, week, month or year")?,
        })
    }
}

/// Writes it as it can be read again.
impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}USD/{}", self.usd, self.period.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn both_ways_to_write_a_budget_are_read() {
        for (text, read) in [
            ("20USD/month", "20USD/month"),
            ("$20.50/month", "20.5USD/month"),
            ("0.0000001usd/day", "0.0000001USD/day"),
            ("$0/week", "0USD/week"),
            ("1000000000000.01USD/year", "1000000000000.01USD/year"),
        ] {
            let budget: Budget = text.parse().expect(text);
            assert_eq!(budget.to_string(), read);
        }
        for text in [
            "",
            "20",
            "20/month",
            "20USD",
            "20EUR/month",
            "USD/month",
            "$/month",
            "-1USD/month",
            "+1USD/month",
            "1e3USD/month",
            "1_0USD/month",
            "20USD/months",
            "20USD/",
            "€20/month",
            "1.2.3USD/day",
            ".USD/day",
            "$20USD/month",
            "99999999999999999999999999999999USD/day",
        ] {
            assert!(text.parse::<Budget>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_period_is_one_of_the_calendar() {
        for (period, day, first, next) in [
            (Period::Day, "2026-12-31", "2026-12-31", "2027-01-01"),
            (Period::Week, "2027-01-01", "2026-12-28", "2027-01-04"),
            (Period::Week, "2026-11-23", "2026-11-23", "2026-11-30"),
            (Period::Month, "2024-02-29", "2024-02-01", "2024-03-01"),
            (Period::Month, "2026-12-31", "2026-12-01", "2027-01-01"),
            (Period::Year, "2026-12-31", "2026-01-01", "2027-01-01"),
        ] {
            let days = period.around(date(day));
            assert_eq!(days, date(first)..date(next), "{period:?} {day}");
            assert!(days.contains(&date(day)));
        }
        for period in Period::ALL {
            // Nothing overflows.
            period.around(NaiveDate::MAX);
            period.around(NaiveDate::MIN);
        }
    }

    #[test]
    fn what_is_stored_reads_back_with_every_digit() {
        let text = r#"{"usd": 20.50000000000000000001, "period": "month", "theirs": [1]}"#;
        let budget = Budget::from_document(text, 0).expect("a budget");
        assert_eq!(
            serde_json::to_string(&budget).expect("JSON"),
            r#"{"usd":20.50000000000000000001,"period":"month"}"#
        );
    }

    #[test]
    fn what_is_no_budget_is_refused_with_its_place() {
        for (text, reason) in [
            ("20", "wrong type, expected an object"),
            ("{}", "missing field `usd`"),
            (r#"{"usd": 20}"#, "missing field `period`"),
            (r#"{"usd": "20", "period": "month"}"#, "no amount in `usd`"),
            (r#"{"usd": -1, "period": "month"}"#, "no amount in `usd`"),
            (r#"{"usd": null, "period": "month"}"#, "no amount in `usd`"),
            (
                r#"{"usd": 1, "period": "decade"}"#,
                "no day, week, month or year in `period`",
            ),
        ] {
            let error = Budget::from_document(text, 100).expect_err(text);
            assert_eq!(error.reason, reason, "{text}");
            assert!(error.offset >= 100, "{text}");
        }
    }
}
