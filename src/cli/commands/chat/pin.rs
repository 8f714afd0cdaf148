//! `chatkeep chat pin`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::labels;
use crate::cli::context::Context;
use crate::cli::failure::Failure;

/// Arguments of `chat pin`.
#[derive(Debug, Args)]
pub(crate) struct PinArgs {
    /// Ids, the first four characters of one or more each, or `last`
    #[arg(value_name = "CONVERSATION", required = true)]
    which: Vec<String>,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// Take the pin off
    #[arg(long)]
    off: bool,
}

/// Pins conversations.
pub(super) fn pin(args: &PinArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store_to_change()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    context.show(&labels::pin(&*store, &user, &args.which, !args.off)?)
}
