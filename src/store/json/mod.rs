//! A store in a folder of JSON files, which a web app may use beside us.
//!
//! Writers lock `.chatkeep/lock` shared, then `users.json`, then the user's file (of two users, by ascending id), then the ledger:
//! always in that order.
//! Readers lock only what they read, and create nothing. Whoever reserves money for a reply locks that user's reservations
//! before all else, and only reads under that lock; nobody who holds another lock waits for it.

mod access;
#[cfg(test)]
mod app_store;
#[cfg(test)]
mod beside_again_tests;
#[cfg(test)]
mod beside_tests;
mod carry_over;
mod conversations;
mod copy_ahead;
mod daily_usage;
mod data_file;
mod erase;
mod examine;
mod exchange;
mod file_lock;
mod generation;
mod intent;
mod keys;
mod layout;
mod load;
#[cfg(test)]
mod load_tests;
mod locked_file;
mod made_paths;
mod measure;
mod mend;
mod merge;
#[cfg(test)]
mod merge_tests;
mod merged;
mod operations;
mod put_back;
mod recent;
mod recovery;
#[cfg(test)]
mod recovery_tests;
mod rekey;
mod replace;
mod replaced;
mod reservations;
mod scratch;
mod search;
mod snapshot;
mod store_lock;
mod threads;
mod turns;
pub(super) mod unsaved;
mod usage;
mod users;
mod users_file;
mod writing;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

pub(in crate::store) use self::erase::{left_in, note_files, remove_for_good};
pub(in crate::store) use self::layout::BEFORE_RESTORE;
pub(in crate::store) use self::load::{kept_for, kept_in};

use self::access::Access;
use self::data_file::DataFile;
use self::file_lock::{LockKind, Patience};
use self::generation::Generation;
use self::layout::Layout;
use self::replace::Written;
use self::store_lock::StoreLock;

use self::writing::Writer;
use super::settings_file;
use super::user_file::{self, UserFile};
use super::{EntryName, Location, Notice, OpenOptions, Store, StoreError, StoreResult};
use crate::files::{folder_of, is_there};
use crate::model::{Malformed, StoreSettings, UserId};

/// A store in a folder.
#[derive(Debug, Clone)]
pub struct JsonStore {
    location: Location,
    layout: Layout,
    options: OpenOptions,
    /// The generation that was read first: all that is read must be of that one.
    generation: Arc<Mutex<Option<Generation>>>,
}

impl JsonStore {
    /// Whether the folder holds a store.
    pub(super) fn exists(folder: &Path) -> StoreResult<bool> {
        Ok(data_file::resolve(&Layout::new(folder).users())?.is_some())
    }

    /// Refuses a folder that holds a store, or a part of one.
    pub(super) fn check_vacant(folder: &Path) -> StoreResult<()> {
        let location = || folder.display().to_string();
        if Self::exists(folder)? {
            return Err(StoreError::AlreadyThere {
                location: location(),
            });
        }
        if holds_anything(&Layout::new(folder).user_data())? {
            return Err(StoreError::HalfThere {
                location: location(),
            });
        }
        Ok(())
    }

    /// Opens the store in `folder`. Nothing is read yet.
    pub(super) fn open(folder: &Path, options: OpenOptions) -> StoreResult<Self> {
        if !Self::exists(folder)? {
            return Err(StoreError::Missing {
                location: folder.display().to_string(),
            });
        }
        Ok(Self::at(folder, options))
    }

    /// Takes what is in `folder` for a store if any part of one is there, sound or not.
    pub(super) fn open_to_examine(folder: &Path, options: OpenOptions) -> StoreResult<Self> {
        let layout = Layout::new(folder);
        let is_there = |path: PathBuf| fs::symlink_metadata(path).is_ok();
        if [layout.users(), layout.user_data(), layout.private()]
            .into_iter()
            .any(is_there)
        {
            return Ok(Self::at(folder, options));
        }
        Self::open(folder, options)
    }

    /// Makes an empty store in `folder`. `users.json`, which makes it a store, comes last: cut short, it can be made again.
    pub(super) fn create(
        folder: &Path,
        settings: &StoreSettings,
        options: OpenOptions,
    ) -> StoreResult<Self> {
        Self::check_vacant(folder)?;
        let store = Self::at(folder, options.clone());
        let layout = &store.layout;
        create_with_parents(folder)?;
        let root = fs::metadata(folder).map_err(StoreError::io("look at", folder))?;
        let ours = Access::of(&root).with_mode(0o700);
        access::create_folder(&layout.user_data(), &ours)?;
        let writer = Writer::begin(&store, LockKind::Exclusive)?;
        store.write_settings(&writer, settings)?;
        match writer.create(&EntryName::Users, &["{}"], &ours.with_mode(0o600), |_| {
            Ok(())
        })? {
            Written::Yes => Ok(Self::at(folder, options)),
            Written::Overtaken => Err(StoreError::AlreadyThere {
                location: folder.display().to_string(),
            }),
        }
    }

    fn at(folder: &Path, options: OpenOptions) -> Self {
        Self {
            location: Location::Folder(folder.to_owned()),
            layout: Layout::new(folder),
            options,
            generation: Arc::default(),
        }
    }

    fn patience(&self) -> Patience {
        Patience::new(self.options.lock_timeout)
    }

    /// Reads a file of ours or of the web app's; `None` if there is none.
    fn read(&self, path: &Path) -> StoreResult<Option<String>> {
        Ok(self.read_file(path)?.map(|file| file.text))
    }

    fn read_file(&self, path: &Path) -> StoreResult<Option<DataFile>> {
        let known = self.steady_generation()?;
        let file = DataFile::open(path, LockKind::Shared, &self.patience())?;
        if Generation::of(&self.layout)? != known {
            return Err(StoreError::ReplacedMeanwhile {
                location: self.location.to_string(),
            });
        }
        Ok(file)
    }

    /// Returns the generation that is read. If all is being replaced, waits until that is over; if that was cut short,
    /// finishes it.
    fn steady_generation(&self) -> StoreResult<Generation> {
        let mut known = self
            .generation
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = *known {
            return Ok(known);
        }
        let patience = self.patience();
        let mut present = Generation::of(&self.layout)?;
        while Generation::is_swapping(&self.layout)? {
            drop(StoreLock::wait_as_reader(&self.layout, &patience)?);
            if Generation::is_swapping(&self.layout)? {
                self.recover(&patience)?;
            }
            present = Generation::of(&self.layout)?;
        }
        *known = Some(present);
        Ok(present)
    }

    /// Forgets which generation was read, after it was replaced on purpose.
    fn forget_generation(&self) {
        *self
            .generation
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn notify(&self, notice: Notice) {
        self.options.notices.add(notice);
    }

    /// Whether the web app uses the store too.
    fn is_shared(&self) -> StoreResult<bool> {
        Ok(self.settings()?.is_shared)
    }

    /// Tells of turns that the web app dropped from the user's file.
    fn report_dropped_turns(
        &self,
        user: &UserId,
        file: &DataFile,
        parsed: &UserFile<'_>,
    ) -> StoreResult<()> {
        for turn in self.turns_dropped_from(user, file, parsed)? {
            self.notify(Notice::TurnDropped {
                user: user.clone(),
                conversation: turn.conversation(),
            });
        }
        Ok(())
    }

    /// Reads `users.json`, and returns its path too.
    fn read_users(&self) -> StoreResult<(PathBuf, String)> {
        let path = self.layout.users();
        match self.read(&path)? {
            Some(text) => Ok((path, text)),
            None => Err(StoreError::Missing {
                location: self.location.to_string(),
            }),
        }
    }

    /// Reads a user's file and hands it to `look`; a user without one has nothing.
    fn look_at_user<T>(
        &self,
        user: &UserId,
        look: impl FnOnce(&UserFile<'_>) -> Result<T, Malformed>,
    ) -> StoreResult<T> {
        let path = self.layout.user_file(user);
        let file = self.read_file(&path)?;
        let text = file.as_ref().map_or(user_file::EMPTY, |file| &file.text);
        let damaged = |cause| StoreError::damaged(&path, cause);
        let parsed = UserFile::parse(text).map_err(damaged)?;
        if let Some(file) = &file {
            self.report_dropped_turns(user, file, &parsed)?;
        }
        look(&parsed).map_err(damaged)
    }

    fn write_settings(&self, writer: &Writer<'_>, settings: &StoreSettings) -> StoreResult<()> {
        let recipients = settings_file::to_recipients_text(&settings.recipients);
        writer.write_private(&EntryName::Recipients, |_| Ok(recipients.clone()))?;
        writer.write_private(&EntryName::Settings, |_| {
            Ok(settings_file::to_toml(settings))
        })
    }
}

/// Whether there is anything in the folder; one that is not there is as good as empty.
fn holds_anything(folder: &Path) -> StoreResult<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::io("list", folder)(error)),
    }
}

/// Makes a folder for us alone, and its parents as the umask has it.
fn create_with_parents(folder: &Path) -> StoreResult<()> {
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => return Ok(()),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(StoreError::io("look at", folder)(error));
        }
        _ => {}
    }
    let parent = folder_of(folder);
    if !is_there(parent)? {
        fs::create_dir_all(parent).map_err(StoreError::io("create", parent))?;
    }
    let owner = fs::metadata(parent).map_err(StoreError::io("look at", parent))?;
    access::create_folder(folder, &Access::mine(&owner).with_mode(0o700))
}
