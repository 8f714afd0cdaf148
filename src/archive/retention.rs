//! Which backups are worth keeping: the newest ones, and the newest of each of the latest hours, days, weeks, months and
//! years.
//!
//! The rules are those of `restic forget` and `borg prune`, each applied by itself: what one rule keeps does not count less
//! for another. Times and a zone go in, reasons come out; no file is looked at.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use chrono::{DateTime, Datelike, Offset, Timelike, Utc};
use chrono_tz::Tz;

/// How many backups each rule keeps; a rule without a number keeps none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// So many of the newest.
    pub last: Option<NonZeroU32>,
    /// The newest of each of so many hours in which there are backups; the same of the others.
    pub hourly: Option<NonZeroU32>,
    /// Of days.
    pub daily: Option<NonZeroU32>,
    /// Of weeks, which begin on Monday (ISO 8601).
    pub weekly: Option<NonZeroU32>,
    /// Of months.
    pub monthly: Option<NonZeroU32>,
    /// Of years.
    pub yearly: Option<NonZeroU32>,
}

/// A rule that keeps backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The newest ones.
    Last,
    /// The newest of an hour.
    Hourly,
    /// The newest of a day.
    Daily,
    /// The newest of a week.
    Weekly,
    /// The newest of a month.
    Monthly,
    /// The newest of a year.
    Yearly,
}

impl Rule {
    /// Every one, from the shortest period to the longest.
    pub const ALL: [Self; 6] = [
        Self::Last,
        Self::Hourly,
        Self::Daily,
        Self::Weekly,
        Self::Monthly,
        Self::Yearly,
    ];

    /// Returns its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Last => "last",
            Self::Hourly => "hourly",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Yearly => "yearly",
        }
    }

    /// Returns what tells the period of a time from all others; `None` where each time is its own.
    fn period(self, time: DateTime<Tz>) -> Option<[i32; 3]> {
        let (year, month) = (time.year(), time.month() as i32);
        let day = time.num_days_from_ce();
        Some(match self {
            Self::Last => return None,
            // An hour that comes twice, when clocks are set back, is two.
            Self::Hourly => {
                let offset = time.offset().fix().local_minus_utc();
                [day, time.hour() as i32, offset]
            }
            Self::Daily => [day, 0, 0],
            // The week around new year belongs to one year whole, which need not be the day's.
            Self::Weekly => {
                let week = time.iso_week();
                [week.year(), week.week() as i32, 0]
            }
            Self::Monthly => [year, month, 0],
            Self::Yearly => [year, 0, 0],
        })
    }
}

impl Retention {
    /// Returns how many a rule keeps.
    pub fn count(&self, rule: Rule) -> Option<NonZeroU32> {
        match rule {
            Rule::Last => self.last,
            Rule::Hourly => self.hourly,
            Rule::Daily => self.daily,
            Rule::Weekly => self.weekly,
            Rule::Monthly => self.monthly,
            Rule::Yearly => self.yearly,
        }
    }

    /// Whether there is no rule, so that nothing would be kept.
    pub fn is_empty(&self) -> bool {
        Rule::ALL.iter().all(|rule| self.count(*rule).is_none())
    }

    /// Returns for each of these times, the oldest first, the rules that keep it; none for one that is not kept.
    ///
    /// Periods are those of `zone`. Of several at one time the one that comes last is the newest. Where there is any rule,
    /// the newest of all is kept.
    pub fn reasons(&self, times: &[DateTime<Utc>], zone: Tz) -> Vec<Vec<Rule>> {
        let mut reasons = vec![Vec::new(); times.len()];
        for rule in Rule::ALL {
            let Some(count) = self.count(rule) else {
                continue;
            };
            let mut left = count.get();
            // Local time does not always grow: clocks set back at midnight bring back the day before.
            let mut seen = BTreeSet::new();
            for (time, reasons) in times.iter().zip(&mut reasons).rev() {
                let period = rule.period(time.with_timezone(&zone));
                if period.is_some_and(|period| !seen.insert(period)) {
                    continue;
                }
                reasons.push(rule);
                left -= 1;
                if left == 0 {
                    break;
                }
            }
        }
        reasons
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERLIN: Tz = chrono_tz::Europe::Berlin;

    fn rules(numbers: [u32; 6]) -> Retention {
        let [last, hourly, daily, weekly, monthly, yearly] = numbers.map(NonZeroU32::new);
        Retention {
            last,
            hourly,
            daily,
            weekly,
            monthly,
            yearly,
        }
    }

    /// Returns the times that are kept, each with its reasons.
    fn kept<'t>(rules: Retention, zone: Tz, times: &[&'t str]) -> Vec<(&'t str, String)> {
        let parsed: Vec<DateTime<Utc>> = times
            .iter()
            .map(|time| time.parse().expect("a time"))
            .collect();
        assert!(parsed.is_sorted(), "{times:?}");
        let reasons = rules.reasons(&parsed, zone);
        let named = times.iter().zip(reasons).map(|(time, reasons)| {
            let names: Vec<_> = reasons.into_iter().map(Rule::as_str).collect();
            (*time, names.join(" "))
        });
        named.filter(|(_, reasons)| !reasons.is_empty()).collect()
    }

    /// Returns the times that one rule keeps.
    fn kept_by<'t>(rule: Rule, count: u32, zone: Tz, times: &[&'t str]) -> Vec<&'t str> {
        let numbers = Rule::ALL.map(|it| if it == rule { count } else { 0 });
        let kept = kept(rules(numbers), zone, times);
        kept.into_iter().map(|(time, _)| time).collect()
    }

    #[test]
    fn without_a_rule_nothing_is_kept_and_with_any_the_newest() {
        let times = ["2026-02-09T02:00:00Z", "2026-02-10T02:00:00Z"];
        assert!(rules([0; 6]).is_empty());
        assert!(kept(rules([0; 6]), BERLIN, &times).is_empty());
        for rule in Rule::ALL {
            assert_eq!(kept_by(rule, 1, BERLIN, &times), times[1..], "{rule:?}");
            assert!(kept_by(rule, 1, BERLIN, &[]).is_empty(), "{rule:?}");
        }
    }

    #[test]
    fn each_rule_counts_by_itself_and_every_reason_is_told() {
        let times = [
            "2025-12-30T02:00:00Z",
            "2026-01-30T02:00:00Z",
            "2026-02-07T02:00:00Z",
            "2026-02-08T02:00:00Z",
            "2026-02-09T02:00:00Z",
            "2026-02-09T14:00:00Z",
        ];
        let expected = [
            ("2025-12-30T02:00:00Z", "yearly"),
            ("2026-01-30T02:00:00Z", "monthly"),
            ("2026-02-08T02:00:00Z", "daily weekly"),
            ("2026-02-09T14:00:00Z", "last daily weekly monthly yearly"),
        ];
        let expected = expected.map(|(time, reasons)| (time, reasons.to_owned()));
        assert_eq!(kept(rules([1, 0, 2, 2, 2, 2]), BERLIN, &times), expected);
    }

    #[test]
    fn only_periods_that_have_backups_count() {
        let times = [
            "2020-05-01T00:00:00Z",
            "2023-07-01T00:00:00Z",
            "2026-02-09T00:00:00Z",
        ];
        for rule in [Rule::Daily, Rule::Monthly, Rule::Yearly] {
            assert_eq!(kept_by(rule, 2, BERLIN, &times), times[1..], "{rule:?}");
        }
        assert_eq!(kept_by(Rule::Daily, u32::MAX, BERLIN, &times), times);
    }

    #[test]
    fn days_are_those_of_the_zone_also_when_clocks_change() {
        // In Berlin the first is still the 8th, and the second the 9th.
        let night = ["2026-02-08T22:30:00Z", "2026-02-08T23:30:00Z"];
        assert_eq!(kept_by(Rule::Daily, 2, BERLIN, &night), night);
        assert_eq!(kept_by(Rule::Daily, 2, chrono_tz::UTC, &night), night[1..]);
        // The 29th of March has 23 hours there, the 25th of October has 25.
        let spring = [
            "2026-03-28T23:00:00Z",
            "2026-03-29T21:59:59Z",
            "2026-03-29T22:00:00Z",
        ];
        assert_eq!(kept_by(Rule::Daily, 9, BERLIN, &spring), spring[1..]);
        let autumn = [
            "2026-10-24T22:00:00Z",
            "2026-10-25T22:59:59Z",
            "2026-10-25T23:00:00Z",
        ];
        assert_eq!(kept_by(Rule::Daily, 9, BERLIN, &autumn), autumn[1..]);
    }

    #[test]
    fn an_hour_that_comes_twice_is_two_hours() {
        let autumn = [
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:10:00Z",
            "2026-10-25T01:30:00Z",
        ];
        assert_eq!(
            kept_by(Rule::Hourly, 9, BERLIN, &autumn),
            [autumn[0], autumn[2]]
        );
        // Hours of a zone that is half an hour off begin with its own.
        let kolkata = ["2026-02-09T00:20:00Z", "2026-02-09T00:40:00Z"];
        let zone = chrono_tz::Asia::Kolkata;
        assert_eq!(kept_by(Rule::Hourly, 9, zone, &kolkata), kolkata);
    }

    #[test]
    fn a_day_that_clocks_set_back_at_midnight_bring_back_counts_once() {
        // In St. John's one minute after midnight was followed by one minute after eleven of the day before.
        let zone = chrono_tz::America::St_Johns;
        let times = [
            "2010-11-07T02:30:30Z",
            "2010-11-07T02:31:30Z",
            "2010-11-07T03:31:00Z",
        ];
        assert_eq!(kept_by(Rule::Daily, 9, zone, &times), times[1..]);
    }

    #[test]
    fn a_week_across_new_year_is_one() {
        // The 1st of January 2027 is a Friday: week 53 of 2026.
        let times = [
            "2026-12-27T12:00:00Z",
            "2026-12-28T12:00:00Z",
            "2027-01-03T12:00:00Z",
            "2027-01-04T12:00:00Z",
        ];
        assert_eq!(
            kept_by(Rule::Weekly, 9, BERLIN, &times),
            [times[0], times[2], times[3]]
        );
        // The 30th of December 2024 is a Monday: week 1 of 2025.
        let first = [
            "2024-12-29T12:00:00Z",
            "2024-12-30T12:00:00Z",
            "2025-01-05T12:00:00Z",
        ];
        assert_eq!(
            kept_by(Rule::Weekly, 9, BERLIN, &first),
            [first[0], first[2]]
        );
        let years = ["2024-12-30T12:00:00Z", "2025-01-01T12:00:00Z"];
        assert_eq!(kept_by(Rule::Yearly, 9, BERLIN, &years), years);
    }

    #[test]
    fn a_leap_day_is_a_day_of_its_own() {
        let times = [
            "2028-02-28T12:00:00Z",
            "2028-02-29T12:00:00Z",
            "2028-03-01T12:00:00Z",
        ];
        assert_eq!(kept_by(Rule::Daily, 9, BERLIN, &times), times);
        assert_eq!(kept_by(Rule::Monthly, 9, BERLIN, &times), times[1..]);
    }

    #[test]
    fn of_one_second_the_one_that_comes_last_is_the_newest() {
        let time: DateTime<Utc> = "2026-02-09T02:00:00Z".parse().expect("a time");
        let kept = |rules: Retention| {
            let reasons = rules.reasons(&[time; 3], BERLIN);
            reasons.iter().map(Vec::len).collect::<Vec<_>>()
        };
        assert_eq!(kept(rules([0, 1, 1, 1, 1, 1])), [0, 0, 5]);
        assert_eq!(kept(rules([2, 0, 0, 0, 0, 0])), [0, 1, 1]);
    }
}
