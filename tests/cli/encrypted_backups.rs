//! Backups that are encrypted: made without a key to them, opened by who has it, and by the standard tools.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use snapbox::str;

use crate::backup_files::{ADA, assert_same_documents, backups_in, text};
use crate::outcome::Outcome;
use crate::sandbox::Sandbox;

/// Makes an identity of age's own. Returns its file and its recipient.
fn identity(sandbox: &Sandbox, name: &str) -> (PathBuf, String) {
    let path = sandbox.work().join(name);
    sandbox
        .program("age-keygen", &["-o", text(&path)])
        .run()
        .succeeds();
    let recipient = sandbox.program("age-keygen", &["-y", text(&path)]).run();
    (path, recipient.succeeds().stdout_text().trim().to_owned())
}

/// Makes an SSH key. Returns its file, and the public half as text.
fn ssh_key(sandbox: &Sandbox, kind: &str, passphrase: &str) -> (PathBuf, String) {
    let path = sandbox.work().join(kind);
    let arguments = ["-q", "-t", kind, "-N", passphrase, "-f", text(&path)];
    sandbox.program("ssh-keygen", &arguments).run().succeeds();
    let public = fs::read_to_string(path.with_extension("pub")).expect("made");
    (path, public.trim().to_owned())
}

/// Makes a backup with these options, which is encrypted.
fn back_up(sandbox: &Sandbox, options: &[&str]) -> PathBuf {
    let arguments = [&["backup", "--format", "json"], options].concat();
    let made = sandbox.chatkeep(&arguments).run().succeeds().stdout_json();
    assert_eq!(made["encrypted"], json!(true));
    let path = PathBuf::from(made["path"].as_str().expect("a path"));
    let content = fs::read(&path).expect("there");
    assert!(content.starts_with(b"age-encryption.org/v1\n"));
    path
}

fn verify<'s>(sandbox: &'s Sandbox, backup: &Path, options: &[&str]) -> Outcome<'s> {
    let arguments = [&["backup", "verify", text(backup)], options].concat();
    sandbox.chatkeep(&arguments).run()
}

#[test]
fn the_standard_tools_open_it_into_a_store() {
    json_files_only!("the store's files are compared");
    let sandbox = Sandbox::flask_store();
    let (key, recipient) = identity(&sandbox, "key.txt");
    let backup = back_up(&sandbox, &["-r", &recipient]);
    let name = backup.to_string_lossy().into_owned();
    assert!(name.ends_with(".tar.gz.age"), "{name}");
    let unpack = format!(
        "set -e; mkdir out; age -d -i {} {} | tar xzf - -C out",
        text(&key),
        text(&backup)
    );
    sandbox.program("bash", &["-c", &unpack]).run().succeeds();
    let unpacked = sandbox.work().join("out");
    assert_same_documents(&sandbox, &sandbox.store(), &unpacked);
}

#[test]
fn a_backup_that_the_standard_tool_encrypted_is_read() {
    let sandbox = Sandbox::flask_store();
    let (key, recipient) = identity(&sandbox, "key.txt");
    sandbox
        .chatkeep(&["backup", "-o", "plain.tar.gz"])
        .run()
        .succeeds();
    let arguments = ["-r", &recipient, "-o", "away.age", "plain.tar.gz"];
    sandbox.program("age", &arguments).run().succeeds();
    let verified = verify(
        &sandbox,
        Path::new("away.age"),
        &["--backup-identity", text(&key)],
    );
    verified.succeeds().stdout_is(str![[r#"
ok      away.age: 4 users, 4 conversations

"#]]);
}

#[test]
fn each_recipient_opens_it_ssh_keys_among_them() {
    let sandbox = Sandbox::flask_store();
    let (native, recipient) = identity(&sandbox, "key.txt");
    let (ed25519, ed25519_public) = ssh_key(&sandbox, "ed25519", "");
    let (rsa, rsa_public) = ssh_key(&sandbox, "rsa", "of the key");
    let listed = format!("# the office\n{recipient}\n\n{rsa_public}\n");
    fs::write(sandbox.work().join("recipients"), listed).expect("ours");
    let backup = back_up(&sandbox, &["-r", &ed25519_public, "-R", "recipients"]);
    for key in [&native, &ed25519] {
        verify(&sandbox, &backup, &["--backup-identity", text(key)]).succeeds();
    }
    let with_rsa = ["--backup-identity", text(&rsa)];
    let locked = verify(&sandbox, &backup, &with_rsa).fails_with(7);
    locked.stdout_is(str![[r#"
locked  cannot decrypt [STORE]/backups/chatkeep-[NOW].tar.gz.age: the identity [WORK]/rsa wants a passphrase, and none was given

"#]]);
    fs::write(sandbox.work().join("of-rsa"), "of the key\n").expect("ours");
    let opened = [&with_rsa[..], &["--passphrase-file", "of-rsa"]].concat();
    verify(&sandbox, &backup, &opened).succeeds();
    let (_, stranger) = identity(&sandbox, "stranger.txt");
    assert_ne!(stranger, recipient);
    let locked = verify(&sandbox, &backup, &["--backup-identity", "stranger.txt"]);
    locked.fails_with(7).stderr_is(str![[r#"
error: 1 of 1 backup could not be decrypted
 hint: give what opens it with --backup-identity or --backup-passphrase-file

"#]]);
}

#[test]
fn a_passphrase_in_a_file_encrypts_and_opens_it() {
    let sandbox = Sandbox::flask_store();
    fs::write(sandbox.work().join("passphrase"), "open sesame\n").expect("ours");
    fs::write(sandbox.work().join("wrong"), "open barley\n").expect("ours");
    let backup = back_up(&sandbox, &["--backup-passphrase-file", "passphrase"]);
    verify(
        &sandbox,
        &backup,
        &["--backup-passphrase-file", "passphrase"],
    )
    .succeeds();
    let wrong = verify(&sandbox, &backup, &["--backup-passphrase-file", "wrong"]).fails_with(7);
    assert!(
        wrong.stdout_text().contains("passphrase does not open"),
        "{wrong}"
    );
    let without = verify(&sandbox, &backup, &[]).fails_with(7);
    assert!(
        without.stdout_text().contains("none was given"),
        "{without}"
    );
}

#[test]
fn without_a_key_it_is_made_listed_and_proved_to_be_as_it_was_written() {
    let sandbox = Sandbox::flask_store();
    let (_, recipient) = identity(&sandbox, "key.txt");
    fs::remove_file(sandbox.work().join("key.txt")).expect("it is elsewhere");
    let made = sandbox
        .chatkeep(&["backup", "-r", &recipient, "--verify"])
        .run()
        .succeeds();
    made.stdout_is(str![[r#"
[STORE]/backups/chatkeep-[NOW].tar.gz.age: [..] kB encrypted, 4 users, 4 conversations, in [..] s
verified: every byte is as it was written

"#]]);
    let listed = sandbox.chatkeep(&["backup", "list", "--format", "json"]);
    let listed = listed.run().succeeds().stdout_json();
    assert_eq!(listed[0]["state"], "encrypted");
    sandbox.chatkeep(&["backup", "check"]).run().succeeds();
    let backup = backups_in(&sandbox.backups()).remove(0);
    let restore = ["restore", text(&backup), "--yes"];
    let refused = sandbox.chatkeep(&restore).run_changing_nothing();
    let refused = refused.fails_with(7);
    assert!(
        refused.stderr_text().contains("--backup-identity"),
        "{refused}"
    );
}

#[test]
fn one_user_and_everything_come_back_from_it() {
    let sandbox = Sandbox::flask_store();
    let (key, recipient) = identity(&sandbox, "key.txt");
    let backup = back_up(&sandbox, &["--recipient", &recipient]);
    let remove = ["user", "remove", "ada@example.org", "--yes"];
    sandbox.chatkeep(&remove).run().succeeds();
    let restore = |options: &[&str]| {
        let arguments = ["restore", text(&backup), "--backup-identity", text(&key)];
        let arguments = [&arguments[..], options].concat();
        sandbox.chatkeep(&arguments).run().succeeds();
    };
    restore(&["--user", "ada@example.org"]);
    let show = ["user", "show", "ada@example.org"];
    sandbox.chatkeep(&show).run().succeeds();
    restore(&["--into", "other", "--yes"]);
    assert!(sandbox.work().join("other").join(ADA).exists());
}

#[test]
fn the_recipients_of_the_store_are_the_usual_ones() {
    let sandbox = Sandbox::flask_store();
    let refused = sandbox.chatkeep(&["backup", "--encrypt"]).run();
    refused.fails_with(7).stderr_is(str![[r#"
error: there is no recipient to encrypt to
 hint: name one with --recipient; `chatkeep key identity` makes an identity and enters its recipient into the store

"#]]);
    sandbox.chatkeep(&["key", "identity"]).run().succeeds();
    let backup = back_up(&sandbox, &["--encrypt"]);
    verify(&sandbox, &backup, &[]).succeeds();
    let drill = sandbox.chatkeep(&["backup", "drill"]);
    let drill = drill.with_env("FLASK_SECRET_KEY", "fixture-secret");
    drill.run().succeeds();
    let listed = sandbox.chatkeep(&["backup", "list"]).run().succeeds();
    let line = listed.stdout_text().lines().nth(1).expect("a backup");
    assert!(
        line.ends_with("encrypted") && line.contains("  4  "),
        "{line}"
    );
}

#[test]
fn the_configuration_can_have_every_backup_encrypted() {
    let sandbox = Sandbox::flask_store();
    let (key, recipient) = identity(&sandbox, "key.txt");
    let folder = sandbox.config().join("chatkeep");
    fs::create_dir(&folder).expect("made");
    let config = format!(
        "[backup]\nrecipients = [\"{recipient}\"]\nidentity = \"{}\"\n",
        text(&key)
    );
    fs::write(folder.join("config.toml"), config).expect("written");
    let backup = back_up(&sandbox, &[]);
    verify(&sandbox, &backup, &[]).succeeds();
    let plain = ["backup", "--no-encrypt", "--format", "json"];
    let plain = sandbox.chatkeep(&plain).run().succeeds().stdout_json();
    assert_eq!(plain["encrypted"], json!(false));
}

#[test]
fn a_damaged_one_is_told_from_one_that_is_locked() {
    let sandbox = Sandbox::flask_store();
    let (key, recipient) = identity(&sandbox, "key.txt");
    let backup = back_up(&sandbox, &["-r", &recipient]);
    let whole = fs::read(&backup).expect("there");
    fs::write(&backup, &whole[..whole.len() - 100]).expect("ours");
    let failed = verify(&sandbox, &backup, &["--backup-identity", text(&key)]).fails_with(6);
    let told = failed.stdout_text();
    assert!(told.contains("changed or cut off"), "{failed}");
    assert_eq!(told.matches("truncated").count(), 1, "{failed}");
    fs::write(&backup, b"").expect("ours");
    verify(&sandbox, &backup, &[]).fails_with(6);
}

#[test]
fn what_is_no_recipient_is_refused_and_not_repeated() {
    let sandbox = Sandbox::flask_store();
    let secret = "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQ";
    let refused = sandbox
        .chatkeep(&["backup", "-r", secret])
        .run_changing_nothing()
        .fails_with(2);
    assert!(refused.stderr_text().contains("is a secret"), "{refused}");
    assert!(!refused.stderr_text().contains(secret), "{refused}");
    fs::write(sandbox.work().join("empty"), "# nobody\n").expect("ours");
    let refused = sandbox.chatkeep(&["backup", "-R", "empty"]);
    let refused = refused.run_changing_nothing().fails_with(2);
    assert!(
        refused.stderr_text().contains("lists no recipient"),
        "{refused}"
    );
}

#[test]
fn a_schedule_keeps_to_whom_it_is_encrypted_and_asks_nobody() {
    json_files_only!("a server's password would have to be in a file");
    let sandbox = Sandbox::flask_store();
    let (_, recipient) = identity(&sandbox, "key.txt");
    let schedule = ["backup", "schedule", "--cron", "--", "-r", &recipient];
    let printed = sandbox.chatkeep(&schedule).run().succeeds();
    let wanted = format!("--recipient={recipient}");
    assert!(printed.stdout_text().contains(&wanted), "{printed}");
    let schedule = ["backup", "schedule", "--cron", "--", "--encrypt-passphrase"];
    let refused = sandbox.chatkeep(&schedule).run().fails_with(2);
    assert!(refused.stderr_text().contains("passphrase"), "{refused}");
}
