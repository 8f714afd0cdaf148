//! `chatkeep backup drill`.

use std::path::PathBuf;

use clap::Args;

use super::{FolderArgs, warn_of_damage};
use crate::actions::backup;
use crate::actions::drill;
use crate::actions::restore::RestorableBackup;
use crate::cli::backup_keys::BackupKeyArgs;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::progress::FileProgress;
use crate::files::{FileError, make_folders};
use crate::report::counted;

/// Arguments of `backup drill`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  chatkeep backup drill
  chatkeep backup drill --scratch /mnt/large")]
pub(super) struct DrillArgs {
    /// A backup file, a folder or tarball that holds a plain copy of a store, or `latest` for the newest one in the folder
    #[arg(value_name = "BACKUP", default_value = "latest")]
    which: PathBuf,
    #[command(flatten)]
    folder: FolderArgs,
    #[command(flatten)]
    keys: BackupKeyArgs,
    /// The folder to restore below, which must have room for the whole store [default: where chatkeep keeps what this machine has of stores]
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
}

pub(super) fn drill(args: &DrillArgs, context: &Context) -> Result<(), Failure> {
    let path = backup::choose(&args.folder.folder(context)?, &args.which)?;
    let options = context.open_options();
    let backup = RestorableBackup::open(&path, options.lock_timeout, &args.keys.keys(context))?;
    warn_of_damage(backup.contents(), context);
    let secrets = context.secrets()?;
    let scratch = scratch(args, context)?;
    let mut progress = FileProgress::new(context, "restoring");
    let drilled = drill::drill(
        backup,
        &scratch,
        &secrets,
        options,
        &context.clock,
        &mut |state| progress.show(state),
    );
    drop(progress);
    let mut drilled = drilled?;
    context.show(&drilled)?;
    if !drilled.is_as_it_says() {
        return Err(Failure::new(
            Exit::Damaged,
            "backup_damaged",
            "the backup does not hold what it says",
        )
        .hint("keep it for inspection elsewhere, and make a new one with `chatkeep backup`"));
    }
    if let Some(error) = drilled.not_removed.take() {
        return Err(Failure::from(error).and("what was restored is still there"));
    }
    if let Some(error) = drilled.not_noted.take() {
        return Err(Failure::from(error).and("that it is proven is not noted beside it"));
    }
    match drilled.keys_unopened.len() {
        0 => Ok(()),
        number => Err(Failure::new(
            Exit::Secret,
            "keys_unreadable",
            format!(
                "{} in the backup cannot be opened",
                counted(number, "API key", "API keys")
            ),
        )
        .hint("--identity names the identity that they were encrypted to")),
    }
}

/// Returns the folder to restore below: not the system's for temporary files, which others see and which may be small.
fn scratch(args: &DrillArgs, context: &Context) -> Result<PathBuf, Failure> {
    if let Some(folder) = &args.scratch {
        return Ok(folder.clone());
    }
    let Some(folders) = context.environment.folders() else {
        return Err(Failure::new(
            Exit::Other,
            "no_home",
            "there is no home folder to restore below",
        )
        .hint("name another folder with --scratch"));
    };
    make_folders(&folders.state, |_, _| Ok::<_, FileError>(()))
        .map_err(crate::actions::ActionError::from)?;
    Ok(folders.state)
}
