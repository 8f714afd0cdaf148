//! Snapshots, and the whole content replaced by one.

use super::{Fresh, add, at, bill, converse, documents};
use crate::model::UserId;
use crate::store::{EntryName, Loaded, Store, StoreError};

pub(super) fn copy(from: &dyn Store, to: &dyn Store, skip: impl Fn(&EntryName) -> bool) -> Loaded {
    let snapshot = from.snapshot().expect("a snapshot");
    let mut load = to.begin_load(at(0)).expect("begun");
    for entry in snapshot.entries().iter().filter(|entry| !skip(entry)) {
        let content = snapshot.read(entry).expect("read").expect("there");
        load.put(entry, &content).expect("put");
    }
    load.commit().expect("committed")
}

pub(super) fn a_snapshot_loaded_elsewhere_gives_the_same_documents(fresh: Fresh) {
    let other = fresh.another();
    let ada = add(&*fresh.store, "ada@example.org", "Ada");
    add(&*fresh.store, "nothing@example.org", "Nothing");
    converse(&*fresh.store, &ada, "c-0001", "0.25", 0);
    let deleted = converse(&*fresh.store, &ada, "c-0002", "0.5", 0);
    fresh
        .store
        .delete_conversations(&ada, &[deleted])
        .expect("deleted");
    copy(&*fresh.store, &*other.store, |_| false);
    assert_eq!(documents(&*other.store), documents(&*fresh.store));
    assert_eq!(other.store.users().expect("users").len(), 2);
    assert_eq!(bill(&*other.store), bill(&*fresh.store));
}

pub(super) fn a_load_keeps_the_bill_the_recipients_and_the_old_content(fresh: Fresh) {
    let empty = fresh.another();
    let ada = add(&*fresh.store, "ada@example.org", "Ada");
    converse(&*fresh.store, &ada, "c-0001", "0.25", 0);
    empty
        .store
        .change_settings(&mut |settings| settings.recipients = vec!["age1thief".to_owned()])
        .expect("changed");
    let before = bill(&*fresh.store);
    let loaded = copy(&*empty.store, &*fresh.store, |_| false);
    assert_eq!(fresh.store.users().expect("users").len(), 0);
    assert_eq!(bill(&*fresh.store), before, "what was paid stays paid");
    assert_eq!(
        fresh.store.settings().expect("settings").recipients,
        ["age1test"]
    );
    assert!(loaded.kept_at.is_some());
}

pub(super) fn what_loads_drop_again_and_again_is_billed_once(fresh: Fresh) {
    let (empty, full) = (fresh.another(), fresh.another());
    let ada = add(&*fresh.store, "ada@example.org", "Ada");
    converse(&*fresh.store, &ada, "c-0001", "0.25", 0);
    let before = bill(&*fresh.store);
    copy(&*fresh.store, &*full.store, |_| false);
    for _ in 0..2 {
        copy(&*empty.store, &*fresh.store, |_| false);
        assert_eq!(bill(&*fresh.store), before);
        copy(&*full.store, &*fresh.store, |_| false);
        assert_eq!(bill(&*fresh.store), before);
    }
}

pub(super) fn a_load_without_accounts_is_refused(fresh: Fresh) {
    add(&*fresh.store, "ada@example.org", "Ada");
    let mut load = fresh.store.begin_load(at(0)).expect("begun");
    let entry = EntryName::UserData(UserId::random());
    load.put(&entry, b"{}").expect("put");
    assert!(matches!(load.commit(), Err(StoreError::NoAccounts)));
    assert_eq!(fresh.store.users().expect("users").len(), 1);
}

pub(super) fn a_load_that_is_not_committed_changes_nothing(fresh: Fresh) {
    add(&*fresh.store, "ada@example.org", "Ada");
    let mut load = fresh.store.begin_load(at(0)).expect("begun");
    load.put(&EntryName::Users, b"{}").expect("put");
    drop(load);
    assert_eq!(fresh.store.users().expect("users").len(), 1);
}
