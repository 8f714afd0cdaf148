//! `chatkeep chat list`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::conversations;
use crate::cli::context::Context;
use crate::cli::failure::Failure;

/// Arguments of `chat list`.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// The most conversations to list [default: all]
    #[arg(short = 'l', long, value_name = "COUNT")]
    limit: Option<usize>,
}

/// Lists conversations.
pub(super) fn list(args: &ListArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    context.show(&conversations::list(&*store, user, args.limit)?)
}
