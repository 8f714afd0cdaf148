//! The gateway litellm: before a mock whose answers it translates, and by itself.

use std::path::Path;
use std::thread;

use crate::aimock;
use crate::server::{Recipe, Server};
use crate::talk::{Attachments, Outcome, Place, Row, wires};
use crate::wire::Wire;

const OWN: &str = "Said by the gateway itself: 世界.";

/// What goes through it to the mock.
const THROUGH: [&str; 6] = [
    "say it to the limit",
    "think first",
    "fail with a wrong key",
    "fail with too long a context",
    "fail with no such model",
    "fail with a broken server",
];

/// Models that it answers for, and what comes of asking them.
const BY_ITSELF: &[(&str, Row<'_>)] = &[
    ("alone", Row::new("anything", Outcome::Reply(OWN))),
    (
        "limited",
        Row::new("anything", Outcome::Refusal("rate_limit")).streamed(),
    ),
    (
        "too-long",
        Row::new("anything", Outcome::Refusal("context_too_long")),
    ),
    (
        "broken",
        Row::new("anything", Outcome::Refusal("server_failed")).whole(),
    ),
    (
        "slow",
        Row::new("anything", Outcome::Refusal("timed_out"))
            .with(&["--timeout", "300ms"])
            .whole(),
    ),
];

fn start(upstream: &Server) -> Option<Server> {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/litellm.yaml");
    let models = models.to_str().expect("the checkout's path is text");
    let place = ["--host", "127.0.0.1", "--port", "{port}"];
    let arguments = [&place[..], &["--config", models, "--telemetry", "False"]].concat();
    let recipe = Recipe::python("litellm", &arguments, "/health/liveliness")?
        .with("UPSTREAM", &upstream.url(""))
        .with("UPSTREAM_V1", &upstream.url("/v1"))
        .with("UPSTREAM_V1BETA", &upstream.url("/v1beta"))
        // It is to ask nobody else for anything.
        .with("LITELLM_LOCAL_MODEL_COST_MAP", "True")
        .with("LITELLM_TELEMETRY", "False")
        .with("DISABLE_ADMIN_UI", "True")
        .with("NO_DOCS", "True")
        .with("LITELLM_LOG", "ERROR")
        .with("HF_HUB_OFFLINE", "1")
        .with("DO_NOT_TRACK", "1");
    Some(recipe.start())
}

#[test]
fn every_format_of_litellm_is_understood() {
    let Some(upstream) = aimock::start() else {
        return;
    };
    let Some(server) = start(&upstream) else {
        return;
    };
    let files = Attachments::new();
    let attached = files.arguments();
    thread::scope(|scope| {
        for wire in wires() {
            let base_url = server.url(wire.base_path());
            let attached = &attached;
            scope.spawn(move || {
                let place = Place {
                    wire,
                    base_url: &base_url,
                    model: wire.model(),
                };
                for prompt in THROUGH {
                    aimock::row(prompt).check(place);
                }
                Row::new("what is attached", Outcome::Reply("Two files."))
                    .with(attached)
                    .check(place);
            });
        }
        let base_url = server.url(Wire::Chat.base_path());
        scope.spawn(move || {
            for (model, row) in BY_ITSELF {
                let place = Place {
                    wire: Wire::Chat,
                    base_url: &base_url,
                    model,
                };
                row.check(place);
            }
        });
    });
}
