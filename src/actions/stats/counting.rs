//! Going through what a store has, and adding up what a query asks for.

use std::collections::HashMap;

use super::StatsQuery;
use super::counted::Counted;
use super::dimension::Dimension;
use super::periods::{Outside, Periods};
use super::sums::UsageSums;
use crate::actions::ActionResult;
use crate::model::{ConversationId, Totals, UserId};
use crate::store::{Store, UsageRecord};

/// What was counted so far.
pub(super) struct Counting<'a> {
    pub(super) query: &'a StatsQuery,
    pub(super) periods: &'a Periods,
    pub(super) sums: UsageSums,
    /// By each dimension alone, if that was asked for.
    pub(super) each: Vec<UsageSums>,
    pub(super) undated: u64,
}

impl Counting<'_> {
    /// Counts all that a store has: by the day, which is much less to go through, if nothing smaller is asked for.
    pub(super) fn count(&mut self, store: &dyn Store, wanted: Option<&UserId>) -> ActionResult<()> {
        let (wanted_ids, timezone) = (wanted.map(std::slice::from_ref), self.periods.timezone);
        let by = self.sums.by();
        if self.periods.are_of_days()
            && self.query.tags.is_empty()
            && by.iter().all(|dimension| dimension.is_known_of_days())
        {
            store.visit_daily_usage(wanted_ids, timezone, &mut |daily| {
                self.add(&Counted::of_day(daily), &[]);
            })?;
            return Ok(());
        }
        let tags = match self.query.tags.is_empty() && !by.contains(&Dimension::Tag) {
            true => Tags::default(),
            false => Tags::of(store, wanted)?,
        };
        store.visit_usage(wanted_ids, &mut |record| {
            let totals = Totals::of(record.reply);
            self.add(
                &Counted::reply(record, &totals, timezone),
                tags.of_conversation(record),
            );
        })?;
        Ok(())
    }

    fn add(&mut self, counted: &Counted<'_>, tags: &[String]) {
        if !self.query.includes(counted, tags) {
            return;
        }
        match self.periods.side_of(counted) {
            Ok(side) => {
                for sums in self.each.iter_mut().chain([&mut self.sums]) {
                    sums.add(counted, tags, side);
                }
            }
            Err(Outside::Undated) => self.undated += counted.totals.replies,
            Err(Outside::Elsewhen) => {}
        }
    }
}

impl StatsQuery {
    /// Whether a reply counts, whenever it was.
    fn includes(&self, counted: &Counted<'_>, tags: &[String]) -> bool {
        let is_among = |wanted: &[String], value: &str| {
            wanted.is_empty() || wanted.iter().any(|it| it == value)
        };
        is_among(&self.providers, counted.provider)
            && is_among(&self.models, counted.model)
            && self.tags.iter().all(|tag| tags.contains(tag))
    }
}

/// The tags of the conversations that have any.
#[derive(Default)]
pub(super) struct Tags(HashMap<UserId, HashMap<ConversationId, Vec<String>>>);

impl Tags {
    fn of(store: &dyn Store, wanted: Option<&UserId>) -> ActionResult<Self> {
        let users = match wanted {
            Some(wanted) => store.users_of(std::slice::from_ref(wanted))?,
            None => store.users()?,
        };
        let mut found = Self::default();
        for user in users {
            let tagged = store.conversations(&user.id)?.into_iter();
            let tagged = tagged.filter(|it| !it.tags.is_empty());
            let tagged: HashMap<_, _> = tagged.map(|it| (it.id, it.tags)).collect();
            if !tagged.is_empty() {
                found.0.insert(user.id, tagged);
            }
        }
        Ok(found)
    }

    fn of_conversation(&self, record: &UsageRecord<'_>) -> &[String] {
        let of_user = self.0.get(record.user);
        of_user
            .and_then(|tagged| tagged.get(&ConversationId::new(record.conversation)))
            .map_or(&[], Vec::as_slice)
    }
}
