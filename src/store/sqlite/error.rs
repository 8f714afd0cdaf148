//! What SQLite answers, as errors of a store.

use std::io::{Error, ErrorKind};
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::ErrorCode;

use crate::store::{Damage, Location, StoreError};

/// Makes an error of SQLite's answer to `action` on the database.
pub(super) fn failed(
    location: &Location,
    action: &'static str,
) -> impl Fn(rusqlite::Error) -> StoreError {
    let path = path_of(location);
    move |error| {
        let path = path.clone();
        let reason = error.to_string();
        let io = |kind: ErrorKind| StoreError::Io {
            action,
            path: path.clone(),
            source: Error::new(kind, reason.clone()),
        };
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy {
                path,
                waited: Duration::ZERO,
                holder: None,
            },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::damaged(path, Damage::Database { reason })
            }
            Some(ErrorCode::DiskFull) => io(ErrorKind::StorageFull),
            // Reading writes, too, into the index of the write-ahead log.
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                io(ErrorKind::PermissionDenied)
            }
            _ => io(ErrorKind::Other),
        }
    }
}

fn path_of(location: &Location) -> PathBuf {
    match location {
        Location::Sqlite(file) => file.clone(),
        other => other.to_string().into(),
    }
}
