//! The bytes of a tarball in a row, whether it is compressed or not, and never more of them than its size allows.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use flate2::bufread::MultiGzDecoder;

use crate::archive::error::{Damage, Fault};
use crate::archive::header::BLOCK_BYTES;
use crate::archive::limits;

/// What every gzip member begins with: magic number, deflate.
const GZIP: [u8; 3] = [0x1f, 0x8b, 8];

const BUFFER_BYTES: usize = 64 << 10;

/// A tarball that is read from its beginning.
pub(super) struct Stream<'f> {
    bytes: Bytes<'f>,
    position: u64,
    archive_bytes: u64,
}

enum Bytes<'f> {
    Plain(BufReader<&'f File>),
    Gzip(Box<MultiGzDecoder<BufReader<&'f File>>>),
}

impl<'f> Stream<'f> {
    /// Begins at the file's first byte.
    pub(super) fn begin(mut file: &'f File) -> Result<Self, Fault> {
        let archive_bytes = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        let mut start = Vec::with_capacity(GZIP.len());
        file.take(GZIP.len() as u64).read_to_end(&mut start)?;
        file.rewind()?;
        let source = BufReader::with_capacity(BUFFER_BYTES, file);
        let bytes = match start == GZIP {
            true => Bytes::Gzip(Box::new(MultiGzDecoder::new(source))),
            false => Bytes::Plain(source),
        };
        Ok(Self {
            bytes,
            position: 0,
            archive_bytes,
        })
    }

    /// Says what is wrong with what comes next.
    pub(super) fn damaged(&self, damage: impl Into<Damage>) -> Fault {
        damage.into().at(self.position)
    }

    /// Reads a block of the tar format; `expected` says whose it should be.
    pub(super) fn block(&mut self, expected: &str) -> Result<[u8; BLOCK_BYTES], Fault> {
        let mut block = [0; BLOCK_BYTES];
        let mut filled = 0;
        while filled < block.len() {
            match self.read(&mut block[filled..])? {
                0 => return Err(self.ends_early(expected)),
                count => filled += count,
            }
        }
        Ok(block)
    }

    /// Puts the next `count` bytes behind `content`; they are part of `name`.
    pub(super) fn append(
        &mut self,
        count: u64,
        content: &mut Vec<u8>,
        name: &str,
    ) -> Result<(), Fault> {
        self.check_ahead(count)?;
        self.read_pieces(count, name, |piece| content.extend_from_slice(piece))
    }

    /// Passes over `count` bytes, which are part of `name`.
    pub(super) fn skip(&mut self, count: u64, name: &str) -> Result<(), Fault> {
        self.check_ahead(count)?;
        if let Bytes::Plain(file) = &mut self.bytes {
            // Past the end of the file there is no error yet, so that is looked for here.
            if self.position + count > self.archive_bytes {
                return Err(self.ends_early(name));
            }
            file.seek_relative(i64::try_from(count).expect("it is within the file"))?;
            self.position += count;
            return Ok(());
        }
        self.read_pieces(count, name, |_| {})
    }

    /// Reads the next `count` bytes, which are part of `name`, piece by piece.
    fn read_pieces(
        &mut self,
        count: u64,
        name: &str,
        mut take: impl FnMut(&[u8]),
    ) -> Result<(), Fault> {
        let mut piece = [0; 16 << 10];
        let mut wanted = count;
        while wanted > 0 {
            let most = piece
                .len()
                .min(usize::try_from(wanted).unwrap_or(usize::MAX));
            match self.read(&mut piece[..most])? {
                0 => return Err(self.ends_early(name)),
                read => {
                    take(&piece[..read]);
                    wanted -= read as u64;
                }
            }
        }
        Ok(())
    }

    /// Reads what is left, of which nothing may be but zeros. So the checksum behind compressed content is looked at, too.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        let mut piece = [0; 16 << 10];
        loop {
            let read = self.read(&mut piece)?;
            if read == 0 {
                return Ok(());
            }
            if piece[..read].iter().any(|byte| *byte != 0) {
                let reason = "is behind the end of it, where nothing may be";
                return Err(self.damaged(Damage::bad_entry("something", reason)));
            }
        }
    }

    fn read(&mut self, into: &mut [u8]) -> Result<usize, Fault> {
        let read = match &mut self.bytes {
            Bytes::Plain(file) => file.read(into),
            Bytes::Gzip(decoder) => decoder.read(into),
        };
        let read = match read {
            Ok(read) => read,
            // The system's errors have a number, the decoder's have none.
            Err(error) if error.raw_os_error().is_some() => return Err(error.into()),
            Err(error) => return Err(self.damaged(Damage::Compression(error.to_string()))),
        };
        self.position += read as u64;
        self.check_ahead(0)?;
        Ok(read)
    }

    /// Refuses content of which there would be more than the file's size allows.
    fn check_ahead(&self, count: u64) -> Result<(), Fault> {
        let total = self.position.saturating_add(count);
        limits::check_total(total, self.archive_bytes).map_err(|exceeded| self.damaged(exceeded))
    }

    fn ends_early(&self, expected: &str) -> Fault {
        let expected = expected.to_owned();
        self.damaged(Damage::EndsEarly { expected })
    }
}
