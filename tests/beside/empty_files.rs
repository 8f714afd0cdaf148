//! Files that the web app has emptied: waited for while it may still write, and never taken for an empty store.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::json;

use crate::app::Obedient;
use crate::stored;
use crate::world::{ADA, ADA_ID, World};

/// The account of grace, which has no file of its own yet.
const GRACE_ID: &str = "5b0c9d0e-7f57-4e0e-9a53-0c5f5d1f8a11";

/// Asserts that a file was called damaged, by name, and is as empty as it was.
#[track_caller]
fn is_called_empty(output: &Output, path: &Path) {
    assert_eq!(output.status.code(), Some(6), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    let name = path.file_name().expect("it has a name").to_string_lossy();
    assert!(said.contains(&*name), "{said}");
    assert!(said.contains("empty"), "{said}");
    assert_eq!(fs::read(path).expect("it is there"), b"");
}

#[test]
fn an_empty_users_file_is_damaged_and_no_store_without_users() {
    let world = World::new();
    fs::write(world.users_file(), "").expect("writable");
    let commands: [&[&str]; 5] = [
        &["user", "list"],
        &["user", "add", "new@example.org", "--no-password"],
        &["chat", "--user", ADA, "-m", "echo", "hello"],
        &["chat", "list", "--user", ADA],
        &["key", "remove", ADA, "openai", "--yes"],
    ];
    std::thread::scope(|scope| {
        for arguments in commands {
            let world = &world;
            scope.spawn(move || is_called_empty(&world.ended(arguments), &world.users_file()));
        }
    });
}

#[test]
fn an_empty_user_file_is_damaged_and_no_user_without_conversations() {
    let world = World::new();
    let path = world.user_file(GRACE_ID);
    fs::write(&path, "").expect("writable");
    let grace = "grace@example.org";
    let commands: [&[&str]; 4] = [
        &["chat", "--user", grace, "-m", "echo", "hello"],
        &["chat", "list", "--user", grace],
        &["key", "remove", grace, "openai", "--yes"],
        &["export", "--user", grace],
    ];
    std::thread::scope(|scope| {
        for arguments in commands {
            let (world, path) = (&world, &path);
            scope.spawn(move || is_called_empty(&world.ended(arguments), path));
        }
    });
    // Others are none the worse for it.
    world.run(&["chat", "--user", ADA, "-m", "echo", "hello"]);
    world.run(&["user", "list"]);
}

#[test]
fn what_the_app_is_about_to_write_is_waited_for_and_added_to() {
    let world = World::new();
    let path = world.user_file(ADA_ID);
    let conversation = "0c7a2b1e-7d0e-4b59-b1f4-52a8b8b7f1d3";
    let mut app = Obedient::start(&world);
    app.does(&json!(["load", path]));
    app.does(&json!(["add message", path, conversation, "by the app"]));
    app.does(&json!(["open to save", path]));
    // The file is empty now. Whoever comes sees that, and has to wait until the app has written.
    let arguments = [
        "chat", "--user", ADA, "-m", "echo", "--title", "ours", "hello",
    ];
    let writer = world.chatkeep(&arguments).spawn().expect("it is there");
    let reader = world.chatkeep(&["chat", "list", "--user", ADA]).spawn();
    let reader = reader.expect("it is there");
    app.is_told(&json!(["wait and save", path]));
    app.answers("waiting");
    app.answers("done");
    for child in [writer, reader] {
        let output = child.wait_with_output().expect("it is ours");
        assert!(output.status.success(), "{output:?}");
    }
    let file = stored::user_file(&world, ADA_ID);
    assert_eq!(file.questions(conversation), ["by the app"]);
    assert_eq!(file.conversations.len(), 4 + 2);
}
