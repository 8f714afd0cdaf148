//! The bytes of an archive, as they lie in a file or as they are once decrypted.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use age::stream::StreamReader;

use super::error::ArchiveError;
use crate::secrets::{self, FileKeySource};

/// More than what tells an age file from another.
const START_BYTES: u64 = 64;

/// The bytes of an archive, at any place of it.
pub struct Content(Inner);

enum Inner {
    Plain(File),
    /// What cannot be decrypted is an error of kind [`io::ErrorKind::InvalidData`].
    Decrypted(Box<StreamReader<BufReader<File>>>),
}

impl Content {
    /// Opens a file. `keys` are asked only if it is encrypted.
    pub(super) fn open(path: &Path, keys: &dyn FileKeySource) -> Result<Self, ArchiveError> {
        let mut file = open_file(path)?;
        if !begins_encrypted(&mut file).map_err(ArchiveError::io("read", path))? {
            return Ok(Self(Inner::Plain(file)));
        }
        let reader = secrets::decrypt(BufReader::new(file), keys);
        let reader = reader.map_err(|source| ArchiveError::NotDecrypted {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self(Inner::Decrypted(Box::new(reader))))
    }

    /// Whether the file is encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        matches!(self.0, Inner::Decrypted(_))
    }
}

/// Opens a regular file.
pub(super) fn open_file(path: &Path) -> Result<File, ArchiveError> {
    // Looked at before it is opened: opening a pipe would wait for a writer.
    match fs::metadata(path) {
        Ok(facts) if !facts.is_file() => Err(ArchiveError::NotABackup {
            path: path.to_owned(),
            reason: "it is not a regular file",
        }),
        Ok(_) => File::open(path).map_err(ArchiveError::io("open", path)),
        Err(error) => Err(ArchiveError::io("open", path)(error)),
    }
}

fn begins_encrypted(file: &mut File) -> io::Result<bool> {
    let mut start = Vec::new();
    file.by_ref().take(START_BYTES).read_to_end(&mut start)?;
    file.rewind()?;
    Ok(secrets::is_encrypted(&start))
}

impl Read for Content {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Inner::Plain(file) => file.read(buffer),
            Inner::Decrypted(reader) => reader.read(buffer),
        }
    }
}

impl Seek for Content {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match &mut self.0 {
            Inner::Plain(file) => file.seek(to),
            Inner::Decrypted(reader) => reader.seek(to),
        }
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Inner::Plain(file) => file.fmt(f),
            Inner::Decrypted(_) => f.write_str("what was decrypted"),
        }
    }
}
