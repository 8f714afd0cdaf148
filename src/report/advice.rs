//! What was measured of a store, and which backend would serve, shown.

use std::time::Duration;

use super::{Page, Record, Report, Value, count, facts, size};
use crate::actions::advice::{Advice, Backend, Reason};

impl Report for Advice {
    fn value(&self) -> Value {
        let measures = &self.measures;
        let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let (largest, database) = (measures.largest.as_ref(), measures.database.as_ref());
        // Scripts get numbers as they are.
        let plain = |number: usize| number.to_string();
        let reasons = self.reasons.iter();
        let reasons: Vec<String> = reasons
            .map(|reason| sentence(*reason, self.serves, plain))
            .collect();
        Record::new()
            .with("store", self.location.to_string())
            .with("users", self.users)
            .with("conversations", database.map(|facts| facts.conversations))
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
            .with("schema_version", database.map(|facts| facts.schema_version))
            .with(
                "server_version",
                database.map(|facts| facts.server_version.as_str()),
            )
            .with("present", name(self.present()))
            .with("serves", name(self.serves))
            .with("reasons", reasons)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let measures = &self.measures;
        let largest = match &measures.largest {
            Some((user, bytes)) => format!("{} ({user})", size(*bytes)),
            None => "-".to_owned(),
        };
        let (whose, how) = match self.present() {
            Backend::Json => ("largest file", "tried beside that file"),
            _ => ("largest user", "tried, and taken back"),
        };
        let append = measures.append.map_or_else(
            || "nothing can be written there".to_owned(),
            |time| format!("{}, {how}", shown(time)),
        );
        let mut list = vec![
            ("store", self.location.to_string()),
            ("users", grouped(self.users)),
        ];
        if let Some(database) = &measures.database {
            list.push(("conversations", grouped(database.conversations)));
        }
        list.extend([
            ("size", size(measures.total_bytes)),
            (whose, largest),
            ("an append takes", append),
            ("a search takes", shown(self.search)),
        ]);
        if let Some(database) = &measures.database {
            let server = words(self.present());
            list.push(("server", format!("{server} {}", database.server_version)));
            list.push(("version of tables", grouped(database.schema_version)));
        }
        list.push(("what serves", self.sentence()));
        facts(&list, page)
    }
}

impl Advice {
    fn present(&self) -> Backend {
        Backend::of(&self.location)
    }

    fn sentence(&self) -> String {
        let serves = words(self.serves);
        if self.reasons.is_empty() {
            let beyond = match self.serves {
                // How many machines there are to be cannot be measured.
                Backend::Sqlite => "; PostgreSQL, once several machines are to work on it",
                _ => "",
            };
            return format!("{serves}, as it is{beyond}");
        }
        let to = match self.serves {
            Backend::Json => "FOLDER",
            Backend::Sqlite => "sqlite:FILE",
            Backend::Postgres => "postgres://…",
        };
        let reasons = self.reasons.iter();
        let reasons: Vec<String> = reasons
            .map(|reason| sentence(*reason, self.serves, grouped))
            .collect();
        let reasons = reasons.join(", and ");
        format!("{serves}: {reasons}; `chatkeep migrate --to {to}`")
    }
}

/// Says in a line that a store has outgrown its backend, and how to learn more.
pub fn outgrown_note(serves: Backend, reason: Reason) -> String {
    let reason = sentence(reason, serves, grouped);
    format!("{reason}: `chatkeep doctor --measure` says whether it is time to move")
}

/// Says why a backend would serve, with numbers written by `number`.
fn sentence(reason: Reason, serves: Backend, number: impl Fn(usize) -> String) -> String {
    match reason {
        Reason::Users { users, from } => format!(
            "there are {} users, and {} serves from {} on",
            number(users),
            words(serves),
            number(from)
        ),
        Reason::SlowAppend => "an append takes more than a second".to_owned(),
        Reason::SlowSearch => "a search takes more than a second".to_owned(),
        Reason::OnNetwork => {
            "the file is on a network, and a file of SQLite's is for one machine".to_owned()
        }
    }
}

fn grouped(number: usize) -> String {
    count(number as u64)
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
