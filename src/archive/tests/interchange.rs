//! Read by others' tools.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::super::samples::{FakeSnapshot, backup_of, large_document};
use crate::store::Snapshot;

/// Runs a tool on a backup in a folder of its own, and hands the folder to `look`.
///
/// Without the tool there is nothing to test, except where the tests are to be complete.
fn with_tool(tool: &str, arguments: &[&str], look: impl FnOnce(&Path, &FakeSnapshot)) {
    let large = large_document(2_500_000);
    let long = format!("user_data/{}.json", "x".repeat(128));
    let store = FakeSnapshot::new(&[
        ("users.json", b"{}"),
        ("user_data/a.json", &large),
        (&long, b"{\"long\":true}"),
        (".chatkeep/store.toml", b""),
    ]);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("backup.tar.gz"), backup_of(&store)).expect("writable");
    let output = Command::new(tool)
        .args(arguments)
        .current_dir(folder.path())
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) if std::env::var_os("CI").is_none() => return skip(tool, &error),
        Err(error) => panic!("{tool} cannot be run: {error}"),
    };
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{tool}: {complaints}");
    assert_eq!(complaints, "", "{tool} complains");
    look(folder.path(), &store);
}

#[allow(clippy::print_stderr, reason = "a test that was skipped must say so")]
fn skip(tool: &str, error: &std::io::Error) {
    eprintln!("skipped: {tool} cannot be run: {error}");
}

fn unpacked_is_the_store(folder: &Path, store: &FakeSnapshot) {
    for entry in store.entries() {
        let unpacked = fs::read(folder.join(entry.to_string())).expect("it was unpacked");
        assert!(
            unpacked == store.read(entry).expect("read").expect("there"),
            "{entry}"
        );
    }
    let manifest = fs::read(folder.join("manifest.json")).expect("it was unpacked");
    serde_json::from_slice::<serde_json::Value>(&manifest).expect("JSON");
}

#[test]
fn gnu_tar_unpacks_a_backup() {
    with_tool("tar", &["xzf", "backup.tar.gz"], unpacked_is_the_store);
}

#[test]
fn bsdtar_unpacks_a_backup() {
    with_tool("bsdtar", &["-xf", "backup.tar.gz"], unpacked_is_the_store);
}

#[test]
fn gzip_finds_a_backup_whole() {
    with_tool("gzip", &["-t", "backup.tar.gz"], |_, _| {});
}

#[test]
fn python_unpacks_a_backup() {
    let script = "import tarfile; tarfile.open('backup.tar.gz').extractall()";
    let arguments = ["-W", "ignore", "-c", script];
    with_tool("python3", &arguments, unpacked_is_the_store);
}
