//! `chatkeep chat archive`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::labels;
use crate::cli::context::Context;
use crate::cli::failure::Failure;

/// Arguments of `chat archive`.
#[derive(Debug, Args)]
pub(crate) struct ArchiveArgs {
    /// Ids, the first four characters of one or more each, or `last`
    #[arg(value_name = "CONVERSATION", required = true)]
    which: Vec<String>,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// Take them out of the archive
    #[arg(long)]
    off: bool,
}

/// Archives conversations.
pub(super) fn archive(args: &ArchiveArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store_to_change()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    context.show(&labels::archive(&*store, &user, &args.which, !args.off)?)
}
