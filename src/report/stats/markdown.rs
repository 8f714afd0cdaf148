//! Usage and cost as a table in GitHub's Markdown.

use super::grid::Grid;
use super::visible;
use crate::actions::stats::UsageStats;

/// Writes the rows as a table of GitHub Flavored Markdown, the numbers on the right. Nothing in a name is markup.
pub fn stats_markdown(stats: &UsageStats) -> String {
    markdown(&Grid::of(stats))
}

/// Writes cells so.
pub(super) fn markdown(grid: &Grid) -> String {
    let titles = grid
        .titles
        .iter()
        .map(|title| title.trim_start_matches('#'));
    let rules = grid
        .titles
        .iter()
        .map(|title| match title.starts_with('#') {
            true => "---:",
            false => ":---",
        });
    let mut text = line(titles) + &line(rules);
    for row in &grid.rows {
        text += &line(row.iter().map(|cell| escaped(cell)));
    }
    text
}

/// Writes a line of a table.
fn line(cells: impl Iterator<Item = impl AsRef<str>>) -> String {
    let cells = cells.fold(String::from("|"), |line, cell| {
        line + " " + cell.as_ref() + " |"
    });
    cells + "\n"
}

/// Writes a cell so that it is shown as it is.
///
/// What would end a cell, or begin a tag, a link or a character reference is a reference itself, which readers of tables
/// leave alone: they do not agree on what a backslash before a pipe means behind another backslash. Control characters are
/// made visible: the text may end up anywhere.
fn escaped(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    for c in visible(cell).chars() {
        match c {
            '|' | '\\' | '<' | '>' | '&' | ':' => text += &format!("&#{};", u32::from(c)),
            '`' | '*' | '_' | '[' | ']' | '~' | '$' | '!' if !is_amount(cell) => {
                text.push('\\');
                text.push(c);
            }
            c => text.push(c),
        }
    }
    text
}

/// Whether a cell is an amount of ours, whose dollar sign begins no formula.
fn is_amount(cell: &str) -> bool {
    let digits = cell.trim_start_matches(['+', '-']).strip_prefix('$');
    digits.is_some_and(|digits| {
        digits
            .chars()
            .all(|c| c.is_ascii_digit() || ",.".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    const HOSTILE: [&str; 8] = [
        "a|b",
        r"c\|d\\",
        "<script>alert(1)</script>",
        "`code` **bold** _it_ ~~gone~~",
        "[text](http://example.org) ![i](x)",
        "&lt; &#60; http://example.org",
        "$x$ !",
        "https://example.org/a_b",
    ];

    #[test]
    fn a_reader_of_markdown_sees_each_cell_as_it_is() {
        let rules = [":---", "---:"];
        for cell in HOSTILE {
            let table = line(["a", "b"].iter())
                + &line(rules.iter())
                + &line([escaped(cell), "x".to_owned()].iter());
            let (mut cells, mut text) = (Vec::new(), String::new());
            let mut in_head = false;
            for event in Parser::new_ext(
                &table,
                Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH,
            ) {
                match event {
                    Event::Start(Tag::TableHead) => in_head = true,
                    Event::End(TagEnd::TableHead) => in_head = false,
                    Event::End(TagEnd::TableCell) if !in_head => {
                        cells.push(std::mem::take(&mut text));
                    }
                    Event::End(TagEnd::TableCell) => text.clear(),
                    Event::Text(piece) => text += &piece,
                    Event::Start(Tag::Table(_) | Tag::TableRow | Tag::TableCell)
                    | Event::End(TagEnd::Table | TagEnd::TableRow) => {}
                    other => panic!("{cell:?} became {other:?}"),
                }
            }
            assert_eq!(cells, [cell, "x"]);
        }
    }

    #[test]
    fn lines_and_what_acts_are_made_visible_and_amounts_stay_plain() {
        assert_eq!(escaped("a\nb\x1b[2J\u{202E}c"), "a␊b␛\\[2J\u{FFFD}c");
        assert_eq!(escaped("-$1,234.50"), "-$1,234.50");
        assert_eq!(escaped("$x$"), r"\$x\$");
    }
}
