//! Turns that we added to a store that the web app uses, remembered until the app has written a version that has them.
//!
//! The app reads and writes under two separate locks, so it can write back what it read before a turn of ours, and with
//! that drop the turn. A folder for each user, `.chatkeep/recent/{user_id}/`, tells:
//!
//! - `ours`: the version of the user's file that we wrote last, and the one before it. Any other is one that the app wrote.
//! - `new-…`: a turn whose file is about to get its name. A process that is killed may leave it so.
//! - `NUMBER/…`: the turns that were stored in that quarter of an hour.
//! - `dropped-…`: one that was missing in the app's version when we wrote again.
//!
//! None of this need outlast a power cut, so nothing is synced.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::JsonStore;
use super::access::{self, Access};
use super::data_file::DataFile;
use super::intent::is_no_matter;
use super::layout::Layout;
use super::user_file::UserFile;
use crate::files::folder_of;
use crate::model::{Conversation, ConversationId, Document, Malformed, Moment, Turn, UserId};
use crate::store::{StoreError, StoreResult};

/// How long a turn is remembered: nobody leaves a page of the app loading for longer.
const REMEMBERED_SECONDS: i64 = 60 * 60;

/// A version of a user's file, as the file system tells them apart. The app's own writing keeps the inode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Version {
    inode: u64,
    modified_seconds: i64,
    modified_nanos: i64,
    size_bytes: u64,
}

/// A turn that we added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RecentTurn {
    /// When, in seconds since 1970.
    added_at: i64,
    /// Where to.
    conversation: String,
    /// The messages, as stored.
    messages: Vec<String>,
    /// The conversation with this turn alone, where it was a new one.
    begun: Option<String>,
    /// The version of the file that has it first.
    version: Version,
}

/// How far a turn has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    New,
    Stored,
    Dropped,
}

const NEW: &str = "new-";
const DROPPED: &str = "dropped-";
/// Stored turns are kept by the quarter of an hour, so that the old ones go without a look at each.
const QUARTER_SECONDS: i64 = 15 * 60;

impl Version {
    pub(super) fn of(file: &File, path: &Path) -> StoreResult<Self> {
        let metadata = file.metadata();
        Ok(Self::from(
            &metadata.map_err(StoreError::io("look at", path))?,
        ))
    }
}

impl From<&Metadata> for Version {
    fn from(metadata: &Metadata) -> Self {
        Self {
            inode: metadata.ino(),
            modified_seconds: metadata.mtime(),
            modified_nanos: metadata.mtime_nsec(),
            size_bytes: metadata.len(),
        }
    }
}

impl RecentTurn {
    pub(super) fn new(
        conversation: &ConversationId,
        turn: &Turn,
        begun: Option<&Document>,
        at: DateTime<Utc>,
        version: Version,
    ) -> Result<Self, Malformed> {
        let messages: Result<_, _> = turn
            .messages
            .iter()
            .map(|message| Ok(Document::new(message)?.as_str().to_owned()))
            .collect();
        Ok(Self {
            added_at: at.timestamp(),
            conversation: conversation.to_string(),
            messages: messages?,
            begun: begun.map(|document| document.as_str().to_owned()),
            version,
        })
    }

    /// Returns where it went.
    pub(super) fn conversation(&self) -> ConversationId {
        ConversationId::new(self.conversation.clone())
    }

    /// Returns the messages.
    pub(super) fn messages(&self) -> Result<Vec<Document>, Malformed> {
        self.messages.iter().map(Document::parse).collect()
    }

    /// Returns the conversation that it began.
    pub(super) fn begun(&self) -> Result<Option<Document>, Malformed> {
        self.begun.as_ref().map(Document::parse).transpose()
    }

    /// Whether the file has all its messages.
    pub(super) fn is_in(&self, file: &UserFile<'_>) -> Result<bool, Malformed> {
        let Some(present) = file.conversations()?.read(&self.conversation())? else {
            return Ok(false);
        };
        let is_there = |message: &String| is_message_in(message, &present);
        Ok(self.messages.iter().all(is_there))
    }
}

/// Whether a conversation has this message: the app writes it anew, and keeps role, text and our timestamp.
fn is_message_in(message: &str, conversation: &Conversation) -> bool {
    #[derive(Deserialize)]
    struct Fields {
        role: String,
        content: String,
        timestamp: Option<String>,
    }
    let Ok(message) = serde_json::from_str::<Fields>(message) else {
        return false;
    };
    let timestamp = message.timestamp.as_deref().and_then(Moment::parse);
    conversation.messages.iter().any(|other| {
        other.role.as_str() == message.role
            && other.content == message.content
            && (timestamp.is_none() || other.timestamp == timestamp)
    })
}

/// What is remembered of one user.
struct Recent {
    folder: PathBuf,
    /// The new and the dropped ones, of which there are few.
    unsettled: Vec<Remembered>,
    /// The folders of stored ones.
    quarters: Vec<PathBuf>,
}

/// A turn's file.
#[derive(Debug, Clone)]
struct Remembered {
    stage: Stage,
    path: PathBuf,
}

impl Recent {
    /// Finds what is remembered; `None` for most users.
    fn of(layout: &Layout, user: &UserId) -> StoreResult<Option<Self>> {
        let folder = layout.recent_turns(user);
        let Some(paths) = listed(&folder)? else {
            return Ok(None);
        };
        let (mut unsettled, mut quarters) = (Vec::new(), Vec::new());
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let stage = match &*name {
                name if name.starts_with(NEW) => Stage::New,
                name if name.starts_with(DROPPED) => Stage::Dropped,
                name if name.parse::<i64>().is_ok() => {
                    quarters.push(path);
                    continue;
                }
                _ => continue,
            };
            unsettled.push(Remembered { stage, path });
        }
        Ok(Some(Self {
            folder,
            unsettled,
            quarters,
        }))
    }

    /// Returns all turns, or only the unsettled ones.
    fn turns(&self, with_stored: bool) -> StoreResult<Vec<Remembered>> {
        let mut turns = self.unsettled.clone();
        for quarter in self.quarters.iter().filter(|_| with_stored) {
            let stored = listed(quarter)?.unwrap_or_default().into_iter();
            let stage = Stage::Stored;
            turns.extend(stored.map(|path| Remembered { stage, path }));
        }
        Ok(turns)
    }

    /// Whether we wrote this version.
    fn is_ours(&self, version: Version) -> bool {
        let text = fs::read(self.folder.join("ours")).unwrap_or_default();
        match serde_json::from_slice::<(Option<Version>, Version)>(&text) {
            Ok((before, last)) => version == last || before == Some(version),
            Err(_) => false,
        }
    }

    /// Moves a turn to the stage at which it is now.
    fn set_stage(&self, turn: &Remembered, to: Stage) -> StoreResult<()> {
        let name = turn.path.file_name().unwrap_or_default().to_string_lossy();
        let bare = name.strip_prefix(NEW).unwrap_or(&name);
        let bare = bare.strip_prefix(DROPPED).unwrap_or(bare);
        let new = match to {
            Stage::New => self.folder.join(format!("{NEW}{bare}")),
            Stage::Dropped => self.folder.join(format!("{DROPPED}{bare}")),
            Stage::Stored => {
                let quarter = added_at(bare).unwrap_or_default() / QUARTER_SECONDS;
                let quarter = self.folder.join(quarter.to_string());
                if !quarter.is_dir() {
                    access::create_folder(&quarter, &access_in(&self.folder)?.with_mode(0o700))?;
                }
                quarter.join(bare)
            }
        };
        fs::rename(&turn.path, new).map_err(StoreError::io("rename", &turn.path))
    }

    /// Forgets what was added before this time, in seconds since 1970.
    fn forget_before(&self, time: i64) -> StoreResult<()> {
        for quarter in &self.quarters {
            let name = quarter.file_name().unwrap_or_default().to_string_lossy();
            if name
                .parse::<i64>()
                .is_ok_and(|it| (it + 1) * QUARTER_SECONDS <= time)
            {
                remove_folder(quarter)?;
            }
        }
        for turn in &self.unsettled {
            let name = turn.path.file_name().unwrap_or_default().to_string_lossy();
            let bare = name.trim_start_matches(NEW).trim_start_matches(DROPPED);
            if added_at(bare).is_none_or(|added| added < time) {
                remove(&turn.path)?;
            }
        }
        Ok(())
    }
}

impl Remembered {
    /// Reads the turn; `None` for one that was removed meanwhile, or whose writing was cut short.
    fn read(&self) -> Option<RecentTurn> {
        serde_json::from_slice(&fs::read(&self.path).ok()?).ok()
    }

    /// Whether the turn was ever in the file: a killed process may not have come so far.
    fn was_stored(&self, turn: &RecentTurn, present: Version) -> bool {
        // The app writes into the file that it finds.
        self.stage != Stage::New || turn.version.inode == present.inode
    }
}

/// Returns when a turn was added, by the name of its file.
fn added_at(name: &str) -> Option<i64> {
    name.split('-').next()?.parse().ok()
}

/// Lists a folder; `None` if it is not there, or is not ours to read: then nothing can be told.
fn listed(folder: &Path) -> StoreResult<Option<Vec<PathBuf>>> {
    let refuse = || StoreError::io("list", folder);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if is_no_matter(&error) => return Ok(None),
        Err(error) => return Err(refuse()(error)),
    };
    let paths = entries.map(|entry| Ok(entry.map_err(refuse())?.path()));
    paths.collect::<StoreResult<_>>().map(Some)
}

/// Returns the access that is handed on to what is made in a folder.
fn access_in(folder: &Path) -> StoreResult<Access> {
    Ok(Access::at(folder)?.unwrap_or_else(Access::ours))
}

/// Writes a file as the owner of its folder, for that one alone.
fn write(path: &Path, content: &impl Serialize) -> StoreResult<()> {
    let text = serde_json::to_vec(content).expect("text keys and plain values");
    let mut options = File::options();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut file = options.open(path).map_err(StoreError::io("write", path))?;
    let access = access_in(folder_of(path))?;
    access.with_mode(0o600).apply(&file, path)?;
    file.write_all(&text).map_err(StoreError::io("write", path))
}

fn remove(path: &Path) -> StoreResult<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}

impl JsonStore {
    /// Returns the turns that the web app dropped, in the order in which they were added.
    pub(super) fn dropped_turns(&self, user: &UserId) -> StoreResult<Vec<RecentTurn>> {
        let Some(file) = self.read_file(&self.layout.user_file(user))? else {
            return Ok(Vec::new());
        };
        let parsed =
            UserFile::parse(&file.text).map_err(|cause| StoreError::damaged(&file.path, cause))?;
        let mut dropped = self.turns_dropped_from(user, &file, &parsed)?;
        dropped.sort_by_key(|turn| {
            (
                turn.added_at,
                turn.version.modified_seconds,
                turn.version.modified_nanos,
            )
        });
        Ok(dropped)
    }

    /// Returns the turns that the web app dropped from the user's file.
    pub(super) fn turns_dropped_from(
        &self,
        user: &UserId,
        file: &DataFile,
        parsed: &UserFile<'_>,
    ) -> StoreResult<Vec<RecentTurn>> {
        let Some(recent) = Recent::of(&self.layout, user)? else {
            return Ok(Vec::new());
        };
        let present = file.version()?;
        let mut dropped = Vec::new();
        for remembered in recent.turns(!recent.is_ours(present))? {
            if let Some(turn) = remembered.read()
                && remembered.was_stored(&turn, present)
                && !self.is_in(&turn, file, parsed)?
            {
                dropped.push(turn);
            }
        }
        Ok(dropped)
    }

    /// Settles what becomes of the turns, now that the file is about to be written again: those that the app's version has
    /// are forgotten (if they go later, it was the app that removed them), the others are remembered as dropped. The
    /// user's file must be locked.
    pub(super) fn settle_turns(
        &self,
        user: &UserId,
        file: &DataFile,
        parsed: &UserFile<'_>,
    ) -> StoreResult<()> {
        let Some(recent) = Recent::of(&self.layout, user)? else {
            return Ok(());
        };
        let present = file.version()?;
        for remembered in recent.turns(!recent.is_ours(present))? {
            let Some(turn) = remembered.read() else {
                remove(&remembered.path)?;
                continue;
            };
            let is_in = self.is_in(&turn, file, parsed)?;
            if turn.version == present && is_in {
                recent.set_stage(&remembered, Stage::Stored)?;
            } else if is_in || !remembered.was_stored(&turn, present) {
                remove(&remembered.path)?;
            } else if remembered.stage != Stage::Dropped {
                recent.set_stage(&remembered, Stage::Dropped)?;
            }
        }
        Ok(())
    }

    fn is_in(
        &self,
        turn: &RecentTurn,
        file: &DataFile,
        parsed: &UserFile<'_>,
    ) -> StoreResult<bool> {
        turn.is_in(parsed)
            .map_err(|cause| StoreError::damaged(&file.path, cause))
    }

    /// Notes a turn whose file is about to get its name. The user's file must be locked.
    pub(super) fn note_turn(&self, user: &UserId, turn: &RecentTurn) -> StoreResult<()> {
        let folder = self.layout.recent_turns(user);
        let private = Access::at(&self.layout.private())?.unwrap_or_else(Access::ours);
        for folder in [&self.layout.recent(), &folder] {
            if !folder.is_dir() {
                access::create_folder(folder, &private.with_mode(0o700))?;
            }
        }
        if let Some(recent) = Recent::of(&self.layout, user)? {
            recent.forget_before(turn.added_at - REMEMBERED_SECONDS)?;
        }
        let name = format!("{NEW}{:012}-{}", turn.added_at, turn.version.inode);
        write(&folder.join(name), turn)
    }

    /// Notes the version that is about to take the place of `present`, if anything is remembered of the user. The user's file
    /// must be locked: once it is replaced, that lock keeps nobody out.
    pub(super) fn note_versions(
        &self,
        user: &UserId,
        present: Option<Version>,
        new: Version,
    ) -> StoreResult<()> {
        match Recent::of(&self.layout, user)? {
            // Whichever of the two there is after a crash, it is not the app's.
            Some(recent) => write(&recent.folder.join("ours"), &(present, new)),
            None => Ok(()),
        }
    }

    /// Forgets the turns for which this holds.
    pub(super) fn forget_turns(
        &self,
        user: &UserId,
        is_forgotten: impl Fn(&RecentTurn) -> bool,
    ) -> StoreResult<()> {
        let Some(recent) = Recent::of(&self.layout, user)? else {
            return Ok(());
        };
        for remembered in recent.turns(true)? {
            if remembered.read().is_none_or(|turn| is_forgotten(&turn)) {
                remove(&remembered.path)?;
            }
        }
        Ok(())
    }

    /// Forgets all about a user who is removed.
    pub(super) fn forget_user(&self, user: &UserId) -> StoreResult<()> {
        remove_folder(&self.layout.recent_turns(user))
    }

    /// Forgets everything, for all is replaced.
    pub(super) fn forget_all_turns(&self) -> StoreResult<()> {
        for folder in listed(&self.layout.recent())?.unwrap_or_default() {
            remove_folder(&folder)?;
        }
        Ok(())
    }
}

fn remove_folder(path: &Path) -> StoreResult<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io("remove", path)(error))
        }
        _ => Ok(()),
    }
}
