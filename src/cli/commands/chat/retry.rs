//! `chatkeep chat retry`.

use clap::Args;

use super::OwnerArgs;
use super::printer::Printer;
use super::reply_options::ReplyArgs;
use crate::actions::chat::{self, Question};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::secrets::KeyRing;

/// Arguments of `chat retry`.
#[derive(Debug, Args)]
pub(crate) struct RetryArgs {
    /// An id, the first four characters of one or more, or `last`
    #[arg(value_name = "CONVERSATION", default_value = "last")]
    which: String,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    #[command(flatten)]
    reply: ReplyArgs,
    /// Only show the request that would be sent, and what it can cost at most
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Asks the last question again, and prints the reply as it comes.
pub(super) fn retry(args: &RetryArgs, context: &Context) -> Result<(), Failure> {
    context.check_providers()?;
    let store = match args.dry_run {
        true => context.store()?,
        false => context.store_to_change()?,
    };
    let user = context.chosen_user(&*store, args.owner.user())?;
    let question = Question {
        conversation: Some(store.find_conversation(&user.id, &args.which)?),
        is_again: true,
        choice: args.reply.choice(context),
        wanted: args.reply.wanted(context),
        is_unpriced_allowed: args.reply.allow_unpriced,
        timeout: args.reply.timeout(context)?,
        ..Question::default()
    };
    let is_streamed = question.wanted.stream;
    let secrets = context.secrets()?;
    let keys = KeyRing::new(&store.settings()?, &secrets);
    let (prices, clock) = (context.prices()?, &context.clock);
    let prepared = chat::prepare(&*store, user, question, &keys, context, &prices, clock)?;
    if prepared.lacks_attachments() {
        context.warn("the files that went along with the question are not stored, so the model is told their names alone");
    }
    let mut printer = Printer::new(context, is_streamed, false);
    if args.dry_run {
        return context.show(&prepared.dry_run(&*store, clock, &mut printer)?);
    }
    let answered = prepared.send(&*store, &context.clock, &mut printer)?;
    printer.finish(&answered)
}
