//! `export`: what goes out is what is stored, and nothing secret.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;
use serde_json::value::RawValue;
use snapbox::str;

use crate::fixture;
use crate::sandbox::Sandbox;

const ADA: &str = "ef2a47e3-0b1c-45d9-a093-c01e43ddece2";
const IDS: [&str; 4] = ["a23d5eb8", "2ad2591c", "e0724928", "f25f5a34"];

/// The members of an object with the bytes of their values.
type RawMembers<'a> = std::collections::BTreeMap<String, &'a RawValue>;

/// Returns ada's file as the app wrote it.
fn ada_file() -> String {
    let path = fixture::flask_store().join(format!("user_data/{ADA}.json"));
    fs::read_to_string(path).expect("the fixture is text")
}

fn members(json: &str) -> RawMembers<'_> {
    serde_json::from_str(json).expect("an object")
}

/// Asserts that no export holds a key, a hash or what else is secret.
#[track_caller]
fn assert_no_secret(export: &[u8]) {
    let text = String::from_utf8_lossy(export);
    for secret in ["gAAAA", "pbkdf2", "password_hash", "api_keys"] {
        assert!(!text.contains(secret), "{secret} is in\n{text}");
    }
}

#[test]
fn json_holds_every_stored_document_byte_for_byte() {
    let sandbox = Sandbox::flask_store();
    let outcome = sandbox
        .chatkeep(&["export"])
        .run_changing_nothing()
        .succeeds();
    assert_no_secret(&outcome.stdout);
    let export = members(outcome.stdout_text());
    assert_eq!(export["format"].get(), "\"chatkeep-export\"");
    assert_eq!(export["version"].get(), "1");
    let users: Vec<RawMembers<'_>> =
        serde_json::from_str(export["users"].get()).expect("a list of objects");
    let emails: Vec<_> = users.iter().map(|user| user["email"].get()).collect();
    assert_eq!(
        emails,
        [
            "\"ada@example.org\"",
            "\"müller@example.org\"",
            "\"empty@example.org\"",
            "\"grace@example.org\""
        ]
    );
    let file = ada_file();
    let stored = members(members(&file)["conversations"].get());
    let exported = members(users[0]["conversations"].get());
    assert_eq!(exported.len(), IDS.len());
    for (id, document) in &stored {
        assert_eq!(exported[id].get(), document.get(), "{id}");
    }
    assert_eq!(users[2]["conversations"].get(), "{}");
}

#[test]
fn each_line_of_jsonl_is_a_conversation_with_its_user() {
    let sandbox = Sandbox::flask_store();
    let outcome = sandbox
        .chatkeep(&["export", "--as", "jsonl"])
        .run_changing_nothing()
        .succeeds();
    assert_no_secret(&outcome.stdout);
    let file = ada_file();
    let stored = members(members(&file)["conversations"].get());
    let lines: Vec<_> = outcome.stdout_text().lines().collect();
    assert_eq!(lines.len(), IDS.len());
    for (line, id) in lines.iter().zip(IDS) {
        let line = members(line);
        let key: String = serde_json::from_str(line["id"].get()).expect("text");
        assert!(key.starts_with(id), "{key}");
        let user: Value = serde_json::from_str(line["user"].get()).expect("JSON");
        assert_eq!(
            (&user["id"], &user["email"]),
            (&ADA.into(), &"ada@example.org".into())
        );
        // No string of the fixture has a line break, so what goes is only the layout.
        let on_one_line: String = stored[&key].get().lines().map(str::trim_start).collect();
        assert_eq!(
            without_spaces(line["conversation"].get()),
            without_spaces(&on_one_line)
        );
    }
    let surrogate = members(lines[1])["conversation"].get();
    assert!(surrogate.contains(r"half: \ud83d end"), "{surrogate}");
}

fn without_spaces(text: &str) -> String {
    text.replace(' ', "")
}

#[test]
fn markdown_is_for_reading() {
    let sandbox = Sandbox::flask_store();
    let all = sandbox
        .chatkeep(&["export", "--as", "markdown"])
        .run_changing_nothing()
        .succeeds();
    assert_no_secret(&all.stdout);
    for id in IDS {
        assert!(all.stdout_text().contains(&format!("\nid: \"{id}")), "{id}");
    }
    sandbox
        .chatkeep(&[
            "export",
            "--user",
            "ada@example.org",
            "--as",
            "markdown",
            "2ad2",
            "e072",
        ])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
---
format: chatkeep-conversation
version: 1
id: "2ad2591c-8c73-4fcf-85bd-10c0dec2e418"
title: "Bonjour, ça va? 你好 👩‍👩‍👧 half: � end"
user: "ada@example.org"
provider: "anthropic"
model: "claude-sonnet-4-20250514"
started: 2026-11-23T17:22:06.679532+00:00
timezone: "UTC"
messages: 2
tokens: 0
cost_usd: 0
---
<!-- chatkeep:conversation {"id":"2ad2591c-8c73-4fcf-85bd-10c0dec2e418","title":"Bonjour, \u00e7a va? \u4f60\u597d \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 half: \ud83d end","messages":[],"provider":"anthropic","model":"claude-sonnet-4-20250514","timestamp":"2026-11-23T17:22:06.679532"} -->

# Bonjour, ça va? 你好 👩‍👩‍👧 half: � end

<!-- chatkeep:message {"role":"user","content":"Bonjour, \u00e7a va? \u4f60\u597d \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 half: \ud83d end"} -->
## User

> Bonjour, ça va? 你好 👩‍👩‍👧 half: � end

<!-- chatkeep:message {"role":"assistant","content":"","provider":"anthropic","model":"claude-sonnet-4-20250514","is_error":true} -->
## Assistant (claude-sonnet-4-20250514, error)

> Error: 'utf-8' codec can't encode character '\ud83d' in position 88: surrogates not allowed

---
format: chatkeep-conversation
version: 1
id: "e0724928-2457-4a12-afc2-84de6289261a"
title: "please fail now"
user: "ada@example.org"
provider: "openai"
model: "gpt-4o-mini"
started: 2026-11-23T17:22:06.709255+00:00
timezone: "UTC"
messages: 2
tokens: 0
cost_usd: 0
---
<!-- chatkeep:conversation {"id":"e0724928-2457-4a12-afc2-84de6289261a","title":"please fail now","messages":[],"provider":"openai","model":"gpt-4o-mini","timestamp":"2026-11-23T17:22:06.709255"} -->

# please fail now

<!-- chatkeep:message {"role":"user","content":""} -->
## User

> please fail now

<!-- chatkeep:message {"role":"assistant","content":"","provider":"openai","model":"gpt-4o-mini","is_error":true} -->
## Assistant (gpt-4o-mini, error)

> Error: Error code: 400 - The model is overloaded

"#]]);
}

#[test]
fn conversations_are_chosen_by_their_user_and_id() {
    let sandbox = Sandbox::flask_store();
    let lines = |arguments: &[&str]| {
        let arguments = [&["export", "--as", "jsonl"], arguments].concat();
        let outcome = sandbox.chatkeep(&arguments).run().succeeds();
        let id = |line: &str| members(line)["id"].get()[1..9].to_owned();
        outcome.stdout_text().lines().map(id).collect::<Vec<_>>()
    };
    assert_eq!(lines(&["--user", "Ada Lovelace"]), IDS);
    assert!(lines(&["--user", "grace@example.org"]).is_empty());
    assert_eq!(
        lines(&["-u", ADA, "last", "a23d"]),
        ["a23d5eb8", "f25f5a34"]
    );
    assert_eq!(
        lines(&["-u", ADA, "last", "last", "f25f5a34"]),
        ["f25f5a34"]
    );
}

#[test]
fn whose_conversation_is_meant_can_be_set_or_must_be_said() {
    let sandbox = Sandbox::flask_store();
    let export = || sandbox.chatkeep(&["--format", "json", "export", "a23d"]);
    let refused = export().run_changing_nothing().fails_with(2);
    assert_eq!(refused.stderr_json()["error"]["code"], "usage");
    export()
        .with_env("CHATKEEP_USER", "ada@example.org")
        .run()
        .succeeds();
    let refused = export()
        .with_env("CHATKEEP_USER", "nobody")
        .run()
        .fails_with(3);
    assert_eq!(refused.stderr_json()["error"]["code"], "user_not_found");
    let folder = sandbox.config().join("chatkeep");
    fs::create_dir(&folder).expect("it is ours");
    fs::write(folder.join("config.toml"), "user = 'ada@example.org'").expect("it is ours");
    export().run().succeeds();
    for user in [
        "müller@example.org",
        "empty@example.org",
        "grace@example.org",
    ] {
        sandbox
            .chatkeep(&["user", "remove", "--yes", user])
            .run()
            .succeeds();
    }
    fs::remove_dir_all(&folder).expect("it is ours");
    export().run().succeeds();
}

#[test]
fn what_is_not_there_is_named() {
    let sandbox = Sandbox::flask_store();
    for (arguments, exit, code) in [
        (&["--user", "nobody"][..], 3, "user_not_found"),
        (&["--user", ADA, "zzzz"], 3, "conversation_not_found"),
        (&["--user", ADA, "a23"], 3, "conversation_not_found"),
        (&["--as", "html"], 2, "usage"),
        (&["--force"], 2, "usage"),
        (&["-o", "."], 1, "file"),
        (&["-o", "/dev/null", "--force"], 1, "file"),
        (&["-o", "no/such/folder/x.json"], 1, "file"),
        (&["--store", "nowhere"], 3, "store_not_found"),
    ] {
        let arguments = [&["--format", "json", "export"], arguments].concat();
        let failed = sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .fails_with(exit);
        assert_eq!(failed.stderr_json()["error"]["code"], code, "{failed}");
        assert!(failed.stdout.is_empty(), "{failed}");
    }
}

#[test]
fn a_file_is_private_complete_and_replaced_only_by_force() {
    let sandbox = Sandbox::flask_store();
    let export = |options: &[&str]| {
        let arguments = [&["export", "-o", "all.jsonl"], options].concat();
        sandbox.chatkeep(&arguments)
    };
    export(&[]).run().succeeds().stdout_is(str![[r#"
exported 4 conversations of 4 users to all.jsonl

"#]]);
    let path = sandbox.work().join("all.jsonl");
    let mode = path.metadata().expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let written = fs::read(&path).expect("it is there");
    let shown = sandbox
        .chatkeep(&["export", "--as", "jsonl"])
        .run()
        .succeeds();
    assert_eq!(written, shown.stdout, "the name chooses the format");
    export(&["--as", "json"])
        .run_changing_nothing()
        .fails_with(4);
    let replaced = export(&["--as", "json", "--force", "--format", "json"])
        .run()
        .succeeds();
    assert_eq!(replaced.stdout_json()["conversations"], 4);
    assert!(
        fs::read_to_string(&path)
            .expect("it is there")
            .starts_with("{\"format\":\"chatkeep-export\"")
    );
    let left: Vec<_> = fs::read_dir(sandbox.work()).expect("it is ours").collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_failed_export_leaves_no_file() {
    json_files_only!("it damages files");
    let sandbox = Sandbox::flask_store();
    let file = sandbox
        .store()
        .join("user_data/09302212-702c-46ec-b601-69456355f61d.json");
    fs::write(file, "{\"conversations\": {\"c1\": ").expect("it is ours");
    let failed = sandbox
        .chatkeep(&["export", "-o", "all.json"])
        .run_changing_nothing()
        .fails_with(6);
    assert!(failed.stderr_text().contains("09302212"), "{failed}");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let sandbox = Sandbox::flask_store();
    let script = r#"("$0" export --as jsonl; echo "ended with $?" >&2) | true"#;
    let program = env!("CARGO_BIN_EXE_chatkeep");
    let outcome = sandbox
        .program("sh", &["-c", script, program])
        .run()
        .succeeds();
    outcome.stderr_is(str![[r#"
ended with 0

"#]]);
}

#[test]
fn hostile_text_is_exact_in_a_file_and_harmless_on_a_terminal() {
    let sandbox = Sandbox::flask_store();
    let path = sandbox.store().join(format!("user_data/{ADA}.json"));
    let hostile =
        "{\"conversations\": {\"evil\": {\"title\": \"\u{9b}2J\u{202E}\", \"messages\": []}}}";
    fs::write(path, hostile).expect("it is ours");
    for format in ["json", "jsonl", "markdown"] {
        let arguments = ["export", "--user", ADA, "--as", format];
        let exact = sandbox.chatkeep(&arguments).run().succeeds();
        assert!(exact.stdout_text().contains("\u{9b}2J\u{202E}"), "{exact}");
        let (code, shown) = sandbox.at_terminal(&arguments).ends();
        assert_eq!(code, 0, "{shown}");
        assert!(!shown.contains(['\u{9b}', '\u{202E}', '\x1b']), "{shown:?}");
        assert!(shown.contains("\u{FFFD}2J\u{FFFD}"), "{shown:?}");
    }
}
