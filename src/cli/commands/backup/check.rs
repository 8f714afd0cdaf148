//! `chatkeep backup check`.

use std::time::Duration;

use clap::Args;

use super::FolderArgs;
use crate::actions::backup_age;
use crate::cli::config::parse_duration;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::model::Clock;

/// Arguments of `backup check`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # From a monitoring system: nightly backups, which may be two hours late
  chatkeep backup check --max-age 26h --from /srv/backups
  # Or from cron, which mails what is said
  chatkeep backup check --max-age 2d >/dev/null")]
pub(super) struct CheckArgs {
    /// How old the newest good backup may be, in s, m, h or d (days)
    #[arg(long, value_name = "DURATION", default_value = "26h", value_parser = parse_duration)]
    max_age: Duration,
    #[command(flatten)]
    folder: FolderArgs,
}

/// Tells how old the newest good backup is, and fails if it is too old.
pub(super) fn check(args: &CheckArgs, context: &Context) -> Result<(), Failure> {
    let folder = args.folder.folder(context)?;
    let found = backup_age::check(&folder, args.max_age, context.clock.now())?;
    for warning in found.warnings() {
        context.warn(&warning);
    }
    context.show(&found)?;
    let Some(problem) = found.problem() else {
        return Ok(());
    };
    let code = match found.newest {
        Some(_) => "backup_too_old",
        None => "no_good_backup",
    };
    Err(Failure::new(Exit::Damaged, code, problem)
        .hint("`chatkeep backup` makes a new one; see why the last ones were not made"))
}
