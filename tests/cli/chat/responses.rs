//! Models of OpenAI that have no chat completions.

use serde_json::json;

use super::{NEWCOMER, asking};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::StoredUser;

const EVENTS: [&str; 1] = ["Content-Type: text/event-stream"];

/// A response that was streamed: 1000 tokens at $30 a million and 100 at $180 make $0.048.
fn events() -> String {
    let events = [
        json!({"type": "response.created", "response": {"id": "r-1", "model": "gpt-5.4-pro-2026-03-05", "output": []}}),
        json!({"type": "response.output_text.delta", "output_index": 0, "delta": "Hel"}),
        json!({"type": "response.output_text.delta", "output_index": 0, "delta": "lo"}),
        json!({"type": "response.completed", "response": {
            "id": "r-1", "model": "gpt-5.4-pro-2026-03-05", "status": "completed", "output": [],
            "usage": {"input_tokens": 1000, "output_tokens": 100, "output_tokens_details": {"reasoning_tokens": 64}},
        }}),
    ];
    events.map(|event| format!("data: {event}\n\n")).concat()
}

#[test]
fn such_a_model_is_asked_for_a_response_which_is_stored_and_priced() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::new("200 OK", &EVENTS, &events())]);
    let arguments = ["-m", "gpt-5.4-pro", "--system", "Be brief.", "Hi"];
    let run = asking(&sandbox, &server, &arguments).run().succeeds();
    assert_eq!(run.stdout_text(), "Hello\n");

    let request = server.request();
    assert!(request.head.starts_with("POST /v1/responses HTTP/1.1\r\n"));
    assert_eq!(
        request.body,
        json!({
            "model": "gpt-5.4-pro",
            "instructions": "Be brief.",
            "input": [{"role": "user", "content": "Hi"}],
            "store": false,
            "stream": true,
        })
    );
    let stored = StoredUser::of(&sandbox, NEWCOMER);
    let reply = &stored.only_conversation()["messages"][1];
    assert_eq!(reply["content"], "Hello");
    assert_eq!(reply["model"], "gpt-5.4-pro-2026-03-05");
    assert_eq!(reply["usage"], json!({"reasoning": 64}));
    assert_eq!(reply["finish"], "completed");
    assert!(stored.text.contains("\"cost\": 0.048,"), "{}", stored.text);
}

#[test]
fn a_gateway_without_responses_is_asked_for_a_chat_completion() {
    let sandbox = Sandbox::flask_store();
    let nothing = Answer::new("404 Not Found", &[], "Not Found");
    let server = OpenAiServer::start([nothing, Answer::streamed(&["Hello"])]);
    let run = asking(&sandbox, &server, &["-m", "gpt-5.4-pro", "Hi"]).run();
    assert_eq!(run.succeeds().stdout_text(), "Hello\n");
    let first = server.request();
    assert!(first.head.starts_with("POST /v1/responses "));
    assert!(
        server
            .request()
            .head
            .starts_with("POST /v1/chat/completions ")
    );
}
