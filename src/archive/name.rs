//! The names of backup files: `chatkeep-20260209_020000Z.tar.gz`.

use std::fmt;

use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};

const PREFIX: &str = "chatkeep-";
const SUFFIX: &str = ".tar.gz";
const ENCRYPTED_SUFFIX: &str = ".tar.gz.age";
const TIME_FORMAT: &str = "%Y%m%d_%H%M%SZ";

/// The name of a backup file. Names are ordered by time.
///
/// The second backup of one second is numbered, as in `chatkeep-20260209_020000Z-2.tar.gz`, so that the time in a name
/// always is the backup's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BackupName {
    created_at: DateTime<Utc>,
    number: u32,
    is_encrypted: bool,
}

impl BackupName {
    /// Makes the name of the first backup of that second.
    pub fn new(created_at: DateTime<Utc>, is_encrypted: bool) -> Self {
        Self {
            created_at: created_at.trunc_subsecs(0),
            number: 1,
            is_encrypted,
        }
    }

    /// Makes the name of the same second's next backup.
    pub fn next(self) -> Self {
        Self {
            number: self.number + 1,
            ..self
        }
    }

    /// Reads a name; `None` for every other file's.
    pub fn parse(name: &str) -> Option<Self> {
        let stem = name.strip_prefix(PREFIX)?;
        let (stem, is_encrypted) = match stem.strip_suffix(ENCRYPTED_SUFFIX) {
            Some(stem) => (stem, true),
            None => (stem.strip_suffix(SUFFIX)?, false),
        };
        let (time, number) = match stem.split_once('-') {
            Some((time, number)) => (time, number.parse().ok()?),
            None => (stem, 1),
        };
        let parsed = Self {
            created_at: NaiveDateTime::parse_from_str(time, TIME_FORMAT)
                .ok()?
                .and_utc(),
            number,
            is_encrypted,
        };
        // What has another spelling (`-1`, `-02`, a leap second) was not named by us.
        (number > 0 && parsed.to_string() == name).then_some(parsed)
    }

    /// Returns when the backup was made, to the second.
    pub fn created_at(self) -> DateTime<Utc> {
        self.created_at
    }

    /// Returns whether it is encrypted with age.
    pub fn is_encrypted(self) -> bool {
        self.is_encrypted
    }
}

impl fmt::Display for BackupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.created_at.format(TIME_FORMAT))?;
        if self.number != 1 {
            write!(f, "-{}", self.number)?;
        }
        f.write_str(if self.is_encrypted {
            ENCRYPTED_SUFFIX
        } else {
            SUFFIX
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_order_by_time() {
        let names = [
            "chatkeep-20251231_235959Z.tar.gz",
            "chatkeep-20260209_020000Z.tar.gz",
            "chatkeep-20260209_020000Z-2.tar.gz",
            "chatkeep-20260209_020000Z-10.tar.gz.age",
            "chatkeep-20260209_020001Z.tar.gz.age",
        ];
        let parsed: Vec<_> = names
            .iter()
            .map(|name| BackupName::parse(name).expect("a backup's name"))
            .collect();
        assert!(parsed.is_sorted());
        for (name, parsed) in names.iter().zip(parsed) {
            assert_eq!(parsed.to_string(), *name);
        }
    }

    #[test]
    fn other_names_are_left_alone() {
        for name in [
            "chatkeep.tar.gz",
            "chatkeep-20260209_020000.tar.gz",
            "chatkeep-20260231_020000Z.tar.gz",
            "chatkeep-20260209_020000Z-1.tar.gz",
            "chatkeep-20260209_020000Z-02.tar.gz",
            "chatkeep-20260209_020000Z-0.tar.gz",
            "chatkeep-2026029_020000Z.tar.gz",
            "chatkeep-20260209_020000Z.tar.gz.partial",
            "old-chatkeep-20260209_020000Z.tar.gz",
        ] {
            let parsed = BackupName::parse(name);
            assert!(parsed.is_none(), "{name} was taken for a backup");
        }
    }
}
