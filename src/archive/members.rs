//! Gzip members: made one by one, read in a row, and the last one, which says where the manifest is.
//!
//! Members are made by hand around raw deflate, with a header that is always the same. So all bytes of a backup are
//! accounted for, and a reader need not understand names, comments and flags that others can put into such headers.

use std::io::{BufRead, BufReader, Read, Take};

use flate2::{Compress, Compression, Crc, Decompress, FlushCompress, FlushDecompress, Status};

use super::error::{Damage, Fault};
use super::limits::MAX_RATIO;

/// The most input of one member.
pub(super) const MEMBER_BYTES: usize = 1 << 20;

/// The most output for that. Deflate adds some bytes to every few kilobytes that it cannot compress; one that needs
/// more consists of blocks without content.
const MAX_COMPRESSED_BYTES: u64 = 2 << 20;

/// What a member is inflated into: one byte more than any may have.
const LONGEST_BYTES: usize = MEMBER_BYTES + 1;

/// Magic number, deflate, no flags, no time, no hint, unknown system.
pub(super) const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// The same with the flag of an extra field, and one subfield of ours of eight bytes.
const END_HEADER: [u8; 16] = [
    0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 12, 0, b'C', b'K', 8, 0,
];

/// A deflate stream of nothing, its CRC and its length.
const END_TRAILER: [u8; 10] = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/// The size of the last member.
pub(super) const END_BYTES: usize = END_HEADER.len() + 8 + END_TRAILER.len();

/// How hard to compress, from 1 (fast) to 9 (small); 5 unless told.
///
/// At 5 a backup is within two percent of what gzip makes at its usual 6, for less than half of the time; the next step takes a
/// fifth more, for half a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level(u32);

impl Level {
    /// Takes a level; `None` outside 1 to 9.
    pub fn new(level: u32) -> Option<Self> {
        (1..=9).contains(&level).then_some(Self(level))
    }
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Default for Level {
    fn default() -> Self {
        Self(5)
    }
}

/// Makes members.
pub(super) struct Deflater(Compress);

impl Deflater {
    pub(super) fn new(level: Level) -> Self {
        Self(Compress::new(Compression::new(level.0), false))
    }

    /// Makes a member. What becomes smaller than a reader may believe is stored as it is.
    pub(super) fn member(&mut self, input: &[u8]) -> Vec<u8> {
        let member = compressed(&mut self.0, input);
        if input.len() as u64 / MAX_RATIO < member.len() as u64 {
            return member;
        }
        compressed(&mut Compress::new(Compression::none(), false), input)
    }
}

fn compressed(compress: &mut Compress, input: &[u8]) -> Vec<u8> {
    compress.reset();
    let mut member = Vec::with_capacity(input.len() / 3 + 1024);
    member.extend_from_slice(&HEADER);
    loop {
        let consumed = usize::try_from(compress.total_in()).expect("it is within the input");
        let status = compress.compress_vec(&input[consumed..], &mut member, FlushCompress::Finish);
        if status.expect("deflating cannot fail") == Status::StreamEnd {
            break;
        }
        member.reserve(member.capacity());
    }
    member.extend_from_slice(&trailer(input));
    member
}

/// Returns what ends a member: CRC and length of its content.
fn trailer(content: &[u8]) -> [u8; 8] {
    let mut crc = Crc::new();
    crc.update(content);
    let mut trailer = [0; 8];
    trailer[..4].copy_from_slice(&crc.sum().to_le_bytes());
    trailer[4..].copy_from_slice(&crc.amount().to_le_bytes());
    trailer
}

/// Makes the last member.
pub(super) fn end_member(manifest_offset: u64) -> [u8; END_BYTES] {
    let mut member = [0; END_BYTES];
    let (header, rest) = member.split_at_mut(END_HEADER.len());
    let (offset, trailer) = rest.split_at_mut(8);
    header.copy_from_slice(&END_HEADER);
    offset.copy_from_slice(&manifest_offset.to_le_bytes());
    trailer.copy_from_slice(&END_TRAILER);
    member
}

/// Reads the manifest's offset out of the last member; `None` if it is not one.
pub(super) fn read_end_member(member: &[u8; END_BYTES]) -> Option<u64> {
    let offset = member[END_HEADER.len()..][..8].try_into().ok()?;
    let offset = u64::from_le_bytes(offset);
    (end_member(offset) == *member).then_some(offset)
}

/// A member, inflated.
pub(super) struct Member {
    /// Where it begins.
    offset: u64,
    /// Its content, and behind that whatever the memory held before.
    memory: Vec<u8>,
    length: usize,
}

impl Member {
    fn content(&self) -> &[u8] {
        &self.memory[..self.length]
    }
}

/// Where members come from, in a row.
pub(super) trait MemberSource {
    /// Returns the next member, in the memory of one that is not needed any more if there is any; `None` behind the last one.
    fn next_member(&mut self, memory: Vec<u8>) -> Result<Option<Member>, Fault>;
}

/// Inflates members in a row.
pub(super) struct Inflater<R> {
    source: BufReader<Take<R>>,
    inflater: Decompress,
    /// Where the next one begins.
    offset: u64,
}

impl<R: Read> Inflater<R> {
    /// Reads from `source`, which stands at byte `start` of its file, up to byte `end`, where the last of them ends.
    pub(super) fn new(source: R, start: u64, end: u64) -> Self {
        let source = source.take(end.saturating_sub(start));
        Self {
            source: BufReader::with_capacity(64 << 10, source),
            inflater: Decompress::new(false),
            offset: start,
        }
    }

    /// Inflates one stream into the buffer. Returns the bytes that it took, and those that it gave.
    fn inflate(&mut self, buffer: &mut [u8]) -> Result<(u64, usize), Fault> {
        self.inflater.reset(false);
        loop {
            let input = self.source.fill_buf()?;
            let (before_in, before_out) = (self.inflater.total_in(), self.inflater.total_out());
            let inflated = usize::try_from(before_out).expect("it is within the buffer");
            let output = &mut buffer[inflated..];
            let status = self
                .inflater
                .decompress(input, output, FlushDecompress::None);
            let is_input_at_end = input.is_empty();
            let taken = self.inflater.total_in() - before_in;
            self.source
                .consume(usize::try_from(taken).expect("it is within the input"));
            let Ok(status) = status else {
                return Err(self.damaged("cannot be inflated"));
            };
            let compressed = self.inflater.total_in();
            let inflated = usize::try_from(self.inflater.total_out()).unwrap_or(usize::MAX);
            if inflated > MEMBER_BYTES || compressed > MAX_COMPRESSED_BYTES {
                return Err(self.damaged("is longer than any in a backup"));
            }
            if status == Status::StreamEnd {
                return Ok((compressed, inflated));
            }
            if taken == 0 && self.inflater.total_out() == before_out {
                let reason = if is_input_at_end {
                    "is cut off"
                } else {
                    "cannot be inflated"
                };
                return Err(self.damaged(reason));
            }
        }
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let mut bytes = [0; N];
        match self.source.read_exact(&mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                Err(self.damaged("is cut off"))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn damaged(&self, reason: &'static str) -> Fault {
        Damage::Member(reason).at(self.offset)
    }
}

impl<R: Read> MemberSource for Inflater<R> {
    fn next_member(&mut self, mut memory: Vec<u8>) -> Result<Option<Member>, Fault> {
        if self.source.fill_buf()?.is_empty() {
            return Ok(None);
        }
        memory.resize(LONGEST_BYTES, 0);
        let header: [u8; HEADER.len()] = self.fixed()?;
        if header != HEADER {
            return Err(self.damaged("does not begin as one"));
        }
        let (compressed, length) = self.inflate(&mut memory)?;
        let found: [u8; 8] = self.fixed()?;
        if found != trailer(&memory[..length]) {
            return Err(self.damaged("does not have the content that its CRC is of"));
        }
        if length == 0 {
            return Err(self.damaged("is empty"));
        }
        let member = Member {
            offset: self.offset,
            memory,
            length,
        };
        self.offset += (header.len() + found.len()) as u64 + compressed;
        Ok(Some(member))
    }
}

/// Reads members in a row as one stream.
pub(super) struct Members<S> {
    source: S,
    /// The one that is being read.
    member: Member,
    position: usize,
}

impl<R: Read> Members<Inflater<R>> {
    /// Reads from `source`, which stands at byte `start` of its file, up to byte `end`, where the last of them ends.
    pub(super) fn new(source: R, start: u64, end: u64) -> Self {
        Self::of(Inflater::new(source, start, end), start)
    }
}

impl<S: MemberSource> Members<S> {
    /// Reads the members of `source`, of which the first begins at byte `start`.
    pub(super) fn of(source: S, start: u64) -> Self {
        let member = Member {
            offset: start,
            memory: Vec::new(),
            length: 0,
        };
        Self {
            source,
            member,
            position: 0,
        }
    }

    /// Returns where the member begins that is being read.
    pub(super) fn offset(&self) -> u64 {
        self.member.offset
    }

    /// Returns where the next byte is: the offset of its member, and the bytes before it in there.
    pub(super) fn place(&mut self) -> Result<(u64, usize), Fault> {
        self.at_end()?;
        Ok((self.member.offset, self.position))
    }

    /// Returns whether everything has been read.
    pub(super) fn at_end(&mut self) -> Result<bool, Fault> {
        if self.position < self.member.length {
            return Ok(false);
        }
        (self.member.length, self.position) = (0, 0);
        let memory = std::mem::take(&mut self.member.memory);
        match self.source.next_member(memory)? {
            Some(member) => self.member = member,
            None => return Ok(true),
        }
        Ok(false)
    }

    /// Passes over `count` bytes of the member that is begun or comes next; no member is that long if it is `false`.
    pub(super) fn skip(&mut self, count: usize) -> Result<bool, Fault> {
        self.at_end()?;
        let is_within = count < self.member.length - self.position;
        if is_within {
            self.position += count;
        }
        Ok(is_within)
    }

    /// Puts the next `count` bytes behind `content`; they are part of `name`.
    pub(super) fn read(
        &mut self,
        count: u64,
        content: &mut Vec<u8>,
        name: &str,
    ) -> Result<(), Fault> {
        let mut wanted = count;
        while wanted > 0 {
            if self.at_end()? {
                let expected = name.to_owned();
                return Err(Damage::EndsEarly { expected }.at(self.member.offset));
            }
            let available = &self.member.content()[self.position..];
            let taken = available
                .len()
                .min(usize::try_from(wanted).unwrap_or(usize::MAX));
            content.extend_from_slice(&available[..taken]);
            self.position += taken;
            wanted -= taken as u64;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
        let mut members = Members::new(bytes, 0, bytes.len() as u64);
        let mut content = Vec::new();
        while !members.at_end()? {
            members.read(1, &mut content, "a test")?;
        }
        Ok(content)
    }

    #[test]
    fn members_in_a_row_are_one_stream() {
        let mut deflater = Deflater::new(Level::default());
        let bytes = [deflater.member(b"one "), deflater.member(b"two")].concat();
        assert_eq!(read_all(&bytes).expect("whole"), b"one two");
    }

    #[test]
    fn what_would_become_too_small_to_be_believed_is_stored() {
        let mut deflater = Deflater::new(Level::default());
        let zeros = vec![0; MEMBER_BYTES];
        let member = deflater.member(&zeros);
        assert!(MEMBER_BYTES as u64 <= MAX_RATIO * member.len() as u64);
        assert_eq!(read_all(&member).expect("whole"), zeros);
        let usual = br#"{"role":"user","content":"hello"},"#.repeat(20);
        assert!(deflater.member(&usual).len() < usual.len() / 8);
    }

    #[test]
    fn a_member_that_inflates_to_more_than_it_may_is_refused() {
        let mut deflater = Deflater::new(Level::default());
        let largest = deflater.member(&vec![0; MEMBER_BYTES]);
        assert_eq!(read_all(&largest).expect("whole").len(), MEMBER_BYTES);
        let bomb = deflater.member(&vec![0; 64 * MEMBER_BYTES]);
        assert!(read_all(&bomb).is_err());
    }

    #[test]
    fn endless_blocks_without_content_are_refused() {
        let mut bytes = HEADER.to_vec();
        bytes.extend([0, 0, 0, 0xff, 0xff].repeat(1 << 20));
        let fault = read_all(&bytes).expect_err("endless");
        assert!(format!("{fault:?}").contains("longer"), "{fault:?}");
    }

    #[test]
    fn an_empty_member_and_a_foreign_header_are_refused() {
        let mut deflater = Deflater::new(Level::default());
        assert!(read_all(&deflater.member(b"")).is_err());
        let mut named = deflater.member(b"x");
        named[9] = 3;
        assert!(read_all(&named).is_err());
    }

    #[test]
    fn the_last_member_gives_back_its_offset_and_nothing_else_does() {
        let member = end_member(0x0102_0304_0506_0708);
        assert_eq!(read_end_member(&member), Some(0x0102_0304_0506_0708));
        for position in (0..END_BYTES).filter(|position| !(16..24).contains(position)) {
            let mut changed = member;
            changed[position] ^= 1;
            assert_eq!(read_end_member(&changed), None, "byte {position}");
        }
    }
}
