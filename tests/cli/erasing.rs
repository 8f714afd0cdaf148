//! People erased for good: what goes, what is said of the rest, and that restores do not bring them back unasked.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use snapbox::str;

use crate::backup_files::{back_up, restore, text};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, StoredUser};
use crate::tree::tree_digest;

const MAIL: &str = "ada@example.org";

fn run(sandbox: &Sandbox, arguments: &[&str]) {
    sandbox.chatkeep(arguments).run().succeeds();
}

fn json_of(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let arguments = [arguments, &["--format", "json"]].concat();
    sandbox.chatkeep(&arguments).run().succeeds().stdout_json()
}

/// Leaves what a command leaves that is killed while a reply comes to ada.
fn leave_reply(sandbox: &Sandbox) {
    let folder = sandbox.machine().join("unsaved");
    fs::create_dir_all(&folder).expect("ours");
    let lines = format!(
        "{{\"asked\":{{\"user\":\"{ADA}\",\"conversation\":\"c-left\",\"new_title\":\"Left\",\"question\":\"Hi\",\
         \"at\":\"2026-01-01T00:00:00Z\",\"provider\":\"echo\",\"model\":\"echo\"}}}}\n{{\"text\":\"Half\"}}\n"
    );
    fs::write(folder.join("000000000001-left.jsonl"), lines).expect("ours");
}

fn erase(sandbox: &Sandbox) -> Value {
    json_of(sandbox, &["user", "remove", MAIL, "--erase", "--yes"])
}

/// Returns what all has cost, by model, to the last digit.
fn bill(sandbox: &Sandbox) -> Value {
    json_of(sandbox, &["stats", "--by", "model"])
}

fn tombstones(store: &Path) -> Vec<Value> {
    let text = fs::read_to_string(store.join(".chatkeep/tombstones.jsonl")).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Returns the ids of the accounts.
fn accounts(sandbox: &Sandbox) -> Vec<String> {
    let listed = json_of(sandbox, &["user", "list"]);
    let users = listed.as_array().expect("a list").iter();
    users
        .map(|user| user["id"].as_str().expect("an id").to_owned())
        .collect()
}

#[test]
fn the_receipt_says_what_went_and_what_is_left() {
    json_files_only!("a database has tables");
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    leave_reply(&sandbox);
    restore(&sandbox, &backup).succeeds();
    let arguments = ["user", "remove", MAIL, "--erase", "--dry-run"];
    let planned = sandbox
        .chatkeep(&arguments)
        .run_changing_nothing()
        .succeeds();
    planned.stdout_is(str![[r#"
would erase ada@example.org (ef2a47e3-0b1c-45d9-a093-c01e43ddece2)
2 API keys, 4 conversations with 8 messages; 128 tokens and the cost of $0.000935 would stay in the ledger, without content

what                    items    size  from
account                     1   316 B  users.json
keys and conversations      1  3.4 kB  user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json
unsaved replies             1   194 B  .chatkeep/unsaved

a tombstone, the id and the time alone, would keep restores from bringing the account back

still in these backups; a restore leaves them out:
  [STORE]/backups/chatkeep-[NOW].tar.gz
still here:
  .chatkeep/before-restore/[NOW]
    what a restore replaced, kept for `restore --undo`; delete the folder if nobody needs that
out of reach, to be looked through by hand:
  exports, backups in other places, copies of the disk and of a database's logs
  logs and signed-in sessions of the web app
  what the providers keep of what was sent to them

"#]]);
    let arguments = ["user", "remove", MAIL, "--erase", "--yes"];
    let erased = sandbox.chatkeep(&arguments).run().succeeds();
    erased
        .stdout_is(str![[r#"
erased ada@example.org (ef2a47e3-0b1c-45d9-a093-c01e43ddece2) at [NOW]
2 API keys, 4 conversations with 8 messages; 128 tokens and the cost of $0.000935 stay in the ledger, without content

what                    items    size  from
account                     1   316 B  users.json
keys and conversations      1  3.4 kB  user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json
unsaved replies             1   194 B  .chatkeep/unsaved

a tombstone, the id and the time alone, keeps restores from bringing the account back

still in these backups; a restore leaves them out:
  [STORE]/backups/chatkeep-[NOW].tar.gz
still here:
  .chatkeep/before-restore/[NOW]
    what a restore replaced, kept for `restore --undo`; delete the folder if nobody needs that
  .chatkeep/replaced/users.json~[..]
    the accounts of before, for the web app's sake; a later command that changes the store removes them
out of reach, to be looked through by hand:
  exports, backups in other places, copies of the disk and of a database's logs
  logs and signed-in sessions of the web app
  what the providers keep of what was sent to them

"#]])
        .stderr_is("");
}

#[test]
fn nothing_of_the_person_is_left_and_the_bill_stays() {
    let sandbox = Sandbox::flask_store();
    run(&sandbox, &["chat", "-u", MAIL, "-m", "echo", "Once more"]);
    leave_reply(&sandbox);
    let (before, paid) = (accounts(&sandbox), bill(&sandbox));
    let receipt = erase(&sandbox);
    assert_eq!(receipt["ledger"]["cost_usd"].to_string(), "0.000935");
    assert_eq!(bill(&sandbox), paid);
    let rest: Vec<_> = before.into_iter().filter(|id| id != ADA).collect();
    assert_eq!(accounts(&sandbox), rest);
    let shown = sandbox.chatkeep(&["user", "show", MAIL]).run();
    shown.fails_with(3);
    let left = json_of(&sandbox, &["chat", "recover", "--all-users", "--dry-run"]);
    assert_eq!(left, json!([]));
    assert!(
        !sandbox.machine().join("unsaved").exists() || {
            let mut files = fs::read_dir(sandbox.machine().join("unsaved")).expect("ours");
            files.next().is_none()
        }
    );
    // For the web app's sake the accounts of before stay for a while, which the receipt says.
    let left = receipt["left"].as_array().expect("a list");
    assert!(left.iter().all(|left| left["what"] == "replaced_accounts"));
    let store = sandbox.store();
    for (path, _) in tree_digest(&store) {
        let file = store.join(&path);
        let is_told = path.starts_with(".chatkeep/replaced");
        if file.is_file() && !is_told {
            let text = String::from_utf8_lossy(&fs::read(&file).expect("ours")).into_owned();
            assert!(!text.contains(MAIL), "{}", path.display());
            assert!(!text.contains("Once more"), "{}", path.display());
        }
    }
    let stones = tombstones(&store);
    let expected = json!({"user": ADA, "erased_at": receipt["erased_at"]});
    assert_eq!(stones, [expected]);
}

#[test]
fn the_fields_of_the_receipt_are_a_promise() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let mut receipt = erase(&sandbox);
    let removed = receipt["removed"].take();
    let left = receipt["left"].take();
    let parts = removed.as_array().expect("a list");
    assert_eq!(parts[0]["what"], "account");
    let bytes: u64 = parts.iter().filter_map(|part| part["bytes"].as_u64()).sum();
    for part in parts {
        let fields: Vec<_> = part.as_object().expect("a record").keys().collect();
        assert_eq!(fields, ["what", "place", "items", "bytes"]);
    }
    for left in left.as_array().expect("a list") {
        let fields: Vec<_> = left.as_object().expect("a record").keys().collect();
        assert_eq!(fields, ["what", "place"]);
    }
    let at = receipt["erased_at"].clone();
    let made = receipt["backups"][0]["created_at"].clone();
    assert!(at.is_string() && made.is_string());
    assert_eq!(
        receipt.to_string(),
        json!({
            "store": sandbox.shown_location(), "id": ADA, "email": MAIL, "erased_at": at, "dry_run": false,
            "keys": 2, "conversations": 4, "messages": 8, "bytes": bytes, "removed": null,
            "ledger": {
                "replies": 4, "input_tokens": 46, "output_tokens": 82, "total_tokens": 128,
                "cost_usd": 0.000935, "unknown_costs": 0,
            },
            "backups": [{"path": backup, "created_at": made, "certain": true}],
            "backups_unlisted": null, "left": null,
            "out_of_reach": [
                "exports", "backups_elsewhere", "copies_of_disks_and_logs", "web_app_logs",
                "web_app_sessions", "providers",
            ],
        })
        .to_string()
    );
}

#[test]
fn a_csv_receipt_has_a_row_for_each_place() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let arguments = [
        "user",
        "remove",
        MAIL,
        "--erase",
        "--dry-run",
        "--format",
        "csv",
    ];
    let planned = sandbox
        .chatkeep(&arguments)
        .run_changing_nothing()
        .succeeds();
    let mut lines = planned.stdout_text().lines();
    assert_eq!(
        lines.next(),
        Some(r#""id","state","what","place","items","bytes""#)
    );
    let rows: Vec<_> = lines.collect();
    assert!(
        rows[0].starts_with(&format!(r#""{ADA}","removed","account","#)),
        "{rows:?}"
    );
    let last = format!(r#""{ADA}","left","backup","{}",,"#, text(&backup));
    assert!(rows.contains(&last.as_str()), "{rows:?}");
}

#[test]
fn nobody_is_erased_without_consent() {
    let sandbox = Sandbox::flask_store();
    let arguments = ["user", "remove", MAIL, "--erase"];
    let refused = sandbox.chatkeep(&arguments).run_changing_nothing();
    refused.fails_with(2);
    let mut terminal = sandbox.at_terminal(&arguments);
    terminal.sees(
        "Erase ada@example.org for good, with 2 API keys, 4 conversations and 8 messages? Restores of older backups will leave \
         them out. [y/N]",
    );
    terminal.types("n\n");
    let (code, _) = terminal.ends();
    assert_eq!(code, 1);
    assert!(accounts(&sandbox).iter().any(|id| id == ADA));
}

#[test]
fn a_backup_that_cannot_be_read_may_hold_the_person() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    fs::write(&backup, "not a backup").expect("ours");
    let receipt = erase(&sandbox);
    assert_eq!(receipt["backups"][0]["path"], text(&backup));
    assert_eq!(receipt["backups"][0]["certain"], false);
}

#[test]
fn a_restore_leaves_out_who_was_erased_and_says_so() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    run(
        &sandbox,
        &["chat", "-u", MAIL, "-m", "echo", "Not in the backup"],
    );
    erase(&sandbox);
    let (rest, paid) = (accounts(&sandbox), bill(&sandbox));
    let arguments = ["restore", text(&backup), "--dry-run"];
    let plan = sandbox
        .chatkeep(&arguments)
        .run_changing_nothing()
        .succeeds();
    plan.stdout_is(str![[r#"
would replace [STORE] by [STORE]/backups/chatkeep-[NOW].tar.gz of [NOW]
               added  changed  lost  kept
accounts           0        0     0     3
conversations      0        0     0     0
left out, having been erased: ef2a47e3-0b1c-45d9-a093-c01e43ddece2

"#]])
        .stderr_is(str![[r#"
who was erased stays so; with --with-erased, a restore brings them back

"#]]);
    for _ in 0..2 {
        let restored = json_of(&sandbox, &["restore", text(&backup), "--yes"]);
        assert_eq!(restored["erased_left_out"], json!([ADA]));
        assert_eq!(restored["erased_brought_back"], json!([]));
        assert_eq!(accounts(&sandbox), rest);
        assert_eq!(bill(&sandbox), paid);
    }
    let store = sandbox.store();
    assert!(!store.join(format!("user_data/{ADA}.json")).exists());
    assert_eq!(tombstones(&store).len(), 1);
}

#[test]
fn with_erased_all_come_back_and_undoing_that_erases_again() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    let before = StoredUser::read(&sandbox, ADA).conversations();
    erase(&sandbox);
    let paid = bill(&sandbox);
    let plan = json_of(&sandbox, &["restore", text(&backup), "-n", "--with-erased"]);
    assert_eq!(plan["erased_brought_back"], json!([ADA]));
    assert_eq!(plan["accounts_added"], json!([MAIL]));
    let restored = json_of(
        &sandbox,
        &["restore", text(&backup), "--yes", "--with-erased"],
    );
    assert_eq!(restored["erased_brought_back"], json!([ADA]));
    assert_eq!(StoredUser::read(&sandbox, ADA).conversations(), before);
    assert_eq!(tombstones(&sandbox.store()), [] as [Value; 0]);
    assert_eq!(bill(&sandbox), paid);
    run(&sandbox, &["restore", "--undo", "--yes"]);
    assert!(accounts(&sandbox).iter().all(|id| id != ADA));
    assert_eq!(tombstones(&sandbox.store()).len(), 1);
    assert_eq!(bill(&sandbox), paid);
}

#[test]
fn a_part_of_who_was_erased_is_restored_only_if_told_so() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    erase(&sandbox);
    let part = ["restore", text(&backup), "--user", MAIL];
    let refused = sandbox.chatkeep(&part).run_changing_nothing();
    refused.fails_with(4).stderr_is(str![[r#"
error: user ef2a47e3-0b1c-45d9-a093-c01e43ddece2 was erased, and is not restored
 hint: `chatkeep user remove --erase` was meant for good; --with-erased brings them back and removes the tombstone

"#]]);
    let told = [&part[..], &["--with-erased"]].concat();
    let dry = sandbox.chatkeep(&[&told[..], &["-n"]].concat());
    let dry = dry.run_changing_nothing().succeeds();
    assert!(
        dry.stdout_text().contains("the tombstone would be removed"),
        "{dry}"
    );
    let restored = json_of(&sandbox, &told);
    assert_eq!(
        (&restored["was_erased"], &restored["account_added"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(tombstones(&sandbox.store()), [] as [Value; 0]);
    restore(&sandbox, &backup).succeeds();
    assert!(
        accounts(&sandbox).iter().any(|id| id == ADA),
        "no tombstone"
    );
}

#[test]
fn the_address_is_free_for_somebody_else_who_keeps_it() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    erase(&sandbox);
    run(&sandbox, &["user", "add", MAIL, "--no-password"]);
    let told = ["restore", text(&backup), "--user", ADA, "--with-erased"];
    let refused = sandbox.chatkeep(&told).run().fails_with(4);
    assert!(refused.stderr_text().contains(MAIL), "{refused}");
    let receipt = erase(&sandbox);
    assert_ne!(receipt["id"], ADA);
    assert_eq!(receipt["conversations"], 0);
    assert_eq!(tombstones(&sandbox.store()).len(), 2, "the first stays");
}

#[test]
fn a_copy_has_the_tombstones() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up(&sandbox);
    erase(&sandbox);
    for place in ["copy", "copy.db"] {
        let place = sandbox.work().join(place);
        let location = match place.extension() {
            Some(_) => format!("sqlite:{}", text(&place)),
            None => text(&place).to_owned(),
        };
        run(&sandbox, &["migrate", "--to", &location]);
        let arguments = ["--store", &location, "restore", text(&backup), "--yes"];
        let restored = json_of(&sandbox, &arguments);
        assert_eq!(restored["erased_left_out"], json!([ADA]));
    }
}

#[test]
fn whom_the_web_app_writes_back_is_named_and_not_copied() {
    json_files_only!("the web app works on files");
    let sandbox = Sandbox::flask_store();
    let file = format!("user_data/{ADA}.json");
    let read = |name: &str| fs::read(sandbox.store().join(name)).expect("there");
    let (users, data) = (read("users.json"), read(&file));
    erase(&sandbox);
    fs::write(sandbox.store().join(&file), data).expect("ours");
    let found = |has_account: bool| {
        let arguments = ["doctor", "--format", "json"];
        let found = sandbox.chatkeep(&arguments).run().stdout_json();
        let found = found.as_array().expect("a list").clone();
        let is_it = |one: &&Value| one["kind"] == "erased_is_back";
        let one = found.iter().find(is_it).expect("it is found");
        let what = one["finding"].as_str().expect("text");
        let ending = match has_account {
            true => "has an account again",
            false => "has a file again",
        };
        assert!(what.contains(ADA) && what.ends_with(ending), "{what}");
    };
    found(false);
    fs::write(sandbox.store().join("users.json"), users).expect("ours");
    found(true);
    let place = sandbox.work().join("copy");
    let refused = sandbox.chatkeep(&["migrate", "--to", text(&place)]).run();
    let refused = refused.fails_with(4);
    assert!(refused.stderr_text().contains(ADA), "{refused}");
    assert!(!place.exists());
    run(&sandbox, &["user", "remove", ADA, "--erase", "--yes"]);
    run(&sandbox, &["migrate", "--to", text(&place)]);
    assert_eq!(tombstones(&place).len(), 2);
}
