//! Connections to PostgreSQL that are cut in the middle of a command: told, nothing half done, and the command can be run again.

use crate::backend::Backend;
use crate::held::Held;
use crate::sandbox::Sandbox;
use crate::stored::{ADA, StoredUser};

const MAIL: &str = "ada@example.org";

/// Waits on the server until a command of ours waits there for a lock, and ends its connection, as a server does that goes
/// down, or an admin.
const CUT_OFF: &str = "DO $$ DECLARE found boolean; BEGIN LOOP
    SELECT bool_or(pg_terminate_backend(pid)) INTO found FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'chatkeep' AND wait_event_type = 'Lock';
    EXIT WHEN found;
    PERFORM pg_stat_clear_snapshot(), pg_sleep(0.01);
  END LOOP; END $$";

#[test]
fn a_command_whose_connection_is_cut_says_so_and_has_changed_nothing() {
    databases_only!("files have no connections");
    if Backend::tested() != Backend::Postgres {
        return crate::backend::leave_out("SQLite has no connections");
    }
    for command in [
        &["key", "remove", MAIL, "openai", "--yes"][..],
        &["user", "remove", MAIL, "--yes"],
        &["chat", "delete", "last", "--user", MAIL, "--yes"],
    ] {
        let sandbox = Sandbox::flask_store();
        let before = StoredUser::read(&sandbox, ADA).text;
        sandbox.chatkeep(&["user", "list"]).run().succeeds();
        let held = Held::of_user(&sandbox, ADA);
        let run = sandbox.chatkeep(command).start();
        sandbox.place().execute(CUT_OFF);
        let lost = run.ends().fails_with(8);
        let error = lost.stderr_text();
        assert!(error.contains("connection"), "{error}");
        drop(held);
        assert_eq!(StoredUser::read(&sandbox, ADA).text, before, "{command:?}");
        sandbox.chatkeep(command).run().succeeds();
    }
}

#[test]
fn a_reply_whose_place_is_cut_off_is_shown_and_kept() {
    databases_only!("files have no connections");
    if Backend::tested() != Backend::Postgres {
        return crate::backend::leave_out("SQLite has no connections");
    }
    let sandbox = Sandbox::flask_store();
    let before = StoredUser::read(&sandbox, ADA).text;
    sandbox.chatkeep(&["user", "list"]).run().succeeds();
    let held = Held::of_user(&sandbox, ADA);
    let ask = ["chat", "--user", MAIL, "-m", "echo", "hello"];
    let run = sandbox.chatkeep(&ask).start();
    sandbox.place().execute(CUT_OFF);
    let lost = run.ends().fails_with(8);
    assert_eq!(lost.stdout_text(), "hello\n");
    assert!(lost.stderr_text().contains("chat recover"), "{lost}");
    drop(held);
    assert_eq!(StoredUser::read(&sandbox, ADA).text, before);
    let recover = ["chat", "recover", "--user", MAIL];
    sandbox.chatkeep(&recover).run().succeeds();
    assert_eq!(StoredUser::read(&sandbox, ADA).conversations().len(), 5);
}
