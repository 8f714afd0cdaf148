//! Money set aside for replies on their way, as rows.
//!
//! A database cannot tell whether the process lives that reserved something on another machine. So the process says so itself,
//! again and again: what it reserved counts for as long as the latest time has not passed that it gave. Times of that kind are
//! the database's own, for the clocks of machines differ.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::session::{Session, Value};
use super::user_data::lock_user;
use super::{DatabaseStore, all, first};
use crate::model::{Cost, CostSum, UserId};
use crate::store::{EntryName, Reservation, ReservationJudge, StoreError, StoreResult};

/// How long a process is taken for living after it said so.
pub(super) const LEASE_MILLISECONDS: i64 = 60_000;
/// How the id of a row begins that says that somebody is about to reserve something; for how long that counts; and how long
/// others pause before they look again.
const TURN: &str = "turn:";
const TURN_MILLISECONDS: i64 = 20_000;
const PAUSE: Duration = Duration::from_millis(5);
/// How often it says so.
const RENEWED_EVERY: Duration = Duration::from_secs(20);

/// A reservation of this process.
struct Leased {
    store: DatabaseStore,
    user: UserId,
    id: String,
    /// Dropped, it ends the renewals.
    renewals: Option<Sender<()>>,
}

impl DatabaseStore {
    pub(super) fn reserve_judged(
        &self,
        user: &UserId,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        judge: &mut ReservationJudge<'_>,
    ) -> StoreResult<Option<Box<dyn Reservation>>> {
        let turn = format!("{TURN}{}", Uuid::new_v4());
        let reserved = self.wait_for_turn(user, now, &turn)?;
        // No connection is kept meanwhile: a pooler may have none to spare for what is read now.
        let wanted = judge(reserved);
        let usd = match &wanted {
            Ok(usd) => usd.filter(|usd| *usd > Cost::ZERO),
            Err(_) => None,
        };
        let id = Uuid::new_v4().to_string();
        let is_ours = self.write(|session| {
            let sql = "DELETE FROM chatkeep.reservations WHERE user_id = ?1 AND id = ?2";
            let was_ours = session.execute(sql, &[user.into(), (&turn).into()])? == 1;
            if let Some(usd) = usd.filter(|_| was_ours) {
                let usd = usd.to_string();
                insert(
                    session,
                    user,
                    &id,
                    &usd,
                    until.timestamp_millis(),
                    LEASE_MILLISECONDS,
                )?;
            }
            Ok(was_ours)
        })?;
        wanted?;
        match usd {
            None => Ok(None),
            Some(_) if is_ours => Ok(Some(Box::new(Leased::begin(
                self.clone(),
                user.clone(),
                id,
            )))),
            // It took so long that another's turn came.
            Some(_) => Err(self.busy(Duration::from_millis(TURN_MILLISECONDS.unsigned_abs()))),
        }
    }

    /// Waits until nobody else is about to reserve something for the user, and says that we are. Returns what is reserved.
    fn wait_for_turn(&self, user: &UserId, now: DateTime<Utc>, turn: &str) -> StoreResult<CostSum> {
        let begun = Instant::now();
        loop {
            let reserved = self.write(|session| {
                lock_user(session, user)?;
                let values: [Value<'_>; 2] = [user.into(), now.timestamp_millis().into()];
                session.execute(
                    "DELETE FROM chatkeep.reservations
                     WHERE user_id = ?1 AND until <= ?2 AND lease <= chatkeep.now()",
                    &values,
                )?;
                let turns = format!("{TURN}%");
                let sql = "SELECT 1 FROM chatkeep.reservations WHERE user_id = ?1 AND id LIKE ?2";
                if first(session, sql, &[user.into(), (&turns).into()], |_| Ok(()))?.is_some() {
                    return Ok(None);
                }
                insert(session, user, turn, "0", 0, TURN_MILLISECONDS)?;
                sum(session, user, now).map(Some)
            })?;
            if let Some(reserved) = reserved {
                return Ok(reserved);
            }
            let waited = begun.elapsed();
            if waited >= self.options.lock_timeout {
                return Err(self.busy(waited));
            }
            thread::sleep(PAUSE.min(self.options.lock_timeout - waited));
        }
    }

    fn busy(&self, waited: Duration) -> StoreError {
        StoreError::Busy {
            path: self.database.location().to_string().into(),
            waited,
            holder: Some("another prompt of that user".to_owned()),
        }
    }

    pub(super) fn sum_reserved(&self, user: &UserId, now: DateTime<Utc>) -> StoreResult<CostSum> {
        self.read(|session| sum(session, user, now))
    }
}

fn insert(
    session: &mut dyn Session,
    user: &UserId,
    id: &str,
    usd: &str,
    until: i64,
    lease: i64,
) -> StoreResult<()> {
    session.execute(
        "INSERT INTO chatkeep.reservations (user_id, id, usd, until, lease)
         VALUES (?1, ?2, ?3, ?4, chatkeep.now() + ?5)",
        &[
            user.into(),
            id.into(),
            usd.into(),
            until.into(),
            lease.into(),
        ],
    )?;
    Ok(())
}

fn sum(session: &mut dyn Session, user: &UserId, now: DateTime<Utc>) -> StoreResult<CostSum> {
    let sql = "SELECT usd FROM chatkeep.reservations
               WHERE user_id = ?1 AND (until > ?2 OR lease > chatkeep.now())";
    let values: [Value<'_>; 2] = [user.into(), now.timestamp_millis().into()];
    let amounts = all(session, sql, &values, |row| {
        let usd = CostSum::parse(row.text(0)?);
        let damaged = || crate::model::Malformed {
            offset: 0,
            reason: "a reservation of no amount".to_owned(),
        };
        usd.ok_or_else(|| {
            StoreError::damaged(EntryName::UserData(user.clone()).to_string(), damaged())
        })
    })?;
    Ok(amounts.into_iter().sum())
}

impl Leased {
    fn begin(store: DatabaseStore, user: UserId, id: String) -> Self {
        let (renewals, ended) = channel();
        let one = Self {
            store,
            user,
            id,
            renewals: Some(renewals),
        };
        let (store, user, id) = (one.store.clone(), one.user.clone(), one.id.clone());
        // Without a thread to spare it counts up to its time alone, which is what it was reserved for.
        let _ = thread::Builder::new().spawn(move || renew(&store, &user, &id, &ended));
        one
    }
}

/// Says again and again that the process lives, until it lets go of the other end.
fn renew(store: &DatabaseStore, user: &UserId, id: &str, ended: &Receiver<()>) {
    while ended.recv_timeout(RENEWED_EVERY) == Err(RecvTimeoutError::Timeout) {
        // One that fails is made up for by the next.
        let _ = store.write(|session| set_lease(session, user, id, LEASE_MILLISECONDS));
    }
}

fn set_lease(
    session: &mut dyn Session,
    user: &UserId,
    id: &str,
    milliseconds: i64,
) -> StoreResult<()> {
    session.execute(
        "UPDATE chatkeep.reservations SET lease = chatkeep.now() + ?3 WHERE user_id = ?1 AND id = ?2",
        &[user.into(), id.into(), milliseconds.into()],
    )?;
    Ok(())
}

impl Reservation for Leased {
    fn give_back(mut self: Box<Self>) -> StoreResult<()> {
        self.renewals = None;
        let (user, id) = (self.user.clone(), self.id.clone());
        let outcome = self.store.write(|session| {
            let sql = "DELETE FROM chatkeep.reservations WHERE user_id = ?1 AND id = ?2";
            session.execute(sql, &[(&user).into(), (&id).into()])
        });
        self.id.clear();
        outcome.map(drop)
    }
}

impl Drop for Leased {
    /// From now on it counts up to its time.
    fn drop(&mut self) {
        self.renewals = None;
        if !self.id.is_empty() {
            let lapse = |session: &mut dyn Session| set_lease(session, &self.user, &self.id, 0);
            // If this fails, it lapses by itself.
            let _ = self.store.write(lapse);
        }
    }
}
