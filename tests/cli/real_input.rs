//! One story over the store that the web app itself wrote, through the program alone: looked at, summed, adopted, used.
//!
//! The steps build on one another and stand in the order of the story. What each command promises in detail is tested
//! elsewhere; here they have to get along with real input and with each other.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::sandbox::Sandbox;
use crate::stored::{ADA, EMPTY, FAILED, SURROGATE, StoredUser, TWO_TURNS, said};

/// The secret that the app ran with.
const FLASK_SECRET: &str = "fixture-secret";

/// Ada's conversations, the one active last first.
const CONVERSATIONS: [&str; 4] = [EMPTY, FAILED, SURROGATE, TWO_TURNS];

#[test]
fn a_store_of_the_app_is_taken_over_whole() {
    let sandbox = Sandbox::flask_store();
    all_accounts_are_listed(&sandbox);
    passwords_are_verified(&sandbox);
    usage_is_summed(&sandbox);
    conversations_are_shown(&sandbox);
    conversations_are_exported(&sandbox);
    keys_are_adopted(&sandbox);
    a_turn_is_added(&sandbox);
    a_backup_brings_everything_back(&sandbox);
}

/// Four accounts, though only two of them have a file of their own.
fn all_accounts_are_listed(sandbox: &Sandbox) {
    let files = fs::read_dir(sandbox.store().join("user_data")).expect("it is there");
    assert_eq!(files.count(), 2);
    let run = sandbox
        .chatkeep(&["user", "list", "--format", "json"])
        .run_changing_nothing()
        .succeeds();
    let accounts = run.stdout_json();
    let accounts = accounts.as_array().expect("a list");
    let facts: Vec<_> = accounts
        .iter()
        .map(|account| (account["email"].as_str(), account["has_password"].as_bool()))
        .collect();
    assert_eq!(
        facts,
        [
            (Some("ada@example.org"), Some(true)),
            (Some("müller@example.org"), Some(true)),
            (Some("empty@example.org"), Some(true)),
            (Some("grace@example.org"), Some(false)),
        ]
    );
}

fn passwords_are_verified(sandbox: &Sandbox) {
    let verify = |who: &str, password: &str| {
        let arguments = ["user", "verify", who, "--password-stdin"];
        let run = sandbox.chatkeep(&arguments).with_stdin(password);
        run.run_changing_nothing()
    };
    for (who, password) in [
        ("ada@example.org", "correct horse"),
        ("MÜLLER@example.org", "pässwörd"),
        ("empty@example.org", "nothing here"),
    ] {
        verify(who, password).succeeds();
        verify(who, &password.to_uppercase()).fails_with(7);
    }
    verify("Grace Hopper", "anything").fails_with(7);
}

fn usage_is_summed(sandbox: &Sandbox) {
    let run = sandbox
        .chatkeep(&["stats", "--format", "json"])
        .run_changing_nothing()
        .succeeds();
    assert_eq!(run.stdout_json()["total"]["total_tokens"], 128);
    // As text: a binary fraction would not tell it from its neighbours.
    let total = run.stdout_text().split("\"total\": {").nth(1);
    let total = total.expect("it has a total");
    assert!(total.contains("\"cost_usd\": 0.000935,"), "{total}");
}

fn conversations_are_shown(sandbox: &Sandbox) {
    let chat = |arguments: &[&str]| {
        let arguments = [&["chat"], arguments, &["--user", "Ada Lovelace"]].concat();
        let run = sandbox.chatkeep(&arguments).run_changing_nothing();
        run.succeeds()
    };
    let list = chat(&["list", "--format", "json"]).stdout_json();
    let ids: Vec<_> = list.as_array().expect("a list").iter().collect();
    let ids: Vec<_> = ids.iter().map(|entry| entry["id"].as_str()).collect();
    assert_eq!(ids, CONVERSATIONS.map(Some));
    let stored = StoredUser::read(sandbox, ADA);
    for id in CONVERSATIONS {
        let text = chat(&["show", &id[..8]]);
        assert!(text.stdout_text().contains(id), "{text}");
        // As data it is what is stored, to the byte.
        let data = chat(&["show", id, "--format", "json"]);
        let document = stored.conversation_text(id);
        assert!(data.stdout_text().contains(&document), "{data}");
    }
    for other in ["müller@example.org", "grace@example.org"] {
        let arguments = ["chat", "list", "--format", "json", "--user", other];
        let run = sandbox.chatkeep(&arguments).run_changing_nothing();
        assert_eq!(run.succeeds().stdout_json(), Value::Array(Vec::new()));
    }
}

fn conversations_are_exported(sandbox: &Sandbox) {
    let exported = |format: &str| {
        let run = sandbox.chatkeep(&["export", "--as", format]);
        run.run_changing_nothing().succeeds()
    };
    let stored = StoredUser::read(sandbox, ADA);
    let json = exported("json");
    let (lines, markdown) = (exported("jsonl"), exported("markdown"));
    assert_eq!(lines.stdout_text().lines().count(), CONVERSATIONS.len());
    for id in CONVERSATIONS {
        let document = stored.conversation_text(id);
        assert!(json.stdout_text().contains(&document), "{json}");
        assert!(lines.stdout_text().contains(id), "{lines}");
        assert!(markdown.stdout_text().contains(id), "{markdown}");
    }
    for (format, run) in [("json", &json), ("jsonl", &lines)] {
        let text = run.stdout_text();
        assert!(text.contains(r"half: \ud83d end"), "{format}: {text}");
    }
    for secret in ["gAAAA", "password_hash", "scrypt:", "pbkdf2:"] {
        for run in [&json, &lines, &markdown] {
            assert!(!run.stdout_text().contains(secret), "{run}");
        }
    }
}

fn keys_are_adopted(sandbox: &Sandbox) {
    let before = StoredUser::read(sandbox, ADA).conversations();
    sandbox
        .chatkeep(&["key", "adopt", "--yes"])
        .with_env("FLASK_SECRET_KEY", FLASK_SECRET)
        .run()
        .succeeds();
    // From here on the app's secret is not needed, and so not given.
    for (who, provider, key) in [
        ("ada@example.org", "openai", "sk-fixture-ada-0001"),
        ("ada@example.org", "anthropic", "sk-ant-fixture-ada-0002"),
        ("müller@example.org", "google", "AIza-fixture-0003"),
    ] {
        let arguments = ["key", "show", who, provider, "--reveal"];
        let run = sandbox.chatkeep(&arguments).run_changing_nothing();
        assert_eq!(run.succeeds().stdout_text(), format!("{key}\n"));
    }
    let list = sandbox.chatkeep(&["key", "list", "--format", "json"]).run();
    let list = list.succeeds().stdout_json();
    let keys = list.as_array().expect("a list");
    assert_eq!(keys.len(), 3, "an empty text is no key: {list}");
    assert!(keys.iter().all(|key| key["format"] == "age"), "{list}");
    let after = StoredUser::read(sandbox, ADA);
    assert_eq!(after.conversations(), before);
    assert!(!after.text.contains("gAAAA"));
}

fn a_turn_is_added(sandbox: &Sandbox) {
    let before = StoredUser::read(sandbox, ADA).conversations();
    let arguments = ["chat", "--user", "ada@example.org", "-m", "echo"];
    let arguments = [
        &arguments[..],
        &["--conversation", "a23d", "And in Python?"],
    ]
    .concat();
    let run = sandbox.chatkeep(&arguments).run().succeeds();
    assert_eq!(run.stdout_text(), "And in Python?\n");
    let after = StoredUser::read(sandbox, ADA);
    assert_eq!(after.conversations().len(), CONVERSATIONS.len());
    for (id, text) in before {
        assert_eq!(
            after.conversation_text(&id) == text,
            id != TWO_TURNS,
            "{id}"
        );
    }
    let conversation = after.conversation(TWO_TURNS);
    let said = said(&conversation);
    assert_eq!(said.len(), 6);
    assert_eq!(said[5], ("assistant", "And in Python?"));
}

/// A backup is verified, unpacked by GNU tar, and restored into an empty folder; each time all files are the same.
fn a_backup_brings_everything_back(sandbox: &Sandbox) {
    let folder = sandbox.work().join("backups");
    let folder_text = folder.to_str().expect("text");
    let made = sandbox.chatkeep(&["backup", "--to", folder_text, "--format", "json"]);
    let made = made.run().succeeds().stdout_json();
    assert_eq!(
        (&made["users"], &made["conversations"]),
        (&Value::from(4), &Value::from(4))
    );
    let archive = made["path"].as_str().expect("a path");
    sandbox
        .chatkeep(&["backup", "verify", archive])
        .run_changing_nothing()
        .succeeds();

    let unpacked = sandbox.work().join("unpacked");
    fs::create_dir(&unpacked).expect("the folder is ours");
    let unpacked_text = unpacked.to_str().expect("text");
    let tar = sandbox.program("tar", &["-xzf", archive, "-C", unpacked_text]);
    tar.run().succeeds();
    assert_same_content(&sandbox.store(), &unpacked);

    let restored = sandbox.work().join("restored");
    let restored_text = restored.to_str().expect("text");
    let arguments = ["--store", restored_text, "restore", archive, "--yes"];
    sandbox.chatkeep(&arguments).run().succeeds();
    assert_same_content(&sandbox.store(), &restored);
    // It is a store like the first: for the same secrets, with the same answers.
    for arguments in [
        &["user", "list"][..],
        &["stats"],
        &["chat", "show", "a23d", "--user", "ada@example.org"],
        &["key", "show", "müller@example.org", "google", "--reveal"],
    ] {
        let there = [&["--store", restored_text], arguments].concat();
        let there = sandbox.chatkeep(&there).run().succeeds();
        let here = sandbox.chatkeep(arguments).run().succeeds();
        assert_eq!(there.stdout_text(), here.stdout_text());
    }
}

/// Asserts that two stores hold the same accounts and users' files: as JSON values, and to the byte.
fn assert_same_content(one: &Path, other: &Path) {
    let names = |store: &Path| {
        let files = fs::read_dir(store.join("user_data")).expect("it is there");
        let mut names: Vec<_> = files
            .map(|file| Path::new("user_data").join(file.expect("a file").file_name()))
            .collect();
        names.push("users.json".into());
        names.sort();
        names
    };
    assert_eq!(names(one), names(other));
    for name in names(one) {
        let read = |store: &Path| fs::read(store.join(&name)).expect("it is readable");
        assert_eq!(
            value_of(&read(one)),
            value_of(&read(other)),
            "{}",
            name.display()
        );
        assert_eq!(read(one), read(other), "{}", name.display());
    }
}

/// Reads JSON as Python does, lone surrogates included: each is as good as any other character in a comparison.
fn value_of(json: &[u8]) -> Value {
    let text = String::from_utf8_lossy(json).replace(r"\ud83d end", r"\ufffd end");
    serde_json::from_str(&text).expect("it is JSON")
}
