//! People erased for good, and kept from coming back.

use std::fs;

use super::loading::copy;
use super::{Fresh, add, at, bill, converse, documents, provider, sealed, turn};
use crate::model::{ApiKey, ConversationId, UserId};
use crate::store::{
    Asked, EntryName, ErasedInContent, ErasedKind, Loaded, Store, StoreError, Tombstone, TurnTarget,
};

/// Leaves what a process leaves that is killed while a reply comes.
fn leave_reply(store: &dyn Store, user: &UserId) {
    let asked = Asked {
        user: user.clone(),
        conversation: ConversationId::new("c-left"),
        new_title: Some("Left".to_owned()),
        again: None,
        question: "Why?".to_owned(),
        at: at(0),
        provider: "echo".to_owned(),
        model: "echo".to_owned(),
    };
    let mut kept = store.keep_unsaved(&asked).expect("kept");
    kept.text("Half").expect("kept");
}

/// Gives somebody all that one can have.
fn fill(store: &dyn Store, user: &UserId) {
    converse(store, user, "c-0001", "0.25", 0);
    converse(store, user, "c-0002", "0.000000000000000000012", 1);
    let key = ApiKey {
        provider: provider("openai"),
        sealed: sealed("x"),
    };
    store.set_key(user, &key, None).expect("set");
    leave_reply(store, user);
}

/// Takes all parts of a store, as a backup does.
pub(super) fn parts(store: &dyn Store) -> Vec<(EntryName, Vec<u8>)> {
    let snapshot = store.snapshot().expect("taken");
    let entries = snapshot.entries().iter();
    let read = |entry: &EntryName| snapshot.read(entry).expect("read").expect("there");
    entries.map(|entry| (entry.clone(), read(entry))).collect()
}

pub(super) fn load(
    store: &dyn Store,
    parts: &[(EntryName, Vec<u8>)],
    admits_erased: bool,
) -> Loaded {
    let mut load = store.begin_load(at(60)).expect("begun");
    if admits_erased {
        load.admit_erased();
    }
    for (entry, content) in parts {
        load.put(entry, content).expect("put");
    }
    load.commit().expect("committed")
}

fn left_out(users: &[&UserId]) -> ErasedInContent {
    ErasedInContent {
        left_out: users.iter().map(|user| (*user).clone()).collect(),
        came_back: Vec::new(),
    }
}

pub(super) fn erasing_takes_everything_and_keeps_the_bill(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let grace = add(store, "grace@example.org", "Grace");
    fill(store, &ada);
    fill(store, &grace);
    let paid = bill(store);
    let of_grace = documents(store)
        .into_iter()
        .filter(|(user, _, _)| *user == grace)
        .collect::<Vec<_>>();
    let planned = store.would_erase(&ada).expect("told");
    let erased = store.erase_user(&ada, at(5)).expect("erased");
    assert_eq!(erased.parts, planned.parts);
    assert_eq!(
        (erased.keys, erased.conversations, erased.messages),
        (1, 2, 4)
    );
    assert_eq!(erased.totals, planned.totals);
    assert_eq!(erased.totals.cost.to_string(), "0.250000000000000000012");
    assert!(erased.bytes() > 300, "{erased:?}");
    let unsaved = |part: &&crate::store::ErasedPart| part.kind == ErasedKind::UnsavedReplies;
    let unsaved = erased.parts.iter().find(unsaved).expect("it was left");
    assert_eq!(unsaved.items, 1);
    let files = fs::read_dir(&unsaved.place).expect("there is grace's");
    assert_eq!(files.count(), 1);
    let store = &*fresh.reopened();
    assert_eq!(bill(store), paid);
    assert_eq!(documents(store), of_grace);
    let turns = store.unsaved_turns().expect("listed");
    assert_eq!(turns.len(), 1, "grace's");
    assert_eq!(
        store.tombstones().expect("read"),
        [Tombstone::new(&ada, at(5))]
    );
    for gone in [
        store.would_erase(&ada).expect_err("gone"),
        store.erase_user(&ada, at(6)).expect_err("gone"),
    ] {
        assert!(matches!(gone, StoreError::UserNotFound { .. }), "{gone}");
    }
    assert_ne!(add(store, "ada@example.org", "Ada"), ada, "somebody else");
    assert_eq!(store.tombstones().expect("read").len(), 1);
}

pub(super) fn who_was_erased_does_not_come_back_with_older_content(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let grace = add(store, "grace@example.org", "Grace");
    fill(store, &ada);
    converse(store, &grace, "c-0001", "0.5", 0);
    let older = parts(store);
    // Used since, in a conversation that the older content has, too, and in one that it has not.
    let target = TurnTarget::Existing(ConversationId::new("c-0001"));
    store
        .append_turn(&ada, &target, &turn("And?", "2", 5), at(5))
        .expect("appended");
    converse(store, &ada, "c-0003", "4", 6);
    store.erase_user(&ada, at(7)).expect("erased");
    let (paid, rest) = (bill(store), documents(store));
    for _ in 0..2 {
        let loaded = load(store, &older, false);
        assert_eq!(loaded.erased, left_out(&[&ada]));
        assert!(loaded.uncounted.is_empty(), "{loaded:?}");
        assert_eq!(documents(store), rest);
        assert_eq!(
            bill(store),
            paid,
            "nothing is lost, and nothing counts twice"
        );
        let found = store.find_user(ada.as_str());
        assert!(matches!(found, Err(StoreError::UserNotFound { .. })));
        let taken = parts(store);
        let of_ada = EntryName::UserData(ada.clone());
        assert!(taken.iter().all(|(entry, _)| *entry != of_ada));
    }
}

pub(super) fn content_with_a_tombstone_leaves_out_whom_it_has_all_the_same(fresh: Fresh) {
    let (store, other) = (&*fresh.store, fresh.another());
    let ada = add(store, "ada@example.org", "Ada");
    fill(store, &ada);
    let paid = bill(store);
    let mut content = parts(store);
    store.erase_user(&ada, at(7)).expect("erased");
    let erased = parts(store);
    let is_stone = |(entry, _): &&(EntryName, Vec<u8>)| *entry == EntryName::Tombstones;
    content.extend(erased.iter().find(is_stone).cloned());
    let loaded = load(&*other.store, &content, false);
    assert_eq!(loaded.erased, left_out(&[&ada]));
    assert_eq!(documents(&*other.store), []);
    assert_eq!(bill(&*other.store), paid);
    assert_eq!(other.store.tombstones().expect("read").len(), 1);
    copy(store, &*other.store, |_| false);
    assert_eq!(other.store.tombstones().expect("read").len(), 1, "united");
}

pub(super) fn who_was_erased_comes_back_if_told_so(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let grace = add(store, "grace@example.org", "Grace");
    fill(store, &ada);
    let (older, before, paid) = (parts(store), documents(store), bill(store));
    store.erase_user(&ada, at(7)).expect("erased");
    let erased = parts(store);
    let loaded = load(store, &older, true);
    assert_eq!(loaded.erased.came_back, std::slice::from_ref(&ada));
    assert_eq!(loaded.erased.left_out, []);
    assert_eq!(documents(store), before);
    assert_eq!(
        (bill(store), store.tombstones().expect("read")),
        (paid.clone(), vec![])
    );
    // As undoing that does: what was there before has the tombstone.
    let loaded = load(store, &erased, false);
    assert_eq!(loaded.erased, ErasedInContent::default());
    assert_eq!(bill(store), paid);
    assert!(!store.lift_tombstone(&grace).expect("none"));
    assert!(store.lift_tombstone(&ada).expect("lifted"));
    assert_eq!(fresh.reopened().tombstones().expect("read"), []);
    let loaded = load(store, &older, false);
    assert_eq!(loaded.erased, ErasedInContent::default());
    assert_eq!(documents(store), before);
    store.erase_user(&ada, at(9)).expect("erased again");
    assert_eq!(
        store.tombstones().expect("read"),
        [Tombstone::new(&ada, at(9))]
    );
}
