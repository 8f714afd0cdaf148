//! Programs timed as whole processes, turn by turn, so that whatever else the machine does hits all of them.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::runs::{Outcome, median};

/// The most runs before those that count, so that files and libraries are in memory for all alike.
const WARM_UP_RUNS: usize = 5;

/// Something to be done before each run of a program.
type Preparation = Box<dyn FnMut() -> Outcome<()>>;

/// A program to time.
pub(crate) struct Candidate {
    name: String,
    /// What makes ready for it, and is not timed.
    prepare: Preparation,
    command: Command,
    times: Vec<Duration>,
}

impl Candidate {
    /// Takes a program, whose output is thrown away.
    pub(crate) fn new(name: &str, command: Command) -> Self {
        Self::prepared(name, command, || Ok(()))
    }

    /// Takes a program before which something is to be done each time.
    pub(crate) fn prepared(
        name: &str,
        mut command: Command,
        prepare: impl FnMut() -> Outcome<()> + 'static,
    ) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::null());
        Self {
            name: name.to_owned(),
            prepare: Box::new(prepare),
            command,
            times: Vec::new(),
        }
    }

    /// Runs it to its end and returns how long that took.
    fn time(&mut self) -> Outcome<Duration> {
        (self.prepare)()?;
        let start = Instant::now();
        let status = self.command.status()?;
        let time = start.elapsed();
        match status.success() {
            true => Ok(time),
            false => Err(format!("{:?} ended with {status}", self.command).into()),
        }
    }
}

/// Gives a command an environment that holds nothing of this one but where programs are.
pub(crate) fn within<'c>(home: &Path, command: &'c mut Command) -> &'c mut Command {
    command
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .env("HOME", home)
        .env("LANG", "C.UTF-8")
        .env("TZ", "UTC")
        .stderr(Stdio::inherit())
}

/// Runs each so many times, in turn. The table compares them with the first.
pub(crate) fn compare(mut candidates: Vec<Candidate>, runs: usize) -> Outcome<String> {
    let warm_up = WARM_UP_RUNS.min(runs);
    for run in 0..warm_up + runs {
        for candidate in &mut candidates {
            let time = candidate.time()?;
            if run >= warm_up {
                candidate.times.push(time);
            }
        }
    }
    Ok(table(&mut candidates, runs))
}

fn table(candidates: &mut [Candidate], runs: usize) -> String {
    let mut text = format!(
        "\n{:<44}{:>10}{:>10}{:>10}{:>14}\n",
        format!("whole process, ms ({runs} runs)"),
        "median",
        "min",
        "max",
        "of the first"
    );
    let reference = median(&candidates[0].times);
    for Candidate { name, times, .. } in candidates {
        times.sort_unstable();
        let [min, max] = [times[0], times[times.len() - 1]].map(|time| time.as_secs_f64() * 1000.0);
        let median = median(times);
        let ratio = median / reference;
        writeln!(
            text,
            "{name:<44}{median:>10.2}{min:>10.2}{max:>10.2}{ratio:>13.2}x"
        )
        .expect("writing to a string does not fail");
    }
    text
}
