//! `export`: what goes out is what is stored, and nothing secret.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;
use serde_json::value::RawValue;
use snapbox::str;

use crate::fixture;
use crate::sandbox::Sandbox;
use crate::stored::StoredUser;

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
        (&["--as", "xlsx"], 2, "usage"),
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
    let hostile = "{\"conversations\": {\"evil\": {\"title\": \"\u{9b}2J\u{202E}\", \"messages\": [{\"role\": \"user\"}]}}}";
    fs::write(path, hostile).expect("it is ours");
    for format in ["json", "jsonl", "markdown", "csv", "chatgpt", "html"] {
        let arguments = ["export", "--user", ADA, "--as", format];
        let exact = sandbox.chatkeep(&arguments).run().succeeds();
        let is_exact = exact.stdout_text().contains("\u{9b}2J\u{202E}");
        assert_eq!(is_exact, format != "html", "{exact}");
        let (code, shown) = sandbox.at_terminal(&arguments).ends();
        assert_eq!(code, 0, "{shown}");
        assert!(!shown.contains(['\u{9b}', '\u{202E}', '\x1b']), "{shown:?}");
        let expected = match format {
            "html" => "[U+009B]2J[U+202E]",
            _ => "\u{FFFD}2J\u{FFFD}",
        };
        assert!(shown.contains(expected), "{shown:?}");
    }
}

/// Returns the beginnings of the ids that an export to JSON lines has with these options.
fn exported_ids(sandbox: &Sandbox, options: &[&str]) -> Vec<String> {
    let arguments = [&["export", "--as", "jsonl"], options].concat();
    let outcome = sandbox
        .chatkeep(&arguments)
        .run_changing_nothing()
        .succeeds();
    let id = |line: &str| members(line)["id"].get()[1..9].to_owned();
    outcome.stdout_text().lines().map(id).collect()
}

#[test]
fn filters_mean_what_they_mean_in_a_list() {
    let sandbox = Sandbox::flask_store();
    for arguments in [
        &["tag", "a23d", "--add", "work,urgent"][..],
        &["tag", "2ad2", "--add", "work"],
        &["archive", "e072"],
    ] {
        let arguments = [&["chat"], arguments, &["-u", ADA]].concat();
        sandbox.chatkeep(&arguments).run().succeeds();
    }
    for (options, expected) in [
        (&["--provider", "Anthropic"][..], &["2ad2591c"][..]),
        (&["--model", "openai/gpt-4o-mini"], &["e0724928"]),
        (&["--tag", "Work"], &["a23d5eb8", "2ad2591c"]),
        (&["--tag", "work,urgent"], &["a23d5eb8"]),
        (&["--archived"], &["e0724928"]),
        (&["--no-archived"], &["a23d5eb8", "2ad2591c", "f25f5a34"]),
        (&["--text", "fail now"], &["e0724928"]),
        (&["--until", "2026-01-01"], &[]),
        (
            &["--since", "2026-01-01", "--provider", "anthropic"],
            &["2ad2591c"],
        ),
    ] {
        assert_eq!(exported_ids(&sandbox, options), expected, "{options:?}");
        let listed = match options {
            ["--no-archived"] => vec![],
            ["--archived"] => options.to_vec(),
            _ => [options, &["--all"]].concat(),
        };
        let arguments = [
            &["--format", "jsonl", "chat", "list", "--all-users"],
            &listed[..],
        ]
        .concat();
        let list = sandbox.chatkeep(&arguments).run().succeeds();
        let mut ids: Vec<String> = list
            .stdout_text()
            .lines()
            .map(|line| members(line)["id"].get()[1..9].to_owned())
            .collect();
        ids.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(ids, expected, "{options:?}");
    }
    let exported = sandbox.chatkeep(&[
        "--format", "json", "export", "--tag", "work", "-o", "work.csv",
    ]);
    let outcome = exported.run().succeeds().stdout_json();
    assert_eq!(
        (&outcome["as"], &outcome["users"], &outcome["conversations"]),
        (&"csv".into(), &1.into(), &2.into()),
        "users without any are left out"
    );
    for refused in [
        &["--tag", "x", "a23d"][..],
        &["--archived", "--no-archived"],
        &["--archived", "a23d"],
        &["--since", "2026-02-02", "--until", "2026-02-01"],
    ] {
        let arguments = [&["export", "-u", ADA], refused].concat();
        sandbox.chatkeep(&arguments).run().fails_with(2);
    }
}

#[test]
fn what_chatgpt_would_export_comes_back() {
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&[
            "export",
            "-u",
            ADA,
            "--as",
            "chatgpt",
            "-o",
            "conversations.json",
        ])
        .run()
        .succeeds();
    let file = fs::read_to_string(sandbox.work().join("conversations.json")).expect("text");
    assert_no_secret(file.as_bytes());
    let outcome = sandbox
        .chatkeep(&[
            "--format",
            "json",
            "import",
            "conversations.json",
            "--from",
            "openai",
            "-u",
            "grace@example.org",
        ])
        .run()
        .succeeds()
        .stdout_json();
    let counts = (&outcome["added"], &outcome["empty"]);
    assert_eq!(counts, (&3.into(), &1.into()), "{outcome}");
    let half = |text: &String| {
        let whole = text.replace("\\ud83d end", "HALF end");
        serde_json::from_str::<Value>(&whole).expect("JSON")
    };
    let before = StoredUser::read(&sandbox, ADA).conversations();
    let after = StoredUser::of(&sandbox, "grace@example.org").conversations();
    let imported: Vec<Value> = after.values().map(half).collect();
    let has_messages = |one: &Value| one["messages"] != Value::Array(Vec::new());
    for old in before.values().map(half).filter(has_messages) {
        let is_it = |new: &&Value| new["title"] == old["title"];
        let new = imported.iter().find(is_it).expect("the title came");
        let is_shown = |message: &&Value| message["is_error"] != true;
        let texts = |document: &Value| {
            let messages = document["messages"].as_array().expect("a list").clone();
            let shown = messages.iter().filter(is_shown);
            shown
                .map(|message| (message["role"].clone(), message["content"].clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(texts(new), texts(&old));
        assert_eq!(new["timestamp"], old["timestamp"]);
    }
}

#[test]
fn a_page_needs_nothing_and_obeys_nothing_that_is_stored() {
    let sandbox = Sandbox::flask_store();
    let hostile = r#"{"id": "evil", "title": "</title><script>alert(1)</script>", "timestamp": "2026-02-09T14:03:11", "tags": ["<i>"], "messages": [
        {"role": "</h3><script>", "content": "<script>alert(2)</script>"},
        {"role": "user", "content": "</div><img src=x onerror=alert(3)> \u001b[31m\u202e"},
        {"role": "assistant", "model": "\"><script>", "cost": 0.5, "content": "<script>alert(4)</script>\n\n[a](javascript:alert(5)) [b](https://x.org/\"onclick=\"alert(6)) ![i](http://x.org/i.png)\n\n````md\n```html\n<script>alert(7)</script>\n```\n````\n\n~~~\nopen"}]}"#;
    let line = format!(
        r#"{{"format":"chatkeep-conversation","version":1,"id":"evil","conversation":{}}}"#,
        hostile.replace('\n', " ")
    );
    fs::write(sandbox.work().join("evil.jsonl"), line).expect("it is ours");
    sandbox
        .chatkeep(&["import", "evil.jsonl", "-u", ADA])
        .run()
        .succeeds();
    sandbox
        .chatkeep(&["export", "-u", ADA, "evil", "-o", "evil.html"])
        .run()
        .succeeds();
    let page = fs::read_to_string(sandbox.work().join("evil.html")).expect("text");
    let lower = page.to_ascii_lowercase();
    for forbidden in [
        "<script",
        "<img",
        "javascript:alert(5)\"",
        "onclick=\"",
        "\u{1b}",
        "\u{202e}",
    ] {
        assert!(!lower.contains(forbidden), "{forbidden:?} is in {page}");
    }
    for expected in [
        "default-src 'none'; style-src 'sha256-",
        "<code class=\"language-md\"><span class=\"s\">```</span>",
        "\n&lt;script&gt;alert(7)&lt;/script&gt;\n```\n</span></code>",
        "href=\"http://x.org/i.png\"",
        "␛[31m[U+202E]",
        "<title>&#60;/title&#62;&#60;script&#62;alert(1)&#60;/script&#62;</title>",
    ] {
        assert!(page.contains(expected), "{expected:?} is not in {page}");
    }
    assert_eq!(page.matches("</article>").count(), 1);
    assert!(page.ends_with("</article></body>\n</html>\n"), "{page}");
    let all = sandbox
        .chatkeep(&["export", "--as", "html"])
        .run_changing_nothing()
        .succeeds();
    assert_no_secret(&all.stdout);
    let all = all.stdout_text();
    assert_eq!(all.matches("<article").count(), 5, "{all}");
    assert!(all.contains("<h1>5 conversations</h1>"), "{all}");
}

#[test]
fn a_split_export_is_a_folder_that_is_complete_or_not_there() {
    let sandbox = Sandbox::flask_store();
    let names = |folder: &str| {
        let mut names: Vec<String> = fs::read_dir(sandbox.work().join(folder))
            .expect("a folder")
            .map(|entry| {
                let name = entry.expect("readable").file_name();
                name.into_string().expect("text")
            })
            .collect();
        names.sort();
        names
    };
    let export = |arguments: &[&str]| {
        let arguments = [&["--format", "json", "export", "--split"], arguments].concat();
        sandbox.chatkeep(&arguments)
    };
    let outcome = export(&["-u", ADA, "--as", "markdown", "-o", "ada"])
        .run()
        .succeeds()
        .stdout_json();
    assert_eq!(outcome["conversations"], 4);
    let files = names("ada");
    assert_eq!(files.len(), 4, "{files:?}");
    for (file, id) in files
        .iter()
        .zip(["2ad2591c", "a23d5eb8", "e0724928", "f25f5a34"])
    {
        assert!(
            files
                .iter()
                .any(|file| file.ends_with(&format!("-{id}.md"))),
            "{files:?}"
        );
        assert!(file.starts_with("2026-11-23-"), "{files:?}");
        let path = sandbox.work().join("ada").join(file);
        let mode = fs::metadata(&path)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(
            fs::read_to_string(path)
                .expect("text")
                .starts_with("---\nformat: ")
        );
    }
    export(&["--as", "html", "-o", "all"]).run().succeeds();
    assert_eq!(names("all"), ["index.html", "user-ada-example-org"]);
    let index = fs::read_to_string(sandbox.work().join("all/index.html")).expect("text");
    for file in names("all/user-ada-example-org") {
        assert!(file.ends_with(".html"), "{file}");
        if file.is_ascii() {
            assert!(
                index.contains(&format!("href=\"user-ada-example-org/{file}\"")),
                "{index}"
            );
        }
    }
    assert_eq!(index.matches("href=\"user-").count(), 4, "{index}");
    for (arguments, exit, code) in [
        (&["-u", ADA, "-o", "ada"][..], 4, "folder_not_empty"),
        (&["-u", ADA, "-o", "-"], 2, "usage"),
        (&["-u", ADA], 2, "usage"),
        (&["-u", ADA, "-o", "new", "--force"], 2, "usage"),
        (&["-u", ADA, "-o", "no/such/folder"], 1, "file"),
    ] {
        let failed = export(arguments).run_changing_nothing().fails_with(exit);
        assert_eq!(failed.stderr_json()["error"]["code"], code, "{failed}");
    }
    assert_eq!(names("."), ["ada", "all"]);
}

#[test]
fn what_is_redacted_is_counted_and_gone_in_every_format() {
    let sandbox = Sandbox::flask_store();
    let line = r#"{"format":"chatkeep-conversation","version":1,"id":"told","conversation":{"id":"told","title":"mail bob@x.org","timestamp":"2026-02-09T14:03:11","messages":[
        {"role":"user","content":"my key is sk-proj-abcdefghijklmnop1234, my card 4111 1111 1111 1111"},
        {"role":"assistant","content":"call +49 30 1234567 or bob@x.org","model":"m","input_tokens":4111111111111111,"cost":0.5}]}}"#;
    fs::write(sandbox.work().join("told.jsonl"), line.replace('\n', " ")).expect("it is ours");
    sandbox
        .chatkeep(&["import", "told.jsonl", "-u", ADA])
        .run()
        .succeeds();
    for format in ["json", "jsonl", "markdown", "csv", "chatgpt", "html"] {
        let arguments = ["export", "-u", ADA, "told", "--as", format, "--redact"];
        let outcome = sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .succeeds();
        let text = outcome.stdout_text();
        for gone in [
            "bob@x.org",
            "ada@example.org",
            "sk-proj",
            "1111 1111",
            "1234567",
        ] {
            assert!(!text.contains(gone), "{gone} is in {text}");
        }
        assert!(text.contains("[key removed]"), "{text}");
        outcome.stderr_is(str![[r#"
replaced 1 key, 3 e-mail addresses, 1 card number, 1 phone number; what has no known form, such as names, is still there

"#]]);
    }
    let written = sandbox
        .chatkeep(&[
            "--format",
            "json",
            "export",
            "-u",
            ADA,
            "told",
            "--redact",
            "-o",
            "told.json",
        ])
        .run()
        .succeeds()
        .stdout_json();
    assert_eq!(
        written["redacted"],
        serde_json::json!({"keys": 1, "email_addresses": 3, "card_numbers": 1, "phone_numbers": 1})
    );
    sandbox
        .chatkeep(&["import", "told.json", "-u", "grace@example.org"])
        .run()
        .succeeds();
}

#[test]
fn everything_held_on_a_person_is_one_document_without_secrets() {
    let sandbox = Sandbox::flask_store();
    let before = StoredUser::read(&sandbox, ADA).conversations();
    sandbox
        .chatkeep(&["chat", "delete", "-u", ADA, "a23d", "--yes"])
        .run()
        .succeeds();
    let outcome = sandbox
        .chatkeep(&["user", "export", "Ada Lovelace"])
        .run_changing_nothing()
        .succeeds();
    assert_no_secret(&outcome.stdout);
    let document = members(outcome.stdout_text());
    let account: Value = serde_json::from_str(document["account"].get()).expect("JSON");
    assert_eq!(
        (&account["id"], &account["email"], &account["has_password"]),
        (&ADA.into(), &"ada@example.org".into(), &true.into())
    );
    let keys: Vec<Value> = serde_json::from_str(document["keys"].get()).expect("JSON");
    assert!(
        keys.contains(&serde_json::json!({"provider": "openai", "encrypted_by": "fernet"})),
        "{keys:?}"
    );
    let usage: Vec<Value> = serde_json::from_str(document["usage"].get()).expect("JSON");
    let stats = sandbox
        .chatkeep(&["--format", "json", "stats", "--by", "user", "--user", ADA])
        .run()
        .succeeds()
        .stdout_json();
    assert_eq!(
        stats["total"]["replies"],
        usage.len(),
        "that of the deleted one too"
    );
    let conversations = members(document["conversations"].get());
    assert_eq!(conversations.len(), 3);
    for (id, stored) in &conversations {
        assert_eq!(stored.get(), before[id], "{id}");
    }
    let written =
        || sandbox.chatkeep(&["--format", "json", "user", "export", ADA, "-o", "ada.json"]);
    assert_eq!(written().run().succeeds().stdout_json()["conversations"], 3);
    let mode = fs::metadata(sandbox.work().join("ada.json")).expect("it is there");
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
    written().run_changing_nothing().fails_with(4);
    sandbox
        .chatkeep(&["user", "export", "nobody"])
        .run()
        .fails_with(3);
}
