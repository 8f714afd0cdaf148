//! Times `chatkeep user list` as a whole process, next to what a process costs at all and to a script that only parses.
//!
//! `cargo bench --bench whole_process`, or with more runs: `cargo bench --bench whole_process -- --runs 500`.

mod in_turn;
mod runs;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use in_turn::{Candidate, compare, within};
use runs::Outcome;

const DEFAULT_RUNS: usize = 100;

fn main() -> Outcome<()> {
    let runs = runs::asked_for(DEFAULT_RUNS, std::env::args().skip(1))?;
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("store");
    copy_folder(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/flask-store"),
        &store,
    )?;
    let mut listing = user_list(&store);
    check_listing(within(folder.path(), &mut listing))?;
    let table = compare(candidates(folder.path(), &store, &python()?), runs)?;
    std::io::stdout().write_all(table.as_bytes())?;
    Ok(())
}

/// Returns what is timed, chatkeep first. All get the same bare environment.
fn candidates(home: &Path, store: &Path, python: &str) -> Vec<Candidate> {
    let mut parse = Command::new(python);
    parse.args(["-c", "import json, sys; json.load(open(sys.argv[1]))"]);
    parse.arg(store.join("users.json"));
    [
        ("chatkeep user list", user_list(store)),
        ("python3, json.load of users.json", parse),
        ("true, which does nothing", Command::new("true")),
    ]
    .into_iter()
    .map(|(name, mut command)| {
        within(home, &mut command);
        Candidate::new(name, command)
    })
    .collect()
}

fn user_list(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatkeep"));
    command.arg("--store").arg(store).args(["user", "list"]);
    command
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
