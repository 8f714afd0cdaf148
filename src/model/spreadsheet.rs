//! Rows of comma-separated values as spreadsheet programs take them (RFC 4180).

use std::borrow::Cow;

/// Writes a row, without the end of its line: quotes are around all but numbers and empty cells, and no cell is a formula.
///
/// An apostrophe in front keeps a cell from being one. Quotes alone do not, and an apostrophe alone does not either: programs
/// that guess what is between cells can take it for that where few cells have quotes. Empty cells have none, as databases take
/// them for an empty text then and refuse it among numbers.
pub fn spreadsheet_row<'c, C: Into<Cow<'c, str>>>(cells: impl IntoIterator<Item = C>) -> String {
    let mut row = String::new();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            row.push(',');
        }
        add(&mut row, &cell.into());
    }
    if row.is_empty() {
        // An empty line would be no row.
        row.push_str("\"\"");
    }
    row
}

fn add(row: &mut String, cell: &str) {
    // Infinity and what is no number have words, which a spreadsheet program would look up.
    let begins_a_number = |byte: &u8| byte.is_ascii_digit() || b"+-.".contains(byte);
    let is_number = cell.as_bytes().first().is_some_and(begins_a_number)
        && cell.parse::<f64>().is_ok_and(f64::is_finite);
    if is_number || cell.is_empty() {
        row.push_str(cell);
        return;
    }
    row.push('"');
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        row.push('\'');
    }
    for (index, part) in cell.split('"').enumerate() {
        if index > 0 {
            row.push_str("\"\"");
        }
        row.push_str(part);
    }
    row.push('"');
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
}
