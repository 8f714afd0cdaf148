//! Money set aside for replies on their way, as rows.
//!
//! A database cannot tell whether the process lives that reserved something on another machine. So the process says so itself,
//! again and again: what it reserved counts for as long as the latest time has not passed that it gave. Times of that kind are
//! the database's own, for the clocks of machines differ.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::session::{Session, Value};
use super::user_data::lock_user;
use super::{DatabaseStore, all};
use crate::model::{Cost, CostSum, UserId};
use crate::store::{EntryName, Reservation, ReservationJudge, StoreError, StoreResult};

/// How long a process is taken for living after it said so.
pub(super) const LEASE_MILLISECONDS: i64 = 60_000;
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
        let id = Uuid::new_v4().to_string();
        let is_reserved = self.write(|session| {
            lock_user(session, user)?;
            let values: [Value<'_>; 2] = [user.into(), now.timestamp_millis().into()];
            session.execute(
                "DELETE FROM chatkeep.reservations
                 WHERE user_id = ?1 AND until <= ?2 AND lease <= chatkeep.now()",
                &values,
            )?;
            let reserved = sum(session, user, now)?;
            let Some(usd) = judge(reserved)?.filter(|usd| *usd > Cost::ZERO) else {
                return Ok(false);
            };
            let usd = usd.to_string();
            session.execute(
                "INSERT INTO chatkeep.reservations (user_id, id, usd, until, lease)
                 VALUES (?1, ?2, ?3, ?4, chatkeep.now() + ?5)",
                &[
                    user.into(),
                    (&id).into(),
                    (&usd).into(),
                    until.timestamp_millis().into(),
                    LEASE_MILLISECONDS.into(),
                ],
            )?;
            Ok(true)
        })?;
        if !is_reserved {
            return Ok(None);
        }
        Ok(Some(Box::new(Leased::begin(
            self.clone(),
            user.clone(),
            id,
        ))))
    }

    pub(super) fn sum_reserved(&self, user: &UserId, now: DateTime<Utc>) -> StoreResult<CostSum> {
        self.read(|session| sum(session, user, now))
    }
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
