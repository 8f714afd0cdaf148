//! Prompts, titles and conversations to go on with, offline.

use std::fs;

use serde_json::{Value, json};
use snapbox::str;

use super::{NEWCOMER, ada, chat};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, FAILED, StoredUser, TWO_TURNS, said};

/// Asks the provider that answers offline; returns what it printed.
fn echoed(sandbox: &Sandbox, arguments: &[&str], stdin: &str) -> String {
    let arguments = [&["--model", "echo"], arguments].concat();
    let run = chat(sandbox, NEWCOMER, &arguments).with_stdin(stdin).run();
    run.succeeds().stdout_text().to_owned()
}

fn titles(sandbox: &Sandbox) -> Vec<String> {
    let list = chat(sandbox, NEWCOMER, &["list", "--format", "json"]).run();
    let list: Vec<Value> = serde_json::from_value(list.succeeds().stdout_json()).expect("a list");
    let title = |conversation: &Value| conversation["title"].as_str().expect("text").to_owned();
    list.iter().map(title).collect()
}

#[test]
fn a_question_begins_a_conversation_that_is_called_after_it() {
    let sandbox = Sandbox::flask_store();
    assert_eq!(echoed(&sandbox, &["Hello", "there"], ""), "Hello there\n");
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(conversation["title"], "Hello there");
    assert_eq!(
        said(&conversation),
        [("user", "Hello there"), ("assistant", "Hello there")]
    );
    let long = "one two three four five six seven eight nine ten eleven twelve";
    echoed(&sandbox, &[long], "");
    echoed(&sandbox, &["--title", "Numbers", "one", "two"], "");
    assert_eq!(
        titles(&sandbox),
        [
            "Numbers",
            "one two three four five six seven eight nine ten e...",
            "Hello there"
        ]
    );
}

#[test]
fn a_question_goes_on_with_the_conversation_that_is_named() {
    let sandbox = Sandbox::flask_store();
    let before = StoredUser::read(&sandbox, ADA).conversations();
    for which in [
        &["--conversation", "a23d"][..],
        &["--conversation", TWO_TURNS],
        // It is the one active last by now.
        &["--conversation", "last"],
        &["-c"],
    ] {
        let arguments = [which, &["-m", "echo", "Go", "on"]].concat();
        ada(&sandbox, &arguments).run().succeeds();
    }
    let stored = StoredUser::read(&sandbox, ADA);
    let conversation = stored.conversation(TWO_TURNS);
    let said = said(&conversation);
    assert_eq!(said.len(), 4 + 2 * 4);
    assert_eq!(said[11], ("assistant", "Go on"));
    for (id, text) in &before {
        assert_eq!(stored.conversation_text(id) == *text, id != TWO_TURNS);
    }
    // What it is held with stays, and is what answers next.
    assert_eq!(conversation["model"], "gpt-4o");
}

#[test]
fn a_conversation_that_is_not_there_or_not_told_apart_is_refused() {
    let sandbox = Sandbox::flask_store();
    let refused = |arguments: &[&str], code| {
        let arguments = [&["-m", "echo"], arguments].concat();
        let run = ada(&sandbox, &arguments).run_changing_nothing();
        run.fails_with(code)
    };
    refused(&["--conversation", "beef", "Hi"], 3).stderr_is(str![[r#"
error: no conversation "beef" of ef2a47e3-0b1c-45d9-a093-c01e43ddece2
 hint: `chatkeep chat list` shows them; four characters of an id are enough, and `last` is one too

"#]]);
    // Too short to mean one.
    refused(&["--conversation", "a23", "Hi"], 3);
    refused(&["--conversation", "a23d", "--title", "New", "Hi"], 2);
    chat(&sandbox, NEWCOMER, &["-m", "echo", "-c", "Hi"])
        .run_changing_nothing()
        .fails_with(3);

    let path = sandbox.store().join(format!("user_data/{ADA}.json"));
    let text = fs::read_to_string(&path).expect("it is there");
    let twin = FAILED.replace("e072", "a23d");
    fs::write(&path, text.replace(FAILED, &twin)).expect("it is ours");
    let ambiguous = refused(&["--conversation", "a23d", "Hi"], 4);
    let message = ambiguous.stderr_text();
    assert!(
        message.contains(TWO_TURNS) && message.contains(&twin),
        "{message}"
    );
}

#[test]
fn what_is_piped_in_is_put_behind_the_prompt() {
    let sandbox = Sandbox::flask_store();
    let diff = "-old\n+new\n";
    assert_eq!(
        echoed(&sandbox, &["review this"], diff),
        "review this\n\n-old\n+new\n"
    );
    assert_eq!(echoed(&sandbox, &[], "all of it\n"), "all of it\n");
    assert_eq!(echoed(&sandbox, &["just this"], " \n"), "just this\n");
}

#[test]
fn without_a_prompt_nothing_is_asked() {
    let sandbox = Sandbox::flask_store();
    for (arguments, stdin) in [
        (&[][..], &b""[..]),
        (&[], b" \n\n"),
        (&["", " "], b""),
        (&["review"], b"\xff\xfe"),
    ] {
        let arguments = [&["-m", "echo"], arguments].concat();
        chat(&sandbox, NEWCOMER, &arguments)
            .with_stdin(stdin)
            .run_changing_nothing()
            .fails_with(2);
    }
    chat(&sandbox, NEWCOMER, &["-m", "echo"])
        .run()
        .stderr_is(str![[r#"
error: there is no prompt
 hint: write it behind `chatkeep chat`, or pipe it in; `chatkeep chat --help` tells more

"#]]);
}

#[test]
fn words_that_are_commands_elsewhere_may_stand_in_a_prompt() {
    let sandbox = Sandbox::flask_store();
    for (arguments, prompt) in [
        (&["hello", "world", "list"][..], "hello world list"),
        (&["send", "list"], "list"),
        (&["--", "list"], "list"),
        (&["--", "--help"], "--help"),
        (&["send", "--", "-x", "delete"], "-x delete"),
        (&["send", "--", "--", "--"], "-- --"),
    ] {
        let run = chat(&sandbox, NEWCOMER, arguments);
        // No option stands anywhere: the prompt is all there is.
        let config = sandbox.config().join("chatkeep");
        fs::create_dir_all(&config).expect("it is ours");
        fs::write(config.join("config.toml"), "[chat]\nprovider = 'echo'\n").expect("so is this");
        let printed = run.run().succeeds();
        assert_eq!(printed.stdout_text(), format!("{prompt}\n"));
    }
}

#[test]
fn a_command_behind_options_is_no_prompt() {
    let sandbox = Sandbox::flask_store();
    let plain = ada(&sandbox, &["list"]).run().succeeds();
    for arguments in [
        &["chat", "--user", "ada@example.org", "list"][..],
        &["chat", "--color", "never", "-u", "ada@example.org", "list"],
    ] {
        let listed = sandbox
            .chatkeep(arguments)
            .run_changing_nothing()
            .succeeds();
        assert_eq!(listed.stdout_text(), plain.stdout_text());
    }
    // The nearer one counts.
    let nearer = ["--user", "nobody", "list", "--user", "ada@example.org"];
    let listed = ada(&sandbox, &nearer).run_changing_nothing().succeeds();
    assert_eq!(listed.stdout_text(), plain.stdout_text());
    for arguments in [
        &["--model", "echo", "list"][..],
        &["hello", "--model", "echo", "list"],
        &["--continue", "delete", "last", "--yes"],
    ] {
        ada(&sandbox, arguments)
            .run_changing_nothing()
            .fails_with(2)
            .stderr_is(str![[r#"
error: what stands before the command of `chat` belongs to `chat send`
 hint: for a prompt with a command's name in it, write `chatkeep chat send -- PROMPT`, options before the `--`

"#]]);
    }
}

#[test]
fn who_asks_and_which_model_answers_must_be_known() {
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&["chat", "-m", "echo", "Hi"])
        .run_changing_nothing()
        .fails_with(2)
        .stderr_is(str![[r#"
error: the store has several users, and none was chosen
 hint: choose one with --user or CHATKEEP_USER, or set `user` in the configuration

"#]]);
    for (arguments, code) in [
        (&["Hi"][..], 2),
        (&["--provider", "openai", "Hi"], 2),
        (&["--provider", "nobody", "-m", "x", "Hi"], 2),
        (&["-m", "echo", "-u", "nobody", "Hi"], 3),
        (&["-m", "echo", "--temperature", "3", "Hi"], 2),
        (&["-m", "echo", "--max-tokens", "0", "Hi"], 2),
        (&["-m", "echo", "--title", " ", "Hi"], 2),
    ] {
        chat(&sandbox, NEWCOMER, arguments)
            .run_changing_nothing()
            .fails_with(code);
    }
}

#[test]
fn the_only_user_of_a_store_need_not_be_named() {
    let sandbox = Sandbox::new();
    sandbox.chatkeep(&["init"]).run().succeeds();
    sandbox
        .chatkeep(&["chat", "-m", "echo", "Hi"])
        .run_changing_nothing()
        .fails_with(3);
    let add = ["user", "add", "only@example.org", "--no-password"];
    sandbox.chatkeep(&add).run().succeeds();
    let asked = sandbox.chatkeep(&["chat", "-m", "echo", "Hi"]).run();
    assert_eq!(asked.succeeds().stdout_text(), "Hi\n");
}

#[test]
fn a_disabled_user_cannot_ask() {
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&["user", "disable", NEWCOMER])
        .run()
        .succeeds();
    chat(&sandbox, NEWCOMER, &["-m", "echo", "Hi"])
        .run_changing_nothing()
        .fails_with(4)
        .stderr_is(str![[r#"
error: empty@example.org is disabled
 hint: `chatkeep user enable` lets the account in again

"#]]);
}

#[test]
fn a_reply_as_json_has_these_fields_in_this_order() {
    let sandbox = Sandbox::flask_store();
    let arguments = [
        "-m",
        "echo",
        "--max-tokens",
        "2",
        "--format",
        "json",
        "one",
        "two",
        "three",
    ];
    chat(&sandbox, NEWCOMER, &arguments)
        .run()
        .succeeds()
        .stdout_is(str![[r#"
{
  "conversation": "[UUID]",
  "user": "[..]",
  "provider": "echo",
  "model": "echo",
  "reply": "one two",
  "finish": "length",
  "interrupted": false,
  "input_tokens": 3,
  "output_tokens": 2,
  "total_tokens": 5,
  "cost_usd": 0,
  "duration_ms": [..]
}

"#]])
        .stderr_is("");
    let refused = chat(&sandbox, NEWCOMER, &["--format", "json"]).run_changing_nothing();
    assert_eq!(
        refused.fails_with(2).stderr_json(),
        json!({"error": {
            "code": "usage",
            "message": "there is no prompt",
            "hint": "write it behind `chatkeep chat`, or pipe it in; `chatkeep chat --help` tells more",
        }})
    );
}

#[test]
fn a_terminal_shows_the_reply_its_place_and_its_price() {
    let sandbox = Sandbox::flask_store();
    let arguments = ["-m", "echo", "tell \u{1b}[31mred\u{7} words"];
    let mut terminal = chat(&sandbox, NEWCOMER, &arguments).at_terminal();
    assert_eq!(terminal.sees("words\n"), "tell ␛[31mred␇ ");
    let (code, rest) = terminal.ends();
    assert_eq!(code, 0, "{rest}");
    assert!(
        rest.contains("conversation ") && rest.contains(" · 6 tokens · $0.00 · "),
        "{rest}"
    );
    // What is stored is what was said.
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(said(&conversation)[1].1, "tell \u{1b}[31mred\u{7} words");
}
