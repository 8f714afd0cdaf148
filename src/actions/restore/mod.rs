//! Restoring a store from a backup, and telling beforehand what that would change.

mod kept_keys;
pub mod merge;
pub mod part;
mod source;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::actions::backup::BackupContents;
use crate::actions::comparison::Comparison;
use crate::actions::{ActionError, ActionResult};
use crate::archive::Progress;
use crate::model::{Clock, UserId};
use crate::secrets::FileKeySource;
use crate::store::{
    self, EntryName, ErasedInContent, Location, OpenOptions, Store, StoreError, Tombstone,
};

use self::kept_keys::KeptKeys;
use self::source::Source;

pub use crate::actions::comparison::{AccountChanges, ConversationChanges};

/// A backup from which a store can be restored.
pub struct RestorableBackup {
    path: PathBuf,
    source: Source,
    contents: BackupContents,
}

impl RestorableBackup {
    /// Opens a backup: a file of ours, or a folder that holds a store's files, of which locked ones are waited for this long.
    /// Its accounts must be in it, and must have been whole when it was made. `keys` are asked only if it is encrypted.
    pub fn open(path: &Path, patience: Duration, keys: &dyn FileKeySource) -> ActionResult<Self> {
        let (source, contents) = Source::open(path, patience, keys)?;
        let refuse = |reason| {
            let path = path.to_owned();
            Err(ActionError::BackupWithoutAccounts { path, reason })
        };
        if !source.has(&EntryName::Users) {
            return refuse("it holds no users.json");
        }
        let mut damaged = contents.damaged.iter();
        if damaged.any(|(entry, _)| *entry == EntryName::Users) {
            return refuse("its users.json was damaged already when it was made");
        }
        Ok(Self {
            path: path.to_owned(),
            contents,
            source,
        })
    }

    /// Returns the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what it holds, by its own account.
    pub fn contents(&self) -> &BackupContents {
        &self.contents
    }
}

/// How much a store holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holdings {
    /// Accounts.
    pub users: usize,
    /// Conversations.
    pub conversations: usize,
}

/// Counts what the store holds; `None` if it is damaged.
pub fn count(store: &dyn Store) -> ActionResult<Option<Holdings>> {
    let mut conversations = 0;
    let users = match store.users() {
        Err(StoreError::Damaged { .. }) => return Ok(None),
        users => users?,
    };
    for user in &users {
        match store.conversations(&user.id) {
            Err(StoreError::Damaged { .. }) => return Ok(None),
            found => conversations += found?.len(),
        }
    }
    Ok(Some(Holdings {
        users: users.len(),
        conversations,
    }))
}

/// What becomes of those in a backup who were erased, by the tombstones of the store or of the backup itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasedPeople {
    /// They are left out, and what they used goes to the ledger.
    StayOut,
    /// They come back, and their tombstones go.
    ComeBack,
}

impl ErasedPeople {
    /// Returns who they are, of those who have tombstones in the backup or in the store.
    fn known(
        backup: &mut RestorableBackup,
        store: Option<&dyn Store>,
    ) -> ActionResult<HashSet<UserId>> {
        let content = backup.source.read_one(&EntryName::Tombstones)?;
        let (mut tombstones, _) = Tombstone::read_sound(&content.unwrap_or_default());
        match store.map(Store::tombstones) {
            // The plan says what is damaged, and a restore replaces it.
            None | Some(Err(StoreError::Damaged { .. })) => {}
            Some(present) => tombstones.extend(present?),
        }
        Ok(tombstones.into_iter().map(|one| one.user).collect())
    }
}

/// What restoring a backup would change.
#[derive(Debug)]
pub struct RestorePlan {
    /// The backup.
    pub backup: PathBuf,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Where the store is, or would be made.
    pub location: Location,
    /// Whether a store would be made.
    pub is_new: bool,
    /// What would become of the accounts.
    pub accounts: AccountChanges,
    /// What would become of the conversations.
    pub conversations: ConversationChanges,
    /// Parts of the backup that were damaged when it was made, and would be restored so.
    pub damaged: Vec<EntryName>,
    /// Parts of the store that are damaged now, and count as empty here.
    pub unreadable: Vec<EntryName>,
    /// What would become of those in the backup who were erased.
    pub erased: ErasedInContent,
}

/// Reads the backup whole and compares it with the store, if there is one. Nothing is changed.
pub fn plan(
    backup: &mut RestorableBackup,
    location: &Location,
    store: Option<&dyn Store>,
    people: ErasedPeople,
    progress: &mut dyn FnMut(Progress),
) -> ActionResult<RestorePlan> {
    let erased = ErasedPeople::known(backup, store)?;
    let mut comparison = Comparison::begin(store, erased, people == ErasedPeople::ComeBack)?;
    let damaged: Vec<EntryName> = names(&backup.contents);
    backup.source.read_entries(
        &mut |entry, content| comparison.take(entry, content, damaged.contains(entry)),
        progress,
    )?;
    let compared = comparison.end()?;
    Ok(RestorePlan {
        backup: backup.path.clone(),
        created_at: backup.contents.created_at,
        location: location.clone(),
        is_new: store.is_none(),
        accounts: compared.accounts,
        conversations: compared.conversations,
        damaged,
        unreadable: compared.unreadable,
        erased: compared.erased,
    })
}

fn names(contents: &BackupContents) -> Vec<EntryName> {
    let damaged = contents.damaged.iter();
    damaged.map(|(entry, _)| entry.clone()).collect()
}

/// Where a backup is restored to.
pub enum Target<'a> {
    /// Into a store, in place of all that it holds.
    Store(&'a dyn Store),
    /// Into a place that holds none.
    New(&'a Location, OpenOptions),
}

/// A store that was restored.
#[derive(Debug)]
pub struct Restored {
    /// The backup.
    pub backup: PathBuf,
    /// What it holds.
    pub contents: BackupContents,
    /// Where the store is.
    pub location: Location,
    /// Whether the store was made.
    pub is_new: bool,
    /// Where the replaced content is kept, as a store of its own; `None` if there was none.
    pub kept_at: Option<String>,
    /// Parts of the replaced content that were damaged, so that what was used in them is no longer known.
    pub uncounted: Vec<EntryName>,
    /// Parts of the replaced content that were damaged, so that the keys in them could not be kept when a backup without
    /// keys was restored.
    pub keys_unknown: Vec<EntryName>,
    /// Whether the backup has recipients that the store does not have, and did not get.
    pub has_other_recipients: bool,
    /// What became of those in the backup who were erased.
    pub erased: ErasedInContent,
}

/// Restores everything. The backup is read whole and checked before anything is put in place of what the store holds.
pub fn restore(
    mut backup: RestorableBackup,
    target: Target<'_>,
    people: ErasedPeople,
    clock: &dyn Clock,
    progress: &mut dyn FnMut(Progress),
) -> ActionResult<Restored> {
    let at = clock.now();
    let (location, is_new) = match &target {
        Target::Store(store) => (store.location().clone(), false),
        Target::New(location, _) => ((*location).clone(), true),
    };
    let keys = match &target {
        Target::Store(store) if backup.contents.keys_excluded => KeptKeys::of(*store)?,
        _ => KeptKeys::default(),
    };
    let mut load = match target {
        Target::Store(store) => store.begin_load(at)?,
        Target::New(location, options) => store::begin_new(location, at, options)?,
    };
    if people == ErasedPeople::ComeBack {
        load.admit_erased();
    }
    backup.source.read_entries(
        &mut |entry, content| load.put(entry, &keys.put_into(entry, content)?),
        progress,
    )?;
    let loaded = load.commit()?;
    Ok(Restored {
        backup: backup.path,
        contents: backup.contents,
        location,
        is_new,
        kept_at: loaded.kept_at,
        uncounted: loaded.uncounted,
        keys_unknown: keys.unknown,
        has_other_recipients: loaded.has_other_recipients,
        erased: loaded.erased,
    })
}
