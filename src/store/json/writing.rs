//! Changes of files, in the order of locks that all writers keep.

use std::fs::{self, File};
use std::path::Path;

use super::JsonStore;
use super::data_file::{self, DataFile, LockedFile};
use super::file_lock::{self, LockKind, Patience};
use super::replace::{self, Access, Written};
use super::user_file::{self, UserFile};
use super::users_file;
use crate::model::document::{Splice, spliced};
use crate::model::{Malformed, UserId};
use crate::store::{EntryName, LedgerEntry, StoreError, StoreResult};

/// A change in progress: holds the store's lock, and waits for further ones no longer than it was allowed in all.
pub(super) struct Writer<'s> {
    store: &'s JsonStore,
    patience: Patience,
    _store_lock: File,
}

/// Why a change of a file could not be worked out.
pub(super) enum PlanError {
    /// The file is damaged.
    Malformed(Malformed),
    /// Something else.
    Store(StoreError),
}

impl PlanError {
    fn in_file(self, path: &Path) -> StoreError {
        match self {
            Self::Malformed(cause) => StoreError::damaged(path, cause),
            Self::Store(error) => error,
        }
    }
}

impl From<Malformed> for PlanError {
    fn from(cause: Malformed) -> Self {
        Self::Malformed(cause)
    }
}

impl From<StoreError> for PlanError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// How an attempt at a change ended.
pub(super) enum Attempt<T> {
    /// It is on disk, or there was nothing to change.
    Done(T),
    /// The web app was about to write into the file, or made one meanwhile: all begins again on what it wrote.
    Overtaken,
}

impl<'s> Writer<'s> {
    /// Takes the store's lock: shared for the changes of one user or file, exclusively to change everything.
    pub(super) fn begin(store: &'s JsonStore, kind: LockKind) -> StoreResult<Self> {
        let patience = store.patience();
        let layout = &store.layout;
        let root = fs::metadata(layout.root()).map_err(StoreError::io("look at", layout.root()))?;
        let access = Access::of(&root);
        replace::create_folder(&layout.private(), &access.with_mode(0o700))?;
        let path = layout.store_lock();
        let store_lock = loop {
            if !path.exists() {
                // Whoever is overtaken here finds the other's file.
                let _ = replace::create(&path, &[], &access.with_mode(0o600))?;
            }
            let file = File::options()
                .read(true)
                .write(true)
                .open(&path)
                .map_err(StoreError::io("open", &path))?;
            file_lock::lock(&file, &path, kind, &patience)?;
            // A restore into an empty place that came to nothing takes the file away again.
            if data_file::is_current(&file, &path)? {
                break file;
            }
        };
        Ok(Self {
            store,
            patience,
            _store_lock: store_lock,
        })
    }

    /// Tries until nobody comes in between, for as long as locks may be waited for.
    pub(super) fn until_done<T>(
        &self,
        mut attempt: impl FnMut() -> StoreResult<Attempt<T>>,
    ) -> StoreResult<T> {
        loop {
            if let Attempt::Done(outcome) = attempt()? {
                return Ok(outcome);
            }
            if self.patience.is_over() {
                let (path, waited) = (self.store.layout.root().to_owned(), self.patience.timeout());
                return Err(StoreError::Busy {
                    path,
                    waited,
                    holder: Some("the web app".to_owned()),
                });
            }
        }
    }

    /// Locks and reads `users.json`.
    pub(super) fn users(&self, kind: LockKind) -> StoreResult<DataFile> {
        let missing = || StoreError::Missing {
            location: self.store.location.to_string(),
        };
        DataFile::open(&self.store.layout.users(), kind, &self.patience)?.ok_or_else(missing)
    }

    /// Locks `users.json`, whatever is in it; `None` if there is none.
    pub(super) fn users_as_they_are(&self) -> StoreResult<Option<LockedFile>> {
        let path = self.store.layout.users();
        LockedFile::open(&path, LockKind::Exclusive, &self.patience)
    }

    /// Locks and reads `users.json` shared, and makes sure that the account is there: whoever removes it must wait now.
    fn users_with(&self, user: &UserId) -> StoreResult<DataFile> {
        let users = self.users(LockKind::Shared)?;
        match users_file::contains(&users.text, user) {
            Ok(true) => Ok(users),
            Ok(false) => Err(StoreError::UserNotFound {
                who: user.to_string(),
            }),
            Err(cause) => Err(StoreError::damaged(&users.path, cause)),
        }
    }

    /// Locks and reads a user's file; `None` if there is none.
    pub(super) fn user_file(&self, user: &UserId) -> StoreResult<Option<DataFile>> {
        DataFile::open(
            &self.store.layout.user_file(user),
            LockKind::Exclusive,
            &self.patience,
        )
    }

    /// Changes a user's file by the splices that `plan` finds; none at all leave it as it is.
    pub(super) fn change_user<T>(
        &self,
        user: &UserId,
        mut plan: impl FnMut(&UserFile<'_>) -> Result<(Vec<Splice>, T), PlanError>,
    ) -> StoreResult<T> {
        self.until_done(|| {
            let users = self.users_with(user)?;
            let path = self.store.layout.user_file(user);
            let file = self.user_file(user)?;
            let text = file.as_ref().map_or(user_file::EMPTY, |file| &file.text);
            let planned = UserFile::parse(text)
                .map_err(PlanError::from)
                .and_then(|file| plan(&file));
            let (mut splices, outcome) = planned.map_err(|error| error.in_file(&path))?;
            if splices.is_empty() {
                return Ok(Attempt::Done(outcome));
            }
            let pieces = spliced(text, &mut splices);
            let written = match &file {
                Some(file) => replace::replace(file, &pieces)?,
                None => self.create_user_file(&path, &users, &pieces)?,
            };
            Ok(Attempt::after(written, outcome))
        })
    }

    /// Makes a user's first file, as open or as closed to others as `users.json`.
    fn create_user_file(
        &self,
        path: &Path,
        users: &DataFile,
        pieces: &[&str],
    ) -> StoreResult<Written> {
        let (root, folder) = (self.store.layout.root(), self.store.layout.user_data());
        if !folder.exists() {
            let root = fs::metadata(root).map_err(StoreError::io("look at", root))?;
            replace::create_folder(&folder, &Access::of(&root))?;
        }
        let metadata = fs::metadata(&folder).map_err(StoreError::io("look at", &folder))?;
        let mode = Access::of(&users.metadata()?).mode();
        replace::create(path, pieces, &Access::of(&metadata).with_mode(mode))
    }

    /// Writes one of our own files, new or in place of the old one. `text` is given what is there.
    pub(super) fn write_private(
        &self,
        entry: &EntryName,
        mut text: impl FnMut(Option<&str>) -> StoreResult<String>,
    ) -> StoreResult<()> {
        let path = self.store.layout.entry(entry);
        self.until_done(|| {
            let written = match DataFile::open(&path, LockKind::Exclusive, &self.patience)? {
                Some(file) => replace::replace(&file, &[&text(Some(&file.text))?])?,
                None => {
                    let private = self.store.layout.private();
                    let folder =
                        fs::metadata(&private).map_err(StoreError::io("look at", &private))?;
                    replace::create(
                        &path,
                        &[&text(None)?],
                        &Access::of(&folder).with_mode(0o600),
                    )?
                }
            };
            Ok(Attempt::after(written, ()))
        })
    }

    /// Notes what conversations had used that are about to be deleted. What the ledger has of them already gives way, so
    /// that doing this twice changes nothing.
    pub(super) fn note_in_ledger(&self, entries: &[LedgerEntry]) -> StoreResult<()> {
        if entries.is_empty() {
            return Ok(());
        }
        let path = self.store.layout.entry(&EntryName::Ledger);
        self.write_private(&EntryName::Ledger, |present| {
            let present = LedgerEntry::read_all(present.unwrap_or_default())
                .map_err(|cause| StoreError::damaged(&path, cause))?;
            Ok(LedgerEntry::united(&present, entries)
                .iter()
                .map(LedgerEntry::to_line)
                .collect())
        })
    }
}

impl<T> Attempt<T> {
    pub(super) fn after(written: Written, outcome: T) -> Self {
        match written {
            Written::Yes => Self::Done(outcome),
            Written::Overtaken => Self::Overtaken,
        }
    }
}
