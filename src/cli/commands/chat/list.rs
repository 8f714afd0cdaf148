//! `chatkeep chat list`.

use clap::{Args, ValueEnum};

use super::OwnerArgs;
use crate::actions::conversation_list::{ListQuery, Order, Owners, Shelf, list as list_of};
use crate::cli::commands::conversation_filter::FilterArgs;
use crate::cli::context::Context;
use crate::cli::failure::Failure;

/// Arguments of `chat list`.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// The conversations of all users, whoever `--user` names
    #[arg(long)]
    all_users: bool,
    #[command(flatten)]
    filter: FilterArgs,
    /// Only those that are archived
    #[arg(long, conflicts_with = "all")]
    archived: bool,
    /// Also those that are archived
    #[arg(short, long)]
    all: bool,
    /// What comes first, behind what is pinned: active or started last, titles by their letters, or the most of the rest
    #[arg(long, value_name = "BY", default_value = "active")]
    sort: SortChoice,
    /// Sort the other way round
    #[arg(short, long)]
    reverse: bool,
    /// The most conversations to list [default: all]
    #[arg(short = 'l', long, value_name = "COUNT")]
    limit: Option<usize>,
}

/// The values of `--sort`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SortChoice {
    /// The one active last first
    Active,
    /// The one begun last first
    Started,
    /// By the letters of the title
    Title,
    /// The one with the most messages first
    Messages,
    /// The one that took the most tokens first
    Tokens,
    /// The dearest first
    Cost,
}

impl From<SortChoice> for Order {
    fn from(choice: SortChoice) -> Self {
        match choice {
            SortChoice::Active => Self::Active,
            SortChoice::Started => Self::Started,
            SortChoice::Title => Self::Title,
            SortChoice::Messages => Self::Messages,
            SortChoice::Tokens => Self::Tokens,
            SortChoice::Cost => Self::Cost,
        }
    }
}

/// Lists conversations.
pub(super) fn list(args: ListArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store()?;
    let owners = match args.all_users {
        true => Owners::All,
        false => Owners::One(Box::new(context.chosen_user(&*store, args.owner.user())?)),
    };
    let query = ListQuery {
        filter: args.filter.filter(match (args.archived, args.all) {
            (true, _) => Shelf::Archived,
            (false, true) => Shelf::Both,
            (false, false) => Shelf::Current,
        }),
        order: args.sort.into(),
        is_reversed: args.reverse,
        limit: args.limit,
    };
    context.show(&list_of(&*store, owners, &query, &context.clock)?)
}
