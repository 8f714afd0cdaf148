//! `chatkeep backup create`, and `chatkeep backup` alone.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;

use super::scheduled_job::absolute;
use super::{configured_folder, folder, warn_of_damage};
use crate::actions::backup::{self, BackupOptions, Destination};
use crate::archive::Level;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::progress::FileProgress;
use crate::report::{Page, Report};

/// Arguments of `backup create`.
#[derive(Debug, Args)]
pub(super) struct CreateArgs {
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
    /// Make none, with exit code 5, if another backup with this option is on its way into the same folder
    #[arg(long, conflicts_with = "output")]
    if_idle: bool,
}

impl CreateArgs {
    /// Whether any of them was given.
    pub(super) fn is_given(&self) -> bool {
        let paths = self.to.is_some() || self.output.is_some();
        paths || self.level.is_some() || self.note.is_some() || self.if_idle
    }

    /// Writes them as they are to be typed for a backup that is made every day, wherever it is started.
    ///
    /// All fields are named here, so that one that is added is not forgotten.
    pub(super) fn to_scheduled_words(&self, context: &Context) -> Result<Vec<OsString>, Failure> {
        let Self {
            to,
            output,
            level,
            note,
            if_idle: _,
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
        if let Some(note) = note {
            // In one word, as it may begin with a dash.
            words.push(format!("--note={note}").into());
        }
        Ok(words)
    }
}

pub(super) fn create(args: CreateArgs, context: &Context) -> Result<(), Failure> {
    let is_streamed = args.output.as_deref() == Some(Path::new("-"));
    if is_streamed && std::io::stdout().is_terminal() {
        return Err(Failure::usage("a backup is nothing to show at a terminal")
            .hint("redirect it into a file or a pipe, or leave -o - out"));
    }
    let store = context.store()?;
    let options = BackupOptions {
        level: args.level.unwrap_or_default(),
        note: args.note,
        if_idle: args.if_idle,
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

fn parse_level(text: &str) -> Result<Level, String> {
    let level = text.parse().ok().and_then(Level::new);
    level.ok_or_else(|| "give a number from 1 to 9".to_owned())
}
