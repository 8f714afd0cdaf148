//! Damaged files of a store: whatever is in them, every command ends soon, in little memory, with the file and the place
//! named; nothing is changed, `doctor` finds it, and other users' commands go on working.

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::outcome::Outcome;
use crate::sandbox::Sandbox;
use crate::stored::{ADA, TWO_TURNS};
use crate::tree::{TreeDigest, differences, tree_digest};

const EMAIL: &str = "ada@example.org";
const OTHER: &str = "müller@example.org";
const USERS: &str = "users.json";
const ADA_FILE: &str = "user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json";

/// Address space in KiB, and seconds of computing, that a run may take.
const LIMITS: &str = r#"ulimit -v 200000; ulimit -t 2; exec "$0" "$@""#;

/// Commands about one user, by address; `user` is put behind them where it is no argument.
const COMMANDS: &[&[&str]] = &[
    &["user", "list"],
    &["user", "show", "USER"],
    &["user", "set", "USER", "--name", "Other"],
    &["key", "list", "USER"],
    &["key", "set", "USER", "openai", "--key-stdin"],
    &["chat", "list", "--user", "USER"],
    &["chat", "show", "last", "--user", "USER"],
    &["chat", "send", "--user", "USER", "-m", "echo", "hello"],
    &["stats"],
    &["export", "--user", "USER", "--as", "jsonl"],
    &["backup", "-o", "backup.tar.gz"],
];

/// How much of a file is unusable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All of it: nothing that reads the file succeeds.
    Whole,
    /// A part: what does not touch it may succeed.
    Part,
    /// Nothing: all succeeds, and the doctor warns.
    Nothing,
}

/// A file that was damaged in one way.
struct Case {
    name: String,
    extent: Extent,
    /// Whether the place in the file is told.
    has_offset: bool,
    /// Whether the file is too large to be compared.
    is_huge: bool,
    make: Box<dyn Fn(&Path) + Send + Sync>,
}

impl Case {
    fn content(name: impl Into<String>, extent: Extent, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self {
            name: name.into(),
            extent,
            has_offset: !bytes.is_empty(),
            is_huge: false,
            make: Box::new(move |path| fs::write(path, &bytes).expect("it is ours")),
        }
    }

    /// Something else in the file's place.
    fn other(name: &str, make: impl Fn(&Path) + Send + Sync + 'static) -> Self {
        Self {
            name: name.to_owned(),
            extent: Extent::Whole,
            has_offset: false,
            is_huge: false,
            make: Box::new(move |path| {
                fs::remove_file(path).expect("it is ours");
                make(path);
            }),
        }
    }
}

fn original(file: &str) -> String {
    let path = crate::fixture::flask_store().join(file);
    fs::read_to_string(path).expect("the fixture is there")
}

/// What can happen to any file of JSON.
fn cases_of_any(file: &str) -> Vec<Case> {
    use Extent::{Part, Whole};
    let text = original(file);
    // First, since each command waits for two seconds whether a write of the web app is in flight.
    let mut cases = vec![Case::content("empty", Whole, "")];
    for twentieth in 1..20 {
        let name = format!("cut at {twentieth}/20");
        let end = text.len() * twentieth / 20;
        cases.push(Case::content(name, Whole, &text.as_bytes()[..end]));
    }
    let with =
        |at: usize, bytes: &[u8]| [&text.as_bytes()[..at], bytes, &text.as_bytes()[at..]].concat();
    for place in 0..=6 {
        let at = text.len() * place / 6;
        cases.push(Case::content(
            format!("not UTF-8 at {at}"),
            Whole,
            with(at, b"\xff\xfe"),
        ));
        cases.push(Case::content(
            format!("NUL at {at}"),
            Whole,
            with(at, b"\0"),
        ));
    }
    cases.push(Case::content(
        "byte order mark",
        Whole,
        with(0, "\u{FEFF}".as_bytes()),
    ));
    cases.push(Case::content("whitespace", Whole, " \n\t \n"));
    for text in [
        "null",
        "true",
        "5",
        "\"x\"",
        "[]",
        "[{}]",
        "{} {}",
        "{}x",
        "NaN",
        "-Infinity",
    ] {
        cases.push(Case::content(format!("all of it is {text}"), Whole, text));
    }
    let doubled = text.replacen('{', "{\"x\": {}, \"x\": {},", 1);
    cases.push(Case::content("a doubled name at the root", Whole, doubled));
    let deep = 100_000;
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let nested = open.repeat(deep) + "1" + &close.repeat(deep);
        cases.push(Case::content(
            format!("deep {open}, unclosed"),
            Whole,
            open.repeat(deep),
        ));
        cases.push(Case::content(
            format!("deep {open} with a member"),
            Whole,
            format!("{{\"a\": 5, {nested}}}"),
        ));
    }
    let arrays = "[".repeat(deep) + &"]".repeat(deep);
    cases.push(Case::content("deep arrays for the root", Whole, arrays));
    cases.push(Case::other("a folder", |path| {
        fs::create_dir(path).expect("made");
    }));
    cases.push(Case::other("a dangling link", |path| {
        symlink("nowhere", path).expect("made");
    }));
    cases.push(Case::other("a link loop", |path| {
        symlink(path.file_name().expect("it has a name"), path).expect("made");
    }));
    cases.push(Case::other("a link to a device", |path| {
        symlink("/dev/zero", path).expect("made");
    }));
    cases.push(Case::other("a pipe", |path| {
        let mode = rustix::fs::Mode::from_raw_mode(0o644);
        rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0)
            .expect("made");
    }));
    for size_gib in [3, 1024] {
        cases.push(Case {
            is_huge: true,
            ..Case::other("a huge sparse file", move |path| {
                let file = File::create_new(path).expect("made");
                file.set_len(size_gib << 30)
                    .expect("sparse files are known here");
            })
        });
    }
    // In a member that nobody knows.
    let unknown = |name: &str, extent, value: &str| {
        let changed = text.replacen('{', &format!("{{\"x-unknown\": {{\"y\": {value}}},"), 1);
        Case::content(format!("{name} in an unknown member"), extent, changed)
    };
    let objects = "{\"a\":".repeat(deep) + "1" + &"}".repeat(deep);
    cases.push(unknown(
        "deep arrays",
        Part,
        &("[".repeat(deep) + &"]".repeat(deep)),
    ));
    cases.push(unknown("deep objects", Part, &objects));
    cases.push(unknown("thousands of digits", Part, &"7".repeat(5000)));
    cases.push(unknown("beyond a double", Extent::Nothing, "-1e400"));
    cases.push(unknown(
        "a doubled name",
        Extent::Nothing,
        "{\"a\": 1, \"a\": 2}",
    ));
    for word in ["NaN", "Infinity", "-Infinity"] {
        cases.push(unknown(word, Whole, word));
    }
    cases
}

/// Values that are of another kind than what should be there.
fn wrong_values(kind: &str) -> Vec<Value> {
    match kind {
        "object" => vec![json!(5), json!("x"), json!([]), json!(true)],
        "array" => vec![
            json!(5),
            json!("x"),
            json!({}),
            json!(true),
            json!([[]]),
            json!([5]),
        ],
        "string" => vec![json!(5), json!([]), json!({}), json!(true)],
        _ => vec![json!("x"), json!(-1), json!(1.5), json!([]), json!(true)],
    }
}

fn cases_of_types(file: &str, places: &[(String, &str)]) -> Vec<Case> {
    let value: Value =
        serde_json::from_str(&original(file).replace("\\ud83d end", "end")).expect("JSON");
    let mut cases = Vec::new();
    for (place, kind) in places {
        for wrong in wrong_values(kind) {
            let mut changed = value.clone();
            let name = format!("{place} is {wrong}");
            *changed.pointer_mut(place).expect("the fixture has it") = wrong;
            let text = serde_json::to_string_pretty(&changed).expect("JSON");
            cases.push(Case::content(name, Extent::Part, text));
        }
    }
    cases
}

fn cases_of_accounts() -> Vec<Case> {
    let text = original(USERS);
    let fields = ["email", "name", "auth_type", "created_at", "password_hash"];
    let mut places: Vec<_> = fields
        .iter()
        .map(|field| (format!("/{ADA}/{field}"), "string"))
        .collect();
    places.push((format!("/{ADA}"), "object"));
    let mut cases = cases_of_any(USERS);
    cases.extend(cases_of_types(USERS, &places));
    for id in ["../../x", "", "..", ".hidden", "a/b", "a\\u0000b"] {
        let changed = text.replacen(
            '{',
            &format!("{{\"{id}\": {{\"email\": \"x@example.org\"}},"),
            1,
        );
        cases.push(Case::content(
            format!("the id {id:?}"),
            Extent::Part,
            changed,
        ));
    }
    let doubled = "\"email\": \"ada@example.org\",";
    let changed = text.replacen(doubled, &doubled.repeat(2), 1);
    cases.push(Case::content(
        "a doubled name in an account",
        Extent::Part,
        changed,
    ));
    cases
}

fn cases_of_a_user_file() -> Vec<Case> {
    use Extent::{Nothing, Part, Whole};
    let text = original(ADA_FILE);
    let conversation = format!("/conversations/{TWO_TURNS}");
    let places = [
        ("/api_keys".to_owned(), "object"),
        ("/api_keys/openai".to_owned(), "string"),
        ("/conversations".to_owned(), "object"),
        (conversation.clone(), "object"),
        (format!("{conversation}/title"), "string"),
        (format!("{conversation}/timestamp"), "string"),
        (format!("{conversation}/messages"), "array"),
        (format!("{conversation}/messages/0"), "object"),
        (format!("{conversation}/messages/0/role"), "string"),
        (format!("{conversation}/messages/0/content"), "string"),
        (format!("{conversation}/messages/1/model"), "string"),
        (format!("{conversation}/messages/1/input_tokens"), "count"),
        (format!("{conversation}/messages/1/total_tokens"), "count"),
    ];
    let mut cases = cases_of_any(ADA_FILE);
    cases.extend(cases_of_types(ADA_FILE, &places));
    let mut changed = |name: &str, extent, from: &str, to: &str| {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{name}");
        cases.push(Case::content(name, extent, changed));
    };
    let cost = "\"cost\": 0.0004675";
    for word in ["NaN", "Infinity", "-Infinity"] {
        changed(
            &format!("a cost of {word}"),
            Whole,
            cost,
            &format!("\"cost\": {word}"),
        );
    }
    changed("a cost beyond a double", Nothing, cost, "\"cost\": 1e400");
    changed("a cost of text", Nothing, cost, "\"cost\": \"0.5\"");
    changed(
        "a cost of thousands of digits",
        Part,
        cost,
        &format!("\"cost\": {}", "7".repeat(5000)),
    );
    changed(
        "tokens of thousands of digits",
        Part,
        "\"input_tokens\": 23",
        &format!("\"input_tokens\": {}", "7".repeat(5000)),
    );
    changed("a doubled part", Whole, "{", "{\"conversations\": {},");
    let key = format!("\"{TWO_TURNS}\": {{");
    changed(
        "a doubled conversation",
        Part,
        &key,
        &format!("\"{TWO_TURNS}\": {{}}, {key}"),
    );
    changed(
        "a doubled title",
        Part,
        "\"title\":",
        "\"title\": \"x\", \"title\":",
    );
    changed(
        "a doubled text",
        Part,
        "\"content\":",
        "\"content\": \"x\", \"content\":",
    );
    changed(
        "a doubled key",
        Part,
        "\"openai\":",
        "\"openai\": \"x\", \"openai\":",
    );
    changed("a provider's name", Part, "\"openai\":", "\"Open AI\":");
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    changed(
        "deep arrays for a text",
        Part,
        "\"content\":",
        &format!("\"content\": {deep}, \"c\":"),
    );
    changed(
        "deep arrays beside a text",
        Part,
        "\"content\":",
        &format!("\"x\": {deep}, \"content\":"),
    );
    cases
}

/// Whether the command reads the file at all.
fn reads(command: &[&str], file: &str) -> bool {
    match command {
        ["backup", ..] => false,
        ["user", "list" | "set", ..] => file == USERS,
        _ => true,
    }
}

fn run<'s>(sandbox: &'s Sandbox, command: &[&str], email: &str) -> Outcome<'s> {
    let words = command
        .iter()
        .map(|word| if *word == "USER" { email } else { word });
    let script = ["-c", LIMITS, env!("CARGO_BIN_EXE_chatkeep")];
    let arguments: Vec<&str> = script.into_iter().chain(words).collect();
    sandbox
        .program("sh", &arguments)
        .with_env("FLASK_SECRET_KEY", "fixture-secret")
        .with_stdin(if command[0] == "key" {
            "sk-0123456789"
        } else {
            ""
        })
        .run()
}

fn damaged(case: &Case, file: &str) -> Sandbox {
    let sandbox = Sandbox::flask_store();
    (case.make)(&sandbox.store().join(file));
    sandbox
}

/// Digests the store without what every command makes that may change it: its own folder, the lock, scratch folders.
fn tree_without_locks(sandbox: &Sandbox) -> TreeDigest {
    let mut tree = tree_digest(&sandbox.store());
    for made in ["", "/gate", "/lock", "/intent", "/tmp"].map(|name| format!(".chatkeep{name}")) {
        tree.remove(Path::new(&made));
    }
    tree
}

/// Has a command run on the damaged file.
fn check_command(case: &Case, file: &str, command: &[&str]) {
    let sandbox = damaged(case, file);
    let target = sandbox.store().join(file);
    let facts = |path: &Path| {
        fs::symlink_metadata(path)
            .map(|facts| (facts.ino(), facts.len(), facts.mode()))
            .ok()
    };
    let (before, facts_before) = (
        (!case.is_huge).then(|| tree_digest(&sandbox.store())),
        facts(&target),
    );
    let outcome = run(&sandbox, command, EMAIL);
    let about = format!("{file}, {}: {outcome}", case.name);
    let message = outcome.stderr_text();
    assert!(!message.contains("panicked"), "{about}");
    let code = outcome.code();
    if code == 0 {
        let must_fail = case.extent == Extent::Whole && reads(command, file);
        assert!(!must_fail, "{about}");
        return;
    }
    assert_ne!(case.extent, Extent::Nothing, "{about}");
    // A link loop and memory that is not there are told by the system, not found out.
    let is_refusal = code == 1 && message.contains("cannot ");
    assert!(code == 6 || is_refusal, "{about}");
    assert!(message.contains(file), "{about}\nit does not name the file");
    if case.has_offset && !command.contains(&"backup") {
        let names_place = message.contains("at byte ") || message.contains("cannot be a user id");
        assert!(names_place, "{about}\nit does not name the place");
    }
    // A reply that could not be stored would have been paid for.
    assert!(outcome.stdout.is_empty(), "{about}");
    match before {
        Some(before) => {
            let changes = differences(&before, &tree_without_locks(&sandbox));
            assert!(changes.is_empty(), "{about}\n{changes:?}");
        }
        None => assert_eq!(facts(&target), facts_before, "{about}"),
    }
}

/// Has all commands run on the damaged file; at once where they wait.
fn check_commands(case: &Case, file: &str) {
    let (waiting, quick) = COMMANDS.split_at(if case.name == "empty" {
        COMMANDS.len()
    } else {
        0
    });
    std::thread::scope(|scope| {
        for command in waiting {
            scope.spawn(|| check_command(case, file, command));
        }
    });
    quick
        .iter()
        .for_each(|command| check_command(case, file, command));
}

/// Has the doctor examine the damaged file, and mend what it can, which is not this.
fn check_doctor(case: &Case, file: &str) {
    let sandbox = damaged(case, file);
    let target = sandbox.store().join(file);
    let before = (!case.is_huge).then(|| tree_digest(&sandbox.store()));
    for command in [
        &["doctor", "--format", "json"][..],
        &["doctor", "--fix", "--yes", "--format", "json"],
    ] {
        let outcome = run(&sandbox, command, EMAIL);
        let about = format!("{file}, {}: {outcome}", case.name);
        let expected = if case.extent == Extent::Nothing { 0 } else { 6 };
        assert_eq!(outcome.code(), expected, "{about}");
        let findings = outcome.stdout_json();
        let findings = findings.as_array().expect("a list");
        let is_it = |finding: &&Value| {
            finding["place"] == target.to_str().expect("text")
                && finding["kind"] != "open_to_others"
        };
        let found: Vec<&Value> = findings.iter().filter(is_it).collect();
        assert!(!found.is_empty(), "{about}\nit does not list the file");
        if case.has_offset {
            assert!(
                found.iter().any(|one| one["offset"].is_u64()),
                "{about}\nit does not name the place"
            );
        }
        assert!(
            found.iter().all(|one| one["what_to_do"]
                .as_str()
                .is_some_and(|text| !text.is_empty())),
            "{about}"
        );
    }
    if let Some(before) = before {
        let changes = differences(&before, &tree_digest(&sandbox.store()));
        assert!(changes.is_empty(), "{file}, {}: {changes:?}", case.name);
    }
}

/// Has the commands of another user run beside the damaged file of one.
fn check_others(case: &Case) {
    let sandbox = damaged(case, ADA_FILE);
    let of_one = COMMANDS
        .iter()
        .filter(|command| command.contains(&"USER") && command[1] != "show");
    for command in of_one {
        let outcome = run(&sandbox, command, OTHER);
        assert_eq!(outcome.code(), 0, "{}: {outcome}", case.name);
    }
}

/// Tries all cases, several at a time, and says how many.
fn try_all(file: &str, cases: &[Case], check: impl Fn(&Case) + Sync) {
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let tried =
                        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(case)));
                    if tried.is_err() {
                        failures
                            .lock()
                            .expect("no panic while it is held")
                            .push(case.name.clone());
                    }
                }
            });
        }
    });
    // Past the capture of the test harness: the number is told by every run.
    let _ = writeln!(
        std::io::stderr(),
        "{} damaged forms of {file} tried",
        cases.len()
    );
    let failures = failures.into_inner().expect("no panic while it was held");
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn damaged_accounts_stop_every_command_gently_and_are_found() {
    json_files_only!("it damages files");
    try_all(USERS, &cases_of_accounts(), |case| {
        check_doctor(case, USERS);
        check_commands(case, USERS);
    });
}

#[test]
fn a_damaged_user_file_stops_commands_on_it_gently_and_no_others() {
    json_files_only!("it damages files");
    try_all("a user's file", &cases_of_a_user_file(), |case| {
        check_doctor(case, ADA_FILE);
        check_commands(case, ADA_FILE);
        check_others(case);
    });
}

#[test]
fn what_may_not_be_read_is_found_and_the_rest_examined() {
    json_files_only!("it damages files");
    for file in [USERS, ADA_FILE, "user_data"] {
        let sandbox = Sandbox::flask_store();
        let closed = sandbox.store().join(file);
        fs::set_permissions(&closed, Permissions::from_mode(0o000)).expect("it is ours");
        let doctor = sandbox.chatkeep(&["doctor", "--format", "json"]);
        let outcome = doctor.unprivileged().run_changing_nothing().fails_with(6);
        let findings = outcome.stdout_json();
        let mut kinds = findings.as_array().expect("a list").iter();
        let is_it = |one: &Value| {
            one["kind"] == "unreadable" && one["place"] == closed.to_str().expect("text")
        };
        assert!(kinds.any(is_it), "{outcome}");
    }
}
