//! `chatkeep doctor --grants`: the rights of a role, as SQL and as data.

use serde_json::json;
use snapbox::str;

use crate::sandbox::Sandbox;

/// Nobody is there, and nobody is asked.
const STORE: &str = "postgres://owner:secret@127.0.0.1:1/chat%22data";

#[test]
fn the_statements_of_a_role_are_printed_and_no_database_is_asked() {
    let sandbox = Sandbox::new();
    sandbox
        .chatkeep(&["doctor", "--grants", "--role", "web$$ \"app\"", "--store", STORE])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
DO $q1$ BEGIN CREATE ROLE "web$$ ""app""" LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $q1$;
GRANT CONNECT ON DATABASE "chat""data" TO "web$$ ""app""";
GRANT USAGE ON SCHEMA chatkeep TO "web$$ ""app""";
GRANT SELECT, INSERT, UPDATE, DELETE ON chatkeep.settings, chatkeep.users, chatkeep.tombstones, chatkeep.user_data, chatkeep.conversations, chatkeep.messages, chatkeep.ledger, chatkeep.reservations, chatkeep.sums, chatkeep.summed TO "web$$ ""app""";
GRANT SELECT ON chatkeep.migrations TO "web$$ ""app""";

"#]]);
}

#[test]
fn scripts_get_the_statements_one_by_one() {
    let sandbox = Sandbox::new();
    let arguments = ["doctor", "--grants", "--format", "json", "--store", STORE];
    let outcome = sandbox.chatkeep(&arguments).run_changing_nothing();
    let grants = outcome.succeeds().stdout_json();
    assert_eq!(grants["role"], "chatkeep");
    assert_eq!(grants["database"], "chat\"data");
    let statements = grants["statements"].as_array().expect("a list");
    assert_eq!(statements.len(), 5);
    assert_eq!(
        statements[1],
        json!("GRANT CONNECT ON DATABASE \"chat\"\"data\" TO \"chatkeep\";")
    );
}

#[test]
fn there_are_roles_in_postgresql_alone() {
    let sandbox = Sandbox::new();
    let arguments = ["doctor", "--grants", "--store", "sqlite:chat.db"];
    let refused = sandbox.chatkeep(&arguments).run_changing_nothing();
    assert!(refused.fails_with(2).stderr_text().contains("PostgreSQL"));
}
