//! Tables of Markdown, fitted to a width: cells are wrapped, and where columns would become too narrow to read, each row
//! becomes lines of titles and values.

use pulldown_cmark::Alignment;

use super::super::page::Page;
use super::inline::{Inline, Run, styled};
use super::wrap::{Addresses, natural_width, width_of, wrap};

/// Columns between two cells.
const GAP: usize = 2;
/// The width below which no column is narrowed.
const LEAST: usize = 8;

/// A cell's text.
type Cell = Vec<Run>;

/// A table in the making.
pub(super) struct Grid {
    alignments: Vec<Alignment>,
    /// The first one is the header.
    rows: Vec<Vec<Cell>>,
}

impl Grid {
    pub(super) fn new(alignments: Vec<Alignment>) -> Self {
        Self {
            alignments,
            rows: Vec::new(),
        }
    }

    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Whether the row begun last is the header.
    pub(super) fn is_in_header(&self) -> bool {
        self.rows.len() == 1
    }

    pub(super) fn push(&mut self, cell: Cell) {
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }

    /// Returns the lines of the table.
    pub(super) fn draw(&self, width: usize, page: &Page) -> Vec<String> {
        let Some((header, rows)) = self.rows.split_first() else {
            return Vec::new();
        };
        match self.fitted(width) {
            Some(widths) => self.in_columns(header, rows, &widths, page),
            None => stacked(header, rows, width, page),
        }
    }

    /// Returns the width of each column: of its widest cell, but no wider than the others have to be to fit. `None` if
    /// they cannot.
    fn fitted(&self, width: usize) -> Option<Vec<usize>> {
        let natural = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| natural_width(cell))
                .max()
                .unwrap_or(0)
                .max(1)
        };
        let mut widths: Vec<usize> = (0..self.alignments.len()).map(natural).collect();
        let mut left = width.checked_sub(GAP * widths.len().saturating_sub(1))?;
        let mut ascending = widths.clone();
        ascending.sort_unstable();
        let mut widest = usize::MAX;
        for (index, natural) in ascending.iter().enumerate() {
            let share = left / (ascending.len() - index);
            if *natural > share {
                widest = share;
                break;
            }
            left -= natural;
        }
        if widest < LEAST {
            return None;
        }
        widths
            .iter_mut()
            .for_each(|width| *width = (*width).min(widest));
        Some(widths)
    }

    fn in_columns(
        &self,
        header: &[Cell],
        rows: &[Vec<Cell>],
        widths: &[usize],
        page: &Page,
    ) -> Vec<String> {
        let mut lines = self.row(header, widths, page);
        let rule = widths.iter().map(|width| "─".repeat(*width));
        let rule = rule.collect::<Vec<_>>().join(&" ".repeat(GAP));
        lines.push(page.faint(&rule));
        let rows: Vec<Vec<String>> = rows.iter().map(|row| self.row(row, widths, page)).collect();
        // Where rows take several lines, it must be seen where one ends.
        let is_apart = rows.iter().any(|row| row.len() > 1);
        for (index, row) in rows.into_iter().enumerate() {
            if is_apart && index > 0 {
                lines.push(String::new());
            }
            lines.extend(row);
        }
        lines
    }

    /// Returns the lines of a row.
    fn row(&self, row: &[Cell], widths: &[usize], page: &Page) -> Vec<String> {
        let wrapped = |(cell, width): (&Cell, &usize)| wrap(cell, *width, Addresses::Cut);
        let cells: Vec<Vec<Cell>> = row.iter().zip(widths).map(wrapped).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let line = |index: usize| {
            let parts = cells.iter().zip(widths).zip(&self.alignments);
            let parts = parts.map(|((cell, width), alignment)| {
                aligned(
                    cell.get(index).map_or(&[], Vec::as_slice),
                    *width,
                    *alignment,
                    page,
                )
            });
            let line = parts.collect::<Vec<_>>().join(&" ".repeat(GAP));
            line.trim_end().to_owned()
        };
        (0..height).map(line).collect()
    }
}

fn aligned(line: &[Run], width: usize, alignment: Alignment, page: &Page) -> String {
    let space = width.saturating_sub(width_of(line));
    let before = match alignment {
        Alignment::Right => space,
        Alignment::Center => space / 2,
        Alignment::Left | Alignment::None => 0,
    };
    let (before, behind) = (" ".repeat(before), " ".repeat(space - before));
    format!("{before}{}{behind}", styled(line, page))
}

/// Returns a line or more for each cell, with its title.
fn stacked(header: &[Cell], rows: &[Vec<Cell>], width: usize, page: &Page) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            lines.push(String::new());
        }
        for (title, cell) in header.iter().zip(row) {
            let mut both = title.clone();
            let mut colon = Inline::new(page);
            colon.text(": ");
            both.extend(colon.take());
            both.extend(cell.iter().cloned());
            let wrapped = wrap(&both, width, Addresses::Whole);
            lines.extend(wrapped.iter().map(|line| styled(line, page)));
        }
    }
    lines
}
