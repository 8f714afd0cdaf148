//! `chatkeep chat recover`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::chat;
use crate::cli::context::Context;
use crate::cli::failure::Failure;

/// Arguments of `chat recover`.
#[derive(Debug, Args)]
pub(crate) struct RecoverArgs {
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// The replies of all users, whoever `--user` names
    #[arg(long)]
    all_users: bool,
    /// Only tell what would be stored
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Stores what was left.
pub(super) fn recover(args: &RecoverArgs, context: &Context) -> Result<(), Failure> {
    let store = match args.dry_run {
        true => context.store()?,
        false => context.store_to_change()?,
    };
    let user = match args.all_users {
        true => None,
        false => Some(context.chosen_user(&*store, args.owner.user())?.id),
    };
    let recovered = chat::recover(&*store, user.as_ref(), args.dry_run, &context.clock)?;
    context.show(&recovered)?;
    let mut failed = recovered.failed.into_iter();
    let Some((place, error)) = failed.next() else {
        return Ok(());
    };
    for (place, error) in failed {
        let failure = Failure::of_store(&error);
        context.warn(&format!(
            "{} was not stored: {}",
            place.display(),
            failure.message
        ));
    }
    let failure = Failure::of_store(&error);
    Err(Failure {
        message: format!("{} was not stored: {}", place.display(), failure.message),
        ..failure
    })
}
