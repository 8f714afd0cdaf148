//! What was measured of a store, and which backend would serve, shown.

use std::time::Duration;

use super::{Page, Record, Report, Value, count, facts, size};
use crate::actions::advice::{Advice, Backend};

impl Report for Advice {
    fn value(&self) -> Value {
        let measures = &self.measures;
        let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let largest = measures.largest.as_ref();
        Record::new()
            .with("store", self.location.to_string())
            .with("users", measures.users)
            .with("total_bytes", Value::Count(measures.total_bytes))
            .with("largest_user", largest.map(|(user, _)| user.as_str()))
            .with(
                "largest_bytes",
                largest.map(|(_, bytes)| Value::Count(*bytes)),
            )
            .with(
                "append_ms",
                measures.append.map(|time| Value::Count(milliseconds(time))),
            )
            .with("search_ms", Value::Count(milliseconds(self.search)))
            .with("present", name(Backend::of(&self.location)))
            .with("serves", name(self.serves))
            .with("reasons", self.reasons.clone())
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let measures = &self.measures;
        let largest = match &measures.largest {
            Some((user, bytes)) => format!("{} ({user})", size(*bytes)),
            None => "-".to_owned(),
        };
        let append = measures
            .append
            .map_or_else(|| "nothing can be written there".to_owned(), shown);
        let list = [
            ("store", self.location.to_string()),
            ("users", count(measures.users as u64)),
            ("size", size(measures.total_bytes)),
            ("largest file", largest),
            ("an append takes", append),
            ("a search takes", shown(self.search)),
            ("what serves", self.sentence()),
        ];
        facts(&list, page)
    }
}

impl Advice {
    fn sentence(&self) -> String {
        if self.reasons.is_empty() {
            return format!("{}, as it is", words(self.serves));
        }
        let to = match self.serves {
            Backend::Json => "FOLDER",
            Backend::Sqlite => "sqlite:FILE",
            Backend::Postgres => "postgres://…",
        };
        let reasons = self.reasons.join(", and ");
        let serves = words(self.serves);
        format!("{serves}: {reasons}; `chatkeep migrate --to {to}`")
    }
}

fn name(backend: Backend) -> &'static str {
    match backend {
        Backend::Json => "json",
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgres",
    }
}

fn words(backend: Backend) -> &'static str {
    match backend {
        Backend::Json => "JSON files",
        Backend::Sqlite => "SQLite",
        Backend::Postgres => "PostgreSQL",
    }
}

fn shown(time: Duration) -> String {
    match time.as_millis() {
        0 => "less than 1 ms".to_owned(),
        milliseconds @ 1..1000 => format!("{milliseconds} ms"),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}
