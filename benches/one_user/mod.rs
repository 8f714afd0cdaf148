//! A store of one user, whose file is as large as is wanted, for benchmarks to work on.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use chatkeep::model::ConversationId;

use crate::runs::Outcome;

/// The id of the user.
pub(crate) const USER: &str = "11111111-1111-4111-8111-111111111111";

/// A store of one user.
pub(crate) struct OneUser {
    folder: tempfile::TempDir,
    /// The user's file.
    pub(crate) file: PathBuf,
    /// What it held in the beginning.
    pub(crate) original: String,
}

/// What a process took in all.
pub(crate) struct Taken {
    /// The most memory at any moment.
    pub(crate) peak_kib: u64,
    /// Computing, its own and the system's for it, in milliseconds.
    pub(crate) cpu_ms: f64,
}

impl OneUser {
    /// Makes a file of about `size` bytes, of conversations with so many messages. Returns the last conversation, too.
    pub(crate) fn make(size: usize, messages: usize) -> Outcome<(Self, ConversationId)> {
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
        let store = Self {
            folder,
            file,
            original,
        };
        Ok((store, ConversationId::new(last)))
    }

    /// Returns the store's folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// Returns a command on this store, in a bare environment, whose output goes nowhere.
    pub(crate) fn chatkeep(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatkeep"));
        command
            .args(words)
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
}

/// Runs a command with its environment and returns what it took, as the system counts it.
pub(crate) fn taken_by(command: &Command) -> Outcome<Taken> {
    // What PATH has may be a script that looks for Python, and what that took counts as children's, too.
    let script = "import resource, subprocess, sys; \
        taken = lambda: resource.getrusage(resource.RUSAGE_CHILDREN); \
        cpu = lambda use: use.ru_utime + use.ru_stime; \
        before = cpu(taken()); \
        subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); \
        print(taken().ru_maxrss, (cpu(taken()) - before) * 1000)";
    let output = Command::new("python3")
        .args(["-c", script])
        .arg(command.get_program())
        .args(command.get_args())
        .env_clear()
        .envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let (peak, cpu) = text
        .trim()
        .split_once(' ')
        .ok_or_else(|| format!("{command:?} did not end well"))?;
    Ok(Taken {
        peak_kib: peak.parse()?,
        cpu_ms: cpu.parse()?,
    })
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
