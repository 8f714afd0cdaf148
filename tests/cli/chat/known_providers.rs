//! What the configuration changes of providers that are known without it.

use serde_json::json;

use super::{NEWCOMER, chat, configure};
use crate::openai_server::{Answer, OpenAiServer, Request};
use crate::sandbox::Sandbox;

/// Returns the request that comes of a configuration, in which `URL` stands for the server's address without path.
fn sent(config: &str, model: &str, variables: &[(&'static str, &str)]) -> Request {
    let sandbox = Sandbox::flask_store();
    let refusal = json!({"error": {"message": "No."}}).to_string();
    let server = OpenAiServer::start([Answer::new("400 Bad Request", &[], &refusal)]);
    let url = server.url();
    let url = url.trim_end_matches("/v1");
    configure(&sandbox, &config.replace("URL", url));
    let run = chat(&sandbox, NEWCOMER, &["-m", model, "--no-stream", "Hi"]);
    let run = variables.iter().fold(run, |run, (name, value)| {
        run.with_env(name, value.replace("URL", url))
    });
    run.run_changing_nothing().fails_with(8);
    server.request()
}

#[test]
fn address_version_and_key_can_be_set() {
    let google =
        "[providers.google]\napi_version = 'v1'\nbase_url = 'URL/g'\nkey_env = 'WORK_KEY'\n";
    let request = sent(
        google,
        "gemini-2.5-pro",
        &[("WORK_KEY", "k-1"), ("GOOGLE_API_KEY", "k-2")],
    );
    let path = "POST /g/v1/models/gemini-2.5-pro:generateContent ";
    assert!(request.head.starts_with(path), "{request:?}");
    assert_eq!(request.header("x-goog-api-key"), Some("k-1"));

    let anthropic =
        "[providers.anthropic]\nkind = 'anthropic'\napi_version = '2027-01-01'\nbase_url = 'URL'\n";
    let request = sent(
        anthropic,
        "claude-opus-5-5",
        &[("ANTHROPIC_API_KEY", "k-3")],
    );
    assert_eq!(request.header("anthropic-version"), Some("2027-01-01"));
    assert_eq!(request.header("x-api-key"), Some("k-3"));

    let openai = "[providers.openai]\nbase_url = 'URL/v2'\n";
    let request = sent(openai, "gpt-4o", &[("OPENAI_API_KEY", "k-4")]);
    let path = "POST /v2/chat/completions ";
    assert!(request.head.starts_with(path), "{request:?}");
    assert_eq!(request.header("authorization"), Some("Bearer k-4"));
}

#[test]
fn the_environments_address_comes_before_the_files() {
    let config = "[providers.google]\nbase_url = 'http://127.0.0.1:9'\napi_version = 'v1'\n";
    let variables = [("GOOGLE_GEMINI_BASE_URL", "URL"), ("GEMINI_API_KEY", "k-1")];
    let request = sent(config, "gemini-2.5-pro", &variables);
    let path = "POST /v1/models/gemini-2.5-pro:generateContent ";
    assert!(request.head.starts_with(path), "{request:?}");
}

#[test]
fn a_server_of_ones_own_may_have_a_version_too() {
    let own = |kind, version| {
        format!(
            "[providers.gateway]\nkind = '{kind}'\nbase_url = 'URL'\nkey_env = 'K'\napi_version = '{version}'\n"
        )
    };
    let variables = [("K", "k-1"), ("GOOGLE_API_KEY", "not-for-others")];
    let request = sent(&own("google", "v1beta2"), "gateway/some-model", &variables);
    let path = "POST /v1beta2/models/some-model:generateContent ";
    assert!(request.head.starts_with(path), "{request:?}");
    assert_eq!(request.header("x-goog-api-key"), Some("k-1"));
    let request = sent(
        &own("anthropic", "2023-06-01"),
        "gateway/some-model",
        &variables,
    );
    assert_eq!(request.header("anthropic-version"), Some("2023-06-01"));
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let sandbox = Sandbox::flask_store();
    let kinds = r#"there are "openai", "anthropic", "google""#;
    for (config, reason) in [
        (
            "[providers.echo]\nkey_env = 'K'",
            r#""echo" has no settings"#,
        ),
        (
            "[providers.google]\nkind = 'openai'",
            r#""google" is the name of a known provider, which speaks nothing else"#,
        ),
        (
            "[providers.openai]\napi_version = 'v1'",
            r#"only the kinds "anthropic", "google" have an api_version"#,
        ),
        (
            "[providers.own]\nkind = 'openai'\nbase_url = 'http://127.0.0.1:9'\napi_version = 'v1'",
            r#"only the kinds "anthropic", "google" have an api_version"#,
        ),
        (
            "[providers.own]\nbase_url = 'x'",
            &format!("it needs a kind; {kinds}"),
        ),
        (
            "[providers.own]\nkind = 'echo'\nbase_url = 'x'",
            &format!(r#""echo" is no kind of provider; {kinds}"#),
        ),
        ("[providers.own]\nkind = 'google'", "it needs a base_url"),
    ] {
        configure(&sandbox, config);
        let run = chat(&sandbox, NEWCOMER, &["-m", "echo", "Hi"]).run_changing_nothing();
        let run = run.fails_with(2);
        let told = run.stderr_text().trim_end().to_owned();
        assert!(told.ends_with(reason), "{config}: {run}");
        assert!(told.contains("in the configuration: "), "{run}");
    }
    configure(&sandbox, "[providers.google]\napi_version = 'v1/../x'\n");
    let run = chat(&sandbox, NEWCOMER, &["-m", "gemini-2.5-pro", "Hi"]);
    let run = run.with_env("GOOGLE_API_KEY", "k").run_changing_nothing();
    let run = run.fails_with(2);
    let words = "the API version of google cannot be used";
    assert!(run.stderr_text().contains(words), "{run}");
}
