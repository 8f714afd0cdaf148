//! `import` of the log of llm: the real program makes it, in both of the forms that it has had.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::{StoredUser, said};

const GRACE: &str = "grace@example.org";

/// Returns the folders with llm in the version of today, and with what an older one needs besides; `None` if they are not there.
fn installed() -> Option<[PathBuf; 2]> {
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers");
    let folders = [peers.join("llm"), peers.join("llm-older")];
    if folders
        .iter()
        .all(|folder| folder.join("installed").is_file())
    {
        return Some(folders);
    }
    let missing = "llm is not there; tests/peers/install fetches it";
    assert!(std::env::var_os("CI").is_none(), "{missing}");
    // Not by a macro, whose output is not shown of tests that pass. Nothing depends on it.
    let _ = writeln!(std::io::stderr(), "skipped: {missing}");
    None
}

/// A log of llm's, and the server that it asks.
struct Llm<'s> {
    sandbox: &'s Sandbox,
    folder: PathBuf,
    packages: [PathBuf; 2],
    server: OpenAiServer,
}

impl<'s> Llm<'s> {
    fn start<const N: usize>(sandbox: &'s Sandbox, answers: [Answer; N]) -> Option<Self> {
        let packages = installed()?;
        let server = OpenAiServer::start(answers);
        let folder = sandbox.work().join("llm");
        fs::create_dir(&folder).expect("the folder is the test's");
        let model = format!(
            "- model_id: openai/gpt-4o\n  model_name: gpt-4o\n  api_base: \"{}\"\n  can_stream: false\n  vision: true\n",
            server.url()
        );
        fs::write(folder.join("extra-openai-models.yaml"), model).expect("written");
        Some(Self {
            sandbox,
            folder,
            packages,
            server,
        })
    }

    /// Runs llm with these arguments, as it is or as it was.
    #[track_caller]
    fn ask(&self, is_older: bool, arguments: &[&str]) {
        let [newer, older] = &self.packages;
        let path = match is_older {
            true => format!("{}:{}", older.display(), newer.display()),
            false => newer.display().to_string(),
        };
        let call = [&["-m", "llm"], arguments].concat();
        let run = self.sandbox.program("python3", &call);
        run.with_env("PYTHONPATH", path)
            .with_env("PYTHONDONTWRITEBYTECODE", "1")
            .with_env("LLM_USER_PATH", &self.folder)
            .with_env("LLM_LOAD_PLUGINS", "")
            .with_env("OPENAI_API_KEY", "sk-test")
            .run()
            .succeeds();
        self.server.request();
    }

    #[track_caller]
    fn import(&self) -> Value {
        let log = self.folder.join("logs.db");
        let log = log.to_str().expect("text");
        let arguments = ["--format", "json", "import", log, "-u", GRACE];
        let outcome = self
            .sandbox
            .chatkeep(&arguments)
            .run()
            .succeeds()
            .stdout_json();
        let again = self
            .sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .succeeds();
        assert_eq!(again.stdout_json()["added"], 0);
        outcome
    }
}

const ASK: [&str; 4] = ["-m", "openai/gpt-4o", "--system", "Be brief."];

#[test]
fn a_log_of_llm_comes_in_both_of_its_forms_and_goes_on_from_one_to_the_other() {
    let sandbox = Sandbox::flask_store();
    let answers = [
        Answer::whole("First"),
        Answer::whole("Second"),
        Answer::whole("Third"),
        Answer::whole("Apart"),
    ];
    let Some(llm) = Llm::start(&sandbox, answers) else {
        return;
    };
    llm.ask(true, &[&ASK[..], &["One?"]].concat());
    llm.ask(true, &["-c", "Two?"]);
    let outcome = llm.import();
    assert_eq!(
        (&outcome["from"], &outcome["added"]),
        (&json!("llm"), &json!(1))
    );
    assert_eq!(outcome["cost_usd"].to_string(), "0.016925", "{outcome}");
    let conversation = StoredUser::of(&sandbox, GRACE).only_conversation();
    let mut expected = vec![
        ("system", "Be brief."),
        ("user", "One?"),
        ("assistant", "First"),
        ("user", "Two?"),
        ("assistant", "Second"),
    ];
    assert_eq!(said(&conversation), expected);
    let reply = &conversation["messages"][2];
    assert_eq!(reply["provider"], "openai");
    assert_eq!(reply["cost"].to_string(), "0.0084625");
    assert_eq!(reply["usage"], json!({"cached": 234}));
    assert_eq!(conversation["title"], "One?");
    // The version of today goes on with it in tables of its own, and begins another one there.
    llm.ask(false, &["-c", "Three?"]);
    llm.ask(false, &["-m", "openai/gpt-4o", "Something else?"]);
    let outcome = llm.import();
    assert_eq!(
        (&outcome["added"], &outcome["continued"]),
        (&json!(1), &json!(1)),
        "{outcome}"
    );
    assert_eq!(outcome["conflicts"], json!([]));
    let all = StoredUser::of(&sandbox, GRACE).conversations();
    let parsed = |text: &String| serde_json::from_str::<Value>(text).expect("JSON");
    let all: Vec<Value> = all.values().map(parsed).collect();
    let longer = all
        .iter()
        .find(|one| one["title"] == "One?")
        .expect("it is there");
    expected.extend([("user", "Three?"), ("assistant", "Third")]);
    assert_eq!(said(longer), expected);
    assert_eq!(longer["messages"][6]["cost"].to_string(), "0.0084625");
    let other = all
        .iter()
        .find(|one| one["title"] == "Something else?")
        .expect("it is there");
    assert_eq!(
        said(other),
        [("user", "Something else?"), ("assistant", "Apart")]
    );
    assert!(other["messages"][0]["timestamp"].is_string(), "{other}");
}

#[test]
fn images_and_fragments_of_llm_are_told_and_taken() {
    let sandbox = Sandbox::flask_store();
    let answers = [Answer::whole("Seen"), Answer::whole("Seen again")];
    let Some(llm) = Llm::start(&sandbox, answers) else {
        return;
    };
    // The smallest that a file of this kind can be.
    let gif = b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01\0\0;";
    fs::write(sandbox.work().join("dot.gif"), gif).expect("written");
    fs::write(sandbox.work().join("notes.txt"), "Some notes.").expect("written");
    for is_older in [true, false] {
        llm.ask(
            is_older,
            &[
                "-m",
                "openai/gpt-4o",
                "-f",
                "notes.txt",
                "-a",
                "dot.gif",
                "What is it?",
            ],
        );
    }
    let outcome = llm.import();
    assert_eq!(outcome["left_out"], json!({"images": 2}), "{outcome}");
    let all = StoredUser::of(&sandbox, GRACE).conversations();
    assert_eq!(all.len(), 2);
    for text in all.values() {
        let conversation: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(
            said(&conversation)[0],
            ("user", "Some notes.\nWhat is it?\n\n[attached: dot.gif]")
        );
    }
}

#[test]
fn a_database_of_another_program_is_refused() {
    let sandbox = Sandbox::flask_store();
    let make = "import sqlite3\ndb = sqlite3.connect('other.db')\ndb.execute('create table responses (id)')\ndb.commit()";
    sandbox.program("python3", &["-c", make]).run().succeeds();
    let refused = sandbox.chatkeep(&["import", "other.db", "-u", GRACE]);
    let refused = refused.run_changing_nothing().fails_with(2);
    let text = refused.stderr_text();
    assert!(
        text.contains("it is no log of the program llm: it has no table `_llm_migrations`"),
        "{text}"
    );
    let torn =
        "import sys\nhead = open('other.db', 'rb').read(100)\nopen('torn.db', 'wb').write(head)";
    sandbox.program("python3", &["-c", torn]).run().succeeds();
    let refused = sandbox.chatkeep(&["import", "torn.db", "-u", GRACE]);
    let refused = refused.run_changing_nothing().fails_with(6);
    assert!(
        refused
            .stderr_text()
            .contains("it cannot be read as a database"),
        "{refused}"
    );
}
