//! `chatkeep chat`.

mod archive;
mod code_block;
mod delete;
mod files;
mod fork;
mod list;
pub(super) mod models;
mod pin;
mod printer;
mod prompt;
mod prune;
mod recover;
mod rename;
mod reply_options;
mod retry;
mod search;
mod send;
mod show;
mod tag;

use clap::{Args, Subcommand};

use self::archive::{ArchiveArgs, archive};
use self::delete::{DeleteArgs, delete};
use self::fork::{ForkArgs, fork};
use self::list::{ListArgs, list};
use self::models::{ModelsArgs, models};
use self::pin::{PinArgs, pin};
use self::prune::{PruneArgs, prune};
use self::recover::{RecoverArgs, recover};
use self::rename::{RenameArgs, rename};
use self::retry::{RetryArgs, retry};
use self::search::{SearchArgs, search};
use self::send::{SendArgs, send};
use self::show::{ShowArgs, show};
use self::tag::{TagArgs, tag};
use crate::cli::context::Context;
use crate::cli::failure::Failure;

/// Arguments of `chat`: a subcommand, or what `send` takes.
#[derive(Debug, Args)]
#[command(
    override_usage = "chatkeep chat [OPTIONS] [PROMPT]...\n       chatkeep chat [OPTIONS] <COMMAND>",
    after_long_help = "\
Examples:
  # offline, to see how it goes
  chatkeep chat --model echo/echo 'Hello there'
  # join a prompt and what another program says
  git diff | chatkeep chat --model openai/gpt-4o 'Review this'
  # go on where you were
  chatkeep chat --continue 'And in one sentence?'
  # in a script, where the prompt may be any text; `chatkeep help chat send` has more
  chatkeep chat send --format json -- \"$PROMPT\" | jq -r .reply"
)]
pub(crate) struct ChatArgs {
    #[command(subcommand)]
    command: Option<ChatCommand>,
    #[command(flatten)]
    send: SendArgs,
}

/// What can be done with conversations.
#[derive(Debug, Subcommand)]
pub(crate) enum ChatCommand {
    /// Send a prompt to a model, print the reply as it comes, and store both
    #[command(after_long_help = "\
Examples:
  # from a script, where the prompt may be any text
  chatkeep chat send --user ada@example.org -- \"$PROMPT\"
  # the reply and what it cost, for another program
  chatkeep chat send --format json 'Name a colour' | jq -r '.reply, .cost_usd'
  # an answer in a form of your own, of which nothing stays but its cost
  chatkeep chat send --schema invoice.json --attach scan.pdf --no-save 'Read it'
  # code alone, into a file
  chatkeep chat send --extract 'An awk one-liner that sums a column' >sum.awk
  # see the request, and send nothing
  chatkeep chat send --dry-run --model anthropic/claude-haiku-4-5 'Hello'")]
    Send(Box<SendArgs>),
    /// List conversations, the one active last first
    #[command(after_long_help = "\
Examples:
  # what was said about locks this year
  chatkeep chat list --text 'lock file' --since 2026-01-01
  # the ids of all that are tagged, for a script
  chatkeep chat list --tag work,urgent --format jsonl | jq -r .id
  # the ten dearest of the whole service
  chatkeep chat list --all-users --all --sort cost --limit 10")]
    List(Box<ListArgs>),
    /// Show a conversation
    #[command(after_long_help = "\
Examples:
  # the last reply alone, to the letter
  chatkeep chat show last --last >reply.md
  # the last question and its answer, to be read
  chatkeep chat show a23d --last 2
  # each message with what it cost, for a spreadsheet
  chatkeep chat show a23d --format csv >messages.csv")]
    Show(ShowArgs),
    /// Find messages by the words in them, the best first
    #[command(after_long_help = "\
Examples:
  # messages with both words
  chatkeep chat search invoice overdue
  # with these words in a row, without another, and with words that begin alike
  chatkeep chat search '\"hard disk\" -floppy back*'
  # everybody's, as an admin does, the newest first
  chatkeep chat search --all-users --sort newest refund
  # how many replies named a key this month
  chatkeep chat search --count --role assistant --since 2026-11-01 --regex 'sk-[a-z0-9]{20}'")]
    Search(SearchArgs),
    /// Ask the last question of a conversation again, for a reply in the place of the one it has
    ///
    /// What the old reply took goes on counting. If the new request fails, the old reply stays, and so does a whole one if the
    /// new one is not; if somebody went on with the conversation meanwhile, the new one goes to its end.
    #[command(after_long_help = "\
Examples:
  # after an error, or for another answer
  chatkeep chat retry
  # what another model says to it
  chatkeep chat retry 5f1c --model anthropic/claude-haiku-4-5
  # both answers, side by side
  chatkeep chat fork last && chatkeep chat retry last --temperature 1")]
    Retry(RetryArgs),
    /// Begin a new conversation with the messages of another one, or with the first of them
    ///
    /// The copies say where they come from, and what they took is counted there alone.
    #[command(after_long_help = "\
Examples:
  # try another way from the second answer on
  chatkeep chat fork 5f1c --at 4 --title 'The other way'
  # and go on there, in a script
  id=$(chatkeep chat fork last --format json | jq -r .id)")]
    Fork(ForkArgs),
    /// Give a conversation another title
    #[command(after_long_help = "\
Examples:
  # by hand
  chatkeep chat rename last 'File locks'
  # by a small model; what it took is in the statistics
  chatkeep chat rename last --auto --model openai/gpt-4o-mini")]
    Rename(RenameArgs),
    /// Show the tags of conversations, add some and remove some
    #[command(after_long_help = "\
Examples:
  # add two
  chatkeep chat tag last --add work,urgent
  # change what a whole list is tagged with, in one change
  chatkeep chat tag --remove urgent --add done $(chatkeep chat list --tag urgent --format jsonl | jq -r .id)
  # see them
  chatkeep chat tag last --format json | jq -r '.[].tags[]'")]
    Tag(TagArgs),
    /// Keep conversations at the top of the list
    #[command(after_long_help = "\
Examples:
  # keep one at the top
  chatkeep chat pin a23d
  # and let it go
  chatkeep chat pin a23d --off")]
    Pin(PinArgs),
    /// Take conversations off the list, without deleting them
    #[command(after_long_help = "\
Examples:
  # put aside what was not touched for half a year
  chatkeep chat archive $(chatkeep chat list --until 180d --format jsonl | jq -r .id)
  # and take one back; `chat list --archived` shows them
  chatkeep chat archive a23d --off")]
    Archive(ArchiveArgs),
    /// Store the replies that an interrupted command left, or that the store did not take
    #[command(after_long_help = "\
Examples:
  # see what there is
  chatkeep chat recover --dry-run
  # the replies of all users, as an admin does
  chatkeep chat recover --all-users")]
    Recover(RecoverArgs),
    /// Show which models a provider offers, and what they cost
    #[command(after_long_help = "\
Examples:
  # what the key of a user can ask
  chatkeep chat models --provider openai --user ada@example.org
  # the cheapest ten of the whole table, offline
  chatkeep --format csv chat models --prices | sort -t, -k6 -g | head")]
    Models(ModelsArgs),
    /// Delete conversations; what they cost stays in the ledger
    Delete(DeleteArgs),
    /// Delete conversations that nobody went on with for long; what they cost stays in the ledger
    ///
    /// Pinned ones stay. The web app does not note when it goes on with a conversation: what only it has changed counts as
    /// old as it was begun.
    #[command(after_long_help = "\
Examples:
  # see what half a year would take
  chatkeep chat prune --older-than 180d --dry-run
  # in a nightly job, for everyone
  chatkeep chat prune --older-than 2y --all-users --yes")]
    Prune(PruneArgs),
}

/// Whose conversations are meant.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(crate) struct OwnerArgs {
    /// Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    #[arg(short, long, env = "CHATKEEP_USER", hide_env_values = true)]
    user: Option<String>,
}

impl ChatCommand {
    /// Returns whose conversations the command is about.
    fn owner(&mut self) -> &mut OwnerArgs {
        match self {
            Self::Send(args) => &mut args.owner,
            Self::List(args) => &mut args.owner,
            Self::Show(args) => &mut args.owner,
            Self::Search(args) => &mut args.owner,
            Self::Retry(args) => &mut args.owner,
            Self::Fork(args) => &mut args.owner,
            Self::Rename(args) => &mut args.owner,
            Self::Tag(args) => &mut args.owner,
            Self::Pin(args) => &mut args.owner,
            Self::Archive(args) => &mut args.owner,
            Self::Recover(args) => &mut args.owner,
            Self::Models(args) => &mut args.owner,
            Self::Delete(args) => &mut args.owner,
            Self::Prune(args) => &mut args.owner,
        }
    }
}

pub(crate) fn run(args: ChatArgs, context: &Context) -> Result<(), Failure> {
    let Some(mut command) = args.command else {
        return send(args.send, context);
    };
    command.owner().default_to(args.send.only_owner()?);
    match command {
        ChatCommand::Send(args) => send(*args, context),
        ChatCommand::List(args) => list(*args, context),
        ChatCommand::Show(args) => show(&args, context),
        ChatCommand::Search(args) => search(&args, context),
        ChatCommand::Retry(args) => retry(&args, context),
        ChatCommand::Fork(args) => fork(&args, context),
        ChatCommand::Rename(args) => rename(&args, context),
        ChatCommand::Tag(args) => tag(args, context),
        ChatCommand::Pin(args) => pin(&args, context),
        ChatCommand::Archive(args) => archive(&args, context),
        ChatCommand::Recover(args) => recover(&args, context),
        ChatCommand::Models(args) => models(args, context),
        ChatCommand::Delete(args) => delete(&args, context),
        ChatCommand::Prune(args) => prune(&args, context),
    }
}

impl OwnerArgs {
    /// Takes what `--user` said before the subcommand, unless it was repeated behind it.
    fn default_to(&mut self, before: Self) {
        self.user = self.user.take().or(before.user);
    }

    fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }
}
