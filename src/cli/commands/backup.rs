//! `chatkeep backup`.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::actions::backup::{self, BackupContents, BackupOptions, Destination};
use crate::archive::Level;
use crate::cli::config::expand_home;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::progress::FileProgress;
use crate::report::{Page, Report};

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
    List(FolderArgs),
    /// Read backups whole and check every byte; exit code 6 if one is damaged
    Verify(VerifyArgs),
}

/// Arguments of `backup create`.
#[derive(Debug, Args)]
struct CreateArgs {
    /// The folder to put it in, under a name made of the time [default: backup.folder of the configuration, else backups/ in the store's folder]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// The file to make of it, which must not be there; - writes it to standard output [default: as --to says]
    #[arg(short, long, value_name = "FILE", conflicts_with = "to")]
    output: Option<PathBuf>,
    /// How hard to compress, from 1 (fastest) to 9 (smallest) [default: 6]
    #[arg(long, value_name = "1-9", value_parser = parse_level)]
    level: Option<Level>,
    /// A remark that is kept in it and shown by `backup list` [default: none]
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// A folder of backups.
#[derive(Debug, Args)]
pub(crate) struct FolderArgs {
    /// The folder that holds the backups [default: backup.folder of the configuration, else backups/ in the store's folder]
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
}

/// Arguments of `backup verify`.
#[derive(Debug, Args)]
struct VerifyArgs {
    /// A file, `latest` for the newest backup in the folder, or `all` of them
    #[arg(value_name = "BACKUP")]
    which: PathBuf,
    #[command(flatten)]
    folder: FolderArgs,
}

fn parse_level(text: &str) -> Result<Level, String> {
    let level = text.parse().ok().and_then(Level::new);
    level.ok_or_else(|| "give a number from 1 to 9".to_owned())
}

pub(crate) fn run(args: BackupArgs, context: &Context) -> Result<(), Failure> {
    let Some(command) = args.command else {
        return create(args.create, context);
    };
    // clap's own way of refusing these would refuse the global options in that place, too.
    if args.create.is_given() {
        return Err(Failure::usage(
            "options of `backup create` stand before another command, where they would do nothing",
        )
        .hint("leave them out, or put them behind `create`"));
    }
    match command {
        BackupCommand::Create(args) => create(args, context),
        BackupCommand::List(args) => list(&args, context),
        BackupCommand::Verify(args) => verify(&args, context),
    }
}

impl CreateArgs {
    fn is_given(&self) -> bool {
        let paths = self.to.is_some() || self.output.is_some();
        paths || self.level.is_some() || self.note.is_some()
    }
}

fn create(args: CreateArgs, context: &Context) -> Result<(), Failure> {
    let is_streamed = args.output.as_deref() == Some(Path::new("-"));
    if is_streamed && std::io::stdout().is_terminal() {
        return Err(Failure::usage("a backup is nothing to show at a terminal")
            .hint("redirect it into a file or a pipe, or leave -o - out"));
    }
    let store = context.store()?;
    let options = BackupOptions {
        level: args.level.unwrap_or_default(),
        note: args.note,
    };
    let mut output = std::io::stdout().lock();
    let folder = folder(args.to, context)?;
    let destination = match &args.output {
        Some(_) if is_streamed => Destination::Stream(&mut output),
        Some(file) => Destination::File(file),
        None => Destination::Folder(&folder),
    };
    let mut progress = FileProgress::new(context, "backing up");
    let made = backup::create(
        &*store,
        &context.clock,
        destination,
        options,
        &mut |state| {
            progress.show(state);
        },
    );
    drop((output, progress));
    let made = made?;
    warn_of_damage(&made.contents, context);
    for path in &made.left_out {
        let path = path.display();
        context.warn(&format!("{path} is no file, and is not in the backup"));
    }
    if is_streamed {
        // The text is for people whatever the format: standard output is taken.
        context.note(made.text(&Page::plain()).trim_end());
        return Ok(());
    }
    context.show(&made)
}

fn list(args: &FolderArgs, context: &Context) -> Result<(), Failure> {
    let backups = backup::list(&args.folder(context)?)?;
    context.show(&backups)?;
    failed(backups.damaged(), backups.backups.len(), "cannot be read")
}

fn verify(args: &VerifyArgs, context: &Context) -> Result<(), Failure> {
    let paths = backup::choose_several(&args.folder.folder(context)?, &args.which)?;
    let mut progress = FileProgress::new(context, "verifying");
    let verified = backup::verify(paths, &mut |state| progress.show(state));
    drop(progress);
    for backup in &verified.backups {
        if let Ok(contents) = &backup.outcome {
            warn_of_damage(contents, context);
        }
    }
    context.show(&verified)?;
    failed(verified.failed(), verified.backups.len(), "failed")
}

/// Fails if some did, after all were shown.
fn failed(number: usize, all: usize, what: &str) -> Result<(), Failure> {
    if number == 0 {
        return Ok(());
    }
    let message = format!(
        "{number} of {} {what}",
        crate::report::counted(all, "backup", "backups")
    );
    Err(Failure::new(Exit::Damaged, "backup_damaged", message)
        .hint("keep it for inspection elsewhere, and make a new one with `chatkeep backup`"))
}

/// Warns of what was damaged in the store when the backup was made.
pub(super) fn warn_of_damage(contents: &BackupContents, context: &Context) {
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

/// Finds the folder of backups: the one given, else that of the configuration, else the store's own.
fn folder(given: Option<PathBuf>, context: &Context) -> Result<PathBuf, Failure> {
    let configured = || context.config.backup.folder.as_deref().map(expand_home);
    match given.or_else(configured) {
        Some(folder) => Ok(folder),
        None => context.default_backups(),
    }
}
