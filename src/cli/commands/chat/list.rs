//! `chatkeep chat list`.

use clap::{Args, ValueEnum};

use super::OwnerArgs;
use crate::actions::conversation_list::{ListQuery, Order, Owners, Shelf, list as list_of};
use crate::actions::period::{Boundary, Period};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::period::parse_boundary;
use crate::model::WantedWords;

/// Arguments of `chat list`.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// The conversations of all users, whoever `--user` names
    #[arg(long)]
    all_users: bool,
    /// Only those with this provider [default: any]
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Only those with this model, alone or as PROVIDER/MODEL [default: any]
    #[arg(short, long, value_name = "MODEL")]
    model: Option<String>,
    /// Only those with all of these tags, with commas between them [default: any]
    #[arg(short, long, value_name = "TAGS", value_delimiter = ',')]
    tag: Vec<String>,
    /// Only those active since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or 'last month' and the like [default: ever]
    #[arg(long, value_name = "WHEN", value_parser = parse_boundary)]
    since: Option<Boundary>,
    /// Only those not active after that: a day, a time or how long ago [default: no end]
    #[arg(long, value_name = "WHEN", value_parser = parse_boundary)]
    until: Option<Boundary>,
    /// Only those in whose titles and messages all of these words occur, in any case [default: any]
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "",
        hide_default_value = true
    )]
    text: String,
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
        provider: args.provider,
        model: args.model,
        tags: args.tag.iter().map(|tag| tag.trim().to_owned()).collect(),
        period: Period {
            since: args.since,
            until: args.until,
        },
        words: WantedWords::of(&args.text),
        shelf: match (args.archived, args.all) {
            (true, _) => Shelf::Archived,
            (false, true) => Shelf::Both,
            (false, false) => Shelf::Current,
        },
        order: args.sort.into(),
        is_reversed: args.reverse,
        limit: args.limit,
    };
    context.show(&list_of(&*store, owners, &query, &context.clock)?)
}
