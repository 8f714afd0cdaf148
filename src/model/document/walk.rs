//! Going through a JSON text once, member by member, where only a few values are wanted.

use super::malformed::Malformed;
use super::scan::{Scanner, Within};

/// A place in a JSON text, all of which before it was checked to be JSON.
pub(crate) struct Walk<'a>(Scanner<'a>);

impl<'a> Walk<'a> {
    /// Begins at the value that `text` is.
    pub(crate) fn of(text: &'a str) -> Self {
        let mut scanner = Scanner::new(text);
        scanner.pass_space();
        Self(scanner)
    }

    /// Passes the object that begins here. `pass_member` is told each name, as it is written, and must pass the value.
    pub(crate) fn object(
        &mut self,
        mut pass_member: impl FnMut(&mut Self, &'a str) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        if !self.0.enters(b'{', b'}')? {
            return Ok(());
        }
        loop {
            let name = self.0.pass_name()?;
            pass_member(self, self.0.within_quotes(name))?;
            if self.0.pass_separator(Within::Object)? {
                return Ok(());
            }
        }
    }

    /// Passes the array that begins here. `pass_element` must pass each element.
    pub(crate) fn array(
        &mut self,
        mut pass_element: impl FnMut(&mut Self) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        if !self.0.enters(b'[', b']')? {
            return Ok(());
        }
        loop {
            pass_element(self)?;
            if self.0.pass_separator(Within::Array)? {
                return Ok(());
            }
        }
    }

    /// Passes the value that begins here, whatever it is. Returns its text.
    pub(crate) fn value(&mut self) -> Result<&'a str, Malformed> {
        self.0.pass_value()
    }

    /// Says that something else was expected here.
    pub(crate) fn unexpected(&self) -> Malformed {
        self.0.fault("unexpected value")
    }

    /// Makes sure that nothing follows.
    pub(crate) fn end(mut self) -> Result<(), Malformed> {
        self.0.pass_end()
    }
}
