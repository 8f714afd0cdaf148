//! What becomes of replies in the place of others, and of copies, if the web app writes back what it had read before.

use chrono::{DateTime, Duration, Utc};

use super::app_store::{AppStore, a, at, new_conversation, turn};
use crate::model::{ConversationId, Document, Turn};
use crate::store::{Notice, Placed, Store, TurnTarget};

const FILE: &str = "user_data/a.json";

fn id() -> ConversationId {
    ConversationId::new("c-1")
}

fn later(minutes: i64) -> DateTime<Utc> {
    at() + Duration::minutes(minutes)
}

fn asked(reply: &str, at: DateTime<Utc>) -> Turn {
    let mut turn = turn();
    turn.messages[1].content = reply.to_owned();
    turn.messages.iter_mut().for_each(|message| message.at = at);
    turn
}

fn begin(store: &AppStore) {
    let placed = store
        .open()
        .append_turn(&a(), &new_conversation(), &asked("First", at()), at());
    placed.expect("appended");
}

/// Asks the last question again.
fn retry(store: &AppStore, reply: &str, minutes: i64) {
    let conversation = store.open().conversation(&a(), &id()).expect("there");
    let place = conversation.last_question().expect("it has one").place;
    let (target, at) = (TurnTarget::Again(id(), place), later(minutes));
    let placed = store
        .open()
        .append_turn(&a(), &target, &asked(reply, at), at);
    assert_eq!(placed.expect("stored"), Placed::InPlace);
}

fn texts(store: &AppStore) -> Vec<String> {
    let conversation = store.open().conversation(&a(), &id()).expect("there");
    let messages = conversation.messages.into_iter();
    messages.map(|message| message.content).collect()
}

/// Puts back what is missing, in order, and returns how many turns that were.
fn put_back(store: &AppStore) -> usize {
    let dropped = store.dropped_turns().expect("readable");
    for turn in &dropped {
        store.open().put_turn_back(&a(), turn).expect("put back");
    }
    assert_eq!(store.dropped_turns().expect("readable"), []);
    dropped.len()
}

fn replies_counted(store: &AppStore) -> u64 {
    let summaries = store.open().conversations(&a()).expect("readable");
    summaries.iter().map(|summary| summary.totals.replies).sum()
}

#[test]
fn a_reply_that_was_replaced_is_not_taken_for_dropped() {
    let store = AppStore::new();
    begin(&store);
    retry(&store, "Second", 1);
    retry(&store, "Third", 2);
    // The app has read and written what there is.
    let text = store.read(FILE);
    store.write(FILE, &text);
    store.open().keys(&a()).expect("readable");
    assert_eq!(store.notices.take(), []);
    assert_eq!(store.dropped_turns().expect("readable"), []);
    assert_eq!((texts(&store).len(), replies_counted(&store)), (2, 3));
}

#[test]
fn a_reply_that_the_app_drops_for_the_one_before_goes_to_its_place_again() {
    let store = AppStore::new();
    begin(&store);
    let stale = store.read(FILE);
    store.write(FILE, &stale);
    store.next_command();
    retry(&store, "Second", 1);
    store.write(FILE, &stale);
    store.open().keys(&a()).expect("readable");
    let notices = store.notices.take();
    assert!(
        matches!(notices.as_slice(), [Notice::TurnDropped { .. }]),
        "{notices:?}"
    );
    assert_eq!(texts(&store), ["Why?", "First"]);
    assert_eq!(replies_counted(&store), 1, "what is there, once");
    assert_eq!(put_back(&store), 1);
    assert_eq!(texts(&store), ["Why?", "Second"]);
    assert_eq!(replies_counted(&store), 2);
}

#[test]
fn a_turn_and_the_reply_that_took_its_place_are_put_back_in_turn() {
    let store = AppStore::new();
    let stale = store.read(FILE);
    begin(&store);
    retry(&store, "Second", 1);
    store.write(FILE, &stale);
    assert_eq!(put_back(&store), 2);
    assert_eq!(texts(&store), ["Why?", "Second"]);
    assert_eq!(replies_counted(&store), 2);
}

#[test]
fn a_dropped_reply_whose_place_is_gone_is_put_behind_with_its_question() {
    let store = AppStore::new();
    begin(&store);
    let stale = store.read(FILE);
    store.write(FILE, &stale);
    retry(&store, "Second", 1);
    // The app goes on with what it had read.
    let mine =
        r#", {"role": "user", "content": "In the app"}, {"role": "assistant", "content": "Yes"}"#;
    let end = stale.rfind(']').expect("an array");
    let further = format!("{}{mine}{}", stale[..end].trim_end(), &stale[end..]);
    store.write(FILE, &further);
    assert_eq!(put_back(&store), 1);
    let expected = ["Why?", "First", "In the app", "Yes", "Why?", "Second"];
    assert_eq!(texts(&store), expected);
    assert_eq!(replies_counted(&store), 3, "the first is there itself");
}

#[test]
fn a_conversation_that_was_added_whole_and_dropped_is_put_back() {
    let store = AppStore::new();
    begin(&store);
    let stale = store.read(FILE);
    store.write(FILE, &stale);
    let text = r#"{"title": "half \ud83d", "messages": [{"role": "user", "content": "\ud83d"}]}"#;
    let document = Document::parse(text).expect("an object");
    let copy = ConversationId::new("c-2");
    store
        .open()
        .add_conversation(&a(), &copy, &document, later(1))
        .expect("added");
    store.open().keys(&a()).expect("readable");
    assert_eq!(store.notices.take(), [], "it is there");
    store.write(FILE, &stale);
    assert_eq!(put_back(&store), 1);
    let found = store.open().conversation(&a(), &copy).expect("there");
    assert_eq!(found.document.as_str(), text);
}
