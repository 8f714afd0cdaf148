//! `chatkeep chat show`.

use clap::Args;

use super::OwnerArgs;
use crate::actions::conversations::{self, Ending};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::report::Page;

/// Arguments of `chat show`.
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// An id, the first four characters of one or more, or `last`
    #[arg(value_name = "CONVERSATION")]
    which: String,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// Only the last reply, its text and nothing else; with a number, so many of the last messages [default: all messages]
    #[arg(long, value_name = "COUNT", num_args = 0..=1, value_parser = parse_count)]
    last: Option<Option<usize>>,
    /// Do not render the Markdown of replies, which is done on terminals alone; control characters stay visible there
    #[arg(long)]
    raw: bool,
}

fn parse_count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count) if count > 0 => Ok(count),
        _ => Err(
            "write how many messages, such as 2; the conversation goes before --last".to_owned(),
        ),
    }
}

/// Shows a conversation, or its end.
pub(super) fn show(args: &ShowArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    let page = Page {
        renders_markdown: context.page.renders_markdown && !args.raw,
        ..context.page
    };
    let ending = match args.last {
        None => {
            return context.show_on(&page, &conversations::show(&*store, user, &args.which)?);
        }
        Some(None) => Ending::Reply,
        Some(Some(count)) => Ending::Messages(count),
    };
    let ending = conversations::show_ending(&*store, user, &args.which, ending)?;
    context.show_on(&page, &ending)
}
