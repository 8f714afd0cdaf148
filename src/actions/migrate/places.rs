//! Whether two stores may be where they are said to be.

use std::ffi::OsString;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::{fs, iter};

use crate::actions::{ActionError, ActionResult};
use crate::store::Location;

/// The folders of a store of JSON files in which every file is taken for a part of it, or swept.
const OWN_FOLDERS: [&str; 2] = ["user_data", ".chatkeep"];

/// Refuses two names of one place.
pub fn check_other_place(from: &Location, to: &Location) -> ActionResult<()> {
    // A database may have several names that are links to one file.
    let inode = |location: &Location| {
        let metadata = fs::metadata(path_of(location)?).ok()?;
        Some((metadata.dev(), metadata.ino()))
    };
    let is_same = from == to || inode(from).is_some_and(|inode_of| inode(to) == Some(inode_of));
    match is_same {
        true => Err(ActionError::SamePlace {
            location: to.clone(),
        }),
        false => Ok(()),
    }
}

/// Refuses a copy among the own files of the original, which would change that, and an original among those of the copy,
/// which would be moved away with what the copy replaces.
pub(super) fn check_apart(from: &Location, to: &Location) -> ActionResult<()> {
    for (inner, outer) in [(to, from), (from, to)] {
        if is_among_files_of(inner, outer) {
            return Err(ActionError::PlaceInside {
                location: inner.clone(),
                store: outer.clone(),
            });
        }
    }
    Ok(())
}

fn path_of(location: &Location) -> Option<&Path> {
    match location {
        Location::Folder(path) | Location::Sqlite(path) => Some(path),
        Location::Postgres(_) => None,
    }
}

fn is_among_files_of(inner: &Location, outer: &Location) -> bool {
    let (Some(inner), Location::Folder(outer)) = (path_of(inner), outer) else {
        return false;
    };
    let inner = resolved(inner);
    // Such a folder may be a link, or not be there yet.
    let outer = resolved(outer);
    OWN_FOLDERS
        .iter()
        .any(|name| inner.starts_with(resolved(&outer.join(name))))
}

/// Follows the links in as much of a path as is there.
fn resolved(path: &Path) -> PathBuf {
    let mut missing: Vec<OsString> = Vec::new();
    let mut present = path;
    loop {
        let named = match present.as_os_str().is_empty() {
            true => Path::new("."),
            false => present,
        };
        if let Ok(real) = named.canonicalize() {
            return iter::once(real)
                .chain(missing.into_iter().rev().map(PathBuf::from))
                .collect();
        }
        let (Some(parent), Some(name)) = (present.parent(), present.file_name()) else {
            return path.to_owned();
        };
        missing.push(name.to_owned());
        present = parent;
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_place_among_a_stores_own_files_is_told_from_one_beside_them() {
        let root = tempfile::tempdir().expect("the temporary folder is writable");
        let store = root.path().join("store");
        fs::create_dir(&store).expect("it is new");
        fs::create_dir(root.path().join("elsewhere")).expect("it is new");
        symlink(root.path().join("elsewhere"), store.join("user_data")).expect("it is new");
        symlink(&store, root.path().join("link")).expect("it is new");
        let folder = |name: &str| Location::Folder(root.path().join(name));
        let file = |name: &str| Location::Sqlite(root.path().join(name));
        for (inner, is_among) in [
            (folder("store/user_data"), true),
            (folder("elsewhere/a/b"), true),
            (folder("store/.chatkeep/new/er"), true),
            (file("link/.chatkeep/a.db"), true),
            (file("store/user_data/../a.db"), false),
            (file("store/a.db"), false),
            (folder("store/user_data_2"), false),
            (folder("other"), false),
        ] {
            assert_eq!(is_among_files_of(&inner, &folder("store")), is_among);
            let is_refused = check_apart(&inner, &folder("store")).is_err();
            assert_eq!(is_refused, is_among, "{inner}");
        }
    }

    #[test]
    fn links_to_one_database_are_one_place() {
        let root = tempfile::tempdir().expect("the temporary folder is writable");
        let at = |name: &str| root.path().join(name);
        fs::write(at("a.db"), "").expect("it is new");
        fs::write(at("b.db"), "").expect("it is new");
        fs::hard_link(at("a.db"), at("hard.db")).expect("it is new");
        symlink(at("a.db"), at("soft.db")).expect("it is new");
        let check = |name| {
            let from = Location::Sqlite(at("a.db"));
            check_other_place(&from, &Location::Sqlite(at(name)))
        };
        assert!(check("hard.db").is_err() && check("soft.db").is_err());
        assert!(check("b.db").is_ok() && check("none.db").is_ok());
    }
}
