//! Replacing the whole content of a store: staged beside it, then swapped in, the old content kept.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::access::{self, Access};
use super::carry_over::CarryOver;
use super::data_file;
use super::exchange::{Exchange, ExchangeFailure, exchange_all};
use super::file_lock::LockKind;
use super::generation::Generation;
use super::intent::{Step, SwapPart};
use super::layout::Layout;
use super::made_paths::MadePaths;
use super::scratch::ScratchFolder;
use super::snapshot::{OUR_ENTRIES, is_file};
use super::writing::Writer;
use super::{JsonStore, create_with_parents};
use crate::files::{Syncing, folder_of, is_there};
use crate::store::{EntryName, Load, Loaded, OpenOptions, StoreError, StoreResult};

/// New content being staged.
pub(super) struct JsonLoad {
    /// First, so that nothing is written any more when what is staged is removed.
    syncing: Syncing,
    store: JsonStore,
    scratch: ScratchFolder,
    staged: Layout,
    /// Names the folder in which the replaced content is kept.
    at: DateTime<Utc>,
    /// Whether those come back who were erased.
    admits_erased: bool,
    /// Where there was no store: what was made for one. Last, so that it is dropped when the folders in there are gone.
    made: Option<MadePaths>,
}

impl JsonStore {
    /// Begins to replace the content of the store.
    pub(super) fn stage_load(&self, at: DateTime<Utc>) -> StoreResult<JsonLoad> {
        self.stage(at, None)
    }

    /// Begins to make a store in `folder`.
    pub(in crate::store) fn begin_new(
        folder: &Path,
        at: DateTime<Utc>,
        options: OpenOptions,
    ) -> StoreResult<Box<dyn Load>> {
        if Self::exists(folder)? {
            let location = folder.display().to_string();
            return Err(StoreError::AlreadyThere { location });
        }
        let store = Self::at(folder, options);
        let made = MadePaths::missing_for(&store.layout);
        create_with_parents(folder)?;
        Ok(Box::new(store.stage(at, Some(made))?))
    }

    fn stage(&self, at: DateTime<Utc>, made: Option<MadePaths>) -> StoreResult<JsonLoad> {
        let _writer = Writer::begin(self, LockKind::Exclusive)?;
        let scratch = ScratchFolder::create(&self.layout, "load")?;
        let staged = Layout::new(scratch.path());
        for folder in [staged.user_data(), staged.private()] {
            let made = fs::DirBuilder::new().mode(0o700).create(&folder);
            made.map_err(StoreError::io("create", &folder))?;
        }
        for path in [self.layout.users(), self.layout.user_data()] {
            check_file_system(&path, scratch.path())?;
        }
        Ok(JsonLoad {
            syncing: Syncing::default(),
            store: self.clone(),
            scratch,
            staged,
            at,
            admits_erased: false,
            made,
        })
    }

    /// Returns the access that new content of a part must have: that of what it replaces, and for what is new the folder's
    /// owner, users' files being as open or as closed to others as the accounts are.
    pub(super) fn access_of_new(&self, entry: &EntryName) -> StoreResult<Access> {
        let layout = &self.layout;
        let path = layout.entry(entry);
        if is_file(&path)?
            && let Some(access) = Access::at(&path)?
        {
            return Ok(access);
        }
        let access_of_folder = |folder: PathBuf| -> StoreResult<Access> {
            match Access::at(&folder)? {
                Some(access) => Ok(access),
                None => Ok(Access::at(layout.root())?.unwrap_or_else(Access::ours)),
            }
        };
        Ok(match entry {
            EntryName::Users => access_of_folder(layout.root().to_owned())?.with_mode(0o600),
            EntryName::UserData(_) => {
                let mode = Access::at(&layout.users())?.map_or(0o600, |access| access.mode());
                access_of_folder(layout.user_data())?.with_mode(mode)
            }
            _ => access_of_folder(layout.private())?.with_mode(0o600),
        })
    }
}

/// Refuses a path that leads where what is staged cannot be moved at one stroke.
fn check_file_system(path: &Path, scratch: &Path) -> StoreResult<()> {
    let target = live_path(path)?;
    let folder = folder_of(&target);
    let device = |path: &Path| {
        fs::metadata(path)
            .map(|metadata| metadata.dev())
            .map_err(StoreError::io("look at", path))
    };
    if device(folder)? == device(scratch)? {
        return Ok(());
    }
    Err(StoreError::OtherFileSystem {
        path: path.to_owned(),
    })
}

/// Follows links, so that what they lead to is replaced, and not they.
pub(super) fn live_path(path: &Path) -> StoreResult<PathBuf> {
    Ok(data_file::resolve(path)?.unwrap_or_else(|| path.to_owned()))
}

impl Load for JsonLoad {
    fn put(&mut self, entry: &EntryName, content: &[u8]) -> StoreResult<()> {
        let access = self.store.access_of_new(entry)?;
        access.check(&self.store.layout.entry(entry))?;
        let path = self.staged.entry(entry);
        let mut file = File::options()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(StoreError::io("create", &path))?;
        file.write_all(content)
            .map_err(StoreError::io("write", &path))?;
        access.apply(&file, &path)?;
        self.syncing.add(file, path);
        Ok(())
    }

    fn admit_erased(&mut self) {
        self.admits_erased = true;
    }

    fn commit(mut self: Box<Self>) -> StoreResult<Loaded> {
        if !is_there(&self.staged.users())? {
            return Err(StoreError::NoAccounts);
        }
        std::mem::take(&mut self.syncing).finish()?;
        let store = self.store.clone();
        let writer = Writer::begin(&store, LockKind::Exclusive)?;
        // Locked for the web app, which then waits with its accounts until the swap is over; whatever is in it, for what is
        // damaged is what restores are for.
        let users = writer.users_as_they_are()?;
        if self.made.is_some() && users.is_some() {
            return Err(StoreError::AlreadyThere {
                location: store.location.to_string(),
            });
        }
        let carried = CarryOver {
            store: &store,
            staged: &self.staged,
            is_new: self.made.is_some(),
            admits_erased: self.admits_erased,
        };
        let carried = carried.all(users.as_ref().map(|users| users.bytes.as_slice()))?;
        self.prepare_folders()?;
        let kept_at = self.swap(writer)?;
        store.forget_generation();
        Ok(Loaded {
            kept_at: kept_at.map(|place| place.display().to_string()),
            uncounted: carried.uncounted,
            has_other_recipients: carried.has_other_recipients,
            erased: carried.erased,
        })
    }
}

impl JsonLoad {
    /// Gives the staged folders the access of the present ones, and writes them to disk.
    fn prepare_folders(&self) -> StoreResult<()> {
        let layout = &self.store.layout;
        for (staged, live) in [
            (self.staged.user_data(), layout.user_data()),
            (self.staged.private(), layout.private()),
            (self.staged.root().to_owned(), layout.scratch()),
        ] {
            let access = match Access::at(&live)? {
                Some(access) => access,
                None => Access::at(layout.root())?.unwrap_or_else(Access::ours),
            };
            access.check(&live)?;
            let folder = File::open(&staged).map_err(StoreError::io("open", &staged))?;
            access.apply(&folder, &staged)?;
            folder.sync_all().map_err(StoreError::io("sync", &staged))?;
        }
        Ok(())
    }

    /// Puts everything in place. Returns where the replaced content is, if there was any.
    ///
    /// What is staged moves out of the scratch folders first, for what is found there is swept: after a crash in between,
    /// old and new are both still there.
    fn swap(self, writer: Writer<'_>) -> StoreResult<Option<PathBuf>> {
        let layout = &self.store.layout;
        let folder = layout.before_restore();
        let private = Access::at(&layout.private())?.unwrap_or_else(Access::ours);
        access::create_folder(&folder, &private.with_mode(0o700))?;
        let name = unused_name(&folder, &self.at.format("%Y%m%d_%H%M%SZ").to_string());
        let place = folder.join(&name);
        let parts = swap_parts(&self.staged)?;
        let exchanges = exchanges(&parts, &Layout::new(&place), layout)?;
        let swap = Step::Swap {
            kept_as: name.clone(),
            parts,
        };
        writer.intent()?.note_durably(&swap)?;
        let outcome = match self.scratch.keep_at(&place) {
            Ok(()) => exchange_for_good(&self.store, &exchanges),
            Err(error) => Err(ExchangeFailure {
                error,
                is_undone: true,
            }),
        };
        match outcome {
            Ok(had_content) => {
                if let Some(made) = self.made {
                    made.keep();
                }
                if had_content {
                    return Ok(Some(place));
                }
                // Empty folders of a store that is new; the swap is done, so they are no reason to fail.
                let _ = fs::remove_dir_all(&place).and_then(|()| fs::remove_dir(&folder));
                Ok(None)
            }
            Err(failure) => {
                if !failure.is_undone {
                    writer.leave_unfinished();
                } else if fs::remove_dir_all(&place).is_err() && is_there(&place).unwrap_or(true) {
                    // Left to the next command, which must not finish the swap instead.
                    let discard = Step::Discard { kept_as: name };
                    if writer.intent()?.note(&discard).is_ok() {
                        writer.leave_unfinished();
                    }
                }
                Err(failure.error)
            }
        }
    }
}

/// Makes the exchanges, and says before and after that they are made.
fn exchange_for_good(store: &JsonStore, exchanges: &[Exchange]) -> Result<bool, ExchangeFailure> {
    let layout = &store.layout;
    let undone = |error| ExchangeFailure {
        error,
        is_undone: true,
    };
    Generation::begin_swap(layout).map_err(undone)?;
    let outcome = exchange_all(exchanges);
    if matches!(&outcome, Err(failure) if !failure.is_undone) {
        return outcome;
    }
    let is_done = outcome.is_ok();
    let ended = match is_done {
        true => store.forget_all_turns(),
        false => Ok(()),
    };
    let ended = ended.and_then(|()| Generation::end_swap(layout));
    ended.map_err(|error| ExchangeFailure {
        error,
        is_undone: !is_done,
    })?;
    outcome
}

/// Lists what is to be swapped, of what is staged. The ledger comes before what it stands for goes, and `users.json`, which
/// makes a folder a store, last.
fn swap_parts(staged: &Layout) -> StoreResult<Vec<SwapPart>> {
    let mut names = Vec::new();
    for entry in OUR_ENTRIES {
        let path = staged.entry(&entry);
        if is_there(&path)? {
            names.push(entry.to_string());
        }
    }
    names.extend([Layout::USER_DATA.to_owned(), EntryName::Users.to_string()]);
    names
        .into_iter()
        .map(|name| {
            let path = staged.root().join(&name);
            let metadata = fs::metadata(&path).map_err(StoreError::io("look at", path))?;
            Ok(SwapPart {
                name,
                inode: metadata.ino(),
            })
        })
        .collect()
}

fn exchanges(parts: &[SwapPart], staged: &Layout, live: &Layout) -> StoreResult<Vec<Exchange>> {
    parts
        .iter()
        .map(|part| {
            Ok(Exchange {
                staged: staged.root().join(&part.name),
                live: live_path(&live.root().join(&part.name))?,
            })
        })
        .collect()
}

/// Returns the folders in a store that hold what restores of it replaced, the oldest first.
pub(in crate::store) fn kept_for(store: &Path) -> StoreResult<Vec<PathBuf>> {
    kept_in(&Layout::new(store).before_restore())
}

/// Returns the folders there that hold what was replaced, the oldest first.
pub(in crate::store) fn kept_in(folder: &Path) -> StoreResult<Vec<PathBuf>> {
    let refuse = || StoreError::io("list", folder);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(refuse()(error)),
    };
    let mut kept = Vec::new();
    for entry in entries {
        let path = entry.map_err(refuse())?.path();
        if is_file(&Layout::new(&path).users())? {
            kept.push(path);
        }
    }
    // The second of one second is numbered.
    kept.sort_by_key(|path| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let (time, number) = name.split_once('-').unwrap_or((&name, "1"));
        (time.to_owned(), number.parse().unwrap_or(u32::MAX))
    });
    Ok(kept)
}

fn unused_name(folder: &Path, name: &str) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|name| fs::symlink_metadata(folder.join(name)).is_err())
        .expect("numbers do not end")
}
