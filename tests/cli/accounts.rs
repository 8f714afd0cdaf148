//! Accounts: added, listed, shown, changed, disabled and removed.

use std::fs;

use serde_json::Value;
use snapbox::str;

use crate::backend::Backend;
use crate::fixture;
use crate::invocation::Invocation;
use crate::sandbox::Sandbox;

const ADA: &str = "ada@example.org";
const ADA_FILE: &str = "user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json";

fn users_text(sandbox: &Sandbox) -> String {
    fs::read_to_string(sandbox.store().join("users.json")).expect("it is there")
}

/// Returns the stored account with this address.
fn account(sandbox: &Sandbox, email: &str) -> Value {
    let users: Value = serde_json::from_str(&users_text(sandbox)).expect("JSON");
    let mut accounts = users.as_object().expect("an object").values();
    let found = accounts.find(|account| account["email"] == email);
    found.expect("the account is there").clone()
}

fn verify<'s>(sandbox: &'s Sandbox, who: &str, password: &str) -> Invocation<'s> {
    sandbox
        .chatkeep(&["user", "verify", who, "--password-stdin"])
        .with_stdin(password)
}

#[test]
fn accounts_are_listed() {
    let sandbox = Sandbox::flask_store();
    let list = |format: &str| {
        sandbox
            .chatkeep(&["user", "list", "--format", format])
            .run_changing_nothing()
            .succeeds()
    };
    list("table").stdout_is(str![[r#"
email               name          sign-in  created     id
ada@example.org     Ada Lovelace  email    2026-11-23  ef2a47e3-0b1c-45d9-a093-c01e43ddece2
müller@example.org  Jörg Müller   email    2026-11-23  09302212-702c-46ec-b601-69456355f61d
empty@example.org   empty         email    2026-11-23  8b06fb83-3ecf-4252-94af-6372c860fc70
grace@example.org   Grace Hopper  google   2026-11-23  5b0c9d0e-7f57-4e0e-9a53-0c5f5d1f8a11

"#]]);
    list("json").stdout_is(str![[r#"
[
  {
    "id": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
    "email": "ada@example.org",
    "name": "Ada Lovelace",
    "auth_type": "email",
    "created_at": "2026-11-23T17:22:06.457764",
    "disabled": false,
    "has_password": true,
    "budget_usd": null,
    "budget_period": null
  },
  {
    "id": "09302212-702c-46ec-b601-69456355f61d",
    "email": "müller@example.org",
    "name": "Jörg Müller",
    "auth_type": "email",
    "created_at": "2026-11-23T17:22:06.959248",
    "disabled": false,
    "has_password": true,
    "budget_usd": null,
    "budget_period": null
  },
  {
    "id": "8b06fb83-3ecf-4252-94af-6372c860fc70",
    "email": "empty@example.org",
    "name": "empty",
    "auth_type": "email",
    "created_at": "2026-11-23T17:22:07.193920",
    "disabled": false,
    "has_password": true,
    "budget_usd": null,
    "budget_period": null
  },
  {
    "id": "5b0c9d0e-7f57-4e0e-9a53-0c5f5d1f8a11",
    "email": "grace@example.org",
    "name": "Grace Hopper",
    "auth_type": "google",
    "created_at": "2026-11-23T17:22:10.334912",
    "disabled": false,
    "has_password": false,
    "budget_usd": null,
    "budget_period": null
  }
]

"#]]);
    list("csv").stdout_is(str![[r#"
"id","email","name","auth_type","created_at","disabled","has_password","budget_usd","budget_period"
"ef2a47e3-0b1c-45d9-a093-c01e43ddece2","ada@example.org","Ada Lovelace","email","2026-11-23T17:22:06.457764","false","true",,
"09302212-702c-46ec-b601-69456355f61d","müller@example.org","Jörg Müller","email","2026-11-23T17:22:06.959248","false","true",,
"8b06fb83-3ecf-4252-94af-6372c860fc70","empty@example.org","empty","email","2026-11-23T17:22:07.193920","false","true",,
"5b0c9d0e-7f57-4e0e-9a53-0c5f5d1f8a11","grace@example.org","Grace Hopper","google","2026-11-23T17:22:10.334912","false","false",,

"#]]);
    assert_eq!(list("jsonl").stdout_text().lines().count(), 4);
}

#[test]
fn a_table_at_a_terminal_fits_it() {
    let sandbox = Sandbox::flask_store();
    let (code, shown) = sandbox
        .at_terminal(&["user", "list", "--color", "never"])
        .ends();
    assert_eq!(code, 0, "{shown}");
    let widest = shown.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{shown}");
    assert!(!shown.contains('\x1b'), "{shown}");
}

#[test]
fn an_account_is_shown_with_its_keys_and_costs() {
    let sandbox = Sandbox::flask_store();
    let show = |who: &str, format: &str| {
        sandbox
            .chatkeep(&["user", "show", who, "--format", format])
            .run_changing_nothing()
            .succeeds()
    };
    show(ADA, "table").stdout_is(str![[r#"
email          ada@example.org
name           Ada Lovelace
id             ef2a47e3-0b1c-45d9-a093-c01e43ddece2
sign-in        email
created        2026-11-23T17:22:06.457764
keys           openai, anthropic
conversations  4
tokens         128
cost           $0.000935

"#]]);
    show("Ada Lovelace", "json").stdout_is(str![[r#"
{
  "id": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
  "email": "ada@example.org",
  "name": "Ada Lovelace",
  "auth_type": "email",
  "created_at": "2026-11-23T17:22:06.457764",
  "disabled": false,
  "has_password": true,
  "keys": [
    "openai",
    "anthropic"
  ],
  "conversations": 4,
  "input_tokens": 46,
  "output_tokens": 82,
  "total_tokens": 128,
  "cost_usd": 0.000935,
  "unknown_costs": 0,
  "budget_usd": null,
  "budget_period": null,
  "budget_until": null,
  "budget_used_usd": null,
  "budget_unknown_costs": null,
  "budget_reserved_usd": null,
  "budget_left_usd": null
}

"#]]);
    show("empty@example.org", "table").stdout_is(str![[r#"
email          empty@example.org
name           empty
id             8b06fb83-3ecf-4252-94af-6372c860fc70
sign-in        email
created        2026-11-23T17:22:07.193920
keys           none
conversations  0
tokens         0
cost           $0.00

"#]]);
}

#[test]
fn an_account_is_added_in_the_apps_own_form() {
    let sandbox = Sandbox::flask_store();
    let added = sandbox
        .chatkeep(&[
            "user",
            "add",
            "Zoë@Example.ORG",
            "--password-stdin",
            "--format",
            "json",
        ])
        .with_stdin("pässwörd\n")
        .run()
        .succeeds()
        .stdout_is(str![[r#"
{
  "id": "[UUID]",
  "email": "zoë@example.org",
  "name": "zoë",
  "password": null
}

"#]])
        .stderr_is(str![]);
    let account = account(&sandbox, "zoë@example.org");
    let names: Vec<_> = account.as_object().expect("an object").keys().collect();
    assert_eq!(
        names,
        [
            "id",
            "email",
            "name",
            "password_hash",
            "auth_type",
            "created_at"
        ]
    );
    assert_eq!(account["id"], added.stdout_json()["id"]);
    assert_eq!(account["name"], "zoë");
    assert_eq!(account["auth_type"], "email");
    let created_at = account["created_at"].as_str().expect("text");
    assert_eq!(created_at.len(), "2026-02-09T14:03:11.651429".len());
    // What was there keeps its bytes, and what is new looks like it.
    let original = fs::read_to_string(fixture::flask_store().join("users.json")).expect("text");
    let text = users_text(&sandbox);
    let kept = original.trim_end_matches(['\n', '}']);
    assert!(text.starts_with(kept), "{text}");
    // Where there are columns, white space is not kept.
    if Backend::tested().is_json() {
        assert!(text.contains("\n    \"email\": \"zo\\u00eb@example.org\",\n"));
    }
    assert!(!sandbox.store().join("user_data").join("x").exists());
    verify(&sandbox, "zoë", "pässwörd").run().succeeds();
}

#[test]
fn the_app_finds_our_hashes_right() {
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&["user", "passwd", ADA, "--password-stdin"])
        .with_stdin("trüb & klar")
        .run()
        .succeeds();
    let hash = account(&sandbox, ADA)["password_hash"].clone();
    let hash = hash.as_str().expect("text");
    assert!(hash.starts_with("scrypt:32768:8:1$"), "{hash}");
    // As Werkzeug's check_password_hash does it.
    let script = "import sys,hashlib
method,salt,wanted=sys.stdin.read().split('$'); _,n,r,p=method.split(':'); n,r,p=int(n),int(r),int(p)
print(hashlib.scrypt('trüb & klar'.encode(),salt=salt.encode(),n=n,r=r,p=p,maxmem=132*n*r*p).hex()==wanted)";
    let checked = sandbox
        .program("python3", &["-c", script])
        .with_stdin(hash)
        .run()
        .succeeds();
    assert_eq!(checked.stdout_text(), "True\n");
}

#[test]
fn a_password_can_come_from_a_file_or_be_made_up() {
    let sandbox = Sandbox::flask_store();
    fs::write(sandbox.work().join("password"), "from a file\r\n").expect("written");
    sandbox
        .chatkeep(&[
            "user",
            "add",
            "f@example.org",
            "--password-file",
            "password",
        ])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
added f@example.org ([UUID])

"#]]);
    verify(&sandbox, "f@example.org", "from a file")
        .run()
        .succeeds();
    let made_up = sandbox
        .chatkeep(&[
            "user",
            "add",
            "g@example.org",
            "--generate",
            "--format",
            "json",
        ])
        .run()
        .succeeds();
    let password = made_up.stdout_json()["password"].clone();
    let password = password.as_str().expect("text");
    assert!(password.len() >= 16, "{password}");
    verify(&sandbox, "g@example.org", password).run().succeeds();
    let again = sandbox
        .chatkeep(&["user", "passwd", "g@example.org", "--generate"])
        .run()
        .succeeds();
    let again = again.stdout_text();
    let (_, again) = again.split_once("password: ").expect("it is told");
    verify(&sandbox, "g@example.org", again).run().succeeds();
    verify(&sandbox, "g@example.org", password)
        .run()
        .fails_with(7);
}

#[test]
fn an_account_without_a_password_lets_nobody_in_and_does_not_break_the_app() {
    let sandbox = Sandbox::flask_store();
    sandbox
        .chatkeep(&[
            "user",
            "add",
            "n@example.org",
            "--no-password",
            "--name",
            "Nø",
        ])
        .run()
        .succeeds();
    let account = account(&sandbox, "n@example.org");
    // The app looks the hash up without asking; one without a `$` is simply wrong to it.
    assert_eq!(account["password_hash"], "!");
    for password in ["!", "x"] {
        verify(&sandbox, "n@example.org", password)
            .run_changing_nothing()
            .fails_with(7)
            .stderr_is(str![[r#"
error: n@example.org has no password
 hint: `chatkeep user passwd` sets one

"#]]);
    }
    sandbox
        .chatkeep(&["user", "passwd", "n@example.org", "--password-stdin"])
        .with_stdin("now one")
        .run()
        .succeeds()
        .stdout_is(str![[r#"
set the password of n@example.org

"#]]);
    verify(&sandbox, "Nø", "now one").run().succeeds();
}

#[test]
fn a_new_password_is_asked_for_twice_without_echo() {
    let sandbox = Sandbox::flask_store();
    let mut terminal = sandbox.at_terminal(&["user", "passwd", ADA]);
    terminal.sees("New password: ");
    terminal.types("hush hush");
    let between = terminal.sees("The same password again: ");
    terminal.types("hush hush");
    let (code, shown) = terminal.ends();
    assert_eq!(code, 0, "{shown}");
    assert!(!format!("{between}{shown}").contains("hush"), "{shown}");
    verify(&sandbox, ADA, "hush hush").run().succeeds();
    let before = users_text(&sandbox);
    for (first, second) in [("one", Some("two")), ("", None)] {
        let mut terminal = sandbox.at_terminal(&["user", "add", "t@example.org"]);
        terminal.sees("New password: ");
        terminal.types(first);
        if let Some(second) = second {
            terminal.sees("The same password again: ");
            terminal.types(second);
        }
        let (code, shown) = terminal.ends();
        assert_eq!(code, 7, "{shown}");
        assert_eq!(users_text(&sandbox), before);
    }
}

#[test]
fn passwords_are_verified_and_a_wrong_one_is_refused() {
    let sandbox = Sandbox::flask_store();
    for (who, password) in [
        (ADA, "correct horse"),
        ("müller@example.org", "pässwörd\n"),
        ("empty", "nothing here"),
    ] {
        verify(&sandbox, who, password)
            .run_changing_nothing()
            .succeeds();
    }
    verify(&sandbox, ADA, "correct horse\n")
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
that is the password of ada@example.org

"#]]);
    let wrong = verify(&sandbox, ADA, "correct  horse")
        .run_changing_nothing()
        .fails_with(7)
        .stderr_is(str![[r#"
error: that is not the password of ada@example.org

"#]]);
    assert_eq!(wrong.stdout_text(), "");
    verify(&sandbox, "Grace Hopper", "x")
        .run_changing_nothing()
        .fails_with(7)
        .stderr_is(str![[r#"
error: Grace Hopper has no password
 hint: `chatkeep user passwd` sets one

"#]]);
    let mut terminal = sandbox.at_terminal(&["user", "verify", ADA]);
    terminal.sees("Password: ");
    terminal.types("correct horse");
    let (code, shown) = terminal.ends();
    assert_eq!(code, 0, "{shown}");
    assert!(!shown.contains("correct"), "{shown}");
}

#[test]
fn a_secret_is_not_waited_for_where_nobody_can_be_asked() {
    let sandbox = Sandbox::flask_store();
    for arguments in [
        ["user", "add", "new@example.org"],
        ["user", "passwd", ADA],
        ["user", "verify", ADA],
    ] {
        sandbox
            .chatkeep(&arguments)
            .with_stdin("correct horse")
            .run_changing_nothing()
            .fails_with(2)
            .stderr_is(str![[r#"
error: there is no terminal to ask for the password at
 hint: give it with --password-stdin or --password-file

"#]]);
    }
}

#[test]
fn name_and_address_are_changed_and_nothing_else() {
    let sandbox = Sandbox::flask_store();
    let before = users_text(&sandbox);
    let set = |further: &[&str]| {
        let arguments = [&["user", "set", ADA], further].concat();
        sandbox.chatkeep(&arguments)
    };
    set(&["--name", "Ada Lovelace"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
ada@example.org is so already

"#]]);
    assert_eq!(users_text(&sandbox), before);
    set(&["--name", "Ada King", "--email", "Ada@King.example"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
changed ada@king.example (Ada King)

"#]]);
    let changed = before
        .replace("\"ada@example.org\"", "\"ada@king.example\"")
        .replace("Ada Lovelace", "Ada King");
    assert_eq!(users_text(&sandbox), changed);
    set(&["--name", "Ada"]).run_changing_nothing().fails_with(3);
    sandbox
        .chatkeep(&["user", "set", "Ada King"])
        .run_changing_nothing()
        .fails_with(2);
}

#[test]
fn a_disabled_account_is_kept_out_and_comes_back_as_it_was() {
    let sandbox = Sandbox::flask_store();
    let before = users_text(&sandbox);
    let run = |arguments: &[&str]| sandbox.chatkeep(arguments).run().succeeds();
    run(&["user", "disable", ADA])
        .stdout_is(str![[r#"
disabled ada@example.org

"#]])
        .stderr_is(str![]);
    run(&["user", "disable", ADA]).stdout_is(str![[r#"
ada@example.org was disabled already

"#]]);
    assert_eq!(account(&sandbox, ADA)["password_hash"], "!");
    verify(&sandbox, ADA, "correct horse")
        .run_changing_nothing()
        .fails_with(4)
        .stderr_is(str![[r#"
error: ada@example.org is disabled
 hint: `chatkeep user enable` lets the account in again

"#]]);
    let list = run(&["user", "list"]);
    assert!(list.stdout_text().contains("disabled"), "{list}");
    run(&["user", "enable", ADA, "--format", "json"]).stdout_is(str![[r#"
{
  "id": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
  "email": "ada@example.org",
  "name": "Ada Lovelace",
  "change": "enabled",
  "changed": true,
  "password": null
}

"#]]);
    run(&["user", "enable", ADA]).stdout_is(str![[r#"
ada@example.org was enabled already

"#]]);
    assert_eq!(users_text(&sandbox), before);
    run(&["user", "disable", "grace@example.org"]).stderr_is(str![[r#"
warning: grace@example.org can still sign in with Google, which the web app decides

"#]]);
    run(&["user", "enable", "grace@example.org"]);
    assert_eq!(users_text(&sandbox), before);
}

#[test]
fn an_account_is_removed_with_its_file_and_only_with_consent() {
    let sandbox = Sandbox::flask_store();
    let remove = |further: &[&str]| {
        let arguments = [&["user", "remove", ADA], further].concat();
        sandbox.chatkeep(&arguments)
    };
    remove(&["--dry-run"])
        .run_changing_nothing()
        .succeeds()
        .stdout_is(str![[r#"
would remove ada@example.org with 2 keys and 4 conversations; their cost of $0.000935 stays in the ledger

"#]]);
    remove(&[])
        .run_changing_nothing()
        .fails_with(2)
        .stderr_is(str![[r#"
error: this needs consent, and there is no terminal to ask at
 hint: add --yes, or see what would happen with --dry-run

"#]]);
    let mut terminal = remove(&[]).at_terminal();
    terminal.sees("Remove ada@example.org with 2 keys and 4 conversations? [y/N] ");
    terminal.types("n");
    let (code, shown) = terminal.ends();
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("nothing was changed"), "{shown}");
    assert!(sandbox.store().join(ADA_FILE).exists());
    remove(&["--yes", "--format", "json"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
{
  "id": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
  "email": "ada@example.org",
  "keys": 2,
  "conversations": 4,
  "total_tokens": 128,
  "cost_usd": 0.000935,
  "dry_run": false
}

"#]]);
    assert!(!sandbox.store().join(ADA_FILE).exists());
    remove(&["--yes"])
        .run_changing_nothing()
        .fails_with(3)
        .stderr_is(str![[r#"
error: no user "ada@example.org"
 hint: `chatkeep user list` shows all users

"#]]);
    let list = sandbox.chatkeep(&["user", "list"]).run().succeeds();
    assert!(!list.stdout_text().contains("ada@"), "{list}");
    sandbox
        .chatkeep(&["user", "remove", "empty@example.org", "-y"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
removed empty@example.org with no keys and no conversations; their cost of $0.00 stays in the ledger

"#]]);
}

#[test]
fn a_name_that_several_have_is_not_guessed() {
    let sandbox = Sandbox::flask_store();
    let add = ["user", "add", "countess@example.org", "--no-password"];
    sandbox
        .chatkeep(&[&add[..], &["--name", "Ada Lovelace"]].concat())
        .run()
        .succeeds();
    for arguments in [
        vec!["user", "show", "Ada Lovelace"],
        vec!["user", "remove", "Ada Lovelace", "--yes"],
        vec!["key", "list", "Ada Lovelace"],
    ] {
        sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .fails_with(4)
            .stderr_is(str![[r#"
error: "Ada Lovelace" fits 2 users
 hint: give an address or an id: ada@example.org (ef2a47e3-0b1c-45d9-a093-c01e43ddece2), countess@example.org ([UUID])

"#]]);
    }
    let error = sandbox
        .chatkeep(&["user", "show", "Ada Lovelace", "--format=json"])
        .run_changing_nothing()
        .fails_with(4);
    assert_eq!(error.stderr_text().lines().count(), 1);
    assert_eq!(error.stderr_json()["error"]["code"], "user_ambiguous");
}

#[test]
fn what_cannot_be_an_account_is_refused() {
    let sandbox = Sandbox::flask_store();
    for (arguments, code, message) in [
        (
            vec!["ADA@example.org", "--generate"],
            4,
            "ada@example.org already",
        ),
        (
            vec!["no address", "--generate"],
            2,
            "\"no address\" is no e-mail address",
        ),
        (
            vec!["a\u{202e}b@example.org", "--generate"],
            2,
            "invisible character",
        ),
        (
            vec!["a@example.org", "--name", "", "--generate"],
            2,
            "it is empty",
        ),
        (
            vec!["a@example.org", "--name", "a\x1b[2Jb", "--generate"],
            2,
            "control character",
        ),
        (
            vec!["a@example.org", "--generate", "--no-password"],
            2,
            "cannot be used with",
        ),
        (
            vec!["a@example.org", "--password-file", "nowhere"],
            7,
            "cannot open nowhere",
        ),
        (
            vec!["a@example.org", "--password-stdin"],
            7,
            "holds no secret",
        ),
        (
            vec!["a@example.org", "--password", "hunter2"],
            2,
            "--password",
        ),
    ] {
        let arguments = [vec!["user", "add"], arguments].concat();
        let refused = sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .fails_with(code);
        assert!(refused.stderr_text().contains(message), "{refused}");
    }
    let taken = sandbox
        .chatkeep(&["user", "set", ADA, "--email", "empty@example.org"])
        .run_changing_nothing()
        .fails_with(4);
    assert!(taken.stderr_text().contains("empty@example.org"), "{taken}");
}

/// Others' text: an escape sequence that clears the screen, one that turns the direction of writing, and a formula.
const HOSTILE: &str = "=1+1\\u001b[2J\\u202eevil";

fn store_with_hostile_text() -> Sandbox {
    let sandbox = Sandbox::flask_store();
    let text = users_text(&sandbox)
        .replace("Ada Lovelace", HOSTILE)
        .replace("ada@example.org", "ada\\u001b[31m@example.org");
    fs::write(sandbox.store().join("users.json"), text).expect("it is ours");
    sandbox
}

#[test]
fn stored_text_does_not_act_on_a_terminal() {
    let sandbox = store_with_hostile_text();
    let id = "ef2a47e3-0b1c-45d9-a093-c01e43ddece2";
    for arguments in [
        vec!["user", "list"],
        vec!["user", "show", id],
        vec!["user", "disable", id],
        vec!["user", "enable", id],
        vec!["key", "list"],
        vec!["key", "remove", id, "openai", "-n"],
        vec!["user", "remove", id, "-n"],
    ] {
        let arguments = [&arguments[..], &["--color", "never"]].concat();
        let (code, shown) = sandbox.at_terminal(&arguments).ends();
        assert_eq!(code, 0, "{shown}");
        assert!(shown.contains("ada␛[31m@"), "{arguments:?}: {shown}");
        assert!(!shown.contains(['\x1b', '\u{202e}']), "{shown:?}");
    }
    for arguments in [
        vec!["user", "remove", id],
        vec!["key", "remove", id, "openai"],
        vec!["key", "set", id, "openai"],
    ] {
        let mut terminal = sandbox.at_terminal(&arguments);
        terminal.sees("ada␛[31m@example.org");
        terminal.presses_control('c');
        terminal.ends();
    }
}

#[test]
fn redirected_text_is_exact_and_csv_holds_no_formula() {
    let sandbox = store_with_hostile_text();
    let list = |format: &str| {
        sandbox
            .chatkeep(&["user", "list", "--format", format])
            .run_changing_nothing()
            .succeeds()
    };
    assert_eq!(
        list("json").stdout_json()[0]["name"],
        "=1+1\u{1b}[2J\u{202e}evil"
    );
    let csv = list("csv");
    assert!(csv.stdout_text().contains(",\"'=1+1"), "{csv}");
}

#[test]
fn a_user_is_named_by_id_address_or_name() {
    let sandbox = Sandbox::flask_store();
    for who in [
        "09302212-702c-46ec-b601-69456355f61d",
        "MÜLLER@example.org",
        "Jörg Müller",
    ] {
        let shown = sandbox
            .chatkeep(&["user", "show", who, "--format", "json"])
            .run_changing_nothing()
            .succeeds();
        assert_eq!(shown.stdout_json()["email"], "müller@example.org");
    }
    for who in ["jörg müller", "Jörg", "", "09302212"] {
        sandbox
            .chatkeep(&["user", "show", who])
            .run_changing_nothing()
            .fails_with(3);
    }
}
