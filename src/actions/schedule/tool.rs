//! Programs of the system, run.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::actions::{ActionError, ActionResult};

/// Runs a program with this on its standard input, and returns what it wrote.
pub(super) fn run(program: &str, arguments: &[&str], input: &[u8]) -> ActionResult<Vec<u8>> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        // What it says is looked at.
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => ActionError::ProgramMissing {
            program: program.to_owned(),
        },
        _ => ActionError::file("run", Path::new(program))(error),
    })?;
    let mut stdin = child.stdin.take().expect("it is piped");
    // Who ends early says why, and that is what is told. None of these programs writes before it has read everything.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child
        .wait_with_output()
        .map_err(ActionError::file("run", Path::new(program)))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = match said.trim() {
        "" => output.status.to_string(),
        said => said.to_owned(),
    };
    Err(ActionError::ProgramFailed {
        call: [&[program], arguments].concat().join(" "),
        said,
    })
}
