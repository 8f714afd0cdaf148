//! Others at work while keys are encrypted anew.

use std::fs;
use std::thread;

use super::{
    ADA, made_by_the_tool, notes_are_there, old_identity, opened_by_the_tool, recipients,
    store_with_keys,
};
use crate::locking::Holder;

#[test]
fn a_second_one_waits_no_longer_than_it_may_and_names_who_is_at_it() {
    json_files_only!("it holds locks of files");
    let sandbox = store_with_keys();
    let notes = sandbox.store().join(".chatkeep/rekey.jsonl");
    fs::write(&notes, "").expect("it is ours");
    let holder = Holder::lock(&notes);
    let rekey = ["key", "rekey", "--yes"];
    let busy = sandbox
        .chatkeep(&[&["--lock-timeout", "50ms"], &rekey[..]].concat())
        .run()
        .fails_with(5);
    assert!(busy.stderr_text().contains("rekey.jsonl"), "{busy}");
    // Others do not wait for it.
    let quick = [
        "--lock-timeout",
        "50ms",
        "user",
        "set",
        ADA,
        "--name",
        "Ada",
    ];
    sandbox.chatkeep(&quick).run().succeeds();
    holder.let_go();
    sandbox.chatkeep(&rekey).run().succeeds();
    assert!(!notes.exists());
}

#[test]
fn of_two_at_once_one_is_first_and_the_other_is_told() {
    let sandbox = store_with_keys();
    let admins = ["one.txt", "two.txt"].map(|name| made_by_the_tool(&sandbox, name));
    let codes = thread::scope(|scope| {
        let runs = admins.each_ref().map(|admin| {
            let sandbox = &sandbox;
            scope.spawn(move || {
                let add = ["key", "rekey", "--add", admin, "--yes"];
                sandbox.chatkeep(&add).run().code()
            })
        });
        runs.map(|run| run.join().expect("no panic"))
    });
    assert!(codes.contains(&0), "{codes:?}");
    assert!(codes.iter().all(|code| [0, 4].contains(code)), "{codes:?}");
    let present = recipients(&sandbox);
    for (index, code) in codes.into_iter().enumerate() {
        let is_in = present.contains(&admins[index]);
        assert_eq!(is_in, code == 0, "{present:?}");
        let opened = opened_by_the_tool(&sandbox, ["one.txt", "two.txt"][index]);
        assert_eq!(opened.len(), if is_in { 2 } else { 0 });
    }
    assert!(!notes_are_there(&sandbox));
}

#[test]
fn keys_and_users_that_come_meanwhile_are_for_the_new_recipients_too() {
    const SETTERS: usize = 3;
    const ROUNDS: usize = 6;
    let sandbox = store_with_keys();
    let run = |arguments: &[&str], stdin: &str| {
        sandbox
            .chatkeep(arguments)
            .with_stdin(stdin)
            .run()
            .succeeds();
    };
    thread::scope(|scope| {
        for setter in 0..SETTERS {
            let run = &run;
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    let (user, key) = (
                        format!("user-{setter}-{round}@example.org"),
                        format!("sk-{setter}-{round}-0123456789"),
                    );
                    run(&["user", "add", &user, "--no-password"], "");
                    run(&["key", "set", &user, "openai", "--key-stdin"], &key);
                    run(&["key", "set", ADA, "openai", "--key-stdin"], &key);
                    if round % 2 == 1 {
                        run(&["user", "remove", &user, "--yes"], "");
                    }
                }
            });
        }
        run(&["key", "rekey", "--new-identity", "new.txt", "--yes"], "");
    });
    assert!(opened_by_the_tool(&sandbox, &old_identity(&sandbox)).is_empty());
    let opened = opened_by_the_tool(&sandbox, "new.txt");
    assert_eq!(opened.len(), 2 + SETTERS * ROUNDS / 2);
    assert_eq!(recipients(&sandbox).len(), 1);
}
