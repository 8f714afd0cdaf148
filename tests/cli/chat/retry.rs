//! `chat retry`: the last question again, at a bill that never shrinks and counts nothing twice.

use std::fs;

use rustix::process::Signal;
use serde_json::json;

use super::{NEWCOMER, ada, asking, bill, chat};
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, EMPTY, FAILED, StoredUser, TWO_TURNS, said};

/// What one, two and three replies of the server cost.
const COSTS: [&str; 3] = ["0.0084625", "0.016925", "0.0253875"];

/// A store in which the newcomer has asked `Hi` and been answered `First` for [`COSTS`]`[0]`.
fn answered() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([Answer::streamed(&["First"])]);
    asking(&sandbox, &server, &["-m", "openai/gpt-4o", "Hi"])
        .run()
        .succeeds();
    sandbox
}

#[track_caller]
fn assert_said(sandbox: &Sandbox, expected: &[(&str, &str)]) {
    let conversation = StoredUser::of(sandbox, NEWCOMER).only_conversation();
    assert_eq!(said(&conversation), expected);
}

#[track_caller]
fn assert_paid(sandbox: &Sandbox, replies: usize) {
    let (counted, cost) = bill(sandbox, NEWCOMER);
    assert_eq!(
        (counted, cost.as_str()),
        (replies as u64, COSTS[replies - 1])
    );
}

#[test]
fn a_new_answer_takes_the_place_of_the_old_one_and_both_are_paid() {
    let sandbox = answered();
    let server = OpenAiServer::start([Answer::streamed(&["Sec", "ond"]), Answer::whole("Third")]);
    let run = asking(&sandbox, &server, &["retry"]).run().succeeds();
    assert_eq!(run.stdout_text(), "Second\n");
    run.stderr_is("");
    assert_eq!(server.request().messages(), [("user", "Hi")]);
    assert_said(&sandbox, &[("user", "Hi"), ("assistant", "Second")]);
    assert_paid(&sandbox, 2);
    let arguments = [
        "retry",
        "last",
        "--format",
        "json",
        "-m",
        "gpt-4o-mini",
        "--no-stream",
        "--temperature",
        "0.5",
        "--max-tokens",
        "9",
    ];
    let run = asking(&sandbox, &server, &arguments).run().succeeds();
    let shown = run.stdout_json();
    assert_eq!(
        (&shown["reply"], &shown["replaced"]),
        (&json!("Third"), &json!(true))
    );
    let request = server.request().body;
    assert_eq!(request["model"], "gpt-4o-mini");
    assert_eq!(request["temperature"], 0.5);
    assert_said(&sandbox, &[("user", "Hi"), ("assistant", "Third")]);
    assert_paid(&sandbox, 3);
    let stored = StoredUser::of(&sandbox, NEWCOMER);
    assert!(!stored.text.contains("First") && !stored.text.contains("Second"));
    let list = chat(&sandbox, NEWCOMER, &["list", "--format", "json"]).run();
    let list = list.succeeds();
    assert!(
        list.stdout_text().contains("\"cost_usd\": 0.0253875,"),
        "{list}"
    );
    chat(&sandbox, NEWCOMER, &["delete", "last", "--yes"])
        .run()
        .succeeds();
    assert_paid(&sandbox, 3);
}

#[test]
fn an_error_is_asked_again_and_earlier_turns_go_along() {
    let sandbox = Sandbox::flask_store();
    let before = bill(&sandbox, "ada@example.org");
    ada(&sandbox, &["retry", FAILED, "-m", "echo"])
        .run()
        .succeeds()
        .stdout_is("please fail now\n");
    let failed = StoredUser::read(&sandbox, ADA).conversation(FAILED);
    assert_eq!(
        said(&failed),
        [
            ("user", "please fail now"),
            ("assistant", "please fail now")
        ]
    );
    assert_eq!(bill(&sandbox, "ada@example.org"), (before.0 + 1, before.1));

    let kept = said(&StoredUser::read(&sandbox, ADA).conversation(TWO_TURNS))
        .into_iter()
        .map(|(role, text)| (role.to_owned(), text.to_owned()))
        .collect::<Vec<_>>();
    let server = OpenAiServer::start([Answer::streamed(&["flock"])]);
    ada(&sandbox, &["retry", "a23d"])
        .with_env("OPENAI_BASE_URL", server.url())
        .with_env("FLASK_SECRET_KEY", "fixture-secret")
        .run()
        .succeeds();
    let request = server.request();
    let sent = request.messages();
    assert_eq!(sent.len(), 3);
    for (sent, kept) in sent.iter().zip(&kept) {
        assert_eq!((sent.0, sent.1), (kept.0.as_str(), kept.1.as_str()));
    }
    // What the app had paid for both turns, and the new reply: 0.000935 + 0.0084625.
    assert_eq!(
        bill(&sandbox, "ada@example.org"),
        (before.0 + 2, "0.0093975".to_owned())
    );
}

#[test]
fn where_no_text_comes_the_old_answer_stays() {
    let sandbox = answered();
    for answer in [
        Answer::refusal("404 Not Found", &[], "The model `gpt-4o` does not exist"),
        Answer::cut_after(&[]),
        Answer::failing_after(&[], "Out of breath."),
    ] {
        let again = Answer::refusal("400 Bad Request", &[], "No.");
        let server = OpenAiServer::start([answer, again]);
        let run = asking(&sandbox, &server, &["retry"]).run_changing_nothing();
        run.fails_with(8);
    }
    assert_paid(&sandbox, 1);
}

#[test]
fn a_reply_that_is_cut_off_takes_the_place_of_no_whole_one() {
    let sandbox = answered();
    let server = OpenAiServer::start([
        Answer::cut_after(&["Sec"]),
        Answer::cut_after(&["Thi"]),
        Answer::streamed(&["Fourth"]),
    ]);
    let retry = || asking(&sandbox, &server, &["retry"]).run();
    let run = retry().fails_with(8);
    assert!(
        run.stderr_text().contains("the one that was there is kept"),
        "{run}"
    );
    let first = [("user", "Hi"), ("assistant", "First")];
    let then = |reply| [first, [("user", "Hi"), ("assistant", reply)]].concat();
    assert_said(&sandbox, &then("Sec"));
    // That one is not whole, and gives way.
    retry().fails_with(8);
    assert_said(&sandbox, &then("Thi"));
    retry().succeeds().stderr_is("");
    assert_said(&sandbox, &then("Fourth"));
    let (replies, cost) = bill(&sandbox, NEWCOMER);
    assert_eq!(
        (replies, cost.as_str()),
        (4, COSTS[1]),
        "two of unknown cost"
    );
}

#[test]
fn a_reply_to_a_conversation_that_somebody_went_on_with_goes_to_its_end() {
    let sandbox = answered();
    let (answer, gate) = Answer::streamed(&["Second"]).held();
    let server = OpenAiServer::start([answer]);
    let run = asking(&sandbox, &server, &["retry", "--format", "json"]).start();
    server.request();
    chat(&sandbox, NEWCOMER, &["-c", "-m", "echo", "Meanwhile"])
        .run()
        .succeeds();
    gate.open();
    let run = run.ends().succeeds();
    assert_eq!(run.stdout_json()["replaced"], false);
    assert!(run.stderr_text().contains("changed meanwhile"), "{run}");
    let expected = [
        ("user", "Hi"),
        ("assistant", "First"),
        ("user", "Meanwhile"),
        ("assistant", "Meanwhile"),
        ("user", "Hi"),
        ("assistant", "Second"),
    ];
    assert_said(&sandbox, &expected);
    let (replies, cost) = bill(&sandbox, NEWCOMER);
    assert_eq!((replies, cost.as_str()), (3, COSTS[1]));
}

#[test]
fn of_two_retries_at_once_both_are_kept() {
    let sandbox = answered();
    let (second, second_gate) = Answer::streamed(&["Second"]).held();
    let (third, third_gate) = Answer::streamed(&["Third"]).held();
    let server = OpenAiServer::start([second, third]);
    let start = || {
        let run = asking(&sandbox, &server, &["retry"]).start();
        server.request();
        run
    };
    let (one, other) = (start(), start());
    second_gate.open();
    one.ends().succeeds();
    third_gate.open();
    other.ends().succeeds();
    let expected = [
        ("user", "Hi"),
        ("assistant", "Second"),
        ("user", "Hi"),
        ("assistant", "Third"),
    ];
    assert_said(&sandbox, &expected);
    assert_paid(&sandbox, 3);
}

#[test]
fn what_a_killed_retry_had_received_goes_where_it_belongs() {
    let sandbox = answered();
    let leave_half = || {
        let (answer, gate) = Answer::streamed(&["Half ", "of it"]).held_after(1);
        let server = OpenAiServer::start([answer]);
        let mut run = asking(&sandbox, &server, &["retry"]).start();
        run.prints("Half ");
        run.signal(Signal::KILL);
        run.ends();
        gate.open();
    };
    let recover = || {
        let arguments = ["recover", "--format", "json"];
        let run = chat(&sandbox, NEWCOMER, &arguments).run().succeeds();
        run.stdout_json()
    };
    leave_half();
    assert_said(&sandbox, &[("user", "Hi"), ("assistant", "First")]);
    assert_eq!(recover()[0]["question"], "Hi");
    let both = [
        ("user", "Hi"),
        ("assistant", "First"),
        ("user", "Hi"),
        ("assistant", "Half "),
    ];
    assert_said(&sandbox, &both);
    // Now what it would replace is no whole reply.
    leave_half();
    assert_eq!(recover()[0]["interrupted"], true);
    assert_said(&sandbox, &both);
    assert_eq!(recover(), json!([]), "once only");
    assert_eq!(bill(&sandbox, NEWCOMER), (3, COSTS[0].to_owned()));
}

#[test]
fn a_reply_that_was_stored_just_before_a_kill_is_not_brought_in_again() {
    let sandbox = answered();
    let unsaved = || sandbox.machine().join("unsaved");
    let retry_keeping_the_spool = |text: &str| {
        let (answer, gate) = Answer::streamed(&[text, "."]).held_after(1);
        let server = OpenAiServer::start([answer]);
        let mut run = asking(&sandbox, &server, &["retry"]).start();
        run.prints(text);
        let kept = fs::read_dir(unsaved()).expect("it is there").next();
        let kept = kept.expect("one is kept").expect("readable").path();
        let content = fs::read(&kept).expect("it is ours");
        gate.open();
        run.ends().succeeds();
        (kept, content)
    };
    let kept = [
        retry_keeping_the_spool("Second"),
        retry_keeping_the_spool("Third"),
    ];
    // As if each had been killed between storing its reply and forgetting what it kept.
    fs::create_dir_all(unsaved()).expect("made");
    for (path, content) in kept {
        fs::write(path, content).expect("it is ours");
    }
    let recover = chat(&sandbox, NEWCOMER, &["recover"]).run().succeeds();
    recover.stdout_is("no replies were left behind\n");
    assert_said(&sandbox, &[("user", "Hi"), ("assistant", "Third.")]);
    assert_paid(&sandbox, 3);
    assert!(!unsaved().exists());
}

#[test]
fn files_that_went_along_are_missed() {
    let sandbox = Sandbox::flask_store();
    fs::write(sandbox.work().join("a.pdf"), b"%PDF-1.4 tiny").expect("written");
    let server = OpenAiServer::start([Answer::streamed(&["First"]), Answer::streamed(&["Second"])]);
    asking(
        &sandbox,
        &server,
        &["-m", "openai/gpt-4o", "--attach", "a.pdf", "Hi"],
    )
    .run()
    .succeeds();
    let run = asking(&sandbox, &server, &["retry"]).run().succeeds();
    assert!(run.stderr_text().contains("are not stored"), "{run}");
    let reply = [("user", "Hi\n\n[attached: a.pdf]"), ("assistant", "Second")];
    assert_said(&sandbox, &reply);
}

#[test]
fn what_would_be_sent_is_shown_and_where_nothing_was_asked_that_is_said() {
    let sandbox = answered();
    let server = OpenAiServer::start([]);
    let run = asking(
        &sandbox,
        &server,
        &["retry", "--dry-run", "--format", "json"],
    );
    let shown = run.run_changing_nothing().succeeds().stdout_json();
    assert_eq!(
        shown["body"]["messages"],
        json!([{"role": "user", "content": "Hi"}])
    );
    let run = ada(
        &sandbox,
        &["retry", EMPTY, "-m", "echo", "--format", "json"],
    );
    let run = run.run_changing_nothing().fails_with(3);
    assert_eq!(run.stderr_json()["error"]["code"], "nothing_asked");
    chat(&sandbox, NEWCOMER, &["retry", "beef"])
        .run_changing_nothing()
        .fails_with(3);
}
