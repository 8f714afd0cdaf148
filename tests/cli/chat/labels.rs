//! `chat tag`, `pin` and `archive`.

use std::fs;

use serde_json::{Value, json};
use snapbox::str;

use super::ada;
use crate::sandbox::Sandbox;
use crate::stored::{ADA, EMPTY, FAILED, StoredUser, TWO_TURNS};

#[test]
fn tags_are_added_shown_and_removed() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["tag", "a23d", "--add", "Größe, work"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
a23d5eb8 How do I lock a file in Python without losing writ...: Größe, work

"#]]);
    // Of several, one of which has it already in another case.
    ada(&sandbox, &["tag", "e072", "a23d", "e0724928", "-a", "WORK"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
e0724928 please fail now: WORK
a23d5eb8 How do I lock a file in Python without losing writ...: Größe, work

"#]]);
    ada(&sandbox, &["tag", "a23d", "last"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
a23d5eb8 How do I lock a file in Python without losing writ...: Größe, work
f25f5a34 New Chat: no tags

"#]]);
    ada(
        &sandbox,
        &[
            "tag",
            "a23d",
            "--remove",
            "grösse,WORK",
            "--add",
            "done",
            "--format",
            "json",
        ],
    )
    .run()
    .succeeds()
    .stdout_is(str![[r#"
[
  {
    "id": "a23d5eb8-6819-435b-ad9b-dc6471fdf17a",
    "title": "How do I lock a file in Python without losing writ...",
    "tags": [
      "Größe",
      "done"
    ],
    "pinned": false,
    "archived": false
  }
]

"#]]);
    ada(&sandbox, &["tag", "a23d", "e072", "--clear"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
a23d5eb8 How do I lock a file in Python without losing writ...: no tags
e0724928 please fail now: no tags

"#]]);
}

#[test]
fn labels_are_fields_of_ours_that_go_without_a_trace() {
    let sandbox = Sandbox::flask_store();
    let before = StoredUser::read(&sandbox, ADA);
    for arguments in [
        &["tag", "a23d", "--add", "one,two"][..],
        &["pin", "a23d", "f25f"],
        &["archive", "a23d"],
    ] {
        ada(&sandbox, arguments).run().succeeds();
        // What is so already is not written again.
        ada(&sandbox, arguments).run_changing_nothing().succeeds();
    }
    let after = StoredUser::read(&sandbox, ADA);
    let mut changed = after.conversation(TWO_TURNS);
    assert_eq!(changed["tags"], json!(["one", "two"]));
    assert_eq!(
        (&changed["pinned"], &changed["archived"]),
        (&json!(true), &json!(true))
    );
    let fields = changed.as_object_mut().expect("an object");
    fields.retain(|name, _| !["tags", "pinned", "archived"].contains(&name.as_str()));
    assert_eq!(changed, before.conversation(TWO_TURNS), "and nothing else");
    assert_eq!(after.conversation(EMPTY)["pinned"], json!(true));
    assert_eq!(
        after.conversation_text(FAILED),
        before.conversation_text(FAILED)
    );
    for arguments in [
        &["archive", "a23d", "--off"][..],
        &["pin", "--off", "a23d", "f25f"],
        &["tag", "a23d", "--remove", "TWO,one,three"],
    ] {
        ada(&sandbox, arguments).run().succeeds();
    }
    assert_eq!(
        StoredUser::read(&sandbox, ADA).text,
        before.text,
        "to the byte"
    );
}

#[test]
fn pinning_and_archiving_say_what_is_so_now() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["pin", "e072", "last"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
e0724928 please fail now is pinned
f25f5a34 New Chat is pinned

"#]]);
    ada(&sandbox, &["archive", "e072"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
e0724928 please fail now is archived

"#]]);
    ada(&sandbox, &["archive", "e072", "--off", "--format", "jsonl"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
{"id":"e0724928-2457-4a12-afc2-84de6289261a","title":"please fail now","tags":[],"pinned":true,"archived":false}

"#]]);
    ada(&sandbox, &["pin", "e072", "--off"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
e0724928 please fail now is not pinned

"#]]);
}

#[test]
fn all_conversations_must_be_there_or_none_is_changed() {
    let sandbox = Sandbox::flask_store();
    for verb in [&["tag", "--add", "x"][..], &["pin"], &["archive"]] {
        let arguments = [verb, &["a23d", "beef"]].concat();
        ada(&sandbox, &arguments)
            .run_changing_nothing()
            .fails_with(3);
        let alone = ["chat"].iter().chain(verb).chain(&["a23d"]).copied();
        let alone: Vec<_> = alone.collect();
        sandbox
            .chatkeep(&alone)
            .run_changing_nothing()
            .fails_with(2);
    }
}

#[test]
fn a_tag_without_its_option_is_pointed_out() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["tag", "a23d", "work"])
        .run_changing_nothing()
        .fails_with(3)
        .stderr_is(str![[r#"
error: no conversation "work" of ef2a47e3-0b1c-45d9-a093-c01e43ddece2
 hint: tags come behind --add: `chatkeep chat tag last --add work,urgent`

"#]]);
}

#[test]
fn what_is_no_tag_is_refused() {
    let sandbox = Sandbox::flask_store();
    for tag in [
        "",
        " ",
        "a,,b",
        "two\nlines",
        "\u{1b}[2J",
        "a\u{202e}b",
        &"x".repeat(101),
    ] {
        ada(&sandbox, &["tag", "a23d", "--add", tag])
            .run_changing_nothing()
            .fails_with(2);
    }
    ada(&sandbox, &["tag", "a23d", "--clear", "--remove", "x"])
        .run_changing_nothing()
        .fails_with(2);
}

/// Puts fields of somebody else's into the conversation of two turns.
fn with_fields(sandbox: &Sandbox, fields: &str) {
    let path = sandbox.store().join(format!("user_data/{ADA}.json"));
    let text = fs::read_to_string(&path).expect("it is there");
    let id = format!("\"id\": \"{TWO_TURNS}\",");
    assert!(text.contains(&id));
    fs::write(&path, text.replace(&id, &format!("{id} {fields},"))).expect("it is ours");
}

#[test]
fn what_something_else_wrote_into_these_fields_is_no_damage() {
    let sandbox = Sandbox::flask_store();
    with_fields(
        &sandbox,
        r#""tags": ["\u001b[2J", "theirs", 7, "half \ud83d"], "pinned": "no", "archived": [1]"#,
    );
    let listed = ada(&sandbox, &["list", "--tag", "THEIRS", "--format", "json"])
        .run_changing_nothing()
        .succeeds()
        .stdout_json();
    assert_eq!(
        listed[0]["tags"],
        json!(["\u{1b}[2J", "theirs", "half \u{FFFD}"])
    );
    assert_eq!(
        (&listed[0]["pinned"], &listed[0]["archived"]),
        (&json!(false), &json!(false))
    );
    for command in [&["list"][..], &["tag", "a23d"]] {
        let (code, shown) = ada(&sandbox, command).at_terminal().ends();
        assert_eq!(code, 0, "{shown}");
        assert!(
            shown.contains("␛[2J") && !shown.contains("\u{1b}[2J"),
            "{shown:?}"
        );
    }
    let before = StoredUser::read(&sandbox, ADA).text;
    ada(&sandbox, &["pin", "a23d", "--off"]).run().succeeds();
    assert_eq!(StoredUser::read(&sandbox, ADA).text, before);
    ada(&sandbox, &["tag", "a23d", "-r", "Theirs", "-a", "ours"])
        .run()
        .succeeds();
    let text = StoredUser::read(&sandbox, ADA).conversation_text(TWO_TURNS);
    assert!(
        text.contains(r#""half \ud83d","#) && text.contains(r#""pinned": "no""#),
        "{text}"
    );
    let tags = serde_json::from_str::<Value>(&text.replace("\\ud83d", "")).expect("JSON");
    assert_eq!(tags["tags"], json!(["\u{1b}[2J", 7, "half ", "ours"]));
}

#[test]
fn labels_stay_through_a_chat_a_backup_and_an_export() {
    let sandbox = Sandbox::flask_store();
    ada(&sandbox, &["tag", "a23d", "-a", "say \"hi\",work"])
        .run()
        .succeeds();
    ada(&sandbox, &["pin", "a23d"]).run().succeeds();
    let labels = || {
        let conversation = StoredUser::read(&sandbox, ADA).conversation(TWO_TURNS);
        (conversation["tags"].clone(), conversation["pinned"].clone())
    };
    let before = labels();
    ada(&sandbox, &["-m", "echo", "--conversation", "a23d", "More"])
        .run()
        .succeeds();
    assert_eq!(labels(), before);
    sandbox
        .chatkeep(&["backup", "-o", "kept.tar.gz"])
        .run()
        .succeeds();
    ada(&sandbox, &["tag", "a23d", "--clear"]).run().succeeds();
    sandbox
        .chatkeep(&["restore", "kept.tar.gz", "--yes"])
        .run()
        .succeeds();
    assert_eq!(labels(), before);
    let exported = [
        "export",
        "a23d",
        "--as",
        "markdown",
        "--user",
        "ada@example.org",
    ];
    let exported = sandbox.chatkeep(&exported).run().succeeds();
    let text = exported.stdout_text();
    assert!(
        text.contains("\ntags: [\"say \\\"hi\\\"\", \"work\"]\n"),
        "{text}"
    );
}
