//! The command line: what was typed becomes one action, and its outcome is shown.

mod arguments;
mod backup_keys;
mod commands;
mod completion_scripts;
mod config;
mod config_page;
mod config_prices;
mod config_text;
mod context;
mod durations;
mod endpoints;
mod environment;
mod failure;
mod failure_of_actions;
mod failure_of_archive;
mod failure_of_providers;
mod failure_of_secrets;
mod failure_of_store;
mod generated;
mod global_options;
mod interrupt;
mod man_pages;
mod notices;
mod output;
mod period;
mod prices;
mod progress;
mod prompt;
pub mod reference;
mod secrets;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use self::arguments::{AnyCommand, Command, CommandLine};
use self::config::Config;
use self::context::Context;
use self::environment::Environment;
use self::failure::{Exit, Failure};
use self::global_options::{ColorChoice, GlobalOptions};
use crate::report::safe_block;

/// Returns the command line as clap describes it: the commands and options that users are shown, with their texts.
///
/// Hidden commands are not in it. Completion scripts, manual and tests of the help are made from it.
pub fn command() -> clap::Command {
    CommandLine::<Command>::command()
}

/// Carries out what the process was started with, and returns the exit code.
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let environment = Environment::read(arguments.first());
    let wants_json = wants_json(&arguments, &environment);
    let line = match CommandLine::<AnyCommand>::try_parse_from(&arguments) {
        Ok(line) => line,
        Err(error) => return refuse(&error, wants_json, &environment),
    };
    let color = line.global.color.unwrap_or(ColorChoice::Auto);
    let page = context::page(&std::io::stderr(), color, &environment);
    match context(line.global, &line.command, environment) {
        Err(failure) => report(&failure, wants_json, &page),
        Ok(context) => {
            let outcome = commands::run(line.command, &context);
            notices::tell(&context);
            match outcome {
                Ok(()) => ExitCode::SUCCESS,
                Err(failure) => report(&failure, context.wants_json(), context.error_page()),
            }
        }
    }
}

/// Works out what is in force. A demo shows the same to everybody, whatever is configured.
fn context(
    options: GlobalOptions,
    command: &AnyCommand,
    environment: Environment,
) -> Result<Context, Failure> {
    let config = match command {
        AnyCommand::Public(Command::Demo(_)) => Config::default(),
        _ => Config::find(options.config.as_deref(), &environment)?,
    };
    Context::new(options, config, environment)
}

/// Whether errors are wanted as JSON, found out even where the rest of the line makes no sense.
fn wants_json(arguments: &[OsString], environment: &Environment) -> bool {
    let before_text = arguments.iter().take_while(|argument| *argument != "--");
    let given: Vec<&OsString> = before_text.collect();
    let is_pair = |pair: &[&OsString]| pair[0] == "--format" && pair[1] == "json";
    given.windows(2).any(is_pair)
        || given.iter().any(|argument| *argument == "--format=json")
        || environment.text("CHATKEEP_FORMAT") == Some("json")
}

fn report(failure: &Failure, wants_json: bool, page: &crate::report::Page) -> ExitCode {
    if failure.is_closed_pipe() {
        return ExitCode::SUCCESS;
    }
    let text = if wants_json {
        failure.to_json()
    } else {
        failure.to_text(page)
    };
    // Nobody may be listening; the exit code still tells.
    let _ = std::io::stderr().write_all(text.as_bytes());
    ExitCode::from(failure.exit as u8)
}

/// Shows help and version where they were asked for, and what was wrong with the line otherwise.
fn refuse(error: &clap::Error, wants_json: bool, environment: &Environment) -> ExitCode {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    if wants_json && !is_help {
        let message = error.to_string();
        let message = message.strip_prefix("error: ").unwrap_or(&message);
        let failure = Failure::usage(message.lines().next().unwrap_or_default())
            .hint("`chatkeep help` and `chatkeep help COMMAND` tell what there is");
        return report(&failure, true, &crate::report::Page::plain());
    }
    if is_help {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    // It repeats what was typed, which may have come from anywhere.
    let page = context::page(&std::io::stderr(), ColorChoice::Auto, environment);
    let message = error.to_string();
    let safe = safe_block(&message, &page);
    let _ = if safe == message {
        error.print()
    } else {
        std::io::stderr().write_all(safe.as_bytes())
    };
    ExitCode::from(Exit::Usage as u8)
}
