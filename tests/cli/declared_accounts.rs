//! `user apply`: accounts that a file declares, in three formats, with passwords and without.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use snapbox::str;

use crate::sandbox::Sandbox;

const ADA: &str = "ada@example.org";

/// Writes a file that its owner alone can read.
fn file(sandbox: &Sandbox, name: &str, text: &str) -> PathBuf {
    let path = sandbox.work().join(name);
    fs::write(&path, text).expect("it is ours");
    fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("it is ours");
    path
}

fn arguments<'a>(path: &'a Path, options: &[&'a str]) -> Vec<&'a str> {
    let path = path.to_str().expect("text");
    [&["user", "apply", path][..], options].concat()
}

/// Returns the stored account with this address.
fn account(sandbox: &Sandbox, email: &str) -> Value {
    let text = fs::read_to_string(sandbox.store().join("users.json")).expect("it is there");
    let users: Value = serde_json::from_str(&text).expect("JSON");
    let mut accounts = users.as_object().expect("an object").values();
    let found = accounts.find(|account| account["email"] == email);
    found.expect("the account is there").clone()
}

fn verifies(sandbox: &Sandbox, who: &str, password: &str) -> bool {
    let run = sandbox.chatkeep(&["user", "verify", who, "--password-stdin"]);
    let code = run.with_stdin(password).run().code();
    assert!(code == 0 || code == 7, "{code}");
    code == 0
}

const DECLARED: &str = "\
[[users]]
email = 'Ada@example.org'
name = 'Augusta Ada King'
budget = '20USD/month'

[[users]]
email = 'new@example.org'
password = 'correct horse'

[[users]]
email = 'guest@example.org'
name = 'Guest'
budget = '$5/week'
disabled = true

[[users]]
email = 'grace@example.org'
auth_type = 'google'
";

#[test]
fn a_file_is_shown_as_a_difference_then_applied_and_then_nothing_is_left_to_do() {
    let sandbox = Sandbox::flask_store();
    let path = file(&sandbox, "accounts.toml", DECLARED);
    let dry = sandbox.chatkeep(&arguments(&path, &["--dry-run"]));
    dry.run_changing_nothing().succeeds().stdout_is(str![[r#"
~ ada@example.org: name "Ada Lovelace" -> "Augusta Ada King", budget none -> $20.00 a month
+ new@example.org (new): password set
+ guest@example.org (Guest): budget none -> $5.00 a week, disabled
would add 2 accounts; would change 1 account; 1 account is so already; 2 accounts are not declared, and left as they are

"#]]);
    let applied = sandbox.chatkeep(&arguments(&path, &[])).run().succeeds();
    applied.stdout_is(str![[r#"
~ ada@example.org: name "Ada Lovelace" -> "Augusta Ada King", budget none -> $20.00 a month
+ new@example.org (new): password set
+ guest@example.org (Guest): budget none -> $5.00 a week, disabled
added 2 accounts; changed 1 account; 1 account is so already; 2 accounts are not declared, and left as they are

"#]]);
    let ada = account(&sandbox, ADA);
    assert_eq!(ada["name"], "Augusta Ada King");
    assert_eq!(ada["budget"], json!({"usd": 20, "period": "month"}));
    let guest = account(&sandbox, "guest@example.org");
    assert_eq!(guest["password_hash"], "!");
    assert_eq!(guest["budget"], json!({"usd": 5, "period": "week"}));
    assert!(guest.get("disabled_password_hash").is_some());
    assert!(verifies(&sandbox, "new@example.org", "correct horse"));
    assert!(verifies(&sandbox, ADA, "correct horse"));
    let again = sandbox.chatkeep(&arguments(&path, &[]));
    again.run_changing_nothing().succeeds().stdout_is(str![[r#"
4 accounts are so already; 2 accounts are not declared, and left as they are

"#]]);
    sandbox.chatkeep(&["doctor"]).run().succeeds();
}

#[test]
fn json_names_each_difference() {
    let sandbox = Sandbox::flask_store();
    let path = file(&sandbox, "accounts.toml", DECLARED);
    let run = sandbox.chatkeep(&arguments(&path, &["-n", "--format", "json"]));
    run.run_changing_nothing().succeeds().stdout_is(str![[r#"
{
  "added": 2,
  "changed": 1,
  "pruned": 0,
  "unchanged": 1,
  "undeclared": 2,
  "failed": 0,
  "passwords_at": null,
  "accounts": [
    {
      "action": "change",
      "id": "ef2a47e3-0b1c-45d9-a093-c01e43ddece2",
      "email": "ada@example.org",
      "name": "Ada Lovelace",
      "changes": [
        {
          "field": "name",
          "from": "Ada Lovelace",
          "to": "Augusta Ada King"
        },
        {
          "field": "budget",
          "from": null,
          "to": "20USD/month"
        }
      ],
      "outcome": "done",
      "error": null
    },
    {
      "action": "add",
      "id": null,
      "email": "new@example.org",
      "name": "new",
      "changes": [
        {
          "field": "password",
          "from": null,
          "to": "declared"
        }
      ],
      "outcome": "done",
      "error": null
    },
    {
      "action": "add",
      "id": null,
      "email": "guest@example.org",
      "name": "Guest",
      "changes": [
        {
          "field": "budget",
          "from": null,
          "to": "5USD/week"
        },
        {
          "field": "disabled",
          "from": false,
          "to": true
        }
      ],
      "outcome": "done",
      "error": null
    }
  ],
  "dry_run": true
}

"#]]);
    let run = sandbox.chatkeep(&arguments(&path, &["-n", "--format", "jsonl"]));
    let lines = run.run_changing_nothing().succeeds();
    assert_eq!(lines.stdout_text().lines().count(), 3);
}

#[test]
fn what_user_list_prints_declares_the_accounts_as_they_are() {
    let sandbox = Sandbox::flask_store();
    let set = ["user", "set", ADA, "--budget", "20.50USD/month"];
    sandbox.chatkeep(&set).run().succeeds();
    for format in ["csv", "json"] {
        let list = ["user", "list", "--format", format];
        let listed = sandbox.chatkeep(&list).run().succeeds();
        let path = file(&sandbox, "accounts", listed.stdout_text());
        let run = sandbox.chatkeep(&arguments(&path, &["--prune"]));
        let said = run.run_changing_nothing().succeeds();
        assert_eq!(
            said.stdout_text(),
            "4 accounts are so already\n",
            "{format}"
        );
        // An account is known by its id, so that its address can be edited, too.
        let edited = listed.stdout_text().replace("empty@", "full@");
        let edited = edited.replace("20.5", "7");
        let path = file(&sandbox, "accounts", &edited);
        let run = sandbox.chatkeep(&arguments(&path, &["--dry-run"]));
        run.run_changing_nothing().succeeds().stdout_is(str![[r#"
~ ada@example.org: budget $20.50 a month -> $7.00 a month
~ empty@example.org: email "empty@example.org" -> "full@example.org"
would change 2 accounts; 2 accounts are so already

"#]]);
    }
}

#[test]
fn pruning_disables_who_is_not_declared_and_asks() {
    let sandbox = Sandbox::flask_store();
    let path = file(&sandbox, "accounts.csv", "email\nada@example.org\n");
    let refused = sandbox.chatkeep(&arguments(&path, &["--prune"]));
    let refused = refused.run_changing_nothing().fails_with(2);
    assert!(refused.stderr_text().contains("--yes"), "{refused}");
    let mut terminal = sandbox.at_terminal(&arguments(&path, &["--prune"]));
    terminal.sees("Disable 3 accounts that ");
    terminal.types("n\n");
    assert_eq!(terminal.ends().0, 1);
    let pruned = sandbox.chatkeep(&arguments(&path, &["--prune", "--yes"]));
    let pruned = pruned.run().succeeds();
    let warning = "grace@example.org can still sign in with Google";
    assert!(pruned.stderr_text().contains(warning), "{pruned}");
    pruned.stdout_is(str![[r#"
- müller@example.org: disabled, as it is not declared
- empty@example.org: disabled, as it is not declared
- grace@example.org: disabled, as it is not declared
disabled 3 accounts; 1 account is so already

"#]]);
    // Nobody is left to disable, so nobody is asked.
    let again = sandbox.chatkeep(&arguments(&path, &["--prune"]));
    let again = again.run_changing_nothing().succeeds();
    let said = "1 account is so already; 3 accounts are not declared, and left as they are\n";
    assert_eq!(again.stdout_text(), said);
    // Declared again, an account stays disabled until it is said that it is not.
    let text = "email,disabled\nada@example.org,\nempty@example.org,\nmüller@example.org,no\n";
    let path = file(&sandbox, "accounts.csv", text);
    let run = sandbox.chatkeep(&arguments(&path, &[])).run().succeeds();
    assert!(
        run.stdout_text()
            .starts_with("~ müller@example.org: enabled\n"),
        "{run}"
    );
    assert!(verifies(&sandbox, "müller@example.org", "pässwörd"));
}

#[test]
fn a_declared_password_is_the_first_one_unless_it_is_to_be_set_again() {
    let sandbox = Sandbox::flask_store();
    let text = "[{\"email\": \"ada@example.org\", \"password\": \"another horse\"}]";
    let path = file(&sandbox, "accounts", text);
    let kept = sandbox.chatkeep(&arguments(&path, &[]));
    kept.run_changing_nothing().succeeds();
    let run = sandbox.chatkeep(&arguments(&path, &["--reset-passwords"]));
    let run = run.run().succeeds();
    assert!(
        run.stdout_text()
            .starts_with("~ ada@example.org: password set\n"),
        "{run}"
    );
    assert!(verifies(&sandbox, ADA, "another horse"));
    // The one it has fits: it keeps its hash, enabled or not.
    let again = sandbox.chatkeep(&arguments(&path, &["--reset-passwords"]));
    again.run_changing_nothing().succeeds();
    sandbox.chatkeep(&["user", "disable", ADA]).run().succeeds();
    let again = sandbox.chatkeep(&arguments(&path, &["--reset-passwords"]));
    again.run_changing_nothing().succeeds();
}

#[test]
fn a_hash_is_stored_as_it_is() {
    let sandbox = Sandbox::flask_store();
    let hash = account(&sandbox, ADA)["password_hash"].clone();
    let hash = hash.as_str().expect("text");
    let text = format!("email,password_hash\nnew@example.org,{hash}\nada@example.org,{hash}\n");
    let path = file(&sandbox, "accounts.csv", &text);
    sandbox.chatkeep(&arguments(&path, &[])).run().succeeds();
    assert_eq!(account(&sandbox, "new@example.org")["password_hash"], hash);
    assert!(verifies(&sandbox, "new@example.org", "correct horse"));
    let again = sandbox.chatkeep(&arguments(&path, &["--reset-passwords"]));
    again.run_changing_nothing().succeeds();
}

#[test]
fn passwords_are_made_up_into_a_new_file_for_its_owner_alone() {
    let sandbox = Sandbox::flask_store();
    let text = "email,password\nada@example.org,\na@example.org,\nb@example.org,mine\ngrace@example.org,\n";
    let path = file(&sandbox, "accounts.csv", text);
    let taken = file(&sandbox, "taken.tsv", "precious");
    let options = ["--passwords-to", taken.to_str().expect("text")];
    for more in [&[][..], &["--dry-run"]] {
        let run = sandbox.chatkeep(&arguments(&path, &[&options[..], more].concat()));
        let refused = run.run_changing_nothing().fails_with(4);
        assert!(
            refused.stderr_text().contains("taken.tsv already"),
            "{refused}"
        );
        assert!(!refused.stderr_text().contains("--force"), "{refused}");
    }
    let to = sandbox.work().join("passwords.tsv");
    let options = ["--passwords-to", to.to_str().expect("text")];
    let applied = sandbox
        .chatkeep(&arguments(&path, &options))
        .run()
        .succeeds();
    let written = fs::read_to_string(&to).expect("it was made");
    let (email, password) = written.trim_end().split_once('\t').expect("two cells");
    assert_eq!((email, written.lines().count()), ("a@example.org", 1));
    assert_eq!(
        fs::metadata(&to).expect("there").permissions().mode() & 0o777,
        0o600
    );
    assert!(verifies(&sandbox, "a@example.org", password));
    for said in [applied.stdout_text(), applied.stderr_text()] {
        assert!(
            !said.contains(password) && !said.contains("mine"),
            "{applied}"
        );
    }
    assert!(
        applied.stdout_text().contains("passwords.tsv\n"),
        "{applied}"
    );
    // None is needed any more, so the file that is there is in nobody's way.
    let again = sandbox.chatkeep(&arguments(&path, &options));
    again.run_changing_nothing().succeeds();
}

#[test]
fn accounts_without_a_password_can_get_one_later() {
    let sandbox = Sandbox::flask_store();
    let path = file(&sandbox, "accounts.csv", "email\nnew@example.org\n");
    sandbox.chatkeep(&arguments(&path, &[])).run().succeeds();
    assert_eq!(account(&sandbox, "new@example.org")["password_hash"], "!");
    let to = sandbox.work().join("passwords.tsv");
    let options = ["--passwords-to", to.to_str().expect("text")];
    let run = sandbox
        .chatkeep(&arguments(&path, &options))
        .run()
        .succeeds();
    assert!(
        run.stdout_text()
            .starts_with("~ new@example.org: password made up\n"),
        "{run}"
    );
    let written = fs::read_to_string(&to).expect("it was made");
    let (_, password) = written.trim_end().split_once('\t').expect("two cells");
    assert!(verifies(&sandbox, "new@example.org", password));
}

#[test]
fn a_damaged_file_is_named_with_its_line_and_never_with_a_password() {
    let sandbox = Sandbox::flask_store();
    for (name, text, said) in [
        (
            "a.toml",
            "[[users]]\nemail = 'x@y'\npasword = 'hunter2'\n",
            "a.toml: line 3: there is no key \"pasword\"\n hint: the nearest one is \"password\"; nothing was changed\n",
        ),
        (
            "a.json",
            "[{\"email\": \"x@y\",\n\"password\": hunter2}]",
            "a.json: line 2: ",
        ),
        (
            "a.csv",
            "email,password\nx@y,hunter2,3\n",
            "a.csv: line 2: it has 3 cells, and there are 2 columns\n",
        ),
        (
            "a.csv",
            "email,password\nada@example.org,hunter2\nADA@example.org,hunter2\n",
            "a.csv: line 3: this account is declared in line 2 already\n",
        ),
        (
            "a.csv",
            "email,id\nx@y,11111111-1111-4111-8111-111111111111\n",
            "a.csv: line 2: there is no account with this `id`",
        ),
        (
            "a.csv",
            "email,id\ngrace@example.org,ef2a47e3-0b1c-45d9-a093-c01e43ddece2\n",
            "a.csv: line 2: another account has this `email`\n",
        ),
        (
            "a.csv",
            "email,auth_type\nx@y,google\n",
            "a.csv: line 2: `auth_type` cannot be changed",
        ),
        ("a.csv", "email\n", "a.csv: it declares no account\n"),
    ] {
        let path = file(&sandbox, name, text);
        let run = sandbox.chatkeep(&arguments(&path, &["--prune", "--yes"]));
        let refused = run.run_changing_nothing().fails_with(2);
        assert!(refused.stderr_text().contains(said), "{said}: {refused}");
        assert!(!refused.stderr_text().contains("hunter2"), "{refused}");
    }
    let gone = sandbox.work().join("gone.toml");
    let run = sandbox.chatkeep(&arguments(&gone, &[]));
    run.run_changing_nothing().fails_with(1);
}

#[test]
fn a_file_with_passwords_that_others_can_read_is_warned_of() {
    let sandbox = Sandbox::flask_store();
    let path = file(&sandbox, "accounts.csv", "email,password\nx@y,secret\n");
    fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("it is ours");
    let run = sandbox.chatkeep(&arguments(&path, &["--dry-run"]));
    let warned = run.run_changing_nothing().succeeds();
    assert!(
        warned.stderr_text().contains("others can read "),
        "{warned}"
    );
    let path = file(&sandbox, "accounts.csv", "email,password\nx@y,\n");
    fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("it is ours");
    let run = sandbox.chatkeep(&arguments(&path, &["--dry-run"]));
    let silent = run.run_changing_nothing().succeeds();
    assert_eq!(silent.stderr_text(), "");
}

#[test]
fn one_account_that_fails_keeps_no_other_back() {
    let sandbox = Sandbox::flask_store();
    // While the question waits, another account takes the address.
    let text = "email,name\nfirst@example.org,\nada@example.org,Augusta\n";
    let path = file(&sandbox, "accounts.csv", text);
    let mut terminal = sandbox.at_terminal(&arguments(&path, &["--prune"]));
    terminal.sees("Disable 3 accounts that ");
    let add = ["user", "add", "first@example.org", "--no-password"];
    sandbox.chatkeep(&add).run().succeeds();
    terminal.types("y\n");
    let (code, shown) = terminal.ends();
    assert_eq!(code, 4, "{shown}");
    assert!(
        shown.contains("+ first@example.org (first): failed: "),
        "{shown}"
    );
    assert!(shown.contains("changed 4 of 5 accounts"), "{shown}");
    assert_eq!(account(&sandbox, ADA)["name"], "Augusta");
    let again = sandbox.chatkeep(&arguments(&path, &["--prune"]));
    again.run_changing_nothing().succeeds();
}
