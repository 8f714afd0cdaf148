//! Accounts: how they are found, changed and removed.

use super::{Fresh, add, bill, converse, provider, sealed};
use crate::model::{ApiKey, BudgetChange, NewUser, SecretText, UserChange, UserId};
use crate::store::StoreError;

pub(super) fn accounts_are_found_by_id_address_and_name(fresh: Fresh) {
    let store = &*fresh.store;
    let (ada, twin) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "twin@example.org", "Twin"),
    );
    add(store, "other@example.org", "Twin");
    assert_eq!(store.find_user(ada.as_str()).expect("by id").id, ada);
    assert_eq!(
        store.find_user("ADA@example.org").expect("by address").id,
        ada
    );
    assert_eq!(store.find_user("Ada").expect("by name").id, ada);
    assert!(matches!(
        store.find_user("Bob"),
        Err(StoreError::UserNotFound { .. })
    ));
    assert!(matches!(
        store.find_user(""),
        Err(StoreError::UserNotFound { .. })
    ));
    let Err(StoreError::AmbiguousUser { candidates, .. }) = store.find_user("Twin") else {
        panic!("ambiguous")
    };
    assert_eq!(candidates.len(), 2);
    assert_eq!(candidates[0], (twin, "twin@example.org".to_owned()));
    let (first, second) = (&store.users().expect("listed")[0].id, UserId::random());
    let some = store.users_of(&[first.clone(), second]).expect("found");
    assert_eq!(some.len(), 1);
    assert_eq!(some[0].id, *first);
    assert_eq!(store.users_of(&[]).expect("found").len(), 0);
}

pub(super) fn an_address_belongs_to_one_account(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let bob = add(store, "bob@example.org", "Bob");
    let again = NewUser {
        id: UserId::random(),
        email: "ada@example.org".to_owned(),
        name: String::new(),
        password_hash: None,
        created_at: String::new(),
        budget: None,
        is_disabled: false,
    };
    assert!(matches!(
        store.add_user(&again),
        Err(StoreError::EmailTaken { .. })
    ));
    let take = UserChange::Profile {
        name: None,
        email: Some("ada@example.org".to_owned()),
        budget: None,
    };
    assert!(matches!(
        store.change_user(&bob, &take),
        Err(StoreError::EmailTaken { .. })
    ));
    // However it comes: then nothing of what comes with it is done.
    let several = UserChange::All(vec![UserChange::Disable, take.clone()]);
    assert!(matches!(
        store.change_user(&bob, &several),
        Err(StoreError::EmailTaken { .. })
    ));
    assert!(!store.find_user("Bob").expect("there").is_disabled);
    assert!(
        !store.change_user(&ada, &take).expect("its own"),
        "nothing to change"
    );
    assert_eq!(store.users().expect("users").len(), 2);
}

pub(super) fn a_new_account_can_have_a_budget_and_be_disabled(fresh: Fresh) {
    let budget = "20USD/month".parse().expect("a budget");
    let hash = SecretText::new("scrypt:1:1:1$s$h");
    let user = NewUser {
        id: UserId::random(),
        email: "ada@example.org".to_owned(),
        name: "Ada".to_owned(),
        password_hash: Some(hash.clone()),
        created_at: "2026-02-09T14:03:11.651429".to_owned(),
        budget: Some(budget),
        is_disabled: true,
    };
    fresh.store.add_user(&user).expect("added");
    let found = fresh.reopened().find_user("Ada").expect("there");
    assert_eq!(found.budget, Ok(Some(budget)));
    assert!(found.is_disabled && found.password_hash.is_none());
    assert_eq!(found.kept_hash, Some(hash));
}

pub(super) fn a_change_of_an_account_is_reported_and_kept(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    assert!(
        store
            .change_user(&ada, &UserChange::Disable)
            .expect("changed")
    );
    assert!(
        !store
            .change_user(&ada, &UserChange::Disable)
            .expect("no fault"),
        "it is so already"
    );
    let user = fresh.reopened().find_user("Ada").expect("there");
    assert!(user.is_disabled && user.password_hash.is_none());
    let hash = "scrypt:1:1:1$s$other";
    let several = UserChange::All(vec![
        UserChange::Enable,
        UserChange::Password(SecretText::new(hash)),
        UserChange::Profile {
            name: Some("Augusta".to_owned()),
            email: Some("augusta@example.org".to_owned()),
            budget: Some(BudgetChange::Set("20USD/month".parse().expect("a budget"))),
        },
    ]);
    assert!(store.change_user(&ada, &several).expect("changed"));
    assert!(!store.change_user(&ada, &several).expect("no fault"));
    let reopened = fresh.reopened();
    let user = reopened.find_user("augusta@example.org").expect("there");
    assert_eq!((user.name.as_str(), user.is_disabled), ("Augusta", false));
    assert_eq!(user.password_hash, Some(SecretText::new(hash)));
    assert_eq!(
        user.budget,
        Ok(Some("20USD/month".parse().expect("a budget")))
    );
    assert!(reopened.find_user("ada@example.org").is_err());
    let nobody = UserId::random();
    assert!(matches!(
        store.change_user(&nobody, &UserChange::Enable),
        Err(StoreError::UserNotFound { .. })
    ));
}

pub(super) fn removing_a_user_keeps_the_bill(fresh: Fresh) {
    let store = &*fresh.store;
    let (ada, bob) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "bob@example.org", "Bob"),
    );
    converse(store, &ada, "c-0001", "0.25", 0);
    converse(store, &bob, "c-0001", "0.5", 0);
    store
        .set_key(
            &ada,
            &ApiKey {
                provider: provider("openai"),
                sealed: sealed("x"),
            },
            None,
        )
        .expect("set");
    let before = bill(store);
    let removed = store.remove_user(&ada).expect("removed");
    assert_eq!(
        (
            removed.keys,
            removed.conversations,
            removed.totals.total_tokens
        ),
        (1, 1, 15)
    );
    assert_eq!(bill(store), before);
    assert!(matches!(
        store.find_user("Ada"),
        Err(StoreError::UserNotFound { .. })
    ));
    assert!(matches!(
        store.remove_user(&ada),
        Err(StoreError::UserNotFound { .. })
    ));
    let mut of_bob = Vec::new();
    store
        .visit_usage(Some(&[bob]), &mut |record| of_bob.push(record.reply.cost))
        .expect("usage");
    assert_eq!(of_bob.len(), 1);
}
