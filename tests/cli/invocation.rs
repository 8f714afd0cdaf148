//! One run of a program: what goes in, who runs it, and what it may change.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::outcome::Outcome;
use crate::running::Running;
use crate::sandbox::Sandbox;
use crate::terminal::Terminal;
use crate::tree;

/// Who runs what must not run as root, by convention `nobody` and `nogroup`.
const UNPRIVILEGED_ID: u32 = 65534;

/// A run that hangs is ended after this; nothing is expected to take a tenth of it.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// A run in preparation.
#[must_use = "nothing is run before `run`"]
pub(crate) struct Invocation<'s> {
    sandbox: &'s Sandbox,
    program: OsString,
    arguments: Vec<OsString>,
    environment: BTreeMap<OsString, OsString>,
    folder: PathBuf,
    input: Vec<u8>,
    runs_as: Option<u32>,
    is_on_files: bool,
}

impl<'s> Invocation<'s> {
    /// Prepares a run in the sandbox's working folder, without any environment.
    pub(crate) fn new<A: AsRef<OsStr>>(
        sandbox: &'s Sandbox,
        program: &str,
        arguments: &[A],
    ) -> Self {
        Self {
            sandbox,
            program: program.into(),
            arguments: arguments
                .iter()
                .map(|argument| argument.as_ref().to_owned())
                .collect(),
            environment: BTreeMap::new(),
            folder: sandbox.work(),
            input: Vec::new(),
            runs_as: None,
            is_on_files: false,
        }
    }

    /// Puts `input` on standard input, which is empty otherwise.
    pub(crate) fn with_stdin(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Sets an environment variable.
    pub(crate) fn with_env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        let value = value.as_ref().to_owned();
        self.environment.insert(name.into(), value);
        self
    }

    /// Takes an environment variable away, such as `CHATKEEP_STORE`.
    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.environment.remove(OsStr::new(name));
        self
    }

    /// Has it find the store as the folder that the test sees, for a program that reads or changes files there.
    pub(crate) fn on_files(mut self) -> Self {
        self.is_on_files = true;
        self
    }

    /// Sets another working folder.
    pub(crate) fn in_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = folder.into();
        self
    }

    /// Has an unprivileged user run it, if the suite is run by root, whom no permission stops.
    ///
    /// What is root's in the sandbox becomes that user's, with its modes; what a test gave to somebody else stays theirs. So
    /// set modes and owners up before this.
    pub(crate) fn unprivileged(mut self) -> Self {
        if !rustix::process::geteuid().is_root() {
            return self;
        }
        let root = self.sandbox.root();
        assert_reachable(root);
        let copy = reachable_copy(root);
        if self.program == env!("CARGO_BIN_EXE_chatkeep") {
            self.program = copy.clone().into();
        }
        self.sandbox.place().enter();
        give_away(root);
        self.sandbox.place().run_as(UNPRIVILEGED_ID, copy);
        self.runs_as = Some(UNPRIVILEGED_ID);
        self
    }

    /// Runs it to its end.
    #[track_caller]
    pub(crate) fn run(self) -> Outcome<'s> {
        let command = self.command(&self.program, &self.arguments);
        let output = assert_cmd::Command::from_std(command)
            .write_stdin(self.input)
            .timeout(TIME_LIMIT)
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
        let call = [vec![self.program], self.arguments].concat();
        Outcome::new(self.sandbox, format!("{call:?}"), output)
    }

    /// Runs it, and asserts that every file of the sandbox is as it was, down to mode and owner.
    #[track_caller]
    pub(crate) fn run_changing_nothing(self) -> Outcome<'s> {
        let sandbox = self.sandbox;
        let before = sandbox.place().digest();
        let outcome = self.run();
        let changes = tree::differences(&before, &sandbox.place().digest());
        assert!(
            changes.is_empty(),
            "{outcome}\nit changed files:\n{}",
            changes.join("\n")
        );
        outcome
    }

    /// Starts it, to be watched while it runs.
    #[track_caller]
    pub(crate) fn start(self) -> Running<'s> {
        self.sandbox.place().watch();
        let command = self.command(&self.program, &self.arguments);
        let call = [vec![self.program], self.arguments].concat();
        let call = format!("{call:?}");
        Running::start(self.sandbox, call, command, &self.input, TIME_LIMIT)
    }

    /// Starts it at a terminal of 80 columns and 24 rows, which is also its standard input.
    #[track_caller]
    pub(crate) fn at_terminal(self) -> Terminal {
        assert!(
            self.input.is_empty(),
            "what is to be typed is given to the terminal"
        );
        self.sandbox.place().watch();
        // The terminal that a test gets is silent and has no size, so a shell sets it up before it becomes the program.
        let setup = r#"stty sane rows 24 columns 80 && exec "$0" "$@""#;
        let mut arguments = vec!["-c".into(), setup.into(), self.program.clone()];
        arguments.extend_from_slice(&self.arguments);
        let mut shell = self.command(OsStr::new("sh"), &arguments);
        shell.env("TERM", "xterm-256color");
        Terminal::start(shell)
    }

    #[track_caller]
    fn command(&self, program: &OsStr, arguments: &[OsString]) -> Command {
        if !self.is_on_files {
            self.sandbox.place().enter();
        }
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear()
            .envs(&self.environment);
        if let Some(id) = self.runs_as {
            // The standard library drops root's further groups along with the user.
            command.uid(id).gid(id);
        }
        command
    }
}

/// Asserts that others than its owner can get to `folder`.
fn assert_reachable(folder: &Path) {
    for parent in folder.ancestors() {
        let mode = fs::metadata(parent).expect("it leads to us").mode();
        assert!(
            mode & 0o001 != 0,
            "an unprivileged user cannot get through {}: set TMPDIR to a folder open to all",
            parent.display()
        );
    }
}

/// Puts a copy of the program, whose own place may be closed to others, into the sandbox.
fn reachable_copy(root: &Path) -> PathBuf {
    let copy = root.join("bin/chatkeep");
    if !copy.exists() {
        // Written by another process: were it open for writing here, a child that another test starts at this moment
        // would inherit that, and the system refuses to run a file that somebody may write to.
        let status = Command::new("install")
            .args(["-D", "-m", "755", env!("CARGO_BIN_EXE_chatkeep")])
            .arg(&copy)
            .status()
            .expect("install is part of every system");
        assert!(status.success(), "the program was not copied: {status}");
        let folder = copy.parent().expect("it is in a folder");
        fs::set_permissions(folder, Permissions::from_mode(0o755)).expect("it is ours");
    }
    copy
}

/// Gives what is root's at `path` and below to the unprivileged user.
fn give_away(path: &Path) {
    let facts = fs::symlink_metadata(path).expect("root sees everything");
    if facts.uid() == 0 {
        let group = (facts.gid() == 0).then_some(UNPRIVILEGED_ID);
        lchown(path, Some(UNPRIVILEGED_ID), group).expect("root may");
    }
    if facts.is_dir() {
        for entry in fs::read_dir(path).expect("root reads everything") {
            give_away(&entry.expect("its entries too").path());
        }
    }
}
