//! Keys encrypted anew, cut short at every call: whoever could open a key before can, or the new identity does.

use std::fs;
use std::path::Path;

use chatkeep::model::{SealedKey, SecretText};
use chatkeep::secrets::{Identity, SecretError, open_with};
use serde_json::Value;

use crate::cases::CASES;
use crate::experiment::Experiment;
use crate::kills::{kill, points};
use crate::place::Place;
use crate::tally::{Failure, Tally};

/// Returns the keys of all users, as they are stored.
fn keys(place: &Place) -> Vec<SealedKey> {
    let folder = fs::read_dir(place.store().join("user_data")).expect("it is there");
    let files = folder.map(|entry| entry.expect("readable").path());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let keys_in = |path| {
        let text = fs::read(path).expect("readable");
        let file: Value = serde_json::from_slice(&text).expect("it is JSON");
        let keys = file["api_keys"].as_object().expect("it has them").clone();
        keys.into_iter().map(|(_, key)| key)
    };
    let texts = files.flat_map(keys_in);
    let keys = texts.filter_map(|key| SealedKey::new(key.as_str().expect("it is text")));
    keys.collect()
}

fn identity(path: &Path) -> Option<Identity> {
    let unasked = || Err(SecretError::Empty { path: path.into() });
    path.exists()
        .then(|| Identity::load(path, unasked).expect("it is whole"))
}

/// What is wrong with a place where the command was cut short.
fn faults_in(place: &Place) -> Vec<String> {
    let old = identity(&place.root().join("config/chatkeep/identity.txt"));
    let new = identity(&place.work().join("new.txt"));
    let recipients = fs::read_to_string(place.store().join(".chatkeep/recipients.txt"));
    let recipients = recipients.expect("there are some");
    let mut faults = Vec::new();
    for key in keys(place) {
        let mut openers = [&old, &new].into_iter().flatten();
        let Some(opener) = openers.find(|identity| open_with(identity, &key).is_ok()) else {
            faults.push("a key that nobody opens".to_owned());
            continue;
        };
        let is_recipient = |one: &String| recipients.contains(one);
        if !opener.recipients().to_lines().iter().any(is_recipient) {
            faults.push("a key that no recipient of the store opens".to_owned());
        }
    }
    faults
}

/// What is wrong with a place where all is done.
fn faults_after(place: &Place, before: &[SecretText]) -> Vec<String> {
    let old = identity(&place.root().join("config/chatkeep/identity.txt")).expect("it stays");
    let new = identity(&place.work().join("new.txt")).expect("it was made");
    let mut faults = Vec::new();
    let mut opened: Vec<SecretText> = Vec::new();
    for key in keys(place) {
        match open_with(&new, &key) {
            Ok(plain) => opened.push(plain),
            Err(error) => faults.push(format!("then the new identity opens not all: {error}")),
        }
        if open_with(&old, &key).is_ok() {
            faults.push("then the old identity opens a key".to_owned());
        }
    }
    let is_lost = |plain: &&SecretText| !opened.contains(plain);
    faults.extend(
        before
            .iter()
            .filter(is_lost)
            .map(|_| "a key is lost".to_owned()),
    );
    faults
}

#[test]
fn a_rekey_killed_at_any_call_leaves_every_key_to_a_recipient() {
    let mut tally = Tally::new();
    let is_chosen = |case: &&crate::cases::Case| case.arguments.contains(&"--new-identity");
    let case = CASES.iter().find(is_chosen).expect("it is a case");
    let experiment = Experiment::of(case);
    let old = identity(
        &experiment
            .prepared
            .root()
            .join("config/chatkeep/identity.txt"),
    );
    let old = old.expect("it was prepared");
    let open = |key| open_with(&old, &key).expect("it is the only recipient");
    let before: Vec<SecretText> = keys(&experiment.prepared).into_iter().map(open).collect();
    assert_eq!(before.len(), 2, "a store of ours has two keys");
    let planned = points(&experiment.events, &experiment.root);
    tally.each(&planned, |event| {
        let place = experiment.prepared.copy();
        kill(&place, event, case.arguments, case.stdin);
        let mut faults = faults_in(&place);
        let again = place.chatkeep(case.arguments, case.stdin);
        if again.code != Some(0) {
            faults.push(format!("the same again: {}", again.summary()));
        }
        faults.extend(faults_after(&place, &before));
        let failure = |what| Failure {
            what,
            how: event.describe(&experiment.root),
        };
        ((), faults.into_iter().map(failure).collect())
    });
    tally.end(&format!(
        "{} kills of a rekey, its keys opened",
        planned.len()
    ));
}
