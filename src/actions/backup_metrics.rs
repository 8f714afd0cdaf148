//! What became of backups, as metrics for Prometheus: a file for the textfile collector of its node exporter.
//!
//! The format is Prometheus's text exposition format, version 0.0.4: a HELP and a TYPE line, then the value. What the last
//! successful run said stays when a run fails: an alert wants to know how old the newest backup is, not that one failed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use chrono::{DateTime, Utc};

use super::backup::BackupMade;
use super::{ActionError, ActionResult, NewFile};

const PREFIX: &str = "chatkeep_backup_";

/// More than what we write is not ours.
const LIMIT_BYTES: u64 = 64 * 1024;

/// The metrics of the last run that made a backup: names without prefix, and what they mean.
const OF_SUCCESS: [(&str, &str); 5] = [
    (
        "last_success_timestamp_seconds",
        "When the last backup was made, in seconds since 1970.",
    ),
    ("last_success_size_bytes", "The size of the last backup."),
    (
        "last_success_duration_seconds",
        "How long it took to make the last backup.",
    ),
    ("last_success_users", "Accounts in the last backup."),
    (
        "last_success_conversations",
        "Conversations in the last backup.",
    ),
];

/// The metrics of the last run.
const OF_RUN: [(&str, &str); 2] = [
    (
        "last_run_success",
        "Whether the last run did all it was to do: 1 if so, 0 if not.",
    ),
    (
        "last_run_timestamp_seconds",
        "When the last run ended, in seconds since 1970.",
    ),
];

/// What a run came to.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The backup, if one was made that can be relied on.
    pub made: Option<&'a BackupMade>,
    /// Whether all went well that was asked for.
    pub is_success: bool,
    /// When it ended.
    pub ended: DateTime<Utc>,
}

/// Values by names without prefix.
type Values = BTreeMap<&'static str, String>;

/// Notes a run in the file at `path`, which is replaced at once and can be read by all. One that holds anything but such
/// metrics is refused, and stays as it is.
pub fn note(path: &Path, run: Run<'_>) -> ActionResult<()> {
    let known = read(path)?;
    let mut values = match run.made {
        Some(made) => of_success(made),
        None => known,
    };
    values.extend(of_run(run));
    let mut file = NewFile::create(path, true)?;
    file.let_all_read()?;
    file.write_all(text(&values).as_bytes())
        .map_err(ActionError::file("write", path))?;
    file.finish()
}

fn of_success(made: &BackupMade) -> Values {
    let millis = made.took.num_milliseconds().max(0);
    let values = [
        made.contents.created_at.timestamp().to_string(),
        made.size_bytes.to_string(),
        format!("{}.{:03}", millis / 1_000, millis % 1_000),
        made.contents.users.to_string(),
        made.contents.conversations.to_string(),
    ];
    let names = OF_SUCCESS.iter().map(|(name, _)| *name);
    names.zip(values).collect()
}

fn of_run(run: Run<'_>) -> Values {
    let values = [
        u8::from(run.is_success).to_string(),
        run.ended.timestamp().to_string(),
    ];
    let names = OF_RUN.iter().map(|(name, _)| *name);
    names.zip(values).collect()
}

/// Writes what is known; what is not has no line.
fn text(values: &Values) -> String {
    let mut text = String::new();
    for (name, help) in OF_SUCCESS.iter().chain(&OF_RUN) {
        if let Some(value) = values.get(name) {
            text.push_str(&format!(
                "# HELP {PREFIX}{name} {help}\n# TYPE {PREFIX}{name} gauge\n{PREFIX}{name} {value}\n"
            ));
        }
    }
    text
}

/// Reads what was noted of the last success; nothing if there is no file, or an empty one.
fn read(path: &Path) -> ActionResult<Values> {
    let refuse = || ActionError::file("read", path);
    // Looked at before it is opened: opening a pipe would wait for a writer.
    match fs::metadata(path) {
        Ok(facts) if facts.is_file() => {}
        Ok(_) => return Err(not_ours(path)),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Values::new()),
        Err(error) => return Err(refuse()(error)),
    }
    let file = File::open(path).map_err(refuse())?;
    let mut bytes = Vec::new();
    let mut limited = file.take(LIMIT_BYTES);
    limited.read_to_end(&mut bytes).map_err(refuse())?;
    let text = str::from_utf8(&bytes).ok();
    text.and_then(parse).ok_or_else(|| not_ours(path))
}

/// Takes the values of the last success out of such a file; `None` if it holds anything else than metrics of backups.
fn parse(text: &str) -> Option<Values> {
    let mut values = Values::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let comment = ["# HELP ", "# TYPE "];
        let comment = comment.iter().find_map(|start| line.strip_prefix(start));
        let rest = comment.unwrap_or(line).strip_prefix(PREFIX)?;
        if comment.is_some() {
            continue;
        }
        let (name, value) = rest.split_once(' ')?;
        let is_number = value.parse::<f64>().is_ok_and(f64::is_finite);
        // Others may be a later version's, and are not carried on without knowing what they mean.
        let known = OF_SUCCESS.iter().find(|(known, _)| *known == name);
        if let Some((known, _)) = known.filter(|_| is_number) {
            values.insert(known, value.to_owned());
        }
    }
    Some(values)
}

fn not_ours(path: &Path) -> ActionError {
    ActionError::NotMetrics {
        path: path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut values: Values = OF_SUCCESS
            .iter()
            .zip(1_u32..)
            .map(|((name, _), number)| (*name, format!("{number}.5")))
            .collect();
        let of_success = values.clone();
        values.extend(OF_RUN.map(|(name, _)| (name, "1".to_owned())));
        assert_eq!(parse(&text(&values)), Some(of_success));
        assert_eq!(parse(""), Some(Values::new()));
    }

    #[test]
    fn what_is_not_ours_is_told_and_what_is_no_number_is_left_out() {
        for text in [
            "node_load1 0.2\n",
            "# a remark\n",
            "export PATH\n",
            "chatkeep_backup_\n",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
        let odd = "chatkeep_backup_last_success_users NaN\nchatkeep_backup_later 3\n";
        assert_eq!(parse(odd), Some(Values::new()));
    }

    #[test]
    fn names_and_texts_keep_to_the_format() {
        for (name, help) in OF_SUCCESS.iter().chain(&OF_RUN) {
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
                "{name}"
            );
            assert!(
                help.ends_with('.') && !help.contains(['\n', '\\']),
                "{help}"
            );
        }
    }
}
