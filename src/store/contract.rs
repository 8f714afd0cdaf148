//! What every backend must do alike: one suite of tests, run over each.

mod account_changes;
mod daily_usage;
mod erasing;
mod merging;
mod put_back;
mod rekey;
mod replies_and_copies;
mod reservations;
mod searching;

use chrono::{DateTime, Utc};

use self::account_changes::{
    many_accounts_are_added_and_changed_in_their_order,
    of_several_changes_of_accounts_all_are_made_or_none,
    of_those_who_want_an_address_at_once_one_gets_it,
    several_changes_of_accounts_come_to_the_same_as_one_by_one,
};
use self::daily_usage::{
    assert_sums_agree, names_of_models_may_be_anything,
    sums_by_day_are_of_the_zone_that_is_asked_for, sums_by_day_follow_the_zone_of_the_store,
    sums_by_day_have_all_that_several_add_at_once,
};
use self::erasing::{
    content_with_a_tombstone_leaves_out_whom_it_has_all_the_same,
    erasing_takes_everything_and_keeps_the_bill, who_was_erased_comes_back_if_told_so,
    who_was_erased_does_not_come_back_with_older_content,
};
use self::merging::{
    content_from_before_or_after_counts_nothing_twice, merging_moves_everything_and_keeps_the_bill,
    nothing_is_lost_of_what_comes_in_meanwhile, what_both_have_alike_is_there_once_and_counts_once,
    what_differs_is_named_and_nothing_is_changed,
    what_is_left_unsaved_stays_and_what_is_reserved_goes,
    what_was_deleted_stays_on_the_bill_whoever_has_it_still,
    who_has_nothing_yet_takes_in_and_is_taken_in, who_took_over_is_known_until_the_account_is_back,
};
use self::put_back::{
    a_longer_version_goes_on_where_the_present_one_ends, an_account_is_brought_back_as_it_was,
    what_gives_way_stays_on_the_bill, what_is_missing_is_put_back_and_the_rest_stays,
};
use self::rekey::{
    a_key_for_other_recipients_than_the_stores_is_refused, another_target_begins_anew,
    keys_are_encrypted_anew_by_one_at_a_time, old_recipients_stay_until_every_key_is_done,
    what_was_cut_short_is_taken_up_where_it_was,
};
use self::replies_and_copies::{
    a_conversation_is_added_as_it_stands, a_copy_is_billed_once,
    a_reply_takes_the_place_of_another_and_the_bill_grows,
    a_reply_that_is_not_whole_replaces_no_whole_one, a_reply_to_a_changed_conversation_goes_behind,
    only_inactive_conversations_are_tidied_away, whose_conversations_are_counted_is_told,
};
use self::reservations::{
    a_living_reservation_counts_beyond_its_time_and_a_dropped_one_up_to_it,
    of_many_at_once_each_knows_of_all_before, reservations_go_with_their_user,
    what_is_refused_or_free_reserves_nothing, what_is_reserved_counts_until_it_is_given_back,
};
use self::searching::{messages_are_found_in_one_order, words_of_many_messages_are_found_in_each};
use super::{EntryName, KeyReplacement, OpenOptions, Store, StoreError, TurnTarget, create, open};
use crate::model::{
    ApiKey, BudgetChange, ConversationChange, ConversationId, Cost, Document, KeyFormat,
    NewConversation, NewMessage, NewUser, ProviderName, ReplyFacts, Role, SealedKey, SecretText,
    StoreSettings, TagChange, Turn, Usage, UserChange, UserId,
};
use crate::store::Location;
use crate::store::postgres::test_server::{FreshDatabase, fresh_database};

/// Which backend a store is of.
#[derive(Debug, Clone, Copy)]
enum Backend {
    Json,
    Sqlite,
    Postgres,
    /// PostgreSQL behind PgBouncer, which has each transaction on whatever connection is free.
    Pooled,
}

/// An empty store of one backend, for one test.
struct Fresh {
    store: Box<dyn Store>,
    backend: Backend,
    location: Location,
    options: OpenOptions,
    _database: Option<FreshDatabase>,
    /// Holds the store's files, and what the machine keeps of it, until the test is over.
    _folder: tempfile::TempDir,
}

impl Fresh {
    /// Makes one; `None` for PostgreSQL where there is no server to test against.
    fn new(backend: Backend) -> Option<Self> {
        let database = match backend {
            Backend::Postgres | Backend::Pooled => Some(fresh_database()?),
            _ => None,
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let location = match (backend, &database) {
            (Backend::Pooled, Some(database)) => Location::Postgres(database.pooled().clone()),
            (_, Some(database)) => Location::Postgres(database.url().clone()),
            (Backend::Json, _) => Location::Folder(folder.path().join("store")),
            _ => Location::Sqlite(folder.path().join("store.db")),
        };
        let options = OpenOptions {
            state_folder: Some(folder.path().join("state")),
            ..OpenOptions::new(std::time::Duration::from_secs(10), chrono_tz::UTC)
        };
        let store = create(&location, &settings(), options.clone()).expect("made");
        Some(Self {
            store,
            backend,
            location,
            options,
            _database: database,
            _folder: folder,
        })
    }

    /// Makes another empty store of the same backend.
    fn another(&self) -> Self {
        Self::new(self.backend).expect("there was one before")
    }

    /// Opens the store once more, as another process would.
    fn reopened(&self) -> Box<dyn Store> {
        open(&self.location, self.options.clone()).expect("opened")
    }
}

fn settings() -> StoreSettings {
    StoreSettings {
        timezone: chrono_tz::Europe::Berlin,
        key_format: Some(KeyFormat::Age),
        is_shared: false,
        recipients: vec!["age1test".to_owned()],
    }
}

fn run(test: impl FnOnce(Fresh), backend: Backend) {
    // Without a server, which continuous integration must have, PostgreSQL is left out.
    if let Some(fresh) = Fresh::new(backend) {
        test(fresh);
    }
}

/// Runs each test over each backend, as a test of its own.
macro_rules! contract {
    ($($test:ident),+ $(,)?) => {
        mod json {
            $(#[test] fn $test() { super::run(super::$test, super::Backend::Json); })+
        }
        mod sqlite {
            $(#[test] fn $test() { super::run(super::$test, super::Backend::Sqlite); })+
        }
        mod postgres {
            $(#[test] fn $test() { super::run(super::$test, super::Backend::Postgres); })+
        }
        mod pooled {
            $(#[test] fn $test() { super::run(super::$test, super::Backend::Pooled); })+
        }
    };
}

contract!(
    accounts_are_found_by_id_address_and_name,
    an_address_belongs_to_one_account,
    a_new_account_can_have_a_budget_and_be_disabled,
    a_change_of_an_account_is_reported_and_kept,
    several_changes_of_accounts_come_to_the_same_as_one_by_one,
    of_several_changes_of_accounts_all_are_made_or_none,
    many_accounts_are_added_and_changed_in_their_order,
    of_those_who_want_an_address_at_once_one_gets_it,
    keys_are_set_replaced_and_removed,
    a_key_that_changed_meanwhile_is_not_replaced,
    old_recipients_stay_until_every_key_is_done,
    what_was_cut_short_is_taken_up_where_it_was,
    another_target_begins_anew,
    a_key_for_other_recipients_than_the_stores_is_refused,
    keys_are_encrypted_anew_by_one_at_a_time,
    turns_are_appended_and_read_back,
    conversations_are_found_by_prefix_and_last,
    nothing_is_added_to_what_is_not_there,
    conversations_are_changed_all_or_none,
    labels_are_kept_and_no_activity,
    deleting_keeps_the_bill,
    removing_a_user_keeps_the_bill,
    erasing_takes_everything_and_keeps_the_bill,
    who_was_erased_does_not_come_back_with_older_content,
    content_with_a_tombstone_leaves_out_whom_it_has_all_the_same,
    who_was_erased_comes_back_if_told_so,
    merging_moves_everything_and_keeps_the_bill,
    what_differs_is_named_and_nothing_is_changed,
    what_both_have_alike_is_there_once_and_counts_once,
    what_was_deleted_stays_on_the_bill_whoever_has_it_still,
    who_has_nothing_yet_takes_in_and_is_taken_in,
    who_took_over_is_known_until_the_account_is_back,
    what_is_left_unsaved_stays_and_what_is_reserved_goes,
    nothing_is_lost_of_what_comes_in_meanwhile,
    content_from_before_or_after_counts_nothing_twice,
    a_conversation_is_added_as_it_stands,
    an_account_is_brought_back_as_it_was,
    what_is_missing_is_put_back_and_the_rest_stays,
    what_gives_way_stays_on_the_bill,
    a_longer_version_goes_on_where_the_present_one_ends,
    a_copy_is_billed_once,
    whose_conversations_are_counted_is_told,
    a_reply_takes_the_place_of_another_and_the_bill_grows,
    a_reply_to_a_changed_conversation_goes_behind,
    a_reply_that_is_not_whole_replaces_no_whole_one,
    only_inactive_conversations_are_tidied_away,
    messages_are_found_in_one_order,
    words_of_many_messages_are_found_in_each,
    sums_by_day_are_of_the_zone_that_is_asked_for,
    sums_by_day_follow_the_zone_of_the_store,
    sums_by_day_have_all_that_several_add_at_once,
    names_of_models_may_be_anything,
    settings_are_kept,
    a_snapshot_loaded_elsewhere_gives_the_same_documents,
    a_load_keeps_the_bill_the_recipients_and_the_old_content,
    what_loads_drop_again_and_again_is_billed_once,
    a_load_that_is_not_committed_changes_nothing,
    a_load_without_accounts_is_refused,
    a_store_is_not_made_twice,
    what_is_reserved_counts_until_it_is_given_back,
    a_living_reservation_counts_beyond_its_time_and_a_dropped_one_up_to_it,
    what_is_refused_or_free_reserves_nothing,
    of_many_at_once_each_knows_of_all_before,
    reservations_go_with_their_user,
);

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_770_000_000 + seconds, 0).expect("a time")
}

fn add(store: &dyn Store, email: &str, name: &str) -> UserId {
    let id = UserId::random();
    let user = NewUser {
        id: id.clone(),
        email: email.to_owned(),
        name: name.to_owned(),
        password_hash: Some(SecretText::new("scrypt:1:1:1$s$h")),
        created_at: "2026-02-09T14:03:11.651429".to_owned(),
        budget: None,
        is_disabled: false,
    };
    store.add_user(&user).expect("added");
    id
}

fn turn(question: &str, cost: &str, seconds: i64) -> Turn {
    let reply = ReplyFacts {
        provider: "openai".to_owned(),
        model: "gpt-4o".to_owned(),
        usage: Some(Usage {
            input: 10,
            output: Some(5),
            ..Usage::default()
        }),
        cost: Cost::parse(cost),
        ..ReplyFacts::default()
    };
    let message = |role, content: &str, reply| NewMessage {
        role,
        content: content.to_owned(),
        at: at(seconds),
        reply,
    };
    Turn {
        messages: vec![
            message(Role::User, question, None),
            message(Role::Assistant, "Voilà 🎉", Some(reply)),
        ],
    }
}

fn converse(
    store: &dyn Store,
    user: &UserId,
    id: &str,
    cost: &str,
    seconds: i64,
) -> ConversationId {
    let id = ConversationId::new(id);
    let new = NewConversation {
        id: id.clone(),
        title: format!("about {id}"),
        provider: "openai".to_owned(),
        model: "gpt-4o".to_owned(),
        at: at(seconds),
    };
    store
        .append_turn(
            user,
            &TurnTarget::New(new),
            &turn("Why?", cost, seconds),
            at(seconds),
        )
        .expect("appended");
    id
}

/// Returns the tokens and the price of all replies, which must agree with the sums by day.
fn bill(store: &dyn Store) -> (u64, String) {
    assert_sums_agree(store);
    let mut totals = crate::model::Totals::default();
    store
        .visit_usage(None, &mut |record| totals.add(record.reply))
        .expect("usage");
    (totals.total_tokens, totals.cost.to_string())
}

fn provider(name: &str) -> ProviderName {
    ProviderName::parse(name).expect("a name")
}

fn sealed(text: &str) -> SealedKey {
    SealedKey::new(text).expect("not empty")
}

fn accounts_are_found_by_id_address_and_name(fresh: Fresh) {
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

fn an_address_belongs_to_one_account(fresh: Fresh) {
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

fn a_new_account_can_have_a_budget_and_be_disabled(fresh: Fresh) {
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

fn a_change_of_an_account_is_reported_and_kept(fresh: Fresh) {
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

fn keys_are_set_replaced_and_removed(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    assert_eq!(store.keys(&ada).expect("keys"), []);
    for (name, text) in [
        ("openai", "one"),
        ("anthropic", "two\nlines"),
        ("openai", "three"),
    ] {
        store
            .set_key(
                &ada,
                &ApiKey {
                    provider: provider(name),
                    sealed: sealed(text),
                },
                None,
            )
            .expect("set");
    }
    let keys = store.keys(&ada).expect("keys");
    let texts: Vec<_> = keys
        .iter()
        .map(|key| (key.provider.as_str(), key.sealed.as_str()))
        .collect();
    assert_eq!(texts, [("openai", "three"), ("anthropic", "two\nlines")]);
    store
        .remove_key(&ada, &provider("openai"))
        .expect("removed");
    assert!(matches!(
        store.remove_key(&ada, &provider("openai")),
        Err(StoreError::KeyNotFound { .. })
    ));
    assert_eq!(store.keys(&ada).expect("keys").len(), 1);
}

fn a_key_that_changed_meanwhile_is_not_replaced(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    for name in ["openai", "google"] {
        store
            .set_key(
                &ada,
                &ApiKey {
                    provider: provider(name),
                    sealed: sealed("now"),
                },
                None,
            )
            .expect("set");
    }
    let replacement = |name, old| KeyReplacement {
        provider: provider(name),
        old: sealed(old),
        new: sealed("new"),
    };
    let replacements = [
        replacement("openai", "now"),
        replacement("google", "before"),
        replacement("other", "now"),
    ];
    assert_eq!(
        store
            .replace_keys(&ada, &replacements, None)
            .expect("replaced"),
        1
    );
    let texts: Vec<_> = store
        .keys(&ada)
        .expect("keys")
        .into_iter()
        .map(|key| key.sealed)
        .collect();
    assert_eq!(texts, [sealed("new"), sealed("now")]);
}

fn turns_are_appended_and_read_back(fresh: Fresh) {
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

fn conversations_are_found_by_prefix_and_last(fresh: Fresh) {
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

fn nothing_is_added_to_what_is_not_there(fresh: Fresh) {
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

fn conversations_are_changed_all_or_none(fresh: Fresh) {
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

fn labels_are_kept_and_no_activity(fresh: Fresh) {
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

fn deleting_keeps_the_bill(fresh: Fresh) {
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

fn removing_a_user_keeps_the_bill(fresh: Fresh) {
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

fn settings_are_kept(fresh: Fresh) {
    assert_eq!(fresh.store.settings().expect("settings"), settings());
    fresh
        .store
        .change_settings(&mut |settings| settings.recipients.push("age1second".to_owned()))
        .expect("changed");
    let again = fresh.reopened().settings().expect("settings");
    assert_eq!(again.recipients, ["age1test", "age1second"]);
    assert_eq!(fresh.store.key_format().expect("a format"), KeyFormat::Age);
}

/// Everything that the store holds, as documents.
fn documents(store: &dyn Store) -> Vec<(UserId, ConversationId, Document)> {
    let mut all = Vec::new();
    for user in store.users().expect("users") {
        store
            .visit_documents(&user.id, &mut |id, document| {
                all.push((user.id.clone(), id.clone(), document.clone()));
                Ok(())
            })
            .expect("documents");
    }
    all
}

fn copy(from: &dyn Store, to: &dyn Store, skip: impl Fn(&EntryName) -> bool) -> super::Loaded {
    let snapshot = from.snapshot().expect("a snapshot");
    let mut load = to.begin_load(at(0)).expect("begun");
    for entry in snapshot.entries().iter().filter(|entry| !skip(entry)) {
        let content = snapshot.read(entry).expect("read").expect("there");
        load.put(entry, &content).expect("put");
    }
    load.commit().expect("committed")
}

fn a_snapshot_loaded_elsewhere_gives_the_same_documents(fresh: Fresh) {
    let other = fresh.another();
    let ada = add(&*fresh.store, "ada@example.org", "Ada");
    add(&*fresh.store, "nothing@example.org", "Nothing");
    converse(&*fresh.store, &ada, "c-0001", "0.25", 0);
    let deleted = converse(&*fresh.store, &ada, "c-0002", "0.5", 0);
    fresh
        .store
        .delete_conversations(&ada, &[deleted])
        .expect("deleted");
    copy(&*fresh.store, &*other.store, |_| false);
    assert_eq!(documents(&*other.store), documents(&*fresh.store));
    assert_eq!(other.store.users().expect("users").len(), 2);
    assert_eq!(bill(&*other.store), bill(&*fresh.store));
}

fn a_load_keeps_the_bill_the_recipients_and_the_old_content(fresh: Fresh) {
    let empty = fresh.another();
    let ada = add(&*fresh.store, "ada@example.org", "Ada");
    converse(&*fresh.store, &ada, "c-0001", "0.25", 0);
    empty
        .store
        .change_settings(&mut |settings| settings.recipients = vec!["age1thief".to_owned()])
        .expect("changed");
    let before = bill(&*fresh.store);
    let loaded = copy(&*empty.store, &*fresh.store, |_| false);
    assert_eq!(fresh.store.users().expect("users").len(), 0);
    assert_eq!(bill(&*fresh.store), before, "what was paid stays paid");
    assert_eq!(
        fresh.store.settings().expect("settings").recipients,
        ["age1test"]
    );
    assert!(loaded.kept_at.is_some());
}

fn what_loads_drop_again_and_again_is_billed_once(fresh: Fresh) {
    let (empty, full) = (fresh.another(), fresh.another());
    let ada = add(&*fresh.store, "ada@example.org", "Ada");
    converse(&*fresh.store, &ada, "c-0001", "0.25", 0);
    let before = bill(&*fresh.store);
    copy(&*fresh.store, &*full.store, |_| false);
    for _ in 0..2 {
        copy(&*empty.store, &*fresh.store, |_| false);
        assert_eq!(bill(&*fresh.store), before);
        copy(&*full.store, &*fresh.store, |_| false);
        assert_eq!(bill(&*fresh.store), before);
    }
}

fn a_load_without_accounts_is_refused(fresh: Fresh) {
    add(&*fresh.store, "ada@example.org", "Ada");
    let mut load = fresh.store.begin_load(at(0)).expect("begun");
    let entry = EntryName::UserData(UserId::random());
    load.put(&entry, b"{}").expect("put");
    assert!(matches!(load.commit(), Err(StoreError::NoAccounts)));
    assert_eq!(fresh.store.users().expect("users").len(), 1);
}

fn a_load_that_is_not_committed_changes_nothing(fresh: Fresh) {
    add(&*fresh.store, "ada@example.org", "Ada");
    let mut load = fresh.store.begin_load(at(0)).expect("begun");
    load.put(&EntryName::Users, b"{}").expect("put");
    drop(load);
    assert_eq!(fresh.store.users().expect("users").len(), 1);
}

fn a_store_is_not_made_twice(fresh: Fresh) {
    let again = create(&fresh.location, &settings(), fresh.options.clone());
    assert!(matches!(again, Err(StoreError::AlreadyThere { .. })));
}
