//! Backup files: written from a snapshot, listed, proved, and read back.
//!
//! A backup is a gzipped ustar archive that every tar reads: the parts of a store under the names that a JSON store
//! gives them, in the order of [`EntryName`], and last `manifest.json`. Two things make it more than that:
//!
//! - The gzip stream is a row of independent members of at most 1 MiB of input. Small files share a member and do not
//!   straddle two; a file that does not fit one begins a member and spans several. The manifest begins one, too. So
//!   members are compressed on all cores, and any file can be read from the member that its header stands in.
//! - The last member is empty. The extra field of its header (RFC 1952, subfield `CK`) holds the offset of the
//!   manifest's member as eight bytes, lowest first. So the manifest is found from the end of the file.
//!
//! An archive is a function of its content, time, level and note: the same on every machine and number of threads. It can be
//! encrypted as a whole with age, and is read from there as it is from a file: one part without the rest.
//!
//! [`EntryName`]: crate::store::EntryName

mod claim;
mod content;
mod digest;
mod error;
mod folder;
mod header;
mod inspect;
mod keyless;
mod limits;
mod manifest;
mod member_stream;
mod members;
mod name;
mod owner;
mod partial;
mod proofs;
mod read_ahead;
mod reader;
mod retention;
#[cfg(test)]
mod samples;
mod sealed;
mod tarball;
#[cfg(test)]
mod tests;
mod writer;

pub use claim::FolderClaim;
pub use content::Content;
pub use digest::Sha256Digest;
pub use error::{ArchiveError, Damage};
pub use folder::{BackupFile, CreatedBackup, create_file, create_in, list, remove};
pub(crate) use inspect::inspect;
pub use limits::{Exceeded, MAX_ENTRY_BYTES, MAX_FILES};
pub use manifest::{Counts, FORMAT, Manifest, ManifestFile, Program};
pub use members::Level;
pub use name::BackupName;
pub use owner::Owner;
pub use proofs::{Proofs, note_proof};
pub use reader::ArchiveReader;
pub use retention::{Retention, Rule};
pub use sealed::verify_sealed;
pub use tarball::{Others, Tarball};
pub use writer::{WriteOptions, Written, write};

/// How far writing or reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files done.
    pub files_done: usize,
    /// Files in all, without the manifest.
    pub files_total: usize,
    /// Bytes of those done, before compression.
    pub bytes_done: u64,
}
