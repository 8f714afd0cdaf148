//! Conversations: what is said in them, what is changed about them, and what stays of them.

use super::{Fresh, add, at, bill, converse, documents, turn};
use crate::model::{ConversationChange, ConversationId, TagChange, UserId};
use crate::store::{StoreError, TurnTarget};

pub(super) fn turns_are_appended_and_read_back(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let id = converse(store, &ada, "c-0001", "0.0001", 0);
    store
        .append_turn(
            &ada,
            &TurnTarget::Existing(id.clone()),
            &turn("And?", "0.0002", 5),
            at(5),
        )
        .expect("appended");
    let conversation = store.conversation(&ada, &id).expect("there");
    let texts: Vec<_> = conversation
        .messages
        .iter()
        .map(|message| message.content.as_str())
        .collect();
    assert_eq!(texts, ["Why?", "Voilà 🎉", "And?", "Voilà 🎉"]);
    let summary = &store.conversations(&ada).expect("conversations")[0];
    assert_eq!(*summary, conversation.summary);
    assert_eq!(
        (summary.totals.total_tokens, summary.totals.cost.to_string()),
        (30, "0.0003".to_owned())
    );
    assert_eq!(
        summary.updated.map(|time| time.to_utc(chrono_tz::UTC)),
        Some(at(5))
    );
    let started = summary
        .started
        .map(|time| time.to_utc(chrono_tz::Europe::Berlin));
    assert_eq!(started, Some(at(0)), "written in the store's zone");
}

pub(super) fn conversations_are_found_by_prefix_and_last(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    assert!(matches!(
        store.find_conversation(&ada, "last"),
        Err(StoreError::ConversationNotFound { .. })
    ));
    let first = converse(store, &ada, "aaaa-1", "0", 10);
    converse(store, &ada, "aaaa-2", "0", 5);
    assert_eq!(store.find_conversation(&ada, "last").expect("found"), first);
    assert_eq!(
        store.find_conversation(&ada, "aaaa-1").expect("found"),
        first
    );
    assert!(matches!(
        store.find_conversation(&ada, "aaaa"),
        Err(StoreError::AmbiguousConversation { .. })
    ));
    assert!(matches!(
        store.find_conversation(&ada, "aaa"),
        Err(StoreError::ConversationNotFound { .. })
    ));
    assert!(matches!(
        store.find_conversation(&ada, "bbbb"),
        Err(StoreError::ConversationNotFound { .. })
    ));
}

pub(super) fn nothing_is_added_to_what_is_not_there(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let id = converse(store, &ada, "c-0001", "0", 0);
    let gone = TurnTarget::Existing(ConversationId::new("gone"));
    let result = store.append_turn(&ada, &gone, &turn("?", "0", 0), at(0));
    assert!(matches!(
        result,
        Err(StoreError::ConversationNotFound { .. })
    ));
    let nobody = UserId::random();
    let result = store.append_turn(
        &nobody,
        &TurnTarget::Existing(id),
        &turn("?", "0", 0),
        at(0),
    );
    assert!(matches!(result, Err(StoreError::UserNotFound { .. })));
    assert_eq!(store.keys(&nobody).expect("nothing was made"), []);
}

pub(super) fn conversations_are_changed_all_or_none(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let ids = ["c-0001", "c-0002", "c-0003"].map(|id| converse(store, &ada, id, "0", 0));
    let before = documents(store);
    let missing = [ids[0].clone(), ConversationId::new("gone")];
    let archive = ConversationChange::Archived(true);
    assert!(matches!(
        store.change_conversations(&ada, &missing, &archive),
        Err(StoreError::ConversationNotFound { which, .. }) if which == "gone"
    ));
    assert_eq!(documents(store), before);
    let nobody = UserId::random();
    assert!(matches!(
        store.change_conversations(&nobody, &ids[..1], &archive),
        Err(StoreError::UserNotFound { .. })
    ));
    let two = [ids[2].clone(), ids[0].clone()];
    let changed = store
        .change_conversations(&ada, &two, &archive)
        .expect("changed");
    let are: Vec<_> = changed
        .iter()
        .map(|one| (&one.id, one.is_archived))
        .collect();
    assert_eq!(are, [(&ids[2], true), (&ids[0], true)]);
    let all = store.conversations(&ada).expect("conversations");
    let are: Vec<_> = all.iter().map(|one| one.is_archived).collect();
    assert_eq!(are, [true, false, true]);
    assert_eq!(documents(store)[1], before[1]);
    let back = ConversationChange::Archived(false);
    store
        .change_conversations(&ada, &ids, &back)
        .expect("changed");
    assert_eq!(documents(store), before, "to the byte");
}

pub(super) fn labels_are_kept_and_no_activity(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let id = converse(store, &ada, "c-0001", "0.25", 0);
    let later = converse(store, &ada, "c-0002", "0", 5);
    let before = bill(store);
    let tags = TagChange {
        add: vec!["Größe".to_owned(), "urgent".to_owned()],
        ..TagChange::default()
    };
    let one = std::slice::from_ref(&id);
    for change in [
        ConversationChange::Tags(tags),
        ConversationChange::Pinned(true),
    ] {
        let changed = store
            .change_conversations(&ada, one, &change)
            .expect("changed");
        assert_eq!(
            changed,
            store.conversations(&ada).expect("conversations")[..1]
        );
    }
    let reopened = fresh.reopened();
    let summary = reopened.conversation(&ada, &id).expect("there").summary;
    assert_eq!(summary.tags, ["Größe", "urgent"]);
    assert!(summary.is_pinned && !summary.is_archived);
    assert_eq!(store.find_conversation(&ada, "last").expect("found"), later);
    assert_eq!(bill(store), before);
    let title = ConversationChange::Title {
        title: "New".to_owned(),
        at: at(10),
    };
    let changed = store
        .change_conversations(&ada, one, &title)
        .expect("changed");
    assert_eq!(
        (changed[0].title.as_str(), changed[0].tags.len()),
        ("New", 2)
    );
    assert_eq!(store.find_conversation(&ada, "last").expect("found"), id);
}

pub(super) fn deleting_keeps_the_bill(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let ids = ["c-0001", "c-0002", "c-0003"]
        .map(|id| converse(store, &ada, id, "0.00000000000000000001", 0));
    let before = bill(store);
    assert_eq!(before.1, "0.00000000000000000003");
    let missing = [ids[0].clone(), ConversationId::new("gone")];
    assert!(
        store.delete_conversations(&ada, &missing).is_err(),
        "all must be there"
    );
    assert_eq!(store.conversations(&ada).expect("conversations").len(), 3);
    let totals = store
        .delete_conversations(&ada, &ids[1..])
        .expect("deleted");
    assert_eq!(totals.total_tokens, 30);
    assert_eq!(store.conversations(&ada).expect("conversations").len(), 1);
    assert_eq!(bill(store), before);
    converse(store, &ada, "c-0002", "0.5", 0);
    assert_eq!(
        bill(store).1,
        "0.50000000000000000002",
        "what is back counts as it is now"
    );
}
