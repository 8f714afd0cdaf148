//! A whole backup merged into a store: what is missing comes back, what is there stays.

use std::fs;

use serde_json::{Value, json};
use snapbox::str;

use crate::backup_files::{ADA, back_up, text};
use crate::sandbox::Sandbox;

fn run(sandbox: &Sandbox, arguments: &[&str]) {
    sandbox.chatkeep(arguments).run().succeeds();
}

fn json_of(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let arguments = [&["--format", "json"], arguments].concat();
    sandbox.chatkeep(&arguments).run().succeeds().stdout_json()
}

/// Returns the titles of a user's conversations, sorted.
fn titles(sandbox: &Sandbox, user: &str) -> Vec<String> {
    let listed = json_of(sandbox, &["chat", "list", "--user", user, "--all"]);
    let rows = listed.as_array().expect("a list").iter();
    let title = |row: &Value| row["title"].as_str().expect("text").to_owned();
    let mut titles: Vec<_> = rows.map(title).collect();
    titles.sort();
    titles
}

#[test]
fn what_is_missing_comes_back_and_what_came_since_stays() {
    let sandbox = Sandbox::flask_store();
    let before = titles(&sandbox, "ada@example.org");
    let backup = back_up(&sandbox);
    let bill = |sandbox: &Sandbox| json_of(sandbox, &["stats"])["total"]["cost_usd"].clone();
    let paid = bill(&sandbox);
    run(
        &sandbox,
        &[
            "chat",
            "delete",
            "last",
            "--user",
            "ada@example.org",
            "--yes",
        ],
    );
    run(
        &sandbox,
        &["key", "remove", "ada@example.org", "openai", "--yes"],
    );
    run(&sandbox, &["user", "remove", "grace@example.org", "--yes"]);
    run(
        &sandbox,
        &["user", "add", "new@example.org", "--no-password"],
    );
    let ask = ["--user", "ada@example.org", "--provider", "echo", "Since"];
    run(&sandbox, &[&["chat", "send"], &ask[..]].concat());
    let merge = ["restore", text(&backup), "--merge"];
    let planned = sandbox.chatkeep(&[&merge[..], &["--dry-run"]].concat());
    let planned = planned.run_changing_nothing().succeeds();
    let planned = planned.stdout_text().replace("would merge", "merged");
    let merged = sandbox.chatkeep(&merge).run().succeeds();
    assert_eq!(merged.stdout_text(), planned);
    merged.stdout_is(str![[r#"
merged [STORE]/backups/chatkeep-[NOW].tar.gz of [..] into [STORE]
               added  left as it is  same already
accounts           1              0             3
conversations      1              0             3
API keys           1              0             2
accounts added: grace@example.org

"#]]);
    let now = titles(&sandbox, "ada@example.org");
    assert_eq!(now.len(), before.len() + 1);
    assert!(now.contains(&"Since".to_owned()), "{now:?}");
    assert!(before.iter().all(|title| now.contains(title)), "{now:?}");
    run(&sandbox, &["user", "show", "new@example.org"]);
    assert_eq!(bill(&sandbox), paid);
    let again = json_of(&sandbox, &merge);
    assert_eq!(
        (&again["accounts_added"], &again["conversations_added"]),
        (&json!([]), &json!(0))
    );
}

#[test]
fn who_has_an_address_by_now_keeps_it_and_who_was_erased_stays_away() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    run(&sandbox, &["user", "remove", "grace@example.org", "--yes"]);
    run(
        &sandbox,
        &["user", "add", "grace@example.org", "--no-password"],
    );
    run(
        &sandbox,
        &["user", "remove", "ada@example.org", "--erase", "--yes"],
    );
    let merged = json_of(&sandbox, &["restore", text(&backup), "--merge"]);
    assert_eq!(merged["accounts_refused"], json!(["grace@example.org"]));
    assert_eq!(merged["accounts_added"], json!([]));
    let id = ADA
        .trim_start_matches("user_data/")
        .trim_end_matches(".json");
    assert_eq!(merged["erased_left_out"], json!([id]));
    let back = ["restore", text(&backup), "--merge", "--with-erased"];
    let merged = json_of(&sandbox, &back);
    assert_eq!(merged["accounts_added"], json!(["ada@example.org"]));
    assert_eq!(merged["erased_brought_back"], json!([id]));
    run(&sandbox, &["user", "show", "ada@example.org"]);
}

#[test]
fn a_damaged_backup_merges_nothing() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    run(&sandbox, &["user", "remove", "ada@example.org", "--yes"]);
    let whole = fs::read(&backup).expect("there");
    let mut bytes = whole.clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&backup, bytes).expect("ours");
    let merge = ["restore", text(&backup), "--merge"];
    sandbox
        .chatkeep(&merge)
        .run_changing_nothing()
        .fails_with(6);
}
