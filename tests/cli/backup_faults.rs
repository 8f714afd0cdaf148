//! Backups and restores where disks are full, read-only or gone, and two backups at once.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use sha2::{Digest, Sha256};

use crate::backend::{Backend, leave_out};
use crate::backup_files::{ADA, back_up, backups_in, text};
use crate::locking::Holder;
use crate::outcome::Outcome;
use crate::sandbox::Sandbox;
use crate::tree::tree_digest;

/// Whether file systems can be mounted for a test alone, which not every container lets one do.
fn can_mount() -> bool {
    let tried = Command::new("unshare").args(["-rm", "true"]).output();
    tried.is_ok_and(|tried| tried.status.success())
}

/// Runs a script in which `disk` in the working folder is a disk of its own, of this size; `$0` is the program. Only the
/// script sees it.
fn with_disk<'s>(
    sandbox: &'s Sandbox,
    size: &str,
    script: &str,
    arguments: &[&str],
) -> Outcome<'s> {
    let disk = sandbox.work().join("disk");
    if !disk.exists() {
        fs::create_dir(&disk).expect("ours");
    }
    let script = format!("mount -t tmpfs -o mode=755,size={size} tmpfs disk || exit 99\n{script}");
    let program = ["-rm", "sh", "-c", &script, env!("CARGO_BIN_EXE_chatkeep")];
    let arguments = [&program, arguments].concat();
    sandbox.program("unshare", &arguments).run()
}

/// Gives ada a file of some 700 kB that hardly gets smaller by compression.
fn make_large(sandbox: &Sandbox) {
    let mut noise = String::new();
    for number in 0..10_000_u32 {
        let digest = Sha256::digest(number.to_be_bytes());
        write!(noise, "{digest:x}").expect("text takes it");
    }
    let file = sandbox.store().join(ADA);
    let whole = fs::read_to_string(&file).expect("there");
    // In front of what she has, so that nothing of that is lost.
    let large = whole.replacen('{', &format!("{{\"noise\": \"{noise}\", "), 1);
    fs::write(file, large).expect("ours");
}

#[test]
fn a_disk_that_becomes_full_gets_no_part_of_a_backup() {
    if !can_mount() {
        return leave_out("no file system can be mounted here");
    }
    let sandbox = Sandbox::flask_store();
    make_large(&sandbox);
    for place in ["--to disk/backups", "-o disk/backups/mine.tar.gz"] {
        let script = format!(
            "mkdir disk/backups; \"$0\" backup {place}; code=$?; ls -A disk/backups; exit $code"
        );
        let full = with_disk(&sandbox, "100k", &script, &[]).fails_with(1);
        assert_eq!(full.stdout_text(), "", "nothing is left behind");
        let error = full.stderr_text();
        assert!(error.contains("No space left on device"), "{error}");
        assert!(error.contains("hint: make room"), "{error}");
    }
    let script = "\"$0\" backup -q --to disk/backups --verify && \"$0\" backup verify all --from disk/backups";
    with_disk(&sandbox, "2m", script, &[]).succeeds();
}

#[test]
fn from_a_disk_that_is_read_only_one_restores_and_to_it_nothing_is_written() {
    if !can_mount() {
        return leave_out("no file system can be mounted here");
    }
    let sandbox = Sandbox::flask_store();
    let script = r#""$0" backup --to disk -q >/dev/null && mount -o remount,ro disk && ls -A disk >before || exit 98
"$0" backup list --from disk >/dev/null && "$0" backup verify latest --from disk >/dev/null || exit 97
"$0" restore latest --from disk --yes -q >/dev/null || exit 96
"$0" backup --to disk; code=$?; ls -A disk | cmp - before || exit 95
exit $code"#;
    let refused = with_disk(&sandbox, "2m", script, &[]).fails_with(1);
    let error = refused.stderr_text();
    assert!(error.contains("Read-only file system"), "{error}");
    assert!(error.contains("name another place"), "{error}");
}

#[test]
fn a_restore_for_which_the_disk_is_too_small_leaves_the_store_and_the_room_it_had() {
    json_files_only!("it restores into files and into SQLite, whatever is tested");
    if !can_mount() {
        return leave_out("no file system can be mounted here");
    }
    let sandbox = Sandbox::flask_store();
    let small = back_up(&sandbox);
    make_large(&sandbox);
    let large = back_up(&sandbox);
    // What a change leaves in the store is there beforehand.
    let script = r#"
for time in once again; do "$0" --store "$1" restore "$2" --yes -q >/dev/null || exit 98; done
seen() { "$0" --store "$1" user list; "$0" --store "$1" chat list --user ada@example.org; "$0" --store "$1" stats; }
used() { df --output=used disk | tail -1; }
seen "$1" >before; used >used
"$0" --store "$1" restore "$3" --yes; code=$?
seen "$1" | cmp - before || exit 97
echo "used $(cat used) $(used)"
"$0" --store "$1" doctor >doctor || exit 96
exit $code"#;
    for (location, size) in [("disk/store", "512k"), ("sqlite:disk/store.db", "800k")] {
        let arguments = [location, text(&small), text(&large)];
        let full = with_disk(&sandbox, size, script, &arguments).fails_with(1);
        let is_told = |told| full.stderr_text().contains(told);
        assert!(
            is_told("No space left on device") || is_told("disk is full"),
            "{full}"
        );
        let (_, used) = full
            .stdout_text()
            .rsplit_once("used")
            .expect("it was measured");
        let used: Vec<u64> = used.split_whitespace().flat_map(str::parse).collect();
        let [before, after] = used[..] else {
            panic!("{full}");
        };
        // Kilobytes: folders, and the log that SQLite keeps until the next command.
        assert!(after <= before + 200, "{full}");
    }
}

/// Returns the names in a folder, none if that is not there.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.collect()
}

#[test]
fn a_folder_that_vanishes_meanwhile_takes_the_backup_with_it_and_nothing_else() {
    json_files_only!("it holds a backup up by the lock of a file");
    let sandbox = Sandbox::flask_store();
    let folder = sandbox.work().join("gone");
    // The first puts into the store what every change leaves there.
    back_up(&sandbox);
    let before = tree_digest(&sandbox.store());
    let holder = Holder::lock(&sandbox.store().join(ADA));
    let running = sandbox.chatkeep(&["backup", "--to", "gone"]).start();
    while names(&folder).is_empty() {
        thread::yield_now();
    }
    fs::remove_dir_all(&folder).expect("ours");
    holder.let_go();
    let ended = running.ends().fails_with(1);
    let error = ended.stderr_text();
    assert!(
        error.contains("gone") && error.contains("No such file or directory"),
        "{error}"
    );
    assert!(!folder.exists(), "it is not made again for half a backup");
    assert_eq!(tree_digest(&sandbox.store()), before);
    let next = sandbox
        .chatkeep(&["backup", "--to", "gone", "--verify"])
        .run();
    next.succeeds();
}

#[test]
fn two_backups_at_once_are_two_backups() {
    let sandbox = Sandbox::flask_store();
    let folder = sandbox.work().join("both");
    let is_json = Backend::tested().is_json();
    let holder = is_json.then(|| Holder::lock(&sandbox.store().join(ADA)));
    let start = || sandbox.chatkeep(&["backup", "--to", "both"]).start();
    let running = [start(), start()];
    if let Some(holder) = holder {
        // Both are under way before either can end.
        while names(&folder).len() < 2 {
            thread::yield_now();
        }
        holder.let_go();
    }
    for backup in running {
        backup.ends().succeeds();
    }
    assert_eq!(backups_in(&folder).len(), 2);
    let verified = sandbox.chatkeep(&["backup", "verify", "all", "--from", "both"]);
    verified.run().succeeds();
}
