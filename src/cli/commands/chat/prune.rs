//! `chatkeep chat prune`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::period::Age;
use crate::actions::prune;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::period::parse_age;
use crate::model::Clock;
use crate::report::{Report, counted};

/// Arguments of `chat prune`.
#[derive(Debug, Args)]
pub(crate) struct PruneArgs {
    /// How long nobody must have gone on with them, in hours (h), days (d), weeks (w), months (mo) or years (y), such as 180d
    #[arg(long, value_name = "AGE", value_parser = parse_age)]
    older_than: Age,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// The conversations of all users, whoever `--user` names
    #[arg(long)]
    all_users: bool,
    /// Do it without asking
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would be deleted
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Deletes what is old, once that was confirmed.
pub(super) fn prune(args: &PruneArgs, context: &Context) -> Result<(), Failure> {
    let store = match args.dry_run {
        true => context.store()?,
        false => context.store_to_change()?,
    };
    let users = match args.all_users {
        true => store.users()?,
        false => vec![context.chosen_user(&*store, args.owner.user())?],
    };
    let before = args.older_than.before(context.clock.now());
    let plan = prune::plan(&*store, users, before)?;
    if args.dry_run {
        return context.show(&plan);
    }
    if plan.count() > 0 {
        if !args.yes {
            context.note(&plan.text(context.error_page()));
        }
        let count = counted(plan.count(), "conversation", "conversations");
        context.confirm(&format!("Delete {count}?"), args.yes)?;
    }
    context.show(&prune::prune(&*store, plan)?)
}
