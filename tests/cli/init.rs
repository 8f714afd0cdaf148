//! `init`: what is made, for whom, and what is left alone.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::json;
use snapbox::str;

use crate::sandbox::Sandbox;
use crate::tree::tree_digest;

#[test]
fn a_store_and_an_identity_are_made() {
    let sandbox = Sandbox::new();
    let made = sandbox
        .chatkeep(&["init", "--timezone", "Europe/Berlin", "--format", "json"])
        .run()
        .succeeds()
        .stderr_is(str![[r#"
made the identity [CONFIG]/chatkeep/identity.txt; keep a copy of it in a safe place: without it, no stored API key can be read

"#]]);
    let facts = made.stdout_json();
    let names: Vec<_> = facts.as_object().expect("an object").keys().collect();
    assert_eq!(
        names,
        [
            "store",
            "timezone",
            "recipients",
            "identity",
            "identity_made"
        ]
    );
    assert_eq!(facts["timezone"], "Europe/Berlin");
    assert_eq!(facts["identity_made"], true);
    let recipient = facts["recipients"][0].as_str().expect("text");
    let recipients = sandbox.store().join(".chatkeep/recipients.txt");
    let recipients = fs::read_to_string(recipients).expect("it was made");
    assert!(recipients.lines().any(|line| line == recipient));
    sandbox
        .chatkeep(&["user", "list"])
        .run()
        .succeeds()
        .stdout_is(str![[r#"
no users yet

"#]]);
}

#[test]
fn only_the_owner_can_read_what_was_made_whatever_the_umask() {
    for umask in ["000", "077", "777"] {
        let sandbox = Sandbox::new();
        let store = sandbox.work().join("new/store");
        let script = format!(r#"umask {umask}; exec "$0" --store "$1" init"#);
        // The parents of the store are no part of it: the umask has them, and 777 would lock us out.
        fs::create_dir(sandbox.work().join("new")).expect("made");
        let arguments = [
            "-c",
            &script,
            env!("CARGO_BIN_EXE_chatkeep"),
            store.to_str().expect("text"),
        ];
        sandbox.program("sh", &arguments).run().succeeds();
        for (path, facts) in tree_digest(&store) {
            let mode = if facts.ends_with("folder") {
                "0700 "
            } else {
                "0600 "
            };
            assert!(
                facts.starts_with(mode),
                "umask {umask}: {} is {facts}",
                path.display()
            );
        }
        let mode = |path| {
            let facts = fs::metadata(sandbox.config().join(path)).expect("it was made");
            facts.permissions().mode() & 0o777
        };
        assert_eq!(mode("chatkeep/identity.txt"), 0o600, "umask {umask}");
        assert_eq!(mode("chatkeep") & 0o077, 0, "umask {umask}");
    }
}

#[test]
fn the_app_can_work_on_a_store_that_we_made() {
    let sandbox = Sandbox::new();
    sandbox.chatkeep(&["init"]).run().succeeds();
    let users = fs::read_to_string(sandbox.store().join("users.json")).expect("it was made");
    assert_eq!(users, "{}");
    assert!(sandbox.store().join("user_data").is_dir());
}

#[test]
fn a_second_init_is_refused() {
    let sandbox = Sandbox::flask_store();
    let location = sandbox.location();
    for arguments in [vec!["init"], vec!["init", &location]] {
        sandbox
            .chatkeep(&arguments)
            .run_changing_nothing()
            .fails_with(4)
            .stderr_is(str![[r#"
error: there is a store at [STORE] already
 hint: name another folder, or use the store as it is

"#]]);
    }
}

#[test]
fn users_data_without_accounts_is_not_built_upon() {
    json_files_only!("it takes a file away");
    let sandbox = Sandbox::flask_store();
    fs::remove_file(sandbox.store().join("users.json")).expect("it is ours");
    sandbox
        .chatkeep(&["init"])
        .run_changing_nothing()
        .fails_with(6)
        .stderr_is(str![[r#"
error: [STORE] has user_data/ but no users.json
 hint: `chatkeep restore` puts a backup in its place; or move user_data/ away to begin anew

"#]]);
}

#[test]
fn an_init_that_was_cut_short_can_be_made_again() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.store().join("user_data")).expect("made");
    fs::create_dir(sandbox.store().join(".chatkeep")).expect("made");
    sandbox.chatkeep(&["init"]).run().succeeds();
    sandbox.chatkeep(&["user", "list"]).run().succeeds();
}

#[test]
fn the_identity_that_is_there_is_used_again() {
    let sandbox = Sandbox::new();
    let init = |folder: &str| {
        let run = sandbox
            .chatkeep(&["init", folder, "--format", "json"])
            .run();
        run.succeeds()
    };
    let first = init("one").stdout_json();
    let second = init("two");
    assert_eq!(second.stderr_text(), "");
    let second = second.stdout_json();
    assert_eq!(second["recipients"], first["recipients"]);
    assert_eq!(
        (&first["identity_made"], &second["identity_made"]),
        (&json!(true), &json!(false))
    );
}

#[test]
fn a_file_that_is_no_identity_stops_init_before_anything_is_made() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.work().join("id.txt"), "hunter2\n").expect("written");
    let refused = sandbox
        .chatkeep(&["init", "--identity", "id.txt"])
        .run_changing_nothing()
        .fails_with(7);
    let said = refused.stderr_text();
    assert!(said.contains("line 1 of the identity id.txt"), "{refused}");
    assert!(!said.contains("hunter2"), "{refused}");
}

#[test]
fn no_home_is_needed_where_everything_is_named() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.work().join("config.toml"), "").expect("written");
    let mut init = sandbox.chatkeep(&[
        "init",
        "store",
        "--identity",
        "id.txt",
        "--config",
        "config.toml",
    ]);
    for name in [
        "HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
        "CHATKEEP_STORE",
    ] {
        init = init.without_env(name);
    }
    init.run().succeeds();
    for made in ["store/users.json", "id.txt"] {
        assert!(sandbox.work().join(made).is_file(), "{made}");
    }
}

#[test]
fn a_place_where_nothing_can_be_made_is_named() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.work().join("file"), "").expect("written");
    let store = sandbox
        .chatkeep(&["init", "file/store"])
        .run_changing_nothing()
        .fails_with(1);
    assert!(store.stderr_text().contains("file/store"), "{store}");
    let identity = sandbox
        .chatkeep(&["init", "--identity", "file/id.txt"])
        .run_changing_nothing()
        .fails_with(7);
    assert!(identity.stderr_text().contains("file"), "{identity}");
}

#[test]
fn who_may_not_write_to_the_folder_is_told_who_may() {
    json_files_only!("it is about the rights to files");
    let sandbox = Sandbox::new();
    fs::set_permissions(sandbox.store(), fs::Permissions::from_mode(0o555)).expect("it is ours");
    let closed = sandbox
        .chatkeep(&["init"])
        .unprivileged()
        .run()
        .fails_with(1);
    assert!(
        closed.stderr_text().contains("run as the user who owns"),
        "{closed}"
    );
}

#[test]
fn an_unknown_time_zone_is_wrong_usage() {
    let sandbox = Sandbox::new();
    let refused = sandbox
        .chatkeep(&["init", "--timezone", "Mars/Base"])
        .run_changing_nothing()
        .fails_with(2);
    assert!(refused.stderr_text().contains("Mars/Base"), "{refused}");
}
