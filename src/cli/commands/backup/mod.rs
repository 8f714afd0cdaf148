//! `chatkeep backup`.

mod absolute;
mod check;
mod create;
mod drill;
mod encrypt;
mod keep;
mod list;
mod on_failure;
mod prune;
mod schedule;
mod scheduled_job;
mod verify;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use self::check::{CheckArgs, check};
use self::create::{CreateArgs, create};
use self::drill::{DrillArgs, drill};
use self::list::{ListArgs, list};
use self::prune::{PruneArgs, prune};
use self::schedule::{ScheduleArgs, schedule};
use self::verify::{VerifyArgs, verify};
use crate::actions::backup::BackupContents;
use crate::cli::config::expand_home;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::report::counted;

/// Arguments of `backup`; those of `create` are its own, too.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    #[command(subcommand)]
    command: Option<BackupCommand>,
    #[command(flatten)]
    create: CreateArgs,
}

/// What can be done with backups.
#[derive(Debug, Subcommand)]
enum BackupCommand {
    /// Make a backup of the whole store
    Create(CreateArgs),
    /// List the backups in a folder, the newest last; exit code 6 if one cannot be read
    List(ListArgs),
    /// Read backups whole and check every byte; exit code 6 if one is damaged, 7 if one cannot be decrypted
    Verify(VerifyArgs),
    /// Prove a backup: restore it into a scratch folder, hold it against what it says of itself, and open every API key in it
    ///
    /// Exit code 6 if it does not hold what it says, 7 if a key cannot be opened. When it was proven is noted beside it, and shown by
    /// `backup list`.
    Drill(DrillArgs),
    /// Tell how old the newest good backup is; exit code 6 if that is too old, or if there is none
    ///
    /// For monitoring: the names in the folder are read, and of the newest backup the manifest. An encrypted one counts by its name and
    /// size.
    Check(CheckArgs),
    /// Remove the backups in a folder that no rule keeps
    ///
    /// Each rule keeps the newest backup of each of its latest periods that have any; hours, days, weeks, months and years are those
    /// of this machine's time zone, and a backup's time is that of its name. One backup can be kept by several rules. The newest
    /// good backup is always kept; one that cannot be read takes the place of none that can.
    Prune(PruneArgs),
    /// Make a backup every day by cron, systemd or launchd: print what that takes, install or remove it
    Schedule(ScheduleArgs),
}

/// A folder of backups.
#[derive(Debug, Args)]
pub(crate) struct FolderArgs {
    /// The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store's folder]
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
}

pub(crate) fn run(args: BackupArgs, context: &Context) -> Result<(), Failure> {
    let Some(command) = args.command else {
        return create(&args.create, context);
    };
    // clap's own way of refusing these would refuse the global options in that place, too.
    if args.create.is_given() {
        return Err(Failure::usage(
            "options of `backup create` stand before another command, where they would do nothing",
        )
        .hint("leave them out, or put them behind `create`"));
    }
    match command {
        BackupCommand::Create(args) => create(&args, context),
        BackupCommand::List(args) => list(&args, context),
        BackupCommand::Verify(args) => verify(&args, context),
        BackupCommand::Drill(args) => drill(&args, context),
        BackupCommand::Check(args) => check(&args, context),
        BackupCommand::Prune(args) => prune(&args, context),
        BackupCommand::Schedule(args) => schedule(args, context),
    }
}

/// Fails if some did, after all were shown.
fn failed(number: usize, all: usize, what: &str) -> Result<(), Failure> {
    if number == 0 {
        return Ok(());
    }
    let message = format!("{number} of {} {what}", counted(all, "backup", "backups"));
    Err(Failure::new(Exit::Damaged, "backup_damaged", message)
        .hint("keep it for inspection elsewhere, and make a new one with `chatkeep backup`"))
}

/// Warns of what was damaged in the store when the backup was made, and tells what in it is no part of one.
pub(super) fn warn_of_damage(contents: &BackupContents, context: &Context) {
    if let Some(others) = contents.others.as_ref().filter(|others| others.number > 0) {
        // Quoted, so that no name can look like a line of ours.
        let mut names: Vec<_> = others
            .first
            .iter()
            .map(|name| format!("{name:?}"))
            .collect();
        if others.number > names.len() {
            names.push("…".to_owned());
        }
        context.note(&format!(
            "{} in the tarball left alone, being no part of a store: {}",
            counted(others.number, "file", "files"),
            names.join(", ")
        ));
    }
    for (entry, reason) in &contents.damaged {
        context.warn(&format!(
            "{entry} was damaged when it was backed up ({reason}); it is in the backup as it was"
        ));
    }
}

impl FolderArgs {
    /// Returns the folder in which backups are looked for.
    pub(super) fn folder(&self, context: &Context) -> Result<PathBuf, Failure> {
        folder(self.from.clone(), context)
    }
}

/// Finds the folder of backups where none is given: that of the configuration, else the store's own.
pub(super) fn usual_folder(context: &Context) -> Result<PathBuf, Failure> {
    folder(None, context)
}

/// Finds the folder of backups: the one given, else that of the configuration, else the store's own.
fn folder(given: Option<PathBuf>, context: &Context) -> Result<PathBuf, Failure> {
    match given.or_else(|| configured_folder(context)) {
        Some(folder) => Ok(folder),
        None => context.default_backups(),
    }
}

fn configured_folder(context: &Context) -> Option<PathBuf> {
    context.config.backup.folder.as_deref().map(expand_home)
}
