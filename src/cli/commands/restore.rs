//! `chatkeep restore`.

use std::path::PathBuf;

use clap::Args;

use super::backup::{FolderArgs, warn_of_damage};
use crate::actions::backup;
use crate::actions::restore::{self, Holdings, RestorableBackup, Restored, Target};
use crate::actions::shell_quoted;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::progress::FileProgress;
use crate::report::counted;
use crate::store::{self, Location, Store};

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// A backup file, or `latest` for the newest one in the folder
    #[arg(value_name = "BACKUP")]
    archive: PathBuf,
    #[command(flatten)]
    folder: FolderArgs,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would change; the backup is read whole and checked
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(crate) fn run(args: &RestoreArgs, context: &Context) -> Result<(), Failure> {
    let archive = backup::choose(&args.folder.folder(context)?, &args.archive)?;
    let mut backup = RestorableBackup::open(&archive)?;
    let location = context.location()?;
    let store = match store::exists(&location, &context.open_options())? {
        true if args.dry_run => Some(context.store()?),
        true => Some(context.store_to_change()?),
        false => None,
    };
    warn_of_damage(backup.contents(), context);
    if args.dry_run {
        let mut progress = FileProgress::new(context, "comparing");
        let plan = restore::plan(&mut backup, &location, store.as_deref(), &mut |state| {
            progress.show(state);
        })?;
        drop(progress);
        for part in &plan.unreadable {
            context.warn(&format!(
                "{part} is damaged in the store, and counts as empty here"
            ));
        }
        return context.show(&plan);
    }
    if !args.yes {
        context.confirm(
            &question(&backup, &location, store.as_deref(), context)?,
            false,
        )?;
    }
    let target = match &store {
        Some(store) => Target::Store(&**store),
        None => Target::New(&location, context.open_options()),
    };
    let mut progress = FileProgress::new(context, "restoring");
    let restored = restore::restore(backup, target, &context.clock, &mut |state| {
        progress.show(state);
    })?;
    drop(progress);
    context.show(&restored)?;
    tell_more(&restored, context);
    Ok(())
}

fn question(
    backup: &RestorableBackup,
    location: &Location,
    store: Option<&dyn Store>,
    context: &Context,
) -> Result<String, Failure> {
    let contents = backup.contents();
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let coming = amounts(number(contents.users), number(contents.conversations));
    let time = context.page.time(contents.created_at);
    let Some(store) = store else {
        return Ok(format!(
            "Make {location} from the backup of {time} ({coming})?"
        ));
    };
    let present = match restore::count(store)? {
        Some(Holdings {
            users,
            conversations,
        }) => amounts(users, conversations),
        None => "damaged".to_owned(),
    };
    Ok(format!(
        "Replace {location} ({present}) by the backup of {time} ({coming})?"
    ))
}

fn amounts(users: usize, conversations: usize) -> String {
    let users = counted(users, "user", "users");
    let conversations = counted(conversations, "conversation", "conversations");
    format!("{users}, {conversations}")
}

/// Says what else one should know, and how to go back.
fn tell_more(restored: &Restored, context: &Context) {
    for part in &restored.uncounted {
        context.warn(&format!(
            "{part} was damaged: what was used in it is not in the ledger, and no longer counted"
        ));
    }
    if restored.has_other_recipients {
        context.warn(
            "the backup has other recipients than the store; the store's stay, so new API keys are not encrypted to those",
        );
    }
    if restored.is_new && rustix::process::geteuid().is_root() {
        context.note(
            "it was made by root: if the web app cannot read it, give the folder to the app's user with chown -R",
        );
    }
    if let Some(place) = &restored.kept_at {
        let store = restored.location.to_string();
        let (place, store) = (shell_quoted(place), shell_quoted(&store));
        context.note(&format!(
            "to go back: chatkeep --store {place} backup -o before.tar.gz && chatkeep --store {store} restore before.tar.gz"
        ));
    }
}
