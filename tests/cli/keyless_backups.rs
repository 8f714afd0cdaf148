//! Backups without API keys, for who may read conversations and spend nobody's money.

use std::fs;

use serde_json::json;
use snapbox::str;

use crate::backup_files::{back_up, backups_in, text};
use crate::sandbox::Sandbox;

/// Makes a backup without keys. Returns its file as text.
fn back_up_keyless(sandbox: &Sandbox) -> String {
    let create = ["backup", "--exclude-keys", "--format", "json"];
    let made = sandbox.chatkeep(&create).run().succeeds().stdout_json();
    assert_eq!(made["keys_excluded"], json!(true));
    made["path"].as_str().expect("a path").to_owned()
}

fn keys(sandbox: &Sandbox) -> serde_json::Value {
    let list = ["key", "list", "--format", "json"];
    sandbox.chatkeep(&list).run().succeeds().stdout_json()
}

#[test]
fn no_key_is_in_it_and_all_else_is() {
    json_files_only!("the store's files are compared");
    let sandbox = Sandbox::flask_store();
    let backup = back_up_keyless(&sandbox);
    let script = "
import json, pathlib, sys, tarfile
store = pathlib.Path(sys.argv[2])
with tarfile.open(sys.argv[1]) as archive:
    files = {m.name: archive.extractfile(m).read() for m in archive.getmembers()}
assert not any(b'gAAAA' in content for content in files.values())
for path in store.glob('user_data/*.json'):
    there, here = json.loads(path.read_text()), json.loads(files[f'user_data/{path.name}'])
    assert here['api_keys'] == {}
    here['api_keys'] = there['api_keys']
    assert here == there
";
    let store = sandbox.store();
    let arguments = ["-c", script, &backup, text(&store)];
    sandbox.program("python3", &arguments).run().succeeds();
    let listed = sandbox.chatkeep(&["backup", "list"]).run().succeeds();
    assert!(listed.stdout_text().contains("without keys"), "{listed}");
    sandbox
        .chatkeep(&["backup", "verify", "latest"])
        .run()
        .succeeds();
}

#[test]
fn a_restore_of_it_leaves_the_keys_of_the_store() {
    let sandbox = Sandbox::flask_store();
    let backup = back_up_keyless(&sandbox);
    let before = keys(&sandbox);
    assert!(!before.as_array().expect("a list").is_empty());
    let restored = sandbox.chatkeep(&["restore", &backup, "--yes"]).run();
    let restored = restored.succeeds();
    assert!(
        restored.stderr_text().contains("those of the store stay"),
        "{restored}"
    );
    assert_eq!(keys(&sandbox), before);
    let into = ["restore", &backup, "--into", "other", "--yes"];
    sandbox.chatkeep(&into).run().succeeds();
    let list = ["--store", "other", "key", "list", "--format", "json"];
    let listed = sandbox.chatkeep(&list).run().succeeds().stdout_json();
    assert_eq!(listed, json!([]));
}

#[test]
fn a_damaged_file_cannot_be_without_keys() {
    json_files_only!("a file is damaged");
    let sandbox = Sandbox::flask_store();
    let file = sandbox.store().join(crate::backup_files::ADA);
    let whole = fs::read(&file).expect("there");
    fs::write(&file, &whole[..whole.len() / 2]).expect("ours");
    let failed = sandbox.chatkeep(&["backup", "--exclude-keys"]).run();
    failed.fails_with(6).stderr_is(str![[r#"
error: cannot back up user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json: user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json is damaged: [..]
 hint: [..]

"#]]);
    assert_eq!(backups_in(&sandbox.backups()).len(), 0);
    back_up(&sandbox);
}
