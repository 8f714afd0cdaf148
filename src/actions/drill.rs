//! Proving a backup: it is restored into a folder of its own, held against what it says of itself, and every API key in it is
//! opened. What was made for that goes away again.

use std::path::{Path, PathBuf};

use chrono::Duration;

use super::backup::BackupContents;
use super::restore::{self, ErasedPeople, RestorableBackup, Target};
use super::{ActionError, ActionResult};
use crate::archive::{Progress, note_proof};
use crate::files::WorkFolder;
use crate::model::Clock;
use crate::secrets::{KeyRing, NoFileKeys, SecretSource};
use crate::store::{self, Location, OpenOptions, Store, StoreError};

/// What came of a drill.
#[derive(Debug)]
pub struct Drilled {
    /// The backup.
    pub backup: PathBuf,
    /// What it holds by its own account.
    pub contents: BackupContents,
    /// What was found when it was restored.
    pub restored: BackupContents,
    /// How many API keys were opened.
    pub keys_opened: usize,
    /// The keys that could not be.
    pub keys_unopened: Vec<UnopenedKey>,
    /// How long it took.
    pub took: Duration,
    /// Why it could not be noted beside the backup that it is proven.
    pub not_noted: Option<ActionError>,
    /// Why what was restored could not be removed.
    pub not_removed: Option<ActionError>,
}

/// A key that could not be opened.
#[derive(Debug)]
pub struct UnopenedKey {
    /// Whose it is.
    pub email: String,
    /// Of which provider.
    pub provider: String,
    /// Why not.
    pub reason: String,
}

impl Drilled {
    /// Whether the backup holds what it says.
    pub fn is_as_it_says(&self) -> bool {
        let (said, found) = (&self.contents, &self.restored);
        let parts = |contents: &BackupContents| -> Vec<String> {
            let damaged = contents.damaged.iter();
            damaged.map(|(entry, _)| entry.to_string()).collect()
        };
        said.users == found.users
            && said.conversations == found.conversations
            && parts(said) == parts(found)
    }

    /// Whether it is proven: everything came back, and every key can be used.
    pub fn is_proven(&self) -> bool {
        self.is_as_it_says() && self.keys_unopened.is_empty()
    }
}

/// Restores the backup into a new folder below `scratch`, and looks at what is there then.
pub fn drill(
    backup: RestorableBackup,
    scratch: &Path,
    secrets: &dyn SecretSource,
    options: OpenOptions,
    clock: &dyn Clock,
    progress: &mut dyn FnMut(Progress),
) -> ActionResult<Drilled> {
    let begun = clock.now();
    let folder = WorkFolder::create(SCRATCH_PREFIX, scratch)?;
    let place = folder.path().join("store");
    let location = Location::Folder(place.clone());
    let path = backup.path().to_owned();
    let target = Target::New(&location, options.clone());
    // What it holds is to be proven, whoever may not come back from it.
    let people = ErasedPeople::ComeBack;
    let contents = restore::restore(backup, target, people, clock, progress)?.contents;
    let restored = RestorableBackup::open(&place, options.lock_timeout, &NoFileKeys)?
        .contents()
        .clone();
    let store = store::open(&location, options)?;
    let (keys_opened, keys_unopened) = open_all_keys(&*store, secrets)?;
    let mut drilled = Drilled {
        backup: path,
        contents,
        restored,
        keys_opened,
        keys_unopened,
        took: clock.now() - begun,
        not_noted: None,
        not_removed: None,
    };
    drop(store);
    drilled.not_removed = folder.remove().err().map(ActionError::from);
    if drilled.is_proven() {
        let noted = note_proof(&drilled.backup, clock.now());
        drilled.not_noted = noted.err().map(ActionError::from);
    }
    Ok(drilled)
}

/// How the folders begin in which backups are restored for a while.
const SCRATCH_PREFIX: &str = ".chatkeep-drill-";

/// Opens every key. Stops where a secret is missing that other keys need, too.
fn open_all_keys(
    store: &dyn Store,
    secrets: &dyn SecretSource,
) -> ActionResult<(usize, Vec<UnopenedKey>)> {
    let ring = KeyRing::new(&store.settings()?, secrets);
    let (mut opened, mut unopened) = (0, Vec::new());
    for user in store.users()? {
        let keys = match store.keys(&user.id) {
            // It was damaged when it was backed up, which is told.
            Err(StoreError::Damaged { .. }) => continue,
            keys => keys?,
        };
        for key in keys {
            match ring.open(&key.sealed) {
                Ok(_) => opened += 1,
                Err(error) if !error.is_about_one_key() => return Err(error.into()),
                Err(error) => unopened.push(UnopenedKey {
                    email: user.email.clone(),
                    provider: key.provider.as_str().to_owned(),
                    reason: error.to_string(),
                }),
            }
        }
    }
    Ok((opened, unopened))
}
