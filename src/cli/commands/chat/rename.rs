//! `chatkeep chat rename`.

use std::time::Duration;

use clap::Args;

use super::OwnerArgs;
use super::printer::Printer;
use super::reply_options;
use crate::actions::chat::{TitleWanted, prepare_title};
use crate::actions::conversations;
use crate::cli::config::parse_duration;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::report::reply_footer;
use crate::secrets::KeyRing;

/// Arguments of `chat rename`.
#[derive(Debug, Args)]
pub(crate) struct RenameArgs {
    /// An id, the first four characters of one or more, or `last`
    #[arg(value_name = "CONVERSATION")]
    which: String,
    /// The new title, of one line [default: with --auto, that of a model]
    #[arg(required_unless_present = "auto", conflicts_with = "auto")]
    title: Option<String>,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// Ask a model for a title; only the beginning of the conversation is sent
    #[arg(long)]
    auto: bool,
    /// The model to ask, alone or as PROVIDER/MODEL [default: the conversation's, else `chat.model` of the configuration]
    #[arg(short, long, conflicts_with = "title")]
    model: Option<String>,
    /// How long to wait for the model, in ms, s, m, h or d [default: 10m]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, conflicts_with = "title")]
    timeout: Option<Duration>,
}

/// Gives a conversation another title.
pub(super) fn rename(args: &RenameArgs, context: &Context) -> Result<(), Failure> {
    let Some(title) = &args.title else {
        return rename_by_model(args, context);
    };
    let store = context.store_to_change()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    let (which, clock) = (&args.which, &context.clock);
    let renamed = conversations::rename(&*store, &user, which, title, clock)?;
    context.show(&renamed)
}

fn rename_by_model(args: &RenameArgs, context: &Context) -> Result<(), Failure> {
    context.check_providers()?;
    let store = context.store_to_change()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    let wanted = TitleWanted {
        which: &args.which,
        choice: reply_options::choice(None, args.model.clone(), context),
        timeout: reply_options::timeout(args.timeout, context)?,
    };
    let secrets = context.secrets()?;
    let keys = KeyRing::new(&store.settings()?, &secrets);
    let (prices, clock) = (context.prices()?, &context.clock);
    let prepared = prepare_title(&*store, user, wanted, &keys, context, &prices, clock)?;
    // It hears what is said of the wait, and prints nothing of a reply that it does not finish.
    let mut listener = Printer::new(context, false, false);
    let titled = prepared.ask(&*store, &context.clock, &mut listener)?;
    context.detail(&reply_footer(&titled.answered));
    context.show(&titled)
}
