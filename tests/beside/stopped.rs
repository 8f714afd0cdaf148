//! A run of chatkeep that stands still at a chosen moment, until the test lets it go on. Debian's `strace` stops it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Output};

use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::{Pid, Signal, kill_process};

use crate::world::World;

/// The calls by which moments are told: files are looked at, and put in place.
const TRACED: &str = "trace=statx,fstat,newfstatat,rename,renameat,renameat2";
/// The one that is made between a last look at the old file and putting the new one in its place.
const LOOK: &str = "statx(";

/// A process that stands still.
pub(crate) struct Stopped {
    child: Child,
    /// What `strace` tells. Closed, it would end, and the process with it.
    trace: BufReader<File>,
}

impl Stopped {
    /// Starts a command, which stops between its last look at the file that it replaces and replacing it.
    ///
    /// `like` is a store in the same state, on which the command is run first, to see when that is.
    #[track_caller]
    pub(crate) fn before_replacing(
        world: &World,
        like: &World,
        replaced: &Path,
        arguments: &[&str],
    ) -> Self {
        let name = replaced.file_name().expect("it has a name");
        let look = last_look_before_replacing(like, &name.to_string_lossy(), arguments);
        let pipe = world.outside("trace");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).expect("the place is free");
        let inject = format!("inject=statx:signal=SIGSTOP:when={look}");
        // The tracer goes to the background, so that it is the traced process that is our child.
        let mut command = world.program("strace");
        command.args(["-D", "-e", TRACED, "-e", &inject, "-o"]);
        command.arg(&pipe).arg(env!("CARGO_BIN_EXE_chatkeep"));
        let child = command.args(arguments).spawn();
        let child = child.expect("strace is installed");
        let trace = BufReader::new(File::open(&pipe).expect("it was just made"));
        let mut stopped = Self { child, trace };
        stopped.reads_until("stopped by SIGSTOP");
        stopped
    }

    #[track_caller]
    fn reads_until(&mut self, text: &str) {
        let mut seen = String::new();
        while !seen.contains(text) {
            let read = self.trace.read_line(&mut seen).expect("it prints text");
            assert_ne!(read, 0, "it was not {text}:\n{seen}");
        }
    }

    /// Lets it go on, and waits for its end.
    #[track_caller]
    pub(crate) fn goes_on(mut self) -> Output {
        let process = Pid::from_child(&self.child);
        kill_process(process, Signal::CONT).expect("it is ours");
        self.reads_until("+++ exited with");
        let output = self.child.wait_with_output();
        output.expect("it is ours, and was not waited for")
    }
}

/// Returns which of its looks at files is the last before it puts a file of this name in place, counted from one.
#[track_caller]
fn last_look_before_replacing(world: &World, name: &str, arguments: &[&str]) -> usize {
    let trace = world.outside("trace");
    let mut command = world.program("strace");
    command.args(["-e", TRACED, "-o"]).arg(&trace);
    command.arg(env!("CARGO_BIN_EXE_chatkeep")).args(arguments);
    let output = command.output().expect("strace is installed");
    assert!(output.status.success(), "{output:?}");
    let trace = fs::read_to_string(trace).expect("strace wrote it");
    let name = format!("{name}\"");
    let put = trace
        .lines()
        .position(|line| line.starts_with("rename") && line.contains(&name));
    let put = put.unwrap_or_else(|| panic!("{name} was not replaced:\n{trace}"));
    let before: Vec<&str> = trace.lines().take(put).collect();
    let last = before.last().expect("it looked before it replaced");
    assert!(
        last.starts_with(LOOK),
        "it did not look just before:\n{trace}"
    );
    before.iter().filter(|line| line.starts_with(LOOK)).count()
}
