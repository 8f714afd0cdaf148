//! The folder that this machine has for a store in a database.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Location, OpenOptions, StoreError, StoreResult};

/// Returns the folder for what belongs to a store and to this machine: within a store's own folder if it is one of files,
/// else below the platform's state folder. Nothing is made.
pub fn state_folder_of(location: &Location, options: &OpenOptions) -> StoreResult<PathBuf> {
    match location {
        Location::Folder(folder) => Ok(folder.join(".chatkeep")),
        Location::Sqlite(_) | Location::Postgres(_) => machine_folder_of(location, options),
    }
}

/// Returns the folder for what belongs to a store and to this machine outside of the store, whatever it is made of. Nothing is
/// made.
pub(super) fn machine_folder_of(
    location: &Location,
    options: &OpenOptions,
) -> StoreResult<PathBuf> {
    let (shown, name) = match location {
        Location::Folder(folder) => {
            let folder = folder.canonicalize().unwrap_or_else(|_| folder.clone());
            (format!("folder:{}", folder.display()), name_of(&folder))
        }
        Location::Sqlite(file) => {
            let file = absolute(file);
            (format!("sqlite:{}", file.display()), name_of(&file))
        }
        Location::Postgres(url) => {
            // A URL may leave to the environment which database it is.
            let rest = ["PGHOST", "PGPORT", "PGDATABASE"].map(|name| options.postgres.get(name));
            (format!("{url} {rest:?}"), "postgres".to_owned())
        }
    };
    let root = options.state_folder.as_ref();
    let root = root.ok_or(StoreError::NoStateFolder)?;
    let digest = Sha256::digest(shown);
    let digest: String = digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(root.join("stores").join(format!("{name}-{digest}")))
}

/// Returns one path for a file that has several, as far as its folder is there.
fn absolute(file: &Path) -> PathBuf {
    let folder = crate::files::folder_of(file).canonicalize();
    match (folder, file.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => file.to_owned(),
    }
}

fn name_of(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    stem.chars().filter(|&c| is_plain(c)).take(40).collect()
}
