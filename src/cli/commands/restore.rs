//! `chatkeep restore`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;

use super::backup::{FolderArgs, warn_of_damage};
use crate::actions::backup;
use crate::actions::restore::merge;
use crate::actions::restore::part::{self, PartWanted};
use crate::actions::restore::{self, ErasedPeople, Holdings, RestorableBackup, Restored, Target};
use crate::actions::{ActionError, ActionResult, shell_quoted};
use crate::cli::backup_keys::BackupKeyArgs;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::period::parse_boundary;
use crate::cli::progress::FileProgress;
use crate::model::Clock;
use crate::report::counted;
use crate::store::{self, EntryName, Location, Store};

/// How to have those back who were left out.
const WITH_ERASED: &str = "who was erased stays so; with --with-erased, a restore brings them back";

/// Arguments of `restore`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # everything, from the newest backup; see first what would change
  chatkeep restore latest --dry-run
  chatkeep restore latest
  # go back to what was there before that
  chatkeep restore --undo
  # one conversation that was deleted, from the newest backup of that day or before
  chatkeep restore 2026-02-09 --user ada@example.org --conversation a23d5eb8
  # a user with all that there was, who is gone from the store
  chatkeep restore latest --user ada@example.org
  # from an encrypted one, whose key is kept elsewhere
  chatkeep restore latest --backup-identity /media/stick/backup-key.txt
  # whatever went missing since that day, of everybody
  chatkeep restore 2026-02-09 --merge --dry-run
  chatkeep restore 2026-02-09 --merge
  # beside the store, to look at
  chatkeep restore latest --into /tmp/look")]
pub(crate) struct RestoreArgs {
    /// A backup file, a folder or tarball that holds a plain copy of a store, `latest` for the newest backup, or a time for the newest one made by then (2026-02-09, 2026-02-09T14:00:00Z, 3d) [default: none, which --undo alone takes]
    #[arg(value_name = "BACKUP", required_unless_present = "undo")]
    backup: Option<PathBuf>,
    #[command(flatten)]
    folder: FolderArgs,
    #[command(flatten)]
    keys: BackupKeyArgs,
    /// Go back to what the last restore replaced
    #[arg(long, conflicts_with_all = ["backup", "from", "user", "into"])]
    undo: bool,
    /// Restore what this user had alone, with the account if it is gone; what is there by now stays [default: everything]
    #[arg(short, long, value_name = "USER")]
    user: Option<String>,
    /// Restore this conversation of the user's alone: an id, the beginning of one, or `last` for the latest in the backup; may be given again [default: all]
    #[arg(short, long, value_name = "ID", conflicts_with_all = ["keys_only", "undo"])]
    conversation: Vec<String>,
    /// Restore the user's API keys alone
    #[arg(long, conflicts_with = "undo")]
    keys_only: bool,
    /// Bring back what is missing by now, for everybody, and leave what is there as it is; for one user that is the usual way
    #[arg(long, conflicts_with_all = ["undo", "replace"])]
    merge: bool,
    /// With --user, --conversation or --keys-only: what is there by now, and is another, gives way
    #[arg(long, conflicts_with = "undo")]
    replace: bool,
    /// Bring back those, too, who were erased with `user remove --erase`, and remove their tombstones
    #[arg(long)]
    with_erased: bool,
    /// Restore into this store instead, which is made if there is none [default: the store]
    #[arg(long, value_name = "LOCATION")]
    into: Option<OsString>,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would change; the backup is read whole and checked, or for one user that user's part
    #[arg(short = 'n', long)]
    dry_run: bool,
}

impl RestoreArgs {
    /// Says what becomes of those who were erased.
    fn erased_people(&self) -> ErasedPeople {
        match self.with_erased {
            true => ErasedPeople::ComeBack,
            false => ErasedPeople::StayOut,
        }
    }

    /// Whether a part is wanted: one user's.
    fn is_of_part(&self) -> bool {
        self.user.is_some() || !self.conversation.is_empty() || self.keys_only
    }
}

pub(crate) fn run(args: &RestoreArgs, context: &Context) -> Result<(), Failure> {
    let location = match &args.into {
        Some(place) => Location::parse(place)?,
        None => context.location()?,
    };
    if args.replace && !args.is_of_part() {
        return Err(
            Failure::usage("a restore of everything replaces what is there anyway")
                .hint("--replace goes with --user, --conversation or --keys-only"),
        );
    }
    let path = match &args.backup {
        Some(which) => choose(which, &args.folder.folder(context)?, context)?,
        None => last_replaced(&location, context)?,
    };
    let patience = context.open_options().lock_timeout;
    let mut backup = RestorableBackup::open(&path, patience, &args.keys.keys(context))?;
    if args.is_of_part() {
        return restore_part(args, &mut backup, &location, context);
    }
    if args.merge {
        return merge_all(args, backup, &location, context);
    }
    restore_all(args, backup, &location, context)
}

/// Finds a backup by what was typed: a name of one before a time that could be meant.
fn choose(which: &Path, folder: &Path, context: &Context) -> Result<PathBuf, Failure> {
    let chosen = backup::choose(folder, which);
    let (Err(ActionError::BackupNotFound { .. }), Some(text)) = (&chosen, which.to_str()) else {
        return Ok(chosen?);
    };
    match parse_boundary(text) {
        Ok(boundary) => {
            let zone = context.environment.timezone();
            Ok(backup::choose_by(
                folder,
                boundary,
                zone,
                context.clock.now(),
            )?)
        }
        Err(_) => Ok(chosen?),
    }
}

fn last_replaced(location: &Location, context: &Context) -> ActionResult<PathBuf> {
    let last = store::kept_before_restore(location, &context.open_options())?.pop();
    last.ok_or_else(|| ActionError::NothingToUndo {
        location: location.clone(),
    })
}

fn restore_part(
    args: &RestoreArgs,
    backup: &mut RestorableBackup,
    location: &Location,
    context: &Context,
) -> Result<(), Failure> {
    let store = store_to_add_to(args, location, context)?;
    let who = match &args.user {
        Some(who) => who.clone(),
        None => context.chosen_user(&*store, None)?.email,
    };
    let wanted = PartWanted {
        who,
        conversations: args.conversation.clone(),
        keys_only: args.keys_only,
        replaces: args.replace,
        erased: args.erased_people(),
    };
    let found = part::find(backup, &*store, &wanted)?;
    if args.replace && !args.dry_run && !args.yes {
        let (conversations, keys) = found.counts();
        context.confirm(
            &format!(
                "Put {} and {} of {} back as they were at {}, in place of what is there?",
                counted(conversations, "conversation", "conversations"),
                counted(keys, "API key", "API keys"),
                found.user().email,
                context.page.time(backup.contents().created_at)
            ),
            false,
        )?;
    }
    let restored = part::restore(found, &*store, args.dry_run)?;
    context.show(&restored)?;
    let kept = restored.done.conversations.kept.len() + restored.done.keys.kept.len();
    if kept > 0 {
        context.note(
            "what is another in the store by now stays; --replace puts the backup's in its place",
        );
    }
    Ok(())
}

/// Opens the store that a restore adds to, which must be there.
fn store_to_add_to(
    args: &RestoreArgs,
    location: &Location,
    context: &Context,
) -> Result<Box<dyn Store>, Failure> {
    match &args.into {
        Some(_) => Ok(store::open(location, context.open_options())?),
        None if args.dry_run => context.store(),
        None => context.store_to_change(),
    }
}

/// Brings back what is missing. Nothing gives way, so nobody is asked.
fn merge_all(
    args: &RestoreArgs,
    backup: RestorableBackup,
    location: &Location,
    context: &Context,
) -> Result<(), Failure> {
    let store = store_to_add_to(args, location, context)?;
    warn_of_damage(backup.contents(), context);
    let mut progress = FileProgress::new(context, "merging");
    let people = args.erased_people();
    let merged = merge::merge(backup, &*store, people, args.dry_run, &mut |state| {
        progress.show(state);
    });
    drop(progress);
    let merged = merged?;
    context.show(&merged)?;
    for part in &merged.damaged {
        context.warn(&format!("{part} is damaged, and was passed over"));
    }
    if !merged.erased.left_out.is_empty() {
        context.note(WITH_ERASED);
    }
    Ok(())
}

fn restore_all(
    args: &RestoreArgs,
    mut backup: RestorableBackup,
    location: &Location,
    context: &Context,
) -> Result<(), Failure> {
    let store = match (
        store::exists(location, &context.open_options())?,
        &args.into,
    ) {
        (false, _) => None,
        (true, Some(_)) => Some(store::open(location, context.open_options())?),
        (true, None) if args.dry_run => Some(context.store()?),
        (true, None) => Some(context.store_to_change()?),
    };
    warn_of_damage(backup.contents(), context);
    if args.dry_run {
        let mut progress = FileProgress::new(context, "comparing");
        let people = args.erased_people();
        let plan = restore::plan(
            &mut backup,
            location,
            store.as_deref(),
            people,
            &mut |state| progress.show(state),
        )?;
        drop(progress);
        if !plan.erased.left_out.is_empty() {
            context.note(WITH_ERASED);
        }
        for part in &plan.unreadable {
            context.warn(&format!(
                "{part} is damaged in the store, and counts as empty here"
            ));
        }
        return context.show(&plan);
    }
    if !args.yes {
        let mut question = question(args.undo, &backup, location, store.as_deref(), context)?;
        if args.with_erased {
            question.push_str(" Whoever was erased and is in it comes back.");
        }
        context.confirm(&question, false)?;
    }
    let target = match &store {
        Some(store) => Target::Store(&**store),
        None => Target::New(location, context.open_options()),
    };
    let mut progress = FileProgress::new(context, "restoring");
    let people = args.erased_people();
    let restored = restore::restore(backup, target, people, &context.clock, &mut |state| {
        progress.show(state);
    })?;
    drop(progress);
    context.show(&restored)?;
    tell_more(&restored, context);
    Ok(())
}

fn question(
    is_undo: bool,
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
    let by = match is_undo {
        true => format!("what it held before the last restore ({coming})"),
        false => format!("the backup of {time} ({coming})"),
    };
    Ok(format!("Replace {location} ({present}) by {by}?"))
}

fn amounts(users: usize, conversations: usize) -> String {
    let users = counted(users, "user", "users");
    let conversations = counted(conversations, "conversation", "conversations");
    format!("{users}, {conversations}")
}

/// Says what else one should know, and how to go back.
fn tell_more(restored: &Restored, context: &Context) {
    for part in &restored.uncounted {
        if *part == EntryName::Tombstones {
            context.warn(&format!(
                "{part} has lines that cannot be read: whoever they stand for was not left out"
            ));
            continue;
        }
        context.warn(&format!(
            "{part} was damaged: what was used in it is not in the ledger, and no longer counted"
        ));
    }
    if restored.contents.keys_excluded {
        context.note("the backup was made without API keys: those of the store stay");
    }
    for part in &restored.keys_unknown {
        context.warn(&format!(
            "{part} was damaged: the API keys in it could not be kept"
        ));
    }
    if !restored.erased.left_out.is_empty() {
        context.note(WITH_ERASED);
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
    if restored.kept_at.is_some() {
        let store = restored.location.to_string();
        let store = shell_quoted(&store);
        context.note(&format!(
            "to go back: chatkeep --store {store} restore --undo"
        ));
    }
}
