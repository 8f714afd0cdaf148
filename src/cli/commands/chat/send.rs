//! `chatkeep chat send`, and `chatkeep chat` without a command.

use std::io::{IsTerminal, Read};
use std::time::Duration;

use clap::Args;

use super::OwnerArgs;
use crate::actions::chat::{self, Answered, Listener, Question, Storing};
use crate::actions::checked_title;
use crate::actions::model_choice::ModelChoice;
use crate::cli::config::parse_duration;
use crate::cli::context::Context;
use crate::cli::failure::{Exit, Failure};
use crate::cli::interrupt::on_interrupt;
use crate::providers::{Ending, Interrupter, Retry};
use crate::report::{reply_footer, safe_block};
use crate::secrets::KeyRing;
use crate::store::StoreError;

/// Arguments of `chat send`.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(crate) struct SendArgs {
    /// The prompt; text from a redirected standard input is put behind it [default: that text alone]
    #[arg(value_name = "PROMPT")]
    prompt: Vec<String>,
    #[command(flatten)]
    owner: OwnerArgs,
    /// The model, alone or as PROVIDER/MODEL [default: the conversation's, else `chat.model` of the configuration]
    #[arg(short, long)]
    model: Option<String>,
    /// The provider: openai, echo (answers offline), or one of the configuration [default: the model's]
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
    /// The title of a new conversation [default: the beginning of the prompt]
    #[arg(long)]
    title: Option<String>,
    /// The most tokens to answer with [default: `chat.max_tokens` of the configuration, else the provider's]
    #[arg(long, value_name = "TOKENS", value_parser = clap::value_parser!(u32).range(1..))]
    max_tokens: Option<u32>,
    /// How freely the model chooses words, from 0 to 2; some models refuse it [default: the model's]
    #[arg(long, value_name = "NUMBER", value_parser = parse_temperature)]
    temperature: Option<f64>,
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

    /// Lets `before`, which stood before `send`, say whose conversations are meant unless these arguments do.
    pub(super) fn of(mut self, before: OwnerArgs) -> Self {
        self.owner = self.owner.or(before);
        self
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
    let question = Question {
        conversation,
        ..question(args, context)?
    };
    let secrets = context.secrets()?;
    let keys = KeyRing::new(&store.settings()?, &secrets);
    let mut printer = Printer {
        context,
        is_streaming: question.is_streamed && context.is_for_people(),
        output: Ok(()),
    };
    let answered = chat::send(
        &*store,
        user,
        question,
        &keys,
        context,
        &context.clock,
        &mut printer,
    )?;
    finish(answered, printer, context)
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
    Ok(Question {
        text: prompt(&args.prompt)?,
        title,
        choice: ModelChoice {
            provider: args.provider,
            model: args.model,
            default_provider: defaults.provider.clone(),
            default_model: defaults.model.clone(),
        },
        system: args.system.or_else(|| defaults.system.clone()),
        max_tokens: args.max_tokens.or(defaults.max_tokens),
        temperature: args.temperature,
        is_streamed: !args.no_stream,
        timeout: args.timeout.or(configured_timeout),
        ..Question::default()
    })
}

/// The most that is read of standard input: more than any model takes.
const INPUT_LIMIT_BYTES: u64 = 16 << 20;

/// Returns the prompt: the words typed, and behind them what comes from a redirected standard input.
fn prompt(words: &[String]) -> Result<String, Failure> {
    let mut text = words.join(" ");
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        let invalid = |problem: String| Failure::usage(format!("standard input {problem}"));
        let mut piped = String::new();
        let read = stdin
            .lock()
            .take(INPUT_LIMIT_BYTES + 1)
            .read_to_string(&mut piped);
        read.map_err(|error| invalid(format!("cannot be joined to the prompt: {error}")))?;
        if piped.len() as u64 > INPUT_LIMIT_BYTES {
            return Err(invalid(
                "has more than 16 MiB, which no model takes".to_owned(),
            ));
        }
        if !piped.trim().is_empty() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(piped.trim_end_matches('\n'));
        }
    }
    if text.trim().is_empty() {
        return Err(Failure::usage("there is no prompt").hint(
            "write it behind `chatkeep chat`, or pipe it in; `chatkeep chat --help` tells more",
        ));
    }
    Ok(text)
}

/// Prints a reply as it comes.
struct Printer<'c> {
    context: &'c Context,
    is_streaming: bool,
    /// What became of standard output. A reader who had enough stops the printing, and not the reply.
    output: Result<(), Failure>,
}

impl Listener for Printer<'_> {
    fn asking(&mut self, provider: &str, address: &str, model: &str) {
        let place = if address.is_empty() {
            String::new()
        } else {
            format!(" at {address}")
        };
        self.context
            .detail(&format!("asking {model} of {provider}{place}"));
    }

    fn starting(&mut self, interrupter: Interrupter) {
        if let Err(failure) = on_interrupt(move || interrupter.interrupt()) {
            self.context.warn(&failure.message);
        }
    }

    fn text(&mut self, piece: &str) {
        if self.is_streaming && self.output.is_ok() {
            self.output = self
                .context
                .write_out(safe_block(piece, &self.context.page).as_bytes());
        }
    }

    fn retrying(&mut self, retry: &Retry) {
        let seconds = retry.delay.as_secs_f32();
        self.context
            .note(&format!("{}; trying again in {seconds:.1} s", retry.cause));
    }
}

/// Shows what is left to show of the reply, and tells how it ended.
fn finish(answered: Answered, printer: Printer<'_>, context: &Context) -> Result<(), Failure> {
    let shown = show_rest(&answered, printer, context);
    if context.can_see_notes() {
        context.note_faintly(&reply_footer(&answered));
    } else {
        context.detail(&reply_footer(&answered));
    }
    let kept = match answered.storing {
        Storing::Stored(id) => format!("what came is kept in conversation {}", id.short()),
        Storing::Nothing => "nothing had come yet".to_owned(),
        // What matters most: nowhere but in what was printed is there anything of the reply.
        Storing::Failed(error) => return Err(not_stored(error)),
    };
    match answered.reply.ending {
        Ending::Complete => shown.map_err(|failure| failure.and(&kept)),
        Ending::Interrupted => Err(Failure::new(
            Exit::Interrupted,
            "interrupted",
            format!("interrupted; {kept}"),
        )),
        Ending::CutOff(fault) => Err(Failure::of_provider(&fault).and(&kept)),
    }
}

/// Shows a reply that was not printed as it came, and ends the last line of one that was.
fn show_rest(answered: &Answered, printer: Printer<'_>, context: &Context) -> Result<(), Failure> {
    if matches!(answered.storing, Storing::Nothing) {
        return Ok(());
    }
    if !printer.is_streaming {
        return context.show(answered);
    }
    printer.output?;
    let text = &answered.reply.text;
    if text.is_empty() || text.ends_with('\n') {
        return Ok(());
    }
    context.write_out(b"\n")
}

fn not_stored(error: StoreError) -> Failure {
    let failure = Failure::from(error);
    Failure {
        message: format!("the reply was not stored: {}", failure.message),
        ..failure
    }
}

fn parse_temperature(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if (0.0..=2.0).contains(&number) => Ok(number),
        _ => Err("write a number from 0 to 2".to_owned()),
    }
}
