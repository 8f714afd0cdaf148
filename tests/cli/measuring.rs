//! `chatkeep doctor --measure`, and what `doctor` says of a store that has outgrown its backend.

use std::fs;

use serde_json::{Value, json};
use snapbox::str;

use crate::backend::Backend;
use crate::sandbox::Sandbox;
use crate::stored::ADA;

const MEASURE: [&str; 4] = ["doctor", "--measure", "--format", "json"];

/// Adds as many accounts to the store's file.
fn add_accounts(sandbox: &Sandbox, number: usize) {
    let path = sandbox.store().join("users.json");
    let text = fs::read_to_string(&path).expect("there");
    let mut users: Value = serde_json::from_str(&text).expect("JSON");
    let present = users.as_object().expect("an object").len();
    for at in present..present + number {
        let id = format!("{at:08}-0000-4000-8000-000000000000");
        users[&id] = json!({"id": id, "email": format!("u{at}@example.org"), "name": "U"});
    }
    fs::write(path, users.to_string()).expect("ours");
}

fn measured(sandbox: &Sandbox) -> Value {
    let outcome = sandbox.chatkeep(&MEASURE).run_changing_nothing();
    outcome.succeeds().stdout_json()
}

#[test]
fn measuring_says_which_backend_would_serve_and_changes_nothing() {
    let sandbox = Sandbox::flask_store();
    let is_json = Backend::tested().is_json();
    let small = measured(&sandbox);
    assert_eq!(
        (&small["users"], &small["reasons"]),
        (&json!(4), &json!([]))
    );
    assert_eq!(small["serves"], small["present"]);
    assert!(small["append_ms"].is_number() && small["search_ms"].is_number());
    assert_eq!(small["largest_user"], ADA);
    assert!(small["largest_bytes"].as_u64() > Some(1000), "{small}");
    // What a database alone can say.
    assert_eq!(small["conversations"].is_null(), is_json);
    assert_eq!(small["schema_version"].is_number(), !is_json);
    assert_eq!(small["server_version"].is_string(), !is_json);

    add_accounts(&sandbox, 996);
    let large = measured(&sandbox);
    assert_eq!(
        (&large["users"], &large["serves"]),
        (&json!(1000), &json!("postgres"))
    );
    let is_there = large["present"] == "postgres";
    let reason = "there are 1000 users, and PostgreSQL serves from 1000 on";
    let reasons = large["reasons"].as_array().expect("a list");
    assert_eq!(reasons.contains(&json!(reason)), !is_there, "{large}");
    let shown = sandbox.chatkeep(&["doctor", "--measure"]).run().succeeds();
    let advice = "there are 1,000 users, and PostgreSQL serves from 1,000 on";
    assert_eq!(shown.stdout_text().contains(advice), !is_there, "{shown}");
    let way = "`chatkeep migrate --to postgres://…`";
    assert_eq!(shown.stdout_text().contains(way), !is_there, "{shown}");
}

#[test]
fn what_cannot_be_written_is_measured_as_far_as_it_can_be() {
    json_files_only!("it is about permissions of folders");
    let sandbox = Sandbox::flask_store();
    for folder in ["user_data", ""] {
        let path = sandbox.store().join(folder);
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o555);
        fs::set_permissions(path, mode).expect("it is ours");
    }
    let outcome = sandbox
        .chatkeep(&MEASURE)
        .unprivileged()
        .run_changing_nothing()
        .succeeds();
    let measured = outcome.stdout_json();
    assert!(measured["append_ms"].is_null(), "{measured}");
    assert_eq!(measured["users"], 4);
}

#[test]
fn damaged_accounts_are_named_and_not_counted() {
    json_files_only!("it damages files");
    for text in ["{\"a\": {\"email\": \"a@x\"}, \"b\"", "{\"a\": 5}", "[]"] {
        let sandbox = Sandbox::flask_store();
        fs::write(sandbox.store().join("users.json"), text).expect("ours");
        let outcome = sandbox
            .chatkeep(&MEASURE)
            .run_changing_nothing()
            .fails_with(6);
        assert!(outcome.stderr_text().contains("users.json"), "{outcome}");
        assert_eq!(outcome.stdout_text(), "");
    }
}

#[test]
fn an_examination_says_when_there_are_more_users_than_the_backend_serves() {
    let sandbox = Sandbox::flask_store();
    let notes = |sandbox: &Sandbox, arguments: &[&str]| {
        let outcome = sandbox.chatkeep(arguments).run_changing_nothing();
        outcome.succeeds().stderr_text().to_owned()
    };
    add_accounts(&sandbox, 45);
    assert_eq!(notes(&sandbox, &["doctor"]), "");
    for (number, outgrown) in [(1, Backend::Json), (950, Backend::Sqlite)] {
        add_accounts(&sandbox, number);
        let is_outgrown = match Backend::tested() {
            Backend::Json => true,
            Backend::Sqlite => outgrown == Backend::Sqlite,
            Backend::Postgres => false,
        };
        let said = notes(&sandbox, &["doctor"]);
        assert_eq!(said.contains("doctor --measure"), is_outgrown, "{said}");
        assert_eq!(said.lines().count(), usize::from(is_outgrown), "{said}");
        assert_eq!(notes(&sandbox, &["doctor", "--quiet"]), "");
    }
    if Backend::tested().is_json() {
        let outcome = sandbox.chatkeep(&["doctor"]).run().succeeds();
        outcome.stderr_is(str![[r#"
there are 1,000 users, and PostgreSQL serves from 1,000 on: `chatkeep doctor --measure` says whether it is time to move

"#]]);
    }
}
