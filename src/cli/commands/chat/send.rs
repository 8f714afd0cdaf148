//! `chatkeep chat send`, and `chatkeep chat` without a command.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueHint};

use super::OwnerArgs;
use super::files;
use super::printer::Printer;
use super::prompt::{Sources, Template};
use crate::actions::chat::{self, Question};
use crate::actions::checked_title;
use crate::actions::model_choice::ModelChoice;
use crate::cli::config::{TemplateConfig, parse_duration};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::providers::{ChatRequest, Effort};
use crate::secrets::KeyRing;

/// Arguments of `chat send`.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(crate) struct SendArgs {
    /// The prompt; text from a redirected standard input is put behind it [default: that text alone]
    #[arg(value_name = "PROMPT")]
    prompt: Vec<String>,
    #[command(flatten)]
    pub(super) owner: OwnerArgs,
    /// The model, alone or as PROVIDER/MODEL [default: the conversation's, else `chat.model` of the configuration]
    #[arg(short, long)]
    model: Option<String>,
    /// The provider: openai, anthropic, google, echo (answers offline), or one of the configuration [default: the model's]
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Instructions to the model that stand before the conversation [default: `chat.system` of the configuration]
    #[arg(short, long, value_name = "TEXT")]
    system: Option<String>,
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
    /// The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider's, or what is left of a budget pays for]
    #[arg(long, value_name = "TOKENS", value_parser = clap::value_parser!(u32).range(1..))]
    max_tokens: Option<u32>,
    /// How freely the model chooses words, from 0 to 2; some models refuse it [default: the model's]
    #[arg(long, value_name = "NUMBER", value_parser = parse_temperature)]
    temperature: Option<f64>,
    /// A text before which the reply is to end; may be given several times [default: none]
    #[arg(long, value_name = "TEXT")]
    stop: Vec<String>,
    /// How hard to think, for models that can [default: the model's]
    #[arg(long, value_name = "LEVEL", value_parser = effort_parser())]
    effort: Option<Effort>,
    /// How many tokens to think with at most, for models that take a number [default: the model's]
    #[arg(long, value_name = "TOKENS", conflicts_with = "effort")]
    thinking: Option<u32>,
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
    /// Ask a model that has no price, although the user has a budget: what it costs is not counted
    #[arg(long)]
    allow_unpriced: bool,
    /// Only show the request that would be sent, and what it can cost at most
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Print the first code block of the reply alone
    #[arg(short = 'x', long)]
    extract: bool,
    /// Print the reply when it is whole
    #[arg(long)]
    no_stream: bool,
    /// How long to wait for the next part of a reply, in ms, s, m or h [default: 10m]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    timeout: Option<Duration>,
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
    let defaults = &context.config.chat;
    let configured_timeout = defaults
        .timeout
        .as_deref()
        .map(parse_duration)
        .transpose()
        .map_err(Failure::usage)?;
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
    let unaliased = |model| context.config.unaliased(model);
    let of_template = |text: fn(&TemplateConfig) -> &Option<String>| {
        template.and_then(|template| text(template.config).clone())
    };
    let model = args.model.or_else(|| of_template(|config| &config.model));
    let system = args.system.or_else(|| of_template(|config| &config.system));
    Ok(Question {
        text,
        title,
        choice: ModelChoice {
            provider: args.provider,
            model: model.map(unaliased),
            default_provider: defaults.provider.clone(),
            default_model: defaults.model.clone().map(unaliased),
        },
        attachments: files::attachments(&args.attach)?,
        wanted: ChatRequest {
            system: system.or_else(|| defaults.system.clone()),
            max_tokens: args.max_tokens.or(defaults.max_tokens),
            temperature: args.temperature,
            stop: args.stop,
            effort: args.effort,
            thinking_tokens: args.thinking,
            schema: args.schema.as_deref().map(files::read_schema).transpose()?,
            stream: !args.no_stream,
            ..ChatRequest::default()
        },
        is_unsaved: args.no_save,
        is_unpriced_allowed: args.allow_unpriced,
        timeout: args.timeout.or(configured_timeout),
        ..Question::default()
    })
}

/// Takes the names of how hard to think.
fn effort_parser() -> impl TypedValueParser<Value = Effort> {
    PossibleValuesParser::new(Effort::ALL.map(Effort::as_str)).map(|name| {
        let named = Effort::ALL.into_iter().find(|it| it.as_str() == name);
        named.expect("only their names are possible")
    })
}

fn parse_parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE".to_owned())?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

fn parse_temperature(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if (0.0..=2.0).contains(&number) => Ok(number),
        _ => Err("write a number from 0 to 2".to_owned()),
    }
}
