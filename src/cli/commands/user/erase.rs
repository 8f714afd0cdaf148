//! `chatkeep user remove --erase`.

use super::RemoveArgs;
use crate::actions::erasure::{self, PersonErased};
use crate::cli::commands::backup;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::report::counted;
use crate::store::ErasedKind;

/// Erases a person, once that was confirmed, and shows the receipt.
pub(super) fn erase(args: &RemoveArgs, context: &Context) -> Result<(), Failure> {
    let store = match args.dry_run {
        true => context.store()?,
        false => context.store_to_change()?,
    };
    // Without a home there is no usual folder, and nothing in it.
    let folder = backup::usual_folder(context).ok();
    let plan = erasure::plan(&*store, &args.who.user, folder.as_deref())?;
    if args.dry_run {
        return context.show(&plan);
    }
    context.confirm(&question(&plan), args.yes)?;
    context.show(&erasure::erase(&*store, plan, &context.clock)?)
}

fn question(plan: &PersonErased) -> String {
    let erasure = &plan.erasure;
    let mut what = vec![
        counted(erasure.keys, "API key", "API keys"),
        counted(erasure.conversations, "conversation", "conversations"),
        counted(erasure.messages, "message", "messages"),
    ];
    let unsaved = erasure
        .parts
        .iter()
        .find(|part| part.kind == ErasedKind::UnsavedReplies);
    if let Some(part) = unsaved {
        let items = usize::try_from(part.items).unwrap_or(usize::MAX);
        what.push(counted(items, "unsaved reply", "unsaved replies"));
    }
    let last = what.pop().unwrap_or_default();
    format!(
        "Erase {} for good, with {} and {last}? Restores of older backups will leave them out.",
        plan.email,
        what.join(", ")
    )
}
