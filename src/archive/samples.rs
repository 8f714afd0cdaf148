//! Stores and archives made for tests, hostile ones too.

use std::collections::BTreeMap;
use std::io::{self, Cursor};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use chrono::{DateTime, TimeZone, Utc};

use crate::model::SecretText;
use crate::secrets::{FileIdentity, FileKeySource, Identity, SecretError, SecretResult};
use crate::store::{EntryName, Snapshot, StoreError, StoreResult};

use super::error::ArchiveError;
use super::header::{END_OF_ARCHIVE, header_of, padding};
use super::members::{Deflater, Level, MEMBER_BYTES, end_member};
use super::{
    ArchiveReader, Counts, FORMAT, Manifest, ManifestFile, Program, Sha256Digest, WriteOptions,
    write,
};

/// A snapshot that is a map.
pub(super) struct FakeSnapshot {
    entries: Vec<EntryName>,
    files: BTreeMap<EntryName, Vec<u8>>,
    gone: Vec<EntryName>,
}

impl FakeSnapshot {
    pub(super) fn new(files: &[(&str, &[u8])]) -> Self {
        let files: BTreeMap<_, _> = files
            .iter()
            .map(|(name, content)| (entry(name), content.to_vec()))
            .collect();
        Self {
            entries: files.keys().cloned().collect(),
            files,
            gone: Vec::new(),
        }
    }

    /// Claims a part that was removed since.
    pub(super) fn with_removed(mut self, name: &str) -> Self {
        self.gone.push(entry(name));
        self.with_unreadable(name)
    }

    /// Claims a part that cannot be read.
    pub(super) fn with_unreadable(mut self, name: &str) -> Self {
        self.entries.push(entry(name));
        self
    }
}

impl Snapshot for FakeSnapshot {
    fn entries(&self) -> &[EntryName] {
        &self.entries
    }

    fn left_out(&self) -> &[PathBuf] {
        &[]
    }

    fn read(&self, entry: &EntryName) -> StoreResult<Option<Vec<u8>>> {
        if self.gone.contains(entry) {
            return Ok(None);
        }
        let content = self.files.get(entry).cloned();
        content.map(Some).ok_or_else(|| {
            let gone = io::Error::from(io::ErrorKind::NotFound);
            StoreError::io("read", entry.to_string())(gone)
        })
    }
}

pub(super) fn entry(name: &str) -> EntryName {
    EntryName::parse(name).expect("a part of a store")
}

pub(super) fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 9, 2, 0, 0)
        .single()
        .expect("a time")
}

pub(super) fn options() -> WriteOptions {
    WriteOptions {
        threads: NonZeroUsize::new(2).expect("two"),
        ..WriteOptions::new(at())
    }
}

/// A store with something of each kind.
pub(super) fn small_store() -> FakeSnapshot {
    FakeSnapshot::new(&[
        ("users.json", br#"{"a":{"email":"a@x"},"b":{}}"#),
        (
            "user_data/a.json",
            br#"{"api_keys":{},"conversations":{"c1":{},"c2":{"title":"\ud83d"}}}"#,
        ),
        ("user_data/b.json", b"{}"),
        (".chatkeep/store.toml", b"timezone = \"UTC\"\n"),
        (".chatkeep/recipients.txt", b""),
        (".chatkeep/ledger.jsonl", b"{\"user\":\"a\"}\n"),
    ])
}

/// A JSON document of `size` bytes that compresses badly; the same each time.
pub(super) fn large_document(size: usize) -> Vec<u8> {
    let mut document = br#"{"conversations":{},"x":""#.to_vec();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    while document.len() < size - 2 {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let letters = state.to_le_bytes().map(|byte| b'0' + byte % 64);
        document.extend(letters.map(|letter| if letter == b'\\' { b'~' } else { letter }));
    }
    document.truncate(size - 2);
    document.extend_from_slice(b"\"}");
    document
}

pub(super) fn backup_of(snapshot: &FakeSnapshot) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(snapshot, &mut bytes, &options(), &mut |_| {}).expect("written");
    bytes
}

/// An identity that is at hand to open what is encrypted to it.
pub(super) struct Key([FileIdentity; 1]);

impl Key {
    pub(super) fn of(identity: &Identity) -> Self {
        Self([identity.clone().into()])
    }
}

impl FileKeySource for Key {
    fn identities(&self) -> SecretResult<&[FileIdentity]> {
        Ok(&self.0)
    }

    fn passphrase(&self) -> SecretResult<SecretText> {
        Err(SecretError::FilePassphraseMissing)
    }
}

/// Opens and verifies.
pub(super) fn proved(bytes: &[u8]) -> Result<Manifest, ArchiveError> {
    let mut reader = ArchiveReader::new(Cursor::new(bytes), "a.tar.gz")?;
    reader.verify(&mut |_| {})?;
    Ok(reader.manifest().clone())
}

/// An archive put together part by part, so that each can be wrong.
pub(super) struct Forged {
    /// Header blocks and content of each entry; every entry gets members of its own.
    pub(super) entries: Vec<(Vec<u8>, Vec<u8>)>,
    pub(super) manifest: Manifest,
}

impl Forged {
    /// Begins as a valid archive of these files.
    pub(super) fn new(files: &[(&str, &[u8])]) -> Self {
        let mut forged = Self {
            entries: Vec::new(),
            manifest: Manifest {
                format: FORMAT,
                program: Program::this(),
                created_at: at(),
                note: None,
                keys_excluded: false,
                counts: Counts::default(),
                files: Vec::new(),
            },
        };
        for (name, content) in files {
            forged.put(name, content);
            forged.claim(name, content);
        }
        forged
    }

    fn mtime(&self) -> u64 {
        self.manifest.mtime()
    }

    /// Adds an entry that the manifest does not have.
    pub(super) fn put(&mut self, name: &str, content: &[u8]) {
        let header = header_of(name, content.len() as u64, self.mtime());
        self.entries.push((header, content.to_vec()));
    }

    /// Adds an entry with a header as the tar crate makes it, whatever its name.
    pub(super) fn put_with(
        &mut self,
        name: &str,
        content: &[u8],
        change: impl FnOnce(&mut tar::Header),
    ) {
        let mut header = tar::Header::new_ustar();
        header.set_mode(0o600);
        header.set_uid(0);
        header.set_gid(0);
        header.set_size(content.len() as u64);
        header.set_mtime(self.mtime());
        header.set_entry_type(tar::EntryType::Regular);
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        change(&mut header);
        header.set_cksum();
        self.entries
            .push((header.as_bytes().to_vec(), content.to_vec()));
    }

    /// Adds a file to the manifest alone.
    pub(super) fn claim(&mut self, name: &str, content: &[u8]) {
        let name = entry(name);
        let counts = &mut self.manifest.counts;
        counts.user_files += u64::from(matches!(name, EntryName::UserData(_)));
        self.manifest.files.push(ManifestFile {
            name,
            size_bytes: content.len() as u64,
            sha256: Sha256Digest::of(content),
            offset: 0,
            skip: 0,
            damaged: None,
        });
    }

    /// Writes it. The manifest's places are those of the entries, one by one.
    pub(super) fn bytes(mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut offsets = Vec::new();
        for (header, content) in &self.entries {
            offsets.push(bytes.len() as u64);
            let padding = &END_OF_ARCHIVE[..padding(content.len() as u64)];
            append_members(&mut bytes, &[header, content, padding].concat());
        }
        for (file, offset) in self.manifest.files.iter_mut().zip(offsets) {
            file.offset = offset;
        }
        append_manifest(bytes, &self.manifest.to_json(), self.mtime())
    }
}

/// Puts a manifest and the end behind the members of an archive.
pub(super) fn append_manifest(mut bytes: Vec<u8>, text: &[u8], mtime: u64) -> Vec<u8> {
    let offset = bytes.len() as u64;
    let mut content = header_of("manifest.json", text.len() as u64, mtime);
    content.extend_from_slice(text);
    content.extend_from_slice(&END_OF_ARCHIVE[..padding(text.len() as u64)]);
    content.extend_from_slice(&END_OF_ARCHIVE);
    append_members(&mut bytes, &content);
    bytes.extend_from_slice(&end_member(offset));
    bytes
}

fn append_members(bytes: &mut Vec<u8>, content: &[u8]) {
    let mut deflater = Deflater::new(Level::default());
    for piece in content.chunks(MEMBER_BYTES) {
        bytes.extend(deflater.member(piece));
    }
}
