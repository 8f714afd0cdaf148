//! `stats budgets`: what is used, left and forecast, and what cron learns of it. The arithmetic is tested with the code.

use std::fs;

use serde_json::Value;

use crate::sandbox::Sandbox;

const ADA: &str = "ada@example.org";
/// Of whom there is no reply.
const EMPTY: &str = "empty@example.org";
const GRACE: &str = "grace@example.org";
const GRACES_FILE: &str = "user_data/5b0c9d0e-7f57-4e0e-9a53-0c5f5d1f8a11.json";

fn set(sandbox: &Sandbox, user: &str, budget: &str) {
    let arguments = ["user", "set", user, "--budget", budget];
    sandbox.chatkeep(&arguments).run().succeeds();
}

/// Makes a store in which Grace used 80 cents just now, and has a reply of no known cost.
fn with_use() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    let now = chrono::Utc::now().to_rfc3339();
    let reply = |cost: &str| {
        format!(
            r#"{{"role": "assistant", "content": "x", "timestamp": "{now}", "total_tokens": 1{cost}}}"#
        )
    };
    let replies = [reply(r#", "cost": 0.80"#), reply("")].join(", ");
    let text =
        format!(r#"{{"api_keys": {{}}, "conversations": {{"c1": {{"messages": [{replies}]}}}}}}"#);
    fs::write(sandbox.store().join(GRACES_FILE), text).expect("it is ours");
    sandbox
}

fn users(shown: &Value) -> Vec<&str> {
    let budgets = shown["budgets"].as_array().expect("a list");
    let users = budgets
        .iter()
        .map(|row| row["email"].as_str().expect("an address"));
    users.collect()
}

#[test]
fn budgets_are_shown_with_what_became_of_them_and_whom_they_leave_out() {
    let sandbox = with_use();
    let none = sandbox
        .chatkeep(&["stats", "budgets"])
        .run_changing_nothing()
        .succeeds();
    none.stdout_is("no budgets\n")
        .stderr_is("4 users without a budget left out\n");
    set(&sandbox, ADA, "5USD/week");
    set(&sandbox, GRACE, "1USD/year");
    let json = ["stats", "budgets", "--format", "json"];
    let run = sandbox.chatkeep(&json).run_changing_nothing().succeeds();
    let stderr = run.stderr_text();
    assert!(
        stderr.contains("2 users without a budget left out\n"),
        "{run}"
    );
    let said = "warning: the cost of 1 reply is not known, and neither counted nor forecast\n";
    assert!(stderr.contains(said), "{run}");
    let shown = run.stdout_json();
    assert_eq!(users(&shown), [GRACE, ADA], "the greatest part first");
    let graces = &shown["budgets"][0];
    assert_eq!(
        (&graces["used_usd"].to_string(), &graces["used_percent"]),
        (&"0.8".to_owned(), &80.into())
    );
    assert_eq!(
        (graces["left_usd"].to_string(), &graces["unknown_costs"]),
        ("0.2".to_owned(), &1.into())
    );
    assert_eq!(
        (&graces["disabled"], &graces["budget_period"]),
        (&false.into(), &"year".into())
    );
    let year = |field: &str| graces[field].as_str().expect("a day").to_owned();
    assert!(year("budget_from").ends_with("-01-01") && year("budget_until").ends_with("-01-01"));
    let forecast = graces["forecast_usd"].as_f64().expect("an amount");
    assert!(forecast >= 0.8, "{graces}");
    assert_eq!(graces["forecast_over"], forecast > 1.0);
    assert_eq!(shown["users_without_budget"], 2);
    for (sort, first) in [("used", GRACE), ("left", GRACE), ("user", ADA)] {
        let sorted = [&json[..], &["--sort", sort]].concat();
        let shown = sandbox.chatkeep(&sorted).run().succeeds().stdout_json();
        assert_eq!(users(&shown)[0], first, "{sort}");
    }
    let one = [&json[..], &["--user", "Ada Lovelace"]].concat();
    let one = sandbox.chatkeep(&one).run().succeeds();
    assert_eq!(users(&one.stdout_json()), [ADA]);
    one.stderr_is("");
    sandbox
        .chatkeep(&["stats", "budgets", "-u", "nobody"])
        .run()
        .fails_with(3);
}

#[test]
fn cron_learns_by_the_exit_code_who_is_near_the_limit() {
    let sandbox = with_use();
    set(&sandbox, EMPTY, "0USD/month");
    set(&sandbox, GRACE, "1USD/year");
    let at = |alarm: &str| {
        let arguments = ["stats", "budgets", "--fail-at", alarm, "--format", "json"];
        sandbox.chatkeep(&arguments).run_changing_nothing()
    };
    at("81%").succeeds();
    let near = at("80%").fails_with(9);
    assert_eq!(
        users(&near.stdout_json()),
        [GRACE, EMPTY],
        "the report is there all the same"
    );
    let error = near.stderr_text().lines().last().expect("an error");
    let error: Value = serde_json::from_str(error).expect("it is JSON");
    assert_eq!(error["error"]["code"], "budget_used");
    assert_eq!(
        error["error"]["message"],
        "grace@example.org has used 80% of their budget, or more"
    );
    set(&sandbox, GRACE, "0.5USD/year");
    let over = at("forecast").fails_with(9);
    assert!(
        over.stderr_text().contains("budget_forecast_over"),
        "{over}"
    );
    set(&sandbox, GRACE, "0USD/year");
    at("1%").fails_with(9);
    set(&sandbox, GRACE, "none");
    at("1%").succeeds();
    at("forecast").succeeds();
    at("0%").fails_with(2);
}

#[test]
fn disabled_users_are_marked_and_what_was_deleted_counts() {
    let sandbox = with_use();
    set(&sandbox, GRACE, "1USD/year");
    let delete = ["chat", "delete", "--yes", "-u", GRACE, "c1"];
    sandbox.chatkeep(&delete).run().succeeds();
    sandbox
        .chatkeep(&["user", "disable", GRACE])
        .run()
        .succeeds();
    let shown = sandbox
        .chatkeep(&["stats", "budgets"])
        .run_changing_nothing()
        .succeeds();
    let text = shown.stdout_text();
    assert!(
        text.contains("grace@example.org (disabled)  $1.00 a year "),
        "{text}"
    );
    assert!(text.contains("  $0.80      80  $0.20  ≥$"), "{text}");
}

#[test]
fn a_budget_that_cannot_be_read_is_named_and_the_others_are_shown() {
    let sandbox = with_use();
    set(&sandbox, ADA, "7USD/month");
    set(&sandbox, GRACE, "1USD/year");
    let path = sandbox.store().join("users.json");
    let text = fs::read_to_string(&path).expect("it is there");
    let broken = ["\"usd\": 7", "\"usd\":7"];
    let broken = broken.iter().fold(text.clone(), |text, budget| {
        text.replace(budget, "\"usd\": \"7\"")
    });
    assert_ne!(broken, text);
    fs::write(path, broken).expect("it is ours");
    let run = sandbox
        .chatkeep(&["stats", "budgets", "--format", "json"])
        .run()
        .succeeds();
    assert_eq!(users(&run.stdout_json()), [GRACE]);
    assert_eq!(run.stdout_json()["unreadable_budgets"], 1);
    let said = "the budget of ada@example.org in users.json cannot be read";
    assert!(run.stderr_text().contains(said), "{run}");
}

#[test]
fn what_belongs_to_the_report_of_use_is_refused_beside_it() {
    let sandbox = Sandbox::flask_store();
    for arguments in [
        &["--by", "user", "budgets"][..],
        &["budgets", "--by", "user"],
        &["budgets", "--fail-at", "lots"],
    ] {
        let arguments = [&["stats"], arguments].concat();
        sandbox.chatkeep(&arguments).run().fails_with(2);
    }
}
