//! `chatkeep init`.

use std::ffi::OsString;

use chrono_tz::Tz;
use clap::Args;

use super::migrate::check_distributed;
use crate::actions::stores;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::store::{Location, OpenOptions};

/// Arguments of `init`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  # in the platform's data folder, where commands look by default
  chatkeep init
  # elsewhere, counting days as Berlin does
  chatkeep init ~/chat-store --timezone Europe/Berlin")]
pub(crate) struct InitArgs {
    /// The folder to make the store in [default: as --store says]
    #[arg(value_name = "FOLDER")]
    folder: Option<OsString>,
    /// The time zone in which days and months are counted, such as Europe/Berlin [default: the system's]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<Tz>,
    /// Spread the store over the servers of a PostgreSQL database that has the extension Citus
    #[arg(long)]
    distributed: bool,
}

pub(crate) fn run(args: InitArgs, context: &Context) -> Result<(), Failure> {
    let location = match &args.folder {
        Some(folder) => Location::parse(folder)?,
        None => context.location()?,
    };
    check_distributed(args.distributed, &location)?;
    let timezone = args
        .timezone
        .unwrap_or_else(|| context.environment.timezone());
    let secrets = context.secrets()?;
    let made = stores::init(
        &location,
        timezone,
        OpenOptions {
            is_distributed: args.distributed,
            ..context.open_options()
        },
        &secrets,
        &context.clock,
    )?;
    context.show(&made)?;
    context.note_new_identity(made.is_new_identity.then_some(made.identity.as_path()));
    Ok(())
}
