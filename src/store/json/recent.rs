//! Turns that we added to a store that the web app uses, noted until the app has written a version that has them.
//!
//! The app reads and writes under two separate locks, so it can write back what it read before a turn of ours, and with
//! that drop the turn. `.chatkeep/recent/{user_id}.jsonl` tells: each of our versions of the user's file is noted by its
//! inode, so any other is one that the app wrote.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::JsonStore;
use super::access::{self, Access};
use super::data_file::DataFile;
use super::layout::Layout;
use super::user_file::UserFile;
use crate::model::{ConversationId, Document, Malformed, Turn, UserId};
use crate::store::{StoreError, StoreResult};

/// How long a turn is remembered: nobody leaves a page of the app loading for longer.
const REMEMBERED_SECONDS: i64 = 60 * 60;

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// A version of the user's file that we wrote.
    Ours(Version),
    /// A turn that we added.
    Turn(RecentTurn),
}

/// A version of a user's file, as the file system tells them apart.
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
    pub(super) conversation: String,
    /// The messages, as stored.
    messages: Vec<String>,
    /// The conversation with this turn alone, where it was a new one.
    begun: Option<String>,
    /// The version of the file that has it first.
    version: Version,
}

/// What is remembered of one user.
#[derive(Debug, Default)]
struct Recent {
    turns: Vec<RecentTurn>,
    ours: Vec<Version>,
}

impl Version {
    pub(super) fn of(file: &File, path: &Path) -> StoreResult<Self> {
        use std::os::unix::fs::MetadataExt;

        let metadata = file.metadata().map_err(StoreError::io("look at", path))?;
        Ok(Self {
            inode: metadata.ino(),
            modified_seconds: metadata.mtime(),
            modified_nanos: metadata.mtime_nsec(),
            size_bytes: metadata.len(),
        })
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

    /// Whether the file has it: all its messages, by their role and text, which the app writes anew but does not change.
    fn is_in(&self, file: &UserFile<'_>) -> Result<bool, Malformed> {
        let Some(present) = file.conversations()?.read(&self.conversation())? else {
            return Ok(false);
        };
        for message in self.messages()? {
            let (role, content) = role_and_content(&message);
            let is_there = present.messages.iter().any(|other| {
                Some(other.role.as_str()) == role.as_deref()
                    && Some(&other.content) == content.as_ref()
            });
            if !is_there {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn role_and_content(message: &Document) -> (Option<String>, Option<String>) {
    #[derive(Deserialize)]
    struct Fields {
        role: Option<String>,
        content: Option<String>,
    }
    match serde_json::from_str::<Fields>(message.as_str()) {
        Ok(fields) => (fields.role, fields.content),
        Err(_) => (None, None),
    }
}

impl Recent {
    /// Reads what is remembered of a user; nothing for most.
    fn of(layout: &Layout, user: &UserId) -> StoreResult<Self> {
        let path = layout.recent_turns(user);
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if is_unreadable(&error) => return Ok(Self::default()),
            Err(error) => return Err(StoreError::io("read", path)(error)),
        };
        let mut recent = Self::default();
        // A line that is not whole was cut by a crash: what it is about was not reported as done.
        for line in text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
        {
            match line {
                Line::Ours(version) => recent.ours.push(version),
                Line::Turn(turn) => recent.turns.push(turn),
            }
        }
        Ok(recent)
    }

    /// Returns the turns that the file once had and has no more.
    fn dropped_from(
        &self,
        file: &UserFile<'_>,
        version: Version,
    ) -> Result<Vec<RecentTurn>, Malformed> {
        let mut dropped = Vec::new();
        if self.is_ours(version) {
            return Ok(dropped);
        }
        for turn in &self.turns {
            if self.was_live(turn, version) && !turn.is_in(file)? {
                dropped.push(turn.clone());
            }
        }
        Ok(dropped)
    }

    fn is_ours(&self, version: Version) -> bool {
        let begun = self.turns.iter().map(|turn| turn.version);
        self.ours
            .iter()
            .copied()
            .chain(begun)
            .any(|ours| ours == version)
    }

    /// Whether the file with this turn got its name: a crash may have come before. The app keeps the inode.
    fn was_live(&self, turn: &RecentTurn, version: Version) -> bool {
        turn.version.inode == version.inode || self.ours.contains(&turn.version)
    }
}

impl JsonStore {
    /// Notes a turn whose file is about to get its name. The user's file must be locked.
    pub(super) fn note_turn(&self, user: &UserId, turn: RecentTurn) -> StoreResult<()> {
        let oldest = turn.added_at - REMEMBERED_SECONDS;
        self.forget_turns(user, |turn| turn.added_at > oldest)?;
        self.append_recent(user, &Line::Turn(turn))
    }

    /// Notes that this version of the user's file is ours, if anything is remembered of the user.
    pub(super) fn note_version(&self, user: &UserId, version: Version) -> StoreResult<()> {
        if self.layout.recent_turns(user).exists() {
            self.append_recent(user, &Line::Ours(version))?;
        }
        Ok(())
    }

    /// Returns the turns that the web app dropped from the user's file.
    pub(super) fn turns_dropped_from(
        &self,
        user: &UserId,
        file: &DataFile,
        parsed: &UserFile<'_>,
    ) -> StoreResult<Vec<RecentTurn>> {
        let recent = Recent::of(&self.layout, user)?;
        if recent.turns.is_empty() {
            return Ok(Vec::new());
        }
        let version = Version::of(file.handle(), &file.path)?;
        recent
            .dropped_from(parsed, version)
            .map_err(|cause| StoreError::damaged(&file.path, cause))
    }

    /// Forgets the turns that a version of the web app's has: if they go later, it was the app that removed them. The user's
    /// file must be locked.
    pub(super) fn forget_turns_that_the_app_has(
        &self,
        user: &UserId,
        file: &DataFile,
        parsed: &UserFile<'_>,
    ) -> StoreResult<()> {
        let recent = Recent::of(&self.layout, user)?;
        if recent.turns.is_empty() || recent.is_ours(Version::of(file.handle(), &file.path)?) {
            return Ok(());
        }
        self.forget_turns(user, |turn| !turn.is_in(parsed).unwrap_or(false))
    }

    /// Returns the turns that the web app dropped, as the user's file is now.
    #[cfg(test)]
    pub(super) fn dropped_turns(&self, user: &UserId) -> StoreResult<Vec<RecentTurn>> {
        let file = self.read_file(&self.layout.user_file(user))?;
        let Some(file) = file else {
            return Ok(Vec::new());
        };
        let parsed =
            UserFile::parse(&file.text).map_err(|cause| StoreError::damaged(&file.path, cause))?;
        self.turns_dropped_from(user, &file, &parsed)
    }

    /// Keeps of what is remembered only what this says.
    pub(super) fn forget_turns(
        &self,
        user: &UserId,
        is_kept: impl Fn(&RecentTurn) -> bool,
    ) -> StoreResult<()> {
        let path = self.layout.recent_turns(user);
        let mut recent = Recent::of(&self.layout, user)?;
        let before = recent.turns.len();
        recent.turns.retain(is_kept);
        if recent.turns.len() == before {
            return Ok(());
        }
        if recent.turns.is_empty() {
            return match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    Err(StoreError::io("remove", path)(error))
                }
                _ => Ok(()),
            };
        }
        let turns = recent.turns.into_iter().map(Line::Turn);
        let lines = recent.ours.into_iter().map(Line::Ours).chain(turns);
        let text: String = lines.map(|line| to_text(&line)).collect();
        // In one call and in place: if it is cut short, a turn of the last hour may be dropped without being reported.
        fs::write(&path, text).map_err(StoreError::io("write", path))
    }

    fn append_recent(&self, user: &UserId, line: &Line) -> StoreResult<()> {
        let folder = self.layout.recent();
        let private = Access::at(&self.layout.private())?.unwrap_or_else(Access::ours);
        if !folder.is_dir() {
            access::create_folder(&folder, &private.with_mode(0o700))?;
        }
        let path = self.layout.recent_turns(user);
        let is_new = !path.exists();
        let mut file = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .open(&path)
            .map_err(StoreError::io("open", &path))?;
        if is_new {
            private.with_mode(0o600).apply(&file, &path)?;
        }
        file.write_all(to_text(line).as_bytes())
            .map_err(StoreError::io("write", &path))
    }
}

fn to_text(line: &Line) -> String {
    let mut text = serde_json::to_string(line).expect("a line has text keys and plain values");
    text.push('\n');
    text
}

/// Whether there is nothing, or nothing for us to read: then nothing can be told.
fn is_unreadable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied
    )
}
