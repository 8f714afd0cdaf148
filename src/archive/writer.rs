//! Writes a backup of a snapshot.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::thread;

use chrono::{DateTime, Utc};

use crate::secrets::Encryption;
use crate::store::{EntryName, Snapshot};

use super::Progress;
use super::digest::Sha256Digest;
use super::error::ArchiveError;
use super::header::{END_OF_ARCHIVE, header_of, padding};
use super::inspect::inspect;
use super::keyless::Keyless;
use super::limits::{self, MAX_FILES, MAX_MANIFEST_BYTES};
use super::manifest::{Counts, FORMAT, MANIFEST_NAME, Manifest, ManifestFile, Program};
use super::member_stream::MemberStream;
use super::members::{Level, MEMBER_BYTES, end_member};
use super::sealed::Sealing;

/// How a backup is to be written.
#[derive(Debug, Clone)]
pub struct WriteOptions {
    /// When it is made.
    pub created_at: DateTime<Utc>,
    /// How hard to compress.
    pub level: Level,
    /// What the admin notes.
    pub note: Option<String>,
    /// Whether API keys are left out.
    pub excludes_keys: bool,
    /// Who alone may read it; without, whoever has the file.
    pub encryption: Option<Encryption>,
    /// How many threads compress; the archive is the same for any number.
    pub threads: NonZeroUsize,
}

impl WriteOptions {
    /// Chooses the usual level, no note, all keys, no encryption, and a thread for each core.
    pub fn new(created_at: DateTime<Utc>) -> Self {
        Self {
            created_at,
            level: Level::default(),
            note: None,
            excludes_keys: false,
            encryption: None,
            threads: thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        }
    }
}

/// What was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// What the archive holds. Files that were damaged in the store are in it, and are marked.
    pub manifest: Manifest,
    /// Size of the file.
    pub size_bytes: u64,
    /// The digest of the file, if it is encrypted: so it can be proved by who cannot open it.
    pub sealed: Option<Sha256Digest>,
}

/// Writes a backup of `snapshot` to `sink`, which is flushed and not synced.
///
/// A damaged file is no reason to have no backup: it is written as it is, and marked. Memory holds the largest file
/// and 3 MiB or so for each thread.
pub fn write(
    snapshot: &dyn Snapshot,
    sink: impl Write,
    options: &WriteOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Written, ArchiveError> {
    let Some(encryption) = &options.encryption else {
        return write_archive(snapshot, sink, options, progress);
    };
    let mut encrypting = encryption
        .begin(Sealing::new(sink))
        .map_err(ArchiveError::Output)?;
    let written = write_archive(snapshot, &mut encrypting, options, progress)?;
    let sealing = encrypting.finish().map_err(ArchiveError::Output)?;
    let (size_bytes, digest) = sealing.finish().map_err(ArchiveError::Output)?;
    Ok(Written {
        size_bytes,
        sealed: Some(digest),
        ..written
    })
}

fn write_archive(
    snapshot: &dyn Snapshot,
    sink: impl Write,
    options: &WriteOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Written, ArchiveError> {
    MemberStream::run(sink, options.level, options.threads, |stream| {
        let mut manifest = Manifest {
            format: FORMAT,
            program: Program::this(),
            created_at: options.created_at,
            note: options.note.clone(),
            keys_excluded: options.excludes_keys,
            counts: Counts::default(),
            files: Vec::new(),
        };
        let mut content = ContentWriter::new(stream);
        let keyless = Keyless(snapshot);
        let snapshot = match options.excludes_keys {
            true => &keyless,
            false => snapshot,
        };
        write_files(snapshot, &mut content, &mut manifest, progress)?;
        let size_bytes = write_manifest(content, &mut manifest)?;
        manifest.check(size_bytes).map_err(ArchiveError::TooLarge)?;
        Ok(Written {
            manifest,
            size_bytes,
            sealed: None,
        })
    })
}

/// Writes every file. The offsets in the manifest are numbers of members as yet.
fn write_files<W: Write>(
    snapshot: &dyn Snapshot,
    content: &mut ContentWriter<'_, W>,
    manifest: &mut Manifest,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), ArchiveError> {
    let mut entries: Vec<&EntryName> = snapshot.entries().iter().collect();
    entries.sort_unstable();
    entries.dedup();
    limits::at_most(entries.len() as u64, MAX_FILES as u64, "files")
        .map_err(ArchiveError::TooLarge)?;
    manifest.files.reserve_exact(entries.len());
    let mut state = Progress {
        files_done: 0,
        files_total: entries.len(),
        bytes_done: 0,
    };
    for entry in entries {
        let bytes = snapshot
            .read(entry)
            .map_err(|source| ArchiveError::Snapshot {
                entry: entry.clone(),
                source,
            })?;
        if let Some(bytes) = bytes {
            let file = write_file(entry, &bytes, content, manifest)?;
            manifest.files.push(file);
            state.bytes_done += bytes.len() as u64;
        }
        state.files_done += 1;
        progress(state);
    }
    Ok(())
}

fn write_file<W: Write>(
    entry: &EntryName,
    bytes: &[u8],
    content: &mut ContentWriter<'_, W>,
    manifest: &mut Manifest,
) -> Result<ManifestFile, ArchiveError> {
    limits::check_entry(bytes.len() as u64, entry).map_err(ArchiveError::TooLarge)?;
    limits::check_members(bytes, entry).map_err(ArchiveError::TooLarge)?;
    let place = content
        .entry(&entry.to_string(), bytes, manifest.mtime())
        .map_err(ArchiveError::Output)?;
    let counts = &mut manifest.counts;
    counts.user_files += u64::from(matches!(entry, EntryName::UserData(_)));
    let damaged = match inspect(entry, bytes) {
        Ok(found) => {
            counts.users += found.users;
            counts.conversations += found.conversations;
            None
        }
        Err(malformed) => {
            counts.damaged_files += 1;
            Some(malformed.to_string())
        }
    };
    Ok(ManifestFile {
        name: entry.clone(),
        size_bytes: bytes.len() as u64,
        sha256: Sha256Digest::of(bytes),
        offset: place.member as u64,
        skip: place.skip,
        damaged,
    })
}

/// Writes the manifest, once it is known where the members are, and what comes behind it. Returns the archive's size.
fn write_manifest<W: Write>(
    mut content: ContentWriter<'_, W>,
    manifest: &mut Manifest,
) -> Result<u64, ArchiveError> {
    let offsets = content.finish().map_err(ArchiveError::Output)?;
    for file in &mut manifest.files {
        let member = usize::try_from(file.offset).expect("it is the number of a member");
        file.offset = offsets[member];
    }
    let first_member = offsets.len();
    let text = manifest.to_json();
    limits::at_most(
        text.len() as u64,
        MAX_MANIFEST_BYTES,
        "bytes in the manifest",
    )
    .map_err(ArchiveError::TooLarge)?;
    content
        .end_archive(&text, manifest.mtime(), first_member)
        .map_err(ArchiveError::Output)
}

/// Where an entry begins.
struct Place {
    /// The number of its member.
    member: usize,
    /// The bytes before it in there.
    skip: u32,
}

/// Distributes entries over members.
struct ContentWriter<'a, W> {
    stream: &'a mut MemberStream<W>,
    buffer: Vec<u8>,
}

impl<'a, W: Write> ContentWriter<'a, W> {
    fn new(stream: &'a mut MemberStream<W>) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    /// Writes an entry: into the member that is begun if it fits there whole, else from the start of the next.
    fn entry(&mut self, name: &str, bytes: &[u8], mtime: u64) -> io::Result<Place> {
        let size = bytes.len() as u64;
        let header = header_of(name, size, mtime);
        let padding = padding(size);
        let whole = header.len() + bytes.len() + padding;
        if self.buffer.len() + whole > MEMBER_BYTES {
            self.end_member()?;
        }
        let place = Place {
            member: self.stream.len(),
            skip: u32::try_from(self.buffer.len()).expect("a member is not that long"),
        };
        self.append(&header)?;
        self.append(bytes)?;
        self.append(&END_OF_ARCHIVE[..padding])?;
        Ok(place)
    }

    fn append(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let room = MEMBER_BYTES - self.buffer.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.buffer.extend_from_slice(now);
            if self.buffer.len() == MEMBER_BYTES {
                self.end_member()?;
            }
            bytes = later;
        }
        Ok(())
    }

    fn end_member(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let next = Vec::with_capacity(MEMBER_BYTES);
        self.stream.push(std::mem::replace(&mut self.buffer, next))
    }

    /// Ends the member that is begun, and waits until all are written. Returns where each begins.
    fn finish(&mut self) -> io::Result<&[u64]> {
        self.end_member()?;
        self.stream.finish()
    }

    /// Writes the manifest and what comes behind it. Returns the archive's size.
    fn end_archive(&mut self, text: &[u8], mtime: u64, first_member: usize) -> io::Result<u64> {
        self.entry(MANIFEST_NAME, text, mtime)?;
        self.append(&END_OF_ARCHIVE)?;
        let manifest_offset = self.finish()?[first_member];
        self.stream.write_raw(&end_member(manifest_offset))?;
        self.stream.flush()
    }
}
