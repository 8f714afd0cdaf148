//! Accounts declared in TOML: a table `[[users]]` each.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::entry::{Entry, Fault, Field, Given, Lines};
use crate::model::SecretText;

/// Takes the tables apart.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Fault> {
    let lines = Lines::of(text);
    let root = DeTable::parse(text).map_err(|error| {
        // Its message alone: all that it shows beside has the line in it.
        let reason = error.message().to_owned();
        match error.span() {
            Some(span) => Fault::at(lines.number_at(span.start), reason),
            None => Fault::of_file(reason),
        }
    })?;
    let mut entries = Vec::new();
    for (key, value) in root.get_ref() {
        let line = lines.number_at(key.span().start);
        if key.get_ref() != "users" {
            let reason = "only [[users]] can stand at the top of the file";
            return Err(Fault::at(line, reason));
        }
        let tables = match value.get_ref() {
            DeValue::Array(tables) => tables,
            _ => return Err(Fault::at(line, "`users` is no list: write [[users]]")),
        };
        for table in tables.iter() {
            let line = lines.number_at(table.span().start);
            let DeValue::Table(fields) = table.get_ref() else {
                return Err(Fault::at(line, "an account is a table, and this is none"));
            };
            entries.push(entry(&lines, line, fields));
        }
    }
    Ok(entries)
}

fn entry(lines: &Lines, line: usize, fields: &DeTable<'_>) -> Entry {
    let field = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let key: &Spanned<std::borrow::Cow<'_, str>> = key;
        Field {
            key: key.get_ref().to_string(),
            line: lines.number_at(key.span().start),
            value: match value.get_ref() {
                DeValue::String(text) => Given::Text(SecretText::new(text.as_ref())),
                DeValue::Boolean(flag) => Given::Flag(*flag),
                DeValue::Integer(number) => Given::Number(number.to_string()),
                DeValue::Float(number) => Given::Number(number.to_string()),
                DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => Given::Other,
            },
        }
    };
    Entry {
        line,
        fields: fields.iter().map(field).collect(),
    }
}
