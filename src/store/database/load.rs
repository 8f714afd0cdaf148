//! Replacing the whole content of a store, in one transaction.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use chrono::{DateTime, Utc};

use super::conversations::{bill_and_remove, entries_of, stored};
use super::erasure;
use super::ledger::unite;
use super::merge::forget_moved;
use super::session::{Filling, UserRows};
use super::settings::{ORPHANS, set_setting, setting};
use super::state::made_state_folder;
use super::sums::sum_all_anew;
use super::taking_apart::rows_of;
use super::users::replace_users;
use super::{DatabaseStore, all, damaged};
use crate::files::{FileError, make_folders};
use crate::model::UserId;
use crate::model::document::{Object, spliced};
use crate::store::json::{BEFORE_RESTORE, JsonStore};
use crate::store::{
    Damage, EntryName, ErasedInContent, LedgerEntry, Load, Loaded, Location, OpenOptions, Snapshot,
    StoreError, StoreResult, settings_file, tombstone,
};

/// How many users' data may be taken apart and not put in yet.
const AHEAD: usize = 2;

/// New content being put in.
pub(super) struct DatabaseLoad {
    location: Location,
    options: OpenOptions,
    filling: Box<dyn Filling>,
    at: DateTime<Utc>,
    /// What there was before; `None` where there was no store.
    old: Option<Box<dyn Snapshot>>,
    accounts: Option<String>,
    settings: Option<String>,
    recipients: Option<String>,
    ledger: Vec<LedgerEntry>,
    tombstones: String,
    /// Whether those come back who were erased.
    admits_erased: bool,
    /// Whose data was put in.
    users: HashSet<UserId>,
    apart: TakingApart,
}

impl DatabaseStore {
    /// Begins to replace what the store holds, which is kept when that is done.
    pub(super) fn begin_filling(&self, at: DateTime<Utc>) -> StoreResult<Box<dyn Load>> {
        let filling = self.database.clone().fill()?;
        // Nobody else changes anything from here on.
        let old = self.take_snapshot()?;
        let (location, options) = (self.database.location().clone(), self.options.clone());
        Ok(load(location, filling, at, Some(old), options))
    }

    /// Begins to make a store of content that is loaded.
    pub(in crate::store) fn fill_new(
        location: Location,
        filling: Box<dyn Filling>,
        at: DateTime<Utc>,
        options: OpenOptions,
    ) -> Box<dyn Load> {
        load(location, filling, at, None, options)
    }
}

fn load(
    location: Location,
    filling: Box<dyn Filling>,
    at: DateTime<Utc>,
    old: Option<Box<dyn Snapshot>>,
    options: OpenOptions,
) -> Box<dyn Load> {
    Box::new(DatabaseLoad {
        location,
        options,
        filling,
        at,
        old,
        accounts: None,
        settings: None,
        recipients: None,
        ledger: Vec::new(),
        tombstones: String::new(),
        admits_erased: false,
        users: HashSet::new(),
        apart: TakingApart::begin(),
    })
}

impl Load for DatabaseLoad {
    fn put(&mut self, entry: &EntryName, content: &[u8]) -> StoreResult<()> {
        match entry {
            EntryName::Users => self.accounts = Some(entry.text(content)?.to_owned()),
            EntryName::UserData(user) => {
                self.users.insert(user.clone());
                while self.apart.pending >= AHEAD {
                    self.put_next()?;
                }
                self.apart
                    .give(user.clone(), entry.text(content)?.to_owned());
            }
            EntryName::Settings => self.settings = Some(entry.text(content)?.to_owned()),
            EntryName::Recipients => self.recipients = Some(entry.text(content)?.to_owned()),
            // What a backup took along damaged must not keep all else from being restored.
            EntryName::Ledger => self.ledger = LedgerEntry::read_sound(content).0,
            EntryName::Tombstones => {
                self.tombstones = String::from_utf8_lossy(content).into_owned();
            }
        }
        Ok(())
    }

    fn admit_erased(&mut self) {
        self.admits_erased = true;
    }

    fn commit(mut self: Box<Self>) -> StoreResult<Loaded> {
        while self.apart.pending > 0 {
            self.put_next()?;
        }
        let Some(accounts) = self.accounts.take() else {
            return Err(StoreError::NoAccounts);
        };
        let (accounts, erased) = self.put_tombstones(accounts)?;
        self.put_accounts(&accounts)?;
        let session = self.filling.session()?;
        forget_moved(session, &self.ledger)?;
        unite(session, &self.ledger)?;
        let has_other_recipients = self.put_settings()?;
        let kept_at = self.keep_old()?;
        let session = self.filling.session()?;
        sum_all_anew(session, self.options.local_timezone)?;
        let uncounted = Vec::new();
        self.filling.commit()?;
        Ok(Loaded {
            kept_at: kept_at.map(|place| place.display().to_string()),
            uncounted,
            has_other_recipients,
            erased,
        })
    }
}

impl DatabaseLoad {
    /// Puts the next user's data in, in place of what the user had.
    fn put_next(&mut self) -> StoreResult<()> {
        let rows = self.apart.take()?;
        if self.old.is_some() {
            let new = rows
                .conversations
                .iter()
                .map(|row| row.key.clone())
                .collect();
            self.drop_old(&rows.user, &new)?;
        }
        self.filling.add(&rows)
    }

    /// Takes out what a user had. What conversations had used that are not among the new ones goes to the ledger.
    fn drop_old(&mut self, user: &UserId, new: &HashSet<String>) -> StoreResult<()> {
        let session = self.filling.session()?;
        for one in stored(session, user, None, false)? {
            if !new.contains(&one.key) {
                bill_and_remove(session, user, &one)?;
            }
        }
        for table in ["messages", "conversations", "user_data"] {
            let sql = format!("DELETE FROM chatkeep.{table} WHERE user_id = ?1");
            session.execute(&sql, &[user.into()])?;
        }
        Ok(())
    }

    fn put_accounts(&mut self, text: &str) -> StoreResult<()> {
        let damaged = |cause: Damage| StoreError::damaged(EntryName::Users.to_string(), cause);
        let object = Object::parse(text).map_err(|cause| damaged(cause.into()))?;
        let mut accounts = Vec::with_capacity(object.members().len());
        for member in object.members() {
            let id = UserId::parse(&member.key).map_err(|cause| damaged(cause.into()))?;
            accounts.push((id, member.value));
        }
        let listed: HashSet<&UserId> = accounts.iter().map(|(id, _)| id).collect();
        if self.old.is_some() {
            let sql = "SELECT user_id FROM chatkeep.user_data";
            let before = all(self.filling.session()?, sql, &[], |row| {
                UserId::parse(row.text(0)?).map_err(|cause| damaged(cause.into()))
            })?;
            let gone = before.into_iter().filter(|user| !self.users.contains(user));
            for user in gone.collect::<Vec<_>>() {
                self.drop_old(&user, &HashSet::new())?;
            }
        }
        let orphans: Vec<UserId> = self
            .users
            .iter()
            .filter(|user| !listed.contains(user))
            .cloned()
            .collect();
        for user in &orphans {
            self.put_orphan_aside(user)?;
        }
        let without: Vec<UserId> = accounts
            .iter()
            .filter(|(id, _)| !self.users.contains(id))
            .map(|(id, _)| id.clone())
            .collect();
        for user in without {
            let conversations = Vec::new();
            let rows = UserRows {
                user,
                doc: None,
                conversations,
            };
            self.filling.add(&rows)?;
        }
        replace_users(self.filling.session()?, accounts.into_iter())
    }

    /// Keeps the file of nobody as it is, out of the way of everything but backups.
    fn put_orphan_aside(&mut self, user: &UserId) -> StoreResult<()> {
        let session = self.filling.session()?;
        let text = super::snapshot::user_file(session, user)?.unwrap_or_default();
        for table in ["messages", "conversations", "user_data"] {
            let sql = format!("DELETE FROM chatkeep.{table} WHERE user_id = ?1");
            session.execute(&sql, &[user.into()])?;
        }
        set_setting(session, &format!("{ORPHANS}{user}"), &text)
    }

    /// Unites the tombstones: who was erased stays so, whichever of the two knows, and is left out of the accounts, which are
    /// returned, unless they are to come back: then that takes their tombstones away.
    fn put_tombstones(&mut self, accounts: String) -> StoreResult<(String, ErasedInContent)> {
        let present = erasure::tombstone_lines(self.filling.session()?)?;
        let texts = [present.as_str(), &self.tombstones];
        let known = tombstone::erased_by(&texts);
        let mut erased = ErasedInContent::default();
        if known.is_empty() && self.tombstones.is_empty() {
            return Ok((accounts, erased));
        }
        let damaged = |cause| StoreError::damaged(EntryName::Users.to_string(), cause);
        let object = Object::parse(&accounts).map_err(damaged)?;
        let is_coming =
            |user: &UserId| object.get(user.as_str()).is_some() || self.users.contains(user);
        let coming: Vec<UserId> = known.into_keys().filter(is_coming).collect();
        if self.admits_erased {
            erased.came_back = coming;
        } else {
            erased.left_out = coming;
        }
        let united = tombstone::united(&texts, &erased.came_back);
        erasure::set_tombstones(self.filling.session()?, &united)?;
        for user in &erased.left_out {
            self.leave_out(user)?;
        }
        let names: Vec<&str> = erased.left_out.iter().map(UserId::as_str).collect();
        let without = spliced(&accounts, &mut object.remove_all(&names)).concat();
        Ok((without, erased))
    }

    /// Takes out what was put in for a user. What was used in it goes to the ledger, unless that knows of these conversations:
    /// it has them as they were when the user was erased.
    fn leave_out(&mut self, user: &UserId) -> StoreResult<()> {
        if !self.users.remove(user) {
            return Ok(());
        }
        let session = self.filling.session()?;
        let mut used = Vec::new();
        for one in stored(session, user, None, false)? {
            used.extend(entries_of(session, user, &one)?);
        }
        unite(session, &used)?;
        for table in ["messages", "conversations", "user_data"] {
            let sql = format!("DELETE FROM chatkeep.{table} WHERE user_id = ?1");
            session.execute(&sql, &[user.into()])?;
        }
        Ok(())
    }

    /// Takes the new settings, and the new recipients where there were none: an archive must not decide who can read the keys
    /// set from now on. Returns whether it has some that the store does not have.
    fn put_settings(&mut self) -> StoreResult<bool> {
        let (entry, zone) = (EntryName::Settings.to_string(), self.options.local_timezone);
        let session = self.filling.session()?;
        let read = |text: &str| settings_file::read(Some(text), None, zone).ok();
        if let Some(mut settings) = self.settings.as_deref().and_then(read) {
            settings.is_shared = false;
            set_setting(session, &entry, &settings_file::to_toml(&settings))?;
        }
        let entry = EntryName::Recipients.to_string();
        let present = setting(session, &entry, false)?.unwrap_or_default();
        let present = settings_file::recipients_in(&present);
        let new = settings_file::recipients_in(self.recipients.as_deref().unwrap_or_default());
        if self.old.is_none() && present.is_empty() && !new.is_empty() {
            set_setting(session, &entry, &settings_file::to_recipients_text(&new))?;
            return Ok(false);
        }
        Ok(new.iter().any(|recipient| !present.contains(recipient)))
    }

    /// Keeps what there was before as a store of its own, of JSON files on this machine.
    fn keep_old(&mut self) -> StoreResult<Option<PathBuf>> {
        let Some(old) = self.old.take() else {
            return Ok(None);
        };
        if is_empty(&*old)? {
            return Ok(None);
        }
        let folder = made_state_folder(&self.location, &self.options)?.join(BEFORE_RESTORE);
        make_folders(&folder, |_, _| Ok::<_, FileError>(()))?;
        let name = self.at.format("%Y%m%d_%H%M%SZ").to_string();
        let place = unused(folder.join(name));
        let options = OpenOptions {
            notices: self.options.notices.clone(),
            ..OpenOptions::new(self.options.lock_timeout, self.options.local_timezone)
        };
        let mut load = JsonStore::begin_new(&place, self.at, options)?;
        for entry in old.entries() {
            if let Some(content) = old.read(entry)? {
                load.put(entry, &content)?;
            }
        }
        load.commit()?;
        Ok(Some(place))
    }
}

fn is_empty(old: &dyn Snapshot) -> StoreResult<bool> {
    let users = old.read(&EntryName::Users)?.unwrap_or_default();
    let has_data = old
        .entries()
        .iter()
        .any(|entry| matches!(entry, EntryName::UserData(_)));
    Ok(users == b"{}" && !has_data)
}

fn unused(place: PathBuf) -> PathBuf {
    let name = place
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let numbered = (2..).map(|number| place.with_file_name(format!("{name}-{number}")));
    std::iter::once(place.clone())
        .chain(numbered)
        .find(|place| place.symlink_metadata().is_err())
        .expect("numbers do not end")
}

/// Takes users' files apart in a thread of its own, in the order in which they are given.
struct TakingApart {
    given: SyncSender<(UserId, String)>,
    taken: Receiver<StoreResult<UserRows>>,
    pending: usize,
}

impl TakingApart {
    fn begin() -> Self {
        let (given, files) = sync_channel::<(UserId, String)>(AHEAD);
        let (rows, taken) = sync_channel(AHEAD);
        thread::spawn(move || {
            for (user, text) in files {
                let apart = rows_of(&user, &text).map_err(damaged(&user));
                if rows.send(apart).is_err() {
                    break;
                }
            }
        });
        Self {
            given,
            taken,
            pending: 0,
        }
    }

    fn give(&mut self, user: UserId, text: String) {
        self.given
            .send((user, text))
            .expect("taking apart does not panic");
        self.pending += 1;
    }

    fn take(&mut self) -> StoreResult<UserRows> {
        self.pending -= 1;
        self.taken.recv().expect("taking apart does not panic")
    }
}
