//! The command line of `stats` as it can be typed again, for a page that says how it was made.

use clap::ValueEnum;

use super::StatsArgs;
use super::choices::SortChoice;
use crate::actions::shell_quoted;
use crate::actions::stats::{Dimension, UsageStats};
use crate::report::boundary_text;

impl StatsArgs {
    /// Writes a command that makes the same page, also at another time: it has the days that were meant by `30d` and the
    /// like. Where the store is is left out, for that may be nobody else's business.
    pub(super) fn retyped(&self, stats: &UsageStats) -> String {
        let mut words = vec!["chatkeep".to_owned(), "stats".to_owned()];
        let mut option = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                words.extend([format!("--{name}"), shell_quoted(&value).into_owned()]);
            }
        };
        let list = |values: &[String]| (!values.is_empty()).then(|| values.join(","));
        let by: Vec<&str> = stats.by.iter().map(|by: &Dimension| by.as_str()).collect();
        option("by", Some(by.join(",")));
        option("user", self.user.clone());
        option("provider", list(&self.provider));
        option("model", list(&self.model));
        option("tag", list(&self.tag));
        option("since", stats.period.since.map(boundary_text));
        option("until", stats.period.until.map(boundary_text));
        option("timezone", Some(stats.timezone.name().to_owned()));
        option("compare", self.compare.map(|_| "previous".to_owned()));
        option("sort", self.sort_word());
        option("top", self.top.map(|top| top.to_string()));
        if self.reverse {
            words.push("--reverse".to_owned());
        }
        let file = self.html.as_ref().map(|path| path.display().to_string());
        words.extend([
            "--html".to_owned(),
            shell_quoted(&file.unwrap_or_default()).into_owned(),
        ]);
        words.join(" ")
    }

    /// Says what was left out by the options that narrow what counts.
    pub(super) fn limits(&self) -> Vec<String> {
        let list = |name: &str, values: &[String]| {
            (!values.is_empty()).then(|| format!("only {name} {}", values.join(", ")))
        };
        [
            self.user.as_ref().map(|user| format!("only user {user}")),
            list("provider", &self.provider),
            list("model", &self.model),
            list("tag", &self.tag),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn sort_word(&self) -> Option<String> {
        if self.sort == SortChoice::Usual {
            return None;
        }
        let word = self.sort.to_possible_value()?;
        Some(word.get_name().to_owned())
    }
}
