//! Backups that were removed because no rule keeps them, shown.

use super::{Page, Record, Report, Table, Value, counted, safe_line, size};
use crate::actions::backup::KeepReason;
use crate::actions::backup::pruning::{BackupsPruned, JudgedBackup};

impl KeepReason {
    /// Returns its name for programs.
    fn as_str(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.as_str(),
            Self::InFuture => "in_future",
            Self::Unreadable => "unreadable",
        }
    }
}

impl JudgedBackup {
    fn record(&self) -> Record {
        self.backup.record().with_all(fate(Some(&self.reasons)))
    }
}

/// Returns whether a backup is kept, and why, as fields; nulls if there are no rules.
pub(super) fn fate(reasons: Option<&[KeepReason]>) -> Record {
    let names = |reasons: &[KeepReason]| {
        let names = reasons.iter().map(|reason| reason.as_str());
        names.collect::<Vec<_>>()
    };
    Record::new()
        .with("kept", reasons.map(|reasons| !reasons.is_empty()))
        .with("reasons", reasons.map(names))
}

/// Says why a backup is kept.
pub(super) fn reasons_text(reasons: &[KeepReason]) -> String {
    let words = |reason: &KeepReason| match reason {
        KeepReason::Rule(rule) => rule.as_str(),
        KeepReason::InFuture => "in the future",
        KeepReason::Unreadable => "unreadable here",
    };
    let words: Vec<_> = reasons.iter().map(words).collect();
    words.join(", ")
}

impl BackupsPruned {
    /// Says how many go and how many stay.
    pub fn summary(&self) -> String {
        let number = self.removed().count();
        let kept = match self.kept().count() {
            1 => "1 is kept".to_owned(),
            kept => format!("{kept} are kept"),
        };
        let done = match self.is_dry_run {
            true => "would remove",
            false => "removed",
        };
        let removed = counted(number, "backup", "backups");
        match number {
            0 => format!("{done} {removed}; {kept}"),
            _ => format!("{done} {removed}, {}; {kept}", size(self.removed_bytes())),
        }
    }
}

impl Report for BackupsPruned {
    fn value(&self) -> Value {
        Record::new()
            .with("folder", self.folder.display().to_string())
            .with("timezone", self.timezone.name())
            .with("backups", self.records())
            .with("kept", self.kept().count())
            .with("removed", self.removed().count())
            .with("removed_bytes", self.removed_bytes())
            .with("dry_run", self.is_dry_run)
            .into()
    }

    fn text(&self, page: &Page) -> String {
        if self.backups.is_empty() {
            let folder = self.folder.display().to_string();
            return format!("no backups in {} yet\n", safe_line(&folder, page));
        }
        let removed = match self.is_dry_run {
            true => "would be removed",
            false => "removed",
        };
        let mut table = Table::new(&["time", "#size", "kept as", "file", "note"]);
        for judged in &self.backups {
            let backup = &judged.backup;
            // Of what could not be looked at nobody knows that it is damaged.
            let is_seen = !judged.reasons.contains(&KeepReason::Unreadable);
            let note = is_seen.then(|| backup.cells().2);
            table.row(vec![
                page.time(backup.created_at),
                size(backup.size_bytes),
                match judged.is_kept() {
                    true => reasons_text(&judged.reasons),
                    false => format!("({removed})"),
                },
                backup.file_name(),
                note.unwrap_or_default(),
            ]);
        }
        format!("{}{}\n", table.render(page), self.summary())
    }

    fn records(&self) -> Vec<Record> {
        self.backups.iter().map(JudgedBackup::record).collect()
    }
}
