//! What an admin wants done when a backup fails.

use std::process::{Command, Stdio};

use crate::cli::context::Context;
use crate::cli::failure::Failure;

/// Has the shell run a command that learns of the failure from its environment. If it fails itself, that is only told: what
/// counts is the failure that it was run for.
pub(super) fn run(command: &str, failure: &Failure, context: &Context) {
    // A variable cannot hold it; names of files cannot either, but an error may quote anything.
    let message = failure.short_message().replace('\0', "");
    let ran = Command::new("sh")
        .args(["-c", command])
        .env("CHATKEEP_ERROR", message)
        .env("CHATKEEP_ERROR_CODE", failure.code)
        .stdin(Stdio::null())
        // Standard output is for the result alone, or even for the backup itself.
        .stdout(std::io::stderr())
        .status();
    match ran {
        Ok(status) if status.success() => {}
        Ok(status) => context.warn(&format!("the command of --on-failure failed: {status}")),
        Err(error) => context.warn(&format!(
            "the command of --on-failure cannot be run: {error}"
        )),
    }
}
