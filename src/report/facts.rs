//! Things about one subject, a line each; and counts with their nouns.

use super::money::count;
use super::page::Page;
use super::safe_text::safe_line;

/// Writes names and values below one another.
pub fn facts(facts: &[(&str, String)], page: &Page) -> String {
    let width = facts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(name, value): &(&str, String)| {
        let padding = " ".repeat(width - name.len());
        format!(
            "{}{padding}  {}\n",
            page.strong(name),
            safe_line(value, page)
        )
    };
    facts.iter().map(line).collect()
}

/// Writes a count with its noun: `no keys`, `1 key`, `1,234 keys`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{} {many}", count(number as u64)),
    }
}
