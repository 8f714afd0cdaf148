//! `import` from other tools: what they showed comes, with its branches, and what could not be carried over is told.

use std::path::PathBuf;

use serde_json::{Value, json};
use snapbox::str;

use super::imports::outcome_of;
use crate::sandbox::Sandbox;
use crate::stored::{StoredUser, said};

const GRACE: &str = "grace@example.org";

fn sample(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/imports");
    folder
        .join(name)
        .to_str()
        .expect("the checkout's path is text")
        .to_owned()
}

/// Imports a sample for somebody without conversations. Returns the outcome, and what is stored then.
fn import(sandbox: &Sandbox, name: &str) -> (Value, Vec<Value>) {
    let path = sample(name);
    let arguments = ["--format", "json", "import", &path, "--user", GRACE];
    let outcome = outcome_of(sandbox.chatkeep(&arguments).run());
    let again = outcome_of(sandbox.chatkeep(&arguments).run_changing_nothing());
    assert_eq!(
        (&again["added"], &again["continued"]),
        (&json!(0), &json!(0)),
        "{again}"
    );
    assert_eq!(again["already_there"], outcome["added"], "{again}");
    let documents = StoredUser::of(sandbox, GRACE).conversations();
    let parsed = documents.values().map(|text| {
        let whole = text.replace("\\ud83d ", "HALF ");
        serde_json::from_str(&whole).expect("JSON")
    });
    (outcome, parsed.collect())
}

/// Finds a conversation by its title.
#[track_caller]
fn titled<'v>(all: &'v [Value], title: &str) -> &'v Value {
    let found = all.iter().find(|one| one["title"] == title);
    found.unwrap_or_else(|| panic!("{title} is not among {all:?}"))
}

#[test]
fn chatgpt_comes_with_the_branch_that_was_shown_and_the_others() {
    let sandbox = Sandbox::flask_store();
    let path = sample("openai.json");
    let dry = sandbox.chatkeep(&["import", &path, "-u", GRACE, "--dry-run"]);
    let dry = dry.run_changing_nothing().fails_with(6);
    let text = dry.stdout_text();
    assert!(
        text.starts_with(
            "would add 2 conversations to grace@example.org (6 messages, 1 branch of another) from "
        ),
        "{text}"
    );
    assert!(text.contains("cannot be read: byte "), "{text}");
    assert!(text.ends_with("not carried over: 1 image, 1 file, 1 tool call, 1 answer of a tool, 1 thought of a model, 1 hidden message\n"), "{text}");
    let (outcome, all) = import(&sandbox, "openai.json");
    assert_eq!(outcome["from"], "openai");
    assert_eq!(
        outcome["unreadable_places"][0]["reason"],
        "the conversation has no `mapping`"
    );
    let shown = titled(&all, "Locks HALF and files");
    assert_eq!(
        said(shown),
        [
            (
                "user",
                "[attached: image]\n\nHow do I lock a file?\n\n[attached: notes.pdf]"
            ),
            ("assistant", "With `flock`."),
            ("user", "Over NFS?"),
            ("assistant", "It is emu"),
        ]
    );
    assert_eq!(shown["id"], "6b0f0d9c-0000-4000-8000-000000000001");
    assert_eq!(
        shown["messages"][3],
        json!({
            "role": "assistant", "content": "It is emu", "provider": "openai", "model": "o4-mini", "interrupted": true,
            "timestamp": "2025-08-24T01:46:46Z",
        })
    );
    assert_eq!(shown["timestamp"], "2025-08-24T01:46:40.123456");
    assert_eq!(shown["updated_at"], "2025-08-24T01:53:20.654321Z");
    assert_eq!(
        (&shown["pinned"], &shown["archived"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(shown["imported_from"]["format"], "openai");
    let branch = all
        .iter()
        .find(|one| one["forked_from"].is_object())
        .expect("a branch");
    assert_eq!(said(branch)[1], ("assistant", "With `lockf`."));
    assert_eq!(branch["model"], "gpt-4o");
    assert_eq!(
        branch["messages"][0]["copied_from"],
        json!({"conversation": shown["id"], "message": 1})
    );
    // The half of a pair in the title is as it was.
    let text = StoredUser::of(&sandbox, GRACE).text;
    assert!(
        text.contains(r#""title": "Locks \ud83d and files""#),
        "{text}"
    );
}

#[test]
fn claude_comes_with_what_was_pasted() {
    let sandbox = Sandbox::flask_store();
    let (outcome, all) = import(&sandbox, "anthropic.json");
    assert_eq!(
        (&outcome["added"], &outcome["empty"], &outcome["branches"]),
        (&json!(3), &json!(1), &json!(1))
    );
    assert_eq!(
        outcome["left_out"],
        json!({"files": 1, "tool_calls": 1, "tool_results": 1, "reasoning": 1})
    );
    let first = titled(
        &all,
        "What does this say? [attached: paste.txt] Hello th...",
    );
    assert_eq!(
        said(first),
        [
            (
                "user",
                "What does this say?\n\n[attached: paste.txt]\n\nHello there\n\n[attached: scan.png]"
            ),
            ("assistant", "Let me look.\n\nIt greets."),
            ("user", "Thanks"),
        ]
    );
    assert_eq!(
        (&first["provider"], &first["model"]),
        (&json!("anthropic"), &json!(""))
    );
    assert_eq!(first["id"], "7be94ae8-50d0-48c3-ab6e-3a61c667f144");
    let shown = titled(&all, "A conversation with branches");
    assert_eq!(said(shown)[1].1, "Second answer");
    let branch = titled(&all, "A conversation with branches (fork)");
    assert_eq!(said(branch)[1].1, "First answer");
}

#[test]
fn open_webui_comes_with_tokens_and_their_price() {
    let sandbox = Sandbox::flask_store();
    let (outcome, all) = import(&sandbox, "open-webui.json");
    assert_eq!(outcome["cost_usd"].to_string(), "0.0084625", "{outcome}");
    assert_eq!(
        outcome["left_out"],
        json!({"images": 1, "files": 1, "reasoning": 1})
    );
    let shown = titled(&all, "Weather");
    assert_eq!(
        said(shown),
        [
            ("system", "Answer in one line."),
            (
                "user",
                "How is the weather?\n\n[attached: image]\n\n[attached: map.pdf]"
            ),
            ("assistant", "Sunny."),
        ]
    );
    assert_eq!(
        shown["messages"][2],
        json!({
            "role": "assistant", "content": "Sunny.", "provider": "openai", "model": "gpt-4o",
            "input_tokens": 1234, "output_tokens": 567, "total_tokens": 1801, "cost": 0.0084625,
            "usage": {"cached": 234}, "priced_as": "gpt-4o", "timestamp": "2026-02-09T01:20:02Z",
        })
    );
    assert_eq!(shown["tags"], json!(["weather", "small talk"]));
    assert_eq!(shown["pinned"], true);
    let branch = titled(&all, "Weather (fork)");
    let local = &branch["messages"][2];
    assert_eq!(
        (&local["provider"], &local["total_tokens"]),
        (&json!("open-webui"), &json!(12))
    );
    assert!(local.get("cost").is_none(), "{local}");
    assert!(branch.get("pinned").is_none());
    let failed = titled(&all, "New Chat");
    assert_eq!(failed["messages"][1]["content"], "429: Too many requests");
    assert_eq!(
        (&failed["messages"][1]["is_error"], &failed["archived"]),
        (&json!(true), &json!(true))
    );
}

#[test]
fn librechat_comes_from_both_of_its_forms() {
    let sandbox = Sandbox::flask_store();
    let (outcome, _) = import(&sandbox, "librechat.json");
    assert_eq!(outcome["branches"], 1);
    assert_eq!(
        outcome["left_out"],
        json!({"images": 1, "tool_calls": 1, "reasoning": 1})
    );
    let (outcome, all) = import(&sandbox, "librechat-flat.json");
    assert_eq!(outcome["added"], 1);
    let shown = titled(&all, "Trains");
    assert_eq!(
        said(shown),
        [
            ("system", "You know trains."),
            ("user", "Which train?"),
            ("assistant", "The fast one."),
            ("user", "When?\n\n[attached: ticket.png]"),
            ("assistant", "At a quar"),
        ]
    );
    assert_eq!(shown["messages"][4]["interrupted"], true);
    assert_eq!(said(titled(&all, "Trains (fork)"))[2].1, "The slow one.");
    let failed = titled(&all, "Ships");
    assert_eq!(failed["provider"], "anthropic");
    assert_eq!(failed["messages"][1]["is_error"], true);
}

#[test]
fn an_export_that_grew_adds_what_is_new() {
    let sandbox = Sandbox::flask_store();
    let text = std::fs::read_to_string(sample("anthropic.json")).expect("text");
    let mut export: Value = serde_json::from_str(&text).expect("JSON");
    let early = export.to_string();
    let messages = export[1]["chat_messages"].as_array_mut().expect("a list");
    messages.push(json!({
        "uuid": "b4", "sender": "human", "created_at": "2025-10-01T11:00:00Z", "parent_message_uuid": "b3",
        "content": [{"type": "text", "text": "Go on"}], "attachments": [], "files": [],
    }));
    for (name, content) in [("early.json", early), ("late.json", export.to_string())] {
        std::fs::write(sandbox.work().join(name), content).expect("the folder is the test's");
    }
    let import = |name: &str| {
        sandbox
            .chatkeep(&["import", name, "-u", GRACE])
            .run()
            .succeeds()
    };
    import("early.json");
    import("late.json").stdout_is(str![[r#"
added no conversations to grace@example.org from late.json, format anthropic
went on with 1 conversation that was there
2 conversations were there already
1 conversation without a message left out
not carried over: 1 file, 1 tool call, 1 answer of a tool, 1 thought of a model

"#]]);
    let texts = StoredUser::of(&sandbox, GRACE).conversations();
    assert_eq!(texts.len(), 3);
    assert!(texts["7be94ae8-50d0-48c3-ab6e-3a61c667f145"].contains("Go on"));
}

#[test]
fn text_out_of_exports_is_made_visible() {
    let sandbox = Sandbox::flask_store();
    let chat = json!([{
        "uuid": "x\u{1b}[31m", "name": "\u{1b}]0;title\u{7}Red", "created_at": "nonsense",
        "chat_messages": [{"sender": "human", "text": "Hi"}, {"sender": "robot\u{1b}", "text": "No"}],
    }]);
    std::fs::write(sandbox.work().join("hostile.json"), chat.to_string()).expect("written");
    let (user, file) = (GRACE, "hostile.json");
    let done = sandbox
        .chatkeep(&["import", file, "-u", user])
        .run()
        .succeeds();
    assert!(
        done.stdout_text()
            .contains("not carried over: 1 message of others"),
        "{done}"
    );
    let conversation = StoredUser::of(&sandbox, GRACE).only_conversation();
    // Control characters have no place in a title.
    assert_eq!(conversation["title"], "]0;title Red");
}
