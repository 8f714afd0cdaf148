//! `chatkeep stats`.

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::actions::stats::{self, Dimension, StatsQuery};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::period::parse_day;
use crate::report::counted;

/// Arguments of `stats`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # who used which model, and what it cost
  chatkeep stats
  # a bill for one month, for a spreadsheet
  chatkeep stats --by user,provider --since 2026-02-01 --until 2026-02-28 --format csv
  # day by day
  chatkeep stats --by day")]
pub(crate) struct StatsArgs {
    /// What a row is made for: any of user, provider, model, day and month, with commas between them
    #[arg(
        long,
        value_name = "DIMENSIONS",
        value_delimiter = ',',
        default_value = "user,model",
        hide_possible_values = true
    )]
    by: Vec<DimensionChoice>,
    /// Only what this user took: an id, an e-mail address, or a name that only one account has; of a removed one, the id [default: everyone]
    #[arg(short, long)]
    user: Option<String>,
    /// The first day that counts, such as 2026-02-01, in the store's time zone [default: the first there is]
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    since: Option<NaiveDate>,
    /// The last day that counts, such as 2026-02-28 [default: the last there is]
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    until: Option<NaiveDate>,
}

/// The values of `--by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DimensionChoice {
    /// Who asked
    User,
    /// Who answered
    Provider,
    /// Which model answered
    Model,
    /// The day, in the store's time zone
    Day,
    /// The month, in the store's time zone
    Month,
}

impl From<DimensionChoice> for Dimension {
    fn from(choice: DimensionChoice) -> Self {
        match choice {
            DimensionChoice::User => Self::User,
            DimensionChoice::Provider => Self::Provider,
            DimensionChoice::Model => Self::Model,
            DimensionChoice::Day => Self::Day,
            DimensionChoice::Month => Self::Month,
        }
    }
}

pub(crate) fn run(args: StatsArgs, context: &Context) -> Result<(), Failure> {
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since > until
    {
        return Err(Failure::usage(format!(
            "--since {since} is after --until {until}"
        )));
    }
    let query = StatsQuery {
        by: args.by.into_iter().map(Dimension::from).collect(),
        user: args.user,
        since: args.since,
        until: args.until,
    };
    let stats = stats::stats(&*context.store()?, &query)?;
    context.show(&stats)?;
    if stats.undated > 0 {
        let replies = usize::try_from(stats.undated).unwrap_or(usize::MAX);
        context.note(&format!(
            "{} without a time left out",
            counted(replies, "reply", "replies")
        ));
    }
    Ok(())
}
