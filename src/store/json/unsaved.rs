//! Turns that are not stored yet, as files in a folder `unsaved/` of ours: the question, then the reply line by line as it comes.
//!
//! A file is locked by its process for as long as that lives, so whoever finds one that is not locked may store it. It
//! need not outlast a power cut, so nothing is synced.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::JsonStore;
use super::access::{self, Access};
use super::data_file;
use super::file_lock::{self, LockKind};
use super::layout::UNSAVED;
use super::locked_file;
use crate::files::{folder_of, is_there};
use crate::model::{Malformed, ReplyFacts, UserId, as_rfc3339};
use crate::store::{Asked, Damage, FoundTurn, KeptTurn, StoreError, StoreResult, UnsavedTurn};

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The first.
    Asked(Asked),
    /// The next piece of the reply.
    Text(String),
    /// The last.
    End {
        facts: ReplyFacts,
        #[serde(with = "as_rfc3339")]
        at: DateTime<Utc>,
    },
}

/// A turn that this process keeps.
struct KeptFile {
    path: PathBuf,
    file: File,
}

impl KeptFile {
    fn write(&mut self, line: &Line) -> StoreResult<()> {
        let mut text = serde_json::to_vec(line).expect("text keys and plain values");
        text.push(b'\n');
        // At one stroke, so that a line is whole or the last.
        self.file
            .write_all(&text)
            .map_err(StoreError::io("write", &self.path))
    }
}

impl UnsavedTurn for KeptFile {
    fn text(&mut self, piece: &str) -> StoreResult<()> {
        self.write(&Line::Text(piece.to_owned()))
    }

    fn end(&mut self, facts: &ReplyFacts, at: DateTime<Utc>) -> StoreResult<()> {
        let facts = facts.clone();
        self.write(&Line::End { facts, at })
    }

    fn forget(self: Box<Self>) -> StoreResult<()> {
        remove(&self.path)
    }
}

/// Removes a file, and the folder with the last one.
fn remove(path: &Path) -> StoreResult<()> {
    fs::remove_file(path).map_err(StoreError::io("remove", path))?;
    // There may be others in it.
    let _ = fs::remove_dir(folder_of(path));
    Ok(())
}

impl JsonStore {
    pub(super) fn keep_turn(&self, asked: &Asked) -> StoreResult<Box<dyn UnsavedTurn>> {
        self.private_folder()?;
        keep_in(&self.layout.private(), asked)
    }

    /// Makes our own folder if there is none, and returns whose it is.
    pub(super) fn private_folder(&self) -> StoreResult<Access> {
        if let Some(access) = Access::at(&self.layout.private())? {
            return Ok(access);
        }
        // Whoever takes the store's lock first has the folder on disk before anything that must last is in it.
        let root = Access::at(self.layout.root())?.unwrap_or_else(Access::ours);
        access::make_folder(&self.layout.private(), &root.with_mode(0o700))?;
        Ok(root)
    }

    pub(super) fn kept_turns(&self) -> StoreResult<Vec<FoundTurn>> {
        kept_in(&self.layout.private())
    }
}

/// Begins to keep a turn in a folder of ours, which must be there.
pub(in crate::store) fn keep_in(
    private: &Path,
    asked: &Asked,
) -> StoreResult<Box<dyn UnsavedTurn>> {
    let folder = private.join(UNSAVED);
    let access = Access::at(private)?.unwrap_or_else(Access::ours);
    let name = format!("{:012}-", asked.at.timestamp());
    let file = loop {
        let made = access::make_folder(&folder, &access.with_mode(0o700))
            .and_then(|_| locked_file::create(&folder, &name, ".jsonl", &access));
        match made {
            // Somebody has just removed the folder with the last file in it.
            Err(StoreError::Io { source, .. })
                if source.kind() == io::ErrorKind::NotFound && is_there(private)? => {}
            // Somebody has taken it for left behind, before it was locked.
            Ok(file) if !data_file::is_current(file.as_file(), file.path())? => {}
            other => break other?,
        }
    };
    let kept = file.keep();
    let (file, path) = kept.map_err(|kept| StoreError::io("keep", kept.file.path())(kept.error))?;
    let mut kept = KeptFile { path, file };
    match kept.write(&Line::Asked(asked.clone())) {
        Ok(()) => Ok(Box::new(kept)),
        Err(error) => {
            // It could not be read; what failed first is what is told.
            let _ = remove(&kept.path);
            Err(error)
        }
    }
}

/// Returns the turns in a folder of ours that no living process keeps.
pub(in crate::store) fn kept_in(private: &Path) -> StoreResult<Vec<FoundTurn>> {
    let mut found = Vec::new();
    for place in places_in(&private.join(UNSAVED))? {
        if let Some(_lock) = claimed(&place)? {
            let bytes = fs::read(&place).map_err(StoreError::io("read", &place))?;
            let content = read(&bytes);
            found.push(FoundTurn { place, content });
        }
    }
    Ok(found)
}

/// Returns the files in a folder of ours that keep turns of this user, those of living processes too, and the files of
/// which cannot be told whose they are.
pub(in crate::store) fn of_user(
    private: &Path,
    user: &UserId,
) -> StoreResult<(Vec<PathBuf>, Vec<PathBuf>)> {
    let (mut theirs, mut unreadable) = (Vec::new(), Vec::new());
    for place in places_in(&private.join(UNSAVED))? {
        // Opening a pipe would wait for a writer.
        let is_file = fs::symlink_metadata(&place).is_ok_and(|facts| facts.is_file());
        if !is_file {
            continue;
        }
        let bytes = match fs::read(&place) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(StoreError::io("read", place)(error)),
        };
        let first = bytes.split(|byte| *byte == b'\n').next();
        match first.map(serde_json::from_slice::<Line>) {
            Some(Ok(Line::Asked(asked))) if asked.user == *user => theirs.push(place),
            Some(Ok(Line::Asked(_))) => {}
            _ if bytes.is_empty() => {}
            _ => unreadable.push(place),
        }
    }
    Ok((theirs, unreadable))
}

/// Lists a folder of turns, the oldest first; nothing if there is none.
fn places_in(folder: &Path) -> StoreResult<Vec<PathBuf>> {
    let refuse = || StoreError::io("list", folder);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(refuse()(error)),
    };
    let mut places = Vec::new();
    for entry in entries {
        places.push(entry.map_err(refuse())?.path());
    }
    // Their names begin with the time.
    places.sort();
    Ok(places)
}

/// Forgets a turn that was found, unless somebody else is at it. Returns whether it was there.
pub(in crate::store) fn forget(turn: &FoundTurn) -> StoreResult<bool> {
    let Some(_lock) = claimed(&turn.place)? else {
        return Ok(false);
    };
    remove(&turn.place)?;
    Ok(true)
}

/// Locks a file that no living process keeps; `None` if one does, or if it is gone.
fn claimed(path: &Path) -> StoreResult<Option<File>> {
    let opened = match fs::symlink_metadata(path) {
        // Looked at before it is opened: opening a pipe would wait for a writer.
        Ok(facts) if !facts.is_file() => return Ok(None),
        Ok(_) => File::open(path),
        Err(error) => Err(error),
    };
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io("open", path)(error)),
    };
    let is_free = file_lock::try_lock(&file, path, LockKind::Exclusive)?
        && data_file::is_current(&file, path)?;
    Ok(is_free.then_some(file))
}

/// Reads what was kept. A last line that is not whole was being written when its process ended.
fn read(bytes: &[u8]) -> Result<Option<KeptTurn>, Damage> {
    let mut lines = Vec::new();
    let mut offset = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match serde_json::from_slice::<Line>(line) {
            Ok(read) => lines.push(read),
            Err(_) if !line.ends_with(b"\n") => break,
            Err(error) => {
                let reason = error.to_string();
                return Err(Damage::Malformed(Malformed { offset, reason }));
            }
        }
        offset += line.len();
    }
    let mut lines = lines.into_iter();
    let asked = match lines.next() {
        Some(Line::Asked(asked)) => asked,
        Some(_) => {
            let reason = "a reply without its question".to_owned();
            return Err(Damage::Malformed(Malformed { offset: 0, reason }));
        }
        None => return Ok(None),
    };
    let mut turn = KeptTurn {
        asked,
        reply: String::new(),
        end: None,
    };
    for line in lines {
        match line {
            Line::Text(piece) => turn.reply.push_str(&piece),
            Line::End { facts, at } => turn.end = Some((facts, at)),
            // Nothing writes a second one.
            Line::Asked(_) => {}
        }
    }
    Ok(Some(turn))
}
