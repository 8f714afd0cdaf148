//! Times `chatkeep chat search` over many users' files next to ripgrep over the same files, which prints each match.
//!
//! `cargo bench --bench search`, or with more runs: `cargo bench --bench search -- --runs 50`. ripgrep must be there as `rg`.

mod in_turn;
mod runs;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use in_turn::{Candidate, compare, within};
use runs::Outcome;

const DEFAULT_RUNS: usize = 20;
const USERS: usize = 2_000;
const CONVERSATIONS: usize = 10;
const TURNS: usize = 5;
/// In one conversation of all.
const RARE: &str = "quetzalcoatlus";
/// In about every fourth message.
const COMMON: &str = "function";

fn main() -> Outcome<()> {
    let runs = runs::asked_for(DEFAULT_RUNS, std::env::args().skip(1))?;
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("store");
    let bytes = make_store(&store)?;
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

/// Makes a store as the web app writes it. Returns how many bytes the users' files have.
fn make_store(store: &Path) -> Outcome<usize> {
    fs::create_dir_all(store.join("user_data"))?;
    let mut words = Words(1);
    let mut accounts = String::new();
    let mut bytes = 0;
    for user in 0..USERS {
        let id = format!("00000000-0000-4000-8000-{user:012}");
        let comma = if user == 0 { "" } else { "," };
        write!(
            accounts,
            r#"{comma}"{id}":{{"id":"{id}","email":"u{user}@example.org","name":"U","auth_type":"email","created_at":""}}"#
        )?;
        let text = user_file(&mut words, user == USERS / 2);
        bytes += text.len();
        fs::write(store.join(format!("user_data/{id}.json")), text)?;
    }
    fs::write(store.join("users.json"), format!("{{{accounts}}}"))?;
    Ok(bytes)
}

fn user_file(words: &mut Words, has_rare: bool) -> String {
    let conversations = (0..CONVERSATIONS).map(|number| {
        let turns = (0..TURNS).map(|_| {
            let (question, answer) = (words.text(20), words.text(160));
            format!(
                r#"{{"role":"user","content":"{question}"}},{{"role":"assistant","content":"{answer}","cost":0.001}}"#
            )
        });
        let turns = turns.collect::<Vec<_>>().join(",");
        let title = if has_rare && number == 0 { RARE } else { "Chat" };
        format!(
            r#""c{number}":{{"title":"{title}","provider":"openai","model":"gpt-4o","timestamp":"2026-02-09T14:03:11","messages":[{turns},{{"role":"user","content":"{title}"}}]}}"#
        )
    });
    let conversations = conversations.collect::<Vec<_>>().join(",");
    format!(r#"{{"api_keys":{{}},"conversations":{{{conversations}}}}}"#)
}

/// Makes up text, the same every time: a linear congruential generator with the numbers of Knuth's MMIX.
struct Words(u64);

impl Words {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn text(&mut self, count: usize) -> String {
        const SYLLABLES: [&str; 12] = [
            "ba", "con", "der", "fi", "gra", "lo", "men", "na", "pro", "ser", "tion", "um",
        ];
        // As the web app writes it.
        const ACCENTED: &str = "caf\\u00e9";
        let words = (0..count).map(|_| {
            if self.next().is_multiple_of(400) {
                return COMMON.to_owned();
            }
            if self.next().is_multiple_of(16) {
                return ACCENTED.to_owned();
            }
            let syllables = (0..=self.next() % 3).map(|_| SYLLABLES[self.next() as usize % 12]);
            syllables.collect()
        });
        words.collect::<Vec<String>>().join(" ")
    }
}
