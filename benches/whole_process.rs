//! Times `chatkeep user list` as a whole process, next to what a process costs at all and to a script that only parses.
//!
//! `cargo bench --bench whole_process`, or with more runs: `cargo bench --bench whole_process -- --runs 500`.

mod runs;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use runs::{Outcome, median};

/// Runs before those that count, so that files and libraries are in memory for all alike.
const WARM_UP_RUNS: usize = 5;
const DEFAULT_RUNS: usize = 100;

/// A program to time.
struct Candidate {
    name: &'static str,
    command: Command,
    times: Vec<Duration>,
}

fn main() -> Outcome<()> {
    let runs = runs::asked_for(DEFAULT_RUNS, std::env::args().skip(1))?;
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("store");
    copy_folder(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/flask-store"),
        &store,
    )?;
    let mut candidates = candidates(folder.path(), &store, &python()?);
    check_listing(&mut candidates[0].command)?;
    // Turn by turn, so that whatever else the machine does hits all of them.
    for run in 0..WARM_UP_RUNS + runs {
        for candidate in &mut candidates {
            let time = time(&mut candidate.command)?;
            if run >= WARM_UP_RUNS {
                candidate.times.push(time);
            }
        }
    }
    std::io::stdout().write_all(table(&mut candidates, runs).as_bytes())?;
    Ok(())
}

/// Returns what is timed, chatkeep first. All get the same bare environment.
fn candidates(home: &Path, store: &Path, python: &str) -> Vec<Candidate> {
    let candidate = |name, program: &str, arguments: &[&OsStr]| {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("HOME", home)
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stderr(Stdio::inherit());
        let times = Vec::new();
        Candidate {
            name,
            command,
            times,
        }
    };
    let list = [
        "--store".as_ref(),
        store.as_os_str(),
        "user".as_ref(),
        "list".as_ref(),
    ];
    let users = store.join("users.json");
    let parse = "import json, sys; json.load(open(sys.argv[1]))";
    vec![
        candidate("chatkeep user list", env!("CARGO_BIN_EXE_chatkeep"), &list),
        candidate(
            "python3, json.load of users.json",
            python,
            &["-c".as_ref(), parse.as_ref(), users.as_os_str()],
        ),
        candidate("true, which does nothing", "true", &[]),
    ]
}

/// Returns where the interpreter itself is: what PATH has may be a script that looks for it, which would be timed along.
fn python() -> Outcome<String> {
    let output = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable)"])
        .output()
        .map_err(|error| format!("python3, to compare with, cannot be run: {error}"))?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Makes sure that it is a listing that is timed, and not an error.
fn check_listing(command: &mut Command) -> Outcome<()> {
    let output = command.stdout(Stdio::piped()).output()?;
    let listed = String::from_utf8_lossy(&output.stdout).matches('@').count();
    if !output.status.success() || listed != 4 {
        return Err(format!(
            "`chatkeep user list` listed {listed} of 4 accounts and ended with {}: nothing to time",
            output.status
        )
        .into());
    }
    Ok(())
}

/// Runs a program to its end and returns how long that took.
fn time(command: &mut Command) -> Outcome<Duration> {
    command.stdout(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    let time = start.elapsed();
    if !status.success() {
        return Err(format!("{command:?} ended with {status}").into());
    }
    Ok(time)
}

fn table(candidates: &mut [Candidate], runs: usize) -> String {
    let mut text = format!(
        "\n{:<34}{:>10}{:>10}{:>10}{:>14}\n",
        format!("whole process, ms ({runs} runs)"),
        "median",
        "min",
        "max",
        "of chatkeep's"
    );
    let reference = median(&candidates[0].times);
    for Candidate { name, times, .. } in candidates {
        times.sort_unstable();
        let [min, max] = [times[0], times[times.len() - 1]].map(|time| time.as_secs_f64() * 1000.0);
        let median = median(times);
        let ratio = median / reference;
        writeln!(
            text,
            "{name:<34}{median:>10.2}{min:>10.2}{max:>10.2}{ratio:>13.2}x"
        )
        .expect("writing to a string does not fail");
    }
    text
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
