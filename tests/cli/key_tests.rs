//! `key test`: stored keys are tried on their providers.

use serde_json::json;
use snapbox::str;

use crate::invocation::Invocation;
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;

const ADA: &str = "ada@example.org";
/// What the fixture's key of ada is.
const ADAS_KEY: &str = "sk-fixture-ada-0001";

fn offers() -> Answer {
    let body = json!({"data": [{"id": "gpt-4o"}, {"id": "o3"}]}).to_string();
    Answer::new("200 OK", &["Content-Type: application/json"], &body)
}

/// Prepares a test of keys with `openai` being a server of the test; the keys of others are refused.
fn key_test<'s>(sandbox: &'s Sandbox, server: &OpenAiServer, arguments: &[&str]) -> Invocation<'s> {
    sandbox
        .chatkeep(&[&["key", "test"], arguments].concat())
        .with_env("OPENAI_BASE_URL", server.url())
        .with_env("OPENAI_API_KEY", "sk-of-the-environment")
        .with_env("FLASK_SECRET_KEY", "fixture-secret")
}

#[test]
fn a_key_that_works_is_said_to_in_a_line() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([offers(), offers()]);
    let run = key_test(&sandbox, &server, &[ADA, "openai"]).run_changing_nothing();
    run.succeeds().stdout_is(str![[r#"
the openai key of ada@example.org works: 2 models

"#]]);
    let request = server.request();
    let key = format!("Bearer {ADAS_KEY}");
    assert_eq!(request.header("authorization"), Some(&*key));
    let run = key_test(&sandbox, &server, &[ADA, "openai", "--format", "json"]);
    run.run_changing_nothing().succeeds().stdout_is(str![[r#"
{
  "user_id": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
  "email": "ada@example.org",
  "provider": "openai",
  "works": true,
  "models": 2,
  "reason": null
}

"#]]);
}

#[test]
fn a_key_that_does_not_work_fails_as_a_question_would() {
    let sandbox = Sandbox::flask_store();
    let words = format!("Incorrect API key provided: {ADAS_KEY}.");
    for (status, code) in [
        ("401 Unauthorized", 7),
        ("403 Forbidden", 7),
        ("404 Not Found", 8),
    ] {
        let server = OpenAiServer::start([Answer::refusal(status, &[], &words)]);
        let run = key_test(&sandbox, &server, &[ADA, "openai"]).run_changing_nothing();
        let run = run.fails_with(code);
        assert!(run.stdout.is_empty(), "{run}");
        assert!(!run.to_string().contains(ADAS_KEY), "{run}");
    }
    let server = OpenAiServer::start([]);
    let refused = Answer::refusal("401 Unauthorized", &[], "No.");
    let refusing = OpenAiServer::start([refused]);
    let run = key_test(&sandbox, &refusing, &[ADA, "openai"]).run_changing_nothing();
    run.fails_with(7).stderr_is(str![[r#"
error: openai refused the API key (HTTP 401): No.
 hint: set another key with `chatkeep key set USER openai`

"#]]);

    // Without the key, or without what opens it, nobody is asked: not even with the key of the environment.
    let run = key_test(&sandbox, &server, &["empty@example.org", "openai"]).run_changing_nothing();
    run.fails_with(3);
    let run = key_test(&sandbox, &server, &[ADA, "openai"]).with_env("FLASK_SECRET_KEY", "wrong");
    run.run_changing_nothing().fails_with(7);
    assert!(server.is_left_alone());
}

#[test]
fn a_provider_that_cannot_be_reached_is_no_fault_of_the_key() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([]);
    let run = key_test(&sandbox, &server, &[ADA, "openai"])
        .with_env("OPENAI_BASE_URL", "http://192.0.2.1/v1")
        .run_changing_nothing()
        .fails_with(8);
    assert!(!run.to_string().contains(ADAS_KEY), "{run}");
}

#[test]
fn every_key_is_tried_whatever_becomes_of_the_others() {
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&["key", "set", ADA, "echo", "--key-stdin"])
        .with_env("FLASK_SECRET_KEY", "fixture-secret")
        .with_stdin("sk-echo-0001")
        .run()
        .succeeds();
    let refused = || Answer::refusal("401 Unauthorized", &[], "No.");
    let server = OpenAiServer::start([refused(), refused(), refused()]);
    let test = |arguments: &[&str]| {
        let run = key_test(&sandbox, &server, arguments);
        let run = run.with_env("ANTHROPIC_BASE_URL", "http://192.0.2.1");
        run.run_changing_nothing().fails_with(7)
    };
    test(&[ADA]).stdout_is(str![[r#"
user             provider   result
ada@example.org  openai     openai refused the API key (HTTP 401): No.
ada@example.org  anthropic  no key is sent to 192.0.2.1 over plain HTTP
ada@example.org  echo       works: 1 model

"#]]);
    let all = test(&["--all", "--format", "json"]);
    let shown = all.stdout_json();
    let shown = shown.as_array().expect("a list");
    assert!(shown.iter().any(|key| key["works"] == true), "{all}");
    let refused = shown.iter().find(|key| key["provider"] == "openai");
    let refused = refused.expect("ada has one");
    assert_eq!(
        (&refused["works"], &refused["models"]),
        (&json!(false), &json!(null))
    );
    assert_eq!(
        refused["reason"],
        "openai refused the API key (HTTP 401): No."
    );

    let none = key_test(&sandbox, &server, &["empty@example.org"]).run_changing_nothing();
    none.succeeds().stdout_is("no keys yet\n");
    let wrong = key_test(&sandbox, &server, &[ADA, "--all"]).run_changing_nothing();
    wrong.fails_with(2);
}
