//! What a folder holds, to the last byte, in a form that can be compared and read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// What is at each path below a folder, the folder itself being the empty path.
pub(crate) type TreeDigest = BTreeMap<PathBuf, String>;

/// Notes of everything below `folder` its kind, mode, owner and content. Symbolic links are noted, not followed.
///
/// Times are left out: reading a file may change one.
pub(crate) fn tree_digest(folder: &Path) -> TreeDigest {
    let mut digest = TreeDigest::new();
    note(folder, folder, &mut digest);
    digest
}

fn note(root: &Path, path: &Path, digest: &mut TreeDigest) {
    let facts = fs::symlink_metadata(path).expect("what is listed is there");
    let kind = facts.file_type();
    let content = if kind.is_symlink() {
        let target = fs::read_link(path).expect("a link has a target");
        format!("link to {}", target.display())
    } else if kind.is_dir() {
        "folder".to_owned()
    } else if kind.is_file() {
        match fs::read(path) {
            Ok(bytes) => format!("{} bytes {:x}", bytes.len(), Sha256::digest(&bytes)),
            // Tests take permissions away, and are not always run by root.
            Err(error) => format!("{} bytes, unread: {}", facts.len(), error.kind()),
        }
    } else {
        "neither file nor folder".to_owned()
    };
    let below = path.strip_prefix(root).expect("it is below").to_owned();
    let (mode, uid, gid) = (facts.mode() & 0o7777, facts.uid(), facts.gid());
    digest.insert(below, format!("{mode:04o} {uid}:{gid} {content}"));
    if kind.is_dir()
        && let Ok(entries) = fs::read_dir(path)
    {
        for entry in entries {
            note(
                root,
                &entry.expect("a listed entry is readable").path(),
                digest,
            );
        }
    }
}

/// Says of each path that is new, gone or other what it was and what it is.
pub(crate) fn differences(before: &TreeDigest, after: &TreeDigest) -> Vec<String> {
    let paths: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let show =
        |side: &TreeDigest, path| side.get(path).map_or("nothing", String::as_str).to_owned();
    paths
        .into_iter()
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| {
            let (was, is) = (show(before, path), show(after, path));
            format!("{}: was {was}; is {is}", path.display())
        })
        .collect()
}
