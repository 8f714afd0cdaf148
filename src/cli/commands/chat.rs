//! `chatkeep chat`.

mod code_block;
mod files;
pub(super) mod models;
mod printer;
mod prompt;
mod recover;
mod send;

use clap::{Args, Subcommand};

use self::models::{ModelsArgs, models};
use self::recover::{RecoverArgs, recover};
use self::send::{SendArgs, send};
use crate::actions::conversations;
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
  chatkeep chat --continue 'And in one sentence?'"
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
    List(ListArgs),
    /// Show a conversation
    Show(ShowArgs),
    /// Give a conversation another title
    Rename(RenameArgs),
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
}

/// Whose conversations are meant.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(crate) struct OwnerArgs {
    /// Whose conversations: an id, an e-mail address or a name [default: `user` of the configuration, else the only user]
    #[arg(short, long, env = "CHATKEEP_USER", hide_env_values = true)]
    user: Option<String>,
}

/// Arguments of `chat list`.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    owner: OwnerArgs,
    /// The most conversations to list [default: all]
    #[arg(short = 'l', long, value_name = "COUNT")]
    limit: Option<usize>,
}

/// Arguments of `chat show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// An id, the first four characters of one or more, or `last`
    #[arg(value_name = "CONVERSATION")]
    which: String,
    #[command(flatten)]
    owner: OwnerArgs,
}

/// Arguments of `chat rename`.
#[derive(Debug, Args)]
pub(crate) struct RenameArgs {
    /// An id, the first four characters of one or more, or `last`
    #[arg(value_name = "CONVERSATION")]
    which: String,
    /// The new title, of one line
    title: String,
    #[command(flatten)]
    owner: OwnerArgs,
}

/// Arguments of `chat delete`.
#[derive(Debug, Args)]
pub(crate) struct DeleteArgs {
    /// Ids, the first four characters of one or more each, or `last`
    #[arg(value_name = "CONVERSATION", required = true)]
    which: Vec<String>,
    #[command(flatten)]
    owner: OwnerArgs,
    /// Do it without asking
    #[arg(short, long)]
    yes: bool,
    /// Only tell what would be deleted
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(crate) fn run(args: ChatArgs, context: &Context) -> Result<(), Failure> {
    let Some(command) = args.command else {
        return send(args.send, context);
    };
    let owner = args.send.only_owner()?;
    match command {
        ChatCommand::Send(args) => send(args.of(owner), context),
        ChatCommand::List(args) => list(&args, &args.owner.or(owner), context),
        ChatCommand::Show(args) => show(&args, &args.owner.or(owner), context),
        ChatCommand::Rename(args) => rename(&args, &args.owner.or(owner), context),
        ChatCommand::Recover(args) => recover(args.of(owner), context),
        ChatCommand::Models(args) => models(args.of(owner), context),
        ChatCommand::Delete(args) => delete(&args, &args.owner.or(owner), context),
    }
}

impl OwnerArgs {
    /// Returns whose conversations are meant if this says nothing and `--user` stood before the subcommand.
    fn or(&self, before: Self) -> Self {
        Self {
            user: self.user.clone().or(before.user),
        }
    }

    fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }
}

fn list(args: &ListArgs, owner: &OwnerArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store()?;
    let user = context.chosen_user(&*store, owner.user())?;
    context.show(&conversations::list(&*store, user, args.limit)?)
}

fn show(args: &ShowArgs, owner: &OwnerArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store()?;
    let user = context.chosen_user(&*store, owner.user())?;
    context.show(&conversations::show(&*store, user, &args.which)?)
}

fn rename(args: &RenameArgs, owner: &OwnerArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store_to_change()?;
    let user = context.chosen_user(&*store, owner.user())?;
    let (which, title) = (&args.which, &args.title);
    context.show(&conversations::rename(
        &*store,
        &user,
        which,
        title,
        &context.clock,
    )?)
}

fn delete(args: &DeleteArgs, owner: &OwnerArgs, context: &Context) -> Result<(), Failure> {
    let store = if args.dry_run {
        context.store()?
    } else {
        context.store_to_change()?
    };
    let user = context.chosen_user(&*store, owner.user())?;
    let plan = conversations::plan_deletion(&*store, user, &args.which)?;
    if args.dry_run {
        return context.show(&plan);
    }
    let titles: Vec<String> = plan
        .conversations
        .iter()
        .map(|conversation| format!("{:?}", conversation.title))
        .collect();
    context.confirm(&format!("Delete {}?", titles.join(", ")), args.yes)?;
    context.show(&conversations::delete(&*store, plan)?)
}
