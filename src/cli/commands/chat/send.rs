//! `chatkeep chat send`, and `chatkeep chat` without a command.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::OwnerArgs;
use super::files;
use super::printer::Printer;
use super::prompt::{Sources, Template};
use super::reply_options::ReplyArgs;
use crate::actions::chat::{self, Question};
use crate::actions::checked_title;
use crate::cli::config::TemplateConfig;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::providers::ChatRequest;
use crate::secrets::KeyRing;

/// Arguments of `chat send`.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(crate) struct SendArgs {
    /// The prompt; text from a redirected standard input is put behind it [default: that text alone]
    #[arg(value_name = "PROMPT")]
    prompt: Vec<String>,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    #[command(flatten)]
    reply: ReplyArgs,
    /// Go on with this conversation: an id, the first four characters of one or more, or `last` [default: begin a new one]
    #[arg(long, value_name = "CONVERSATION", conflicts_with_all = ["continue_last", "title"])]
    conversation: Option<String>,
    /// Go on with the conversation that was active last
    #[arg(short, long = "continue", conflicts_with = "title")]
    continue_last: bool,
    /// Begin a new conversation, as without `--continue` and `--conversation`
    #[arg(long, conflicts_with_all = ["conversation", "continue_last"])]
    new: bool,
    /// The title of a new conversation [default: the beginning of the prompt]
    #[arg(long)]
    title: Option<String>,
    /// Send an image or a PDF along: a file, an https:// address, or `-` for standard input; may be given several times [default: nothing]
    #[arg(short, long, value_name = "FILE|URL|-")]
    attach: Vec<String>,
    /// Have the reply be JSON that fits the JSON Schema in this file [default: text]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    schema: Option<PathBuf>,
    /// Read the prompt from this file; words of the command line go before it [default: none]
    #[arg(long = "file", value_name = "FILE", value_hint = ValueHint::FilePath)]
    prompt_file: Option<PathBuf>,
    /// Write or change the prompt in an editor: that of $VISUAL, else of $EDITOR, else vi
    #[arg(short, long)]
    edit: bool,
    /// Put the prompt into a template of the configuration [default: as it is]
    #[arg(short, long, value_name = "NAME")]
    template: Option<String>,
    /// What a variable of the template stands for; may be given several times [default: as the template says]
    #[arg(short, long, value_name = "NAME=VALUE", value_parser = parse_parameter, requires = "template")]
    param: Vec<(String, String)>,
    /// Store nothing but what the reply took
    #[arg(long, conflicts_with = "title")]
    no_save: bool,
    /// Only show the request that would be sent, and what it can cost at most
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Print the first code block of the reply alone
    #[arg(short = 'x', long)]
    extract: bool,
}

impl SendArgs {
    /// Returns whom `--user` names, for the subcommand behind it. Refuses a prompt and other options there: only `send`
    /// knows those, and what was meant for a prompt must not be taken for a command.
    pub(super) fn only_owner(self) -> Result<OwnerArgs, Failure> {
        let owner_alone = Self {
            owner: self.owner.clone(),
            ..Self::default()
        };
        if self == owner_alone {
            return Ok(self.owner);
        }
        Err(
            Failure::usage("what stands before the command of `chat` belongs to `chat send`").hint(
                "for a prompt with a command's name in it, write `chatkeep chat send -- PROMPT`, options before the `--`",
            ),
        )
    }
}

/// Sends a prompt, prints the reply as it comes, and stores both.
pub(super) fn send(args: SendArgs, context: &Context) -> Result<(), Failure> {
    context.check_providers()?;
    let store = context.store_to_change()?;
    let user = context.chosen_user(&*store, args.owner.user())?;
    let which = args
        .conversation
        .as_deref()
        .or(args.continue_last.then_some("last"));
    let conversation = which
        .map(|which| store.find_conversation(&user.id, which))
        .transpose()?;
    let (is_dry_run, is_extract) = (args.dry_run, args.extract);
    let question = Question {
        conversation,
        ..question(args, context)?
    };
    let is_streamed = question.wanted.stream;
    let secrets = context.secrets()?;
    let keys = KeyRing::new(&store.settings()?, &secrets);
    let (prices, clock) = (context.prices()?, &context.clock);
    let prepared = chat::prepare(&*store, user, question, &keys, context, &prices, clock)?;
    let mut printer = Printer::new(context, is_streamed, is_extract);
    if is_dry_run {
        return context.show(&prepared.dry_run(&*store, clock, &mut printer)?);
    }
    let answered = prepared.send(&*store, &context.clock, &mut printer)?;
    printer.finish(&answered)
}

/// Puts together what was typed, piped in and configured.
fn question(args: SendArgs, context: &Context) -> Result<Question, Failure> {
    let timeout = args.reply.timeout(context)?;
    let title = args.title.as_deref().map(checked_title).transpose()?;
    let template = args
        .template
        .as_deref()
        .map(|name| Template::find(context, name))
        .transpose()?;
    let sources = Sources {
        words: &args.prompt,
        file: args.prompt_file.as_deref(),
        is_input_taken: args.attach.iter().any(|place| place == "-"),
        template,
        parameters: &args.param,
        is_edited: args.edit,
    };
    let text = sources.prompt(context)?;
    let of_template = |text: fn(&TemplateConfig) -> &Option<String>| {
        template.and_then(|template| text(template.config).clone())
    };
    let reply = args.reply.or(
        of_template(|config| &config.model),
        of_template(|config| &config.system),
    );
    Ok(Question {
        text,
        title,
        choice: reply.choice(context),
        attachments: files::attachments(&args.attach)?,
        wanted: ChatRequest {
            schema: args.schema.as_deref().map(files::read_schema).transpose()?,
            ..reply.wanted(context)
        },
        is_unsaved: args.no_save,
        is_unpriced_allowed: reply.allow_unpriced,
        timeout,
        ..Question::default()
    })
}

fn parse_parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE".to_owned())?;
    Ok((name.trim().to_owned(), value.to_owned()))
}
