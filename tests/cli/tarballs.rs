//! Plain tarballs of a store, as an admin's own script makes them: restored from, whole and in part, and verified.

use std::fs;
use std::path::PathBuf;

use serde_json::json;
use snapbox::str;

use crate::backend::Backend;
use crate::backup_files::{app_files, assert_same_documents, restore, text};
use crate::sandbox::Sandbox;
use crate::stored::{ADA, StoredUser};

const MAIL: &str = "ada@example.org";
/// The conversation of hers that cost something.
const PAID: &str = "a23d5eb8";

/// Makes a tarball of the store's two parts by this script, which finds them in its working folder and the file in `$0`.
fn packed_by(sandbox: &Sandbox, script: &str) -> PathBuf {
    let file = sandbox.work().join("copy.tar");
    let store = sandbox.store();
    sandbox
        .program("sh", &["-c", script, text(&file)])
        .on_files()
        .in_folder(store)
        .run()
        .succeeds();
    file
}

#[test]
fn a_tarball_of_any_tool_gives_the_store_back() {
    for script in [
        r#"tar czf "$0" users.json user_data"#,
        r#"tar cf "$0" ./users.json ./user_data"#,
        r#"tar --format=pax -cf - user_data users.json | gzip -1 > "$0""#,
        r#"tar cf - -C .. --transform 's,^store,saved,' store | pigz > "$0""#,
        r#"bsdtar -czf "$0" users.json user_data"#,
        r#"bsdtar --format=pax -cf "$0" ./users.json ./user_data"#,
        r#"python3 -c 'import sys, tarfile
with tarfile.open(sys.argv[1], "w:gz") as tar: tar.add("users.json"); tar.add("user_data")' "$0""#,
    ] {
        let sandbox = Sandbox::flask_store();
        if script.contains("-C ..") && !sandbox.store().ends_with("store") {
            continue;
        }
        let before = app_files(&sandbox.store());
        let copy = sandbox.copied_store();
        let tarball = packed_by(&sandbox, script);
        sandbox
            .chatkeep(&["user", "remove", MAIL, "--yes"])
            .run()
            .succeeds();
        let restored = restore(&sandbox, &tarball).succeeds();
        restored.stdout_is(str![[r#"
restored [STORE] from the backup of [NOW]: 4 users, 4 conversations
what it held is kept in [..]

"#]]);
        if Backend::tested().is_json() {
            assert_eq!(app_files(&sandbox.store()), before, "{script}");
        }
        assert_same_documents(&sandbox, &sandbox.store(), &copy);
    }
}

#[test]
fn a_part_comes_out_of_a_tarball() {
    let sandbox = Sandbox::flask_store();
    let before = StoredUser::read(&sandbox, ADA).conversations();
    let tarball = packed_by(&sandbox, r#"tar czf "$0" users.json user_data"#);
    let run = |arguments: &[&str]| sandbox.chatkeep(arguments).run().succeeds();
    run(&["chat", "delete", "--user", MAIL, PAID, "--yes"]);
    let part = ["restore", text(&tarball), "--user", MAIL];
    let conversation = [&part[..], &["--conversation", PAID]].concat();
    let dry = [&conversation[..], &["--dry-run"]].concat();
    let dry = sandbox.chatkeep(&dry).run_changing_nothing().succeeds();
    assert!(
        dry.stdout_text().contains("conversations added: a23d5eb8"),
        "{dry}"
    );
    run(&conversation);
    let after = StoredUser::read(&sandbox, ADA).conversations();
    assert_eq!(after.len(), before.len());
    run(&["key", "remove", MAIL, "openai", "--yes"]);
    let keys = [&part[..], &["--keys-only", "--format", "json"]].concat();
    assert_eq!(run(&keys).stdout_json()["keys_added"], json!(["openai"]));
    run(&["user", "remove", MAIL, "--yes"]);
    run(&part);
    assert_eq!(
        StoredUser::read(&sandbox, ADA).conversations().len(),
        before.len()
    );
    let nobody = ["restore", text(&tarball), "--user", "nobody@example.org"];
    sandbox
        .chatkeep(&nobody)
        .run_changing_nothing()
        .fails_with(3);
}

#[test]
fn verify_says_what_of_a_tarball_can_be_known() {
    let sandbox = Sandbox::flask_store();
    let script = r#"echo hello >README; tar cf "$0" README users.json user_data; rm README"#;
    let tarball = packed_by(&sandbox, script);
    let verified = sandbox.chatkeep(&["backup", "verify", text(&tarball)]);
    let verified = verified.run_changing_nothing().succeeds();
    verified
        .stdout_is(str![[r#"
ok      [WORK]/copy.tar: 4 users, 4 conversations
        a plain tarball without checksums: it is whole as far as tar can tell, holds plain files alone, and every document in it parses

"#]])
        .stderr_is(str![[r#"
1 file in the tarball left alone, being no part of a store: "README"

"#]]);
    let json = ["backup", "verify", text(&tarball), "--format", "json", "-q"];
    let found = sandbox.chatkeep(&json).run().succeeds().stdout_json();
    assert_eq!(found[0]["checksums"], json!(false));
    let drilled = sandbox
        .chatkeep(&["backup", "drill", text(&tarball)])
        .with_env("FLASK_SECRET_KEY", "fixture-secret")
        .run()
        .succeeds();
    assert!(drilled.stdout_text().starts_with("proven"), "{drilled}");
}

#[test]
fn a_damaged_part_fails_verify_and_is_told_when_it_is_restored() {
    json_files_only!("it damages files");
    let sandbox = Sandbox::flask_store();
    let file = sandbox.store().join(crate::backup_files::ADA);
    let whole = fs::read(&file).expect("there");
    fs::write(&file, &whole[..100]).expect("ours");
    let tarball = packed_by(&sandbox, r#"tar czf "$0" users.json user_data"#);
    fs::write(&file, whole).expect("ours");
    let verified = sandbox.chatkeep(&["backup", "verify", text(&tarball)]);
    let verified = verified.run_changing_nothing().fails_with(6);
    assert!(
        verified.stdout_text().contains("is not what it should be"),
        "{verified}"
    );
    let restored = restore(&sandbox, &tarball).succeeds();
    assert!(
        restored
            .stderr_text()
            .contains("was damaged when it was backed up"),
        "{restored}"
    );
}

#[test]
fn a_tarball_with_links_is_refused_with_a_way_to_make_a_better_one() {
    let sandbox = Sandbox::flask_store();
    let script = r#"ln -s users.json link; tar cf "$0" link users.json user_data; rm link"#;
    let tarball = packed_by(&sandbox, script);
    let arguments = ["restore", text(&tarball), "--yes"];
    let refused = sandbox.chatkeep(&arguments).run_changing_nothing();
    refused.fails_with(6).stderr_is(str![[r#"
error: the tarball [WORK]/copy.tar cannot be used: the entry "link" is a symbolic link
 hint: `tar czhf FILE -C STORE users.json user_data` makes one that can be used

"#]]);
}
