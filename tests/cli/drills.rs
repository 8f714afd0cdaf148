//! Drills: a backup is proven by what it is for.

use std::fs;

use serde_json::json;
use snapbox::str;

use crate::backup_files::{back_up, flip_a_bit};
use crate::invocation::Invocation;
use crate::sandbox::Sandbox;

/// Returns a drill that has the web app's secret at hand.
fn drill<'s>(sandbox: &'s Sandbox, options: &[&str]) -> Invocation<'s> {
    let arguments = [&["backup", "drill"], options].concat();
    let drill = sandbox.chatkeep(&arguments);
    drill.with_env("FLASK_SECRET_KEY", "fixture-secret")
}

#[test]
fn a_backup_that_can_be_restored_with_all_its_keys_is_proven() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let before = fs::read(&backup).expect("there");
    let drilled = drill(&sandbox, &[]).run().succeeds();
    drilled.stdout_is(str![[r#"
proven  [STORE]/backups/chatkeep-[NOW].tar.gz: 4 users, 4 conversations came back, 3 API keys opened

"#]]);
    assert_eq!(fs::read(&backup).expect("there"), before);
    let state = sandbox.root().join("state/chatkeep");
    let left: Vec<_> = fs::read_dir(state)
        .expect("it was made")
        .map(|entry| entry.expect("listed").file_name())
        .filter(|name| name.to_string_lossy().contains("drill"))
        .collect();
    assert_eq!(left, [""; 0], "what was restored is gone");
    let listed = sandbox.chatkeep(&["backup", "list"]).run().succeeds();
    let heading = listed
        .stdout_text()
        .lines()
        .next()
        .expect("a heading")
        .to_owned();
    assert!(heading.contains("proven"), "{listed}");
    let listed = sandbox.chatkeep(&["backup", "list", "--format", "json"]);
    let proven_at = listed.run().succeeds().stdout_json()[0]["proven_at"].clone();
    assert!(proven_at.is_string(), "{proven_at}");
    // Nothing of it passes for a backup.
    sandbox
        .chatkeep(&["backup", "verify", "all"])
        .run()
        .succeeds();
}

#[test]
fn the_fields_of_a_drill_are_a_promise() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let options = ["--scratch", ".", "--format", "json"];
    let drilled = drill(&sandbox, &options).run().succeeds();
    let mut found = drilled.stdout_json();
    assert!(found["created_at"].take().is_string());
    assert!(found["seconds"].take().is_number());
    assert_eq!(
        found.to_string(),
        json!({
            "backup": backup.to_str(), "created_at": null, "proven": true, "users": 4, "conversations": 4,
            "keys_opened": 3, "keys_unopened": [], "seconds": null
        })
        .to_string()
    );
}

#[test]
fn keys_that_nothing_at_hand_opens_are_named_and_nothing_is_proven() {
    let sandbox = Sandbox::flask_store();
    back_up(&sandbox);
    let without = drill(&sandbox, &[]).without_env("FLASK_SECRET_KEY");
    without.run().fails_with(7);
    let other = drill(&sandbox, &[]).with_env("FLASK_SECRET_KEY", "another");
    let other = other.run().fails_with(7);
    let text = other.stdout_text();
    assert!(
        text.starts_with("failed") && text.contains("ada@example.org openai: "),
        "{other}"
    );
    let listed = sandbox.chatkeep(&["backup", "list", "--format", "json"]);
    assert!(listed.run().succeeds().stdout_json()[0]["proven_at"].is_null());
}

#[test]
fn a_damaged_backup_is_not_proven() {
    let sandbox = Sandbox::flask_store();
    flip_a_bit(&back_up(&sandbox));
    drill(&sandbox, &[]).run().fails_with(6);
}
