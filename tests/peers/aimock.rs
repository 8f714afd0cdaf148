//! The mock aimock, which answers by what it is asked, after a script of ours.

use std::fs;
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::http;
use crate::server::{Recipe, Server};
use crate::talk::{Attachments, KEY, Outcome, Place, Row, wires};
use crate::wire::Wire;

const GREETING: &str = "Grüße, 世界! Naïve – “quoted”\nand a second line\twith a tab";
const LONG: &str = "These are many more words than will ever come, since the server stops in the middle of them, or hangs up, \
    whatever it was told to do; and nobody learns what stands at their end.";
const LATE: &str = "At long last.";
const SECOND: &str = "At the second attempt.";

/// What the tests ask, and what comes of it.
const ROWS: &[Row<'static>] = &[
    Row::new("say hello", Outcome::Reply(GREETING)),
    Row::new("say it to the limit", Outcome::Reply("No further than")),
    Row::new("think first", Outcome::Reply("It is 42.")),
    Row::new("break a pair", Outcome::Reply("half \u{FFFD} of a pair")),
    Row::new("fail with a wrong key", Outcome::Refusal("key_refused")),
    Row::new(
        "fail with a bad request",
        Outcome::Refusal("request_refused"),
    ),
    Row::new(
        "fail with too long a context",
        Outcome::Refusal("context_too_long"),
    ),
    Row::new("fail with no such model", Outcome::Refusal("model_unknown")),
    Row::new(
        "fail with a broken server",
        Outcome::Refusal("server_failed"),
    )
    .streamed(),
    Row::new("fail with an overload", Outcome::Refusal("overloaded")).whole(),
    Row::new("stop in the middle", Outcome::Part(LONG, "connection_lost")).streamed(),
    Row::new(
        "hang up in the middle",
        Outcome::PartOrNothing(LONG, "connection_lost"),
    )
    .streamed(),
    Row::new("talk nonsense", Outcome::Refusal("malformed_answer")),
    Row::new("hang up at once", Outcome::Refusal("connection_lost")).whole(),
    Row::new("take your time", Outcome::Reply(LATE)).streamed(),
    Row::new("take your time", Outcome::Refusal("timed_out"))
        .with(&["--timeout", "300ms"])
        .streamed(),
];

/// Returns what must come of a question, whoever hands it on to the mock.
pub(crate) fn row(prompt: &str) -> Row<'static> {
    let mut rows = ROWS.iter();
    *rows.find(|row| row.prompt == prompt).expect("it has a row")
}

/// The script. What fails once counts for each format apart, so each has its own.
fn script() -> String {
    let said = |text: &str| json!({"content": text});
    let used = |text: &str, reason: &str, counts: [u32; 2]| {
        json!({"content": text, "finishReason": reason,
            "usage": {"prompt_tokens": counts[0], "completion_tokens": counts[1], "total_tokens": counts[0] + counts[1]}})
    };
    let error = |status: u16, class: &str, code: Option<&str>, message: &str| json!({"status": status, "error": {"message": message, "type": class, "code": code}});
    let invalid = "invalid_request_error";
    let mut fixtures = vec![
        json!({"match": {"userMessage": "say hello"}, "response": used(GREETING, "stop", [1200, 34]), "chunkSize": 3}),
        json!({"match": {"userMessage": "say it to the limit"}, "response": used("No further than", "length", [11, 16])}),
        json!({"match": {"userMessage": "think first"}, "response": {"content": "It is 42.", "reasoning": "Six times seven."}}),
        json!({"match": {"userMessage": "what is attached"}, "response": said("Two files.")}),
        json!({"match": {"userMessage": "fail with a wrong key"}, "response": error(401, invalid, Some("invalid_api_key"), "Not this one.")}),
        json!({"match": {"userMessage": "fail with a used up quota"}, "response": error(429, "insufficient_quota", Some("insufficient_quota"), "No more.")}),
        json!({"match": {"userMessage": "fail with a bad request"}, "response": error(400, invalid, Some("invalid_value"), "No such setting.")}),
        json!({"match": {"userMessage": "fail with too long a context"},
            "response": error(400, invalid, Some("context_length_exceeded"), "The prompt is too long: the context window is 8 tokens.")}),
        json!({"match": {"userMessage": "fail with no such model"}, "response": error(404, "not_found_error", Some("model_not_found"), "There is no such model.")}),
        json!({"match": {"userMessage": "fail with a broken server"}, "response": error(500, "server_error", None, "Broken.")}),
        json!({"match": {"userMessage": "fail with an overload"}, "response": error(529, "overloaded_error", None, "Overloaded.")}),
        json!({"match": {"userMessage": "stop in the middle"}, "response": said(LONG), "chunkSize": 8, "latency": 30, "truncateAfterChunks": 9}),
        json!({"match": {"userMessage": "hang up in the middle"}, "response": said(LONG), "chunkSize": 4, "latency": 50, "disconnectAfterMs": 700}),
        json!({"match": {"userMessage": "talk nonsense"}, "response": said("never seen"), "chaos": {"malformedRate": 1}}),
        json!({"match": {"userMessage": "hang up at once"}, "response": said("never seen"), "chaos": {"disconnectRate": 1}}),
        json!({"match": {"userMessage": "take your time"}, "response": said(LATE), "streamingProfile": {"ttft": 1500, "tps": 50, "jitter": 0}}),
    ];
    for wire in wires() {
        let (limited, broken) = (once("limited", wire), once("broken", wire));
        let mut limit = error(
            429,
            "rate_limit_error",
            Some("rate_limit_exceeded"),
            "Slow down.",
        );
        limit["retryAfter"] = json!(1);
        let failure = error(500, "server_error", None, "Broken.");
        fixtures.extend([
            json!({"match": {"userMessage": limited, "sequenceIndex": 0}, "response": limit}),
            json!({"match": {"userMessage": limited}, "response": said(SECOND)}),
            json!({"match": {"userMessage": broken, "sequenceIndex": 0}, "response": failure}),
            json!({"match": {"userMessage": broken}, "response": said(SECOND)}),
        ]);
    }
    // Half of a surrogate pair: a string of ours cannot hold it, a server of JavaScript's can.
    let pair = r#"{"match": {"userMessage": "break a pair"}, "response": {"content": "half \ud83d of a pair"}}"#;
    let fixtures: Vec<_> = fixtures.iter().map(Value::to_string).collect();
    format!(r#"{{"fixtures": [{}, {pair}]}}"#, fixtures.join(","))
}

fn once(what: &str, wire: Wire) -> String {
    format!("be {what} once in {wire:?}")
}

/// Starts it with the script; `None` where it is not installed.
pub(crate) fn start() -> Option<Server> {
    let folder = tempfile::tempdir().expect("the system's temporary folder is writable");
    let path = folder.path().join("script.json");
    fs::write(&path, script()).expect("the folder is ours");
    let path = path.to_str().expect("its path is text");
    let arguments = ["-h", "127.0.0.1", "-p", "{port}", "-f", path];
    let quiet = ["--validate-on-load", "--log-level", "warn"];
    let recipe = Recipe::node(
        "aimock",
        "@copilotkit/aimock/dist/cli.js",
        &[&arguments[..], &quiet].concat(),
        "/health",
    )?;
    // Another key is refused.
    Some(recipe.with("AIMOCK_API_KEYS", KEY).start())
}

#[test]
fn every_format_of_aimock_is_understood_in_good_and_bad_times() {
    let Some(server) = start() else {
        return;
    };
    thread::scope(|scope| {
        for wire in wires() {
            let base_url = server.url(wire.base_path());
            scope.spawn(move || {
                let place = Place {
                    wire,
                    base_url: &base_url,
                    model: wire.model(),
                };
                for row in ROWS {
                    row.check(place);
                }
                for what in ["limited", "broken"] {
                    let prompt = once(what, wire);
                    Row::new(&prompt, Outcome::LateReply(SECOND))
                        .streamed()
                        .check(place);
                }
                if wire.provider() == "openai" {
                    // The others have other words for it, which the mock does not know.
                    Row::new("fail with a used up quota", Outcome::Refusal("quota")).check(place);
                }
            });
        }
    });
}

#[test]
fn what_a_reply_of_aimock_took_is_counted_and_priced() {
    let Some(server) = start() else {
        return;
    };
    for (wire, model, finish, cost) in [
        // 1,200 tokens at $0.75 a million and 34 at $4.50.
        (Wire::Chat, "gpt-5.4-mini", "stop", "0.001053"),
        // The same at $0.30 and $2.50.
        (Wire::Generate, "gemini-2.5-flash", "STOP", "0.000445"),
    ] {
        let base_url = server.url(wire.base_path());
        let place = Place {
            wire,
            base_url: &base_url,
            model,
        };
        for ran in Row::new("say hello", Outcome::Reply(GREETING)).check(place) {
            let reply = ran.reply().expect("it is stored");
            let count = |field| reply.field::<u64>(field);
            assert_eq!(
                (count("input_tokens"), count("output_tokens")),
                (Some(1200), Some(34))
            );
            assert_eq!(reply.written("cost"), Some(cost), "{model}");
            assert_eq!(reply.field::<String>("finish").as_deref(), Some(finish));
        }
    }
}

#[test]
fn attachments_arrive_at_aimock_in_every_format() {
    let Some(server) = start() else {
        return;
    };
    let files = Attachments::new();
    let arguments = files.arguments();
    for wire in wires() {
        let base_url = server.url(wire.base_path());
        let place = Place {
            wire,
            base_url: &base_url,
            model: wire.model(),
        };
        Row::new("what is attached", Outcome::Reply("Two files."))
            .with(&arguments)
            .check(place);
    }
    // Its journal keeps of the other formats only the text.
    let journal = http::get_with_key(server.address, "/v1/_requests", KEY).to_string();
    for bytes in [Attachments::IMAGE, Attachments::PAPER] {
        let arrived = journal.matches(&STANDARD.encode(bytes)).count();
        assert!(arrived >= 2, "{journal}");
    }
}
