//! Ctrl-C, SIGTERM and SIGHUP while a reply is awaited.

use rustix::process::Signal;
use snapbox::str;

use super::cut_off::assert_kept_cut_off;
use super::{asking, chat};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;

/// The server holds on to the rest in each of these tests, so a run that ends does so although its thread is blocked.
#[test]
fn a_signal_keeps_what_came() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let sandbox = Sandbox::flask_store();
        let (answer, gate) = Answer::streamed(&["Hel", "lo"]).held_after(1);
        let server = OpenAiServer::start([answer]);
        let mut run = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]).start();
        run.prints("Hel");
        run.signal(signal);
        let run = run.ends().fails_with(130);
        assert_eq!(run.stdout_text(), "Hel\n");
        run.stderr_is(str![[r#"
error: interrupted; what came is kept in conversation [..]

"#]]);
        assert_kept_cut_off(&sandbox, "Hel");
        drop(gate);
    }
}

#[test]
fn a_signal_before_any_text_leaves_no_trace() {
    let sandbox = Sandbox::flask_store();
    let before = sandbox.place().digest();
    for format in ["table", "json"] {
        let (answer, gate) = Answer::streamed(&["Hello"]).held();
        let server = OpenAiServer::start([answer]);
        let arguments = ["--format", format, "-m", "gpt-4o", "Hi"];
        let run = asking(&sandbox, &server, &arguments).start();
        server.request();
        run.signal(Signal::INT);
        let run = run.ends().fails_with(130);
        assert!(run.stdout.is_empty(), "{run}");
        assert!(
            run.stderr_text()
                .contains("interrupted; nothing had come yet"),
            "{run}"
        );
        drop(gate);
    }
    assert!(before == sandbox.place().digest());
}

#[test]
fn a_pause_before_another_attempt_can_be_interrupted() {
    let sandbox = Sandbox::flask_store();
    let busy = Answer::refusal("429 Too Many Requests", &["retry-after: 60"], "Slow down.");
    let server = OpenAiServer::start([busy]);
    let mut terminal = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]).at_terminal();
    terminal.sees("trying again in 60.0 s");
    terminal.presses_control('c');
    let (code, rest) = terminal.ends();
    assert_eq!(code, 130, "{rest}");
}

#[test]
fn ctrl_c_at_a_terminal_does_the_same() {
    let sandbox = Sandbox::flask_store();
    let (answer, gate) = Answer::streamed(&["Hel", "lo"]).held_after(1);
    let server = OpenAiServer::start([answer]);
    let mut terminal = asking(&sandbox, &server, &["-m", "gpt-4o", "Hi"]).at_terminal();
    terminal.sees("Hel");
    terminal.presses_control('c');
    let (code, rest) = terminal.ends();
    assert_eq!(code, 130, "{rest}");
    assert!(rest.contains("interrupted; what came is kept"), "{rest}");
    assert_kept_cut_off(&sandbox, "Hel");
    drop(gate);
    let shown = chat(&sandbox, super::NEWCOMER, &["show", "last"]).run();
    let shown = shown.succeeds();
    assert!(shown.stdout_text().contains(" · interrupted · "), "{shown}");
}
