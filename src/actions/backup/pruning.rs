//! Backups that no rule keeps, removed.
//!
//! A backup that cannot be read must not push out one that can. So the rules are applied to the good ones alone; a damaged
//! one is kept only as long as its time alone would keep it, and what may be good elsewhere is never removed.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::listing::{KeepReason, ListedBackup, ListedState, list};
use crate::actions::{ActionError, ActionResult};
use crate::archive::{self, ArchiveError, Retention};
use crate::secrets::NoFileKeys;

/// Backups of which those that no rule keeps were removed, or would be.
#[derive(Debug)]
pub struct BackupsPruned {
    /// The folder.
    pub folder: PathBuf,
    /// All that were in it, the newest last.
    pub backups: Vec<JudgedBackup>,
    /// The rules.
    pub rules: Retention,
    /// The zone whose days, weeks, months and years count.
    pub timezone: Tz,
    /// Whether this only tells what would happen.
    pub is_dry_run: bool,
}

/// A backup, and why it is kept.
#[derive(Debug)]
pub struct JudgedBackup {
    /// The backup.
    pub backup: ListedBackup,
    /// Why it is kept; nothing if it is not.
    pub reasons: Vec<KeepReason>,
}

impl JudgedBackup {
    /// Whether it stays.
    pub fn is_kept(&self) -> bool {
        !self.reasons.is_empty()
    }
}

impl BackupsPruned {
    /// Returns the backups that stay.
    pub fn kept(&self) -> impl Iterator<Item = &JudgedBackup> {
        self.backups.iter().filter(|backup| backup.is_kept())
    }

    /// Returns the others.
    pub fn removed(&self) -> impl Iterator<Item = &JudgedBackup> {
        self.backups.iter().filter(|backup| !backup.is_kept())
    }

    /// Returns the size of those together.
    pub fn removed_bytes(&self) -> u64 {
        let sizes = self.removed().map(|judged| judged.backup.size_bytes);
        sizes.sum()
    }

    /// Returns why some could not be judged, which stay.
    pub fn unreadable(&self) -> impl Iterator<Item = &ArchiveError> {
        let unread = self.backups.iter();
        let unread = unread.filter(|it| it.reasons.contains(&KeepReason::Unreadable));
        unread.filter_map(|it| match &it.backup.state {
            ListedState::Damaged(error) => Some(error),
            ListedState::Readable(_) | ListedState::Encrypted => None,
        })
    }

    /// Returns those whose time is yet to come.
    pub fn in_future(&self) -> impl Iterator<Item = &JudgedBackup> {
        let is_in_future = |it: &&JudgedBackup| it.reasons.contains(&KeepReason::InFuture);
        self.backups.iter().filter(is_in_future)
    }
}

/// Judges which backups in `folder` the rules keep. Nothing is removed.
///
/// The newest good backup is kept by any rule. Where there is none, it is an error to have found some to remove.
pub fn plan(
    folder: &Path,
    rules: Retention,
    timezone: Tz,
    now: DateTime<Utc>,
) -> ActionResult<BackupsPruned> {
    let backups = list(folder, &NoFileKeys)?.backups;
    let reasons = judge(&backups, rules, timezone, now);
    let backups = backups.into_iter().zip(reasons);
    let backups = backups
        .map(|(backup, reasons)| JudgedBackup { backup, reasons })
        .collect();
    let has_good = |it: &JudgedBackup| it.backup.is_good() && !it.backup.is_in_future(now);
    let plan = BackupsPruned {
        folder: folder.to_owned(),
        backups,
        rules,
        timezone,
        is_dry_run: true,
    };
    if plan.removed().next().is_some() && !plan.backups.iter().any(has_good) {
        let folder = plan.folder;
        return Err(ActionError::NoGoodBackup { folder });
    }
    Ok(plan)
}

/// Returns of each backup, the newest last, why it is kept; nothing for one that is not.
pub fn judge(
    backups: &[ListedBackup],
    rules: Retention,
    timezone: Tz,
    now: DateTime<Utc>,
) -> Vec<Vec<KeepReason>> {
    let by_good = reasons(backups, rules, timezone, |it| {
        it.is_good() && !it.is_in_future(now)
    });
    let by_all = reasons(backups, rules, timezone, |it| !it.is_in_future(now));
    let judged = backups.iter().zip(by_good.into_iter().zip(by_all));
    judged
        .map(|(backup, (by_good, by_all))| {
            if backup.is_in_future(now) {
                vec![KeepReason::InFuture]
            } else if backup.is_good() {
                by_good
            } else if may_be_good(&backup.state) {
                vec![KeepReason::Unreadable]
            } else {
                by_all
            }
        })
        .collect()
}

/// Applies the rules to those that count, and returns the reasons of all; those that do not count have none.
fn reasons(
    backups: &[ListedBackup],
    rules: Retention,
    timezone: Tz,
    counts: impl Fn(&ListedBackup) -> bool,
) -> Vec<Vec<KeepReason>> {
    let times = backups.iter().filter(|it| counts(it));
    let times: Vec<_> = times.map(|it| it.created_at).collect();
    let mut found = rules.reasons(&times, timezone).into_iter();
    let reasons_of = |it: &ListedBackup| match counts(it) {
        true => found.next().unwrap_or_default(),
        false => Vec::new(),
    };
    let all = backups.iter().map(reasons_of);
    all.map(|rules| rules.into_iter().map(KeepReason::Rule).collect())
        .collect()
}

/// Whether what kept a backup from being read says nothing about the backup.
fn may_be_good(state: &ListedState) -> bool {
    let ListedState::Damaged(error) = state else {
        return false;
    };
    !error.is_damage()
}

/// Removes what the plan does not keep, and what is not kept now either: others may have removed or made backups since.
///
/// One that is gone already is as good as removed. After an error some may have been removed, and those are.
pub fn prune(mut plan: BackupsPruned, now: DateTime<Utc>) -> ActionResult<BackupsPruned> {
    let present = self::plan(&plan.folder, plan.rules, plan.timezone, now)?;
    for present in present.backups.into_iter().filter(JudgedBackup::is_kept) {
        let path = &present.backup.path;
        let mut planned = plan.backups.iter_mut();
        if let Some(planned) = planned.find(|it| it.backup.path == *path) {
            *planned = present;
        }
    }
    let paths: Vec<&Path> = plan.removed().map(|it| &*it.backup.path).collect();
    archive::remove(&plan.folder, &paths)?;
    Ok(BackupsPruned {
        is_dry_run: false,
        ..plan
    })
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::num::NonZeroU32;

    use super::*;

    fn backup(day: u32, state: ListedState) -> ListedBackup {
        let created_at = format!("2026-02-{day:02}T02:00:00Z");
        ListedBackup {
            path: PathBuf::from(day.to_string()),
            created_at: created_at.parse().expect("a time"),
            size_bytes: 1,
            is_encrypted: matches!(state, ListedState::Encrypted),
            state,
            proven_at: None,
        }
    }

    fn torn() -> ListedState {
        let (path, reason) = (PathBuf::new(), "it is not a regular file");
        ListedState::Damaged(ArchiveError::NotABackup { path, reason })
    }

    fn refused() -> ListedState {
        ListedState::Damaged(ArchiveError::Io {
            action: "open",
            path: PathBuf::new(),
            source: io::Error::from(io::ErrorKind::PermissionDenied),
        })
    }

    /// Returns the days of those that are kept of the last two, seen on the 20th at noon.
    fn kept(backups: Vec<ListedBackup>) -> Vec<String> {
        let rules = Retention {
            last: NonZeroU32::new(2),
            ..Retention::default()
        };
        let now = "2026-02-20T12:00:00Z".parse().expect("a time");
        let reasons = judge(&backups, rules, chrono_tz::UTC, now);
        let kept = backups.iter().zip(reasons);
        kept.filter(|(_, reasons)| !reasons.is_empty())
            .map(|(backup, _)| backup.path.display().to_string())
            .collect()
    }

    #[test]
    fn a_damaged_backup_takes_the_place_of_no_good_one() {
        use ListedState::Encrypted;
        let backups = vec![
            backup(10, torn()),
            backup(11, Encrypted),
            backup(12, Encrypted),
            backup(13, torn()),
            backup(14, Encrypted),
            backup(15, torn()),
        ];
        assert_eq!(kept(backups), ["12", "14", "15"]);
    }

    #[test]
    fn what_cannot_be_looked_at_is_kept_beside_the_others() {
        use ListedState::Encrypted;
        let backups = vec![
            backup(10, refused()),
            backup(11, Encrypted),
            backup(12, Encrypted),
            backup(13, refused()),
            backup(14, Encrypted),
        ];
        assert_eq!(kept(backups), ["10", "12", "13", "14"]);
    }

    #[test]
    fn what_is_yet_to_come_is_kept_and_takes_nobodys_place() {
        use ListedState::Encrypted;
        let days = [18, 19, 20, 21, 28];
        let backups = days.map(|day| backup(day, Encrypted)).into();
        assert_eq!(kept(backups), ["19", "20", "21", "28"]);
    }
}
