//! Changes that were cut short.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::app_store::{AppStore, a, at};
use super::generation::Generation;
use super::intent::{Intent, Step, SwapPart};
use super::layout::Layout;
use crate::model::{UserChange, UserId};
use crate::store::{EntryName, Notice, Snapshot, Store, StoreError};

#[test]
fn a_write_that_was_cut_short_is_swept() {
    let store = AppStore::new();
    let intent = store.killed_while(&[Step::write(&EntryName::Users)]);
    let hidden = intent.hidden_name(&store.layout().users());
    fs::write(&hidden, "{\"half").expect("written");
    intent.leave();
    store.open().users().expect("readable");
    assert!(hidden.exists(), "who only reads removes nothing");
    store.next_command();
    assert!(!hidden.exists());
    assert_eq!(store.intents(), 0);
}

#[test]
fn a_write_of_a_living_process_is_left_alone() {
    let store = AppStore::new();
    let intent = store.killed_while(&[Step::write(&EntryName::Users)]);
    let hidden = intent.hidden_name(&store.layout().users());
    fs::write(&hidden, "{\"half").expect("written");
    store.next_command();
    assert!(hidden.exists());
}

#[test]
fn a_removal_is_finished_once_the_account_is_gone() {
    let store = AppStore::new();
    store.killed_while(&[Step::remove(&a())]).leave();
    store.next_command();
    assert!(store.has("user_data/a.json"), "the account was still there");

    store.write("users.json", r#"{"b": {"email": "b@x"}}"#);
    let intent = Intent::begin(&store.layout()).expect("begun");
    intent.note(&Step::remove(&a())).expect("noted");
    intent.leave();
    let b = UserId::parse("b").expect("an id");
    let change = UserChange::Profile {
        name: Some("Bea".to_owned()),
        email: None,
        budget: None,
    };
    store.open().change_user(&b, &change).expect("changed");
    assert!(!store.has("user_data/a.json"));
    assert_eq!(
        store.notices.take(),
        [Notice::RemovalFinished { user: a() }]
    );
}

#[test]
fn a_swap_is_finished_from_wherever_it_was_cut_short() {
    // How many of its two parts were swapped; the last: killed before anything had been moved.
    for swapped in [Some(0), Some(1), Some(2), None] {
        let store = AppStore::new();
        let place = store.layout().before_restore().join("then");
        let staged = Layout::new(&place);
        fs::create_dir_all(staged.user_data()).expect("made");
        fs::write(staged.user_data().join("n.json"), "{}").expect("written");
        fs::write(staged.users(), r#"{"n": {"email": "n@x"}}"#).expect("written");
        let inode = |path: &Path| fs::metadata(path).expect("there").ino();
        let part = |name: &str, path: &Path| SwapPart {
            name: name.to_owned(),
            inode: inode(path),
        };
        let parts = vec![
            part("user_data", &staged.user_data()),
            part("users.json", &staged.users()),
        ];
        let kept_as = "then".to_owned();
        store.killed_while(&[Step::Swap { kept_as, parts }]).leave();
        Generation::begin_swap(&store.layout()).expect("said");
        let exchange = |staged: &Path, live: &Path| {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            renameat_with(CWD, staged, CWD, live, RenameFlags::EXCHANGE).expect("exchanged");
        };
        if swapped >= Some(1) {
            exchange(&staged.user_data(), &store.layout().user_data());
        }
        if swapped >= Some(2) {
            exchange(&staged.users(), &store.layout().users());
        }
        if swapped.is_none() {
            fs::remove_dir_all(&place).expect("removed");
        }
        // Even who only reads waits for a swap, and finishes it if nobody does.
        let users = store.open().users().expect("readable");
        let expected = if swapped.is_some() { "n@x" } else { "a@x" };
        assert_eq!(users[0].email, expected, "{swapped:?}");
        assert_eq!(store.has("user_data/n.json"), swapped.is_some());
        assert_eq!(store.intents(), 0);
        assert!(!Generation::is_swapping(&store.layout()).expect("no fault"));
        if swapped.is_some() {
            assert_eq!(
                store.notices.take(),
                [Notice::RestoreFinished {
                    kept_at: place.clone()
                }]
            );
            assert!(place.join("user_data/a.json").exists());
        }
    }
}

#[test]
fn a_copy_made_in_the_midst_of_a_swap_is_not_taken_for_finished() {
    let store = AppStore::new();
    let place = store.layout().before_restore().join("then");
    let staged = Layout::new(&place);
    fs::create_dir_all(&place).expect("made");
    fs::write(staged.users(), r#"{"n": {"email": "n@x"}}"#).expect("written");
    // As in a copy, the number is that of neither.
    let parts = vec![SwapPart {
        name: "users.json".to_owned(),
        inode: 0,
    }];
    let kept_as = "then".to_owned();
    store.killed_while(&[Step::Swap { kept_as, parts }]).leave();
    store.next_command();
    let told = Notice::RestoreUnfinished {
        rest_at: place.clone(),
    };
    assert_eq!(store.notices.take(), [told]);
    assert!(staged.users().exists(), "nothing may be lost");
    store.next_command();
    assert!(store.notices.take().is_empty(), "it is told once");
}

#[test]
fn who_reads_while_all_is_replaced_is_told() {
    let store = AppStore::new();
    let reader = store.open();
    reader.users().expect("readable");
    let other = store.open();
    let mut load = other.begin_load(at()).expect("begun");
    load.put(&EntryName::Users, br#"{"a": {"email": "new@x"}}"#)
        .expect("put");
    load.commit().expect("loaded");
    let error = reader.keys(&a()).expect_err("of another generation");
    assert!(
        matches!(error, StoreError::ReplacedMeanwhile { .. }),
        "{error}"
    );
    assert_eq!(other.users().expect("its own")[0].email, "new@x");
}

#[test]
fn a_snapshot_sweeps_too() {
    let store = AppStore::new();
    let dead = store.layout().scratch().join("snapshot-dead/user_data");
    fs::create_dir_all(dead).expect("made");
    let snapshot: Box<dyn Snapshot> = store.open().snapshot().expect("taken");
    assert_eq!(
        fs::read_dir(store.layout().scratch())
            .expect("readable")
            .count(),
        1
    );
    drop(snapshot);
}
