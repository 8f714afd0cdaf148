//! What a run gave: exit code and output, and assertions on them.

use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitStatus, Output};

use serde_json::Value;
use snapbox::IntoData;
use snapbox::assert::{Assert, DEFAULT_ACTION_ENV};

use crate::sandbox::Sandbox;

/// A run that has ended. Its assertions return it, so that they can be chained.
pub(crate) struct Outcome<'s> {
    sandbox: &'s Sandbox,
    call: String,
    status: ExitStatus,
    /// Standard output, byte for byte.
    pub(crate) stdout: Vec<u8>,
    /// Standard error, byte for byte.
    pub(crate) stderr: Vec<u8>,
}

impl<'s> Outcome<'s> {
    pub(crate) fn new(sandbox: &'s Sandbox, call: String, output: Output) -> Self {
        Self {
            sandbox,
            call,
            status: output.status,
            stdout: output.stdout,
            stderr: output.stderr,
        }
    }

    /// Returns the exit code; a run that a signal ended fails the test.
    #[track_caller]
    pub(crate) fn code(&self) -> i32 {
        self.status.code().unwrap_or_else(|| {
            let signal = self.status.signal();
            panic!("{self}\na signal ended it: {signal:?}")
        })
    }

    /// Asserts exit code 0.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        self.ends_with(0)
    }

    /// Asserts an exit code other than 0, that something was said on standard error, and that it was no panic.
    #[track_caller]
    pub(crate) fn fails_with(self, code: i32) -> Self {
        assert_ne!(code, 0, "0 is no failure");
        let failed = self.ends_with(code);
        assert!(!failed.stderr.is_empty(), "{failed}\nit did not say why");
        failed
    }

    #[track_caller]
    fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code(), code, "{self}");
        let panicked = String::from_utf8_lossy(&self.stderr).contains("panicked at");
        assert!(!panicked, "{self}");
        self
    }

    /// Returns standard output as text.
    #[track_caller]
    pub(crate) fn stdout_text(&self) -> &str {
        str::from_utf8(&self.stdout).unwrap_or_else(|error| panic!("{self}\n{error}"))
    }

    /// Returns standard error as text.
    #[track_caller]
    pub(crate) fn stderr_text(&self) -> &str {
        str::from_utf8(&self.stderr).unwrap_or_else(|error| panic!("{self}\n{error}"))
    }

    /// Reads standard output as one JSON value.
    #[track_caller]
    pub(crate) fn stdout_json(&self) -> Value {
        serde_json::from_slice(&self.stdout).unwrap_or_else(|error| panic!("{self}\n{error}"))
    }

    /// Reads standard error as one JSON value, which is what errors are with `--format json`.
    #[track_caller]
    pub(crate) fn stderr_json(&self) -> Value {
        serde_json::from_slice(&self.stderr).unwrap_or_else(|error| panic!("{self}\n{error}"))
    }

    /// Compares standard output, redacted, with a snapshot.
    #[track_caller]
    pub(crate) fn stdout_is(self, expected: impl IntoData) -> Self {
        self.compare(self.stdout_text(), expected);
        self
    }

    /// Compares standard error, redacted, with a snapshot.
    #[track_caller]
    pub(crate) fn stderr_is(self, expected: impl IntoData) -> Self {
        self.compare(self.stderr_text(), expected);
        self
    }

    #[track_caller]
    fn compare(&self, text: &str, expected: impl IntoData) {
        Assert::new()
            .action_env(DEFAULT_ACTION_ENV)
            // Else a backslash would count as a slash.
            .normalize_paths(false)
            .eq(self.sandbox.redact(text), expected);
    }
}

/// All there is to know of a run, for the message of a failed assertion.
impl fmt::Display for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\n{}\nended with {}\n-- standard output\n{}-- standard error\n{}--",
            self.call,
            self.status,
            String::from_utf8_lossy(&self.stdout),
            String::from_utf8_lossy(&self.stderr)
        )
    }
}
