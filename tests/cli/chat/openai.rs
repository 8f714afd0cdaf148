//! Replies of a server that speaks chat completions.

use std::fs;

use serde_json::json;
use snapbox::str;

use super::{NEWCOMER, ada, asking, chat};
use crate::openai_server::{Answer, MODEL, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::{FAILED, StoredUser, TWO_TURNS, said};

/// How the reply's cost stands in the file: `openai_server::usage` has the sum.
const COST: &str = "\"cost\": 0.0084625,";

#[test]
fn a_reply_is_printed_as_it_comes_and_stored_with_what_it_took() {
    let sandbox = Sandbox::flask_store();
    let (answer, gate) = Answer::streamed(&["Hel", "lo, Ada 🎉"]).held_after(1);
    let server = OpenAiServer::start([answer]);
    let mut run = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]).start();
    run.prints("Hel");
    let list = chat(&sandbox, NEWCOMER, &["list", "--format", "json"]).run();
    assert_eq!(list.succeeds().stdout_json(), json!([]), "not yet stored");
    gate.open();
    let run = run.ends().succeeds();
    assert_eq!(run.stdout_text(), "Hello, Ada 🎉\n");
    run.stderr_is("");

    let stored = StoredUser::of(&sandbox, NEWCOMER);
    let conversation = stored.only_conversation();
    assert_eq!(conversation["model"], "gpt-4o");
    let reply = &conversation["messages"][1];
    assert_eq!(reply["content"], "Hello, Ada 🎉");
    assert_eq!(reply["provider"], "openai");
    assert_eq!(reply["model"], MODEL);
    assert_eq!(reply["input_tokens"], 1234);
    assert_eq!(reply["output_tokens"], 567);
    assert_eq!(reply["total_tokens"], 1801);
    assert_eq!(reply["usage"], json!({"cached": 234}));
    assert_eq!(reply["priced_as"], "gpt-4o");
    assert_eq!(reply["finish"], "stop");
    assert!(stored.text.contains(COST), "{}", stored.text);
    let from = reply["price_from"].as_str();
    assert!(
        from.is_none_or(|day| day.parse::<chrono::NaiveDate>().is_ok()),
        "{from:?}"
    );

    let request = server.request();
    assert!(
        request
            .head
            .starts_with("POST /v1/chat/completions HTTP/1.1\r\n")
    );
    assert_eq!(
        request.body,
        json!({
            "model": "gpt-4o",
            "messages": [{"role": "user", "content": "Hi"}],
            "stream": true,
            "stream_options": {"include_usage": true},
        })
    );
    assert!(server.is_left_alone());
}

#[test]
fn a_reply_may_be_asked_for_in_one_piece() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::whole("Hello\n")]);
    let arguments = ["--no-stream", "-m", "gpt-4o", "Hi"];
    let run = asking(&sandbox, &server, &arguments).run().succeeds();
    assert_eq!(run.stdout_text(), "Hello\n");
    assert_eq!(server.request().body["stream"], false);
    let stored = StoredUser::of(&sandbox, NEWCOMER);
    assert_eq!(
        said(&stored.only_conversation())[1],
        ("assistant", "Hello\n")
    );
    assert!(stored.text.contains(COST), "{}", stored.text);
}

#[test]
fn a_reply_as_json_has_its_cost_in_every_digit() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["Hel", "lo"])]);
    let arguments = ["--format", "json", "-m", "gpt-4o", "Hi"];
    asking(&sandbox, &server, &arguments)
        .run()
        .succeeds()
        .stdout_is(str![[r#"
{
  "conversation": "[UUID]",
  "user": "[..]",
  "provider": "openai",
  "model": "gpt-4o-2024-08-06",
  "reply": "Hello",
  "finish": "stop",
  "interrupted": false,
  "input_tokens": 1234,
  "output_tokens": 567,
  "total_tokens": 1801,
  "cost_usd": 0.0084625,
  "duration_ms": [..]
}

"#]]);
}

#[test]
fn the_cost_of_a_model_without_a_price_is_unknown_and_never_nothing() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::whole_by("made-up-9", "Hello")]);
    let arguments = [
        "--provider",
        "openai",
        "-m",
        "made-up",
        "--format",
        "json",
        "Hi",
    ];
    let shown = asking(&sandbox, &server, &arguments).run().succeeds();
    assert_eq!(shown.stdout_json()["cost_usd"], json!(null));
    assert_eq!(shown.stdout_json()["total_tokens"], 1801);
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    let reply = conversation["messages"][1].as_object().expect("a message");
    for field in ["cost", "priced_as", "price_from"] {
        assert!(!reply.contains_key(field), "{reply:?}");
    }
    let list = chat(&sandbox, NEWCOMER, &["list"]).run().succeeds();
    let row = list.stdout_text().lines().nth(1).expect("a conversation");
    assert!(row.ends_with(" ?"), "{row}");
    let list = chat(&sandbox, NEWCOMER, &["list", "--format", "json"]).run();
    assert_eq!(list.succeeds().stdout_json()[0]["unknown_costs"], 1);
}

#[test]
fn the_conversation_so_far_goes_along_but_no_errors() {
    let sandbox = Sandbox::flask_store();
    let asked = |which: &str, prompt: &str| {
        let server = OpenAiServer::start([Answer::streamed(&["Yes"])]);
        ada(&sandbox, &["--conversation", which, "-m", "gpt-4o", prompt])
            .with_env("OPENAI_BASE_URL", server.url())
            .with_env("FLASK_SECRET_KEY", "fixture-secret")
            .run()
            .succeeds();
        server.request()
    };
    let request = asked(TWO_TURNS, "And in C?");
    let messages = request.messages();
    let roles: Vec<_> = messages.iter().map(|(role, _)| *role).collect();
    assert_eq!(roles, ["user", "assistant", "user", "assistant", "user"]);
    assert!(messages[0].1.starts_with("How do I lock a file"));
    assert!(messages[2].1.starts_with("And in Rust?"));
    assert_eq!(messages[4].1, "And in C?");

    assert_eq!(asked(FAILED, "Again").messages(), [("user", "Again")]);
    let turns = [("user", "Again"), ("assistant", "Yes"), ("user", "Sure?")];
    assert_eq!(asked(FAILED, "Sure?").messages(), turns);
}

#[test]
fn instructions_and_limits_go_along() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["Yes"])]);
    let arguments = [
        "-m",
        "gpt-4o",
        "--system",
        "Be brief.",
        "--max-tokens",
        "50",
        "--temperature",
        "0.5",
        "Hi",
    ];
    asking(&sandbox, &server, &arguments).run().succeeds();
    let request = server.request();
    assert_eq!(
        request.messages(),
        [("system", "Be brief."), ("user", "Hi")]
    );
    // The name that servers other than OpenAI's own know.
    assert_eq!(request.body["max_tokens"], 50);
    assert_eq!(request.body["temperature"], 0.5);
    let stored = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(
        said(&stored).len(),
        2,
        "instructions are no part of a conversation"
    );
}

#[test]
fn a_provider_of_ones_own_is_found_in_the_configuration() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["Yes"])]);
    let config = sandbox.config().join("chatkeep");
    fs::create_dir_all(&config).expect("it is ours");
    let text = format!(
        "user = '{NEWCOMER}'\n[chat]\nmodel = 'local/llama'\nsystem = 'Be kind.'\n\
         [providers.local]\nkind = 'openai'\nbase_url = '{}'\nkey_env = 'LOCAL_KEY'\n",
        server.url()
    );
    fs::write(config.join("config.toml"), text).expect("it is ours");
    sandbox
        .chatkeep(&["chat", "Hi"])
        .with_env("LOCAL_KEY", "local-key-1")
        .with_env("OPENAI_API_KEY", "sk-not-for-others")
        .run()
        .succeeds();
    let request = server.request();
    assert_eq!(request.header("authorization"), Some("Bearer local-key-1"));
    assert_eq!(request.messages()[0], ("system", "Be kind."));
    assert_eq!(request.body["model"], "llama");
    let conversation = StoredUser::of(&sandbox, NEWCOMER).only_conversation();
    assert_eq!(conversation["provider"], "local");
    assert_eq!(conversation["messages"][1]["provider"], "local");
}

#[test]
fn a_busy_server_is_asked_again_and_that_is_said_unless_silence_was_asked_for() {
    let sandbox = Sandbox::flask_store();
    let busy = || {
        let headers = ["Content-Type: application/json", "retry-after-ms: 1"];
        Answer::refusal("429 Too Many Requests", &headers, "Slow down.")
    };
    for (option, is_said) in [("--max-tokens=9", true), ("--quiet", false)] {
        let server = OpenAiServer::start([busy(), Answer::streamed(&["Yes"])]);
        let run = asking(&sandbox, &server, &[option, "-m", "gpt-4o", "Hi"]).run();
        let run = run.succeeds();
        assert_eq!(run.stdout_text(), "Yes\n");
        let said = run.stderr_text();
        assert_eq!(said.contains("too many requests"), is_said, "{said}");
        assert_eq!(said.contains("trying again in 0.0 s"), is_said, "{said}");
        assert_eq!(server.request().body, server.request().body);
    }
}
