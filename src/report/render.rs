//! The formats of `--format`.

use super::Report;
use super::page::Page;
use crate::model::{SpreadsheetRow, spreadsheet_row};

/// What a result is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Text for people: tables and sentences.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// A JSON document on each line.
    Jsonl,
    /// Comma-separated values with a header, and quotes around texts (RFC 4180).
    Csv,
}

/// Writes a result in this format, each line ended.
pub fn render(report: &dyn Report, format: Format, page: &Page) -> String {
    match format {
        Format::Table => report.text(page),
        Format::Json => report.value().to_json_pretty() + "\n",
        Format::Jsonl => {
            let mut lines = String::new();
            report.visit_records(&mut |record| {
                lines.push_str(&record.to_json());
                lines.push('\n');
            });
            lines
        }
        Format::Csv => csv(report),
    }
}

/// Writes records as CSV; all have the fields of the first.
fn csv(report: &dyn Report) -> String {
    let (mut lines, mut width) = (String::new(), 0);
    report.visit_records(&mut |record| {
        let fields = record.fields();
        if width == 0 {
            width = fields.len();
            lines += &spreadsheet_row(fields.iter().map(|(name, _)| name.as_ref()));
            lines.push('\n');
        }
        debug_assert_eq!(fields.len(), width);
        let mut row = SpreadsheetRow::begin(&mut lines);
        for (_, value) in fields {
            value.add_to(&mut row);
        }
        row.end();
        lines.push('\n');
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Record, Value};

    struct Rows(Vec<&'static str>);

    impl Report for Rows {
        fn value(&self) -> Value {
            Value::from(
                self.0
                    .iter()
                    .map(|text| Record::new().with("text", *text))
                    .collect::<Vec<_>>(),
            )
        }

        fn text(&self, _page: &Page) -> String {
            String::new()
        }
    }

    #[test]
    fn csv_cells_are_quoted_and_formulas_defused() {
        let rows = Rows(vec![
            "a,b",
            "say \"hi\"",
            "=1+1",
            "-5",
            "-x",
            "\tx",
            "two\nlines",
        ]);
        let text = render(&rows, Format::Csv, &Page::plain());
        assert_eq!(
            text,
            "\"text\"\n\"a,b\"\n\"say \"\"hi\"\"\"\n\"'=1+1\"\n-5\n\"'-x\"\n\"'\tx\"\n\"two\nlines\"\n"
        );
    }

    #[test]
    fn json_lines_are_one_line_each() {
        assert_eq!(
            render(&Rows(vec!["a\nb", "c"]), Format::Jsonl, &Page::plain()),
            "{\"text\":\"a\\nb\"}\n{\"text\":\"c\"}\n"
        );
    }
}
