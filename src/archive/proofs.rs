//! Which backups of a folder were proven, and when: a file beside them, which can be deleted at any time.
//!
//! A proof is of a file of this name and size. Whether it still is as it was then, only another proof tells.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::ArchiveError;
use super::owner::Owner;
use crate::files::{Draft, folder_of};
use crate::model::rfc3339;

const NAME: &str = ".chatkeep-proven.json";

/// The proofs of a folder's backups, by their file names.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Proofs(BTreeMap<String, Proof>);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Proof {
    size_bytes: u64,
    /// In the form of RFC 3339.
    proven_at: String,
}

impl Proofs {
    /// Reads what is known in `folder`; nothing, if that cannot be read: then nothing counts as proven.
    pub fn read(folder: &Path) -> Self {
        let text = fs::read(folder.join(NAME)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Returns when a backup was proven last.
    pub fn of(&self, path: &Path, size_bytes: u64) -> Option<DateTime<Utc>> {
        let proof = self.0.get(&*path.file_name()?.to_string_lossy())?;
        let proven_at = DateTime::parse_from_rfc3339(&proof.proven_at).ok()?;
        (proof.size_bytes == size_bytes).then(|| proven_at.to_utc())
    }
}

/// Notes that a backup was proven at this time, beside it. Backups that are gone are forgotten.
pub fn note_proof(backup: &Path, at: DateTime<Utc>) -> Result<(), ArchiveError> {
    let folder = folder_of(backup);
    let facts = fs::metadata(backup).map_err(ArchiveError::io("look at", backup))?;
    let mut proofs = Proofs::read(folder);
    let is_there = |name: &String| match fs::symlink_metadata(folder.join(name)) {
        Err(error) => error.kind() != ErrorKind::NotFound,
        Ok(_) => true,
    };
    proofs.0.retain(|name, _| is_there(name));
    let name = backup.file_name().unwrap_or_default().to_string_lossy();
    let proof = Proof {
        size_bytes: facts.len(),
        proven_at: rfc3339(at),
    };
    proofs.0.insert(name.into_owned(), proof);
    let mut text = serde_json::to_vec_pretty(&proofs).expect("text keys, and no numbers but whole");
    text.push(b'\n');
    let path = folder.join(NAME);
    let mut draft = Draft::beside(&path)?;
    Owner::of(folder)?.take(draft.file(), draft.path())?;
    draft
        .write_all(&text)
        .map_err(ArchiveError::io("write", &path))?;
    draft.sync()?;
    Ok(draft.replace(&path)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_of_a_file_of_this_name_and_size() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = |seconds| DateTime::from_timestamp(seconds, 0).expect("a time");
        let [first, second] = ["a.tar.gz", "b.tar.gz"].map(|name| folder.path().join(name));
        for (path, seconds) in [(&first, 1), (&second, 2), (&first, 3)] {
            fs::write(path, "abc").expect("ours");
            note_proof(path, at(seconds)).expect("noted");
        }
        let proofs = Proofs::read(folder.path());
        assert_eq!(proofs.of(&first, 3), Some(at(3)));
        assert_eq!(proofs.of(&second, 3), Some(at(2)));
        assert_eq!(proofs.of(&second, 4), None, "it was replaced");
        fs::remove_file(&second).expect("ours");
        note_proof(&first, at(4)).expect("noted");
        assert_eq!(Proofs::read(folder.path()).0.len(), 1);
        fs::write(folder.path().join(NAME), "{").expect("ours");
        assert_eq!(Proofs::read(folder.path()).of(&first, 3), None);
    }
}
