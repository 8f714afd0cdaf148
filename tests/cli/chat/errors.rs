//! The ways in which a first question goes wrong, for each provider: what is said, the next step, and the exit code.
//!
//! What is said is compared to the letter: it is all that somebody has who has read no more than README.

use std::net::TcpListener;

use serde_json::{Value, json};

use super::{NEWCOMER, chat};
use crate::invocation::Invocation;
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;

/// A key that must be seen nowhere.
const KEY: &str = "sk-secret-0123456789abcdef";

/// A provider that is asked.
#[derive(Clone, Copy, PartialEq)]
struct Asked {
    name: &'static str,
    model: &'static str,
    key: &'static str,
    base_url: &'static str,
    /// What its addresses end in.
    path: &'static str,
}

const OPENAI: Asked = Asked {
    name: "openai",
    model: "openai/gpt-4o",
    key: "OPENAI_API_KEY",
    base_url: "OPENAI_BASE_URL",
    path: "/v1",
};
const ANTHROPIC: Asked = Asked {
    name: "anthropic",
    model: "anthropic/claude-haiku-4-5",
    key: "ANTHROPIC_API_KEY",
    base_url: "ANTHROPIC_BASE_URL",
    path: "",
};
const PROVIDERS: [Asked; 2] = [OPENAI, ANTHROPIC];

impl Asked {
    fn chat<'s>(self, sandbox: &'s Sandbox, url: &str) -> Invocation<'s> {
        chat(sandbox, NEWCOMER, &["-m", self.model, "Hi"])
            .with_env(self.key, KEY)
            .with_env(self.base_url, format!("{url}{}", self.path))
    }
}

/// Asserts that a run changes nothing and says this on standard error alone, in place of `@` the provider's name.
#[track_caller]
fn assert_says(asked: Asked, run: Invocation<'_>, exit: i32, expected: &str) {
    let run = run.run_changing_nothing().fails_with(exit);
    assert_eq!(run.stdout_text(), "");
    assert!(!run.to_string().contains(KEY), "{run}");
    let expected = expected.replace('@', asked.name);
    let said: Vec<&str> = run
        .stderr_text()
        .lines()
        .filter(|line| !line.contains("; trying again in "))
        .collect();
    assert_eq!(said.join("\n"), expected, "{run}");
}

/// Has every provider refuse as it does it, so many times, and asserts what is said.
#[track_caller]
fn assert_refused(status: &str, times: usize, bodies: [Value; 2], exit: i32, expected: [&str; 2]) {
    for ((asked, body), expected) in PROVIDERS.into_iter().zip(bodies).zip(expected) {
        let sandbox = Sandbox::flask_store();
        let headers = ["Content-Type: application/json", "retry-after-ms: 1"];
        let body = match &body {
            Value::String(page) => page.clone(),
            other => other.to_string(),
        };
        let answer = || Answer::new(status, &headers, &body);
        // One more than is asked for.
        let server = OpenAiServer::start([answer(), answer(), answer(), answer()]);
        let url = server.root();
        assert_says(asked, asked.chat(&sandbox, &url), exit, expected);
        for _ in 0..times {
            server.request();
        }
        assert!(
            server.is_left_alone(),
            "{status}: asked more than {times} times"
        );
    }
}

/// An error of OpenAI's.
fn openai(class: &str, code: &str, message: &str) -> Value {
    json!({"error": {"message": message, "type": class, "param": null, "code": code}})
}

/// An error of Anthropic's.
fn anthropic(class: &str, message: &str) -> Value {
    json!({"type": "error", "error": {"type": class, "message": message}, "request_id": "req_1"})
}

#[test]
fn without_a_store_the_command_that_makes_one_is_named() {
    let sandbox = Sandbox::new();
    let run = sandbox
        .chatkeep(&["chat", "-m", "openai/gpt-4o", "Hi"])
        .run_changing_nothing()
        .fails_with(3);
    assert!(run.stderr_text().contains(" init` makes one; "), "{run}");
}

#[test]
fn without_a_key_the_command_and_the_variable_for_one_are_named() {
    for asked in PROVIDERS {
        let sandbox = Sandbox::flask_store();
        let run = chat(&sandbox, NEWCOMER, &["-m", asked.model, "Hi"]);
        let hint = format!(
            "error: @ needs an API key\n hint: store one with `chatkeep key set USER @`, or set {}",
            asked.key
        );
        assert_says(asked, run, 7, &hint);
    }
}

#[test]
fn without_a_network_the_last_cause_is_told_and_no_other() {
    for asked in PROVIDERS {
        let sandbox = Sandbox::flask_store();
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        drop(listener);
        let expected = "error: cannot connect to @ at 127.0.0.1: Connection refused (os error 111)\n hint: look at the \
                        network, and at the provider's base URL, which -v shows";
        assert_says(asked, asked.chat(&sandbox, &url), 8, expected);

        // No name can be resolved that ends so (RFC 6761). How the system says that differs.
        let run = asked.chat(&sandbox, "https://nowhere.invalid");
        let run = run.run_changing_nothing().fails_with(8);
        let line = run
            .stderr_text()
            .lines()
            .rfind(|line| line.starts_with("error: "));
        let line = line.expect("it is told");
        let heading = format!(
            "error: cannot connect to {} at nowhere.invalid: ",
            asked.name
        );
        let cause = line
            .strip_prefix(&heading)
            .unwrap_or_else(|| panic!("{run}"));
        assert!(
            !cause.is_empty() && !cause.contains("client error"),
            "{run}"
        );
    }
}

#[test]
fn a_wrong_key_leads_to_the_command_that_sets_another() {
    let echoed = format!("Incorrect API key provided: {KEY}.");
    let bodies = [
        openai("invalid_request_error", "invalid_api_key", &echoed),
        anthropic("authentication_error", "invalid x-api-key"),
    ];
    assert_refused(
        "401 Unauthorized",
        1,
        bodies,
        7,
        [
            "error: @ refused the API key (HTTP 401): Incorrect API key provided: [key].\n hint: set another key with \
             `chatkeep key set USER @`",
            "error: @ refused the API key (HTTP 401, request req_1): invalid x-api-key\n hint: set another key with \
             `chatkeep key set USER @`",
        ],
    );
}

#[test]
fn a_wrong_model_leads_to_the_list_of_those_there_are() {
    let bodies = [
        openai(
            "invalid_request_error",
            "model_not_found",
            "The model `x` does not exist.",
        ),
        anthropic("not_found_error", "model: x"),
    ];
    let hint = "\n hint: `chatkeep chat models --provider @` shows which there are for this key; choose one with --model";
    assert_refused(
        "404 Not Found",
        1,
        bodies,
        8,
        [
            &format!(
                "error: @ does not know the model (HTTP 404): The model `x` does not exist.{hint}"
            ),
            &format!("error: @ does not know the model (HTTP 404, request req_1): model: x{hint}"),
        ],
    );
}

#[test]
fn a_wrong_address_leads_to_where_it_is_shown() {
    let page = || Value::from("404 page not found");
    let expected = "error: @ has nothing at this address (HTTP 404)\n hint: look at the provider's base URL, which -v shows";
    assert_refused("404 Not Found", 1, [page(), page()], 8, [expected; 2]);
}

#[test]
fn a_used_up_quota_is_asked_once_and_waiting_is_not_advised() {
    let spent = json!({"type": "error", "error": {"type": "rate_limit_error", "message": "Limit reached.",
        "details": {"error_code": "enforced_spend_limit_reached"}}, "request_id": "req_1"});
    let bodies = [
        openai("insufficient_quota", "insufficient_quota", "No credit."),
        spent,
    ];
    let hint =
        "\n hint: add credit, or raise the limit, of the account at @; waiting does not help";
    assert_refused(
        "429 Too Many Requests",
        1,
        bodies,
        8,
        [
            &format!(
                "error: @ refused because the quota or credit is used up (HTTP 429): No credit.{hint}"
            ),
            &format!(
                "error: @ refused because the quota or credit is used up (HTTP 429, request req_1): Limit reached.{hint}"
            ),
        ],
    );
}

#[test]
fn too_many_requests_are_told_after_the_last_attempt_with_the_time_to_wait() {
    let bodies = [
        openai("tokens", "rate_limit_exceeded", "Slow down."),
        anthropic("rate_limit_error", "Slow down."),
    ];
    assert_refused(
        "429 Too Many Requests",
        3,
        bodies,
        8,
        [
            "error: @ refused because of too many requests (HTTP 429): Slow down.\n hint: try again in 1 s",
            "error: @ refused because of too many requests (HTTP 429, request req_1): Slow down.\n hint: try again in 1 s",
        ],
    );
}

#[test]
fn too_long_a_conversation_leads_to_a_shorter_one() {
    let bodies = [
        openai(
            "invalid_request_error",
            "context_length_exceeded",
            "It is too long.",
        ),
        anthropic(
            "invalid_request_error",
            "prompt is too long: 9 tokens > 8 maximum",
        ),
    ];
    let (words, hint) = (
        "@ refused because the conversation is too long for the model (HTTP 400",
        "\n hint: send less, or begin a new conversation",
    );
    assert_refused(
        "400 Bad Request",
        1,
        bodies,
        8,
        [
            &format!("error: {words}): It is too long.{hint}"),
            &format!(
                "error: {words}, request req_1): prompt is too long: 9 tokens > 8 maximum{hint}"
            ),
        ],
    );
}

#[test]
fn an_overloaded_server_is_told_after_the_last_attempt() {
    for (status, code) in [("503 Service Unavailable", 503), ("529 Overloaded", 529)] {
        let bodies = [
            openai("server_error", "server_is_overloaded", "Sorry."),
            anthropic("overloaded_error", "Overloaded"),
        ];
        assert_refused(
            status,
            3,
            bodies,
            8,
            [
                &format!("error: @ is overloaded (HTTP {code}): Sorry.\n hint: try again later"),
                &format!(
                    "error: @ is overloaded (HTTP {code}, request req_1): Overloaded\n hint: try again later"
                ),
            ],
        );
    }
}

#[test]
fn a_request_that_is_refused_says_what_to_do_about_it() {
    let hint =
        "\n hint: leave out or change what it complains about, or ask another model with --model";
    // A server that may not know `stream_options` is asked again without it.
    for (asked, body, said) in [
        (
            OPENAI,
            openai("invalid_request_error", "unsupported_value", "No."),
            "(HTTP 400): No.",
        ),
        (
            ANTHROPIC,
            anthropic("invalid_request_error", "No."),
            "(HTTP 400, request req_1): No.",
        ),
    ] {
        let sandbox = Sandbox::flask_store();
        let refused = || Answer::new("400 Bad Request", &[], &body.to_string());
        let server = OpenAiServer::start([refused(), refused()]);
        let url = server.root();
        let expected = format!("error: @ refused the request {said}{hint}");
        assert_says(asked, asked.chat(&sandbox, &url), 8, &expected);
    }
}
