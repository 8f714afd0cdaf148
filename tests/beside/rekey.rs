//! Keys encrypted anew while the web app works on the same files.

use serde_json::Value;

use crate::app::Working;
use crate::world::{ADA, ADA_ID, World};

const REKEY: [&str; 5] = ["key", "rekey", "--new-identity", "new.txt", "--yes"];

/// Reads ada's key with an identity, if that opens it.
fn key(world: &World, identity: &str) -> Option<String> {
    let show = ["key", "show", ADA, "openai", "--reveal"];
    let shown = world.ended(&[&["--identity", identity], &show[..]].concat());
    let text = String::from_utf8(shown.stdout).expect("it prints text");
    match shown.status.code() {
        Some(0) => Some(text.trim_end().to_owned()),
        Some(7) => None,
        _ => panic!("{:?}", shown.stderr),
    }
}

#[test]
fn the_app_sees_nothing_torn_and_no_key_is_lost_while_keys_are_encrypted_anew() {
    let world = World::new();
    world.run(&["key", "adopt", "--yes"]);
    let old = "home/.config/chatkeep/identity.txt";
    let app = Working::start(&world, ADA_ID);
    world.run(&REKEY);
    // A stale copy that the app wrote may have brought the key back as it was.
    let opened = key(&world, "new.txt").or_else(|| key(&world, old));
    assert_eq!(opened.as_deref(), Some("sk-fixture-ada-0001"));
    let record = app.stop();
    assert_eq!(record.faults, [""; 0]);
    let again = world.run(&[&["--format", "json"], &REKEY[..]].concat());
    let again: Value = serde_json::from_str(&again).expect("it prints JSON");
    assert_eq!(again["complete"], true);
    assert_eq!(key(&world, old), None);
    assert_eq!(
        key(&world, "new.txt").as_deref(),
        Some("sk-fixture-ada-0001")
    );
}
