//! How old the newest good backup is, as monitoring asks.

use std::fs;

use serde_json::json;
use snapbox::str;

use crate::backup_files::{LOCKED, back_up, copy_as};
use crate::sandbox::Sandbox;

const OLD: &str = "20200101_000000Z";

#[test]
fn a_new_backup_is_enough() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &[OLD]);
    back_up(&sandbox);
    let checked = sandbox
        .chatkeep(&["backup", "check"])
        .run_changing_nothing();
    let checked = checked.succeeds();
    checked.stdout_is(str![[r#"
ok       [STORE]/backups/chatkeep-[NOW].tar.gz: [..] s old, 4 users, 4 conversations

"#]]);
}

#[test]
fn an_old_one_is_not() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &[OLD]);
    let check = |age| {
        let check = ["backup", "check", "--max-age", age];
        sandbox.chatkeep(&check).run_changing_nothing()
    };
    check("26h")
        .fails_with(6)
        .stdout_is(str![[r#"
too old  [STORE]/backups/chatkeep-20200101_000000Z.tar.gz: [..] d[..] old, 4 users, 4 conversations

"#]])
        .stderr_is(str![[r#"
error: the newest good backup, [STORE]/backups/chatkeep-20200101_000000Z.tar.gz, is [..] d[..] old; 26 h is the most
 hint: `chatkeep backup` makes a new one; see why the last ones were not made

"#]]);
    check("36500d").succeeds();
    for age in ["26", "-1h", "soon", ""] {
        check(age).fails_with(2);
    }
}

#[test]
fn without_a_good_one_it_fails() {
    let sandbox = Sandbox::flask_store();
    let check = || {
        sandbox
            .chatkeep(&["backup", "check"])
            .run_changing_nothing()
    };
    check()
        .fails_with(6)
        .stdout_is(str![[r#"
none     no good backup in [STORE]/backups

"#]])
        .stderr_is(str![[r#"
error: there is no good backup in [STORE]/backups
 hint: `chatkeep backup` makes a new one; see why the last ones were not made

"#]]);
    copy_as(&sandbox, &[]);
    let folder = sandbox.backups();
    fs::write(folder.join("chatkeep-20260101_000000Z.tar.gz"), "torn").expect("ours");
    fs::write(folder.join("chatkeep-20260102_000000Z.tar.gz.age"), "").expect("ours");
    check().fails_with(6).stderr_is(str![[r#"
warning: a backup does not count: [STORE]/backups/chatkeep-20260102_000000Z.tar.gz.age is not a chatkeep backup: it does not end with a manifest
warning: a backup does not count: [STORE]/backups/chatkeep-20260101_000000Z.tar.gz is not a chatkeep backup: it does not end with a manifest
error: there is no good backup in [STORE]/backups
 hint: `chatkeep backup` makes a new one; see why the last ones were not made

"#]]);
}

#[test]
fn a_damaged_one_is_passed_over_and_told() {
    let sandbox = Sandbox::flask_store();
    let paths = copy_as(&sandbox, &[OLD, "20200102_000000Z", "20200103_000000Z"]);
    let whole = fs::read(&paths[1]).expect("there");
    fs::write(&paths[2], &whole[..whole.len() - 1]).expect("ours");
    let check = ["backup", "check", "--max-age", "36500d"];
    let checked = sandbox.chatkeep(&check).run_changing_nothing();
    checked
        .succeeds()
        .stdout_is(str![[r#"
ok       [STORE]/backups/chatkeep-20200102_000000Z.tar.gz: [..] d[..] old, 4 users, 4 conversations

"#]])
        .stderr_is(str![[r#"
warning: a backup does not count: [STORE]/backups/chatkeep-20200103_000000Z.tar.gz is damaged at byte [..]: the end is missing that every complete backup has

"#]]);
}

#[test]
fn a_clock_that_was_wrong_does_not_hide_that_backups_are_old() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &[OLD, "29990101_000000Z"]);
    let checked = sandbox
        .chatkeep(&["backup", "check"])
        .run_changing_nothing();
    let checked = checked.fails_with(6);
    checked.stderr_is(str![[r#"
warning: [STORE]/backups/chatkeep-29990101_000000Z.tar.gz is named after a time that is yet to come, so a clock is or was wrong; it does not count
error: the newest good backup, [STORE]/backups/chatkeep-20200101_000000Z.tar.gz, is [..] d[..] old; 26 h is the most
 hint: `chatkeep backup` makes a new one; see why the last ones were not made

"#]]);
}

#[test]
fn an_encrypted_one_counts_by_name_and_size() {
    let sandbox = Sandbox::flask_store();
    copy_as(&sandbox, &[OLD]);
    let sealed = sandbox
        .backups()
        .join("chatkeep-20200102_000000Z.tar.gz.age");
    fs::write(&sealed, LOCKED).expect("ours");
    let check = ["backup", "check", "--max-age", "36500d"];
    let checked = sandbox.chatkeep(&check).run_changing_nothing();
    checked.succeeds().stdout_is(str![[r#"
ok       [STORE]/backups/chatkeep-20200102_000000Z.tar.gz.age: [..] d[..] old, [..] B, encrypted: judged by its name and size alone

"#]]);
}

#[test]
fn the_fields_of_json_are_a_promise() {
    let sandbox = Sandbox::flask_store();
    let good = &copy_as(&sandbox, &[OLD])[0];
    let folder = sandbox.backups();
    let torn = folder.join("chatkeep-20200102_000000Z.tar.gz");
    fs::write(&torn, "torn").expect("ours");
    let future = folder.join("chatkeep-29990101_000000Z.tar.gz.age");
    fs::write(&future, LOCKED).expect("ours");
    let check = ["backup", "check", "--format", "json"];
    let checked = sandbox.chatkeep(&check).run_changing_nothing();
    let mut checked = checked.fails_with(6).stdout_json();
    assert!(checked["age_seconds"].as_u64() > Some(180_000_000));
    assert_eq!(
        checked["size_bytes"],
        fs::metadata(good).expect("there").len()
    );
    assert!(
        checked["problem"]
            .as_str()
            .expect("text")
            .contains("26 h is the most")
    );
    let problem = &mut checked["not_good"][0]["problem"];
    assert!(
        problem
            .as_str()
            .expect("text")
            .contains("is not a chatkeep backup")
    );
    *problem = json!("p");
    checked["age_seconds"] = json!(0);
    checked["size_bytes"] = json!(0);
    checked["problem"] = json!("p");
    let expected = json!({
        "ok": false, "folder": folder, "path": good, "created_at": "2020-01-01T00:00:00Z", "age_seconds": 0,
        "max_age_seconds": 93_600, "size_bytes": 0, "encrypted": false, "users": 4, "conversations": 4,
        "problem": "p", "not_good": [{"path": torn, "problem": "p"}], "in_future": [future]
    });
    assert_eq!(checked.to_string(), expected.to_string());
}
