//! What the web app writes into a file that was replaced under its hands: kept, and said.

use std::fs;

use serde_json::json;

use crate::app::Obedient;
use crate::stopped::Stopped;
use crate::stored::{self, conflicts};
use crate::world::{ADA, ADA_ID, World};

const OF_THE_APP: &str = "0c7a2b1e-7d0e-4b59-b1f4-52a8b8b7f1d3";
const ASK: [&str; 8] = ["chat", "send", "--user", ADA, "-m", "echo", "--", "ours"];
/// A change of somebody else, which is as good as any to look at what happened before.
const ANY_CHANGE: [&str; 5] = ["user", "set", "empty@example.org", "--name", "Empty"];

/// Runs a command that changes something, and returns what it said on standard error.
#[track_caller]
fn said_by(world: &World, arguments: &[&str]) -> String {
    let output = world.ended(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stderr).expect("it prints text")
}

#[test]
fn what_the_app_writes_into_a_replaced_file_is_kept_with_a_warning() {
    let world = World::new();
    let path = world.user_file(ADA_ID);
    let mut app = Obedient::start(&world);
    app.does(&json!(["load", path]));
    app.does(&json!(["add message", path, OF_THE_APP, "by the app"]));
    let ours = Stopped::before_replacing(&world, &World::new(), &path, &ASK);
    // It has seen that nobody is writing, and now somebody is: the file is emptied, and about to be replaced.
    app.does(&json!(["open to save", path]));
    app.is_told(&json!(["wait and save", path]));
    app.answers("waiting");
    let output = ours.goes_on();
    assert!(output.status.success(), "{output:?}");
    app.answers("done");
    let live = stored::user_file(&world, ADA_ID);
    assert!(!live.conversations.contains_key(OF_THE_APP));
    assert_eq!(live.conversations.len(), 4 + 1, "ours is there");

    let said = said_by(&world, &ANY_CHANGE);
    let kept = conflicts(&world);
    let [(name, text)] = kept.as_slice() else {
        panic!("{kept:?}");
    };
    assert!(text.contains("by the app"), "{text}");
    assert!(name.starts_with(ADA_ID), "{name}");
    assert!(said.contains("warning") && said.contains(name), "{said}");
    // It is said once, and stays where it is.
    assert_eq!(said_by(&world, &ANY_CHANGE), "");
    assert_eq!(conflicts(&world), kept);
}

#[test]
fn an_account_that_the_app_adds_to_a_replaced_file_is_kept_with_a_warning() {
    let world = World::new();
    let path = world.users_file();
    let mut app = Obedient::start(&world);
    app.does(&json!(["load", path]));
    let ours = Stopped::before_replacing(&world, &World::new(), &path, &ANY_CHANGE);
    app.does(&json!(["open to save", path]));
    app.is_told(&json!(["wait and save", path]));
    app.answers("waiting");
    assert!(ours.goes_on().status.success());
    app.answers("done");
    let said = said_by(&world, &ANY_CHANGE);
    let kept = conflicts(&world);
    let [(name, text)] = kept.as_slice() else {
        panic!("{kept:?}");
    };
    assert!(text.contains(ADA), "{text}");
    assert!(name.starts_with("users"), "{name}");
    assert!(said.contains("warning") && said.contains(name), "{said}");
}

#[test]
fn where_nobody_wrote_there_is_no_conflict() {
    let world = World::new();
    for _ in 0..3 {
        assert_eq!(said_by(&world, &ANY_CHANGE), "");
        assert_eq!(said_by(&world, &ASK), "");
    }
    assert_eq!(conflicts(&world), []);
    let folder = world.store().join(".chatkeep/conflicts");
    assert!(fs::metadata(folder).is_err(), "not even a folder was made");
}
