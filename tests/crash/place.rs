//! The folders of one case, and runs of the program in them.

use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;

use crate::environment;

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_chatkeep");

/// Far more than any run needs. One that takes longer hangs, which is a failure.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// In memory where the system has such a folder: thousands of cases would wait for a disk for minutes, though what is
/// tested is which calls are made.
const MEMORY: &str = "/dev/shm";

/// A home, a configuration, a store and a working folder. They are gone when it is dropped.
pub(crate) struct Place {
    root: TempDir,
}

/// What a run gave.
#[derive(Debug, Clone)]
pub(crate) struct Ran {
    /// The exit code; `None` if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) signal: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) hung: bool,
}

impl Ran {
    /// Says on one line how it ended.
    pub(crate) fn summary(&self) -> String {
        let end = match (self.hung, self.code, self.signal) {
            (true, ..) => "did not end".to_owned(),
            (_, Some(code), _) => format!("exit {code}"),
            (_, _, signal) => format!("signal {}", signal.unwrap_or_default()),
        };
        let said = self.stderr.lines().collect::<Vec<_>>().join(" | ");
        format!("{end}, said {said:?}")
    }
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self::bare();
        for name in ["home", "config", "store", "work", "tmp"] {
            fs::create_dir(place.root().join(name)).expect("it is empty");
        }
        place
    }

    fn bare() -> Self {
        let in_memory = tempfile::Builder::new()
            .prefix("chatkeep-crash-")
            .tempdir_in(MEMORY);
        let root = in_memory.or_else(|_| tempfile::tempdir());
        let root = root.expect("the system's temporary folder is writable");
        // Others must be able to get in: some cases are run by somebody else.
        fs::set_permissions(root.path(), Permissions::from_mode(0o755)).expect("it is ours");
        Self { root }
    }

    /// Copies everything, modes included.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::bare();
        copy_below(self.root(), copy.root());
        copy
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.root().join("store")
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.root().join("work")
    }

    /// Runs the program.
    pub(crate) fn chatkeep(&self, arguments: &[&str], stdin: &str) -> Ran {
        let mut command = Command::new(PROGRAM);
        command.args(arguments);
        self.run(command, stdin)
    }

    /// Runs the program, and panics if that fails: this is how stores are prepared.
    pub(crate) fn prepare(&self, arguments: &[&str], stdin: &str) {
        let ran = self.chatkeep(arguments, stdin);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.summary());
    }

    /// Runs the program under strace with these options, and returns with the run what strace noted.
    pub(crate) fn strace(
        &self,
        options: &[&str],
        arguments: &[&str],
        stdin: &str,
    ) -> (Ran, String) {
        let notes = tempfile::NamedTempFile::new_in(self.root()).expect("it is ours");
        let mut command = Command::new("strace");
        command
            // All threads; paths in full and texts not at all. Without `--seccomp-bpf`, which injects errors, but no signals.
            .args(["-f", "-y", "-s", "0"])
            .args(options)
            .arg("-o")
            .arg(notes.path())
            .arg("--")
            .arg(PROGRAM)
            .args(arguments);
        let ran = self.run(command, stdin);
        let noted = fs::read(notes.path()).expect("strace wrote it");
        (ran, String::from_utf8_lossy(&noted).into_owned())
    }

    /// Runs a command in this place's working folder and environment.
    pub(crate) fn run(&self, mut command: Command, stdin: &str) -> Ran {
        command
            .current_dir(self.work())
            .env_clear()
            .envs(environment::within(self.root()))
            .env("FLASK_SECRET_KEY", "fixture-secret")
            // What a dead process left locked would show as a failure soon.
            .env("CHATKEEP_LOCK_TIMEOUT", "3s");
        // A group of its own, so that all of it can be ended: strace does not take what it traces along.
        command
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} cannot be started: {error}"));
        let limit = limit(Pid::from_child(&child));
        let mut input = child.stdin.take().expect("piped");
        // What fails early does not read it.
        let _ = input.write_all(stdin.as_bytes());
        drop(input);
        let output = child.wait_with_output().expect("it is ours");
        Ran {
            code: output.status.code(),
            signal: output.status.signal(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            hung: limit.end(),
        }
    }
}

/// Ends a group of processes after some time, unless it is asked before whether it did.
struct Limit {
    ended: Sender<()>,
    watcher: JoinHandle<bool>,
}

fn limit(group: Pid) -> Limit {
    let (ended, end) = channel();
    let watcher = thread::spawn(move || {
        let is_reached = end.recv_timeout(TIME_LIMIT) == Err(RecvTimeoutError::Timeout);
        if is_reached {
            let _ = kill_process_group(group, Signal::KILL);
        }
        is_reached
    });
    Limit { ended, watcher }
}

impl Limit {
    /// Returns whether it was reached.
    fn end(self) -> bool {
        // Nobody listens if it is over.
        let _ = self.ended.send(());
        self.watcher.join().expect("it does not panic")
    }
}

/// Copies what is in a folder into another, which is there. What a run still has open is of no interest.
fn copy_below(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("it is ours") {
        let entry = entry.expect("its entries are readable");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("it is there").is_dir() {
            fs::create_dir(&target).expect("the target is empty");
            copy_below(&entry.path(), &target);
            let permissions = entry.metadata().expect("it is there").permissions();
            fs::set_permissions(&target, permissions).expect("it is ours");
        } else {
            fs::copy(entry.path(), &target).expect("there is room");
        }
    }
}
