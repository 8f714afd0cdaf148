//! Each file call of each command fails once, and from then on, with every error that it can meet.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::event::Event;
use crate::experiment::{self, Experiment};
use crate::tally::{Failure, Tally};

/// An error of the system: its name, what the system says of it.
type Errno = (&'static str, &'static str);

const ACCES: Errno = ("EACCES", "Permission denied");
const DQUOT: Errno = ("EDQUOT", "Disk quota exceeded");
const INTR: Errno = ("EINTR", "Interrupted system call");
const IO: Errno = ("EIO", "Input/output error");
const MFILE: Errno = ("EMFILE", "Too many open files");
const NOSPC: Errno = ("ENOSPC", "No space left on device");

/// Repeats of one call on one file behave alike: of more than this many, the first and the last stand for all.
const REPEATS: usize = 2;

/// Returns the errors that a call can meet in real life.
fn errors_of(event: &Event) -> &'static [Errno] {
    match event.name.as_str() {
        _ if event.is_open() && event.has_flag("O_CREAT") => {
            &[ACCES, DQUOT, INTR, IO, MFILE, NOSPC]
        }
        _ if event.is_open() => &[ACCES, INTR, IO, MFILE],
        _ if event.is_write() => &[DQUOT, INTR, IO, NOSPC],
        _ if event.is_sync() => &[DQUOT, INTR, IO, NOSPC],
        "read" | "pread64" | "readv" => &[INTR, IO],
        "rename" | "renameat" | "renameat2" | "link" | "linkat" | "mkdir" | "mkdirat"
        | "symlink" | "symlinkat" => &[ACCES, DQUOT, IO, NOSPC],
        "unlink" | "unlinkat" | "rmdir" | "chmod" | "fchmod" | "fchmodat" | "chown" | "fchown"
        | "fchownat" | "stat" | "lstat" | "fstat" | "newfstatat" | "statx" | "access"
        | "faccessat" | "faccessat2" | "readlink" | "readlinkat" => &[ACCES, IO],
        "truncate" | "ftruncate" | "fallocate" => &[INTR, IO, NOSPC],
        "getdents64" | "lseek" => &[IO],
        "getxattr" | "fgetxattr" | "setxattr" | "fsetxattr" => &[IO],
        "flock" => &[INTR, IO],
        _ => &[],
    }
}

/// About as many faults are tried, every so many-eth of those that there could be.
const MOST: usize = 5_500;
const STEPS: [usize; 6] = [1, 2, 3, 5, 7, 11];

/// One fault to inject.
struct Fault<'e> {
    experiment: &'e Experiment,
    event: Event,
    error: Errno,
    /// Whether all later calls of the name fail as well, as on a full or dying disk.
    goes_on: bool,
}

impl Fault<'_> {
    /// Says how to see it again, as an option of strace.
    fn option(&self) -> String {
        let on = if self.goes_on { "+" } else { "" };
        let (name, when) = (&self.event.name, self.event.ordinal);
        format!("inject={name}:error={}:when={when}{on}", self.error.0)
    }
}

/// Plans the faults of a command.
fn plan(experiment: &Experiment) -> Vec<Fault<'_>> {
    let root = &experiment.root;
    // Where another thread makes as many calls of the name, it would meet the fault as well, be it in the middle of being loaded.
    let concerns = |event: &&Event| event.is_alone && (event.is_output() || event.is_below(root));
    let events: Vec<&Event> = experiment.events.iter().filter(concerns).collect();
    let key = |event: &Event| {
        experiment
            .known
            .plain(&format!("{} {:?}", event.name, event.paths))
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for event in &events {
        *counts.entry(key(event)).or_default() += 1;
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut faults = Vec::new();
    for event in events {
        let key = key(event);
        let at = seen.entry(key.clone()).or_default();
        *at += 1;
        if *at >= REPEATS && *at < counts[&key] {
            continue;
        }
        for error in errors_of(event) {
            // A call interrupted for ever is no fault that there is.
            let modes: &[bool] = if *error == INTR {
                &[false]
            } else {
                &[false, true]
            };
            faults.extend(modes.iter().map(|goes_on| Fault {
                experiment,
                event: event.clone(),
                error: *error,
                goes_on: *goes_on,
            }));
        }
    }
    faults
}

#[test]
fn a_failing_call_is_reported_and_nothing_is_lost() {
    let mut tally = Tally::new();
    let experiments = experiment::all();
    let all: Vec<Fault<'_>> = experiments.iter().flat_map(plan).collect();
    let possible = all.len();
    // A prime, so that no error or mode is left out of one call after another.
    let step = STEPS
        .into_iter()
        .find(|step| possible / step <= MOST)
        .unwrap_or(1);
    let planned: Vec<Fault<'_>> = all.into_iter().step_by(step).collect();
    let hits = tally.each(&planned, attempt);
    let injected = hits.iter().filter(|is_hit| **is_hit).count();
    assert!(
        injected * 50 >= planned.len() * 49,
        "{injected} of {}",
        planned.len()
    );
    tally.end(&format!(
        "{injected} faults in {} commands",
        experiments.len()
    ));
}

/// Injects one fault. Returns whether the call was made, and what was wrong with what followed.
fn attempt(fault: &Fault<'_>) -> (bool, Vec<Failure>) {
    let (experiment, case) = (fault.experiment, fault.experiment.case);
    let place = experiment.prepared.copy();
    let traced = format!("trace={}", fault.event.name);
    // With that, other calls are not even looked at.
    let options = ["--seccomp-bpf", "-e", &traced, "-e", &fault.option()];
    let (ran, notes) = place.strace(&options, case.arguments, case.stdin);
    let injected: Vec<Event> = crate::event::parse(&notes, &place.work())
        .into_iter()
        .filter(|event| event.result.contains("(INJECTED)"))
        .collect();
    let mut faults = Vec::new();
    if ran.hung
        || ran.signal.is_some()
        || ran.code == Some(101)
        || ran.stderr.contains("panicked at")
    {
        faults.push("it did not end by itself".to_owned());
    }
    let is_done = ran.code == Some(0);
    if is_done {
        let is_sync = fault.event.is_sync() && fault.error != INTR && !injected.is_empty();
        if is_sync {
            faults.push("a failed fsync passed for a success".to_owned());
        }
        let is_output = injected
            .first()
            .is_some_and(|event| event.is_output() && !event.is_to_standard_error());
        if is_output && fault.error != INTR {
            faults.push("lost output passed for a success".to_owned());
        }
        if experiment.read(&place).files != experiment.after.files {
            faults.push("exit 0, and it is not done".to_owned());
        }
    } else if !injected.iter().any(Event::is_to_standard_error) {
        // A finding is a result: which file cannot be examined, and why.
        let said = match case.arguments[0] {
            "doctor" => format!("{}{}", ran.stdout, ran.stderr),
            _ => ran.stderr.clone(),
        };
        faults.extend(unclear(&said, fault, &injected, place.root()));
    }
    if !is_done {
        faults.extend(experiment.judge_interrupted(&experiment.read(&place)));
    }
    faults.extend(experiment.judge_recovered(&place, is_done));
    let what = |wrong: String| Failure {
        what: format!("{}: {wrong}", case.name()),
        how: format!(
            "{} on {}: {}",
            fault.option(),
            fault.event.describe(&experiment.root),
            ran.summary()
        ),
    };
    (!injected.is_empty(), faults.into_iter().map(what).collect())
}

/// Says what a message lacks: the cause, or the place of the failure.
fn unclear(said: &str, fault: &Fault<'_>, injected: &[Event], root: &Path) -> Option<String> {
    if injected.is_empty() {
        return Some("it failed without a fault".to_owned());
    }
    if !said.contains(fault.error.1) {
        return Some(format!("the message does not say {:?}", fault.error.1));
    }
    if said.contains("cannot be examined") {
        // A finding names the file that could not be looked at because of it.
        return None;
    }
    // Some failures are of no matter, such as that of a look for what is left behind: then it is a later one that is told.
    let is_named = injected.iter().any(|event| names(said, event, root));
    (!is_named).then(|| "the message does not name the file".to_owned())
}

/// Whether a message names what a call was about: the file itself, the one for which it is written, or the folder. What is in
/// the working folder is named as it was given.
fn names(said: &str, event: &Event, root: &Path) -> bool {
    if event.is_output() && said.contains("standard output") {
        return true;
    }
    // A folder that is removed as a whole is named as a whole.
    let is_of_scratch = |path: &PathBuf| path.to_string_lossy().contains("/.chatkeep-drill-");
    if event.paths.iter().any(is_of_scratch) && said.contains("/.chatkeep-drill-") {
        return true;
    }
    // What is written for a folder that is not there yet is told of that folder.
    let is_of_split = |path: &PathBuf| path.to_string_lossy().contains("/.chatkeep-split-");
    if event.paths.iter().any(is_of_split) && said.contains("cannot write out:") {
        return true;
    }
    event.paths.iter().any(|path| {
        let folder = path.parent().unwrap_or(root);
        let work = root.join("work");
        let relative = |path: &Path| {
            Some(
                path.strip_prefix(&work)
                    .ok()?
                    .to_string_lossy()
                    .into_owned(),
            )
        };
        let as_given = [relative(path), relative(folder)];
        let is_named_as_given = as_given
            .into_iter()
            .flatten()
            .any(|given| match given.as_str() {
                "" => said.contains("in .: ") || said.contains(" .: "),
                given => said.contains(given),
            });
        // A hidden file is written for the one whose name it has in it.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let parts: Vec<&str> = name.split('.').collect();
        let is_for_the_named = match parts.as_slice() {
            ["", target @ .., _, "tmp" | "partial"] => said.contains(&target.join(".")),
            _ => false,
        };
        is_for_the_named || is_named_as_given || said.contains(&*folder.to_string_lossy())
    })
}
