//! Money set aside for replies on their way: nobody spends the same twice.

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Utc};

use super::{Fresh, add, at};
use crate::model::{Cost, CostSum, UserId};
use crate::store::{Reservation, Store, StoreError};

fn usd(amount: &str) -> Cost {
    Cost::parse(amount).expect("an amount")
}

/// Reserves this much for ten minutes, whatever is reserved already, and returns that, too.
fn reserve(
    store: &dyn Store,
    user: &UserId,
    now: DateTime<Utc>,
    amount: &str,
) -> (CostSum, Option<Box<dyn Reservation>>) {
    let mut before = None;
    let until = now + chrono::TimeDelta::minutes(10);
    let reserved = store.reserve(user, now, until, &mut |reserved| {
        assert_eq!(before.replace(reserved), None, "judged once");
        Ok(Some(usd(amount)))
    });
    let reserved = reserved.expect("reserved");
    (before.expect("it was judged"), reserved)
}

#[track_caller]
fn is_reserved(store: &dyn Store, user: &UserId, now: DateTime<Utc>, amount: &str) {
    let reserved = store.reserved(user, now).expect("readable");
    assert_eq!(reserved, usd(amount).into());
}

pub(super) fn what_is_reserved_counts_until_it_is_given_back(fresh: Fresh) {
    let store = &*fresh.store;
    let (ada, bob) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "bob@example.org", "Bob"),
    );
    is_reserved(store, &ada, at(0), "0");
    let (before, first) = reserve(store, &ada, at(0), "0.1");
    assert_eq!(before, CostSum::default());
    let (before, second) = reserve(store, &ada, at(0), "0.0000000000000000000000000002");
    assert_eq!(before, usd("0.1").into());
    is_reserved(store, &ada, at(0), "0.1000000000000000000000000002");
    is_reserved(store, &bob, at(0), "0");
    let again = fresh.reopened();
    is_reserved(&*again, &ada, at(0), "0.1000000000000000000000000002");
    first.expect("an amount").give_back().expect("given back");
    is_reserved(store, &ada, at(0), "0.0000000000000000000000000002");
    second.expect("an amount").give_back().expect("given back");
    is_reserved(store, &ada, at(0), "0");
}

pub(super) fn a_living_reservation_counts_beyond_its_time_and_a_dropped_one_up_to_it(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let (_, living) = reserve(store, &ada, at(0), "0.1");
    let (_, dropped) = reserve(store, &ada, at(0), "0.2");
    drop(dropped);
    is_reserved(store, &ada, at(599), "0.3");
    is_reserved(store, &ada, at(600), "0.1");
    let (before, _) = reserve(store, &ada, at(600), "1");
    assert_eq!(before, usd("0.1").into(), "what is past was swept");
    is_reserved(store, &ada, at(0), "1.1");
    living.expect("an amount").give_back().expect("given back");
}

pub(super) fn what_is_refused_or_free_reserves_nothing(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    for amount in [None, Some(Cost::ZERO)] {
        let reserved = store.reserve(&ada, at(0), at(600), &mut |_| Ok(amount));
        assert!(reserved.expect("judged").is_none());
    }
    let refused = store.reserve(&ada, at(0), at(600), &mut |_| {
        let location = "in the test".to_owned();
        Err(StoreError::Missing { location })
    });
    assert!(matches!(refused, Err(StoreError::Missing { .. })));
    is_reserved(store, &ada, at(0), "0");
}

pub(super) fn of_many_at_once_each_knows_of_all_before(fresh: Fresh) {
    const MANY: usize = 16;
    let ada = add(&*fresh.store, "ada@example.org", "Ada");
    let start = Barrier::new(MANY);
    let judging = AtomicUsize::new(0);
    let passed: Vec<_> = std::thread::scope(|scope| {
        let one = || {
            let store = fresh.reopened();
            start.wait();
            let limit = CostSum::from(usd("1"));
            let reserved = store.reserve(&ada, at(0), at(600), &mut |reserved| {
                assert_eq!(judging.fetch_add(1, Ordering::SeqCst), 0, "one at a time");
                // The others have every opportunity to come in between.
                (0..1000).for_each(|_| std::thread::yield_now());
                // Whoever judges may read the store meanwhile.
                store.visit_usage(None, &mut |_| {})?;
                judging.fetch_sub(1, Ordering::SeqCst);
                let fits = reserved + usd("0.2").into() <= limit;
                Ok(fits.then(|| usd("0.2")))
            });
            reserved.expect("judged").map(drop).is_some()
        };
        let all: Vec<_> = (0..MANY).map(|_| scope.spawn(one)).collect();
        let ends = all.into_iter().map(|one| one.join().expect("no panic"));
        ends.filter(|passed| *passed).collect()
    });
    assert_eq!(passed.len(), 5);
    is_reserved(&*fresh.store, &ada, at(0), "1");
}

pub(super) fn reservations_go_with_their_user(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let (_, reservation) = reserve(store, &ada, at(0), "0.1");
    store.remove_user(&ada).expect("removed");
    is_reserved(store, &ada, at(0), "0");
    reservation
        .expect("an amount")
        .give_back()
        .expect("there is nothing to give back");
}
