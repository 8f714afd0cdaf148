//! Stale copies that the web app writes back: a turn of ours that is gone with one is reported, and can be put back.

use serde_json::{Value, json};

use crate::app::Obedient;
use crate::stored;
use crate::world::{ADA, ADA_ID, World};

const OF_THE_APP: &str = "0c7a2b1e-7d0e-4b59-b1f4-52a8b8b7f1d3";
/// A conversation of the fixture with two turns.
const TWO_TURNS: &str = "a23d5eb8-6819-435b-ad9b-dc6471fdf17a";
const LIST: [&str; 4] = ["chat", "list", "--user", ADA];

/// Sends a prompt, to a conversation or to a new one, and returns the conversation's id.
#[track_caller]
fn send(world: &World, conversation: Option<&str>, text: &str) -> String {
    let mut arguments = vec![
        "--format", "json", "chat", "send", "--user", ADA, "-m", "echo",
    ];
    arguments.extend(conversation.iter().flat_map(|id| ["--conversation", id]));
    arguments.extend(["--", text]);
    let answer: Value = serde_json::from_str(&world.run(&arguments)).expect("it prints JSON");
    answer["conversation"].as_str().expect("text").to_owned()
}

/// Runs a command and returns what it said on standard error.
#[track_caller]
fn said_by(world: &World, arguments: &[&str]) -> String {
    let output = world.ended(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stderr).expect("it prints text")
}

/// Has the app read ada's file, chatkeep do something, and the app write back what it had read, and a message.
fn with_a_stale_copy(world: &World, meanwhile: impl FnOnce()) {
    let path = world.user_file(ADA_ID);
    let mut app = Obedient::start(world);
    app.does(&json!(["load", path]));
    meanwhile();
    app.does(&json!(["add message", path, OF_THE_APP, "by the app"]));
    app.does(&json!(["save", path]));
}

#[test]
fn a_turn_that_a_stale_copy_drops_is_reported_by_whoever_reads_or_writes_next() {
    for next in [
        &LIST[..],
        &["chat", "send", "--user", ADA, "-m", "echo", "--", "more"],
    ] {
        let world = World::new();
        let mut began = String::new();
        with_a_stale_copy(&world, || {
            send(&world, Some(TWO_TURNS), "to one that is there");
            began = send(&world, None, "to a new one");
        });
        let said = said_by(&world, next);
        for conversation in [TWO_TURNS, &began] {
            let words = ["warning", conversation, "doctor --fix"];
            assert!(words.iter().all(|word| said.contains(word)), "{said}");
        }
    }
}

#[test]
fn a_dropped_turn_is_put_back_beside_what_the_app_wrote() {
    let world = World::new();
    let mut began = String::new();
    with_a_stale_copy(&world, || {
        send(&world, Some(TWO_TURNS), "to one that is there");
        began = send(&world, None, "to a new one");
    });
    world.run(&["doctor", "--fix", "--yes"]);
    let file = stored::user_file(&world, ADA_ID);
    assert_eq!(file.questions(&began), ["to a new one"]);
    assert_eq!(file.questions(OF_THE_APP), ["by the app"]);
    let found = file.conversations[TWO_TURNS].get();
    assert_eq!(found.matches("to one that is there").count(), 2, "{found}");
    // Once, and it is no longer missing.
    world.run(&["doctor", "--fix", "--yes"]);
    assert_eq!(said_by(&world, &LIST), "");
    let again = stored::user_file(&world, ADA_ID);
    assert_eq!(again.conversations[TWO_TURNS].get(), found);
}

#[test]
fn a_dropped_turn_is_reported_though_another_says_the_same() {
    let world = World::new();
    let began = send(&world, None, "go on");
    with_a_stale_copy(&world, || {
        send(&world, Some(&began), "go on");
    });
    let said = said_by(&world, &LIST);
    assert!(said.contains("warning") && said.contains(&began), "{said}");
}

#[test]
fn what_was_dropped_is_known_still_after_a_change_of_ours() {
    let world = World::new();
    let mut began = String::new();
    with_a_stale_copy(&world, || began = send(&world, None, "dropped"));
    send(&world, None, "more");
    let said = said_by(&world, &LIST);
    assert!(said.contains("warning") && said.contains(&began), "{said}");
}

#[test]
fn a_turn_that_the_app_has_read_is_not_missed() {
    let world = World::new();
    let began = send(&world, None, "before");
    with_a_stale_copy(&world, || {});
    assert_eq!(said_by(&world, &LIST), "");
    let file = stored::user_file(&world, ADA_ID);
    assert_eq!(file.questions(&began), ["before"]);
}

#[test]
fn a_turn_that_was_deleted_in_the_app_is_not_missed() {
    let world = World::new();
    let began = send(&world, None, "soon gone");
    with_a_stale_copy(&world, || {});
    // A version that the app wrote has it, and we have seen that.
    send(&world, None, "more");
    let path = world.user_file(ADA_ID);
    let mut app = Obedient::start(&world);
    app.does(&json!(["load", path]));
    app.does(&json!(["delete conversation", path, began]));
    app.does(&json!(["save", path]));
    assert_eq!(said_by(&world, &LIST), "");
}

#[test]
fn a_turn_that_we_deleted_is_not_missed() {
    let world = World::new();
    let began = send(&world, None, "soon gone");
    world.run(&["chat", "delete", "--user", ADA, &began, "--yes"]);
    with_a_stale_copy(&world, || {});
    assert_eq!(said_by(&world, &LIST), "");
}
