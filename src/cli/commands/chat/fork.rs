//! `chatkeep chat fork`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::fork;
use crate::cli::context::Context;
use crate::cli::failure::Failure;

/// Arguments of `chat fork`.
#[derive(Debug, Args)]
pub(crate) struct ForkArgs {
    /// An id, the first four characters of one or more, or `last`
    #[arg(value_name = "CONVERSATION")]
    which: String,
    /// How many of its messages to begin with, counted as `chat show` shows them [default: all]
    #[arg(long, value_name = "N")]
    at: Option<usize>,
    /// The title of the new conversation [default: the same, with a mark]
    #[arg(long)]
    title: Option<String>,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
}

/// Begins a conversation as another one did.
pub(super) fn fork(args: &ForkArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store_to_change()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    let (which, title) = (&args.which, args.title.as_deref());
    let forked = fork::fork(&*store, &user, which, args.at, title, &context.clock)?;
    context.show(&forked)
}
