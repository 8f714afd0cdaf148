//! `chatkeep chat rename`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::conversations;
use crate::cli::context::Context;
use crate::cli::failure::Failure;

/// Arguments of `chat rename`.
#[derive(Debug, Args)]
pub(crate) struct RenameArgs {
    /// An id, the first four characters of one or more, or `last`
    #[arg(value_name = "CONVERSATION")]
    which: String,
    /// The new title, of one line
    title: String,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
}

/// Gives a conversation another title.
pub(super) fn rename(args: &RenameArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store_to_change()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    let (which, title) = (&args.which, &args.title);
    context.show(&conversations::rename(
        &*store,
        &user,
        which,
        title,
        &context.clock,
    )?)
}
