//! A run at a terminal, where the test sees what a person sees and types what a person types.

use std::process::Command;

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};

/// How long to wait for what must come. It is only ever waited out by a test that fails.
const TIME_LIMIT_MS: u64 = 30_000;

/// A program at a terminal of its own.
///
/// What is typed is echoed, as a terminal does unless the program asks it not to: so a secret that must not be shown can be
/// looked for in what was.
pub(crate) struct Terminal {
    session: PtySession,
}

impl Terminal {
    /// Starts a command. Its standard streams become the terminal.
    #[track_caller]
    pub(crate) fn start(command: Command) -> Self {
        match spawn_command(command, Some(TIME_LIMIT_MS)) {
            Ok(session) => Self { session },
            Err(error) => panic!("there is no terminal: {error}"),
        }
    }

    /// Waits until `text` is shown, and returns what was shown before it.
    #[track_caller]
    pub(crate) fn sees(&mut self, text: &str) -> String {
        match self.session.exp_string(&as_read(text)) {
            Ok(before) => shown(&before),
            Err(error) => panic!("{}", shown(&error.to_string())),
        }
    }

    /// Types `text` and Enter.
    #[track_caller]
    pub(crate) fn types(&mut self, text: &str) {
        self.session
            .send_line(text)
            .unwrap_or_else(|error| panic!("{text:?} could not be typed: {error}"));
    }

    /// Types a control character: `c` for Ctrl-C, `d` for the end of the input.
    #[track_caller]
    pub(crate) fn presses_control(&mut self, letter: char) {
        self.session
            .send_control(letter)
            .unwrap_or_else(|error| panic!("Ctrl-{letter} could not be typed: {error}"));
    }

    /// Waits for the end. Returns the exit code, 128 and the signal where one ended it, and what was shown since the last look.
    #[track_caller]
    pub(crate) fn ends(mut self) -> (i32, String) {
        let rest = match self.session.exp_eof() {
            Ok(rest) => shown(&rest),
            Err(error) => panic!("{}", shown(&error.to_string())),
        };
        let code = match self.session.process().wait() {
            Ok(WaitStatus::Exited(_, code)) => code,
            Ok(WaitStatus::Signaled(_, signal, _)) => 128 + signal as i32,
            other => panic!("it did not end: {other:?}\n{rest}"),
        };
        (code, rest)
    }
}

/// Turns text into what the session has for it: a character for every byte, and the terminal's line ends.
fn as_read(text: &str) -> String {
    let text = text.replace('\n', "\r\n");
    text.bytes().map(char::from).collect()
}

/// Turns what the session read back into text with plain line ends.
fn shown(read: &str) -> String {
    let bytes: Option<Vec<u8>> = read
        .chars()
        .map(|char| u8::try_from(u32::from(char)).ok())
        .collect();
    // An error's message may hold other characters besides what was read; it is for people, and stays as it is.
    let text = bytes.map_or_else(
        || read.to_owned(),
        |bytes| String::from_utf8_lossy(&bytes).into_owned(),
    );
    text.replace("\r\n", "\n")
}
