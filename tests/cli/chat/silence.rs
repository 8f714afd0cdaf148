//! Servers that take a connection and then say nothing.

use std::net::TcpListener;

use rustix::process::Signal;
use snapbox::str;

use super::{NEWCOMER, chat};
use crate::invocation::Invocation;
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;

/// Each provider, and the variable that says where it is.
const PROVIDERS: [(&str, &str); 2] = [
    ("openai", "OPENAI_BASE_URL"),
    ("anthropic", "ANTHROPIC_BASE_URL"),
];

fn asking<'s>(
    sandbox: &'s Sandbox,
    provider: (&str, &str),
    url: &str,
    more: &[&str],
) -> Invocation<'s> {
    let model = format!("{}/some-model", provider.0);
    let arguments = [&["--model", &model], more, &["Hi"]].concat();
    chat(sandbox, NEWCOMER, &arguments).with_env(provider.1, url)
}

#[test]
fn the_time_limit_ends_the_wait_for_a_first_byte() {
    for provider in PROVIDERS {
        let sandbox = Sandbox::flask_store();
        // The system takes connections for it, and nobody reads what comes.
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let run = asking(&sandbox, provider, &url, &["--timeout", "200ms"]);
        let run = run.run_changing_nothing().fails_with(8);
        assert_eq!(run.stdout_text(), "");
        let expected = format!(
            "error: {} sent nothing for 0.2 s\n hint: try again, or wait longer with --timeout\n",
            provider.0
        );
        assert_eq!(run.stderr_text(), expected);
    }
}

#[test]
fn ctrl_c_ends_the_wait_for_a_first_byte() {
    for provider in PROVIDERS {
        let sandbox = Sandbox::flask_store();
        let (answer, gate) = Answer::streamed(&["Hello"]).held();
        let server = OpenAiServer::start([answer]);
        let run = asking(&sandbox, provider, &server.url(), &[]).start();
        server.request();
        run.signal(Signal::INT);
        let run = run.ends().fails_with(130);
        assert_eq!(run.stdout_text(), "");
        run.stderr_is(str![[r#"
error: interrupted; nothing had come yet

"#]]);
        drop(gate);
    }
}
