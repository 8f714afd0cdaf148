//! Replies that take the place of others, copies, and what is tidied away: at every step the bill is what was paid.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Fresh, add, at, bill, converse, turn};
use crate::model::{Conversation, ConversationId, Document, ReplyPlace, Turn, UserId};
use crate::store::{Placed, Store, StoreError, TurnTarget, UsageRecord};

/// Returns where a reply to the last question goes.
fn place(store: &dyn Store, user: &UserId, id: &ConversationId) -> ReplyPlace {
    let conversation = store.conversation(user, id).expect("it is there");
    conversation.last_question().expect("it has one").place
}

/// Asks the last question again; the reply costs `cost`.
fn retry(
    store: &dyn Store,
    user: &UserId,
    id: &ConversationId,
    place: ReplyPlace,
    cost: &str,
    seconds: i64,
) -> Placed {
    let target = TurnTarget::Again(id.clone(), place);
    let placed = store.append_turn(user, &target, &turn("Why?", cost, seconds), at(seconds));
    placed.expect("stored")
}

fn times(conversation: &Conversation) -> Vec<Option<i64>> {
    let messages = conversation.messages.iter();
    messages
        .map(|message| {
            Some(message.timestamp?.to_utc(chrono_tz::UTC).timestamp() - at(0).timestamp())
        })
        .collect()
}

pub(super) fn a_conversation_is_added_as_it_stands(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let text = "{\"title\" : \"half \\ud83d\", \"x\":1.50,\n\t\"messages\": [ ]}";
    let document = Document::parse(text).expect("an object");
    let id = ConversationId::new("c-0001");
    store
        .add_conversation(&ada, &id, &document, at(0))
        .expect("added");
    converse(store, &ada, "c-0002", "0", 0);
    let stored = store.conversation(&ada, &id).expect("it is there");
    assert_eq!(stored.document.as_str(), text);
    let again = store.add_conversation(&ada, &id, &document, at(0));
    assert!(matches!(again, Err(StoreError::ConversationExists { .. })));
    let nobody = store.add_conversation(&UserId::random(), &id, &document, at(0));
    assert!(matches!(nobody, Err(StoreError::UserNotFound { .. })));
}

pub(super) fn a_copy_is_billed_once(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let original = converse(store, &ada, "c-0001", "0.25", 0);
    let copied = |_, message: Document| message.with("copied_from", &"c-0001");
    let document = store.conversation(&ada, &original).expect("there").document;
    let document = document.with_array_cut("messages", 2, copied);
    let copy = ConversationId::new("c-0002");
    store
        .add_conversation(&ada, &copy, &document.expect("it has messages"), at(1))
        .expect("added");
    let before = (15, "0.25".to_owned());
    assert_eq!(bill(store), before);
    // What follows the copies counts.
    let target = TurnTarget::Existing(copy.clone());
    store
        .append_turn(&ada, &target, &turn("And?", "0.5", 2), at(2))
        .expect("appended");
    let both = (30, "0.75".to_owned());
    assert_eq!(bill(store), both);
    for gone in [original, copy] {
        store.delete_conversations(&ada, &[gone]).expect("deleted");
        assert_eq!(bill(store), both);
    }
}

pub(super) fn whose_conversations_are_counted_is_told(fresh: Fresh) {
    let store = &*fresh.store;
    let [ada, bob, eve] = ["ada", "bob", "eve"].map(|name| {
        let email = format!("{name}@example.org");
        add(store, &email, name)
    });
    let put = |user: &UserId, id: &str, text: &str| {
        let document = Document::parse(text).expect("an object");
        let added = store.add_conversation(user, &ConversationId::new(id), &document, at(0));
        added.expect("added");
    };
    converse(store, &ada, "ada's", "0.25", 0);
    converse(store, &bob, "bob's", "0.25", 0);
    converse(store, &eve, "bob's", "0.25", 0);
    converse(store, &bob, "a \"quoted\" one", "0.25", 0);
    let deleted = converse(store, &bob, "deleted", "0.25", 0);
    converse(store, &eve, "removed", "0.25", 0);
    converse(store, &eve, "back", "0.25", 0);
    put(
        &bob,
        "copied",
        r#"{"messages":[{"role":"assistant","content":"x","cost":1,"copied_from":{"a":1}}]}"#,
    );
    put(
        &bob,
        "asked",
        r#"{"messages":[{"role":"user","content":"x"}]}"#,
    );
    let ids = [
        "ada's",
        "bob's",
        "a \"quoted\" one",
        "deleted",
        "removed",
        "back",
        "copied",
        "asked",
        "nobody's",
    ]
    .map(ConversationId::new);
    let wanted = HashSet::from(ids);
    let told = |user: &UserId| {
        let counted = store.counted_for_others(user, &wanted).expect("told");
        // It says of each what all usage says.
        let mut owners: HashMap<ConversationId, HashSet<UserId>> = HashMap::new();
        let mut see = |record: &UsageRecord<'_>| {
            let id = ConversationId::new(record.conversation);
            if record.user != user && wanted.contains(&id) {
                owners.entry(id).or_default().insert(record.user.clone());
            }
        };
        store.visit_usage(None, &mut see).expect("usage");
        assert_eq!(counted.len(), owners.len(), "{counted:?}");
        for (id, owner) in &counted {
            assert!(owners[id].contains(owner), "{id}");
        }
        let mut ids: Vec<String> = counted.keys().map(ToString::to_string).collect();
        ids.sort();
        ids
    };
    let of_bob = ["a \"quoted\" one", "bob's", "deleted"];
    let of_eve = ["back", "bob's", "removed"];
    let all = [of_bob, of_eve].concat().into_iter().map(str::to_owned);
    let all: BTreeSet<String> = all.collect();
    assert_eq!(told(&ada), all.into_iter().collect::<Vec<_>>());
    assert_eq!(told(&bob), ["ada's", "back", "bob's", "removed"]);
    // What the ledger has counts, unless the conversation is back; and then as it is there.
    let before = (told(&ada), told(&bob));
    store
        .delete_conversations(&bob, &[deleted])
        .expect("deleted");
    let back = ConversationId::new("back");
    store.delete_conversations(&eve, &[back]).expect("deleted");
    assert_eq!((told(&ada), told(&bob)), before);
    put(
        &eve,
        "back",
        r#"{"messages":[{"role":"user","content":"x"}]}"#,
    );
    assert_eq!(told(&bob), ["ada's", "bob's", "removed"]);
    store.remove_user(&eve).expect("removed");
    // With her, the conversation is gone, which had no reply; the ledger has what was deleted before.
    told(&bob);
    let none = store.counted_for_others(&ada, &HashSet::new());
    assert_eq!(none.expect("told"), HashMap::new());
}

pub(super) fn a_reply_takes_the_place_of_another_and_the_bill_grows(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let id = converse(store, &ada, "c-0001", "0.00000000000000000001", 0);
    for (seconds, sum) in [(5, "0.50000000000000000001"), (6, "1.00000000000000000001")] {
        let place = place(store, &ada, &id);
        let placed = retry(store, &ada, &id, place, "0.5", seconds);
        assert_eq!(placed, Placed::InPlace);
        assert_eq!(bill(store).1, sum);
        let conversation = store.conversation(&ada, &id).expect("there");
        assert_eq!(times(&conversation), [Some(0), Some(seconds)]);
        assert_eq!(conversation.summary.totals.cost.to_string(), sum);
        assert_eq!(
            conversation.messages[1].replaced.len(),
            seconds as usize - 4
        );
    }
    store.delete_conversations(&ada, &[id]).expect("deleted");
    assert_eq!(bill(store), (45, "1.00000000000000000001".to_owned()));
}

pub(super) fn a_reply_to_a_changed_conversation_goes_behind(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let id = converse(store, &ada, "c-0001", "0.25", 0);
    let asked = place(store, &ada, &id);
    assert_eq!(
        retry(store, &ada, &id, asked.clone(), "0.25", 5),
        Placed::InPlace
    );
    // Another process had asked the same again.
    assert_eq!(retry(store, &ada, &id, asked, "0.25", 6), Placed::Behind);
    let conversation = store.conversation(&ada, &id).expect("there");
    assert_eq!(times(&conversation), [Some(0), Some(5), Some(6), Some(6)]);
    assert_eq!(bill(store).1, "0.75");
    let gone = TurnTarget::Again(ConversationId::new("gone"), place(store, &ada, &id));
    let result = store.append_turn(&ada, &gone, &turn("Why?", "1", 7), at(7));
    assert!(matches!(
        result,
        Err(StoreError::ConversationNotFound { .. })
    ));
    assert_eq!(bill(store).1, "0.75");
}

pub(super) fn a_reply_that_is_not_whole_replaces_no_whole_one(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let id = converse(store, &ada, "c-0001", "0.25", 0);
    let cut_off = |seconds| -> Turn {
        let mut cut = turn("Why?", "0.25", seconds);
        let facts = cut.messages[1].reply.as_mut().expect("a reply");
        facts.is_interrupted = true;
        cut
    };
    let empty = |seconds| -> Turn {
        let mut empty = turn("Why?", "0.25", seconds);
        empty.messages[1].content.clear();
        empty
    };
    let append = |turn: &Turn, seconds| {
        let target = TurnTarget::Again(id.clone(), place(store, &ada, &id));
        store.append_turn(&ada, &target, turn, at(seconds))
    };
    assert_eq!(append(&empty(5), 5).expect("stored"), Placed::Behind);
    // One that is not whole gives way, to another such one too.
    assert_eq!(append(&cut_off(6), 6).expect("stored"), Placed::InPlace);
    let conversation = store.conversation(&ada, &id).expect("there");
    assert_eq!(times(&conversation), [Some(0), Some(0), Some(5), Some(6)]);
    assert_eq!(bill(store).1, "0.75");
}

pub(super) fn only_inactive_conversations_are_tidied_away(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let old = converse(store, &ada, "c-0001", "0.25", 0);
    let other = converse(store, &ada, "c-0002", "0.25", 1);
    let active = converse(store, &ada, "c-0003", "0.25", 2);
    let target = TurnTarget::Existing(active.clone());
    store
        .append_turn(&ada, &target, &turn("And?", "0.25", 500), at(500))
        .expect("appended");
    let pinned = ConversationId::new("c-0004");
    let text = r#"{"pinned": true, "timestamp": "2020-01-01T00:00:00", "messages": []}"#;
    let timeless = ConversationId::new("c-0005");
    for (id, text) in [(&pinned, text), (&timeless, r#"{"messages": []}"#)] {
        let document = Document::parse(text).expect("an object");
        store
            .add_conversation(&ada, id, &document, at(3))
            .expect("added");
    }
    let before = bill(store);
    let gone = ConversationId::new("gone");
    let ids = [gone, active, pinned, timeless, old.clone()];
    let deleted = store.delete_inactive(&ada, &ids, at(100)).expect("deleted");
    let deleted: Vec<_> = deleted.into_iter().map(|summary| summary.id).collect();
    assert_eq!(deleted, [old]);
    assert!(store.conversation(&ada, &other).is_ok(), "it was not named");
    assert_eq!(store.conversations(&ada).expect("readable").len(), 4);
    assert_eq!(bill(store), before);
    let again = store
        .delete_inactive(&ada, &ids, at(100))
        .expect("no fault");
    assert_eq!(again, []);
}
