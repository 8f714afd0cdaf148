//! What replies took, added up by day: few sums in place of many replies.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Store, StoreResult};
use crate::model::{ReplyUsage, Totals, UserId};

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

/// Sums of one user's replies in the making.
#[derive(Debug, Default)]
pub(in crate::store) struct DailySums {
    /// Providers and models that occur; seldom more than a handful.
    models: Vec<(String, String)>,
    /// By the place of the model among those, and by day.
    sums: HashMap<(usize, Option<NaiveDate>), Totals>,
}

impl DailySums {
    /// Adds a reply, whose day is that of `zone`.
    pub(in crate::store) fn add(&mut self, reply: &ReplyUsage, zone: Tz) {
        let day = reply.at.map(|at| at.to_local(zone).date());
        let model = self.place_of(&reply.provider, &reply.model);
        self.sums.entry((model, day)).or_default().add(reply);
    }

    fn place_of(&mut self, provider: &str, model: &str) -> usize {
        let is_it = |known: &(String, String)| known.0 == provider && known.1 == model;
        self.models.iter().position(is_it).unwrap_or_else(|| {
            self.models.push((provider.to_owned(), model.to_owned()));
            self.models.len() - 1
        })
    }

    /// Hands the sums to `visit`, in no order.
    pub(in crate::store) fn visit(&self, user: &UserId, visit: &mut DailyUsageVisitor<'_>) {
        for ((model, day), totals) in &self.sums {
            let (provider, model) = &self.models[*model];
            visit(&DailyUsage {
                user,
                provider,
                model,
                day: *day,
                totals,
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
            Some((user, sums)) if user == record.user => return sums.add(record.reply, zone),
            Some((user, sums)) => sums.visit(user, visit),
            None => {}
        }
        let mut sums = DailySums::default();
        sums.add(record.reply, zone);
        latest = Some((record.user.clone(), sums));
    })?;
    if let Some((user, sums)) = &latest {
        sums.visit(user, visit);
    }
    Ok(())
}
