//! Which chart a dimension gets, and of what.

use chrono::Weekday;

use super::drawing::{self, Bar, Width};
use crate::actions::stats::{Breakdown, Dimension, GroupValue, StatsRow};
use crate::model::Totals;
use crate::report::count;
use crate::report::stats::grid::cell;
use crate::report::stats::measure::Measure;
use crate::report::stats::timeline::Timeline;
use crate::report::stats::visible;

/// The most bars below one another; what is left of the rows is one more.
const MOST_LYING: usize = 12;
/// The most bars beside one another, by the width.
const MOST_STANDING: [(Width, usize); 2] = [(Width::Wide, 120), (Width::Narrow, 45)];

/// A chart, drawn for two widths.
pub(super) struct Chart {
    /// What it shows.
    pub(super) caption: String,
    pub(super) wide: String,
    pub(super) narrow: String,
}

/// Draws what replies took by one dimension; `None` where there is nothing to be seen.
pub(super) fn chart(breakdown: &Breakdown, measure: Measure) -> Option<Chart> {
    let mut rows = breakdown.rows.iter();
    if !rows.any(|row| measure.number(&row.sums.totals) > 0.0) {
        return None;
    }
    match breakdown.dimension {
        Dimension::Day | Dimension::Week | Dimension::Month => timeline(breakdown, measure),
        Dimension::Hour | Dimension::Weekday => Some(cycle(breakdown, measure)),
        _ => Some(ranking(breakdown, measure)),
    }
}

fn timeline(breakdown: &Breakdown, measure: Measure) -> Option<Chart> {
    let mut caption = String::new();
    let mut drawn = Vec::new();
    for (width, most) in MOST_STANDING {
        let timeline = Timeline::of(breakdown, most)?;
        if width == Width::Wide {
            let by = breakdown.dimension.as_str();
            caption = format!("{} by {by}, {}", measure.as_str(), timeline.extent());
        }
        let steps = timeline.steps.iter();
        let bars = bars(
            steps.map(|step| (timeline.label(step), &step.totals)),
            measure,
        );
        drawn.push(standing(&bars, measure, width));
    }
    let mut drawn = drawn.into_iter();
    Some(Chart {
        caption,
        wide: drawn.next()?,
        narrow: drawn.next()?,
    })
}

/// Draws all hours of the day, or all days of the week.
fn cycle(breakdown: &Breakdown, measure: Measure) -> Chart {
    let all: Vec<GroupValue> = match breakdown.dimension {
        Dimension::Hour => (0..24).map(|hour| GroupValue::Hour(Some(hour))).collect(),
        _ => std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ()))
            .take(7)
            .map(|day| GroupValue::Weekday(Some(day)))
            .collect(),
    };
    let nothing = Totals::default();
    let rows: Vec<StatsRow> = breakdown.rows.iter().collect();
    let hours_or_days = all.iter().map(|value| {
        let row = rows.iter().find(|row| row.group.first() == Some(value));
        (cell(value), row.map_or(&nothing, |row| &row.sums.totals))
    });
    let bars = bars(hours_or_days, measure);
    Chart {
        caption: caption(breakdown, measure),
        wide: standing(&bars, measure, Width::Wide),
        narrow: standing(&bars, measure, Width::Narrow),
    }
}

/// Draws the first rows, and what is left as one.
fn ranking(breakdown: &Breakdown, measure: Measure) -> Chart {
    let rows: Vec<StatsRow> = breakdown.rows.iter().collect();
    let (rows, left) = rows.split_at(rows.len().min(MOST_LYING));
    let names = rows.iter().map(|row| {
        let name = row.group.iter().map(cell).collect::<String>();
        (visible(&name), &row.sums.totals)
    });
    let mut count = left.len();
    let mut others = Totals::default();
    left.iter().for_each(|row| others.merge(&row.sums.totals));
    if let Some((rows, sums)) = &breakdown.others {
        count += rows;
        others.merge(&sums.totals);
    }
    let others = (count > 0).then(|| (format!("{count} others"), &others));
    let bars = bars(names.chain(others), measure);
    Chart {
        caption: caption(breakdown, measure),
        wide: drawing::lying(&bars, Width::Wide),
        narrow: drawing::lying(&bars, Width::Narrow),
    }
}

fn caption(breakdown: &Breakdown, measure: Measure) -> String {
    format!("{} by {}", measure.as_str(), breakdown.dimension.as_str())
}

/// Makes bars of labels and what they stand for, whose amounts are written alike.
fn bars<'t>(all: impl IntoIterator<Item = (String, &'t Totals)>, measure: Measure) -> Vec<Bar> {
    let (labels, totals): (Vec<String>, Vec<&Totals>) = all.into_iter().unzip();
    let amounts = measure.texts(totals.iter().copied());
    let all = labels.into_iter().zip(totals).zip(amounts);
    let bars = all.map(|((label, totals), amount)| Bar {
        label,
        number: measure.number(totals),
        amount,
    });
    bars.collect()
}

fn standing(bars: &[Bar], measure: Measure, width: Width) -> String {
    drawing::standing(bars, &|number| scale(number, measure), width)
}

/// Writes a number on a scale, which has few digits.
fn scale(number: f64, measure: Measure) -> String {
    match measure {
        Measure::Cost => {
            let digits = format!("{number:.6}");
            let digits = digits.trim_end_matches('0').trim_end_matches('.');
            format!("${digits}")
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count, which is not below zero"
        )]
        Measure::Tokens | Measure::Replies => count(number.round() as u64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::stats::StatsRows;
    use crate::report::stats::tests::{sums, totals};

    fn breakdown(dimension: Dimension, groups: Vec<GroupValue>) -> Breakdown {
        let row = |value| StatsRow {
            group: vec![value],
            sums: sums(totals("1.5", 0)),
        };
        Breakdown {
            dimension,
            rows: StatsRows::of(&[dimension], groups.into_iter().map(row)),
            others: None,
        }
    }

    #[test]
    fn the_clock_and_the_week_are_whole() {
        let hours = breakdown(
            Dimension::Hour,
            vec![GroupValue::Hour(Some(9)), GroupValue::Hour(None)],
        );
        let drawn = chart(&hours, Measure::Cost).expect("there is a cost");
        assert_eq!(drawn.wide.matches("<rect").count(), 24);
        assert!(drawn.wide.contains("\n23\n"), "{}", drawn.wide);
        let days = breakdown(
            Dimension::Weekday,
            vec![GroupValue::Weekday(Some(Weekday::Tue))],
        );
        let drawn = chart(&days, Measure::Cost).expect("there is a cost");
        assert!(drawn.narrow.contains("\nSun\n"), "{}", drawn.narrow);
    }

    #[test]
    fn what_is_too_much_for_a_chart_is_one_bar() {
        let models = (0..20).map(|index| GroupValue::Name(format!("m{index}").into()));
        let models = breakdown(Dimension::Model, models.collect());
        let drawn = chart(&models, Measure::Cost).expect("there is a cost");
        assert!(
            drawn.wide.contains("8 others") && drawn.wide.contains("$12.00"),
            "{}",
            drawn.wide
        );
        assert!(!drawn.wide.contains("m12"), "{}", drawn.wide);
    }

    #[test]
    fn a_scale_has_few_digits_and_nothing_needs_no_chart() {
        assert_eq!(scale(0.1 + 0.2, Measure::Cost), "$0.3");
        assert_eq!(scale(1500.0, Measure::Cost), "$1500");
        assert_eq!(scale(1_500_000.0, Measure::Tokens), "1,500,000");
        assert!(chart(&breakdown(Dimension::Model, Vec::new()), Measure::Cost).is_none());
    }
}
