//! Sums by day: at every step they are what the replies give that are in them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Fresh, add, at, converse, settings, turn};
use crate::model::{ConversationId, Totals, UserId};
use crate::store::{Store, TurnTarget};

/// Sums by user, provider, model and day.
type Sums = BTreeMap<(String, String, String, Option<NaiveDate>), Totals>;

/// Returns the sums of a store, which must be those that its replies give.
fn sums(store: &dyn Store, users: Option<&[UserId]>, zone: Tz) -> Sums {
    let mut of_replies = Sums::new();
    let visited = store.visit_usage(users, &mut |record| {
        let (reply, user) = (record.reply, record.user.to_string());
        let day = reply.at.map(|at| at.to_local(zone).date());
        let group = (user, reply.provider.clone(), reply.model.clone(), day);
        of_replies.entry(group).or_default().add(reply);
    });
    visited.expect("replies");
    let mut of_days = Sums::new();
    let visited = store.visit_daily_usage(users, zone, &mut |daily| {
        let (provider, model) = (daily.provider.to_owned(), daily.model.to_owned());
        let group = (daily.user.to_string(), provider, model, daily.day);
        of_days.entry(group).or_default().merge(daily.totals);
    });
    visited.expect("sums");
    assert_eq!(of_days, of_replies);
    of_days
}

/// Asserts that the sums of the days of the store's zone and of another are those of its replies.
pub(super) fn assert_sums_agree(store: &dyn Store) {
    for zone in [settings().timezone, chrono_tz::Pacific::Auckland] {
        sums(store, None, zone);
    }
}

pub(super) fn sums_by_day_are_of_the_zone_that_is_asked_for(fresh: Fresh) {
    let store = &*fresh.store;
    let (ada, bob) = (
        add(store, "ada@example.org", "Ada"),
        add(store, "bob@example.org", "Bob"),
    );
    // 2026-02-02T02:40:00Z and two more within the same day of Berlin, then one of the next.
    for (number, seconds) in [0, 3600, 7200, 20 * 3600 + 1800].into_iter().enumerate() {
        converse(store, &ada, &format!("c-{number:04}"), "0.1", seconds);
    }
    converse(store, &bob, "c-0009", "0.25", 0);
    let target = TurnTarget::Existing(ConversationId::new("c-0009"));
    let again = turn("And?", "0.125", 60);
    store
        .append_turn(&bob, &target, &again, at(60))
        .expect("appended");

    let costs = |users: Option<&[UserId]>, zone| {
        let sums = sums(store, users, zone);
        let costs = sums.iter().map(|((_, _, _, day), totals)| {
            (day.expect("a day").to_string(), totals.cost.to_string())
        });
        let mut costs: Vec<_> = costs.collect();
        costs.sort();
        costs
    };
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned = pairs
            .iter()
            .map(|(day, cost)| ((*day).to_owned(), (*cost).to_owned()));
        owned.collect()
    };
    let berlin = settings().timezone;
    assert_eq!(
        costs(Some(std::slice::from_ref(&ada)), berlin),
        pairs(&[("2026-02-02", "0.3"), ("2026-02-03", "0.1")])
    );
    assert_eq!(
        costs(Some(&[bob]), berlin),
        pairs(&[("2026-02-02", "0.375")])
    );
    assert_eq!(
        costs(Some(&[ada]), chrono_tz::America::New_York),
        pairs(&[("2026-02-01", "0.3"), ("2026-02-02", "0.1")])
    );
    assert_eq!(costs(None, berlin).len(), 3);
    assert!(costs(Some(&[UserId::random()]), berlin).is_empty());
}

pub(super) fn sums_by_day_follow_the_zone_of_the_store(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    converse(store, &ada, "c-0001", "0.25", 0);
    for zone in [chrono_tz::Asia::Tokyo, chrono_tz::America::New_York] {
        store
            .change_settings(&mut |settings| settings.timezone = zone)
            .expect("changed");
        assert_sums_agree(store);
        sums(store, None, zone);
        converse(store, &ada, zone.name(), "0.5", 10);
        sums(store, None, zone);
    }
}
