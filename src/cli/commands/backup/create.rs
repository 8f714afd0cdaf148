//! `chatkeep backup create`, and `chatkeep backup` alone.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;

use super::absolute::absolute;
use super::encrypt::EncryptArgs;
use super::keep::{self, KeepArgs};
use super::prune::{fail_if_unjudged, warn_of_future};
use super::{configured_folder, folder, on_failure, warn_of_damage};
use crate::actions::backup::pruning;
use crate::actions::backup::{self, BackupMade, BackupOptions, Destination};
use crate::actions::backup_metrics::{self, Run};
use crate::archive::{Level, Retention};
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::progress::FileProgress;
use crate::model::Clock;
use crate::report::{Page, Report};

/// Arguments of `backup create`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # every night from cron: made, read back whole, and a week of days and a month of weeks kept
  chatkeep backup create --to /srv/backups --verify --keep-daily 7 --keep-weekly 4
  # watched by Prometheus, and failures in the system's log
  chatkeep backup create --metrics /var/lib/node_exporter/chatkeep.prom --on-failure 'logger -p user.err \"$CHATKEEP_ERROR\"'
  # straight to another machine, to be opened only where the identity of that recipient is
  chatkeep backup create -r age1ysxuaeqlk7xd8uqsh8lsnfwt9jzzjlqf49ruhpjrrj5yatlcuf7qke4pqe -o - | ssh backup.example.org 'cat > chatkeep.tar.gz.age'")]
pub(super) struct CreateArgs {
    /// The folder to put it in, under a name made of the time [default: backup.folder of the configuration, else backups/ in the store's folder]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// The file to make of it, which must not be there; - writes it to standard output [default: as --to says]
    #[arg(short, long, value_name = "FILE", conflicts_with = "to")]
    output: Option<PathBuf>,
    /// How hard to compress, from 1 (fastest) to 9 (smallest) [default: 5]
    #[arg(long, value_name = "1-9", value_parser = parse_level)]
    level: Option<Level>,
    /// Leave the API keys out; when it is restored, those that the store has then stay
    #[arg(long)]
    exclude_keys: bool,
    /// A remark that is kept in it and shown by `backup list` [default: none]
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Make none, with exit code 5, if another backup with this option is on its way into the same folder
    #[arg(long, conflicts_with = "output")]
    if_idle: bool,
    /// Read it back whole and check every byte, which takes no key if it is encrypted; exit code 6 if it is not as it was written
    #[arg(long)]
    verify: bool,
    #[command(flatten)]
    encrypt: EncryptArgs,
    #[command(flatten)]
    keep: KeepArgs,
    /// Note what became of it in a file for the textfile collector of Prometheus's node exporter [default: nowhere]
    #[arg(long, value_name = "FILE")]
    metrics: Option<PathBuf>,
    /// Have the shell run a command if it fails, with CHATKEEP_ERROR and CHATKEEP_ERROR_CODE in its environment [default: none]
    #[arg(long, value_name = "COMMAND")]
    on_failure: Option<String>,
}

impl CreateArgs {
    /// Whether any of them was given.
    pub(super) fn is_given(&self) -> bool {
        let paths = self.to.is_some() || self.output.is_some() || self.exclude_keys;
        let afterwards = self.if_idle || self.verify || self.keep.given().is_some();
        let encryption = self.encrypt.is_given();
        let told = self.metrics.is_some() || self.on_failure.is_some();
        paths || afterwards || encryption || told || self.level.is_some() || self.note.is_some()
    }

    /// Writes them as they are to be typed for a backup that is made every day, wherever it is started.
    ///
    /// All fields are named here, so that one that is added is not forgotten.
    pub(super) fn to_scheduled_words(&self, context: &Context) -> Result<Vec<OsString>, Failure> {
        let Self {
            to,
            output,
            level,
            exclude_keys,
            note,
            if_idle: _,
            verify,
            encrypt,
            keep,
            metrics,
            on_failure,
        } = self;
        if output.is_some() {
            return Err(
                Failure::usage("a daily backup cannot always be the same new file")
                    .hint("name a folder with --to, where each is named by its time"),
            );
        }
        let mut words: Vec<OsString> = vec!["--if-idle".into()];
        let folder = to.clone().or_else(|| configured_folder(context));
        // A configured folder is found again, unless it depends on the working folder.
        if let Some(folder) = folder.filter(|folder| to.is_some() || folder.is_relative()) {
            words.extend(["--to".into(), absolute(&folder)?.into()]);
        }
        if let Some(level) = level {
            words.extend(["--level".into(), level.to_string().into()]);
        }
        if *exclude_keys {
            words.push("--exclude-keys".into());
        }
        if let Some(note) = note {
            // In one word, as it may begin with a dash.
            words.push(format!("--note={note}").into());
        }
        if *verify {
            words.push("--verify".into());
        }
        words.extend(encrypt.to_scheduled_words()?);
        words.extend(keep.to_words().map(OsString::from));
        if let Some(file) = metrics {
            words.extend(["--metrics".into(), absolute(file)?.into()]);
        }
        if let Some(command) = on_failure {
            words.push(format!("--on-failure={command}").into());
        }
        Ok(words)
    }

    fn is_streamed(&self) -> bool {
        self.output.as_deref() == Some(Path::new("-"))
    }

    /// Returns the rules by which other backups are removed afterwards. Those of the configuration are meant for the folder of
    /// the configuration: elsewhere nobody said that anything may go.
    fn rules(&self, context: &Context) -> Option<Retention> {
        let is_usual_folder = self.to.is_none() && self.output.is_none();
        let configured = is_usual_folder.then(|| keep::configured(&context.config.backup));
        self.keep.given().or(configured.flatten())
    }

    /// Refuses what cannot be done with what goes elsewhere than into a folder.
    fn check(&self) -> Result<(), Failure> {
        if self.is_streamed() && std::io::stdout().is_terminal() {
            return Err(Failure::usage("a backup is nothing to show at a terminal")
                .hint("redirect it into a file or a pipe, or leave -o - out"));
        }
        if self.is_streamed() && self.verify {
            return Err(
                Failure::usage("what went to standard output cannot be read back")
                    .hint("verify it where it arrives, with `chatkeep backup verify`"),
            );
        }
        if self.output.is_some() && self.keep.given().is_some() {
            return Err(
                Failure::usage("rules of keeping are for a folder of backups")
                    .hint("name the folder with --to in place of -o"),
            );
        }
        Ok(())
    }
}

/// Makes a backup, and shows it, also if what was to follow failed.
pub(super) fn create(args: &CreateArgs, context: &Context) -> Result<(), Failure> {
    args.check()?;
    let mut made = None;
    let outcome = make_and_follow(args, context, &mut made);
    let outcome = note_metrics(args, made.as_ref(), outcome, context);
    if let (Some(command), Err(failure)) = (&args.on_failure, &outcome) {
        on_failure::run(command, failure, context);
    }
    if let Some(made) = &made {
        show(args, made, context)?;
    }
    outcome
}

/// Notes in the file of metrics, if one is wanted, what the run came to. Whoever watches that file must learn that it could not
/// be written, but first of all that the backup failed.
fn note_metrics(
    args: &CreateArgs,
    made: Option<&BackupMade>,
    outcome: Result<(), Failure>,
    context: &Context,
) -> Result<(), Failure> {
    let Some(path) = &args.metrics else {
        return outcome;
    };
    let run = Run {
        made: made.filter(|made| made.is_verified != Some(false)),
        is_success: outcome.is_ok(),
        ended: context.clock.now(),
    };
    match (outcome, backup_metrics::note(path, run)) {
        (outcome, Ok(())) => outcome,
        (Ok(()), Err(error)) => Err(Failure::from(error).and("the new backup is there")),
        (Err(failure), Err(error)) => {
            context.warn(&Failure::from(error).message);
            Err(failure)
        }
    }
}

fn show(args: &CreateArgs, made: &BackupMade, context: &Context) -> Result<(), Failure> {
    if args.is_streamed() {
        // The text is for people whatever the format: standard output is taken.
        context.note(made.text(&Page::plain()).trim_end());
        return Ok(());
    }
    context.show(made)
}

/// Makes a backup, puts it into `made`, and does with it what else was asked for: others are removed only once it is there,
/// and is known to be whole if that was to be found out.
fn make_and_follow(
    args: &CreateArgs,
    context: &Context,
    made: &mut Option<BackupMade>,
) -> Result<(), Failure> {
    let folder = folder(args.to.clone(), context)?;
    let made = made.insert(make(args, &folder, context)?);
    warn_of_damage(&made.contents, context);
    for path in &made.left_out {
        let path = path.display();
        context.warn(&format!("{path} is no file, and is not in the backup"));
    }
    if let Some(path) = made.path.clone().filter(|_| args.verify) {
        let mut progress = FileProgress::new(context, "verifying");
        let verified = backup::verify_made(made, &path, &mut |state| progress.show(state));
        drop(progress);
        verified.map_err(|error| Failure {
            exit: Exit::Damaged,
            ..Failure::from(error)
                .and("the new backup is not to be relied on, and no other was removed")
        })?;
    }
    let Some(rules) = args.rules(context) else {
        return Ok(());
    };
    prune(made, &folder, rules, context).map_err(|failure| failure.and("the new backup is there"))
}

fn make(args: &CreateArgs, folder: &Path, context: &Context) -> Result<BackupMade, Failure> {
    let store = context.store()?;
    let options = BackupOptions {
        level: args.level.unwrap_or_default(),
        note: args.note.clone(),
        excludes_keys: args.exclude_keys,
        encryption: args.encrypt.encryption(&*store, context)?,
        if_idle: args.if_idle,
    };
    let mut output = std::io::stdout().lock();
    let destination = match &args.output {
        Some(_) if args.is_streamed() => Destination::Stream(&mut output),
        Some(file) => Destination::File(file),
        None => Destination::Folder(folder),
    };
    let mut progress = FileProgress::new(context, "backing up");
    Ok(backup::create(
        &*store,
        &context.clock,
        destination,
        options,
        &mut |state| progress.show(state),
    )?)
}

fn prune(
    made: &mut BackupMade,
    folder: &Path,
    rules: Retention,
    context: &Context,
) -> Result<(), Failure> {
    let (zone, now) = (context.environment.timezone(), context.clock.now());
    let plan = pruning::plan(folder, rules, zone, now)?;
    warn_of_future(&plan, context);
    let pruned = made.pruned.insert(pruning::prune(plan, now)?);
    fail_if_unjudged(pruned)
}

fn parse_level(text: &str) -> Result<Level, String> {
    let level = text.parse().ok().and_then(Level::new);
    level.ok_or_else(|| "give a number from 1 to 9".to_owned())
}
