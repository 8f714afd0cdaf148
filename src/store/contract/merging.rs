//! Two accounts made one.

use std::sync::Barrier;

use super::erasing::{load, parts};
use super::{Backend, Fresh, add, at, bill, converse, documents, provider, sealed, turn};
use crate::model::{
    ApiKey, BilledReply, ConversationId, Cost, CostSum, Document, Moment, PriceBasis, RecordedCost,
    ReplyUsage, Totals, UserId,
};
use crate::search::{Order, Pattern, Query, Search, SearchFilter};
use crate::store::{Asked, EntryName, MergedUsers, Store, StoreError, TurnTarget, UsageRecord};

fn key(name: &str, text: &str) -> ApiKey {
    ApiKey {
        provider: provider(name),
        sealed: sealed(text),
    }
}

fn set_key(store: &dyn Store, user: &UserId, name: &str, text: &str) {
    store.set_key(user, &key(name, text), None).expect("set");
}

fn used(cost: &str) -> BilledReply {
    let usage = ReplyUsage {
        provider: "openai".to_owned(),
        model: "gpt-4o".to_owned(),
        at: Some(Moment::Utc(at(0))),
        input_tokens: 10,
        output_tokens: 5,
        total_tokens: 15,
        cost: RecordedCost::Known(Cost::parse(cost).expect("a cost")),
        is_error: false,
        is_interrupted: false,
    };
    BilledReply {
        usage,
        basis: PriceBasis::default(),
    }
}

/// Returns what is on one user's bill.
fn bill_of(store: &dyn Store, user: &UserId) -> Totals {
    let mut totals = Totals::default();
    let users = std::slice::from_ref(user);
    let add = &mut |record: &UsageRecord<'_>| totals.add(record.reply);
    store.visit_usage(Some(users), add).expect("usage");
    totals
}

/// Returns a user's conversations, each as it is stored.
fn of(store: &dyn Store, user: &UserId) -> Vec<(ConversationId, Document)> {
    let all = documents(store).into_iter();
    let theirs = all.filter(|(whose, _, _)| whose == user);
    theirs.map(|(_, id, document)| (id, document)).collect()
}

/// Puts a conversation in that looks as nothing of ours does.
fn put(store: &dyn Store, user: &UserId, id: &str, text: &str) {
    let document = Document::parse(text).expect("an object");
    store
        .add_conversation(user, &ConversationId::new(id), &document, at(3))
        .expect("added");
}

/// Merges, and makes sure that it was foretold and that no sum over all has changed.
fn merge(store: &dyn Store, from: &UserId, into: &UserId) -> MergedUsers {
    let (paid, of_into) = (bill(store), bill_of(store, into));
    let planned = store.would_merge(from, into).expect("told");
    let merged = store.merge_users(from, into, at(9)).expect("merged");
    assert_eq!(merged, planned);
    if merged.conversations_same == 0 {
        assert_eq!(bill(store), paid);
    }
    let mut expected = of_into;
    expected.merge(&merged.totals);
    assert_eq!(bill_of(store, into), expected);
    assert_eq!(bill_of(store, from), Totals::default());
    merged
}

/// Returns whose messages are found that have this word, and in which conversation.
fn found(store: &dyn Store, word: &str) -> Vec<(UserId, String)> {
    let query = Query::parse(word, false).expect("a query");
    let search = Search {
        pattern: Pattern::words(&query),
        filter: SearchFilter::default(),
        order: Order::Newest,
        limit: None,
        context: 20,
    };
    let results = store.search(None, &search).expect("searched");
    let hits = results.hits.into_iter();
    hits.map(|hit| (hit.user, hit.conversation.to_string()))
        .collect()
}

const THEIRS: &str =
    "{ \"title\":\"\\ud83d\",  \"messages\": [{\"role\":\"user\",\"content\":\"otter\"},
 {\"role\":\"assistant\",\"content\":\"\\u0000\",\"cost\":1.50, \"x\":1E5}],\"z\":null}";

pub(super) fn merging_moves_everything_and_keeps_the_bill(fresh: Fresh) {
    let store = &*fresh.store;
    let (ada, bob) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "bob@example.org", "Bob"),
    );
    converse(store, &ada, "c-0002", "0.25", 0);
    put(store, &ada, "c-0001", THEIRS);
    let deleted = converse(store, &ada, "c-0009", "0.000000000000000000012", 1);
    store
        .delete_conversations(&ada, &[deleted])
        .expect("deleted");
    store.note_use(&ada, &used("0.5")).expect("noted");
    set_key(store, &ada, "openai", "hers");
    set_key(store, &ada, "google", "hers");
    converse(store, &bob, "c-0003", "4", 0);
    store.note_use(&bob, &used("8")).expect("noted");
    set_key(store, &bob, "openai", "his");
    let expected = [of(store, &bob), of(store, &ada)].concat();
    let merged = merge(store, &ada, &bob);
    assert_eq!((merged.conversations, merged.conversations_same), (2, 0));
    assert_eq!(merged.ledger_entries, 2);
    assert_eq!(merged.totals.cost.to_string(), "2.250000000000000000012");
    assert_eq!(merged.keys_taken, [provider("google")]);
    assert_eq!(merged.keys_left, [provider("openai")]);
    assert_eq!(
        merged.dropped,
        ["email", "name", "password_hash", "auth_type", "created_at"]
    );
    let store = &*fresh.reopened();
    assert_eq!(of(store, &bob), expected, "in this order, to the byte");
    if matches!(fresh.backend, Backend::Json) {
        // Databases write white space of their own around messages.
        let is_theirs = |(_, document): &(_, Document)| document.as_str() == THEIRS;
        assert!(of(store, &bob).iter().any(is_theirs));
    }
    assert_eq!(
        store.keys(&bob).expect("keys"),
        [key("openai", "his"), key("google", "hers")]
    );
    assert_eq!(found(store, "otter"), [(bob.clone(), "c-0001".to_owned())]);
    assert_eq!(
        bill_of(store, &bob).cost.to_string(),
        "14.250000000000000000012"
    );
    assert_eq!(store.users().expect("users").len(), 1);
    assert_eq!(store.tombstones().expect("tombstones"), []);
    let gone = store.merge_users(&ada, &bob, at(10)).expect_err("gone");
    assert!(matches!(gone, StoreError::UserNotFound { .. }), "{gone}");
    let snapshot = store.snapshot().expect("taken");
    let of_ada = EntryName::UserData(ada);
    assert!(!snapshot.entries().contains(&of_ada));
}

pub(super) fn what_differs_is_named_and_nothing_is_changed(fresh: Fresh) {
    let store = &*fresh.store;
    let (ada, bob) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "bob@example.org", "Bob"),
    );
    converse(store, &ada, "c-0001", "0.1", 0);
    put(store, &ada, "c-0002", r#"{"title":"other"}"#);
    put(store, &ada, "c-0003", r#"{"messages":[]}"#);
    set_key(store, &ada, "google", "hers");
    put(store, &bob, "c-0003", r#"{"messages":[],"n":1}"#);
    put(store, &bob, "c-0002", r#"{"title":"another"}"#);
    let (before, paid) = (documents(store), bill(store));
    for refused in [
        store.would_merge(&ada, &bob).expect_err("they differ"),
        store
            .merge_users(&ada, &bob, at(9))
            .expect_err("they differ"),
    ] {
        let StoreError::ConversationsDiffer { from, into, ids } = refused else {
            panic!("{refused}");
        };
        assert_eq!((&from, &into), (&ada, &bob));
        assert_eq!(ids, ["c-0002", "c-0003"].map(ConversationId::new));
    }
    let store = &*fresh.reopened();
    assert_eq!((documents(store), bill(store)), (before, paid));
    assert_eq!(store.keys(&bob).expect("keys"), []);
    assert_eq!(store.successor(&ada).expect("told"), None);
}

pub(super) fn what_both_have_alike_is_there_once_and_counts_once(fresh: Fresh) {
    let store = &*fresh.store;
    let (ada, bob) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "bob@example.org", "Bob"),
    );
    for user in [&ada, &bob] {
        put(store, user, "c-0001", THEIRS);
    }
    converse(store, &ada, "c-0002", "0.25", 0);
    assert_eq!(bill(store).1, "3.25");
    let merged = merge(store, &ada, &bob);
    assert_eq!((merged.conversations, merged.conversations_same), (1, 1));
    assert_eq!(of(store, &bob).len(), 2);
    assert_eq!(bill(store).1, "1.75");
    assert_eq!(found(store, "otter"), [(bob, "c-0001".to_owned())]);
}

pub(super) fn what_was_deleted_stays_on_the_bill_whoever_has_it_still(fresh: Fresh) {
    let store = &*fresh.store;
    let (ada, bob) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "bob@example.org", "Bob"),
    );
    let delete = |user: &UserId, id: &str, cost: &str| {
        let id = converse(store, user, id, cost, 0);
        store.delete_conversations(user, &[id]).expect("deleted");
    };
    // Deleted by both; by one, and the other has it; deleted, and there again.
    delete(&ada, "c-0001", "0.1");
    delete(&bob, "c-0001", "0.2");
    delete(&ada, "c-0002", "0.4");
    converse(store, &bob, "c-0002", "0.8", 0);
    delete(&bob, "c-0003", "1.6");
    converse(store, &ada, "c-0003", "3.2", 0);
    delete(&ada, "c-0004", "100");
    converse(store, &ada, "c-0004", "6.4", 0);
    let merged = merge(store, &ada, &bob);
    assert_eq!((merged.conversations, merged.ledger_entries), (2, 2));
    assert_eq!(bill(store).1, "12.7");
    // Whatever goes from now on stays on the bill, too.
    let ids = ["c-0002", "c-0003", "c-0004"].map(ConversationId::new);
    store.delete_conversations(&bob, &ids).expect("deleted");
    assert_eq!(bill(store).1, "12.7");
    store.remove_user(&bob).expect("removed");
    assert_eq!(bill(&*fresh.reopened()).1, "12.7");
}

pub(super) fn who_has_nothing_yet_takes_in_and_is_taken_in(fresh: Fresh) {
    let store = &*fresh.store;
    let [ada, bob, eve] =
        ["ada", "bob", "eve"].map(|name| add(store, &format!("{name}@example.org"), name));
    converse(store, &ada, "c-0001", "0.1", 0);
    set_key(store, &ada, "openai", "hers");
    let before = of(store, &ada);
    let merged = merge(store, &ada, &bob);
    assert_eq!(merged.keys_taken, [provider("openai")]);
    assert_eq!(of(store, &bob), before);
    let merged = merge(store, &eve, &bob);
    assert_eq!(merged.conversations, 0);
    assert_eq!(merged.keys_taken, []);
    let store = &*fresh.reopened();
    assert_eq!(of(store, &bob), before);
    let nobody = UserId::parse("nobody").expect("an id");
    for (from, into) in [(&bob, &nobody), (&nobody, &bob), (&ada, &bob)] {
        for refused in [
            store.would_merge(from, into).expect_err("nobody is there"),
            store
                .merge_users(from, into, at(9))
                .expect_err("nobody is there"),
        ] {
            assert!(
                matches!(refused, StoreError::UserNotFound { .. }),
                "{refused}"
            );
        }
    }
    assert_eq!(of(store, &bob), before);
}

pub(super) fn who_took_over_is_known_until_the_account_is_back(fresh: Fresh) {
    let store = &*fresh.store;
    let [ada, bob, eve] =
        ["ada", "bob", "eve"].map(|name| add(store, &format!("{name}@example.org"), name));
    converse(store, &ada, "c-0001", "0.1", 0);
    assert_eq!(store.successor(&ada).expect("told"), None);
    merge(store, &ada, &bob);
    assert_eq!(store.successor(&ada).expect("told"), Some(bob.clone()));
    let store = &*fresh.reopened();
    merge(store, &bob, &eve);
    assert_eq!(store.successor(&ada).expect("told"), Some(eve.clone()));
    assert_eq!(store.successor(&eve).expect("told"), None);
    // What was on its way is the other's.
    store.note_use(&ada, &used("0.2")).expect("noted");
    assert_eq!(bill_of(store, &eve).cost.to_string(), "0.3");
    let target = TurnTarget::Existing(ConversationId::new("c-0001"));
    let late = store.append_turn(&ada, &target, &turn("And?", "0.4", 5), at(5));
    assert!(matches!(late, Err(StoreError::UserNotFound { .. })));
    let account = Document::parse(r#"{"email":"ada@example.org"}"#).expect("an object");
    assert!(store.bring_back_user(&ada, &account).expect("back"));
    assert_eq!(of(store, &ada), []);
    assert_eq!(store.successor(&ada).expect("told"), None);
    store.note_use(&ada, &used("0.8")).expect("noted");
    assert_eq!(bill_of(store, &ada).cost.to_string(), "0.8");
    store.remove_user(&ada).expect("removed");
    assert_eq!(store.successor(&ada).expect("told"), None);
    store.remove_user(&eve).expect("removed");
    assert_eq!(store.successor(&bob).expect("told"), None);
}

pub(super) fn what_is_left_unsaved_stays_and_what_is_reserved_goes(fresh: Fresh) {
    let store = &*fresh.store;
    let (ada, bob) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "bob@example.org", "Bob"),
    );
    let asked = Asked {
        user: ada.clone(),
        conversation: ConversationId::new("c-left"),
        new_title: Some("Left".to_owned()),
        again: None,
        question: "Why?".to_owned(),
        at: at(0),
        provider: "echo".to_owned(),
        model: "echo".to_owned(),
    };
    drop(store.keep_unsaved(&asked).expect("kept"));
    let reserved = store
        .reserve(&ada, at(0), at(600), &mut |_| Ok(Cost::parse("0.1")))
        .expect("reserved");
    merge(store, &ada, &bob);
    let nothing = CostSum::default();
    assert_eq!(store.reserved(&ada, at(1)).expect("told"), nothing);
    assert_eq!(store.reserved(&bob, at(1)).expect("told"), nothing);
    reserved.expect("an amount").give_back().expect("no matter");
    assert_eq!(store.unsaved_turns().expect("listed").len(), 1);
}

pub(super) fn content_from_before_or_after_counts_nothing_twice(fresh: Fresh) {
    let store = &*fresh.store;
    let [ada, bob, eve] =
        ["ada", "bob", "eve"].map(|name| add(store, &format!("{name}@example.org"), name));
    let delete = |user: &UserId, id: &str, cost: &str| {
        let id = converse(store, user, id, cost, 0);
        store.delete_conversations(user, &[id]).expect("deleted");
    };
    converse(store, &ada, "c-0001", "0.1", 0);
    delete(&ada, "c-0002", "0.2");
    store.note_use(&ada, &used("0.4")).expect("noted");
    // Of these the other has something, too.
    delete(&ada, "c-0003", "0.8");
    delete(&bob, "c-0003", "1.6");
    delete(&bob, "c-0004", "3.2");
    converse(store, &ada, "c-0004", "6.4", 0);
    converse(store, &bob, "c-0005", "12.8", 0);
    let paid = bill(store);
    assert_eq!(paid.1, "25.5");
    let older = parts(store);
    // After the backup, which has it of nobody: it stays with whom it went to.
    delete(&bob, "c-0002", "100");
    merge(store, &ada, &bob);
    merge(store, &bob, &eve);
    let newer = parts(store);
    for (content, user, cost) in [
        (&older, &ada, "7.9"),
        (&newer, &eve, "125.5"),
        (&older, &bob, "17.6"),
    ] {
        load(store, content, false);
        assert_eq!(bill_of(store, user).cost.to_string(), cost);
        assert_eq!(bill(store).1, "125.5");
    }
}

/// Puts a turn where the conversation is by now, as `chat` does.
fn append(store: &dyn Store, user: &UserId, seconds: i64) {
    let target = TurnTarget::Existing(ConversationId::new("c-0001"));
    let turn = turn("More", "0.01", seconds);
    match store.append_turn(user, &target, &turn, at(seconds)) {
        Err(StoreError::UserNotFound { .. }) => {
            let successor = store.successor(user).expect("told").expect("merged");
            store
                .append_turn(&successor, &target, &turn, at(seconds))
                .expect("appended");
        }
        other => {
            other.expect("appended");
        }
    }
}

pub(super) fn nothing_is_lost_of_what_comes_in_meanwhile(fresh: Fresh) {
    const WRITERS: i64 = 3;
    const EACH: i64 = 8;
    let store = &*fresh.store;
    let (ada, bob) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "bob@example.org", "Bob"),
    );
    converse(store, &ada, "c-0001", "0.5", 0);
    converse(store, &bob, "c-0002", "0.5", 0);
    let barrier = Barrier::new(WRITERS as usize + 2);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (fresh, barrier, ada) = (&fresh, &barrier, &ada);
            scope.spawn(move || {
                let store = fresh.reopened();
                barrier.wait();
                (0..EACH).for_each(|number| append(&*store, ada, 1 + writer * EACH + number));
            });
        }
        scope.spawn(|| {
            let store = fresh.reopened();
            barrier.wait();
            for _ in 0..EACH {
                store.note_use(&ada, &used("0.01")).expect("noted");
            }
        });
        barrier.wait();
        store.merge_users(&ada, &bob, at(9)).expect("merged");
    });
    let uses = (WRITERS + 1) * EACH;
    let cost = bill_of(store, &bob).cost;
    assert_eq!(cost.to_string(), format!("1.{uses:02}"));
    assert_eq!(bill(store).1, cost.to_string());
    let moved = store
        .conversation(&bob, &ConversationId::new("c-0001"))
        .expect("it is there");
    assert_eq!(moved.messages.len() as i64, 2 + 2 * WRITERS * EACH);
    assert_eq!(store.users().expect("users").len(), 1);
    assert_eq!(documents(store).len(), 2);
}
