//! What PostgreSQL answers, as errors of a store.

use std::error::Error as _;
use std::path::PathBuf;
use std::time::Duration;

use postgres::Error;
use postgres::error::SqlState;

use crate::store::{Damage, Location, StoreError};

/// Makes an error of the answer to `action` on the database; `patience` is how long locks were waited for.
pub(super) fn failed(
    location: &Location,
    patience: Duration,
    action: &'static str,
) -> impl Fn(Error) -> StoreError {
    let location = location.to_string();
    move |error| {
        let location = location.clone();
        let Some(answer) = error.as_db_error() else {
            return not_answered(&error, location);
        };
        let reason = one_line(answer.message());
        let code = answer.code();
        match code.code() {
            "28P01" | "28000" => StoreError::DatabaseRefused { location, reason },
            "3D000" => StoreError::DatabaseMissing { location },
            "XX001" | "XX002" => StoreError::damaged(location, Damage::Database { reason }),
            // A lock was not had in time.
            "55P03" => StoreError::Busy {
                path: PathBuf::from(location),
                waited: patience,
                holder: Some("another session".to_owned()),
            },
            // The server ends, or ended us.
            "57P01" | "57P02" | "57P03" | "53300" => {
                StoreError::DatabaseUnreachable { location, reason }
            }
            code => StoreError::Database {
                location,
                action,
                reason,
                code: code.to_owned(),
            },
        }
    }
}

/// Whether the same may succeed when it is tried again: another transaction came in between.
pub(super) fn is_worth_trying_again(error: &StoreError) -> bool {
    matches!(error, StoreError::Database { code, .. } if code == "40001" || code == "40P01")
}

/// Whether there is no such table, or no such schema.
pub(super) fn is_of_nothing(error: &Error) -> bool {
    let of = [SqlState::UNDEFINED_TABLE, SqlState::INVALID_SCHEMA_NAME];
    error.code().is_some_and(|code| of.contains(code))
}

fn not_answered(error: &Error, location: String) -> StoreError {
    let mut reason = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        if !reason.contains(&text) {
            reason = format!("{reason}: {text}");
        }
        source = cause.source();
    }
    let reason = one_line(&reason);
    match error.is_closed() || reason.starts_with("error communicating") {
        true => StoreError::ConnectionLost { location, reason },
        // Asked for a password that nobody gave.
        false if reason.contains("password missing") => {
            StoreError::DatabaseRefused { location, reason }
        }
        false => StoreError::DatabaseUnreachable { location, reason },
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
