//! One file a command: parse, call one action, show its outcome.

pub(crate) mod backup;
pub(crate) mod chat;
pub(crate) mod completions;
mod conversation_filter;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod generate;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod migrate;
pub(crate) mod patience;
pub(crate) mod restore;
pub(crate) mod stats;
pub(crate) mod user;

use super::arguments::{AnyCommand, Command};
use super::context::Context;
use super::failure::Failure;

/// Carries a command out.
pub(crate) fn run(command: AnyCommand, context: &Context) -> Result<(), Failure> {
    match command {
        AnyCommand::Public(command) => run_public(command, context),
        AnyCommand::Generate(args) => generate::run(&args, context),
    }
}

fn run_public(command: Command, context: &Context) -> Result<(), Failure> {
    match command {
        Command::Init(args) => init::run(args, context),
        Command::Demo(args) => demo::run(&args, context),
        Command::User(command) => user::run(command, context),
        Command::Key(command) => key::run(command, context),
        Command::Chat(args) => chat::run(*args, context),
        Command::Export(args) => export::run(args, context),
        Command::Import(args) => import::run(&args, context),
        Command::Backup(args) => backup::run(*args, context),
        Command::Restore(args) => restore::run(&args, context),
        Command::Migrate(args) => migrate::run(&args, context),
        Command::Doctor(args) => doctor::run(&args, context),
        Command::Stats(args) => stats::run(&args, context),
        Command::Completions(args) => completions::run(&args, context),
    }
}
