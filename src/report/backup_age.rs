//! How old the newest good backup is, shown.

use std::time::Duration;

use super::backups::{amounts, problem};
use super::{Page, Record, Report, Value, safe_line, size};
use crate::actions::backup::ListedState;
use crate::actions::backup_age::BackupAge;

impl BackupAge {
    /// Says what is wrong, if anything is.
    pub fn problem(&self) -> Option<String> {
        let Some((newest, age)) = self.newest.as_ref().zip(self.age) else {
            let folder = self.folder.display();
            return Some(format!("there is no good backup in {folder}"));
        };
        (!self.is_ok()).then(|| {
            format!(
                "the newest good backup, {}, is {} old; {} is the most",
                newest.path.display(),
                time_span(age),
                time_span(self.max_age)
            )
        })
    }

    /// Says of what else the admin should know, a line each.
    pub fn warnings(&self) -> Vec<String> {
        let future = self.in_future.iter().map(|path| {
            format!(
                "{} is named after a time that is yet to come, so a clock is or was wrong; it does not count",
                path.display()
            )
        });
        let not_good = self.not_good.iter().map(|backup| {
            // The errors name the file.
            format!("a backup does not count: {}", problem(&backup.error))
        });
        future.chain(not_good).collect()
    }
}

impl Report for BackupAge {
    fn value(&self) -> Value {
        let newest = self.newest.as_ref();
        let contents = newest.and_then(|backup| match &backup.state {
            ListedState::Readable(contents) => Some(contents),
            ListedState::Encrypted | ListedState::Damaged(_) => None,
        });
        let not_good = self.not_good.iter().map(|backup| {
            Record::new()
                .with("path", backup.path.display().to_string())
                .with("problem", problem(&backup.error))
        });
        let in_future = self.in_future.iter();
        let in_future: Vec<_> = in_future.map(|path| path.display().to_string()).collect();
        Record::new()
            .with("ok", self.is_ok())
            .with("folder", self.folder.display().to_string())
            .with("path", newest.map(|it| it.path.display().to_string()))
            .with("created_at", newest.map(|it| it.created_at))
            .with("age_seconds", self.age.map(|age| age.as_secs()))
            .with("max_age_seconds", self.max_age.as_secs())
            .with("size_bytes", newest.map(|it| it.size_bytes))
            .with("encrypted", newest.map(|it| it.is_encrypted))
            .with("users", contents.map(|contents| contents.users))
            .with(
                "conversations",
                contents.map(|contents| contents.conversations),
            )
            .with("problem", self.problem())
            .with("not_good", not_good.collect::<Vec<_>>())
            .with("in_future", in_future)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let Some((newest, age)) = self.newest.as_ref().zip(self.age) else {
            let folder = self.folder.display().to_string();
            let verdict = page.error("none");
            return format!(
                "{verdict}     no good backup in {}\n",
                safe_line(&folder, page)
            );
        };
        let verdict = match self.is_ok() {
            true => page.strong("ok") + "      ",
            false => page.error("too old") + " ",
        };
        let path = newest.path.display().to_string();
        let held = match &newest.state {
            ListedState::Readable(contents) => amounts(contents),
            _ => format!(
                "{}, encrypted: judged by its name and size alone",
                size(newest.size_bytes)
            ),
        };
        format!(
            "{verdict} {}: {} old, {held}\n",
            safe_line(&path, page),
            time_span(age)
        )
    }
}

/// Writes how long something takes or is ago, in the two largest units that matter: `45 s`, `26 h`, `3 d 4 h`.
fn time_span(span: Duration) -> String {
    const UNITS: [(&str, u64); 4] = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];
    let seconds = span.as_secs();
    // People say 26 hours, and think of a day and what it may be late.
    let first = match seconds {
        172_800.. => 0,
        3_600.. => 1,
        60.. => 2,
        _ => 3,
    };
    let (unit, length) = UNITS[first];
    let text = format!("{} {unit}", seconds / length);
    match UNITS.get(first + 1) {
        Some((next, shorter)) if seconds % length >= *shorter => {
            format!("{text} {} {next}", seconds % length / shorter)
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_the_units_that_suit_them() {
        for (seconds, text) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (3_599, "59 min 59 s"),
            (3_601, "1 h"),
            (93_600, "26 h"),
            (172_799, "47 h 59 min"),
            (172_800, "2 d"),
            (273_700, "3 d 4 h"),
        ] {
            assert_eq!(time_span(Duration::from_secs(seconds)), text, "{seconds}");
        }
    }
}
