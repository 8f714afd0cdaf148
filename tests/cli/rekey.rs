//! Keys encrypted anew: for a new identity, and for admins who come and go.

mod meanwhile;
mod unfinished;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use snapbox::str;

use crate::sandbox::Sandbox;

const ADA: &str = "ada@example.org";
const BOB: &str = "bob@example.org";
const KEY_OF_ADA: &str = "sk-of-ada-0123456789";
const KEY_OF_BOB: &str = "sk-of-bob-0123456789";

/// Returns a store that we made, with a key each of two users.
fn store_with_keys() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.chatkeep(&["init"]).run().succeeds();
    for (user, key) in [(ADA, KEY_OF_ADA), (BOB, KEY_OF_BOB)] {
        let add = ["user", "add", user, "--no-password"];
        sandbox.chatkeep(&add).run().succeeds();
        set(&sandbox, user, "openai", key);
    }
    sandbox
}

fn set(sandbox: &Sandbox, user: &str, provider: &str, key: &str) {
    sandbox
        .chatkeep(&["key", "set", user, provider, "--key-stdin"])
        .with_stdin(key)
        .run()
        .succeeds();
}

/// Returns where the identity is that `init` made.
fn old_identity(sandbox: &Sandbox) -> String {
    let path = sandbox.config().join("chatkeep/identity.txt");
    path.to_str().expect("text").to_owned()
}

/// Has the standard tool make an identity in the working folder, and returns its recipient.
fn made_by_the_tool(sandbox: &Sandbox, name: &str) -> String {
    sandbox
        .program("age-keygen", &["-o", name])
        .run()
        .succeeds();
    let shown = sandbox
        .program("age-keygen", &["-y", name])
        .run()
        .succeeds();
    shown.stdout_text().trim().to_owned()
}

/// Returns the path of a user's file.
fn file_of(sandbox: &Sandbox, email: &str) -> PathBuf {
    let users = fs::read(sandbox.store().join("users.json")).expect("it is there");
    let users: Value = serde_json::from_slice(&users).expect("JSON");
    let users = users.as_object().expect("an object");
    let (id, _) = users
        .iter()
        .find(|(_, user)| user["email"] == email)
        .expect("there is such a user");
    sandbox.store().join(format!("user_data/{id}.json"))
}

/// Returns the text of each key that is set.
fn sealed_keys(sandbox: &Sandbox) -> Vec<String> {
    let folder = fs::read_dir(sandbox.store().join("user_data")).expect("it is there");
    let mut sealed = Vec::new();
    for entry in folder {
        let file = fs::read(entry.expect("readable").path()).expect("readable");
        let file: Value = serde_json::from_slice(&file).expect("JSON");
        let keys = file["api_keys"].as_object().expect("it has them").values();
        let keys = keys.map(|key| key.as_str().expect("text").to_owned());
        sealed.extend(keys.filter(|key| !key.is_empty()));
    }
    sealed
}

/// Returns what the standard tool opens of the stored keys with an identity, sorted.
fn opened_by_the_tool(sandbox: &Sandbox, identity: &str) -> Vec<String> {
    let mut opened = Vec::new();
    for key in sealed_keys(sandbox) {
        let arguments = ["-d", "-i", identity];
        let run = sandbox.program("age", &arguments).with_stdin(key).run();
        if run.code() == 0 {
            opened.push(run.stdout_text().to_owned());
        } else {
            let refusal = "no identity matched any of the recipients";
            assert!(run.stderr_text().contains(refusal), "{run}");
        }
    }
    opened.sort();
    opened
}

fn recipients(sandbox: &Sandbox) -> Vec<String> {
    let path = sandbox.store().join(".chatkeep/recipients.txt");
    let text = fs::read_to_string(path).expect("it is there");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

fn notes_are_there(sandbox: &Sandbox) -> bool {
    sandbox.store().join(".chatkeep/rekey.jsonl").exists()
}

#[test]
fn a_new_identity_opens_every_key_and_the_old_one_none() {
    let sandbox = store_with_keys();
    let rekey = ["key", "rekey", "--new-identity", "new.txt"];
    sandbox
        .chatkeep(&[&rekey[..], &["--dry-run"]].concat())
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
user             keys
ada@example.org     1
bob@example.org     1
would encrypt 2 keys anew
to be made     new.txt
to be removed  [..]

"#]]);
    sandbox
        .chatkeep(&rekey)
        .run_changing_nothing()
        .fails_with(2);
    let done = sandbox
        .chatkeep(&[&rekey[..], &["--yes"]].concat())
        .run()
        .succeeds()
        .stdout_is(str![[r#"
user             keys
ada@example.org     1
bob@example.org     1
encrypted 2 keys anew
added    [..]
removed  [..]

"#]])
        .stderr_is(str![[r#"
made the identity new.txt; keep a copy of it in a safe place: without it, no stored API key can be read
from now on use new.txt: with --identity, as `identity` in the configuration, or moved to where the old one is
keep [CONFIG]/chatkeep/identity.txt as well: backups made until now need it
backups made until now, and what restores kept, still hold the keys for those who were removed: if an identity was leaked, have the providers issue new API keys

"#]]);
    assert!(!done.stdout_text().contains("AGE-SECRET-KEY"));
    let old = old_identity(&sandbox);
    assert!(opened_by_the_tool(&sandbox, &old).is_empty());
    let new = opened_by_the_tool(&sandbox, "new.txt");
    assert_eq!(new, [KEY_OF_ADA, KEY_OF_BOB]);
    let line = sandbox
        .program("age-keygen", &["-y", "new.txt"])
        .run()
        .succeeds();
    assert_eq!(recipients(&sandbox), [line.stdout_text().trim()]);
    assert!(!notes_are_there(&sandbox));
    let shown = sandbox
        .chatkeep(&["key", "show", ADA, "openai", "--reveal"])
        .with_env("CHATKEEP_IDENTITY", "new.txt")
        .run()
        .succeeds();
    assert_eq!(shown.stdout_text().trim(), KEY_OF_ADA);
}

#[test]
fn an_identity_that_is_there_is_taken_and_never_replaced() {
    let sandbox = store_with_keys();
    made_by_the_tool(&sandbox, "tools.txt");
    let before = fs::read(sandbox.work().join("tools.txt")).expect("it was made");
    let done = sandbox
        .chatkeep(&["key", "rekey", "--new-identity", "tools.txt", "--yes"])
        .run()
        .succeeds();
    assert!(done.stderr_text().contains("was there already"), "{done}");
    let after = fs::read(sandbox.work().join("tools.txt")).expect("it stays");
    assert_eq!(after, before);
    assert_eq!(opened_by_the_tool(&sandbox, "tools.txt").len(), 2);
    // What is no identity is refused, and so is the one in use.
    fs::write(sandbox.work().join("notes.txt"), "not an identity\n").expect("written");
    sandbox
        .chatkeep(&["key", "rekey", "--new-identity", "notes.txt", "--yes"])
        .run_changing_nothing()
        .fails_with(7);
    sandbox
        .chatkeep(&["key", "rekey", "--new-identity", "tools.txt", "--yes"])
        .with_env("CHATKEEP_IDENTITY", "tools.txt")
        .run_changing_nothing()
        .fails_with(4)
        .stderr_is(str![[r#"
error: tools.txt is the identity in use, or has a key of it
 hint: name a file that is not there yet

"#]]);
}

#[test]
fn a_second_admin_comes_and_goes() {
    let sandbox = store_with_keys();
    let admin = made_by_the_tool(&sandbox, "admin.txt");
    let old = old_identity(&sandbox);
    let done = sandbox
        .chatkeep(&["key", "rekey", "--add", &admin, "--yes", "--format", "json"])
        .run()
        .succeeds();
    let done = done.stdout_json();
    let names: Vec<_> = done.as_object().expect("an object").keys().collect();
    assert_eq!(
        names,
        [
            "rekeyed",
            "done_before",
            "complete",
            "dry_run",
            "recipients",
            "added",
            "removed",
            "new_identity",
            "identity_made",
            "users"
        ]
    );
    assert_eq!(
        (&done["rekeyed"], &done["complete"], &done["added"]),
        (&json!(2), &json!(true), &json!([admin]))
    );
    assert_eq!(done["users"][0]["email"], ADA);
    for identity in [&*old, "admin.txt"] {
        let opened = opened_by_the_tool(&sandbox, identity);
        assert_eq!(opened, [KEY_OF_ADA, KEY_OF_BOB], "{identity}");
    }
    sandbox
        .chatkeep(&["key", "rekey", "--remove", &admin, "--yes"])
        .run()
        .succeeds();
    assert!(opened_by_the_tool(&sandbox, "admin.txt").is_empty());
    assert_eq!(opened_by_the_tool(&sandbox, &old).len(), 2);
    let again = sandbox
        .chatkeep(&["key", "rekey", "--remove", &admin, "--yes"])
        .run_changing_nothing()
        .fails_with(3);
    assert!(again.stderr_text().contains(&admin), "{again}");
}

#[test]
fn the_recipients_can_be_given_whole() {
    let sandbox = store_with_keys();
    let (admin, other) = (
        made_by_the_tool(&sandbox, "admin.txt"),
        made_by_the_tool(&sandbox, "other.txt"),
    );
    let file = format!("# ours\n{admin}\n\n{other}\n");
    fs::write(sandbox.work().join("recipients.txt"), file).expect("written");
    let rekey = ["key", "rekey", "--recipients-file", "recipients.txt"];
    sandbox
        .chatkeep(&[&rekey[..], &["--yes"]].concat())
        .run_changing_nothing()
        .fails_with(2)
        .stderr_is(str![[r#"
error: this machine's identity is not for any of the recipients that the store would have
 hint: name the file of one that is with --new-identity, or add --give-up-access if that is meant

"#]]);
    sandbox
        .chatkeep(&[&rekey[..], &["--yes", "--give-up-access"]].concat())
        .run()
        .succeeds();
    assert_eq!(recipients(&sandbox), [admin, other]);
    assert!(opened_by_the_tool(&sandbox, &old_identity(&sandbox)).is_empty());
    for identity in ["admin.txt", "other.txt"] {
        assert_eq!(opened_by_the_tool(&sandbox, identity).len(), 2);
    }
    // Nobody here can do that now.
    sandbox
        .chatkeep(&["key", "rekey", "--yes", "--give-up-access"])
        .run_changing_nothing()
        .fails_with(7);
}

#[test]
fn what_is_no_recipient_is_refused_and_not_repeated() {
    let sandbox = store_with_keys();
    made_by_the_tool(&sandbox, "admin.txt");
    let secret = fs::read_to_string(sandbox.work().join("admin.txt")).expect("it was made");
    let secret = secret.lines().last().expect("its key");
    fs::write(
        sandbox.work().join("bad.txt"),
        format!("# ours\n{secret}\n"),
    )
    .expect("written");
    for (option, value, place) in [
        ("--add", secret, "--add: recipient 1 is an identity"),
        (
            "--remove",
            "age1mistyped",
            "--remove: recipient 1 is mistyped",
        ),
        (
            "--recipient",
            "ssh-ed25519 AAAA",
            "--recipient: recipient 1 is an SSH",
        ),
        (
            "--recipients-file",
            "bad.txt",
            "bad.txt: recipient 2 is an identity",
        ),
    ] {
        let refused = sandbox
            .chatkeep(&["key", "rekey", option, value, "--yes"])
            .run_changing_nothing()
            .fails_with(2);
        assert!(refused.stderr_text().contains(place), "{refused}");
        assert!(!refused.stderr_text().contains(secret), "{refused}");
    }
    let own = recipients(&sandbox).remove(0);
    let nobody = ["key", "rekey", "--remove", &own, "--yes"];
    let refused = sandbox
        .chatkeep(&nobody)
        .run_changing_nothing()
        .fails_with(2);
    assert!(
        refused.stderr_text().contains("no recipients left"),
        "{refused}"
    );
}

#[test]
fn it_asks_on_a_terminal_and_says_what_it_is_about_to_do() {
    let sandbox = store_with_keys();
    let rekey = ["key", "rekey", "--new-identity", "new.txt"];
    let mut terminal = sandbox.at_terminal(&rekey);
    let said = terminal.sees("Encrypt 2 keys anew? [y/N] ");
    assert!(said.contains("to be made: the identity new.txt"), "{said}");
    assert!(said.contains("to be removed: age1"), "{said}");
    terminal.types("n");
    assert_eq!(terminal.ends().0, 1);
    assert!(!sandbox.work().join("new.txt").exists());
    let mut terminal = sandbox.at_terminal(&rekey);
    terminal.sees("Encrypt 2 keys anew? [y/N] ");
    terminal.types("y");
    let (code, shown) = terminal.ends();
    assert_eq!(code, 0, "{shown}");
    assert_eq!(opened_by_the_tool(&sandbox, "new.txt").len(), 2);
}

#[test]
fn a_protected_identity_is_opened_with_its_passphrase() {
    let sandbox = store_with_keys();
    let mut age = sandbox
        .program("age", &["-p", "-o", "protected", &old_identity(&sandbox)])
        .at_terminal();
    for prompt in ["Enter passphrase", "Confirm passphrase"] {
        age.sees(prompt);
        age.types("open sesame");
    }
    assert_eq!(age.ends().0, 0);
    fs::write(sandbox.work().join("pass"), "open sesame\n").expect("written");
    let rekey = ["key", "rekey", "--new-identity", "new.txt", "--yes"];
    let rekey = || {
        sandbox
            .chatkeep(&rekey)
            .with_env("CHATKEEP_IDENTITY", "protected")
    };
    rekey().run_changing_nothing().fails_with(7);
    rekey()
        .with_env("CHATKEEP_PASSPHRASE_FILE", "pass")
        .run()
        .succeeds();
    assert_eq!(opened_by_the_tool(&sandbox, "new.txt").len(), 2);
}

#[test]
fn without_an_identity_that_opens_a_key_nothing_is_begun() {
    let sandbox = store_with_keys();
    let admin = made_by_the_tool(&sandbox, "admin.txt");
    let own = recipients(&sandbox).remove(0);
    for (identity, code) in [
        ("admin.txt", "identity_wrong"),
        ("nowhere.txt", "identity_missing"),
    ] {
        let refused = sandbox
            .chatkeep(&["key", "rekey", "--add", &admin, "--yes", "--format", "json"])
            .with_env("CHATKEEP_IDENTITY", identity)
            .run_changing_nothing()
            .fails_with(7);
        let error = &refused.stderr_json()["error"];
        assert_eq!(error["code"], code);
        let message = error["message"].as_str().expect("text");
        assert!(message.contains(&own), "{message}");
    }
}

#[test]
fn two_hundred_users_are_done_in_one_go() {
    let sandbox = store_with_keys();
    let sealed = sealed_keys(&sandbox).remove(0);
    let users = sandbox.store().join("users.json");
    let mut accounts: Value =
        serde_json::from_slice(&fs::read(&users).expect("it is there")).expect("JSON");
    for number in 0..198 {
        let id = format!("00000000-0000-4000-8000-{number:012}");
        accounts[&id] = json!({"id": id, "email": format!("{number}@example.org"), "name": ""});
        let file = json!({"api_keys": {"openai": sealed}, "conversations": {}});
        let path = sandbox.store().join(format!("user_data/{id}.json"));
        fs::write(path, file.to_string()).expect("it is ours");
    }
    fs::write(users, accounts.to_string()).expect("it is ours");
    let done = sandbox
        .chatkeep(&[
            "key",
            "rekey",
            "--new-identity",
            "new.txt",
            "--yes",
            "--format",
            "json",
        ])
        .run()
        .succeeds();
    assert_eq!(done.stdout_json()["rekeyed"], 200);
    let now = sealed_keys(&sandbox);
    assert!(now.len() == 200 && !now.contains(&sealed));
    assert!(!is_left(&sandbox.store()), "something was left behind");
}

/// Whether there is a hidden file, or one that was being written, among the users' files.
fn is_left(store: &Path) -> bool {
    let entries = fs::read_dir(store.join("user_data")).expect("it is there");
    let mut names = entries.map(|entry| entry.expect("readable").file_name());
    names.any(|name| name.to_string_lossy().starts_with('.'))
}
