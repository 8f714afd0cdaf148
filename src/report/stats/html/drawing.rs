//! Bars as SVG, with axes and labels.
//!
//! Nothing here measures a font, so the room for labels is reckoned from their length. The page's style sheet takes the
//! colours for names: it gives each another where the reader's page is dark.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use unicode_width::UnicodeWidthStr;

use crate::report::table::cut;

const BAR: RGBColor = RGBColor(0x2F, 0x6F, 0xB5);
const QUIET: RGBColor = RGBColor(0x57, 0x62, 0x74);
const RULE: RGBColor = RGBColor(0xD9, 0xDE, 0xE6);
/// The library writes a font's size divided by 1.24.
const FONT_SIZE: f64 = 13.0 * 1.24;
/// What a character of that size takes at most in most fonts, on average over a label.
const CHARACTER: u32 = 9;
const MARGIN: u32 = 8;
/// Lies between a label and its bar.
const TICK: u32 = 6;
/// How finely a bar's place is divided: the library puts labels on axes of whole numbers only.
const PLACE: i32 = 100;
/// Half of what lies between two bars.
const GAP: i32 = 12;

/// A bar.
#[derive(Debug, Clone)]
pub(super) struct Bar {
    /// What it is of.
    pub(super) label: String,
    /// How long it is.
    pub(super) number: f64,
    /// What that is in words.
    pub(super) amount: String,
}

/// How wide a picture is, and how it is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// For a desk, and for paper.
    Wide,
    /// For a phone.
    Narrow,
}

impl Width {
    fn pixels(self) -> u32 {
        match self {
            Self::Wide => 900,
            Self::Narrow => 360,
        }
    }
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// Draws one bar below another, the first at the top, each with its amount.
pub(super) fn lying(bars: &[Bar], width: Width) -> String {
    let height = 26 * u32::try_from(bars.len()).unwrap_or(u32::MAX / 26) + 2 * MARGIN;
    drawn(width, height, |area| draw_lying(area, bars, width))
}

/// Draws one bar beside another, for what has an order.
pub(super) fn standing(bars: &[Bar], scale: &dyn Fn(f64) -> String, width: Width) -> String {
    drawn(width, 240, |area| draw_standing(area, bars, scale, width))
}

fn drawn(width: Width, height: u32, draw: impl FnOnce(&Area<'_>) -> Drawn) -> String {
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, (width.pixels(), height)).into_drawing_area();
    let drawn = draw(&area).and_then(|()| area.present());
    drawn.expect("writing to memory does not fail");
    drop(area);
    svg
}

fn draw_lying(area: &Area<'_>, bars: &[Bar], width: Width) -> Drawn {
    let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(UnicodeWidthStr::width).max();
    let most = if width == Width::Wide { 32 } else { 15 };
    let labels: Vec<String> = bars.iter().map(|bar| cut(&bar.label, most)).collect();
    let label_width = widest(&mut labels.iter().map(String::as_str)).unwrap_or(0);
    let amount_width = widest(&mut bars.iter().map(|bar| bar.amount.as_str())).unwrap_or(0);
    let room = |characters: usize| u32::try_from(characters).unwrap_or(0) * CHARACTER + MARGIN;
    let middles = (0..bars.len()).map(middle_of).collect();
    let mut chart = ChartBuilder::on(area)
        .margin(MARGIN)
        .margin_right(MARGIN + room(amount_width))
        .y_label_area_size(room(label_width))
        .build_cartesian_2d(
            0.0..largest(bars),
            (place_of(bars.len())..0).with_key_points(middles),
        )?;
    chart
        .configure_mesh()
        .disable_mesh()
        .disable_x_axis()
        .axis_style(RULE)
        .set_tick_mark_size(LabelAreaPosition::Left, TICK)
        .y_label_formatter(&|middle| label_at(&labels, *middle))
        .y_label_style(font())
        .draw()?;
    chart.draw_series(bars.iter().enumerate().map(|(index, bar)| {
        let top = place_of(index);
        let corners = [(0.0, top + GAP), (bar.number, top + PLACE - GAP)];
        Rectangle::new(corners, BAR.filled())
    }))?;
    chart.draw_series(bars.iter().enumerate().map(|(index, bar)| {
        let end = (bar.number, middle_of(index));
        let style = font().pos(Pos::new(HPos::Left, VPos::Center));
        EmptyElement::at(end) + Text::new(bar.amount.clone(), (6, 0), style)
    }))?;
    Ok(())
}

fn draw_standing(
    area: &Area<'_>,
    bars: &[Bar],
    scale: &dyn Fn(f64) -> String,
    width: Width,
) -> Drawn {
    let top = largest(bars);
    let labels: Vec<String> = bars.iter().map(|bar| bar.label.clone()).collect();
    let widest = |texts: &[String]| {
        let widest = texts.iter().map(|text| text.width()).max().unwrap_or(0);
        u32::try_from(widest).unwrap_or(0) * CHARACTER
    };
    // What the scale's steps look like is known only when it is drawn; these are about as long.
    let steps = [0.2, 0.4, 0.6, 0.8, 1.0].map(|share| scale(top * share).chars().take(9).collect());
    let scale_width = widest(&steps) + MARGIN;
    let room = width.pixels().saturating_sub(scale_width + 3 * MARGIN);
    let fitting = (room / (widest(&labels) + 2 * MARGIN)).max(1) as usize;
    let middles = (0..bars.len()).step_by(bars.len().div_ceil(fitting).max(1));
    let middles = middles.map(middle_of).collect();
    let half_a_label = widest(&labels) / 2;
    let mut chart = ChartBuilder::on(area)
        .margin(MARGIN)
        .margin_right(half_a_label.max(MARGIN))
        .y_label_area_size(scale_width.max(half_a_label))
        .x_label_area_size(26)
        .build_cartesian_2d(
            (0..place_of(bars.len())).with_key_points(middles),
            0.0..top * 1.05,
        )?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(RULE)
        .axis_style(RULE)
        .y_labels(4)
        .x_label_formatter(&|middle| label_at(&labels, *middle))
        .y_label_formatter(&|number| scale(*number))
        .label_style(font())
        .draw()?;
    let gap = if bars.len() > 60 { 0 } else { GAP };
    chart.draw_series(bars.iter().enumerate().map(|(index, bar)| {
        let left = place_of(index);
        let corners = [(left + gap, 0.0), (left + PLACE - gap, bar.number)];
        Rectangle::new(corners, BAR.filled())
    }))?;
    Ok(())
}

fn font() -> TextStyle<'static> {
    ("sans-serif", FONT_SIZE).into_font().color(&QUIET)
}

/// Returns where the place of a bar begins. There are never so many that it would not fit.
fn place_of(index: usize) -> i32 {
    i32::try_from(index).map_or(i32::MAX, |index| index.saturating_mul(PLACE))
}

fn middle_of(index: usize) -> i32 {
    place_of(index).saturating_add(PLACE / 2)
}

/// Returns the label of the bar whose middle this is.
fn label_at(labels: &[String], middle: i32) -> String {
    let index = usize::try_from(middle / PLACE).ok();
    index
        .and_then(|index| labels.get(index))
        .cloned()
        .unwrap_or_default()
}

/// Returns where the scale ends; anywhere if all bars are empty.
fn largest(bars: &[Bar]) -> f64 {
    let largest = bars.iter().map(|bar| bar.number).fold(0.0, f64::max);
    if largest > 0.0 { largest } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(count: u32) -> Vec<Bar> {
        let bar = |index| Bar {
            label: format!("<b>&\"{index}\"千代"),
            number: f64::from(index),
            amount: format!("${index}"),
        };
        (0..count).map(bar).collect()
    }

    fn texts(svg: &str) -> Vec<&str> {
        let texts = svg
            .split("</text>")
            .filter_map(|part| part.rsplit_once(">\n"));
        texts
            .map(|(_, text)| text.trim())
            .filter(|text| !text.is_empty())
            .collect()
    }

    #[test]
    fn labels_are_text_whatever_they_say() {
        for width in [Width::Wide, Width::Narrow] {
            let svg = lying(&bars(3), width);
            assert!(!svg.contains("<b>"), "{svg}");
            let label = "&lt;b&gt;&amp;&quot;2&quot;千代";
            assert!(texts(&svg).contains(&label), "{svg}");
            assert!(texts(&svg).contains(&"$2"), "{svg}");
            let svg = standing(&bars(3), &|number| format!("<{number}>"), width);
            assert!(texts(&svg).contains(&label), "{svg}");
            assert!(svg.contains("&lt;1&gt;"), "{svg}");
        }
    }

    #[test]
    fn labels_that_do_not_fit_are_left_out_and_bars_are_not() {
        let svg = standing(&bars(100), &|number| number.to_string(), Width::Narrow);
        let labels = texts(&svg)
            .iter()
            .filter(|text| text.contains("千代"))
            .count();
        assert!((1..5).contains(&labels), "{svg}");
        assert_eq!(svg.matches("<rect").count(), 100);
    }

    #[test]
    fn nothing_at_all_can_be_drawn() {
        for bars in [bars(0), bars(1)] {
            for width in [Width::Wide, Width::Narrow] {
                assert!(lying(&bars, width).ends_with("</svg>\n"));
                assert!(standing(&bars, &|_| String::new(), width).ends_with("</svg>\n"));
            }
        }
    }
}
