//! `chatkeep user export`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::WhoArgs;
use crate::actions::ActionError;
use crate::actions::user_export;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::interchange::InterchangeError;

/// Arguments of `user export`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
One JSON document has the account, what its replies took, also those of deleted conversations, and all conversations. Of API keys
and the password it tells only that there are any.

Examples:
  # for somebody who asks what is held on them
  chatkeep user export ada@example.org -o ada.json")]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    who: WhoArgs,
    /// The file to write, readable by its owner only; - is standard output [default: -]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(short, long, requires = "output")]
    force: bool,
}

pub(super) fn export(args: ExportArgs, context: &Context) -> Result<(), Failure> {
    let store = context.store()?;
    let user = store.find_user(&args.who.user)?;
    if let Some(path) = args.output.filter(|path| path != Path::new("-")) {
        let clock = &context.clock;
        return context.show(&user_export::export_to_file(
            &*store, clock, &user, &path, args.force,
        )?);
    }
    let mut output = context.standard_output();
    match user_export::export(&*store, &context.clock, &user, &mut output) {
        Ok(_) => Ok(()),
        Err(ActionError::Interchange(InterchangeError::Write(error))) => {
            Err(Failure::of_output(&error))
        }
        Err(error) => Err(error.into()),
    }
}
