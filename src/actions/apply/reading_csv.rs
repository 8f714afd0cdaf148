//! Accounts declared in CSV: a row each, below the names of the columns, such as `user list --format csv` prints.

use csv::{ErrorKind, StringRecord};

use super::checks::is_secret;
use super::entry::{Entry, Fault, Field, Given};
use crate::model::SecretText;

/// Takes the rows apart.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Fault> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter_of(text))
        .from_reader(text.as_bytes());
    let fault = |error: csv::Error| fault(&error, text);
    let header = reader.headers().map_err(fault)?.clone();
    let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    if !columns.iter().any(|name| name == "email" || name == "id") {
        // Without names this is an account, perhaps with its password.
        let reason = "it names no column `email` or `id`; the first line names the columns";
        return Err(Fault::at(1, reason));
    }
    let mut entries = Vec::new();
    for row in reader.records() {
        let row = row.map_err(fault)?;
        let is_blank = row.iter().all(|cell| cell.trim().is_empty());
        if !is_blank {
            entries.push(entry(&columns, &row, line_of_row(row.position(), text)));
        }
    }
    Ok(entries)
}

fn entry(columns: &[String], row: &StringRecord, line: usize) -> Entry {
    let field = |(key, cell): (&String, &str)| Field {
        key: key.clone(),
        line,
        value: match cell {
            "" => Given::Nothing,
            _ if is_secret(key) => Given::Text(SecretText::new(cell)),
            _ => Given::Text(SecretText::new(without_quote(cell.trim()))),
        },
    };
    Entry {
        line,
        fields: columns.iter().zip(row).map(field).collect(),
    }
}

/// Programs for spreadsheets in countries with a decimal comma put semicolons between cells.
fn delimiter_of(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    match header.contains(',') {
        false if header.contains(';') => b';',
        false if header.contains('\t') => b'\t',
        _ => b',',
    }
}

/// Takes away the quote that our own tables have before what a spreadsheet would take for a formula.
fn without_quote(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| rest.starts_with(['=', '+', '-', '@']))
        .unwrap_or(cell)
}

/// Returns the line in which a row begins; it is said to begin with the empty lines before it.
fn line_of_row(position: Option<&csv::Position>, text: &str) -> usize {
    let Some(position) = position else {
        return 1;
    };
    let number = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(number(position.byte())..);
    let space = rest.unwrap_or_default().iter();
    let empty = space.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    number(position.line()) + empty.filter(|byte| **byte == b'\n').count()
}

/// Says what is wrong, without any cell.
fn fault(error: &csv::Error, text: &str) -> Fault {
    let line = line_of_row(error.position(), text);
    match error.kind() {
        ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => Fault::at(
            line,
            format!("it has {len} cells, and there are {expected_len} columns"),
        ),
        _ => Fault::at(line, "it cannot be read as CSV"),
    }
}
