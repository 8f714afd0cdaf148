//! Sums of what replies took as rows, and as lines of text.

use std::collections::HashMap;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::model::{CostSum, Totals, UserId};
use crate::store::daily_usage::{DailySums, DailyUsage, DailyUsageVisitor};
use crate::store::{Damage, StoreError, StoreResult};

/// What stands for the day of replies that have no time.
const UNDATED: &str = "-";

/// How a day is written. It sorts as it should where years have four digits.
const DAY: &str = "%Y-%m-%d";

/// What replies took that one user had from one model on one day.
#[derive(Debug, Clone)]
pub(in crate::store) struct SumRow {
    /// What tells provider and model apart: their digest, as an index does not take names of any length.
    pub(in crate::store) model_key: String,
    pub(in crate::store) day: String,
    /// Provider and model as JSON, which has no control characters.
    pub(in crate::store) model: String,
    pub(in crate::store) totals: Totals,
}

impl SumRow {
    /// Takes the sums of a user as rows, in the order of their keys: who adds to several locks them in that order.
    pub(super) fn all_of(user: &UserId, sums: &DailySums) -> Vec<Self> {
        let mut rows = Vec::new();
        sums.visit_present_user(user, &mut |daily| rows.push(Self::of(daily)));
        rows.sort_by(|a, b| (&a.model_key, &a.day).cmp(&(&b.model_key, &b.day)));
        rows
    }

    fn of(daily: &DailyUsage<'_>) -> Self {
        let model = serde_json::to_string(&(daily.provider, daily.model)).expect("two texts");
        let digest = Sha256::digest(&model);
        let model_key = digest[..16].iter().map(|byte| format!("{byte:02x}"));
        Self {
            model_key: model_key.collect(),
            day: match daily.day {
                Some(day) => day.format(DAY).to_string(),
                None => UNDATED.to_owned(),
            },
            model,
            totals: *daily.totals,
        }
    }

    /// Returns the sums as texts, in the order in which a line has them.
    pub(in crate::store) fn numbers(&self) -> [String; 8] {
        let totals = &self.totals;
        [
            totals.replies.to_string(),
            totals.input_tokens.to_string(),
            totals.output_tokens.to_string(),
            totals.total_tokens.to_string(),
            totals.unknown_costs.to_string(),
            totals.errors.to_string(),
            totals.interrupted.to_string(),
            totals.cost.to_string(),
        ]
    }

    /// Returns the day, the sums and the model, with a space between them.
    pub(in crate::store) fn line(&self) -> String {
        format!("{} {} {}", self.day, self.numbers().join(" "), self.model)
    }

    /// Adds what a line has.
    pub(in crate::store) fn add_line(&mut self, line: &str) -> StoreResult<()> {
        let (_, totals, _) = parted(line)?;
        self.totals.merge(&totals);
        Ok(())
    }
}

/// Reads lines of many users, in which the same few models occur again and again.
#[derive(Default)]
pub(super) struct SumLines {
    models: HashMap<String, (String, String)>,
}

impl SumLines {
    /// Hands the sums in one user's lines to `visit`.
    pub(super) fn visit(
        &mut self,
        user: &UserId,
        lines: &str,
        visit: &mut DailyUsageVisitor<'_>,
    ) -> StoreResult<()> {
        for line in lines.lines() {
            let (day, totals, model) = parted(line)?;
            if !self.models.contains_key(model) {
                let names = serde_json::from_str(model).map_err(|_| malformed())?;
                self.models.insert(model.to_owned(), names);
            }
            let (provider, model) = &self.models[model];
            visit(&DailyUsage {
                user,
                provider,
                model,
                day,
                totals: &totals,
            });
        }
        Ok(())
    }
}

/// Takes a line apart.
fn parted(line: &str) -> StoreResult<(Option<NaiveDate>, Totals, &str)> {
    let mut parts = line.splitn(10, ' ');
    let mut next = || parts.next().ok_or_else(malformed);
    let day = match next()? {
        UNDATED => None,
        day => Some(read_day(day).ok_or_else(malformed)?),
    };
    let mut count = || next().and_then(|digits| read_count(digits).ok_or_else(malformed));
    let totals = Totals {
        replies: count()?,
        input_tokens: count()?,
        output_tokens: count()?,
        total_tokens: count()?,
        unknown_costs: count()?,
        errors: count()?,
        interrupted: count()?,
        cost: CostSum::parse(next()?).ok_or_else(malformed)?,
    };
    Ok((day, totals, next()?))
}

/// Returns a line as [`SumRow::line`] would write it, or as it is if it cannot be read.
pub(super) fn normal_line(line: &str) -> String {
    let Ok((_, totals, model)) = parted(line) else {
        return line.to_owned();
    };
    let row = SumRow {
        model_key: String::new(),
        day: line.split(' ').next().unwrap_or_default().to_owned(),
        model: model.to_owned(),
        totals,
    };
    row.line()
}

fn read_day(day: &str) -> Option<NaiveDate> {
    let number = |range| day.get(range).and_then(|digits: &str| digits.parse().ok());
    // Nearly all are of this form, for which there is a shorter way than for any.
    match (day.len(), number(0..4), number(5..7), number(8..10)) {
        (10, Some(year), Some(month), Some(day)) => {
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
        }
        _ => NaiveDate::parse_from_str(day, DAY).ok(),
    }
}

/// Reads a count, of which one that is too large for its number is the largest, as it is wherever tokens are added.
fn read_count(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

fn malformed() -> StoreError {
    let reason = "a row of the table sums is none".to_owned();
    StoreError::damaged("sums", Damage::Database { reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back() {
        let user = UserId::parse("u").expect("an id");
        let totals = Totals {
            replies: 3,
            input_tokens: u64::MAX,
            cost: CostSum::parse("-12.0000000000000000000000000001").expect("a sum"),
            ..Totals::default()
        };
        for day in [
            "2026-02-28",
            "0001-01-01",
            "+12345-01-01",
            "-0005-06-07",
            "",
        ] {
            let day = (!day.is_empty()).then(|| day.parse().expect("a day"));
            let row = SumRow::of(&DailyUsage {
                user: &user,
                provider: "a b\n",
                model: "\0\"é ",
                day,
                totals: &totals,
            });
            let mut lines = SumLines::default();
            let mut found = 0;
            let both = format!("{}\n{}", row.line(), row.line());
            let read = lines.visit(&user, &both, &mut |daily| {
                assert_eq!((daily.day, *daily.totals), (day, totals));
                assert_eq!((daily.provider, daily.model), ("a b\n", "\0\"é "));
                found += 1;
            });
            read.expect("lines");
            assert_eq!(found, 2);
        }
    }

    #[test]
    fn a_count_beyond_its_number_is_the_largest_and_no_count_is_damage() {
        let line = |count: &str| format!("- 1 {count} 0 0 0 0 0 0.50 [\"p\",\"m\"]");
        let (day, totals, model) =
            parted("- 1 99999999999999999999 0 0 0 0 0 0.50 [\"p\",\"m\"]").expect("a line");
        assert_eq!((day, totals.input_tokens), (None, u64::MAX));
        assert_eq!(
            (totals.cost.to_string().as_str(), model),
            ("0.5", "[\"p\",\"m\"]")
        );
        for count in ["", "-1", "x", "1.5"] {
            assert!(parted(&line(count)).is_err(), "{count}");
        }
    }
}
