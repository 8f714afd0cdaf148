//! Standard output for what is written piece by piece.

use std::io::{self, BufWriter, StdoutLock, Write};

use super::context::Context;
use crate::report::{Page, safe_block};

/// What is written passes through a buffer of this size.
const BUFFER_BYTES: usize = 256 * 1024;

/// Standard output: exact where it is redirected; on a terminal, nothing that is written acts there.
pub(crate) struct StandardOutput {
    output: BufWriter<StdoutLock<'static>>,
    page: Page,
    /// On a terminal, the line that is being written: a character may come in pieces, a line break does not.
    line: Vec<u8>,
}

impl Context {
    /// Returns standard output. To be flushed at the end, for what is not is lost.
    pub(crate) fn standard_output(&self) -> StandardOutput {
        StandardOutput {
            output: BufWriter::with_capacity(BUFFER_BYTES, io::stdout().lock()),
            page: self.page,
            line: Vec::new(),
        }
    }
}

impl StandardOutput {
    fn write_line(&mut self) -> io::Result<()> {
        let text = String::from_utf8_lossy(&self.line);
        self.output
            .write_all(safe_block(&text, &self.page).as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

impl Write for StandardOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.page.is_terminal {
            return self.output.write(bytes);
        }
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.write_line()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_line()?;
        self.output.flush()
    }
}
