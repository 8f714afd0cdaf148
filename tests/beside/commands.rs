//! One process after the other, as a script runs them, and what came of each of them.

use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// With exit code 0.
    Acknowledged,
    /// By our hand, before it could say anything.
    Killed,
}

/// A process that has ended.
pub(crate) struct Ended {
    /// How.
    pub(crate) fate: Fate,
    /// When it was not yet started.
    pub(crate) from: Instant,
    /// When it was gone.
    pub(crate) to: Instant,
}

/// Runs a process to its end, or kills it after some time. Any other end than these two fails the test.
#[track_caller]
pub(crate) fn run(mut command: Command, input: &str, kill_after: Option<Duration>) -> Ended {
    let from = Instant::now();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program is there");
    let mut stdin = child.stdin.take().expect("piped");
    // Few bytes, which a pipe takes at once. Who does not read them, or is gone, need not.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    if let Some(time) = kill_after {
        // Nothing is waited for here: the moment is what is random.
        std::thread::sleep(time);
        child.kill().expect("it is ours, and was not waited for");
    }
    let output = child.wait_with_output().expect("it is ours");
    let fate = match (output.status.code(), output.status.signal()) {
        (Some(0), _) => Fate::Acknowledged,
        (None, Some(9)) if kill_after.is_some() => Fate::Killed,
        _ => panic!("{command:?}: {output:?}"),
    };
    Ended {
        fate,
        from,
        to: Instant::now(),
    }
}

/// Numbers that look random and are the same at every run: SplitMix64, as Steele, Lea and Flood published it in 2014.
pub(crate) struct Random(u64);

impl Random {
    /// Starts a row of numbers of its own for each seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
