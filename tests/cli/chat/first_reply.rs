//! From an empty folder to a priced reply of each provider, by the commands and the table of README.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::invocation::Invocation;
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;

const KEY: &str = "key-of-the-first-reply-0123456789";
const TEXT: &str = "Holding paper. ";
/// The provider and the model of README's commands.
const SHOWN: (&str, &str) = ("openai", "openai/gpt-5.4-mini");

/// Returns the section of README that this is about.
fn section() -> String {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).expect("it is there");
    let (_, rest) = readme.split_once("## A first reply\n").expect("a section");
    let end = rest.find("\n## ").unwrap_or(rest.len());
    rest[..end].to_owned()
}

/// Returns the words of each command, quotes taken off.
fn commands(section: &str) -> Vec<Vec<String>> {
    let lines = section
        .lines()
        .filter_map(|line| line.strip_prefix("chatkeep "));
    let words = |line: &str| match line.split_once(" '") {
        Some((plain, quoted)) => {
            let quoted = quoted.trim_end_matches('\'').to_owned();
            let plain = plain.split(' ').map(str::to_owned);
            plain.chain([quoted]).collect()
        }
        None => line.split(' ').map(str::to_owned).collect(),
    };
    lines.map(words).collect()
}

/// Returns provider, model and variable of each row.
fn rows(section: &str) -> Vec<[String; 3]> {
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let cells = |row: &str| {
        let cells = row
            .split('|')
            .map(|cell| cell.trim().trim_matches('`').to_owned());
        let cells: Vec<_> = cells.filter(|cell| !cell.is_empty()).collect();
        cells.try_into().expect("three cells")
    };
    rows.map(cells).collect()
}

fn events(events: &[Value]) -> Answer {
    let head = Answer::new("200 OK", &["Content-Type: text/event-stream"], "");
    let events = events.iter();
    events.fold(head, |answer, event| {
        answer.and(&format!("data: {event}\n\n"))
    })
}

/// Returns what the provider answers: its list of models, and a reply of 1000 tokens of input and 100 of output.
fn answers(provider: &str, model: &str) -> [Answer; 2] {
    let list = |body: Value| {
        Answer::new(
            "200 OK",
            &["Content-Type: application/json"],
            &body.to_string(),
        )
    };
    match provider {
        "openai" => [
            list(json!({"data": [{"id": model}]})),
            events(&[
                json!({"model": model, "choices": [{"delta": {"content": TEXT}}]}),
                json!({"choices": [{"delta": {}, "finish_reason": "stop"}]}),
                json!({"choices": [], "usage": {"prompt_tokens": 1000, "completion_tokens": 100}}),
            ])
            .and("data: [DONE]\n\n"),
        ],
        "anthropic" => [
            list(json!({"data": [{"id": model}], "has_more": false})),
            events(&[
                json!({"type": "message_start", "message": {"model": model, "usage": {"input_tokens": 1000, "output_tokens": 1}}}),
                json!({"type": "content_block_delta", "delta": {"type": "text_delta", "text": TEXT}}),
                json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 100}}),
                json!({"type": "message_stop"}),
            ]),
        ],
        "google" => [
            list(
                json!({"models": [{"name": format!("models/{model}"), "supportedGenerationMethods": ["generateContent"]}]}),
            ),
            events(&[json!({
                "candidates": [{"content": {"parts": [{"text": TEXT}]}, "finishReason": "STOP"}], "modelVersion": model,
                "usageMetadata": {"promptTokenCount": 1000, "candidatesTokenCount": 100},
            })]),
        ],
        other => panic!("nobody knows how {other} answers"),
    }
}

/// Prepares a command with each provider being a server of the test.
fn run<'s>(sandbox: &'s Sandbox, server: &OpenAiServer, command: &[String]) -> Invocation<'s> {
    let base = server.root();
    sandbox
        .chatkeep(command)
        .with_env("OPENAI_BASE_URL", server.url())
        .with_env("ANTHROPIC_BASE_URL", &base)
        .with_env("GOOGLE_GEMINI_BASE_URL", base)
}

#[test]
fn readme_leads_from_an_empty_folder_to_a_priced_reply_of_each_provider() {
    let section = section();
    let (commands, rows) = (commands(&section), rows(&section));
    assert_eq!((commands.len(), rows.len()), (6, 3), "{section}");
    for [provider, model, _] in &rows {
        let sandbox = Sandbox::new();
        let (_, name) = model.split_once('/').expect("with its provider");
        let server = OpenAiServer::start(answers(provider, name));
        for command in &commands {
            let command = command.iter().map(|word| match word.as_str() {
                word if word == SHOWN.0 => provider.clone(),
                word if word == SHOWN.1 => model.clone(),
                word => word.to_owned(),
            });
            let command: Vec<String> = command.collect();
            let run = run(&sandbox, &server, &command);
            match command[..command.len().min(2)].join(" ").as_str() {
                "key set" => {
                    let mut terminal = run.at_terminal();
                    terminal.sees("key");
                    terminal.types(KEY);
                    let (code, shown) = terminal.ends();
                    assert_eq!(code, 0, "{shown}");
                    assert!(!shown.contains(KEY), "{shown}");
                }
                "chat --model" => {
                    assert_eq!(run.run().succeeds().stdout_text(), format!("{TEXT}\n"));
                }
                "chat list" => {
                    let list = run.run().succeeds();
                    let row = list.stdout_text().lines().nth(1).expect("a row").to_owned();
                    let (_, cost) = row.rsplit_once('$').expect("it has a price");
                    assert!(
                        cost.trim().parse::<f64>().expect("an amount") > 0.0,
                        "{row}"
                    );
                }
                _ => {
                    run.run().succeeds();
                }
            }
        }
    }
}

#[test]
fn a_key_in_the_variable_of_readme_will_do() {
    for [provider, model, variable] in rows(&section()) {
        let sandbox = Sandbox::new();
        sandbox.chatkeep(&["init"]).run().succeeds();
        let add = ["user", "add", "you@example.org", "--no-password"];
        sandbox.chatkeep(&add).run().succeeds();
        let (_, name) = model.split_once('/').expect("with its provider");
        let [_, reply] = answers(&provider, name);
        let server = OpenAiServer::start([reply]);
        let command = ["chat", "--model", &model, "Hi"].map(str::to_owned);
        run(&sandbox, &server, &command)
            .with_env(&variable, KEY)
            .run()
            .succeeds();
        assert!(server.request().head.contains(KEY), "{provider}");
    }
}
