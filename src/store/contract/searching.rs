//! Finding messages.

use super::{Fresh, add, at, turn};
use crate::model::{
    ConversationChange, ConversationId, NewConversation, NewMessage, Role, TagChange, UserId,
};
use crate::search::{Order, Pattern, Query, Search, SearchFilter, SearchResults};
use crate::store::{Store, TurnTarget};

fn say(store: &dyn Store, user: &UserId, id: &str, question: &str, seconds: i64) -> ConversationId {
    let conversation = NewConversation {
        id: ConversationId::new(id),
        title: format!("About {id}"),
        provider: "openai".to_owned(),
        model: "gpt-4o".to_owned(),
        at: at(seconds),
    };
    let target = TurnTarget::New(conversation);
    store
        .append_turn(user, &target, &turn(question, "0.1", seconds), at(seconds))
        .expect("appended");
    ConversationId::new(id)
}

fn search(query: &str, filter: SearchFilter, order: Order, limit: Option<usize>) -> Search {
    let query = Query::parse(query, false).expect("a query");
    Search {
        pattern: Pattern::words(&query),
        filter,
        order,
        limit,
        context: 20,
    }
}

/// Writes conversation and message of each hit, and how many there are.
fn shown(found: &SearchResults) -> String {
    let hits = found.hits.iter();
    let hits = hits.map(|hit| format!("{}/{}", hit.conversation, hit.number));
    let counts = [found.messages, found.conversations, found.users].map(|count| count.to_string());
    format!(
        "{}: {}",
        counts.join(" "),
        hits.collect::<Vec<_>>().join(" ")
    )
}

pub(super) fn words_of_many_messages_are_found_in_each(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    // A database looks for a few first: for as many as that, and for one more.
    let mut many = turn("", "0.1", 0);
    let question = many.messages[0].clone();
    many.messages = (0..=200)
        .map(|number| NewMessage {
            content: if number == 0 {
                "otter"
            } else {
                "otter, badger"
            }
            .to_owned(),
            ..question.clone()
        })
        .collect();
    let conversation = NewConversation {
        id: ConversationId::new("c-1"),
        title: String::new(),
        provider: String::new(),
        model: String::new(),
        at: at(0),
    };
    let target = TurnTarget::New(conversation);
    store
        .append_turn(&ada, &target, &many, at(0))
        .expect("appended");
    for (query, found) in [
        ("otter", "201 1 1: c-1/1"),
        ("badger", "200 1 1: c-1/2"),
        ("otter -badger", "1 1 1: c-1/1"),
    ] {
        let search = search(query, SearchFilter::default(), Order::Relevance, Some(1));
        let results = store.search(None, &search).expect("searched");
        assert_eq!(shown(&results), found, "{query}");
    }
}

pub(super) fn messages_are_found_in_one_order(fresh: Fresh) {
    let store = &*fresh.store;
    let (ada, grace) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "grace@example.org", "Grace"),
    );
    say(store, &ada, "c-1", "Fox, fox and naïve FOX", 0);
    say(store, &ada, "c-2", "A fox; no dog", 30);
    let tagged = say(store, &ada, "c-3", "foxes and 東京", 20);
    say(store, &grace, "c-4", "fox", 10);
    let tags = TagChange {
        add: vec!["Animals".to_owned()],
        ..TagChange::default()
    };
    let change = ConversationChange::Tags(tags);
    store
        .change_conversations(&ada, &[tagged], &change)
        .expect("changed");
    let all = SearchFilter::default;
    let find = |query: &str, filter, order, limit, users: Option<&[UserId]>| {
        let found = store.search(users, &search(query, filter, order, limit));
        shown(&found.expect("searched"))
    };
    let best = |query: &str| find(query, all(), Order::Relevance, None, None);
    assert_eq!(best("fox"), "3 3 2: c-1/1 c-2/1 c-4/1");
    assert_eq!(best("fox*"), "4 4 2: c-1/1 c-2/1 c-3/1 c-4/1");
    assert_eq!(best("fox -dog"), "2 2 2: c-1/1 c-4/1");
    assert_eq!(best("\"naive fox\""), "0 0 0: ");
    assert_eq!(best("\"naïve fox\""), "1 1 1: c-1/1");
    assert_eq!(best("東京"), "1 1 1: c-3/1");
    assert_eq!(best("voilà"), "4 4 2: c-2/2 c-3/2 c-4/2 c-1/2");
    let newest = |limit| find("fox", all(), Order::Newest, limit, None);
    assert_eq!(newest(None), "3 3 2: c-2/1 c-4/1 c-1/1");
    assert_eq!(newest(Some(1)), "3 3 2: c-2/1");
    assert_eq!(newest(Some(0)), "3 3 2: ");
    let hers = [grace];
    assert_eq!(
        find("fox", all(), Order::Newest, None, Some(&hers)),
        "1 1 1: c-4/1"
    );
    for (filter, found) in [
        (
            SearchFilter {
                tags: vec!["animals".to_owned()],
                ..all()
            },
            "1 1 1: c-3/1",
        ),
        (
            SearchFilter {
                role: Some(Role::Assistant),
                ..all()
            },
            "0 0 0: ",
        ),
        (
            SearchFilter {
                since: Some(at(20)),
                until: Some(at(29)),
                ..all()
            },
            "1 1 1: c-3/1",
        ),
        (
            SearchFilter {
                model: Some("openai/GPT-4o".to_owned()),
                provider: Some("OpenAI".to_owned()),
                ..all()
            },
            "4 4 2: c-1/1 c-2/1 c-3/1 c-4/1",
        ),
    ] {
        let order = Order::Relevance;
        assert_eq!(
            find("fox*", filter.clone(), order, None, None),
            found,
            "{filter:?}"
        );
    }
}
