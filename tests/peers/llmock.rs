//! The mock llmock, which fails as it is told and judges how its clients bear that.

use std::thread;

use serde_json::{Value, json};

use crate::http;
use crate::server::{Recipe, Server};
use crate::talk::{Attachments, Outcome, Place, Row, wires};
use crate::wire::Wire;

const TEXT: &str = "Grüße 👩‍👩‍👧 an alle, die dies lesen, es sind sehr viele Wörter, damit mittendrin noch etwas fehlen kann, wenn es abbricht.";
const PROMPT: &str = "Tell me about owls.";

/// How it behaves, and what comes of that. The last says whether it has nothing to find fault with: it takes a stream that is
/// not asked for again for one that was believed.
type Behaviour = (fn() -> Value, Row<'static>, bool);

fn fails(status: u16, times: Value) -> Value {
    json!({"type": "fail", "status": status, "times": times})
}

fn breaks(kind: &str) -> Value {
    // The first of some formats hold no text.
    json!({"type": "stream_fault", "kind": kind, "after_chunks": 8})
}

const BEHAVIOURS: &[Behaviour] = &[
    (
        || fails(401, Value::Null),
        Row::new(PROMPT, Outcome::Refusal("key_refused")),
        true,
    ),
    (
        || fails(403, Value::Null),
        Row::new(PROMPT, Outcome::Refusal("key_refused")),
        true,
    ),
    (
        || fails(400, Value::Null),
        Row::new(PROMPT, Outcome::Refusal("request_refused")),
        true,
    ),
    (
        || fails(404, Value::Null),
        Row::new(PROMPT, Outcome::Refusal("provider_not_found")),
        true,
    ),
    (
        || fails(503, Value::Null),
        Row::new(PROMPT, Outcome::Refusal("overloaded")).streamed(),
        true,
    ),
    (
        || fails(500, json!(1)),
        Row::new(PROMPT, Outcome::LateReply(TEXT)).whole(),
        true,
    ),
    (
        || fails(529, json!(1)),
        Row::new(PROMPT, Outcome::LateReply(TEXT)).streamed(),
        true,
    ),
    (
        || json!({"type": "fail", "status": 429, "retry_after": 1, "times": 1}),
        Row::new(PROMPT, Outcome::LateReply(TEXT)).streamed(),
        true,
    ),
    (
        || breaks("truncate"),
        Row::new(PROMPT, Outcome::Part(TEXT, "truncated")).streamed(),
        false,
    ),
    (
        || breaks("disconnect"),
        Row::new(PROMPT, Outcome::Part(TEXT, "connection_lost")).streamed(),
        false,
    ),
    (
        || breaks("malformed"),
        Row::new(PROMPT, Outcome::Part(TEXT, "malformed_answer")).streamed(),
        false,
    ),
    (
        || breaks("stall"),
        Row::new(PROMPT, Outcome::Part(TEXT, "timed_out"))
            .with(&["--timeout", "4s"])
            .streamed(),
        false,
    ),
    (
        || json!({"type": "slow_first_token", "seconds": 3}),
        Row::new(PROMPT, Outcome::Refusal("timed_out"))
            .with(&["--timeout", "300ms"])
            .streamed(),
        true,
    ),
    (
        || json!({"type": "delay", "seconds": 0.1}),
        Row::new(PROMPT, Outcome::Reply(TEXT)),
        true,
    ),
];

fn start() -> Option<Server> {
    let arguments = [
        "serve",
        "-h",
        "127.0.0.1",
        "-p",
        "{port}",
        "--log-level",
        "warning",
    ];
    Some(Recipe::python("llmock", &arguments, "/health")?.start())
}

fn base_url(server: &Server, wire: Wire) -> String {
    server.url(match wire {
        Wire::Chat | Wire::Responses => "/v1",
        Wire::Messages => "/anthropic",
        Wire::Generate => "/gemini",
    })
}

/// Has it behave in this way and otherwise say the text, and forget what was before.
fn behave(server: &Server, behaviour: Option<Value>) {
    http::post(server.address, "/_llmock/reset", &json!({}));
    let text = json!({"type": "reply", "text": TEXT, "times": null});
    let behaviours: Vec<_> = behaviour.into_iter().chain([text]).collect();
    http::post(
        server.address,
        "/_llmock/scenario",
        &json!({"behaviors": behaviours}),
    );
}

#[test]
fn every_format_of_llmock_is_understood_and_it_approves_of_how_it_is_asked_again() {
    thread::scope(|scope| {
        for wire in wires() {
            scope.spawn(move || {
                // What it is to do holds for all that comes, so each format has one of its own.
                let Some(server) = start() else {
                    return;
                };
                let base_url = base_url(&server, wire);
                let place = Place {
                    wire,
                    base_url: &base_url,
                    model: wire.model(),
                };
                for (behaviour, row, is_approved) in BEHAVIOURS {
                    behave(&server, Some(behaviour()));
                    row.check(place);
                    let verdict = http::get(server.address, "/_llmock/verdict");
                    let is_fine = verdict["findings"] == json!([]);
                    assert!(
                        is_fine || !is_approved,
                        "{wire:?} {:?}: {verdict}",
                        behaviour()
                    );
                }
            });
        }
    });
}

#[test]
fn attachments_are_taken_by_llmock_in_every_format() {
    let Some(server) = start() else {
        return;
    };
    let files = Attachments::new();
    let arguments = files.arguments();
    for wire in wires() {
        behave(&server, None);
        let base_url = base_url(&server, wire);
        let place = Place {
            wire,
            base_url: &base_url,
            model: wire.model(),
        };
        for ran in Row::new(PROMPT, Outcome::Reply(TEXT))
            .with(&arguments)
            .check(place)
        {
            let reply = ran.reply().expect("it is stored");
            assert!(reply.written("cost").is_some(), "{wire:?}: {reply:?}");
        }
    }
}
