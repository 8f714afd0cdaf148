//! Every archive of the corpus that has a reason to be refused.

use std::fs;
use std::thread;

use crate::corpus::{Case, case, cases};
use crate::place::Place;

/// What every archive is tried on.
pub(crate) const READING_ALL: &[&[&str]] =
    &[&["backup", "verify", "FILE"], &["restore", "FILE", "--yes"]];

/// What it is tried on by turns: no two of these read an archive in another way.
const BY_TURNS: &[&[&str]] = &[
    &["restore", "FILE", "--dry-run"],
    &["--store", "new", "restore", "FILE", "--yes"],
];

/// What takes one user out of it; of our own archives this reads no more than it needs, and cannot find all that is wrong.
const READING_PART: &[&str] = &["restore", "FILE", "--user", "ada@example.org", "--yes"];

/// Archives of this size are made to take long.
const LARGE_BYTES: u64 = 500_000;

#[test]
fn tarballs_that_no_plain_copy_of_a_store_is_are_refused() {
    let outside = "/tmp/chatkeep-was-here";
    let by_turns = [BY_TURNS, &[READING_PART]].concat();
    let all = cases(|case| case.reason.is_some() && !case.is_backup());
    refuse_all(&all, &by_turns);
    assert!(!fs::exists(outside).expect("looked for"), "{outside}");
}

#[test]
fn forged_backups_are_refused() {
    refuse_all(
        &cases(|case| case.reason.is_some() && case.is_backup()),
        BY_TURNS,
    );
}

/// Two at a time, each half on a store of its own.
fn refuse_all(cases: &[&Case], by_turns: &[&[&str]]) {
    thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                let place = Place::new();
                for (turn, case) in cases.iter().skip(half).step_by(2).enumerate() {
                    let size = fs::metadata(&case.path).expect("it was made").len();
                    let mut commands = READING_ALL.to_vec();
                    if size < LARGE_BYTES {
                        commands.push(by_turns[turn % by_turns.len()]);
                    }
                    let reason = case.reason.as_deref().expect("it has one");
                    place.refuses(&case.path, reason, &commands);
                }
            });
        }
    });
}

#[test]
fn no_content_is_told_where_a_header_should_be() {
    let place = Place::new();
    let path = &case("content-as-header").path;
    let ended = place.run(&["backup".as_ref(), "verify".as_ref(), path.as_os_str()]);
    assert!(
        ended.said.contains("\"users.json\" is followed"),
        "{ended:?}"
    );
    assert!(
        !ended.said.contains("auth_type") && !ended.said.contains('@'),
        "{ended:?}"
    );
}

#[test]
fn the_reasons_are_told_apart() {
    let mut reasons: Vec<_> = cases(|case| case.reason.is_some())
        .iter()
        .filter_map(|case| case.reason.as_deref())
        .collect();
    let all = reasons.len();
    reasons.sort_unstable();
    reasons.dedup();
    assert!(all > 100 && reasons.len() > 40, "{all}, {reasons:?}");
}
