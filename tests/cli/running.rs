//! A run that is watched while it goes on: its output read as it comes, its signals sent by the test.

use std::io::{Read, Write};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::outcome::Outcome;
use crate::sandbox::Sandbox;

/// A program that was started and has not been waited for. Ended by force when it is dropped, or takes too long.
pub(crate) struct Running<'s> {
    sandbox: &'s Sandbox,
    call: String,
    /// `None` once it was waited for.
    child: Option<Child>,
    /// `None` once it was closed.
    stdout: Option<ChildStdout>,
    /// What was read of it so far.
    read: Vec<u8>,
    /// Keeps the time limit running for as long as it is there.
    time_limit: Option<Sender<()>>,
}

impl<'s> Running<'s> {
    /// Starts a command with `input` on its standard input.
    #[track_caller]
    pub(crate) fn start(
        sandbox: &'s Sandbox,
        call: String,
        mut command: Command,
        input: &[u8],
        time_limit: Duration,
    ) -> Self {
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{call}: {error}"));
        let mut stdin = child.stdin.take().expect("piped");
        stdin.write_all(input).expect("it reads what it is given");
        drop(stdin);
        Self {
            sandbox,
            call,
            stdout: child.stdout.take(),
            time_limit: Some(limit(Pid::from_child(&child), time_limit)),
            child: Some(child),
            read: Vec::new(),
        }
    }

    /// Reads from standard output what must be the next to come there. Waits for that, and for no more.
    #[track_caller]
    pub(crate) fn prints(&mut self, expected: &str) {
        let mut bytes = vec![0; expected.len()];
        let stdout = self.stdout.as_mut().expect("it was not closed");
        if let Err(error) = stdout.read_exact(&mut bytes) {
            panic!("{}: {expected:?} did not come: {error}", self.call);
        }
        assert_eq!(String::from_utf8_lossy(&bytes), expected, "{}", self.call);
        self.read.extend(bytes);
    }

    /// Closes the reading end of its standard output.
    pub(crate) fn close_stdout(&mut self) {
        self.stdout = None;
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        let child = self.child.as_ref().expect("it was not waited for");
        kill_process(Pid::from_child(child), signal).expect("it is ours");
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn ends(mut self) -> Outcome<'s> {
        let mut child = self.child.take().expect("it is waited for once");
        let mut stdout = std::mem::take(&mut self.read);
        let mut stderr = Vec::new();
        if let Some(mut rest) = self.stdout.take() {
            rest.read_to_end(&mut stdout).expect("a pipe is readable");
        }
        let mut errors = child.stderr.take().expect("piped");
        errors.read_to_end(&mut stderr).expect("so is this one");
        // It has closed its output. From here on its number may become another's, so nothing may be sent there any more.
        self.time_limit = None;
        let output = Output {
            status: child.wait().expect("it is ours"),
            stdout,
            stderr,
        };
        Outcome::new(self.sandbox, self.call.clone(), output)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            self.time_limit = None;
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Ends a process by force after some time, unless what is returned is dropped before.
fn limit(process: Pid, time: Duration) -> Sender<()> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        if receiver.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
            let _ = kill_process(process, Signal::KILL);
        }
    });
    sender
}
