//! `chat search`.

use std::fs;

use serde_json::{Value, json};
use snapbox::str;

use super::{NEWCOMER, ada, chat};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, TWO_TURNS};

/// Makes a store whose one user has these conversations: a title, and a text for each message.
fn store_of(conversations: &[(&str, &[&str])]) -> Sandbox {
    let sandbox = Sandbox::flask_store();
    let conversations: serde_json::Map<String, Value> = conversations
        .iter()
        .enumerate()
        .map(|(index, (title, texts))| {
            let messages: Vec<_> = texts
                .iter()
                .map(|text| json!({"role": "user", "content": text}))
                .collect();
            let document = json!({"title": title, "model": "gpt-4o", "provider": "openai",
                "timestamp": format!("2026-01-0{}T10:00:00", index + 1), "messages": messages});
            (format!("c{index}"), document)
        })
        .collect();
    write_user(
        &sandbox,
        &json!({"api_keys": {}, "conversations": conversations}).to_string(),
    );
    sandbox
}

fn write_user(sandbox: &Sandbox, text: &str) {
    let path = sandbox.store().join(format!("user_data/{ADA}.json"));
    fs::write(path, text).expect("written");
}

/// Returns conversation and message of each hit, in order.
#[track_caller]
fn hits(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["search", "--format", "jsonl"], arguments].concat();
    let found = ada(sandbox, &arguments).run_changing_nothing().succeeds();
    let hits = found.stdout_text().lines().map(|line| {
        let hit: Value = serde_json::from_str(line).expect("JSON");
        format!(
            "{}/{}",
            hit["conversation"].as_str().expect("an id"),
            hit["message"]
        )
    });
    hits.collect()
}

#[test]
fn messages_are_found_by_words_with_what_stands_around_them() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["search", "lock"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
How do I lock a file in Python without losing writ... · a23d5eb8 · message 1 · user · 2026-11-23 17:22
  How do I lock a file in Python without losing writes when two processes save at once?

"#]]);
    let found = ada(
        &sandbox,
        &["search", "--format", "json", "-C", "8", "HÉLLO"],
    )
    .run_changing_nothing()
    .succeeds();
    let first = &found.stdout_json()[0];
    assert_eq!(first["conversation"], TWO_TURNS);
    assert_eq!(
        (&first["role"], &first["message"]),
        (&json!("assistant"), &json!(2))
    );
    let snippet: Vec<char> = first["snippet"].as_str().expect("text").chars().collect();
    let place = &first["matches"][0];
    let end = |name: &str| place[name].as_u64().expect("a number") as usize;
    assert_eq!(
        snippet[end("start")..end("end")].iter().collect::<String>(),
        "héllo"
    );
    chat(&sandbox, NEWCOMER, &["search", "lock"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
no message has that

"#]]);
}

#[test]
fn words_phrases_exclusions_and_prefixes_can_be_combined() {
    let sandbox = store_of(&[
        (
            "A",
            &[
                "the hard disk is full",
                "disk, hard",
                "a hard-disk",
                "harddisk",
            ],
        ),
        (
            "B",
            &[
                "backup the floppy and the hard disk",
                "backups",
                "no back up",
            ],
        ),
    ]);
    let all = |query: &str| hits(&sandbox, &["--sort", "newest", query]);
    assert_eq!(all("disk"), ["c1/1", "c0/1", "c0/2", "c0/3"]);
    assert_eq!(all("disk hard"), ["c1/1", "c0/1", "c0/2", "c0/3"]);
    assert_eq!(all("\"hard disk\""), ["c1/1", "c0/1", "c0/3"]);
    assert_eq!(all("\"hard disk\" -floppy"), ["c0/1", "c0/3"]);
    assert_eq!(all("backup*"), ["c1/1", "c1/2"]);
    assert_eq!(all("BACK"), ["c1/3"]);
    assert_eq!(hits(&sandbox, &["-s", "BACK"]), [""; 0]);
    assert_eq!(hits(&sandbox, &["--regex", r"^\w+disk$"]), ["c0/4"]);
    assert_eq!(hits(&sandbox, &["no", "back"]), ["c1/3"]);
}

#[test]
fn the_best_come_first_and_limits_hold() {
    let sandbox = store_of(&[("A", &["fox", "fox fox fox", "fox fox"]), ("B", &["fox"])]);
    assert_eq!(hits(&sandbox, &["fox"]), ["c0/2", "c0/3", "c1/1", "c0/1"]);
    assert_eq!(
        hits(&sandbox, &["--sort", "newest", "fox"]),
        ["c1/1", "c0/1", "c0/2", "c0/3"]
    );
    assert_eq!(hits(&sandbox, &["-l", "2", "fox"]), ["c0/2", "c0/3"]);
    assert_eq!(hits(&sandbox, &["-l", "0", "fox"]).len(), 4);
    ada(&sandbox, &["search", "-l", "1", "fox"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
A · c0 · message 2 · user · 2026-01-01 10:00
  fox fox fox

1 of 4 messages shown

"#]]);
    ada(&sandbox, &["search", "--count", "fox"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
4 messages in 2 conversations of 1 user

"#]]);
}

#[test]
fn what_the_app_wrote_as_escapes_is_found_and_so_is_what_is_written_out() {
    let sandbox = Sandbox::flask_store();
    // As the app writes, as others do, and as nobody does.
    write_user(
        &sandbox,
        "{\"conversations\": {
            \"c0\": {\"messages\": [{\"role\": \"user\", \"content\": \"caf\\u00e9 \\u6771\\u4eac \\ud83d\"}]},
            \"c1\": {\"messages\": [{\"role\": \"user\", \"content\": \"CAFÉ 東京\"}]},
            \"c2\": {\"messages\": [{\"role\": \"user\", \"content\": \"\\u0063\\u0061f\\u00C9 \\u6771\\u4EAC\"}]},
            \"c3\": {\"messages\": [{\"role\": \"user\", \"content\": \"cafe\\u0301\"}]}}}",
    );
    assert_eq!(hits(&sandbox, &["café"]), ["c0/1", "c1/1", "c2/1"]);
    assert_eq!(hits(&sandbox, &["東京"]), ["c0/1", "c1/1", "c2/1"]);
    assert_eq!(
        hits(&sandbox, &["--regex", "É 東"]),
        ["c0/1", "c1/1", "c2/1"]
    );
}

#[test]
fn filters_leave_messages_out() {
    let sandbox = Sandbox::flask_store();
    let count = |arguments: &[&str]| {
        let arguments = [&["search", "--count", "--format", "json"], arguments].concat();
        let found = ada(&sandbox, &arguments).run_changing_nothing().succeeds();
        found.stdout_json()["messages"].as_u64().expect("a number")
    };
    assert_eq!(count(&["fn*"]), 2);
    assert_eq!(count(&["--role", "assistant", "fn"]), 2);
    assert_eq!(count(&["--role", "user", "fn"]), 0);
    assert_eq!(count(&["--model", "gpt-4o", "fn"]), 2);
    assert_eq!(count(&["--provider", "anthropic", "fn"]), 0);
    assert_eq!(
        count(&["--since", "2026-11-23", "--until", "2026-11-23", "fn"]),
        2
    );
    assert_eq!(count(&["--until", "2026-11-22", "fn"]), 0);
    assert_eq!(count(&["--since", "2026-11-24", "fn"]), 0);
}

#[test]
fn everybody_is_searched_on_request() {
    let sandbox = Sandbox::flask_store();
    chat(&sandbox, NEWCOMER, &["search", "--all-users", "lock"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
How do I lock a file in Python without losing writ... · a23d5eb8 · message 1 · user · 2026-11-23 17:22 · ada@example.org
  How do I lock a file in Python without losing writes when two processes save at once?

"#]]);
}

#[test]
fn what_cannot_be_searched_for_is_told() {
    let sandbox = Sandbox::flask_store();
    for (arguments, error) in [
        (
            &["search", "--", "-lock"][..],
            "error: a search needs a word that is wanted, besides those that are not\n",
        ),
        (&["search", "?!"], "error: \"?!\" holds no word\n"),
        (
            &["search", "--regex", "a("],
            "error: that is no regular expression: unclosed group\n",
        ),
    ] {
        let outcome = ada(&sandbox, arguments)
            .run_changing_nothing()
            .fails_with(2);
        assert!(outcome.stderr_text().starts_with(error), "{outcome}");
    }
}

#[test]
fn a_damaged_file_is_named_and_not_passed_over() {
    json_files_only!("it damages files");
    let sandbox = Sandbox::flask_store();
    write_user(
        &sandbox,
        r#"{"conversations": {"c": {"messages": [{"content": "lock"#,
    );
    let outcome = ada(&sandbox, &["search", "--all-users", "lock"])
        .run_changing_nothing()
        .fails_with(6);
    assert!(outcome.stderr_text().contains(ADA), "{outcome}");
}
