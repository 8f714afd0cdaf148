//! Budgets of accounts: set, shown, taken away, and damaged. What they do to `chat` is tested with that.

use std::fs;

use serde_json::{Value, json};
use snapbox::str;

use crate::sandbox::Sandbox;

const ADA: &str = "ada@example.org";

fn set(sandbox: &Sandbox, budget: &str) {
    let arguments = ["user", "set", ADA, "--budget", budget];
    sandbox.chatkeep(&arguments).run().succeeds();
}

fn users(sandbox: &Sandbox) -> String {
    fs::read_to_string(sandbox.store().join("users.json")).expect("it is there")
}

#[test]
fn a_budget_is_stored_in_the_account_and_taken_away_without_a_trace() {
    let sandbox = Sandbox::flask_store();
    let before = users(&sandbox);
    set(&sandbox, "20.50USD/month");
    let stored: Value = serde_json::from_str(&users(&sandbox)).expect("JSON");
    let account = &stored["ef2a47e3-0b1c-45d9-a093-c01e43ddece2"];
    let expected = json!({"usd": 20.5, "period": "month"});
    assert_eq!(account["budget"], expected);
    set(&sandbox, "$20.5/month");
    set(&sandbox, "none");
    assert_eq!(users(&sandbox), before);
}

#[test]
fn what_is_no_budget_is_wrong_usage() {
    let sandbox = Sandbox::flask_store();
    for budget in ["20", "20EUR/month", "-1USD/day", "20USD/decade", ""] {
        let budget = format!("--budget={budget}");
        let run = sandbox.chatkeep(&["user", "set", ADA, &budget]);
        run.run_changing_nothing().fails_with(2);
    }
}

#[test]
fn a_budget_is_shown_with_what_became_of_it() {
    let sandbox = Sandbox::flask_store();
    set(&sandbox, "$0.10/year");
    let send = ["chat", "send", "-u", ADA, "-m", "echo", "Hi"];
    sandbox.chatkeep(&send).run().succeeds();
    let show = |arguments: &[&str]| {
        sandbox
            .chatkeep(arguments)
            .run_changing_nothing()
            .succeeds()
    };
    let shown = show(&["user", "show", ADA]);
    let text = shown.stdout_text();
    assert!(
        text.contains("\nbudget         $0.10 a year, renewed on 20"),
        "{text}"
    );
    for line in [
        "\nused           $0.",
        "\nreserved       $0.00\n",
        "\nleft           $0.",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let shown = show(&["user", "show", ADA, "--format", "json"]).stdout_json();
    assert_eq!(shown["budget_usd"].to_string(), "0.1");
    assert_eq!(shown["budget_period"], "year");
    assert_eq!(shown["budget_reserved_usd"], 0);
    let listed = show(&["user", "list", "--format", "json"]).stdout_json();
    assert_eq!(listed[0]["budget_usd"].to_string(), "0.1");
    assert!(listed[1]["budget_usd"].is_null());
    show(&["user", "list"]).stdout_is(str![[r#"
email               name          sign-in  budget        created     id
ada@example.org     Ada Lovelace  email    $0.10 a year  2026-11-23  ef2a47e3-0b1c-45d9-a093-c01e43ddece2
müller@example.org  Jörg Müller   email                  2026-11-23  09302212-702c-46ec-b601-69456355f61d
empty@example.org   empty         email                  2026-11-23  8b06fb83-3ecf-4252-94af-6372c860fc70
grace@example.org   Grace Hopper  google                 2026-11-23  5b0c9d0e-7f57-4e0e-9a53-0c5f5d1f8a11

"#]]);
}

fn with_broken_budget() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    set(&sandbox, "20USD/month");
    let sound = users(&sandbox);
    let broken = ["\"usd\": 20,", "\"usd\":20,"]
        .iter()
        .fold(sound.clone(), |text, budget| {
            text.replace(budget, "\"usd\": \"20\",")
        });
    assert_ne!(broken, sound);
    fs::write(sandbox.store().join("users.json"), broken).expect("it is ours");
    sandbox
}

#[test]
fn a_budget_that_cannot_be_read_is_named_and_stops_that_user_alone() {
    let sandbox = with_broken_budget();
    let said =
        "the budget of ada@example.org in users.json cannot be read: no amount in `usd` at byte ";
    let run = |arguments: &[&str]| sandbox.chatkeep(arguments).run_changing_nothing();
    for arguments in [
        &["user", "show", ADA][..],
        &["chat", "send", "-u", ADA, "-m", "echo", "Hi"],
        &["chat", "send", "-u", ADA, "-m", "echo", "-n", "Hi"],
    ] {
        let refused = run(arguments).fails_with(6);
        assert!(refused.stderr_text().contains(said), "{refused}");
    }
    let listed = run(&["user", "list"]).succeeds();
    assert!(listed.stdout_text().contains(" unreadable "), "{listed}");
    assert!(listed.stderr_text().contains(said), "{listed}");
    run(&["user", "show", "grace@example.org"]).succeeds();
    run(&["chat", "list", "-u", ADA]).succeeds();
    set(&sandbox, "20USD/month");
    run(&["user", "show", ADA]).succeeds();
}

#[test]
fn doctor_finds_a_budget_that_cannot_be_read() {
    let sandbox = with_broken_budget();
    let examined = sandbox.chatkeep(&["doctor"]).run_changing_nothing();
    let examined = examined.fails_with(6);
    assert!(
        examined.stdout_text().contains(
            "the budget of the account ef2a47e3-0b1c-45d9-a093-c01e43ddece2: no amount in `usd`\n  `chatkeep user set ID --budget` puts another in its place"
        ),
        "{examined}"
    );
}
