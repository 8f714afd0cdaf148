//! Tables: fitted to a terminal, bare and whole when redirected.
//!
//! A terminal that is too narrow first loses columns that a table can do without, then texts that may be cut are cut. No
//! cell is wrapped: a row stays a line.

use comfy_table::{
    Cell, CellAlignment, ContentArrangement, LineStyle, Row, Table as Drawn, TableStyle,
};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::page::Page;
use super::safe_text::safe_line;

/// What the line below the titles is made of, on a terminal.
const RULE: char = '─';
/// Columns between two cells.
const GAP: usize = 2;
/// Marks the title of a column of numbers, which stand on the right so that their digits are below one another.
const NUMBERS: char = '#';

/// A table of text.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    /// Titles of columns that a narrow terminal can do without, the most dispensable first.
    dispensable: Vec<&'static str>,
}

#[derive(Debug, Clone)]
struct Column {
    title: &'static str,
    is_number: bool,
    /// The width down to which its cells may be cut; `None` if they must stay whole.
    cut_to: Option<usize>,
}

impl Table {
    /// Makes a table without rows. A title that begins with `#` heads numbers; it is shown without the mark.
    pub fn new(titles: &[&'static str]) -> Self {
        let column = |title: &&'static str| Column {
            title: title.trim_start_matches(NUMBERS),
            is_number: title.starts_with(NUMBERS),
            cut_to: None,
        };
        Self {
            columns: titles.iter().map(column).collect(),
            rows: Vec::new(),
            dispensable: Vec::new(),
        }
    }

    /// Lets the cells of a column be cut on a narrow terminal, to no less than `width`.
    #[must_use]
    pub fn cutting(mut self, title: &str, width: usize) -> Self {
        for column in self
            .columns
            .iter_mut()
            .filter(|column| column.title == title)
        {
            column.cut_to = Some(width);
        }
        self
    }

    /// Lets columns be left out on a narrow terminal, in this order, as many as are needed.
    #[must_use]
    pub fn dropping(mut self, titles: &[&'static str]) -> Self {
        self.dispensable = titles.to_vec();
        self
    }

    /// Adds a row, a cell for each column. Cells may be stored text: nothing in them acts on a terminal.
    pub fn row(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(cells);
    }

    /// Draws the table, each line ended.
    pub fn render(&self, page: &Page) -> String {
        let shown: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|cell| safe_line(cell, page).into_owned())
                    .collect()
            })
            .collect();
        let widths = self.fitted(&self.natural_widths(&shown), page.width);
        let mut drawn = Drawn::new();
        drawn.set_content_arrangement(ContentArrangement::Disabled);
        drawn.load_style(match page.width {
            Some(_) => TableStyle::new().header_separator(LineStyle::none().fill(RULE)),
            None => comfy_table::presets::NOTHING,
        });
        let kept = || {
            self.columns
                .iter()
                .zip(&widths)
                .filter_map(|(column, width)| Some((column, (*width)?)))
        };
        drawn.set_header(kept().map(|(column, _)| column.title));
        for cells in &shown {
            let cells = cells
                .iter()
                .zip(&widths)
                .filter_map(|(cell, width)| Some(cut(cell, (*width)?)));
            drawn.add_row(Row::from(cells.map(Cell::new)));
        }
        let count = kept().count();
        for (index, (drawn_column, (column, _))) in drawn.column_iter_mut().zip(kept()).enumerate()
        {
            let gap = if index + 1 < count {
                u16::try_from(GAP).unwrap_or(0)
            } else {
                0
            };
            drawn_column.set_padding((0, gap));
            if column.is_number {
                drawn_column.set_cell_alignment(CellAlignment::Right);
            }
        }
        with_strong_header(&drawn.to_string(), page)
    }

    fn natural_widths(&self, shown: &[Vec<String>]) -> Vec<usize> {
        let widest = |(index, column): (usize, &Column)| {
            let cells = shown.iter().map(|row| row[index].width());
            cells.chain([column.title.width()]).max().unwrap_or(0)
        };
        self.columns.iter().enumerate().map(widest).collect()
    }

    /// Returns the width of each column, `None` for one that is left out.
    fn fitted(&self, natural: &[usize], available: Option<usize>) -> Vec<Option<usize>> {
        let mut widths: Vec<Option<usize>> = natural.iter().copied().map(Some).collect();
        let Some(available) = available else {
            return widths;
        };
        let least =
            |column: &Column, width: usize| column.cut_to.map_or(width, |least| least.min(width));
        for title in &self.dispensable {
            let needed = self
                .columns
                .iter()
                .zip(&widths)
                .map(|(column, width)| width.map(|width| least(column, width)));
            if total(needed) <= available {
                break;
            }
            if let Some(index) = self
                .columns
                .iter()
                .position(|column| column.title == *title)
            {
                widths[index] = None;
            }
        }
        for (index, column) in self.columns.iter().enumerate() {
            let excess = total(widths.iter().copied()).saturating_sub(available);
            widths[index] =
                widths[index].map(|width| width.saturating_sub(excess).max(least(column, width)));
        }
        widths
    }
}

/// Returns the width of a line of cells of these widths.
fn total(widths: impl Iterator<Item = Option<usize>>) -> usize {
    let (sum, count) = widths
        .flatten()
        .fold((0, 0_usize), |(sum, count), width| (sum + width, count + 1));
    sum + GAP * count.saturating_sub(1)
}

/// Cuts a text to a width, which an ellipsis at its end then shows.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut left = width.saturating_sub(1);
    for c in text.chars() {
        let Some(rest) = left.checked_sub(c.width().unwrap_or(0)) else {
            break;
        };
        cut.push(c);
        left = rest;
    }
    cut.push('…');
    cut
}

fn with_strong_header(drawn: &str, page: &Page) -> String {
    let mut is_header = true;
    let mut text = String::with_capacity(drawn.len());
    for line in drawn.lines() {
        let line = line.trim_end();
        if line.starts_with(RULE) {
            is_header = false;
            text.push_str(&page.faint(line));
        } else if is_header && page.width.is_some() {
            text.push_str(&page.strong(line));
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(&["name", "what", "#tokens"])
            .cutting("name", 8)
            .dropping(&["what"]);
        for (name, tokens) in [
            ("Ada", "5"),
            ("千代 with a long name", "1,234"),
            ("\x1b[1m", "0"),
        ] {
            table.row(vec![
                name.to_owned(),
                "some text".to_owned(),
                tokens.to_owned(),
            ]);
        }
        table
    }

    fn on_terminal(width: usize) -> Vec<String> {
        let page = Page {
            width: Some(width),
            is_terminal: true,
            ..Page::plain()
        };
        table().render(&page).lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_redirected_table_is_bare_and_whole() {
        let text = table().render(&Page::plain());
        let lines: Vec<&str> = text.lines().take(3).collect();
        assert_eq!(
            lines,
            [
                "name                   what       tokens",
                "Ada                    some text       5",
                "千代 with a long name  some text   1,234"
            ]
        );
    }

    #[test]
    fn a_narrow_terminal_loses_columns_first_and_then_the_ends_of_texts() {
        assert_eq!(
            on_terminal(80)[3],
            "千代 with a long name  some text   1,234"
        );
        assert_eq!(on_terminal(30)[3], "千代 with …  some text   1,234");
        assert_eq!(on_terminal(20)[3], "千代 with a…   1,234");
        assert_eq!(
            on_terminal(9)[3],
            "千代 wi…   1,234",
            "no narrower than it may be"
        );
    }

    #[test]
    fn nothing_in_a_cell_acts_on_a_terminal() {
        assert!(!on_terminal(80).concat().contains('\x1b'));
    }
}
