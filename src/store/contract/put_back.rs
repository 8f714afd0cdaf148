//! What a user had, brought back from elsewhere.

use super::{Fresh, add, at, bill, converse, provider, sealed, turn};
use crate::model::{ApiKey, ConversationId, Document, UserId};
use crate::store::{Another, Parts, PutBack, Store, StoreError, TurnTarget};

fn conversations(store: &dyn Store, user: &UserId) -> Vec<(ConversationId, Document)> {
    let mut all = Vec::new();
    store
        .visit_documents(user, &mut |id, document| {
            all.push((id.clone(), document.clone()));
            Ok(())
        })
        .expect("documents");
    all
}

fn key(name: &str, text: &str) -> ApiKey {
    ApiKey {
        provider: provider(name),
        sealed: sealed(text),
    }
}

fn named(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(super) fn what_is_missing_is_put_back_and_the_rest_stays(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let deleted = converse(store, &ada, "c-0001", "0.25", 0);
    let changed = converse(store, &ada, "c-0002", "0.5", 1);
    converse(store, &ada, "c-0003", "1", 2);
    store
        .set_key(&ada, &key("openai", "old"), None)
        .expect("set");
    let before = PutBack {
        conversations: conversations(store, &ada),
        keys: vec![key("openai", "old"), key("mistral", "gone")],
        another: Another::Stays,
    };
    let paid = bill(store);
    store
        .delete_conversations(&ada, std::slice::from_ref(&deleted))
        .expect("deleted");
    let target = TurnTarget::Existing(changed);
    store
        .append_turn(&ada, &target, &turn("And?", "2", 5), at(5))
        .expect("appended");
    store
        .set_key(&ada, &key("openai", "new"), None)
        .expect("set");
    let forecast = store.would_put_back(&ada, &before).expect("told");
    let done = store.put_back(&ada, &before).expect("done");
    assert_eq!(done, forecast);
    let parts = |added: &str, kept: &str, same| Parts {
        added: named(&[added]),
        kept: named(&[kept]),
        replaced: Vec::new(),
        same,
    };
    assert_eq!(done.conversations, parts("c-0001", "c-0002", 1));
    assert_eq!(done.keys, parts("mistral", "openai", 0));
    let ids: Vec<_> = conversations(store, &ada)
        .into_iter()
        .map(|(id, _)| id.to_string())
        .collect();
    assert_eq!(ids, ["c-0002", "c-0003", "c-0001"]);
    let back = store.conversation(&ada, &deleted).expect("it is there");
    assert_eq!(back.document, before.conversations[0].1);
    assert_eq!(paid.1, "1.75");
    assert_eq!(bill(store).1, "3.75", "what came back counts once");
    let again = store.put_back(&ada, &before).expect("done");
    assert!(!again.is_change(), "{again:?}");
    assert_eq!(fresh.reopened().keys(&ada).expect("keys").len(), 2);
}

pub(super) fn what_gives_way_stays_on_the_bill(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let first = converse(store, &ada, "c-0001", "0.25", 0);
    converse(store, &ada, "c-0002", "0.5", 1);
    let before = PutBack {
        conversations: conversations(store, &ada),
        keys: Vec::new(),
        another: Another::GivesWay,
    };
    for seconds in [5, 6] {
        let target = TurnTarget::Existing(first.clone());
        store
            .append_turn(&ada, &target, &turn("And?", "2", seconds), at(seconds))
            .expect("appended");
        let done = store.put_back(&ada, &before).expect("done");
        assert_eq!(done.conversations.replaced, ["c-0001"]);
    }
    assert_eq!(conversations(store, &ada), before.conversations, "in order");
    assert_eq!(bill(store).1, "4.75");
    let summaries = store.conversations(&ada).expect("listed");
    assert_eq!(summaries[0].totals.cost.to_string(), "0.25");
}

pub(super) fn an_account_is_brought_back_as_it_was(fresh: Fresh) {
    let store = &*fresh.store;
    add(store, "ada@example.org", "Ada");
    let id = UserId::parse("old-1").expect("an id");
    let text = r#"{"id":"old-1","email":"grace@example.org","name":"Grace","x":1.50,"password_hash":"p$s$h"}"#;
    let account = Document::parse(text).expect("an object");
    assert!(store.bring_back_user(&id, &account).expect("added"));
    assert!(!store.bring_back_user(&id, &account).expect("there"));
    let user = fresh.reopened().find_user("grace@example.org");
    assert_eq!(user.expect("found").id, id);
    let snapshot = store.snapshot().expect("taken");
    let users = snapshot
        .read(&crate::store::EntryName::Users)
        .expect("read");
    let users = String::from_utf8(users.expect("there")).expect("text");
    assert!(users.contains(text), "{users}");
    let other = UserId::parse("old-2").expect("an id");
    let taken = store.bring_back_user(&other, &account);
    assert!(matches!(taken, Err(StoreError::EmailTaken { .. })));
    converse(store, &id, "c-0001", "0.25", 0);
    let nobody = store.put_back(&other, &PutBack::default());
    assert!(matches!(nobody, Err(StoreError::UserNotFound { .. })));
}

pub(super) fn a_longer_version_goes_on_where_the_present_one_ends(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let grace = add(store, "grace@example.org", "Grace");
    let (grown, own) = (
        converse(store, &ada, "c-0001", "0.25", 0),
        converse(store, &ada, "c-0002", "0.5", 1),
    );
    for (id, user) in [(&grown, &grace), (&own, &grace)] {
        let document = store.conversation(&ada, id).expect("there").document;
        store
            .add_conversation(user, id, &document, at(2))
            .expect("added");
    }
    // Ada's first conversation goes on, and so does Grace's second.
    for (user, id) in [(&ada, &grown), (&grace, &own)] {
        let target = TurnTarget::Existing(id.clone());
        store
            .append_turn(user, &target, &turn("And?", "2", 5), at(5))
            .expect("appended");
    }
    let other = r#"{"messages": [{"role": "user", "content": "Something else"}]}"#;
    let mut coming = conversations(store, &ada);
    coming.push((
        ConversationId::new("c-0003"),
        Document::parse(other).expect("an object"),
    ));
    let wanted = PutBack {
        conversations: coming,
        keys: Vec::new(),
        another: Another::IsContinued(at(9)),
    };
    let forecast = store.would_put_back(&grace, &wanted).expect("told");
    let done = store.put_back(&grace, &wanted).expect("done");
    assert_eq!(done, forecast);
    let expected = Parts {
        added: named(&["c-0003"]),
        replaced: named(&["c-0001"]),
        kept: Vec::new(),
        same: 1,
    };
    assert_eq!(done.conversations, expected);
    let (theirs, ours) = (
        store.conversation(&ada, &grown).expect("there"),
        fresh
            .reopened()
            .conversation(&grace, &grown)
            .expect("there"),
    );
    assert_eq!(ours.messages, theirs.messages);
    assert_eq!(ours.summary.totals, theirs.summary.totals);
    let again = store.put_back(&grace, &wanted).expect("done");
    assert!(!again.is_change(), "{again:?}");
    let apart = PutBack {
        conversations: vec![(grown, Document::parse(other).expect("an object"))],
        ..wanted
    };
    let kept = store.put_back(&grace, &apart).expect("done");
    assert_eq!(kept.conversations.kept, ["c-0001"]);
    assert_eq!(bill(store).1, "7.5", "nothing went to the ledger");
}
