//! Programs of others that a benchmark times beside ours, where they are installed.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::in_turn::within;

/// Runs a script of the shell's, whose first argument is the folder.
pub(crate) fn shell(home: &Path, script: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    within(home, command.args(["-c", script, "sh"]).arg(folder));
    command
}

/// Whether a program is there and does this.
pub(crate) fn is_there(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    let status = quiet.args(arguments).status();
    status.is_ok_and(|status| status.success())
}
