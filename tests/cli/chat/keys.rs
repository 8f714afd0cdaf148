//! API keys: which one is sent, where to, and that it shows nowhere.

use std::fs;

use super::{NEWCOMER, ada, asking, chat};
use crate::invocation::Invocation;
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::tree::tree_digest;

/// A key that must not be seen anywhere.
const KEY: &str = "sk-secret-0123456789abcdef";

/// What the fixture's key of ada is.
const ADAS_KEY: &str = "sk-fixture-ada-0001";

fn bearer(server: &OpenAiServer) -> Option<String> {
    server.request().header("authorization").map(str::to_owned)
}

fn ada_asking<'s>(sandbox: &'s Sandbox, server: &OpenAiServer) -> Invocation<'s> {
    ada(sandbox, &["-m", "gpt-4o", "Hi"])
        .with_env("OPENAI_BASE_URL", server.url())
        .with_env("OPENAI_API_KEY", KEY)
}

#[test]
fn a_stored_key_wins_over_that_of_the_environment() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["Yes"])]);
    ada_asking(&sandbox, &server)
        .with_env("FLASK_SECRET_KEY", "fixture-secret")
        .run()
        .succeeds();
    assert_eq!(bearer(&server), Some(format!("Bearer {ADAS_KEY}")));

    let own = Sandbox::new();
    own.chatkeep(&["init"]).run().succeeds();
    let add = ["user", "add", "only@example.org", "--no-password"];
    own.chatkeep(&add).run().succeeds();
    own.chatkeep(&["key", "set", "only@example.org", "openai", "--key-stdin"])
        .with_stdin("sk-of-the-store")
        .run()
        .succeeds();
    let server = OpenAiServer::start([Answer::streamed(&["Yes"])]);
    let ask = || {
        own.chatkeep(&["chat", "-m", "gpt-4o", "Hi"])
            .with_env("OPENAI_BASE_URL", server.url())
            .with_env("OPENAI_API_KEY", KEY)
    };
    ask().run().succeeds();
    assert_eq!(bearer(&server).as_deref(), Some("Bearer sk-of-the-store"));
    fs::remove_file(own.config().join("chatkeep/identity.txt")).expect("init made it");
    ask().run_changing_nothing().fails_with(7);
    assert!(server.is_left_alone());
}

#[test]
fn the_environments_key_is_for_users_without_one() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["Yes"]), Answer::streamed(&["Yes"])]);
    for who in [NEWCOMER, "müller@example.org"] {
        chat(&sandbox, who, &["-m", "gpt-4o", "Hi"])
            .with_env("OPENAI_BASE_URL", server.url())
            .with_env("OPENAI_API_KEY", KEY)
            .run()
            .succeeds();
        assert_eq!(bearer(&server), Some(format!("Bearer {KEY}")));
    }
}

#[test]
fn a_server_of_ones_own_needs_no_key_and_openai_does() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["Yes"])]);
    asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"])
        .run()
        .succeeds();
    assert_eq!(bearer(&server), None);
    chat(&sandbox, NEWCOMER, &["-m", "gpt-4o", "Hi"])
        .run_changing_nothing()
        .fails_with(7)
        .stderr_is(snapbox::str![[r#"
error: openai needs an API key
 hint: store one with `chatkeep key set USER openai`, or set OPENAI_API_KEY

"#]]);
}

#[test]
fn a_stored_key_that_cannot_be_opened_is_not_replaced_by_another() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["Yes"])]);
    for secret in ["", "wrong-secret"] {
        ada_asking(&sandbox, &server)
            .with_env("FLASK_SECRET_KEY", secret)
            .run_changing_nothing()
            .fails_with(7);
    }
    assert!(server.is_left_alone());
}

#[test]
fn nothing_is_sent_for_a_disabled_user() {
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&["user", "disable", NEWCOMER])
        .run()
        .succeeds();
    let server = OpenAiServer::start([Answer::streamed(&["Yes"])]);
    asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"])
        .run_changing_nothing()
        .fails_with(4);
    assert!(server.is_left_alone());
}

#[test]
fn a_key_does_not_follow_a_redirect() {
    let sandbox = Sandbox::flask_store();
    let other = OpenAiServer::start([Answer::streamed(&["Yes"])]);
    let elsewhere = other.url().replace("127.0.0.1", "localhost");
    let location = format!("Location: {elsewhere}/chat/completions");
    for status in [
        "302 Found",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let server = OpenAiServer::start([Answer::new(status, &[&location], "")]);
        let refused = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"])
            .with_env("OPENAI_API_KEY", KEY)
            .run_changing_nothing()
            .fails_with(8);
        assert!(refused.stderr_text().contains("localhost"), "{refused}");
        assert_eq!(bearer(&server), Some(format!("Bearer {KEY}")));
    }
    assert!(other.is_left_alone());
}

#[test]
fn a_key_does_not_travel_in_the_clear() {
    let sandbox = Sandbox::flask_store();
    // An address for documentation (RFC 5737): were anything sent, the run would wait for an answer that never comes.
    let refused = chat(&sandbox, NEWCOMER, &["-m", "gpt-4o", "Hi"])
        .with_env("OPENAI_BASE_URL", "http://192.0.2.1/v1")
        .with_env("OPENAI_API_KEY", KEY)
        .run_changing_nothing()
        .fails_with(8);
    refused.stderr_is(snapbox::str![[r#"
error: no key is sent to 192.0.2.1 over plain HTTP
 hint: use an https:// address; plain HTTP is for this machine only

"#]]);
}

#[test]
fn the_key_shows_nowhere() {
    let sandbox = Sandbox::flask_store();
    let words = format!("Incorrect API key provided: {KEY}.");
    let refusal = || Answer::refusal("401 Unauthorized", &[], &words);
    let failing = || Answer::failing_after(&["Ye"], &words);
    let whole = || Answer::streamed(&["Yes"]);
    let cases: [(&dyn Fn() -> Answer, i32); 3] = [(&refusal, 7), (&failing, 8), (&whole, 0)];
    for (answer, code) in cases {
        for format in ["table", "json"] {
            let server = OpenAiServer::start([answer()]);
            let arguments = ["-v", "--format", format, "-m", "gpt-4o", "Hi"];
            let run = asking(&sandbox, &server, &arguments)
                .with_env("OPENAI_API_KEY", KEY)
                .run();
            assert_eq!(run.code(), code, "{run}");
            assert_eq!(bearer(&server), Some(format!("Bearer {KEY}")));
            assert!(!run.to_string().contains(KEY), "{run}");
        }
    }
    for path in tree_digest(sandbox.root()).keys() {
        let bytes = fs::read(sandbox.root().join(path)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(KEY), "{}", path.display());
    }
}

#[test]
fn a_key_that_the_server_refuses_is_a_secrets_failure() {
    let sandbox = Sandbox::flask_store();
    let words = "Incorrect API key provided: sk-*.";
    let server = OpenAiServer::start([Answer::refusal(
        "401 Unauthorized",
        &["Content-Type: application/json"],
        words,
    )]);
    let refused = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"])
        .with_env("OPENAI_API_KEY", KEY)
        .run_changing_nothing()
        .fails_with(7);
    assert!(refused.stderr_text().contains(words), "{refused}");
}
