//! Counts the changes that 16 processes make in a second, next to what Python's `flock`, `json.load` and `json.dump` make.
//!
//! `cargo bench --bench concurrency`, or with more of them in each process: `cargo bench --bench concurrency -- --changes 50`.
//!
//! Each change appends a question and its answer to a conversation of a user's file. The Python programs write in place,
//! without fsync and after a truncation, as web apps do: what they lose in a crash is not what is counted here.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const PROCESSES: usize = 16;
/// Of which the middle one counts.
const ROUNDS: usize = 3;
const DEFAULT_CHANGES: usize = 10;
/// The size of a user's file before the changes: some dozens of conversations.
const FILE_BYTES: usize = 100_000;

/// Appends a turn as often as it is told, to the file that it is told.
const LOOP: &str = r#"
import fcntl, json, os, sys
path, changes, synced = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "synced"
for change in range(changes):
    with open(path, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        document = json.load(file)
        messages = document["conversations"]["talk"]["messages"]
        messages.append({"role": "user", "content": "hello"})
        messages.append({"role": "assistant", "content": "hello"})
        file.seek(0)
        file.truncate()
        json.dump(document, file, indent=2)
        file.flush()
        if synced:
            os.fsync(file.fileno())
"#;

/// Who makes the changes.
#[derive(Clone, Copy)]
enum Contender {
    /// A process of chatkeep for each.
    Chatkeep,
    /// A process of Python for each.
    PythonProcesses,
    /// Sixteen processes of Python that stay.
    PythonLoops,
    /// Likewise, with an fsync after each change, which is still no guard against a torn file.
    PythonLoopsSynced,
}

impl Contender {
    const ALL: [Self; 4] = [
        Self::Chatkeep,
        Self::PythonProcesses,
        Self::PythonLoops,
        Self::PythonLoopsSynced,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Chatkeep => "chatkeep chat send, a process each",
            Self::PythonProcesses => "python3, a process each",
            Self::PythonLoops => "python3, 16 loops",
            Self::PythonLoopsSynced => "python3, 16 loops with fsync",
        }
    }
}

/// A store with as many users as there are processes.
struct Place {
    folder: tempfile::TempDir,
    python: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let changes = changes_asked_for(std::env::args().skip(1))?;
    let python = python()?;
    let mut rows = Contender::ALL.map(|contender| (contender, [Vec::new(), Vec::new()]));
    // Turn by turn, so that whatever else the machine does hits all of them.
    for _ in 0..ROUNDS {
        for (contender, rates) in &mut rows {
            for (users, rates) in [1, PROCESSES].into_iter().zip(rates) {
                let place = Place::new(&python)?;
                let time = place.time(*contender, users, changes)?;
                place.check(users, changes)?;
                rates.push((PROCESSES * changes) as f64 / time.as_secs_f64());
            }
        }
    }
    let rows = rows.map(|(contender, rates)| (contender.name(), rates.map(median)));
    std::io::stdout().write_all(table(&rows, changes).as_bytes())?;
    Ok(())
}

/// Reads `--changes N`. Cargo's own `--bench` is passed over.
fn changes_asked_for(mut arguments: impl Iterator<Item = String>) -> Result<usize, Box<dyn Error>> {
    let mut changes = DEFAULT_CHANGES;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bench" => {}
            "--changes" => {
                let number = arguments.next().ok_or("--changes wants a number")?;
                changes = number
                    .parse()
                    .ok()
                    .filter(|changes| *changes > 0)
                    .ok_or_else(|| format!("--changes wants a number above 0, not {number}"))?;
            }
            other => return Err(format!("{other} is unknown; there is only --changes N").into()),
        }
    }
    Ok(changes)
}

/// Returns where the interpreter itself is: what PATH has may be a script that looks for it, which would be timed along.
fn python() -> Result<String, Box<dyn Error>> {
    let output = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable)"])
        .output()
        .map_err(|error| format!("python3, to compare with, cannot be run: {error}"))?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn user_id(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

impl Place {
    fn new(python: &str) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let user_data = folder.path().join("user_data");
        fs::create_dir(&user_data)?;
        let mut users = serde_json::Map::new();
        for number in 0..PROCESSES {
            let id = user_id(number);
            users.insert(
                id.clone(),
                json!({"id": id, "email": format!("user{number}@example.org"), "name": "Somebody",
                    "auth_type": "google", "created_at": "2026-02-09T14:03:11.651429"}),
            );
        }
        let document = serde_json::to_string_pretty(&user_document())?;
        for id in users.keys() {
            fs::write(user_data.join(format!("{id}.json")), &document)?;
        }
        let users = serde_json::to_string_pretty(&Value::Object(users))?;
        fs::write(folder.path().join("users.json"), users)?;
        let python = python.to_owned();
        Ok(Self { folder, python })
    }

    fn user_file(&self, number: usize) -> PathBuf {
        let name = format!("user_data/{}.json", user_id(number));
        self.folder.path().join(name)
    }

    /// Has each of 16 threads run processes one after the other, and returns how long all took.
    fn time(
        &self,
        contender: Contender,
        users: usize,
        changes: usize,
    ) -> Result<Duration, Box<dyn Error>> {
        let begun = Instant::now();
        let results: Vec<Result<(), String>> = thread::scope(|scope| {
            let threads: Vec<_> = (0..PROCESSES)
                .map(|number| scope.spawn(move || self.run(contender, number % users, changes)))
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("it returns its errors"))
                .collect()
        });
        results.into_iter().collect::<Result<(), _>>()?;
        Ok(begun.elapsed())
    }

    fn run(&self, contender: Contender, user: usize, changes: usize) -> Result<(), String> {
        let python = |changes: usize, synced: &str| {
            let mut command = Command::new(&self.python);
            command.args(["-c", LOOP]).arg(self.user_file(user));
            command.args([&changes.to_string(), synced]);
            command
        };
        match contender {
            Contender::PythonLoops => self.finish(python(changes, "")),
            Contender::PythonLoopsSynced => self.finish(python(changes, "synced")),
            Contender::PythonProcesses => (0..changes).try_for_each(|_| self.finish(python(1, ""))),
            Contender::Chatkeep => (0..changes).try_for_each(|_| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_chatkeep"));
                command.args(["chat", "send", "-m", "echo", "--conversation", "talk"]);
                command.args(["--user", &user_id(user), "--", "hello"]);
                self.finish(command)
            }),
        }
    }

    fn finish(&self, mut command: Command) -> Result<(), String> {
        let output = command
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("HOME", self.folder.path())
            .env("CHATKEEP_STORE", self.folder.path())
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .output()
            .map_err(|error| error.to_string())?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{command:?} ended with {}: {said}", output.status))
    }

    /// Makes sure that what was timed was also done.
    fn check(&self, users: usize, changes: usize) -> Result<(), Box<dyn Error>> {
        let mut added = 0;
        for number in 0..users {
            let document: Value = serde_json::from_slice(&fs::read(self.user_file(number))?)?;
            let messages = document["conversations"]["talk"]["messages"].as_array();
            added += messages.map_or(0, Vec::len) / 2;
        }
        let wanted = PROCESSES * changes;
        if added == wanted {
            Ok(())
        } else {
            Err(format!("{added} of {wanted} changes are there: nothing to count").into())
        }
    }
}

/// Returns a user's file with some history, and a conversation to add to.
fn user_document() -> Value {
    let conversation = |id: &str, messages: Vec<Value>| {
        json!({"id": id, "title": id, "provider": "openai", "model": "gpt-4o",
            "timestamp": "2026-02-09T14:03:11.651429", "messages": messages})
    };
    let text = "What was asked, or answered. ".repeat(20);
    let turns = FILE_BYTES / (2 * text.len());
    let messages = (0..turns)
        .flat_map(|_| ["user", "assistant"])
        .map(|role| json!({"role": role, "content": text}))
        .collect();
    json!({"api_keys": {}, "conversations": {
        "past": conversation("past", messages),
        "talk": conversation("talk", Vec::new()),
    }})
}

/// Returns the middle one; there is an odd number of them.
fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

fn table(rows: &[(&str, [f64; 2])], changes: usize) -> String {
    let heading = format!("changes a second ({PROCESSES} x {changes})");
    let mut text = format!(
        "\n{heading:<38}{:>10}{:>15}{:>12}{:>15}\n",
        "one user", "of chatkeep's", "16 users", "of chatkeep's"
    );
    let reference = &rows[0].1;
    for (name, row) in rows {
        write!(text, "{name:<38}").expect("writing to a string does not fail");
        for ((rate, chatkeeps), width) in row.iter().zip(reference).zip([10, 12]) {
            write!(text, "{rate:>width$.0}{:>14.2}x", rate / chatkeeps)
                .expect("writing to a string does not fail");
        }
        text.push('\n');
    }
    text
}
