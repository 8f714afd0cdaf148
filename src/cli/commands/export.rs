//! `chatkeep export`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::conversation_filter::FilterArgs;
use crate::actions::ActionError;
use crate::actions::conversation_list::Shelf;
use crate::actions::export::{self, ExportProgress, ExportWanted, Selection};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::progress::FileProgress;
use crate::interchange::{ExportFormat, InterchangeError};
use crate::report::redaction_note;

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # everything, exactly as stored
  chatkeep export -o everything.json
  # one user's conversations, to be read
  chatkeep export --user ada@example.org -o ada.md
  # the one that was active last
  chatkeep export --user ada@example.org --as markdown last
  # last month's messages of all users for a spreadsheet, those of one model
  chatkeep export --since 'last month' --model openai/gpt-4o -o messages.csv
  # a folder of pages, without addresses and keys as far as these can be told
  chatkeep export --user ada@example.org --as html --split --redact -o ada
  # for a tool that reads what ChatGPT exports
  chatkeep export --user ada@example.org --as chatgpt -o conversations.json")]
pub(crate) struct ExportArgs {
    /// Ids of conversations, at least four characters of each, or `last` [default: all]
    ///
    /// They are of the user that --user names, else CHATKEEP_USER, else `user` in the configuration, else of the only user.
    #[arg(value_name = "CONVERSATION", conflicts_with_all = ["FilterArgs", "archived", "no_archived"])]
    conversations: Vec<String>,
    /// Whose conversations: an id, an e-mail address, or a name that only one account has [default: everyone's]
    #[arg(short, long)]
    user: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
    /// Only those that are archived
    #[arg(long, conflicts_with = "no_archived")]
    archived: bool,
    /// Not those that are archived
    #[arg(long)]
    no_archived: bool,
    /// The format of the export [default: as the name of the file says, else json]
    #[arg(long = "as", value_name = "FORMAT")]
    written_as: Option<FormatChoice>,
    /// The file to write, or with --split the folder, readable by its owner only; - is standard output [default: -]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(short, long, requires = "output", conflicts_with = "split")]
    force: bool,
    /// Write each conversation to a file of its own, in a new folder; for several users, in a folder for each
    #[arg(long, requires = "output")]
    split: bool,
    /// Replace keys, e-mail addresses, and card and phone numbers in texts, as far as their form tells them; no guarantee
    #[arg(long)]
    redact: bool,
}

/// The values of `--as`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatChoice {
    /// One JSON document with everything, exactly as stored
    Json,
    /// A JSON document on each line, for each conversation
    Jsonl,
    /// Text to read, with the facts before each conversation
    #[value(alias = "md")]
    Markdown,
    /// A row for each message, for spreadsheets
    Csv,
    /// What OpenAI's own export has (conversations.json), for tools that read that
    #[value(name = "chatgpt", alias = "openai")]
    ChatGpt,
    /// A page to read in a browser, of one conversation, or of several with an index
    Html,
}

impl From<FormatChoice> for ExportFormat {
    fn from(choice: FormatChoice) -> Self {
        match choice {
            FormatChoice::Json => Self::Json,
            FormatChoice::Jsonl => Self::Jsonl,
            FormatChoice::Markdown => Self::Markdown,
            FormatChoice::Csv => Self::Csv,
            FormatChoice::ChatGpt => Self::ChatGpt,
            FormatChoice::Html => Self::Html,
        }
    }
}

pub(crate) fn run(args: ExportArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store()?;
    let user = match (&args.user, args.conversations.as_slice()) {
        (Some(who), _) => Some(store.find_user(who)?),
        (None, []) => None,
        (None, _) => Some(context.chosen_user(&*store, None)?),
    };
    let selection = match (&user, args.conversations.as_slice()) {
        (None, _) => Selection::All,
        (Some(user), []) => Selection::AllOf(user),
        (Some(user), which) => Selection::Some(user, which),
    };
    let shelf = match (args.archived, args.no_archived) {
        (true, _) => Shelf::Archived,
        (false, true) => Shelf::Current,
        (false, false) => Shelf::Both,
    };
    let is_filtered = args.filter.is_given() || shelf != Shelf::Both;
    let filter = is_filtered.then(|| args.filter.filter(shelf));
    let file = args.output.filter(|path| path != Path::new("-"));
    let format = args.written_as.map_or_else(
        || file.as_deref().map_or(ExportFormat::Json, format_by_name),
        ExportFormat::from,
    );
    let wanted = ExportWanted {
        selection,
        filter: filter.as_ref(),
        format,
        is_redacted: args.redact,
    };
    let (clock, mut progress) = (&context.clock, FileProgress::new(context, "exporting"));
    let is_at_terminal = file.is_none() && context.page.is_terminal;
    let mut watch = |now: ExportProgress| {
        if !is_at_terminal {
            progress.show_exported(now.users_done, now.users_total, now.conversations);
        }
    };
    if let Some(path) = file {
        let exported = match args.split {
            true => export::export_to_folder(&*store, clock, wanted, path, &mut watch)?,
            false => export::export_to_file(&*store, clock, wanted, path, args.force, &mut watch)?,
        };
        drop(progress);
        return context.show(&exported);
    }
    if args.split {
        return Err(Failure::usage("a folder cannot be standard output")
            .hint("name the folder with --output"));
    }
    let mut output = context.standard_output();
    match export::export(&*store, clock, wanted, &mut output, &mut watch) {
        Ok(counts) => {
            if let Some(redacted) = &counts.redacted {
                context.note(&redaction_note(redacted));
            }
            Ok(())
        }
        Err(ActionError::Interchange(InterchangeError::Write(error))) => {
            Err(Failure::of_output(&error))
        }
        Err(error) => Err(error.into()),
    }
}

/// Guesses the format from the end of a file's name.
fn format_by_name(path: &Path) -> ExportFormat {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("jsonl" | "ndjson") => ExportFormat::Jsonl,
        Some("md" | "markdown") => ExportFormat::Markdown,
        Some("csv") => ExportFormat::Csv,
        Some("html" | "htm") => ExportFormat::Html,
        _ => ExportFormat::Json,
    }
}
