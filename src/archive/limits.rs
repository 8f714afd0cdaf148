//! How much a backup may hold, so that a hostile one cannot fill memory or disk.
//!
//! The writer keeps to the same limits: what it makes can be read back.

use super::manifest::Manifest;

/// The most files in a backup. Each takes about 150 bytes of memory while a backup is read, and ten times the users
/// for which a store of files is meant fit in.
pub const MAX_FILES: usize = 200_000;

/// The most bytes of one file, which restoring holds in memory; a store's largest documents have some ten megabytes.
pub const MAX_ENTRY_BYTES: u64 = 1 << 30;

/// The most bytes of the manifest: some 180 a file.
pub(super) const MAX_MANIFEST_BYTES: u64 = 48 << 20;

/// The most bytes of all files together: more than a machine that keeps its store in files has disk for.
const MAX_TOTAL_BYTES: u64 = 1 << 40;

/// The most bytes of content for each byte of the file. JSON comes to 5 or 20; deflate can reach 1032 on zeros alone.
const MAX_RATIO: u64 = 200;

/// Up to this much content the ratio is of no matter: no disk is filled by it, and a user who stores one character a
/// million times must not make the backups of a small store unreadable.
const ANY_RATIO_BYTES: u64 = 1 << 30;

/// A limit that was passed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found} {what}, and {limit} are allowed")]
pub struct Exceeded {
    /// What was counted.
    pub what: String,
    /// How many there are.
    pub found: u64,
    /// How many there may be.
    pub limit: u64,
}

/// Refuses a number that is above its limit.
pub(super) fn at_most(found: u64, limit: u64, what: impl Into<String>) -> Result<(), Exceeded> {
    if found <= limit {
        return Ok(());
    }
    Err(Exceeded {
        what: what.into(),
        found,
        limit,
    })
}

/// Checks what a manifest claims, in a file of `archive_bytes`, before anything is made of it.
pub(super) fn check(manifest: &Manifest, archive_bytes: u64) -> Result<(), Exceeded> {
    at_most(manifest.files.len() as u64, MAX_FILES as u64, "files")?;
    let mut total = 0_u64;
    for file in &manifest.files {
        check_entry(file.size_bytes, &file.name)?;
        total += file.size_bytes;
    }
    at_most(total, MAX_TOTAL_BYTES, "bytes in all files")?;
    if total > ANY_RATIO_BYTES {
        let ratio = total / archive_bytes.max(1);
        at_most(ratio, MAX_RATIO, "times the size of the file in content")?;
    }
    Ok(())
}

/// Checks the size of one file.
pub(super) fn check_entry(size_bytes: u64, name: &impl std::fmt::Display) -> Result<(), Exceeded> {
    if size_bytes <= MAX_ENTRY_BYTES {
        return Ok(());
    }
    at_most(size_bytes, MAX_ENTRY_BYTES, format!("bytes in {name}"))
}
