//! `chatkeep chat search`.

use clap::{Args, ValueEnum};

use super::OwnerArgs;
use crate::actions::period::{Boundary, Period};
use crate::actions::search as action;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::period::parse_boundary;
use crate::model::Role;
use crate::search::{InvalidQuery, Order, Pattern, Query, Search, SearchFilter};

/// Arguments of `chat search`.
#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// Words that a message must have, each as a whole; `"words in a row"`, `-not`, `prefix*`
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// The messages of all users, whoever `--user` names
    #[arg(long)]
    all_users: bool,
    /// Take the query for a regular expression
    #[arg(long)]
    regex: bool,
    /// Tell capital letters from small ones
    #[arg(short = 's', long)]
    case_sensitive: bool,
    /// Only what the user, the assistant or the system wrote [default: everybody]
    #[arg(long)]
    role: Option<String>,
    /// Only what this provider answered, or was asked [default: any]
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Only what this model answered, or was asked; alone or as PROVIDER/MODEL [default: any]
    #[arg(short, long)]
    model: Option<String>,
    /// Only messages of conversations with all of these tags, with commas between them [default: any]
    #[arg(short, long, value_name = "TAGS", value_delimiter = ',')]
    tag: Vec<String>,
    /// Only what was written since then: a day such as 2026-02-01, a time in RFC 3339, how long ago, such as 30d, or 'last month' and the like [default: ever]
    #[arg(long, value_name = "WHEN", value_parser = parse_boundary)]
    since: Option<Boundary>,
    /// Only what was not written after that: a day, a time or how long ago [default: no end]
    #[arg(long, value_name = "WHEN", value_parser = parse_boundary)]
    until: Option<Boundary>,
    /// Which come first: those that fit best, or the newest
    #[arg(long, default_value = "relevance", hide_possible_values = true)]
    sort: OrderChoice,
    /// The most messages to show; 0 for all
    #[arg(short = 'l', long, value_name = "COUNT", default_value_t = 20)]
    limit: usize,
    /// How many characters to show on each side of what was found [default: 70, or as many as a narrow terminal has room for]
    #[arg(short = 'C', long, value_name = "COUNT")]
    context: Option<usize>,
    /// Only tell how many there are
    #[arg(short, long)]
    count: bool,
}

/// The values of `--sort`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OrderChoice {
    /// Those with the most of what was looked for
    Relevance,
    /// Those written last
    Newest,
}

impl From<OrderChoice> for Order {
    fn from(choice: OrderChoice) -> Self {
        match choice {
            OrderChoice::Relevance => Self::Relevance,
            OrderChoice::Newest => Self::Newest,
        }
    }
}

/// Finds messages by their texts.
pub(super) fn search(args: &SearchArgs, context: &Context) -> Result<(), Failure> {
    let search = Search {
        pattern: pattern(args)
            .map_err(|error| Failure::of(Exit::Usage, "invalid_query", &error))?,
        filter: SearchFilter {
            role: args.role.as_deref().map(Role::from_word),
            provider: args.provider.clone(),
            model: args.model.clone(),
            tags: args.tag.iter().map(|tag| tag.trim().to_owned()).collect(),
            ..SearchFilter::default()
        },
        order: args.sort.into(),
        limit: match (args.count, args.limit) {
            (true, _) => Some(0),
            (false, 0) => None,
            (false, limit) => Some(limit),
        },
        context: args
            .context
            .unwrap_or_else(|| usual_context(context.page.width)),
    };
    let period = Period {
        since: args.since,
        until: args.until,
    };
    let store = context.store()?;
    let user = match args.all_users {
        true => None,
        false => Some(context.chosen_user(&*store, args.owner.user())?),
    };
    let found = action::search(&*store, user.as_ref(), search, period, &context.clock)?;
    match args.count {
        true => context.show(&found.results),
        false => context.show(&found),
    }
}

/// Returns how many characters have room on each side of what was found, so that a line of the terminal holds it all.
fn usual_context(width: Option<usize>) -> usize {
    const MOST: usize = 70;
    /// For the indent, the marks of what is left out, and what was found.
    const OTHER: usize = 20;
    let room = |width: usize| width.saturating_sub(OTHER) / 2;
    width.map_or(MOST, room).min(MOST)
}

fn pattern(args: &SearchArgs) -> Result<Pattern, InvalidQuery> {
    let text = args.query.join(" ");
    match args.regex {
        true => Pattern::regex(&text, args.case_sensitive),
        false => Ok(Pattern::words(&Query::parse(&text, args.case_sensitive)?)),
    }
}
