//! The command line: what can be typed.

use clap::{Parser, Subcommand};

use super::commands::{
    backup, chat, completions, demo, doctor, export, generate, import, init, key, migrate, restore,
    stats, user,
};
use super::global_options::GlobalOptions;
use super::reference;

/// Accounts, API keys, conversations, costs and backups of a self-hosted AI chat service
///
/// chatkeep works straight on the store of the service: users.json and one file per user.
#[derive(Debug, Parser)]
#[command(
    name = "chatkeep",
    version,
    propagate_version = true,
    max_term_width = 100,
    arg_required_else_help = true,
    after_long_help = reference::after_long_help()
)]
pub(crate) struct CommandLine<C: Subcommand> {
    #[command(flatten)]
    pub(crate) global: GlobalOptions,
    #[command(subcommand)]
    pub(crate) command: C,
}

/// What is understood: the commands, and one that only chatkeep's own developers need.
///
/// clap's generators do not leave hidden commands out of completion scripts. So these are made from [`Command`] alone.
#[derive(Debug, Subcommand)]
pub(crate) enum AnyCommand {
    /// One that users are shown.
    #[command(flatten)]
    Public(Command),
    /// Write the completion scripts and the manual
    #[command(hide = true)]
    Generate(generate::GenerateArgs),
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a store, and an identity to encrypt its keys to
    Init(init::InitArgs),
    /// Make a sample store to try everything on, and show what to try
    Demo(demo::DemoArgs),
    /// Add, list, change, disable and remove accounts
    #[command(subcommand)]
    User(user::UserCommand),
    /// Set, list, show and remove API keys, and look after the identity that opens them
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Ask a model, and look after the conversations
    Chat(Box<chat::ChatArgs>),
    /// Write conversations out, as json, jsonl, markdown, csv, html or what ChatGPT exports
    Export(export::ExportArgs),
    /// Import conversations from exports of chatkeep and of other tools
    ///
    /// The same import twice adds nothing.
    Import(import::ImportArgs),
    /// Make, list, verify, prove, check, prune and schedule backups of the whole store
    ///
    /// `chatkeep backup` alone makes one. Services go on while it runs.
    Backup(Box<backup::BackupArgs>),
    /// Restore a store from a backup: everything, one user, or one conversation
    ///
    /// Where there is no store, one is made.
    Restore(restore::RestoreArgs),
    /// Sum up tokens and cost, by user, provider, model, day or month
    Stats(Box<stats::StatsArgs>),
    /// Copy the store into another backend, JSON files, SQLite or PostgreSQL, and compare the two
    ///
    /// The original stays as it is. Exit code 6 if the two do not hold the same.
    Migrate(migrate::MigrateArgs),
    /// Examine the store: find damage, leftovers and wrong permissions, and mend what can be mended without loss
    ///
    /// Exit code 0 if nothing is damaged (warnings may be left), 6 if damage remains.
    Doctor(doctor::DoctorArgs),
    /// Print a script that completes commands and options in a shell
    Completions(completions::CompletionsArgs),
}
