//! `chatkeep chat tag`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::{ActionError, labels};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::model::TagChange;
use crate::store::StoreError;

/// Arguments of `chat tag`.
#[derive(Debug, Args)]
pub(crate) struct TagArgs {
    /// Ids, the first four characters of one or more each, or `last`
    #[arg(value_name = "CONVERSATION", required = true)]
    which: Vec<String>,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// Tags to add, with commas between them; one that is there in other case stays as it is [default: none]
    #[arg(short, long, value_name = "TAGS", value_delimiter = ',')]
    add: Vec<String>,
    /// Tags to remove, with commas between them; one that is not there is no fault [default: none]
    #[arg(
        short,
        long,
        value_name = "TAGS",
        value_delimiter = ',',
        conflicts_with = "clear"
    )]
    remove: Vec<String>,
    /// Remove all tags, before those of --add are added
    #[arg(long)]
    clear: bool,
}

/// Changes tags, or shows them.
pub(super) fn tag(args: TagArgs, context: &Context) -> Result<(), Failure> {
    let change = TagChange {
        clears: args.clear,
        remove: args.remove,
        add: args.add,
    };
    if !change.is_empty() {
        let store = context.store_to_change()?;
        let user = context.chosen_user(&*store, args.owner.user())?;
        return context.show(&labels::change_tags(&*store, &user, &args.which, &change)?);
    }
    let store = context.store()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    match labels::tags(&*store, &user, &args.which) {
        Ok(tags) => context.show(&tags),
        // Who writes `chat tag last work` means a tag.
        Err(error @ ActionError::Store(StoreError::ConversationNotFound { .. }))
            if args.which.len() > 1 =>
        {
            Err(Failure::from(error)
                .hint("tags come behind --add: `chatkeep chat tag last --add work,urgent`"))
        }
        Err(error) => Err(error.into()),
    }
}
