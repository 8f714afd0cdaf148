//! `chat list`: which conversations, and in which order.

use std::fs;

use serde_json::Value;
use snapbox::str;

use super::{NEWCOMER, ada, chat};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, EMPTY, FAILED, SURROGATE, TWO_TURNS};

/// Runs `chat list`, and returns the beginnings of the ids that it lists.
#[track_caller]
fn ids(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["list", "--format", "jsonl"], arguments].concat();
    let listed = ada(sandbox, &arguments).run_changing_nothing().succeeds();
    let lines = listed.stdout_text().lines();
    lines
        .map(|line| {
            let record: Value = serde_json::from_str(line).expect("JSON");
            record["id"].as_str().expect("text")[..4].to_owned()
        })
        .collect()
}

/// A store with labels: one pinned, one archived, two tagged.
fn labelled() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    for arguments in [
        &["tag", TWO_TURNS, "-a", "work,Python"][..],
        &["tag", SURROGATE, "-a", "WORK"],
        &["pin", TWO_TURNS],
        &["archive", FAILED],
    ] {
        ada(&sandbox, arguments).run().succeeds();
    }
    sandbox
}

#[test]
fn pinned_ones_come_first_and_archived_ones_are_hidden() {
    let sandbox = labelled();
    ada(&sandbox, &["list"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
id        last active       title                                                  tags          marks   model                     messages  tokens       cost
a23d5eb8  2026-11-23 17:22  How do I lock a file in Python without losing writ...  work, Python  pinned  gpt-4o                           4     128  $0.000935
f25f5a34  2026-11-23 17:22  New Chat                                                                     gemini-2.5-pro                   0       0      $0.00
2ad2591c  2026-11-23 17:22  Bonjour, ça va? 你好 👩‍👩‍👧 half: � end                    WORK                  claude-sonnet-4-20250514         2       0      $0.00
3 of 4 shown; archived and hidden: 1

"#]]);
    ada(&sandbox, &["list", "--archived"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
id        last active       title            marks     model        messages  tokens   cost
e0724928  2026-11-23 17:22  please fail now  archived  gpt-4o-mini         2       0  $0.00
1 of 4 shown

"#]]);
    assert_eq!(ids(&sandbox, &["--all"]), ["a23d", "f25f", "e072", "2ad2"]);
    ada(&sandbox, &["list", "--all", "-l", "1", "--format", "json"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
[
  {
    "id": "a23d5eb8-6819-435b-ad9b-dc6471fdf17a",
    "title": "How do I lock a file in Python without losing writ...",
    "provider": "openai",
    "model": "gpt-4o",
    "started_at": "2026-11-23T17:22:06.646012Z",
    "updated_at": "2026-11-23T17:22:06.646012Z",
    "messages": 4,
    "total_tokens": 128,
    "cost_usd": 0.000935,
    "unknown_costs": 0,
    "tags": [
      "work",
      "Python"
    ],
    "pinned": true,
    "archived": false
  }
]

"#]]);
    ada(&sandbox, &["list", "--all", "--archived"])
        .run_changing_nothing()
        .fails_with(2);
    // An archived conversation is found by its name all the same.
    ada(&sandbox, &["show", FAILED])
        .run_changing_nothing()
        .succeeds();
}

#[test]
fn a_terminal_shows_labels_before_numbers() {
    let sandbox = labelled();
    let (code, shown) = ada(&sandbox, &["list", "--all"])
        .with_env("NO_COLOR", "1")
        .at_terminal()
        .ends();
    assert_eq!(code, 0, "{shown}");
    snapbox::assert_data_eq!(
        shown,
        str![[r#"
id        last active       title                         tags          marks
────────────────────────────────────────────────────────────────────────────────
a23d5eb8  2026-11-23 17:22  How do I lock a file in Pyt…  work, Python  pinned
f25f5a34  2026-11-23 17:22  New Chat
e0724928  2026-11-23 17:22  please fail now                             archived
2ad2591c  2026-11-23 17:22  Bonjour, ça va? 你好 👩‍👩‍👧…      WORK

"#]]
    );
}

#[test]
fn a_list_is_of_what_was_asked_for() {
    let sandbox = labelled();
    for (arguments, expected) in [
        (&["--tag", "work"][..], &["a23d", "2ad2"][..]),
        (&["--tag", "WORK,python"], &["a23d"]),
        (&["-t", "work", "-t", "python"], &["a23d"]),
        (&["--tag", "none"], &[]),
        (&["--provider", "OpenAI"], &["a23d"]),
        (&["--provider", "openai", "--all"], &["a23d", "e072"]),
        (&["--model", "gpt-4o"], &["a23d"]),
        (&["-m", "google/gemini-2.5-pro"], &["f25f"]),
        (&["-m", "openai/gemini-2.5-pro"], &[]),
        (&["--text", "voilà PYTHON"], &["a23d"]),
        (&["--text", "bonjour"], &["2ad2"]),
        (&["--text", "overloaded"], &[]),
        (&["--text", "overloaded", "--archived"], &["e072"]),
        (&["--text", "lock a key"], &[]),
        (&["--text", "gpt-4o"], &[]),
        (&["--text", " "], &["a23d", "f25f", "2ad2"]),
        (
            &["--tag", "work", "--provider", "anthropic", "--text", "你好"],
            &["2ad2"],
        ),
    ] {
        assert_eq!(ids(&sandbox, arguments), expected, "{arguments:?}");
    }
}

#[test]
fn a_list_is_of_a_time() {
    let sandbox = Sandbox::flask_store();
    let path = sandbox.store().join(format!("user_data/{ADA}.json"));
    let text = fs::read_to_string(&path).expect("it is there");
    // The times of the fixture are local ones, in the store's zone: midnight of Berlin is in the evening of UTC.
    let moved = text.replace("2026-11-23T17:22:06.712398", "2026-02-10T00:00:00");
    assert_ne!(moved, text);
    fs::write(&path, moved).expect("it is ours");
    let listed = |arguments: &[&str]| {
        let arguments = [&["list", "--format", "jsonl"], arguments].concat();
        let run = ada(&sandbox, &arguments).with_env("TZ", "Europe/Berlin");
        let listed = run.run_changing_nothing().succeeds();
        let text = listed.stdout_text();
        (text.lines().count(), text.contains(EMPTY))
    };
    for (arguments, expected) in [
        (
            &["--since", "2026-02-10", "--until", "2026-02-10"][..],
            (1, true),
        ),
        (&["--until", "2026-02-09"], (0, false)),
        (&["--since", "2026-02-11"], (3, false)),
        (
            &[
                "--since",
                "2026-02-09T23:00:00Z",
                "--until",
                "2026-02-09T23:00:00Z",
            ],
            (1, true),
        ),
        (&["--until", "2026-02-09T22:59:59Z"], (0, false)),
        (&["--since", "2026-02-10T00:00:00.001"], (3, false)),
        (&["--until", "99999w"], (0, false)),
        (&["--since", "99999w"], (4, true)),
    ] {
        assert_eq!(listed(arguments), expected, "{arguments:?}");
    }
    // What is said now is no day old.
    ada(&sandbox, &["-m", "echo", "Now"]).run().succeeds();
    assert_eq!(
        listed(&["--since", "1d"]).0,
        listed(&[]).0 - listed(&["--until", "1d"]).0
    );
    assert!(listed(&["--since", "1d"]).0 > 0);
    for arguments in [
        &["--since", "the other day"][..],
        &["--since", "30"],
        &["--since", "2026-02-10", "--until", "2026-02-09"],
    ] {
        let arguments = [&["list"], arguments].concat();
        ada(&sandbox, &arguments)
            .run_changing_nothing()
            .fails_with(2);
    }
}

#[test]
fn a_list_is_sorted_as_asked() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["rename", TWO_TURNS, "all about locks"])
        .run()
        .succeeds();
    for (by, expected) in [
        ("active", ["a23d", "f25f", "e072", "2ad2"]),
        ("started", ["f25f", "e072", "2ad2", "a23d"]),
        ("title", ["a23d", "2ad2", "f25f", "e072"]),
    ] {
        assert_eq!(ids(&sandbox, &["--sort", by]), expected, "{by}");
        let mut reversed = expected;
        reversed.reverse();
        assert_eq!(
            ids(&sandbox, &["--sort", by, "--reverse"]),
            reversed,
            "{by}"
        );
    }
    for by in ["messages", "tokens", "cost"] {
        assert_eq!(ids(&sandbox, &["--sort", by])[0], "a23d", "{by}");
        assert_eq!(ids(&sandbox, &["--sort", by, "-r"])[3], "a23d", "{by}");
        assert_eq!(ids(&sandbox, &["--sort", by, "--limit", "2"]).len(), 2);
    }
    ada(&sandbox, &["pin", SURROGATE]).run().succeeds();
    for order in [&["--sort", "title"][..], &["--sort", "title", "--reverse"]] {
        assert_eq!(ids(&sandbox, order)[0], "2ad2", "{order:?}");
    }
    ada(&sandbox, &["list", "--sort", "colour"])
        .run_changing_nothing()
        .fails_with(2);
}

#[test]
fn the_last_line_tells_what_is_not_shown() {
    let sandbox = labelled();
    let last_line = |arguments: &[&str]| {
        let arguments = [&["list"], arguments].concat();
        let listed = ada(&sandbox, &arguments).run_changing_nothing().succeeds();
        listed
            .stdout_text()
            .lines()
            .last()
            .expect("a line")
            .to_owned()
    };
    for (arguments, expected) in [
        (&[][..], "3 of 4 shown; archived and hidden: 1"),
        (&["-l", "1"], "1 of 4 shown; archived and hidden: 1"),
        (&["-l", "1", "--tag", "work"], "1 of 4 shown; 1 more fit"),
        (&["--tag", "work"], "2 of 4 shown"),
        (
            &["--model", "gpt-4o-mini"],
            "none of the 4 conversations of ada@example.org is among those asked for; archived and hidden: 1",
        ),
        (
            &["--all", "--all-users", "--tag", "none"],
            "none of the 4 conversations of the store is among those asked for",
        ),
    ] {
        assert_eq!(last_line(arguments), expected, "{arguments:?}");
    }
    assert!(last_line(&["--all"]).starts_with("2ad2591c"));
}

#[test]
fn an_admin_sees_the_conversations_of_all() {
    let sandbox = labelled();
    chat(&sandbox, NEWCOMER, &["-m", "echo", "Hello"])
        .run()
        .succeeds();
    let first = sandbox
        .chatkeep(&["chat", "list", "--all-users", "--sort", "title"])
        .run_changing_nothing()
        .succeeds();
    let lines: Vec<&str> = first.stdout_text().lines().collect();
    assert!(
        lines[0].starts_with("id        user               last active"),
        "{first}"
    );
    assert!(
        lines[1].contains("ada@example.org") && lines[3].contains(NEWCOMER),
        "{first}"
    );
    assert_eq!(lines.last(), Some(&"4 of 5 shown; archived and hidden: 1"));
    let record = sandbox
        .chatkeep(&[
            "chat",
            "list",
            "--all-users",
            "--text",
            "hello",
            "--format",
            "csv",
        ])
        .run_changing_nothing()
        .succeeds();
    let header = record.stdout_text().lines().next().expect("a line");
    assert!(
        header
            .ends_with(",\"unknown_costs\",\"tags\",\"pinned\",\"archived\",\"user_id\",\"email\""),
        "{record}"
    );
    assert!(
        record
            .stdout_text()
            .contains(",\"[]\",\"false\",\"false\",")
            && record.stdout_text().ends_with(",\"empty@example.org\"\n")
    );
}

#[test]
fn no_text_is_read_unless_words_are_looked_for() {
    json_files_only!("it damages files");
    let sandbox = Sandbox::flask_store();
    let path = sandbox.store().join(format!("user_data/{ADA}.json"));
    let text = fs::read_to_string(&path).expect("it is there");
    // A content of another type keeps the messages from being shown, and a list needs none.
    let odd = text.replace(
        "\"content\": \"please fail now\"",
        "\"content\": [\"please fail now\"]",
    );
    assert_ne!(odd, text);
    fs::write(&path, odd).expect("it is ours");
    ada(&sandbox, &["show", FAILED])
        .run_changing_nothing()
        .fails_with(6);
    assert_eq!(ids(&sandbox, &[]).len(), 4);
    // What is no text has no words, and hides no others: the title has them.
    assert_eq!(ids(&sandbox, &["--text", "fail"]), ["e072"]);
    assert_eq!(ids(&sandbox, &["--text", "fail overloaded"]), ["e072"]);
}
