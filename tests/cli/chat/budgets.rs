//! Budgets: what is refused, what is made shorter, and what stays reserved.
//!
//! The model takes $2.50 and $10 a million tokens. `Hi` is estimated at 37 tokens, $0.0000925; each reply costs $0.0084625.

use std::fs;
use std::sync::mpsc::channel;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::{Value, json};
use snapbox::str;

use super::{NEWCOMER, asking, chat, configure};
use crate::backend::Backend;
use crate::invocation::Invocation;
use crate::openai_server::{Answer, OpenAiServer};
use crate::sandbox::Sandbox;

const HI: [&str; 3] = ["-m", "gpt-4o", "Hi"];

/// Makes a store in which the newcomer has a budget.
fn with_budget(budget: &str) -> Sandbox {
    let sandbox = Sandbox::flask_store();
    let set = ["user", "set", NEWCOMER, "--budget", budget];
    sandbox.chatkeep(&set).run().succeeds();
    sandbox
}

/// Prepares a question that may be answered with so many tokens.
fn limited<'s>(sandbox: &'s Sandbox, server: &OpenAiServer, tokens: &str) -> Invocation<'s> {
    let arguments = [&HI[..], &["--max-tokens", tokens]].concat();
    asking(sandbox, server, &arguments)
}

/// Returns what was used, what is reserved, and how many replies have no known cost.
fn spent(sandbox: &Sandbox) -> (String, String, u64) {
    let show = ["user", "show", NEWCOMER, "--format", "json"];
    let shown = sandbox.chatkeep(&show).run_changing_nothing().succeeds();
    let shown = shown.stdout_json();
    let text = |field: &str| shown[field].to_string();
    let unknown = shown["budget_unknown_costs"].as_u64().expect("a count");
    (
        text("budget_used_usd"),
        text("budget_reserved_usd"),
        unknown,
    )
}

#[track_caller]
fn is_spent(sandbox: &Sandbox, used: &str, reserved: &str, unknown: u64) {
    let expected = (used.to_owned(), reserved.to_owned(), unknown);
    assert_eq!(spent(sandbox), expected);
}

#[test]
fn of_sixteen_at_once_only_as_many_are_sent_as_the_budget_pays_for() {
    const MANY: usize = 16;
    const PAID: usize = 5;
    // Five times 37 and 1,000 tokens, to the last digit.
    let sandbox = with_budget("0.0504625USD/year");
    let (answers, gates): (Vec<_>, Vec<_>) = (0..MANY)
        .map(|_| Answer::streamed(&["Hello"]).held())
        .unzip();
    let answers: [Answer; MANY] = answers.try_into().ok().expect("as many");
    let server = OpenAiServer::start(answers);
    let (ended, ends) = channel();
    std::thread::scope(|scope| {
        for _ in 0..MANY {
            let (ended, run) = (ended.clone(), limited(&sandbox, &server, "1000"));
            scope.spawn(move || {
                let run = run.run();
                let said = run.stderr_text().to_owned();
                ended.send((run.code(), said)).expect("the test waits");
            });
        }
        let next = || {
            ends.recv_timeout(Duration::from_secs(60))
                .expect("one ends")
        };
        // The server holds on to the others, so these end first.
        for _ in PAID..MANY {
            let (code, said) = next();
            assert_eq!(code, 9, "{said}");
            assert!(
                said.contains("$0.0504625 are reserved for replies on their way"),
                "{said}"
            );
        }
        for _ in 0..PAID {
            server.request();
        }
        assert!(server.is_left_alone());
        is_spent(&sandbox, "0", "0.0504625", 0);
        drop(gates);
        for _ in 0..PAID {
            let (code, said) = next();
            assert_eq!(code, 0, "{said}");
        }
    });
    assert!(server.is_left_alone());
    is_spent(&sandbox, "0.0423125", "0", 0);
}

#[test]
fn without_a_limit_the_reply_is_limited_to_what_is_left() {
    let sandbox = with_budget("$0.02/month");
    let server = OpenAiServer::start([Answer::streamed(&["Hello"])]);
    asking(&sandbox, &server, &HI)
        .run()
        .succeeds()
        .stderr_is(str![[r#"
the reply is limited to 1,990 tokens by what is left of the budget

"#]]);
    assert_eq!(server.request().body["max_tokens"], 1990);
    is_spent(&sandbox, "0.0084625", "0", 0);
}

#[test]
fn a_limit_that_fits_is_not_touched_and_none_that_would_fit_is_not_set() {
    let sandbox = with_budget("20USD/month");
    let server = OpenAiServer::start([(); 2].map(|()| Answer::streamed(&["Hello"])));
    for (run, limit) in [
        (limited(&sandbox, &server, "50000"), json!(50_000)),
        (asking(&sandbox, &server, &HI), Value::Null),
    ] {
        run.run().succeeds().stderr_is("");
        assert_eq!(server.request().body["max_tokens"], limit);
    }
}

#[test]
fn what_cannot_be_paid_for_is_refused_with_what_could_be() {
    let sandbox = with_budget("0.01USD/month");
    let server = OpenAiServer::start([Answer::streamed(&["Hello"])]);
    limited(&sandbox, &server, "1000")
        .run()
        .fails_with(9)
        .stderr_is(str![[r#"
error: a reply of 1000 tokens could cost more than the $0.01 left of the budget of empty@example.org: $0 of $0.01 a month are used
 hint: --max-tokens 990 would fit; the next month begins on [..]; who looks after the store can change the budget with `chatkeep user set USER --budget`

"#]]);
    let set = ["user", "set", NEWCOMER, "--budget", "0.0026USD/month"];
    sandbox.chatkeep(&set).run().succeeds();
    let arguments = [&["--format", "json"], &HI[..]].concat();
    let refused = asking(&sandbox, &server, &arguments).run().fails_with(9);
    let error = &refused.stderr_json()["error"];
    assert_eq!(error["code"], "budget_too_small");
    let hint = error["hint"].as_str().expect("a hint");
    assert!(hint.starts_with("--max-tokens 250 would fit"), "{hint}");
    assert!(server.is_left_alone());
    is_spent(&sandbox, "0", "0", 0);
}

#[test]
fn at_eighty_of_a_hundred_it_warns_and_at_a_hundred_it_refuses() {
    let sandbox = with_budget("$0.01/year");
    let server = OpenAiServer::start([(); 3].map(|()| Answer::whole("Hello")));
    let ask = || limited(&sandbox, &server, "100");
    ask().run().succeeds().stderr_is("");
    ask().run().succeeds().stderr_is(str![[r#"
warning: empty@example.org has used $0.008463 of $0.01 a year, and the next year begins on [..]

"#]]);
    for model in ["gpt-4o", "echo"] {
        let refused = asking(&sandbox, &server, &["-m", model, "Hi"])
            .run()
            .fails_with(9);
        refused.stderr_is(str![[r#"
error: nothing is left of the budget of empty@example.org: $0.016925 of $0.01 a year are used
 hint: the next year begins on [..]; who looks after the store can change the budget with `chatkeep user set USER --budget`

"#]]);
    }
    let json = [&["--format", "json"], &HI[..]].concat();
    let refused = asking(&sandbox, &server, &json).run().fails_with(9);
    assert_eq!(refused.stderr_json()["error"]["code"], "budget_reached");
    for _ in 0..2 {
        server.request();
    }
    assert!(server.is_left_alone());
    let more = ["user", "set", NEWCOMER, "--budget", "none"];
    sandbox.chatkeep(&more).run().succeeds();
    ask().run().succeeds().stderr_is("");
}

#[test]
fn a_model_without_a_price_is_refused_unless_that_is_allowed() {
    let sandbox = with_budget("20USD/month");
    let server = OpenAiServer::start([Answer::whole_by("made-up", "Hello")]);
    let ask = |more: &[&str]| {
        let arguments = [&["-m", "openai/made-up", "Hi"], more].concat();
        asking(&sandbox, &server, &arguments).run()
    };
    ask(&[]).fails_with(9).stderr_is(str![[r#"
error: made-up of openai has no price, and empty@example.org has a budget
 hint: --allow-unpriced sends it uncounted; [prices."PROVIDER/MODEL"] in the configuration gives it a price

"#]]);
    assert!(server.is_left_alone());
    ask(&["--allow-unpriced"]).succeeds();
    assert_eq!(server.request().body["max_tokens"], Value::Null);
    is_spent(&sandbox, "0", "0", 1);
}

#[test]
fn a_price_of_ones_own_counts_and_an_unknown_limit_is_what_the_budget_pays_for() {
    let sandbox = with_budget("0.05USD/month");
    configure(
        &sandbox,
        "[prices.\"openai/made-up\"]\ninput = 0\noutput = 1\n",
    );
    let server = OpenAiServer::start([Answer::whole_by("made-up", "Hello")]);
    let ask = asking(&sandbox, &server, &["-m", "openai/made-up", "Hi"]);
    ask.run().succeeds();
    assert_eq!(server.request().body["max_tokens"], 50_000);
}

#[test]
fn a_send_that_fails_gives_back_what_was_reserved() {
    let sandbox = with_budget("20USD/month");
    let refusal = Answer::refusal("400 Bad Request", &[], "No.");
    let server = OpenAiServer::start([refusal, Answer::cut_after(&[])]);
    for _ in 0..2 {
        limited(&sandbox, &server, "1000").run().fails_with(8);
        is_spent(&sandbox, "0", "0", 0);
    }
}

#[test]
fn what_is_not_to_be_kept_is_counted_and_given_back() {
    let sandbox = with_budget("20USD/month");
    let server = OpenAiServer::start([Answer::streamed(&["Hello"])]);
    let arguments = [&HI[..], &["--max-tokens", "1000", "--no-save"]].concat();
    asking(&sandbox, &server, &arguments).run().succeeds();
    is_spent(&sandbox, "0.0084625", "0", 0);
}

#[test]
fn a_reply_whose_cost_nobody_told_stays_reserved_for_a_while() {
    let sandbox = with_budget("20USD/month");
    let (held, gate) = Answer::streamed(&["Hel", "lo"]).held_after(1);
    let server = OpenAiServer::start([Answer::cut_after(&["Hel"]), held]);
    limited(&sandbox, &server, "1000").run().fails_with(8);
    is_spent(&sandbox, "0", "0.0100925", 1);
    let mut run = limited(&sandbox, &server, "1000").start();
    run.prints("Hel");
    is_spent(&sandbox, "0", "0.020185", 1);
    run.signal(Signal::INT);
    run.ends().fails_with(130);
    is_spent(&sandbox, "0", "0.020185", 2);
    drop(gate);
    let_time_pass(&sandbox);
    let_leases_pass(&sandbox);
    is_spent(&sandbox, "0", "0", 2);
}

/// Has the time of all reservations pass.
fn let_time_pass(sandbox: &Sandbox) {
    if !Backend::tested().is_json() {
        let statement = "UPDATE [TABLE]reservations SET until = 0;";
        return sandbox.place().execute(statement);
    }
    let reserved = sandbox.store().join(".chatkeep/reserved");
    for user in fs::read_dir(reserved).expect("made") {
        for file in fs::read_dir(user.expect("an entry").path()).expect("a folder") {
            let path = file.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("it is text");
            if let Ok(mut content) = serde_json::from_str::<Value>(&text) {
                content["until"] = json!("2026-01-01T00:00:00Z");
                fs::write(&path, content.to_string()).expect("written");
            }
        }
    }
}

/// Has the time pass for which a database takes a process for living that has not said so again. Of a file's lock the system
/// knows at once.
fn let_leases_pass(sandbox: &Sandbox) {
    if !Backend::tested().is_json() {
        let statement = "UPDATE [TABLE]reservations SET lease = 0;";
        sandbox.place().execute(statement);
    }
}

#[test]
fn a_living_one_stays_reserved_when_its_time_has_passed_and_a_killed_one_does_not() {
    let sandbox = with_budget("0.02USD/month");
    let (held, gate) = Answer::streamed(&["Hel", "lo"]).held_after(1);
    let server = OpenAiServer::start([held]);
    let mut run = limited(&sandbox, &server, "1000").start();
    run.prints("Hel");
    let_time_pass(&sandbox);
    is_spent(&sandbox, "0", "0.0100925", 0);
    run.signal(Signal::KILL);
    run.ends();
    drop(gate);
    let_leases_pass(&sandbox);
    is_spent(&sandbox, "0", "0", 0);
}

#[test]
fn doctor_leaves_a_living_one_alone_and_sweeps_a_killed_one_when_its_time_has_passed() {
    let sandbox = with_budget("0.02USD/month");
    let (held, gate) = Answer::streamed(&["Hel", "lo"]).held_after(1);
    let server = OpenAiServer::start([held, Answer::streamed(&["Hello"])]);
    let mut run = limited(&sandbox, &server, "1000").start();
    run.prints("Hel");
    let_time_pass(&sandbox);
    let examined = sandbox.chatkeep(&["doctor"]).run_changing_nothing();
    assert!(!examined.succeeds().stdout_text().contains("reserv"));
    run.signal(Signal::KILL);
    run.ends();
    drop(gate);
    let_leases_pass(&sandbox);
    let examined = sandbox.chatkeep(&["doctor"]).run_changing_nothing();
    let found = examined.succeeds();
    let says = "a reservation whose time has passed that a killed command left behind\n  \
                `chatkeep doctor --fix` mends it (the next prompt of that user does, too)";
    assert!(found.stdout_text().contains(says), "{found}");
    sandbox
        .chatkeep(&["doctor", "--fix", "--yes"])
        .run()
        .succeeds();
    let examined = sandbox.chatkeep(&["doctor"]).run_changing_nothing();
    assert!(!examined.succeeds().stdout_text().contains("reserv"));
}

#[test]
fn a_killed_one_counts_against_the_next_until_its_time_has_passed() {
    let sandbox = with_budget("0.0150925USD/month");
    let (held, gate) = Answer::streamed(&["Hel", "lo"]).held_after(1);
    let server = OpenAiServer::start([held, Answer::streamed(&["Hello"])]);
    let mut run = limited(&sandbox, &server, "1000").start();
    run.prints("Hel");
    run.signal(Signal::KILL);
    run.ends();
    drop(gate);
    is_spent(&sandbox, "0", "0.0100925", 0);
    let refused = limited(&sandbox, &server, "1000").run().fails_with(9);
    let said = refused.stderr_text();
    assert!(said.contains("is free again after ten minutes"), "{said}");
    let_time_pass(&sandbox);
    let_leases_pass(&sandbox);
    limited(&sandbox, &server, "1000").run().succeeds();
    is_spent(&sandbox, "0.0084625", "0", 0);
}

#[test]
fn whoever_has_no_budget_does_not_pay_for_those_of_others() {
    json_files_only!("it damages files");
    let sandbox = with_budget("20USD/month");
    let ledger = sandbox.store().join(".chatkeep/ledger.jsonl");
    fs::write(ledger, "no ledger").expect("written");
    chat(&sandbox, "grace@example.org", &["-m", "echo", "Hi"])
        .run()
        .succeeds();
    chat(&sandbox, NEWCOMER, &["-m", "echo", "Hi"])
        .run()
        .fails_with(6);
    let of_grace = sandbox
        .store()
        .join(".chatkeep/reserved")
        .join("5b0c9d0e-7f57-4e0e-9a53-0c5f5d1f8a11");
    assert!(!of_grace.exists());
}

#[test]
fn what_others_than_replies_cost_counts_too_and_deleting_does_not_help() {
    let sandbox = with_budget("$0.01/week");
    let server = OpenAiServer::start([Answer::streamed(&["Hello"])]);
    limited(&sandbox, &server, "100").run().succeeds();
    chat(&sandbox, NEWCOMER, &["delete", "last", "--yes"])
        .run()
        .succeeds();
    is_spent(&sandbox, "0.0084625", "0", 0);
}

#[test]
fn a_dry_run_tells_what_it_could_cost_and_reserves_nothing() {
    let sandbox = Sandbox::flask_store();
    let server = OpenAiServer::start([]);
    let dry = |sandbox, more: &[&str]| {
        let arguments = [&HI[..], &["--dry-run"], more].concat();
        asking(sandbox, &server, &arguments).run_changing_nothing()
    };
    let shown = dry(&sandbox, &["--format", "json"])
        .succeeds()
        .stdout_json();
    assert_eq!(shown["estimated_input_tokens"], 37);
    assert_eq!(shown["estimated_input_cost_usd"].to_string(), "0.0000925");
    assert_eq!(shown["max_output_tokens"], 16_384);
    assert_eq!(shown["max_cost_usd"].to_string(), "0.1639325");
    let text = dry(&sandbox, &[]).succeeds().stdout_text().to_owned();
    let end = "\n\ninput: about 37 tokens, cost $0.000093\nreply: at most 16,384 tokens\ncost of both at most: $0.163933\n";
    assert!(text.ends_with(end), "{text}");

    let unknown = ["-m", "openai/made-up", "--dry-run", "Hi"];
    let run = asking(&sandbox, &server, &unknown)
        .run_changing_nothing()
        .succeeds();
    let end = "\n\ninput: about 37 tokens, cost unknown\nreply: as long as the provider lets it be\ncost of both at most: unknown\n";
    assert!(run.stdout_text().ends_with(end), "{run}");
    let unknown = [&unknown[..], &["--format", "json"]].concat();
    let run = asking(&sandbox, &server, &unknown)
        .run_changing_nothing()
        .succeeds();
    for field in [
        "estimated_input_cost_usd",
        "max_output_tokens",
        "max_cost_usd",
    ] {
        assert!(run.stdout_json()[field].is_null(), "{run}");
    }

    let sandbox = with_budget("$0.02/month");
    let run = dry(&sandbox, &["--format", "json"]).succeeds();
    assert!(
        run.stderr_text().contains("limited to 1,990 tokens"),
        "{run}"
    );
    let shown = run.stdout_json();
    assert_eq!(shown["body"]["max_tokens"], 1990);
    assert_eq!(shown["max_output_tokens"], 1990);
    dry(&sandbox, &["--max-tokens", "2000"]).fails_with(9);
    assert!(server.is_left_alone());
}
