//! Errors of backup files, translated.

use std::io::ErrorKind;

use super::failure::{Exit, Failure};
use crate::archive::ArchiveError;
use crate::secrets::SecretError;

impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        let failure = |exit, code| Self::of(exit, code, &error);
        match error {
            ArchiveError::NotABackup { .. } => failure(Exit::Damaged, "not_a_backup")
                .hint("give a file that `chatkeep backup` made, or a folder or tarball that holds a copy of a store"),
            ArchiveError::UnusableTarball { .. } => failure(Exit::Damaged, "unusable_tarball")
                .hint("`tar czhf FILE -C STORE users.json user_data` makes one that can be used"),
            ArchiveError::NewerFormat { .. } => failure(Exit::Damaged, "backup_too_new")
                .hint("use the version of chatkeep that made it, or a later one"),
            ArchiveError::Damaged { .. } => failure(Exit::Damaged, "backup_damaged")
                .hint("`chatkeep backup verify all` tells which backups are whole"),
            ArchiveError::NoSuchEntry { .. } => failure(Exit::NotFound, "not_in_backup"),
            ArchiveError::AlreadyThere { .. } => failure(Exit::Conflict, "file_exists").hint(
                "give another name, or a folder with --to, where each backup is named by its time",
            ),
            ArchiveError::Claimed { .. } => failure(Exit::Busy, "backup_running")
                .hint("nothing was made; if that happens every night, give the backups more time"),
            ArchiveError::Snapshot { .. }
            | ArchiveError::NotTaken { .. }
            | ArchiveError::NotDecrypted { .. } => of_cause(error),
            ArchiveError::TooLarge(_) => failure(Exit::Other, "store_too_large"),
            // Also if the reader has had enough: what it has is no backup.
            ArchiveError::Output(_) => failure(Exit::Other, "output")
                .hint("what was written so far is no backup; throw it away"),
            ArchiveError::Io {
                action, ref source, ..
            } => {
                let hint = match source.kind() {
                    ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some("make room"),
                    ErrorKind::PermissionDenied => {
                        Some("run as a user who may, or name another place")
                    }
                    ErrorKind::ReadOnlyFilesystem => {
                        Some("the file system is mounted read-only; name another place")
                    }
                    ErrorKind::NotFound if action == "create a file in" => {
                        Some("make that folder first")
                    }
                    _ => None,
                };
                Self {
                    hint: hint.map(str::to_owned),
                    ..failure(Exit::Other, "io")
                }
            }
        }
    }
}

/// Translates what a lower floor had to say; what was done comes first.
fn of_cause(error: ArchiveError) -> Failure {
    let what = error.to_string();
    let cause = match error {
        ArchiveError::Snapshot { source, .. } | ArchiveError::NotTaken { source, .. } => {
            Failure::from(source)
        }
        ArchiveError::NotDecrypted { source, .. } => {
            let is_missing = matches!(source, SecretError::IdentityMissing { .. });
            let failure = Failure::from(source);
            match is_missing {
                true => failure.hint("give the file of what opens it with --backup-identity"),
                false => failure,
            }
        }
        other => return Failure::of(Exit::Other, "archive", &other),
    };
    Failure {
        message: format!("{what}: {}", cause.message),
        ..cause
    }
}
