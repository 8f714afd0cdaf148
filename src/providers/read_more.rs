//! Reading a body as it comes.

use std::io::{self, Read};

/// How much is read at once.
const READ_BYTES: usize = 16 << 10;

/// Appends what the input has next, as soon as it has anything. Returns whether it had.
pub(super) fn read_more(input: &mut impl Read, buffer: &mut Vec<u8>) -> io::Result<bool> {
    let filled = buffer.len();
    buffer.resize(filled + READ_BYTES, 0);
    let outcome = loop {
        match input.read(&mut buffer[filled..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            outcome => break outcome,
        }
    };
    buffer.truncate(filled + outcome.as_ref().unwrap_or(&0));
    Ok(outcome? > 0)
}
