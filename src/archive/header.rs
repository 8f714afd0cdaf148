//! Tar headers: the one that each entry has, made and read.
//!
//! For a name, a size and a time there is exactly one header that we write. A reader compares it byte for byte, which
//! leaves no room for what else tar can say: modes, owners, links, sparse files, a second name that another tar obeys.

use tar::{EntryType, Header};

use super::error::{Damage, Fault};
use super::members::{MemberSource, Members};

/// The unit of a tar archive.
pub(super) const BLOCK_BYTES: usize = 512;

/// What ends a tar archive.
pub(super) const END_OF_ARCHIVE: [u8; 2 * BLOCK_BYTES] = [0; 2 * BLOCK_BYTES];

/// Returns the zeros that follow a content of `size` bytes.
pub(super) fn padding(size: u64) -> usize {
    let rest = usize::try_from(size % BLOCK_BYTES as u64).expect("it is below a block");
    (BLOCK_BYTES - rest) % BLOCK_BYTES
}

/// Makes the header of a regular file that only its owner may read: one block, or three if the name is too long for
/// ustar, which ids of more than 95 characters are.
pub(super) fn header_of(name: &str, size: u64, mtime: u64) -> Vec<u8> {
    let mut header = blank(EntryType::Regular, size, mtime);
    if header.set_path(name).is_ok() {
        header.set_cksum();
        return header.as_bytes().to_vec();
    }
    // A POSIX extended header before it has the whole name; the short one is for a tar that does not know those.
    let record = path_record(name);
    let mut extended = blank(EntryType::XHeader, record.len() as u64, mtime);
    put_name(&mut extended, b"PaxHeaders/name");
    put_name(&mut header, &name.as_bytes()[..NAME_BYTES]);
    let mut blocks = extended.as_bytes().to_vec();
    blocks.extend_from_slice(record.as_bytes());
    blocks.resize(blocks.len() + padding(record.len() as u64), 0);
    blocks.extend_from_slice(header.as_bytes());
    blocks
}

/// The bytes that the name has in a header.
const NAME_BYTES: usize = 100;

fn blank(kind: EntryType, size: u64, mtime: u64) -> Header {
    let mut header = Header::new_ustar();
    header.set_entry_type(kind);
    header.set_mode(0o600);
    header.set_uid(0);
    header.set_gid(0);
    header.set_size(size);
    header.set_mtime(mtime);
    header
}

fn put_name(header: &mut Header, name: &[u8]) {
    header.as_old_mut().name[..name.len()].copy_from_slice(name);
    header.set_cksum();
}

/// Makes the record of a long name, which begins with its own length in decimal digits.
fn path_record(name: &str) -> String {
    let rest = format!(" path={name}\n");
    let mut length = rest.len();
    while length != rest.len() + length.to_string().len() {
        length = rest.len() + length.to_string().len();
    }
    format!("{length}{rest}")
}

/// A header that was read.
pub(super) struct EntryHeader {
    /// The entry's name; not checked.
    pub(super) name: String,
    /// The size of its content; not checked.
    pub(super) size: u64,
    blocks: Vec<u8>,
}

impl EntryHeader {
    /// Reads the header of a regular file; `expected` says whose it should be.
    pub(super) fn read<S: MemberSource>(
        members: &mut Members<S>,
        expected: &str,
    ) -> Result<Self, Fault> {
        let mut blocks = Vec::with_capacity(BLOCK_BYTES);
        let mut header = read_block(members, &mut blocks, expected)?;
        let mut name = shown(&header.path_bytes());
        if header.entry_type() == EntryType::XHeader {
            read_block(members, &mut blocks, expected)?;
            name = long_name(&blocks[BLOCK_BYTES..])
                .ok_or_else(|| Damage::bad_entry(name, FOREIGN_HEADER).at(members.offset()))?;
            header = read_block(members, &mut blocks, expected)?;
        }
        if blocks.iter().all(|byte| *byte == 0) {
            let expected = expected.to_owned();
            return Err(Damage::EndsEarly { expected }.at(members.offset()));
        }
        if header.entry_type() != EntryType::Regular {
            let reason = kind_of(header.entry_type()).unwrap_or(FOREIGN_HEADER);
            return Err(Damage::bad_entry(name, reason).at(members.offset()));
        }
        match header.entry_size() {
            Ok(size) => Ok(Self { name, size, blocks }),
            Err(_) => Err(Damage::bad_entry(name, FOREIGN_HEADER).at(members.offset())),
        }
    }

    /// Refuses a header that differs from ours in anything.
    pub(super) fn check(&self, mtime: u64, offset: u64) -> Result<(), Fault> {
        if self.blocks == header_of(&self.name, self.size, mtime) {
            return Ok(());
        }
        Err(Damage::bad_entry(&self.name, FOREIGN_HEADER).at(offset))
    }
}

const FOREIGN_HEADER: &str = "has a header that chatkeep does not write";

fn read_block<S: MemberSource>(
    members: &mut Members<S>,
    blocks: &mut Vec<u8>,
    expected: &str,
) -> Result<Header, Fault> {
    let start = blocks.len();
    members.read(BLOCK_BYTES as u64, blocks, expected)?;
    Ok(Header::from_byte_slice(&blocks[start..]).clone())
}

/// Finds the name in the block of an extended header. Whether there is anything else in it, the comparison tells.
fn long_name(record: &[u8]) -> Option<String> {
    let record = std::str::from_utf8(record).ok()?;
    let (_, rest) = record.split_once(" path=")?;
    let (name, _) = rest.split_once('\n')?;
    (name.len() > NAME_BYTES).then(|| name.to_owned())
}

pub(super) fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// Says what an entry is that is no regular file, where that has a name.
pub(super) fn kind_of(kind: EntryType) -> Option<&'static str> {
    match kind {
        EntryType::Symlink => Some("is a symbolic link"),
        EntryType::Link => Some("is a hard link"),
        EntryType::Directory => Some("is a folder"),
        EntryType::Char | EntryType::Block => Some("is a device"),
        EntryType::Fifo => Some("is a pipe"),
        EntryType::GNUSparse => Some("is a sparse file"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_too_long_for_ustar_has_an_extended_header() {
        let fits = format!("user_data/{}.json", "x".repeat(95));
        assert_eq!(header_of(&fits, 1, 0).len(), BLOCK_BYTES);
        let longest = format!("user_data/{}.json", "x".repeat(128));
        let blocks = header_of(&longest, 1, 0);
        assert_eq!(blocks.len(), 3 * BLOCK_BYTES);
        assert_eq!(
            long_name(&blocks[BLOCK_BYTES..2 * BLOCK_BYTES]),
            Some(longest)
        );
    }

    #[test]
    fn a_record_counts_its_own_digits() {
        for length in [1, 90, 91, 92, 93, 120, 990, 991, 992] {
            let record = path_record(&"x".repeat(length));
            let (count, _) = record.split_once(' ').expect("a space");
            assert_eq!(count.parse(), Ok(record.len()), "{record}");
        }
    }
}
