//! Putting staged files and folders in place of live ones: all of them or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags};
use rustix::io::Errno;

use crate::files::{folder_of, sync_folder};
use crate::store::{StoreError, StoreResult};

/// A path to be given other content.
#[derive(Debug)]
pub(super) struct Exchange {
    /// The new content; afterwards the old one, if there was any.
    pub(super) staged: PathBuf,
    /// Where it goes. If links led here, they have been followed.
    pub(super) live: PathBuf,
}

/// Why content could not be exchanged.
#[derive(Debug)]
pub(super) struct ExchangeFailure {
    /// What failed.
    pub(super) error: StoreError,
    /// Whether everything is as it was; if not, what is not live is staged still.
    pub(super) is_undone: bool,
}

/// Makes these exchanges in order. Returns whether anything was replaced.
pub(super) fn exchange_all(exchanges: &[Exchange]) -> Result<bool, ExchangeFailure> {
    let mut made = Vec::with_capacity(exchanges.len());
    let result = make_all(exchanges, &mut made);
    result.map_err(|error| {
        let undo = |(exchange, had_content): (&Exchange, bool)| exchange.undo(had_content);
        let is_undone = made
            .iter()
            .rev()
            .all(|(exchange, had)| undo((exchange, *had)).is_ok());
        ExchangeFailure { error, is_undone }
    })?;
    Ok(made.iter().any(|(_, had_content)| *had_content))
}

fn make_all<'e>(
    exchanges: &'e [Exchange],
    made: &mut Vec<(&'e Exchange, bool)>,
) -> StoreResult<()> {
    for exchange in exchanges {
        let had_content = exchange
            .make()
            .map_err(|error| StoreError::io("replace", &exchange.live)(error.into()))?;
        made.push((exchange, had_content));
    }
    for exchange in exchanges {
        exchange.sync()?;
    }
    Ok(())
}

impl Exchange {
    /// Returns whether there was anything before. No path is ever missing in between where the system can exchange.
    fn make(&self) -> Result<bool, Errno> {
        let (staged, live) = (&self.staged, &self.live);
        match rustix::fs::renameat_with(CWD, staged, CWD, live, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(Errno::NOENT) => {
                // Something that came there meanwhile must not be lost.
                rustix::fs::renameat_with(CWD, staged, CWD, live, RenameFlags::NOREPLACE)?;
                Ok(false)
            }
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => self.make_by_steps(),
            Err(error) => Err(error),
        }
    }

    /// Writes to disk that it was made.
    pub(super) fn sync(&self) -> StoreResult<()> {
        sync_folder(folder_of(&self.live))?;
        Ok(sync_folder(folder_of(&self.staged))?)
    }

    /// The same where the folder of what is staged may have been removed since, there being nothing in it to keep.
    pub(super) fn sync_what_is_there(&self) -> StoreResult<()> {
        sync_folder(folder_of(&self.live))?;
        match sync_folder(folder_of(&self.staged)) {
            Err(error) if error.source.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Makes it unless it was made: the new content is what has this inode. It may have been cut short at any step.
    ///
    /// Returns whether the new content was found. It is not in a copy of a store: no copy keeps the inodes.
    pub(super) fn finish(&self, new_content: u64) -> Result<bool, Errno> {
        let is_new = |path: &Path| rustix::fs::stat(path).is_ok_and(|it| it.st_ino == new_content);
        let aside = self.aside();
        let is_made = is_new(&self.live);
        let is_to_be_made = !is_made && is_new(&self.staged);
        if is_to_be_made {
            if fs::symlink_metadata(&aside).is_ok() {
                // Between two of the steps: there is nothing at the live path.
                rustix::fs::rename(&self.staged, &self.live)?;
            } else {
                self.make()?;
            }
        }
        match rustix::fs::rename(&aside, &self.staged) {
            Ok(()) | Err(Errno::NOENT) => Ok(is_made || is_to_be_made),
            Err(error) => Err(error),
        }
    }

    /// Where the old content is for a moment if it takes several steps.
    fn aside(&self) -> PathBuf {
        let mut name = self.staged.file_name().unwrap_or_default().to_owned();
        name.push(".replaced");
        self.staged.with_file_name(name)
    }

    fn make_by_steps(&self) -> Result<bool, Errno> {
        let (staged, live) = (&self.staged, &self.live);
        let aside = self.aside();
        match rustix::fs::rename(live, &aside) {
            Ok(()) => {}
            Err(Errno::NOENT) => return rustix::fs::rename(staged, live).map(|()| false),
            Err(error) => return Err(error),
        }
        if let Err(error) = rustix::fs::rename(staged, live) {
            rustix::fs::rename(&aside, live)?;
            return Err(error);
        }
        rustix::fs::rename(&aside, staged).map(|()| true)
    }

    fn undo(&self, had_content: bool) -> Result<(), Errno> {
        if had_content {
            return self.make().map(drop);
        }
        rustix::fs::rename(&self.live, &self.staged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let exchange = |name: &str| Exchange {
            staged: folder.path().join(format!("{name}.new")),
            live: folder.path().join(name),
        };
        let all = [exchange("replaced"), exchange("added"), exchange("failing")];
        fs::write(&all[0].live, "old").expect("written");
        fs::write(&all[0].staged, "new").expect("written");
        fs::write(&all[1].staged, "new").expect("written");
        // There is nothing to put in place of the last.
        fs::write(&all[2].live, "old").expect("written");
        let failure = exchange_all(&all).expect_err("it cannot be done");
        assert!(failure.is_undone, "{}", failure.error);
        let read = |path: &PathBuf| fs::read_to_string(path).ok();
        assert_eq!(read(&all[0].live).as_deref(), Some("old"));
        assert_eq!(read(&all[0].staged).as_deref(), Some("new"));
        assert_eq!(read(&all[1].live), None);
        assert_eq!(read(&all[1].staged).as_deref(), Some("new"));
        assert!(exchange_all(&all[..2]).expect("both can be"));
        assert_eq!(read(&all[0].staged).as_deref(), Some("old"));
        assert_eq!(read(&all[1].live).as_deref(), Some("new"));
    }

    #[test]
    fn without_the_systems_help_the_outcome_is_the_same() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let exchange = Exchange {
            staged: folder.path().join("new.json"),
            live: folder.path().join("live.json"),
        };
        fs::write(&exchange.staged, "1").expect("written");
        assert!(!exchange.make_by_steps().expect("made"));
        fs::write(&exchange.staged, "2").expect("written");
        assert!(exchange.make_by_steps().expect("made"));
        assert_eq!(fs::read_to_string(&exchange.live).expect("there"), "2");
        assert_eq!(fs::read_to_string(&exchange.staged).expect("there"), "1");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 2);
    }
}
