//! Goes through the members of a tarball one by one, and stops at the first that no plain copy of a store has.
//!
//! Headers are read by the tar crate, what they may say is decided here. Its own way through an archive is not taken: it
//! reads extended headers of any size into memory, and passes over what it does not know.

use tar::{EntryType, Header};

use crate::archive::error::{Damage, Fault};
use crate::archive::header::{BLOCK_BYTES, kind_of, padding, shown};
use crate::archive::limits::{self, MAX_FILES};

use super::extended;
use super::member_name::MemberName;
use super::stream::Stream;

/// What a header has where a file would be made to run as its owner or group. Modes are not taken from a tarball, but no
/// copy of a store has these. A folder of a store can: so the files in it belong to the group.
const SET_ID_BITS: u32 = 0o6000;

/// A way through a tarball.
pub(super) struct Walk<'f> {
    stream: Stream<'f>,
    /// Headers met so far, of all kinds.
    headers: u64,
    /// What is left of the member that was met last, with its padding.
    ahead: u64,
    last_name: String,
}

/// A regular file.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: MemberName,
    pub(super) size_bytes: u64,
    /// When it was changed last, in seconds since 1970.
    pub(super) changed_at: u64,
}

impl<'f> Walk<'f> {
    pub(super) fn new(stream: Stream<'f>) -> Self {
        Self {
            stream,
            headers: 0,
            ahead: 0,
            last_name: String::new(),
        }
    }

    /// Goes on to the next regular file; `None` behind the last one, when everything was read to the end.
    pub(super) fn next(&mut self) -> Result<Option<Member>, Fault> {
        self.stream.skip(self.ahead, &self.last_name)?;
        self.ahead = 0;
        let mut long_name: Option<Vec<u8>> = None;
        loop {
            let block = self.stream.block("the tarball")?;
            if is_zero(&block) {
                self.end(long_name.is_some())?;
                return Ok(None);
            }
            self.headers += 1;
            limits::at_most(self.headers, MAX_FILES as u64, "members")
                .map_err(|exceeded| self.stream.damaged(exceeded))?;
            if !has_checksum(&block) {
                return Err(self.not_a_header());
            }
            let header = Header::from_byte_slice(&block);
            let short_name = header.path_bytes();
            let name = long_name.as_deref().unwrap_or(&short_name);
            let refuse = |reason| Damage::bad_entry(shown(name), reason);
            if let Some(given) = self.given_name(header, name)? {
                if given.is_some() && long_name.is_some() {
                    return Err(self.stream.damaged(refuse("has two names in its headers")));
                }
                long_name = given.or(long_name);
                continue;
            }
            let member =
                member(header, name).map_err(|reason| self.stream.damaged(refuse(reason)))?;
            long_name = None;
            if let Some(member) = member {
                self.ahead = member
                    .size_bytes
                    .saturating_add(padding(member.size_bytes) as u64);
                self.last_name = member.name.to_string();
                return Ok(Some(member));
            }
        }
    }

    /// Reads what stands before a member, in whose place there can be a name for it; `None` if this is the member itself.
    fn given_name(
        &mut self,
        header: &Header,
        name: &[u8],
    ) -> Result<Option<Option<Vec<u8>>>, Fault> {
        let stream = &mut self.stream;
        let refuse = |reason| Damage::bad_entry(shown(name), reason);
        let kind = header.entry_type();
        let is_label = kind.as_byte() == b'V';
        let is_before = kind.is_gnu_longname()
            || kind.is_pax_local_extensions()
            || kind.is_pax_global_extensions()
            || is_label;
        if !is_before {
            return Ok(None);
        }
        let Ok(size) = header.entry_size() else {
            return Err(stream.damaged(refuse("has a size that cannot be read")));
        };
        if is_label {
            // The name of the whole tarball.
            return match size {
                0 => Ok(Some(None)),
                _ => Err(stream.damaged(refuse("is of a kind that no store has"))),
            };
        }
        if kind.is_gnu_longname() {
            return extended::gnu_name(stream, size).map(|name| Some(Some(name)));
        }
        let given = extended::pax_name(stream, size, &shown(name))?;
        if given.is_some() && kind.is_pax_global_extensions() {
            return Err(stream.damaged(refuse("gives one name to all that follows it")));
        }
        Ok(Some(given))
    }

    /// Reads the content of the member that was met last.
    pub(super) fn content(&mut self, member: &Member, content: &mut Vec<u8>) -> Result<(), Fault> {
        content.clear();
        self.stream
            .append(member.size_bytes, content, &self.last_name)?;
        self.ahead -= member.size_bytes;
        Ok(())
    }

    /// Says what is wrong with the member that was met last, or with all of them.
    pub(super) fn damaged(&self, damage: impl Into<Damage>) -> Fault {
        self.stream.damaged(damage)
    }

    /// Tells of the member before: in the block there can be some of its content, which is nobody's business.
    fn not_a_header(&self) -> Fault {
        let reason = "is followed by what is no header";
        self.stream
            .damaged(Damage::bad_entry(&self.last_name, reason))
    }

    /// Reads what ends a tarball: a second block of zeros, and more of them.
    fn end(&mut self, is_name_left: bool) -> Result<(), Fault> {
        let second = self.stream.block("its end")?;
        if is_name_left || !is_zero(&second) {
            let expected = "a member".to_owned();
            return Err(self.stream.damaged(Damage::EndsEarly { expected }));
        }
        self.stream.end()
    }
}

/// Takes a header as that of a member: a file, or a folder, of which there is nothing to take. Or says why not.
fn member(header: &Header, name: &[u8]) -> Result<Option<Member>, &'static str> {
    let kind = header.entry_type();
    let is_folder = kind == EntryType::Directory || name.ends_with(b"/");
    if !is_folder && kind != EntryType::Regular {
        return Err(kind_of(kind).unwrap_or("is of a kind that no store has"));
    }
    let name = MemberName::parse(name)?;
    let Ok(size_bytes) = header.entry_size() else {
        return Err("has a size that cannot be read");
    };
    if is_folder {
        return match (size_bytes, name.part()) {
            (0, None) => Ok(None),
            (0, Some(_)) => Err("is a folder, and should be a file"),
            _ => Err("is a folder that has content"),
        };
    }
    if name.is_top() {
        return Err("has no name");
    }
    match header.mode() {
        Err(_) => return Err("has a mode that cannot be read"),
        Ok(mode) if mode & SET_ID_BITS != 0 => return Err("would run as its owner or its group"),
        Ok(_) => {}
    }
    let Ok(changed_at) = header.mtime() else {
        return Err("has a time that cannot be read");
    };
    Ok(Some(Member {
        name,
        size_bytes,
        changed_at,
    }))
}

fn is_zero(block: &[u8; BLOCK_BYTES]) -> bool {
    block.iter().all(|byte| *byte == 0)
}

/// Where a header has the sum of its bytes.
const CHECKSUM: std::ops::Range<usize> = 148..156;

/// Whether a block is a header: it holds the sum of its bytes, its own counting as blanks.
pub(super) fn has_checksum(block: &[u8; BLOCK_BYTES]) -> bool {
    let summed = |(place, byte): (usize, &u8)| match CHECKSUM.contains(&place) {
        true => u32::from(b' '),
        false => u32::from(*byte),
    };
    let sum: u32 = block.iter().enumerate().map(summed).sum();
    Header::from_byte_slice(block)
        .cksum()
        .is_ok_and(|said| said == sum)
}
