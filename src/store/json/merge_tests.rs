//! One account going over into another: what is cut short, and what the web app does beside it.

use std::fs;

use super::app_store::{AppStore, a, at, new_conversation, turn};
use super::intent::{Intent, Step};
use crate::model::{ConversationId, UserChange, UserId};
use crate::store::{MergedUsers, Notice, Store, StoreError};

const USERS: &str = r#"{"a": {"email": "a@x"}, "b": {"email": "b@x"}}"#;
const OF_A: &str = r#"{"api_keys": {"k": "A"}, "conversations": {"c-1": {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes?", "cost": 1.50}]}}}"#;
const OF_B: &str = r#"{"api_keys": {}, "conversations": {"c-2": {"messages": []}}}"#;
const MERGED: &str = r#"{"api_keys": {"k":"A"}, "conversations": {"c-2": {"messages": []},"c-1":{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes?", "cost": 1.50}]}}}"#;
const LEDGER: &str = "{\"user\":\"a\",\"conversation\":\"gone\",\"provider\":\"p\",\"model\":\"m\",\"timestamp\":null,\"input_tokens\":1,\"output_tokens\":1,\"total_tokens\":2,\"cost\":0.25}\n";

fn b() -> UserId {
    UserId::parse("b").expect("an id")
}

/// Makes a store with two users, and an entry of the first one in the ledger.
fn two() -> AppStore {
    let store = AppStore::new();
    store.next_command();
    store.write("users.json", USERS);
    store.write("user_data/a.json", OF_A);
    store.write("user_data/b.json", OF_B);
    store.write(".chatkeep/ledger.jsonl", LEDGER);
    store
}

/// Has another command change what is not merged.
fn next_command(store: &AppStore) {
    let change = UserChange::Profile {
        name: Some("Bea".to_owned()),
        email: None,
        budget: None,
    };
    store.open().change_user(&b(), &change).expect("changed");
}

fn leave_intent(store: &AppStore) {
    let intent = Intent::begin(&store.layout()).expect("begun");
    intent.note(&Step::merge(&a(), &b(), at())).expect("noted");
    intent.leave();
}

fn cost(store: &AppStore) -> String {
    let mut totals = crate::model::Totals::default();
    let all = store
        .open()
        .visit_usage(None, &mut |record| totals.add(record.reply));
    all.expect("readable");
    totals.cost.to_string()
}

#[track_caller]
fn is_merged(store: &AppStore, text: &str) {
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    assert_eq!(json(&store.read("user_data/b.json")), json(text));
    assert!(!store.has("user_data/a.json"));
    assert!(!store.read("users.json").contains("a@x"));
    assert_eq!(
        store.read(".chatkeep/ledger.jsonl"),
        LEDGER.replace("\"a\"", "\"b\"")
    );
    assert_eq!(store.open().successor(&a()).expect("told"), Some(b()));
}

#[test]
fn each_file_is_changed_in_place_and_the_rest_keeps_its_bytes() {
    let store = two();
    let merged = store.open().merge_users(&a(), &b(), at()).expect("merged");
    assert_eq!(merged.totals.cost.to_string(), "1.75");
    assert_eq!(store.read("user_data/b.json"), MERGED);
    assert_eq!(store.read("users.json"), r#"{"b": {"email": "b@x"}}"#);
    is_merged(&store, MERGED);
}

#[test]
fn a_merge_is_finished_from_wherever_it_was_cut_short() {
    let moved_ledger = LEDGER.replace("\"a\"", "\"b\"");
    let done: [(&str, &str); 3] = [
        (".chatkeep/ledger.jsonl", &moved_ledger),
        ("user_data/b.json", MERGED),
        ("users.json", r#"{"b": {"email": "b@x"}}"#),
    ];
    for steps in 0..=4 {
        let store = two();
        leave_intent(&store);
        for (name, text) in done.iter().take(steps) {
            store.write(name, text);
        }
        if steps > done.len() {
            fs::remove_file(store.folder.path().join("user_data/a.json")).expect("there");
        }
        // Nothing is lost, and only between two of them does something show twice.
        let shown = if steps == 2 { "3.25" } else { "1.75" };
        assert_eq!(cost(&store), shown, "{steps}");
        next_command(&store);
        let told = Notice::MergeFinished {
            from: a(),
            into: b(),
        };
        assert_eq!(store.notices.take(), [told], "{steps}");
        if steps < 4 {
            is_merged(&store, MERGED);
        }
        assert_eq!(cost(&store), "1.75", "{steps}");
        assert_eq!(store.intents(), 0);
        next_command(&store);
        assert!(store.notices.take().is_empty(), "it is told once");
    }
}

#[test]
fn what_the_app_adds_before_it_is_finished_is_moved_too() {
    let longer = r#"{"conversations": {"c-1": {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes?", "cost": 1.50}, {"role": "user", "content": "And?"}]}, "c-3": {}}}"#;
    let store = two();
    leave_intent(&store);
    store.write("user_data/b.json", MERGED);
    store.write("user_data/a.json", longer);
    next_command(&store);
    assert!(matches!(
        store.notices.take()[..],
        [Notice::MergeFinished { .. }]
    ));
    let of_b = store.read("user_data/b.json");
    assert!(of_b.contains("And?") && of_b.contains("c-3"), "{of_b}");
    assert!(!store.has("user_data/a.json"));
}

#[test]
fn what_cannot_be_finished_is_told_and_nothing_is_lost() {
    let apart = OF_A.replace("Hi", "Another question");
    let without_b = r#"{"a": {"email": "a@x"}}"#;
    for (name, text) in [
        ("user_data/a.json", apart.as_str()),
        ("users.json", without_b),
        ("user_data/b.json", "{"),
    ] {
        let store = two();
        leave_intent(&store);
        store.write("user_data/b.json", MERGED);
        store.write(name, text);
        store.next_command();
        let notices = store.notices.take();
        assert!(
            matches!(notices[..], [Notice::MergeUnfinished { .. }]),
            "{notices:?}"
        );
        assert!(store.has("user_data/a.json") && store.read("users.json").contains("a@x"));
        assert_eq!(store.intents(), 0);
        store.next_command();
        assert!(store.notices.take().is_empty(), "it is told once");
    }
}

#[test]
fn what_is_refused_before_it_began_leaves_no_trace() {
    let store = two();
    store.write("user_data/b.json", &OF_B.replace("c-2", "c-1"));
    let refused = store
        .open()
        .merge_users(&a(), &b(), at())
        .expect_err("they differ");
    assert!(
        matches!(refused, StoreError::ConversationsDiffer { .. }),
        "{refused}"
    );
    assert_eq!(store.intents(), 0);
    next_command(&store);
    assert!(store.notices.take().is_empty());
    assert_eq!(store.read("user_data/a.json"), OF_A);
}

#[test]
fn a_stale_copy_that_the_app_writes_drops_nothing_for_good() {
    let store = two();
    // One turn was dropped before, and the app has a page of the other user loading.
    let stale = store.read("user_data/a.json");
    let mut target = new_conversation();
    if let crate::store::TurnTarget::New(new) = &mut target {
        new.id = ConversationId::new("c-4");
    }
    store
        .open()
        .append_turn(&a(), &target, &turn(), at())
        .expect("appended");
    store.write("user_data/a.json", &stale);
    store.open().merge_users(&a(), &b(), at()).expect("merged");
    store.notices.take();
    store.write("user_data/b.json", OF_B);
    store.open().keys(&b()).expect("readable");
    let dropped = store.notices.take();
    let of = |id: &str| Notice::TurnDropped {
        user: b(),
        conversation: ConversationId::new(id),
    };
    assert!(
        dropped.contains(&of("c-1")) && dropped.contains(&of("c-4")),
        "{dropped:?}"
    );
    for finding in store.open().examine().expect("examined") {
        if matches!(finding.kind, crate::store::FindingKind::TurnDropped { .. }) {
            assert!(store.open().mend(&finding).expect("mended"));
        }
    }
    let of_b = store.read("user_data/b.json");
    assert!(of_b.contains("Yes?") && of_b.contains("Why?"), "{of_b}");
    assert!(!store.layout().recent_turns(&a()).exists());
}

#[test]
fn what_the_app_writes_into_the_file_that_goes_is_a_conflict() {
    use std::io::Write;
    let store = two();
    let path = store.folder.path().join("user_data/a.json");
    let mut app = fs::File::options().write(true).open(path).expect("opened");
    let merged = store.open().merge_users(&a(), &b(), at()).expect("merged");
    assert_ne!(merged, MergedUsers::default());
    app.set_len(0).expect("truncated");
    app.write_all(b"{\"theirs\":1}").expect("written");
    drop(app);
    next_command(&store);
    let notices = store.notices.take();
    let [Notice::Conflict { of, .. }] = notices.as_slice() else {
        panic!("{notices:?}");
    };
    assert_eq!(of, "a.json");
    assert!(!store.has("user_data/a.json"));
}

#[test]
fn who_took_over_is_not_known_of_somebody_who_came_back_and_was_removed() {
    let store = two();
    store.open().merge_users(&a(), &b(), at()).expect("merged");
    store.write("users.json", USERS);
    store.open().remove_user(&a()).expect("removed");
    assert_eq!(store.open().successor(&a()).expect("told"), None);
}
