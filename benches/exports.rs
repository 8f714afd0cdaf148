//! Times `chatkeep export --as jsonl` next to what only reads the same files, and to Python and jq, which write them anew.
//!
//! `cargo bench --bench exports`, or with more runs: `cargo bench --bench exports -- --runs 10`. Peers that are not installed
//! are left out. Peers write the files as they are, and do not sort what is in them out by user and conversation.

mod in_turn;
mod many_users;
mod peers;
mod runs;

use std::io::Write as _;
use std::process::Command;

use in_turn::{Candidate, compare, within};
use many_users::make_store;
use peers::{is_there, shell};
use runs::Outcome;

const DEFAULT_RUNS: usize = 5;
const USERS: usize = 2_000;
/// Reads each file of the folder and writes it anew on one line.
const DUMP: &str = "import os,sys,orjson
for entry in os.scandir(sys.argv[1]):
    with open(entry.path,'rb') as file:
        sys.stdout.buffer.write(orjson.dumps(orjson.loads(file.read()),option=orjson.OPT_APPEND_NEWLINE))";

fn main() -> Outcome<()> {
    let runs = runs::asked_for(DEFAULT_RUNS, std::env::args().skip(1))?;
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("store");
    let bytes = make_store(&store, USERS)?;
    let mut text = format!("\n{USERS} users, {} MB\n", bytes / 1_000_000);
    let files = store.join("user_data");
    let home = folder.path();
    let mut candidates = vec![Candidate::new(
        "cat",
        shell(home, "cat \"$1\"/*.json", &files),
    )];
    for (name, further) in [
        ("export --as jsonl", &[][..]),
        (
            "export --as jsonl, to a file, synced",
            &["-o", "out.jsonl", "--force"],
        ),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatkeep"));
        command
            .arg("--store")
            .arg(&store)
            .args(["export", "--as", "jsonl"]);
        within(home, command.args(further).current_dir(home));
        candidates.push(Candidate::new(name, command));
    }
    if is_there("python3", &["-c", "import orjson"]) {
        let mut command = Command::new("python3");
        within(home, command.args(["-c", DUMP]).arg(&files));
        candidates.push(Candidate::new("python, orjson", command));
    } else {
        text += "orjson is not installed, and left out\n";
    }
    if is_there("jq", &["--version"]) {
        let script = "jq --compact-output . \"$1\"/*.json";
        candidates.push(Candidate::new("jq", shell(home, script, &files)));
    } else {
        text += "jq is not installed, and left out\n";
    }
    text += &compare(candidates, runs)?;
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
