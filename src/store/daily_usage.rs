//! What replies took, added up by day: few sums in place of many replies.

use std::collections::HashMap;
use std::ops::Range;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Store, StoreResult};
use crate::model::{Moment, PassedReply, ReplyUsage, Totals, UserId};

/// Takes one sum.
pub type DailyUsageVisitor<'v> = dyn FnMut(&DailyUsage<'_>) + 'v;

/// What the replies took that one user had from one model on one day.
#[derive(Debug, Clone, Copy)]
pub struct DailyUsage<'a> {
    /// The user who asked; may have been removed since.
    pub user: &'a UserId,
    /// The provider that answered.
    pub provider: &'a str,
    /// The model.
    pub model: &'a str,
    /// The day; `None` for replies that have no time.
    pub day: Option<NaiveDate>,
    /// What they took.
    pub totals: &'a Totals,
}

/// Sums in the making, one user's after the other's.
#[derive(Debug)]
pub(in crate::store) struct DailySums {
    zone: Tz,
    /// Providers and models that occur; seldom more than a few dozen.
    models: Vec<(String, String)>,
    sums: Vec<DailySum>,
    /// Where the sums of the present user begin.
    begin: usize,
    /// Where the sum of a model and day of the present user is.
    places: HashMap<(u32, Option<NaiveDate>), usize>,
    /// The latest time that was asked for, and its day: conversations have one for all their replies.
    latest_day: (Option<Moment>, Option<NaiveDate>),
}

/// What one user's replies took by one model on one day.
#[derive(Debug, Clone)]
pub(in crate::store) struct DailySum {
    /// The number of provider and model: see [`DailySums::model`].
    pub(in crate::store) model: u32,
    pub(in crate::store) day: Option<NaiveDate>,
    pub(in crate::store) totals: Totals,
}

impl DailySums {
    /// Begins without any; days are those of `zone`.
    pub(in crate::store) fn new(zone: Tz) -> Self {
        Self {
            zone,
            models: Vec::new(),
            sums: Vec::new(),
            begin: 0,
            places: HashMap::new(),
            latest_day: (None, None),
        }
    }

    /// From here on, what is added is another user's.
    pub(in crate::store) fn begin_user(&mut self) {
        self.begin = self.sums.len();
        self.places.clear();
    }

    /// Takes back what was added for the present user.
    pub(in crate::store) fn begin_user_again(&mut self) {
        self.sums.truncate(self.begin);
        self.places.clear();
    }

    /// Adds a reply.
    pub(in crate::store) fn add_reply(&mut self, reply: &ReplyUsage) {
        let totals = Totals::of(reply);
        self.add(&reply.provider, &reply.model, reply.at, &totals);
    }

    /// Adds a reply that was read in passing.
    pub(in crate::store) fn add_passed(&mut self, reply: &PassedReply<'_>) {
        self.add(reply.provider, reply.model, reply.at, &reply.totals);
    }

    fn add(&mut self, provider: &str, model: &str, at: Option<Moment>, totals: &Totals) {
        if self.latest_day.0 != at {
            let day = at.map(|at| at.to_local(self.zone).date());
            self.latest_day = (at, day);
        }
        self.add_sum(provider, model, self.latest_day.1, totals);
    }

    /// Adds what was taken of a model on one day.
    pub(in crate::store) fn add_sum(
        &mut self,
        provider: &str,
        model: &str,
        day: Option<NaiveDate>,
        totals: &Totals,
    ) {
        let model = self.place_of_model(provider, model);
        if let Some(latest) = self.sums[self.begin..].last_mut()
            && (latest.model, latest.day) == (model, day)
        {
            return latest.totals.merge(totals);
        }
        let place = *self.places.entry((model, day)).or_insert(self.sums.len());
        match self.sums.get_mut(place) {
            Some(sum) => sum.totals.merge(totals),
            None => self.sums.push(DailySum {
                model,
                day,
                totals: *totals,
            }),
        }
    }

    /// Returns the provider and the model that sums name by this number.
    pub(in crate::store) fn model(&self, number: u32) -> &(String, String) {
        &self.models[number as usize]
    }

    /// Returns these sums.
    pub(in crate::store) fn sums(&self, which: Range<usize>) -> &[DailySum] {
        &self.sums[which]
    }

    fn place_of_model(&mut self, provider: &str, model: &str) -> u32 {
        let is_it = |known: &(String, String)| known.1 == model && known.0 == provider;
        let place = self.models.iter().position(is_it).unwrap_or_else(|| {
            self.models.push((provider.to_owned(), model.to_owned()));
            self.models.len() - 1
        });
        u32::try_from(place).expect("so many models fit no memory")
    }

    /// Returns which of the sums are the present user's.
    pub(in crate::store) fn of_present_user(&self) -> Range<usize> {
        self.begin..self.sums.len()
    }

    /// Hands the sums of the present user to `visit`, who this is.
    pub(in crate::store) fn visit_present_user(
        &self,
        user: &UserId,
        visit: &mut DailyUsageVisitor<'_>,
    ) {
        self.visit(user, self.of_present_user(), visit);
    }

    /// Hands these sums to `visit`, all of which are this user's.
    pub(in crate::store) fn visit(
        &self,
        user: &UserId,
        which: Range<usize>,
        visit: &mut DailyUsageVisitor<'_>,
    ) {
        for sum in &self.sums[which] {
            let (provider, model) = self.model(sum.model);
            visit(&DailyUsage {
                user,
                provider,
                model,
                day: sum.day,
                totals: &sum.totals,
            });
        }
    }
}

/// Adds up the replies of a store one by one, where it keeps no sums for days of this zone.
pub(in crate::store) fn add_up<S: Store + ?Sized>(
    store: &S,
    users: Option<&[UserId]>,
    zone: Tz,
    visit: &mut DailyUsageVisitor<'_>,
) -> StoreResult<()> {
    let mut latest: Option<(UserId, DailySums)> = None;
    store.visit_usage(users, &mut |record| {
        match &mut latest {
            Some((user, sums)) if user == record.user => return sums.add_reply(record.reply),
            Some((user, sums)) => sums.visit_present_user(user, visit),
            None => {}
        }
        let mut sums = DailySums::new(zone);
        sums.add_reply(record.reply);
        latest = Some((record.user.clone(), sums));
    })?;
    if let Some((user, sums)) = &latest {
        sums.visit_present_user(user, visit);
    }
    Ok(())
}
