//! Keys that cannot be opened: everything else is done, and what is left is gone on with.

use std::fs;

use serde_json::{Value, json};
use snapbox::str;

use super::{
    ADA, BOB, KEY_OF_ADA, KEY_OF_BOB, file_of, made_by_the_tool, notes_are_there, old_identity,
    opened_by_the_tool, recipients, sealed_keys, set, store_with_keys,
};
use crate::backend::Backend;
use crate::sandbox::Sandbox;

/// Puts a key into a user's file that nobody's identity opens.
fn put_in(sandbox: &Sandbox, user: &str, provider: &str, sealed: &str) {
    let path = file_of(sandbox, user);
    let text = fs::read_to_string(&path).expect("it is there");
    let mut file: Value = serde_json::from_str(&text).expect("JSON");
    file["api_keys"][provider] = json!(sealed);
    fs::write(path, file.to_string()).expect("it is ours");
}

/// Encrypts a text with the standard tool, to an identity that is thrown away.
fn strangers_key(sandbox: &Sandbox) -> String {
    let recipient = made_by_the_tool(sandbox, "stranger.txt");
    fs::remove_file(sandbox.work().join("stranger.txt")).expect("it was made");
    let arguments = ["-a", "-r", &recipient];
    let sealed = sandbox.program("age", &arguments).with_stdin("sk-lost");
    sealed.run().succeeds().stdout_text().to_owned()
}

#[test]
fn what_cannot_be_opened_keeps_the_old_recipients_until_it_is_gone() {
    let sandbox = store_with_keys();
    let lost = strangers_key(&sandbox);
    put_in(&sandbox, BOB, "google", &lost);
    put_in(&sandbox, BOB, "anthropic", "gAAAAABpiXFn-not-ours");
    let old = recipients(&sandbox).remove(0);
    sandbox
        .chatkeep(&["key", "rekey", "--new-identity", "new.txt", "--yes"])
        .run()
        .fails_with(7)
        .stdout_is(str![[r#"
user             keys
ada@example.org     1
bob@example.org     1
left google of bob@example.org as it is: the identity does not open this API key
left anthropic of bob@example.org as it is: the web app's (fernet)
encrypted 2 keys anew
added            [..]
not yet removed  [..]

"#]])
        .stderr_is(str![[r#"
made the identity new.txt; keep a copy of it in a safe place: without it, no stored API key can be read
from now on use new.txt: with --identity, as `identity` in the configuration, or moved to where the old one is
keep [CONFIG]/chatkeep/identity.txt as well: backups made until now need it
error: 1 key could not be opened and stayed as before; so the recipients to be removed stay, too
 hint: give an identity that opens them with --identity, or set or remove them with `chatkeep key`; then `chatkeep key rekey` goes on

"#]]);
    assert_eq!(recipients(&sandbox).len(), 2);
    assert_eq!(recipients(&sandbox)[0], old);
    // Set meanwhile, a key is for both.
    set(&sandbox, ADA, "google", "sk-between-0123456789");
    let done = sealed_keys(&sandbox);
    sandbox
        .chatkeep(&["key", "remove", BOB, "google", "--yes"])
        .run()
        .succeeds();
    let rest = sandbox
        .chatkeep(&["key", "rekey", "--yes", "--format", "json"])
        .run()
        .succeeds();
    let rest = rest.stdout_json();
    assert_eq!(
        (&rest["rekeyed"], &rest["done_before"], &rest["complete"]),
        (&json!(1), &json!(2), &json!(true))
    );
    assert_eq!(rest["removed"], json!([old]));
    assert!(!notes_are_there(&sandbox));
    let now = sealed_keys(&sandbox);
    let kept = now.iter().filter(|key| done.contains(key)).count();
    assert_eq!(kept, 3, "two were done already, and one is not age");
    put_in(&sandbox, BOB, "anthropic", "");
    let opened = opened_by_the_tool(&sandbox, "new.txt");
    assert_eq!(opened, ["sk-between-0123456789", KEY_OF_ADA, KEY_OF_BOB]);
}

#[test]
fn doctor_names_an_unfinished_one() {
    let sandbox = store_with_keys();
    let lost = strangers_key(&sandbox);
    put_in(&sandbox, BOB, "google", &lost);
    sandbox
        .chatkeep(&["key", "rekey", "--new-identity", "new.txt", "--yes"])
        .run()
        .fails_with(7);
    let doctor = sandbox
        .chatkeep(&["doctor"])
        .run_changing_nothing()
        .succeeds();
    let found = doctor.stdout_text();
    let place = match Backend::tested().is_json() {
        true => ".chatkeep/rekey.jsonl".to_owned(),
        false => sandbox.shown_location(),
    };
    assert!(found.contains(&place), "{found}");
    assert!(
        found.contains("`chatkeep key rekey` goes on with it"),
        "{found}"
    );
}

#[test]
fn one_users_damaged_file_keeps_the_old_recipients_and_nothing_else() {
    json_files_only!("it damages files");
    let sandbox = store_with_keys();
    let file = file_of(&sandbox, BOB);
    let sound = fs::read(&file).expect("it is there");
    fs::write(&file, "{\"api_keys\": ").expect("it is ours");
    let done = sandbox
        .chatkeep(&["key", "rekey", "--new-identity", "new.txt", "--yes"])
        .run()
        .fails_with(7);
    assert!(
        done.stdout_text().contains("encrypted 1 key anew"),
        "{done}"
    );
    assert!(done.stdout_text().contains("is damaged"), "{done}");
    assert_eq!(recipients(&sandbox).len(), 2);
    fs::write(&file, sound).expect("it is ours");
    sandbox
        .chatkeep(&["key", "rekey", "--yes"])
        .run()
        .succeeds();
    assert!(opened_by_the_tool(&sandbox, &old_identity(&sandbox)).is_empty());
    assert_eq!(opened_by_the_tool(&sandbox, "new.txt").len(), 2);
}

#[test]
fn another_change_takes_the_place_of_an_unfinished_one() {
    let sandbox = store_with_keys();
    let admin = made_by_the_tool(&sandbox, "admin.txt");
    let lost = strangers_key(&sandbox);
    put_in(&sandbox, BOB, "google", &lost);
    sandbox
        .chatkeep(&["key", "rekey", "--new-identity", "new.txt", "--yes"])
        .run()
        .fails_with(7);
    let remove = ["key", "remove", BOB, "google", "--yes"];
    sandbox.chatkeep(&remove).run().succeeds();
    // Some keys are for the new identity already, so that it takes both to open all.
    sandbox
        .chatkeep(&[
            "key",
            "rekey",
            "--new-identity",
            "new.txt",
            "--add",
            &admin,
            "--yes",
        ])
        .run()
        .succeeds();
    assert_eq!(recipients(&sandbox).len(), 2);
    for identity in ["new.txt", "admin.txt"] {
        assert_eq!(opened_by_the_tool(&sandbox, identity).len(), 2);
    }
    assert!(opened_by_the_tool(&sandbox, &old_identity(&sandbox)).is_empty());
}

#[test]
fn notes_are_in_no_backup_and_a_restore_in_between_does_no_harm() {
    let sandbox = store_with_keys();
    sandbox
        .chatkeep(&["backup", "-o", "before.tar.gz"])
        .run()
        .succeeds();
    let lost = strangers_key(&sandbox);
    put_in(&sandbox, BOB, "google", &lost);
    sandbox
        .chatkeep(&["key", "rekey", "--new-identity", "new.txt", "--yes"])
        .run()
        .fails_with(7);
    sandbox
        .chatkeep(&["backup", "-o", "between.tar.gz"])
        .run()
        .succeeds();
    let listed = sandbox
        .program("tar", &["-tzf", "between.tar.gz"])
        .run()
        .succeeds();
    assert!(listed.stdout_text().contains("recipients.txt"), "{listed}");
    assert!(!listed.stdout_text().contains("rekey"), "{listed}");
    // The keys that were done are as before again; the notes do not take them for done.
    sandbox
        .chatkeep(&["restore", "--yes", "before.tar.gz"])
        .run()
        .succeeds();
    assert_eq!(
        opened_by_the_tool(&sandbox, &old_identity(&sandbox)).len(),
        2
    );
    assert_eq!(recipients(&sandbox).len(), 2);
    sandbox
        .chatkeep(&["key", "rekey", "--yes", "--give-up-access"])
        .run()
        .succeeds();
    assert!(opened_by_the_tool(&sandbox, &old_identity(&sandbox)).is_empty());
    assert_eq!(opened_by_the_tool(&sandbox, "new.txt").len(), 2);
    // A restore afterwards brings old keys back, and leaves the recipients.
    sandbox
        .chatkeep(&["restore", "--yes", "before.tar.gz"])
        .run()
        .succeeds();
    assert_eq!(recipients(&sandbox).len(), 1);
    let old = old_identity(&sandbox);
    assert_eq!(opened_by_the_tool(&sandbox, &old).len(), 2);
    sandbox
        .chatkeep(&["key", "rekey", "--new-identity", "new.txt", "--yes"])
        .run()
        .succeeds();
    assert!(opened_by_the_tool(&sandbox, &old).is_empty());
    assert_eq!(opened_by_the_tool(&sandbox, "new.txt").len(), 2);
}

#[test]
fn a_failure_on_the_way_says_that_it_goes_on_from_there() {
    let sandbox = store_with_keys();
    let rekey = || {
        let rekey = ["key", "rekey", "--new-identity", "new.txt", "--yes"];
        sandbox.chatkeep(&rekey).unprivileged()
    };
    sandbox.take_user_data(false);
    let failed = rekey().run().fails_with(1);
    let said = failed.stderr_text();
    assert!(said.contains("run it again, and it goes on"), "{said}");
    assert!(!said.contains("nothing was changed"), "{said}");
    assert_eq!(recipients(&sandbox).len(), 2);
    let old = old_identity(&sandbox);
    assert_eq!(opened_by_the_tool(&sandbox, &old).len(), 2);
    sandbox.take_user_data(true);
    rekey().run().succeeds();
    assert!(opened_by_the_tool(&sandbox, &old).is_empty());
    assert_eq!(opened_by_the_tool(&sandbox, "new.txt").len(), 2);
}
