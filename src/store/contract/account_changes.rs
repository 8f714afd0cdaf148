//! Several changes of accounts that are made as one.

use std::thread::ScopedJoinHandle;

use super::{Fresh, add};
use crate::model::{NewUser, SecretText, UserChange, UserId};
use crate::store::{AccountChange, AccountsChanged, EntryName, Store, StoreError};

fn new(email: &str) -> NewUser {
    NewUser {
        id: UserId::random(),
        email: email.to_owned(),
        name: email.to_owned(),
        password_hash: None,
        created_at: "2026-02-09T14:03:11.651429".to_owned(),
        budget: None,
        is_disabled: false,
    }
}

fn readdressed(id: &UserId, email: &str) -> AccountChange {
    let change = UserChange::Profile {
        name: None,
        email: Some(email.to_owned()),
        budget: None,
    };
    AccountChange::Change(id.clone(), change)
}

fn disabled(id: &UserId) -> AccountChange {
    AccountChange::Change(id.clone(), UserChange::Disable)
}

/// Returns the accounts as a backup has them.
fn accounts(store: &dyn Store) -> String {
    let snapshot = store.snapshot().expect("a snapshot");
    let bytes = snapshot.read(&EntryName::Users).expect("read");
    String::from_utf8(bytes.expect("there")).expect("text")
}

fn emails(store: &dyn Store) -> Vec<String> {
    let users = store.users().expect("users").into_iter();
    users.map(|user| user.email).collect()
}

/// Makes the changes, which must all be possible. Returns of which there was something to change.
fn change(store: &dyn Store, changes: &[AccountChange]) -> Vec<bool> {
    match store.change_users(changes).expect("changed") {
        AccountsChanged::All(changed) => changed,
        AccountsChanged::None(refused) => panic!("{refused:?}"),
    }
}

pub(super) fn several_changes_of_accounts_come_to_the_same_as_one_by_one(fresh: Fresh) {
    let other = fresh.another();
    let people = [
        new("ada@example.org"),
        new("bob@example.org"),
        new("eve@example.org"),
        new("fay@example.org"),
    ];
    let [ada, bob, eve, fay] = people.each_ref().map(|one| &one.id);
    let hash = UserChange::Password(SecretText::new("scrypt:1:1:1$s$h"));
    let budget = NewUser {
        budget: Some("20USD/month".parse().expect("a budget")),
        is_disabled: true,
        ..new("gil@example.org")
    };
    let changes = [
        // One gets the address that another has until then, and a third, who is new, that one's.
        readdressed(ada, "augusta@example.org"),
        readdressed(bob, "ada@example.org"),
        AccountChange::Add(new("bob@example.org")),
        disabled(eve),
        disabled(eve),
        AccountChange::Add(budget.clone()),
        // One may be named again, also one that is new.
        AccountChange::Change(budget.id.clone(), hash),
        AccountChange::Change(budget.id.clone(), UserChange::Enable),
        readdressed(&budget.id, "gilbert@example.org"),
        readdressed(ada, "ada.king@example.org"),
        AccountChange::Change(fay.clone(), UserChange::Enable),
    ];
    for store in [&fresh.store, &other.store] {
        for one in &people {
            store.add_user(one).expect("added");
        }
    }
    let mut expected = vec![true; changes.len()];
    (expected[4], expected[10]) = (false, false);
    assert_eq!(change(&*fresh.store, &changes), expected);
    for one in &changes {
        change(&*other.store, std::slice::from_ref(one));
    }
    let reopened = fresh.reopened();
    assert_eq!(accounts(&*reopened), accounts(&*other.store));
    let in_order = ["ada.king", "ada", "eve", "fay", "bob", "gilbert"];
    assert_eq!(
        emails(&*reopened),
        in_order.map(|name| format!("{name}@example.org"))
    );
    // Whoever is new can be given what all others can.
    let gil = reopened.find_user("gilbert@example.org").expect("there");
    super::converse(&*reopened, &gil.id, "c-0001", "0.25", 0);
    assert!(change(&*reopened, &[]).is_empty());
}

pub(super) fn of_several_changes_of_accounts_all_are_made_or_none(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let bob = add(store, "bob@example.org", "Bob");
    let before = accounts(store);
    let nobody = UserId::random();
    let changes = [
        disabled(&ada),
        AccountChange::Add(new("bob@example.org")),
        AccountChange::Add(new("new@example.org")),
        disabled(&nobody),
        readdressed(&ada, "augusta@example.org"),
        // By then it is Ada's no more, and nobody else's.
        readdressed(&bob, "ada@example.org"),
        // By then it is that of the one who is new.
        AccountChange::Add(new("new@example.org")),
        // What was refused has taken no address.
        readdressed(&ada, "bob@example.org"),
        AccountChange::Add(NewUser {
            id: bob.clone(),
            ..new("fay@example.org")
        }),
    ];
    let AccountsChanged::None(refused) = store.change_users(&changes).expect("no fault") else {
        panic!("some are refused")
    };
    let named: Vec<(usize, String)> = refused
        .into_iter()
        .map(|(place, error)| match error {
            StoreError::EmailTaken { email } => (place, email),
            StoreError::UserNotFound { who } => (place, who),
            other => panic!("{other}"),
        })
        .collect();
    let expected = [
        (1, "bob@example.org".to_owned()),
        (3, nobody.to_string()),
        (6, "new@example.org".to_owned()),
        (8, "fay@example.org".to_owned()),
    ];
    assert_eq!(named, expected);
    assert_eq!(accounts(&*fresh.reopened()), before, "to the byte");
    let sound: Vec<AccountChange> = [0, 2, 4, 5, 7].map(|place| changes[place].clone()).into();
    assert_eq!(change(store, &sound), [true; 5]);
    let in_order = ["bob", "ada", "new"].map(|name| format!("{name}@example.org"));
    assert_eq!(emails(store), in_order);
}

pub(super) fn many_accounts_are_added_and_changed_in_their_order(fresh: Fresh) {
    let store = &*fresh.store;
    let many = 1100;
    let people: Vec<NewUser> = (0..many)
        .map(|n| new(&format!("u{n}@example.org")))
        .collect();
    let added: Vec<_> = people.iter().cloned().map(AccountChange::Add).collect();
    assert_eq!(change(store, &added), vec![true; many]);
    let ids: Vec<_> = people.iter().map(|one| &one.id).collect();
    let present = store.users().expect("users");
    assert_eq!(present.iter().map(|one| &one.id).collect::<Vec<_>>(), ids);
    // Each gets the address of the next one, the last but that of the first.
    let mut changed = vec![readdressed(ids[0], "gone@example.org")];
    let next = (1..many).map(|n| readdressed(ids[n], &format!("u{}@example.org", n - 1)));
    changed.extend(next);
    changed.extend(ids.iter().copied().map(disabled));
    assert_eq!(change(store, &changed), vec![true; 2 * many]);
    let present = store.users().expect("users");
    assert_eq!(present.iter().map(|one| &one.id).collect::<Vec<_>>(), ids);
    assert_eq!(present[1].email, "u0@example.org");
    assert_eq!(
        present[many - 1].email,
        format!("u{}@example.org", many - 2)
    );
    assert!(present.iter().all(|one| one.is_disabled));
}

pub(super) fn of_those_who_want_an_address_at_once_one_gets_it(fresh: Fresh) {
    let outcomes: Vec<AccountsChanged> = std::thread::scope(|scope| {
        let add = |n: usize| {
            let store = fresh.reopened();
            let own = AccountChange::Add(new(&format!("u{n}@example.org")));
            let shared = AccountChange::Add(new("shared@example.org"));
            move || store.change_users(&[own, shared]).expect("no fault")
        };
        let threads: Vec<_> = (0..4).map(|n| scope.spawn(add(n))).collect();
        let joined = threads.into_iter().map(ScopedJoinHandle::join);
        joined.map(|outcome| outcome.expect("no panic")).collect()
    });
    let is_made = |outcome: &&AccountsChanged| matches!(outcome, AccountsChanged::All(_));
    assert_eq!(outcomes.iter().filter(is_made).count(), 1);
    for outcome in outcomes {
        if let AccountsChanged::None(refused) = outcome {
            let [(1, StoreError::EmailTaken { email })] = &refused[..] else {
                panic!("{refused:?}")
            };
            assert_eq!(email, "shared@example.org");
        }
    }
    assert_eq!(fresh.store.users().expect("users").len(), 2);
}
