//! `user apply --passwords-to` is killed at each of its calls: no account has a password that was made up and is not written down.

use std::fs;

use crate::cases::MADE_UP_PASSWORD;
use crate::experiment::Experiment;
use crate::kills::{kill, points};
use crate::place::Place;
use crate::tally::{Failure, Tally};

const WHO: &str = "one@example.org";

/// What there is of the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Traces {
    Nothing,
    /// It is written down, and in force nowhere.
    Written,
    /// It is written down and in force.
    InForce,
    /// The account has one that nobody knows.
    Lost,
}

impl Traces {
    fn in_place(place: &Place) -> Self {
        let users = fs::read_to_string(place.store().join("users.json"));
        let has_account = users.expect("it is never missing").contains(WHO);
        let file = fs::read_to_string(place.work().join("made.tsv")).unwrap_or_default();
        let written = file
            .strip_suffix('\n')
            .and_then(|line| line.split_once('\t'));
        match (has_account, written) {
            (false, None) => Self::Nothing,
            (false, Some(_)) => Self::Written,
            (true, Some((WHO, password))) => {
                let verify = ["user", "verify", WHO, "--password-stdin"];
                match place.chatkeep(&verify, password).code {
                    Some(0) => Self::InForce,
                    _ => Self::Lost,
                }
            }
            (true, _) => Self::Lost,
        }
    }
}

#[test]
fn a_password_that_was_made_up_is_written_down_before_it_is_in_force() {
    let mut tally = Tally::new();
    let experiment = Experiment::of(&MADE_UP_PASSWORD);
    let planned = points(&experiment.events, &experiment.root);
    let traces = tally.each(&planned, |event| {
        let place = experiment.prepared.copy();
        kill(&place, event, MADE_UP_PASSWORD.arguments, "");
        let traces = Traces::in_place(&place);
        let failure = Failure {
            what: format!("{}: the password is lost", MADE_UP_PASSWORD.name()),
            how: event.describe(&experiment.root),
        };
        let is_lost = traces == Traces::Lost;
        (traces, is_lost.then_some(failure).into_iter().collect())
    });
    for stage in [Traces::Nothing, Traces::Written, Traces::InForce] {
        assert!(traces.contains(&stage), "{stage:?} was not met: {traces:?}");
    }
    tally.end(&format!("{} kills of passwords made up", planned.len()));
}
