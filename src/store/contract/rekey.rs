//! Keys encrypted anew: nothing is lost to those who could open them before it is finished, and nothing is left to them after.

use super::{Fresh, add, provider, sealed};
use crate::model::{ApiKey, SealedKey, UserId};
use crate::store::{KeyReplacement, OpenOptions, Rekey, Store, StoreError, open};

const OLD: &str = "age1test";
const NEW: &str = "age1new";

fn lines(recipients: &[&str]) -> Vec<String> {
    recipients.iter().map(|one| (*one).to_owned()).collect()
}

fn age_key(text: &str) -> SealedKey {
    sealed(&format!("-----BEGIN AGE ENCRYPTED FILE-----\n{text}"))
}

fn set(store: &dyn Store, user: &UserId, name: &str, key: SealedKey) {
    let key = ApiKey {
        provider: provider(name),
        sealed: key,
    };
    store.set_key(user, &key, None).expect("set");
}

fn recipients(store: &dyn Store) -> Vec<String> {
    store.settings().expect("settings").recipients
}

fn begin(store: &dyn Store) -> Box<dyn Rekey + '_> {
    let present = recipients(store);
    store.begin_rekey(&present, &lines(&[NEW])).expect("begun")
}

/// Does one key as whoever encrypts them anew does.
fn redo(store: &dyn Store, rekey: &mut dyn Rekey, user: &UserId, old: &str, new: &str) {
    rekey.note_done(&[age_key(new)]).expect("noted");
    let replacement = KeyReplacement {
        provider: provider("openai"),
        old: age_key(old),
        new: age_key(new),
    };
    let replaced = store.replace_keys(user, &[replacement], None);
    assert_eq!(replaced.expect("replaced"), 1);
}

pub(super) fn old_recipients_stay_until_every_key_is_done(fresh: Fresh) {
    let store = &*fresh.store;
    let (ada, bob) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "bob@example.org", "Bob"),
    );
    set(store, &ada, "openai", age_key("ada"));
    set(store, &ada, "google", sealed("gAAAAA"));
    set(store, &bob, "openai", age_key("bob"));
    let mut rekey = begin(store);
    assert_eq!(recipients(store), [OLD, NEW]);
    redo(store, &mut *rekey, &ada, "ada", "ada, anew");
    assert!(!rekey.finish().expect("no fault"), "bob's is left");
    assert_eq!(recipients(store), [OLD, NEW]);
    redo(store, &mut *rekey, &bob, "bob", "bob, anew");
    assert_eq!(rekey.keys(&bob).expect("keys").len(), 1);
    // Set when all were done but this was not known yet.
    set(store, &bob, "openai", age_key("late"));
    assert!(!rekey.finish().expect("no fault"), "one came in between");
    redo(store, &mut *rekey, &bob, "late", "late, anew");
    assert!(rekey.finish().expect("no fault"));
    assert_eq!(recipients(store), [NEW]);
    assert_eq!(store.rekey_notes().expect("no fault"), None);
}

pub(super) fn what_was_cut_short_is_taken_up_where_it_was(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    set(store, &ada, "openai", age_key("old"));
    let mut rekey = begin(store);
    redo(store, &mut *rekey, &ada, "old", "anew");
    drop(rekey);
    let later = fresh.reopened();
    let notes = later.rekey_notes().expect("no fault").expect("unfinished");
    assert_eq!((notes.before, notes.target), (lines(&[OLD]), lines(&[NEW])));
    let mut rekey = begin(&*later);
    assert!(rekey.is_done(&age_key("anew")) && !rekey.is_done(&age_key("old")));
    assert!(rekey.finish().expect("no fault"));
    assert_eq!(recipients(&*later), [NEW]);
}

pub(super) fn another_target_begins_anew(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    set(store, &ada, "openai", age_key("old"));
    let mut rekey = begin(store);
    redo(store, &mut *rekey, &ada, "old", "anew");
    drop(rekey);
    let present = recipients(store);
    let other = store.begin_rekey(&present, &lines(&["age1other"]));
    let mut other = other.expect("begun");
    assert_eq!(recipients(store), [OLD, NEW, "age1other"]);
    assert!(!other.is_done(&age_key("anew")));
    redo(store, &mut *other, &ada, "anew", "another");
    assert!(other.finish().expect("no fault"));
    assert_eq!(recipients(store), ["age1other"]);
}

pub(super) fn a_key_for_other_recipients_than_the_stores_is_refused(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let (before, new) = (recipients(store), age_key("new"));
    set(store, &ada, "openai", age_key("old"));
    let _rekey = begin(store);
    let key = ApiKey {
        provider: provider("openai"),
        sealed: new.clone(),
    };
    let replacement = KeyReplacement {
        provider: provider("openai"),
        old: age_key("old"),
        new,
    };
    for refused in [
        store.set_key(&ada, &key, Some(&before)),
        store
            .replace_keys(&ada, &[replacement], Some(&before))
            .map(drop),
    ] {
        let error = refused.expect_err("they changed");
        assert!(
            matches!(error, StoreError::RecipientsChanged { .. }),
            "{error}"
        );
    }
    assert_eq!(store.keys(&ada).expect("keys")[0].sealed, age_key("old"));
    let present = recipients(store);
    store.set_key(&ada, &key, Some(&present)).expect("set");
}

pub(super) fn keys_are_encrypted_anew_by_one_at_a_time(fresh: Fresh) {
    let store = &*fresh.store;
    let hasty = OpenOptions {
        lock_timeout: std::time::Duration::ZERO,
        ..fresh.options.clone()
    };
    let hasty = open(&fresh.location, hasty).expect("opened");
    let rekey = begin(store);
    let present = recipients(&*hasty);
    let error = hasty.begin_rekey(&present, &lines(&[NEW])).err();
    assert!(matches!(error, Some(StoreError::Busy { .. })), "{error:?}");
    drop(rekey);
    // A process that another test starts may have the lock for a moment yet, so this one waits.
    let patient = fresh.reopened();
    let stale = patient.begin_rekey(&lines(&[OLD]), &lines(&[OLD])).err();
    assert!(
        matches!(stale, Some(StoreError::RecipientsChanged { .. })),
        "{stale:?}"
    );
    assert!(begin(&*patient).finish().expect("no fault"));
}
