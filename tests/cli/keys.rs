//! API keys: set, listed, shown, removed, adopted from the web app, and the identity that opens them.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use snapbox::str;

use crate::invocation::Invocation;
use crate::sandbox::Sandbox;

const ADA: &str = "ada@example.org";
const FLASK_SECRET: &str = "FLASK_SECRET_KEY";
/// What must never be seen outside of `key show --reveal`.
const NEW_KEY: &str = "sk-new-key-of-ada-0123456789";

/// Returns a store that we made, with one user who has no key.
fn store_of_ours() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.chatkeep(&["init"]).run().succeeds();
    sandbox
        .chatkeep(&["user", "add", ADA, "--no-password"])
        .run()
        .succeeds();
    sandbox
}

/// Returns the app's store after all its keys were adopted.
fn adopted_store() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    with_flask_secret(&sandbox, &["key", "adopt", "--yes"])
        .run()
        .succeeds();
    sandbox
}

fn with_flask_secret<'s>(sandbox: &'s Sandbox, arguments: &[&str]) -> Invocation<'s> {
    sandbox
        .chatkeep(arguments)
        .with_env(FLASK_SECRET, "fixture-secret")
}

fn set<'s>(sandbox: &'s Sandbox, provider: &str, key: &str) -> Invocation<'s> {
    sandbox
        .chatkeep(&["key", "set", ADA, provider, "--key-stdin"])
        .with_stdin(key)
}

/// A user's file, less the conversations, whose lone surrogates no `Value` can hold.
#[derive(serde::Deserialize)]
struct UserFile {
    api_keys: BTreeMap<String, String>,
}

/// Returns the text of a key as it stands in ada's file.
fn stored(sandbox: &Sandbox, provider: &str) -> String {
    let users = fs::read(sandbox.store().join("users.json")).expect("it is there");
    let users: Value = serde_json::from_slice(&users).expect("JSON");
    let users = users.as_object().expect("an object");
    let (id, _) = users
        .iter()
        .find(|(_, user)| user["email"] == ADA)
        .expect("ada is there");
    let file = sandbox.store().join(format!("user_data/{id}.json"));
    let file = fs::read(file).expect("it is there");
    let mut file: UserFile = serde_json::from_slice(&file).expect("JSON");
    file.api_keys.remove(provider).expect("it is set")
}

#[test]
fn a_key_comes_from_standard_input_or_a_file_and_is_given_back_exactly() {
    let sandbox = store_of_ours();
    set(&sandbox, "openai", &format!("{NEW_KEY}\n"))
        .run()
        .succeeds()
        .stdout_is(str![[r#"
set the openai key of ada@example.org (age)

"#]])
        .stderr_is(str![]);
    fs::write(sandbox.work().join("key"), "AIza-other-0123456789\r\n").expect("written");
    sandbox
        .chatkeep(&["key", "set", ADA, "google", "--key-file", "key"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
set the google key of ada@example.org (age)

"#]]);
    let reveal = |provider: &str| {
        let run = sandbox
            .chatkeep(&["key", "show", ADA, provider, "--reveal"])
            .run_changing_nothing();
        String::from_utf8(run.succeeds().stdout).expect("text")
    };
    assert_eq!(reveal("openai"), format!("{NEW_KEY}\n"));
    assert_eq!(reveal("google"), "AIza-other-0123456789\n");
    set(&sandbox, "openai", "sk-another-0123456789")
        .run()
        .succeeds()
        .stdout_is(str![[r#"
replaced the openai key of ada@example.org (age)

"#]]);
    assert_eq!(reveal("openai"), "sk-another-0123456789\n");
}

#[test]
fn setting_a_key_needs_no_identity_and_the_age_tool_opens_it() {
    let sandbox = store_of_ours();
    let identity = sandbox.config().join("chatkeep/identity.txt");
    let away = sandbox.work().join("away.txt");
    fs::rename(&identity, &away).expect("moved");
    set(&sandbox, "openai", NEW_KEY).run().succeeds();
    let sealed = stored(&sandbox, "openai");
    assert!(sealed.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"));
    let opened = sandbox
        .program("age", &["-d", "-i", "away.txt"])
        .with_stdin(sealed)
        .run()
        .succeeds();
    assert_eq!(opened.stdout_text(), NEW_KEY);
}

#[test]
fn a_key_is_asked_for_without_echo() {
    let sandbox = store_of_ours();
    let mut terminal = sandbox.at_terminal(&["key", "set", ADA, "openai"]);
    terminal.sees("The openai key of ada@example.org: ");
    terminal.types(NEW_KEY);
    let (code, shown) = terminal.ends();
    assert_eq!(code, 0, "{shown}");
    assert!(!shown.contains(NEW_KEY), "{shown}");
    assert!(
        shown.ends_with("set the openai key of ada@example.org (age)\n"),
        "{shown}"
    );
    let shown = sandbox
        .chatkeep(&["key", "show", ADA, "openai", "--reveal"])
        .run()
        .succeeds();
    assert_eq!(shown.stdout_text().trim_end(), NEW_KEY);
}

#[test]
fn where_nobody_can_be_asked_the_ways_to_give_a_key_are_named() {
    let sandbox = store_of_ours();
    sandbox
        .chatkeep(&["key", "set", ADA, "openai"])
        .with_stdin(NEW_KEY)
        .run_changing_nothing()
        .fails_with(2)
        .stderr_is(str![[r#"
error: there is no terminal to ask for the key at
 hint: give it with --key-stdin or --key-file

"#]]);
}

#[test]
fn what_cannot_be_a_key_is_refused_with_the_reason_and_not_repeated() {
    let sandbox = store_of_ours();
    for (key, code, reason) in [
        ("sk-new key", 7, "a space"),
        ("sk-new\nkey\n", 7, "more than one line"),
        ("sk-new\u{2013}key", 7, "visible ASCII"),
        ("sk-new\x07key", 7, "visible ASCII"),
        ("", 7, "holds no secret"),
        ("   \n", 7, "it is empty"),
    ] {
        let refused = set(&sandbox, "openai", key)
            .run_changing_nothing()
            .fails_with(code);
        assert!(refused.stderr_text().contains(reason), "{refused}");
        assert!(!refused.stderr_text().contains("sk-new"), "{refused}");
    }
    for provider in ["OpenAI", "open ai", "../x", ""] {
        let refused = set(&sandbox, provider, NEW_KEY)
            .run_changing_nothing()
            .fails_with(2);
        assert!(
            refused
                .stderr_text()
                .contains("cannot be a provider's name"),
            "{refused}"
        );
    }
}

#[test]
fn a_key_is_never_an_argument() {
    let sandbox = store_of_ours();
    sandbox
        .chatkeep(&["key", "set", ADA, "openai", NEW_KEY])
        .run_changing_nothing()
        .fails_with(2);
}

#[test]
fn the_apps_store_gets_keys_that_the_app_can_read() {
    let sandbox = Sandbox::flask_store();
    let arguments = ["key", "set", ADA, "google", "--key-stdin"];
    with_flask_secret(&sandbox, &arguments)
        .with_stdin(NEW_KEY)
        .run()
        .succeeds()
        .stdout_is(str![[r#"
set the google key of ada@example.org (fernet)

"#]])
        .stderr_is(str![]);
    // Fernet as its specification has it, with nothing but Python's own library: the code, then that the time is there.
    let script = "import sys,hmac,hashlib,base64
token=base64.urlsafe_b64decode(sys.stdin.read()); key=hashlib.sha256(b'fixture-secret').digest()
good=hmac.compare_digest(hmac.new(key[:16],token[:-32],'sha256').digest(),token[-32:])
print(good, token[0], int.from_bytes(token[1:9],'big')>1700000000)";
    let read = sandbox
        .program("python3", &["-c", script])
        .with_stdin(stored(&sandbox, "google"))
        .run()
        .succeeds();
    assert_eq!(read.stdout_text(), "True 128 True\n");
    assert!(!sandbox.config().join("chatkeep").exists());
}

#[test]
fn a_wrong_flask_secret_sets_no_key_that_the_app_could_not_read() {
    let sandbox = Sandbox::flask_store();
    set(&sandbox, "openai", NEW_KEY)
        .with_env(FLASK_SECRET, "wrong-secret")
        .run_changing_nothing()
        .fails_with(7)
        .stderr_is(str![[r#"
error: the web app's secret that was given does not open this API key
 hint: FLASK_SECRET_KEY, or the file of --fernet-secret-file, must hold the secret that the web app runs with

"#]]);
    set(&sandbox, "openai", NEW_KEY)
        .run_changing_nothing()
        .fails_with(7)
        .stderr_is(str![[r#"
error: the web app's secret is needed for this API key, and none was given
 hint: set FLASK_SECRET_KEY to the web app's secret, or give a file that holds it with --fernet-secret-file

"#]]);
}

#[test]
fn an_age_key_beside_the_app_comes_with_a_warning() {
    json_files_only!("the web app works on files");
    let sandbox = adopted_store();
    set(&sandbox, "openai", NEW_KEY)
        .run()
        .succeeds()
        .stdout_is(str![[r#"
replaced the openai key of ada@example.org (age)

"#]])
        .stderr_is(str![[r#"
warning: the web app cannot read this key: it is encrypted with age, as this store's settings say

"#]]);
}

#[test]
fn keys_are_listed_and_an_empty_one_is_none() {
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&["key", "list"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
user                provider   format
ada@example.org     openai     fernet
ada@example.org     anthropic  fernet
müller@example.org  google     fernet

"#]]);
    sandbox
        .chatkeep(&["key", "list", "Jörg Müller", "--format", "json"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
[
  {
    "user_id": "09302212-702c-46ec-b601-69456355f61d",
    "email": "müller@example.org",
    "provider": "google",
    "format": "fernet"
  }
]

"#]]);
    sandbox
        .chatkeep(&["key", "list", "--format", "csv"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
"user_id","email","provider","format"
"ef2a47e3-0b1c-45d9-a093-c01e43ddece2","ada@example.org","openai","fernet"
"ef2a47e3-0b1c-45d9-a093-c01e43ddece2","ada@example.org","anthropic","fernet"
"09302212-702c-46ec-b601-69456355f61d","müller@example.org","google","fernet"

"#]]);
    sandbox
        .chatkeep(&["key", "list", "empty@example.org"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
no keys yet

"#]]);
    sandbox
        .chatkeep(&["key", "show", "Jörg Müller", "openai"])
        .run_changing_nothing()
        .fails_with(3)
        .stderr_is(str![[r#"
error: no openai key of 09302212-702c-46ec-b601-69456355f61d
 hint: `chatkeep key list` shows the keys that are set

"#]]);
}

#[test]
fn a_key_is_masked_unless_it_is_to_be_revealed() {
    let sandbox = Sandbox::flask_store();
    let show = |further: &[&str]| {
        let arguments = [&["key", "show", ADA, "openai"], further].concat();
        with_flask_secret(&sandbox, &arguments)
            .run_changing_nothing()
            .succeeds()
    };
    show(&[]).stdout_is(str![[r#"
user      ada@example.org
provider  openai
format    fernet
key       sk-f…0001

"#]]);
    show(&["--format", "json"]).stdout_is(str![[r#"
{
  "user_id": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
  "email": "ada@example.org",
  "provider": "openai",
  "format": "fernet",
  "key": "sk-f…0001",
  "revealed": false
}

"#]]);
    show(&["--reveal", "--format", "json"]).stdout_is(str![[r#"
{
  "user_id": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
  "email": "ada@example.org",
  "provider": "openai",
  "format": "fernet",
  "key": "sk-fixture-ada-0001",
  "revealed": true
}

"#]]);
    assert_eq!(show(&["--reveal"]).stdout, b"sk-fixture-ada-0001\n");
}

#[test]
fn the_flask_secret_can_come_from_a_file() {
    let sandbox = Sandbox::flask_store();
    fs::write(sandbox.work().join("flask"), "fixture-secret\n").expect("written");
    let shown = sandbox
        .chatkeep(&[
            "key",
            "show",
            ADA,
            "anthropic",
            "--reveal",
            "--fernet-secret-file",
            "flask",
        ])
        .run_changing_nothing()
        .succeeds();
    assert_eq!(shown.stdout_text(), "sk-ant-fixture-ada-0002\n");
}

#[test]
fn a_key_is_removed_only_with_consent() {
    let sandbox = Sandbox::flask_store();
    let remove = |further: &[&str]| {
        let arguments = [&["key", "remove", ADA, "openai"], further].concat();
        sandbox.chatkeep(&arguments)
    };
    remove(&["--dry-run"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
would remove the openai key of ada@example.org

"#]]);
    remove(&[])
        .run_changing_nothing()
        .fails_with(2)
        .stderr_is(str![[r#"
error: this needs consent, and there is no terminal to ask at
 hint: add --yes, or see what would happen with --dry-run

"#]]);
    let mut terminal = remove(&[]).at_terminal();
    terminal.sees("Remove the openai key of ada@example.org? [y/N] ");
    terminal.types("");
    let (code, shown) = terminal.ends();
    assert_eq!(code, 1, "{shown}");
    remove(&["--yes", "--format", "json"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
{
  "user_id": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
  "email": "ada@example.org",
  "provider": "openai",
  "dry_run": false
}

"#]]);
    remove(&["--yes"])
        .run_changing_nothing()
        .fails_with(3)
        .stderr_is(str![[r#"
error: no openai key of ef2a47e3-0b1c-45d9-a093-c01e43ddece2
 hint: `chatkeep key list` shows the keys that are set

"#]]);
}

#[test]
fn adopting_gives_every_key_back_and_tells_what_the_app_loses() {
    let sandbox = Sandbox::flask_store();
    with_flask_secret(&sandbox, &["key", "adopt", "--dry-run"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
user                keys
ada@example.org        2
müller@example.org     1
would turn 3 keys into age; new keys would be age, too

"#]])
        .stderr_is(str![[r#"
warning: the web app could no longer read these keys

"#]]);
    with_flask_secret(&sandbox, &["key", "adopt"])
        .run_changing_nothing()
        .fails_with(2);
    let mut terminal = with_flask_secret(&sandbox, &["key", "adopt"]).at_terminal();
    terminal.sees("Turn 3 keys into age? The web app can no longer read what was turned. [y/N] ");
    terminal.types("y");
    let (code, shown) = terminal.ends();
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("keep a copy of it"), "{shown}");
    for (who, provider, key) in [
        (ADA, "openai", "sk-fixture-ada-0001"),
        (ADA, "anthropic", "sk-ant-fixture-ada-0002"),
        ("müller@example.org", "google", "AIza-fixture-0003"),
    ] {
        let shown = sandbox
            .chatkeep(&["key", "show", who, provider, "--reveal"])
            .run_changing_nothing()
            .succeeds();
        assert_eq!(shown.stdout_text(), format!("{key}\n"));
    }
    let list = sandbox.chatkeep(&["key", "list"]).run().succeeds();
    assert!(!list.stdout_text().contains("fernet"), "{list}");
    assert_eq!(list.stdout_text().matches(" age").count(), 3, "{list}");
    // A second time there is nothing to do, and nothing to ask.
    sandbox
        .chatkeep(&["key", "adopt", "--format", "json"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
{
  "adopted": 0,
  "format_changed": false,
  "dry_run": false,
  "users": []
}

"#]]);
}

#[test]
fn adopting_one_users_keys_leaves_the_form_of_new_ones() {
    let sandbox = Sandbox::flask_store();
    let arguments = ["key", "adopt", "Jörg Müller", "müller@example.org", "--yes"];
    with_flask_secret(&sandbox, &[&arguments[..], &["--format", "json"]].concat())
        .run()
        .succeeds()
        .stdout_is(str![[r#"
{
  "adopted": 1,
  "format_changed": false,
  "dry_run": false,
  "users": [
    {
      "user_id": "09302212-702c-46ec-b601-69456355f61d",
      "email": "müller@example.org",
      "adopted": 1,
      "changed_meanwhile": 0,
      "unreadable": []
    }
  ]
}

"#]]);
    with_flask_secret(&sandbox, &["key", "set", ADA, "google", "--key-stdin"])
        .with_stdin(NEW_KEY)
        .run()
        .succeeds();
    assert!(stored(&sandbox, "google").starts_with("gAAAA"));
}

#[test]
fn a_key_that_cannot_be_read_is_left_and_named() {
    let sandbox = Sandbox::flask_store();
    let file = sandbox
        .store()
        .join("user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json");
    let text = fs::read_to_string(&file).expect("it is there");
    let cut = text.replace("302oLpvKDF1I5d91YlY=", "").replace(
        "\"api_keys\": {",
        "\"api_keys\": {\n    \"plain\": \"sk-stored-as-it-is\",",
    );
    assert_ne!(cut, text);
    fs::write(&file, cut).expect("written");
    let adopted = with_flask_secret(&sandbox, &["key", "adopt", "--yes"])
        .run()
        .fails_with(6)
        .stdout_is(str![[r#"
user                keys
ada@example.org        1
müller@example.org     1
left plain of ada@example.org as it is: the stored API key is neither a Fernet token nor an age file
left anthropic of ada@example.org as it is: the stored API key is damaged: it is no whole Fernet token
turned 2 keys into age; new keys are age from now on

"#]]);
    assert!(
        adopted
            .stderr_text()
            .contains("2 keys could not be read and stayed as"),
        "{adopted}"
    );
    let shown = sandbox
        .chatkeep(&["key", "show", ADA, "openai", "--reveal"])
        .run()
        .succeeds();
    assert_eq!(shown.stdout_text(), "sk-fixture-ada-0001\n");
    assert_eq!(stored(&sandbox, "plain"), "sk-stored-as-it-is");
    let unknown = sandbox
        .chatkeep(&["key", "show", ADA, "plain", "--reveal"])
        .run_changing_nothing()
        .fails_with(6);
    assert!(!unknown.stderr_text().contains("sk-stored"), "{unknown}");
}

#[test]
fn adopting_with_a_wrong_flask_secret_changes_nothing() {
    let sandbox = Sandbox::flask_store();
    let adopt = ["key", "adopt", "--yes", "--format", "json"];
    let wrong = sandbox
        .chatkeep(&adopt)
        .with_env(FLASK_SECRET, "wrong-secret")
        .run_changing_nothing()
        .fails_with(7);
    assert_eq!(wrong.stderr_json()["error"]["code"], "flask_secret_wrong");
    let missing = sandbox
        .chatkeep(&adopt)
        .run_changing_nothing()
        .fails_with(7);
    assert_eq!(
        missing.stderr_json()["error"]["code"],
        "flask_secret_missing"
    );
}

#[test]
fn the_identity_is_found_and_exported() {
    let sandbox = store_of_ours();
    let shown = sandbox
        .chatkeep(&["key", "identity", "--format", "json"])
        .run_changing_nothing()
        .succeeds();
    let facts = shown.stdout_json();
    let names: Vec<_> = facts.as_object().expect("an object").keys().collect();
    assert_eq!(
        names,
        [
            "identity",
            "identity_made",
            "recipients",
            "store",
            "store_recipients",
            "recipients_entered",
            "fits_store"
        ]
    );
    assert_eq!(facts["recipients"], facts["store_recipients"]);
    assert_eq!(
        (&facts["fits_store"], &facts["identity_made"]),
        (&json!(true), &json!(false))
    );
    assert!(!shown.stdout_text().contains("AGE-SECRET-KEY"), "{shown}");
    let file = sandbox.config().join("chatkeep/identity.txt");
    let exported = sandbox
        .chatkeep(&["key", "identity", "--export"])
        .run()
        .succeeds();
    assert_eq!(exported.stdout, fs::read(file).expect("it is there"));
    let recipient = sandbox
        .program("age-keygen", &["-y"])
        .with_stdin(exported.stdout)
        .run()
        .succeeds();
    assert_eq!(facts["recipients"], json!([recipient.stdout_text().trim()]));
}

#[test]
fn an_identity_is_made_only_while_the_store_has_no_recipients() {
    let sandbox = Sandbox::flask_store();
    let made = sandbox
        .chatkeep(&["key", "identity", "--format", "json"])
        .run()
        .succeeds();
    let facts = made.stdout_json();
    assert_eq!(
        (&facts["identity_made"], &facts["recipients_entered"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(facts["recipients"], facts["store_recipients"]);
    fs::remove_file(sandbox.config().join("chatkeep/identity.txt")).expect("it is there");
    for arguments in [vec!["key", "identity"], vec!["key", "identity", "--export"]] {
        let missing = sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .fails_with(7);
        let recipient = facts["recipients"][0].as_str().expect("text");
        assert!(missing.stderr_text().contains(recipient), "{missing}");
        assert!(missing.stderr_text().contains("--identity"), "{missing}");
    }
}

#[test]
fn a_wrong_identity_opens_nothing_and_says_which_is_wanted() {
    let sandbox = store_of_ours();
    set(&sandbox, "openai", NEW_KEY).run().succeeds();
    let other = Sandbox::new();
    other.chatkeep(&["init"]).run().succeeds();
    let other = other.config().join("chatkeep/identity.txt");
    let recipients = fs::read_to_string(sandbox.store().join(".chatkeep/recipients.txt"));
    let recipients = recipients.expect("it is there");
    let wanted = recipients.lines().last().expect("it has a line");
    for (path, code) in [
        (other.to_str().expect("text"), "identity_wrong"),
        ("nowhere.txt", "identity_missing"),
    ] {
        let refused = sandbox
            .chatkeep(&["key", "show", ADA, "openai", "--format", "json"])
            .with_env("CHATKEEP_IDENTITY", path)
            .run_changing_nothing()
            .fails_with(7);
        let error = &refused.stderr_json()["error"];
        assert_eq!(error["code"], code);
        let message = error["message"].as_str().expect("text");
        assert!(message.contains(wanted), "{message}");
    }
    let shown = sandbox
        .chatkeep(&[
            "key",
            "identity",
            "--identity",
            other.to_str().expect("text"),
        ])
        .run_changing_nothing()
        .succeeds();
    assert!(
        shown.stderr_text().contains("and not to this identity"),
        "{shown}"
    );
}

#[test]
fn a_protected_identity_wants_its_passphrase() {
    let sandbox = store_of_ours();
    set(&sandbox, "openai", NEW_KEY).run().succeeds();
    let identity = sandbox.config().join("chatkeep/identity.txt");
    // The standard tool takes a passphrase from a terminal only.
    let identity_text = identity.to_str().expect("text");
    let mut age = sandbox
        .program("age", &["-p", "-o", "protected", identity_text])
        .at_terminal();
    age.sees("Enter passphrase");
    age.types("open sesame");
    age.sees("Confirm passphrase");
    age.types("open sesame");
    let (code, shown) = age.ends();
    assert_eq!(code, 0, "{shown}");
    let mode = Permissions::from_mode(0o600);
    fs::set_permissions(sandbox.work().join("protected"), mode).expect("it is ours");
    fs::write(sandbox.work().join("pass"), "open sesame\n").expect("written");
    fs::write(sandbox.work().join("wrong"), "open barley\n").expect("written");
    let show = |further: &[&str]| {
        let show = ["key", "show", ADA, "openai", "--reveal"];
        let arguments = [&show[..], &["--identity", "protected"], further].concat();
        sandbox.chatkeep(&arguments)
    };
    let shown = show(&["--passphrase-file", "pass"]).run().succeeds();
    assert_eq!(shown.stdout_text(), format!("{NEW_KEY}\n"));
    let wrong = show(&["--passphrase-file", "wrong"])
        .run_changing_nothing()
        .fails_with(7);
    assert!(!wrong.stderr_text().contains("barley"), "{wrong}");
    show(&[])
        .run_changing_nothing()
        .fails_with(7)
        .stderr_is(str![[r#"
error: the identity protected wants a passphrase, and none was given
 hint: give a file that holds it with --passphrase-file

"#]]);
    let mut terminal = show(&[]).at_terminal();
    terminal.sees("Passphrase of protected: ");
    terminal.types("open sesame");
    let (code, shown) = terminal.ends();
    assert_eq!(code, 0, "{shown}");
    assert_eq!(shown.trim(), NEW_KEY);
}

#[test]
fn an_identity_that_others_can_read_is_warned_about() {
    let sandbox = store_of_ours();
    set(&sandbox, "openai", NEW_KEY).run().succeeds();
    let identity = sandbox.config().join("chatkeep/identity.txt");
    fs::set_permissions(&identity, Permissions::from_mode(0o644)).expect("it is ours");
    sandbox
        .chatkeep(&["key", "show", ADA, "openai"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
user      ada@example.org
provider  openai
format    age
key       sk-n…6789

"#]])
        .stderr_is(str![[r#"
warning: others can read the identity [CONFIG]/chatkeep/identity.txt; `chmod 600` it

"#]]);
}

#[test]
fn secrets_are_in_no_output_but_that_which_is_asked_for() {
    let sandbox = Sandbox::flask_store();
    let identity = || fs::read_to_string(sandbox.config().join("chatkeep/identity.txt"));
    let mut shown = String::new();
    for arguments in [
        vec!["-v", "key", "list"],
        vec!["-v", "key", "show", ADA, "openai"],
        vec!["-v", "key", "set", ADA, "google", "--key-stdin"],
        vec!["-v", "key", "adopt", "--yes"],
        vec!["-v", "key", "show", ADA, "google"],
        vec!["-v", "key", "set", ADA, "google", "--key-stdin"],
        vec!["-v", "key", "identity"],
        vec!["-v", "key", "show", ADA, "nothing"],
        vec!["-v", "user", "show", ADA],
    ] {
        let outcome = with_flask_secret(&sandbox, &arguments)
            .with_stdin(NEW_KEY)
            .run();
        shown.push_str(&outcome.to_string());
    }
    let identity = identity().expect("one was made");
    let secret_line = identity.lines().last().expect("it has lines");
    for secret in [
        "fixture-secret",
        "sk-fixture-ada-0001",
        NEW_KEY,
        secret_line,
        "pbkdf2",
    ] {
        assert!(!shown.contains(secret), "{secret} is in\n{shown}");
    }
}
