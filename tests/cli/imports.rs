//! `import`: exports come back as they went out, the same import twice adds nothing, and what is another stays.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use snapbox::str;

use crate::outcome::Outcome;
use crate::sandbox::Sandbox;
use crate::stored::{ADA, StoredUser};

const MAIL: &str = "ada@example.org";
const GRACE: &str = "grace@example.org";
/// A conversation of hers that cost something, and one that did not.
const PAID: &str = "a23d5eb8";
const OTHER: &str = "e0724928";

fn run(sandbox: &Sandbox, arguments: &[&str]) {
    sandbox.chatkeep(arguments).run().succeeds();
}

/// Writes a file that can be imported.
fn given(sandbox: &Sandbox, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = sandbox.work().join(name);
    fs::write(&path, content).expect("the folder is the test's");
    path
}

/// Imports a file, and returns the outcome.
#[track_caller]
fn import(sandbox: &Sandbox, file: &str, user: &str) -> Value {
    let arguments = ["--format", "json", "import", file, "--user", user];
    outcome_of(sandbox.chatkeep(&arguments).run())
}

/// Returns the outcome in JSON. The exit code tells whether something in the file could not be read.
pub(crate) fn outcome_of(run: Outcome<'_>) -> Value {
    let outcome = run.stdout_json();
    match outcome["unreadable"].as_u64() {
        Some(0) => run.succeeds(),
        _ => run.fails_with(6),
    };
    outcome
}

/// Returns the counts of an outcome: what was added, continued, there already, and another.
fn counts(outcome: &Value) -> [u64; 4] {
    let count = |name: &str| outcome[name].as_u64().expect("a count");
    let conflicts = outcome["conflicts"].as_array().expect("a list").len();
    [
        count("added"),
        count("continued"),
        count("already_there"),
        conflicts as u64,
    ]
}

/// Returns what all replies cost, as `stats` has it.
fn bill(sandbox: &Sandbox) -> Value {
    let stats = sandbox.chatkeep(&["--format", "json", "stats", "--by", "user"]);
    let rows = stats.run().succeeds().stdout_json();
    rows["total"].clone()
}

/// Reads JSON in which the half of a pair may stand that the fixture has.
fn parsed(text: &str) -> Value {
    let pairs = text.replace("\\\\ud83d", "WORD");
    let pairs = pairs.replace("\\ud83d\\ud", "PAIR");
    let whole = pairs
        .replace("\\ud83d", "HALF")
        .replace("PAIR", "\\ud83d\\ud");
    serde_json::from_str(&whole).expect("JSON")
}

#[test]
fn an_export_comes_back_in_every_format_of_ours() {
    for (format, name) in [
        ("json", "out.json"),
        ("jsonl", "out.jsonl"),
        ("markdown", "out.md"),
    ] {
        let sandbox = Sandbox::flask_store();
        let before = StoredUser::read(&sandbox, ADA).conversations();
        let costs = bill(&sandbox);
        run(
            &sandbox,
            &["export", "--user", MAIL, "--as", format, "-o", name],
        );
        assert_eq!(
            counts(&import(&sandbox, name, MAIL)),
            [0, 0, 4, 0],
            "{format}"
        );
        assert_eq!(
            StoredUser::read(&sandbox, ADA).conversations(),
            before,
            "{format}"
        );
        let ids: Vec<&str> = before.keys().map(String::as_str).collect();
        run(
            &sandbox,
            &[&["chat", "delete", "--user", MAIL, "--yes"], &ids[..]].concat(),
        );
        assert_eq!(
            counts(&import(&sandbox, name, MAIL)),
            [4, 0, 0, 0],
            "{format}"
        );
        let after = StoredUser::read(&sandbox, ADA).conversations();
        for (id, document) in &before {
            assert_eq!(parsed(document), parsed(&after[id]), "{format} {id}");
        }
        assert_eq!(bill(&sandbox), costs, "{format}");
    }
}

#[test]
fn a_dry_run_tells_the_same_and_changes_nothing() {
    let sandbox = Sandbox::flask_store();
    run(&sandbox, &["export", "--user", MAIL, "-o", "out.json"]);
    run(&sandbox, &["chat", "delete", "--user", MAIL, "--yes", PAID]);
    let arguments = ["import", "out.json", "--user", MAIL];
    let dry = sandbox.chatkeep(&[&arguments[..], &["--dry-run"]].concat());
    dry.run_changing_nothing().succeeds().stdout_is(str![[r#"
would add 1 conversation to ada@example.org (4 messages, $0.000935) from out.json, format json
3 conversations were there already

"#]]);
    sandbox
        .chatkeep(&arguments)
        .run()
        .succeeds()
        .stdout_is(str![[r#"
added 1 conversation to ada@example.org (4 messages, $0.000935) from out.json, format json
3 conversations were there already

"#]]);
    let again = sandbox
        .chatkeep(&arguments)
        .run_changing_nothing()
        .succeeds();
    again.stdout_is(str![[r#"
added no conversations to ada@example.org from out.json, format json
4 conversations were there already

"#]]);
}

#[test]
fn a_conversation_goes_on_where_it_ended_and_another_one_stays() {
    let sandbox = Sandbox::flask_store();
    run(
        &sandbox,
        &[
            "export",
            "--user",
            MAIL,
            "--as",
            "jsonl",
            "-o",
            "early.jsonl",
        ],
    );
    run(
        &sandbox,
        &[
            "chat",
            "send",
            "-u",
            MAIL,
            "-m",
            "echo",
            "--conversation",
            OTHER,
            "More?",
        ],
    );
    run(
        &sandbox,
        &[
            "export",
            "--user",
            MAIL,
            "--as",
            "jsonl",
            "-o",
            "late.jsonl",
        ],
    );
    let late = StoredUser::read(&sandbox, ADA).conversation(OTHER_ID);
    // What is here went further than the file.
    assert_eq!(counts(&import(&sandbox, "early.jsonl", MAIL)), [0, 0, 4, 0]);
    run(
        &sandbox,
        &["chat", "delete", "--user", MAIL, "--yes", OTHER],
    );
    assert_eq!(counts(&import(&sandbox, "early.jsonl", MAIL)), [1, 0, 3, 0]);
    run(
        &sandbox,
        &["chat", "tag", "-u", MAIL, OTHER, "--add", "mine"],
    );
    assert_eq!(counts(&import(&sandbox, "late.jsonl", MAIL)), [0, 1, 3, 0]);
    let grown = StoredUser::read(&sandbox, ADA).conversation(OTHER_ID);
    assert_eq!(grown["messages"], late["messages"]);
    assert_eq!(grown["tags"], json!(["mine"]), "what was added here stays");
    // Something else was said in the same place.
    let line = fs::read_to_string(sandbox.work().join("late.jsonl")).expect("text");
    let other = line.replace("More?", "Less?");
    given(&sandbox, "other.jsonl", other);
    let arguments = ["import", "other.jsonl", "--user", MAIL];
    let kept = sandbox
        .chatkeep(&arguments)
        .run_changing_nothing()
        .succeeds();
    assert!(
        kept.stdout_text()
            .contains("left e0724928 as it is, which is another here: "),
        "{kept}"
    );
    assert!(kept.stderr_text().contains("import again"), "{kept}");
}

const OTHER_ID: &str = "e0724928-2457-4a12-afc2-84de6289261a";

#[test]
fn what_somebody_else_has_is_a_copy_and_counts_once() {
    let sandbox = Sandbox::flask_store();
    let costs = bill(&sandbox);
    run(&sandbox, &["export", "--user", MAIL, "-o", "out.json"]);
    let outcome = import(&sandbox, "out.json", GRACE);
    assert_eq!(counts(&outcome), [4, 0, 0, 0]);
    let copies = outcome["copies"].as_u64().expect("a count");
    assert!(copies > 0, "{outcome}");
    assert_eq!(bill(&sandbox), costs);
    let conversations = StoredUser::of(&sandbox, GRACE).conversations();
    let (id, document) = conversations
        .iter()
        .find(|(id, _)| id.starts_with(PAID))
        .expect("there");
    let document: Value = serde_json::from_str(document).expect("JSON");
    assert_eq!(
        document["messages"][1]["copied_from"],
        json!({"user": ADA, "conversation": id, "message": 2})
    );
    // What ada deleted is in the ledger, and still counted there.
    run(&sandbox, &["chat", "delete", "--user", MAIL, "--yes", PAID]);
    run(
        &sandbox,
        &["chat", "delete", "--user", GRACE, "--yes", PAID],
    );
    assert_eq!(counts(&import(&sandbox, "out.json", GRACE)), [1, 0, 3, 0]);
    assert_eq!(bill(&sandbox), costs);
}

#[test]
fn a_store_with_another_zone_keeps_the_hour_that_was_meant() {
    let sandbox = Sandbox::flask_store();
    let line = json!({
        "format": "chatkeep-conversation", "version": 1, "timezone": "Asia/Tokyo",
        "user": {"id": "u9", "email": "x@example.org", "name": "X"}, "id": "elsewhere-1",
        "conversation": {
            "id": "elsewhere-1", "title": "T", "timestamp": "2026-02-09T14:03:11.651429", "theirs": [1],
            "messages": [{"role": "user", "content": "Hi"}],
        },
    });
    given(&sandbox, "one.jsonl", format!("{line}\n"));
    assert_eq!(counts(&import(&sandbox, "one.jsonl", MAIL)), [1, 0, 0, 0]);
    let shown = sandbox.chatkeep(&[
        "--format",
        "json",
        "chat",
        "show",
        "-u",
        MAIL,
        "elsewhere-1",
    ]);
    let shown = shown.run().succeeds().stdout_json();
    let text = StoredUser::read(&sandbox, ADA).conversation("elsewhere-1");
    assert_eq!(
        text["theirs"],
        json!([1]),
        "fields that are not ours are kept"
    );
    assert!(
        shown.to_string().contains("2026-02-09T05:03:11.651429"),
        "{shown}"
    );
}

#[test]
fn damage_is_named_before_anything_is_written() {
    let sandbox = Sandbox::flask_store();
    run(&sandbox, &["export", "--user", MAIL, "-o", "out.json"]);
    run(&sandbox, &["chat", "delete", "--user", MAIL, "--yes", PAID]);
    let whole = fs::read_to_string(sandbox.work().join("out.json")).expect("text");
    given(&sandbox, "torn.json", &whole[..whole.len() / 2]);
    given(&sandbox, "behind.json", format!("{whole}]"));
    for name in ["torn.json", "behind.json"] {
        let refused = sandbox.chatkeep(&["import", name, "--user", MAIL]);
        let refused = refused.run_changing_nothing().fails_with(6);
        let text = refused.stderr_text();
        assert!(text.contains(name) && text.contains(" at byte "), "{text}");
        assert!(text.contains("nothing was imported"), "{text}");
    }
}

#[test]
fn one_that_cannot_be_read_is_named_and_the_others_come() {
    let sandbox = Sandbox::flask_store();
    run(
        &sandbox,
        &["export", "--user", MAIL, "--as", "jsonl", "-o", "out.jsonl"],
    );
    run(&sandbox, &["chat", "delete", "--user", MAIL, "--yes", PAID]);
    let whole = fs::read_to_string(sandbox.work().join("out.jsonl")).expect("text");
    let deep = format!("{}{}", "[".repeat(2000), "]".repeat(2000));
    let damaged = [
        "{\"format\":\"chatkeep-conversation\",\"id\":\"\\u001b[31mred\",\"conversation\":{\"messages\":7}}",
        "{\"other\": 1}",
        &format!(
            "{{\"format\":\"chatkeep-conversation\",\"id\":\"deep\",\"conversation\":{{\"x\":{deep}}}}}"
        ),
    ];
    given(
        &sandbox,
        "some.jsonl",
        format!("{whole}{}\n", damaged.join("\n")),
    );
    let outcome = import(&sandbox, "some.jsonl", MAIL);
    assert_eq!(counts(&outcome), [1, 0, 3, 0]);
    assert_eq!(outcome["unreadable"], 3);
    let places = outcome["unreadable_places"].as_array().expect("a list");
    assert!(
        places[0]["place"]
            .as_str()
            .expect("text")
            .starts_with("byte "),
        "{outcome}"
    );
    assert_eq!(places[1]["reason"], "the line is no conversation of ours");
    let text = sandbox
        .chatkeep(&["import", "some.jsonl", "--user", MAIL])
        .run()
        .fails_with(6);
    assert_eq!(
        text.stdout_text().matches("cannot be read: byte ").count(),
        3,
        "{text}"
    );
}

#[test]
fn what_is_no_export_is_refused_with_what_it_is() {
    let sandbox = Sandbox::flask_store();
    let refused = |name: &str, content: &[u8], expected: &str| {
        given(&sandbox, name, content);
        let refused = sandbox.chatkeep(&["import", name, "--user", MAIL]);
        let refused = refused.run_changing_nothing().fails_with(2);
        assert!(refused.stderr_text().contains(expected), "{refused}");
    };
    refused(
        "a.zip",
        b"PK\x03\x04rest",
        "unpack it, and name the conversations.json",
    );
    refused("a.gz", b"\x1f\x8b\x08rest", "chatkeep restore");
    refused("a.txt", b"Hello", "in none of the formats that are known");
    refused(
        "a.md",
        b"---\ntitle: x\n---\n",
        "Markdown, and none of ours",
    );
    refused("empty", b" \n", "it is empty");
    refused("a.json", b"{\"a\": 1}", "JSON of a form that is not known");
    let missing = sandbox
        .chatkeep(&["import", "gone.json", "--user", MAIL])
        .run_changing_nothing();
    missing.fails_with(1);
    let folder = sandbox
        .chatkeep(&["import", ".", "--user", MAIL])
        .run_changing_nothing();
    assert!(
        folder
            .fails_with(1)
            .stderr_text()
            .contains("it is not a regular file")
    );
}
