//! The archives of the corpus that must be taken: what others' tools write of a store, and what the program does.

use std::fs;
use std::path::Path;

use crate::corpus::cases;
use crate::place::Place;
use crate::tree::{TreeDigest, tree_digest};

#[test]
fn copies_of_a_store_are_taken_in_whatever_form() {
    for case in cases(|case| case.reason.is_none()) {
        let place = Place::new();
        let path = case.path.to_str().expect("text");
        let verified = place.run(&["backup", "verify", path]);
        assert_eq!(verified.code, Some(0), "{}: {verified:?}", case.name);
        let is_plain = !case.name.ends_with("-backup");
        let told = verified.said.contains("without checksums");
        assert_eq!(told, is_plain, "{}: {verified:?}", case.name);
        let made = place.run(&["--store", "made", "restore", path, "--yes"]);
        assert_eq!(made.code, Some(0), "{}: {made:?}", case.name);
        if case.name.starts_with("sample-") {
            continue;
        }
        let the_apps = |store: &Path| {
            let mut digest = tree_digest(store);
            digest.retain(|path, _| {
                !path.starts_with(".chatkeep") && !path.to_string_lossy().contains("xxx")
            });
            digest
        };
        let contents = the_apps(&place.work().join("made"));
        let original = the_apps(&place.store());
        let names = |digest: &TreeDigest| digest.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&contents), names(&original), "{}", case.name);
        for file in original.keys().filter(|path| path.extension().is_some()) {
            let read = |store| fs::read(place.root().join(store).join(file)).expect("there");
            assert_eq!(read("work/made"), read("store"), "{}: {file:?}", case.name);
        }
        let long = place
            .work()
            .join("made/user_data")
            .join("x".repeat(120) + ".json");
        let has_long = case.name.contains("long-name");
        assert_eq!(long.exists(), has_long, "{}", case.name);
    }
}
