//! Two accounts made one: what moves, what is gone, and what is refused.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};
use snapbox::str;

use crate::backup_files::{back_up, text};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, StoredUser, TWO_TURNS};

const MAIL: &str = "ada@example.org";
const OTHER: &str = "müller@example.org";
const OTHER_ID: &str = "09302212-702c-46ec-b601-69456355f61d";
/// Who never had any data.
const GRACE: &str = "grace@example.org";
const GRACE_ID: &str = "5b0c9d0e-7f57-4e0e-9a53-0c5f5d1f8a11";

fn run(sandbox: &Sandbox, arguments: &[&str]) {
    sandbox.chatkeep(arguments).run().succeeds();
}

fn json_of(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    sandbox.chatkeep(&arguments).run().succeeds().stdout_json()
}

fn merge(sandbox: &Sandbox, from: &str, into: &str) -> Value {
    json_of(sandbox, &["user", "merge", from, into, "--yes"])
}

/// Returns what all has cost, by a dimension.
fn bill(sandbox: &Sandbox, by: &str) -> Value {
    json_of(sandbox, &["stats", "--by", by])
}

/// Has both use something, also without a conversation that is there still.
fn use_both(sandbox: &Sandbox) {
    for user in [MAIL, OTHER] {
        let send = ["chat", "send", "-u", user, "-m", "echo"];
        run(sandbox, &[&send[..], &["An otter"]].concat());
        run(sandbox, &["chat", "delete", "-u", user, "last", "--yes"]);
        run(sandbox, &[&send[..], &["--no-save", "A badger"]].concat());
    }
    let send = ["chat", "send", "-u", OTHER, "-m", "echo", "A heron"];
    run(sandbox, &send);
}

#[test]
fn it_is_shown_what_moves_and_what_is_gone() {
    let sandbox = Sandbox::flask_store();
    let arguments = ["user", "merge", MAIL, OTHER];
    let planned = sandbox
        .chatkeep(&[&arguments[..], &["--dry-run"]].concat())
        .run_changing_nothing()
        .succeeds();
    let planned = planned.stdout_is(str![[r#"
would merge ada@example.org into müller@example.org
conversations   4
API keys        openai, anthropic
ledger entries  0
tokens          128
cost            $0.000935
dropped         email, name, password_hash, auth_type, created_at

"#]]);
    let merged = sandbox
        .chatkeep(&[&arguments[..], &["--yes"]].concat())
        .run()
        .succeeds();
    let merged = merged.stderr_is("");
    let planned = planned.stdout_text().replace("would merge", "merged");
    assert_eq!(merged.stdout_text(), planned);
}

#[test]
fn the_fields_are_a_promise() {
    let sandbox = Sandbox::flask_store();
    let key = ["key", "set", OTHER, "openai", "--key-stdin"];
    sandbox
        .chatkeep(&key)
        .with_env("FLASK_SECRET_KEY", "fixture-secret")
        .with_stdin("sk-his-0123456789")
        .run()
        .succeeds();
    run(&sandbox, &["user", "set", MAIL, "--budget", "5USD/day"]);
    use_both(&sandbox);
    let planned = json_of(&sandbox, &["user", "merge", MAIL, OTHER, "-n"]);
    let merged = merge(&sandbox, MAIL, OTHER);
    let expected = |is_dry_run| {
        json!({
            "from_id": ADA, "from_email": MAIL, "into_id": OTHER_ID, "into_email": OTHER,
            "conversations": 4, "conversations_same": 0, "keys_taken": ["anthropic"], "keys_left": ["openai"],
            "ledger_entries": 2, "total_tokens": merged["total_tokens"], "cost_usd": 0.000935,
            "unknown_costs": merged["unknown_costs"],
            "dropped": ["email", "name", "password_hash", "auth_type", "created_at", "budget"],
            "dry_run": is_dry_run,
        })
        .to_string()
    };
    assert_eq!(merged.to_string(), expected(false));
    assert_eq!(planned.to_string(), expected(true));
}

#[test]
fn conversations_and_keys_are_the_others_to_the_byte_and_the_bill_stays() {
    let sandbox = Sandbox::flask_store();
    use_both(&sandbox);
    let read = |id: &str| StoredUser::read(&sandbox, id);
    let (of_ada, of_other) = (read(ADA), read(OTHER_ID));
    let (paid, by_user) = (bill(&sandbox, "model"), bill(&sandbox, "user"));
    assert_eq!(by_user["rows"].as_array().expect("a list").len(), 2);
    merge(&sandbox, MAIL, OTHER);
    assert_eq!(bill(&sandbox, "model"), paid);
    let by_user = bill(&sandbox, "user");
    let rows = by_user["rows"].as_array().expect("a list");
    assert_eq!(rows.len(), 1, "{by_user}");
    assert!(rows[0].to_string().contains(OTHER), "{by_user}");
    let merged = StoredUser::read(&sandbox, OTHER_ID);
    let mut expected = of_other.conversations();
    expected.extend(of_ada.conversations());
    assert_eq!(merged.conversations(), expected);
    let order = |id: &str| {
        merged
            .text
            .find(&format!("\"{id}\": {{"))
            .expect("it is there")
    };
    let first = of_other
        .conversations()
        .into_keys()
        .next()
        .expect("there is one");
    assert!(order(&first) < order(TWO_TURNS));
    let keys = |user: &StoredUser| -> BTreeMap<String, String> {
        #[derive(serde::Deserialize)]
        struct Keys {
            api_keys: BTreeMap<String, String>,
        }
        let read: Keys = serde_json::from_str(&user.text).expect("it has the app's form");
        read.api_keys
    };
    let (before, theirs, after) = (keys(&of_other), keys(&of_ada), keys(&merged));
    assert_eq!(after["google"], before["google"]);
    assert_eq!(
        (&after["openai"], &after["anthropic"]),
        (&theirs["openai"], &theirs["anthropic"])
    );
    assert!(
        !sandbox
            .store()
            .join(format!("user_data/{ADA}.json"))
            .exists()
    );
    sandbox
        .chatkeep(&["user", "show", MAIL])
        .run()
        .fails_with(3);
    let found = json_of(&sandbox, &["chat", "search", "lock", "--all-users"]);
    let hits = found.as_array().expect("a list");
    assert!(
        !hits.is_empty() && hits.iter().all(|hit| hit["user"] == OTHER_ID),
        "{found}"
    );
    let stones = fs::read_to_string(sandbox.store().join(".chatkeep/tombstones.jsonl"));
    assert_eq!(stones.unwrap_or_default().trim(), "", "it is no erasure");
    let doctor = sandbox.chatkeep(&["doctor"]);
    doctor.run_changing_nothing().succeeds();
}

#[test]
fn who_never_had_any_data_takes_all_in() {
    let sandbox = Sandbox::flask_store();
    let before = StoredUser::read(&sandbox, ADA).conversations();
    let merged = merge(&sandbox, MAIL, GRACE);
    assert_eq!(merged["keys_taken"], json!(["openai", "anthropic"]));
    assert_eq!(StoredUser::read(&sandbox, GRACE_ID).conversations(), before);
    let merged = merge(&sandbox, "empty@example.org", GRACE);
    assert_eq!(merged["conversations"], 0);
    assert_eq!(StoredUser::read(&sandbox, GRACE_ID).conversations(), before);
    let shown = json_of(&sandbox, &["user", "show", GRACE]);
    assert_eq!(shown["auth_type"], "google", "what stays keeps what it has");
}

#[test]
fn conversations_that_differ_are_named_and_can_be_told_apart() {
    let sandbox = Sandbox::flask_store();
    let exported = sandbox.work().join("hers.jsonl");
    let file = exported.to_str().expect("a name in UTF-8");
    run(
        &sandbox,
        &["export", TWO_TURNS, "-u", MAIL, "--as", "jsonl", "-o", file],
    );
    run(&sandbox, &["import", file, "-u", OTHER]);
    run(
        &sandbox,
        &["chat", "rename", "-u", OTHER, TWO_TURNS, "His title"],
    );
    let arguments = ["user", "merge", MAIL, OTHER, "--yes"];
    let refused = sandbox.chatkeep(&arguments).run_changing_nothing();
    refused.fails_with(4).stderr_is(str![[r#"
error: ef2a47e3-0b1c-45d9-a093-c01e43ddece2 and 09302212-702c-46ec-b601-69456355f61d both have the conversation a23d5eb8-6819-435b-ad9b-dc6471fdf17a, each with another content
 hint: nothing was changed; `chatkeep chat fork` copies one of the two under an id of its own, then delete that one

"#]]);
    run(&sandbox, &["chat", "fork", "-u", OTHER, TWO_TURNS]);
    run(
        &sandbox,
        &["chat", "delete", "-u", OTHER, TWO_TURNS, "--yes"],
    );
    let paid = bill(&sandbox, "model");
    let merged = merge(&sandbox, MAIL, OTHER);
    assert_eq!(merged["conversations"], 4);
    assert_eq!(bill(&sandbox, "model"), paid);
}

#[test]
fn no_restore_of_an_older_backup_makes_anything_count_twice() {
    let sandbox = Sandbox::flask_store();
    use_both(&sandbox);
    let backup = back_up(&sandbox);
    let backup = text(&backup);
    let paid = bill(&sandbox, "model");
    merge(&sandbox, MAIL, OTHER);
    let part = ["restore", backup, "--user", MAIL];
    let refused = sandbox.chatkeep(&part).run_changing_nothing();
    refused.fails_with(4).stderr_is(str![[r#"
error: user ef2a47e3-0b1c-45d9-a093-c01e43ddece2 was merged into 09302212-702c-46ec-b601-69456355f61d, who has what there was
 hint: here it would count twice: restore the backup into a new folder with --store; `export` there and `import` here what is missing

"#]]);
    let merged = json_of(&sandbox, &["restore", backup, "--merge"]);
    assert_eq!(merged["accounts_merged"], json!([MAIL]));
    assert_eq!(merged["accounts_added"], json!([]));
    assert_eq!(bill(&sandbox, "model"), paid);
    let before = StoredUser::read(&sandbox, OTHER_ID).text;
    run(&sandbox, &["restore", backup, "--yes"]);
    assert_eq!(
        json_of(&sandbox, &["user", "show", MAIL])["conversations"],
        4
    );
    assert_eq!(bill(&sandbox, "model"), paid);
    run(&sandbox, &["restore", "--undo", "--yes"]);
    assert_eq!(StoredUser::read(&sandbox, OTHER_ID).text, before);
    assert_eq!(bill(&sandbox, "model"), paid);
}

#[test]
fn nobody_is_merged_without_consent_with_nobody_or_with_oneself() {
    let sandbox = Sandbox::flask_store();
    let refused = |arguments: &[&str], code| {
        let arguments = [&["user", "merge"], arguments].concat();
        sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .fails_with(code)
    };
    refused(&[MAIL, OTHER], 2);
    refused(&[MAIL, "nobody@example.org", "--yes"], 3);
    refused(&["nobody@example.org", MAIL, "--yes"], 3);
    refused(&[MAIL, ADA, "--yes"], 2).stderr_is(str![[r#"
error: both are the same user, ef2a47e3-0b1c-45d9-a093-c01e43ddece2
 hint: name two accounts: the one that goes, then the one that stays

"#]]);
    let mut terminal = sandbox.at_terminal(&["user", "merge", MAIL, OTHER]);
    terminal.sees(
        "Move 4 conversations and 2 API keys of ada@example.org to müller@example.org, and remove",
    );
    terminal.types("n\n");
    let (code, _) = terminal.ends();
    assert_eq!(code, 1);
    run(&sandbox, &["user", "show", MAIL]);
}
