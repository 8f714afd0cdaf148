//! Owners and permissions: what is replaced keeps them, and what is made is open to nobody by mistake.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown};
use std::path::Path;

use crate::sandbox::Sandbox;
use crate::stored::ADA;

const APP: u32 = 12345;
const GROUP: u32 = 23456;
const ADA_MAIL: &str = "ada@example.org";
/// An account that has no file yet.
const FILELESS: &str = "empty@example.org";

/// Commands that write, which together replace `users.json` and a user's file, and make new files and folders.
const WRITING: &[&[&str]] = &[
    &["user", "set", ADA_MAIL, "--name", "Other"],
    &[
        "chat",
        "send",
        "--user",
        ADA_MAIL,
        "--model",
        "echo/echo",
        "Hello",
    ],
    &[
        "chat",
        "send",
        "--user",
        FILELESS,
        "--model",
        "echo/echo",
        "Hello",
    ],
    &["chat", "delete", "last", "--yes", "--user", ADA_MAIL],
    &["key", "remove", ADA_MAIL, "openai", "--yes"],
    &["user", "add", "new@example.org", "--no-password"],
    &["user", "remove", "new@example.org", "--yes"],
    &["backup", "create"],
    &["restore", "latest", "--yes"],
];

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Calls `action` on a path and all below it.
fn for_all(path: &Path, action: &mut impl FnMut(&Path)) {
    action(path);
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("it is readable") {
            for_all(&entry.expect("so are its entries").path(), action);
        }
    }
}

fn give_to_app(folder: &Path) {
    for_all(folder, &mut |path| {
        lchown(path, Some(APP), Some(GROUP)).expect("root may");
    });
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("it is ours");
}

/// Returns what `getfacl` tells of a file: owner, group, flags and every entry of its lists.
fn access_of(sandbox: &Sandbox, path: &Path) -> String {
    let path = path.to_str().expect("the sandbox has a plain name");
    let shown = sandbox
        .program("getfacl", &["-n", "-p", "-E", path])
        .run()
        .succeeds();
    shown.stdout_text().to_owned()
}

fn set_list(sandbox: &Sandbox, arguments: &[&str], path: &Path) {
    let path = path.to_str().expect("the sandbox has a plain name");
    sandbox
        .program("setfacl", &[arguments, &[path]].concat())
        .run()
        .succeeds();
}

#[test]
fn a_replacement_keeps_the_access_list_of_what_it_replaces() {
    json_files_only!("it is about the owners and modes of files");
    let sandbox = Sandbox::flask_store();
    let files = ["users.json".to_owned(), format!("user_data/{ADA}.json")]
        .map(|name| sandbox.store().join(name));
    for file in &files {
        set_mode(file, 0o640);
        set_list(&sandbox, &["-m", "u:1234:rw,g:2345:r,m::rw"], file);
        if is_root() {
            lchown(file, Some(APP), Some(GROUP)).expect("root may");
        }
    }
    let state = || {
        files.each_ref().map(|file| {
            (
                access_of(&sandbox, file),
                fs::metadata(file).expect("there").ino(),
            )
        })
    };
    let before = state();
    assert!(before[0].0.contains("user:1234:rw-"), "{}", before[0].0);
    for command in &WRITING[..2] {
        sandbox.chatkeep(command).run().succeeds();
    }
    for ((access, inode), (new_access, new_inode)) in before.iter().zip(state()) {
        assert_ne!(*inode, new_inode, "it was not replaced");
        assert_eq!(*access, new_access);
    }
}

#[test]
fn a_new_user_file_has_the_mode_of_the_accounts_whatever_list_its_folder_hands_on() {
    json_files_only!("it is about the owners and modes of files");
    let sandbox = Sandbox::flask_store();
    set_mode(&sandbox.store().join("users.json"), 0o640);
    let folder = sandbox.store().join("user_data");
    set_list(&sandbox, &["-d", "-m", "u:1234:rwx,o::rwx"], &folder);
    sandbox.chatkeep(WRITING[2]).run().succeeds();
    let made = folder.join("8b06fb83-3ecf-4252-94af-6372c860fc70.json");
    assert_eq!(
        fs::metadata(&made).expect("it was made").mode() & 0o7777,
        0o640
    );
    let access = access_of(&sandbox, &made);
    // The folder's entry is there, and held down by the mask, which is what the mode's group bits mean now.
    assert!(
        access.contains("user:1234:rwx") && access.contains("mask::r--"),
        "{access}"
    );
    assert!(access.contains("other::---"), "{access}");
}

#[test]
fn roots_commands_leave_everything_to_the_stores_owner() {
    json_files_only!("it is about the owners and modes of files");
    if !is_root() {
        return;
    }
    let sandbox = Sandbox::flask_store();
    give_to_app(&sandbox.store());
    for command in WRITING {
        sandbox.chatkeep(command).run().succeeds();
        for_all(&sandbox.store(), &mut |path| {
            let facts = fs::symlink_metadata(path).expect("it is listed");
            assert_eq!(
                (facts.uid(), facts.gid()),
                (APP, GROUP),
                "{command:?}: {}",
                path.display()
            );
        });
    }
    assert!(
        sandbox.store().join("backups").is_dir()
            && sandbox.store().join(".chatkeep/before-restore").is_dir()
    );
}

#[test]
fn who_may_write_but_not_give_away_is_refused_and_nothing_is_changed() {
    json_files_only!("it is about the owners and modes of files");
    if !is_root() {
        return;
    }
    for has_private_folder in [false, true] {
        let sandbox = Sandbox::flask_store();
        if has_private_folder {
            sandbox
                .chatkeep(&["user", "disable", "grace@example.org"])
                .run()
                .succeeds();
        }
        give_to_app(&sandbox.store());
        for_all(&sandbox.store(), &mut |path| {
            set_mode(path, if path.is_dir() { 0o777 } else { 0o666 });
        });
        // A backup is a file of whoever makes it; the others would change a file that is not theirs.
        for command in WRITING.iter().filter(|command| {
            !["backup", "restore"].contains(&command[0]) && command[1] != "remove"
        }) {
            let refused = sandbox
                .chatkeep(command)
                .unprivileged()
                .run_changing_nothing();
            let refused = refused.fails_with(1);
            assert!(
                refused.stderr_text().contains(&format!("{APP}:{GROUP}")),
                "{refused}"
            );
        }
    }
}

#[test]
fn folders_that_hand_their_group_on_do_so_with_what_we_make() {
    json_files_only!("it is about the owners and modes of files");
    if !is_root() {
        return;
    }
    let sandbox = Sandbox::flask_store();
    for_all(&sandbox.store(), &mut |path| {
        let owner = if path.is_dir() { GROUP } else { APP };
        lchown(path, Some(APP), Some(owner)).expect("root may");
        if path.is_dir() {
            set_mode(path, 0o2770);
        }
    });
    for command in WRITING.iter().filter(|command| command[0] != "restore") {
        sandbox.chatkeep(command).run().succeeds();
    }
    for made in [
        ".chatkeep",
        ".chatkeep/lock",
        "backups",
        "user_data/8b06fb83-3ecf-4252-94af-6372c860fc70.json",
    ] {
        let facts = fs::metadata(sandbox.store().join(made)).expect("it was made");
        assert_eq!((facts.uid(), facts.gid()), (APP, GROUP), "{made}");
    }
    for kept in ["users.json".to_owned(), format!("user_data/{ADA}.json")] {
        let facts = fs::metadata(sandbox.store().join(&kept)).expect("it is there");
        assert_eq!((facts.uid(), facts.gid()), (APP, APP), "{kept}");
    }
}

/// Returns the mode that a traced call gives to what it makes; `None` if it makes nothing.
fn mode_in_call(line: &str) -> Option<u32> {
    let makes_folder = line.contains("mkdir(") || line.contains("mkdirat(");
    let makes_file =
        line.contains("O_CREAT") || line.contains("O_TMPFILE") || line.contains("creat(");
    if !(makes_folder || makes_file) {
        return None;
    }
    let (arguments, _) = line.rsplit_once(") ")?;
    let mode = arguments.rsplit_once(", ")?.1;
    Some(u32::from_str_radix(mode, 8).unwrap_or_else(|error| panic!("{line}: {error}")))
}

#[test]
fn our_own_stores_are_closed_to_others_from_the_first_moment_whatever_the_umask() {
    json_files_only!("it is about the owners and modes of files");
    for umask in ["000", "022", "077"] {
        let sandbox = Sandbox::new();
        let trace = sandbox.root().join("trace");
        let mut made = 0;
        for command in [
            &["init"][..],
            &["user", "add", ADA_MAIL, "--no-password"],
            &[
                "chat",
                "send",
                "--user",
                ADA_MAIL,
                "--model",
                "echo/echo",
                "Hello",
            ],
            &["user", "add", "new@example.org", "--no-password"],
            &["user", "remove", "new@example.org", "--yes"],
            &["chat", "delete", "last", "--yes", "--user", ADA_MAIL],
            &["backup", "create"],
            &["restore", "latest", "--yes"],
        ] {
            let script = format!(
                r#"umask {umask}; exec strace -f -qq -s 4096 -e trace=open,openat,creat,mkdir,mkdirat -o "{}" "$0" "$@""#,
                trace.display()
            );
            let all = [&["-c", &script, env!("CARGO_BIN_EXE_chatkeep")], command].concat();
            sandbox
                .program("sh", &all)
                .with_env("CHATKEEP_STORE", sandbox.store().join("s"))
                .run()
                .succeeds();
            let traced = fs::read_to_string(&trace).expect("it was written");
            for line in traced.lines().filter(|line| line.contains("/store/s")) {
                let Some(mode) = mode_in_call(line) else {
                    continue;
                };
                assert_eq!(mode & 0o077, 0, "umask {umask}, {command:?}: {line}");
                made += 1;
            }
        }
        assert!(made > 20, "{made} calls were seen to make something");
        for_all(&sandbox.store().join("s"), &mut |path| {
            let mode = fs::metadata(path).expect("it is listed").mode() & 0o7777;
            assert_eq!(
                mode,
                if path.is_dir() { 0o700 } else { 0o600 },
                "umask {umask}: {}",
                path.display()
            );
        });
    }
}
