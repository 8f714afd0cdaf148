//! Times what adding a turn costs, next to copying the user's file and having the copy on disk.
//!
//! `cargo bench --bench append`, or with other runs of each: `cargo bench --bench append -- --runs 5`.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chatkeep::model::{ConversationId, NewMessage, ReplyFacts, Role, Turn, UserId};
use chatkeep::store::{self, Location, OpenOptions, Store, TurnTarget};
use chrono::{TimeZone, Utc};
use chrono_tz::Tz;

const DEFAULT_RUNS: usize = 15;
const WARM_UP_RUNS: usize = 2;
/// Sizes of a user's file; each is tried as many conversations and as a single one.
const SIZES: [(&str, usize); 3] = [
    ("10 kB", 10_000),
    ("1 MB", 1_000_000),
    ("100 MB", 100_000_000),
];
const USER: &str = "11111111-1111-4111-8111-111111111111";
/// A conversation of the web app's is about this long.
const MESSAGES: usize = 10;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let runs = runs_asked_for(std::env::args().skip(1))?;
    let mut table = format!(
        "\n{:<44}{:>10}{:>10}{:>10}{:>8}{:>8}{:>8}\n",
        format!("median of {runs} runs, ms"),
        "copied",
        "durable",
        "appended",
        "ratio",
        "ratio",
        "MB"
    );
    for (name, size) in SIZES {
        for (shape, messages) in [("", MESSAGES), (", 1 conversation", usize::MAX)] {
            let runs = if size > 50_000_000 { runs.min(7) } else { runs };
            let bed = TestBed::make(size, messages)?;
            for row in bed.rows(runs)? {
                writeln!(
                    table,
                    "{}",
                    row.line(&format!("{name}{shape}, {}", row.what))
                )?;
            }
        }
    }
    std::io::stdout().write_all(table.as_bytes())?;
    Ok(())
}

/// Reads `--runs N`. Cargo's own `--bench` is passed over.
fn runs_asked_for(mut arguments: impl Iterator<Item = String>) -> Outcome<usize> {
    let mut runs = DEFAULT_RUNS;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bench" => {}
            "--runs" => runs = arguments.next().ok_or("--runs wants a number")?.parse()?,
            other => return Err(format!("{other} is unknown; there is only --runs N").into()),
        }
    }
    Ok(runs.max(1))
}

/// A store of one user.
struct TestBed {
    folder: tempfile::TempDir,
    file: PathBuf,
    original: String,
    conversation: ConversationId,
}

/// What one way of adding a turn took, and what copying the file took in the same minutes.
struct Row {
    what: &'static str,
    /// Copy, and fsync of the copy.
    copies: Vec<Duration>,
    /// Copy, fsync of the copy, and fsync of its folder: without that a power cut may take the copy away.
    durable: Vec<Duration>,
    appends: Vec<Duration>,
    peak_kib: Option<u64>,
}

impl Row {
    /// Writes the row; the first ratio is to the copy, the second to the durable one.
    fn line(&self, name: &str) -> String {
        let [copy, durable, append] =
            [&self.copies, &self.durable, &self.appends].map(|times| median(times));
        format!(
            "{name:<44}{copy:>10.2}{durable:>10.2}{append:>10.2}{:>8.2}{:>8.2}{:>8}",
            append / copy,
            append / durable,
            self.peak_kib
                .map_or("-".to_owned(), |kib| (kib / 1000).to_string())
        )
    }
}

impl TestBed {
    fn make(size: usize, messages: usize) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let root = folder.path().join("store");
        fs::create_dir_all(root.join("user_data"))?;
        fs::write(
            root.join("users.json"),
            format!(
                "{{\n  \"{USER}\": {{\n    \"id\": \"{USER}\",\n    \"email\": \"ada@example.org\",\n    \"name\": \"Ada\",\n    \"password_hash\": \"x\",\n    \"auth_type\": \"email\",\n    \"created_at\": \"2026-02-09T14:03:11.651429\"\n  }}\n}}"
            ),
        )?;
        let (original, last) = user_file(size, messages);
        let file = root.join(format!("user_data/{USER}.json"));
        fs::write(&file, &original)?;
        Ok(Self {
            folder,
            file,
            original,
            conversation: ConversationId::new(last),
        })
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    fn rows(&self, runs: usize) -> Outcome<Vec<Row>> {
        let store = self.open()?;
        let in_process = self.row("append_turn", runs, || self.append(store.as_ref()), None)?;
        let new = self.row(
            "chat send",
            runs,
            || finished(&mut self.send(&[])),
            Some(self.peak_of_send()?),
        )?;
        Ok(vec![in_process, new])
    }

    /// Times the copy and the change turn by turn, so that whatever else the machine does hits both.
    fn row(
        &self,
        what: &'static str,
        runs: usize,
        change: impl Fn() -> Outcome<()>,
        peak_kib: Option<u64>,
    ) -> Outcome<Row> {
        let mut row = Row {
            what,
            copies: Vec::new(),
            durable: Vec::new(),
            appends: Vec::new(),
            peak_kib,
        };
        for run in 0..WARM_UP_RUNS + runs {
            let (copy, durable) = self.copy()?;
            let start = Instant::now();
            change()?;
            let append = start.elapsed();
            if run >= WARM_UP_RUNS {
                row.copies.push(copy);
                row.durable.push(durable);
                row.appends.push(append);
            }
        }
        fs::write(&self.file, &self.original)?;
        File::open(&self.file)?.sync_all()?;
        // The turns are gone with what they were in, and nobody dropped them.
        fs::remove_dir_all(self.root().join(".chatkeep/recent"))?;
        Ok(row)
    }

    fn copy(&self) -> Outcome<(Duration, Duration)> {
        let copy = self.file.with_extension("copy");
        let start = Instant::now();
        fs::copy(&self.file, &copy)?;
        File::open(&copy)?.sync_all()?;
        let copied = start.elapsed();
        File::open(copy.parent().ok_or("a file is in a folder")?)?.sync_all()?;
        let durable = start.elapsed();
        fs::remove_file(&copy)?;
        Ok((copied, durable))
    }

    fn open(&self) -> Outcome<Box<dyn Store>> {
        let options = OpenOptions {
            lock_timeout: Duration::from_secs(30),
            local_timezone: Tz::UTC,
            notices: store::Notices::default(),
        };
        Ok(store::open(&Location::Folder(self.root()), options)?)
    }

    fn append(&self, store: &dyn Store) -> Outcome<()> {
        let at = Utc
            .timestamp_opt(1_770_000_000, 0)
            .single()
            .ok_or("a time")?;
        let message = |role, content: &str, reply| NewMessage {
            role,
            content: content.to_owned(),
            at,
            reply,
        };
        let turn = Turn {
            messages: vec![
                message(Role::User, "How are you?", None),
                message(Role::Assistant, "Fine.", Some(ReplyFacts::default())),
            ],
        };
        let target = TurnTarget::Existing(self.conversation.clone());
        store.append_turn(&UserId::parse(USER)?, &target, &turn, at)?;
        Ok(())
    }

    fn send(&self, before: &[&str]) -> Command {
        let program = env!("CARGO_BIN_EXE_chatkeep");
        let mut words: Vec<&str> = before.to_vec();
        words.extend([
            program,
            "chat",
            "send",
            "--user",
            "ada@example.org",
            "--model",
            "echo/echo",
            "How are you?",
        ]);
        let mut command = Command::new(words[0]);
        command
            .args(&words[1..])
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("HOME", self.folder.path())
            .env("CHATKEEP_STORE", self.root())
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit());
        command
    }

    /// Returns the most memory that a process takes for a turn, as the system counts it.
    fn peak_of_send(&self) -> Outcome<u64> {
        let script = "import resource, subprocess, sys; \
            subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); \
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
        let output = self
            .send(&["python3", "-c", script])
            .stdout(Stdio::piped())
            .output()?;
        Ok(String::from_utf8(output.stdout)?.trim().parse()?)
    }
}

fn finished(command: &mut Command) -> Outcome<()> {
    let status = command.status()?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| format!("{command:?} ended with {status}").into())
}

/// Makes a user's file of about `size` bytes as the web app writes it. Returns the last conversation's id, too.
fn user_file(size: usize, messages: usize) -> (String, String) {
    let mut text =
        "{\n  \"api_keys\": {\n    \"openai\": \"\"\n  },\n  \"conversations\": {".to_owned();
    let mut id = String::new();
    for number in 0_usize.. {
        if number > 0 && text.len() >= size {
            break;
        }
        let comma = if number > 0 { "," } else { "" };
        id = format!("{number:08x}-0000-4000-8000-000000000000");
        let head = format!(
            "{comma}\n    \"{id}\": {{\n      \"id\": \"{id}\",\n      \"title\": \"Chat {number}\",\n      \"provider\": \"openai\",\n      \"model\": \"gpt-4o\",\n      \"timestamp\": \"2026-02-09T14:03:11.651429\",\n      \"messages\": ["
        );
        text.push_str(&head);
        for message in 0..messages {
            if message > 0 && text.len() >= size {
                break;
            }
            let comma = if message > 0 { "," } else { "" };
            let fields = if message % 2 == 0 {
                "\"role\": \"user\"".to_owned()
            } else {
                format!(
                    "\"role\": \"assistant\",\n          \"provider\": \"openai\",\n          \"model\": \"gpt-4o\",\n          \"input_tokens\": {},\n          \"output_tokens\": 300,\n          \"total_tokens\": {},\n          \"cost\": 0.00{message}",
                    200 + message,
                    500 + message
                )
            };
            let content = content(number + message);
            write!(text, "{comma}\n        {{\n          {fields},\n          \"content\": \"{content}\"\n        }}").expect("a string takes all");
        }
        text.push_str("\n      ]\n    }");
    }
    text.push_str("\n  }\n}");
    (text, id)
}

/// Returns about a kilobyte of prose with what JSON escapes: line breaks, quotes, and letters beyond ASCII.
fn content(seed: usize) -> String {
    const SENTENCES: [&str; 5] = [
        "The quick brown fox jumps over the lazy dog, and nobody knows why it would.\\n",
        "Voil\\u00e0: le c\\u0153ur d\\u00e9\\u00e7u mais l'\\u00e2me plut\\u00f4t na\\u00efve.\\n\\n",
        "She said \\\"no\\\" and went on with what she was doing before the meeting began. ",
        "```rust\\nfn main() {\\n    println!(\\\"hello\\\");\\n}\\n```\\n",
        "In short, there are three things to keep in mind when the cache is cold and the disk is slow. ",
    ];
    let mut text = String::new();
    let mut index = seed;
    while text.len() < 800 + seed % 5 * 60 {
        text.push_str(SENTENCES[index % SENTENCES.len()]);
        index += 1 + index % 3;
    }
    text
}

/// Returns the middle of these times in milliseconds.
fn median(times: &[Duration]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2].as_secs_f64() * 1000.0
}
