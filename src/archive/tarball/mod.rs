//! Reads a plain tarball of a store, as tar makes it of a folder: compressed by gzip or not, of any kind of header.
//!
//! Such a tarball has no manifest, and nothing in it is believed. It is read twice. The first time nothing is done but to
//! look at all of it: whether it is whole, whether each member is a file or folder that may be there, which of them are
//! parts of a store, and whether these parse. The second time the parts are handed over, if they still are what they
//! were. Nothing is ever unpacked by its own name, owner or mode.

mod extended;
mod member_name;
mod stream;
mod walk;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use tar::{EntryType, Header};

use crate::model::Malformed;
use crate::store::{EntryName, StoreResult};

use super::Progress;
use super::digest::Sha256Digest;
use super::error::{ArchiveError, Damage, Fault};
use super::header::{header_of, shown};
use super::inspect::{Content, inspect};
use super::limits;
use super::reader::{begins_as_ours, manifest_offset};

use self::member_name::Part;
use self::stream::Stream;
use self::walk::{Member, Walk, has_checksum};

/// How many members are named that are no parts of a store.
const NAMED_OTHERS: usize = 5;

/// A plain tarball that holds a store, and was read whole once.
#[derive(Debug)]
pub struct Tarball {
    file: File,
    path: PathBuf,
    /// The folder in it that holds the store; `None` if that is at the top.
    folder: Option<Box<str>>,
    /// By their names.
    parts: Vec<Found>,
    created_at: DateTime<Utc>,
    others: Others,
}

/// Members of a tarball that are no parts of its store, and are left alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Others {
    /// How many there are.
    pub number: usize,
    /// The first of their names; untrusted.
    pub first: Vec<String>,
}

impl Others {
    fn add(&mut self, name: &impl ToString) {
        self.number += 1;
        if self.first.len() < NAMED_OTHERS {
            self.first.push(name.to_string());
        }
    }
}

/// A part that was found, in whichever folder.
#[derive(Debug)]
struct Found {
    part: Part,
    sha256: Sha256Digest,
    changed_at: u64,
    content: Result<Content, Malformed>,
}

impl Tarball {
    /// Reads a file whole, if it is a tarball that this program did not write; `None` if it is anything else.
    ///
    /// One part at a time is in memory. An error says of which member something is wrong.
    pub fn open(path: &Path) -> Result<Option<Self>, ArchiveError> {
        let facts = fs::metadata(path).map_err(ArchiveError::io("open", path))?;
        // A pipe would be waited for.
        if !facts.is_file() {
            return Ok(None);
        }
        let mut file = File::open(path).map_err(ArchiveError::io("open", path))?;
        let is_foreign = is_foreign(&mut file, facts.len());
        if !is_foreign.map_err(|fault| fault.in_tarball(path))? {
            return Ok(None);
        }
        let mut looked = Looked::over(&file).map_err(|fault| fault.in_tarball(path))?;
        let refuse = |cause: Damage| ArchiveError::UnusableTarball {
            path: path.to_owned(),
            cause,
        };
        looked.check_names().map_err(refuse)?;
        let folder = looked.folder().map_err(refuse)?;
        let (parts, others) = looked.split(&folder);
        let users = parts
            .iter()
            .find(|found| found.part.entry == EntryName::Users);
        let changed_at = users.expect("the folder is that of users.json").changed_at;
        let created_at = i64::try_from(changed_at)
            .ok()
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        let Some(created_at) = created_at else {
            let damage = Damage::bad_entry("users.json", "has a time that cannot be read");
            return Err(refuse(damage));
        };
        Ok(Some(Self {
            file,
            path: path.to_owned(),
            folder,
            parts,
            created_at,
            others,
        }))
    }

    /// Returns when the accounts in it were changed last: nothing in it is known to be newer.
    pub fn created_at(&self) -> DateTime<Utc> {
        self.created_at
    }

    /// Returns what is in it beside the store.
    pub fn others(&self) -> &Others {
        &self.others
    }

    /// Returns how many accounts and conversations there are, those in damaged parts aside.
    pub fn counts(&self) -> (u64, u64) {
        let contents = self.parts.iter().flat_map(|found| &found.content);
        contents.fold((0, 0), |(users, conversations), content| {
            (users + content.users, conversations + content.conversations)
        })
    }

    /// Returns the parts that do not parse, and why.
    pub fn damaged(&self) -> impl Iterator<Item = (&EntryName, &Malformed)> {
        self.parts.iter().filter_map(|found| {
            let problem = found.content.as_ref().err()?;
            Some((&found.part.entry, problem))
        })
    }

    /// Whether a part is there.
    pub fn has(&self, entry: &EntryName) -> bool {
        self.found(entry).is_some()
    }

    /// Hands every part to `take`, the accounts first.
    ///
    /// What was taken is to be thrown away if this fails: the file can have been changed since it was opened.
    pub fn read_entries(
        &self,
        take: &mut dyn FnMut(&EntryName, &[u8]) -> StoreResult<()>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), ArchiveError> {
        let mut state = Progress {
            files_done: 0,
            files_total: self.parts.len(),
            bytes_done: 0,
        };
        let mut hand_over = |entry: &EntryName, content: &[u8]| {
            take(entry, content).map_err(|source| ArchiveError::NotTaken {
                entry: entry.clone(),
                source,
            })?;
            state.files_done += 1;
            state.bytes_done += content.len() as u64;
            progress(state);
            Ok::<_, ArchiveError>(())
        };
        let users = EntryName::Users;
        hand_over(&users, &self.read_one(&users)?)?;
        let mut walk = self.begin()?;
        let mut content = Vec::new();
        let mut met = 1;
        while let Some((member, found)) = self.next_part(&mut walk)? {
            if found.part.entry != users {
                self.read_content(&mut walk, &member, found, &mut content)?;
                hand_over(&found.part.entry, &content)?;
                met += 1;
            }
        }
        match met == self.parts.len() {
            true => Ok(()),
            false => Err(self.changed("it")),
        }
    }

    /// Reads one part, for which all that stands before it is passed over.
    pub fn read_one(&self, entry: &EntryName) -> Result<Vec<u8>, ArchiveError> {
        if !self.has(entry) {
            return Err(ArchiveError::NoSuchEntry {
                path: self.path.clone(),
                entry: entry.clone(),
            });
        }
        let mut walk = self.begin()?;
        while let Some((member, found)) = self.next_part(&mut walk)? {
            if found.part.entry == *entry {
                let mut content = Vec::new();
                self.read_content(&mut walk, &member, found, &mut content)?;
                return Ok(content);
            }
        }
        Err(self.changed(&entry.to_string()))
    }

    fn found(&self, entry: &EntryName) -> Option<&Found> {
        let place = self
            .parts
            .binary_search_by(|found| found.part.entry.cmp(entry));
        place.ok().map(|place| &self.parts[place])
    }

    fn begin(&self) -> Result<Walk<'_>, ArchiveError> {
        let stream = Stream::begin(&self.file).map_err(|fault| fault.in_tarball(&self.path))?;
        Ok(Walk::new(stream))
    }

    /// Goes on to the next member that was found to be a part the first time.
    fn next_part(&self, walk: &mut Walk<'_>) -> Result<Option<(Member, &Found)>, ArchiveError> {
        loop {
            let member = walk.next().map_err(|fault| fault.in_tarball(&self.path))?;
            let Some(member) = member else {
                return Ok(None);
            };
            let part = member.name.part();
            let part = part.filter(|part| part.folder == self.folder);
            if let Some(found) = part.and_then(|part| self.found(&part.entry)) {
                return Ok(Some((member, found)));
            }
        }
    }

    fn read_content(
        &self,
        walk: &mut Walk<'_>,
        member: &Member,
        found: &Found,
        content: &mut Vec<u8>,
    ) -> Result<(), ArchiveError> {
        walk.content(member, content)
            .map_err(|fault| fault.in_tarball(&self.path))?;
        match Sha256Digest::of(content) == found.sha256 {
            true => Ok(()),
            false => Err(self.changed(&found.part.entry.to_string())),
        }
    }

    fn changed(&self, name: &str) -> ArchiveError {
        ArchiveError::UnusableTarball {
            path: self.path.clone(),
            cause: Damage::Changed {
                name: name.to_owned(),
            },
        }
    }
}

/// Whether it is a tarball, and not a backup of ours that lacks its end.
fn is_foreign(file: &mut File, length: u64) -> Result<bool, Fault> {
    if manifest_offset(file, length)?.is_some() {
        return Ok(false);
    }
    let is_like_ours = begins_as_ours(file)?;
    let Ok(block) = Stream::begin(file)?.block("the first header") else {
        return Ok(false);
    };
    let header = Header::from_byte_slice(&block);
    let is_ours = is_like_ours
        && header.entry_type() == EntryType::Regular
        && match (header.entry_size(), header.mtime()) {
            (Ok(size), Ok(mtime)) => {
                let name = shown(&header.path_bytes());
                header_of(&name, size, mtime) == block
            }
            _ => false,
        };
    Ok(has_checksum(&block) && !is_ours)
}

/// What was seen when a tarball was read for the first time.
#[derive(Default)]
struct Looked {
    found: Vec<Found>,
    /// What would have the place of a part where upper and lower case are one.
    twins: Vec<String>,
    others: Others,
}

impl Looked {
    fn over(file: &File) -> Result<Self, Fault> {
        let mut looked = Self::default();
        let mut walk = Walk::new(Stream::begin(file)?);
        let mut content = Vec::new();
        while let Some(member) = walk.next()? {
            let Some(part) = member.name.part() else {
                looked.twins.extend(member.name.twin_key());
                looked.others.add(&member.name);
                continue;
            };
            limits::check_entry(member.size_bytes, &part)
                .map_err(|exceeded| walk.damaged(exceeded))?;
            walk.content(&member, &mut content)?;
            limits::check_members(&content, &part.entry)
                .map_err(|exceeded| walk.damaged(exceeded))?;
            looked.found.push(Found {
                sha256: Sha256Digest::of(&content),
                changed_at: member.changed_at,
                content: inspect(&part.entry, &content),
                part,
            });
        }
        Ok(looked)
    }

    /// Decides which folder is the store's.
    fn folder(&self) -> Result<Option<Box<str>>, Damage> {
        let mut folders: Vec<&Option<Box<str>>> = self
            .found
            .iter()
            .filter(|found| found.part.entry == EntryName::Users)
            .map(|found| &found.part.folder)
            .collect();
        folders.sort();
        match folders[..] {
            [] => Err(Damage::NoAccounts),
            // Whatever is in folders there does not belong to it.
            [None, ..] => Ok(None),
            [folder] => Ok(folder.clone()),
            [one, another, ..] => {
                let name = |folder: &Option<Box<str>>| folder.as_deref().unwrap_or(".").to_owned();
                Err(Damage::SeveralStores([name(one), name(another)]))
            }
        }
    }

    /// Parts what is in that folder, sorted by name, from everything else.
    fn split(mut self, folder: &Option<Box<str>>) -> (Vec<Found>, Others) {
        let mut parts = Vec::with_capacity(self.found.len());
        for found in self.found {
            match found.part.folder == *folder {
                true => parts.push(found),
                false => self.others.add(&found.part),
            }
        }
        parts.sort_by(|one, other| one.part.entry.cmp(&other.part.entry));
        (parts, self.others)
    }

    /// Refuses names that stand there twice, or that other systems would take for one.
    fn check_names(&mut self) -> Result<(), Damage> {
        self.found.sort_by(|one, other| one.part.cmp(&other.part));
        for pair in self.found.windows(2) {
            if pair[0].part == pair[1].part {
                let name = pair[0].part.to_string();
                return Err(Damage::bad_entry(name, "is there twice"));
            }
        }
        let parts = self.found.iter().map(|found| found.part.to_string());
        let folded = parts.map(|name| name.to_lowercase());
        let mut keys: Vec<String> = folded.chain(self.twins.drain(..)).collect();
        keys.sort_unstable();
        match keys.windows(2).find(|pair| pair[0] == pair[1]) {
            None => Ok(()),
            Some(pair) => {
                let reason = "is there twice, in upper and lower case";
                Err(Damage::bad_entry(&pair[0], reason))
            }
        }
    }
}
