//! Sums by day: at every step they are what the replies give that are in them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Fresh, add, at, converse, settings, turn};
use crate::model::{ConversationId, Document, Totals, UserId};
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

pub(super) fn sums_by_day_have_all_that_several_add_at_once(fresh: Fresh) {
    const TURNS: usize = 8;
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let add_turns = |number: usize| {
        let store = fresh.reopened();
        let id = converse(&*store, &ada, &format!("c-{number:04}"), "0.1", 0);
        for _ in 1..TURNS {
            let target = TurnTarget::Existing(id.clone());
            store
                .append_turn(&ada, &target, &turn("And?", "0.01", 60), at(60))
                .expect("appended");
        }
    };
    std::thread::scope(|scope| {
        for number in 0..4 {
            let add_turns = &add_turns;
            scope.spawn(move || add_turns(number));
        }
        // Their days become others meanwhile.
        for zone in [chrono_tz::Asia::Tokyo, settings().timezone] {
            store
                .change_settings(&mut |settings| settings.timezone = zone)
                .expect("changed");
        }
    });
    let mut replies = 0;
    for totals in sums(store, None, settings().timezone).values() {
        replies += totals.replies;
    }
    assert_eq!(replies, 4 * TURNS as u64);
}

pub(super) fn names_of_models_may_be_anything(fresh: Fresh) {
    let store = &*fresh.store;
    let ada = add(store, "ada@example.org", "Ada");
    let long: String = (0..4000_u32)
        .map(|number| format!("{:x}", number * 7919))
        .collect();
    for (number, model) in ["a\\u0000b", "\\n \\\" \\ud83d\\ude00", &long, ""]
        .into_iter()
        .enumerate()
    {
        let document = format!(
            r#"{{"messages": [
                {{"role": "assistant", "content": "", "model": "{model}", "cost": 1e-28}},
                {{"role": "assistant", "content": "", "model": "{model}", "cost": 1234567.5, "input_tokens": 18446744073709551615}},
                {{"role": "assistant", "content": "", "model": "{model}", "input_tokens": 18446744073709551615}}]}}"#
        );
        let document = Document::parse(document).expect("a document");
        let id = ConversationId::new(format!("c-{number:04}"));
        store
            .add_conversation(&ada, &id, &document, at(0))
            .expect("added");
        assert_sums_agree(store);
    }
    let sums = sums(store, None, settings().timezone);
    assert_eq!(sums.len(), 4);
    for totals in sums.values() {
        assert_eq!(totals.input_tokens, u64::MAX);
        assert_eq!(
            totals.cost.to_string(),
            "1234567.5000000000000000000000000001"
        );
    }
}
