//! Charts of usage in the terminal: bars below the table, and a line of bars for what was when.
//!
//! Each number stands beside its bar as text, and what a line of bars shows is said before it.

use unicode_width::UnicodeWidthStr;

use super::grid::cell;
use super::measure::Measure;
use super::timeline::Timeline;
use crate::actions::stats::{StatsRow, Sums, UsageStats};
use crate::report::table::cut;
use crate::report::{Page, Record, Report, Value, safe_line};

/// How wide charts are where nobody can tell.
const WIDTH: usize = 80;
/// Bars are no shorter than this, whatever else has to be.
const LEAST_BAR: usize = 8;
/// Columns between a name, a number and a bar.
const GAP: &str = "  ";
/// The last block of a bar, by how many eighths of it are full.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// What is upright, the first for nothing at all.
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII_LEVELS: [char; 8] = ['_', '.', ':', '-', '=', '+', '*', '#'];

/// Usage with a chart below its table. As data it is the same without.
pub struct ChartedStats<'a> {
    /// The usage, with breakdowns if it is by dates.
    pub stats: &'a UsageStats,
    /// What the bars stand for.
    pub measure: Measure,
}

impl Report for ChartedStats<'_> {
    fn value(&self) -> Value {
        self.stats.value()
    }

    fn records(&self) -> Vec<Record> {
        self.stats.records()
    }

    fn text(&self, page: &Page) -> String {
        let mut text = self.stats.text(page);
        if !self.stats.rows.is_empty() {
            text += &self.bars(page);
            text += &self.timelines(page);
        }
        text
    }
}

impl ChartedStats<'_> {
    /// Draws a bar for each row of the table but the total, to one scale.
    fn bars(&self, page: &Page) -> String {
        let rows: Vec<StatsRow> = self.stats.rows.iter().collect();
        let others = self.stats.others.iter();
        let names: Vec<String> = rows
            .iter()
            .map(|row| row.group.iter().map(cell).collect::<Vec<_>>().join(GAP))
            .chain(others.clone().map(|(rows, _)| format!("{rows} others")))
            .map(|name| safe_line(&name, page).into_owned())
            .collect();
        let sums = rows
            .iter()
            .map(|row| &row.sums)
            .chain(others.map(|(_, sums)| sums));
        let totals: Vec<_> = sums.map(|sums: &Sums| &sums.totals).collect();
        let amounts = self.measure.texts(totals.iter().copied());
        let numbers: Vec<f64> = totals.iter().map(|it| self.measure.number(it)).collect();
        let most = largest(&numbers);
        let width = page.width.unwrap_or(WIDTH);
        let amount_width = widest(&amounts);
        let space = width.saturating_sub(amount_width + 2 * GAP.len());
        let name_width = widest(&names).min((space / 2).max(LEAST_BAR));
        let bar_width = space.saturating_sub(name_width).max(LEAST_BAR);
        let mut text = format!("\n{}\n", page.strong(self.measure.as_str()));
        for ((name, amount), number) in names.iter().zip(&amounts).zip(numbers) {
            let name = cut(name, name_width);
            let name_gap = " ".repeat(name_width.saturating_sub(name.width()));
            let amount_gap = " ".repeat(amount_width - amount.width());
            text += &format!("{name}{name_gap}{GAP}{amount_gap}{amount}");
            let bar = bar(number / most, bar_width, page.has_unicode);
            if !bar.is_empty() {
                text += &format!("{GAP}{}", page.bar(&bar));
            }
            text.push('\n');
        }
        text
    }

    /// Draws what was when, for each dimension that is a date.
    fn timelines(&self, page: &Page) -> String {
        let dates = self.stats.each.iter().filter(|it| it.dimension.is_date());
        let mut text = String::new();
        for breakdown in dates {
            let Some(timeline) = Timeline::of(breakdown, page.width.unwrap_or(WIDTH)) else {
                continue;
            };
            let totals = || timeline.steps.iter().map(|step| &step.totals);
            let numbers: Vec<f64> = totals().map(|it| self.measure.number(it)).collect();
            let most = largest(&numbers);
            let (measure, by) = (self.measure.as_str(), breakdown.dimension.as_str());
            let heading = page.strong(&format!("{measure} by {by}"));
            text += &format!("\n{heading}, {}", timeline.extent());
            // The first of equals.
            let peak = numbers.iter().position(|number| *number >= most);
            if let Some(step) = peak.and_then(|peak| timeline.steps.get(peak)) {
                let amount = self.measure.texts([&step.totals]).concat();
                text += &format!("; most: {amount} ({})", timeline.label(step));
            }
            let levels: String = numbers
                .iter()
                .map(|number| level(number / most, page.has_unicode))
                .collect();
            text += &format!("\n{}\n", page.bar(&levels));
        }
        text
    }
}

fn widest(texts: &[String]) -> usize {
    texts.iter().map(|text| text.width()).max().unwrap_or(0)
}

/// Returns the largest number; anything above zero if there is none, since it is divided by.
fn largest(numbers: &[f64]) -> f64 {
    let largest = numbers.iter().copied().fold(0.0, f64::max);
    if largest > 0.0 { largest } else { 1.0 }
}

/// Draws a bar that fills this share of the width; what is more than nothing can be seen.
fn bar(share: f64, width: usize, has_unicode: bool) -> String {
    let parts = if has_unicode { 8 } else { 1 };
    let length = steps(share, width * parts);
    let (full, rest) = (length / parts, length % parts);
    match has_unicode {
        true => "█".repeat(full) + EIGHTHS[rest],
        false => "#".repeat(full),
    }
}

/// Draws a share of the height.
fn level(share: f64, has_unicode: bool) -> char {
    let levels = if has_unicode { LEVELS } else { ASCII_LEVELS };
    levels[steps(share, levels.len() - 1)]
}

/// Returns a share of so many steps: at least one, unless it is nothing.
fn steps(share: f64, count: usize) -> usize {
    if share <= 0.0 {
        return 0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a width"
    )]
    let steps = (share * count as f64).round() as usize;
    steps.clamp(1, count)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{rows, stats, stats_of, sums, totals};
    use super::super::timeline::tests::breakdown;
    use super::*;
    use crate::actions::stats::{Dimension, GroupValue};
    use crate::report::{Format, render};

    /// Returns what stands below the table.
    fn chart(stats: &UsageStats, measure: Measure, page: &Page) -> String {
        let shown = render(&ChartedStats { stats, measure }, Format::Table, page);
        let table = render(stats, Format::Table, page);
        shown
            .strip_prefix(&table)
            .expect("the table is above")
            .to_owned()
    }

    #[test]
    fn bars_are_to_scale_and_what_is_not_known_has_none() {
        let mut rows = rows();
        rows[0].sums = sums(totals("3", 0));
        rows[1].sums = sums(totals("1.7", 0));
        let stats = stats_of(rows);
        snapbox::assert_data_eq!(
            chart(&stats, Measure::Cost, &Page::plain()),
            snapbox::str![[r#"

cost
=a@x.org  gpt-4o    $3.00  █████████████████████████████████████████████████████
=a@x.org  mixed     $1.70  ██████████████████████████████
gone  –           unknown

"#]]
        );
        let ascii = Page {
            width: Some(40),
            has_unicode: false,
            ..Page::plain()
        };
        snapbox::assert_data_eq!(
            chart(&stats, Measure::Replies, &ascii),
            snapbox::str![[r#"

replies
=a@x.org  gpt-…  1,500  ################
=a@x.org  mixed  1,500  ################
gone  –          1,500  ################

"#]]
        );
    }

    #[test]
    fn lines_keep_to_the_width_and_hostile_names_do_nothing() {
        let mut rows = rows();
        rows[0].group[1] = GroupValue::Name("\x1b[2J千代\n".into());
        let stats = stats_of(rows);
        for width in [1, 10, 40, 200] {
            let page = Page {
                width: Some(width),
                is_terminal: true,
                ..Page::plain()
            };
            let shown = chart(&stats, Measure::Cost, &page);
            assert!(!shown.contains('\x1b'), "{shown:?}");
            let widest = shown.lines().map(UnicodeWidthStr::width).max();
            assert!(widest <= Some(width.max(40)), "{width}:\n{shown}");
        }
    }

    #[test]
    fn days_stand_side_by_side_with_those_between() {
        let days = [("2026-11-01", 1), ("2026-11-08", 100), ("2026-11-05", 40)];
        let breakdown = breakdown(Dimension::Day, &days);
        let stats = UsageStats {
            by: vec![Dimension::Day],
            rows: breakdown.rows.clone(),
            each: vec![breakdown],
            ..stats()
        };
        let shown = chart(&stats, Measure::Replies, &Page::plain());
        let timeline = shown.split("\n\n").last().expect("it is the last");
        snapbox::assert_data_eq!(
            timeline,
            snapbox::str![[r#"
replies by day, 2026-11-01 to 2026-11-08; most: 100 (2026-11-08)
▂▁▁▁▄▁▁█

"#]]
        );
    }

    #[test]
    fn nothing_at_all_is_no_bar() {
        let mut rows = rows();
        rows.truncate(1);
        rows[0].sums = Sums::default();
        let stats = stats_of(rows);
        let shown = chart(&stats, Measure::Cost, &Page::plain());
        assert_eq!(shown, "\ncost\n=a@x.org  gpt-4o  $0.00\n");
        let stats = stats_of(Vec::new());
        assert_eq!(chart(&stats, Measure::Cost, &Page::plain()), "");
    }
}
