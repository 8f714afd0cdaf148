//! `chatkeep backup prune`.

use clap::Args;

use super::FolderArgs;
use super::keep::{self, KeepArgs};
use crate::actions::backup::pruning::{self, BackupsPruned};
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure, with_causes};
use crate::model::Clock;
use crate::report::{Report, counted};

const EXAMPLES: &str = "\
Examples:
  # See what a week of days, a month of weeks and a year of months would leave
  chatkeep backup prune --keep-daily 7 --keep-weekly 4 --keep-monthly 12 --dry-run
  # From a script
  chatkeep backup prune --keep-last 3 --keep-daily 7 --yes";

/// Arguments of `backup prune`.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct PruneArgs {
    #[command(flatten)]
    keep: KeepArgs,
    #[command(flatten)]
    folder: FolderArgs,
    /// Do it without asking
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would be removed
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Removes the backups that no rule keeps, once that was confirmed.
pub(super) fn prune(args: &PruneArgs, context: &Context) -> Result<(), Failure> {
    let configured = || keep::configured(&context.config.backup);
    let rules = args.keep.given().or_else(configured).ok_or_else(|| {
        Failure::usage("nothing says which backups to keep").hint(
            "give a rule such as --keep-daily 7, or several, or set `backup.keep_daily` in the configuration",
        )
    })?;
    let (zone, now) = (context.environment.timezone(), context.clock.now());
    let plan = pruning::plan(&args.folder.folder(context)?, rules, zone, now)?;
    warn_of_future(&plan, context);
    if args.dry_run {
        context.show(&plan)?;
        return fail_if_unjudged(&plan);
    }
    let count = plan.removed().count();
    if count > 0 {
        if !args.yes {
            context.note(&plan.text(context.error_page()));
        }
        let count = counted(count, "backup", "backups");
        context.confirm(&format!("Remove {count}?"), args.yes)?;
    }
    let pruned = pruning::prune(plan, context.clock.now())?;
    context.show(&pruned)?;
    fail_if_unjudged(&pruned)
}

/// Fails if some could not be looked at, after all else is done: a folder that grows for that reason must not go unnoticed.
pub(super) fn fail_if_unjudged(plan: &BackupsPruned) -> Result<(), Failure> {
    let unread: Vec<_> = plan.unreadable().collect();
    let Some(error) = unread.first() else {
        return Ok(());
    };
    let number = counted(unread.len(), "backup", "backups");
    let message = format!(
        "{number} could not be read here, and so not be judged: {}",
        with_causes(error)
    );
    Err(Failure::new(Exit::Damaged, "backup_unreadable", message)
        .hint("what cannot be judged stays where it is; remove it yourself if it is of no use"))
}

/// Warns of backups whose time is yet to come.
pub(super) fn warn_of_future(plan: &BackupsPruned, context: &Context) {
    for judged in plan.in_future() {
        context.warn(&format!(
            "{} is named after a time that is yet to come, so a clock is or was wrong; it is kept, and counts for no rule",
            judged.backup.path.display()
        ));
    }
}
