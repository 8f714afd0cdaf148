//! Backups, shown.

use std::path::Path;

use super::backups_pruned::{fate, reasons_text};
use super::{Page, Record, Report, Table, Value, count, counted, safe_line, size};
use crate::actions::backup::KeepReason;
use crate::actions::backup::{
    BackupContents, BackupList, BackupMade, BackupsVerified, ListedBackup, ListedState,
    VerifiedBackup,
};
use crate::archive::ArchiveError;
use crate::store::EntryName;

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Writes an error with its causes.
pub(super) fn problem(error: &ArchiveError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

fn damaged(contents: &BackupContents) -> Vec<Record> {
    let record = |(entry, reason): &(EntryName, String)| {
        Record::new()
            .with("part", entry.to_string())
            .with("problem", reason.as_str())
    };
    contents.damaged.iter().map(record).collect()
}

pub(super) fn amounts(contents: &BackupContents) -> String {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    format!(
        "{}, {}",
        counted(number(contents.users), "user", "users"),
        counted(
            number(contents.conversations),
            "conversation",
            "conversations"
        )
    )
}

impl Report for BackupMade {
    fn value(&self) -> Value {
        let left_out: Vec<String> = self.left_out.iter().map(|path| shown(path)).collect();
        let millis = self.took.num_milliseconds().max(0);
        let seconds = format!("{}.{:03}", millis / 1_000, millis % 1_000);
        let pruned = self.pruned.as_ref().map(|pruned| {
            let removed = pruned.removed().map(|judged| shown(&judged.backup.path));
            removed.collect::<Vec<_>>()
        });
        Record::new()
            .with("path", self.path.as_deref().map(shown))
            .with("created_at", self.contents.created_at)
            .with("size_bytes", self.size_bytes)
            .with("users", Value::Count(self.contents.users))
            .with("conversations", Value::Count(self.contents.conversations))
            .with("note", self.contents.note.as_deref())
            .with("damaged", damaged(&self.contents))
            .with("left_out", left_out)
            .with("seconds", Value::Number(seconds))
            .with("verified", self.is_verified)
            .with("pruned", pruned)
            .with("encrypted", self.sealed.is_some())
            .with("keys_excluded", self.contents.keys_excluded)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        let place = match &self.path {
            Some(path) => shown(path),
            None => "backup written".to_owned(),
        };
        let tenths = (self.took.num_milliseconds().max(0) + 50) / 100;
        let mut text = format!(
            "{}: {}{}, {}, in {}.{} s\n",
            safe_line(&place, page),
            size(self.size_bytes),
            if self.sealed.is_some() {
                " encrypted"
            } else {
                ""
            },
            amounts(&self.contents),
            tenths / 10,
            tenths % 10
        );
        if self.is_verified == Some(true) {
            text.push_str("verified: every byte is as it was written\n");
        }
        if let Some(pruned) = &self.pruned {
            text.push_str(&pruned.summary());
            text.push('\n');
        }
        text
    }
}

impl ListedBackup {
    pub(super) fn record(&self) -> Record {
        let (state, contents, error) = match &self.state {
            ListedState::Readable(contents) => ("readable", Some(contents), None),
            ListedState::Encrypted => ("encrypted", None, None),
            ListedState::Damaged(error) => ("damaged", None, Some(problem(error))),
        };
        let created_at = contents.map_or(self.created_at, |contents| contents.created_at);
        Record::new()
            .with("path", shown(&self.path))
            .with("created_at", created_at)
            .with("size_bytes", self.size_bytes)
            .with("state", state)
            .with("users", contents.map(|contents| contents.users))
            .with(
                "conversations",
                contents.map(|contents| contents.conversations),
            )
            .with(
                "note",
                contents.and_then(|contents| contents.note.as_deref()),
            )
            .with("problem", error)
            .with("proven_at", self.proven_at)
            .with("encrypted", self.is_encrypted)
            .with(
                "keys_excluded",
                contents.map(|contents| contents.keys_excluded),
            )
    }

    /// Returns the cells of users and conversations, and what else there is to say.
    pub(super) fn cells(&self) -> (String, String, String) {
        match &self.state {
            ListedState::Readable(contents) => {
                let encrypted = self.is_encrypted.then_some("encrypted");
                let keyless = contents.keys_excluded.then_some("without keys");
                let note = encrypted.into_iter().chain(keyless);
                let note = note.chain(contents.note.as_deref());
                (
                    count(contents.users),
                    count(contents.conversations),
                    note.collect::<Vec<_>>().join("; "),
                )
            }
            ListedState::Encrypted => ("-".into(), "-".into(), "encrypted".into()),
            ListedState::Damaged(_) => ("-".into(), "-".into(), "damaged".into()),
        }
    }

    pub(super) fn file_name(&self) -> String {
        let name = self.path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

impl BackupList {
    /// Returns each with why it is kept, if there are rules.
    fn judged(&self) -> impl Iterator<Item = (&ListedBackup, Option<&[KeepReason]>)> {
        let reasons = self.reasons.as_ref();
        let judged = self.backups.iter().enumerate();
        judged.map(move |(place, backup)| (backup, reasons.map(|all| &*all[place])))
    }
}

impl Report for BackupList {
    fn value(&self) -> Value {
        let records = self.judged();
        let records = records.map(|(backup, reasons)| backup.record().with_all(fate(reasons)));
        records.collect::<Vec<Record>>().into()
    }

    fn text(&self, page: &Page) -> String {
        if self.backups.is_empty() {
            let folder = shown(&self.folder);
            return format!("no backups in {} yet\n", safe_line(&folder, page));
        }
        let mut titles = vec!["time", "#size", "#users", "#conversations", "file", "note"];
        if self.reasons.is_some() {
            titles.insert(4, "kept as");
        }
        let has_proofs = self.backups.iter().any(|backup| backup.proven_at.is_some());
        if has_proofs {
            titles.insert(titles.len() - 2, "proven");
        }
        let mut table = Table::new(&titles);
        for (backup, reasons) in self.judged() {
            let (users, conversations, note) = backup.cells();
            let mut cells = vec![
                page.time(backup.created_at),
                size(backup.size_bytes),
                users,
                conversations,
                backup.file_name(),
                note,
            ];
            if let Some(reasons) = reasons {
                let kept_as = match reasons {
                    [] => "(not kept)".to_owned(),
                    _ => reasons_text(reasons),
                };
                cells.insert(4, kept_as);
            }
            if has_proofs {
                let proven = backup
                    .proven_at
                    .map_or_else(|| "-".to_owned(), |at| page.time(at));
                cells.insert(cells.len() - 2, proven);
            }
            table.row(cells);
        }
        table.render(page)
    }
}

/// What can be said of a plain tarball that is whole.
const OF_TARBALL: &str = "        a plain tarball without checksums: it is whole as far as tar can tell, holds plain files alone, and every document \
     in it parses\n";

impl VerifiedBackup {
    fn record(&self) -> Record {
        let contents = self.outcome.as_ref().ok();
        Record::new()
            .with("path", shown(&self.path))
            .with("ok", self.outcome.is_ok())
            .with("created_at", contents.map(|contents| contents.created_at))
            .with("users", contents.map(|contents| contents.users))
            .with(
                "conversations",
                contents.map(|contents| contents.conversations),
            )
            .with("damaged", contents.map(damaged).unwrap_or_default())
            .with("problem", self.outcome.as_ref().err().map(problem))
            .with(
                "checksums",
                contents.map(|contents| contents.others.is_none()),
            )
    }

    fn line(&self, page: &Page) -> String {
        let path = shown(&self.path);
        match &self.outcome {
            Ok(contents) => {
                let verdict = page.strong("ok");
                let mut line = format!(
                    "{verdict}      {}: {}\n",
                    safe_line(&path, page),
                    amounts(contents)
                );
                if contents.others.is_some() {
                    line.push_str(OF_TARBALL);
                }
                line
            }
            // The errors name the file.
            Err(error) => {
                let verdict = match self.is_locked() {
                    true => page.warning("locked"),
                    false => page.error("failed"),
                };
                format!("{verdict}  {}\n", safe_line(&problem(error), page))
            }
        }
    }
}

impl Report for BackupsVerified {
    fn value(&self) -> Value {
        let records: Vec<Record> = self.backups.iter().map(VerifiedBackup::record).collect();
        records.into()
    }

    fn text(&self, page: &Page) -> String {
        self.backups
            .iter()
            .map(|backup| backup.line(page))
            .collect()
    }
}
