//! Stores copied into other backends, and compared.

use std::fs;
use std::path::Path;

use snapbox::str;

use crate::sandbox::Sandbox;

fn text(path: &Path) -> &str {
    path.to_str().expect("the sandbox's path is text")
}

/// Has what is hard to carry over: escapes, digits, unknown fields, empty conversations, an id of odd characters.
const HARD: &str = r#"{
  "theirs": {"n": [1E5, 1.50, -0, 123456789012345678901234567890]},
  "api_keys": {"openai": "gAAAAAB", "google": ""},
  "conversations": {
    "a\u0000\"b": {
      "title": "half \ud83d", "x": null, "messages": [
        {"role": "user", "content": "\u0000 \ud83d é", "y": {"z": []}},
        {"role": "assistant", "content": "b", "cost": 1.50E-3, "input_tokens": 1}
      ]
    },
    "empty": {"messages": []},
    "none": {}
  }
}"#;

const ADA: &str = "ef2a47e3-0b1c-45d9-a093-c01e43ddece2";

fn hard_store() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    let file = sandbox.store().join(format!("user_data/{ADA}.json"));
    fs::write(file, HARD).expect("ours");
    sandbox
}

fn compact(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("it is there");
    chatkeep::model::compacted(&text)
}

#[test]
fn through_sqlite_and_back_everything_is_as_it_was() {
    let sandbox = hard_store();
    let original = sandbox.copied_store();
    let (database, back) = (sandbox.work().join("a.db"), sandbox.work().join("back"));
    let location = format!("sqlite:{}", text(&database));
    let copied = sandbox.chatkeep(&["migrate", "--to", &location]).run();
    copied.succeeds();
    sandbox
        .chatkeep(&["--store", &location, "migrate", "--to", text(&back)])
        .run()
        .succeeds();
    for entry in fs::read_dir(original.join("user_data")).expect("listed") {
        let path = entry.expect("listed").path();
        let name = path.file_name().expect("a name");
        let came_back = back.join("user_data").join(name);
        assert_eq!(compact(&came_back), compact(&path), "{}", path.display());
    }
    let users = |store: &Path| fs::read_to_string(store.join("users.json")).expect("there");
    assert_eq!(users(&back), users(&original));
    let verify = ["migrate", "--to", text(&back), "--verify-only", "-q"];
    let verified = sandbox.chatkeep(&verify).run_changing_nothing();
    verified.succeeds().stdout_is(str![[r#"
                 first  second
users                4       4
users with data      2       2
keys                 2       2
conversations        3       3
messages             2       2
ledger entries       0       0
both hold the same: every account, every user's data and the ledger were compared

"#]]);
}

#[test]
fn a_copy_that_is_there_is_compared_and_another_store_is_refused() {
    let sandbox = Sandbox::flask_store();
    let location = format!("sqlite:{}", text(&sandbox.work().join("a.db")));
    let migrate = ["migrate", "--to", &location, "-q"];
    sandbox.chatkeep(&migrate).run().succeeds();
    sandbox.chatkeep(&migrate).run_changing_nothing().succeeds();
    let rename = ["user", "set", "ada@example.org", "--name", "Other"];
    let there = [&["--store", &location][..], &rename].concat();
    sandbox.chatkeep(&there).run().succeeds();
    let refused = sandbox.chatkeep(&migrate).run_changing_nothing();
    let error = refused.fails_with(4).stderr_text().to_owned();
    assert!(error.contains("there are accounts in sqlite:"), "{error}");
    let verify = [
        "migrate",
        "--to",
        &location,
        "--verify-only",
        "--format",
        "json",
    ];
    let differs = sandbox
        .chatkeep(&verify)
        .run_changing_nothing()
        .fails_with(6);
    let found = differs.stdout_json();
    assert_eq!(
        found["differences"].to_string(),
        format!(r#"[{{"kind":"account_changed","user":"{ADA}","conversations":[]}}]"#)
    );
    assert_eq!(
        (&found["same"], &found["copied"]),
        (&false.into(), &false.into())
    );
}

#[test]
fn what_is_damaged_is_named_and_nothing_is_made() {
    json_files_only!("it is about damaged files");
    let sandbox = Sandbox::flask_store();
    let file = sandbox.store().join(format!("user_data/{ADA}.json"));
    fs::write(file, r#"{"conversations": {"a": {"messages": 5}}}"#).expect("ours");
    let database = sandbox.work().join("a.db");
    let location = format!("sqlite:{}", text(&database));
    let refused = sandbox.chatkeep(&["migrate", "--to", &location]).run();
    let error = refused.fails_with(6).stderr_text().to_owned();
    assert!(
        error.contains(ADA) && error.contains("at byte 37"),
        "{error}"
    );
    let left = fs::read_dir(sandbox.work()).expect("listed").count();
    assert_eq!(left, 0);
}

#[test]
fn what_cannot_be_is_refused() {
    let sandbox = Sandbox::flask_store();
    let here = sandbox.location();
    for (arguments, code, named) in [
        (vec!["--to", &here], 2, "is the store itself"),
        (vec!["--to", "ftp://h/x"], 2, "is no location"),
        (
            vec!["--to", "x", "--distributed"],
            2,
            "--distributed is for",
        ),
        (
            vec!["--to", "sqlite:x.db", "--verify-only"],
            3,
            "there is no store",
        ),
    ] {
        let arguments = [&["migrate"][..], &arguments].concat();
        let refused = sandbox.chatkeep(&arguments).run_changing_nothing();
        let error = refused.fails_with(code).stderr_text().to_owned();
        assert!(error.contains(named), "{error}");
    }
}
