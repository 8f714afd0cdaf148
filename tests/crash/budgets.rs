//! A reply under a budget is killed at each of its calls: what came of it is billed, or stays reserved.

use std::fs;
use std::path::Path;

use crate::cases::BUDGETED_CHAT;
use crate::experiment::Experiment;
use crate::kills::{kill, points};
use crate::place::Place;
use crate::tally::{Failure, Tally};

/// What there is of the reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Traces {
    is_stored: bool,
    is_unsaved: bool,
    is_reserved: bool,
}

impl Traces {
    fn in_place(place: &Place) -> Self {
        let private = place.store().join(".chatkeep");
        let reserved = files_below(&private.join("reserved"));
        let is_reserved = |path: &String| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name != "lock" && !name.starts_with('.')
        };
        Self {
            is_stored: files_below(&place.store().join("user_data"))
                .iter()
                .any(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("Hello"))),
            is_unsaved: !files_below(&private.join("unsaved")).is_empty(),
            is_reserved: reserved.iter().any(is_reserved),
        }
    }
}

/// Lists the files of a folder and of those in it, by paths from that on.
fn files_below(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.flat_map(|entry| match entry.path().is_dir() {
        true => files_below(&entry.path()),
        false => vec![entry.path().to_string_lossy().into_owned()],
    });
    files.collect()
}

#[test]
fn a_reply_under_a_budget_is_billed_or_reserved_wherever_it_is_killed() {
    let mut tally = Tally::new();
    let experiment = Experiment::of(&BUDGETED_CHAT);
    let planned = points(&experiment.events, &experiment.root);
    let traces = tally.each(&planned, |event| {
        let place = experiment.prepared.copy();
        kill(&place, event, BUDGETED_CHAT.arguments, "");
        let traces = Traces::in_place(&place);
        let is_lost = traces.is_unsaved && !traces.is_stored && !traces.is_reserved;
        let failure = Failure {
            what: format!("{}: neither billed nor reserved", BUDGETED_CHAT.name()),
            how: event.describe(&experiment.root),
        };
        (traces, is_lost.then_some(failure).into_iter().collect())
    });
    let count = |found: fn(&Traces) -> bool| traces.iter().filter(|traces| found(traces)).count();
    // Each of the stages was met.
    assert!(
        count(|it| !it.is_reserved && !it.is_stored) > 0,
        "{traces:?}"
    );
    assert!(
        count(|it| it.is_reserved && !it.is_unsaved) > 0,
        "{traces:?}"
    );
    assert!(
        count(|it| it.is_reserved && it.is_unsaved && !it.is_stored) > 0,
        "{traces:?}"
    );
    assert!(count(|it| it.is_reserved && it.is_stored) > 0, "{traces:?}");
    assert!(
        count(|it| !it.is_reserved && it.is_stored) > 0,
        "{traces:?}"
    );
    tally.end(&format!(
        "{} kills of a reply under a budget",
        planned.len()
    ));
}
