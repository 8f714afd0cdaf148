//! Bad input: each gets a message that names the file or argument, a hint, its exit code, and leaves every file as it was.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

use crate::outcome::Outcome;
use crate::sandbox::Sandbox;

const ADA: &str = "ada@example.org";
const ADA_FILE: &str = "user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json";

/// Commands that read or change accounts and keys, none of which may get past a damaged `users.json`.
const ON_ACCOUNTS: &[&[&str]] = &[
    &["user", "list"],
    &["user", "show", ADA],
    &["user", "add", "new@example.org", "--generate"],
    &["user", "set", ADA, "--name", "Other"],
    &["user", "set", ADA, "--email", "other@example.org"],
    &["user", "passwd", ADA, "--generate"],
    &["user", "verify", ADA, "--password-stdin"],
    &["user", "disable", ADA],
    &["user", "enable", ADA],
    &["user", "remove", ADA, "--yes"],
    &["key", "list"],
    &["key", "set", ADA, "openai", "--key-stdin"],
    &["key", "show", ADA, "openai"],
    &["key", "remove", ADA, "openai", "--yes"],
    &["key", "adopt", "--yes"],
];

/// Those that look into the user's own file.
const ON_A_USER_FILE: &[&[&str]] = &[
    &["user", "show", ADA],
    &["user", "remove", ADA, "--yes"],
    &["key", "list"],
    &["key", "set", ADA, "openai", "--key-stdin"],
    &["key", "show", ADA, "openai"],
    &["key", "remove", ADA, "openai", "--yes"],
    &["key", "adopt", "--yes"],
];

/// Runs a command on bad input, as an unprivileged user where `is_unprivileged`, and checks what all failures have.
#[track_caller]
fn refused<'s>(
    sandbox: &'s Sandbox,
    command: &[&str],
    is_unprivileged: bool,
    exit: i32,
    code: &str,
    named: &str,
) -> Outcome<'s> {
    let arguments = [command, &["--format", "json"]].concat();
    let mut invocation = sandbox
        .chatkeep(&arguments)
        .with_env("FLASK_SECRET_KEY", "fixture-secret")
        .with_stdin("sk-0123456789");
    if is_unprivileged {
        invocation = invocation.unprivileged();
    }
    let outcome = invocation.run_changing_nothing().fails_with(exit);
    let error = outcome.stderr_json()["error"].clone();
    assert_eq!(error["code"], code, "{outcome}");
    let message = error["message"].as_str().unwrap_or_default();
    assert!(
        message.contains(named),
        "{outcome}\nit does not name {named}"
    );
    assert!(error["hint"].is_string(), "{outcome}\nit has no hint");
    assert_eq!(outcome.stdout_text(), "", "{outcome}");
    outcome
}

#[test]
fn a_missing_store_is_named() {
    let sandbox = Sandbox::new();
    let location = sandbox.shown_location();
    for command in ON_ACCOUNTS {
        refused(&sandbox, command, false, 3, "store_not_found", &location);
    }
    for (location, exit, code, named) in [
        ("mysql://u:secret@h/db", 2, "bad_location", "mysql"),
        (
            "postgres://u:secret@h/db?sslmode=maybe",
            2,
            "bad_location",
            "postgres",
        ),
        // Nothing listens there.
        (
            "postgres://u:secret@127.0.0.1:1/db",
            8,
            "database_unreachable",
            "postgres",
        ),
    ] {
        let command = ["--store", location, "user", "list"];
        refused(&sandbox, &command, false, exit, code, named);
    }
}

#[test]
fn what_may_not_be_read_is_named() {
    json_files_only!("it is about the owners and modes of files");
    for (path, mode) in [
        ("users.json", 0o000),
        ("", 0o000),
        (ADA_FILE, 0o000),
        ("user_data", 0o000),
    ] {
        let sandbox = Sandbox::flask_store();
        let closed = sandbox.store().join(path);
        fs::set_permissions(&closed, Permissions::from_mode(mode)).expect("it is ours");
        let commands = if path.starts_with("user_data") {
            ON_A_USER_FILE
        } else {
            ON_ACCOUNTS
        };
        let named = closed.to_str().expect("text").trim_end_matches('/');
        for command in commands {
            let outcome = refused(&sandbox, command, true, 1, "io", named);
            assert!(
                outcome.stderr_text().contains("run as the user who owns"),
                "{outcome}"
            );
        }
    }
}

#[test]
fn what_may_not_be_written_is_left_alone() {
    json_files_only!("it is about the owners and modes of files");
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&["user", "add", "first@example.org", "--no-password"])
        .run()
        .succeeds();
    // What was replaced is tidied away after two seconds, by whichever command comes then.
    fs::remove_dir_all(sandbox.store().join(".chatkeep/replaced")).expect("it is there");
    for folder in ["", "user_data", ".chatkeep"] {
        let mode = Permissions::from_mode(0o555);
        fs::set_permissions(sandbox.store().join(folder), mode).expect("it is ours");
    }
    for command in [
        &["user", "add", "new@example.org", "--no-password"][..],
        &["user", "set", ADA, "--name", "Other"],
        &["user", "disable", ADA],
        &["user", "remove", ADA, "--yes"],
        &["key", "set", ADA, "openai", "--key-stdin"],
        &["key", "remove", ADA, "openai", "--yes"],
    ] {
        let store = sandbox.store();
        let named = store.to_str().expect("text");
        refused(&sandbox, command, true, 1, "io", named);
    }
    // Reading works where nothing can be written.
    sandbox
        .chatkeep(&["key", "list"])
        .unprivileged()
        .run_changing_nothing()
        .succeeds();
}

#[test]
fn an_empty_file_is_a_damaged_one_and_no_empty_store() {
    json_files_only!("it damages files");
    let sandbox = Sandbox::flask_store();
    fs::write(sandbox.store().join("users.json"), "").expect("it is ours");
    // Each waits for two seconds, since it might be a write of the app's in flight.
    std::thread::scope(|scope| {
        for command in [
            &["user", "list"][..],
            &["user", "add", "new@example.org", "--no-password"],
            &["key", "set", ADA, "openai", "--key-stdin"],
        ] {
            let sandbox = &sandbox;
            scope.spawn(move || refused(sandbox, command, false, 6, "damaged", "users.json"));
        }
    });
    let sandbox = Sandbox::flask_store();
    fs::write(sandbox.store().join(ADA_FILE), "").expect("it is ours");
    refused(&sandbox, &["key", "list"], false, 6, "damaged", ADA_FILE);
}

#[test]
fn damaged_accounts_are_named_with_the_place() {
    json_files_only!("it damages files");
    for (text, place) in [
        ("{\"1\": {\"email\": \"ada@exam", "at byte"),
        ("{", "at byte"),
        ("[]", "expected an object"),
        ("null", "wrong type"),
        ("\"users\"", "wrong type"),
        ("{\"1\": 5}", "wrong type"),
        ("{\"1\": {\"email\": 5}}", "wrong type"),
        ("{\"1\": {\"email\": [\"ada@example.org\"]}}", "wrong type"),
        ("{\"1\": {\"name\": {}}}", "wrong type"),
        ("{\"1\": {\"password_hash\": 12}}", "wrong type"),
        ("{\"1\": {}, \"1\": {}}", "at byte 10"),
        ("{\"1\": {\"x\": NaN}}", "at byte"),
        ("{} {}", "at byte 3"),
        (
            "{\"../../../etc/passwd\": {}}",
            "\"../../../etc/passwd\" cannot be a user id",
        ),
        ("{\"a/b\": {}}", "\"a/b\" cannot be a user id"),
        ("{\"..\": {}}", "\"..\" cannot be a user id"),
        ("{\"\": {}}", "cannot be a user id"),
    ] {
        let sandbox = Sandbox::flask_store();
        fs::write(sandbox.store().join("users.json"), text).expect("it is ours");
        for command in ON_ACCOUNTS {
            let outcome = refused(&sandbox, command, false, 6, "damaged", "users.json");
            assert!(
                outcome.stderr_json()["error"]["message"]
                    .to_string()
                    .replace("\\\"", "\"")
                    .contains(place),
                "{text}: {outcome}"
            );
        }
    }
}

#[test]
fn what_is_no_text_file_is_refused() {
    json_files_only!("it damages files");
    let sandbox = Sandbox::flask_store();
    let users = sandbox.store().join("users.json");
    let original = fs::read(&users).expect("it is there");
    let bytes = [
        &b"{\"1\": {\"name\": \"\xff\"}}"[..],
        &[0xff, 0xfe, b'{', 0],
    ];
    for bytes in bytes {
        fs::write(&users, bytes).expect("it is ours");
        refused(
            &sandbox,
            &["user", "list"],
            false,
            6,
            "damaged",
            "users.json",
        );
    }
    fs::remove_file(&users).expect("it is ours");
    symlink("nowhere", &users).expect("made");
    refused(
        &sandbox,
        &["user", "list"],
        false,
        6,
        "damaged",
        "users.json",
    );
    fs::remove_file(&users).expect("it is ours");
    fs::create_dir(&users).expect("made");
    for command in [&["user", "list"][..], &["user", "disable", ADA]] {
        refused(&sandbox, command, false, 6, "damaged", "users.json");
    }
    fs::remove_dir(&users).expect("it is ours");
    // Nobody writes into this pipe: waiting for it would never end.
    sandbox.program("mkfifo", &[&users]).run().succeeds();
    refused(
        &sandbox,
        &["user", "list"],
        false,
        6,
        "damaged",
        "users.json",
    );
    fs::remove_file(&users).expect("it is ours");
    fs::write(&users, original).expect("written");
    sandbox.chatkeep(&["user", "list"]).run().succeeds();
}

#[test]
fn a_damaged_user_file_is_named_with_the_place() {
    json_files_only!("it damages files");
    for text in [
        "{\"api_keys\": {\"openai\": \"gAA",
        "[]",
        "{\"api_keys\": []}",
        "{\"api_keys\": \"sk-secret-0123456789\"}",
        "{\"api_keys\": {\"openai\": 5}}",
        "{\"api_keys\": {\"openai\": [\"sk-secret-0123456789\"]}}",
        "{\"api_keys\": {\"Open AI\": \"sk-secret-0123456789\"}}",
        "{\"api_keys\": {}, \"api_keys\": {}}",
    ] {
        let sandbox = Sandbox::flask_store();
        fs::write(sandbox.store().join(ADA_FILE), text).expect("it is ours");
        for command in ON_A_USER_FILE {
            let outcome = refused(&sandbox, command, false, 6, "damaged", ADA_FILE);
            assert!(!outcome.stderr_text().contains("sk-secret"), "{outcome}");
        }
        // Who has another file is none the worse.
        sandbox
            .chatkeep(&["key", "list", "müller@example.org"])
            .run_changing_nothing()
            .succeeds();
    }
    let sandbox = Sandbox::flask_store();
    fs::write(sandbox.store().join(ADA_FILE), "{\"conversations\": []}").expect("it is ours");
    for command in [
        &["user", "show", ADA][..],
        &["user", "remove", ADA, "--yes"],
    ] {
        refused(&sandbox, command, false, 6, "damaged", ADA_FILE);
    }
}

#[test]
fn an_address_that_stands_twice_in_the_file_is_ambiguous() {
    json_files_only!("databases take an address once only");
    let sandbox = Sandbox::flask_store();
    let users = sandbox.store().join("users.json");
    let text = fs::read_to_string(&users).expect("it is there");
    fs::write(&users, text.replace("empty@example.org", ADA)).expect("it is ours");
    for command in ON_ACCOUNTS
        .iter()
        .filter(|command| command.get(2) == Some(&ADA))
    {
        let outcome = refused(&sandbox, command, false, 4, "user_ambiguous", ADA);
        for id in ["ef2a47e3-", "8b06fb83-"] {
            assert!(outcome.stderr_text().contains(id), "{outcome}");
        }
    }
    let add = ["user", "add", ADA, "--no-password"];
    refused(&sandbox, &add, false, 4, "email_taken", ADA);
    // By its id each can be put right.
    sandbox
        .chatkeep(&[
            "user",
            "set",
            "8b06fb83-3ecf-4252-94af-6372c860fc70",
            "--email",
            "e@example.org",
        ])
        .run()
        .succeeds();
    sandbox.chatkeep(&["user", "show", ADA]).run().succeeds();
}

#[test]
fn an_unknown_user_is_named() {
    let sandbox = Sandbox::flask_store();
    for command in ON_ACCOUNTS
        .iter()
        .filter(|command| command.get(2) == Some(&ADA))
    {
        let command: Vec<_> = command
            .iter()
            .map(|&word| {
                if word == ADA {
                    "nobody@example.org"
                } else {
                    word
                }
            })
            .collect();
        refused(
            &sandbox,
            &command,
            false,
            3,
            "user_not_found",
            "nobody@example.org",
        );
    }
    let adopt = ["key", "adopt", ADA, "../x", "--yes"];
    refused(&sandbox, &adopt, false, 3, "user_not_found", "../x");
}

#[test]
fn damaged_settings_are_named() {
    json_files_only!("it damages files");
    for (file, text, command, code, named) in [
        (
            "store.toml",
            "retension = 3\n",
            &["key", "adopt", "--yes"][..],
            "damaged",
            "retension",
        ),
        (
            "store.toml",
            "timezone = \"Mars/Base\"\n",
            &["user", "add", "n@example.org", "--no-password"],
            "damaged",
            "store.toml",
        ),
        (
            "store.toml",
            "key_format = \"rot13\"\n",
            &["key", "set", ADA, "openai", "--key-stdin"],
            "damaged",
            "store.toml",
        ),
        (
            "store.toml",
            "shared = ",
            &["key", "show", ADA, "openai"],
            "damaged",
            "store.toml",
        ),
        (
            "recipients.txt",
            "# ours\nage1mistyped\n",
            &["key", "identity"],
            "recipients_damaged",
            "recipient 1",
        ),
        (
            "recipients.txt",
            "AGE-SECRET-KEY-1SECRET\n",
            &["key", "adopt", "--yes"],
            "recipients_damaged",
            "recipient 1",
        ),
    ] {
        let sandbox = Sandbox::flask_store();
        let folder = sandbox.store().join(".chatkeep");
        fs::create_dir(&folder).expect("made");
        fs::write(folder.join(file), text).expect("written");
        let outcome = refused(&sandbox, command, false, 6, code, named);
        assert!(!outcome.stderr_text().contains("1SECRET"), "{outcome}");
    }
}

#[test]
fn bad_files_of_secrets_are_named() {
    let sandbox = Sandbox::flask_store();
    fs::write(sandbox.work().join("empty"), "\n").expect("written");
    fs::write(sandbox.work().join("binary"), [0xff, 0xfe]).expect("written");
    fs::write(sandbox.work().join("large"), vec![b'x'; 1 << 17]).expect("written");
    fs::create_dir(sandbox.work().join("folder")).expect("made");
    sandbox.program("mkfifo", &["pipe"]).run().succeeds();
    for file in ["missing", "empty", "binary", "large", "folder", "pipe"] {
        for command in [
            &["user", "passwd", ADA, "--password-file", file][..],
            &["key", "set", ADA, "openai", "--key-file", file],
            &["key", "show", ADA, "openai", "--fernet-secret-file", file],
        ] {
            refused(&sandbox, command, false, 7, "secret_unreadable", file);
        }
    }
}

#[test]
fn a_replaced_file_keeps_owner_group_and_mode() {
    json_files_only!("it is about the owners and modes of files");
    let is_root = rustix::process::geteuid().is_root();
    let sandbox = Sandbox::flask_store();
    let files = ["users.json", ADA_FILE].map(|file| sandbox.store().join(file));
    for file in &files {
        fs::set_permissions(file, Permissions::from_mode(0o664)).expect("it is ours");
        if is_root {
            // Root's cron in the app's store.
            chown(file, Some(12345), Some(23456)).expect("root may");
        }
    }
    let access = || {
        files.each_ref().map(|file| {
            let facts = fs::metadata(file).expect("it is there");
            (facts.uid(), facts.gid(), facts.mode(), facts.ino())
        })
    };
    let before = access();
    for arguments in [
        ["user", "disable", ADA, "-q"],
        ["key", "remove", ADA, "openai"],
    ] {
        let script = r#"umask 077; program=$0; exec "$program" "$@" "#;
        let program = env!("CARGO_BIN_EXE_chatkeep");
        let confirmed: &[&str] = if arguments[0] == "key" {
            &["--yes"]
        } else {
            &[]
        };
        let all = [&["-c", script, program], &arguments[..], confirmed].concat();
        sandbox.program("sh", &all).run().succeeds();
    }
    for (before, after) in before.iter().zip(access()) {
        assert_ne!(before.3, after.3, "it was not replaced");
        assert_eq!((before.0, before.1, before.2), (after.0, after.1, after.2));
    }
}

#[test]
fn a_replaced_file_keeps_its_mode_for_an_unprivileged_user_too() {
    json_files_only!("it is about the owners and modes of files");
    let sandbox = Sandbox::flask_store();
    let users = sandbox.store().join("users.json");
    fs::set_permissions(&users, Permissions::from_mode(0o640)).expect("it is ours");
    let invocation = sandbox.chatkeep(&["user", "disable", ADA]).unprivileged();
    let before = fs::metadata(&users).expect("it is there");
    invocation.run().succeeds();
    let after = fs::metadata(&users).expect("it is there");
    assert_ne!(before.ino(), after.ino());
    assert_eq!(
        (before.uid(), before.gid(), before.mode()),
        (after.uid(), after.gid(), after.mode())
    );
}

#[test]
fn a_store_of_somebody_else_is_refused_before_anything_is_written() {
    json_files_only!("it is about the owners and modes of files");
    if !rustix::process::geteuid().is_root() {
        // Only root can set up a store that is another's.
        return;
    }
    let sandbox = Sandbox::flask_store();
    for path in ["", "users.json", "user_data", ADA_FILE] {
        let path = sandbox.store().join(path);
        let is_folder = path.is_dir();
        // Open to all: it is the owner, and not the mode, that stops us.
        let mode = if is_folder { 0o777 } else { 0o666 };
        fs::set_permissions(&path, Permissions::from_mode(mode)).expect("root may");
        chown(&path, Some(12345), Some(12345)).expect("root may");
    }
    let store = sandbox.store();
    for command in [
        &["user", "add", "new@example.org", "--no-password"][..],
        &["user", "disable", ADA],
        &["user", "remove", ADA, "--yes"],
        &["key", "set", ADA, "openai", "--key-stdin"],
        &["key", "remove", ADA, "openai", "--yes"],
    ] {
        let named = store.to_str().expect("text");
        refused(&sandbox, command, true, 1, "foreign_owner", named);
    }
    sandbox
        .chatkeep(&["user", "list"])
        .unprivileged()
        .run_changing_nothing()
        .succeeds();
}
