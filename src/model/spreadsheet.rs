//! Rows of comma-separated values as spreadsheet programs take them (RFC 4180).

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

/// A row at the end of a text, in the making: quotes are around all but numbers and empty cells, and no cell is a formula.
///
/// An apostrophe in front keeps a cell from being one. Quotes alone do not, and an apostrophe alone does not either: programs
/// that guess what is between cells can take it for that where few cells have quotes. Empty cells have none, as databases take
/// them for an empty text then and refuse it among numbers.
#[derive(Debug)]
pub struct SpreadsheetRow<'t> {
    text: &'t mut String,
    begin: usize,
    cells: usize,
}

impl<'t> SpreadsheetRow<'t> {
    /// Begins a row behind this text.
    pub fn begin(text: &'t mut String) -> Self {
        let begin = text.len();
        Self {
            text,
            begin,
            cells: 0,
        }
    }

    /// Adds a cell, which may be a number in a text, or empty.
    pub fn text(&mut self, cell: &str) {
        self.separate();
        // Infinity and what is no number have words, which a spreadsheet program would look up.
        let begins_a_number = |byte: &u8| byte.is_ascii_digit() || b"+-.".contains(byte);
        let is_number = cell.as_bytes().first().is_some_and(begins_a_number)
            && cell.parse::<f64>().is_ok_and(f64::is_finite);
        if is_number || cell.is_empty() {
            return self.text.push_str(cell);
        }
        self.text.push('"');
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            self.text.push('\'');
        }
        for (index, part) in cell.split('"').enumerate() {
            if index > 0 {
                self.text.push_str("\"\"");
            }
            self.text.push_str(part);
        }
        self.text.push('"');
    }

    /// Adds a cell that is known to be a number.
    pub fn number(&mut self, number: impl Display) {
        self.separate();
        // Nothing that is written to a text fails.
        let _ = write!(self.text, "{number}");
    }

    /// Ends the row, but not its line.
    pub fn end(self) {
        if self.text.len() == self.begin {
            // An empty line would be no row.
            self.text.push_str("\"\"");
        }
    }

    fn separate(&mut self) {
        if self.cells > 0 {
            self.text.push(',');
        }
        self.cells += 1;
    }
}

/// Writes a row of texts, without the end of its line.
pub fn spreadsheet_row<'c, C: Into<Cow<'c, str>>>(cells: impl IntoIterator<Item = C>) -> String {
    let mut text = String::new();
    let mut row = SpreadsheetRow::begin(&mut text);
    for cell in cells {
        row.text(&cell.into());
    }
    row.end();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_begins_with_an_apostrophe() {
        for formula in [
            "=1+1", "+x", "-x", "@SUM(A1)", "\tx", "\r=x", "-1+1", "=1", "-inf", "+NaN",
        ] {
            assert_eq!(spreadsheet_row([formula]), format!("\"'{formula}\""));
        }
        for harmless in ["a=1", " =1", "1-1", "'=1", "inf"] {
            assert_eq!(spreadsheet_row([harmless]), format!("\"{harmless}\""));
        }
    }

    #[test]
    fn all_but_numbers_and_empty_cells_have_quotes() {
        let row = spreadsheet_row([
            "a",
            "",
            "-5",
            "+5.1e3",
            "0.10",
            "say \"hi\"",
            "a,b\nc",
            "true",
        ]);
        assert_eq!(
            row,
            "\"a\",,-5,+5.1e3,0.10,\"say \"\"hi\"\"\",\"a,b\nc\",\"true\""
        );
        assert_eq!(spreadsheet_row([""]), "\"\"");
    }

    #[test]
    fn a_row_is_added_to_a_text() {
        let mut text = "a\n".to_owned();
        let mut row = SpreadsheetRow::begin(&mut text);
        row.number(-5);
        row.text("");
        row.number(0.5);
        row.end();
        assert_eq!(text, "a\n-5,,0.5");
    }
}
