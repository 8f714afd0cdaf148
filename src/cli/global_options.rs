//! Options that every command has.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::report::Format;

/// Options that every command has.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalOptions {
    /// The store: a folder with users.json [default: the working folder if it holds a store, else the platform's data folder]
    #[arg(
        long,
        global = true,
        env = "CHATKEEP_STORE",
        value_name = "LOCATION",
        hide_env_values = true
    )]
    pub(crate) store: Option<OsString>,
    /// The age identity that API keys are decrypted with [default: identity.txt in the configuration folder]
    #[arg(
        long,
        global = true,
        env = "CHATKEEP_IDENTITY",
        value_name = "FILE",
        hide_env_values = true
    )]
    pub(crate) identity: Option<PathBuf>,
    /// A file with the passphrase of the identity [default: ask at the terminal]
    #[arg(
        long,
        global = true,
        env = "CHATKEEP_PASSPHRASE_FILE",
        value_name = "FILE",
        hide_env_values = true
    )]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// A file with the web app's Flask secret, for Fernet keys [default: the variable FLASK_SECRET_KEY]
    #[arg(
        long,
        global = true,
        env = "CHATKEEP_FERNET_SECRET_FILE",
        value_name = "FILE",
        hide_env_values = true
    )]
    pub(crate) fernet_secret_file: Option<PathBuf>,
    /// How results are written to standard output [default: table]
    #[arg(
        long,
        global = true,
        env = "CHATKEEP_FORMAT",
        value_name = "FORMAT",
        hide_env_values = true
    )]
    pub(crate) format: Option<FormatChoice>,
    /// Whether output is coloured; auto heeds the terminal, NO_COLOR and CLICOLOR_FORCE [default: auto]
    #[arg(
        long,
        global = true,
        env = "CHATKEEP_COLOR",
        value_name = "WHEN",
        hide_env_values = true
    )]
    pub(crate) color: Option<ColorChoice>,
    /// How long to wait for a lock that another process holds, in ms, s, m, h or d [default: 30s]
    #[arg(
        long,
        global = true,
        env = "CHATKEEP_LOCK_TIMEOUT",
        value_name = "DURATION",
        hide_env_values = true
    )]
    pub(crate) lock_timeout: Option<String>,
    /// The configuration file [default: config.toml in the configuration folder]
    #[arg(
        long,
        global = true,
        env = "CHATKEEP_CONFIG",
        value_name = "FILE",
        hide_env_values = true
    )]
    pub(crate) config: Option<PathBuf>,
    /// Say nothing but results, warnings and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say on standard error what is done
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

/// The values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatChoice {
    /// Text for people
    Table,
    /// One JSON document
    Json,
    /// A JSON document on each line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
}

impl From<FormatChoice> for Format {
    fn from(choice: FormatChoice) -> Self {
        match choice {
            FormatChoice::Table => Self::Table,
            FormatChoice::Json => Self::Json,
            FormatChoice::Jsonl => Self::Jsonl,
            FormatChoice::Csv => Self::Csv,
        }
    }
}

/// The values of `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal that can show colours
    Auto,
    /// Also when redirected
    Always,
    /// Nowhere
    Never,
}
