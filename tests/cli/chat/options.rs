//! Options of `chat send`, offline or with a server of the test.

use std::fs;

use serde_json::json;

use super::{NEWCOMER, asking, chat, configure};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::{StoredUser, said};

fn echo(sandbox: &Sandbox, arguments: &[&str], stdin: &str) -> String {
    let arguments = [&["-m", "echo"], arguments].concat();
    let run = chat(sandbox, NEWCOMER, &arguments).with_stdin(stdin).run();
    run.succeeds().stdout_text().to_owned()
}

#[test]
fn a_prompt_comes_from_words_a_file_and_standard_input() {
    let sandbox = Sandbox::flask_store();
    fs::write(sandbox.work().join("more.txt"), "from a file\n").expect("written");
    let printed = echo(&sandbox, &["--file", "more.txt", "words"], "piped\n");
    assert_eq!(printed, "words\n\nfrom a file\n\npiped\n");
    let missing = chat(&sandbox, NEWCOMER, &["-m", "echo", "--file", "none.txt"]);
    missing.run_changing_nothing().fails_with(3);
}

#[test]
fn a_template_is_filled_in() {
    let sandbox = Sandbox::flask_store();
    configure(
        &sandbox,
        "[templates.review]\nmodel = 'echo'\nprompt = \"Review as {{ who }}:\\n{{input}}\"\n\
         [templates.review.params]\nwho = 'a colleague'\n[templates.bare]\nprompt = 'Say hello to {{who}}.'\n",
    );
    assert_eq!(
        echo(&sandbox, &["--template", "review"], "code"),
        "Review as a colleague:\ncode\n"
    );
    assert_eq!(
        echo(&sandbox, &["-t", "bare", "-p", "who=Bob", "Now"], ""),
        "Say hello to Bob.\n\nNow\n"
    );
    let refused = |arguments: &[&str], reason: &str, exit| {
        let run = chat(&sandbox, NEWCOMER, arguments).run_changing_nothing();
        let run = run.fails_with(exit);
        assert!(run.stderr_text().contains(reason), "{run}");
    };
    refused(&["-t", "bare"], "wants \"who\"", 2);
    refused(
        &["-t", "bare", "-p", "who=B", "-p", "x=y"],
        "no variable \"x\"",
        2,
    );
    refused(&["-t", "other", "Hi"], "there are: bare, review", 3);
}

#[test]
fn an_alias_stands_for_a_model() {
    let sandbox = Sandbox::flask_store();
    configure(
        &sandbox,
        "[aliases]\nfast = 'echo/echo'\n[chat]\nmodel = 'fast'\n",
    );
    let run = chat(&sandbox, NEWCOMER, &["-m", "fast", "Hi"]).run();
    run.succeeds().stdout_is("Hi\n");
    chat(&sandbox, NEWCOMER, &["Hi"])
        .run()
        .succeeds()
        .stdout_is("Hi\n");
}

#[test]
fn an_editor_writes_the_prompt() {
    let sandbox = Sandbox::flask_store();
    let edit = |editor: &str| {
        chat(&sandbox, NEWCOMER, &["-m", "echo", "--edit", "Draft"])
            .with_env("EDITOR", editor)
            .run()
    };
    // With an option of its own, and by a file that takes the place of the first, as many editors do.
    let run = edit("sed -i s/Draft/Edited/");
    run.succeeds().stdout_is("Edited\n");
    let run = edit("false").fails_with(1);
    assert!(run.stderr_text().contains("nothing was sent"), "{run}");
    let run = edit("truncate -s 0").fails_with(2);
    assert!(run.stderr_text().contains("there is no prompt"), "{run}");
}

#[test]
fn the_first_code_block_alone_is_printed() {
    let sandbox = Sandbox::flask_store();
    let text = "Here:\n```sh\nls -l\n```\nand\n```\nmore\n```\n";
    assert_eq!(echo(&sandbox, &["--extract"], text), "ls -l\n");
    let run = chat(&sandbox, NEWCOMER, &["-m", "echo", "-x", "no code"]).run();
    let run = run.fails_with(3);
    assert!(run.stderr_text().contains("no code block"), "{run}");
}

#[test]
fn without_saving_only_the_cost_stays() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["Hello"])]);
    let run = asking(&sandbox, &server, &["--no-save", "-m", "gpt-4o", "Secret"]).run();
    run.succeeds().stdout_is("Hello\n");
    assert!(
        !sandbox
            .store()
            .join(format!("user_data/{NEWCOMER}.json"))
            .exists()
    );
    let ledger = fs::read_to_string(sandbox.store().join(".chatkeep/ledger.jsonl"));
    let ledger = ledger.expect("there is a ledger");
    assert!(
        !ledger.contains("Secret") && !ledger.contains("Hello"),
        "{ledger}"
    );
    let stats = [
        "stats", "--user", NEWCOMER, "--by", "user", "--format", "json",
    ];
    let stats = sandbox
        .chatkeep(&stats)
        .run()
        .succeeds()
        .stdout_text()
        .to_owned();
    assert!(stats.contains("0.0084625"), "{stats}");
}

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([]);
    let arguments = [
        "--dry-run",
        "-m",
        "gpt-4o",
        "--stop",
        "END",
        "--format",
        "json",
        "Hi",
    ];
    let run = asking(&sandbox, &server, &arguments)
        .with_env("OPENAI_API_KEY", "sk-not-shown")
        .run_changing_nothing()
        .succeeds();
    let shown = run.stdout_json();
    assert_eq!(shown["method"], "POST");
    assert_eq!(shown["url"], format!("{}/chat/completions", server.url()));
    assert_eq!(shown["body"]["stop"], json!(["END"]));
    assert_eq!(shown["body"]["messages"][0]["content"], "Hi");
    assert!(
        shown["headers"]
            .as_array()
            .expect("a list")
            .contains(&json!({"name": "authorization", "value": "[hidden]"}))
    );
    assert!(!run.stdout_text().contains("sk-not-shown"));
    assert!(server.is_left_alone());
}

#[test]
fn what_is_attached_is_known_by_its_content() {
    let sandbox = Sandbox::flask_store();
    fs::write(sandbox.work().join("image.txt"), b"\x89PNG\r\n\x1a\nrest").expect("written");
    fs::write(sandbox.work().join("text.png"), "only text").expect("written");
    let attach = |file: &str| {
        let arguments = ["-m", "echo", "--attach", file, "Look"];
        chat(&sandbox, NEWCOMER, &arguments).run()
    };
    attach("image.txt").succeeds();
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(said(&conversation)[0].1, "Look\n\n[attached: image.txt]");
    let run = attach("text.png").fails_with(2);
    assert!(run.stderr_text().contains("no image and no PDF"), "{run}");
    attach("missing.png").fails_with(3);
}
