//! `chatkeep export`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::actions::ActionError;
use crate::actions::export::{self, Selection};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::interchange::{ExportFormat, InterchangeError};

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # everything, exactly as stored
  chatkeep export -o everything.json
  # one user's conversations, to be read
  chatkeep export --user ada@example.org -o ada.md
  # the one that was active last
  chatkeep export --user ada@example.org --as markdown last")]
pub(crate) struct ExportArgs {
    /// Ids of conversations, at least four characters of each, or `last` [default: all]
    ///
    /// They are of the user that --user names, else CHATKEEP_USER, else `user` in the configuration, else of the only user.
    #[arg(value_name = "CONVERSATION")]
    conversations: Vec<String>,
    /// Whose conversations: an id, an e-mail address, or a name that only one account has [default: everyone's]
    #[arg(short, long)]
    user: Option<String>,
    /// The format of the export [default: as the name of the file says, else json]
    #[arg(long = "as", value_name = "FORMAT")]
    written_as: Option<FormatChoice>,
    /// The file to write, readable by its owner only; - is standard output [default: -]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(short, long, requires = "output")]
    force: bool,
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
}

impl From<FormatChoice> for ExportFormat {
    fn from(choice: FormatChoice) -> Self {
        match choice {
            FormatChoice::Json => Self::Json,
            FormatChoice::Jsonl => Self::Jsonl,
            FormatChoice::Markdown => Self::Markdown,
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
    let file = args.output.filter(|path| path != Path::new("-"));
    let format = args.written_as.map_or_else(
        || file.as_deref().map_or(ExportFormat::Json, format_by_name),
        ExportFormat::from,
    );
    if let Some(path) = file {
        let clock = &context.clock;
        return context.show(&export::export_to_file(
            &*store, clock, selection, format, path, args.force,
        )?);
    }
    let mut output = context.standard_output();
    match export::export(&*store, &context.clock, selection, format, &mut output) {
        Ok(_) => Ok(()),
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
        _ => ExportFormat::Json,
    }
}
