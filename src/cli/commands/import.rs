//! `chatkeep import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::actions::import::{self, ImportWanted};
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::progress::FileProgress;
use crate::interchange::ImportFormat;
use crate::report::counted;

/// Arguments of `import`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Importing a file again adds what is new in it and nothing else. A conversation that went on in the file goes on here; one that
is another here stays as it is, and is named. Exit code 6 if one in the file cannot be read: the others come all the same.

Examples:
  # what would come, and what could not be carried over
  chatkeep import conversations.json --user ada@example.org --dry-run
  chatkeep import conversations.json --user ada@example.org
  # what `chatkeep export --user ada@example.org -o ada.jsonl` took out of another store
  chatkeep --store sqlite:other.db import ada.jsonl --user ada@example.org")]
pub(crate) struct ImportArgs {
    /// The file to read
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// Whose the conversations become: an id, an e-mail address, or a name that only one account has [default: CHATKEEP_USER, else `user` in the configuration, else the only user]
    #[arg(short, long)]
    user: Option<String>,
    /// The format of the file
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    from: FormatChoice,
    /// Show what would be imported, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// The values of `--from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatChoice {
    /// Found from what is in the file
    Auto,
    /// What `chatkeep export` writes
    Json,
    /// What `chatkeep export --as jsonl` writes
    Jsonl,
    /// What `chatkeep export --as markdown` writes
    #[value(alias = "md")]
    Markdown,
    /// conversations.json of an export of ChatGPT
    #[value(name = "openai", alias = "chatgpt")]
    OpenAi,
    /// conversations.json of an export of Claude
    #[value(alias = "claude")]
    Anthropic,
    /// What Open WebUI exports of one chat or of all
    #[value(name = "open-webui")]
    OpenWebUi,
    /// What LibreChat exports of a conversation as JSON
    #[value(name = "librechat")]
    LibreChat,
    /// logs.db of the program llm; `llm logs path` prints where it is
    Llm,
}

impl FormatChoice {
    fn format(self) -> Option<ImportFormat> {
        Some(match self {
            Self::Auto => return None,
            Self::Json => ImportFormat::Json,
            Self::Jsonl => ImportFormat::Jsonl,
            Self::Markdown => ImportFormat::Markdown,
            Self::OpenAi => ImportFormat::OpenAi,
            Self::Anthropic => ImportFormat::Anthropic,
            Self::OpenWebUi => ImportFormat::OpenWebUi,
            Self::LibreChat => ImportFormat::LibreChat,
            Self::Llm => ImportFormat::Llm,
        })
    }
}

/// Brings conversations in.
pub(crate) fn run(args: &ImportArgs, context: &Context) -> Result<(), Failure> {
    let store = match args.dry_run {
        true => context.store()?,
        false => context.store_to_change()?,
    };
    let user = context.chosen_user(&*store, args.user.as_deref())?;
    let wanted = ImportWanted {
        path: &args.path,
        format: args.from.format(),
        is_dry_run: args.dry_run,
    };
    let prices = context.prices()?;
    let mut progress = FileProgress::new(context, "importing");
    let imported = import::import(
        &*store,
        &user,
        wanted,
        &prices,
        &context.clock,
        &mut |done, all| progress.show_bytes(done, all),
    )?;
    drop(progress);
    context.show(&imported)?;
    if !imported.kept.is_empty() {
        context.note("to have those of the file instead, delete the ones here and import again");
    }
    match imported.unreadable_count {
        0 => Ok(()),
        number => {
            let conversations = counted(number, "conversation", "conversations");
            let message = format!("{conversations} in the file cannot be read");
            Err(Failure::new(Exit::Damaged, "import_damaged", message)
                .hint("all others were imported, or were there already"))
        }
    }
}
