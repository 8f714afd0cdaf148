//! Sums of what replies took, by user, model and day, which are kept up to date in the transaction that changes what counts.
//!
//! A row of the table `summed` says in which zone the days of a user's sums are. Whoever adds to the sums holds that row
//! against change, and adds for its zone; whoever makes them anew locks it before looking at the replies. Both do so after the
//! user's row of `user_data` and before any conversation. So sums are never of two zones: until those of a user have been
//! made for a new one, that user's replies are added up.

use std::collections::{BTreeSet, HashMap};

use chrono_tz::Tz;

use super::ledger_reading::visit_counting;
use super::session::{ConversationRow, MessageRow, Session};
use super::settings::settings_of;
use super::sum_row::{SumLines, SumRow, normal_line};
use super::{DatabaseStore, all, damaged, first};
use crate::model::{ConversationFrame, ReplyUsage, UserId};
use crate::store::daily_usage::{DailySums, DailyUsageVisitor, add_up};
use crate::store::{StoreError, StoreResult};

/// The zone of sums that are not kept.
const NONE: &str = "";

/// More users whose sums are of another zone than this, and it is better to go through all replies once.
const FEW: usize = 20;

/// What is added to the sums of a user, for the zone that they are of.
#[derive(Debug)]
pub(in crate::store) struct Summing {
    /// The zone as the row of `summed` has it.
    pub(in crate::store) zone: String,
    /// None, if sums are not kept.
    sums: Option<DailySums>,
}

impl Summing {
    /// Begins with nothing.
    pub(super) fn new(zone: String) -> Self {
        let sums = zone.parse::<Tz>().ok().map(DailySums::new);
        Self { zone, sums }
    }

    /// Adds a reply, if sums are kept.
    pub(super) fn add(&mut self, reply: &ReplyUsage) {
        if let Some(sums) = &mut self.sums {
            sums.add_reply(reply);
        }
    }

    /// Adds what these messages of a conversation took.
    pub(super) fn add_messages(
        &mut self,
        user: &UserId,
        frame: &ConversationFrame,
        messages: &[MessageRow],
    ) -> StoreResult<()> {
        for message in messages.iter().filter(|message| message.is_reply) {
            let replies = frame.replies_in(&message.doc).map_err(damaged(user))?;
            replies.iter().for_each(|reply| self.add(reply));
        }
        Ok(())
    }

    /// Returns the rows to be added.
    pub(super) fn rows(&self, user: &UserId) -> Vec<SumRow> {
        let rows = self.sums.as_ref().map(|sums| SumRow::all_of(user, sums));
        rows.unwrap_or_default()
    }
}

/// Keeps the sums of a user from being made anew until the transaction ends, and returns the zone that they are of.
pub(super) fn hold_sums(
    store: &DatabaseStore,
    session: &mut dyn Session,
    user: &UserId,
) -> StoreResult<String> {
    let sql = "SELECT zone FROM chatkeep.summed WHERE user_id = ?1 FOR SHARE";
    if let Some(zone) = first(session, sql, &[user.into()], |row| {
        Ok(row.text(0)?.to_owned())
    })? {
        return Ok(zone);
    }
    // Whose sums were never made has few replies, if any.
    store.sum_anew(session, user)
}

/// Locks the sums of a user until the transaction ends; makes the row that is locked if it is not there.
pub(super) fn lock_sums(session: &mut dyn Session, user: &UserId) -> StoreResult<()> {
    let sql = "INSERT INTO chatkeep.summed (user_id, zone) VALUES (?1, ?2)
               ON CONFLICT (user_id) DO NOTHING";
    session.execute(sql, &[user.into(), NONE.into()])?;
    let sql = "SELECT zone FROM chatkeep.summed WHERE user_id = ?1 FOR UPDATE";
    session.query(sql, &[user.into()], &mut |_| Ok(()))
}

/// Adds what a conversation took that was just put in. What the ledger had of it stops counting.
pub(super) fn add_conversation(
    store: &DatabaseStore,
    session: &mut dyn Session,
    user: &UserId,
    row: &ConversationRow,
    zone: String,
) -> StoreResult<()> {
    let sql = "SELECT 1 FROM chatkeep.ledger WHERE user_id = ?1 AND conversation_id = ?2 LIMIT 1";
    let values = [user.into(), (&row.key).into()];
    if first(session, sql, &values, |_| Ok(()))?.is_some() {
        return store.sum_anew(session, user).map(drop);
    }
    let frame = ConversationFrame::read(&row.doc).map_err(damaged(user))?;
    let mut summing = Summing::new(zone);
    summing.add_messages(user, &frame, &row.messages)?;
    session.add_sums(user, &summing.rows(user))
}

impl DatabaseStore {
    /// Makes the sums of a user anew, for days of the store's zone, which is returned as [`hold_sums`] does. Nothing that
    /// counts may be changed behind it in the transaction.
    ///
    /// Where others may be at work on the user's conversations, [`lock_sums`] must have been called before these were locked.
    pub(super) fn sum_anew(&self, session: &mut dyn Session, user: &UserId) -> StoreResult<String> {
        let zone = self.settings_in(session, false)?.timezone;
        sum_anew_for(session, user, zone)
    }

    /// Makes the sums of all users anew that are not of this zone, each in a transaction: until then they are added up.
    pub(super) fn sum_for_zone(&self, zone: Tz) -> StoreResult<()> {
        let others = self.read(|session| others_than(session, zone))?;
        for user in &others {
            // By now it may be yet another.
            self.write(|session| self.sum_anew(session, user).map(drop))?;
        }
        Ok(())
    }

    /// Returns the users whose sums are not what their replies give, as far as those can be read.
    pub(super) fn users_with_stale_sums(
        &self,
        session: &mut dyn Session,
    ) -> StoreResult<Vec<UserId>> {
        let zone = match self.settings_in(session, false) {
            Ok(settings) => settings.timezone,
            // What cannot be read is a finding already, here and below.
            Err(StoreError::Damaged { .. }) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let zones: HashMap<UserId, String> = zones(session)?.into_iter().collect();
        let mut stale = Vec::new();
        for user in everybody(session)? {
            let expected = match of_replies(session, &user, zone) {
                Ok(sums) => SumRow::all_of(&user, &sums),
                Err(StoreError::Damaged { .. }) => continue,
                Err(error) => return Err(error),
            };
            let expected: BTreeSet<String> = expected.iter().map(SumRow::line).collect();
            let mut found = BTreeSet::new();
            session.sums(Some(&user), &mut |row| {
                found.extend(row.text(1)?.lines().map(normal_line));
                Ok(())
            })?;
            let is_of_zone = match zones.get(&user) {
                Some(of) => of == zone.name(),
                None => expected.is_empty(),
            };
            if found != expected || !is_of_zone {
                stale.push(user);
            }
        }
        Ok(stale)
    }

    pub(super) fn visit_sums(
        &self,
        users: Option<&[UserId]>,
        zone: Tz,
        visit: &mut DailyUsageVisitor<'_>,
    ) -> StoreResult<()> {
        let is_kept = self.read(|session| {
            let others = others_than(session, zone)?;
            let is_kept = others.len() <= FEW;
            if is_kept {
                self.visit_kept(session, users, &others, zone, visit)?;
            }
            Ok(is_kept)
        })?;
        match is_kept {
            true => Ok(()),
            false => add_up(self, users, zone, visit),
        }
    }

    /// Hands sums to `visit`; of these `others` they are not kept, and are added up.
    fn visit_kept(
        &self,
        session: &mut dyn Session,
        users: Option<&[UserId]>,
        others: &BTreeSet<UserId>,
        zone: Tz,
        visit: &mut DailyUsageVisitor<'_>,
    ) -> StoreResult<()> {
        let chosen: Vec<Option<&UserId>> = match users {
            Some(users) => users.iter().map(Some).collect(),
            None => vec![None],
        };
        let mut lines = SumLines::default();
        let mut latest: Option<UserId> = None;
        for user in chosen {
            session.sums(user, &mut |row| {
                let id = row.text(0)?;
                if latest.as_ref().is_none_or(|latest| latest.as_str() != id) {
                    latest = Some(user_id(id)?);
                }
                match &latest {
                    Some(user) if !others.contains(user) => lines.visit(user, row.text(1)?, visit),
                    _ => Ok(()),
                }
            })?;
        }
        for user in others {
            if users.is_none_or(|users| users.contains(user)) {
                of_replies(session, user, zone)?.visit_present_user(user, visit);
            }
        }
        Ok(())
    }
}

/// Makes the sums of everybody anew, where nobody else changes anything.
pub(in crate::store) fn sum_all_anew(
    session: &mut dyn Session,
    local_timezone: Tz,
) -> StoreResult<()> {
    let zone = match settings_of(session, local_timezone, false) {
        Ok(settings) => settings.timezone,
        // What is damaged must not keep the store from being opened, and sums know of which zone they are.
        Err(StoreError::Damaged { .. }) => local_timezone,
        Err(error) => return Err(error),
    };
    for user in everybody(session)? {
        sum_anew_for(session, &user, zone)?;
    }
    Ok(())
}

/// Returns all users of whom there may be sums.
pub(super) fn everybody(session: &mut dyn Session) -> StoreResult<BTreeSet<UserId>> {
    let mut users = BTreeSet::new();
    for table in ["user_data", "summed", "ledger"] {
        let sql = format!("SELECT DISTINCT user_id FROM chatkeep.{table}");
        session.query(&sql, &[], &mut |row| {
            users.insert(user_id(row.text(0)?)?);
            Ok(())
        })?;
    }
    Ok(users)
}

/// Returns whose sums there are, and their zones.
fn zones(session: &mut dyn Session) -> StoreResult<Vec<(UserId, String)>> {
    let sql = "SELECT user_id, zone FROM chatkeep.summed";
    all(session, sql, &[], |row| {
        Ok((user_id(row.text(0)?)?, row.text(1)?.to_owned()))
    })
}

/// Returns the users whose sums are not for days of this zone.
fn others_than(session: &mut dyn Session, zone: Tz) -> StoreResult<BTreeSet<UserId>> {
    let sql = "SELECT user_id FROM chatkeep.summed WHERE zone <> ?1";
    let users = all(session, sql, &[zone.name().into()], |row| {
        user_id(row.text(0)?)
    })?;
    Ok(users.into_iter().collect())
}

/// Adds up what counts of one user.
pub(super) fn of_replies(
    session: &mut dyn Session,
    user: &UserId,
    zone: Tz,
) -> StoreResult<DailySums> {
    let mut sums = DailySums::new(zone);
    super::usage::visit_replies(session, Some(user), &mut |record| {
        sums.add_reply(record.reply);
    })?;
    visit_counting(session, Some(user), &mut |entry| {
        sums.add_reply(&entry.reply);
    })?;
    Ok(sums)
}

/// Where something cannot be read, no sums are kept: who asks for them is told then.
fn sum_anew_for(session: &mut dyn Session, user: &UserId, zone: Tz) -> StoreResult<String> {
    lock_sums(session, user)?;
    let (sums, zone) = match of_replies(session, user, zone) {
        Ok(sums) => (sums, zone.name()),
        Err(StoreError::Damaged { .. }) => (DailySums::new(zone), NONE),
        Err(error) => return Err(error),
    };
    let sql = "DELETE FROM chatkeep.sums WHERE user_id = ?1";
    session.execute(sql, &[user.into()])?;
    session.add_sums(user, &SumRow::all_of(user, &sums))?;
    let sql = "UPDATE chatkeep.summed SET zone = ?2 WHERE user_id = ?1";
    session.execute(sql, &[user.into(), zone.into()])?;
    Ok(zone.to_owned())
}

fn user_id(text: &str) -> StoreResult<UserId> {
    UserId::parse(text).map_err(|cause| StoreError::damaged("sums", cause))
}
