//! `chatkeep chat show`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::conversations;
use crate::cli::context::Context;
use crate::cli::failure::Failure;

/// Arguments of `chat show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// An id, the first four characters of one or more, or `last`
    #[arg(value_name = "CONVERSATION")]
    which: String,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
}

/// Shows a conversation.
pub(super) fn show(args: &ShowArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    context.show(&conversations::show(&*store, user, &args.which)?)
}
