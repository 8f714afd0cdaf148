//! Times `chatkeep chat search` over many users' files next to ripgrep over the same files, which prints each match.
//!
//! `cargo bench --bench search`, or with more runs: `cargo bench --bench search -- --runs 50`. ripgrep must be there as `rg`.

mod in_turn;
mod many_users;
mod runs;

use std::ffi::OsStr;
use std::io::Write as _;
use std::process::Command;

use in_turn::{Candidate, compare, within};
use many_users::{COMMON, RARE, make_store};
use runs::Outcome;

const DEFAULT_RUNS: usize = 20;
const USERS: usize = 2_000;

fn main() -> Outcome<()> {
    let runs = runs::asked_for(DEFAULT_RUNS, std::env::args().skip(1))?;
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("store");
    let bytes = make_store(&store, USERS)?;
    let (files, users) = (store.join("user_data"), USERS);
    let mut text = format!("\n{users} users, {} MB\n", bytes / 1_000_000);
    for word in [RARE, COMMON] {
        let search = |further: &[&str]| {
            let arguments = ["--store".as_ref(), store.as_os_str()];
            let search = ["chat", "search", "--all-users", word].map(OsStr::new);
            let mut command = Command::new(env!("CARGO_BIN_EXE_chatkeep"));
            command.args(arguments).args(search).args(further);
            within(folder.path(), &mut command);
            command
        };
        check(&mut search(&["--count"]))?;
        let ripgrep = |further: &[&str]| {
            let mut command = Command::new("rg");
            command.args(["--only-matching", "--word-regexp", word]);
            command.args(further).arg(&files);
            within(folder.path(), &mut command);
            command
        };
        let candidates = vec![
            Candidate::new(&format!("rg --ignore-case, {word}"), ripgrep(&["-i"])),
            Candidate::new(&format!("chat search, {word}"), search(&[])),
            Candidate::new(&format!("rg, {word}"), ripgrep(&[])),
            Candidate::new(
                &format!("chat search --case-sensitive, {word}"),
                search(&["-s"]),
            ),
        ];
        text += &compare(candidates, runs)?;
    }
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// Makes sure that something is found, and that it is no error that is timed.
fn check(command: &mut Command) -> Outcome<()> {
    let output = command.output()?;
    match output.status.success() && !output.stdout.starts_with(b"0 ") {
        true => Ok(()),
        false => Err(format!("{command:?} found nothing: {output:?}").into()),
    }
}
