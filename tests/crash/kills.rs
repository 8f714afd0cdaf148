//! Each command is killed at each of its calls that changes something, and so is what recovers from that.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cases::Store;
use crate::event::{self, Event};
use crate::experiment::{self, Experiment};
use crate::place::{Place, Ran};
use crate::tally::{Failure, Tally};

/// How many points of a command are tried in turn with kills of what recovers, and at how many points that is killed.
const COMPOUND_POINTS: usize = 8;
const RECOVERY_POINTS: usize = 9;

/// Of so many planned kills one may find its call not made, because threads took turns otherwise.
const MISSES_AMONG: usize = 50;

/// Kills a command when it is about to make this call.
pub(crate) fn kill(place: &Place, event: &Event, arguments: &[&str], stdin: &str) -> (Ran, bool) {
    let traced = format!("trace={}", event.name);
    let inject = format!(
        "inject={}:signal=SIGKILL:when={}",
        event.name, event.ordinal
    );
    let (ran, notes) = place.strace(&["-e", &traced, "-e", &inject], arguments, stdin);
    let is_killed = notes.contains("+++ killed by SIGKILL +++");
    (ran, is_killed)
}

/// Returns the calls that change something in the place, or tell that it was changed.
pub(crate) fn points(events: &[Event], root: &std::path::Path) -> Vec<Event> {
    let concerns = |event: &&Event| event.is_output() || event.is_below(root);
    let mutating = events.iter().filter(|event| event.is_mutating());
    mutating.filter(concerns).cloned().collect()
}

/// Takes `count` items, evenly spread, or all if there are no more.
fn spread<T: Clone>(items: &[T], count: usize) -> Vec<T> {
    if items.len() <= count {
        return items.to_vec();
    }
    let at = |index: usize| items[index * (items.len() - 1) / (count - 1)].clone();
    (0..count).map(at).collect()
}

/// Tells of faults after a kill at this call.
fn failures(experiment: &Experiment, how: &str, faults: Vec<String>) -> Vec<Failure> {
    let name = experiment.case.name();
    let failure = |fault| Failure {
        what: format!("{name}: {fault}"),
        how: how.to_owned(),
    };
    faults.into_iter().map(failure).collect()
}

/// Whether it had told its user that it was done.
fn is_acknowledged(experiment: &Experiment, ran: &Ran) -> bool {
    let plain = |text: &str| experiment.known.plain(text);
    let said = plain(&ran.stdout);
    ran.code == Some(0) || (!said.is_empty() && said == plain(&experiment.ran.stdout))
}

#[test]
fn a_command_killed_at_any_call_is_done_or_undone_by_the_next() {
    let mut tally = Tally::new();
    let experiments = experiment::all();
    let planned: Vec<(&Experiment, Event)> = experiments
        .iter()
        .flat_map(|experiment| {
            let points = points(&experiment.events, &experiment.root);
            points.into_iter().map(move |point| (experiment, point))
        })
        .collect();
    let missed = AtomicUsize::new(0);
    tally.each(&planned, |(experiment, event)| {
        let case = experiment.case;
        let place = experiment.prepared.copy();
        let (ran, is_killed) = kill(&place, event, case.arguments, case.stdin);
        missed.fetch_add(usize::from(!is_killed), Ordering::Relaxed);
        let mut faults = experiment.judge_interrupted(&experiment.read(&place));
        let is_new = is_acknowledged(experiment, &ran);
        faults.extend(experiment.judge_recovered(&place, is_new));
        let how = event.describe(&experiment.root);
        ((), failures(experiment, &how, faults))
    });
    let missed = missed.into_inner();
    assert!(
        missed * MISSES_AMONG <= planned.len(),
        "{missed} calls were not made again"
    );
    tally.end(&format!(
        "{} kills of {} commands on their stores",
        planned.len() - missed,
        experiments.len()
    ));
}

#[test]
fn a_recovery_killed_at_any_point_is_finished_by_the_next_command() {
    let mut tally = Tally::new();
    let is_chosen = |case: &crate::cases::Case| {
        let is_of_several_files = matches!(
            case.arguments,
            ["restore", ..] | ["user", "remove" | "merge", ..]
        );
        is_of_several_files || (case.store == Store::Shared && case.arguments.contains(&"Augusta"))
    };
    let chosen: Vec<_> = crate::cases::CASES
        .iter()
        .filter(|case| is_chosen(case))
        .collect();
    let experiments = tally.each(&chosen, |case| (Experiment::of(case), Vec::new()));
    let planned: Vec<(&Experiment, Event)> = experiments
        .iter()
        .flat_map(|experiment| {
            let all = points(&experiment.events, &experiment.root);
            let chosen = spread(&all, COMPOUND_POINTS);
            chosen.into_iter().map(move |point| (experiment, point))
        })
        .collect();
    let counts = tally.each(&planned, |(experiment, event)| recover(experiment, event));
    let count: usize = counts.into_iter().sum();
    tally.end(&format!("{count} kills of what recovers from one"));
}

/// Kills a command, and then the recovering command at evenly spread points.
fn recover(experiment: &Experiment, event: &Event) -> (usize, Vec<Failure>) {
    let case = experiment.case;
    let (next, input) = case.next();
    let crashed = experiment.prepared.copy();
    let (ran, _) = kill(&crashed, event, case.arguments, case.stdin);
    let is_new = is_acknowledged(experiment, &ran);
    let (_, notes) = crashed.strace(&["-e", event::RECORDED], next, input);
    let events = event::parse(&notes, &crashed.work());
    let points = spread(&points(&events, crashed.root()), RECOVERY_POINTS);
    let mut found = Vec::new();
    for point in &points {
        // Not a copy of what the first left: files are known again by their numbers.
        let place = experiment.prepared.copy();
        kill(&place, event, case.arguments, case.stdin);
        kill(&place, point, next, input);
        let mut faults = experiment.read(&place).torn;
        faults.extend(experiment.judge_recovered(&place, is_new));
        let how = format!(
            "{}, then {next:?} at {}",
            event.describe(&experiment.root),
            point.describe(crashed.root())
        );
        found.extend(failures(experiment, &how, faults));
    }
    (points.len(), found)
}
