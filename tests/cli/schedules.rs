//! What `backup schedule` prints, taken by the programs that it is for, and run as they would run it.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;

use serde_json::json;
use snapbox::str;

use crate::backup_files::backups_in;
use crate::fixture;
use crate::invocation::Invocation;
use crate::locking::Holder;
use crate::outcome::Outcome;
use crate::sandbox::Sandbox;

/// Runs the command of a line as cron does: in the home folder, by a shell that knows next to nothing.
fn run_by_cron<'s>(sandbox: &'s Sandbox, line: &str) -> Outcome<'s> {
    let fields: Vec<&str> = line.trim_end().splitn(6, ' ').collect();
    let command = unescaped(fields[5]);
    Invocation::new(sandbox, "/bin/sh", &["-c", &command])
        .with_env("HOME", sandbox.home())
        .with_env("LOGNAME", "ada")
        .with_env("PATH", "/usr/bin:/bin")
        .with_env("SHELL", "/bin/sh")
        .in_folder(sandbox.home())
        .run()
}

/// Does to a command what Debian's cron does: a `%` ends it and a backslash before one goes, as does one before another.
/// Other versions keep that one; so there must be none.
fn unescaped(command: &str) -> String {
    assert!(!command.contains(r"\\"), "{command}");
    let kept = command.replace(r"\%", "\u{1}");
    assert!(!kept.contains('%'), "{command}");
    kept.replace('\u{1}', "%")
}

fn printed(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let shown = sandbox.chatkeep(arguments).run_changing_nothing();
    shown.succeeds().stdout_text().to_owned()
}

#[test]
fn the_line_backs_up_the_store_in_force_from_anywhere() {
    let sandbox = Sandbox::flask_store();
    let schedule = ["backup", "schedule", "--cron"];
    if sandbox.location() != sandbox.shown_location() {
        let refused = sandbox.chatkeep(&schedule).run_changing_nothing();
        let refused = refused.fails_with(7);
        assert!(refused.stderr_text().contains("PGPASSFILE"), "{refused}");
        return;
    }
    let line = printed(&sandbox, &schedule);
    assert!(line.starts_with("0 2 * * * "), "{line}");
    let ran = run_by_cron(&sandbox, &line).succeeds();
    assert!(ran.stdout.is_empty() && ran.stderr.is_empty(), "{ran}");
    assert_eq!(backups_in(&sandbox.backups()).len(), 1);
    let verified = sandbox.chatkeep(&["backup", "verify", "latest"]).run();
    verified.succeeds();
}

#[test]
fn places_that_mean_something_to_cron_and_to_a_shell_are_quoted() {
    json_files_only!("it is about the folder of the store");
    let sandbox = Sandbox::new();
    let odd = r#"it's 100% "odd" \%$HOME\\ `x`"#;
    let (store, folder) = (sandbox.root().join(odd), sandbox.root().join("to 5%"));
    fs::create_dir(&store).expect("it is ours");
    fixture::copy_flask_store(&store);
    let configuration = sandbox.config().join("chatkeep/config.toml");
    fs::create_dir(configuration.with_file_name("")).expect("it is ours");
    let setting = format!("[backup]\nfolder = {:?}\n", folder.to_str().expect("text"));
    fs::write(&configuration, setting).expect("it is ours");
    let store = store.to_str().expect("text");
    let schedule = ["--store", store, "backup", "schedule", "--cron"];
    let line = printed(&sandbox, &schedule);
    run_by_cron(&sandbox, &line).succeeds();
    assert_eq!(backups_in(&folder).len(), 1, "the configuration is found");
    let note = "50% off, it's \\ \"new\"";
    let more = [&schedule[..], &["--", "--to", "here", "--note", note]].concat();
    let line = printed(&sandbox, &more);
    run_by_cron(&sandbox, &line).succeeds();
    let there = sandbox.work().join("here");
    let list = ["backup", "list", "--format", "json", "--from", "here"];
    let listed = sandbox.chatkeep(&list).run().succeeds().stdout_json();
    assert_eq!(
        (&listed[0]["note"], backups_in(&there).len()),
        (&json!(note), 1)
    );
}

#[test]
fn a_link_to_the_program_stays_one() {
    json_files_only!("the program is the same");
    let sandbox = Sandbox::flask_store();
    let link = sandbox.work().join("chatkeep");
    symlink(env!("CARGO_BIN_EXE_chatkeep"), &link).expect("it is new");
    let schedule = ["backup", "schedule", "--cron"];
    let named = format!(" {} --store ", link.display());
    let path = std::env::join_paths([sandbox.work(), "/usr/bin".into()]).expect("no colons");
    for program in ["./chatkeep", "chatkeep"] {
        let script = format!("exec {program} \"$@\"");
        let words = [&["-c", &script, "sh"], &schedule[..]].concat();
        let shown = sandbox.program("/bin/sh", &words).with_env("PATH", &path);
        let shown = shown.run().succeeds();
        assert!(shown.stdout_text().contains(&named), "{shown}");
    }
}

#[test]
fn what_fails_at_night_is_in_the_log_and_in_crons_mail() {
    json_files_only!("it breaks files");
    let sandbox = Sandbox::flask_store();
    let shown = printed(
        &sandbox,
        &["backup", "schedule", "--cron", "--format", "json"],
    );
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let line = shown["line"].as_str().expect("text");
    fs::rename(sandbox.store(), sandbox.root().join("elsewhere")).expect("it is ours");
    let ran = run_by_cron(&sandbox, line);
    assert_eq!(ran.code(), 1, "{ran}");
    let log = shown["log"].as_str().expect("text");
    assert_eq!(
        ran.stdout_text(),
        format!("chatkeep: the backup failed; see {log}\n")
    );
    let log = fs::read_to_string(log).expect("it was made");
    assert!(log.contains("UTC") && log.contains("error: "), "{log}");
}

#[test]
fn crontab_takes_the_line() {
    json_files_only!("the line is the same");
    let sandbox = Sandbox::flask_store();
    let line = printed(&sandbox, &["backup", "schedule", "--cron", "--at", "23:59"]);
    assert!(line.starts_with("59 23 * * * "), "{line}");
    let file = sandbox.work().join("crontab");
    // Debian called -n what it calls -T by now, as others do.
    let checks = |file: &Path| {
        let check = |option| {
            let file = file.to_str().expect("text");
            sandbox.program("crontab", &[option, file]).run().code()
        };
        check("-T") == 0 || check("-n") == 0
    };
    fs::write(&file, "this is no crontab\n").expect("it is ours");
    assert!(!checks(&file));
    fs::write(&file, line).expect("it is ours");
    assert!(checks(&file));
}

#[test]
fn the_fields_of_json_are_a_promise() {
    json_files_only!("the store's name is part of it");
    let sandbox = Sandbox::flask_store();
    let shown = printed(
        &sandbox,
        &["backup", "schedule", "--cron", "--format", "json"],
    );
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let (name, line) = (shown["name"].clone(), shown["line"].clone());
    let log = sandbox.root().join("state/chatkeep");
    let log = log.join(format!("{}.log", name.as_str().expect("text")));
    assert_eq!(
        shown.to_string(),
        json!({
            "name": name, "store": sandbox.location(), "scheduler": "cron", "state": "shown", "at": "02:00",
            "line": line, "files": [], "log": log, "problem": null
        })
        .to_string()
    );
}

#[test]
fn what_could_not_work_at_night_is_refused_by_day() {
    json_files_only!("it is about places");
    let sandbox = Sandbox::flask_store();
    let refuse = |arguments: &[&str], code| {
        let schedule = [&["backup", "schedule", "--cron"], arguments].concat();
        let refused = sandbox.chatkeep(&schedule).run_changing_nothing();
        refused.fails_with(code)
    };
    refuse(&["--", "-o", "x.tar.gz"], 2).stderr_is(str![[r#"
error: a daily backup cannot always be the same new file
 hint: name a folder with --to, where each is named by its time

"#]]);
    refuse(&["--", "--store", "x"], 2).stderr_is(str![[r#"
error: behind `--`: unexpected argument '--store' found
 hint: `chatkeep help backup create` tells what may stand there; global options stand before `backup`

"#]]);
    refuse(&["--", "--note", "a\nb"], 2).stderr_is(str![[r#"
error: this backup cannot be scheduled: "--note=a\nb" has control characters
 hint: --cron, --systemd and --launchd choose what is to run it

"#]]);
    let long = "x".repeat(900);
    let refused = refuse(&["--", "--note", &long], 2);
    let said = refused.stderr_text();
    assert!(said.contains("cron takes 998 at most"), "{refused}");
    refuse(&["--at", "25:00"], 2);
    refuse(&["--store", "none"], 3);
    refuse(&["--install", "--remove"], 2);
}

#[test]
fn what_is_to_follow_a_backup_is_carried_along() {
    json_files_only!("a server's password has to be in a file");
    let sandbox = Sandbox::flask_store();
    let follow = [
        "--verify",
        "--keep-last",
        "1",
        "--metrics",
        "of backups.prom",
        "--on-failure",
        "echo \"$CHATKEEP_ERROR_CODE\" >&2",
    ];
    let schedule = ["backup", "schedule", "--cron", "--"];
    let line = printed(&sandbox, &[&schedule[..], &follow].concat());
    run_by_cron(&sandbox, &line).succeeds();
    run_by_cron(&sandbox, &line).succeeds();
    assert_eq!(
        backups_in(&sandbox.backups()).len(),
        1,
        "the older one went"
    );
    let metrics = fs::read_to_string(sandbox.work().join("of backups.prom")).expect("written");
    assert!(
        metrics.contains("chatkeep_backup_last_run_success 1"),
        "{metrics}"
    );
}

#[test]
fn a_password_is_never_part_of_a_schedule() {
    json_files_only!("no server is asked");
    let sandbox = Sandbox::new();
    for url in [
        "postgres://u:hidden@h/db",
        "postgres://h/db?password=hidden",
    ] {
        for kind in ["--cron", "--systemd", "--launchd"] {
            let schedule = ["--store", url, "backup", "schedule", kind];
            let refused = sandbox.chatkeep(&schedule).run_changing_nothing();
            let refused = refused.fails_with(7);
            let said = refused.stderr_text();
            assert!(
                said.contains("PGPASSFILE") && !said.contains("hidden"),
                "{refused}"
            );
        }
    }
    let schedule = ["--store", "postgres://h/db", "backup", "schedule", "--cron"];
    let run = sandbox.chatkeep(&schedule).with_env("PGPASSWORD", "hidden");
    let refused = run.run_changing_nothing().fails_with(7);
    assert!(!refused.stderr_text().contains("hidden"), "{refused}");
}

#[test]
fn a_second_backup_does_not_start_while_the_first_runs() {
    let sandbox = Sandbox::flask_store();
    let create = |more: &[&str]| {
        let words = [&["backup", "create", "--to", "to"], more].concat();
        sandbox.chatkeep(&words).run()
    };
    create(&["--if-idle"]).succeeds();
    let folder = sandbox.work().join("to");
    let running = fs::File::open(&folder).expect("it was made");
    running.try_lock().expect("nobody has it any more");
    create(&["--if-idle"]).fails_with(5).stderr_is(str![[r#"
error: another backup into to is being made
 hint: nothing was made; if that happens every night, give the backups more time

"#]]);
    assert_eq!(backups_in(&folder).len(), 1);
    create(&[]).succeeds();
    drop(running);
    create(&["--if-idle"]).succeeds();
    assert_eq!(backups_in(&folder).len(), 3);
}

#[test]
fn a_backup_that_waits_for_the_store_keeps_the_next_one_from_waiting_too() {
    json_files_only!("it holds locks of files");
    let sandbox = Sandbox::flask_store();
    let holder = Holder::lock(&sandbox.store().join("users.json"));
    let create = ["backup", "create", "--if-idle", "--lock-timeout", "50s"];
    let first = sandbox.chatkeep(&create).start();
    // To try the lock would be to take it for a moment, in which the first could fail for it.
    let is_claimed = || {
        let locks = fs::read_to_string("/proc/locks").expect("tests run on Linux");
        let folder = fs::metadata(sandbox.backups());
        folder.is_ok_and(|folder| locks.contains(&format!(":{} ", folder.ino())))
    };
    while !is_claimed() {
        std::thread::yield_now();
    }
    let second = sandbox.chatkeep(&create).run().fails_with(5);
    let said = second.stderr_text();
    assert!(said.contains("another backup into"), "{second}");
    holder.let_go();
    first.ends().succeeds();
    assert_eq!(backups_in(&sandbox.backups()).len(), 1);
}
