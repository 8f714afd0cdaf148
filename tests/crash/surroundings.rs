//! Each command where nothing can be written, without a folder for temporary files, and with an output that takes nothing.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::cases::{Case, Store};
use crate::commands::READING;
use crate::experiment::{self, Experiment};
use crate::place::{PROGRAM, Place, Ran};
use crate::tally::{Failure, Tally};

/// By convention `nobody`.
const UNPRIVILEGED_ID: u32 = 65534;

/// Makes the folder that it is given read-only for itself alone, and becomes the program.
const MOUNT: &str =
    r#"mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && cd "$PWD" && exec "$@""#;

/// Outputs that take nothing: closed, on a full device, a pipe that nobody reads.
const OUTPUTS: [(&str, &str); 3] = [
    ("closed", r#"exec "$0" "$@" >&-"#),
    ("full", r#"exec "$0" "$@" >/dev/full"#),
    (
        "unread",
        // Open for reading as well until it is open for writing, which would wait otherwise.
        r#"mkfifo "$HOME/p" && exec 3<>"$HOME/p" 4>"$HOME/p" 3<&- && rm "$HOME/p" && exec "$0" "$@" >&4"#,
    ),
];

fn sh(script: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]).args(arguments);
    command
}

/// Whether this process may make file systems read-only for its children.
fn can_mount() -> bool {
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", MOUNT, "/dev/shm", "true"]);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Runs the program where nothing can be written: on a file system that is read-only, or as somebody whom permissions stop.
fn run_read_only(place: &Place, can_mount: bool, arguments: &[&str], stdin: &str) -> Ran {
    let root = place.root().to_str().expect("names are ASCII");
    if can_mount {
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "sh", "-c", MOUNT, root, PROGRAM])
            .args(arguments);
        return place.run(command, stdin);
    }
    let program = place.root().join("chatkeep");
    fs::copy(PROGRAM, &program).expect("there is room");
    fs::set_permissions(&program, Permissions::from_mode(0o755)).expect("it is ours");
    close(place.root());
    let mut command = Command::new(&program);
    command.args(arguments);
    if fs::metadata(place.root()).expect("it is there").uid() == UNPRIVILEGED_ID {
        command.uid(UNPRIVILEGED_ID).gid(UNPRIVILEGED_ID);
    }
    let ran = place.run(command, stdin);
    open(place.root());
    fs::remove_file(&program).expect("it is ours");
    ran
}

/// Takes the permission to write away, and gives what is root's to somebody whom that stops.
fn close(path: &Path) {
    change(path, &|mode| mode & 0o555);
}

fn open(path: &Path) {
    change(path, &|mode| mode | 0o200);
}

fn change(path: &Path, mode: &dyn Fn(u32) -> u32) {
    let facts = fs::metadata(path).expect("it is there");
    // Fails unless we are root, who alone needs it.
    let _ = chown(path, Some(UNPRIVILEGED_ID), Some(UNPRIVILEGED_ID));
    if facts.is_dir() {
        for entry in fs::read_dir(path).expect("it is ours") {
            change(&entry.expect("its entries are readable").path(), mode);
        }
    }
    let permissions = Permissions::from_mode(mode(facts.mode() & 0o7777));
    fs::set_permissions(path, permissions).expect("it is ours");
}

/// Tells of what was wrong with a run.
fn failures(case: &Case, how: &str, ran: &Ran, mut faults: Vec<String>) -> Vec<Failure> {
    if ran.hung || ran.signal.is_some() || ran.stderr.contains("panicked at") {
        faults.push("it did not end by itself".to_owned());
    }
    let failure = |fault| Failure {
        what: format!("{}: {fault}", case.name()),
        how: format!("{how}: {}", ran.summary()),
    };
    faults.into_iter().map(failure).collect()
}

/// Commands whose result is not a change: one says that there is nothing to mend, the other prints.
const DONE_WITHOUT_WRITING: [&[&str]; 2] = [
    &["doctor", "--fix", "--yes"],
    &["key", "identity", "--export"],
];

#[test]
fn where_nothing_can_be_written_changes_are_refused_and_reading_works() {
    let mut tally = Tally::new();
    let can_mount = can_mount();
    let experiments = experiment::all();
    tally.each(&experiments, |experiment: &Experiment| {
        let case = experiment.case;
        let place = experiment.prepared.copy();
        let ran = run_read_only(&place, can_mount, case.arguments, case.stdin);
        let mut faults = Vec::new();
        let cause = ["Read-only file system", "Permission denied"][usize::from(!can_mount)];
        if DONE_WITHOUT_WRITING.contains(&case.arguments) {
            if ran.code != Some(0) {
                faults.push("it needed to write".to_owned());
            }
        } else if ran.code == Some(0) || !ran.stderr.contains(cause) {
            faults.push("it was not refused for that reason".to_owned());
        }
        if experiment.read(&place) != experiment.before {
            faults.push("something changed".to_owned());
        }
        ((), failures(case, "read-only", &ran, faults))
    });
    let prepared = Store::Ours.prepare();
    for arguments in READING {
        let ran = run_read_only(&prepared.copy(), can_mount, arguments, "");
        assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.summary());
    }
    let way = ["folders without permission", "file systems"][usize::from(can_mount)];
    let count = experiments.len() + READING.len();
    tally.end(&format!("{count} commands on read-only {way}"));
}

#[test]
fn no_command_needs_a_folder_for_temporary_files() {
    let mut tally = Tally::new();
    let experiments = experiment::all();
    tally.each(&experiments, |experiment: &Experiment| {
        let case = experiment.case;
        let place = experiment.prepared.copy();
        let mut command = sh(r#"TMPDIR=/dev/full exec "$0" "$@""#, &[PROGRAM]);
        command.args(case.arguments);
        let ran = place.run(command, case.stdin);
        let is_done =
            ran.code == Some(0) && experiment.read(&place).files == experiment.after.files;
        let faults = (!is_done).then(|| "it was not done".to_owned());
        let faults = faults.into_iter().collect();
        ((), failures(case, "TMPDIR=/dev/full", &ran, faults))
    });
    tally.end(&format!(
        "{} commands without a temporary folder",
        experiments.len()
    ));
}

#[test]
fn output_that_is_not_taken_costs_no_change() {
    let mut tally = Tally::new();
    let experiments = experiment::all();
    let planned: Vec<_> = experiments
        .iter()
        .flat_map(|experiment| OUTPUTS.iter().map(move |output| (experiment, output)))
        .collect();
    tally.each(&planned, |(experiment, (kind, script))| {
        let case = experiment.case;
        let place = experiment.prepared.copy();
        let mut command = sh(script, &[PROGRAM]);
        command.args(case.arguments);
        let ran = place.run(command, case.stdin);
        // The tour of a sample store makes a backup to show it, and stops if nobody can see it.
        let is_shown = |name: &&String| name.starts_with("work/sample/backups/");
        let after = experiment.read(&place);
        let mut wanted = experiment.after.files.iter();
        let is_done =
            wanted.all(|(name, content)| is_shown(&name) || after.files.get(name) == Some(content));
        let mut faults = Vec::new();
        if !is_done {
            faults.push("it was not done".to_owned());
        }
        let says_much = !experiment.ran.stdout.is_empty();
        if *kind == "full" && says_much && (ran.code == Some(0) || ran.stderr.is_empty()) {
            faults.push("lost output passed for a success".to_owned());
        }
        if *kind == "unread" && ran.code != Some(0) {
            faults.push("a closed pipe is no failure".to_owned());
        }
        ((), failures(case, kind, &ran, faults))
    });
    tally.end(&format!(
        "{} commands whose output was not taken",
        planned.len()
    ));
}
