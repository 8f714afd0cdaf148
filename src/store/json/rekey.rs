//! Keys being encrypted anew: what is done is noted in `.chatkeep/rekey.jsonl`, which its process has locked.
//!
//! The file is locked before the store is, and for as long as all of it takes: whoever has it locks the store again and
//! again. Lines are only ever added, each on disk before what it speaks of.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::JsonStore;
use super::access::Access;
use super::file_lock::{LockKind, Patience};
use super::layout::Layout;
use super::recent::Version;
use super::replace;
use super::store_lock;
use super::writing::Writer;
use crate::model::{ApiKey, SealedKey, UserId};
use crate::store::rekey::fingerprint;
use crate::store::settings_file;
use crate::store::{EntryName, Rekey, RekeyNotes, Store, StoreError, StoreResult};

/// A line of the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// It begins; what was noted before is of no account.
    Begun {
        before: Vec<String>,
        target: Vec<String>,
    },
    /// Keys with these fingerprints are encrypted to the target.
    Done(Vec<String>),
}

/// Keys being encrypted anew by this process.
struct JsonRekey<'s> {
    store: &'s JsonStore,
    file: NotesFile,
    notes: RekeyNotes,
    /// The versions of users' files in which every key was done.
    settled: HashMap<UserId, Option<Version>>,
}

impl JsonStore {
    pub(super) fn noted_rekey(&self) -> StoreResult<Option<RekeyNotes>> {
        let path = self.layout.rekey();
        match fs::symlink_metadata(&path) {
            // Opening a pipe would wait for a writer.
            Ok(facts) if !facts.is_file() => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            _ => {}
        }
        match fs::read(&path) {
            Ok(bytes) => Ok(read(&bytes).0),
            // Finished at this moment.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io("read", path)(error)),
        }
    }

    pub(super) fn take_up_rekey(
        &self,
        expected: &[String],
        target: &[String],
    ) -> StoreResult<Box<dyn Rekey + '_>> {
        // Makes the folder for the file, where there is none yet.
        drop(Writer::begin(self, LockKind::Shared)?);
        let mut file = NotesFile::lock(&self.layout, &self.patience())?;
        match self.note_begin(&mut file, expected, target) {
            Ok(notes) => Ok(Box::new(JsonRekey {
                store: self,
                file,
                notes,
                settled: HashMap::new(),
            })),
            Err(error) => {
                file.remove_if_empty();
                Err(error)
            }
        }
    }

    /// Goes on with what is noted of the same target, or notes that it begins; then has new keys encrypted to it, too.
    fn note_begin(
        &self,
        file: &mut NotesFile,
        expected: &[String],
        target: &[String],
    ) -> StoreResult<RekeyNotes> {
        let writer = Writer::begin(self, LockKind::Exclusive)?;
        self.check_recipients(expected)?;
        let present = expected;
        let notes = match file.read()?.filter(|notes| notes.leads_to(target)) {
            Some(notes) => notes,
            None => {
                let (before, target) = (present.to_vec(), target.to_vec());
                let notes = RekeyNotes::new(before.clone(), target.clone());
                file.add(&Line::Begun { before, target })?;
                notes
            }
        };
        let new = target.iter().filter(|one| !present.contains(one));
        let united: Vec<String> = present.iter().chain(new).cloned().collect();
        self.write_recipients(&writer, present, &united)?;
        Ok(notes)
    }

    /// Refuses to go on if the store has other recipients than these. Its lock must be held.
    pub(super) fn check_recipients(&self, expected: &[String]) -> StoreResult<()> {
        if self.settings()?.recipients == expected {
            return Ok(());
        }
        let location = self.location.to_string();
        Err(StoreError::RecipientsChanged { location })
    }

    fn write_recipients(
        &self,
        writer: &Writer<'_>,
        present: &[String],
        recipients: &[String],
    ) -> StoreResult<()> {
        if present == recipients {
            return Ok(());
        }
        let text = settings_file::to_recipients_text(recipients);
        writer.write_private(&EntryName::Recipients, |_| Ok(text.clone()))
    }

    /// Returns which version of a user's file there is; `None` if there is none.
    fn version_of(&self, user: &UserId) -> StoreResult<Option<Version>> {
        let path = self.layout.user_file(user);
        match fs::metadata(&path) {
            Ok(facts) => Ok(Some(Version::from(&facts))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::io("look at", path)(error)),
        }
    }
}

impl Rekey for JsonRekey<'_> {
    fn keys(&mut self, user: &UserId) -> StoreResult<Vec<ApiKey>> {
        // What is read may be newer than that, and is looked at again then.
        let version = self.store.version_of(user)?;
        let keys = self.store.keys(user)?;
        if keys.iter().all(|key| self.is_done(&key.sealed)) {
            self.settled.insert(user.clone(), version);
        } else {
            self.settled.remove(user);
        }
        Ok(keys)
    }

    fn is_done(&self, key: &SealedKey) -> bool {
        self.notes.is_done(key)
    }

    fn note_done(&mut self, keys: &[SealedKey]) -> StoreResult<()> {
        let done: Vec<String> = keys.iter().map(fingerprint).collect();
        self.file.add(&Line::Done(done.clone()))?;
        self.notes.add(done);
        Ok(())
    }

    fn finish(&mut self) -> StoreResult<bool> {
        // Alone with the store: no key can be set between the look and what follows from it.
        let writer = Writer::begin(self.store, LockKind::Exclusive)?;
        for user in self.store.user_ids()? {
            let is_as_it_was = match self.settled.get(&user) {
                Some(settled) => *settled == self.store.version_of(&user)?,
                None => false,
            };
            if !is_as_it_was {
                let keys = self.keys(&user)?;
                if !keys.iter().all(|key| self.is_done(&key.sealed)) {
                    return Ok(false);
                }
            }
        }
        let present = self.store.settings()?.recipients;
        self.store
            .write_recipients(&writer, &present, &self.notes.target)?;
        replace::remove(&self.file.path)?;
        Ok(true)
    }
}

/// The file of notes, locked for as long as this lives.
struct NotesFile {
    path: PathBuf,
    file: File,
}

impl NotesFile {
    /// Waits for it, and makes it if it is not there.
    fn lock(layout: &Layout, patience: &Patience) -> StoreResult<Self> {
        let path = layout.rekey();
        let private = Access::at(&layout.private())?.unwrap_or_else(Access::ours);
        let access = private.with_mode(0o600);
        let file = store_lock::locked(&path, LockKind::Exclusive, &access, patience)?;
        Ok(Self { path, file })
    }

    /// Reads what is noted, and takes a last line away that is not whole.
    fn read(&mut self) -> StoreResult<Option<RekeyNotes>> {
        let mut bytes = Vec::new();
        let read_all = self.file.read_to_end(&mut bytes);
        read_all.map_err(StoreError::io("read", &self.path))?;
        let (notes, whole) = read(&bytes);
        if whole < bytes.len() {
            let cut = self.file.set_len(whole as u64);
            cut.map_err(StoreError::io("write", &self.path))?;
        }
        Ok(notes)
    }

    /// Adds a line, and has it on disk before returning.
    fn add(&mut self, line: &Line) -> StoreResult<()> {
        let mut text = serde_json::to_vec(line).expect("lists of text");
        text.push(b'\n');
        self.file
            .seek(SeekFrom::End(0))
            .and_then(|_| self.file.write_all(&text))
            .map_err(StoreError::io("write", &self.path))?;
        let synced = self.file.sync_all();
        synced.map_err(StoreError::io("sync", &self.path))
    }

    /// Removes the file if nothing is noted in it; what has gone wrong already is what is told.
    fn remove_if_empty(self) {
        if self.file.metadata().is_ok_and(|facts| facts.len() == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Reads what is noted, and how many bytes of it are whole lines.
fn read(bytes: &[u8]) -> (Option<RekeyNotes>, usize) {
    let (mut notes, mut whole) = (None, 0);
    for text in bytes.split_inclusive(|byte| *byte == b'\n') {
        if !text.ends_with(b"\n") {
            break;
        }
        match (serde_json::from_slice(text), &mut notes) {
            (Ok(Line::Begun { before, target }), _) => {
                notes = Some(RekeyNotes::new(before, target));
            }
            (Ok(Line::Done(done)), Some(notes)) => notes.add(done),
            _ => break,
        }
        whole += text.len();
    }
    (notes, whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGUN: &str = "{\"begun\":{\"before\":[\"age1a\"],\"target\":[\"age1b\"]}}\n";

    fn key(text: &str) -> SealedKey {
        SealedKey::new(format!("-----BEGIN AGE ENCRYPTED FILE-----\n{text}")).expect("text")
    }

    fn done(text: &str) -> String {
        let line = Line::Done(vec![fingerprint(&key(text))]);
        serde_json::to_string(&line).expect("text") + "\n"
    }

    #[test]
    fn notes_are_read_back_up_to_a_line_that_is_not_whole() {
        let whole = format!("{BEGUN}{}", done("one"));
        for torn in ["", "{\"done\":[", "\0\0\0\0\n", "{\"other\":1}\n"] {
            let (notes, length) = read(format!("{whole}{torn}").as_bytes());
            let notes = notes.expect("it begins");
            assert_eq!(length, whole.len(), "{torn:?}");
            assert_eq!(notes.target, ["age1b"]);
            assert!(notes.is_done(&key("one")) && !notes.is_done(&key("two")));
        }
        assert_eq!(read(b""), (None, 0));
        assert_eq!(read(done("one").as_bytes()), (None, 0));
    }

    #[test]
    fn what_was_noted_before_it_begins_anew_is_of_no_account() {
        let again = BEGUN.replace("age1b", "age1c");
        let (notes, _) = read(format!("{BEGUN}{}{again}{}", done("one"), done("two")).as_bytes());
        let notes = notes.expect("it begins");
        assert_eq!(notes.target, ["age1c"]);
        assert!(!notes.is_done(&key("one")) && notes.is_done(&key("two")));
    }

    #[test]
    fn a_key_that_is_no_age_key_is_left_alone() {
        let (notes, _) = read(BEGUN.as_bytes());
        let notes = notes.expect("it begins");
        for text in ["gAAAAAB…", "sk-plain"] {
            assert!(
                notes.is_done(&SealedKey::new(text).expect("text")),
                "{text}"
            );
        }
    }
}
