//! `chatkeep chat delete`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::conversations;
use crate::cli::context::Context;
use crate::cli::failure::Failure;

/// Arguments of `chat delete`.
#[derive(Debug, Args)]
pub(crate) struct DeleteArgs {
    /// Ids, the first four characters of one or more each, or `last`
    #[arg(value_name = "CONVERSATION", required = true)]
    which: Vec<String>,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// Do it without asking
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would be deleted
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Deletes conversations, once that was confirmed.
pub(super) fn delete(args: &DeleteArgs, context: &Context) -> Result<(), Failure> {
    let store = if args.dry_run {
        context.store()?
    } else {
        context.store_to_change()?
    };
    let user = context.chosen_user(&*store, args.owner.user())?;
    let plan = conversations::plan_deletion(&*store, user, &args.which)?;
    if args.dry_run {
        return context.show(&plan);
    }
    let titles: Vec<String> = plan
        .conversations
        .iter()
        .map(|conversation| format!("{:?}", conversation.title))
        .collect();
    context.confirm(&format!("Delete {}?", titles.join(", ")), args.yes)?;
    context.show(&conversations::delete(&*store, plan)?)
}
