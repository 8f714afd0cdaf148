//! A backup that is encrypted while it is written, and proved afterwards without what decrypts it.
//!
//! Where backups are made there should be no key to them. So what goes to disk is hashed on its way, and a file whose bytes
//! have that digest is as good as what was compressed, which was read from the store then and there.

use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::content::open_file;
use super::digest::Sha256Digest;
use super::error::{ArchiveError, Damage, Fault};

/// Counts and hashes what passes to where it is written.
pub(super) struct Sealing<W> {
    sink: W,
    hasher: Sha256,
    size_bytes: u64,
}

impl<W: Write> Sealing<W> {
    pub(super) fn new(sink: W) -> Self {
        Self {
            sink,
            hasher: Sha256::new(),
            size_bytes: 0,
        }
    }

    /// Flushes. Returns the size of all that passed, and its digest.
    pub(super) fn finish(mut self) -> io::Result<(u64, Sha256Digest)> {
        self.sink.flush()?;
        Ok((self.size_bytes, self.hasher.into()))
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.sink.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.size_bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

/// Reads an encrypted backup whole, and checks that it has the digest of what was written.
pub fn verify_sealed(path: &Path, digest: Sha256Digest) -> Result<(), ArchiveError> {
    let mut file = open_file(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        let read = file
            .read(&mut buffer)
            .map_err(ArchiveError::io("read", path))?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
    }
    if Sha256Digest::from(hasher) == digest {
        return Ok(());
    }
    let fault: Fault = Damage::NotAsWritten.at(0);
    Err(fault.in_file(path))
}
