//! Money set aside for replies on their way: a folder for each user under `.chatkeep/reserved/`, a file for each reply.
//!
//! Who makes one holds the lock of that user's reservations, whatever the others are doing; giving one back takes no lock.
//! A file is locked by its process for as long as that lives, and counts for as long; after that, until its time has passed.
//! It need not outlast a power cut, but is whole under its name: it came to that by way of a hidden one.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::JsonStore;
use super::access;
use super::file_lock::{self, LockKind};
use super::recent::remove;
use super::store_lock::locked;
use crate::files::{Draft, Placed};
use crate::model::{Cost, CostSum, UserId, as_rfc3339, document};
use crate::store::{Damage, Reservation, ReservationJudge, StoreError, StoreResult};

/// Locked by who makes a reservation; stays.
const LOCK: &str = "lock";
/// More than any reservation has.
const SIZE_LIMIT: u64 = 4096;

/// What a file says.
#[derive(Debug, Serialize, Deserialize)]
struct Content {
    usd: Cost,
    #[serde(with = "as_rfc3339")]
    until: DateTime<Utc>,
}

/// A reservation of this process.
struct Held {
    path: PathBuf,
    /// Locked, by which others know that we live.
    _file: File,
}

impl Reservation for Held {
    fn give_back(self: Box<Self>) -> StoreResult<()> {
        remove(&self.path)
    }
}

/// A reservation that was found.
pub(super) struct Reserved {
    pub(super) path: PathBuf,
    content: Content,
    is_held: bool,
}

impl Reserved {
    /// Reads one; `None` if it was given back meanwhile.
    pub(super) fn read(path: PathBuf) -> StoreResult<Option<Self>> {
        let opened = match fs::symlink_metadata(&path) {
            // Looked at before it is opened: opening a pipe would wait for a writer.
            Ok(facts) if !facts.is_file() => {
                return Err(StoreError::damaged(path, Damage::NotAFile));
            }
            Ok(_) => File::open(&path),
            Err(error) => Err(error),
        };
        let file = match opened {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io("open", path)(error)),
        };
        let mut text = String::new();
        (&file)
            .take(SIZE_LIMIT)
            .read_to_string(&mut text)
            .map_err(StoreError::io("read", &path))?;
        let content =
            document::read(&text, 0).map_err(|cause| StoreError::damaged(&path, cause))?;
        let is_held = !file_lock::try_lock(&file, &path, LockKind::Shared)?;
        Ok(Some(Self {
            path,
            content,
            is_held,
        }))
    }

    /// Whether its process is gone and its time has passed.
    pub(super) fn is_past(&self, now: DateTime<Utc>) -> bool {
        !self.is_held && self.content.until <= now
    }
}

impl JsonStore {
    pub(super) fn reserve_judged(
        &self,
        user: &UserId,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        judge: &mut ReservationJudge<'_>,
    ) -> StoreResult<Option<Box<dyn Reservation>>> {
        let folder = self.layout.reservations(user);
        let access = self.private_folder()?;
        for folder in [&self.layout.all_reservations(), &folder] {
            access::make_folder(folder, &access.with_mode(0o700))?;
        }
        let access = access.with_mode(0o600);
        let lock = folder.join(LOCK);
        let _lock = locked(&lock, LockKind::Exclusive, &access, &self.patience())?;
        let mut reserved = CostSum::default();
        for found in found_in(&folder)? {
            match found.is_past(now) {
                true => remove(&found.path)?,
                false => reserved += found.content.usd.into(),
            }
        }
        let usd = judge(reserved)?.filter(|usd| *usd > Cost::ZERO);
        let Some(usd) = usd else {
            return Ok(None);
        };
        let mut draft = Draft::named(&folder, ".reserved.", ".tmp")?;
        access.apply(draft.file(), draft.path())?;
        let text = serde_json::to_vec(&Content { usd, until }).expect("an amount and a time");
        draft
            .write_all(&text)
            .map_err(StoreError::io("write", draft.path()))?;
        // The lock is of the open file, and so of this handle, too.
        let file = draft
            .file()
            .try_clone()
            .map_err(StoreError::io("keep", draft.path()))?;
        let path = folder.join(Uuid::new_v4().to_string());
        match draft.place(&path)? {
            Placed::Yes => Ok(Some(Box::new(Held { path, _file: file }))),
            Placed::Taken(_) => unreachable!("no two random names are the same"),
        }
    }

    pub(super) fn sum_reserved(&self, user: &UserId, now: DateTime<Utc>) -> StoreResult<CostSum> {
        let found = found_in(&self.layout.reservations(user))?;
        let counts = found.iter().filter(|found| !found.is_past(now));
        Ok(counts.map(|found| CostSum::from(found.content.usd)).sum())
    }
}

/// Reads all reservations in a user's folder.
fn found_in(folder: &Path) -> StoreResult<Vec<Reserved>> {
    let mut all = Vec::new();
    for path in paths_in(folder)? {
        all.extend(Reserved::read(path)?);
    }
    Ok(all)
}

/// Lists the reservations in a user's folder.
pub(super) fn paths_in(folder: &Path) -> StoreResult<Vec<PathBuf>> {
    let refuse = || StoreError::io("list", folder);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(refuse()(error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(refuse())?;
        let name = entry.file_name();
        let is_other = name == LOCK || name.as_encoded_bytes().starts_with(b".");
        if !is_other {
            paths.push(entry.path());
        }
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::store::Store;
    use crate::store::json::app_store::{AppStore, a, at};

    /// Reserves a tenth of a dollar, and leaves it as a killed process would.
    fn leave(store: &AppStore) -> PathBuf {
        let amount = Cost::parse("0.1");
        let reserved = store
            .open()
            .reserve(&a(), at(), at(), &mut |_| Ok(amount))
            .expect("reserved");
        drop(reserved.expect("an amount"));
        let paths = paths_in(&store.layout().reservations(&a())).expect("listed");
        let [path] = &paths[..] else {
            panic!("{paths:?}");
        };
        path.clone()
    }

    fn mode(path: &Path) -> u32 {
        let facts = fs::metadata(path).expect("it is there");
        facts.permissions().mode() & 0o7777
    }

    #[test]
    fn files_are_for_their_owner_alone_and_no_data() {
        let store = AppStore::new();
        let path = leave(&store);
        let folder = store.layout().reservations(&a());
        assert_eq!((mode(&path), mode(&folder)), (0o600, 0o700));
        assert_eq!(mode(&folder.join(LOCK)), 0o600);
        assert_eq!(mode(&store.layout().all_reservations()), 0o700);
        let text = fs::read_to_string(&path).expect("it is text");
        assert!(text.starts_with(r#"{"usd":0.1,"until":""#), "{text}");
        assert_ne!(path.extension(), Some("json".as_ref()));
    }

    #[test]
    fn readers_create_nothing() {
        let store = AppStore::new();
        let reserved = store.open().reserved(&a(), at()).expect("nothing");
        assert_eq!(reserved, CostSum::default());
        assert!(!store.layout().private().exists());
    }

    #[test]
    fn what_was_being_written_when_its_process_was_killed_does_not_count_and_is_swept() {
        let store = AppStore::new();
        let path = leave(&store);
        let draft = path.with_file_name(".reserved.Ab12Cd.tmp");
        fs::rename(&path, &draft).expect("renamed");
        let reserved = store.open().reserved(&a(), at()).expect("readable");
        assert_eq!(reserved, CostSum::default());
        leave(&store);
        assert!(!draft.exists());
    }

    #[test]
    fn one_that_cannot_be_read_is_named_and_nothing_is_reserved() {
        let store = AppStore::new();
        let path = leave(&store);
        fs::write(&path, r#"{"usd": "much"}"#).expect("written");
        let refused = store.open().reserve(&a(), at(), at(), &mut |_| {
            panic!("nobody knows what is reserved");
        });
        let refused = refused.map(drop).expect_err("it is damaged");
        assert!(matches!(refused, StoreError::Damaged { path: named, .. } if named == path));
        fs::remove_file(&path).expect("it is ours");
        fs::create_dir(&path).expect("made");
        let refused = store.open().reserved(&a(), at()).expect_err("no file");
        assert!(matches!(
            refused,
            StoreError::Damaged {
                cause: Damage::NotAFile,
                ..
            }
        ));
    }
}
