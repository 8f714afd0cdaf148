//! What each command leaves if the power fails, worked out from the calls that it makes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::event::{self, Event};
use crate::experiment::{self, Experiment};
use crate::power_model::PowerModel;
use crate::state::counts;
use crate::tally::{Failure, Tally};

/// Collects what is below a folder, folders before what is in them.
fn names(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("it is ours") {
        let path = entry.expect("its entries are readable").path();
        found.push(path.strip_prefix(root).expect("it is below").to_owned());
        if path.is_dir() {
            names(root, &path, found);
        }
    }
}

/// Follows the calls, and tries a power cut after each that matters, and after the last. Returns how many outcomes were
/// looked at, and the faults with the calls after which they can be.
fn try_all(
    root: &Path,
    before: &[PathBuf],
    events: &[Event],
    counts: impl Fn(&str) -> bool,
) -> (usize, Vec<(String, String)>) {
    let mut model = PowerModel::of(root, before);
    let mut orders = 0;
    let mut faults = Vec::new();
    for event in events {
        if !model.follow(event) {
            continue;
        }
        let (tried, found) = model.cut(&counts);
        orders += tried;
        faults.extend(found.into_iter().map(|fault| (fault, event.describe(root))));
    }
    let unsettled = model.unsettled(counts).into_iter();
    faults.extend(unsettled.map(|fault| (fault, "its end".to_owned())));
    (orders, faults)
}

#[test]
fn no_power_cut_leaves_a_torn_file_or_undoes_what_was_reported() {
    let mut tally = Tally::new();
    let experiments = experiment::all();
    let orders = tally.each(&experiments, |experiment: &Experiment| {
        let mut before = Vec::new();
        let prepared = experiment.prepared.root();
        names(prepared, prepared, &mut before);
        // A sample store is removed before it is made anew, and holds nothing of anybody's.
        let is_sample = experiment.case.store == crate::cases::Store::Demo;
        let counted = |name: &str| counts(name) && !is_sample;
        let (orders, faults) = try_all(&experiment.root, &before, &experiment.events, counted);
        let name = experiment.case.name();
        let failure = |(fault, how): (String, String)| Failure {
            what: format!("{name}: {}", experiment.known.plain(&fault)),
            how,
        };
        (orders, faults.into_iter().map(failure).collect())
    });
    let orders: usize = orders.into_iter().sum();
    tally.end(&format!(
        "{orders} outcomes of power cuts in {} commands",
        experiments.len()
    ));
}

/// What replaces a file as it must be.
const SOUND: [&str; 6] = [
    r#"openat(AT_FDCWD</r>, "/r/d/.a.tmp", O_WRONLY|O_CREAT|O_EXCL, 0600) = 3</r/d/.a.tmp>"#,
    r#"write(3</r/d/.a.tmp>, ""..., 5) = 5"#,
    r"fsync(3</r/d/.a.tmp>) = 0",
    r#"rename("/r/d/.a.tmp", "/r/d/a.json") = 0"#,
    r#"openat(AT_FDCWD</r>, "/r/d", O_RDONLY|O_DIRECTORY) = 4</r/d>"#,
    r"fsync(4</r/d>) = 0",
];

/// Returns the faults of these calls in a folder that holds `/r/d/a.json`.
fn faults_of(calls: &[&str]) -> Vec<String> {
    let notes: String = calls.iter().map(|call| format!("1 {call}\n")).collect();
    let before = ["d", "d/a.json"].map(PathBuf::from);
    let events = event::parse(&notes, Path::new("/r"));
    let (_, faults) = try_all(Path::new("/r"), &before, &events, counts);
    faults.into_iter().map(|(fault, _)| fault).collect()
}

#[test]
fn a_missing_sync_is_found_out() {
    assert_eq!(faults_of(&SOUND), [""; 0]);
    let without = |left_out: usize| {
        let calls = SOUND.iter().enumerate().filter(|(at, _)| *at != left_out);
        let calls: Vec<&str> = calls.map(|(_, call)| *call).collect();
        faults_of(&calls).join("; ")
    };
    assert!(
        without(2).contains("d/a.json may be torn or empty"),
        "{}",
        without(2)
    );
    assert!(
        without(5).contains("d/a.json may not be what was reported"),
        "{}",
        without(5)
    );
}

#[test]
fn files_written_in_place_removed_first_or_in_folders_unsynced_are_found_out() {
    let in_place = faults_of(&[
        r#"openat(AT_FDCWD</r>, "/r/d/a.json", O_WRONLY|O_TRUNC) = 3</r/d/a.json>"#,
        r#"write(3</r/d/a.json>, ""..., 5) = 5"#,
        r"fsync(3</r/d/a.json>) = 0",
    ]);
    assert!(
        in_place
            .iter()
            .all(|fault| fault == "d/a.json may be torn or empty")
    );
    assert!(!in_place.is_empty());
    let in_new_folder = faults_of(&[
        r#"mkdir("/r/d/n", 0700) = 0"#,
        r#"openat(AT_FDCWD</r>, "/r/d/n/b.json", O_WRONLY|O_CREAT, 0600) = 3</r/d/n/b.json>"#,
        r"fsync(3</r/d/n/b.json>) = 0",
        r"fsync(4</r/d/n>) = 0",
    ]);
    let last = in_new_folder.last().expect("the folder may be gone");
    assert!(last.starts_with("d/n/b.json may not be what was reported"));
    let by_way_of_nothing = faults_of(&[
        r#"rename("/r/d/a.json", "/r/d/.old") = 0"#,
        r#"rename("/r/d/.old", "/r/d/a.json") = 0"#,
        r"fsync(4</r/d>) = 0",
    ]);
    assert!(
        by_way_of_nothing.contains(&"d/a.json may be gone".to_owned()),
        "{by_way_of_nothing:?}"
    );
}
