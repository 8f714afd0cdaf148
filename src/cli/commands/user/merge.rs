//! `chatkeep user merge`.

use clap::Args;

use crate::actions::user_merge::{self, Party, UsersMerged};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::report::counted;

/// Arguments of `user merge`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Conversations move behind those that are there, byte for byte. API keys move for providers that the account which stays has no key \
for. What was used, also in deleted conversations, is on that account's bill from then on, and counts towards its budget; the bill of \
both together stays the same. The account that stays keeps its address, name, password, budget and keys. Those of the other are gone, and \
are listed.

If both have a conversation of the same id, it stays once, and counts once, where the content is the same; where it is not, nothing is \
changed (exit code 4).

A reply that is on its way meanwhile, and one that `chat recover` finds later, goes where its conversation is by then.

Examples:
  # see what would move, and what would be dropped
  chatkeep user merge ada@old.example.org ada@example.org --dry-run
  # without being asked
  chatkeep user merge ada@old.example.org ada@example.org --yes")]
pub(crate) struct MergeArgs {
    /// The account that goes: an id, an e-mail address, or a name that only one account has
    from: String,
    /// The account that stays and gets all of it: likewise
    into: String,
    /// Do it without asking
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would move
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Merges two accounts, once that was confirmed.
pub(super) fn merge(args: &MergeArgs, context: &Context) -> Result<(), Failure> {
    let store = match args.dry_run {
        true => context.store()?,
        false => context.store_to_change()?,
    };
    let plan = user_merge::plan(&*store, &args.from, &args.into)?;
    if args.dry_run {
        return context.show(&plan);
    }
    context.confirm(&question(&plan), args.yes)?;
    context.show(&user_merge::merge(&*store, plan, &context.clock)?)
}

fn question(plan: &UsersMerged) -> String {
    let merged = &plan.merged;
    let called = |party: &Party| match party.email.as_str() {
        "" => party.id.to_string(),
        email => email.to_owned(),
    };
    let (from, into) = (called(&plan.from), called(&plan.into));
    let left = match merged.keys_left.len() {
        0 => String::new(),
        number => format!(
            ", {} of the former will be gone",
            counted(number, "API key", "API keys")
        ),
    };
    format!(
        "Move {} and {} of {from} to {into}, and remove {from}{left}?",
        counted(merged.conversations, "conversation", "conversations"),
        counted(merged.keys_taken.len(), "API key", "API keys"),
    )
}
