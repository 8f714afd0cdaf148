//! Backup files: made, found, and spoiled; and what is in them compared.

use std::fs;
use std::path::{Path, PathBuf};

use crate::outcome::Outcome;
use crate::sandbox::Sandbox;
use crate::tree::tree_digest;

/// The user file of ada, who has all conversations.
pub(crate) const ADA: &str = "user_data/ef2a47e3-0b1c-45d9-a093-c01e43ddece2.json";

/// Returns the backups in a folder, the oldest first.
pub(crate) fn backups_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("its entries are readable").path())
        .collect();
    paths.sort();
    paths
}

/// Makes a backup in the store's own folder of backups.
pub(crate) fn back_up(sandbox: &Sandbox) -> PathBuf {
    let made = sandbox
        .chatkeep(&["backup", "--format", "json"])
        .run()
        .succeeds();
    let path = &made.stdout_json()["path"];
    PathBuf::from(path.as_str().expect("a path"))
}

/// Puts copies of a backup into the folder of backups, under these names, each between `chatkeep-` and `.tar.gz`.
pub(crate) fn copy_as(sandbox: &Sandbox, names: &[&str]) -> Vec<PathBuf> {
    // Made there, since a database's folder of backups is known only once there is one.
    let made = back_up(sandbox);
    let whole = fs::read(&made).expect("it is there");
    fs::remove_file(&made).expect("ours");
    let paths = names.iter().map(|name| {
        let path = made.with_file_name(format!("chatkeep-{name}.tar.gz"));
        fs::write(&path, &whole).expect("ours");
        path
    });
    paths.collect()
}

/// Asserts that two folders hold the same JSON documents, by Python's reading: serde_json takes no lone surrogates.
#[track_caller]
pub(crate) fn assert_same_documents(sandbox: &Sandbox, one: &Path, other: &Path) {
    let script = "
import json, pathlib, sys
def documents(root):
    root = pathlib.Path(root)
    files = [root / 'users.json', *(root / 'user_data').glob('*.json')]
    return {str(file.relative_to(root)): json.loads(file.read_text()) for file in files}
one, other = map(documents, sys.argv[1:])
assert len(one) > 1 and one == other, (one.keys(), other.keys())
";
    let (one, other) = (one.to_str().expect("text"), other.to_str().expect("text"));
    let arguments = ["-c", script, one, other];
    let python = sandbox.program("python3", &arguments).on_files();
    python.run().succeeds();
}

/// The beginning of a file that is encrypted to somebody else.
pub(crate) const LOCKED: &str = "\
age-encryption.org/v1
-> X25519 uXWEaJ3L5oYnHcpr8mvPIWWmWh6v7aFWbLEDsMsGBgg
pGW0mOePvxbcYIYQFoIXIIhT0bbC5TqFQDD0tKcJHTM
--- vJ0k3vzIhpXF6gvJ2ibDOPk2iqHbGAlvP1mC6vz9hkY
0123456789abcdef";

/// Puts another byte in place of the one in the middle.
pub(crate) fn flip_a_bit(path: &Path) {
    let mut bytes = fs::read(path).expect("it is there");
    let middle = bytes.len() / 3;
    bytes[middle] ^= 0x10;
    fs::write(path, bytes).expect("it is ours");
}

/// Returns a path as text, to give as an argument.
#[track_caller]
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("the path is text")
}

/// Notes the files of the web app, with modes, owners and content.
pub(crate) fn app_files(store: &Path) -> Vec<(PathBuf, String)> {
    let is_the_apps =
        |path: &&PathBuf| path.starts_with("users.json") || path.starts_with("user_data");
    let digest = tree_digest(store);
    let paths = digest.keys().filter(is_the_apps);
    paths
        .map(|path| (path.clone(), digest[path].clone()))
        .collect()
}

/// Restores a backup without being asked.
pub(crate) fn restore<'s>(sandbox: &'s Sandbox, backup: &Path) -> Outcome<'s> {
    sandbox.chatkeep(&["restore", text(backup), "--yes"]).run()
}
