//! Reads a backup: the manifest alone, one file, or everything, checked.
//!
//! Nothing in a backup is believed. The manifest is read first, from the end, and what it claims is held against the
//! limits; then the content must be, byte for byte, what the writer makes of such a manifest.

use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::secrets::FileKeySource;
use crate::store::{EntryName, StoreResult};

use super::Progress;
use super::content::Content;
use super::digest::Sha256Digest;
use super::error::{ArchiveError, Damage, Fault};
use super::header::{END_OF_ARCHIVE, EntryHeader, padding};
use super::inspect::inspect;
use super::limits::{self, MAX_MANIFEST_BYTES};
use super::manifest::{Counts, MANIFEST_NAME, Manifest, ManifestFile};
use super::members::{END_BYTES, HEADER, Inflater, MemberSource, Members, read_end_member};
use super::read_ahead::ReadAhead;

/// A backup that is open for reading.
#[derive(Debug)]
pub struct ArchiveReader<R = Content> {
    source: R,
    path: PathBuf,
    manifest: Manifest,
    manifest_offset: u64,
}

impl ArchiveReader {
    /// Opens a file and reads its manifest. `keys` are asked only if it is encrypted.
    pub fn open(path: &Path, keys: &dyn FileKeySource) -> Result<Self, ArchiveError> {
        Self::new(Content::open(path, keys)?, path)
    }

    /// Whether the file is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.source.is_encrypted()
    }
}

impl<R: Read + Seek> ArchiveReader<R> {
    /// Reads the manifest of a backup in `source`; errors call it `path`.
    pub fn new(mut source: R, path: impl Into<PathBuf>) -> Result<Self, ArchiveError> {
        let path = path.into();
        let io = |error| Fault::Io(error).in_file(&path);
        let length = source.seek(SeekFrom::End(0)).map_err(io)?;
        let begins_as_ours = begins_as_ours(&mut source).map_err(io)?;
        let Some(manifest_offset) = manifest_offset(&mut source, length).map_err(io)? else {
            if begins_as_ours {
                return Err(Damage::CutOff.at(length).in_file(&path));
            }
            let reason = "it does not end with a manifest";
            return Err(ArchiveError::NotABackup { path, reason });
        };
        let end = length - END_BYTES as u64;
        source.seek(SeekFrom::Start(manifest_offset)).map_err(io)?;
        let mut members = Members::new(&mut source, manifest_offset, end);
        let manifest = read_manifest(&mut members, length).map_err(|fault| fault.in_file(&path))?;
        Ok(Self {
            source,
            path,
            manifest,
            manifest_offset,
        })
    }

    /// Returns what the backup holds by its own account.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Reads one file, and of the archive only the members that it is in. Its digest is checked.
    pub fn read_one(&mut self, entry: &EntryName) -> Result<Vec<u8>, ArchiveError> {
        let Some(file) = self.manifest.file(entry) else {
            return Err(ArchiveError::NoSuchEntry {
                path: self.path.clone(),
                entry: entry.clone(),
            });
        };
        let mut content = Vec::new();
        let mut read = || -> Result<(), Fault> {
            let mut members = members_from(&mut self.source, file.offset, self.manifest_offset)?;
            if !members.skip(file.skip as usize)? {
                return Err(misplaced(file).at(file.offset));
            }
            read_file(&mut members, file, self.manifest.mtime(), &mut content)
        };
        read().map_err(|fault| fault.in_file(&self.path))?;
        Ok(content)
    }
}

impl<R: Read + Seek + Send> ArchiveReader<R> {
    /// Reads everything and checks it: all checksums, that the files are those of the manifest and no others, that
    /// every document parses that did so in the store, and the counts.
    pub fn verify(&mut self, progress: &mut dyn FnMut(Progress)) -> Result<(), ArchiveError> {
        self.read_entries(&mut |_, _| Ok(()), progress)
    }

    /// Hands every file to `take`, in the order of the manifest, with the checks of [`verify`](Self::verify).
    ///
    /// A file is checked before it is handed over, the archive as a whole only at the end: what was taken is to be
    /// thrown away if this fails. One file at a time is in memory, and what another thread inflates meanwhile.
    pub fn read_entries(
        &mut self,
        take: &mut dyn FnMut(&EntryName, &[u8]) -> StoreResult<()>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), ArchiveError> {
        let (manifest, path) = (&self.manifest, &self.path);
        let start = self.source.seek(SeekFrom::Start(0));
        start.map_err(|error| Fault::Io(error).in_file(path))?;
        let members = Inflater::new(&mut self.source, 0, self.manifest_offset);
        ReadAhead::run(members, |ahead| {
            let reading = EntriesReading {
                manifest,
                manifest_offset: self.manifest_offset,
                path,
            };
            reading.all(&mut Members::of(ahead, 0), take, progress)
        })
    }
}

/// All entries being read.
struct EntriesReading<'a> {
    manifest: &'a Manifest,
    manifest_offset: u64,
    path: &'a Path,
}

impl EntriesReading<'_> {
    fn all<S: MemberSource>(
        &self,
        members: &mut Members<S>,
        take: &mut dyn FnMut(&EntryName, &[u8]) -> StoreResult<()>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), ArchiveError> {
        let mtime = self.manifest.mtime();
        let in_file = |fault: Fault| fault.in_file(self.path);
        let mut state = Progress {
            files_done: 0,
            files_total: self.manifest.files.len(),
            bytes_done: 0,
        };
        let mut counts = Counts::default();
        let mut content = Vec::new();
        for file in &self.manifest.files {
            read_file(members, file, mtime, &mut content).map_err(in_file)?;
            count(file, &content, &mut counts).map_err(|damage| in_file(damage.at(file.offset)))?;
            take(&file.name, &content).map_err(|source| ArchiveError::NotTaken {
                entry: file.name.clone(),
                source,
            })?;
            state.files_done += 1;
            state.bytes_done += file.size_bytes;
            progress(state);
        }
        check_end(members).map_err(in_file)?;
        if counts != self.manifest.counts {
            return Err(in_file(Damage::WrongCounts.at(self.manifest_offset)));
        }
        Ok(())
    }
}

/// Returns whether the first bytes are those of our members; what gzip, pigz and others write differs.
pub(super) fn begins_as_ours<R: Read + Seek>(source: &mut R) -> std::io::Result<bool> {
    source.seek(SeekFrom::Start(0))?;
    let mut start = Vec::with_capacity(HEADER.len());
    source.take(HEADER.len() as u64).read_to_end(&mut start)?;
    Ok(start == HEADER)
}

/// Finds the manifest by the last member; `None` if there is no such member.
pub(super) fn manifest_offset<R: Read + Seek>(
    source: &mut R,
    length: u64,
) -> std::io::Result<Option<u64>> {
    let Some(end) = length.checked_sub(END_BYTES as u64) else {
        return Ok(None);
    };
    source.seek(SeekFrom::Start(end))?;
    let mut member = [0; END_BYTES];
    source.read_exact(&mut member)?;
    Ok(read_end_member(&member).filter(|offset| *offset < end))
}

fn members_from<R: Read + Seek>(
    source: &mut R,
    start: u64,
    end: u64,
) -> Result<Members<Inflater<&mut R>>, Fault> {
    source.seek(SeekFrom::Start(start))?;
    Ok(Members::new(source, start, end))
}

/// Reads the manifest, which with the end of the tar archive is all that is left of `members`.
fn read_manifest<S: MemberSource>(
    members: &mut Members<S>,
    length: u64,
) -> Result<Manifest, Fault> {
    let offset = members.offset();
    let header = EntryHeader::read(members, MANIFEST_NAME)?;
    if header.name != MANIFEST_NAME {
        let expected = MANIFEST_NAME.to_owned();
        let found = header.name;
        return Err(Damage::Unexpected { found, expected }.at(offset));
    }
    limits::at_most(header.size, MAX_MANIFEST_BYTES, "bytes in the manifest")
        .map_err(|exceeded| Damage::from(exceeded).at(offset))?;
    let mut text = Vec::new();
    members.read(header.size, &mut text, MANIFEST_NAME)?;
    let manifest = Manifest::parse(&text, offset)?;
    header.check(manifest.mtime(), offset)?;
    manifest
        .check(length)
        .map_err(|exceeded| Damage::from(exceeded).at(offset))?;
    read_zeros(
        members,
        padding(header.size) + END_OF_ARCHIVE.len(),
        MANIFEST_NAME,
    )?;
    check_end(members)?;
    Ok(manifest)
}

/// Reads the file that the manifest has next, and checks all that it says of it.
fn read_file<S: MemberSource>(
    members: &mut Members<S>,
    file: &ManifestFile,
    mtime: u64,
    content: &mut Vec<u8>,
) -> Result<(), Fault> {
    let expected = file.name.to_string();
    let (offset, skip) = members.place()?;
    let header = EntryHeader::read(members, &expected)?;
    if header.name != expected {
        return Err(refuse_name(header.name, expected).at(offset));
    }
    header.check(mtime, offset)?;
    if (offset, skip) != (file.offset, file.skip as usize) {
        return Err(misplaced(file).at(offset));
    }
    if header.size != file.size_bytes {
        let damage = Damage::WrongSize {
            name: expected,
            found: header.size,
            expected: file.size_bytes,
        };
        return Err(damage.at(offset));
    }
    content.clear();
    members.read(file.size_bytes, content, &expected)?;
    read_zeros(members, padding(file.size_bytes), &expected)?;
    if Sha256Digest::of(content) != file.sha256 {
        return Err(Damage::WrongDigest { name: expected }.at(offset));
    }
    Ok(())
}

/// Says what is wrong with an entry that is not the next one.
fn refuse_name(found: String, expected: String) -> Damage {
    if found != MANIFEST_NAME && EntryName::parse(&found).is_none() {
        return Damage::bad_entry(found, "is no part of a store");
    }
    Damage::Unexpected { found, expected }
}

fn misplaced(file: &ManifestFile) -> Damage {
    Damage::bad_entry(file.name.to_string(), "is not where the manifest says")
}

/// Adds a file to what was counted. One that was damaged in the store already need not parse, and counts for nothing.
fn count(file: &ManifestFile, content: &[u8], counts: &mut Counts) -> Result<(), Damage> {
    counts.user_files += u64::from(matches!(file.name, EntryName::UserData(_)));
    if file.damaged.is_some() {
        counts.damaged_files += 1;
        return Ok(());
    }
    limits::check_members(content, &file.name)?;
    let found = inspect(&file.name, content).map_err(|cause| Damage::BadDocument {
        name: file.name.to_string(),
        cause,
    })?;
    counts.users += found.users;
    counts.conversations += found.conversations;
    Ok(())
}

/// Refuses anything behind the last entry.
fn check_end<S: MemberSource>(members: &mut Members<S>) -> Result<(), Fault> {
    if members.at_end()? {
        return Ok(());
    }
    let offset = members.offset();
    let found = EntryHeader::read(members, "an entry")?.name;
    Err(refuse_name(found, "its end".to_owned()).at(offset))
}

fn read_zeros<S: MemberSource>(
    members: &mut Members<S>,
    count: usize,
    name: &str,
) -> Result<(), Fault> {
    let mut zeros = Vec::with_capacity(count);
    members.read(count as u64, &mut zeros, name)?;
    if zeros.iter().all(|byte| *byte == 0) {
        return Ok(());
    }
    Err(Damage::bad_entry(name, "is followed by bytes that are not zero").at(members.offset()))
}
