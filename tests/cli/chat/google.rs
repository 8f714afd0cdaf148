//! Replies of a server that speaks Google's `generateContent`.

use std::fs;

use serde_json::{Value, json};
use snapbox::str;

use super::{NEWCOMER, chat};
use crate::invocation::Invocation;
use crate::openai_server::{Answer, OpenAiServer, Request};
use crate::sandbox::Sandbox;
use crate::stored::StoredUser;
use crate::tree::tree_digest;

/// A key that must be seen in one header and nowhere else.
const SECRET: &str = "google-key-of-the-test-0123456789";
/// The account whose key that is.
const OWNER: &str = "only@example.org";
const MODEL: &str = "gemini-2.5-pro";
const JSON: [&str; 1] = ["Content-Type: application/json; charset=UTF-8"];

/// What each reply took: a prompt of 1000 tokens, 400 of them from the cache, 200 that tools read, 300 of answer and 100 of
/// thoughts.
///
/// `gemini-2.5-pro` costs $1.25, $0.125 and $10 a million, so (800 × 1.25 + 400 × 0.125 + 400 × 10) / 10⁶ = $0.00505.
fn usage() -> Value {
    json!({
        "promptTokenCount": 1000, "cachedContentTokenCount": 400, "toolUsePromptTokenCount": 200,
        "candidatesTokenCount": 300, "thoughtsTokenCount": 100, "totalTokenCount": 1600, "serviceTier": "standard",
    })
}

/// A part of a reply.
fn part(text: &str) -> Value {
    json!({"candidates": [{"content": {"parts": [{"text": text}], "role": "model"}, "index": 0}], "modelVersion": MODEL})
}

/// A part that says why there is no more.
fn last(reason: &str) -> Value {
    json!({"candidates": [{"finishReason": reason, "index": 0}], "modelVersion": MODEL, "responseId": "r-1", "usageMetadata": usage()})
}

/// An answer of these parts, and no more.
fn streamed(parts: &[Value]) -> Answer {
    let head = Answer::new("200 OK", &["Content-Type: text/event-stream"], "");
    let parts = parts.iter();
    parts.fold(head, |answer, part| {
        answer.and(&format!("data: {part}\r\n\r\n"))
    })
}

/// Makes a store with one account, which has a key for google.
fn store_with_key() -> Sandbox {
    super::store_with_key(OWNER, "google", SECRET)
}

fn asking<'s>(sandbox: &'s Sandbox, server: &OpenAiServer, further: &[&str]) -> Invocation<'s> {
    let arguments = [&["-m", MODEL], further, &["Hi"]].concat();
    chat(sandbox, OWNER, &arguments).with_env("GOOGLE_GEMINI_BASE_URL", server.root())
}

/// Makes sure that a request has the key in its one header.
fn assert_key_in_its_header_alone(request: &Request) {
    assert_eq!(request.header("x-goog-api-key"), Some(SECRET));
    assert_eq!(request.head.matches(SECRET).count(), 1, "{}", request.head);
    assert!(!request.body.to_string().contains(SECRET));
}

#[test]
fn a_reply_is_printed_as_it_comes_and_stored_with_what_it_took() {
    let sandbox = store_with_key();
    let parts = [part("Hel"), part("lo, Ada 🎉"), last("STOP")];
    let (answer, gate) = streamed(&parts).held_after(1);
    let server = OpenAiServer::start([answer]);
    let mut run = asking(&sandbox, &server, &["-v"]).start();
    run.prints("Hel");
    gate.open();
    let run = run.ends().succeeds();
    assert_eq!(run.stdout_text(), "Hello, Ada 🎉\n");
    assert!(!run.to_string().contains(SECRET), "{run}");

    let request = server.request();
    let path = format!("POST /v1beta/models/{MODEL}:streamGenerateContent?alt=sse HTTP/1.1\r\n");
    assert!(request.head.starts_with(&path), "{}", request.head);
    assert_key_in_its_header_alone(&request);
    let contents = json!({"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]});
    assert_eq!(request.body, contents);
    assert!(server.is_left_alone());

    let stored = StoredUser::of(&sandbox, OWNER);
    let reply = &stored.only_conversation()["messages"][1];
    assert_eq!(reply["content"], "Hello, Ada 🎉");
    assert_eq!(reply["provider"], "google");
    assert_eq!(reply["model"], MODEL);
    assert_eq!(reply["input_tokens"], 1200);
    assert_eq!(reply["output_tokens"], 400);
    assert_eq!(reply["usage"], json!({"cached": 400, "reasoning": 100}));
    assert_eq!(reply["service_tier"], "standard");
    assert_eq!(reply["priced_as"], MODEL);
    assert_eq!(reply["finish"], "STOP");
    let cost = "\"cost\": 0.00505,";
    assert!(stored.text.contains(cost), "{}", stored.text);
    for path in tree_digest(sandbox.root()).keys() {
        let bytes = fs::read(sandbox.root().join(path)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(SECRET), "{}", path.display());
    }
}

#[test]
fn a_reply_may_be_asked_for_in_one_piece_and_in_ones_own_form() {
    let sandbox = store_with_key();
    let mut answer = last("STOP");
    answer["candidates"][0]["content"] = json!({"parts": [{"text": "{\"a\":1}"}]});
    let server = OpenAiServer::start([Answer::new("200 OK", &JSON, &answer.to_string())]);
    let schema = sandbox.root().join("schema.json");
    fs::write(&schema, r#"{"type": "object"}"#).expect("it is ours");
    let schema = schema.to_str().expect("its path is text");
    let limits = [
        "--max-tokens",
        "50",
        "--temperature",
        "0.5",
        "--stop",
        "END",
    ];
    let rest = [
        "--no-stream",
        "-s",
        "Be brief.",
        "--effort",
        "medium",
        "--schema",
        schema,
    ];
    let run = asking(&sandbox, &server, &[&limits[..], &rest].concat());
    assert_eq!(run.run().succeeds().stdout_text(), "{\"a\":1}\n");
    let request = server.request();
    let path = format!("POST /v1beta/models/{MODEL}:generateContent HTTP/1.1\r\n");
    assert!(request.head.starts_with(&path), "{}", request.head);
    assert_eq!(
        request.body,
        json!({
            "systemInstruction": {"parts": [{"text": "Be brief."}]},
            "contents": [{"role": "user", "parts": [{"text": "Hi"}]}],
            "generationConfig": {
                "temperature": 0.5, "maxOutputTokens": 50, "stopSequences": ["END"],
                "thinkingConfig": {"thinkingBudget": 8192},
                "responseMimeType": "application/json", "responseJsonSchema": {"type": "object"},
            },
        })
    );
}

#[test]
fn the_rest_of_a_reply_is_asked_for_and_all_of_it_charged() {
    let sandbox = store_with_key();
    let mut first = last("CONTINUATION");
    first["candidates"][0]["continuationToken"] = json!("token-1");
    let server = OpenAiServer::start([
        streamed(&[part("One "), first]),
        streamed(&[part("two"), last("STOP")]),
    ]);
    let run = asking(&sandbox, &server, &[]).run().succeeds();
    assert_eq!(run.stdout_text(), "One two\n");
    let (asked, asked_again) = (server.request(), server.request());
    assert_eq!(asked.body.get("continuationToken"), None);
    assert_eq!(asked_again.body["continuationToken"], "token-1");
    assert_eq!(asked_again.body["contents"], asked.body["contents"]);
    let stored = StoredUser::of(&sandbox, OWNER);
    let cost = "\"cost\": 0.0101,";
    assert!(stored.text.contains(cost), "twice 0.00505: {}", stored.text);
}

#[test]
fn a_model_alone_or_with_its_collection_is_googles() {
    let sandbox = store_with_key();
    for model in [
        "gemini-2.5-pro",
        "models/gemini-2.5-pro",
        "google/gemini-2.5-pro",
        "google/models/gemini-2.5-pro",
    ] {
        let server = OpenAiServer::start([streamed(&[part("Yes"), last("STOP")])]);
        let run = chat(&sandbox, OWNER, &["-m", model, "Hi"]);
        run.with_env("GOOGLE_GEMINI_BASE_URL", server.root())
            .run()
            .succeeds();
        let head = server.request().head;
        let path = format!("POST /v1beta/models/{MODEL}:");
        assert!(head.starts_with(&path), "{model}: {head}");
    }
}

#[test]
fn the_environment_has_a_key_in_either_of_two_variables() {
    let sandbox = Sandbox::flask_store();
    let sent = |variables: &[(&'static str, &str)]| {
        let server = OpenAiServer::start([streamed(&[part("Yes"), last("STOP")])]);
        let run = chat(&sandbox, NEWCOMER, &["-m", MODEL, "Hi"])
            .with_env("GOOGLE_GEMINI_BASE_URL", server.root());
        let variables = variables.iter();
        let run = variables.fold(run, |run, (name, value)| run.with_env(name, value));
        run.run().succeeds();
        let request = server.request();
        request.header("x-goog-api-key").map(str::to_owned)
    };
    let (google, gemini) = (("GOOGLE_API_KEY", "key-1"), ("GEMINI_API_KEY", "key-2"));
    assert_eq!(sent(&[gemini, google]).as_deref(), Some("key-1"));
    assert_eq!(sent(&[gemini]).as_deref(), Some("key-2"));
    chat(&sandbox, NEWCOMER, &["-m", MODEL, "Hi"])
        .run_changing_nothing()
        .fails_with(7)
        .stderr_is(str![[r#"
error: google needs an API key
 hint: store one with `chatkeep key set USER google`, or set GOOGLE_API_KEY

"#]]);
}

#[test]
fn a_refused_key_is_a_secrets_failure_although_it_is_a_bad_request() {
    let sandbox = store_with_key();
    let details = json!([
        {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"},
        {"@type": "type.googleapis.com/google.rpc.DebugInfo", "detail": format!("Invalid API key: {SECRET}")},
    ]);
    let error = json!({"error": {"code": 400, "message": format!("API key not valid: {SECRET}"), "status": "INVALID_ARGUMENT", "details": details}});
    let server = OpenAiServer::start([Answer::new("400 Bad Request", &JSON, &error.to_string())]);
    let refused = asking(&sandbox, &server, &[]).run_changing_nothing();
    refused.fails_with(7).stderr_is(str![[r#"
error: google refused the API key (HTTP 400): API key not valid: [key]
 hint: set another key with `chatkeep key set USER google`

"#]]);
}

#[test]
fn a_quota_for_the_day_is_not_waited_for() {
    let sandbox = store_with_key();
    let quota = json!({"violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel"}]});
    let error = json!({"error": {"code": 429, "message": "Exceeded.", "status": "RESOURCE_EXHAUSTED", "details": [quota, {"retryDelay": "1s"}]}});
    let spent = Answer::new("429 Too Many Requests", &JSON, &error.to_string());
    let server = OpenAiServer::start([spent]);
    let refused = asking(&sandbox, &server, &[]).run_changing_nothing();
    let refused = refused.fails_with(8);
    let told = refused.stderr_text();
    assert!(told.contains("waiting does not help"), "{refused}");
    assert!(!told.contains("trying again"), "{refused}");
}

#[test]
fn what_is_blocked_is_told_with_the_reason_and_what_it_took_stays() {
    let sandbox = store_with_key();
    let mut blocked = last("RECITATION");
    blocked["candidates"][0]["finishMessage"] = json!("Too close to a book.");
    let server = OpenAiServer::start([streamed(&[part("Once upon "), blocked])]);
    let run = asking(&sandbox, &server, &[]).run().fails_with(8);
    assert_eq!(run.stdout_text(), "Once upon \n");
    let told = run.stderr_text();
    let words = "google blocked the reply: RECITATION: Too close to a book; what came is kept in conversation";
    assert!(told.contains(words), "{run}");
    assert!(told.contains("ask in other words"), "{run}");
    let stored = StoredUser::of(&sandbox, OWNER);
    let reply = &stored.only_conversation()["messages"][1];
    assert_eq!(reply["content"], "Once upon ");
    assert_eq!(reply["interrupted"], true);
    assert_eq!(reply["finish"], "RECITATION");
    assert!(
        stored.text.contains("\"cost\": 0.00505,"),
        "{}",
        stored.text
    );

    let prompt = json!({"promptFeedback": {"blockReason": "SAFETY"}, "modelVersion": MODEL, "usageMetadata": {"promptTokenCount": 80}});
    let server = OpenAiServer::start([streamed(&[prompt])]);
    let run = asking(&sandbox, &server, &[]).run().fails_with(8);
    run.stderr_is(str![[r#"
error: google blocked the prompt: SAFETY; there is no text, and what it took is in the ledger
 hint: ask in other words, or ask another model with --model

"#]]);
    assert_eq!(StoredUser::of(&sandbox, OWNER).text, stored.text);
    // 80 × $1.25 / 10⁶ for the prompt beside the $0.00505.
    let stats = ["stats", "--by", "model", "--format", "json"];
    let stats = sandbox.chatkeep(&stats).run().succeeds();
    assert!(stats.stdout_text().contains("0.00515"), "{stats}");
}

#[test]
fn its_models_are_listed_and_a_key_is_tried_on_that_list() {
    let sandbox = store_with_key();
    let list = || {
        let methods = ["generateContent", "countTokens"];
        let models = json!({"models": [
            {"name": "models/gemini-2.5-pro", "displayName": "Gemini 2.5 Pro", "supportedGenerationMethods": methods},
            {"name": "models/embedder", "supportedGenerationMethods": ["embedContent"]},
        ]});
        Answer::new("200 OK", &JSON, &models.to_string())
    };
    let server = OpenAiServer::start([list(), list()]);
    let run = chat(&sandbox, OWNER, &["models", "--provider", "google"])
        .with_env("GOOGLE_GEMINI_BASE_URL", server.root())
        .run_changing_nothing()
        .succeeds();
    let told = run.stdout_text();
    assert!(
        told.contains("gemini-2.5-pro") && told.contains("$1.25"),
        "{run}"
    );
    assert!(
        !told.contains("embedder") && !told.contains("models/"),
        "{run}"
    );
    sandbox
        .chatkeep(&["key", "test", OWNER, "google"])
        .with_env("GOOGLE_GEMINI_BASE_URL", server.root())
        .run_changing_nothing()
        .succeeds()
        .stdout_is("the google key of only@example.org works: 1 model\n");
    for _ in 0..2 {
        let request = server.request();
        let path = "GET /v1beta/models?pageSize=1000 HTTP/1.1\r\n";
        assert!(request.head.starts_with(path), "{}", request.head);
        assert_eq!(request.header("x-goog-api-key"), Some(SECRET));
    }
}
