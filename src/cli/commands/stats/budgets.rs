//! `chatkeep stats budgets`.

use clap::{Args, ValueEnum};

use crate::actions::stats::budgets::{BudgetRow, BudgetSort, BudgetStats, budgets as list};
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure, with_causes};
use crate::report::counted;

/// Arguments of `stats budgets`.
#[derive(Debug, Args)]
pub(super) struct BudgetsArgs {
    /// Only this user's: an id, an e-mail address, or a name that only one account has [default: everyone's]
    #[arg(short, long)]
    user: Option<String>,
    /// What comes first
    #[arg(long, value_name = "BY", default_value = "used")]
    sort: SortChoice,
    /// Exit code 9 if so much of a budget is used, such as 80%; or with the word forecast, if one will be over when its period ends [default: never]
    #[arg(long, value_name = "PERCENT", value_parser = parse_alarm)]
    fail_at: Option<Alarm>,
}

/// The values of `--sort`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SortChoice {
    /// The budget of which the greatest part is used
    Used,
    /// The budget of which least is left
    Left,
    /// The budget of which the greatest part will be used
    Forecast,
    /// Users by their addresses
    User,
}

impl From<SortChoice> for BudgetSort {
    fn from(choice: SortChoice) -> Self {
        match choice {
            SortChoice::Used => Self::Used,
            SortChoice::Left => Self::Left,
            SortChoice::Forecast => Self::Forecast,
            SortChoice::User => Self::User,
        }
    }
}

/// What is a reason to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alarm {
    /// So many of 100 parts are used.
    UsedTo(u32),
    /// It will be over.
    Forecast,
}

/// Takes a percentage or `forecast`, for clap.
fn parse_alarm(text: &str) -> Result<Alarm, &'static str> {
    let form = "write a percentage from 1% to 1000%, such as 80%, or forecast";
    if text == "forecast" {
        return Ok(Alarm::Forecast);
    }
    let digits = text.strip_suffix('%').unwrap_or(text);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| is_number);
    let number = number.filter(|number| (1..=1000).contains(number));
    number.map(Alarm::UsedTo).ok_or(form)
}

pub(super) fn budgets(args: &BudgetsArgs, context: &Context) -> Result<(), Failure> {
    let (store, user) = (context.store()?, args.user.as_deref());
    let stats = list(&*store, &context.clock, user, args.sort.into())?;
    context.show(&stats)?;
    if stats.without_budget > 0 {
        let users = counted(stats.without_budget, "user", "users");
        context.note(&format!("{users} without a budget left out"));
    }
    for error in &stats.unreadable {
        context.warn(&with_causes(error));
    }
    warn_of_unknown(&stats, context);
    match args.fail_at {
        Some(alarm) => check(&stats, alarm),
        None => Ok(()),
    }
}

/// Warns of replies that are in no sum and in no forecast.
fn warn_of_unknown(stats: &BudgetStats, context: &Context) {
    let unknown: u64 = stats.rows.iter().map(|row| row.budget.unknown).sum();
    if unknown > 0 {
        let replies = usize::try_from(unknown).unwrap_or(usize::MAX);
        context.warn(&format!(
            "the cost of {} is not known, and neither counted nor forecast",
            counted(replies, "reply", "replies")
        ));
    }
}

/// Fails if there is reason to.
fn check(stats: &BudgetStats, alarm: Alarm) -> Result<(), Failure> {
    let is_reason = |row: &&BudgetRow| match alarm {
        Alarm::UsedTo(percent) => row.is_used_to(percent),
        Alarm::Forecast => row.is_going_over(),
    };
    let users: Vec<_> = stats.rows.iter().filter(is_reason).collect();
    let Some(first) = users.first() else {
        return Ok(());
    };
    let who = match users.len() - 1 {
        0 => first.email.clone(),
        more => format!("{} and {}", first.email, counted(more, "other", "others")),
    };
    let (have, will) = match users.len() {
        1 => ("has", "their budget"),
        _ => ("have", "their budgets"),
    };
    let (code, message) = match alarm {
        Alarm::UsedTo(percent) => (
            "budget_used",
            format!("{who} {have} used {percent}% of {will}, or more"),
        ),
        Alarm::Forecast => (
            "budget_forecast_over",
            format!("{who} will be over {will} if it goes on like that"),
        ),
    };
    Err(Failure::new(Exit::Limit, code, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_is_a_percentage_or_the_forecast() {
        for (text, alarm) in [
            ("80%", Some(Alarm::UsedTo(80))),
            ("100", Some(Alarm::UsedTo(100))),
            ("1000%", Some(Alarm::UsedTo(1000))),
            ("forecast", Some(Alarm::Forecast)),
            ("0%", None),
            ("1001%", None),
            ("-5%", None),
            ("+5%", None),
            ("80.5%", None),
            ("%", None),
            ("", None),
            ("Forecast", None),
        ] {
            assert_eq!(parse_alarm(text).ok(), alarm, "{text}");
        }
    }
}
