//! Puts names in brackets where the output differs from run to run.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Captures, Regex};

const UUID_TEXT: &str = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

static UUID: LazyLock<Regex> = LazyLock::new(|| pattern(UUID_TEXT));
static SHORT_ID: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9a-f]{8}"));
static RECIPIENT: LazyLock<Regex> = LazyLock::new(|| pattern("age1[0-9a-z]{58}"));
static BACKUP_TIME: LazyLock<Regex> = LazyLock::new(|| pattern("[0-9]{8}_[0-9]{6}Z"));
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+]00:00)?",
    )
});
static DATE: LazyLock<Regex> = LazyLock::new(|| pattern("([0-9]{4}-[0-9]{2}-[0-9]{2})"));

/// Matches with the space behind, so that the columns of a table stay below their titles.
fn pattern(text: &str) -> Regex {
    Regex::new(&format!(r"\b(?<value>{text})\b(?<gap> *)")).expect("the pattern is well formed")
}

/// What is known of a run.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// The days that it may have fallen on, such as `2026-02-09`. Times of other days are no accident, and stay.
    pub(crate) days: BTreeSet<String>,
    /// All text that it wrote into files, where ids that are shown in short are found whole.
    pub(crate) files: String,
}

impl Run {
    /// Replaces identifiers, this day's times and dates, and age recipients.
    pub(crate) fn redact(&self, text: &str) -> String {
        let known: BTreeSet<&str> = UUID
            .captures_iter(&self.files)
            .chain(UUID.captures_iter(text))
            .filter_map(|found| found.name("value"))
            .map(|found| &found.as_str()[..8])
            .collect();
        let is_today = |found: &Captures<'_>| {
            self.days
                .iter()
                .any(|day| found["value"].starts_with(day.as_str()))
        };
        let is_backup_of_today = |found: &Captures<'_>| {
            let compact = |day: &String| day.replace('-', "");
            self.days
                .iter()
                .any(|day| found["value"].starts_with(&compact(day)))
        };
        let is_known = |found: &Captures<'_>| known.contains(&found["value"]);
        let text = replace(text, &UUID, "[UUID]", |_| true);
        let text = replace(&text, &SHORT_ID, "[ID]", is_known);
        let text = replace(&text, &RECIPIENT, "[RECIPIENT]", |_| true);
        let text = replace(&text, &BACKUP_TIME, "[TIME]", is_backup_of_today);
        let text = replace(&text, &TIME, "[TIME]", is_today);
        replace(&text, &DATE, "[DATE]", is_today)
    }
}

fn replace(
    text: &str,
    pattern: &Regex,
    placeholder: &str,
    is_meant: impl Fn(&Captures<'_>) -> bool,
) -> String {
    let put = |found: &Captures<'_>| {
        let gap = &found["gap"];
        if !is_meant(found) {
            return found[0].to_owned();
        }
        // One space parts words; more of them part columns.
        let missing = found["value"].len().saturating_sub(placeholder.len());
        let padding = if gap.len() > 1 { missing } else { 0 };
        format!("{placeholder}{}{gap}", " ".repeat(padding))
    };
    pattern.replace_all(text, put).into_owned()
}

#[test]
fn what_differs_is_replaced_and_columns_stay() {
    let id = "4151f5a7-bd0f-4b78-ac14-4b23710a4059";
    let run = Run {
        days: ["2026-02-09".to_owned()].into(),
        files: format!("\"{id}\""),
    };
    for (text, wanted) in [
        (format!("added x ({id}) now"), "added x ([UUID]) now"),
        ("4151f5a7  title".into(), "[ID]      title"),
        ("4151f5a8  title".into(), "4151f5a8  title"),
        ("2026-02-09 12:30  x".into(), "[TIME]            x"),
        ("at 2026-02-09T12:30:00.123456 x".into(), "at [TIME] x"),
        ("2026-02-09  x".into(), "[DATE]      x"),
        ("2026-02-08 12:30  x".into(), "2026-02-08 12:30  x"),
        (
            "chatkeep-20260209_123000Z.tar.gz".into(),
            "chatkeep-[TIME].tar.gz",
        ),
        (format!("age1{}", "q".repeat(58)), "[RECIPIENT]"),
    ] {
        assert_eq!(run.redact(&text), wanted);
    }
}
