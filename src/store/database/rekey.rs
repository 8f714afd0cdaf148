//! Keys being encrypted anew: what is done is noted in rows of settings, and so is whose turn it is.

use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::session::Session;
use super::settings::{remove_setting, set_setting, setting, write_settings};
use super::{DatabaseStore, all, first};
use crate::model::{ApiKey, SealedKey, UserId};
use crate::store::rekey::fingerprint;
use crate::store::{Rekey, RekeyNotes, StoreError, StoreResult, user_file};

/// The row that says from where to where it goes.
const NOTES: &str = "rekey";
/// The row that says who is at it, and until when that holds.
const LEASE: &str = "rekey-lease";
/// How the rows begin that say which keys are done.
const DONE: &str = "rekeyed:";
/// How long a process is taken for living after it said so.
const LEASE_MILLISECONDS: i64 = 20_000;
/// How often it says so.
const RENEWED_EVERY: Duration = Duration::from_secs(5);
/// How long to wait before looking again whether another has ended.
const PAUSE: Duration = Duration::from_millis(50);

#[derive(Serialize, Deserialize)]
struct Begun {
    before: Vec<String>,
    target: Vec<String>,
}

/// Keys being encrypted anew by this process.
struct DatabaseRekey<'s> {
    store: &'s DatabaseStore,
    holder: String,
    renewed: Instant,
    notes: RekeyNotes,
}

impl DatabaseStore {
    pub(super) fn noted_rekey(&self) -> StoreResult<Option<RekeyNotes>> {
        self.read(notes)
    }

    pub(super) fn take_up_rekey(
        &self,
        expected: &[String],
        target: &[String],
    ) -> StoreResult<Box<dyn Rekey + '_>> {
        let holder = Uuid::new_v4().to_string();
        self.wait_for_lease(&holder)?;
        let begun = self.write(|session| {
            self.check_recipients(session, expected)?;
            let noted = notes(session)?.filter(|notes| notes.leads_to(target));
            let notes = match noted {
                Some(notes) => notes,
                None => {
                    forget(session)?;
                    let (before, target) = (expected.to_vec(), target.to_vec());
                    let begun = Begun { before, target };
                    let text = serde_json::to_string(&begun).expect("lists of text");
                    set_setting(session, NOTES, &text)?;
                    RekeyNotes::new(begun.before, begun.target)
                }
            };
            let new = target.iter().filter(|one| !expected.contains(one));
            let united: Vec<String> = expected.iter().chain(new).cloned().collect();
            self.write_recipients(session, united)?;
            Ok(notes)
        });
        match begun {
            Ok(notes) => Ok(Box::new(DatabaseRekey {
                store: self,
                holder,
                renewed: Instant::now(),
                notes,
            })),
            Err(error) => {
                let _ = self.write(|session| release(session, &holder));
                Err(error)
            }
        }
    }

    /// Waits until no living process is at it, and says that we are.
    fn wait_for_lease(&self, holder: &str) -> StoreResult<()> {
        let begun = Instant::now();
        loop {
            let is_ours = self.write(|session| {
                // So that there is a row to lock: of two that find none, each would take it for its own.
                session.execute(
                    "INSERT INTO chatkeep.settings (name, value) VALUES (?1, '') ON CONFLICT DO NOTHING",
                    &[LEASE.into()],
                )?;
                let now = now(session)?;
                let Some(held) = setting(session, LEASE, true)? else {
                    // Whoever had it gave it back in between.
                    return Ok(false);
                };
                let is_held = read_lease(&held).is_some_and(|(_, until)| until > now);
                if !is_held {
                    set_lease(session, holder, now)?;
                }
                Ok(!is_held)
            })?;
            if is_ours {
                return Ok(());
            }
            let waited = begun.elapsed();
            if waited >= self.options.lock_timeout {
                let path = self.database.location().to_string().into();
                let holder = Some("a process that encrypts its keys anew".to_owned());
                return Err(StoreError::Busy {
                    path,
                    waited,
                    holder,
                });
            }
            thread::sleep(PAUSE.min(self.options.lock_timeout - waited));
        }
    }

    fn write_recipients(
        &self,
        session: &mut dyn Session,
        recipients: Vec<String>,
    ) -> StoreResult<()> {
        let mut settings = self.settings_in(session, true)?;
        if settings.recipients == recipients {
            return Ok(());
        }
        settings.recipients = recipients;
        write_settings(session, &settings)
    }
}

fn now(session: &mut dyn Session) -> StoreResult<i64> {
    let now = first(session, "SELECT chatkeep.now()", &[], |row| row.integer(0))?;
    Ok(now.unwrap_or_default())
}

fn set_lease(session: &mut dyn Session, holder: &str, now: i64) -> StoreResult<()> {
    set_setting(
        session,
        LEASE,
        &format!("{holder} {}", now + LEASE_MILLISECONDS),
    )
}

/// Reads who is at it, and until when that holds.
fn read_lease(text: &str) -> Option<(&str, i64)> {
    let (holder, until) = text.split_once(' ')?;
    Some((holder, until.parse().ok()?))
}

fn release(session: &mut dyn Session, holder: &str) -> StoreResult<()> {
    let held = setting(session, LEASE, true)?;
    match held.as_deref().and_then(read_lease) {
        Some((other, _)) if other == holder => remove_setting(session, LEASE),
        _ => Ok(()),
    }
}

fn notes(session: &mut dyn Session) -> StoreResult<Option<RekeyNotes>> {
    let Some(text) = setting(session, NOTES, false)? else {
        return Ok(None);
    };
    let Ok(Begun { before, target }) = serde_json::from_str(&text) else {
        return Ok(None);
    };
    let mut notes = RekeyNotes::new(before, target);
    let sql = "SELECT name FROM chatkeep.settings WHERE name LIKE ?1";
    let names = all(session, sql, &[format!("{DONE}%").as_str().into()], |row| {
        Ok(row.text(0)?.to_owned())
    })?;
    let done = names.iter().filter_map(|name| name.strip_prefix(DONE));
    notes.add(done.map(str::to_owned));
    Ok(Some(notes))
}

/// Returns for whom keys were being encrypted anew by a process that is gone.
pub(super) fn abandoned(session: &mut dyn Session) -> StoreResult<Option<Vec<String>>> {
    let Some(notes) = notes(session)? else {
        return Ok(None);
    };
    let (now, held) = (now(session)?, setting(session, LEASE, false)?);
    let lease = held.as_deref().and_then(read_lease);
    Ok(match lease {
        Some((_, until)) if until > now => None,
        _ => Some(notes.target),
    })
}

fn forget(session: &mut dyn Session) -> StoreResult<()> {
    let sql = "DELETE FROM chatkeep.settings WHERE name = ?1 OR name LIKE ?2";
    session.execute(sql, &[NOTES.into(), format!("{DONE}%").as_str().into()])?;
    Ok(())
}

impl DatabaseRekey<'_> {
    /// Says that this process lives, if that was not said lately.
    fn renew(&mut self) -> StoreResult<()> {
        if self.renewed.elapsed() < RENEWED_EVERY {
            return Ok(());
        }
        let holder = &self.holder;
        self.store.write(|session| {
            self.check_turn(session)?;
            let now = now(session)?;
            set_lease(session, holder, now)
        })?;
        self.renewed = Instant::now();
        Ok(())
    }

    /// Makes sure that nobody took over: a process that is stopped for long is taken for gone, and may go on all the same.
    fn check_turn(&self, session: &mut dyn Session) -> StoreResult<()> {
        let held = setting(session, LEASE, true)?;
        match held.as_deref().and_then(read_lease) {
            Some((holder, _)) if holder == self.holder => Ok(()),
            _ => Err(StoreError::Busy {
                path: self.store.database.location().to_string().into(),
                waited: self.renewed.elapsed(),
                holder: Some("another process, which encrypts its keys anew by now".to_owned()),
            }),
        }
    }
}

impl Rekey for DatabaseRekey<'_> {
    fn keys(&mut self, user: &UserId) -> StoreResult<Vec<ApiKey>> {
        self.renew()?;
        self.store.keys_of(user)
    }

    fn is_done(&self, key: &SealedKey) -> bool {
        self.notes.is_done(key)
    }

    fn note_done(&mut self, keys: &[SealedKey]) -> StoreResult<()> {
        self.renew()?;
        let done: Vec<String> = keys.iter().map(fingerprint).collect();
        self.store.write(|session| {
            self.check_turn(session)?;
            done.iter()
                .try_for_each(|print| set_setting(session, &format!("{DONE}{print}"), ""))
        })?;
        self.notes.add(done);
        Ok(())
    }

    fn finish(&mut self) -> StoreResult<bool> {
        let (store, notes) = (self.store, &self.notes);
        store.write(|session| {
            self.check_turn(session)?;
            // Whoever sets a key has to wait for the recipients: none can be set between the look and what follows from it.
            store.settings_in(session, true)?;
            let sql = "SELECT user_id, doc FROM chatkeep.user_data WHERE doc IS NOT NULL";
            let mut is_done = true;
            session.query(sql, &[], &mut |row| {
                let user = UserId::parse(row.text(0)?)
                    .map_err(|cause| StoreError::damaged("user_data", cause))?;
                let keys = user_file::keys_in(row.text(1)?).map_err(super::damaged(&user))?;
                is_done &= keys.iter().all(|key| notes.is_done(&key.sealed));
                Ok(())
            })?;
            if is_done {
                store.write_recipients(session, notes.target.clone())?;
                forget(session)?;
            }
            Ok(is_done)
        })
    }
}

impl Drop for DatabaseRekey<'_> {
    fn drop(&mut self) {
        let holder = &self.holder;
        // If this fails, it lapses by itself.
        let _ = self.store.write(|session| release(session, holder));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{KeyFormat, StoreSettings};
    use crate::store::{OpenOptions, Store, sqlite};

    #[test]
    fn who_was_taken_for_gone_changes_nothing_that_another_is_at() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("store.db");
        let recipients = vec!["age1old".to_owned()];
        let settings = StoreSettings {
            timezone: chrono_tz::UTC,
            key_format: Some(KeyFormat::Age),
            is_shared: false,
            recipients: recipients.clone(),
        };
        let options = OpenOptions::new(Duration::from_millis(1), chrono_tz::UTC);
        let store = sqlite::create(&file, &settings, options.clone()).expect("made");
        let target = vec!["age1new".to_owned()];
        let mut stopped = store.begin_rekey(&recipients, &target).expect("begun");
        let refused = store.begin_rekey(&recipients, &target).map(drop);
        assert!(matches!(refused, Err(StoreError::Busy { .. })), "it lives");
        // As if it had been stopped for long.
        store
            .write(|session| set_setting(session, LEASE, "another 1"))
            .expect("written");
        let united = store.settings().expect("settings").recipients;
        let other = sqlite::open(&file, options).expect("opened");
        let mut other_rekey = other.begin_rekey(&united, &target).expect("taken over");
        let key = SealedKey::new("sealed").expect("not empty");
        let is_refused = |outcome| matches!(outcome, Err(StoreError::Busy { .. }));
        assert!(is_refused(stopped.note_done(&[key])));
        assert!(is_refused(stopped.finish().map(drop)));
        drop(stopped);
        assert!(other_rekey.finish().expect("it is its turn still"));
        assert_eq!(store.settings().expect("settings").recipients, target);
    }
}
