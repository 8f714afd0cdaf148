//! Changes of files, in the order of locks that all writers keep.

use std::cell::OnceCell;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::JsonStore;
use super::access::{self, Access};
use super::copy_ahead::CopyAhead;
use super::data_file::{DataFile, LockedFile};
use super::file_lock::{LockKind, Patience};
use super::intent::{Intent, Step};
use super::recent::Version;
use super::replace::{self, Written};
use super::replaced;
use super::store_lock::StoreLock;
use super::users_file;
use crate::files::{Draft, is_there};
use crate::model::UserId;
use crate::model::document::{Splice, spliced};
use crate::store::plans::PlanError;
use crate::store::user_file::{self, UserFile};
use crate::store::{EntryName, LedgerEntry, StoreError, StoreResult};

/// A change in progress: holds the store's lock, and waits for further ones no longer than it was allowed in all.
pub(super) struct Writer<'s> {
    store: &'s JsonStore,
    patience: Patience,
    /// Says what is being written; begun with the first file.
    intent: OnceCell<Intent>,
    /// After the intent, which is taken back while the lock is held.
    _store_lock: StoreLock,
}

impl PlanError {
    pub(super) fn in_file(self, path: &Path) -> StoreError {
        match self {
            Self::Malformed(cause) => StoreError::damaged(path, cause),
            Self::Store(error) => error,
        }
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
    /// Takes the store's lock: shared for the changes of one user or file, exclusively to change everything. What others
    /// had begun and left is undone or finished first.
    pub(super) fn begin(store: &'s JsonStore, kind: LockKind) -> StoreResult<Self> {
        let patience = store.patience();
        let mut store_lock = StoreLock::take(&store.layout, kind, &patience)?;
        if store.has_leftovers()? {
            drop(store_lock);
            store.recover(&patience)?;
            // What was looked up before is looked up again under the lock.
            store.forget_generation();
            store_lock = StoreLock::take(&store.layout, kind, &patience)?;
        }
        store.look_at_replaced()?;
        Ok(Self {
            store,
            patience,
            intent: OnceCell::new(),
            _store_lock: store_lock,
        })
    }

    /// Makes changes under the store's lock, which is held alone, to finish what others had begun.
    pub(super) fn under(store: &'s JsonStore, lock: StoreLock) -> Self {
        Self {
            store,
            patience: store.patience(),
            intent: OnceCell::new(),
            _store_lock: lock,
        }
    }

    /// Returns what says to others what this change does.
    pub(super) fn intent(&self) -> StoreResult<&Intent> {
        if let Some(intent) = self.intent.get() {
            return Ok(intent);
        }
        let intent = Intent::begin(&self.store.layout)?;
        Ok(self.intent.get_or_init(|| intent))
    }

    /// Leaves what was begun to the next command.
    pub(super) fn leave_unfinished(mut self) {
        if let Some(intent) = self.intent.take() {
            intent.leave();
        }
    }

    /// Puts these pieces in place of a part's file, which must be locked exclusively. Just before, `before_replacing` is
    /// shown the new file.
    pub(super) fn replace(
        &self,
        entry: &EntryName,
        file: &DataFile,
        pieces: &[&str],
        before_replacing: impl FnOnce(&Draft) -> StoreResult<()>,
    ) -> StoreResult<Written> {
        let hidden = self.hidden_name(entry, &file.path)?;
        let draft = replace::draft_for(file, &hidden, pieces)?;
        self.put_in_place(entry, file, draft, before_replacing)
    }

    /// Begins to copy a part's file that is so large that it is worth the while. What was begun before comes to nothing.
    fn copy_ahead(
        &self,
        entry: &EntryName,
        file: &File,
        path: &Path,
        copy: &mut Option<CopyAhead>,
    ) -> StoreResult<()> {
        *copy = None;
        if CopyAhead::is_worthwhile(file, path)? {
            let hidden = self.hidden_name(entry, path)?;
            *copy = Some(CopyAhead::begin(file, path, &hidden)?);
        }
        Ok(())
    }

    /// Says that a part is written, and returns the hidden name by way of which.
    pub(super) fn hidden_name(&self, entry: &EntryName, path: &Path) -> StoreResult<PathBuf> {
        let intent = self.intent()?;
        intent.note(&Step::write(entry))?;
        Ok(intent.hidden_name(path))
    }

    /// Puts a draft in place of a part's file, which must be locked exclusively. Just before, `before_replacing` is shown it.
    pub(super) fn put_in_place(
        &self,
        entry: &EntryName,
        file: &DataFile,
        draft: Draft,
        before_replacing: impl FnOnce(&Draft) -> StoreResult<()>,
    ) -> StoreResult<Written> {
        before_replacing(&draft)?;
        if is_of_the_app(entry) && self.store.is_shared()? {
            replaced::keep(&self.store.layout, file)?;
        }
        replace::replace(file, draft)
    }

    /// Makes a part's file of these pieces where there is none.
    pub(super) fn create(
        &self,
        entry: &EntryName,
        pieces: &[&str],
        access: &Access,
        before_placing: impl FnOnce(&Draft) -> StoreResult<()>,
    ) -> StoreResult<Written> {
        let path = self.store.layout.entry(entry);
        let hidden = self.hidden_name(entry, &path)?;
        replace::create(&path, &hidden, pieces, access, before_placing)
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
            Ok(false) => Err(StoreError::user_not_found(user.as_str())),
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

    /// Locks and reads one of our own files; `None` if there is none.
    pub(super) fn private_file(&self, entry: &EntryName) -> StoreResult<Option<DataFile>> {
        let path = self.store.layout.entry(entry);
        DataFile::open(&path, LockKind::Exclusive, &self.patience)
    }

    /// Changes a user's file by the splices that `plan` finds; none at all leave it as it is.
    pub(super) fn change_user<T>(
        &self,
        user: &UserId,
        plan: impl FnMut(&UserFile<'_>) -> Result<(Vec<Splice>, T), PlanError>,
    ) -> StoreResult<T> {
        self.change_user_noting(user, plan, |_, _| Ok(()))
    }

    /// Changes a user's file, and has `note` note the version that is about to replace another.
    pub(super) fn change_user_noting<T>(
        &self,
        user: &UserId,
        mut plan: impl FnMut(&UserFile<'_>) -> Result<(Vec<Splice>, T), PlanError>,
        mut note: impl FnMut(&T, Version) -> StoreResult<()>,
    ) -> StoreResult<T> {
        self.until_done(|| {
            let users = self.users_with(user)?;
            let path = self.store.layout.user_file(user);
            let entry = EntryName::UserData(user.clone());
            let mut copy = None;
            let file = DataFile::open_while(
                &path,
                LockKind::Exclusive,
                &self.patience,
                &mut |file, path| self.copy_ahead(&entry, file, path, &mut copy),
            )?;
            let text = file.as_ref().map_or(user_file::EMPTY, |file| &file.text);
            let planned = UserFile::parse(text)
                .map_err(PlanError::from)
                .and_then(|parsed| {
                    if let Some(file) = &file {
                        self.store.report_dropped_turns(user, file, &parsed)?;
                        self.store.settle_turns(user, file, &parsed)?;
                    }
                    plan(&parsed)
                });
            let (mut splices, outcome) = planned.map_err(|error| error.in_file(&path))?;
            if splices.is_empty() {
                return Ok(Attempt::Done(outcome));
            }
            let pieces = spliced(text, &mut splices);
            let before = |draft: &Draft| {
                let new = Version::of(draft.file(), draft.path())?;
                note(&outcome, new)?;
                let present = file.as_ref().map(DataFile::version).transpose()?;
                self.store.note_versions(user, present, new)
            };
            let written = match (&file, copy) {
                (Some(file), Some(copy)) => {
                    self.put_in_place(&entry, file, copy.finish(&pieces)?, before)?
                }
                (Some(file), None) => self.replace(&entry, file, &pieces, before)?,
                (None, _) => self.create_user_file(&entry, &users, &pieces, before)?,
            };
            Ok(Attempt::after(written, outcome))
        })
    }

    /// Makes a user's first file, as open or as closed to others as `users.json`.
    pub(super) fn create_user_file(
        &self,
        entry: &EntryName,
        users: &DataFile,
        pieces: &[&str],
        before_placing: impl FnOnce(&Draft) -> StoreResult<()>,
    ) -> StoreResult<Written> {
        let (root, folder) = (self.store.layout.root(), self.store.layout.user_data());
        if !is_there(&folder)? {
            let root = fs::metadata(root).map_err(StoreError::io("look at", root))?;
            access::create_folder(&folder, &Access::of(&root))?;
        }
        let metadata = fs::metadata(&folder).map_err(StoreError::io("look at", &folder))?;
        let mode = Access::of(&users.metadata()?).mode();
        let access = Access::of(&metadata).with_mode(mode);
        self.create(entry, pieces, &access, before_placing)
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
                Some(file) => {
                    let text = text(Some(&file.text))?;
                    self.replace(entry, &file, &[&text], |_| Ok(()))?
                }
                None => {
                    let private = self.store.layout.private();
                    let folder =
                        fs::metadata(&private).map_err(StoreError::io("look at", &private))?;
                    let access = Access::of(&folder).with_mode(0o600);
                    self.create(entry, &[&text(None)?], &access, |_| Ok(()))?
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

/// Whether the web app uses the part too.
fn is_of_the_app(entry: &EntryName) -> bool {
    matches!(entry, EntryName::Users | EntryName::UserData(_))
}

impl<T> Attempt<T> {
    pub(super) fn after(written: Written, outcome: T) -> Self {
        match written {
            Written::Yes => Self::Done(outcome),
            Written::Overtaken => Self::Overtaken,
        }
    }
}
