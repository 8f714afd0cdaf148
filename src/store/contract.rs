//! What every backend must do alike: one suite of tests, run over each.

mod account_changes;
mod accounts;
mod conversations;
mod daily_usage;
mod erasing;
mod keys;
mod loading;
mod merging;
mod put_back;
mod rekey;
mod replies_and_copies;
mod reservations;
mod searching;
mod settings;

use chrono::{DateTime, Utc};

use self::account_changes::{
    many_accounts_are_added_and_changed_in_their_order,
    of_several_changes_of_accounts_all_are_made_or_none,
    of_those_who_want_an_address_at_once_one_gets_it,
    several_changes_of_accounts_come_to_the_same_as_one_by_one,
};
use self::accounts::{
    a_change_of_an_account_is_reported_and_kept, a_new_account_can_have_a_budget_and_be_disabled,
    accounts_are_found_by_id_address_and_name, an_address_belongs_to_one_account,
    removing_a_user_keeps_the_bill,
};
use self::conversations::{
    conversations_are_changed_all_or_none, conversations_are_found_by_prefix_and_last,
    deleting_keeps_the_bill, labels_are_kept_and_no_activity,
    nothing_is_added_to_what_is_not_there, turns_are_appended_and_read_back,
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
use self::keys::{a_key_that_changed_meanwhile_is_not_replaced, keys_are_set_replaced_and_removed};
use self::loading::{
    a_load_keeps_the_bill_the_recipients_and_the_old_content,
    a_load_that_is_not_committed_changes_nothing, a_load_without_accounts_is_refused,
    a_snapshot_loaded_elsewhere_gives_the_same_documents,
    what_loads_drop_again_and_again_is_billed_once,
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
use self::settings::{a_store_is_not_made_twice, settings_are_kept};
use super::{OpenOptions, Store, TurnTarget, create, open};
use crate::model::{
    ConversationId, Cost, Document, KeyFormat, NewConversation, NewMessage, NewUser, ProviderName,
    ReplyFacts, Role, SealedKey, SecretText, StoreSettings, Turn, Usage, UserId,
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
